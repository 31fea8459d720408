"""QR codes drawn as squares: found among a page's rectangles, their modules, quiet zone, ground and pattern judged.

A code inside a picture is not seen. Whether a phone reads a code is judged from its geometry and pattern.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.preflight.boxes import grown, shared, within
from generator.preflight.colours import Ink
from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.objects import Box
from generator.preflight.painted import Painted, has_rectangles
from generator.preflight.painted_runs import PaintedRun
from generator.preflight.pattern import ModulePattern
from generator.preflight.view import View, mm, points

LEAST, MOST = 21, 177  # modules of the smallest and the largest QR code
FEWEST = 60  # rectangles in a row, each painted alone, that may be a code
LEAST_CONTRAST = 0.5
MOST_WORK = 20_000_000  # codes times what stands around them
TOLERANCE = 0.35  # modules


class Code(NamedTuple):
    """`first`, `last`: its place among what the page paints; `module` in points."""

    first: int
    last: int
    box: Box
    module: float
    pattern: ModulePattern
    ink: Ink | None
    layers: tuple[str, ...] = ()


def check(view: View, demands: Demands, found: Findings) -> None:
    work = 0
    for code in codes(view.runs):
        if shared(code.box, view.trim) is None:
            continue
        work += sum(run.count for run in view.runs)
        if work > MOST_WORK:
            found.add("not-inspected", "the page has more codes than are looked at in good time")
            return
        _geometry(code, view, demands, found)
        _quiet(code, view, demands, found)
        fault = code.pattern.fault()
        if fault:
            found.add("code-damaged", f"a code of {code.pattern.modules} modules {fault}", code.box)


def _geometry(code: Code, view: View, demands: Demands, found: Findings) -> None:
    module = mm(code.module)
    if module < demands.module - 0.005:
        found.add(
            "small-modules", f"a code with modules of {module:.2g} mm; {demands.module:g} mm are the least", code.box
        )
    if not within(code.box, grown(view.trim, -points(demands.safe_code)), points(0.05)):
        found.add("code-unsafe", f"a code nearer than {demands.safe_code:g} mm to the trim, or across it", code.box)
    if demands.black_codes and code.ink is not None and not (code.ink.black and code.ink.space.family != "gray"):
        found.add("code-ink", f"a code in {code.ink.words}", code.box)


def _quiet(code: Code, view: View, demands: Demands, found: Findings) -> None:
    """What is painted beside the code since the last ground under all of it, and whether that ground is light."""
    ring = grown(code.box, (demands.quiet_zone - TOLERANCE) * code.module)
    ground, beside = _surroundings(code, view.runs, ring)
    light = ground.ink.dark if ground and ground.ink else 0.0
    dark = code.ink.dark if code.ink else 1.0
    if dark - light < LEAST_CONTRAST:
        found.add("code-contrast", "a code that hardly stands out from its ground, or is lighter", code.box)
    gaps = [_gap(code.box, box) for box in beside]
    gaps += [max(side, 0.0) for side in _insets(code.box, view.trim)]
    free = min(gaps) / code.module
    if free < demands.quiet_zone - TOLERANCE:
        words = f"a code with {max(free, 0):.1f} modules free around it"
        found.add("quiet-zone", f"{words}; {demands.quiet_zone:g} are needed", code.box)


def _surroundings(code: Code, runs: Sequence[PaintedRun], ring: Box) -> tuple[Painted | None, list[Box]]:
    ground: Painted | None = None
    beside: list[Box] = []
    for place, each in _met(runs, ring):
        if code.first <= place <= code.last:
            continue
        around = within(ring, each.box)
        if place < code.first and each.area and around:
            ground = each
            beside.clear()
        elif around and each.kind == "stroke":
            continue  # a frame: its line lies further out
        elif not each.white or (ground is not None and not ground.white and place > code.last):
            box = _tight(each)
            if shared(box, ring) and not within(box, code.box, 0.01):
                beside.append(box)
    return ground, beside


def _met(runs: Sequence[PaintedRun], ring: Box) -> Iterator[tuple[int, Painted]]:
    """What has a part of the ring, and its place among all that is painted."""
    start = 0
    for run in runs:
        around = run.box
        if around is not None and _meets(around, ring):
            yield from ((place, each) for place, each in enumerate(run.items, start) if _meets(each.box, ring))
        start += run.count


def _meets(one: Box, other: Box) -> bool:
    """Whether they share more than an edge, however thin one of them is."""
    return one[2] > other[0] and one[0] < other[2] and one[3] > other[1] and one[1] < other[3]


def _tight(painted: Painted) -> Box:
    """The box of text without what few letters reach into."""
    if painted.kind != "text":
        return painted.box
    left, low, right, high = painted.box
    return (left, low + 0.22 * painted.size, right, high - 0.04 * painted.size)


def _gap(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    up = max(one[1] - other[3], other[1] - one[3], 0.0)
    return max(across, up)


def _insets(inner: Box, outer: Box) -> tuple[float, ...]:
    return (inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3])


# --- finding them -------------------------------------------------------------------------------------


def codes(runs: Sequence[PaintedRun]) -> Iterator[Code]:
    """Paths of many rectangles, and many rectangles of one ink in a row, that make a square of so many modules."""
    painted = list(_of_rectangles(runs))
    for place, each in painted:
        if len(each.rects) > 4:
            yield from _code(place, place, each.rects, each.ink)
    alone = ((place, each) for place, each in painted if _alone(each) is not None)
    for _, row in groupby(enumerate(alone), key=lambda item: (_alone(item[1][1]), item[1][0] - item[0])):
        items = [item for _, item in row]
        if len(items) >= FEWEST:
            rects = [side for _, each in items for side in each.rects]
            yield from _code(items[0][0], items[-1][0], rects, items[0][1].ink)


def _of_rectangles(runs: Sequence[PaintedRun]) -> Iterator[tuple[int, Painted]]:
    """The fills that are rectangles, each with its place among all that is painted."""
    start = 0
    for run in runs:
        of_run = run.once("rectangles", _rectangles) if run.any(has_rectangles) else ()
        yield from ((start + place, each) for place, each in of_run)
        start += run.count


def _rectangles(run: PaintedRun) -> list[tuple[int, Painted]]:
    if run.parts:
        return [*_of_rectangles(run.parts)]
    return [(place, each) for place, each in enumerate(run.items) if has_rectangles(each)]


def _alone(painted: Painted) -> object:
    """The ink of one rectangle painted alone, as a key; None for all else. A larger one begins another run."""
    if painted.kind != "fill" or len(painted.rects) != 4 or painted.ink is None:
        return None
    return painted.ink.key if not painted.white and painted.size < points(5) else None


def _code(first: int, last: int, rects: Sequence[float], ink: Ink | None) -> Iterator[Code]:
    lefts, lows, widths, heights = rects[0::4], rects[1::4], rects[2::4], rects[3::4]
    module = min(min(widths), min(heights))
    left, low = min(lefts), min(lows)
    wide = max(x + width for x, width in zip(lefts, widths, strict=True)) - left
    high = max(y + height for y, height in zip(lows, heights, strict=True)) - low
    if module <= 0.02 or abs(wide - high) > module or wide / module > MOST + 1:
        return
    count = round(wide / module)
    if not LEAST <= count <= MOST or (count - 17) % 4 or abs(wide - count * module) > 0.02 * wide:
        return
    side = wide / count
    rows = [0] * count
    starts, bottoms = (
        {edge: round((edge - first) / side) for edge in {*edges}} for edges, first in ((lefts, left), (lows, low))
    )
    lengths, tall = ({span: round(span / side) for span in {*spans}} for spans in (widths, heights))
    for x, y, width, height in zip(lefts, lows, widths, heights, strict=True):
        start, length, bottom = starts[x], lengths[width], bottoms[y]
        bits = ((1 << length) - 1) << max(count - start - length, 0)
        for row in range(bottom, min(bottom + tall[height], count)):
            rows[count - 1 - row] |= bits
    pattern = ModulePattern.upright(tuple(rows))
    if pattern is not None:
        yield Code(first, last, (left, low, left + wide, low + high), side, pattern, ink)

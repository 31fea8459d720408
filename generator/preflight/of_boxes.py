"""Rules on page boxes, bleed that is really painted, marks in the bleed, borders along the trim, empty pages."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import NamedTuple

from generator.preflight.boxes import grown, shared, within
from generator.preflight.demands import Demands
from generator.preflight.findings import Findings
from generator.preflight.objects import Box, Objects, text_of
from generator.preflight.painted import Painted, is_ground, is_not_white, is_shape
from generator.preflight.painted_runs import PaintedRun
from generator.preflight.view import View, mm, points, sized

SLACK = 0.02  # points: what rounding makes of one edge
INSIDE = points(0.35)  # from an edge: near enough to say what is there, far enough not to ask the edge itself
STEP = points(1.5)  # from one place that is asked for bleed to the next
MOST_STEPS = 700
MOST_GROUNDS = 500  # at one edge, the topmost
SHORTEST = 2  # places in a row without bleed: one is a corner
SIDES = ("left", "bottom", "right", "top")
THIN = points(1.5)


def check(view: View, demands: Demands, found: Findings) -> None:
    _boxes(view, found)
    if any(found.wanted(rule) for rule in ("short-bleed", "no-bleed")) and not is_uncut(view.objects):
        _bleed(view, demands, found)
    if not any(run.any(is_not_white) for run in view.runs):
        found.add("empty-page", "nothing is painted on the page")


def is_uncut(objects: Objects) -> bool:
    """Whether a file of ours says that its pages are the paper: what an office prints is cut nowhere."""
    return text_of(objects.entry(objects.entry(objects.trailer, "/Info"), "/PrepdeckCut")) == "none"


def _boxes(view: View, found: Findings) -> None:
    objects, page = view.objects, view.page
    media, trim, bleed, art, crop = (
        objects.box(page, f"/{name}Box") for name in ("Media", "Trim", "Bleed", "Art", "Crop")
    )
    if media is None:
        found.add("no-media-box", "the page has no MediaBox; a Letter page is taken")
    if trim is None and art is None:
        found.add("no-trim-box", "the page has no TrimBox: nothing says where it is cut")
    if bleed is None:
        found.add("no-bleed-box", "the page has no BleedBox")
    if trim and art:
        found.add("art-and-trim", "the page has an ArtBox beside its TrimBox")
    if crop and media and not (within(crop, media, 0.1) and within(media, crop, 0.1)):
        found.add("crop-box", f"the CropBox shows {sized(_size(crop))} of {sized(_size(media))}", crop)
    for inner, outer, words in (
        (trim, bleed, "the TrimBox reaches out of the BleedBox"),
        (trim, media, "the TrimBox reaches out of the MediaBox"),
        (bleed, media, "the BleedBox reaches out of the MediaBox"),
    ):
        if inner and outer and not within(inner, outer, 0.05):
            found.add("boxes-not-nested", words, inner)
    if objects.number(page.entries, "/UserUnit", 1.0) != 1.0:
        found.add("user-unit", f"the page is measured in units of {objects.number(page.entries, '/UserUnit', 1.0):g}")
    turned = objects.number(page.entries, "/Rotate", 0.0)
    if turned % 360:
        found.add("rotated", f"the page is turned by {turned:g}°")


def _size(box: Box) -> tuple[float, float]:
    return (mm(box[2] - box[0]), mm(box[3] - box[1]))


# --- bleed --------------------------------------------------------------------------------------------


_Span = tuple[float, float, Painted]  # from, to


class _Edge(NamedTuple):
    """An edge of the trim: two lines along it, just inside of it and where the bleed has to reach, and places there."""

    side: int
    inner: float
    outer: float
    along: tuple[float, ...]

    @classmethod
    @lru_cache(64)  # pages of one size follow one another
    def of(cls, trim: Box, side: int, depth: float) -> "_Edge":
        out = -1 if side < 2 else 1
        other = (side + 1) % 2
        start, end = trim[other] + 2 * INSIDE, trim[other + 2] - 2 * INSIDE
        count = min(max(int((end - start) / STEP), 1), MOST_STEPS)
        along = tuple(start + (end - start) * place / count for place in range(count + 1))
        return cls(side, trim[side] - out * INSIDE, trim[side] + out * (depth - INSIDE), along)

    def at(self, along: float) -> tuple[float, float]:
        """A place on the inner line."""
        return (self.inner, along) if self.side % 2 == 0 else (along, self.inner)

    def spans(self, grounds: Sequence[Painted], line: float) -> list[_Span]:
        """From where to where the grounds cover a line, the topmost first."""
        axis, other = self.side % 2, (self.side + 1) % 2
        met = (each for each in reversed(grounds) if each.box[axis] <= line <= each.box[axis + 2])
        return [(each.box[other], each.box[other + 2], each) for each in met]


def _bleed(view: View, demands: Demands, found: Findings) -> None:
    """What is painted at the trim has to be painted at the end of the bleed too (the topmost ground counts)."""
    if demands.bleed <= 0:
        return
    depth = points(demands.bleed)
    reaches = False
    for side, name in enumerate(SIDES):
        near = _grounds(view, _reaches, side)
        if not near:
            continue
        beyond = _grounds(view, _goes_beyond, side)
        edge, sure = _Edge.of(view.trim, side, depth), [each for each in near if each.exact or each.kind == "shading"]
        whole = _whole(sure, beyond, edge)
        if whole is not None:
            reaches = reaches or not whole.white
            continue
        faults: list[tuple[float, float]] = []
        under, over = edge.spans(sure, edge.inner), edge.spans(beyond, edge.outer)
        for along in edge.along:
            at = _top(under, along)
            if at is None or at.white:
                continue
            reaches = True
            if not _covered(_top(over, along), at, edge, along):
                faults.append(edge.at(along))
        if len(faults) >= SHORTEST:
            xs, ys = [x for x, _ in faults], [y for _, y in faults]
            box = (min(xs) - INSIDE, min(ys) - INSIDE, max(xs) + INSIDE, max(ys) + INSIDE)
            length = mm(max(box[2] - box[0], box[3] - box[1]))
            words = f"what is painted at the {name} edge of the trim does not reach {demands.bleed:g} mm over it"
            found.add("short-bleed", f"{words}, along {length:.0f} mm", box)
    if reaches:
        _bleed_box(view, demands, found)


def _whole(sure: Sequence[Painted], beyond: Sequence[Painted], edge: _Edge) -> Painted | None:
    """The ground along all of an edge, where it is one and certainly goes on beyond: no place need be asked for."""
    if not sure or any(each.white and each.exact for each in beyond):
        return None
    top, ends = sure[-1], (edge.along[0], edge.along[-1])
    under = edge.spans([top], edge.inner)
    covers = all(_top(under, along) is not None for along in ends)
    return top if covers and all(_goes_on(top, edge, along) for along in ends) else None


def _grounds(view: View, lies: Callable[[Box, int, Box], bool], side: int) -> list[Painted]:
    """What lies so at an edge, the topmost."""

    def of_run(run: PaintedRun) -> list[Painted]:
        return [*run.near(partial(lies, view.trim, side), is_ground)]

    found = (run.once((lies, side, view.trim), of_run) for run in view.runs)
    return list(chain.from_iterable(found))[-MOST_GROUNDS:]


def _bleed_box(view: View, demands: Demands, found: Findings) -> None:
    margins = [abs(outer - inner) for outer, inner in zip(view.bleed, view.trim, strict=True)]
    least = mm(min(margins))
    if least < demands.bleed - 0.05:
        words = f"the page is painted up to the trim, and its BleedBox is {least:.2g} mm outside of it at the least"
        found.add("no-bleed", f"{words}; {demands.bleed:g} mm are asked for", view.bleed)


def _reaches(trim: Box, side: int, box: Box) -> bool:
    """Whether something covers places just inside of an edge of the trim."""
    edge = trim[side] + (INSIDE if side < 2 else -INSIDE)
    other = (side + 1) % 2
    return box[side % 2] <= edge <= box[side % 2 + 2] and box[other] < trim[other + 2] and box[other + 2] > trim[other]


def _goes_beyond(trim: Box, side: int, box: Box) -> bool:
    return box[side] < trim[side] if side < 2 else box[side] > trim[side]


def _top(spans: Sequence[_Span], along: float) -> Painted | None:
    """The topmost ground there."""
    for low, high, ground in spans:
        if low <= along <= high:
            return ground
    return None


def _covered(top: Painted | None, by: Painted, edge: _Edge, along: float) -> bool:
    """Whether the ground goes on there: itself, one of the same ink, or something that is no rectangle."""
    if top is not None and top.white and top.exact:
        return False
    if _goes_on(by, edge, along):
        return True
    if top is None or top.white:
        return False
    return top.ink is None or by.ink is None or top.ink.key == by.ink.key or not top.exact


def _goes_on(ground: Painted, edge: _Edge, along: float) -> bool:
    """Whether it reaches the outer line."""
    axis, other, box = edge.side % 2, (edge.side + 1) % 2, ground.box
    reaches = box[axis] - SLACK <= edge.outer <= box[axis + 2] + SLACK
    return reaches and box[other] - SLACK <= along <= box[other + 2] + SLACK


# --- marks and borders --------------------------------------------------------------------------------


def check_marks(view: View, demands: Demands, found: Findings) -> None:
    """Crop marks, registration marks and slugs that begin inside the bleed: the cutter's drift shows them."""
    if not found.wanted("marks-in-bleed"):
        return
    trim, bleed = view.trim, view.bleed
    if within(bleed, trim, 0.1):
        return
    outside = (run.near(lambda box: not within(box, trim), is_not_white) for run in view.runs)
    for each in chain.from_iterable(outside):
        if shared(each.box, trim) or _cut(each, demands):
            continue
        inside = shared(each.box, bleed)
        if inside is None or max(inside[2] - inside[0], inside[3] - inside[1]) < points(0.2):
            continue
        registration = each.space is not None and "All" in each.space.names
        if each.kind == "text" or registration or (_thin(each) and _on_edge(each.box, trim)):
            found.add("marks-in-bleed", f"a {each.kind} outside of the trim lies in the bleed", each.box)


def _cut(painted: Painted, demands: Demands) -> bool:
    """Whether it is a die line: that is not printed."""
    names = painted.space.names if painted.space else ()
    return any(name in demands.die_lines or name in demands.fold_lines for name in names)


def _thin(painted: Painted) -> bool:
    box = painted.box
    return painted.kind in ("stroke", "fill") and min(box[2] - box[0], box[3] - box[1]) <= THIN


def _on_edge(box: Box, trim: Box) -> bool:
    """Whether a thin thing lies on the line that one of the trim's edges would be, if it were longer."""
    axis = 0 if box[2] - box[0] <= box[3] - box[1] else 1
    middle = (box[axis] + box[axis + 2]) / 2
    return any(abs(middle - trim[side]) <= points(0.3) for side in (axis, axis + 2))


def check_borders(view: View, demands: Demands, found: Findings) -> None:
    """Frames that run along the trim, nearer than a cutter's drift forgives: their width would differ on each side."""
    if not found.wanted("border-near-trim"):
        return
    trim, near = view.trim, points(demands.border) - SLACK
    inside = grown(trim, -near)  # what lies in there is near to no edge
    shapes = (run.near(lambda box: not within(box, inside), is_shape) for run in view.runs)
    for each in chain.from_iterable(shapes):
        if each.white or _cut(each, demands):
            continue
        insets = [abs(each.box[side] - trim[side]) for side in range(4)]
        if not within(each.box, trim, SLACK):
            continue
        close = [points(0.1) < inset < near for inset in insets]
        long = [
            each.box[2] - each.box[0] > 0.6 * (trim[2] - trim[0]),
            each.box[3] - each.box[1] > 0.6 * (trim[3] - trim[1]),
        ]
        framed = all(close) or (sum(close) >= 3 and all(long))
        line = _thin(each) and any(close[side] and long[(side + 1) % 2] for side in range(4))
        if framed or line:
            side = min((inset, SIDES[place]) for place, inset in enumerate(insets) if close[place])
            found.add(
                "border-near-trim", f"a border runs {mm(side[0]):.2g} mm from the {side[1]} edge of the trim", each.box
            )

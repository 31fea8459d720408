"""Outlines by numbers: path data and basic shapes of SVG in, cubic paths out; their bounds and transforms.

Knows no elements and no paint. Raises ValueError, with words for the user, for data that cannot be read.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import acos, ceil, cos, hypot, pi, sin, sqrt, tan

from generator.face import Path, PathStep, path_step
from generator.geometry import Rect, Transform

MAX_COORDINATE = 1e7
QUARTER = 0.5522847498307936  # 4/3·(√2-1): the handle of a quarter circle of radius 1

_NUMBER = r"[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?"
_NUMBERS = re.compile(_NUMBER)
_ONLY_NUMBERS = re.compile(rf"[\s,]*+(?:{_NUMBER}[\s,]*+)*+")
_COMMANDS = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
_GAP = r"[\s,]*+"
_ARC = re.compile(_GAP.join([f"({_NUMBER})"] * 3 + ["([01])"] * 2 + [f"({_NUMBER})"] * 2))
_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def numbers(text: str) -> list[float]:
    """Numbers parted by blanks, commas or nothing, as SVG writes lists."""
    if _ONLY_NUMBERS.fullmatch(text) is None:
        _nothing_left(_NUMBERS.sub(" ", text))
    return _within_reach(map(float, _NUMBERS.findall(text)))


def _nothing_left(rest: str) -> None:
    left = rest.replace(",", " ").split()
    if left:
        raise ValueError(f"'{left[0][:20]}' is not a number")


def _within_reach(values: Iterable[float]) -> list[float]:
    read = list(values)
    if read and not -MAX_COORDINATE <= min(read) <= max(read) <= MAX_COORDINATE:  # inf too
        raise ValueError("a number is out of reach")
    return read


def _arc_numbers(text: str) -> list[float]:
    """Like `numbers`; the two flags need nothing between them and what follows."""
    left = _ARC.sub(" ", text).replace(",", " ").split()
    if left:
        raise ValueError(f"an arc is two radii, a turn, two flags (0 or 1) and a point; '{left[0][:20]}' does not fit")
    return _within_reach(float(part) for arc in _ARC.findall(text) for part in arc)


def path_from_data(data: str) -> Path:
    """The `d` of a path (SVG 2 §9.3)."""
    start = data.lstrip(" \t\r\n")
    if not start or start == "none":
        return ()
    if start[0] not in "Mm":
        raise ValueError(f"path data begin with '{start[:12]}', not with M")
    pen = _Pen()
    for letter, text in _COMMANDS.findall(start):
        upper = letter.upper()
        values = _arc_numbers(text) if upper == "A" else numbers(text) if text else []
        size = _SIZES[upper]
        if size == 0:
            if values:
                raise ValueError(f"'{letter}' in path data takes no numbers")
            pen.close()
            continue
        if not values or len(values) % size:
            raise ValueError(f"'{letter}' in path data takes {size} numbers at a time, here are {len(values)}")
        pen.draw(letter, [values[at : at + size] for at in range(0, len(values), size)])
    return tuple(pen.steps)


class _Pen:
    """Where path data have come to."""

    def __init__(self) -> None:
        self.steps: list[PathStep] = []
        self.x = self.y = 0.0
        self.start = (0.0, 0.0)
        self.handle: tuple[str, float, float] = ("", 0.0, 0.0)  # kind of the last curve and its last control point
        self.closed = False

    def close(self) -> None:
        if not self.closed:
            self.steps.append(PathStep("close"))
        self.x, self.y = self.start
        self.closed = True
        self.handle = ("", 0.0, 0.0)

    def draw(self, letter: str, groups: list[list[float]]) -> None:
        upper, relative = letter.upper(), letter.islower()
        for group in groups:
            if upper == "M":
                self.move(*self._absolute(group, relative))
                upper = "L"  # pairs that follow are lines (§9.3.3)
                continue
            if self.closed:
                self.move(*self.start)
            if upper == "A":
                dx, dy = (self.x, self.y) if relative else (0.0, 0.0)
                self.arc(group, group[5] + dx, group[6] + dy)
            elif upper == "H":
                self.line(group[0] + (self.x if relative else 0.0), self.y)
            elif upper == "V":
                self.line(self.x, group[0] + (self.y if relative else 0.0))
            else:
                _DRAWN[upper](self, *self._absolute(group, relative))

    def _absolute(self, group: list[float], relative: bool) -> list[float]:
        if not relative:
            return group
        x, y = self.x, self.y
        if len(group) == 6:  # as most are
            x1, y1, x2, y2, x3, y3 = group
            return [x1 + x, y1 + y, x2 + x, y2 + y, x3 + x, y3 + y]
        return [value + (y if at % 2 else x) for at, value in enumerate(group)]

    def move(self, x: float, y: float) -> None:
        self.steps.append(PathStep("move", (x, y)))
        self.x, self.y = self.start = (x, y)
        self.closed = False
        self.handle = ("", 0.0, 0.0)

    def line(self, x: float, y: float) -> None:
        self.steps.append(PathStep("line", (x, y)))
        self.x, self.y = x, y
        self.handle = ("", 0.0, 0.0)

    def cubic(self, x1: float, y1: float, x2: float, y2: float, x: float, y: float) -> None:
        self.steps.append(path_step(("curve", (x1, y1, x2, y2, x, y))))
        self.x, self.y = x, y
        self.handle = ("C", x2, y2)

    def smooth(self, x2: float, y2: float, x: float, y: float) -> None:
        self.cubic(*self._mirrored("C"), x2, y2, x, y)

    def quadratic(self, x1: float, y1: float, x: float, y: float) -> None:
        x0, y0 = self.x, self.y
        third = 2 / 3
        self.cubic(x0 + third * (x1 - x0), y0 + third * (y1 - y0), x + third * (x1 - x), y + third * (y1 - y), x, y)
        self.handle = ("Q", x1, y1)

    def smooth_quadratic(self, x: float, y: float) -> None:
        self.quadratic(*self._mirrored("Q"), x, y)

    def _mirrored(self, kind: str) -> tuple[float, float]:
        """The last control point beyond the pen, if the last step was of the same kind (§9.3.6)."""
        was, x, y = self.handle
        return (2 * self.x - x, 2 * self.y - y) if was == kind else (self.x, self.y)

    def arc(self, group: list[float], x: float, y: float) -> None:
        rx, ry, turn, large, sweep = group[:5]
        for curve in arc_curves((self.x, self.y), (x, y), (abs(rx), abs(ry)), turn, bool(large), bool(sweep)):
            self.steps.append(curve)
        self.x, self.y = x, y
        self.handle = ("", 0.0, 0.0)


_DRAWN: dict[str, Callable[..., None]] = {
    "L": _Pen.line,
    "C": _Pen.cubic,
    "S": _Pen.smooth,
    "Q": _Pen.quadratic,
    "T": _Pen.smooth_quadratic,
}


def arc_curves(
    start: tuple[float, float],
    end: tuple[float, float],
    radii: tuple[float, float],
    turn: float,
    large: bool,
    sweep: bool,
) -> Iterator[PathStep]:
    """An elliptical arc as curves of a quarter turn at most (SVG 2 §9.5, appendix B.2)."""
    rx, ry = radii
    if start == end:
        return
    if rx < 1e-9 or ry < 1e-9:
        yield PathStep("line", end)
        return
    cosine, sine = cos(turn * pi / 180), sin(turn * pi / 180)
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x1, y1 = cosine * half_x + sine * half_y, cosine * half_y - sine * half_x
    too_small = (x1 / rx) ** 2 + (y1 / ry) ** 2
    if too_small > 1:
        rx, ry = rx * sqrt(too_small), ry * sqrt(too_small)
    below = (rx * y1) ** 2 + (ry * x1) ** 2
    if below == 0:  # radii so unlike that the arc is flat
        yield PathStep("line", end)
        return
    root = sqrt(max(0.0, (rx * ry) ** 2 / below - 1)) * (1 if large != sweep else -1)
    cx1, cy1 = root * rx * y1 / ry, -root * ry * x1 / rx
    cx = cosine * cx1 - sine * cy1 + (start[0] + end[0]) / 2
    cy = sine * cx1 + cosine * cy1 + (start[1] + end[1]) / 2
    first = _angle((x1 - cx1) / rx, (y1 - cy1) / ry)
    span = _angle((-x1 - cx1) / rx, (-y1 - cy1) / ry) - first
    if sweep and span < 0:
        span += 2 * pi
    elif not sweep and span > 0:
        span -= 2 * pi
    frame = Transform(cosine * rx, sine * rx, -sine * ry, cosine * ry, cx, cy)
    yield from _turns(first, span, frame, end)


def _angle(x: float, y: float) -> float:
    length = hypot(x, y)
    if length == 0:
        return 0.0
    return acos(max(-1.0, min(1.0, x / length))) * (1 if y >= 0 else -1)


def _turns(first: float, span: float, frame: Transform, end: tuple[float, float]) -> Iterator[PathStep]:
    parts = max(1, ceil(abs(span) / (pi / 2) - 1e-9))
    step = span / parts
    handle = 4 / 3 * tan(step / 4)
    for part in range(parts):
        a, b = first + part * step, first + (part + 1) * step
        near = frame.apply(cos(a) - handle * sin(a), sin(a) + handle * cos(a))
        far = frame.apply(cos(b) + handle * sin(b), sin(b) - handle * cos(b))
        stop = end if part == parts - 1 else frame.apply(cos(b), sin(b))
        yield PathStep("curve", (*near, *far, *stop))


def ellipse(cx: float, cy: float, rx: float, ry: float) -> Path:
    """Clockwise on the page from the right, as SVG 2 §10.4 has it."""
    hx, hy = rx * QUARTER, ry * QUARTER
    return (
        PathStep("move", (cx + rx, cy)),
        PathStep("curve", (cx + rx, cy + hy, cx + hx, cy + ry, cx, cy + ry)),
        PathStep("curve", (cx - hx, cy + ry, cx - rx, cy + hy, cx - rx, cy)),
        PathStep("curve", (cx - rx, cy - hy, cx - hx, cy - ry, cx, cy - ry)),
        PathStep("curve", (cx + hx, cy - ry, cx + rx, cy - hy, cx + rx, cy)),
        PathStep("close"),
    )


def rounded(box: Rect, rx: float, ry: float) -> Path:
    """A rectangle with elliptical corners (SVG 2 §10.2)."""
    rx, ry = min(rx, box.width / 2), min(ry, box.height / 2)
    kx, ky = rx * (1 - QUARTER), ry * (1 - QUARTER)
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    return (
        PathStep("move", (x + rx, y)),
        PathStep("line", (right - rx, y)),
        PathStep("curve", (right - kx, y, right, y + ky, right, y + ry)),
        PathStep("line", (right, bottom - ry)),
        PathStep("curve", (right, bottom - ky, right - kx, bottom, right - rx, bottom)),
        PathStep("line", (x + rx, bottom)),
        PathStep("curve", (x + kx, bottom, x, bottom - ky, x, bottom - ry)),
        PathStep("line", (x, y + ry)),
        PathStep("curve", (x, y + ky, x + kx, y, x + rx, y)),
        PathStep("close"),
    )


def polygon(points: Sequence[float], *, closed: bool) -> Path:
    if len(points) % 2:
        raise ValueError(f"points come in pairs, here are {len(points)} numbers")
    pairs = list(zip(points[::2], points[1::2], strict=True))
    if not pairs:
        return ()
    steps = [PathStep("move", pairs[0]), *(PathStep("line", pair) for pair in pairs[1:])]
    return (*steps, PathStep("close")) if closed else tuple(steps)


def is_finite(path: Path) -> bool:
    return all([-MAX_COORDINATE <= value <= MAX_COORDINATE for _, numbers in path for value in numbers])  # no NaN is


def bounds(path: Path) -> Rect:
    """The smallest box around the path itself, without its stroke."""
    xs: list[float] = []
    ys: list[float] = []
    x = y = 0.0
    for verb, values in path:
        if verb == "curve":
            x1, y1, x2, y2, x3, y3 = values
            if not (x <= x1 <= x3 and x <= x2 <= x3):  # else it lies between its ends, as most do
                xs += _bends(x, x1, x2, x3)
            if not (y <= y1 <= y3 and y <= y2 <= y3):
                ys += _bends(y, y1, y2, y3)
            x, y = x3, y3
        elif verb != "close":
            x, y = values
        xs.append(x)
        ys.append(y)
    if not xs:
        return Rect(0, 0, 0, 0)
    left, top = min(xs), min(ys)
    return Rect(left, top, max(xs) - left, max(ys) - top)


def _bends(p0: float, p1: float, p2: float, p3: float) -> list[float]:
    """Where a cubic turns back in one direction."""
    if p0 >= p1 >= p3 and p0 >= p2 >= p3:
        return []
    a, b, c = p3 - 3 * p2 + 3 * p1 - p0, 2 * (p2 - 2 * p1 + p0), p1 - p0
    if abs(a) < 1e-12:
        places = [-c / b] if abs(b) > 1e-12 else []
    else:
        inside = b * b - 4 * a * c
        places = [(-b + sign * sqrt(inside)) / (2 * a) for sign in (1, -1)] if inside >= 0 else []
    return [curve_at(p0, p1, p2, p3, t) for t in places if 0 < t < 1]


def curve_at(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    """One coordinate of a cubic at t, from 0 to 1."""
    s = 1 - t
    return s * s * s * p0 + 3 * s * s * t * p1 + 3 * s * t * t * p2 + t * t * t * p3


def polygons(path: Path, parts: int) -> list[list[tuple[float, float]]]:
    """The corners of each subpath, so many sides in the place of a curve."""
    shares = _shares(parts)
    return [_corners(part, shares) for part in subpaths(path)]


@lru_cache(maxsize=8)
def _shares(parts: int) -> tuple[tuple[float, float, float, float], ...]:
    """Of the four points of a cubic, where each of so many sides ends."""
    times = [part / parts for part in range(1, parts + 1)]
    return tuple(
        ((1 - t) * (1 - t) * (1 - t), 3 * (1 - t) * (1 - t) * t, 3 * (1 - t) * t * t, t * t * t) for t in times
    )


def _corners(steps: Path, shares: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float]]:
    points: list[tuple[float, float]] = []
    for verb, values in steps:
        if verb == "curve":
            (x0, y0), (x1, y1, x2, y2, x3, y3) = points[-1], values
            points += [(a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3) for a, b, c, d in shares]
        elif verb != "close":
            points.append((values[0], values[1]))
    return points


def subpaths(path: Path) -> list[Path]:
    """The path cut before each move."""
    starts = [at for at, step in enumerate(path) if step.verb == "move"]
    return [path[start:stop] for start, stop in zip(starts, [*starts[1:], len(path)], strict=True)]

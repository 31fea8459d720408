"""The right-hand outline of something turned on a wheel: its body, its shaded side, and what fills it to a level."""

from functools import lru_cache
from typing import NamedTuple

from generator.face import Path, PathStep
from generator.images.paths import curve_at
from generator.motifs.part import outline

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]
_HALVINGS = 24  # until a height is met


class TurnedBody(NamedTuple):
    """Curves from the rim down to the foot, x the distance from the axis; y never rises."""

    curves: tuple[Curve, ...]

    @property
    def top(self) -> float:
        return self.curves[0][0][1]

    @property
    def foot(self) -> float:
        return self.curves[-1][3][1]

    @property
    def widest(self) -> float:
        return max(x for curve in self.curves for x, _ in curve)

    def reach(self, height: float) -> float:
        """How far the outline is from the axis at a height; the least there where it runs level."""
        reach = 0.0
        for curve in self.curves:
            if curve[3][1] <= height <= curve[0][1]:
                reach = _at(curve, _when(curve, height))[0]
        return reach

    def between(self, low: float, high: float) -> "TurnedBody":
        """The part of it between two heights."""
        kept = []
        for curve in self.curves:
            if curve[3][1] > high or curve[0][1] < low or (curve[0][1] == curve[3][1] and curve[0][1] in (low, high)):
                continue
            start = _when(curve, high) if curve[0][1] > high else 0.0
            stop = _when(curve, low) if curve[3][1] < low else 1.0
            if stop > start:
                kept.append(_cut(curve, start, stop))
        return TurnedBody(tuple(kept))

    def slice(self, left: float = -1.0, right: float = 1.0) -> Path:
        """What lies between two shares of the way from the axis: -1 is the left side of the outline, 1 the right."""
        if not self.curves:
            return ()
        first = self.curves[0][0]
        steps = [PathStep("move", (first[0] * right, first[1]))]
        for _, (x1, y1), (x2, y2), (x3, y3) in self.curves:
            steps.append(PathStep("curve", (x1 * right, y1, x2 * right, y2, x3 * right, y3)))
        last = self.curves[-1][3]
        steps.append(PathStep("line", (last[0] * left, last[1])))
        for (x0, y0), (x1, y1), (x2, y2), _ in reversed(self.curves):
            steps.append(PathStep("curve", (x2 * left, y2, x1 * left, y1, x0 * left, y0)))
        return (*steps, PathStep("close"))


@lru_cache(maxsize=256)
def profile(data: str) -> TurnedBody:
    """Of path data that run from the rim to the foot."""
    curves: list[Curve] = []
    here = (0.0, 0.0)
    for verb, numbers in outline(data):
        end = (numbers[-2], numbers[-1])
        if verb == "curve":
            curves.append((here, (numbers[0], numbers[1]), (numbers[2], numbers[3]), end))
        elif verb == "line":
            third = ((here[0] * 2 + end[0]) / 3, (here[1] * 2 + end[1]) / 3)
            curves.append((here, third, ((here[0] + end[0] * 2) / 3, (here[1] + end[1] * 2) / 3), end))
        here = end
    return TurnedBody(tuple(curves))


def _at(curve: Curve, t: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    return curve_at(x0, x1, x2, x3, t), curve_at(y0, y1, y2, y3, t)


def _when(curve: Curve, height: float) -> float:
    low, high = 0.0, 1.0
    (_, y0), (_, y1), (_, y2), (_, y3) = curve
    if y0 - y3 < 1e-9:
        return 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if curve_at(y0, y1, y2, y3, middle) > height else (low, middle)
    return (low + high) / 2


def _cut(curve: Curve, start: float, stop: float) -> Curve:
    """The part of a cubic between two moments (de Casteljau, twice)."""
    if stop < 1:
        curve = _halves(curve, stop)[0]
    return _halves(curve, start / stop)[1] if start > 0 else curve


def _halves(curve: Curve, t: float) -> tuple[Curve, Curve]:
    a, b, c, d = curve
    ab, bc, cd = _between(a, b, t), _between(b, c, t), _between(c, d, t)
    abc, bcd = _between(ab, bc, t), _between(bc, cd, t)
    middle = _between(abc, bcd, t)
    return (a, ab, abc, middle), (middle, bcd, cd, d)


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t

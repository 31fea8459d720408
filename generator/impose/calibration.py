"""The sheet that shows how a printer's backs lie behind its fronts, and what its stairs say once they are cut.

A stair is a row of bars, each of which begins a twentieth of a millimetre further in than the one before. A cut goes
through both sides at the same place; the first bar that is left tells on either side where that is, in print. Fronts
are taken as they come; a drift is what the printer does to a back, as one sees it who looks at the back.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import degrees, hypot, radians, sqrt
from typing import Literal, NamedTuple

from generator.geometry import Point, Rect, Size, Transform
from generator.impose.verso import Axis

Edge = Literal["left", "right", "top", "bottom"]

INSET = 15.0  # mm: of the cuts, from the edges of the paper
STEP = 0.05  # from one bar's end to the next
STEPS = 80  # the middle one ends at the cut as it is meant
PITCH = 0.8  # from one bar to the next along the cut
BAR = 0.45  # its width
OUTER = 4.5  # from the middle bar's end to where all bars end, outside the cut
CLEAR = 11.5  # between the end of a stair and the cut across
BETWEEN = 6.0  # two stairs of a cut
RULERS = (150.0, 100.0)
LETTERS = "ABCDEFGH"

SCALE_LIMIT = 0.003  # 0.9 mm over the length of A4
RESIDUAL_LIMIT = 0.12  # mm


class Stair(NamedTuple):
    """One row of bars. `start` is where its bar 0 lies along the cut, on the front; the numbers grow from there."""

    letter: str
    edge: Edge
    start: float

    @property
    def upright(self) -> bool:
        """Whether its cut runs up and down."""
        return self.edge in ("left", "right")

    def along(self, number: float) -> float:
        return self.start + number * PITCH

    def end(self, number: float, paper: Size) -> Point:
        """Where a bar of the front ends, inside the paper."""
        return self._at(number, INSET + (number - STEPS / 2) * STEP, paper)

    def outer(self, number: float, paper: Size) -> Point:
        return self._at(number, INSET - OUTER, paper)

    def inner(self, number: float, paper: Size, depth: float) -> Point:
        """A place inside the cut, for ticks and numbers."""
        return self._at(number, INSET + depth, paper)

    def _at(self, number: float, depth: float, paper: Size) -> Point:
        along = self.along(number)
        if self.edge in ("left", "right"):
            return Point(depth if self.edge == "left" else paper.width - depth, along)
        return Point(along, depth if self.edge == "top" else paper.height - depth)


class Drift(NamedTuple):
    """What a printer does to a back, about the middle of the paper: mm to the right and down, degrees clockwise."""

    right: float = 0.0
    down: float = 0.0
    turned: float = 0.0
    wider: float = 1.0
    taller: float = 1.0

    def transform(self, paper: Size) -> Transform:
        """Where a place of a back's page comes to lie."""
        turn, (x, y) = radians(self.turned), (paper.width / 2, paper.height / 2)
        a, b, c, d = self.wider, turn, -turn, self.taller
        return Transform(a, b, c, d, x + self.right - a * x - c * y, y + self.down - b * x - d * y)

    def remedy(self, paper: Size) -> Transform:
        """How a back's page has to be moved so that it comes to lie where it is meant to."""
        return inverse(self.transform(paper))


class Solved(NamedTuple):
    drift: Drift
    residual: float  # mm: how far off the readings are from the drift, as a root of mean squares


class BadReadings(ValueError):
    """Readings that say nothing: which stair, and why."""

    def __init__(self, letter: str, why: str) -> None:
        super().__init__(f"stair {letter}: {why}")


def inverse(of: Transform) -> Transform:
    a, b, c, d, e, f = of
    area = a * d - b * c
    return Transform(d / area, -b / area, -c / area, a / area, (c * f - d * e) / area, (b * e - a * f) / area)


def smallest_side() -> float:
    """Of a paper that has room for two stairs along each cut."""
    return 2 * STEPS * PITCH + BETWEEN + 2 * (INSET + CLEAR)


def stairs(paper: Size) -> tuple[Stair, ...]:
    """Two along each cut, as far from one another as may be."""
    lengths: dict[Edge, float] = {
        "left": paper.height,
        "right": paper.height,
        "top": paper.width,
        "bottom": paper.width,
    }
    near = INSET + CLEAR
    places = [(edge, at) for edge, length in lengths.items() for at in (near, length - near - STEPS * PITCH)]
    return tuple(Stair(letter, edge, at) for letter, (edge, at) in zip(LETTERS, places, strict=True))


def mirrored(place: Point, paper: Size, axis: Axis) -> Point:
    """The same place of the paper, seen from its other side."""
    return Point(paper.width - place.x, place.y) if axis == "vertical" else Point(place.x, paper.height - place.y)


def bars(stair: Stair, paper: Size) -> Iterator[Rect]:
    """The bars of the front."""
    for number in range(STEPS + 1):
        one, other = stair.end(number, paper), stair.outer(number, paper)
        low, high = Point(min(one.x, other.x), min(one.y, other.y)), Point(max(one.x, other.x), max(one.y, other.y))
        if stair.upright:
            yield Rect(low.x, low.y - BAR / 2, high.x - low.x, BAR)
        else:
            yield Rect(low.x - BAR / 2, low.y, BAR, high.y - low.y)


def ruler(paper: Size) -> float:
    """The length of the ruler that the paper has room for."""
    return next((length for length in RULERS if length <= paper.width - 2 * (INSET + CLEAR)), RULERS[-1])


def solve(paper: Size, axis: Axis, front: Mapping[str, float], back: Mapping[str, float]) -> Solved:
    """The drift that the readings fit best: the numbers of the first bars that are left, by the letters of the stairs.

    Raises Unreadable.
    """
    known = stairs(paper)
    for side, readings in (("front", front), ("back", back)):
        _check(side, readings, [stair.letter for stair in known])
    rows: list[tuple[float, ...]] = []
    wanted: list[float] = []
    for _, group in groupby(known, key=lambda stair: stair.edge):
        cut = list(group)
        normal, on_it = _line(*(mirrored(stair.end(front[stair.letter], paper), paper, axis) for stair in cut))
        for stair in cut:
            seen = mirrored(stair.end(back[stair.letter], paper), paper, axis)
            x, y = seen.x - paper.width / 2, seen.y - paper.height / 2
            rows.append((normal.x, normal.y, normal.y * x - normal.x * y, normal.x * x, normal.y * y))
            wanted.append(normal.x * (on_it.x - seen.x) + normal.y * (on_it.y - seen.y))
    found = _least_squares(rows, wanted)
    left = [sum(a * b for a, b in zip(row, found, strict=True)) - at for row, at in zip(rows, wanted, strict=True)]
    right, down, turn, wider, taller = found
    drift = Drift(right, down, degrees(turn), 1 + wider, 1 + taller)
    return Solved(drift, sqrt(sum(one * one for one in left) / (len(rows) - len(found))))


def _check(side: str, readings: Mapping[str, float], letters: Sequence[str]) -> None:
    for letter in letters:
        if letter not in readings:
            raise BadReadings(letter, f"its {side} has not been read")
        if not 0 < readings[letter] <= STEPS:
            why = f"{readings[letter]:g} on its {side} is outside the stair, which goes from 1 to {STEPS}"
            raise BadReadings(letter, why)
    if stranger := next((letter for letter in readings if letter not in letters), ""):
        raise BadReadings(stranger, "the sheet has no such stair")


def _line(first: Point, last: Point) -> tuple[Point, Point]:
    """The cut as a normal and a place on it: the front's two stairs tell how it slants."""
    length = hypot(last.x - first.x, last.y - first.y)
    return Point((last.y - first.y) / length, (first.x - last.x) / length), first


def _least_squares(rows: Sequence[Sequence[float]], wanted: Sequence[float]) -> list[float]:
    """Gauss's normal equations, solved with pivots."""
    size = len(rows[0])
    table = [
        [sum(row[i] * row[j] for row in rows) for j in range(size)]
        + [sum(row[i] * at for row, at in zip(rows, wanted, strict=True))]
        for i in range(size)
    ]
    for column in range(size):
        pivot = max(range(column, size), key=lambda line: abs(table[line][column]))
        table[column], table[pivot] = table[pivot], table[column]
        for line in range(size):
            if line != column:
                factor = table[line][column] / table[column][column]
                table[line] = [a - factor * b for a, b in zip(table[line], table[column], strict=True)]
    return [table[line][size] / table[line][line] for line in range(size)]

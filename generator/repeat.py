"""Eight ingredients in half-drop repeat, for backs, blanks and bands: bean, cube, wedge, leaf, wave, drop, cross, step.

A cell holds two marks, the second half a cell to the right and half a cell down. Cells are fitted to the trim: a whole
number of them across and down, from its top left corner. So what runs off one edge is what runs in at the opposite one,
and pieces that lie side by side, or that are cut a little off, show no seam.
"""

from collections.abc import Collection, Iterator
from functools import cache
from math import cos, floor, radians, sin
from typing import Literal, NamedTuple, get_args

from generator.colours import BLACK, WHITE, Colour
from generator.face import Art, Item, Outline, Path, PathStep, Placed, make_art
from generator.geometry import Rect, Size, Transform

PatternName = Literal["bean", "cube", "wedge", "leaf", "wave", "drop", "cross", "step"]
PATTERNS: tuple[PatternName, ...] = get_args(PatternName)

SEEN, EASY, EASY_ON_DARK = 1.15, 1.3, 1.45  # contrast with the ground: at least, and wanted
DARK = 0.06  # luminance of a ground on which marks have to be lighter to be seen as well
BLEACHED = 1.9  # contrast with white, under which a lighter mark would be next to white
READ = 4.5  # contrast of words that stand on the ground with the marks as well (WCAG 2.2, 1.4.3)
_STEPS = 50  # in which a colour is mixed


class _Mark(NamedTuple):
    """One ingredient in cells of side 1, around (0, 0): filled, or a line so wide with round ends."""

    path: Path
    line: float = 0.0


class _Pattern(NamedTuple):
    """The mark at the corners of cells and the one in their middle."""

    corner: _Mark
    middle: _Mark

    @property
    def line(self) -> float:
        return self.corner.line


def pattern_ink(ground: Colour, words: Colour, towards: Colour | None = None) -> Colour:
    """The ground, a little lighter; darker where it would be bleached, or words on it could not be read then.

    `towards`: another colour to be stirred in first, as far as it is seen.
    """
    usual = (WHITE, BLACK) if WHITE.contrast(ground) >= BLEACHED else (BLACK, WHITE)
    goals = [goal for goal in (towards, *usual) if goal is not None and goal != ground]
    wanted = EASY_ON_DARK if ground.luminance < DARK else EASY
    best: tuple[float, Colour] = (0.0, ground)
    for goal in goals:
        for step in range(1, _STEPS + 1):
            mixed = ground.mixed(goal, step / _STEPS)
            contrast = mixed.contrast(ground)
            if contrast >= SEEN and mixed.contrast(words) < READ:
                break
            if contrast >= wanted:
                return mixed
            best = max(best, (contrast, mixed), key=lambda pair: pair[0])
        if best[0] >= SEEN:
            break
    return best[1]


def cell_size(trim: Size, pitch: float) -> Size:
    """A cell about so wide and high, of which a whole number covers the trim."""
    across, down = (max(1, round(side / pitch)) for side in trim)
    return Size(trim.width / across, trim.height / down)


def repeated(
    name: PatternName, box: Rect, trim: Size, pitch: float, colour: Colour, clear: Collection[Rect] = ()
) -> tuple[Item, ...]:
    """The pattern over the box and cut at its edges; `clear`: where no mark may stand. One piece of art, whose rows are
    drawn once.
    """
    cell = cell_size(trim, pitch)
    pattern = _pattern(name)
    marks = _Placer(pattern, cell, pitch, colour)
    first, last = floor(box.y / cell.height) - 1, floor(box.bottom / cell.height) + 1
    columns = range(floor(box.x / cell.width) - 1, floor(box.right / cell.width) + 2)
    rows = [marks.row(row, columns, clear) for row in range(first, last + 1)]
    placed = tuple(item for item in rows if item is not None)
    return (Placed(make_art(box, placed), clip=box),) if placed else ()


class _Placer:
    """Sets the marks of one pattern, row by row."""

    def __init__(self, pattern: _Pattern, cell: Size, pitch: float, colour: Colour) -> None:
        self.pattern, self.cell, self.colour = pattern, cell, colour
        self.kinds = ((pattern.corner, 0.0), (pattern.middle, 0.5))
        self.paths = [_scaled(mark.path, pitch) for mark, _ in self.kinds]
        self.reach = [_reach(path, pattern.line * pitch / 2) for path in self.paths]
        self.line = pattern.line * pitch
        self._rows: dict[tuple[tuple[int, int], ...], Art] = {}

    def row(self, row: int, columns: range, clear: Collection[Rect]) -> Placed | None:
        """The marks of a row, without those that would touch what is kept clear."""
        places = tuple(
            (column, kind)
            for column in columns
            for kind in range(len(self.kinds))
            if not any(self._box(row, column, kind).overlaps(area) for area in clear)
        )
        if not places:
            return None
        if places not in self._rows:
            self._rows[places] = self._art(places)
        return Placed(self._rows[places], Transform(f=round(row * self.cell.height, 4)))

    def _at(self, column: int, kind: int) -> tuple[float, float]:
        drop = self.kinds[kind][1]
        return (column + drop) * self.cell.width, drop * self.cell.height

    def _box(self, row: int, column: int, kind: int) -> Rect:
        x, y = self._at(column, kind)
        left, top, width, height = self.reach[kind]
        return Rect(x + left, y + top + row * self.cell.height, width, height)

    def _art(self, places: tuple[tuple[int, int], ...]) -> Art:
        path = tuple(step for column, kind in places for step in _moved(self.paths[kind], *self._at(column, kind)))
        boxes = [self._box(0, column, kind) for column, kind in places]
        left, top = min(box.x for box in boxes), min(box.y for box in boxes)
        right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
        around = Rect(round(left, 4), round(top, 4), round(right - left, 4), round(bottom - top, 4))
        if self.line:
            return make_art(around, (Outline(path, stroke=self.colour, stroke_width=self.line, cap=1, join=1),))
        return make_art(around, (Outline(path, fill=self.colour),))


def _moved(path: Path, x: float, y: float) -> Iterator[PathStep]:
    for verb, numbers in path:
        yield PathStep(verb, tuple(round(n + (y if at % 2 else x), 4) for at, n in enumerate(numbers)))


def _scaled(path: Path, by: float) -> Path:
    return tuple(PathStep(verb, tuple(n * by for n in numbers)) for verb, numbers in path)


def _reach(path: Path, line: float) -> Rect:
    """What holds a mark around (0, 0), its handles counted as points."""
    across = [n for _, numbers in path for n in numbers[::2]]
    down = [n for _, numbers in path for n in numbers[1::2]]
    box = Rect(min(across), min(down), max(across) - min(across), max(down) - min(down))
    return box.grown(line)


# --- the marks, in cells of side 1 -----------------------------------------------------------------------------------


@cache
def _pattern(name: PatternName) -> _Pattern:
    """The two marks of a pattern: the same ingredient, turned or smaller, so that it was strewn and not stamped."""
    drawn, turns, sizes = _DRAWN[name]
    corner, middle = (
        _Mark(_turned(drawn.path, turn, size), drawn.line) for turn, size in zip(turns, sizes, strict=True)
    )
    return _Pattern(corner, middle)


def _turned(path: Path, degrees: float, size: float) -> Path:
    across, up = cos(radians(degrees)) * size, sin(radians(degrees)) * size

    def points(numbers: tuple[float, ...]) -> Iterator[float]:
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            yield across * x - up * y
            yield up * x + across * y

    return tuple(PathStep(verb, tuple(points(numbers))) for verb, numbers in path)


def _polygon(*points: tuple[float, float]) -> Path:
    first, *others = points
    return (PathStep("move", first), *(PathStep("line", point) for point in others), PathStep("close"))


def _line(*points: tuple[float, float]) -> Path:
    first, *others = points
    return (PathStep("move", first), *(PathStep("line", point) for point in others))


def _curved(start: tuple[float, float], *curves: tuple[float, ...], closed: bool = True) -> Path:
    end = (PathStep("close"),) if closed else ()
    return (PathStep("move", start), *(PathStep("curve", curve) for curve in curves), *end)


_DRAWN: dict[PatternName, tuple[_Mark, tuple[float, float], tuple[float, float]]] = {
    # a kidney bean: a short thick bow
    "bean": (
        _Mark(_curved((-0.1, -0.04), (-0.07, 0.09, 0.07, 0.09, 0.1, -0.04), closed=False), 0.2),
        (24, -62),
        (1, 1),
    ),
    # diced, one cube larger than the next
    "cube": (_Mark(_polygon((-0.17, -0.17), (0.17, -0.17), (0.17, 0.17), (-0.17, 0.17))), (0, 45), (1, 0.62)),
    # a quarter of a lemon
    "wedge": (
        _Mark(
            _curved((-0.17, 0.17), (-0.17, -0.017, -0.017, -0.17, 0.17, -0.17), (0.17, -0.17, 0.17, 0.17, 0.17, 0.17))
        ),
        (0, 180),
        (1, 1),
    ),
    "leaf": (
        _Mark(_curved((0, -0.24), (0.18, -0.1, 0.16, 0.12, 0, 0.24), (-0.16, 0.12, -0.18, -0.1, 0, -0.24))),
        (38, -38),
        (1, 1),
    ),
    "wave": (
        _Mark(
            _curved((-0.28, 0.05), (-0.19, -0.1, -0.1, -0.1, 0, 0), (0.1, 0.1, 0.19, 0.1, 0.28, -0.05), closed=False),
            0.085,
        ),
        (0, 0),
        (1, 1),
    ),
    "drop": (
        _Mark(
            _curved(
                (0, -0.25),
                (0.05, -0.12, 0.15, -0.02, 0.15, 0.09),
                (0.15, 0.175, 0.083, 0.24, 0, 0.24),
                (-0.083, 0.24, -0.15, 0.175, -0.15, 0.09),
                (-0.15, -0.02, -0.05, -0.12, 0, -0.25),
            )
        ),
        (0, 0),
        (1, 0.72),
    ),
    # a pinch of something sharp
    "cross": (
        _Mark((*_line((-0.15, -0.15), (0.15, 0.15)), *_line((0.15, -0.15), (-0.15, 0.15))), 0.085),
        (0, 45),
        (1, 0.7),
    ),
    # three sizes, as jars on a shelf
    "step": (
        _Mark(
            (
                *_polygon((-0.24, 0.04), (-0.1, 0.04), (-0.1, 0.18), (-0.24, 0.18)),
                *_polygon((-0.06, -0.08), (0.08, -0.08), (0.08, 0.18), (-0.06, 0.18)),
                *_polygon((0.12, -0.2), (0.26, -0.2), (0.26, 0.18), (0.12, 0.18)),
            )
        ),
        (0, 0),
        (1, 1),
    ),
}

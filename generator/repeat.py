"""Eight ingredients in half-drop repeat, for backs, blanks and bands: bean, cube, wedge, leaf, wave, drop, cross, step.

A cell holds two marks, the second half a cell to the right and half a cell down; or one of each, mixed. Cells are
fitted to the trim: a whole number of them across and down, from its top left corner. So what runs off one edge is what
runs in at the opposite one, and pieces that lie side by side, or that are cut a little off, show no seam.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from math import cos, floor, radians, sin
from typing import Literal, NamedTuple, get_args

from generator.colours import BLACK, WHITE, Colour
from generator.face import Art, Item, Outline, Path, PathStep, Placed, make_keyed_art, path_step
from generator.geometry import Rect, Size, Transform

PatternName = Literal["bean", "cube", "wedge", "leaf", "wave", "drop", "cross", "step"]
PATTERNS: tuple[PatternName, ...] = get_args(PatternName)

SEEN, EASY, EASY_ON_DARK = 1.15, 1.3, 1.45  # contrast with the ground: at least, and wanted
DARK = 0.06  # luminance of a ground on which marks have to be lighter to be seen as well
BLEACHED = 1.9  # contrast with white, under which a lighter mark would be next to white
READ = 4.5  # contrast of words that stand on the ground with the marks as well (WCAG 2.2, 1.4.3)
_STEPS = 50  # in which a colour is mixed


class _Pattern(NamedTuple):
    """Marks where they stand in a cell that is so many pitches wide and high: areas, as a line in the bleed would
    be taken for a crop mark.
    """

    marks: tuple[tuple[Path, float, float], ...]  # from the corner of the cell, in pitches
    pitches: int = 1


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


@lru_cache(maxsize=128)
def repeated(
    name: PatternName | Literal["mixed"],
    box: Rect,
    trim: Size,
    pitch: float,
    colour: Colour,
    clear: tuple[Rect, ...] = (),
    turn: float = 0.0,
) -> tuple[Item, ...]:
    """The pattern over the box and cut at its edges, laid once for all that have it; `mixed` has all eight; `clear`:
    where no mark may stand; `turn`: degrees clockwise of each mark. One piece of art; cells, and rows of which there
    are several, are drawn once.
    """
    marks = _placer(name, trim, pitch, colour, turn)
    cell = marks.cell
    first, last = floor(box.y / cell.height) - 1, floor(box.bottom / cell.height) + 1
    columns = range(floor(box.x / cell.width) - 1, floor(box.right / cell.width) + 2)
    rows = {row: marks.places(row, columns, clear) for row in range(first, last + 1)}
    again = {places: marks.row(places) for places, count in Counter(rows.values()).items() if count > 1 and places}
    placed = tuple(item for row, places in rows.items() for item in marks.placed(row, places, again.get(places)))
    return (Placed(make_keyed_art(box, placed), clip=box),) if placed else ()


class _Strewn(NamedTuple):
    """A mark of a cell in mm: where it stands, its path and what holds it, both around (0, 0)."""

    x: float
    y: float
    path: Path
    reach: Rect


_Places = tuple[tuple[int, int], ...]  # columns, and numbers of marks in their cells


class _Placer:
    """Sets the marks of one pattern, row by row."""

    def __init__(self, pattern: _Pattern, cell: Size, pitch: float, colour: Colour, turn: float) -> None:
        self.cell, self.colour = cell, colour
        self.strewn: list[_Strewn] = []
        for mark, x, y in pattern.marks:
            path = _turned(mark, turn, pitch)
            across, down = x / pattern.pitches * cell.width, y / pattern.pitches * cell.height
            self.strewn.append(_Strewn(across, down, path, _reach(path)))
        self.top = min(mark.y + mark.reach.y for mark in self.strewn)
        self.bottom = max(mark.y + mark.reach.bottom for mark in self.strewn)
        self._cells: dict[tuple[int, ...], Art] = {}

    def places(self, row: int, columns: range, clear: Collection[Rect]) -> _Places:
        """Column and number of the marks of a row of cells, without those that would touch what is kept clear."""
        top, bottom = row * self.cell.height + self.top, row * self.cell.height + self.bottom
        near = [area for area in clear if area.y < bottom and top < area.bottom]
        return tuple(
            (column, number)
            for column in columns
            for number in range(len(self.strewn))
            if not near or not any(self._box(row, column, number).overlaps(area) for area in near)
        )

    def row(self, places: _Places) -> Art:
        """The marks of rows that are alike."""
        boxes = [self._box(0, column, number) for column, number in places]
        return make_keyed_art(_around(boxes), tuple(self._cells_of(places, 0.0)))

    def placed(self, row: int, places: _Places, art: Art | None) -> Iterator[Placed]:
        """The marks of a row, as one piece of art where there is one for it."""
        down = round(row * self.cell.height, 4)
        if art:
            yield Placed(art, Transform(f=down))
        else:
            yield from self._cells_of(places, down)

    def _box(self, row: int, column: int, number: int) -> Rect:
        mark = self.strewn[number]
        left, top, width, height = mark.reach
        return Rect(column * self.cell.width + mark.x + left, row * self.cell.height + mark.y + top, width, height)

    def _cells_of(self, places: _Places, down: float) -> Iterator[Placed]:
        """Cells with all or some of their marks, each kind of cell drawn once."""
        columns: dict[int, list[int]] = {}
        for column, number in places:
            columns.setdefault(column, []).append(number)
        for column, numbers in columns.items():
            yield Placed(self._cell(tuple(numbers)), Transform(e=round(column * self.cell.width, 4), f=down))

    def _cell(self, numbers: tuple[int, ...]) -> Art:
        if numbers not in self._cells:
            strewn = (self.strewn[number] for number in numbers)
            path = tuple(step for mark in strewn for step in _moved(mark.path, mark.x, mark.y))
            boxes = [self._box(0, 0, number) for number in numbers]
            self._cells[numbers] = make_keyed_art(_around(boxes), (Outline(path, fill=self.colour),))
        return self._cells[numbers]


@lru_cache(maxsize=64)
def _placer(name: PatternName | Literal["mixed"], trim: Size, pitch: float, colour: Colour, turn: float) -> _Placer:
    """One for all boxes: both hems of a page, and cards on which other places are kept clear, have the same cells."""
    pattern = _mixed() if name == "mixed" else _pattern(name)
    return _Placer(pattern, cell_size(trim, pitch * pattern.pitches), pitch, colour, turn)


def _around(boxes: Sequence[Rect]) -> Rect:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Rect(*(round(length, 4) for length in (left, top, right - left, bottom - top)))


def _moved(path: Path, x: float, y: float) -> Iterator[PathStep]:
    for verb, numbers in path:
        yield path_step((verb, tuple([round(n + (y if at % 2 else x), 4) for at, n in enumerate(numbers)])))


def _reach(path: Path) -> Rect:
    """What holds a mark around (0, 0), its handles counted as points."""
    across = [n for _, numbers in path for n in numbers[::2]]
    down = [n for _, numbers in path for n in numbers[1::2]]
    return Rect(min(across), min(down), max(across) - min(across), max(down) - min(down))


# --- the marks, in cells of side 1 -----------------------------------------------------------------------------------


@cache
def _pattern(name: PatternName) -> _Pattern:
    """The two marks of a pattern: the same ingredient, turned or smaller, so that it was strewn and not stamped."""
    drawn, turns, sizes = _DRAWN[name]
    corner, middle = (_turned(drawn, turn, size) for turn, size in zip(turns, sizes, strict=True))
    return _Pattern(((corner, 0, 0), (middle, 0.5, 0.5)))


@cache
def _mixed() -> _Pattern:
    """One mark of each."""
    marks = [_pattern(name).marks[at % 2][0] for at, name in enumerate(_STREWN)]
    corners = [(x, y) for y in range(2) for x in range(2)]
    places = [*corners, *((x + 0.5, y + 0.5) for x, y in corners)]
    return _Pattern(tuple((mark, x, y) for mark, (x, y) in zip(marks, places, strict=True)), 2)


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


def _curved(start: tuple[float, float], *curves: tuple[float, ...]) -> Path:
    return (PathStep("move", start), *(PathStep("curve", curve) for curve in curves), PathStep("close"))


_DRAWN: dict[PatternName, tuple[Path, tuple[float, float], tuple[float, float]]] = {
    # a kidney bean
    "bean": (
        _curved(
            (-0.1, -0.14),
            (-0.155, -0.14, -0.2, -0.095, -0.2, -0.04),
            (-0.2, 0.08, -0.11, 0.158, 0, 0.158),
            (0.11, 0.158, 0.2, 0.08, 0.2, -0.04),
            (0.2, -0.095, 0.155, -0.14, 0.1, -0.14),
            (0.045, -0.14, 0.045, -0.042, 0, -0.042),
            (-0.045, -0.042, -0.045, -0.14, -0.1, -0.14),
        ),
        (24, -62),
        (1, 1),
    ),
    # diced, one cube larger than the next
    "cube": (_polygon((-0.17, -0.17), (0.17, -0.17), (0.17, 0.17), (-0.17, 0.17)), (0, 45), (1, 0.62)),
    # a quarter of a lemon
    "wedge": (
        _curved((-0.17, 0.17), (-0.17, -0.017, -0.017, -0.17, 0.17, -0.17), (0.17, -0.17, 0.17, 0.17, 0.17, 0.17)),
        (0, 180),
        (1, 1),
    ),
    "leaf": (
        _curved((0, -0.24), (0.18, -0.1, 0.16, 0.12, 0, 0.24), (-0.16, 0.12, -0.18, -0.1, 0, -0.24)),
        (38, -38),
        (1, 1),
    ),
    # what simmers; thinner where it is steep
    "wave": (
        _curved(
            (-0.28, 0.0),
            (-0.19, -0.15, -0.1, -0.15, 0, -0.055),
            (0.1, 0.045, 0.19, 0.045, 0.28, -0.1),
            (0.31, -0.12, 0.33, -0.05, 0.28, 0.0),
            (0.19, 0.15, 0.1, 0.15, 0, 0.055),
            (-0.1, -0.045, -0.19, -0.045, -0.28, 0.1),
            (-0.31, 0.12, -0.33, 0.05, -0.28, 0.0),
        ),
        (0, 0),
        (1, 1),
    ),
    "drop": (
        _curved(
            (0, -0.25),
            (0.05, -0.12, 0.15, -0.02, 0.15, 0.09),
            (0.15, 0.175, 0.083, 0.24, 0, 0.24),
            (-0.083, 0.24, -0.15, 0.175, -0.15, 0.09),
            (-0.15, -0.02, -0.05, -0.12, 0, -0.25),
        ),
        (0, 0),
        (1, 0.72),
    ),
    # a pinch of something sharp
    "cross": (
        _polygon(
            (-0.045, -0.24), (0.045, -0.24), (0.045, -0.045), (0.24, -0.045), (0.24, 0.045), (0.045, 0.045),
            (0.045, 0.24), (-0.045, 0.24), (-0.045, 0.045), (-0.24, 0.045), (-0.24, -0.045), (-0.045, -0.045),
        ),
        (45, 0),
        (1, 0.8),
    ),
    # three sizes, as jars on a shelf
    "step": (
        (
            *_polygon((-0.24, 0.04), (-0.1, 0.04), (-0.1, 0.18), (-0.24, 0.18)),
            *_polygon((-0.06, -0.08), (0.08, -0.08), (0.08, 0.18), (-0.06, 0.18)),
            *_polygon((0.12, -0.2), (0.26, -0.2), (0.26, 0.18), (0.12, 0.18)),
        ),
        (0, 0),
        (1, 1),
    ),
}  # fmt: skip
# where they lie in the mixed one: round beside angular
_STREWN: tuple[PatternName, ...] = ("bean", "cross", "leaf", "cube", "wave", "drop", "step", "wedge")

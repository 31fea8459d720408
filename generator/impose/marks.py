"""Crop marks, the fold line and the slug line: what stands outside the pieces, alike on every page.

The block is centred, so that marks on a recto and on its verso coincide whichever way the sheet is turned over;
stock lies as it was made, and has no marks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from generator.geometry import Point, Rect
from generator.impose.grid import NOISE, Grid

Mark = tuple[Point, Point]

AIR = 0.5  # mm, between bleed and marks, between marks and slug
LEAST_OFFSET = 2.0  # of a mark from the trim: no ink is left on a piece that is cut a little large
LONGEST_MARK, FAIR_MARK, SHORTEST_MARK = 4.5, 3.0, 1.5
EDGE = 1.5  # no mark ends nearer to the edge of the paper,
SLUG_EDGE = 4.0  # and the slug no nearer than this where it can be helped
SLUG_SIZE = 5.5  # points
SLUG_ASCENT, SLUG_DESCENT = 1.6, 0.5  # mm, of letters of that size
SLUG_HEIGHT = SLUG_ASCENT + SLUG_DESCENT
SLUG_SHORTEST, SLUG_LONG_ENOUGH = 30.0, 110.0


class Slug(NamedTuple):
    """Room for one line of small type: where its baseline begins, how long it may be, how it is turned."""

    x: float
    y: float
    width: float
    turned: int = 0  # degrees clockwise: 0, or 270 for a line that reads upwards
    size: float = SLUG_SIZE  # points

    @property
    def box(self) -> Rect:
        if self.turned == 270:
            return Rect(self.x - SLUG_ASCENT, self.y - self.width, SLUG_HEIGHT, self.width)
        return Rect(self.x, self.y - SLUG_ASCENT, self.width, SLUG_HEIGHT)


class MarkReach(NamedTuple):
    """How far from the trim the marks reach; nought where there is no room for them."""

    beside: float  # left and right of the block
    above: float  # and below


def offset(bleed: float) -> float:
    """How far from the trim marks and slug begin: clear of the bleed."""
    return max(bleed + AIR, LEAST_OFFSET)


def reach(grid: Grid, bleed: float) -> MarkReach:
    block = grid.block
    return MarkReach(_reach(block.x, offset(bleed)), _reach(block.y, offset(bleed)))


def least_margin(bleed: float) -> float:
    """The margin in which crop marks have room."""
    return offset(bleed) + SHORTEST_MARK + EDGE


def least_slug_margin(bleed: float) -> float:
    return offset(bleed) + SLUG_HEIGHT + EDGE


def crop_marks(grid: Grid, bleed: float, reach: MarkReach) -> tuple[Mark, ...]:
    """One mark at each end of each cut."""
    block, start = grid.block, offset(bleed)
    marks: list[Mark] = []
    if reach.above:
        top, bottom = block.y, block.bottom
        for x in _cuts(grid.xs, grid.cell.width):
            marks.append((Point(x, top - start), Point(x, top - reach.above)))
            marks.append((Point(x, bottom + start), Point(x, bottom + reach.above)))
    if reach.beside:
        left, right = block.x, block.right
        for y in _cuts(grid.ys, grid.cell.height):
            marks.append((Point(left - start, y), Point(left - reach.beside, y)))
            marks.append((Point(right + start, y), Point(right + reach.beside, y)))
    return tuple(marks)


def fold_line(grid: Grid, reach: MarkReach) -> Mark | None:
    """Through the middle of a sheet that is folded, and on as far as crop marks go: its ends are the marks."""
    block, paper = grid.block, grid.paper
    if grid.fold == "vertical":
        x = paper.width / 2
        return Point(x, block.y - reach.above), Point(x, block.bottom + reach.above)
    if grid.fold == "horizontal":
        y = paper.height / 2
        return Point(block.x - reach.beside, y), Point(block.right + reach.beside, y)
    return None


def slug(grid: Grid, bleed: float, reach: MarkReach) -> Slug | None:
    """The longest line, upright if it can be, under the block or to its left, behind the marks or between them."""
    for edge in (SLUG_EDGE, EDGE):
        found = list(_slugs(grid, offset(bleed), reach, edge))
        if found:
            return max(found, key=lambda slug: (min(slug.width, SLUG_LONG_ENOUGH), not slug.turned))
    return None


def _reach(margin: float, start: float) -> float:
    """As long as can be with the slug behind it; nought where not even a short mark has room."""
    with_slug = margin - SLUG_EDGE - SLUG_HEIGHT - AIR - start
    length = min(LONGEST_MARK, max(FAIR_MARK, with_slug), margin - EDGE - start)
    return start + length if length >= SHORTEST_MARK - NOISE else 0.0


def _cuts(starts: tuple[float, ...], length: float) -> Iterator[float]:
    """Where a block is cut in one direction: twice between neighbours, once if they share the cut."""
    last = None
    for start in starts:
        if last is None or start - last > NOISE:
            yield start
        yield (last := start + length)


def _slugs(grid: Grid, start: float, reach: MarkReach, edge: float) -> Iterator[Slug]:
    """Every place for a slug line that keeps `edge` from the edge of the paper."""
    block, cell = _on_both_sides(grid), grid.cell
    lengths = _lengths(block.width, cell.width, edge - block.x)
    for band, inset, width in _bands(block.y - edge, start, reach.above, lengths):
        yield Slug(block.x + inset, block.bottom + band + SLUG_ASCENT, width)
    lengths = _lengths(block.height, cell.height, edge - block.y)
    for band, inset, width in _bands(block.x - edge, start, reach.beside, lengths):
        yield Slug(block.x - band - SLUG_DESCENT, block.bottom - inset, width, 270)


def _on_both_sides(grid: Grid) -> Rect:
    """What the block covers whichever way the sheet lies: stock need not be centred."""
    (x, y, width, height), paper = grid.block, grid.paper
    left, top = min(x, paper.width - x - width), min(y, paper.height - y - height)
    return Rect(left, top, paper.width - 2 * left, paper.height - 2 * top)


Length = tuple[float, float]  # inset from the end of the block, and what is left


def _lengths(block: float, cell: float, lacking: float) -> tuple[Length, Length]:
    """Of a line along the whole block, and of one between the marks of its first piece."""
    whole, one = max(0.0, lacking), max(2 * AIR, lacking)
    return (whole, block - 2 * whole), (one, cell - one - 2 * AIR)


def _bands(
    room: float, start: float, marked: float, lengths: tuple[Length, Length]
) -> Iterator[tuple[float, float, float]]:
    """Where a line may lie: distance from the trim, inset, length."""
    for band, (inset, length) in zip((max(start, marked + AIR), start), lengths, strict=True):
        if band + SLUG_HEIGHT <= room + NOISE and length >= SLUG_SHORTEST:
            yield band, inset, length

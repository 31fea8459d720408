"""A piece larger than the paper, in tiles that overlap: which part of it lies on which sheet, and where to glue.

Positions are millimetres; a tile's window is in the coordinates of the piece, all else in those of the sheet.
"""

from collections.abc import Iterator
from math import ceil
from string import ascii_uppercase
from typing import NamedTuple

from generator.errors import Place, Problems
from generator.geometry import Point, Rect, Size
from generator.impose.grid import NOISE
from generator.impose.marks import Mark
from generator.impose.wording import mm, size_words

TICK = 5.0  # mm: how long the marks are at which overlapping tiles are laid on one another
TICK_OFF = 2.0  # mm, that they keep off the edge of the paper
MOST_ROWS = len(ascii_uppercase)


class Tile(NamedTuple):
    """One sheet of a tiled piece."""

    label: str  # A1 is the top left one; letters run down, figures across
    window: Rect  # the part of the piece that it shows

    def offset(self, margin: float) -> Point:
        """Where the top left corner of the piece lies on the sheet."""
        return Point(margin - self.window.x, margin - self.window.y)

    def printed(self, margin: float) -> Rect:
        """What of the sheet is printed."""
        return Rect(margin, margin, self.window.width, self.window.height)


class Tiling(NamedTuple):
    """All tiles of a piece, their slack shared by the outer edges; alike in size until seams are moved."""

    paper: Size  # as turned
    piece: Size
    margin: float
    overlap: float
    columns: int
    rows: int
    tiles: tuple[Tile, ...]  # row by row

    @property
    def area(self) -> Rect:
        """What can be printed on a sheet."""
        return Rect(0, 0, *self.paper).grown(-self.margin)

    @property
    def covered(self) -> Rect:
        """All that the tiles show together, in the coordinates of the piece."""
        first, last = self.tiles[0].window, self.tiles[-1].window
        return Rect(first.x, first.y, last.right - first.x, last.bottom - first.y)

    def ticks(self, tile: Tile) -> Iterator[Mark]:
        """In the margins, where the middle of each overlap is: a neighbour is laid so that its ticks meet these."""
        half, length = self.overlap / 2, min(TICK, self.margin - TICK_OFF)
        if length <= 0:
            return  # a tick would be printed on the poster
        area = tile.printed(self.margin)
        row, column = divmod(self.tiles.index(tile), self.columns)
        for has, x in ((column > 0, area.x + half), (column < self.columns - 1, area.right - half)):
            if has:
                yield Point(x, area.y), Point(x, area.y - length)
                yield Point(x, area.bottom), Point(x, area.bottom + length)
        for has, y in ((row > 0, area.y + half), (row < self.rows - 1, area.bottom - half)):
            if has:
                yield Point(area.x, y), Point(area.x - length, y)
                yield Point(area.right, y), Point(area.right + length, y)


def tile(piece: Size, paper: Size, margin: float, overlap: float, problems: Problems, where: Place) -> Tiling | None:
    """The fewer sheets of the two ways to turn the paper; None, and a problem, where that does not go."""
    if margin < 0 or overlap < 0:
        problems.error(where, "a margin and an overlap of tiles cannot be less than nought", code="tiles")
        return None
    upright = paper.turned if paper.landscape else paper
    found = [tiling for turned in (upright, upright.turned) if (tiling := _tiling(piece, turned, margin, overlap))]
    if not found:
        message = f"{size_words(piece)} does not go in tiles on {size_words(paper)} with margins of {mm(margin)}"
        problems.error(where, message, "choose a larger paper, or a smaller margin or overlap", "tiles")
        return None
    return min(found, key=lambda tiling: len(tiling.tiles))


def _tiling(piece: Size, paper: Size, margin: float, overlap: float) -> Tiling | None:
    width, height = paper.width - 2 * margin, paper.height - 2 * margin
    if width <= 2 * overlap or height <= 2 * overlap:
        return None
    columns, rows = _number(piece.width, width, overlap), _number(piece.height, height, overlap)
    if rows > MOST_ROWS:
        return None
    left, top = _first(piece.width, width, overlap, columns), _first(piece.height, height, overlap, rows)
    tiles = tuple(
        Tile(
            f"{ascii_uppercase[row]}{column + 1}",
            Rect(left + column * (width - overlap), top + row * (height - overlap), width, height),
        )
        for row in range(rows)
        for column in range(columns)
    )
    return Tiling(paper, piece, margin, overlap, columns, rows, tiles)


def _number(whole: float, length: float, overlap: float) -> int:
    return max(1, ceil((whole - overlap - NOISE) / (length - overlap)))


def _first(whole: float, length: float, overlap: float, number: int) -> float:
    """Where the first window begins, so that the outer ones reach past the piece by the same."""
    return (whole - (number * length - (number - 1) * overlap)) / 2

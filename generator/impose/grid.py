"""How many pieces fit on a paper, which way round; what is said where they do not."""

from collections.abc import Iterator
from math import floor, inf
from typing import NamedTuple

from generator.errors import NOWHERE, Place, Problems
from generator.geometry import Rect, Size
from generator.impose.verso import Axis
from generator.impose.wording import mm, place_of, size_words
from generator.layout import Paper, SheetLayout

NOISE = 1e-6  # mm: sums of floats that are equal on paper


class Grid(NamedTuple):
    """Pieces in columns and rows on a paper, and the line in its middle on which it is folded."""

    paper: Size  # as oriented
    cell: Size  # the trim as it lies
    turned: bool
    xs: tuple[float, ...]  # where columns begin
    ys: tuple[float, ...]  # where rows begin
    gutter: float
    fold: Axis | None = None  # fronts lie before it, their backs behind it

    @property
    def columns(self) -> int:
        return len(self.xs)

    @property
    def rows(self) -> int:
        return len(self.ys)

    @property
    def block(self) -> Rect:
        """From the outermost trim to the outermost trim."""
        x, y = self.xs[0], self.ys[0]
        return Rect(x, y, self.xs[-1] - x + self.cell.width, self.ys[-1] - y + self.cell.height)

    @property
    def fronts(self) -> Iterator[Rect]:
        """The trims of the fronts, in reading order: all of them, or those left of the fold or above it."""
        columns = self.columns // 2 if self.fold == "vertical" else self.columns
        rows = self.rows // 2 if self.fold == "horizontal" else self.rows
        for y in self.ys[:rows]:
            for x in self.xs[:columns]:
                yield Rect(x, y, *self.cell)

    def room(self, cell: Rect) -> tuple[float, float, float, float]:
        """How far the neighbours are, left, above, right and below; without end where there is none."""
        left, right = _room(self.xs, cell.x, cell.width)
        above, below = _room(self.ys, cell.y, cell.height)
        return left, above, right, below


class Gaps(NamedTuple):
    """What lies between pieces."""

    gutter: float
    fold: float | None = None  # between the two halves of a sheet that is folded


class Way(NamedTuple):
    """One way to lay pieces on a paper, and how many then fit."""

    paper: Size
    cell: Size
    turned: bool
    fold: Axis | None
    columns: int
    rows: int

    @property
    def folds(self) -> bool:
        """Whether the halves on both sides of the fold are alike."""
        return self.fold is None or (self.columns if self.fold == "vertical" else self.rows) % 2 == 0

    @property
    def preference(self) -> tuple[int, bool, bool, bool]:
        """Most pieces; among equals upright pieces, then upright paper, then backs that stand upright."""
        return (self.columns * self.rows, not self.turned, not self.paper.landscape, self.fold == "vertical")

    @property
    def words(self) -> str:
        lies = "landscape" if self.paper.landscape else "portrait"
        turned = ", pieces turned" if self.turned else ""
        return f"{self.columns} × {self.rows} ({lies}{turned}{f', fold {self.fold}' if self.fold else ''})"

    def grid(self, gaps: Gaps) -> Grid:
        wider = (gaps.fold or 0.0) - gaps.gutter
        xs = _starts(
            self.paper.width, self.columns, self.cell.width, gaps.gutter, wider if self.fold == "vertical" else 0
        )
        ys = _starts(
            self.paper.height, self.rows, self.cell.height, gaps.gutter, wider if self.fold == "horizontal" else 0
        )
        return Grid(self.paper, self.cell, self.turned, xs, ys, gaps.gutter, self.fold)


def choose(trim: Size, gaps: Gaps, sheet: SheetLayout, paper: Paper, problems: Problems, where: Place) -> Grid | None:
    """The grid with most pieces that keeps to the columns and rows asked for; None on a problem."""
    most = [way for way in _fullest(trim, gaps, sheet, paper) if way.columns and way.rows]
    if not most:
        _say_too_small(trim, gaps, sheet, paper, problems, where)
        return None
    asked = [
        way._replace(columns=sheet.columns or way.columns, rows=sheet.rows or way.rows)
        for way in most
        if (sheet.columns or 1) <= way.columns and (sheet.rows or 1) <= way.rows
    ]
    fitting = [way for way in asked if way.folds]
    if fitting:
        return max(fitting, key=lambda way: way.preference).grid(gaps)
    _say_too_many(trim, gaps, sheet, paper, most, problems, where)
    return None


def _fullest(trim: Size, gaps: Gaps, sheet: SheetLayout, paper: Paper) -> Iterator[Way]:
    """As many as fit, each way round."""
    upright = paper.size.turned if paper.size.landscape else paper.size
    papers = {"portrait": [upright], "landscape": [upright.turned], "auto": [upright, upright.turned]}
    folds: tuple[Axis | None, ...] = (None,) if gaps.fold is None else ("vertical", "horizontal")
    for size in papers[sheet.orientation]:
        for cell, turned in ((trim, False), (trim.turned, True)):
            for fold in folds:
                columns = _fits(size.width - 2 * sheet.margin, cell.width, gaps, fold == "vertical")
                rows = _fits(size.height - 2 * sheet.margin, cell.height, gaps, fold == "horizontal")
                yield Way(size, cell, turned, fold, columns, rows)


def _fits(room: float, length: float, gaps: Gaps, folded: bool) -> int:
    """How many go on a length; where it is folded, twice as many as go on each half."""
    gutter = gaps.gutter
    if folded:
        return 2 * max(0, floor((room + 2 * gutter - (gaps.fold or 0.0) + NOISE) / (2 * (length + gutter))))
    return max(0, floor((room + gutter + NOISE) / (length + gutter)))


def _starts(whole: float, number: int, length: float, gutter: float, wider: float) -> tuple[float, ...]:
    """Where pieces begin that are centred on a length, with more than a gutter in the middle."""
    first = (whole - number * length - (number - 1) * gutter - wider) / 2
    return tuple(first + n * (length + gutter) + (wider if 2 * n >= number else 0) for n in range(number))


def _room(starts: tuple[float, ...], start: float, length: float) -> tuple[float, float]:
    before = [start - other - length for other in starts if other < start - NOISE]
    after = [other - start - length for other in starts if other > start + NOISE]
    return min(before, default=inf), min(after, default=inf)


def _say_too_small(trim: Size, gaps: Gaps, sheet: SheetLayout, paper: Paper, problems: Problems, where: Place) -> None:
    folded = gaps.fold is not None
    width = trim.width * 2 + (gaps.fold or 0.0) if folded else trim.width
    need = Size(width + 2 * sheet.margin, trim.height + 2 * sheet.margin)
    problems.error(
        where if where != NOWHERE else place_of(sheet, "paper", where),
        f"a piece of {size_words(trim)}{' beside its back' if folded else ''} does not fit on {paper.title}"
        f" ({size_words(paper.size)}) with margins of {mm(sheet.margin)}",
        f"it needs a paper of {size_words(need)} at least; or "
        + ("print fronts and backs apart" if folded else "print one per page"),
        "does-not-fit",
    )


def _say_too_many(
    trim: Size, gaps: Gaps, sheet: SheetLayout, paper: Paper, most: list[Way], problems: Problems, where: Place
) -> None:
    named = (("columns", sheet.columns), ("rows", sheet.rows))
    asked = " × ".join(f"{number} {name}" for name, number in named if number is not None)
    best = sorted(most, key=lambda way: way.preference, reverse=True)
    folded = "; a fold goes between an even number of columns or of rows" if gaps.fold is not None else ""
    problems.error(
        place_of(sheet, "rows" if sheet.columns is None else "columns", where),
        f"{asked} of {size_words(trim)} do not fit on {paper.title}"
        f" with gutters of {mm(gaps.gutter)} and margins of {mm(sheet.margin)}",
        "at most: " + ", ".join(way.words for way in best) + folded,
        "does-not-fit",
    )

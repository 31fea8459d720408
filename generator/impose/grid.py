"""How many pieces fit on a paper, which way round; what is said where they do not."""

from collections.abc import Iterator
from math import floor
from typing import NamedTuple

from generator.errors import NOWHERE, Place, Problems
from generator.geometry import Rect, Size
from generator.impose.wording import mm, place_of, size_words
from generator.layout import Paper, SheetLayout

NOISE = 1e-6  # mm: sums of floats that are equal on paper


class Grid(NamedTuple):
    """Pieces side by side, centred on a paper."""

    paper: Size  # as oriented
    cell: Size  # the trim as it lies
    turned: bool
    columns: int
    rows: int
    gutter: float

    @property
    def block(self) -> Rect:
        """From the outermost trim to the outermost trim."""
        width = _run(self.columns, self.cell.width, self.gutter)
        height = _run(self.rows, self.cell.height, self.gutter)
        return Rect((self.paper.width - width) / 2, (self.paper.height - height) / 2, width, height)

    @property
    def cells(self) -> Iterator[Rect]:
        """The trims, in reading order."""
        x, y, _, _ = self.block
        for row in range(self.rows):
            for column in range(self.columns):
                yield Rect(
                    x + column * (self.cell.width + self.gutter), y + row * (self.cell.height + self.gutter), *self.cell
                )

    @property
    def preference(self) -> tuple[int, bool, bool]:
        """Most pieces; among equals upright pieces, then upright paper."""
        return (self.columns * self.rows, not self.turned, not self.paper.landscape)

    @property
    def words(self) -> str:
        lies = "landscape" if self.paper.landscape else "portrait"
        return f"{self.columns} × {self.rows} ({lies}{', pieces turned' if self.turned else ''})"


def choose(
    trim: Size, gutter: float, sheet: SheetLayout, paper: Paper, problems: Problems, where: Place
) -> Grid | None:
    """The grid with most pieces that keeps to the columns and rows asked for; None on a problem."""
    most = [grid for grid in _fullest(trim, gutter, sheet, paper) if grid.columns and grid.rows]
    if not most:
        _say_too_small(trim, sheet, paper, problems, where)
        return None
    fitting = [
        grid._replace(columns=sheet.columns or grid.columns, rows=sheet.rows or grid.rows)
        for grid in most
        if (sheet.columns or 1) <= grid.columns and (sheet.rows or 1) <= grid.rows
    ]
    if fitting:
        return max(fitting, key=lambda grid: grid.preference)
    _say_too_many(trim, gutter, sheet, paper, most, problems, where)
    return None


def _fullest(trim: Size, gutter: float, sheet: SheetLayout, paper: Paper) -> Iterator[Grid]:
    """As many as fit, each way round."""
    upright = paper.size.turned if paper.size.landscape else paper.size
    papers = {"portrait": [upright], "landscape": [upright.turned], "auto": [upright, upright.turned]}
    for size in papers[sheet.orientation]:
        for cell, turned in ((trim, False), (trim.turned, True)):
            columns = _fits(size.width - 2 * sheet.margin, cell.width, gutter)
            rows = _fits(size.height - 2 * sheet.margin, cell.height, gutter)
            yield Grid(size, cell, turned, columns, rows, gutter)


def _fits(room: float, length: float, gutter: float) -> int:
    return max(0, floor((room + gutter + NOISE) / (length + gutter)))


def _run(number: int, length: float, gutter: float) -> float:
    return number * length + (number - 1) * gutter


def _say_too_small(trim: Size, sheet: SheetLayout, paper: Paper, problems: Problems, where: Place) -> None:
    need = Size(trim.width + 2 * sheet.margin, trim.height + 2 * sheet.margin)
    problems.error(
        where if where != NOWHERE else place_of(sheet, "paper", where),
        f"a piece of {size_words(trim)} does not fit on {paper.title} ({size_words(paper.size)})"
        f" with margins of {mm(sheet.margin)}",
        f"it needs a paper of {size_words(need)} at least; or print one per page",
        "does-not-fit",
    )


def _say_too_many(
    trim: Size, gutter: float, sheet: SheetLayout, paper: Paper, most: list[Grid], problems: Problems, where: Place
) -> None:
    named = (("columns", sheet.columns), ("rows", sheet.rows))
    asked = " × ".join(f"{number} {name}" for name, number in named if number is not None)
    best = sorted(most, key=lambda grid: grid.preference, reverse=True)
    problems.error(
        place_of(sheet, "rows" if sheet.columns is None else "columns", where),
        f"{asked} of {size_words(trim)} do not fit on {paper.title}"
        f" with gutters of {mm(gutter)} and margins of {mm(sheet.margin)}",
        "at most: " + ", ".join(grid.words for grid in best),
        "does-not-fit",
    )

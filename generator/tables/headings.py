"""The first row of a table: which column holds which key. Rows of cells in, raw mappings out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from generator.errors import Place, Problems, did_you_mean
from generator.sources import Columns, Items, Map, Marks, Node, Refused

_APART = re.compile(r"[\s_.\-\ufeff]+")
_NUMBERED = re.compile(r"(.*?)-?#?-?([0-9]{1,3})")


class Row(NamedTuple):
    """A row with its cells that are not blank, by column from 1."""

    number: int  # as a spreadsheet counts it, from 1
    line: int  # of a CSV file
    cells: dict[int, str]
    faulty: frozenset[int] = frozenset()  # columns whose cell cannot be read; reported already
    width: int = 0  # how many cells the row has, where the file says so


@dataclass(frozen=True)
class Wanted:
    """The columns a table may have. `open`: any other is taken too, because what is known is not known."""

    names: tuple[str, ...]
    lists: Collection[str] = ()  # may be spread over numbered columns
    required: tuple[str, ...] = ()
    open: bool = False

    @property
    def listed(self) -> str:
        return ", ".join(self.names)

    def by_plain(self) -> dict[str, str]:
        return {plain(name): name for name in self.names}


def plain(heading: str) -> str:
    """A heading without what people vary: case, outer blanks, and how its words are joined."""
    return _APART.sub("-", heading.strip().casefold()).strip("-")


@dataclass(frozen=True)
class Headings:
    columns: Columns
    single: tuple[tuple[str, int], ...]
    numbered: tuple[tuple[str, tuple[int, ...]], ...]
    named: frozenset[int]
    width: int

    def map(self, row: Row) -> Map:
        """The row as a mapping: empty cells are None, cells that cannot be read are Refused."""
        cells, faulty = row.cells, row.faulty
        pairs: dict[str, Node] = {key: cells.get(column) for key, column in self.single}
        if faulty:
            pairs |= {key: Refused() for key, column in self.single if column in faulty}
        columns = self.columns
        for key, spread in self.numbered:
            filled = tuple(column for column in spread if column in cells)
            pairs[key] = Items([cells[column] for column in filled]) if filled else None
            if faulty and not faulty.isdisjoint(spread):
                pairs[key] = Refused()
            if filled and filled != spread[: len(filled)]:
                columns = _with(columns, key, filled)
        return Map(pairs, Marks.cells(columns, row.number, row.line))


def _with(columns: Columns, key: str, spread: tuple[int, ...]) -> Columns:
    """The columns for a row with a gap in its list, so that each item keeps its cell."""
    at = {**columns.at, key: spread}
    return Columns(columns.file, at, columns.sheet, columns.heading_row, columns.heading_line)


def read_headings(row: Row, file: str, sheet: str, problems: Problems, wanted: Wanted) -> Headings | None:
    """Sorts the headings; a column that is unknown or named twice is a problem at its heading."""
    bare = Columns(file, {}, sheet, row.number, row.line)
    if not row.cells:
        return None  # none of them could be read
    known = wanted.by_plain()
    if not wanted.open and not any(_key(text, known, wanted) for text in row.cells.values()):
        message = "this row names none of the columns"
        hint = f"the first row that is not empty names the columns: {wanted.listed}"
        problems.error(bare.place(min(row.cells), row.number, row.line), message, hint, "no-headings")
        return None
    single: dict[str, int] = {}
    spread: dict[str, dict[int, int]] = {}
    for column, text in sorted(row.cells.items()):
        where = bare.place(column, row.number, row.line)
        found = _key(text, known, wanted)
        if found is None:
            problems.error(where, f"unknown column '{text.strip()}'", _near(text, wanted), "unknown-column")
            continue
        key, number = found
        first = single.get(key) if number is None else spread.get(key, {}).get(number)
        if first is not None:
            other = bare.place(first, row.number).cell
            problems.error(where, f"column '{text.strip()}' is there twice, first at {other}", "", "duplicate-column")
        elif number is None:
            single[key] = column
        else:
            spread.setdefault(key, {})[number] = column
    _report_both(single, spread, bare, row, problems)
    _report_missing({*single, *spread}, bare, row, problems, wanted)
    numbered = {key: tuple(columns[n] for n in sorted(columns)) for key, columns in spread.items() if key not in single}
    at: Mapping[str, int | tuple[int, ...]] = {**single, **numbered}
    columns = Columns(file, at, sheet, row.number, row.line)
    named = frozenset({*row.cells, *row.faulty})
    return Headings(columns, tuple(single.items()), tuple(numbered.items()), named, row.width or max(named))


def _key(text: str, known: Mapping[str, str], wanted: Wanted) -> tuple[str, int | None] | None:
    """The key a heading means and, for one of a list's columns, its number."""
    name = plain(text)
    if name in known:
        return known[name], None
    numbered = _NUMBERED.fullmatch(name)
    if numbered and known.get(numbered[1]) in wanted.lists:
        return known[numbered[1]], int(numbered[2])
    return (name, None) if wanted.open and name else None


def _near(text: str, wanted: Wanted) -> str:
    name = plain(text)
    numbered = _NUMBERED.fullmatch(name)
    return did_you_mean(numbered[1] if numbered else name, wanted.names)


def _report_both(
    single: Mapping[str, int], spread: Mapping[str, Mapping[int, int]], bare: Columns, row: Row, problems: Problems
) -> None:
    for key in single.keys() & spread.keys():
        where = bare.place(min(spread[key].values()), row.number, row.line)
        message = f"'{key}' has one column for the whole list and numbered columns too"
        problems.error(where, message, "keep one of the two ways", "duplicate-column")


def _report_missing(found: Collection[str], bare: Columns, row: Row, problems: Problems, wanted: Wanted) -> None:
    for name in wanted.required:
        if name not in found:
            where: Place = bare.place(min(row.cells), row.number, row.line)
            message = f"there is no column '{name}'"
            problems.error(where, message, f"add '{name}' to the column names in this row", "missing-column")

"""The first row of a table: which column holds which key. Rows of cells in, raw mappings out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from generator.errors import Place, Problems
from generator.sources import Columns, Items, Map, Marks, Node, RefusedValue, shown, tidy
from generator.tables.synonyms import same_meaning

_APART = re.compile(r"[\s_.\-\ufeff]+")
_NUMBERED = re.compile(r"(.*?)-?#?-?([0-9]{1,3})")
_ALIKE = 0.75  # from here on a heading is a misspelt name


class Row(NamedTuple):
    """A row with its cells that are not blank, by column from 1."""

    number: int  # as a spreadsheet counts it, from 1
    line: int  # of a CSV file
    cells: dict[int, str]
    faulty: frozenset[int] = frozenset()  # columns whose cell cannot be read; reported already
    width: int = 0  # how many cells the row has, where the file says so
    marked: Mapping[int, str] = MappingProxyType({})  # cells with * and ** for what stands out in the sheet


@dataclass(frozen=True)
class WantedColumns:
    """The columns a table may have. `open`: any other is taken too, because what is known is not known."""

    names: tuple[str, ...]
    lists: Collection[str] = ()  # may be spread over numbered columns
    required: tuple[str, ...] = ()
    open: bool = False
    plain: Collection[str] = ()  # hold names and addresses, in which nothing stands out
    language: str = ""  # of the deck

    @property
    def listed(self) -> str:
        return ", ".join(self.names)

    def by_plain(self) -> dict[str, str]:
        return {plain(name): name for name in self.names}

    def knows(self, heading: str) -> bool:
        """Whether it names a column, or means one."""
        return bool(_key(heading, self.by_plain(), self) or _meant(heading, self)[0])


def plain(heading: str) -> str:
    """A heading without what people vary: case, outer blanks, how its words are joined, and what nobody sees."""
    return _APART.sub("-", shown(tidy(heading)).casefold()).strip("-")


@dataclass(frozen=True)
class Headings:
    columns: Columns
    single: tuple[tuple[str, int], ...]
    numbered: tuple[tuple[str, tuple[int, ...]], ...]
    named: frozenset[int]
    width: int
    plain: Collection[str] = ()

    @property
    def read(self) -> frozenset[int]:
        """The columns whose cells become something."""
        return frozenset({column for _, column in self.single} | {it for _, spread in self.numbered for it in spread})

    def map(self, row: Row) -> Map:
        """The row as a mapping: empty cells are None, cells that cannot be read are RefusedValue."""
        cells, faulty = row.cells, row.faulty
        pairs: dict[str, Node] = {key: cells.get(column) for key, column in self.single}
        if row.marked:
            cells = {**cells, **row.marked}
            pairs |= {key: cells.get(column) for key, column in self.single if key not in self.plain}
        if faulty:
            pairs |= {key: RefusedValue() for key, column in self.single if column in faulty}
        columns = self.columns
        for key, spread in self.numbered:
            filled = tuple(column for column in spread if column in cells)
            pairs[key] = Items([cells[column] for column in filled]) if filled else None
            if faulty and not faulty.isdisjoint(spread):
                pairs[key] = RefusedValue()
            if filled and filled != spread[: len(filled)]:
                columns = _with(columns, key, filled)
        return Map(pairs, Marks.cells(columns, row.number, row.line))


def _with(columns: Columns, key: str, spread: tuple[int, ...]) -> Columns:
    """The columns for a row with a gap in its list, so that each item keeps its cell."""
    at = {**columns.at, key: spread}
    return Columns(columns.file, at, columns.sheet, columns.heading_row, columns.heading_line)


def read_headings(row: Row, file: str, sheet: str, problems: Problems, wanted: WantedColumns) -> Headings | None:
    """Sorts the headings; a column that is misspelt or named twice is a problem at its heading.

    What other words mean is taken with a note; so is what nobody knows passed over.
    """
    bare = Columns(file, {}, sheet, row.number, row.line)
    if not row.cells:
        return None  # none of them could be read
    if not wanted.open and not any(map(wanted.knows, row.cells.values())):
        message = "this row names none of the columns"
        hint = f"the first row that is not empty names the columns: {wanted.listed}"
        problems.error(bare.place(min(row.cells), row.number, row.line), message, hint, "no-headings")
        return None
    sorting = _Sorting(row, bare, problems, wanted)
    sorting.take_names()
    sorting.take_meanings()
    sorting.report()
    single, spread = sorting.single, sorting.spread
    numbered = {key: tuple(columns[n] for n in sorted(columns)) for key, columns in spread.items() if key not in single}
    at: Mapping[str, int | tuple[int, ...]] = {**single, **numbered}
    columns = Columns(file, at, sheet, row.number, row.line)
    named = frozenset({*row.cells, *row.faulty})
    width = row.width or max(named)
    return Headings(columns, tuple(single.items()), tuple(numbered.items()), named, width, wanted.plain)


@dataclass
class _Sorting:
    """The headings of one row, on their way to the names that they stand for."""

    row: Row
    bare: Columns
    problems: Problems
    wanted: WantedColumns
    single: dict[str, int] = field(default_factory=dict)
    spread: dict[str, dict[int, int]] = field(default_factory=dict)
    others: list[int] = field(default_factory=list)  # columns that no name heads
    meant: dict[int, str] = field(default_factory=dict)  # columns that other words head

    def take_names(self) -> None:
        known = self.wanted.by_plain()
        for column, text in sorted(self.row.cells.items()):
            found = _key(text, known, self.wanted)
            if found is None:
                self.others.append(column)
                continue
            first = self._first(*found)
            if first is None:
                self._take(column, *found)
                continue
            message = f"column '{text.strip()}' is there twice, first at {self._place(first).cell}"
            self.problems.error(self._place(column), message, "", "duplicate-column")

    def take_meanings(self) -> None:
        """Other words, for what no column has by its name."""
        named = {*self.single, *self.spread}
        for column in list(self.others):
            key, number = _meant(self.row.cells[column], self.wanted)
            if key and key not in named and key not in self.single and self._first(key, number) is None:
                self._take(column, key, number)
                self.meant[column] = key
                self.others.remove(column)

    def report(self) -> None:
        self._report_both()
        self._report_missing()
        if self.meant:
            taken = ", ".join(f"'{self.row.cells[column].strip()}' as {key}" for column, key in self.meant.items())
            hint = "head the column with the name of the field to be sure"
            message = f"columns were taken by what their headings mean: {taken}"
            self.problems.warn(self._place(min(self.meant)), message, hint, "column-meaning")
        unread = [column for column in self.others if not self._report_misspelt(column)]
        if unread:
            named = ", ".join(f"'{self.row.cells[column].strip()}'" for column in unread)
            hint = "a field that is declared under 'fields' in deck.yaml is read from the column of its name"
            message = f"{'columns' if len(unread) > 1 else 'a column'} not read: {named}"
            self.problems.warn(self._place(unread[0]), message, hint, "unknown-column")

    def _place(self, column: int) -> Place:
        return self.bare.place(column, self.row.number, self.row.line)

    def _first(self, key: str, number: int | None) -> int | None:
        """The column that has this already."""
        return self.single.get(key) if number is None else self.spread.get(key, {}).get(number)

    def _take(self, column: int, key: str, number: int | None) -> None:
        if number is None:
            self.single[key] = column
        else:
            self.spread.setdefault(key, {})[number] = column

    def _report_misspelt(self, column: int) -> bool:
        text = self.row.cells[column]
        numbered = _NUMBERED.fullmatch(plain(text))
        near = get_close_matches(numbered[1] if numbered else plain(text), self.wanted.names, n=1, cutoff=_ALIKE)
        if near and not _meant(text, self.wanted)[0]:
            hint = f"did you mean '{near[0]}'?"
            self.problems.error(self._place(column), f"unknown column '{text.strip()}'", hint, "unknown-column")
            return True
        return False

    def _report_both(self) -> None:
        for key in self.single.keys() & self.spread.keys():
            message = f"'{key}' has one column for the whole list and numbered columns too"
            where = self._place(min(self.spread[key].values()))
            self.problems.error(where, message, "keep one of the two ways", "duplicate-column")

    def _report_missing(self) -> None:
        for name in self.wanted.required:
            if name not in self.single and name not in self.spread:
                hint = f"add '{name}' to the column names in this row"
                hint += f"; `prepdeck import {self.bare.file}` makes ids" if name == "id" else ""
                where = self._place(min(self.row.cells))
                self.problems.error(where, f"there is no column '{name}'", hint, "missing-column")


def _key(text: str, known: Mapping[str, str], wanted: WantedColumns) -> tuple[str, int | None] | None:
    """The key a heading names and, for one of a list's columns, its number."""
    name = plain(text)
    if name in known:
        return known[name], None
    numbered = _NUMBERED.fullmatch(name)
    if numbered and known.get(numbered[1]) in wanted.lists:
        return known[numbered[1]], int(numbered[2])
    return (name, None) if wanted.open and name else None


def _meant(text: str, wanted: WantedColumns) -> tuple[str, int | None]:
    """The name that a heading is another word for, and its number; '' where there is none."""
    if wanted.open:
        return "", None
    if name := same_meaning(text, wanted.names):
        return name, None
    numbered = _NUMBERED.fullmatch(plain(text))
    name = same_meaning(numbered[1], wanted.lists) if numbered else ""
    return (name, int(numbered[2])) if numbered and name else ("", None)

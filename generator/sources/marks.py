"""Where mappings and their keys stand: in lines of a YAML file, in cells of a table, or in two merged files.

Kept for every card of a deck, therefore packed: the places of a file are numbers in one shared array.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import NOWHERE, Place

COLUMN_BITS = 28  # a file is at most 2**26 bytes long, and so is a line
_LAST_COLUMN = (1 << COLUMN_BITS) - 1
_PER_KEY = 3  # a key takes three numbers: where it stands, where its value stands, where its items are listed


class Marks:
    """The place of a mapping and of its keys. All marks are equal: where a thing stands is not what it says."""

    __slots__ = ()

    @property
    def here(self) -> Place:
        """Where the mapping begins."""
        return NOWHERE

    def of(self, key: str, item: int | None = None) -> Place:
        """Where the value of a key begins, or item n (from 0) of its list; `here` where there is no such key."""
        return self.here

    def key(self, key: str) -> Place:
        """Where the key itself stands: in a table, the cell of its heading."""
        return self.here

    @staticmethod
    def cells(columns: "Columns", row: int, line: int = 0) -> "Marks":
        """The marks of a table's row (rows from 1, as a spreadsheet counts them); `line` is that of a CSV file."""
        return _CellMarks(columns, row, line)

    @staticmethod
    def at(place: Place) -> "Marks":
        """The marks of a mapping that one place stands for."""
        return _OnePlace(place)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Marks)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "Marks()"


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, one object for all its rows: key → column from 1, or the columns of a list's items."""

    file: str
    at: Mapping[str, int | tuple[int, ...]]
    sheet: str = ""
    heading_row: int = 1
    heading_line: int = 0

    def place(self, column: int, row: int, line: int = 0) -> Place:
        """The cell, such as Cards!C7."""
        cell = f"{column_letters(column)}{row}"
        return Place(self.file, line, 0, f"{self.sheet}!{cell}" if self.sheet else cell)


def column_letters(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class _OnePlace(Marks):
    __slots__ = ("_place",)

    def __init__(self, place: Place) -> None:
        self._place = place

    @property
    def here(self) -> Place:
        return self._place


class _CellMarks(Marks):
    __slots__ = ("_columns", "_line", "_row")

    def __init__(self, columns: Columns, row: int, line: int) -> None:
        self._columns = columns
        self._row = row
        self._line = line

    @property
    def here(self) -> Place:
        return self._columns.place(1, self._row, self._line)

    def of(self, key: str, item: int | None = None) -> Place:
        return self._columns.place(self._column(key, item), self._row, self._line)

    def key(self, key: str) -> Place:
        columns = self._columns
        return columns.place(self._column(key, 0), columns.heading_row, columns.heading_line)

    def _column(self, key: str, item: int | None) -> int:
        column = self._columns.at.get(key, 1)
        if isinstance(column, int):
            return column
        return column[item] if item is not None and item < len(column) else column[0]


class Spots:
    """The places of one file, packed; and its lists of keys, each kept once."""

    __slots__ = ("file", "key_lists", "numbers")

    def __init__(self, file: str) -> None:
        self.file = file
        self.numbers = array("Q")
        self.key_lists: dict[tuple[str, ...], tuple[str, ...]] = {}

    def place(self, packed: int) -> Place:
        return Place(self.file, (packed >> COLUMN_BITS) + 1, (packed & _LAST_COLUMN) + 1)


def packed(line: int, column: int) -> int:
    """A line and a column, both from 0, in one number."""
    return line << COLUMN_BITS | column


class SpotMarks(Marks):
    """Marks whose numbers begin at `start` of the file's spots, three a key."""

    __slots__ = ("_here", "_keys", "_spots", "_start")

    def __init__(self, spots: Spots, here: int, keys: tuple[str, ...], start: int) -> None:
        self._spots = spots
        self._here = here
        self._keys = keys
        self._start = start

    @property
    def here(self) -> Place:
        return self._spots.place(self._here)

    def of(self, key: str, item: int | None = None) -> Place:
        at = self._number(key)
        if at is None:
            return self.here
        numbers = self._spots.numbers
        items = numbers[at + 2]
        if item is not None and items and 0 <= item < numbers[items - 1]:
            return self._spots.place(numbers[items + item])
        return self._spots.place(numbers[at + 1])

    def key(self, key: str) -> Place:
        at = self._number(key)
        return self.here if at is None else self._spots.place(self._spots.numbers[at])

    def _number(self, key: str) -> int | None:
        """Where the numbers of a key begin; it may be written with - for _."""
        for written in (key, key.replace("_", "-")):
            if written in self._keys:
                return self._start + _PER_KEY * self._keys.index(written)
        return None


class MergedMarks(Marks):
    """Marks of a mapping that takes what it does not say from another one."""

    __slots__ = ("_inherited", "_own", "_said")

    def __init__(self, own: Marks, said: frozenset[str], inherited: Marks) -> None:
        self._own = own
        self._said = said
        self._inherited = inherited

    @property
    def here(self) -> Place:
        return self._own.here

    def of(self, key: str, item: int | None = None) -> Place:
        return self._of(key).of(key, item)

    def key(self, key: str) -> Place:
        return self._of(key).key(key)

    def _of(self, key: str) -> Marks:
        return self._own if key in self._said else self._inherited

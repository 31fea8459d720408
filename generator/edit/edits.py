"""What can be changed in a workshop's files: a value, an entry, a cell, a row, a whole file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None
Value: TypeAlias = Scalar | Sequence["Value"] | Mapping[str, "Value"]
Path: TypeAlias = tuple[str | int, ...]  # keys, and numbers of items from 0, from the top of a YAML file


@dataclass(frozen=True)
class SetValue:
    """Another value for what is there in a YAML file. Of a list or mapping only what differs is written."""

    file: str  # from the folder of the workshop on, with slashes
    path: Path
    value: Value


@dataclass(frozen=True)
class AddEntry:
    """A new key of the mapping at `path`, behind the others; or an item of the list there, as number `key` of it.

    A file that is not there is made; an empty one, or an empty value, becomes what the key wants.
    """

    file: str
    path: Path
    key: str | int
    value: Value


@dataclass(frozen=True)
class RemoveEntry:
    """A key or an item is taken out, with the comment that is its own."""

    file: str
    path: Path


@dataclass(frozen=True)
class RenameKey:
    """Another key for a value, where it stands; it may not be one of its mapping yet."""

    file: str
    path: Path  # to the key as it is
    key: str


@dataclass(frozen=True)
class SetCell:
    """The text of a cell in a table: `sheet` is a workbook's, '' in a CSV file; row and column from 1, as places count
    them (`Cards!C7`).
    """

    file: str
    sheet: str
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class AddRow:
    """A new row that becomes row number `row`; those from there on move down."""

    file: str
    sheet: str
    row: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class RemoveRow:
    """A row is taken out; those below move up."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class PutFile:
    """A whole file, such as a logo; None takes it away."""

    file: str
    data: bytes | None


OfYaml: TypeAlias = SetValue | AddEntry | RemoveEntry | RenameKey
OfTable: TypeAlias = SetCell | AddRow | RemoveRow
Edit: TypeAlias = OfYaml | OfTable | PutFile


def places(edits: Sequence[Edit]) -> tuple[tuple[str | int, ...], ...]:
    """Where each writes: the file with the way to a value, or to a cell; none where one of them writes elsewhere
    than into a field. A key that is new or goes is the place that its value would have.
    """
    found = [_place(edit) for edit in edits]
    return tuple(found) if all(found) else ()


def _place(edit: Edit) -> tuple[str | int, ...]:
    match edit:
        case SetValue(file, path) | RemoveEntry(file, (*_, str()) as path):
            return (file, *path)
        case AddEntry(file, path, str() as key):
            return (file, *path, key)
        case SetCell(file, sheet, row, column):
            return (file, sheet, row, column)
    return ()


def cells_together(edits: Sequence[OfTable]) -> Iterator[list[OfTable]]:
    """Cells of a sheet that are set one after another as one list; each other edit in one of its own."""
    for (_, is_cell), group in groupby(edits, key=lambda edit: (edit.sheet, isinstance(edit, SetCell))):
        run = list(group)
        yield from [run] if is_cell else ([edit] for edit in run)

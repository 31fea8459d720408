"""Every sheet of a table file as rows of text, whatever its first row says: for whoever looks for the cards in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import NamedTuple

from generator.errors import Problems
from generator.tables.headings import Row

CSV_SUFFIXES = (".csv", ".tsv", ".tab")
CALAMINE_SUFFIXES = (".xls", ".xlsb", ".ods")
SUFFIXES = (*CSV_SUFFIXES, ".xlsx", ".xlsm", *CALAMINE_SUFFIXES)


class MergedCells(NamedTuple):
    """Merged cells, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int


class SheetPicture(NamedTuple):
    """A picture that lies on a sheet, on the cells of a row."""

    row: int
    data: bytes
    suffix: str  # .png


@dataclass(frozen=True)
class CellGrid:
    """A sheet: its rows that are not blank. What is wrong with single cells stands in `problems`."""

    sheet: str
    rows: Sequence[Row]
    merged: Sequence[MergedCells] = ()
    is_hidden: bool = False
    problems: Problems = field(default_factory=Problems)
    pictures: Sequence[SheetPicture] = ()


def read_grids(data: bytes, name: str, problems: Problems, language: str = "") -> list[CellGrid]:
    """The sheets of a CSV file or workbook in their order; `name` says by its ending which kind it is.

    `problems` gets what keeps the whole file from being read; `language` is that of the texts, where it is known.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        from generator.tables.workbook import read_sheets

        return read_sheets(data, name, problems, language)
    if suffix in CALAMINE_SUFFIXES:
        from generator.tables.old_workbook import read_old_sheets

        return read_old_sheets(data, name, problems)
    from generator.tables.csv_file import read_any_csv

    own = Problems()
    rows = read_any_csv(data, name, problems, own, language)
    return [CellGrid("", rows, problems=own)] if rows is not None else []

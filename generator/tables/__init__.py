"""Tables as people have them, CSV and XLSX, as raw mappings whose marks are cells. Knows no model.

An empty cell is None, a cell that cannot be read is Refused; a key that the rows lack has no column.
"""

import re
from pathlib import Path

from generator.errors import FileError, Place, Problem, Problems
from generator.sources import Map, column_letters
from generator.tables.headings import Headings, Row, WantedColumns, read_headings
from generator.tables.wordbook import WordRow, read_wordbook, write_wordbook

__all__ = ["WantedColumns", "WordRow", "read_table", "read_wordbook", "write_wordbook"]

_OF_ONE_CELL = (
    "cell-format",
    "cell-date",
    "cell-struck",
    "cell-emphasis",
    "error-value",
    "truth-value",
    "formula",
    "merged-cells",
)


def read_table(path: Path, name: str, problems: Problems, wanted: WantedColumns) -> list[Map]:
    """The rows under the headings; `name` is what messages call the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot read {name}: {error.strerror}") from error
    of_cells = Problems()
    if path.suffix.lower() == ".xlsx":
        from generator.tables.workbook import read_workbook

        sheet, rows = read_workbook(data, name, problems, of_cells, wanted)
    else:
        from generator.tables.csv_file import read_csv

        sheet, rows = "", read_csv(data, name, problems, wanted)
    if rows == []:
        where = Place(name, cell=f"{sheet}!A1") if sheet else Place(name)
        problems.error(where, "the table is empty", f"its first row names the columns: {wanted.listed}", "empty-table")
    headings = read_headings(rows[0], name, sheet, problems, wanted) if rows else None
    problems.extend(one for one in of_cells if headings is None or _concerns(one, rows or [], headings))
    if headings is None or rows is None:
        return []
    maps = [headings.map(row) for row in rows[1:]]
    _report_extra(rows[1:], headings, problems)
    return maps


def _concerns(problem: Problem, rows: "list[Row]", headings: Headings) -> bool:
    """Whether it is about more than a cell of a column that nobody reads."""
    cell = re.fullmatch(r"(?:.*!)?([A-Z]+)([0-9]+)", problem.where.cell, re.DOTALL)
    if cell is None or problem.code not in _OF_ONE_CELL or int(cell[2]) == rows[0].number:
        return True
    return cell[1] in {column_letters(column) for column in headings.read}


def _report_extra(rows: "list[Row]", headings: Headings, problems: Problems) -> None:
    """Cells beside the named columns: in a CSV file each such row is torn, in a workbook the column has no name."""
    nameless: dict[int, int] = {}
    for row in rows:
        extra = row.cells.keys() - headings.named
        if not extra:
            continue
        column = min(extra)
        where = headings.columns.place(column, row.number, row.line)
        said = row.cells[column][:40]
        if row.width and column > headings.width:
            message = f"this row has more cells than there are columns, from '{said}' on"
            problems.error(where, message, "put a text that holds the separator in quotation marks", "extra-cell")
            continue
        for column in sorted(extra):
            if column not in nameless:
                where = headings.columns.place(column, row.number, row.line)
                said = row.cells[column][:40]
                message = f"'{said}' stands in a column without a name"
                hint = f"name the column in row {headings.columns.heading_row}, or clear it"
                problems.error(where, message, hint, "extra-cell")
            nameless[column] = nameless.get(column, 0) + 1

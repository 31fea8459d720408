"""Tables as people have them, CSV and XLSX, as raw mappings whose marks are cells. Knows no model.

An empty cell is None, a cell that cannot be read is Refused; a key that the rows lack has no column.
"""

from pathlib import Path

from generator.errors import FileError, Place, Problems
from generator.sources import Map
from generator.tables.headings import Headings, Row, Wanted, read_headings

__all__ = ["Wanted", "read_table"]


def read_table(path: Path, name: str, problems: Problems, wanted: Wanted) -> list[Map]:
    """The rows under the headings; `name` is what messages call the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"cannot read {name}: {error.strerror}") from error
    if path.suffix.lower() == ".xlsx":
        from generator.tables.workbook import read_workbook

        sheet, rows = read_workbook(data, name, problems)
    else:
        from generator.tables.csv_file import read_csv

        sheet, rows = "", read_csv(data, name, problems, wanted)
    return _maps(rows, name, sheet, problems, wanted)


def _maps(rows: "list[Row] | None", name: str, sheet: str, problems: Problems, wanted: Wanted) -> list[Map]:
    if rows is None:
        return []
    if not rows:
        where = Place(name, cell=f"{sheet}!A1") if sheet else Place(name)
        problems.error(where, "the table is empty", f"its first row names the columns: {wanted.listed}", "empty-table")
        return []
    headings = read_headings(rows[0], name, sheet, problems, wanted)
    if headings is None:
        return []
    maps = [headings.map(row) for row in rows[1:]]
    _report_extra(rows[1:], headings, problems)
    return maps


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

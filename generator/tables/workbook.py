"""XLSX workbooks: bytes in, the rows of one sheet, or of all of them, as text out."""

from typing import Any

from generator.errors import Place, Problems
from generator.tables.grids import CellGrid, MergedCells, SheetPicture
from generator.tables.headings import Row, WantedColumns
from generator.tables.sheet_reader import SheetReader
from generator.tables.workbook_file import WorkbookFile

_PICTURES = {"png": ".png", "jpeg": ".jpg", "jpg": ".jpg"}  # as openpyxl calls their formats

SHEET = "cards"  # the name of the sheet that is meant


def read_workbook(
    data: bytes, name: str, problems: Problems, of_cells: Problems, wanted: WantedColumns
) -> tuple[str, list[Row] | None]:
    """The title of the sheet that was taken, and its rows that are not blank; None where it cannot be read.

    `of_cells` gets what is wrong with single cells.
    """
    file = WorkbookFile(data, name, problems)
    book = file.open(results=False)
    sheet = _choose(book, name, problems, wanted) if book else None
    if sheet is None:
        return "", None
    reader = SheetReader(sheet, name, of_cells, wanted.language)
    if _has_formulas(sheet):
        results = file.open(results=True)
        reader.results = results[sheet.title] if results else None
    return sheet.title, reader.rows()


def _has_formulas(sheet: Any) -> bool:
    return any(cell.data_type == "f" for cell in sheet._cells.values())


def _choose(book: Any, name: str, problems: Problems, wanted: WantedColumns) -> Any:
    """The sheet named 'cards', or else the first that names most columns. One that is hidden is never taken."""
    sheets = book.worksheets
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if not visible:
        hint = "show one in Excel or LibreOffice: right-click on the tabs, Unhide"
        problems.error(Place(name), "the workbook has no visible sheet", hint, "not-a-workbook")
        return None
    named = next((sheet for sheet in visible if _is_named(sheet)), None)
    taken = named or max(visible, key=lambda sheet: _known_headings(sheet, wanted))
    if named or len(sheets) == 1:
        return taken
    others = ", ".join(
        f"'{sheet.title}'{'' if sheet in visible else ' (hidden)'}" for sheet in sheets if sheet is not taken
    )
    where = Place(name, cell=f"{taken.title}!A1")
    message = f"the cards were taken from the sheet '{taken.title}', not from {others}"
    problems.warn(where, message, f"name the sheet that holds them '{SHEET}', and let it be visible", "other-sheets")
    return taken


def _is_named(sheet: Any) -> bool:
    return bool(sheet.title.strip().casefold() == SHEET)


def _known_headings(sheet: Any, wanted: WantedColumns) -> int:
    """How many cells of the first row that is not empty name a column."""
    cells = [cell for cell in sheet._cells.values() if cell.value is not None]
    first = min((cell.row for cell in cells), default=0)
    return sum(wanted.knows(str(cell.value)) for cell in cells if cell.row == first)


def read_sheets(data: bytes, name: str, problems: Problems, language: str = "") -> list[CellGrid]:
    """All sheets, with what is wrong with single cells. Merged cells are no fault here, and pictures come along."""
    file = WorkbookFile(data, name, problems)
    book = file.open(results=False)
    results: Any = None
    grids = []
    for sheet in book.worksheets if book else ():
        own = Problems()
        reader = SheetReader(sheet, name, own, language)
        if _has_formulas(sheet):
            results = results or file.open(results=True)
            reader.results = results[sheet.title] if results else None
        rows = reader.rows()
        own.found = [one for one in own.found if one.code not in ("merged-cells", "sheet-pictures")]
        merged = [MergedCells(it.min_row, it.min_col, it.max_row, it.max_col) for it in sheet.merged_cells.ranges]
        grids.append(CellGrid(sheet.title, rows, merged, sheet.sheet_state != "visible", own, _pictures(sheet)))
    return grids


def _pictures(sheet: Any) -> list[SheetPicture]:
    """What lies on a sheet, by the row in which its upper left corner is."""
    found = []
    for image in getattr(sheet, "_images", ()):
        corner = getattr(image.anchor, "_from", None)
        if corner is not None and image.format in _PICTURES:
            found.append(SheetPicture(corner.row + 1, image._data(), _PICTURES[image.format]))
    return found

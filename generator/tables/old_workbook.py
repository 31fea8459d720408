"""XLS, XLSB and ODS workbooks: bytes in, the rows of all sheets as text out. The only room that knows calamine.

It gives values without their number formats; numbers come as Excel's General format shows them.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from generator.errors import Place, Problems
from generator.tables.grids import CellGrid, MergedCells
from generator.tables.headings import Row

_LARGEST = 64 * 1024 * 1024
_UNPACKED_LIMIT = 512 * 1024 * 1024
_MOST_REPEATS = 20_000_000  # cells that an ODS file may say by repetition
_REPEATED = re.compile(rb'number-(rows|columns)-repeated="(\d{1,9})"')
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"


def read_old_sheets(data: bytes, name: str, problems: Problems) -> list[CellGrid]:
    """The sheets, hidden ones too."""
    if fault := _fault(data):
        problems.error(Place(name), *fault, "not-a-workbook")
        return []
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        hidden = {it.name: it.visible != python_calamine.SheetVisibleEnum.Visible for it in book.sheets_metadata}
        sheets = [book.get_sheet_by_name(title) for title in book.sheet_names]
        return [_sheet(sheet, is_hidden=hidden.get(sheet.name, False)) for sheet in sheets]
    except python_calamine.PasswordError:
        problems.error(Place(name), "the workbook is locked with a password", "save a copy without", "not-a-workbook")
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        problems.error(Place(name), f"the workbook cannot be read ({error})", _SAVE_AS, "not-a-workbook")
    return []


def _fault(data: bytes) -> tuple[str, str] | None:
    """Why these bytes are not opened."""
    if len(data) > _LARGEST:
        return "the workbook is larger than 64 MB", "keep the cards alone in a workbook of their own"
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            if size > _UNPACKED_LIMIT:
                return "the workbook is too big when unpacked", "keep the cards alone in a workbook of their own"
            content = parts.read("content.xml") if "content.xml" in parts.namelist() else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return "the workbook is damaged or locked", _SAVE_AS
    return _repeats(content)


def _repeats(content: bytes) -> tuple[str, str] | None:
    """Cells with text that say they stand there a million times: no table of cards is like this."""
    widest = {b"rows": 1, b"columns": 1}
    for found in re.finditer(rb"<table:table-(?:row|cell)\b[^>]*>", content):
        repeated = _REPEATED.search(found[0])
        is_empty_cell = found[0].endswith(b"/>")
        if repeated and not is_empty_cell:
            widest[repeated[1]] = max(widest[repeated[1]], int(repeated[2]))
    if widest[b"columns"] > 1024 or widest[b"rows"] * widest[b"columns"] > _MOST_REPEATS:
        return "a cell of this workbook is repeated too often", _SAVE_AS
    return None


def _sheet(sheet: Any, *, is_hidden: bool) -> CellGrid:
    rows = []
    for number, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
        cells = {column: text for column, value in enumerate(values, 1) if (text := _text(value)).strip()}
        if cells:
            rows.append(Row(number, 0, cells))
    merged = [MergedCells(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in _merged(sheet)]
    return CellGrid(sheet.name, rows, merged, is_hidden)


def _merged(sheet: Any) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    return sheet.merged_cell_ranges or ()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    if isinstance(value, datetime):
        return str(value).removesuffix(" 00:00:00")
    if isinstance(value, date | time | timedelta):
        return str(value)
    return str(value)

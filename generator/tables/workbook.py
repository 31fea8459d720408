"""XLSX workbooks: bytes in, the rows of one sheet as text out. The only room that knows openpyxl."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from generator.errors import Place, Problems
from generator.sources import column_letters
from generator.tables.headings import Row

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls files and of encrypted workbooks
_UNPACKED_LIMIT = 512 * 1024 * 1024
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f])_")  # how OOXML writes control characters (ECMA-376 Part 1, 22.9.2.19)
_PLAIN_FORMAT = re.compile(r"(0+)(?:\.(0+))?(%?)")
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"


def read_workbook(data: bytes, name: str, problems: Problems) -> tuple[str, list[Row] | None]:
    """The title of the sheet that was taken, and its rows that are not blank; None where it cannot be read."""
    fault = _fault(data)
    if fault:
        problems.error(Place(name), *fault, "not-a-workbook")
        return "", None
    book = _open(data, name, problems, results=False)
    sheet = _choose(book, name, problems) if book else None
    if sheet is None:
        return "", None
    reader = _Sheet(sheet, name, problems)
    if any(cell.data_type == "f" for cell in sheet._cells.values()):
        results = _open(data, name, problems, results=True)
        reader.results = results[sheet.title] if results else None
    return sheet.title, reader.rows()


def _fault(data: bytes) -> tuple[str, str] | None:
    """Why these bytes are no workbook, and what to do about it."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return "the workbook is locked with a password", "save a copy of it without a password"
        return "this is a workbook of the old .xls kind", _SAVE_AS
    if not zipfile.is_zipfile(io.BytesIO(data)):
        hint = "if it is a text file with commas or semicolons, name it cards.csv; else " + _SAVE_AS
        return "this is not a workbook", hint
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            size = sum(part.file_size for part in parts.infolist())
    except zipfile.BadZipFile:
        return "the workbook is damaged", _SAVE_AS
    if size > _UNPACKED_LIMIT:
        return "the workbook is too big when unpacked", "keep the cards alone in a workbook of their own"
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        return "this is not a workbook of the .xlsx kind", _SAVE_AS
    return None


def _open(data: bytes, name: str, problems: Problems, *, results: bool) -> Any:
    """The workbook, with the formulas or with their results."""
    import openpyxl  # type: ignore[import-untyped]  # 0.2 s: only where there is a workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and rules that the cards do not need
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=results, keep_links=False)
        except Exception as error:  # openpyxl raises whatever its parsers do
            message = f"the workbook cannot be read ({type(error).__name__})"
            problems.error(Place(name), message, _SAVE_AS, "not-a-workbook")
            return None


def _choose(book: Any, name: str, problems: Problems) -> Any:
    """The sheet named 'cards', or else the first that is visible."""
    sheets = book.worksheets
    for sheet in sheets:
        if sheet.title.strip().casefold() == "cards":
            return sheet
    visible = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    if not visible:
        problems.error(Place(name), "the workbook has no visible sheet", "", "not-a-workbook")
        return None
    taken = visible[0]
    if len(sheets) > 1:
        others = ", ".join(f"'{sheet.title}'" for sheet in sheets if sheet is not taken)
        where = Place(name, cell=f"{taken.title}!A1")
        message = f"the cards were taken from the sheet '{taken.title}', not from {others}"
        problems.warn(where, message, "name the sheet that holds them 'cards'", "other-sheets")
    return taken


@dataclass
class _Sheet:
    sheet: Any
    name: str
    problems: Problems
    results: Any = None  # the same sheet with the results of its formulas
    warned: set[tuple[str, int]] = field(default_factory=set)

    def rows(self) -> list[Row]:
        by_row: dict[int, list[Any]] = {}
        for cell in self.sheet._cells.values():  # not iter_rows(): a stray cell far off would make millions
            if cell.value is not None:
                by_row.setdefault(cell.row, []).append(cell)
        rows = [row for number in sorted(by_row) if (row := self._row(number, by_row[number]))]
        self._report_merged()
        self._report_hidden(rows)
        if getattr(self.sheet, "_images", None):
            hint = "put picture files into the workshop folder and write their paths into the cells"
            where = Place(self.name, cell=f"{self.sheet.title}!A1")
            self.problems.warn(where, "the pictures on this sheet are not read", hint, "sheet-pictures")
        return rows

    def _row(self, number: int, cells: Iterable[Any]) -> Row | None:
        texts: dict[int, str] = {}
        faulty: set[int] = set()
        for cell in sorted(cells, key=lambda cell: int(cell.column)):
            text = self._text(cell)
            if text is None:
                faulty.add(cell.column)
            elif text and not text.isspace():
                texts[cell.column] = text
        return Row(number, 0, texts, frozenset(faulty)) if texts or faulty else None

    def _place(self, row: int, column: int) -> Place:
        return Place(self.name, cell=f"{self.sheet.title}!{column_letters(column)}{row}")

    def _text(self, cell: Any) -> str | None:
        """What the cell shows; None, and a problem, where that is not to be known."""
        value, kind = cell.value, cell.data_type
        if kind == "s":
            text = str(value)
            return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x00" in text else text
        where = self._place(cell.row, cell.column)
        if kind == "f":
            result = self.results and self.results._cells.get((cell.row, cell.column))
            if result is None or (result.value is None and result.data_type == "n"):
                message = "the result of this formula is not in the file"
                hint = (
                    "open the workbook in Excel or LibreOffice and save it, or write the text in place of the formula"
                )
                self.problems.error(where, message, hint, "formula")
                return None
            return "" if result.value is None else self._text(result)
        if kind == "e":
            hint = "mend the formula, or write the text in its place"
            self.problems.error(where, f"this cell shows the error {value}", hint, "error-value")
            return None
        if kind == "b":
            hint = "format the cell as text and type the word again"
            self.problems.error(
                where, f"this cell holds the truth value {str(value).upper()}, not a text", hint, "truth-value"
            )
            return None
        if isinstance(value, (date, time, timedelta)):
            return self._moment(value, cell)
        return self._number(value, cell)

    def _moment(self, value: date | time | timedelta, cell: Any) -> str:
        text = str(value).removesuffix(" 00:00:00") if isinstance(value, datetime) else str(value)
        message = f"this cell holds a date or a time; it is taken as {text}"
        self._warn_once("date", cell, message, "format the column as text and type it as it should be printed")
        return text

    def _number(self, value: Any, cell: Any) -> str:
        if not isinstance(value, (int, float)):
            return str(value)
        shown = _shown(value, str(cell.number_format))
        if shown is not None:
            return shown
        text = _general(value)
        message = f"the number format of this cell is not followed; it is taken as {text}"
        self._warn_once("format", cell, message, "format the column as text and type it as it should be printed")
        return text

    def _warn_once(self, code: str, cell: Any, message: str, hint: str) -> None:
        """One warning a column, at its first such cell."""
        if (code, cell.column) not in self.warned:
            self.warned.add((code, cell.column))
            self.problems.warn(self._place(cell.row, cell.column), message, hint, f"cell-{code}")

    def _report_merged(self) -> None:
        for area in self.sheet.merged_cells.ranges:
            cell = self.sheet._cells.get((area.min_row, area.min_col))
            if cell is not None and cell.value is not None:
                where = self._place(area.min_row, area.min_col)
                message = f"the cells {area.coord} are merged"
                hint = "unmerge them and fill in each cell: one row is one card"
                self.problems.error(where, message, hint, "merged-cells")

    def _report_hidden(self, rows: list[Row]) -> None:
        sizes = self.sheet.row_dimensions
        hidden = [row for row in rows if row.number in sizes and sizes[row.number].hidden]
        if hidden:
            numbers = ", ".join(str(row.number) for row in hidden[:8]) + (" …" if len(hidden) > 8 else "")
            first = hidden[0]
            where = self._place(first.number, min([*first.cells, *first.faulty]))
            message = f"hidden rows are taken too: {numbers}"
            self.problems.warn(where, message, "delete the rows that should not be printed", "hidden-rows")


def _shown(value: float, number_format: str) -> str | None:
    """The number as the spreadsheet shows it, where the format is a simple one."""
    if number_format in ("General", "@", ""):
        return _general(value)
    found = _PLAIN_FORMAT.fullmatch(number_format)
    if not found:
        return None
    whole, decimals, percent = found[1], found[2] or "", found[3]
    exact = Decimal(repr(value)) * (100 if percent else 1)
    rounded = abs(exact.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP))
    width = len(whole) + (1 + len(decimals) if decimals else 0)
    return f"{'-' if exact < 0 else ''}{rounded:0{width}f}{percent}"


def _general(value: float) -> str:
    """Excel's General format: no more than ten digits, no trailing nought; whole numbers in full."""
    if isinstance(value, int) or (value == int(value) and abs(value) < 1e15):
        return str(int(value))
    return f"{value:.10g}"


def read_sheets(
    data: bytes, name: str, problems: Problems
) -> list[tuple[str, list[Row], list[tuple[int, int, int, int]], bool, Problems]]:
    """All sheets: title, rows that are not blank, merged areas (top, left, bottom, right), whether it is hidden, and
    what is wrong with single cells. Merged cells are no fault here.
    """
    fault = _fault(data)
    if fault:
        problems.error(Place(name), *fault, "not-a-workbook")
        return []
    book = _open(data, name, problems, results=False)
    results: Any = None
    sheets = []
    for sheet in book.worksheets if book else ():
        own = Problems()
        reader = _Sheet(sheet, name, own)
        if any(cell.data_type == "f" for cell in sheet._cells.values()):
            results = results or _open(data, name, problems, results=True)
            reader.results = results[sheet.title] if results else None
        rows = reader.rows()
        own.found = [one for one in own.found if one.code != "merged-cells"]
        merged = [(it.min_row, it.min_col, it.max_row, it.max_col) for it in sheet.merged_cells.ranges]
        sheets.append((sheet.title, rows, merged, sheet.sheet_state != "visible", own))
    return sheets

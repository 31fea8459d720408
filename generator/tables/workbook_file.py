"""XLSX files: bytes in, an opened workbook out, or why there is none. Strict Open XML is read like any other."""

import io
import re
import warnings
import zipfile
import zlib
from typing import Any

from generator.errors import Place, Problems

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .xls files and of encrypted workbooks
_UNPACKED_LIMIT = 512 * 1024 * 1024
_MOST_MERGED = 2_000_000  # cells: openpyxl makes an object of each
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_SAVE_AS = "open it in Excel or LibreOffice and save it as .xlsx"
# The names of ISO/IEC 29500 Strict, and those of Transitional that everybody reads; longer ones first.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = {
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"drawingml/spreadsheetDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}


class WorkbookFile:
    """A workbook that may be opened more than once: with its formulas, and with their results."""

    def __init__(self, data: bytes, name: str, problems: Problems) -> None:
        self._data, self._name, self._problems = data, name, problems
        fault = _fault(data)
        if fault:
            problems.error(Place(name), *fault, "not-a-workbook")
        self._is_sound = fault is None
        if self._is_sound:
            self._data = _as_transitional(data)

    def open(self, *, results: bool) -> Any:
        """None, and a problem, where it cannot be read."""
        if not self._is_sound:
            return None
        import openpyxl  # 0.2 s: only where there is a workbook

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and rules that the cards do not need
            try:
                return openpyxl.load_workbook(
                    io.BytesIO(self._data), data_only=results, keep_links=False, rich_text=True
                )
            except Exception as error:  # openpyxl raises whatever its parsers do
                message = f"the workbook cannot be read ({type(error).__name__})"
                self._problems.error(Place(self._name), message, _SAVE_AS, "not-a-workbook")
                self._is_sound = False
                return None


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
            if sum(part.file_size for part in parts.infolist()) > _UNPACKED_LIMIT:
                return "the workbook is too big when unpacked", "keep the cards alone in a workbook of their own"
            sheets = (parts.read(name) for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
            merged = sum(map(_merged_cells, sheets))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return "the workbook is damaged", _SAVE_AS
    if merged > _MOST_MERGED:
        return "too many cells of the workbook are merged", "unmerge whole rows and columns, and save it again"
    if "[Content_Types].xml" not in names or "xl/workbook.bin" in names:
        return "this is not a workbook of the .xlsx kind", _SAVE_AS
    return None


def _merged_cells(sheet: bytes) -> int:
    """How many cells the merged areas of a sheet have."""
    from openpyxl.utils import range_boundaries

    areas = (range_boundaries(area[1].decode()) for area in _MERGED.finditer(sheet))
    return sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in areas)


def _as_transitional(data: bytes) -> bytes:
    """The same workbook in the names that openpyxl knows, where it is in those of Strict Open XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        try:
            if _STRICT not in parts.read("xl/workbook.xml"):
                return data
            contents = {part.filename: parts.read(part) for part in parts.infolist()}
        except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return data  # which openpyxl will say
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, content in contents.items():
            if name.endswith((".xml", ".rels")):
                for strict, usual in _TRANSITIONAL.items():
                    content = content.replace(_STRICT + strict, usual)
            written.writestr(name, content)
    return out.getvalue()

"""A workbook for a translator: one row a text, with where it stands, how long it may be, and its translation."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from generator.errors import Place, Problems
from generator.sources import is_language, tidy_language
from generator.tables.workbook_file import WorkbookFile

HEADINGS = ("Key", "Where", "Characters", "Original", "Translation")
WIDTHS = (6, 34, 11, 70, 70)  # characters
LANGUAGE_AT = "G1"
TITLE = "words"


class WordRow(NamedTuple):
    """A text of the workshop. `key` names it for good, `limit`: so many characters have room where it stands."""

    key: str
    where: str
    limit: int
    original: str
    translation: str


def write_wordbook(rows: Iterable[WordRow], language: str) -> bytes:
    """The rows as a workbook; nothing in it is a formula, whatever a text begins with."""
    from openpyxl import Workbook  # 0.2 s: only where there is a workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = TITLE
    sheet.append(HEADINGS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for at, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(at, column, value)
            if isinstance(value, str):
                cell.data_type = "s"  # '=' at the start of a text makes no formula of it
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "D2"
    sheet[LANGUAGE_AT] = language
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_wordbook(path: Path, problems: Problems) -> tuple[str, list[tuple[Place, WordRow]]]:
    """The language as its tag is spelled, and each row that is translated, with the place of that.

    A cell that is no text is a problem, and so is a workbook that names no language.
    """
    book = WorkbookFile(path.read_bytes(), path.name, problems).open(results=True)
    if book is None:
        return "", []
    sheet = book[TITLE] if TITLE in book.sheetnames else book.active
    heads = {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}
    if missing := [name for name in ("Key", "Original", "Translation") if name not in heads]:
        message = f"this workbook has no column '{missing[0]}'"
        problems.error(Place(path.name), message, "give back the one that `prepdeck words out` wrote", "no-column")
        return "", []
    rows = []
    for cells in sheet.iter_rows(min_row=2):
        found = {name: cells[column - 1] for name, column in heads.items() if column <= len(cells)}
        where = Place(path.name, cell=f"{sheet.title}!{found['Translation'].coordinate}")
        value = found["Translation"].value
        if value is None or not str(value).strip():
            continue
        if not isinstance(value, (str, int)) and type(value).__name__ != "CellRichText":
            problems.error(where, "this cell is no text", "format the column as text, and type it again", "not-a-text")
            continue
        key, original = (str(found[name].value or "") for name in ("Key", "Original"))
        rows.append((where, WordRow(key, "", 0, original, str(value))))
    return _language(
        str(sheet[LANGUAGE_AT].value or ""), Place(path.name, cell=f"{sheet.title}!{LANGUAGE_AT}"), problems
    ), rows


def _language(written: str, where: Place, problems: Problems) -> str:
    tag = tidy_language(written.strip())
    if not is_language(tag):
        message = f"'{written.strip()}' is no language" if written.strip() else "the workbook names no language"
        problems.error(
            where, message, "write here which one its translations are in, such as de or pt-BR", "no-language"
        )
    return tag

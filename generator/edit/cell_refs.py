"""References to cells, such as Cards!$A$2:B9: what a formula reads, and what becomes of an area when rows move."""

import re
from collections.abc import Collection
from typing import NamedTuple

from generator.sources import column_letters

_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_SHEET = r"(?:('(?:[^']|'')+'|[\w.]+)!)?"
_COLUMNS, _ROWS = r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", r"\$?([0-9]+):\$?([0-9]+)"
_AREA = re.compile(rf"{_SHEET}(?:{_CELL}(?::{_CELL})?|{_COLUMNS}|{_ROWS})(?![\w(!])")
_TEXT = re.compile(r'"[^"]*"')
_NAME = re.compile(r"[^\W\d][\w.]*(?!\s*[\w.(])")
_MOVED = re.compile(r"(\$?[A-Z]{1,3}\$?)([0-9]{1,7})(?::(\$?[A-Z]{1,3}\$?)([0-9]{1,7}))?")


class CellPlace(NamedTuple):
    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def may_read(formula: str, sheet: str, changed: Collection[CellPlace]) -> bool:
    """Whether a formula on a sheet may read one of these cells; it may where it speaks of names or makes its areas."""
    text = _TEXT.sub('""', formula.replace("$", ""))
    rest = _AREA.sub(" ", text)
    if "[" in rest or re.search(r"\b(?:INDIRECT|OFFSET)\b", rest, re.IGNORECASE):
        return True
    if any(name.upper() not in ("TRUE", "FALSE") for name in _NAME.findall(rest)):
        return True
    return any(_covers(area, sheet, cell) for area in _AREA.finditer(text) for cell in changed)


def _covers(area: "re.Match[str]", sheet: str, cell: CellPlace) -> bool:
    own, left, top, right, bottom, first_column, last_column, first_row, last_row = area.groups()
    named = own.strip("'").replace("''", "'") if own else sheet
    if named.casefold() != cell.sheet.casefold():
        return False
    if first_row:
        return int(first_row) <= cell.row <= int(last_row)
    if first_column:
        return column_number(first_column) <= cell.column <= column_number(last_column)
    rows = sorted((int(top), int(bottom or top)))
    columns = sorted((column_number(left), column_number(right or left)))
    return rows[0] <= cell.row <= rows[1] and columns[0] <= cell.column <= columns[1]


def moved(areas: str, row: int, by: int) -> str:
    """Areas as they are once rows from `row` on were moved by one: down (1) for a new one, up (-1) where it was taken
    out.
    """
    return _MOVED.sub(lambda area: _moved(area, row, by), areas)


def moved_formula(formula: str, sheet: str, title: str, row: int, by: int) -> str:
    """A formula on a sheet as it is once rows of the sheet `title` moved. Raises ValueError where it would be another
    one.
    """

    def change(area: "re.Match[str]") -> str:
        own = area[1].strip("'").replace("''", "'") if area[1] else sheet
        if own.casefold() != title.casefold() or area[6]:
            return area[0]
        rows = {int(area[n]) for n in (3, 5) if area[n]}
        if area[8] or (by < 0 and rows == {row}):
            raise ValueError("a formula reads the row")
        begin = area[0].rfind("!") + 1
        return area[0][:begin] + moved(area[0][begin:], row, by)

    parts = re.split(r'("[^"]*")', formula)
    if any(re.search(r"\b(?:INDIRECT|OFFSET)\b", part, re.IGNORECASE) for part in parts[::2]):
        raise ValueError("a formula makes its areas itself")
    return "".join(part if at % 2 else _AREA.sub(change, part) for at, part in enumerate(parts))


def _moved(area: "re.Match[str]", row: int, by: int) -> str:
    left, top, right, bottom = area.groups()
    first, last = int(top), int(bottom or top)
    new_last = last + by if last >= row else last
    new_first = first + by if first >= row + (by < 0) else first
    return f"{left}{new_first}" + (f":{right}{max(new_last, new_first)}" if right else "")

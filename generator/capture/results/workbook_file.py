"""Sheets as one XLSX file: headings that stay in sight, filters, real numbers and times; the same bytes every time."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.capture.results.progress import Progress, no_progress
from generator.errors import FileError

if TYPE_CHECKING:
    from generator.capture.results.workbook import CellValue, ResultSheet

LONGEST_NAME = 31  # characters of a sheet's name; this and the next are limits of the format, ECMA-376 and Excel
LONGEST_TEXT = 32_767  # of a cell
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED = "history"
_NOT_IN_XML = re.compile(
    "[\ud800-\udfff\ufffe\uffff]"
)  # shown by their numbers; control characters XlsxWriter escapes itself
_MADE = datetime(2000, 1, 1)  # when a file was made is not what it says
NARROWEST, WIDEST = 9, 60  # characters of a column


def write_workbook(to: Path | BytesIO, sheets: Sequence["ResultSheet"], progress: Progress = no_progress) -> None:
    """`progress`: in rows. Raises FileError where a sheet has more rows or columns than the format holds."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    # in_memory: nothing that was said stays behind in a folder for temporary files
    book = Workbook(
        str(to) if isinstance(to, Path) else to, {**plain, "in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}
    )
    _fill_book(book, sheets, progress)
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] from None  # the OSError that it wraps


def _fill_book(book: Any, sheets: Sequence["ResultSheet"], progress: Progress) -> None:
    book.set_properties({"created": _MADE})
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    done, total = 0, sum(len(sheet.rows) for sheet in sheets)
    for name, sheet in zip(sheet_names(sheet.name for sheet in sheets), sheets, strict=True):
        _fill(book.add_worksheet(name), sheet, looks, partial(_count, progress, done, total))
        done += len(sheet.rows)


def _count(progress: Progress, before: int, total: int, row: int) -> None:
    progress(before + row, total)


def _fill(page: Any, sheet: "ResultSheet", looks: dict[str, Any], written: Callable[[int], None]) -> None:
    table = [list(_cells([row.get(heading) for heading in sheet.headings])) for row in sheet.rows]
    columns = [_widest(values) for values in zip(*table, strict=True)] if table else [1] * len(sheet.headings)
    heads = [f"{heading} ({part})" if part > 1 else heading
             for heading, most in zip(sheet.headings, columns, strict=True) for part in range(1, most + 1)]  # fmt: skip
    for place, heading in enumerate(heads):
        _write(page, 0, place, heading, looks["head"])
    widths = list(map(_width, heads))
    for number, row in enumerate(table, 1):
        place = 0
        for parts, most in zip(row, columns, strict=True):
            for offset, part in enumerate(parts):
                widths[place + offset] = max(widths[place + offset], _width(part))
                _write(page, number, place + offset, part, looks["text"])
            place += most
        written(number)
    for place, width in enumerate(widths):
        page.set_column(place, place, width)
    page.freeze_panes(1, 0)
    if table:
        page.autofilter(0, 0, len(table), len(heads) - 1)


def _cells(values: Iterable["CellValue"]) -> Iterator[list["CellValue"]]:
    """Each value as what fits into one cell, or several beside one another: no text is cut off."""
    for value in values:
        if isinstance(value, str):
            text = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
            yield [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)] or [""]
        else:
            yield [value]


def _widest(values: Iterable[Sequence["CellValue"]]) -> int:
    return max(map(len, values))


def _width(value: "CellValue") -> int:
    if isinstance(value, datetime):
        return 17
    longest = max((len(line) for line in str(value).split("\n")), default=0) if value is not None else 0
    return min(max(longest + 2, NARROWEST), WIDEST)


def _write(page: Any, row: int, column: int, value: "CellValue", look: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        fault = page.write_boolean(row, column, value, look)
    elif isinstance(value, datetime):
        fault = page.write_datetime(row, column, value)
    elif isinstance(value, str):
        fault = page.write_string(row, column, value, look)
    else:
        fault = page.write_number(row, column, value, look)
    if fault:
        raise FileError(
            f"the sheet '{page.get_name()}' has more than a workbook holds; export one session, or a .csv",
            reason="large",
        )


def sheet_names(titles: Iterable[str]) -> Iterator[str]:
    """As the format wants them: short, without a few characters, and none twice, small letters or not."""
    taken = {_RESERVED}
    for title in titles:
        plain = " ".join(_NOT_IN_XML.sub("", _NOT_IN_NAMES.sub(" ", title)).split()).strip("'") or "-"
        name, number = plain[:LONGEST_NAME].strip("' "), 2
        while name.lower() in taken or not name:
            end = f" {number}"
            name, number = f"{plain[: LONGEST_NAME - len(end)].strip()}{end}", number + 1
        taken.add(name.lower())
        yield name

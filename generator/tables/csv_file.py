"""CSV files: bytes in, rows of cells out. Finds the encoding and the separator; nothing is changed in silence."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator

from generator.errors import Place, Problems
from generator.sources import column_letters
from generator.tables.code_page import is_damaged_utf8, read_code_page, utf16_without_mark
from generator.tables.headings import Row, WantedColumns
from generator.tables.synonyms import meaning

_SEPARATORS = ",;\t|"
_SAVE_AS = "save the table as 'CSV UTF-8'"
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_HEAD = 65536  # characters looked at for the separator
_IN_NO_TEXT = "\x1f"
_LOOKED_AT = 60  # records of a file whose headings may stand lower


def read_csv(data: bytes, name: str, problems: Problems, wanted: WantedColumns) -> list[Row] | None:
    """The rows that are not blank; None where there is no reading the file at all."""
    decoded = _decode(data, name, problems, wanted.language)
    if decoded is None:
        return None
    text, guessed = decoded
    lines = io.StringIO(text, newline="").readlines()
    skip = 0
    separator = _separator_line(lines[0]) if lines else ""
    if separator:
        skip = 1
    else:
        separator = _sniff(text[:_HEAD], wanted.knows)
    rows = list(_rows(lines, skip, separator, name, problems))
    if guessed:
        _report_guess(rows, name, guessed, problems)
    return rows


def _decode(data: bytes, name: str, problems: Problems, language: str) -> tuple[str, str] | None:
    """The text, and the code page that was guessed. A byte without meaning becomes U+FFFD, which no card may say."""
    try:
        if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            return data.decode("utf-16"), ""
        if b"\0" in data:
            text = utf16_without_mark(data)
            if text is not None:
                return text, ""
            problems.error(Place(name), "this is not a text file that can be read", _SAVE_AS, "encoding")
            return None
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if error.encoding.startswith("utf-16"):
            problems.error(Place(name), "the UTF-16 text of this file is damaged", _SAVE_AS, "encoding")
            return None
    if data.startswith(BOM_UTF8) or is_damaged_utf8(data):
        return data.decode("utf-8-sig", "replace"), ""  # UTF-8 with damage: each damaged cell is named later
    reading, others = read_code_page(data, language)
    if reading:
        return reading.text, reading.name
    line = next(n for n, text in enumerate(data.splitlines(), 1) if not text.isascii())
    shown = ", ".join(f"{one.name} (“{one.sample}”)" for one in others)
    message = f"the file is not UTF-8, and its code page is not sure: it may be {shown}"
    hint = f"{_SAVE_AS}; or say which language it is in: `language` in deck.yaml, `--language` of an import"
    problems.error(Place(name, line), message, hint, "encoding")
    return None


def _report_guess(rows: list[Row], name: str, page: str, problems: Problems) -> None:
    """Names the first character that a wrong guess would have changed."""
    for row in rows:
        for column, text in row.cells.items():
            if not text.isascii():
                letter = next(letter for letter in text if not letter.isascii())
                where = Place(name, row.line, 0, f"{column_letters(column)}{row.number}")
                message = f"the file is not UTF-8; it was read as {page}, in which this cell has a '{letter}'"
                problems.warn(where, message, f"{_SAVE_AS} to be sure of every letter", "encoding")
                return


def _separator_line(line: str) -> str:
    """Excel's own first line 'sep=;'."""
    found = re.fullmatch(r'"?sep=([,;\t|])"?\s*', line, re.IGNORECASE)
    return found[1] if found else ""


def _sniff(head: str, knows: Callable[[str], bool]) -> str:
    """The separator that finds most column names in the first row, or else most cells."""

    def score(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, skipinitialspace=True)
        try:
            cells = next((cells for cells in reader if any(map(str.strip, cells))), None)
        except csv.Error:
            return 0, 0
        if cells is None:
            return 0, len(head)  # separators and nothing else
        return sum(map(knows, cells)), len(cells)

    return max(_SEPARATORS, key=score)


def _rows(lines: list[str], skip: int, separator: str, name: str, problems: Problems) -> Iterator[Row]:
    reader = csv.reader(iter(lines[skip:]), delimiter=separator, strict=True, skipinitialspace=True)
    number = 0
    while True:
        start = reader.line_num + skip
        number += 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            _report_torn("".join(lines[start : reader.line_num + skip]), separator, name, number, start, problems)
            continue
        cells = {column: _typed(text) for column, text in enumerate(record, 1) if text and not text.isspace()}
        if cells:
            yield Row(number, start + 1, cells, width=len(record))


def _typed(text: str) -> str:
    """What spreadsheets write as ="007" so that it stays a text."""
    if not text.startswith('="'):
        return text
    typed = re.fullmatch(r'="((?:[^"]|"")*)"\s*', text)
    return typed[1].replace('""', '"') if typed else text


def _report_torn(record: str, separator: str, name: str, number: int, start: int, problems: Problems) -> None:
    """A record whose quotation marks do not pair, at the cell that opens the faulty one."""
    column, line = _torn_cell(record, separator)
    where = Place(name, start + line + 1, 0, f"{column_letters(column)}{number}")
    mark = _NAMES[separator]
    message = f"the quotation mark that opens this cell has no partner at the next {mark} or at the end of a line"
    problems.error(where, message, 'write a quotation mark inside a quoted cell twice: ""', "torn-cell")


def _torn_cell(record: str, separator: str) -> tuple[int, int]:
    """The column of the cell whose quotation marks do not pair, and the line of the record (from 0) it begins on."""
    column, line, at = 1, 0, 0
    while at < len(record):
        if record[at] == " ":
            at += 1
        elif record[at] == '"':
            quoted = _QUOTED.match(record, at)
            if not quoted or record[quoted.end() : quoted.end() + 1] not in (separator, "\n", "\r", ""):
                break
            line += quoted[0].count("\n") or quoted[0].count("\r")
            at = quoted.end() + 1
            column += 1
        else:
            end = record.find(separator, at)
            if end < 0:
                break
            at = end + 1
            column += 1
    return column, line


def read_any_csv(
    data: bytes, name: str, problems: Problems, of_cells: Problems, language: str = ""
) -> list[Row] | None:
    """The rows of a file whose headings may stand below a banner; `of_cells` gets what is wrong with single ones."""
    decoded = _decode(data, name, problems, language)
    if decoded is None:
        return None
    text, guessed = decoded
    lines = io.StringIO(text, newline="").readlines()
    separator = _separator_line(lines[0]) if lines else ""
    found = separator or _usual(lines, is_text=name.lower().endswith(".txt"))
    if not found and not any(line.startswith('"') for line in lines):
        rows = [Row(n, n, {1: line.strip()}) for n, line in enumerate(lines, 1) if line.strip()]
    else:
        rows = list(_rows(lines, 1 if separator else 0, found or _IN_NO_TEXT, name, of_cells))
    if guessed:
        _report_guess(rows, name, guessed, problems)
    return rows


def separator_of(text: str) -> tuple[str, int]:
    """The separator of a table whose first row names its columns, and where its rows begin: after Excel's own line."""
    first = io.StringIO(text, newline="").readline()
    if separator := _separator_line(first):
        return separator, len(first)
    return _sniff(text[:_HEAD], lambda cell: bool(meaning(cell))), 0


def _usual(lines: list[str], *, is_text: bool) -> str:
    """The separator that finds most headings that are known in one row, or else most rows of one width; '' where the
    usual row is one cell with each of them: a list of lines, whose commas are commas. In a text file they are that
    unless headings are known.
    """
    head = "".join(lines[: 4 * _LOOKED_AT])

    def score(separator: str) -> tuple[int, int]:
        known, widths = 0, [0]
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, skipinitialspace=True)
        try:
            for record, _ in zip(reader, range(_LOOKED_AT), strict=False):
                if filled := [cell for cell in record if cell.strip()]:
                    widths.append(len(record))
                    known = max(known, sum(bool(meaning(cell)) for cell in filled))
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count)
        return known if usual > 1 else min(known, 1), (usual - 1) * widths.count(usual)

    best = max(_SEPARATORS, key=score)
    known, wide = score(best)
    is_table = known > 1 or best == "\t" if is_text else wide > 0
    return best if is_table else ""

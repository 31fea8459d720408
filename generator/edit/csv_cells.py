"""A CSV file with edits: the bytes of a cell or a row change; separator, quotes, encoding and line ends stay."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

from generator.edit.edits import AddRow, OfTable, RemoveRow, SetCell, cells_together
from generator.edit.faults import NotEdited
from generator.errors import Place
from generator.sources import column_letters
from generator.tables.csv_file import separator_of

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LINE_END = re.compile(r"\r\n|\n|\r")
_TYPED = re.compile(r'="(?:[^"]|"")*"')  # what spreadsheets write so that 007 stays a text
_SAVE_AS = "save the table as 'CSV UTF-8'"


class _Cell(NamedTuple):
    start: int  # in characters, without blanks before it
    end: int
    text: str
    is_quoted: bool = False


class _Record(NamedTuple):
    start: int
    end: int  # before its line end
    next: int
    cells: tuple[_Cell, ...]

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


class _Torn(Exception):
    """Quotation marks that do not pair."""


@dataclass(frozen=True)
class _Shape:
    """What the bytes of a file are beside its text."""

    mark: bytes
    encoding: str
    errors: str = "strict"
    is_known: bool = True  # which letters bytes beyond ASCII are


def edited_csv(data: bytes | None, file: str, edits: Sequence[OfTable]) -> bytes:
    """The file with the edits, one after another. Raises NotEdited."""
    shape, text = _decoded(data or b"", file)
    separator, begin = separator_of(text) if text else (",", 0)
    for batch in cells_together(edits):
        done = _Table(text, separator, begin, file).all_at_once(batch, shape) if len(batch) > 1 else None
        for edit in batch if done is None else ():
            text = _Table(text, separator, begin, file).edited(edit, shape)
        text = text if done is None else done
    return shape.mark + text.encode(shape.encoding, shape.errors)


def _decoded(data: bytes, file: str) -> tuple[_Shape, str]:
    """Such that all bytes come back as they were. Of a code page only ASCII is taken for what it is."""
    shapes = [_Shape(mark, name) for mark, name in _MARKS if data.startswith(mark)]
    if not shapes and b"\0" in data[:4096]:
        shapes = [_Shape(b"", "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")]
    shapes = shapes or [_Shape(b"", "utf-8"), _Shape(b"", "latin-1", is_known=False)]
    for shape in shapes:
        try:
            return shape, data.removeprefix(shape.mark).decode(shape.encoding)
        except UnicodeDecodeError:
            continue
    raise NotEdited(Place(file), "the text of this file is damaged", _SAVE_AS, "encoding")


_MARKS = ((BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"))


class _Table:
    def __init__(self, text: str, separator: str, begin: int, file: str) -> None:
        self.text, self.separator, self.begin, self.file = text, separator, begin, file
        try:
            self.records = _scan(text, begin, separator)
        except _Torn as fault:
            words = "a quotation mark in this table has no partner"
            raise NotEdited(Place(file, _line(text, fault.args[0])), words, "", "torn-cell") from None
        found = _LINE_END.search(text, begin)
        self.newline = found[0] if found else "\n"

    def all_at_once(self, edits: Sequence[OfTable], shape: _Shape) -> str | None:
        """Cells that are there, each once, with one look at the file; None where that does not do."""
        cells = {(edit.row, edit.column): edit for edit in edits if isinstance(edit, SetCell) and self._has(edit)}
        if len(cells) < len(edits):
            return None
        parts, at, wanted = [], 0, self._rows
        for edit in (cells[place] for place in sorted(cells)):
            where = Place(self.file, cell=_name(edit))
            start, end, new = self._cell(edit, where)
            self._check_letters(new, shape, where)
            parts += [self.text[at:start], new]
            at = end
            wanted[edit.row - 1][edit.column - 1] = self._typed(edit)
        text = "".join([*parts, self.text[at:]])
        return text if _is_read_so(text, self.begin, self.separator, wanted) else None

    def _has(self, edit: SetCell) -> bool:
        is_row = not edit.sheet and 1 <= edit.row <= len(self.records)
        return is_row and 1 <= edit.column <= len(self.records[edit.row - 1].cells)

    def edited(self, edit: OfTable, shape: _Shape) -> str:
        where = Place(self.file, cell=_name(edit))
        if edit.sheet:
            raise NotEdited(where, "a CSV file has no sheets")
        match edit:
            case SetCell():
                start, end, new = self._cell(edit, where)
                wanted = self._wanted(edit.row, [self._with(edit)])
            case AddRow():
                start, end, new = self._new_row(edit, where)
                wanted = [*self._rows[: edit.row - 1], list(edit.texts), *self._rows[edit.row - 1 :]]
            case RemoveRow():
                start, end, new = self._no_row(edit, where)
                wanted = self._wanted(edit.row, [])
        self._check_letters(new, shape, where)
        text = self.text[:start] + new + self.text[end:]
        if not _is_read_so(text, self.begin, self.separator, wanted):
            words = "this cannot be changed here without changing something else in the table"
            raise NotEdited(where, words, "change it in a spreadsheet program")
        return text

    def _check_letters(self, new: str, shape: _Shape, where: Place) -> None:
        if not shape.is_known and not new.isascii():
            words = "the file is not UTF-8, and its code page is not sure: letters beyond ASCII cannot be written"
            raise NotEdited(where, words, _SAVE_AS, "encoding")
        try:
            new.encode(shape.encoding)
        except UnicodeEncodeError:
            raise NotEdited(where, "there is half a character in the text (a lone surrogate)", "", "encoding") from None

    @property
    def _rows(self) -> list[list[str]]:
        return [record.texts for record in self.records]

    def _wanted(self, row: int, instead: list[list[str]]) -> list[list[str]]:
        return [*self._rows[: row - 1], *instead, *self._rows[row:]]

    def _record(self, row: int, where: Place) -> _Record:
        if not 1 <= row <= len(self.records):
            raise NotEdited(where, f"there is no row {row} in this table")
        return self.records[row - 1]

    def _with(self, edit: SetCell) -> list[str]:
        texts = self.records[edit.row - 1].texts
        texts += [""] * (edit.column - len(texts))
        texts[edit.column - 1] = self._typed(edit)
        return texts

    def _typed(self, edit: SetCell) -> str:
        """The text as the cell has it: what was typed as a text stays one."""
        cells = self.records[edit.row - 1].cells
        old = cells[edit.column - 1].text if edit.column <= len(cells) else ""
        return '="' + edit.text.replace('"', '""') + '"' if _TYPED.fullmatch(old.rstrip()) and edit.text else edit.text

    def _cell(self, edit: SetCell, where: Place) -> tuple[int, int, str]:
        record = self._record(edit.row, where)
        if edit.column < 1:
            raise NotEdited(where, "columns are counted from 1")
        text, cells = self._typed(edit), record.cells
        if edit.column <= len(cells):
            old = cells[edit.column - 1]
            is_alone = len(cells) == 1 and not text  # an empty line would be no row
            written = self._spelt(text, is_quoted=old.is_quoted or is_alone)
            is_kept = old.is_quoted or (not written.startswith('"') and self._is_spaced(cells))
            blanks = old.start - len(self.text[: old.start].rstrip(" "))
            # Not every reader takes a quotation mark for one behind a blank.
            return old.start - (0 if is_kept else blanks), old.end, written
        missing = self.separator * (edit.column - max(len(cells), 1))
        return record.end, record.end, missing + self._spelt(text, is_quoted=self._is_quoted(edit.column, edit.row))

    def _is_spaced(self, cells: Sequence[_Cell]) -> bool:
        """Whether blanks stand behind all separators of a row."""
        return len(cells) > 1 and all(self.text[cell.start - 1] == " " for cell in cells[1:])

    def _new_row(self, edit: AddRow, where: Place) -> tuple[int, int, str]:
        if not 1 <= edit.row <= len(self.records) + 1:
            raise NotEdited(where, f"this table ends with row {len(self.records)}")
        width = max([len(edit.texts), *(len(record.cells) for record in self.records[edit.row - 2 : edit.row])])
        texts = [*edit.texts, *[""] * (width - len(edit.texts))]
        cells = [
            self._spelt(text, is_quoted=self._is_quoted(column, edit.row) or (width == 1 and not text))
            for column, text in enumerate(texts, 1)
        ]
        line = self.separator.join(cells)
        if edit.row <= len(self.records):
            start = self.records[edit.row - 1].start
            return start, start, line + self.newline
        end = len(self.text)
        if self.records and self.records[-1].end == self.records[-1].next:  # the file ends without a line end
            return end, end, self.newline + line
        return end, end, line + self.newline

    def _no_row(self, edit: RemoveRow, where: Place) -> tuple[int, int, str]:
        record = self._record(edit.row, where)
        is_open = record.end == record.next and edit.row > 1
        return (self.records[edit.row - 2].end if is_open else record.start), record.next, ""

    def _is_quoted(self, column: int, row: int) -> bool:
        """Whether the column has its texts in quotation marks, above this row or below."""
        beside = [*reversed(self.records[1 : row - 1]), *self.records[row - 1 :], *self.records[:1]]
        cells = [record.cells[column - 1] for record in beside if column <= len(record.cells)]
        return bool(cells) and cells[0].is_quoted

    def _spelt(self, text: str, *, is_quoted: bool) -> str:
        must = text != text.lstrip() or any(mark in text for mark in (self.separator, '"', "\n", "\r"))
        is_typed = _TYPED.fullmatch(text) and self.separator not in text and "\n" not in text
        if is_quoted or (must and not is_typed):
            return '"' + text.replace('"', '""') + '"'
        return text


def _scan(text: str, at: int, separator: str) -> list[_Record]:
    """The records from a place on. Raises _Torn with the place where one is torn."""
    stop = re.compile(f"[{re.escape(separator)}\r\n]|\\Z")
    records = []
    while at < len(text):
        start, cells = at, []
        while True:
            cell = _one_cell(text, at, stop)
            cells.append(cell)
            at = cell.end
            if text[at : at + 1] != separator:
                break
            at += 1
        found = _LINE_END.match(text, at)
        following = found.end() if found else at
        is_blank = start == at
        records.append(_Record(start, at, following, () if is_blank else tuple(cells)))
        at = following
    return records


def _one_cell(text: str, at: int, stop: "re.Pattern[str]") -> _Cell:
    while text[at : at + 1] == " ":
        at += 1
    if text[at : at + 1] == '"':
        quoted = _QUOTED.match(text, at)
        if not quoted or not stop.match(text, quoted.end()):
            raise _Torn(at)
        return _Cell(at, quoted.end(), quoted[0][1:-1].replace('""', '"'), is_quoted=True)
    found = stop.search(text, at)
    end = found.start() if found else len(text)
    return _Cell(at, end, text[at:end])


def _is_read_so(text: str, begin: int, separator: str, wanted: Sequence[Sequence[str]]) -> bool:
    """Whether another reader finds these texts in it; empty cells at the end of a row are none."""
    lines = io.StringIO(text[begin:], newline="")
    try:
        rows = list(csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True))
    except csv.Error:
        return False
    return len(rows) == len(wanted) and all(
        one == other
        for row, texts in zip(rows, wanted, strict=True)
        for one, other in zip_longest(row, texts, fillvalue="")
    )


def _name(edit: OfTable) -> str:
    column = edit.column if isinstance(edit, SetCell) else 1
    return f"{column_letters(max(column, 1))}{edit.row}"


def _line(text: str, at: int) -> int:
    return len(_LINE_END.findall(text, 0, at)) + 1

"""The XML of a worksheet: where its rows and cells stand in it, in bytes, and other bytes for some of them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from xml.parsers import expat
from xml.sax.saxutils import escape, unescape

from generator.edit.cell_refs import column_number
from generator.sources import column_letters

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?(?:/>|>.*?</(?:\w+:)?v>)", re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b([^>]*)>([^<]*)</")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([^"]+)"')
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?")

Splice = tuple[int, int, str]  # the bytes from one place to another give way to these characters


@dataclass
class SheetCell:
    column: int
    start: int
    end: int
    attributes: Mapping[str, str]
    is_closed: bool  # <c/>
    formula: str | None = None  # its text; '' where it is that of another cell
    formula_area: str = ""  # cells that one formula fills
    has_value: bool = False

    @property
    def is_number(self) -> bool:
        return self.has_value and self.formula is None and self.attributes.get("t", "n") == "n"


@dataclass
class SheetRow:
    number: int
    start: int
    inner: int  # behind its opening tag
    end: int
    is_closed: bool  # <row/>
    cells: list[SheetCell] = field(default_factory=list)

    def cell(self, column: int) -> SheetCell | None:
        return next((cell for cell in self.cells if cell.column == column), None)


class SheetXml:
    """A worksheet as it stands. Raises ValueError where it cannot be read so."""

    def __init__(self, data: bytes) -> None:
        if b"<!DOCTYPE" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise ValueError("the worksheet is written in an unusual way")
        self.data = data
        self.rows: list[SheetRow] = []
        self.prefix = ""
        self.begin = self.end = -1  # of what is in sheetData
        self.is_empty = False  # <sheetData/>
        self._open: list[str] = []
        self._formula: SheetCell | None = None
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._stop
        parser.CharacterDataHandler = self._text
        self._parser = parser
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise ValueError("the worksheet is damaged") from error
        if self.begin < 0:
            raise ValueError("the worksheet has no rows")

    @cached_property
    def formulas(self) -> list[tuple[SheetRow, SheetCell]]:
        return [(row, cell) for row in self.rows for cell in row.cells if cell.formula is not None]

    @cached_property
    def merged(self) -> list[str]:
        """Areas whose cells are shown as one."""
        return [area.decode() for area in _MERGED.findall(self.data)]

    def row(self, number: int) -> SheetRow | None:
        return next((row for row in self.rows if row.number == number), None)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        kind, at = name.rpartition(":")[2], self._parser.CurrentByteIndex
        self._open.append(kind)
        if kind == "sheetData":
            self.prefix = name.removesuffix(kind)
            self.begin = tag_end(self.data, at)
            self.is_empty = self._is_closed(self.begin)
            self.end = at if self.is_empty else -1
        elif self._open[-2:-1] == ["sheetData"] and kind == "row":
            number = int(attributes.get("r") or (self.rows[-1].number + 1 if self.rows else 1))
            inner = tag_end(self.data, at)
            self.rows.append(SheetRow(number, at, inner, inner, self._is_closed(inner)))
        elif self._open[-2:-1] == ["row"] and kind == "c" and self.rows:
            cells = self.rows[-1].cells
            letters = re.match("[A-Z]+", attributes.get("r", ""))
            column = column_number(letters[0]) if letters else cells[-1].column + 1 if cells else 1
            end = tag_end(self.data, at)
            cells.append(SheetCell(column, at, end, dict(attributes), self._is_closed(end)))
        elif self._open[-2:-1] == ["c"] and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            cell.has_value = cell.has_value or kind in ("v", "is")
            if kind == "f":
                cell.formula, cell.formula_area, self._formula = "", attributes.get("ref", ""), cell

    def _text(self, text: str) -> None:
        if self._formula is not None:
            self._formula.formula = f"{self._formula.formula}{text}"

    def _is_closed(self, end: int) -> bool:
        """Whether the tag that ends there is one of an element without content."""
        return self.data[end - 2 : end - 1] == b"/"

    def _stop(self, name: str) -> None:
        """Of an element without content the parser says where it is behind it: the end is known already."""
        kind, at = self._open.pop(), self._parser.CurrentByteIndex
        if kind == "sheetData" and not self.is_empty:
            self.end = at
        elif kind == "row" and self._open[-1:] == ["sheetData"] and not self.rows[-1].is_closed:
            self.rows[-1].end = tag_end(self.data, at)
        elif kind == "c" and self._open[-1:] == ["row"] and self.rows and self.rows[-1].cells:
            cell = self.rows[-1].cells[-1]
            cell.end = cell.end if cell.is_closed else tag_end(self.data, at)
        elif kind == "f":
            self._formula = None

    # --- other bytes --------------------------------------------------------------------------------

    def written_cell(self, row: int, column: int, text: str, style: str, *, as_number: bool) -> str:
        """A cell with a text in it, not in the table of strings that all sheets share."""
        look = f' s="{style}"' if style else ""
        head = f'<{self.prefix}c r="{column_letters(column)}{row}"{look}'
        if not text:
            return f"{head}/>"
        if as_number and _NUMBER.fullmatch(text):
            return f"{head}><{self.prefix}v>{text}</{self.prefix}v></{self.prefix}c>"
        inner = f'<{self.prefix}t xml:space="preserve">{_written(text)}</{self.prefix}t>'
        return f'{head} t="inlineStr"><{self.prefix}is>{inner}</{self.prefix}is></{self.prefix}c>'

    def with_cells(self, written: Mapping[tuple[int, int], str]) -> bytes:
        """The sheet with cells, by row and column, in their places; rows that it does not have are made."""
        rows = {row.number: row for row in reversed(self.rows)}
        by_row: dict[int, dict[int, str]] = {}
        for (number, column), cell in sorted(written.items()):
            by_row.setdefault(number, {})[column] = cell
        if self.is_empty:
            opened = self.data[self.end : self.begin].decode().rstrip("/> ") + ">"
            made = "".join(self._row(number, cells) for number, cells in by_row.items())
            return self._spliced([(self.end, self.begin, f"{opened}{made}</{self.prefix}sheetData>")])
        splices: list[Splice] = []
        for number, cells in by_row.items():
            if row := rows.get(number):
                splices += self._in_row(row, cells)
            else:
                at = next((row.start for row in self.rows if row.number > number), self.end)
                splices.append((at, at, self._row(number, cells)))
        return self._spliced(splices)

    def _row(self, number: int, cells: Mapping[int, str]) -> str:
        return f'<{self.prefix}row r="{number}">{"".join(cells.values())}</{self.prefix}row>'

    def _in_row(self, row: SheetRow, cells: Mapping[int, str]) -> Iterator[Splice]:
        """Without what the row says of its width, which it need not say, where it gets wider."""
        tag = self.data[row.start : row.inner].decode()
        plain = re.sub(r'\sspans="[^"]*"', "", tag)
        if row.is_closed:
            yield row.start, row.end, f"{plain.rstrip('/> ')}>{''.join(cells.values())}</{self.prefix}row>"
            return
        if any(row.cell(column) is None for column in cells) and plain != tag:
            yield row.start, row.inner, plain
        end = self.data.rindex(b"</", row.start, row.end)
        for column, cell in cells.items():
            if old := row.cell(column):
                yield old.start, old.end, cell
            else:
                behind = next((other.start for other in row.cells if other.column > column), end)
                yield behind, behind, cell

    def without_row(self, number: int) -> bytes:
        row = self.row(number)
        return self._spliced([(row.start, row.end, "")]) if row else self.data

    def with_rows_moved(self, first: int, by: int) -> bytes:
        """The sheet with all rows from `first` on called by other numbers."""
        parts, at = [], 0
        for row in self.rows:
            if row.number < first:
                continue
            for start, name in [(row.start, str(row.number + by))] + [
                (cell.start, f"{column_letters(cell.column)}{row.number + by}") for cell in row.cells
            ]:
                end = tag_end(self.data, start)
                tag = self.data[start:end].decode()
                parts += [self.data[at:start], re.sub(r'(\sr=)(["\'])[^"\']*\2', rf"\g<1>\g<2>{name}\2", tag).encode()]
                at = end
        return b"".join([*parts, self.data[at:]])

    def _spliced(self, splices: Iterable[Splice]) -> bytes:
        """Each at its place in the sheet as it was; those of one place in the order they came."""
        parts, at = [], 0
        for start, end, written in sorted(splices, key=lambda splice: splice[0]):
            parts += [self.data[at:start], written.encode()]
            at = max(at, end)
        return b"".join([*parts, self.data[at:]])


def tag_end(data: bytes, start: int) -> int:
    """Behind the > of a tag; in quotes it is none."""
    found = _TAG.match(data, start)
    return found.end() if found else len(data)


def _written(text: str) -> str:
    """As XML has it; control characters as ECMA-376 Part 1, 22.9.2.19 writes them. Raises ValueError."""
    if _NO_XML.search(text):
        raise ValueError("a character of the text cannot stand in a workbook")
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", escape(plain))


def without_results(sheet: SheetXml, stale: Sequence[SheetCell]) -> bytes:
    """The sheet without the results of some formulas, which were those of another text."""
    data = sheet.data
    for cell in sorted(stale, key=lambda cell: -cell.start):
        head = tag_end(data, cell.start)
        opened = re.sub(rb'\st="[^"]*"', b"", data[cell.start : head])
        data = data[: cell.start] + opened + _RESULT.sub(b"", data[head : cell.end]) + data[cell.end :]
    return data


def with_formulas(sheet: SheetXml, change: Callable[[str], str]) -> bytes:
    """The sheet with other texts for its formulas. Raises ValueError where one of them fills several cells."""
    data = sheet.data
    for _, cell in reversed(sheet.formulas):
        written = data[cell.start : cell.end]
        found = _FORMULA.search(written)
        if not found or b"=" in found[1]:
            raise ValueError("a formula fills several cells")
        text = escape(change(unescape(found[2].decode(), {"&quot;": '"', "&apos;": "'"}))).encode()
        data = data[: cell.start + found.start(2)] + text + data[cell.start + found.end(2) :]
    return data

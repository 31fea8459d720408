"""Whether the table of a file's objects leads to them (ISO 32000-2 §7.5.4, §7.5.5, §7.5.8), from the bytes alone.

A library that reads damaged files rebuilds the table by searching, and so hides that it had to; other programs, and
presses among them, search otherwise or not at all. The tables are followed as the file says it, newest first.
"""

import re
import zlib
from collections.abc import Iterator
from typing import NamedTuple

MOST_SECTIONS = 2_000
MOST_ENTRIES = 2_000_000
MOST_DICTIONARY = 1 << 16  # bytes
MOST_UNPACKED = 64 << 20  # of all tables of a file
SLACK = 4096  # bytes by which a packed table may be longer than it is unpacked
HEADER_WITHIN = 1024  # bytes before which %PDF may stand

_SPACE = rb"[\0\t\n\f\r ]"
_START = re.compile(rb"startxref" + _SPACE + rb"{1,32}(\d{1,12})")
_OBJECT = re.compile(_SPACE + rb"{0,32}(\d{1,10})" + _SPACE + rb"{1,32}(\d{1,5})" + _SPACE + rb"{1,32}obj")
_TABLE = re.compile(_SPACE + rb"{0,32}xref(?=" + _SPACE + rb")")
_RUN = re.compile(_SPACE + rb"{0,32}(\d{1,10})" + _SPACE + rb"{1,8}(\d{1,10})(?=" + _SPACE + rb")")
_ENTRY = re.compile(_SPACE + rb"{0,8}(\d{1,10})" + _SPACE + rb"{1,8}(\d{1,5})" + _SPACE + rb"{1,8}([nf])")
_TRAILER = re.compile(_SPACE + rb"{0,32}trailer")
_PREDICTORS = range(10, 16)  # of PNG: each row says its own


class _Entry(NamedTuple):
    number: int
    generation: int
    offset: int | None  # None: free, or in an object stream


class _Section(NamedTuple):
    """`older`: where further sections begin."""

    entries: list[_Entry]
    older: list[int]


class _Damaged(Exception):
    """The message says what of the table cannot be followed, for people."""


class _TooMuch(Exception):
    """More than is looked at in good time."""


def faults(content: bytes) -> Iterator[str]:
    """What is wrong with the table, in words; nothing where all of it leads where it says."""
    try:
        yield from _Reader(content).faults()
    except _Damaged as damage:
        yield str(damage)
    except _TooMuch:
        return


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content = content
        header = content.find(b"%PDF-", 0, HEADER_WITHIN)
        self._shifts = (0, header) if header > 0 else (0,)  # some count from the header
        self._entries_left, self._bytes_left = MOST_ENTRIES, MOST_UNPACKED

    def faults(self) -> Iterator[str]:
        objects: dict[int, _Entry] = {}
        for section in self._sections():
            for entry in section.entries:
                objects.setdefault(entry.number, entry)
        lost = [entry.number for entry in objects.values() if not self._leads(entry)]
        if lost:
            named = ", ".join(map(str, sorted(lost)[:8])) + (" …" if len(lost) > 8 else "")
            what = f"object {named} is" if len(lost) == 1 else f"{len(lost):,} objects ({named}) are"
            yield f"{what} not where the cross-reference table says"

    def _leads(self, entry: _Entry) -> bool:
        """Object 0 is always free, and an offset of 0 is written by many for objects that there are not."""
        return not entry.offset or not entry.number or any(self._stands(entry, shift) for shift in self._shifts)

    def _stands(self, entry: _Entry, shift: int) -> bool:
        found = _OBJECT.match(self._content, (entry.offset or 0) + shift)
        return found is not None and (int(found[1]), int(found[2])) == (entry.number, entry.generation)

    # --- sections ---------------------------------------------------------------------------------

    def _sections(self) -> Iterator[_Section]:
        start = self._content.rfind(b"startxref")
        last = _START.match(self._content, start) if start >= 0 else None
        if last is None:
            raise _Damaged("the end of the file does not say where its cross-reference table begins")
        waiting, seen = [int(last[1])], set[int]()
        while waiting and len(seen) < MOST_SECTIONS:
            offset = waiting.pop(0)
            if offset in seen:
                continue
            seen.add(offset)
            section = self._section(offset)
            if section is None:
                older = "an older part of its" if len(seen) > 1 else "its"
                raise _Damaged(f"{older} cross-reference table is not where the file says; it had to be rebuilt")
            yield section
            waiting += section.older

    def _section(self, offset: int) -> _Section | None:
        for shift in self._shifts:
            table = _TABLE.match(self._content, offset + shift)
            if table is not None:
                return self._table(table.end())
            stream = _OBJECT.match(self._content, offset + shift)
            if stream is not None:
                return self._stream(stream.end())
        return None

    def _table(self, at: int) -> _Section:
        entries: list[_Entry] = []
        while (run := _RUN.match(self._content, at)) is not None:
            first, count, at = int(run[1]), int(run[2]), run.end()
            self._take(count)
            for number in range(first, first + count):
                entry = _ENTRY.match(self._content, at)
                if entry is None:
                    raise _Damaged(f"its cross-reference table breaks off at object {number}; it had to be rebuilt")
                entries.append(_Entry(number, int(entry[2]), int(entry[1]) if entry[3] == b"n" else None))
                at = entry.end()
        trailer = _TRAILER.match(self._content, at)
        if trailer is None:
            raise _Damaged("its cross-reference table has no trailer; it had to be rebuilt")
        most = trailer.end() + MOST_DICTIONARY
        end = self._content.find(b"startxref", trailer.end(), most)
        words = self._content[trailer.end() : end if end >= 0 else most]
        return _Section(entries, [place for key in (b"XRefStm", b"Prev") if (place := _number(words, key))])

    def _take(self, count: int) -> None:
        self._entries_left -= count
        if self._entries_left < 0:
            raise _TooMuch

    # --- cross-reference streams ------------------------------------------------------------------

    def _stream(self, at: int) -> _Section | None:
        """None for an object that is no such stream."""
        end = self._content.find(b"stream", at, at + MOST_DICTIONARY)
        words = self._content[at:end] if end >= 0 else b""
        if re.search(rb"/Type\s{0,9}/XRef\b", words) is None:
            return None
        data = end + len(b"stream")
        data += 2 if self._content[data : data + 2] == b"\r\n" else 1
        previous = _number(words, b"Prev")
        return _Section(self._packed_entries(words, data), [previous] if previous else [])

    def _packed_entries(self, words: bytes, data: int) -> list[_Entry]:
        """Of a stream packed as nearly all are; of others nothing is known."""
        widths, size = _numbers(words, b"W"), _number(words, b"Size") or 0
        filters = re.search(rb"/Filter\s{0,9}\[?\s{0,9}/FlateDecode\s{0,9}\]?\s{0,9}(?=/|>>|$)", words)
        if len(widths) != 3 or sum(widths) > 32 or not sum(widths) or filters is None:
            return []
        runs = _numbers(words, b"Index") or [0, size]
        self._take(sum(runs[1::2]))
        columns = _number(words, b"Columns") if (_number(words, b"Predictor") or 1) in _PREDICTORS else None
        rows = self._rows(data, sum(widths), sum(runs[1::2]), predicted=columns == sum(widths))
        numbers = (
            number
            for first, count in zip(runs[::2], runs[1::2], strict=False)
            for number in range(first, first + count)
        )
        return [_packed_entry(number, row, widths) for number, row in zip(numbers, rows, strict=False)]

    def _rows(self, at: int, width: int, count: int, *, predicted: bool) -> Iterator[bytes]:
        length = (width + predicted) * count
        self._bytes_left -= length
        if self._bytes_left < 0:
            raise _TooMuch
        try:
            table = zlib.decompressobj().decompress(self._content[at : at + length + SLACK], max(length, 1))
        except zlib.error as error:
            raise _Damaged("its cross-reference stream cannot be unpacked; it had to be rebuilt") from error
        above = bytes(width)
        for start in range(0, len(table) - width - predicted + 1, width + predicted):
            row = table[start + predicted : start + predicted + width]
            above = _unpredicted(table[start], row, above) if predicted else row
            yield above


def _packed_entry(number: int, row: bytes, widths: list[int]) -> _Entry:
    first, second = widths[0], widths[0] + widths[1]
    kind = int.from_bytes(row[:first], "big") if first else 1
    offset = int.from_bytes(row[first:second], "big")
    return _Entry(number, int.from_bytes(row[second:], "big"), offset if kind == 1 else None)


def _unpredicted(kind: int, row: bytes, above: bytes) -> bytes:
    """A row of PNG's filters: each byte is said as its distance from those beside and above it."""
    out = bytearray()
    for place, byte in enumerate(row):
        left, corner = (out[place - 1], above[place - 1]) if place else (0, 0)
        out.append((byte + _neighbour(kind, left, above[place], corner)) & 0xFF)
    return bytes(out)


def _neighbour(kind: int, left: int, above: int, corner: int) -> int:
    match kind:
        case 1:
            return left
        case 2:
            return above
        case 3:
            return (left + above) // 2
        case 4:
            guess = left + above - corner
            return min((left, above, corner), key=lambda each: abs(guess - each))
        case _:
            return 0


def _number(words: bytes, key: bytes) -> int | None:
    found = re.search(rb"/" + key + rb"\s{1,9}(\d{1,12})(?!\s{1,9}\d{1,5}\s{1,9}R\b)", words)
    return int(found[1]) if found else None


def _numbers(words: bytes, key: bytes) -> list[int]:
    found = re.search(rb"/" + key + rb"\s{0,9}\[([\d\s]{1,4000})\]", words)
    return [int(each) for each in found[1].split()] if found else []

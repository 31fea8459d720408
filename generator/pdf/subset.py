"""A TrueType file cut down to some of its letters (ISO 32000-2 §9.9): the bytes of ReportLab's `makeSubset`.

That reads and writes number by number, and looks at each letter anew for every file that shows it.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from struct import pack, unpack, unpack_from
from typing import Any, NamedTuple

_MOST_FACES = 16
_COPIED = ("name", "OS/2", "cvt ", "fpgm", "prep")  # as they are, where they are
# Of a part of a composite glyph (OpenType 1.9, glyf): what its flags say of the numbers after it, and that more follow.
_WORDS, _SCALE, _TWO_SCALES, _MATRIX, _MORE = 0x0001, 0x0008, 0x0040, 0x0080, 0x0020
_HEAD = 10  # bytes of a glyph before its first part
_LONG = 0xFFFF  # halves of bytes: from there on places take four bytes
_MAGIC = 0xB1B0AFBA  # what all sums of a file give together


class _Glyph(NamedTuple):
    data: bytes  # up to a fourth byte
    sum: int
    parts: tuple[tuple[int, int], ...]  # of a composite one: where a part is named, and which glyph it is


class FontCutter:
    """Cuts one font, again and again. `face`: ReportLab's, which has read the file."""

    def __init__(self, face: Any) -> None:
        self._face = face
        self._outlines: bytes = face.get_table("glyf")
        self._known: dict[int, _Glyph] = {}
        self._copied = {tag: face.get_table(tag) for tag in _COPIED if tag in face.table}
        self._sums = {tag: _sum(data) for tag, data in self._copied.items()}

    def cut(self, letters: Sequence[int]) -> bytes:
        """A font in which code n shows the n-th letter."""
        old = [0]  # glyphs of the file, in their order here; the first is what shows that there is none
        new = {0: 0}
        codes = []
        for letter in letters:
            glyph = self._face.charToGlyph.get(letter, 0)
            if glyph not in new:
                new[glyph] = len(old)
                old.append(glyph)
            codes.append(new[glyph])
        for glyph in old:  # which grows by the parts of composite ones
            for _, part in self._glyph(glyph).parts:
                if part not in new:
                    new[part] = len(old)
                    old.append(part)
        outlines, total, places = self._laid_out(old, new)
        is_long = (places[-1] + 1) >> 1 > _LONG
        pairs, metrics = self._metrics(old)
        table = self._face.get_table
        return self._file(
            {
                "post": b"\0\3\0\0" + table("post")[4:16] + bytes(16),
                "hmtx": metrics,
                "hhea": _with(table("hhea"), 34, pairs),
                "maxp": _with(table("maxp"), 4, len(old)),
                "cmap": _cmap(codes),
                "glyf": outlines,
                "loca": pack(f">{len(places)}L", *places)
                if is_long
                else pack(f">{len(places)}H", *[place >> 1 for place in places]),
                "head": _with(table("head"), 50, int(is_long)),
            },
            {"glyf": total},
        )

    def _glyph(self, number: int) -> _Glyph:
        known = self._known.get(number)
        if known is None:
            start, end = self._face.glyphPos[number : number + 2]
            data = self._outlines[start:end]
            is_composite = len(data) > 2 and unpack_from(">h", data)[0] < 0
            parts = tuple(_parts(data)) if is_composite else ()
            data += bytes(-len(data) % 4)
            known = self._known[number] = _Glyph(data, _sum(data), parts)
        return known

    def _laid_out(self, old: Sequence[int], new: dict[int, int]) -> tuple[bytes, int, list[int]]:
        """The outlines one after the other, each from a fourth byte on, their sum, and where each begins and the last
        one ends.
        """
        written, places, total = [], [0], 0
        for glyph in old:
            data, own, parts = self._glyph(glyph)
            for place, part in parts:
                data = _with(data, place, new[part])
            written.append(data)
            total += _sum(data) if parts else own
            places.append(places[-1] + len(data))
        return b"".join(written), total & 0xFFFFFFFF, places

    def _metrics(self, old: Sequence[int]) -> tuple[int, bytes]:
        """Widths and left bearings; of glyphs of one width at the end the bearings alone."""
        numbers = [(int(width), int(bearing)) for width, bearing in map(self._face.hmetrics.__getitem__, old)]
        pairs = len(numbers)
        while pairs > 1 and numbers[pairs - 1][0] == numbers[pairs - 2][0]:
            pairs -= 1
        flat = [number for pair in numbers[:pairs] for number in pair] + [bearing for _, bearing in numbers[pairs:]]
        return pairs, pack(f">{len(flat)}H", *flat)

    def _file(self, own: dict[str, bytes], known: dict[str, int]) -> bytes:
        """Of tables, of some of which the sum is known."""
        tables = {**self._copied, **own, "head": own["head"][:8] + bytes(4) + own["head"][12:]}
        sums = self._sums | {tag: known.get(tag) or _sum(tables[tag]) for tag in own}
        power = len(tables).bit_length() - 1
        head = pack(">lHHHH", 0x00010000, len(tables), 16 << power, power, len(tables) * 16 - (16 << power))
        at, entries, written = len(head) + 16 * len(tables), [], []
        adjusted = 0
        for tag, data in sorted(tables.items()):
            if tag == "head":
                adjusted = at + 8
            entries.append(tag.encode("latin-1") + pack(">LLL", sums[tag], at, len(data)))
            written += [data, bytes(-len(data) % 4)]
            at += len(data) + -len(data) % 4
        head += b"".join(entries)
        file = bytearray(head + b"".join(written))
        file[adjusted : adjusted + 4] = pack(">L", (_MAGIC - _sum(head) - sum(sums.values())) & 0xFFFFFFFF)
        return bytes(file)


@lru_cache(maxsize=_MOST_FACES)
def cutter(face: Any) -> FontCutter:
    """One for each face."""
    return FontCutter(face)


def _parts(data: bytes) -> Iterator[tuple[int, int]]:
    at, flags = _HEAD, _MORE
    while flags & _MORE:
        flags, glyph = unpack_from(">HH", data, at)
        yield at + 2, glyph
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def _cmap(codes: Sequence[int]) -> bytes:
    """One table of format 6: glyphs of the codes from nought on."""
    head = (0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes))
    return pack(f">{len(head) + len(codes)}H", *head, *codes)


def _with(data: bytes, place: int, number: int) -> bytes:
    """The same with two bytes that say another number."""
    return data[:place] + number.to_bytes(2, "big") + data[place + 2 :]


def _sum(data: bytes) -> int:
    """Of its words of four bytes, modulo 2^32."""
    data += bytes(-len(data) % 4)
    words: tuple[int, ...] = unpack(f">{len(data) >> 2}L", data)
    return sum(words) & 0xFFFFFFFF

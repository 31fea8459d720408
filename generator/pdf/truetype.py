"""A TrueType file, read for cutting: ReportLab's reader and cutter, without its slow walk through every character.

Its `TTFontFile` takes 5 to 10 ms a font to word the whole character map; here a character is looked up when it is used.
"""

from bisect import bisect_left
from io import BytesIO
from struct import iter_unpack, unpack_from
from typing import Any

_UNUSED_TABLES = ("name", "OS/2")  # no reader of an embedded font needs them (ISO 32000-2 §9.9.2), and they are long
_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))  # platform and encoding of Unicode, the widest first


class Glyphs(dict[int, int]):
    """Character → glyph; 0 where the font has none. Segments of a `cmap` of format 4 or 12, in order."""

    def __init__(self, table: bytes) -> None:
        super().__init__()
        self._ends: tuple[int, ...]
        self._table = table
        self._wide = unpack_from(">H", table)[0] == 12
        if self._wide:
            (count,) = unpack_from(">L", table, 12)
            groups = unpack_from(f">{3 * count}L", table, 16)
            self._starts, self._ends, self._deltas = groups[::3], groups[1::3], groups[2::3]
        else:
            (double,) = unpack_from(">H", table, 6)
            count = double // 2
            self._ends = unpack_from(f">{count}H", table, 14)
            self._starts = unpack_from(f">{count}H", table, 16 + double)
            self._deltas = unpack_from(f">{count}H", table, 16 + 2 * double)
            self._ranges_at = 16 + 3 * double

    def __missing__(self, character: int) -> int:
        segment = bisect_left(self._ends, character)
        found = segment < len(self._ends) and self._starts[segment] <= character
        self[character] = glyph = self._glyph(segment, character) if found else 0
        return glyph

    def _glyph(self, segment: int, character: int) -> int:
        within = character - self._starts[segment]
        if self._wide:
            return int(self._deltas[segment] + within)
        at = self._ranges_at + 2 * segment
        (offset,) = unpack_from(">H", self._table, at)
        if not offset:
            return int(character + self._deltas[segment]) & 0xFFFF
        glyph: int = unpack_from(">H", self._table, at + offset + 2 * within)[0]
        return (glyph + self._deltas[segment]) & 0xFFFF if glyph else 0


def read(data: bytes) -> Any:
    """ReportLab's `TTFontFile`, ready to cut. Its `charToGlyph` knows the characters that were asked for by index."""
    from reportlab.pdfbase.ttfonts import TTFontFile  # type: ignore[import-untyped]  # 40 ms: not before it is needed

    file = TTFontFile(BytesIO(data), charInfo=0)
    tables = file.get_table
    file.charToGlyph = Glyphs(_character_map(tables("cmap")))
    file.hmetrics = _advances(tables("hmtx"), unpack_from(">H", tables("hhea"), 34)[0], file.numGlyphs)
    file.glyphPos = _places(tables("loca"), long=unpack_from(">H", tables("head"), 50)[0] == 1)

    def get_table(tag: str) -> bytes:
        if tag in _UNUSED_TABLES:
            raise KeyError(tag)
        found: bytes = tables(tag)
        return found

    file.get_table = get_table
    return file


def _character_map(cmap: bytes) -> bytes:
    (count,) = unpack_from(">H", cmap, 2)
    records = {(platform, encoding): at for platform, encoding, at in iter_unpack(">HHL", cmap[4 : 4 + 8 * count])}
    for kind in _MAPS:
        if kind in records and unpack_from(">H", cmap, records[kind])[0] in (4, 12):
            return cmap[records[kind] :]
    raise ValueError("the font has no Unicode character map of format 4 or 12")


def _advances(hmtx: bytes, full: int, count: int) -> list[tuple[int, int]]:
    """Advance and left side bearing of each glyph, in units of the font; the last advance holds for the rest.

    (ReportLab's own reading gives that last one in 1/1000 em.)
    """
    entries = list(iter_unpack(">HH", hmtx[: 4 * full]))
    rest = iter_unpack(">H", hmtx[4 * full : 4 * full + 2 * (count - full)])
    return [*entries, *((entries[-1][0], bearing) for (bearing,) in rest)]


def _places(loca: bytes, *, long: bool) -> list[int]:
    if long:
        return list(unpack_from(f">{len(loca) // 4}L", loca))
    return [2 * place for place in unpack_from(f">{len(loca) // 2}H", loca)]

"""What composition needs of a TrueType file: its letters, their widths and kerning, its proportions.

Read with `struct`, table by table and only when asked for: a build measures with four fonts or five, and the whole
of this costs less than importing a font library. Table layouts: OpenType 1.9.1, chapters named below.
"""

from functools import cached_property
from struct import Struct, unpack_from
from struct import error as StructError
from typing import NamedTuple

from generator.fonts import cmap

_FLAVOURS = (b"\x00\x01\x00\x00", b"true")
_GLYPH_HEADER = 10  # bytes
_COUNT = Struct(">h")  # of contours: a glyph begins with it
_MOST_CODES = 200_000  # three times as many as a font has glyphs
_DEEPEST = 8  # parts of parts of a glyph


class NotAFont(ValueError):
    """The bytes are no TrueType font that can be read; the message says why, for the user."""


class Extent(NamedTuple):
    """In font units from the baseline, upwards."""

    bottom: int
    top: int


class Proportions(NamedTuple):
    """In em; the descent is below nought."""

    ascent: float
    descent: float
    cap_height: float
    x_height: float


class Sfnt:
    """A font file by its tables."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        if data[:4] not in _FLAVOURS:
            raise NotAFont("it has no TrueType outlines")
        try:
            count = unpack_from(">H", data, 4)[0]
            records = [unpack_from(">4sIII", data, 12 + 16 * index) for index in range(count)]
            self.tables = {tag: (offset, length) for tag, _, offset, length in records}
            if any(offset + length > len(data) for offset, length in self.tables.values()):
                raise NotAFont("it is cut off: a table reaches past its end")
            self.units_per_em = unpack_from(">H", data, self._at(b"head") + 18)[0]
            self.glyph_count = unpack_from(">H", data, self._at(b"maxp") + 4)[0]
        except StructError as error:
            raise NotAFont("it is damaged") from error
        if not self.units_per_em or b"glyf" not in self.tables:
            raise NotAFont("it has no TrueType outlines")

    def _at(self, tag: bytes) -> int:
        if tag not in self.tables:
            raise NotAFont(f"it has no '{tag.decode().strip()}' table")
        return int(self.tables[tag][0])

    @property
    def embedding(self) -> int:
        """fsType of 'OS/2': what the maker permits."""
        return int(unpack_from(">H", self.data, self._at(b"OS/2") + 8)[0]) if b"OS/2" in self.tables else 0

    @property
    def is_variable(self) -> bool:
        return b"fvar" in self.tables

    def characters(self) -> dict[int, int]:
        """Code point → glyph, from the widest Unicode subtable of 'cmap'."""
        places = cmap.subtables(self.data, self._at(b"cmap"))
        wanted = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
        at = next((places[key] for key in wanted if key in places), None)
        if at is None:
            raise NotAFont("it has no Unicode characters")
        characters = cmap.glyphs(self.data, at, _MOST_CODES)
        if characters is None:
            version = cmap.version(self.data, at)
            raise NotAFont(f"its characters are listed in a way that is not read (cmap format {version})")
        return characters

    def advances(self) -> tuple[int, ...]:
        """The advance of each glyph, in font units; the last one counts for all that follow ('hmtx')."""
        count = unpack_from(">H", self.data, self._at(b"hhea") + 34)[0]
        pairs = unpack_from(f">{2 * count}H", self.data, self._at(b"hmtx"))
        advances: tuple[int, ...] = pairs[::2]
        return (*advances, *[advances[-1]] * (int(self.glyph_count) - len(advances)))

    def is_drawn(self, glyph: int, depth: int = 0) -> bool:
        """Whether a glyph has an outline, or the base of what it is put together from has one. Raises struct.error and
        ValueError ('loca', 'glyf').
        """
        start, end = self._outlines[glyph : glyph + 2]
        if end - start < _GLYPH_HEADER:
            return False
        (contours,) = _COUNT.unpack_from(self.data, start)
        if contours >= 0:
            return bool(contours)
        base = unpack_from(">H", self.data, start + _GLYPH_HEADER + 2)[0]
        return depth < _DEEPEST and self.is_drawn(base, depth + 1)

    def extent(self, glyph: int) -> Extent | None:
        """How far down and up its outline reaches; None where nothing is drawn. Raises as `is_drawn` does."""
        if not self.is_drawn(glyph):
            return None
        return Extent(*unpack_from(">h2xh", self.data, self._outlines[glyph] + 4))

    @cached_property
    def _outlines(self) -> tuple[int, ...]:
        """Where each glyph begins in the file, and where the last one ends."""
        long = unpack_from(">h", self.data, self._at(b"head") + 50)[0]
        table = f">{self.glyph_count + 1}{'I' if long else 'H'}"
        whole, unit = self._at(b"glyf"), 1 if long else 2
        return tuple(whole + unit * offset for offset in unpack_from(table, self.data, self._at(b"loca")))

    def proportions(self) -> Proportions:
        em = self.units_per_em
        ascent, descent = unpack_from(">hh", self.data, self._at(b"hhea") + 4)
        x_height, cap_height = 0, 0
        if b"OS/2" in self.tables:
            start, length = self.tables[b"OS/2"]
            if length >= 90 and unpack_from(">H", self.data, start)[0] >= 2:
                x_height, cap_height = unpack_from(">hh", self.data, start + 86)
        return Proportions(ascent / em, descent / em, (cap_height or 0.7 * em) / em, (x_height or 0.5 * em) / em)

"""Fonts of thousands of characters, as Chinese, Japanese and Korean need: outlines are converted one by one, and only
those that are printed. What is measured comes from the tables of the file as they are.

`fontTools` is imported when the first outline is asked for, and for a variable font when it is opened.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import cached_property
from io import BytesIO
from struct import pack, pack_into, unpack_from
from typing import TYPE_CHECKING, Any

from generator.fonts.collection import directory, packed
from generator.fonts.font import Font, damaged_outline

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    from generator.fonts.outline_limits import StepBudget

LARGE = 3_000  # glyphs; a smaller font is converted whole
_AS_THEY_ARE = (b"cmap", b"head", b"hhea", b"hmtx", b"OS/2", b"name", b"GPOS", b"kern")
_MAXIMA = pack(">IHHHHHHHHHHHHHH", 0x00010000, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0)  # 'maxp' 1.0
_LONG_OFFSETS = 50  # in 'head': indexToLocFormat
_FULL_WIDTH = 0x2E80  # from here on letters are as wide at any weight
CURVE_ERROR = 0.5 / 1000  # em; how far a converted outline may stray


def is_large(data: bytes) -> bool:
    """Whether a font has to be converted, and has so many glyphs that this is done one by one. Raises struct.error."""
    tables = directory(data)
    if b"maxp" not in tables or not (b"fvar" in tables or b"CFF " in tables or b"CFF2" in tables):
        return False
    return int(unpack_from(">H", data, tables[b"maxp"][0] + 4)[0]) > LARGE


class LargeFont(Font):
    """A font whose `data` have every character and width, but no outlines: `with_outlines` has those asked for."""

    def __init__(self, key: str, source: bytes, axes: Mapping[str, float]) -> None:
        """`source`: a file with CFF outlines, or a variable font, which is set at these values of its `axes`, and else
        at its own. Raises NotAFont and struct.error.
        """
        self._source, self._axes = source, axes
        self._drawn: dict[int, Glyph] = {}
        tables = directory(source)
        super().__init__(key, _skeleton(source, tables))
        if b"fvar" in tables:
            self._advances = self._advances_at_weight()

    def with_outlines(self, characters: Iterable[int]) -> bytes:
        """A TrueType file of these characters alone, as far as the font has them."""
        from fontTools.ttLib import TTFont, newTable

        wanted = {code: self._glyphs[code] for code in sorted(set(characters)) if code in self._glyphs}
        order = self._opened.getGlyphOrder()
        names = [order[glyph] for glyph in dict.fromkeys((0, *wanted.values()))]
        font = TTFont(recalcTimestamp=False)
        font.setGlyphOrder(names)
        for tag in ("head", "hhea", "maxp", "OS/2", "name", "post"):
            font[tag] = deepcopy(self._opened[tag])
        font["maxp"].numGlyphs = len(names)
        set_true_type(font)
        font["cmap"] = _characters({code: order[glyph] for code, glyph in wanted.items()})
        font["loca"], font["glyf"], font["hmtx"] = newTable("loca"), newTable("glyf"), newTable("hmtx")
        font["glyf"].glyphOrder = names
        font["glyf"].glyphs = {order[glyph]: self._outline(glyph) for glyph in (0, *wanted.values())}
        font["hmtx"].metrics = {
            order[glyph]: (self._advances[glyph], getattr(self._outline(glyph), "xMin", 0))
            for glyph in (0, *wanted.values())
        }
        file = BytesIO()
        font.save(file)
        return file.getvalue()

    @cached_property
    def _opened(self) -> "TTFont":
        from fontTools.ttLib import TTFont

        return TTFont(BytesIO(self._source), lazy=True, recalcTimestamp=False)

    @cached_property
    def _outlines(self) -> Any:
        """Glyphs by name, at the font's defaults but for its weight."""
        if "fvar" not in self._opened:
            return self._opened.getGlyphSet()
        return self._opened.getGlyphSet(location=axis_values(self._opened, self._axes))

    @cached_property
    def _steps(self) -> "StepBudget":
        from generator.fonts.outline_limits import StepBudget

        return StepBudget()

    def _outline(self, glyph: int) -> "Glyph":
        """Quadratic, without components."""
        if glyph not in self._drawn:
            from fontTools.pens.cu2quPen import Cu2QuPen
            from fontTools.pens.ttGlyphPen import TTGlyphPen

            from generator.fonts.outline_limits import Recorder, limit

            recorded, pen, name = Recorder(self._outlines), TTGlyphPen(None), self._opened.getGlyphOrder()[glyph]
            try:
                limit(self._opened, [name], self._steps)
                self._outlines[name].draw(recorded)
            except Exception as error:  # fontTools raises whatever its parsers do; the letters before were sound
                raise damaged_outline(self.key, error) from error
            recorded.replay(Cu2QuPen(pen, CURVE_ERROR * self._em, reverse_direction="glyf" not in self._opened))
            self._drawn[glyph] = pen.glyph()
            self._drawn[glyph].recalcBounds(None)
        return self._drawn[glyph]

    def _advances_at_weight(self) -> tuple[int, ...]:
        """A variable font's letters are wider where they are bold; ideographs and the like are not."""
        order = self._opened.getGlyphOrder()
        advances = list(self._advances)
        for code, glyph in self._glyphs.items():
            if code < _FULL_WIDTH:
                advances[glyph] = round(self._outlines[order[glyph]].width)
        return tuple(advances)


def axis_values(font: "TTFont", wanted: Mapping[str, float]) -> dict[str, float]:
    """Of each axis of a variable font the value that is wanted, as far as it goes, or its own."""
    axes = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes}
    return {tag: min(max(wanted.get(tag, own), least), most) for tag, (least, own, most) in axes.items()}


def set_true_type(font: "TTFont") -> None:
    """What a TrueType file has to say about its outlines: 'maxp' 1.0, 'post' without PostScript names."""
    font["maxp"].__dict__.update(dict.fromkeys(_MAXIMA_NAMES, 0), tableVersion=0x00010000, maxZones=1)
    font["post"].formatType = 3.0


_MAXIMA_NAMES = (
    "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
    "maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints",
    "maxCompositeContours", "maxComponentDepth",
)  # fmt: skip


def _skeleton(source: bytes, tables: Mapping[bytes, tuple[int, int]]) -> bytes:
    """A TrueType file with the characters and widths of the source, whose glyphs are all empty."""
    kept = {tag: _cut(source, tables[tag]) for tag in _AS_THEY_ARE if tag in tables}
    glyphs = unpack_from(">H", source, tables[b"maxp"][0] + 4)[0]
    maxp = bytearray(_MAXIMA)
    pack_into(">H", maxp, 4, glyphs)
    head = bytearray(kept[b"head"])
    pack_into(">H", head, _LONG_OFFSETS, 1)
    post = bytes.fromhex("00030000") + _cut(source, tables[b"post"])[4:32]
    own = {b"head": bytes(head), b"maxp": bytes(maxp), b"post": post}
    outlines = {b"glyf": bytes(4), b"loca": bytes(4 * (glyphs + 1))}
    return packed(b"\x00\x01\x00\x00", kept | own | outlines)


def _cut(data: bytes, place: tuple[int, int]) -> bytes:
    start, length = place
    return data[start : start + length]


def _characters(names: Mapping[int, str]) -> Any:
    """A 'cmap' for readers of Unicode."""
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

    table = newTable("cmap")
    table.tableVersion = 0
    subtable = CmapSubtable.newSubtable(12)
    subtable.platformID, subtable.platEncID, subtable.language, subtable.format = 3, 10, 0, 12
    subtable.reserved, subtable.length, subtable.nGroups = 0, 0, 0
    subtable.cmap = dict(names)
    table.tables = [subtable]
    return table

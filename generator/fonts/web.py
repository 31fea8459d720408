"""A font for screens: its Latin, Greek and Cyrillic letters, as a compressed web font (WOFF2).

Kerning, marks and the maker's words of licence stay. Same bytes in, same bytes out.
"""

from functools import lru_cache
from io import BytesIO

from generator.fonts.convert import MOST_KEPT, USAGE
from generator.fonts.font import Font
from generator.fonts.sfnt import Sfnt

INSTALLABLE = 0  # of fsType: all other uses are of documents, and what a server hands out is none
# Letters of Europe and Vietnam, punctuation, currencies, arrows, signs of reckoning; others stand in the next font.
_LETTERS = ((0x20, 0x17F), (0x1A0, 0x1B0), (0x218, 0x21B), (0x370, 0x45F), (0x490, 0x491), (0x1E00, 0x1EFF))
_SIGNS = ((0x2010, 0x2065), (0x20A0, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2199), (0x2212, 0x2212), (0x2260, 0x2265))
_KEPT_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl")
_KEPT_NAMES = (0, 1, 2, 13, 14)  # copyright, family, style, licence and where it is said


def may_be_served(font: Font) -> bool:
    return Sfnt(font.data).embedding & USAGE == INSTALLABLE


def web_font(font: Font) -> bytes:
    return _packed(font.with_outlines(_characters()))


def _characters() -> list[int]:
    return [code for first, last in (*_LETTERS, *_SIGNS) for code in range(first, last + 1)]


@lru_cache(maxsize=MOST_KEPT)
def _packed(data: bytes) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options(
        hinting=False, notdef_outline=True, recalc_timestamp=False, layout_features=list(_KEPT_FEATURES),
        name_IDs=list(_KEPT_NAMES), drop_tables=[*Options._drop_tables_default, "FFTM"],
    )  # fmt: skip
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=_characters())
    cutter.subset(font)
    font.flavor = "woff2"
    file = BytesIO()
    font.save(file)
    return file.getvalue()

"""A font for screens: its Latin, Greek and Cyrillic letters, as a compressed web font (WOFF2).

Kerning, marks and the maker's words of licence stay. Same bytes in, same bytes out. It says in itself what it was made
of, so that it is made once: a large font takes longer than a deck of 142 cards.
"""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from struct import unpack_from
from typing import Any

from generator import __version__
from generator.fonts.convert import MOST_KEPT, USAGE
from generator.fonts.font import Font
from generator.fonts.sfnt import Sfnt

INSTALLABLE = 0  # of fsType: all other uses are of documents, and what a server hands out is none
# Letters of Europe and Vietnam, punctuation, currencies, arrows, signs of reckoning; others stand in the next font.
_LETTERS = ((0x20, 0x17F), (0x1A0, 0x1B0), (0x218, 0x21B), (0x370, 0x45F), (0x490, 0x491), (0x1E00, 0x1EFF))
_SIGNS = ((0x2010, 0x2065), (0x20A0, 0x20BF), (0x2116, 0x2122), (0x2190, 0x2199), (0x2212, 0x2212), (0x2260, 0x2265))
_KEPT_FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl")
_KEPT_NAMES = (0, 1, 2, 13, 14)  # copyright, family, style, licence and where it is said
_ENGLISH = 0x409
_SIGNATURE, _OWN_PLACE = (
    b"wOF2",
    40,
)  # in the head of a file: where its block of private data is, and how long (WOFF2 §4)


def may_be_served(font: Font) -> bool:
    return Sfnt(font.data).embedding & USAGE == INSTALLABLE


def web_font(font: Font, before: bytes = b"") -> bytes:
    """`before`: a file of the same name, which stays if it was made of this font."""
    made_of = sha256(f"{__version__}\0".encode() + font.data).digest()
    return before if _said(before) == made_of else _packed(font.with_outlines(_characters()), made_of)


def _said(file: bytes) -> bytes:
    """What a web font says that it was made of."""
    if not file.startswith(_SIGNATURE) or len(file) < _OWN_PLACE + 8:
        return b""
    start, length = unpack_from(">II", file, _OWN_PLACE)
    return file[start : start + length]


def _characters() -> list[int]:
    return [code for first, last in (*_LETTERS, *_SIGNS) for code in range(first, last + 1)]


@lru_cache(maxsize=MOST_KEPT)
def _packed(data: bytes, made_of: bytes) -> bytes:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.woff2 import WOFF2FlavorData

    options = Options(
        hinting=False, notdef_outline=True, recalc_timestamp=False, layout_features=list(_KEPT_FEATURES),
        drop_tables=[*Options._drop_tables_default, "FFTM"],
    )  # fmt: skip
    font = TTFont(BytesIO(data), recalcTimestamp=False, lazy=True)
    cutter = Subsetter(options)
    cutter.populate(unicodes=_characters())
    names = font.get("name")
    if names is None:
        cutter.subset(font)
    else:
        del font["name"]  # or all would be looked through for who refers to one, which takes longer than cutting
        cutter.subset(font)
        names.names = [name for name in names.names if _is_kept(name)]
        font["name"] = names
    font.flavor, font.flavorData = "woff2", WOFF2FlavorData()
    font.flavorData.privData = made_of
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _is_kept(name: Any) -> bool:
    return name.nameID in _KEPT_NAMES and name.isUnicode() and name.langID == _ENGLISH

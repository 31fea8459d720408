"""How wide the glyphs are of the fonts that every reader has, and that a PDF may therefore leave out (the standard 14).

Widths in thousandths of an em, as in the metrics files that Adobe publishes for any use (Core 14 AFM, copyright 1985 to
1997 Adobe Systems Incorporated): of the text fonts in the order of `encodings.names`, of the two others by their own
codes from 32 on. Courier has one width. Arial, Times New Roman and Courier New take their place, and have their widths.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator.preflight.encodings import encoding, names

COURIER = 600
_OWN_CODES = ("Symbol", "ZapfDingbats")
_FAMILIES = {
    "Helvetica": "Helvetica", "Arial": "Helvetica", "ArialMT": "Helvetica",
    "Times": "Times", "TimesNewRoman": "Times", "TimesNewRomanPS": "Times", "TimesNewRomanPSMT": "Times",
    "Courier": "Courier", "CourierNew": "Courier", "CourierNewPS": "Courier", "CourierNewPSMT": "Courier",
    "Symbol": "Symbol", "ZapfDingbats": "ZapfDingbats",
}  # fmt: skip
_NAME = re.compile(r"(\w+?)(?:[-,](Roman|Bold|Italic|Oblique|BoldItalic|BoldOblique)(?:MT)?)?")
_FILE = Path(__file__).with_name("standard_fonts.txt")  # a font a paragraph: its name, then its widths


def is_standard(name: str) -> bool:
    return _face(name) is not None


def by_code(name: str, base: str, differences: Mapping[int, str]) -> dict[int, float]:
    """Code → width in ems of a standard font in an encoding; empty for any other font.

    `base`: the encoding by name, empty for the font's own.
    """
    face = _face(name)
    if face is None:
        return {}
    if face in _OWN_CODES:
        return {code: width / 1000 for code, width in enumerate(_tables()[face], 32) if width}
    glyphs = {**(encoding(base) or encoding("/StandardEncoding")), **differences}
    if face == "Courier":
        return dict.fromkeys(glyphs, COURIER / 1000)
    widths = _by_name(face)
    return {code: widths[glyph] for code, glyph in glyphs.items() if glyph in widths}


def _face(name: str) -> str | None:
    """The one whose widths it has: a family, for Helvetica and Times with Bold, for Times with Italic behind it."""
    parts = _NAME.fullmatch(name.replace(" ", ""))
    if parts is None or parts[1] not in _FAMILIES:
        return None
    family, style = _FAMILIES[parts[1]], parts[2] or ""
    bold = " Bold" if family in ("Helvetica", "Times") and "Bold" in style else ""
    italic = " Italic" if family == "Times" and ("Italic" in style or "Oblique" in style) else ""
    return family + bold + italic


@cache
def _by_name(face: str) -> dict[str, float]:
    return {name: width / 1000 for name, width in zip(names().values(), _tables()[face], strict=True)}


@cache
def _tables() -> dict[str, tuple[int, ...]]:
    """Name of a font → its widths."""
    tables = (paragraph.partition("\n") for paragraph in _FILE.read_text(encoding="ascii").split("\n\n"))
    return {name: tuple(map(int, widths.split())) for name, _, widths in tables}

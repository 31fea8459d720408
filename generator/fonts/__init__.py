"""Fonts: found, measured, converted; missing characters, scripts that cannot be set, where words break."""

from generator.fonts.book import DEFAULT_FAMILIES, FontBook, MissingGlyphs
from generator.fonts.finder import FontFinder
from generator.fonts.font import Font
from generator.fonts.hyphens import Hyphenator, hyphens
from generator.fonts.scripts import unset_places, unset_script

__all__ = [
    "DEFAULT_FAMILIES",
    "Font",
    "FontBook",
    "FontFinder",
    "Hyphenator",
    "MissingGlyphs",
    "hyphens",
    "unset_places",
    "unset_script",
]

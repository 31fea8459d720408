"""What the TrueType program of a PDF's font says of its glyphs: how many, and which codes lead to one.

Programs in PDFs lack tables that a font file has to have, and say wrong lengths: all but 'cmap' and 'maxp' is let be.
"""

from itertools import islice
from struct import error as StructError
from struct import unpack_from
from typing import NamedTuple

from generator.fonts import cmap

MOST_CODES = 70_000  # of one subtable
MOST_SUBTABLES = 16
MOST_TABLES = 64


class FontProgram(NamedTuple):
    """`maps`: (platform, encoding) → code → glyph."""

    glyphs: int
    maps: dict[tuple[int, int], dict[int, int]]


def read(data: bytes) -> FontProgram | None:
    """None for what is no TrueType font, or too damaged to say."""
    if data[:4] == b"ttcf":  # a collection is no font program
        return None
    try:
        tables = _tables(data)
        glyphs = unpack_from(">H", data, tables[b"maxp"] + 4)[0] if b"maxp" in tables else 0
        maps = _maps(data, tables[b"cmap"]) if b"cmap" in tables else {}
    except StructError:
        return None
    return FontProgram(glyphs, maps)


def _tables(data: bytes) -> dict[bytes, int]:
    """Tag → where the table begins."""
    count = unpack_from(">H", data, 4)[0]
    records = (unpack_from(">4sIII", data, 12 + 16 * place) for place in range(min(count, MOST_TABLES)))
    return {tag: start for tag, _, start, _ in records}


def _maps(data: bytes, start: int) -> dict[tuple[int, int], dict[int, int]]:
    places = islice(cmap.subtables(data, start).items(), MOST_SUBTABLES)
    return {key: cmap.glyphs(data, at, MOST_CODES) or {} for key, at in places}

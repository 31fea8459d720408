"""Which codes of a TrueType font lead to a glyph: its `cmap` and `maxp` tables, read with every length doubted."""

import struct
from typing import NamedTuple

MOST_CODES = 70_000


class Sfnt(NamedTuple):
    """`maps`: (platform, encoding) → code → glyph."""

    glyphs: int
    maps: dict[tuple[int, int], dict[int, int]]


def read(data: bytes) -> Sfnt | None:
    """None for what is no TrueType font, or too damaged to say."""
    try:
        tables = _tables(data)
        glyphs = struct.unpack_from(">H", data, tables["maxp"][0] + 4)[0] if "maxp" in tables else 0
        maps = _maps(data, tables["cmap"][0]) if "cmap" in tables else {}
    except (struct.error, IndexError, KeyError):
        return None
    return Sfnt(glyphs, maps)


def _tables(data: bytes) -> dict[str, tuple[int, int]]:
    if data[:4] == b"ttcf":
        raise KeyError("a collection is no font program")
    count = struct.unpack_from(">H", data, 4)[0]
    found = {}
    for place in range(min(count, 64)):
        tag, _, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * place)
        found[tag.decode("latin-1")] = (start, length)
    return found


def _maps(data: bytes, start: int) -> dict[tuple[int, int], dict[int, int]]:
    count = struct.unpack_from(">H", data, start + 2)[0]
    found = {}
    for place in range(min(count, 16)):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * place)
        found[platform, encoding] = _map(data, start + offset)
    return found


def _map(data: bytes, at: int) -> dict[int, int]:
    match struct.unpack_from(">H", data, at)[0]:
        case 0:
            return dict(enumerate(data[at + 6 : at + 262]))
        case 4:
            return _segments(data, at)
        case 6:
            first, count = struct.unpack_from(">HH", data, at + 6)
            glyphs = struct.unpack_from(f">{count}H", data, at + 10)
            return {first + place: glyph for place, glyph in enumerate(glyphs)}
        case 12:
            return _groups(data, at)
        case _:
            return {}


def _segments(data: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">H", data, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 4 * count)
    ranges = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", data, ranges)
    found: dict[int, int] = {}
    steps = 0
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        steps += max(end - start, 0) + 1
        if steps > MOST_CODES:
            break
        for code in range(start, end + 1):
            glyph = code
            if offsets[place]:
                glyph = struct.unpack_from(">H", data, ranges + 2 * place + offsets[place] + 2 * (code - start))[0]
            if code != 0xFFFF and (glyph or not offsets[place]):
                found[code] = (glyph + deltas[place]) & 0xFFFF
    return found


def _groups(data: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    found: dict[int, int] = {}
    steps = 0
    for place in range(min(count, MOST_CODES)):
        start, end, glyph = struct.unpack_from(">III", data, at + 16 + 12 * place)
        steps += max(end - start, 0) + 1
        if steps > MOST_CODES:
            break
        found.update((code, glyph + code - start) for code in range(start, end + 1))
    return found

"""Which code leads to which glyph: the 'cmap' table of a TrueType file, a whole one or one cut down into a PDF.

Formats 0, 4, 6 and 12 (OpenType 1.9.1, chapter 'cmap'). Codes that lead to glyph 0, the missing one, are left out.
"""

from struct import unpack_from

ALL_CODES = 0x110000


def subtables(data: bytes, start: int) -> dict[tuple[int, int], int]:
    """(platform, encoding) → where its subtable begins, of the table that begins at `start`. Raises struct.error."""
    count = unpack_from(">H", data, start + 2)[0]
    records = [unpack_from(">HHI", data, start + 4 + 8 * place) for place in range(count)]
    return {(platform, encoding): start + offset for platform, encoding, offset in records}


def version(data: bytes, at: int) -> int:
    """The format of the subtable that begins at `at`."""
    return int(unpack_from(">H", data, at)[0])


def glyphs(data: bytes, at: int, most: int = ALL_CODES) -> dict[int, int] | None:
    """Code → glyph of the subtable that begins at `at`; None for a format that is not read.

    `most`: codes that are read of it, for files that one has to doubt. Raises struct.error where it is cut off.
    """
    match version(data, at):
        case 0:
            codes = dict(enumerate(data[at + 6 : at + 262]))
        case 4:
            codes = _segments(data, at, most)
        case 6:
            first, count = unpack_from(">HH", data, at + 6)
            codes = dict(enumerate(unpack_from(f">{count}H", data, at + 10), first))
        case 12:
            codes = _groups(data, at, most)
        case _:
            return None
    return {code: glyph for code, glyph in codes.items() if glyph}


def _groups(data: bytes, at: int, most: int) -> dict[int, int]:
    codes: dict[int, int] = {}
    for place in range(unpack_from(">I", data, at + 12)[0]):
        first, last, glyph = unpack_from(">III", data, at + 16 + 12 * place)
        most -= max(last - first, 0) + 1
        if most < 0:
            break
        codes.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return codes


def _segments(data: bytes, at: int, most: int) -> dict[int, int]:
    count = unpack_from(">H", data, at + 6)[0] // 2
    table = f">{count}H"
    ends = unpack_from(table, data, at + 14)
    starts = unpack_from(table, data, at + 16 + 2 * count)
    deltas = unpack_from(table, data, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = unpack_from(table, data, offsets_at)
    codes: dict[int, int] = {}
    for place, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        most -= max(last - first, 0) + 1
        if most < 0:
            break
        for code in range(first, last + 1):
            glyph = code
            if offset:
                glyph = unpack_from(">H", data, offsets_at + 2 * place + offset + 2 * (code - first))[0]
            if code != 0xFFFF and (glyph or not offset):
                codes[code] = (glyph + delta) & 0xFFFF
    return codes

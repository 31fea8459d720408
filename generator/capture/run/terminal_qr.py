"""A QR code as a terminal shows it: dark on light whatever the terminal's colours are."""

from itertools import groupby
from typing import NamedTuple

from generator.qr import QUIET_ZONE, encode

DARK_ON_LIGHT = "\x1b[38;5;16m\x1b[48;5;231m"
DARK, LIGHT = "\x1b[48;5;16m", "\x1b[48;5;231m"
PLAIN = "\x1b[0m"
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


class QrLook(NamedTuple):
    """What the terminal can show. Without colours a code is right on light terminals alone."""

    coloured: bool
    halves: bool = True  # characters that are half dark, so that two modules go into one; else a module takes two


def qr_lines(text: str, look: QrLook) -> list[str]:
    """Raises ValueError for a text too long."""
    qr = encode(text)
    width = qr.size + 2 * QUIET_ZONE
    light = [False] * width
    rows = [light] * QUIET_ZONE
    rows += [[*light[:QUIET_ZONE], *_bits(row, qr.size), *light[:QUIET_ZONE]] for row in qr.rows]
    rows += [light] * (QUIET_ZONE + width % 2)
    if not look.halves:
        return [_wide(row, coloured=look.coloured) for row in rows]
    lines = (
        "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return [f"{DARK_ON_LIGHT}{line}{PLAIN}" if look.coloured else line for line in lines]


def _wide(row: list[bool], *, coloured: bool) -> str:
    """A row of modules in ASCII alone."""
    runs = [(is_dark, 2 * len(list(run))) for is_dark, run in groupby(row)]
    if coloured:
        return "".join((DARK if is_dark else LIGHT) + " " * width for is_dark, width in runs) + PLAIN
    return "".join(("#" if is_dark else " ") * width for is_dark, width in runs)


def _bits(row: int, size: int) -> list[bool]:
    return [bool(row >> place & 1) for place in range(size - 1, -1, -1)]

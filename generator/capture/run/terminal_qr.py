"""A QR code as a terminal shows it: two modules a letter, dark on light whatever the terminal's colours are."""

from generator.qr import QUIET_ZONE, encode

DARK_ON_LIGHT = "\x1b[38;5;16m\x1b[48;5;231m"
PLAIN = "\x1b[0m"
HALVES = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(text: str, *, coloured: bool) -> list[str]:
    """The lines; without colours they are right on light terminals alone. Raises ValueError for a text too long."""
    qr = encode(text)
    width = qr.size + 2 * QUIET_ZONE
    light = [False] * width
    rows = [light] * QUIET_ZONE
    rows += [[*light[:QUIET_ZONE], *_bits(row, qr.size), *light[:QUIET_ZONE]] for row in qr.rows]
    rows += [light] * (QUIET_ZONE + width % 2)
    lines = (
        "".join(HALVES[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return [f"{DARK_ON_LIGHT}{line}{PLAIN}" if coloured else line for line in lines]


def _bits(row: int, size: int) -> list[bool]:
    return [bool(row >> place & 1) for place in range(size - 1, -1, -1)]

"""What each marker looks like: a table of OpenCV's, read when a tile is first drawn."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("markers.txt")

COUNT = 1000  # numbers, from 0
CELLS = 4  # a row, and rows
BORDER = 1  # cells of dark around them, on each side
SIDE = CELLS + 2 * BORDER  # of the dark square


def is_light(number: int, row: int, column: int) -> bool:
    """Whether a cell of a marker is light; rows and columns run from 0 at the top left."""
    return bool(_markers()[number] >> (CELLS * CELLS - 1 - (CELLS * row + column)) & 1)


@cache
def _markers() -> tuple[int, ...]:
    """Sixteen bits each, from the top left cell, which is the highest, row by row."""
    text = _FILE.read_text(encoding="ascii").partition("\n")[2]
    return tuple(int(digits, 16) for digits in text.split())

"""The line-breaking class of each character: a table of Unicode's, read when a text first asks for it."""

from bisect import bisect_right
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("classes.txt")


@cache
def class_of(character: str) -> str:
    """Such as 'AL' for a letter; the names are those of UAX #14, with some kinds of OP, QU and ID apart."""
    starts, classes = _table()
    return classes[bisect_right(starts, ord(character)) - 1]


@cache
def _table() -> tuple[list[int], list[str]]:
    """Code points from which on a class holds, and those classes."""
    lines = [line.split() for line in _FILE.read_text(encoding="ascii").splitlines()[1:]]
    return [int(start, 16) for start, _ in lines], [name for _, name in lines]

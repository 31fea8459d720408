"""The pattern of a QR code (ISO/IEC 18004): finders, timing and format told apart from any other squares.

Rows of bits, the left module highest, go in; a fault in words comes out.
"""

from functools import cache
from typing import NamedTuple

FINDER = (0b1111111, 0b1000001, 0b1011101, 0b1011101, 0b1011101, 0b1000001, 0b1111111)
_GENERATOR = 0b10100110111  # of the format's BCH code
_MASK = 0b101010000010010
CORRECTED = 3  # wrong bits of a format that a reader mends


class ModulePattern(NamedTuple):
    rows: tuple[int, ...]

    @classmethod
    def upright(cls, rows: tuple[int, ...]) -> "ModulePattern | None":
        """The code, turned so that its three finders stand where they belong; None if it has less than two of them."""
        best, most = None, 1
        for _ in range(4):
            found = cls(rows)
            count = sum(found.finders())
            if count > most:
                best, most = found, count
            if count == 3:
                break
            rows = _turned(rows)
        return best

    @property
    def modules(self) -> int:
        return len(self.rows)

    def finders(self) -> tuple[bool, bool, bool]:
        """Top left, top right, bottom left."""
        last = self.modules - 7
        return (self._finder(0, 0), self._finder(0, last), self._finder(last, 0))

    def fault(self) -> str:
        """What keeps it from being read, as words that go on after 'a code'; empty if nothing is seen."""
        if not all(self.finders()):
            return "lacks one of the three squares by which it is found"
        wrong = sum(self._dark(6, place) != (place % 2 == 0) for place in range(8, self.modules - 8))
        wrong += sum(self._dark(place, 6) != (place % 2 == 0) for place in range(8, self.modules - 8))
        if wrong > (self.modules - 16) // 4:
            return "has a broken timing pattern"
        distance = min(_distance(bits) for bits in self._formats())
        return "does not say its format" if distance > CORRECTED else ""

    def _finder(self, top: int, left: int) -> bool:
        shift = self.modules - left - 7
        return all(self.rows[top + row] >> shift & 0b1111111 == FINDER[row] for row in range(7))

    def _dark(self, row: int, column: int) -> bool:
        return bool(self.rows[row] >> (self.modules - 1 - column) & 1)

    def _formats(self) -> tuple[int, int]:
        """The 15 bits of the format, in both places where they stand, the first bit highest."""
        last = self.modules - 1
        one = [(8, each) for each in (0, 1, 2, 3, 4, 5, 7, 8)] + [(each, 8) for each in (7, 5, 4, 3, 2, 1, 0)]
        two = [(last - each, 8) for each in range(7)] + [(8, last - 7 + each) for each in range(8)]
        return (self._bits(one), self._bits(two))

    def _bits(self, places: list[tuple[int, int]]) -> int:
        bits = 0
        for row, column in places:
            bits = bits << 1 | self._dark(row, column)
        return bits


def _turned(rows: tuple[int, ...]) -> tuple[int, ...]:
    """A quarter turn clockwise."""
    last = len(rows) - 1
    return tuple(
        sum((rows[last - place] >> (last - column) & 1) << (last - place) for place in range(last + 1))
        for column in range(last + 1)
    )


@cache
def _words() -> tuple[int, ...]:
    """The 32 formats that there are, masked."""
    words = []
    for data in range(32):
        rest = data << 10
        for shift in range(4, -1, -1):
            if rest >> (shift + 10) & 1:
                rest ^= _GENERATOR << shift
        words.append((data << 10 | rest) ^ _MASK)
    return tuple(words)


def _distance(bits: int) -> int:
    return min((bits ^ word).bit_count() for word in _words())

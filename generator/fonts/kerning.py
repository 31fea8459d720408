"""Pair kerning as fonts have it: 'GPOS' pair adjustment, by pair and by class, or the older 'kern' table.

Only what moves the second letter of a pair along the line is read: the advance of the first glyph.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from struct import error as StructError
from struct import unpack_from
from typing import NamedTuple, Protocol

from generator.fonts.sfnt import Sfnt

PAIR, EXTENSION = 2, 9  # lookup types
X_ADVANCE = 0x0004
_GLYPHS = 0x10000  # that a font can have
_VALUES = 2_000_000  # of a font's kerning, ten times those of the largest families: what says more is not believed
_TABLES = 1_000  # lookups, subtables of one


def coverage(data: bytes, at: int) -> dict[int, int]:
    """Glyph → its index in a coverage table (OpenType, common table formats)."""
    version, count = unpack_from(">HH", data, at)
    if version == 1:
        return {glyph: index for index, glyph in enumerate(unpack_from(f">{count}H", data, at + 4))}
    found: dict[int, int] = {}
    glyphs = 0
    for number in range(count):
        first, last, index = unpack_from(">HHH", data, at + 4 + 6 * number)
        glyphs += max(last - first, 0) + 1
        _check(glyphs, _GLYPHS)
        found.update(zip(range(first, last + 1), range(index, index + last - first + 1), strict=True))
    return found


def _check(number: int, most: int) -> None:
    """Tables may lie over one another, so that a small file says a lot. Raises ValueError."""
    if number > most:
        raise ValueError("more than any font has")


class Classes:
    """Glyph → class of a class definition table; 0 where it names none."""

    def __init__(self, data: bytes, at: int) -> None:
        version = unpack_from(">H", data, at)[0]
        if version == 1:
            first, count = unpack_from(">HH", data, at + 2)
            classes = unpack_from(f">{count}H", data, at + 6)
            ranges = [(first + index, first + index, its) for index, its in enumerate(classes)]
        else:
            count = unpack_from(">H", data, at + 2)[0]
            ranges = [unpack_from(">HHH", data, at + 4 + 6 * index) for index in range(count)]
        self._starts = [start for start, _, _ in ranges]
        self._ranges = ranges

    def of(self, glyph: int) -> int:
        place = bisect_right(self._starts, glyph) - 1
        if place < 0 or self._ranges[place][1] < glyph:
            return 0
        return int(self._ranges[place][2])


class Subtable(Protocol):
    @property
    def values(self) -> int: ...

    def move(self, left: int, right: int) -> int | None: ...


class Pairs(NamedTuple):
    """Kerning of single pairs."""

    moves: dict[tuple[int, int], int]

    @property
    def values(self) -> int:
        return len(self.moves)

    def move(self, left: int, right: int) -> int | None:
        return self.moves.get((left, right))


class ByClass(NamedTuple):
    """Kerning of classes of letters: all like A with all like V."""

    covered: dict[int, int]
    lefts: Classes
    rights: Classes
    moves: tuple[tuple[int, ...], ...]

    @property
    def values(self) -> int:
        return len(self.covered) + sum(map(len, self.moves))

    def move(self, left: int, right: int) -> int | None:
        if left not in self.covered:
            return None
        row, column = self.lefts.of(left), self.rights.of(right)
        return self.moves[row][column] if row < len(self.moves) and column < len(self.moves[row]) else None


class Kerning(NamedTuple):
    """In font units; of each lookup the first subtable that knows a pair decides."""

    lookups: tuple[tuple[Subtable, ...], ...]

    def move(self, left: int, right: int) -> int:
        total = 0
        for subtables in self.lookups:
            for subtable in subtables:
                move = subtable.move(left, right)
                if move is not None:
                    total += move
                    break
        return total


def kerning_of(font: Sfnt) -> Kerning:
    """Pair kerning from 'GPOS', else from 'kern'; empty where neither has any, or none that can be read."""
    for tag, read in ((b"GPOS", from_gpos), (b"kern", from_kern)):
        if tag in font.tables:
            try:
                kerning = read(font.data, font.tables[tag][0])
            except (StructError, IndexError, ValueError):  # nothing of it is taken: a font is read without its kerning
                continue
            if kerning.lookups:
                return kerning
    return Kerning(())


def from_gpos(data: bytes, at: int) -> Kerning:
    """The lookups of the feature 'kern' for Latin, or for the default script."""
    scripts, features, lookups = (at + offset for offset in unpack_from(">HHH", data, at + 4))
    wanted = _kern_lookups(data, scripts, features)
    offsets = unpack_from(f">{unpack_from('>H', data, lookups)[0]}H", data, lookups + 2)
    found: list[tuple[Subtable, ...]] = []
    values = 0
    for index in sorted(wanted):
        subtables: list[Subtable] = []
        for subtable in _subtables(data, lookups + offsets[index]):
            values += subtable.values
            _check(values, _VALUES)
            subtables.append(subtable)
        if subtables:
            found.append(tuple(subtables))
    return Kerning(tuple(found))


def _kern_lookups(data: bytes, scripts: int, features: int) -> set[int]:
    tags = dict(_tagged(data, scripts))
    script = tags.get(b"latn", tags.get(b"DFLT"))
    if script is None:
        return set()
    default = unpack_from(">H", data, script)[0]
    if not default:
        return set()
    language = script + default
    count = unpack_from(">H", data, language + 4)[0]
    indices = unpack_from(f">{count}H", data, language + 6)
    all_features = list(_tagged(data, features))
    wanted: set[int] = set()
    _check(len(indices), _TABLES)
    for index in indices:
        tag, feature = all_features[index]
        if tag == b"kern":
            number = unpack_from(">H", data, feature + 2)[0]
            _check(number, _TABLES)
            wanted.update(unpack_from(f">{number}H", data, feature + 4))
    return wanted


def _tagged(data: bytes, at: int) -> Iterator[tuple[bytes, int]]:
    for index in range(unpack_from(">H", data, at)[0]):
        tag, offset = unpack_from(">4sH", data, at + 2 + 6 * index)
        yield tag, at + offset


def _subtables(data: bytes, at: int) -> Iterator[Subtable]:
    kind, _, count = unpack_from(">HHH", data, at)
    _check(count, _TABLES)
    for offset in unpack_from(f">{count}H", data, at + 6):
        start, its_kind = at + offset, kind
        if kind == EXTENSION:
            its_kind, further = unpack_from(">HI", data, start + 2)
            start += further
        if its_kind == PAIR:
            subtable = _pair_adjustment(data, start)
            if subtable is not None:
                yield subtable


def _pair_adjustment(data: bytes, at: int) -> Subtable | None:
    version, covered, first, second = unpack_from(">HHHH", data, at)
    if not first & X_ADVANCE:
        return None
    place = bin(first & (X_ADVANCE - 1)).count("1")  # values before the advance: placements
    sizes = (bin(first).count("1"), bin(second).count("1"))
    if version == 1:
        pairs = _single_pairs(data, at, coverage(data, at + covered), place, sizes)
        return Pairs(dict(islice(pairs, _VALUES + 1)))
    return _class_pairs(data, at, coverage(data, at + covered), place, sizes)


def _single_pairs(
    data: bytes, at: int, covered: dict[int, int], place: int, sizes: tuple[int, int]
) -> Iterator[tuple[tuple[int, int], int]]:
    count = unpack_from(">H", data, at + 8)[0]
    sets = unpack_from(f">{count}H", data, at + 10)
    width = 2 + 2 * sum(sizes)
    for left, index in covered.items():
        start = at + sets[index]
        for number in range(unpack_from(">H", data, start)[0]):
            record = start + 2 + width * number
            yield (left, unpack_from(">H", data, record)[0]), unpack_from(">h", data, record + 2 + 2 * place)[0]


def _class_pairs(data: bytes, at: int, covered: dict[int, int], place: int, sizes: tuple[int, int]) -> ByClass:
    left_at, right_at, lefts, rights = unpack_from(">HHHH", data, at + 8)
    step = sum(sizes)
    _check(lefts * rights, _VALUES)
    rows = []
    for left in range(lefts):
        values = unpack_from(f">{rights * step}h", data, at + 16 + 2 * step * rights * left)
        rows.append(values[place::step])
    return ByClass(covered, Classes(data, at + left_at), Classes(data, at + right_at), tuple(rows))


def from_kern(data: bytes, at: int) -> Kerning:
    """The horizontal subtables of format 0."""
    version, count = unpack_from(">HH", data, at)
    lookups: list[tuple[Subtable, ...]] = []
    start, values = at + 4, 0
    for _ in range(count if version == 0 else 0):
        _, length, flags = unpack_from(">HHH", data, start)
        if flags & 1 and not flags >> 8:
            pairs = unpack_from(">H", data, start + 6)[0]
            values += pairs
            _check(values, _VALUES)
            records = (unpack_from(">HHh", data, start + 14 + 6 * index) for index in range(pairs))
            lookups.append((Pairs({(left, right): move for left, right, move in records}),))
            _check(len(lookups), _TABLES)
        start += length
    return Kerning(tuple(lookups))

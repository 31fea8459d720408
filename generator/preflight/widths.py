"""How far a font's codes move on, as a PDF says it (ISO 32000-2 §9.2.4, §9.7.4.3), in ems."""

from collections.abc import Iterator
from typing import NamedTuple

from generator.preflight.objects import Objects, Value, number_of

MOST_CODES = 70_000
THOUSANDTH = 0.001


class Vertical(NamedTuple):
    """Of a glyph in vertical writing: how far it moves on, upwards, and where its origin lies from that of a line."""

    advance: float
    x: float
    y: float


def simple(objects: Objects, font: Value, scale: float) -> dict[int, float]:
    """Code → width, of /Widths."""
    first = int(objects.number(font, "/FirstChar", 0))
    widths = objects.items(objects.entry(font, "/Widths"))[:256]
    numbers = ((first + place, number_of(width)) for place, width in enumerate(widths))
    return {code: width * scale for code, width in numbers if width is not None}


def composite(objects: Objects, font: Value) -> dict[int, float]:
    """Code → width, of /W."""
    return {code: width * THOUSANDTH for code, (width,) in _groups(objects, objects.entry(font, "/W"), 1)}


def vertical(objects: Objects, font: Value) -> dict[int, Vertical]:
    """Code → its metrics in vertical writing, of /W2."""
    groups = _groups(objects, objects.entry(font, "/W2"), 3)
    return {code: Vertical(*(number * THOUSANDTH for number in numbers)) for code, numbers in groups}


def vertical_default(objects: Objects, font: Value) -> tuple[float, float]:
    """Of /DW2: where the origin of a glyph lies, upwards, and how far it moves on."""
    numbers = objects.numbers(objects.entry(font, "/DW2"))
    y, advance = numbers if len(numbers) == 2 else (880.0, -1000.0)
    return y * THOUSANDTH, advance * THOUSANDTH


def _groups(objects: Objects, array: Value, size: int) -> Iterator[tuple[int, tuple[float, ...]]]:
    """`first [n1 n2 …]` and `first last n …`: codes, each with its `size` numbers."""
    items = objects.items(array)
    at, steps = 0, 0
    while at + 1 < len(items) and steps < MOST_CODES:
        steps += 1
        first, second = number_of(items[at]), items[at + 1]
        if first is None:
            at += 1
        elif isinstance(second, list):
            numbers = objects.numbers(second)
            steps += len(numbers)
            runs = (numbers[place : place + size] for place in range(0, len(numbers) - size + 1, size))
            yield from enumerate(runs, int(first))
            at += 2
        else:
            last, found = number_of(second), tuple(map(number_of, items[at + 2 : at + 2 + size]))
            numbers = tuple(number for number in found if number is not None)
            if last is not None and len(numbers) == size and 0 <= last - first < MOST_CODES:
                steps += int(last - first)
                yield from ((code, numbers) for code in range(int(first), int(last) + 1))
            at += 2 + size

"""Where the name of something has room on a plane: beside its median, where it covers no dot and no other name."""

from collections.abc import Iterator, Sequence
from math import hypot
from typing import NamedTuple

from generator.geometry import Point, Rect, Size

REACHES = (2.6, 4.5, 7.0, 10.0, 14.0, 19.0, 25.0)  # mm from the median to the nearest corner or side of the name
_WAYS = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


class NamePlace(NamedTuple):
    """`form`: which of the forms of the name has room; `is_over`: it covers something, as nothing else was left."""

    box: Rect
    form: int
    is_over: bool = False


def place_name(middle: Point, forms: Sequence[Size], taken: Sequence[Rect], within: Rect) -> NamePlace:
    """The first form, then the next, as near as there is room; else the last where it covers least."""
    for number, size in enumerate(forms):
        for box in _boxes(middle, size):
            if within.contains(box) and not any(box.overlaps(other) for other in taken):
                return NamePlace(box, number)
    boxes = [box for box in _boxes(middle, forms[-1]) if within.contains(box)] or [next(_boxes(middle, forms[-1]))]
    return NamePlace(min(boxes, key=lambda box: sum(box.overlaps(other) for other in taken)), len(forms) - 1, True)


def _boxes(middle: Point, size: Size) -> Iterator[Rect]:
    for reach in REACHES:
        for across, down in _WAYS:
            step = reach / hypot(across, down)
            left = middle.x + across * step - (size.width if across < 0 else 0 if across else size.width / 2)
            top = middle.y + down * step - (size.height if down < 0 else 0 if down else size.height / 2)
            yield Rect(left, top, *size)


def nearest_edge(middle: Point, box: Rect) -> Point:
    """Where a line from the median meets the name."""
    return Point(min(max(middle.x, box.x), box.right), min(max(middle.y, box.y), box.bottom))

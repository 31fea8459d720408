"""Art that stands in other art: what is drawn in place, and what once in the file as a form.

A form costs a dictionary, a place in the table of objects and a stream that is packed alone. What a drawing shows once,
and what takes few words, is smaller where it stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.face import Art, Item, Layer, Placed
from generator.geometry import Rect
from generator.pdf.numbers import numbers
from generator.units import POINTS_PER_MM


class ShownArt(NamedTuple):
    """The operators that show a piece of art, and the resources that they use, by their kinds."""

    operators: str
    names: Mapping[str, Mapping[str, None]]


class Nesting:
    """Which art stands in which, by their keys."""

    def __init__(self) -> None:
        self._inner: dict[str, tuple[str, ...]] = {}  # as often as it stands there

    def once(self, art: Art) -> frozenset[str]:
        """What stands in it once, at any depth."""
        self._note(art)
        times: Counter[str] = Counter()
        coming = [art.key]
        while coming:
            for key in self._inner[coming.pop()]:
                times[key] += 1
                if times[key] == 1:
                    coming.append(key)
        return frozenset(key for key, count in times.items() if count == 1)

    def _note(self, art: Art) -> None:
        if art.key not in self._inner:
            inner = tuple(_placed(art.items))
            self._inner[art.key] = tuple(each.key for each in inner)
            for each in inner:
                self._note(each)


def _placed(items: Iterable[Item]) -> Iterator[Art]:
    """What is seen through is drawn as one, which is another thing."""
    for item in items:
        if isinstance(item, Layer):
            yield from _placed(item.items)
        elif isinstance(item, Placed) and not is_veiled(item):
            yield item.art


def is_veiled(item: Placed) -> bool:
    return item.opacity < 1 or item.mask is not None


def decimals_of(art: Art) -> int:
    """Of the numbers in a piece of art: small art may be scaled up."""
    longest = max(art.box.width, art.box.height)
    return 2 if longest >= 100 else 3 if longest >= 10 else 4


def bounding_box(box: Rect, height: float) -> tuple[float, ...]:
    """In points, y up from `height`."""
    low, high = height - box.bottom, height - box.y
    return tuple(round(side * POINTS_PER_MM, 3) for side in (box.x, low, box.right, high))


@lru_cache(maxsize=4096)
def cut_to(box: Rect) -> str:
    """Operators that cut to the box of a piece of art, as a form does by itself (ISO 32000-2 §8.10.1).

    A drawing in a drawing is cut so in each file that shows it.
    """
    left, low, right, high = bounding_box(box, 0.0)
    return f"{numbers(left, low, right - left, high - low)} re W n\n"

"""Names beside what stands on a plane, where there is room. Words and places in, sides out."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from generator.capture.board.frames.frame import NameSide
from generator.capture.board.frames.spread import ASPECT, Point

SIDES: tuple[NameSide, ...] = ("right", "left", "above", "below")

# In per cent of a plane that is as narrow as the narrowest projector makes it.
CHARACTER = 2.5  # across, of letters as wide as most
LINE = 6.5  # up
BADGE_ACROSS, BADGE_UP = 8.4 / ASPECT, 8.4
CORNERS = 12.0  # above and below: the names of the quadrants
LONGEST = 26  # characters


class Area(NamedTuple):
    left: float
    right: float
    low: float
    high: float

    def meets(self, other: "Area") -> bool:
        apart = self.right <= other.left or other.right <= self.left or self.high <= other.low or other.high <= self.low
        return not apart


def name_on_plane(names: Sequence[str], places: Sequence[Point]) -> list[NameSide]:
    """On which side of its place each name stands; "" where it has no room there. Who comes first has the choice."""
    taken = [_badge(place) for place in places]
    sides: list[NameSide] = []
    for name, place in zip(names, places, strict=True):
        areas = ((side, _area(name, place, side)) for side in SIDES)
        free = ((side, area) for side, area in areas if area and not any(map(area.meets, taken)))
        first = next(free, None)
        sides.append(first[0] if first else "")
        taken += [first[1]] if first else []
    return sides


def _badge(place: Point) -> Area:
    x, y = place
    return Area(x - BADGE_ACROSS / 2, x + BADGE_ACROSS / 2, y - BADGE_UP / 2, y + BADGE_UP / 2)


def _area(name: str, place: Point, side: NameSide) -> Area | None:
    """Where the name would stand; None of one that is too long or would leave the plane."""
    x, y = place
    wide, away = width(name), (BADGE_UP + LINE) / 2
    left = {"right": x + BADGE_ACROSS / 2, "left": x - BADGE_ACROSS / 2 - wide}.get(side, x - wide / 2)
    y += {"above": away, "below": -away}.get(side, 0)
    inside = left >= 0 and left + wide <= 100 and CORNERS + LINE / 2 <= y <= 100 - CORNERS - LINE / 2
    return Area(left, left + wide, y - LINE / 2, y + LINE / 2) if inside and len(name) <= LONGEST else None


def width(name: str) -> float:
    """About so wide is a name, in per cent of the plane."""
    broad = sum(letter in "MW@%" or unicodedata.east_asian_width(letter) in "FW" for letter in name)
    return CHARACTER * (len(name) + broad)

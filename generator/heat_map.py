"""What boards came to, ready to be drawn: what was put where, and by whom. Knows no store and no page.

Places are in per cent of a plane, from the left and from the bottom. Groups are named by their places in `groups`.
"""

from collections.abc import Mapping
from math import hypot
from typing import NamedTuple

NOBODY = -1  # the group of who says none


class MapDot(NamedTuple):
    """As many placements of one group at one place."""

    x: float
    y: float
    group: int = NOBODY
    times: int = 1


class MiddleHalf(NamedTuple):
    """Where the middle half of some placements lies, along each axis."""

    left: float
    right: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        """How far people are apart: its diagonal."""
        return hypot(self.right - self.left, self.high - self.low)


class MappedThing(NamedTuple):
    """Something that was put on a plane, or a group with all that it put there; `x`, `y`: its median."""

    name: str
    facts: str  # in words, below its name
    dots: tuple[MapDot, ...]
    x: float
    y: float
    half: MiddleHalf | None = None  # None of so few that there is none

    @property
    def total(self) -> int:
        return sum(dot.times for dot in self.dots)


class Lean(NamedTuple):
    """How far a group lies from the middle of all groups, pooled with care for small ones."""

    name: str
    people: int
    bare: float  # as its people alone have it
    pooled: float
    low: float
    high: float

    @property
    def is_apart(self) -> bool:
        return self.low > 0 or self.high < 0


class LeanChart(NamedTuple):
    """The groups along one axis, or one scale."""

    title: str
    low: str  # what its ends are called
    high: str
    reach: float  # of the axis: as far as a lean can go
    leans: tuple[Lean, ...]
    summary: str  # what can be told, in words


class PlaneMap(NamedTuple):
    """A plane that people put things on; `things`: those on which they are furthest apart come first."""

    title: str
    about: str
    ends: tuple[str, str, str, str]  # top, bottom, left, right
    quadrants: tuple[tuple[str, int], ...]  # word and placements: top left, top right, bottom left, bottom right
    things: tuple[MappedThing, ...]
    dots: tuple[MapDot, ...]  # all that were put there, whatever they are
    groups: tuple[str, ...]
    of_groups: tuple[MappedThing, ...]
    charts: tuple[LeanChart, ...]
    notes: tuple[str, ...]


class BarRow(NamedTuple):
    label: str
    total: int
    by_group: tuple[int, ...]


class BarMap(NamedTuple):
    """What was chosen, voted for or marked on a scale, and how often."""

    title: str
    about: str
    rows: tuple[BarRow, ...]
    groups: tuple[str, ...]
    charts: tuple[LeanChart, ...]
    notes: tuple[str, ...]
    ends_with_nobody: bool = False  # the last of the groups is who says none
    has_marks: bool = True  # the groups are departments


class ListMap(NamedTuple):
    """Things with what is said of each."""

    title: str
    about: str
    rows: tuple[tuple[str, str], ...]


class HeatMap(NamedTuple):
    title: str
    language: str
    maps: tuple[PlaneMap | BarMap | ListMap, ...]
    colours: Mapping[str, str]  # of the brand, #rrggbb
    legal: str
    client: str
    paper: str  # of the kit, by name; "": none is named
    words: Mapping[str, str]  # what stands beside dots, boxes and bars
    kit: str = ""  # its id

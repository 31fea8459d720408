"""What a board shows, worked out: one frame at a time, as counts, places and words. Knows no entry and no page."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["grid", "bars", "recipes", "unused", "scales", "notes"]


@dataclass(frozen=True, slots=True)
class Group:
    """A department or what small ones were merged into; `mark` is its shape and colour on every frame."""

    name: str
    mark: int
    count: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """One placement, in per cent from the left and from the bottom."""

    x: float
    y: float
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """The middle half of several placements, with their median."""

    left: float
    right: float
    low: float
    high: float
    x: float
    y: float
    mark: int = 0

    @property
    def width(self) -> float:
        return round(self.right - self.left, 2)

    @property
    def height(self) -> float:
        return round(self.high - self.low, 2)


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that was placed, by as many as `count`; it stands at the median."""

    number: int
    name: str
    count: int
    x: float
    y: float
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Quadrant:
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Ends:
    """What the ends of the axes mean, as the poster has it."""

    top: str = ""
    bottom: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The same plane with what one group placed there."""

    group: Group
    dots: tuple[Dot, ...]
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    key: str
    title: str
    ends: Ends
    quadrants: tuple[Quadrant, ...]  # top left, top right, bottom left, bottom right
    dots: tuple[Dot, ...] = ()
    ideas: tuple[Idea, ...] = ()
    more: int = 0  # ideas without a number on this frame
    groups: tuple[Group, ...] = ()  # none: not split
    medians: tuple[Box, ...] = ()  # of groups that are large enough to have one
    shares: tuple[Share, ...] = ()  # instead of one plane, one for each group
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "grid"


@dataclass(frozen=True, slots=True)
class Part:
    """The share of one group in a bar: where it begins and how long it is, in per cent of the longest bar."""

    mark: int
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    key: str
    title: str
    question: str
    bars: tuple[Bar, ...]
    groups: tuple[Group, ...] = ()
    count: int = 0  # how many answered
    page: int = 1
    pages: int = 1
    kind: Kind = "bars"


@dataclass(frozen=True, slots=True)
class Recipe:
    name: str
    sentence: str
    cards: tuple[str, ...] = ()
    more: int = 0  # cards for which there is no room


@dataclass(frozen=True, slots=True)
class Recipes:
    key: str
    title: str
    recipes: tuple[Recipe, ...]
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "recipes"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cards of one role that nobody laid."""

    name: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unused:
    key: str
    title: str
    shelves: tuple[Shelf, ...]
    count: int = 0
    total: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "unused"


@dataclass(frozen=True, slots=True)
class Step:
    step: int
    count: int
    share: float  # of the tallest column, in per cent


@dataclass(frozen=True, slots=True)
class Scale:
    label: str
    low: str
    high: str
    steps: tuple[Step, ...]
    median: float
    count: int


@dataclass(frozen=True, slots=True)
class Scales:
    key: str
    title: str
    scales: tuple[Scale, ...]
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "scales"


@dataclass(frozen=True, slots=True)
class Note:
    text: str
    mark: str = ""  # one short answer beside it


@dataclass(frozen=True, slots=True)
class Notes:
    key: str
    title: str
    question: str
    notes: tuple[Note, ...]
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "notes"


Frame = Grid | Bars | Recipes | Unused | Scales | Notes

"""What a board shows, worked out: one frame at a time, as counts, places and words. Knows no entry and no page."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["grid", "bars", "ballot", "recipes", "unused", "scales", "notes", "lone", "compared"]
NameSide = Literal["", "right", "left", "above", "below"]  # of a place, where its name stands; "" where it has no room
Weight = Literal["often", "newest", "rest"]  # how soon a frame comes again when nobody chooses


@dataclass(frozen=True, slots=True)
class BoardCard:
    """The title of a card and its category, whose colour it has; "" of what is none of the kit's cards."""

    title: str
    category: str = ""
    picture: str = ""  # the digest of its picture for screens


@dataclass(frozen=True, slots=True)
class LegendItem:
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
class Square:
    """How many stand in one part of a plane, as its size: the lower left corner and the side, in hundredths of the
    plane's height; a plane is 150 wide."""

    x: float
    y: float
    side: float


@dataclass(frozen=True, slots=True)
class Spread:
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
class GroupMiddle:
    """Where a group stands: the middle half of its places, and its name beside their median where there is room."""

    group: LegendItem
    spread: Spread
    side: NameSide = ""


@dataclass(frozen=True, slots=True)
class Idea:
    """Something that was placed, by as many as `count`; it stands at the median. With a `number` its name stands in
    the list; without, beside it on the plane."""

    number: int
    name: str
    count: int
    x: float
    y: float
    spread: Spread | None = None
    side: NameSide = ""


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
class GroupPlane:
    """The same plane with what one group placed there."""

    group: LegendItem
    dots: tuple[Dot, ...] = ()
    squares: tuple[Square, ...] = ()  # instead of dots, where there are too many
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class PlaneFrame:
    key: str
    title: str
    ends: Ends
    poster: str  # its id: the colour of the plane; "" of none
    quadrants: tuple[Quadrant, ...]  # top left, top right, bottom left, bottom right
    dots: tuple[Dot, ...] = ()
    squares: tuple[Square, ...] = ()  # instead of dots, where there are too many
    ideas: tuple[Idea, ...] = ()
    more: int = 0  # ideas without a number on this frame
    groups: tuple[LegendItem, ...] = ()  # none: not split
    middles: tuple[GroupMiddle, ...] = ()  # of groups that are large enough to have one
    planes: tuple[GroupPlane, ...] = ()  # instead of one plane, one for each group
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "grid"
    weight: Weight = "often"


@dataclass(frozen=True, slots=True)
class Segment:
    """The share of one group in a bar: where it begins and how long it is, in per cent of the longest bar."""

    mark: int
    count: int
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    count: int
    segments: tuple[Segment, ...]
    category: str = ""  # of a card that it is about


@dataclass(frozen=True, slots=True)
class BarPanel:
    """The bars of one question."""

    question: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class BarsFrame:
    key: str
    title: str
    panels: tuple[BarPanel, ...]
    groups: tuple[LegendItem, ...] = ()
    count: int = 0  # how many answered
    more: int = 0  # bars for which there is no screen
    page: int = 1
    pages: int = 1
    kind: Kind = "bars"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class Recipe:
    name: str
    sentence: str
    cards: tuple[BoardCard, ...] = ()
    more: int = 0  # cards for which there is no room


@dataclass(frozen=True, slots=True)
class RecipesFrame:
    key: str
    title: str
    recipes: tuple[Recipe, ...]
    count: int = 0
    newest: int = 0  # so many of them have a screen
    page: int = 1
    pages: int = 1
    kind: Kind = "recipes"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class UnusedRole:
    """Cards of one role that nobody laid."""

    name: str
    cards: tuple[BoardCard, ...]


@dataclass(frozen=True, slots=True)
class UnusedFrame:
    key: str
    title: str
    roles: tuple[UnusedRole, ...]
    count: int = 0
    total: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "unused"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class ComparedCard:
    """What stands in a slot, and in how many recipes."""

    text: str
    count: int
    category: str = ""  # of a card


@dataclass(frozen=True, slots=True)
class ComparedSlot:
    name: str
    cards: tuple[ComparedCard, ...]
    more: int = 0  # cards for which there is no room


@dataclass(frozen=True, slots=True)
class ComparedFrame:
    """All recipes of a form, slot by slot: what comes again, and what is there once."""

    key: str
    title: str
    slots: tuple[ComparedSlot, ...]
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "compared"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class ScaleStep:
    step: int
    count: int
    share: float  # of the tallest column, in per cent


@dataclass(frozen=True, slots=True)
class Scale:
    label: str
    low: str
    high: str
    steps: tuple[ScaleStep, ...]
    median: float
    count: int


@dataclass(frozen=True, slots=True)
class ScalesFrame:
    key: str
    title: str
    scales: tuple[Scale, ...]
    count: int = 0
    page: int = 1
    pages: int = 1
    kind: Kind = "scales"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class BoardNote:
    text: str
    mark: str = ""  # the card that it is about, else one short answer beside it
    category: str = ""  # of that card
    picture: str = ""  # … as of a card of the board


@dataclass(frozen=True, slots=True)
class NotesFrame:
    key: str
    title: str
    question: str
    notes: tuple[BoardNote, ...]
    count: int = 0
    newest: int = 0  # so many of them have a screen
    page: int = 1
    pages: int = 1
    kind: Kind = "notes"
    weight: Weight = "rest"


@dataclass(frozen=True, slots=True)
class LoneEntry:
    """An entry that is the only one of its matter: what it says, in words and in short answers."""

    title: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LoneFrame:
    """Entries that stand alone, some to a screen, instead of a screen for each of their questions."""

    key: str
    title: str
    entries: tuple[LoneEntry, ...]
    count: int
    page: int = 1
    pages: int = 1
    kind: Kind = "lone"
    weight: Weight = "newest"


@dataclass(frozen=True, slots=True)
class BallotFrame:
    """A vote that goes on: how many have voted, and nothing of what they voted for."""

    key: str
    title: str
    question: str
    count: int  # phones that have voted
    total: int  # phones that are there
    room: int = 0  # votes that the desk entered for the room
    page: int = 1
    pages: int = 1
    kind: Kind = "ballot"
    weight: Weight = "often"


Frame = (
    PlaneFrame
    | BarsFrame
    | BallotFrame
    | RecipesFrame
    | ComparedFrame
    | UnusedFrame
    | ScalesFrame
    | NotesFrame
    | LoneFrame
)

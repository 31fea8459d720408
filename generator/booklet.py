"""Running text over several pages, as `guide.yaml` and `order.yaml` say it: headings, paragraphs, lists, tables.

Holds no sizes. What is counted or looked up (pieces, times, cards) is asked for here and filled in by the kit,
as are words that a file leaves out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from generator.handout import Chapter, ContentsList, FactSheet, LaidCards, Prose, WritingLines
from generator.sources import NO_MARKS, Id, Marks, SourceModel, Words, original_of, source_model


@source_model
class Heading(SourceModel):
    kind: Literal["heading"]
    text: Words
    page: bool = False  # begins a new page
    marks: Marks = NO_MARKS


@source_model
class Paragraph(SourceModel):
    kind: Literal["text"]
    text: Words
    marks: Marks = NO_MARKS


@source_model
class Listing(SourceModel):
    kind: Literal["list"]
    items: tuple[Words, ...]
    numbered: bool = False
    marks: Marks = NO_MARKS


class PieceFace(NamedTuple):
    """A side of a thing of the kit, to be seen small."""

    piece: str  # as the kit calls it: deck, posters/pantry
    card: str  # its id; the first one of the piece where it is empty
    side: Literal["front", "back"] = "front"


@source_model
class Table(SourceModel):
    """Rows under the names of their columns; `widths` are shares, all alike where none are given."""

    kind: Literal["table"]
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...] = ()
    widths: tuple[float, ...] = ()
    # Beside each row, which can be ticked.
    shown: tuple[PieceFace | None, ...] = field(default=(), metadata={"key": False})
    marks: Marks = NO_MARKS


FrameKind = Literal["", "grid", "bars", "recipes", "unused", "scales", "notes", "compared"]


@dataclass(frozen=True, slots=True)
class WholeReader:
    """A whole number in a range."""

    least: int
    most: int

    def read(self, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 9 and self.least <= int(text) <= self.most:
            return int(text)
        raise ValueError(f"'{text}' is not a whole number from {self.least} to {self.most}")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class ClockReader:
    """'9:30' as minutes from midnight."""

    def read(self, text: str) -> int:
        found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
        if found is None:
            raise ValueError(f"'{text}' is not a time of day; write 9:30 or 14:00")
        return int(found[1]) * 60 + int(found[2])

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": r"^([01]?\d|2[0-3])[:.][0-5]\d$"}


@source_model
class Step(SourceModel):
    """A part of the day: so many minutes, with these pieces on the table."""

    id: Id | None = None  # stays when the title changes; made from the title where none is given
    minutes: Annotated[int, WholeReader(0, 1440)]
    title: Words
    text: Words = ""
    say: Words = ""  # aloud: a step with words to say or to watch for has two pages of its own in a folded guide
    watch: Words = ""  # for what goes wrong
    lay: tuple[Id, ...] = ()  # cards that lie on the table there; those of a worked recipe where none is named
    pieces: tuple[str, ...] = ()  # as the kit calls them: deck, posters/pantry, worksheets/recipe
    form: str = ""  # what phones fill in meanwhile
    frame: FrameKind = ""  # what the board shows meanwhile
    marks: Marks = NO_MARKS


@source_model
class Schedule(SourceModel):
    """A day from its start; three columns: when, what, what is on the table."""

    kind: Literal["schedule"]
    start: Annotated[int, ClockReader()]
    columns: tuple[Words, ...]
    steps: tuple[Step, ...]
    marks: Marks = NO_MARKS


@source_model
class Computed(SourceModel):
    """Tables that the kit fills in: the pieces with how many are needed, how they are printed, the cards, worked
    recipes side by side, or the cards of one role with a table for each of their families.
    """

    kind: Literal["pieces", "settings", "cards", "recipes", "families"]
    columns: tuple[Words, ...]
    role: str = ""  # of the cards in families
    marks: Marks = NO_MARKS


class StepPart(NamedTuple):
    label: str
    words: str
    is_said: bool = False  # aloud


@dataclass(frozen=True)
class StepSpread:
    """A step on two pages that face each other, nothing left to look up."""

    time: str
    title: str
    parts: tuple[StepPart, ...]  # what to do, to say, to watch for
    sheets: tuple[PieceFace, ...]  # on the table: posters and sheets
    cards: tuple[PieceFace, ...]  # beside them
    laid: tuple[tuple[str, PieceFace], ...]  # on the last of the sheets: the field in whose place a card lies
    pieces: tuple[tuple[PieceFace, str], ...]  # what is needed, with its name
    marks: Marks = NO_MARKS

    @property
    def shown(self) -> tuple[PieceFace, ...]:
        return (*self.sheets, *self.cards, *(shown for _, shown in self.laid), *(shown for shown, _ in self.pieces))


@source_model
class Steps(SourceModel):
    """Where the steps of all days that have words to say or to watch for have two pages each, in a folded guide."""

    kind: Literal["steps"]
    marks: Marks = NO_MARKS


SetAsItIs = Chapter | Prose | FactSheet | LaidCards | WritingLines | ContentsList  # blocks of a handout
Plain = Heading | Paragraph | Listing | Table | StepSpread | SetAsItIs
Block = Heading | Paragraph | Listing | Table | Schedule | Computed | Steps


@source_model
class Need(SourceModel):
    """How many of a piece the room needs."""

    per: Literal["session", "table", "participant"]
    count: int = 1
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "per"


@source_model
class Booklet(SourceModel):
    """`guide.yaml`: what the facilitator reads."""

    title: Words
    intro: Words = ""
    picture: str = ""  # on its cover: a file, or words as of `motif`
    seats: Annotated[int, WholeReader(1, 99)] = 4  # at a table
    needs: dict[str, Need] = field(default_factory=dict)
    names: dict[str, Words] = field(default_factory=dict)  # how pieces and their families are called
    blocks: tuple[Block, ...] = ()
    marks: Marks = NO_MARKS

    @property
    def days(self) -> tuple[Schedule, ...]:
        """The schedules, each step with its id; of those that are called alike the later ones are numbered."""
        said = {step.id for block in self.blocks if isinstance(block, Schedule) for step in block.steps}
        return tuple(_with_ids(block, said) for block in self.blocks if isinstance(block, Schedule))

    def name(self, piece: str) -> str:
        return self.names.get(piece, "")


def _with_ids(day: Schedule, taken: set[str | None]) -> Schedule:
    """`taken` grows by the ids that are made."""
    steps = []
    for step in day.steps:
        name = step.id or next(name for name in _ids_for(original_of(step.title)) if name not in taken)
        taken.add(name)
        steps.append(replace(step, id=name))
    return replace(day, steps=tuple(steps))


def _ids_for(title: str) -> Iterator[str]:
    start = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "step"
    yield start
    yield from (f"{start}-{number}" for number in count(2))


@dataclass(frozen=True)
class Document:
    """Words for pages, nothing left to look up."""

    title: str
    intro: str
    blocks: tuple[Plain, ...]
    marks: Marks = NO_MARKS  # of the title and the intro
    is_typed: bool = False  # by people who saw no page: a word that is wider than its line is parted anywhere

    @property
    def shown(self) -> Iterator[PieceFace]:
        """What of other pieces is seen on its pages."""
        for block in self.blocks:
            yield from (shown for shown in getattr(block, "shown", ()) if shown)


@source_model
class OrderWords(SourceModel):
    """`order.yaml`: the words of the order sheet. What it does not say, prepdeck says in the language of the kit."""

    title: Words = ""
    intro: Words | None = None
    labels: dict[str, Words] = field(default_factory=dict)
    columns: tuple[Words, ...] = ()  # of the files
    sums: tuple[Words, ...] = ()  # of checksums, which earlier order sheets had; the manifest has them
    stock: dict[str, Words] = field(default_factory=dict)  # by the kind of piece
    sides: dict[str, Words] = field(default_factory=dict)
    marks: Marks = NO_MARKS

"""The words and pictures of a deck, as its files say them. Holds no sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.errors import Place
from generator.repeat import PATTERNS, PatternName
from generator.sources import NO_MARKS, Marks, Remark, SourceModel, Words, source_model

FieldKind = Literal["text", "list", "picture", "url", "cards"]  # cards: ids of others, printed as their titles
Value = str | tuple[str, ...]

# What the bundled layouts show. A deck that does not use one of these need not declare it.
USUAL_FIELDS: Mapping[str, FieldKind] = {
    "title": "text",
    "line": "text",
    "about": "text",
    "prompts": "list",
    "ticks": "list",
    "example": "text",
    "mark": "text",
    "persofail": "text",
    "failsafe": "text",
    "proposes": "cards",
    "measures": "cards",
    "motif": "picture",
}


@source_model
class FieldRule(SourceModel):
    """What a card may say: `label` is printed where a layout asks for it."""

    kind: FieldKind = "text"
    label: Words = ""
    required: bool = False
    help: Remark = ""  # for whoever writes cards; shown by editors
    task_label: Words = ""  # over what a list asks to do, where a layout picks that out
    print: bool = True  # false: for phones and checks alone, so that no layout need show it
    marks: Marks = NO_MARKS


@source_model
class Category(SourceModel):
    """A family of cards: its colour says which (a colour of the brand, or '#rrggbb')."""

    name: Words
    colour: str = "ink"
    note: Words = ""  # a few words beside the name, such as an order of magnitude
    glyph: str = ""  # a picture, seen in the corner
    motif: str = ""  # a picture for cards that have none of their own
    prompts: tuple[Words, ...] = ()  # questions on its blank cards
    form: str = ""  # what its cards log to
    layout: str = ""
    pattern: PatternName | None = None  # of its back; else it has one in turn
    colours: tuple[str, ...] = field(default=(), metadata={"key": False})  # of a poster: colour-1, colour-2 …
    roles: tuple[str, ...] = field(
        default=(), metadata={"key": False}
    )  # of blank cards: the names of those to choose from
    marks: Marks = NO_MARKS


@source_model
class Role(SourceModel):
    """The part a card plays in a recipe."""

    name: Words
    question: Words = ""
    marks: Marks = NO_MARKS


@dataclass(frozen=True, slots=True)
class Card:
    id: str
    category: str
    role: str = ""
    quantity: int = 1
    values: Mapping[str, Value] = field(default_factory=dict)
    form: str = ""
    layout: str = ""
    code: str = ""  # pins the printed code
    marks: Marks = NO_MARKS
    left_out: int = 0  # copies that it would have, were it in the selection
    tile: int | None = None  # pins the number of its marker

    def place(self, name: str) -> Place:
        """Where the card says `name`, or where the card begins."""
        return self.marks.of(name)


@source_model
class DeckHead(SourceModel):
    """`deck.yaml` without its cards."""

    id: str
    title: Words
    edition: str = "1"
    language: str = "en"
    fields: dict[str, FieldRule] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)
    selections: dict[str, tuple[str, ...]] = field(default_factory=dict)  # ids and categories that are printed together
    marks: Marks = NO_MARKS


def pattern_of(head: DeckHead, category: str) -> PatternName:
    """The pattern of a category: the one that it says, else one that no other says, in turn."""
    own = head.categories[category].pattern
    if own:
        return own
    taken = {each.pattern for each in head.categories.values()}
    free = [name for name in PATTERNS if name not in taken] or PATTERNS
    silent = [key for key, each in head.categories.items() if not each.pattern]
    return free[silent.index(category) % len(free)]


@dataclass(frozen=True)
class Deck:
    head: DeckHead
    cards: tuple[Card, ...]

"""What a frame may show beside the deck's own fields: facts of the category, role, kit, brand and code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.brand import Brand
from generator.codes import url as code_url
from generator.deck import Card, Deck, Value
from generator.errors import Place
from generator.sources import NO_MARKS, Marks
from generator.sources.typed_text import ZERO_WIDTH_SPACE

_STATED = re.compile(r"[.!]\s+\S")
CATEGORY_FACTS = ("category.name", "category.note", "category.prompts", "category.roles")
ROLE_FACTS = ("role.name", "role.question")
SHARED_FACTS = ("kit.title", "kit.edition", "deck.title", "deck.edition", "brand.client", "brand.legal", "code.host")
COMPANIONS = "card.companions"  # the numbers of cards that it goes with
CARD_FACTS = ("card.id", "card.number", COMPANIONS, "code.sign")
BETWEEN_NAMES = "·"
TICK = "\N{BALLOT BOX}"
TEXT_FACTS = CATEGORY_FACTS + ROLE_FACTS + SHARED_FACTS + CARD_FACTS
LOGO_FACT = "brand.logo"
MOTIF = "motif"  # a field that a card has of its family, where it says none
PICTURE_FACTS = ("category.glyph", "category.motif", LOGO_FACT)
CODE_FACT = "code.url"
CORNER_FACTS = tuple(f"code.corner-{corner}" for corner in (1, 2, 3, 4))  # from the top left one, clockwise


@dataclass(frozen=True)
class KitFacts:
    """What the kit adds to every card."""

    title: str
    edition: str
    host: str
    url: str  # codes are printed as <url>/<sign>
    codes: Mapping[str, str]  # card id → sign
    numbers: Mapping[str, str] = field(default_factory=dict)  # card id → number of the copy; else its place in the deck
    is_overlong: bool = False  # the host has no room in some layout, which is a problem already
    is_refused: bool = False  # no code can be printed with this address, which is one as well
    marks: Marks = NO_MARKS  # of kit.yaml
    companions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # card id → cards that it goes with
    companions_label: str = ""
    tiles: Mapping[str, int] = field(default_factory=dict)  # card id → number of the marker that is printed on it


class Facts:
    """Looks up what a field shows on a card; empty where it shows nothing."""

    def __init__(self, deck: Deck, brand: Brand, kit: KitFacts) -> None:
        self.deck, self.kit = deck, kit
        self._sources = {"kit": kit.marks, "deck": deck.head.marks, "brand": brand.marks}
        self.shared = {
            "kit.title": kit.title,
            "kit.edition": kit.edition,
            "deck.title": deck.head.title,
            "deck.edition": deck.head.edition,
            "brand.client": brand.client,
            "brand.legal": brand.legal,
            "code.host": kit.host,
        }
        self._references = {name for name, rule in deck.head.fields.items() if rule.kind == "cards"}
        self._titles = {card.id: str(card.values.get("title", card.id)) for card in deck.cards}
        self._numbers = {card.id: str(number) for number, card in enumerate(deck.cards, 1)} | dict(kit.numbers)

    def value(self, card: Card, field: str) -> Value:
        """The text, the items, or the picture's path that `field` stands for."""
        if value := card.values.get(field):
            return f" {BETWEEN_NAMES} ".join(self.names(card, field)) if field in self._references else value
        if field == MOTIF:
            return self.deck.head.categories[card.category].motif
        if field in self.deck.head.fields:
            return ""
        shared = self.shared.get(field)
        if shared is not None:
            return shared
        return self._fact(card, field)

    def names(self, card: Card, field: str) -> tuple[str, ...]:
        """The titles of the cards that a field names; none of other fields."""
        known = card.values.get(field, ()) if field in self._references else ()
        return tuple(self._titles[name] for name in known if name in self._titles)

    def _fact(self, card: Card, field: str) -> Value:
        family, _, name = field.partition(".")
        if field == "category.roles":
            return to_tick(self.deck.head.categories[card.category].roles)
        if family == "category":
            value: Value = getattr(self.deck.head.categories[card.category], name)
            return value
        if family == "role":
            role = self.deck.head.roles.get(card.role)
            return str(getattr(role, name)) if role else ""
        if field == LOGO_FACT:
            return ""  # which variant depends on the ground: the composer knows
        if field == "code.sign":
            return self.kit.codes.get(card.id, "")
        if field == "code.url":
            return code_url(self.kit.url, self.kit.codes[card.id]) if card.id in self.kit.codes else ""
        if field in CORNER_FACTS and card.id in self.kit.codes:
            return f"{code_url(self.kit.url, self.kit.codes[card.id])}/{field[-1]}"
        if field == "card.number":
            return self._numbers.get(card.id) or card.id.rpartition("-")[2]  # a page that came to be since
        if field == COMPANIONS:
            return f"·{ZERO_WIDTH_SPACE}".join(self._numbers[name] for name in self.kit.companions.get(card.id, ()))
        return card.id if field == "card.id" else ""

    def place(self, card: Card, field: str) -> Place:
        """Where a field's words are written: on the card, or once for many of them."""
        family, _, name = field.partition(".")
        if family in self.deck.head.fields and name == "label":
            return self.deck.head.fields[family].marks.of(name)
        if family == "category" and name:
            return self.deck.head.categories[card.category].marks.of(name)
        if family == "role" and card.role in self.deck.head.roles:
            return self.deck.head.roles[card.role].marks.of(name)
        if field in SHARED_FACTS:
            return self.kit.marks.of("capture") if family == "code" else self._sources[family].of(name)
        return card.place(field)

    def label(self, field: str, pick: str = "") -> str:
        """What stands above a field, or above what is picked of it."""
        if field == COMPANIONS:
            return self.kit.companions_label
        rule = self.deck.head.fields.get(field)
        if rule is None:
            return ""
        return rule.task_label if pick == "tasks" else rule.label


def to_tick(names: Iterable[str]) -> str:
    """Names, each with a box before it that stays beside it."""
    return "\N{NO-BREAK SPACE} ".join(f"{TICK}\N{NO-BREAK SPACE}{name}" for name in names)


def picked(value: Value, pick: str) -> Value:
    """Of a list its questions, or what it asks to do; all of it where nothing is picked."""
    if not pick or not value:
        return value
    items = (value,) if isinstance(value, str) else tuple(value)
    return tuple(item for item in items if is_question(item) == (pick == "questions"))


def is_question(text: str) -> bool:
    """Whether it only asks: it ends with a question mark, whatever quotes or stars close it, and no sentence before it
    ends with a full stop.
    """
    if _STATED.search(text):
        return False
    return text.rstrip(" *_)]»”’“‘\"'").endswith(("?", "？", "؟"))


def subject(card: Card, field: str) -> str:
    """How a problem of a field begins: with the card, where the words are the card's own."""
    return "" if is_static(field) or field.endswith(".label") else f"card '{card.id}': "


def is_static(field: str) -> bool:
    """Whether all cards of one category and role show the same."""
    return field in CATEGORY_FACTS or field in ROLE_FACTS or field in SHARED_FACTS or field in PICTURE_FACTS

"""Raw mappings in, cards out: what a card says is held against what the deck declares. Knows no file format."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from generator.codes.markers import COUNT as TILES
from generator.deck.model import Card, FieldRule, Value
from generator.deck.wording import bad_id, bad_path, bad_url
from generator.errors import Place, Problems, did_you_mean
from generator.sources import Items, Map, Marks, Node, RefusedValue, lost, shown, tidy

RESERVED = ("id", "category", "role", "quantity", "form", "layout", "code")
TILE = "tile"  # reserved as well, but in a deck that has a field of this name
MOST_COPIES = 999
ITEMS = ("list", "cards")  # kinds of fields that hold several


class Rules(NamedTuple):
    """What the head of the deck allows. None: the head cannot be read there, so that anything may be right."""

    fields: Mapping[str, FieldRule | None] | None = None
    categories: Mapping[str, str] | None = None  # ids and names
    roles: Mapping[str, str] | None = None
    language: str = "en"

    def required(self) -> list[str]:
        return [name for name, rule in (self.fields or {}).items() if rule and rule.required]


def reserved(fields: Mapping[str, FieldRule | None] | None) -> tuple[str, ...]:
    """What every card of a deck with these fields may say."""
    return RESERVED if TILE in (fields or {}) else (*RESERVED, TILE)


class CardReader:
    """Reads the cards of one source, file after file; an id is known over all of them.

    `table`: a key that is missing altogether has been reported by the table's headings.
    """

    def __init__(self, rules: Rules, problems: Problems, table: bool = False) -> None:
        self.rules = rules
        self.problems = problems
        self.table = table
        self._ids: dict[str, Marks] = {}
        self._kinds = {name: rule.kind if rule else "" for name, rule in (rules.fields or {}).items()}
        self._reserved = reserved(rules.fields)
        self._required = rules.required()

    def read(self, nodes: Iterable[Map]) -> list[Card]:
        """The cards that can be used, in their order; faults in one hide nothing of another."""
        return [card for node in nodes if (card := self._card(node)) is not None]

    def _card(self, node: Map) -> Card | None:
        marks = node.marks
        card_id = self._id(node)
        category = self._one_of(node, "category", self.rules.categories, needed=True)
        role = self._one_of(node, "role", self.rules.roles)
        quantity = self._quantity(node)
        values = self._values(node)
        form = self._word(node, "form")
        if form and (fault := bad_id(form)):
            self.problems.error(marks.of("form"), *fault, "bad-id")
            form = ""
        layout, code = self._word(node, "layout"), self._word(node, "code")
        if not card_id or not category:
            return None
        return Card(card_id, category, role, quantity, values, form, layout, code, marks, tile=self._tile(node))

    def _word(self, node: Map, key: str) -> str:
        """The text of one of our own keys; '' where there is none."""
        value = node.get(key)
        if type(value) is str:
            return value.strip() if value.isascii() else shown(tidy(value))
        if value is not None and not isinstance(value, RefusedValue):
            self.problems.error(node.marks.of(key), f"'{key}' takes one word, not {_kind_of(value)}", "", "wrong-type")
        return ""

    def _id(self, node: Map) -> str:
        text = self._word(node, "id")
        if not text:
            if self._asked(node, "id"):
                hint = "give it an id that stays, such as 'quiet-hour'; its printed code comes from it"
                self.problems.error(node.marks.of("id"), "this card has no id", hint, "missing-key")
            return ""
        if fault := bad_id(text):
            self.problems.error(node.marks.of("id"), *fault, "bad-id")
            return ""
        first = self._ids.setdefault(text, node.marks)
        if first is not node.marks:
            message = f"the id '{text}' belongs to another card already, at {first.of('id')}"
            self.problems.error(node.marks.of("id"), message, "each card has an id of its own", "duplicate-id")
            return ""
        return text

    def _asked(self, node: Map, key: str) -> bool:
        """Whether it has yet to be reported that there is no value."""
        if key not in node:
            return not self.table
        value = node[key]
        return value is None or (type(value) is str and not value.strip())

    def _one_of(self, node: Map, key: str, known: Mapping[str, str] | None, needed: bool = False) -> str:
        """The id that a text is, or whose name it is, in any case."""
        text = self._word(node, key)
        if not text:
            if needed and self._asked(node, key):
                hint = f"known here: {', '.join(known)}" if known else ""
                self.problems.error(node.marks.of(key), f"this card has no {key}", hint, "missing-key")
            return ""
        if known is None or text in known:
            return text
        if one := _by_name(text, known):
            return one
        plural = "categories" if key == "category" else f"{key}s"
        near = get_close_matches(text, (*known, *known.values()), n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"say it under '{plural}' in deck.yaml: {_entry(text)}"
        self.problems.error(node.marks.of(key), f"there is no {key} '{text}'", hint, f"unknown-{key}")
        return ""

    def _quantity(self, node: Map) -> int:
        text = self._word(node, "quantity")
        if not text:
            return 1
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= MOST_COPIES:
            return int(text)
        message = f"the quantity '{text}' is not a whole number from 0 to {MOST_COPIES}"
        self.problems.error(node.marks.of("quantity"), message, "0 leaves the card out", "bad-value")
        return 1

    def _tile(self, node: Map) -> int | None:
        text = self._word(node, TILE) if TILE in self._reserved else ""
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= len(str(TILES)) and int(text) < TILES:
            return int(text)
        message = f"the tile '{text}' is not a whole number from 0 to {TILES - 1}"
        hint = "without 'tile:' the card gets one that is free; `deck: {tile: none}` in kit.yaml leaves out all"
        self.problems.error(node.marks.of(TILE), message, hint, "bad-value")
        return None

    def _values(self, node: Map) -> dict[str, Value]:
        kinds = self._kinds
        values: dict[str, Value] = {}
        faulty: set[str] = set()  # reported, therefore not missing
        for key, value in node.items():
            if key in self._reserved:
                continue
            kind = kinds.get(key)
            if kind is None:
                if self.rules.fields is not None:
                    self._report_unknown(node, key)
                continue
            if value is None:
                continue
            said: Value | None = None
            if not isinstance(value, RefusedValue):
                said = self._value(kind, value, node.marks, key)
            if said:
                values[key] = said
            elif said is None:
                faulty.add(key)
        for key in self._required:
            if key not in values and key not in faulty and (key in node or not self.table):
                self._report_missing(node, key)
        return values

    def _value(self, kind: str, value: Node, marks: Marks, key: str) -> Value | None:
        """What a field says; None where that cannot be used, with a problem."""
        if kind in ITEMS:
            return self._list(value, marks, key)
        if type(value) is not str:
            if kind == "picture" and isinstance(value, Map):
                return self._motif(value)
            if kind:
                hint = f"make '{key}' a list under 'fields' in deck.yaml" if isinstance(value, Items) else ""
                message = f"'{key}' takes one text, not {_kind_of(value)}"
                self.problems.error(marks.of(key), message, hint, "wrong-type")
            return None
        text = self._text(value, marks, key)
        if not text or not kind or kind == "text":
            return text
        fault = bad_url(text) if kind == "url" else bad_path(text)
        if fault is None:
            return text
        self.problems.error(marks.of(key), *fault, f"bad-{kind}")
        return None

    def _motif(self, value: Map) -> str | None:
        """A motif that is said key by key, as the line that says it."""
        from generator.motifs.line import line_of

        texts = {key: said for key, said in value.items() if isinstance(said, str)}
        for key in value:
            if key not in texts:
                self.problems.error(value.marks.of(key), f"'{key}' of a motif takes one text", "", "wrong-type")
        line, faults = line_of(texts)
        for message, hint, key in faults:
            self.problems.error(
                value.marks.of(key) if key in value else value.marks.here, message, hint, "unknown-motif"
            )
        return line if line and len(texts) == len(value) else None

    def _text(self, value: str, marks: Marks, key: str, item: int | None = None) -> str | None:
        if value.isascii() and value.isprintable() and "  " not in value:
            return value.strip()  # what tidy would give, sooner: most texts are like this
        text = tidy(value)
        if not (fault := lost(text)):
            return text
        self.problems.error(marks.of(key, item), *fault, "lost-character")
        return None

    def _list(self, value: Node, marks: Marks, key: str) -> Value | None:
        """A list of texts; a lone text has an item on each line."""
        if type(value) is str:
            text = self._text(value, marks, key)
            return text and tuple(line for line in text.split("\n") if line)
        if not isinstance(value, Items):
            self.problems.error(
                marks.of(key), f"'{key}' takes a list of texts, not {_kind_of(value)}", "", "wrong-type"
            )
            return None
        items: list[str] = []
        sound = True
        for n, item in enumerate(value):
            text = self._text(item, marks, key, n) if type(item) is str else None
            if text:
                items.append(text)
            elif text == "" or not isinstance(item, str):
                self._report_item(item, marks.of(key, n), key, n)
            sound = sound and bool(text)
        return tuple(items) if sound else None

    def _report_item(self, item: Node, where: Place, key: str, n: int) -> None:
        if item is None or isinstance(item, str):
            hint = "fill it in or take it out"
            self.problems.error(where, f"item {n + 1} of '{key}' is empty", hint, "missing-value")
        else:
            message = f"item {n + 1} of '{key}' is {_kind_of(item)}, not a text"
            self.problems.error(where, message, "put a text with a colon in quotation marks", "wrong-type")

    def _report_unknown(self, node: Map, key: str) -> None:
        hint = did_you_mean(key, [*self._kinds, *RESERVED]) or "declare it under 'fields' in deck.yaml"
        self.problems.error(node.marks.key(key), f"the deck has no field '{key}'", hint, "unknown-key")

    def _report_missing(self, node: Map, key: str) -> None:
        message = f"'{key}' is empty" if key in node else f"this card says no '{key}'"
        self.problems.error(node.marks.of(key), message, "the deck requires it of every card", "missing-key")


def _by_name(text: str, known: Mapping[str, str]) -> str:
    """The id that is this text in another case, or the one whose name it is; '' where there is none."""
    folded = tidy(text).casefold()
    by_id = next((one for one in known if one.casefold() == folded), "")
    return by_id or next((one for one, name in known.items() if tidy(name).casefold() == folded), "")


def _entry(name: str) -> str:
    """How a category or role of this name is declared."""
    plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    likely = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return f"`{likely or 'an-id'}: {{name: {name}}}`"


def _kind_of(value: Node) -> str:
    return "a mapping" if isinstance(value, Map) else "a list" if isinstance(value, Items) else "a text"

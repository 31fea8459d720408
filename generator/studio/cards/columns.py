"""What the table of cards has columns for, and how a value of a card's file reads in a cell and comes back from it."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from generator.deck import CardSource, DeckHead
from generator.sources import Items, Map, Node, RefusedValue

CATEGORY, ROLE = "category", "role"
NUMBERS = ("quantity", "tile")
BESIDE = ("layout", "form")  # keys of every card that have a column where some card says them
LISTS = ("list", "cards")  # kinds of fields whose items are lines of a cell
LONG = 40  # characters: a column with a longer text is a wide one
NEW = "new."  # begins the handle of a card that no file has yet


class CardColumn(NamedTuple):
    key: str  # of a card
    title: str  # of a field; empty of a key that every card has
    kind: str  # category, role, number, text, list, cards, picture, url
    help: str = ""
    is_long: bool = False


class CardCell(NamedTuple):
    """A value as text. What is said key by key, or cannot be read, is not edited here."""

    text: str
    is_fixed: bool = False


def columns_of(head: DeckHead, rows: Iterable[CardSource]) -> tuple[CardColumn, ...]:
    """The family first, then the fields as the deck lists them, then what every card may say."""
    rows = list(rows)
    used = {key for row in rows for key, value in row.said.items() if value is not None}
    long = {key for row in rows for key in row.said if len(cell_of(row, key).text) > LONG}
    columns = [CardColumn(CATEGORY, "", CATEGORY)]
    fields = sorted(head.fields.items(), key=lambda field: not field[1].print)  # what is printed first
    columns += [CardColumn(key, rule.label or key, rule.kind, rule.help, key in long) for key, rule in fields]
    columns += [CardColumn(ROLE, "", ROLE)] if head.roles else []
    columns += [CardColumn("quantity", "", "number")]
    columns += [CardColumn(key, "", "text") for key in BESIDE if key in used]
    return tuple(columns)


def cell_of(row: CardSource, key: str) -> CardCell:
    value = row.said.get(key)
    if isinstance(value, RefusedValue):
        return CardCell("", is_fixed=True)
    if isinstance(value, Map):
        return CardCell(
            ", ".join(f"{name} {part}" for name, part in value.items() if isinstance(part, str)), is_fixed=True
        )
    if isinstance(value, Items):
        return CardCell(typed("\n".join(item for item in value if isinstance(item, str))), not all_texts(value))
    return CardCell(typed(value or ""))  # as it comes back from a page: blanks around it are no change


def all_texts(items: Items) -> bool:
    return all(isinstance(item, str) and not isinstance(item, RefusedValue) for item in items)


def typed(text: str) -> str:
    """What was typed or pasted into a cell, as it goes into a file."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n ")


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def node_of(text: str, kind: str) -> Node:
    """A cell as a file would say it: nothing of an empty one, a list where its lines are items."""
    if not text:
        return None
    return Items(lines(text)) if kind in LISTS else text


def handles(rows: Iterable[CardSource]) -> dict[str, CardSource]:
    """The cards by what pages call them: their id, or of one without an id of its own its number."""
    rows = list(rows)
    count = Counter(row.id for row in rows)
    return {row.id if row.id and count[row.id] == 1 else f"#{number}": row for number, row in enumerate(rows, 1)}


def row_digest(row: CardSource) -> str:
    """Of all that a card says."""
    return sha256(repr(sorted(row.said.items(), key=lambda said: said[0])).encode()).hexdigest()[:16]

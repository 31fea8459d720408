"""Records and a mapping in, a deck in the making out: cards with ids and categories, their texts with our marks."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from generator.errors import NOWHERE, Place, Problems
from generator.intake.columns import Column
from generator.intake.headings import LEFT, meaning_of
from generator.intake.marked import as_items, as_line, with_our_marks
from generator.intake.names import new_id, slug
from generator.intake.records import Gathered, Record, Value

TEXTS = ("title", "line", "about", "prompts", "example")
CATEGORY = "category"
FIELD_ORDER = ("title", "line", "about", "prompts", "example", "motif", "url")
LONGEST_TEXT = 20_000  # characters: more than any card holds
_LONGEST_TITLE = 60
_OF_MACHINES = re.compile(r"[0-9a-fA-F-]{12,}|[0-9]+|\S{20,}")  # ids that nobody reads
_URL = re.compile(r"https?://[^\s<>\"]+")
_PICTURE = re.compile(r"(?i)[^\n<>|?*\"]{1,200}\.(png|jpe?g|svg)")


@dataclass(frozen=True)
class DraftCard:
    """A card that is not in a workshop yet. `category` is the text of the source; `id` is '' until it has one."""

    values: Mapping[str, Value]
    place: Place
    category: str = ""
    id: str = ""
    known_as: str = ""  # what the source calls it, where it has ids of its own
    layout: str = ""
    words: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)  # language → the fields, and its category
    no_room: tuple[str, ...] = ()  # the fields for which no layout has room: it is not printed until they are shorter


class Left(NamedTuple):
    """Something of the source that is on no card, and how often."""

    what: str
    times: int = 1
    first: Place = NOWHERE

    def __str__(self) -> str:
        where = f"at {self.first}" if self.times == 1 else f"first at {self.first}"
        times = f", {self.times} times" if self.times > 1 else ""
        return f"{self.what}{times}{f', {where}' if self.first != NOWHERE else ''}"


@dataclass(frozen=True)
class Draft:
    """What an import understood."""

    title: str
    language: str
    where: str  # in the source
    columns: tuple[Column, ...]
    cards: tuple[DraftCard, ...]
    left: tuple[Left, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)  # pictures that lie in the source, as its cards name them
    categories: Mapping[str, str] = field(default_factory=dict)  # the text of the source → id

    @property
    def languages(self) -> tuple[str, ...]:
        """The other ones that the source has."""
        return tuple(dict.fromkeys(language for card in self.cards for language in card.words))

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that some card fills, in the order of the files."""
        return tuple(name for name in FIELD_ORDER if any(name in card.values for card in self.cards))


def draft_of(source: Gathered, columns: Sequence[Column], title: str, language: str, problems: Problems) -> Draft:
    """The cards without ids; records that say nothing are left over."""
    _report_faults(source, columns, problems)
    reader = _CardReader(source, [column for column in columns if not column.language], problems)
    others = {
        language: _CardReader(source, [column for column in columns if column.language == language], problems)
        for language in dict.fromkeys(column.language for column in columns if column.language)
    }
    cards = [
        replace(card, words={language: other.words(record) for language, other in others.items()})
        for record in source.records
        if (card := reader.card(record))
    ]
    cards = _filled_down(cards, reader) if source.goes_down and reader.by_field.get("category") else cards
    left = [Left(note) for note in source.notes] + reader.left()
    return Draft(title, language, source.where, tuple(columns), tuple(cards), tuple(left), source.files)


def _report_faults(source: Gathered, columns: Sequence[Column], problems: Problems) -> None:
    """What is wrong with cells that are imported: such a cell is left empty. A torn file is an error all the same."""
    used = {column.name for column in columns if column.field != LEFT}
    for column, one in source.faults:
        if not column:
            problems.found.append(one)
        elif column in used:
            words = f"{one.message}; it was left empty" if one.is_error else one.message
            problems.warn(one.where, words, one.hint, one.code)


class _CardReader:
    def __init__(self, source: Gathered, columns: Sequence[Column], problems: Problems) -> None:
        self.source = source
        self.problems = problems
        self.by_field: dict[str, list[str]] = {}
        for column in columns:
            if column.field != LEFT:
                self.by_field.setdefault(column.field, []).append(column.name)
        self.passed: Counter[str] = Counter()
        self.first: dict[str, Place] = {}

    def left(self) -> list[Left]:
        return [Left(what, times, self.first[what]) for what, times in self.passed.items()]

    def pass_over(self, what: str, where: Place) -> None:
        self.passed[what] += 1
        self.first.setdefault(what, where)

    def words(self, record: Record) -> dict[str, Value]:
        """What it says in another language: its texts, and its category."""
        values = {name: value for name, value in self._values(record).items() if name in TEXTS}
        category = self._joined(record, "category", as_line)
        return {**values, CATEGORY: category} if category else values

    def _values(self, record: Record) -> dict[str, Value]:
        values: dict[str, Value] = {
            "title": self._joined(record, "title", as_line),
            "line": self._joined(record, "line", with_our_marks),
            "about": self._sections(record, "about"),
            "prompts": self._items(record),
            "example": self._joined(record, "example", with_our_marks),
            "url": self._url(record),
            "motif": self._picture(record),
            "quantity": self._quantity(record),
        }
        return {name: value for name, value in values.items() if value and self._is_short(value, record)}

    def card(self, record: Record) -> DraftCard | None:
        values = self._values(record)
        if not any(name in values for name in ("title", "about", "prompts", "line", "motif")):
            if any(record.text(column).strip() for column in record.values):
                self.pass_over("a row without title and text", record.place)
            return None
        if "title" not in values:
            values = {"title": _title_from(values), **values}
        category = self._joined(record, "category", as_line) or as_line(record.group)
        return DraftCard(values, record.place, category, known_as=self._joined(record, "id", as_line))

    def _is_short(self, value: Value, record: Record) -> bool:
        if sum(map(len, value)) <= LONGEST_TEXT:
            return True
        self.pass_over(f"a text of more than {LONGEST_TEXT:,} characters", record.place)
        return False

    def _columns(self, name: str) -> list[str]:
        return self.by_field.get(name, [])

    def _joined(self, record: Record, name: str, read: Callable[[str], str]) -> str:
        return "\n".join(text for column in self._columns(name) if (text := read(record.text(column))))

    def _sections(self, record: Record, name: str) -> str:
        """Several columns one after another, each but the first under its heading where headings belong to the text."""
        parts = [(column, text) for column in self._columns(name) if (text := with_our_marks(record.text(column)))]
        headed = {column for column in self.source.sections if meaning_of(column) != name}
        return "\n".join(f"**{column}**\n{text}" if column in headed else text for column, text in parts)

    def _items(self, record: Record) -> tuple[str, ...]:
        found: list[str] = []
        for column in self._columns("prompts"):
            value = record.values.get(column, "")
            texts = as_items(value) if isinstance(value, str) else [with_our_marks(item) for item in value]
            found.extend(text for text in texts if text)
        return tuple(found)

    def _url(self, record: Record) -> str:
        text = self._joined(record, "url", str.strip)
        found = _URL.search(text)
        if text and not found:
            self.pass_over("a web address that begins with no https://", record.place)
        return found[0] if found and found[0].isascii() else ""

    def _picture(self, record: Record) -> str:
        text = self._joined(record, "motif", str.strip)
        if not text:
            return ""
        found = re.search(r"\(([^()\s]+\.(?:png|jpe?g|svg))\)$", text, re.IGNORECASE)  # of Airtable: name (address)
        path = found[1] if found and not _URL.match(found[1]) else text
        if _PICTURE.fullmatch(path) and not _URL.match(path):
            return path
        self.pass_over("a picture that is no file beside the source", record.place)
        return ""

    def _quantity(self, record: Record) -> str:
        text = self._joined(record, "quantity", str.strip)
        found = re.fullmatch(r"[x×]?\s*(\d{1,3})(?:[.,]0+)?\s*(?:[x×]|\w{1,12}\.?)?", text, re.IGNORECASE)
        if text and not found:
            self.pass_over("a quantity that is no number", record.place)
        return str(int(found[1])) if found and found[1] != "1" else ""


def _title_from(values: Mapping[str, Value]) -> str:
    """The first words of a card that has no title."""
    first = next(value for name in ("line", "about", "prompts", "motif") if (value := values.get(name)))
    text = (first if isinstance(first, str) else first[0]).split("\n")[0]
    sentence = re.split(r"(?<=[.!?。！？])\s", text)[0].rstrip(".").replace("*", "")
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    return sentence[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(",;:–—-") + " …"


def _filled_down(cards: list[DraftCard], reader: _CardReader) -> list[DraftCard]:
    """A category that is written once, above the cards that belong to it, goes for all of them."""
    empty = [card for card in cards if not card.category]
    if not empty or not cards[0].category:
        return cards
    filled: list[DraftCard] = []
    for card in cards:
        filled.append(card if card.category else replace(card, category=filled[-1].category))
    reader.pass_over("an empty category: it was taken as that of the card above", empty[0].place)
    reader.passed.update({"an empty category: it was taken as that of the card above": len(empty) - 1})
    return filled


def with_ids(draft: Draft, known: Mapping[int, str] | None = None, others: Sequence[str] = ()) -> Draft:
    """Every card with an id: `known` says some by their places in the draft; `others` are taken already."""
    known = known or {}
    taken = {*known.values(), *others}
    cards: list[DraftCard] = []
    for n, card in enumerate(draft.cards):
        name = known.get(n)
        if name is None:
            is_readable = slug(card.known_as) and not _OF_MACHINES.fullmatch(card.known_as)
            wanted = card.known_as if is_readable else str(card.values["title"])
            name = new_id(wanted, taken, "card")
            taken.add(name)
        cards.append(replace(card, id=name))
    return replace(draft, cards=tuple(cards))


def with_categories(draft: Draft, known: Mapping[str, str] | None = None) -> Draft:
    """Every card's category with an id: `known` are those of the workshop, by their names."""
    ids = dict(known or {})
    by_plain = {name.casefold(): name for name in ids}
    cards: list[DraftCard] = []
    for card in draft.cards:
        name = by_plain.setdefault(card.category.casefold(), card.category)
        if name not in ids:
            ids[name] = new_id(name or "cards", set(ids.values()), "category")
        cards.append(replace(card, category=name))
    return replace(draft, cards=tuple(cards), categories=ids)

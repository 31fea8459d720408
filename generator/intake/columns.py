"""Which column becomes which field of a card: by what a command says, by its heading, by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from generator.errors import did_you_mean
from generator.intake.headings import LEFT, meaning_of
from generator.intake.records import Gathered
from generator.intake.tabular import TEXT
from generator.intake.twins import twins
from generator.sources.translation import is_language

SINGLE = ("id", "category", "role", "quantity", "title", "line", "motif", "url", "code", "layout")
JOINED = ("about", "prompts", "example")  # several columns may go into one of these
FIELDS = (*SINGLE, *JOINED)
_SAID = "as you said"
_SHORT, _LONG = 60, 40  # characters: of a title at most, of a description at least
_LONGEST_SENTENCE = 240
_FEW = 16  # categories
_PICTURE = re.compile(r"(?i)[^\n]*\.(png|jpe?g|svg|gif|webp)")


class UnknownColumn(ValueError):
    """A mapping names a column or a field that there is not; words for the user."""


@dataclass(frozen=True)
class Column:
    """A column and the field it becomes, LEFT where it becomes none; `why` is for people."""

    name: str
    field: str
    why: str
    language: str = ""  # where it says what another column says in the deck's own language

    @property
    def goal(self) -> str:
        """What `--map` says of it: about, or about:de."""
        return f"{self.field}:{self.language}" if self.language else self.field


@dataclass(frozen=True)
class _Look:
    """What stands in a column."""

    filled: int
    distinct: int
    length: float  # of the usual text
    is_running: bool  # 1, 2, 3 …
    is_number: bool


def map_columns(source: Gathered, given: Mapping[str, str], before: Mapping[str, str]) -> tuple[Column, ...]:
    """Every column of the source, once; `before` is the mapping of the last import.

    Raises UnknownColumn for what `given` names and there is not.
    """
    asked = _checked(source, given)
    said = {**{name: field for name, field in before.items() if name in source.columns}, **asked}
    spoken = {name: field.partition(":") for name, field in said.items() if ":" in field}
    others = {name: twin for name, twin in twins(source)[1].items() if name not in said}
    own = replace(source, columns=tuple(it for it in source.columns if it not in others and it not in spoken))
    columns = {
        one.name: one for one in _own_columns(own, {name: said[name] for name in own.columns if name in said}, asked)
    }
    for name, (field, _, language) in spoken.items():
        columns[name] = Column(name, field, _SAID if name in asked else "as before", language)
    for name, twin in others.items():
        field = columns[twin.of].field if twin.of in columns else LEFT
        columns[name] = Column(name, field, f"as {twin.of}", twin.language if field != LEFT else "")
    return tuple(columns[name] for name in source.columns)


def _own_columns(source: Gathered, said: Mapping[str, str], asked: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of the deck's own language."""
    looks = {name: _look(source, name) for name in source.columns}
    fields = {**_by_name(source, looks, said), **said}
    why = {name: _SAID if name in asked else "as before" if name in said else "by its name" for name in fields}
    for name, field in _by_content(source, looks, fields).items():
        fields[name], why[name] = field, "by what stands in it"
    return tuple(_column(name, fields.get(name, LEFT), why.get(name, ""), looks[name]) for name in source.columns)


def _column(name: str, field: str, why: str, look: _Look) -> Column:
    if field == LEFT and look.is_running and why != _SAID:
        why = "a running number, which changes with the order"
    elif field == LEFT and meaning_of(name) == "url" and why != _SAID:
        why = "an address in the place of a card's own page; --map says if you want it"
    return Column(name, field, why)


def _checked(source: Gathered, given: Mapping[str, str]) -> dict[str, str]:
    by_plain = {" ".join(name.split()).casefold(): name for name in source.columns}
    said: dict[str, str] = {}
    for column, field in given.items():
        name = by_plain.get(" ".join(column.split()).casefold())
        if name is None:
            raise UnknownColumn(f"there is no column '{column}'; {did_you_mean(column, source.columns)}".rstrip("; "))
        plain, parted, language = field.partition(":")
        if plain not in (*FIELDS, LEFT) or (parted and not is_language(language)):
            hint = did_you_mean(field, FIELDS) or f"fields are {', '.join(FIELDS)}, and - for none"
            raise UnknownColumn(f"a card has no field '{field}'; {hint}")
        said[name] = field
    return said


def _look(source: Gathered, name: str) -> _Look:
    texts = list(source.texts(name))
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 9]
    is_running = len(numbers) == len(texts) > 2 and all(b - a == 1 for a, b in pairwise(numbers))
    lengths = [len(text) for text in texts] or [0]
    is_number = bool(texts) and all(re.fullmatch(r"[\d\s.,%-]+", text) for text in texts)
    return _Look(len(texts), len({text.casefold() for text in texts}), median(lengths), is_running, is_number)


def _by_name(source: Gathered, looks: Mapping[str, _Look], said: Mapping[str, str]) -> dict[str, str]:
    """By headings; of several for a field that takes one, the first that says it exactly."""
    fields: dict[str, str] = {}
    taken = {field for field in said.values() if field in SINGLE}
    meant = [(name, meaning_of(name)) for name in source.columns if name not in said]
    for name, field in sorted(meant, key=lambda pair: not _is_exact(*pair)):
        if not field or field == "url" or not looks[name].filled or (field == "id" and looks[name].is_running):
            continue
        if field in taken:
            if field == "title" and "about" not in (*fields.values(), *said.values()):
                fields[name] = "about"
            continue
        fields[name] = field
        if field in SINGLE:
            taken.add(field)
    if source.columns == (TEXT,) and not said:
        return {TEXT: "title"}
    return _as_question(source, looks, fields, said)


def _is_exact(name: str, field: str) -> bool:
    return name.strip().casefold() == field


def _as_question(
    source: Gathered, looks: Mapping[str, _Look], fields: dict[str, str], said: Mapping[str, str]
) -> dict[str, str]:
    """Texts of some length that stand alone, questions and statements, are what the card is: its title."""
    if "title" in (*fields.values(), *said.values()):
        return fields
    lone = [name for name, field in fields.items() if field in JOINED]
    others = [
        name for name in source.columns if name not in fields and not looks[name].is_number and looks[name].filled
    ]
    if len(lone) != 1 or others or max(map(len, source.texts(lone[0]))) > _LONGEST_SENTENCE:
        return fields
    return {**fields, lone[0]: "title"}


def _by_content(source: Gathered, looks: Mapping[str, _Look], fields: Mapping[str, str]) -> dict[str, str]:
    """Titles, descriptions, pictures and categories that no heading names."""
    free = [name for name in source.columns if name not in fields and looks[name].filled and not looks[name].is_number]
    added: dict[str, str] = {}

    def take(field: str, names: Sequence[str]) -> None:
        if names and field not in (*fields.values(), *added.values()):
            added[names[0]] = field

    def texts(most: float = 1e9, least: float = 0) -> list[str]:
        return [name for name in free if name not in added and least <= looks[name].length <= most]

    take("motif", [name for name in texts() if all(map(_PICTURE.fullmatch, source.texts(name)))])
    different = [name for name in texts(_SHORT) if looks[name].distinct >= 0.8 * looks[name].filled]
    if not ({"about", "title"} <= set(fields.values())):
        take("title", different or sorted(texts(), key=lambda name: looks[name].length))
        take("about", sorted(texts(least=_LONG), key=lambda name: -looks[name].length))
    total = len(source.records)
    few = [it for it in texts(_LONG) if 1 < looks[it].distinct <= min(_FEW, total / 2) and looks[it].filled > total / 2]
    if not any(record.group for record in source.records):
        take("category", few)
    if {"about", "line", "prompts"}.isdisjoint((*fields.values(), *added.values())):
        take("about", sorted(texts(), key=lambda name: -looks[name].length))
    added |= {name: "about" for name in texts() if name in source.sections}
    return added

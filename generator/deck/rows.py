"""The cards of a workshop as its files say them, faulty ones too, and where in which file: for whoever edits them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path
from typing import NamedTuple

from generator.deck.head import read_head, rules_of
from generator.deck.loading import DECK_FILE, CardSources, find_sources, parse_source, table_rows
from generator.errors import Place, Problems
from generator.sources import Items, Map, Node

CARDS = "cards"  # the key of a list of cards
_CELL = re.compile(r"(?:(?P<sheet>.*)!)?(?P<column>[A-Z]+)(?P<row>[0-9]+)", re.DOTALL)


class CardSource(NamedTuple):
    """What a file says of a card: values of keys as they are written, None for an empty one."""

    said: Map
    file: str
    path: tuple[str | int, ...] = ()  # of the card in a YAML file
    sheet: str = ""  # of a workbook
    row: int = 0  # of a table, from 1

    @property
    def id(self) -> str:
        name = self.said.get("id")
        return name.strip() if isinstance(name, str) else ""


@dataclass(frozen=True)
class CardRows:
    """All cards in their order. A table has columns, from 1, for each key; several for a list that is spread."""

    rows: tuple[CardSource, ...] = ()
    files: tuple[str, ...] = ()
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_table(self) -> bool:
        return bool(self.columns)


def card_rows(folder: Path) -> CardRows:
    """The cards of the first place that has some. What is wrong with them is said where the deck is loaded.

    Raises FileError where a file cannot be read.
    """
    unheard = Problems()
    sources = find_sources(folder, unheard)
    if sources.inline_said:
        return CardRows(tuple(_listed(sources.inline, DECK_FILE, (CARDS,))), (DECK_FILE,))
    if sources.files:
        rows = (row for name in sources.files for row in _of_file(folder, name, unheard))
        return CardRows(tuple(rows), tuple(sources.files))
    return _of_table(folder, sources, sources.tables[0], unheard) if sources.tables else CardRows()


def _of_file(folder: Path, name: str, unheard: Problems) -> Iterator[CardSource]:
    node = parse_source(folder, name, unheard)
    if isinstance(node, Map):
        yield from _listed(node.get(CARDS), name, (CARDS,))
    else:
        yield from _listed(node, name, ())


def _listed(node: Node, file: str, path: tuple[str, ...]) -> Iterator[CardSource]:
    for number, card in enumerate(node if isinstance(node, Items) else ()):
        if isinstance(card, Map):
            yield CardSource(card, file, (*path, number))


def _of_table(folder: Path, sources: CardSources, name: str, unheard: Problems) -> CardRows:
    head = read_head(sources.deck, unheard) if isinstance(sources.deck, Map) else None
    rows, columns = [], dict[str, set[int]]()
    for said in table_rows(folder, name, rules_of(head, sources.deck), unheard, ("id", "category")):
        sheet, _, number = _cell(said.marks.here)
        rows.append(CardSource(said, name, (), sheet, number))
        for key in said:
            columns.setdefault(key, set()).update(_columns(said, key))
    return CardRows(tuple(rows), (name,), {key: tuple(sorted(some)) for key, some in columns.items()})


def _columns(said: Map, key: str) -> Iterator[int]:
    """Those of a key in one row; items after the last column stand in the first one."""
    first = _cell(said.marks.of(key))[1]
    yield first
    others = (_cell(said.marks.of(key, item))[1] for item in count(1))
    yield from takewhile(lambda column: column != first, others)


def _cell(place: Place) -> tuple[str, int, int]:
    """Sheet, column and row of a place."""
    cell = _CELL.fullmatch(place.cell)
    if cell is None:
        return "", 0, 0
    column = 0
    for letter in cell["column"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return cell["sheet"] or "", column, int(cell["row"])

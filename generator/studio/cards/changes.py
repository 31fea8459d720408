"""What was typed into cells, and cards that are new or removed, as edits of the files that say them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from generator.deck import CardRows, CardSource
from generator.edit.edits import AddEntry, AddRow, Edit, RemoveEntry, RemoveRow, SetCell, SetValue, Value
from generator.intake.names import new_id
from generator.sources import Map
from generator.studio.cards.columns import CATEGORY, LISTS, NEW, NUMBERS, CardColumn, cell_of, lines, node_of
from generator.studio.cards.opened import DECK_FILE, OpenedDeck

CARDS = "cards"


class TypedCell(NamedTuple):
    card: str  # its handle
    key: str
    text: str
    was: str | None = None  # as the page had it


def edits_of(deck: OpenedDeck, cells: Sequence[TypedCell]) -> list[Edit]:
    """Of all cells whose text is another one now, and of cards that are new."""
    kinds = {column.key: column for column in deck.columns}
    edits: list[Edit] = []
    new: dict[str, dict[str, str]] = {}
    headings = _Headings(deck.rows)
    for cell in cells:
        column = kinds.get(cell.key)
        if column is None:
            continue
        if cell.card.startswith(NEW):
            new.setdefault(cell.card, {})[cell.key] = cell.text
        elif (row := deck.by_handle.get(cell.card)) and cell.text != cell_of(row, cell.key).text:
            edits += _cell_edits(row, column, cell.text, headings)
    edits += headings.edits
    return [*edits, *_new_cards(deck, list(new.values()), kinds, headings)]


def _cell_edits(row: CardSource, column: CardColumn, text: str, headings: "_Headings") -> Iterator[Edit]:
    if row.row:
        for place, part in _spread(headings.of(column.key), column, text):
            yield SetCell(row.file, row.sheet, row.row, place, part)
    elif not text:
        if column.key in row.said:
            yield RemoveEntry(row.file, (*row.path, column.key))
    elif column.key in row.said:
        yield SetValue(row.file, (*row.path, column.key), _value(column, text, row.said.get(column.key)))
    else:
        yield AddEntry(row.file, row.path, column.key, _value(column, text))


def _value(column: CardColumn, text: str, before: object = None) -> Value:
    if column.kind in LISTS and not isinstance(before, str):
        return lines(text)
    return int(text) if column.key in NUMBERS and re.fullmatch("0|[1-9][0-9]{0,8}", text) else text


def _spread(places: Sequence[int], column: CardColumn, text: str) -> Iterator[tuple[int, str]]:
    """The columns of a key with what goes into each: of a list that is spread an item each, the rest into the last."""
    if len(places) == 1:
        yield places[0], text
        return
    items = lines(text) if column.kind in LISTS else [text]
    for at, place in enumerate(places):
        last = at == len(places) - 1
        yield place, "\n".join(items[at:]) if last else "".join(items[at : at + 1])


class _Headings:
    """The columns of a table; a key that has none gets one, at the end."""

    def __init__(self, rows: CardRows) -> None:
        self._rows = rows
        self._columns = dict(rows.columns)
        self.edits: list[Edit] = []

    def of(self, key: str) -> tuple[int, ...]:
        if key not in self._columns:
            place = max(max(places) for places in self._columns.values()) + 1
            self._columns[key] = (place,)
            first = self._rows.rows[0]
            heading = int(re.sub(r".*?([0-9]+)$", r"\1", first.said.marks.key(CATEGORY).cell))
            self.edits.append(SetCell(first.file, first.sheet, heading, place, key))
        return self._columns[key]

    @property
    def width(self) -> int:
        return max(max(places) for places in self._columns.values())


def _new_cards(
    deck: OpenedDeck, new: Sequence[Mapping[str, str]], kinds: Mapping[str, CardColumn], headings: _Headings
) -> Iterator[Edit]:
    taken = {row.id for row in deck.rows.rows}
    added: dict[str, int] = {}  # to each file
    for said in new:
        texts = {key: text for key, text in said.items() if text}
        family = texts.get(CATEGORY) or _last_family(deck)
        name = new_id(texts.get(deck.title_key, ""), taken, "card")
        taken.add(name)
        whole = {"id": name, CATEGORY: family, **{key: text for key, text in texts.items() if key != CATEGORY}}
        near = _neighbour(deck, family)
        if near and near.row:
            yield from _new_row(deck, near, whole, kinds, headings, added)
            continue
        values = {key: _value(kinds[key], text) if key in kinds else text for key, text in whole.items()}
        yield _new_entry(deck, near, values, added)


def _new_row(
    deck: OpenedDeck,
    near: CardSource,
    texts: Mapping[str, str],
    kinds: Mapping[str, CardColumn],
    headings: _Headings,
    added: dict[str, int],
) -> Iterator[Edit]:
    cells = {
        place: part
        for key, text in texts.items()
        for place, part in _spread(headings.of(key), kinds.get(key, CardColumn(key, "", "text")), text)
    }
    last = max(row.row for row in deck.rows.rows) + added.get(near.file, 0)
    added[near.file] = added.get(near.file, 0) + 1
    yield AddRow(near.file, near.sheet, last + 1, tuple(cells.get(n, "") for n in range(1, headings.width + 1)))


def _new_entry(deck: OpenedDeck, near: CardSource | None, card: Value, added: dict[str, int]) -> Edit:
    """Behind the last card of the file in which its family is."""
    if near is None:
        return AddEntry(DECK_FILE, (), CARDS, [card])
    path = near.path[:-1]
    items = [row.path[-1] for row in deck.rows.rows if row.file == near.file]
    at = max(int(item) for item in items) + 1 + added.get(near.file, 0)
    added[near.file] = added.get(near.file, 0) + 1
    return AddEntry(near.file, path, at, card)


def removal(row: CardSource) -> Edit:
    return RemoveRow(row.file, row.sheet, row.row) if row.row else RemoveEntry(row.file, row.path)


def _last_family(deck: OpenedDeck) -> str:
    said = [value for row in deck.rows.rows if isinstance(value := row.said.get(CATEGORY), str)]
    return said[-1] if said else next(iter(deck.head.categories), "") if deck.head else ""


def _neighbour(deck: OpenedDeck, family: str) -> CardSource | None:
    """The last card of a family, or of all."""
    rows = deck.rows.rows
    return next((row for row in reversed(rows) if row.said.get(CATEGORY) == family), rows[-1] if rows else None)


def values_with(row: CardSource | None, texts: Mapping[str, str], columns: Sequence[CardColumn]) -> Map:
    """What a card would say with these cells."""
    kinds = {column.key: column.kind for column in columns}
    nodes = {key: node_of(text, kinds[key]) for key, text in texts.items() if key in kinds}
    return Map({**row.said, **nodes}, row.said.marks) if row else Map(nodes)

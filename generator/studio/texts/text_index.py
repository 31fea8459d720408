"""Every text of the open workshop's files: where it stands, how an edit reaches it, which pieces show it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from generator.compose.inline import plain
from generator.deck import CardRows, card_rows
from generator.edit.cell_refs import column_number
from generator.edit.edits import Edit, RemoveEntry, SetCell, SetValue
from generator.edit.write import digests
from generator.errors import Place, Problems
from generator.kit.wordbook import key_of
from generator.kit.workshop import load
from generator.sources import Items, Map, Node, RefusedValue, SpokenText, parse
from generator.studio.latest import Latest
from generator.studio.placing import Placing
from generator.studio.redrawing import PreviewOptions
from generator.studio.state import Studio
from generator.studio.watch import Stamps

NO_LANGUAGE = "und"  # that nothing is translated into: all texts are found to be said
CARDS = "cards"
FIELDS = ("text", "list")  # of cards, whose values are words
_CELL = re.compile(r"(?:(?P<sheet>.*)!)?(?P<column>[A-Z]+)(?P<row>[0-9]+)", re.DOTALL)

RealPath = tuple[str | int, ...]


class WorkshopText(NamedTuple):
    key: str  # names it for good
    place: Place
    path: RealPath  # in its YAML file; of a table empty
    label: str  # the way to it, for people
    text: str
    card: str  # whose it is, else empty
    option: str = ""  # the id that it is as well, where it is one of several to choose from

    @property
    def letters(self) -> str:
        return letters_of(plain(self.text))


@dataclass(frozen=True)
class TextIndex:
    """Of one moment."""

    texts: tuple[WorkshopText, ...]
    seen: Mapping[str, str]  # the digests of their files
    pieces: Mapping[str, tuple[str, ...]]  # file → the pieces that show something of it; none: all of them

    @cached_property
    def by_key(self) -> Mapping[str, WorkshopText]:
        return {text.key: text for text in self.texts}

    @cached_property
    def words(self) -> Sequence[tuple[str, WorkshopText]]:
        """Each text with its words, as `words_of` has them."""
        return [(words_of(plain(text.text)), text) for text in self.texts]

    def of_piece(self, piece: str) -> dict[str, list[WorkshopText]]:
        """File → its texts, those that all pieces may show last."""
        found: dict[str, list[WorkshopText]] = {}
        for of_all in (False, True):
            for text in self.texts:
                pieces = self.pieces[text.place.file]
                if not text.card and (not pieces if of_all else piece in pieces):
                    found.setdefault(text.place.file, []).append(text)
        return found

    def shows(self, piece: str, text: WorkshopText) -> bool:
        pieces = ("deck",) if text.card else self.pieces[text.place.file]
        return not pieces or piece in pieces


def text_indexes(studio: Studio) -> Latest[TextIndex]:
    """Raises FileError."""
    return Latest(studio, _read)


def _read(options: PreviewOptions, stamps: Stamps) -> TextIndex:
    folder = options.folder
    shop = load(folder, language=NO_LANGUAGE)
    spoken = {key_of(text): text for text in (shop.words.texts if shop.words else ())}
    rows = card_rows(folder)
    fields = [name for name, rule in shop.deck.head.fields.items() if rule.kind in FIELDS] if shop.deck else []
    of_table = tuple(_table_texts(rows, fields)) if rows.is_table else ()
    texts = (*of_table, *(text for text in _Reach(folder).texts(spoken) if not (of_table and text.card)))
    files = {text.place.file for text in texts}
    placing = Placing(shop)
    pieces = {name: placing.pieces(Place(name)) for name in files}
    return TextIndex(texts, digests(folder, files), pieces)


def _table_texts(rows: CardRows, fields: Iterable[str]) -> Iterator[WorkshopText]:
    """The cells of cards that stand in a table; a list is one cell, or one for each item."""
    for row in rows.rows:
        for field in fields:
            value = row.said.get(field)
            items = list(value) if isinstance(value, Items) else [value]
            for number, item in enumerate(items):
                if isinstance(item, str) and item and not isinstance(item, RefusedValue):
                    place = row.said.marks.of(field, number)
                    label = f"{row.id} · {field}" + (f" · {number + 1}" if len(items) > 1 else "")
                    yield WorkshopText(json.dumps([place.file, place.cell]), place, (), label, item, row.id)


class _Reach:
    """How edits reach the texts of a folder: by keys and numbers, where texts are named by ids."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._roots: dict[str, Node] = {}

    def texts(self, spoken: Mapping[str, SpokenText]) -> Iterator[WorkshopText]:
        for key, text in spoken.items():
            said = text.original.strip("\n")
            label = " · ".join(step[1] if isinstance(step, tuple) else _shown(step) for step in text.path)
            first = text.path[0] if text.path else ""
            card = first[1] if isinstance(first, tuple) else ""
            if text.place.cell:
                yield WorkshopText(key, text.place, (), label, said, card)
            elif (path := self._path(text)) is not None:
                yield WorkshopText(key, text.place, path, label, said, card, _option(text.path[-1], path))

    def _path(self, text: SpokenText) -> RealPath | None:
        name = text.place.file
        if name not in self._roots:
            file = self._folder / name
            self._roots[name] = parse(file.read_bytes(), name, Problems()) if file.is_file() else None
        node, path = self._roots[name], list[str | int]()
        if text.path and isinstance(text.path[0], tuple) and isinstance(node, Map):
            node, path = node.get(CARDS), [CARDS]
        for step in text.path:
            if isinstance(node, str):
                break  # a text in the place of a mapping that says it
            found = _child(node, step)
            if found is None:
                return None
            node = found[1]
            path += found[0]
        return tuple(path) if isinstance(node, str) else None


def _child(node: Node, step: str | int | tuple[str, str]) -> tuple[list[str | int], Node] | None:
    if isinstance(step, str):
        return ([step], node[step]) if isinstance(node, Map) and step in node else None
    if not isinstance(node, list):
        return None
    if isinstance(step, int):
        return ([step], node[step]) if step < len(node) else None
    kind, name = step
    for number, item in enumerate(node):
        if kind == "option" and item == name:
            return [number], item
        if isinstance(item, Map) and kind == "option" and name in item:
            return [number, name], item[name]
        if isinstance(item, Map) and kind == "id" and item.get("id") == name:
            return [number], item
    return None


def _option(step: str | int | tuple[str, str], path: RealPath) -> str:
    """The id of an option that is a text alone."""
    return step[1] if isinstance(step, tuple) and step[0] == "option" and isinstance(path[-1], int) else ""


def _shown(step: str | int) -> str:
    return str(step + 1) if isinstance(step, int) else step


def edit_of(text: WorkshopText, typed: str) -> Edit:
    """Writes it in the place of a text; what says nothing goes out. An option keeps its id, which answers know."""
    place = text.place
    if cell := _CELL.fullmatch(place.cell):
        return SetCell(place.file, cell["sheet"] or "", int(cell["row"]), column_number(cell["column"]), typed)
    if typed and text.option:
        return SetValue(place.file, text.path, {text.option: typed})
    return SetValue(place.file, text.path, typed) if typed else RemoveEntry(place.file, text.path)


def words_of(text: str) -> str:
    """The letters of each word, with a blank before and behind it."""
    return f" {' '.join(filter(None, map(letters_of, text.split())))} "


@cache
def letters_of(text: str) -> str:
    """Letters and digits alone, small: lines are set without their breaks, capitals as a layout wants them."""
    return "".join(character for character in text.casefold() if character.isalnum())

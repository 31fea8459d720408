"""The one edit that mends a finding, where the finding leaves no choice: a word that was meant is nearly there, an id
or a tile is another card's. What a finding says is read off its words, and counts only where the file says the same.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from generator.deck import card_rows
from generator.edit.cell_refs import column_number
from generator.edit.edits import Edit, RemoveEntry, RenameKey, SetCell, SetValue, Value
from generator.edit.write import digests
from generator.errors import FileError, Place, SourceError
from generator.intake.names import new_id
from generator.kit.request.whereabouts import printed_folder, read_kit
from generator.sources.key_names import plain_key
from generator.studio.remedies.spelt import SpeltWord, spelt_words
from generator.studio.shown import ShownProblem

MOST_PLACES = 50  # that are mended at once
TAKEN_ID, TAKEN_TILE = "duplicate-id", "tile-collision"
_QUOTED = re.compile(r"'([^']+)'")
_MEANT = re.compile(r"did you mean '(.+)'\?")
_SPELT = re.compile(r"write (true|false)(?:, in small letters)|write (-?[0-9]+(?:\.[0-9]+)?)")
_OWNED = re.compile(r"the id '(.+)' belongs to another card already, at .+", re.DOTALL)
_CELL = re.compile(r"(?:.*!)?([A-Z]+)[0-9]+", re.DOTALL)


class Remedy(NamedTuple):
    """What stands there, at the first of its places, and what will."""

    file: str
    seen: str  # the digest of the file
    edits: tuple[Edit, ...]
    was: str
    becomes: str  # empty: the line goes

    @property
    def more(self) -> int:
        """Other places where it is mended too."""
        return len(self.edits) - 1


class _Wish(NamedTuple):
    """A word that is wrong, and what is to stand in its place; None: nothing."""

    words: Collection[str]
    new: Value


def remedy(finding: ShownProblem, folder: Path) -> Remedy | None:
    """None where what is meant is not certain, or not written in a file of the workshop."""
    inside = folder / finding.file
    if not finding.places or not inside.resolve().is_relative_to(folder.resolve()) or not inside.is_file():
        return None
    try:
        wish = _wish(finding, folder)
        seen = digests(folder, [finding.file])[finding.file]
        places = [place for place in finding.places if place.file == finding.file][:MOST_PLACES]
        make = _in_table if places[0].cell else _in_lines
        made = make(folder, places, wish) if wish else None
    except (FileError, SourceError, ValueError):  # it cannot be read, or is no file that is edited here
        return None
    return Remedy(finding.file, seen, *made) if made else None


def _wish(finding: ShownProblem, folder: Path) -> _Wish | None:
    if owned := _OWNED.fullmatch(finding.message) if finding.code == TAKEN_ID else None:
        return _Wish((owned[1],), new_id(owned[1], {row.id for row in card_rows(folder).rows}, "card"))
    if finding.code == TAKEN_TILE:
        tile = re.search(r"the same tile ([0-9]+)$", finding.message)
        return _Wish((tile[1],), None) if tile and not _is_printed(folder) else None
    words = _QUOTED.findall(finding.message)
    if meant := _MEANT.fullmatch(finding.hint):
        return _Wish(words, meant[1])
    if spelt := _SPELT.fullmatch(finding.hint):
        return _Wish(words, spelt[1] == "true" if spelt[1] else float(spelt[2]))
    return None


def _is_printed(folder: Path) -> bool:
    """Then one of the two is on paper, and which of them only people know."""
    kit = read_kit(folder)
    return kit is None or printed_folder(folder, kit.id) is not None


_Made = tuple[tuple[Edit, ...], str, str]


def _in_lines(folder: Path, places: list[Place], wish: _Wish) -> _Made | None:
    file = places[0].file
    text = (folder / file).read_bytes().decode("utf-8-sig")
    words = spelt_words(text, places, wish.words)
    found = list(dict.fromkeys(word for word in words if word))
    edits = tuple(edit for word in found if (edit := _edit(file, word, wish.new)))
    if not found or len(edits) < len(found) or words[0] is None:
        return None
    return edits, words[0].line(text), "" if wish.new is None else words[0].line(text, _written(wish.new))


def _edit(file: str, word: SpeltWord, new: Value) -> Edit | None:
    if new is None:
        return RemoveEntry(file, word.path)
    if not word.is_key:
        return SetValue(file, word.path, new)
    is_taken = plain_key(str(new)) in map(plain_key, word.beside)
    return None if is_taken else RenameKey(file, word.path, str(new))


def _written(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else f"{value:g}" if isinstance(value, float) else str(value)


def _in_table(folder: Path, places: list[Place], wish: _Wish) -> _Made | None:
    """Where each cell says one of these words and nothing else."""
    new = "" if wish.new is None else _written(wish.new)
    rows = card_rows(folder).rows
    said = {(row.file, row.said.marks.of(key).cell): (row, value) for row in rows for key, value in row.said.items()}
    edits, was = [], ""
    for place in places:
        row, value = said.get((place.file, place.cell), (None, None))
        found = _CELL.fullmatch(place.cell)
        if row is None or found is None or not isinstance(value, str) or value.strip() not in wish.words:
            return None
        edits.append(SetCell(row.file, row.sheet, row.row, column_number(found[1]), new))
        was = was or value.strip()
    return tuple(edits), was, new

"""Files of a workshop folder that look like cards and that no build reads: named, so that none is passed over."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from generator.errors import Problems
from generator.sources import parse

OFFICE = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers")
_TABLES = (*OFFICE, ".csv", ".tsv", ".tab")
_DATA = (".json", ".js", ".yaml", ".yml")
_TEXT = (".md", ".markdown", ".txt", ".docx", ".odt", ".html", ".htm")
_CARDS = re.compile(r"(cards?|decks?|karten|cartes|cartas|carte|kaarten|kort|karty)\b", re.IGNORECASE)
# Of a workshop: who reads them says what is wrong with them.
_BRAND = "brand"  # a client's may lie in a folder of its own
_OURS = ("kit", "deck", _BRAND, "recipes", "guide", "catalogue", "order", "box", "motifs", "import", "captured")
_FOLDERS = ("cards", "posters", "forms", "pictures", "words", "trades", "layouts", "fonts", "images", "output")
_PRINTED = ".build.json"  # in a folder that a build has written to
_ABOUT = re.compile(r"(readme|licen[cs]e|changelog|contributing|copying|credits|notes|todo)\b", re.IGNORECASE)
_RESULTS = b"seq,id,at,session"  # how a table of results begins that prepdeck has exported
_LARGEST = 5_000_000  # bytes of a file that is looked into
_MOST_FILES = 200  # of one folder
_LEAST_ITEMS = 2  # that are alike
_DEEPEST = 5


class Unread(NamedTuple):
    """A file by its name from the workshop folder on, and what `prepdeck import` would take to read it."""

    name: str
    source: str
    is_cards: bool  # it stands where cards are looked for


def unread_files(folder: Path, names: list[str], inside: list[str], read: list[str]) -> Iterator[Unread]:
    """`names` are those of the folder, `inside` those of its folder of cards, `read` what is read of both."""
    read = [*read, *_imported(folder, names)]
    for name in names:
        path = folder / name
        is_cards = path.stem.lower() == "cards"
        if name in read or path.name.lower() in {f"{ours}.yaml" for ours in _OURS}:
            continue
        if path.is_dir():
            yield from _inside_of(folder, path)
        elif (is_cards and path.suffix.lower() in (*_TABLES, *_DATA, *_TEXT)) or _is_like_cards(path):
            yield Unread(name, name, is_cards)
    for name in (f"cards/{name}" for name in inside):
        path = Path(name)
        if name not in read and path.suffix.lower() in (*_TABLES, *_DATA):
            yield Unread(name, name, True)
        elif path.suffix.lower() in _TEXT and not _ABOUT.match(path.stem):
            yield Unread(name, "cards", False)
    deep = (folder / "cards").glob("*/**/*.yaml") if inside else ()
    yield from (Unread(name, name, True) for name in sorted(path.relative_to(folder).as_posix() for path in deep))


def _imported(folder: Path, names: list[str]) -> list[str]:
    """The source of the last import, which the cards are made of by now."""
    if "import.yaml" not in names:
        return []
    with (folder / "import.yaml").open("rb") as file:
        line = next((line for line in file.readlines(2000) if line.startswith(b"source:")), b"")
    node = parse(line, "import.yaml", Problems())
    source = node.get("source") if isinstance(node, dict) else None
    return [source] if isinstance(source, str) else []


def _inside_of(folder: Path, path: Path) -> Iterator[Unread]:
    if path.name.lower() in _FOLDERS or (path / _PRINTED).is_file():
        return
    files = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith((".", "~")))
    for file in files[:_MOST_FILES]:
        if file.name.lower() != f"{_BRAND}.yaml" and _is_like_cards(file):
            name = file.relative_to(folder).as_posix()
            yield Unread(name, name, False)


def _is_like_cards(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in (*_TABLES, *_DATA, *_TEXT) or not path.is_file():
        return False
    if suffix in _TEXT:
        return _CARDS.match(path.stem) is not None
    try:
        return _holds_items(path) if suffix in _DATA else _RESULTS not in _first_line(path)
    except OSError:
        return True  # whoever reads it will say why not


def _first_line(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.readline(2000).replace(b'"', b"").replace(b";", b",")


def _holds_items(path: Path) -> bool:
    """Whether a list of like things stands somewhere in a file of data, as cards do."""
    if path.stat().st_size > _LARGEST:
        return _CARDS.match(path.stem) is not None
    data = path.read_bytes()
    if path.suffix.lower() == ".js":
        return re.search(rb"=\s*\[\s*(//[^\n]*\n\s*)*\{", data) is not None
    if path.suffix.lower() == ".json":
        try:
            return _has_items(json.loads(data))
        except (ValueError, RecursionError):
            return _CARDS.match(path.stem) is not None
    return _has_items(parse(data, path.name, Problems()))


def _has_items(node: object, depth: int = 0) -> bool:
    """Two mappings or more side by side that share two keys."""
    if depth > _DEEPEST or not isinstance(node, dict | list):
        return False
    held = list(node.values()) if isinstance(node, dict) else node
    mappings = [set(each) for each in held if isinstance(each, dict)]
    alike = len(mappings) >= _LEAST_ITEMS and len(set.intersection(*mappings)) >= 2
    return alike or any(_has_items(each, depth + 1) for each in held)

"""Pictures beside a source: found by what a cell names, never outside of the source's folder, and taken along."""

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote

from generator.intake.draft import Draft, DraftCard, Left
from generator.intake.folder import file_bytes
from generator.intake.names import new_id, title_of_file
from generator.intake.records import Gathered, Record

SUFFIXES = (".png", ".jpg", ".jpeg", ".svg")
FOLDER = "pictures"
_BESIDE = ("", "pictures", "images", "img", "assets", "media", "bilder", "icons", "photos")
_LARGEST = 40 * 1024 * 1024
COLUMN_TITLE, COLUMN_PICTURE = "Name", "Picture"


def gather_pictures(names: Iterable[str]) -> Gathered | None:
    """A card for each picture, called after its file; `names` with / from the folder."""
    from generator.errors import Place

    records = []
    for name in names:
        path = PurePosixPath(name)
        group = "" if len(path.parts) == 1 else title_of_file(path.parts[-2])
        records.append(Record({COLUMN_TITLE: title_of_file(path.stem), COLUMN_PICTURE: name}, Place(name), group))
    if not records:
        return None
    return Gathered(f"{len(records)} pictures", (COLUMN_TITLE, COLUMN_PICTURE), tuple(records))


def with_pictures(draft: Draft, folder: Path | None) -> tuple[Draft, dict[str, bytes]]:
    """The draft with the pictures' new paths, and their bytes by these; what is not there is left over."""
    files: dict[str, bytes] = {}
    new_names: dict[str, str] = {}  # path in the source → in the workshop
    lost: list[DraftCard] = []
    cards: list[DraftCard] = []
    for card in draft.cards:
        named = card.values.get("motif")
        if not isinstance(named, str):
            cards.append(card)
            continue
        if named not in new_names and (found := _bytes_of(draft, folder, named)):
            stem = new_id(PurePosixPath(found[0]).stem, {PurePosixPath(it).stem for it in files}, "picture")
            new_names[named] = f"{FOLDER}/{stem}{PurePosixPath(found[0]).suffix.lower()}"
            files[new_names[named]] = found[1]
        new = new_names.get(named)
        lost += [] if new else [card]
        kept = {name: value for name, value in card.values.items() if name != "motif"}
        cards.append(replace(card, values={**kept, "motif": new} if new else kept))
    left = [Left("a picture that does not lie beside the source", len(lost), lost[0].place)] if lost else []
    return replace(draft, cards=tuple(cards), left=(*draft.left, *left)), files


def _bytes_of(draft: Draft, folder: Path | None, named: str) -> tuple[str, bytes] | None:
    """The name and the bytes of what a card calls its picture: it lies in the source, or beside it."""
    if named in draft.files:
        return named, draft.files[named]
    path = _found(folder, named) if folder else None
    return (path.name, file_bytes(path)) if path else None


def _found(folder: Path, named: str) -> Path | None:
    """The file that a path of a source means; None where it is none, or lies outside."""
    plain = unquote(named).replace("\\", "/")
    if re.match(r"[A-Za-z]:|/|~", plain) or ".." in plain.split("/") or "\0" in plain:
        return None
    home = folder.resolve()
    for place in _BESIDE:
        for name in dict.fromkeys((plain, PurePosixPath(plain).name)):
            try:
                path = _spelt(home / place / name).resolve()
                if path.is_relative_to(home) and path.is_file() and path.suffix.lower() in SUFFIXES:
                    return path if path.stat().st_size <= _LARGEST else None
            except OSError:  # a name that is too long, or that no file can have
                return None
    return None


def _spelt(path: Path) -> Path:
    """As the folder spells it: of 'ü' some systems make two characters, and lists have one. Raises OSError."""
    if path.name.isascii() or path.exists() or not path.parent.is_dir():
        return path
    wanted = normalize("NFC", path.name)
    return next((each for each in path.parent.iterdir() if normalize("NFC", each.name) == wanted), path)

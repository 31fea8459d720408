"""A workshop folder of one's own, to edit: the bundled starter, or a copy of another workshop, under another name."""

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path

from generator import bundled
from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.proposed_brand import FOLDER, Proposal, write_brand
from generator.kit.request.whereabouts import BUNDLED_WORKSHOP, OUTPUT, read_kit

STARTER = "starter"
LANGUAGES = "languages"  # in it: a folder for each other language, with the files that have words
# By the Unicode CLDR: codes of countries, and their names as Windows says them.
ON_LETTER = {
    *("bz", "ca", "cl", "co", "cr", "gt", "mx", "ni", "pa", "ph", "pr", "sv", "us", "ve"),
    *("belize", "canada", "chile", "colombia", "costa rica", "guatemala", "mexico", "nicaragua", "panama"),
    *("philippines", "puerto rico", "el salvador", "united states", "venezuela"),
}


def start(
    folder: Path, paper: str = "", source: Path | None = None, language: str = "", brand: Proposal | None = None
) -> list[Path]:
    """Writes the starter, or a copy of another workshop, into a new folder and gives its files.

    Its ids come from the folder's name, so that the codes of two workshops differ; `paper` is that of its pages, empty:
    as the source has it, `language` one that the starter knows, `brand` a client's, worn for good; the starter prints
    blank cards in it. What is printed, and what is hidden, is not copied.
    Raises FileError where the folder holds something already, lies in the source, or the source has no kit.yaml that
    can be read.
    """
    source = source or _starter()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder}: is there already and not empty; name a new folder")
    if folder.resolve().is_relative_to(source.resolve()):
        raise FileError(f"{folder}: lies in what is copied; name a folder elsewhere")
    kit = read_kit(source)
    if kit is None:
        raise FileError(f"{source / KIT_FILE}: cannot be read; `prepdeck check` there says why")
    try:
        shutil.copytree(source, folder, dirs_exist_ok=True, ignore=_left_behind(source))
        if language in starter_languages():
            shutil.copytree(_starter() / LANGUAGES / language, folder, dirs_exist_ok=True)
        for name in (KIT_FILE, "deck.yaml"):
            _change(folder / name, rf"""^id:\s*(["']?){re.escape(kit.id)}\1(?=\s|$)""", f"id: {id_of(folder)}")
        if paper:
            _say_paper(folder / KIT_FILE, paper)
        if brand:
            write_brand(brand, folder)
            _say_client(folder / KIT_FILE)
            _change(folder / KIT_FILE, r"^# (?=blanks:)", "")
        elif kit.client and not Path(kit.client).is_absolute():
            _keep_client(source, folder, kit.client)
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def starter_languages() -> tuple[str, ...]:
    """Those that the starter knows beside English."""
    return tuple(sorted(path.name for path in (_starter() / LANGUAGES).iterdir()))


def _starter() -> Path:
    return bundled.folder("deck_sources") / STARTER


def source_of(name: str) -> Path:
    """The workshop that a folder or the name of a bundled deck means. Raises FileError."""
    shipped = bundled.folder("deck_sources") / name
    if (Path(name) / KIT_FILE).is_file():
        return Path(name)
    if re.fullmatch("[a-z-]+", name) and (shipped / KIT_FILE).is_file():
        return shipped
    raise FileError(f"{name}: no workshop is there; name a folder with a {KIT_FILE}, or {BUNDLED_WORKSHOP}")


def _left_behind(source: Path) -> Callable[[str, list[str]], set[str]]:
    def ignored(folder: str, names: list[str]) -> set[str]:
        at_top = (OUTPUT, LANGUAGES) if source == _starter() else (OUTPUT,)
        return {name for name in names if name.startswith(".") or (name in at_top and Path(folder) == source)}

    return ignored


def _change(path: Path, pattern: str, words: str) -> None:
    """In the first line that matches; the rest stays, byte by byte."""
    if path.is_file():
        text = path.read_bytes().decode("utf-8")
        path.write_bytes(re.sub(pattern, lambda found: words, text, count=1, flags=re.M).encode())


def _say_paper(path: Path, paper: str) -> None:
    has_one = re.search(r"^paper:", path.read_text(encoding="utf-8"), flags=re.M)
    pattern, words = (r"^paper:\s*\S+", "") if has_one else (r"^(?=title:)", "\n")
    _change(path, pattern, f"paper: {paper}{words}")


def _say_client(path: Path) -> None:
    has_one = re.search(r"^client:", path.read_text(encoding="utf-8"), flags=re.M)
    pattern, words = (r"^client:[^#\n\r]*", " ") if has_one else (r"^(?=title:)", "\n")
    _change(path, pattern, f"client: {FOLDER}{words}")


def _keep_client(source: Path, folder: Path, client: str) -> None:
    """A client's brand that lies outside of the source, as seen from the new folder."""
    place = (source / client).resolve()
    if not place.is_relative_to(source.resolve()):
        seen = Path(os.path.relpath(place, folder.resolve())).as_posix()
        _change(folder / KIT_FILE, r"^client:[^#\n\r]*", f"client: {json.dumps(seen, ensure_ascii=False)} ")


def paper_of_people(place: str) -> str:
    """What offices print on where people set their computers to a locale such as en_US.UTF-8, or English_Canada.1252:
    Letter in North America and some countries south of it and the Philippines, else A4.
    """
    _, parted, country = re.split("[.@]", place)[0].rpartition("_")
    return "letter" if parted and country.casefold() in ON_LETTER else "a4"


def id_of(folder: Path) -> str:
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "workshop"

"""A workshop folder of one's own, to edit: the bundled starter, or a copy of another workshop, under another name."""

import json
import os
import re
import shutil
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator import bundled
from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE, Kit
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
    can be read; nothing is left behind then.
    """
    source = source or _starter()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder}: is there already and not empty; name a new folder")
    if folder.resolve().is_relative_to(source.resolve()):
        raise FileError(f"{folder}: lies in what is copied; name a folder elsewhere")
    kit = read_kit(source)
    if kit is None:
        raise FileError(f"{source / KIT_FILE}: cannot be read; `prepdeck check` there says why")
    is_new, is_whole = not folder.exists(), False
    try:
        _copy(source, folder, kit, language)
        if paper:
            _say_paper(folder / KIT_FILE, paper)
        if brand:
            write_brand(brand, folder)
            _say_client(folder / KIT_FILE)
            _change(folder / KIT_FILE, r"^# (?=blanks:)", "")
        elif kit.client and not Path(kit.client).is_absolute():
            _keep_client(source, folder, kit.client)
        is_whole = True
    except OSError as error:
        raise FileError(_words(error, folder)) from error
    finally:
        if not is_whole:
            _take_away(folder, is_new=is_new)
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _copy(source: Path, folder: Path, kit: Kit, language: str) -> None:
    """Under an id of its own. A link that leads nowhere has nothing to be copied. Raises OSError, FileError."""
    for name in (KIT_FILE, "deck.yaml"):
        if (source / name).is_file():
            _text(source / name)
    shutil.copytree(source, folder, dirs_exist_ok=True, ignore=_left_behind(source), ignore_dangling_symlinks=True)
    if language in starter_languages():
        shutil.copytree(_starter() / LANGUAGES / language, folder, dirs_exist_ok=True)
    for name in (KIT_FILE, "deck.yaml"):
        _change(folder / name, rf"""^id:[ \t]*(["']?){re.escape(kit.id)}\1(?=\s|$)""", f"id: {id_of(folder)}")
    copied = read_kit(folder)
    if kit.id and (copied is None or copied.id != id_of(folder)):
        raise FileError(f"{source / KIT_FILE}: its `id:` cannot be changed; write it on a line of its own")


def _words(error: OSError, folder: Path) -> str:
    """Of several files that could not be copied the first."""
    if isinstance(error, shutil.Error):
        place, _, why = error.args[0][0]
        return f"{place}: cannot be copied: {why}"
    return f"{error.filename or folder}: cannot be written: {error.strerror}"


def _take_away(folder: Path, *, is_new: bool) -> None:
    """What was written before it failed: the same name is tried again."""
    written = [folder] if is_new else [*folder.iterdir()] if folder.is_dir() else []
    for place in written:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            with suppress(OSError):
                place.unlink()


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


def _text(path: Path) -> str:
    """Raises FileError for a text that is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path}: its text is not UTF-8; save it as UTF-8") from error


def _change(path: Path, pattern: str, words: str) -> None:
    """In the first line that matches; the rest stays, byte by byte."""
    if path.is_file():
        mark = BOM_UTF8 if path.read_bytes().startswith(BOM_UTF8) else b""
        changed = re.sub(pattern, lambda found: words, _text(path), count=1, flags=re.M)
        path.write_bytes(mark + changed.encode())


def _say_paper(path: Path, paper: str) -> None:
    has_one = re.search(r"^paper:", _text(path), flags=re.M)
    pattern, words = (r"^paper:(?:[ \t]*[^\s#]+)?", "") if has_one else (r"^(?=title:)", "\n")
    _change(path, pattern, f"paper: {paper}{words}")


def _say_client(path: Path) -> None:
    has_one = re.search(r"^client:", _text(path), flags=re.M)
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

"""A workshop folder of one's own, to edit: the bundled starter under another name."""

import re
import shutil
import unicodedata
from pathlib import Path

from generator import bundled
from generator.errors import FileError

STARTER = "starter"
# By the Unicode CLDR: codes of countries, and their names as Windows says them.
ON_LETTER = {
    *("bz", "ca", "cl", "co", "cr", "gt", "mx", "ni", "pa", "ph", "pr", "sv", "us", "ve"),
    *("belize", "canada", "chile", "colombia", "costa rica", "guatemala", "mexico", "nicaragua", "panama"),
    *("philippines", "puerto rico", "el salvador", "united states", "venezuela"),
}


def start(folder: Path, paper: str) -> list[Path]:
    """Writes the starter into a new folder and gives its files. Its ids come from the folder's name, so that the codes
    of two workshops differ; `paper` is that of its pages. Raises FileError where the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder}: is there already and not empty; name a new folder")
    try:
        shutil.copytree(bundled.folder("deck_sources") / STARTER, folder, dirs_exist_ok=True)
        for name in ("kit.yaml", "deck.yaml"):
            path = folder / name
            text = re.sub(rf"^id: {STARTER}\b", f"id: {_id_of(folder)}", path.read_text(encoding="utf-8"), flags=re.M)
            path.write_text(re.sub(r"^paper: \S+", f"paper: {paper}", text, flags=re.M), encoding="utf-8")
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def paper_of_people(place: str) -> str:
    """What offices print on where people set their computers to a locale such as en_US.UTF-8, or English_Canada.1252:
    Letter in North America and some countries south of it and the Philippines, else A4.
    """
    _, parted, country = re.split("[.@]", place)[0].rpartition("_")
    return "letter" if parted and country.casefold() in ON_LETTER else "a4"


def _id_of(folder: Path) -> str:
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "workshop"

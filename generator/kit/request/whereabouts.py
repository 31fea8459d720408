"""Which folder a command means: the workshop, and where what is printed of it lies.

A workshop's files are in its `output/`; those of the bundled one, and of a folder that cannot be written, in
`output/<kit>` where the command is given.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from generator import bundled
from generator.codes import Manifest
from generator.codes.journal import is_mixed
from generator.errors import FileError, Problems
from generator.kit.request.kit_yaml import KIT_FILE, Kit
from generator.sources import read

BUNDLED_WORKSHOP = "prepersonalization"
OUTPUT = "output"
MANIFEST = "manifest.json"
MISNAMED = ("kit.yml", "kit.yaml.txt", "kit.yml.txt", "kit.yaml.yaml")  # what editors and systems make of the name


def bundled_workshop() -> Path:
    return bundled.folder("deck_sources") / BUNDLED_WORKSHOP


def is_bundled(folder: Path) -> bool:
    return folder.resolve().is_relative_to(bundled.folder("deck_sources").resolve())


def misnamed_kit(folder: Path) -> str:
    """What was meant to be the kit.yaml of a folder that has none."""
    if (folder / KIT_FILE).is_file():
        return ""
    return next((name for name in MISNAMED if (folder / name).is_file()), "")


def find_workshop(named: Path | None) -> Path:
    """The folder of the workshop that was named, by itself, its kit.yaml or its printed folder; without a name the one
    where the command is given, else the bundled one. Raises FileError for a printed folder without its workshop.
    """
    if named is None:
        return Path() if _is_workshop(Path()) else bundled_workshop()
    if named.name == KIT_FILE and named.is_file():
        return named.parent
    folder = named.parent if named.name == MANIFEST and named.is_file() else named
    if _is_workshop(folder) or not (folder / MANIFEST).is_file():
        return folder
    if printed_of := workshop_of(folder):
        return printed_of
    if kit_of(folder) == BUNDLED_WORKSHOP:
        return bundled_workshop()
    raise FileError(f"{named}: is what was printed, without its workshop; name the folder with its {KIT_FILE}")


def workshop_of(printed: Path) -> Path | None:
    """The workshop in whose output/ a printed folder is; None where it lies elsewhere."""
    folder = printed.parent if printed.name == OUTPUT else printed.resolve().parent
    return folder if printed.resolve().name == OUTPUT and (folder / KIT_FILE).is_file() else None


def output_folder(folder: Path, kit_id: str, named: Path | None = None) -> Path:
    """Where the files of a workshop go, unless a command names another folder."""
    if named:
        return named
    own = folder / OUTPUT
    if is_bundled(folder) or not os.access(own if own.exists() else folder, os.W_OK):
        return Path(OUTPUT) / kit_id
    return own


def printed_folder(folder: Path, kit_id: str, named: Path | None = None) -> Path | None:
    """Where the kit of a workshop lies printed, now or by an earlier prepdeck; None where it does not.

    Raises FileError where another kit lies there: the workshop has got another id, or its output came from elsewhere.
    """
    places = (named,) if named else (output_folder(folder, kit_id), Path(OUTPUT) / kit_id)
    place = next((place for place in places if (place / MANIFEST).is_file() or is_mixed(place)), None)
    if place and (other := kit_of(place)) and other != kit_id:
        raise FileError(f"{place}: holds the kit '{other}', and the workshop is '{kit_id}'; delete it and build")
    return place


def take_over(folder: Path, kit_id: str) -> str:
    """Moves what an earlier prepdeck has printed of this kit, in `output/<kit>`, to where it lies now: its manifest
    knows the codes. Gives words for it, none where there is nothing. Raises FileError.
    """
    old, new = Path(OUTPUT) / kit_id, output_folder(folder, kit_id)
    if old == new or (new / MANIFEST).exists() or kit_of(old) != kit_id:
        return ""
    try:
        new.mkdir(parents=True, exist_ok=True)
        for path in sorted(old.iterdir(), key=lambda path: path.name == MANIFEST):
            if not (new / path.name).exists():
                shutil.move(path, new / path.name)
    except OSError as error:
        raise FileError(f"{error.filename or new}: cannot be moved: {error.strerror}") from error
    for empty in (old, old.parent):
        with suppress(OSError):  # there is something else in it
            empty.rmdir()
    return f"What was printed in {old} lies in {new} from now on; its codes stay."


def kit_of(printed: Path) -> str:
    """The id of the kit in a printed folder; empty where there is none that can be read."""
    manifest = Manifest.read(printed / MANIFEST, Problems())
    return manifest.kit.id if manifest else ""


def read_kit(folder: Path) -> Kit | None:
    """What can be read of the kit.yaml of a folder, whatever is wrong with it."""
    path = folder / KIT_FILE
    return read(path, Kit, Problems(), salvage=True) if path.is_file() else None


def _is_workshop(folder: Path) -> bool:
    return (folder / KIT_FILE).is_file() or bool(misnamed_kit(folder))

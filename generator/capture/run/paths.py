"""Where the printed kit lies, and where what people say about it is kept: the user's data folder, never `output/`."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from generator.codes.journal import is_mixed, words_for_mixed
from generator.errors import FileError

MANIFEST = "manifest.json"
OUTPUT = Path("output")
FOLDER = "prepdeck"


def kit_folder(output: Path = OUTPUT) -> Path | None:
    """The only printed kit under `output`; None where there is none. Raises FileError where there are several."""
    found = sorted(path.parent for path in output.glob(f"*/{MANIFEST}"))
    if not found and (stopped := sorted(place for place in output.glob("*") if is_mixed(place))):
        raise FileError("; ".join(words_for_mixed(stopped[0])))
    if len(found) > 1:
        names = ", ".join(str(path) for path in found)
        raise FileError(f"{output}: holds several kits; say which one: {names}")
    return found[0] if found else None


def checked(folder: Path) -> Path:
    """A folder that was named, if it holds a kit; the manifest itself may be named as well. Raises FileError."""
    folder = folder.parent if folder.name == MANIFEST else folder
    if not (folder / MANIFEST).is_file():
        if is_mixed(folder):
            raise FileError("; ".join(words_for_mixed(folder)))
        hint = "name a workshop, or a folder that `prepdeck build` has written, such as output/prepersonalization"
        raise FileError(f"{folder}: there is no {MANIFEST} in it; {hint}")
    return folder


def user_data_folder(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path:
    """Where programs of this system keep what is the user's."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "~").expanduser()
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / FOLDER
    if platform == "darwin":
        return home / "Library" / "Application Support" / FOLDER
    said = environ.get("XDG_DATA_HOME", "")
    return (Path(said) if Path(said).is_absolute() else home / ".local" / "share") / FOLDER


def data_file(kit: str) -> Path:
    """Where the entries of a kit are kept, unless the command says otherwise."""
    return user_data_folder() / f"{kit}.db"


def known_data_files() -> list[Path]:
    """What was kept before, for when there is no printed kit at hand."""
    from generator.capture.store.upgrade import is_older_copy  # a build asks for the folder alone, and needs no store

    stores = (path for path in user_data_folder().glob("*.db") if not is_older_copy(path))
    return sorted(path for path in stores if not path.stem.endswith(".backup"))

"""A workshop folder of one's own, to edit: the bundled starter under another name."""

import re
import shutil
import unicodedata
from pathlib import Path

from generator import bundled
from generator.errors import FileError

STARTER = "starter"


def start(folder: Path) -> list[Path]:
    """Writes the starter into a new folder and gives its files. Its ids come from the folder's name, so that the codes
    of two workshops differ. Raises FileError where the folder holds something already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder}: is there already and not empty; name a new folder")
    try:
        shutil.copytree(bundled.folder("deck_sources") / STARTER, folder, dirs_exist_ok=True)
        for name in ("kit.yaml", "deck.yaml"):
            path = folder / name
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"^id: {STARTER}\b", f"id: {_id_of(folder)}", text, flags=re.M), encoding="utf-8")
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _id_of(folder: Path) -> str:
    plain = unicodedata.normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "workshop"

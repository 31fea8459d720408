"""The folder of a workshop: whether an import may write there, and its files, all of them or none."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import FileError

_NEW = ".importing"  # at the end of a file's name until all of them are written


def check_free(folder: Path) -> None:
    """Raises FileError where something lies there that an import has not written."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a new folder; only what an import has written is imported into again"
        raise FileError(f"{folder}: is there already and not empty", hint)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes each file under another name first, then gives all of them theirs. Raises FileError; nothing is changed
    by then, unless the system fails between two renamings.
    """
    made: list[Path] = []
    try:
        for name, data in files.items():
            place = folder / f"{name}{_NEW}"
            made += [it for it in reversed(place.parents) if not it.exists()]
            place.parent.mkdir(parents=True, exist_ok=True)
            made.append(place)
            place.write_bytes(data)
        for name in files:
            (folder / f"{name}{_NEW}").replace(folder / name)
    except OSError as error:
        for place in reversed(made):
            with suppress(OSError):
                place.rmdir() if place.is_dir() else place.unlink()
        name = str(error.filename or folder).removesuffix(_NEW)
        raise FileError(f"{name}: cannot be written: {error.strerror}") from error

"""Files of people, read; and the folder of a workshop: whether an import may write there, all of its files or none."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import FileError

_NEW = ".importing"  # at the end of a file's name until all of them are written


def file_bytes(path: Path) -> bytes:
    """Raises FileError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: cannot be read: {error.strerror}") from error


def check_free(folder: Path) -> None:
    """Raises FileError where something lies there that an import has not written."""
    if not folder.exists() or (folder.is_dir() and all(map(_is_of_nobody, folder.rglob("*")))):
        return
    if any(folder.glob(f"*{_NEW}")):
        hint = "empty the folder, or name a new one, and import again"
        raise FileError(f"{folder}: an import that was stopped has written only some of its files there", hint)
    hint = "name a new folder; only what an import has written is imported into again"
    raise FileError(f"{folder}: is there already and not empty", hint)


def _is_of_nobody(path: Path) -> bool:
    """A folder by itself, or a file of an import that was stopped before any of them had its name."""
    return path.suffix == _NEW or path.is_dir()


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes each file under another name first, then gives all of them theirs; where one cannot have it, as it is open
    elsewhere, or an interruption comes, the others are put back as they were. Raises FileError; nothing is changed.
    """
    made: list[Path] = []
    is_whole = False
    before: dict[Path, bytes | None] = {}  # of those that have their names; None: there was no such file
    try:
        for name, data in files.items():
            place = folder / f"{name}{_NEW}"
            made += [it for it in reversed(place.parents) if not it.exists()]
            place.parent.mkdir(parents=True, exist_ok=True)
            made.append(place)
            place.write_bytes(data)
        for name in files:
            place = folder / name
            was = place.read_bytes() if place.is_file() else None
            (folder / f"{name}{_NEW}").replace(place)
            before[place] = was
        is_whole = True
    except OSError as error:
        name = str(error.filename or folder).removesuffix(_NEW)
        raise FileError(f"{name}: cannot be written: {error.strerror}") from error
    finally:
        _put_back({} if is_whole else before)
        for place in reversed(made):
            with suppress(OSError):  # it is a file that has its name by now, or a folder that has files
                place.rmdir() if place.is_dir() else place.unlink()


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for place, was in before.items():
        with suppress(OSError):
            place.unlink() if was is None else place.write_bytes(was)

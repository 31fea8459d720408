"""A file that a command writes beside the kit: whole, or not at all."""

from contextlib import suppress
from pathlib import Path
from typing import Protocol

from generator.errors import FileError


class SavedFile(Protocol):
    """A file in memory."""

    def save(self, target: Path) -> None: ...


def save_whole(writer: SavedFile, path: Path) -> None:
    """Raises FileError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer.save(part)
        part.replace(path)
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)

"""A whole copy of a store while it is written into. It appears under its name only when it is on the disk."""

import glob
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from generator.capture.store.connection import connect_to_read
from generator.capture.store.health import fault_of
from generator.capture.store.schema import cannot_use
from generator.errors import FileError

_RANDOM = "?" * 8  # what mkstemp puts into a name


def copy_store(path: Path, to: Path, trim: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Copies the store at `path`; `trim` takes out of the copy what is not to leave the house. Raises FileError."""
    with_part(to, lambda part: _copy(path, part, trim))


def with_part(to: Path, write: Callable[[Path], None]) -> None:
    """Lets `write` fill a file that nobody but us may read, and then gives it its name. What one that was killed left
    there goes: it has what was said. Raises FileError."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        for left in to.parent.glob(f".{glob.escape(to.name)}.{_RANDOM}.part"):
            with suppress(OSError):  # of another user; it is as it was
                left.unlink()
        number, name = tempfile.mkstemp(prefix=f".{to.name}.", suffix=".part", dir=to.parent)
    except OSError as error:
        raise FileError(f"{to}: cannot be written: {error.strerror}") from error
    os.close(number)
    part = Path(name)
    try:
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(to)
    except OSError as error:
        raise FileError(f"{to}: cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(path: Path, part: Path, trim: Callable[[sqlite3.Connection], None] | None) -> None:
    try:
        with closing(connect_to_read(path)) as connection:
            connection.execute("VACUUM INTO ?", (str(part),))
        if trim:
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                copy.execute("PRAGMA secure_delete = ON")
                trim(copy)
                copy.execute("VACUUM")
    except sqlite3.Error as error:
        raise fault_of(path, error) or FileError(cannot_use(path, error)) from error

"""A whole copy of a store while it is written into. It appears under its name only when it is on the disk."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from generator.capture.store.connection import connect_to_read
from generator.capture.store.health import fault_of
from generator.capture.store.schema import cannot_use
from generator.errors import FileError
from generator.private_file import with_part


def copy_store(path: Path, to: Path, trim: Callable[[sqlite3.Connection], None] | None = None) -> None:
    """Copies the store at `path`; `trim` takes out of the copy what is not to leave the house. Raises FileError."""
    with_part(to, lambda part: _copy(path, part, trim))


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

"""Connections to the file of the store that cannot write."""

import sqlite3
from pathlib import Path

from generator.capture.store.schema import cannot_use
from generator.errors import FileError


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Another thread may close it, as the store does at its end. Raises FileError."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5, check_same_thread=False)
    except sqlite3.Error as error:
        raise FileError(cannot_use(path, error)) from error
    return connection

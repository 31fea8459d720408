"""Connections to the file of the store: to read, to write durably, and the lock of whoever writes."""

import sqlite3
from pathlib import Path

from generator.capture.store.health import fault_of
from generator.capture.store.schema import cannot_use
from generator.errors import FileError

BUSY_TIMEOUT = 2000  # ms: two turns of it, and an answer, within the patience of a phone


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Another thread may close it, as the store does at its end. Raises FileError."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5, check_same_thread=False)
    except sqlite3.Error as error:
        raise fault_of(path, error) or FileError(cannot_use(path, error)) from error
    return connection


def lock_store(path: Path) -> sqlite3.Connection:
    """Held as long as the process lives: SQLite's journal wants one writing process, and so do we."""
    beside = path.with_name(f"{path.name}.lock")
    lock = sqlite3.connect(beside, isolation_level=None, timeout=0, check_same_thread=False)
    try:
        lock.execute("PRAGMA journal_mode = MEMORY")  # leaves no file behind when we are killed
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        if getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY":
            raise FileError(f"{path}: another server has this store open; end that one first") from error
        raise FileError(cannot_use(beside, error)) from error
    return lock


def make_durable(connection: sqlite3.Connection) -> None:
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # in WAL, NORMAL may lose the last commits when the power goes
        "fullfsync = ON",  # of macOS
        "foreign_keys = ON",
        "secure_delete = ON",
        f"busy_timeout = {BUSY_TIMEOUT}",
    ):
        connection.execute(f"PRAGMA {pragma}")

"""Whether the store can be read and written, and what is in the way: a full disk, a lock, damage.

Whoever meets a fault notes it; it stands until a trial has read and written again (`Store.recover`), because one small
write may pass where the next entry does not. So the terminal and the desk say it once, and not with each request.
"""

import sqlite3
from pathlib import Path
from typing import Literal

from generator.capture.store.schema import cannot_use
from generator.errors import FileError

Ailment = Literal["full", "locked", "damaged", "unusable"]

ROOM = 256 * 1024  # bytes that a trial writes: more than a batch of entries
_AILMENTS: dict[str, Ailment] = {
    "SQLITE_FULL": "full",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_PROTOCOL": "locked",
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_IOERR": "unusable",
    "SQLITE_CANTOPEN": "unusable",
    "SQLITE_READONLY": "unusable",
    "SQLITE_PERM": "unusable",
}


class StoreFault(FileError):
    """The store cannot be used now, whoever asks and whatever for; it can be again once `ailment` is over."""

    def __init__(self, ailment: Ailment, words: str) -> None:
        super().__init__(words)
        self.ailment = ailment


def is_everybodys(error: Exception) -> bool:
    """Whether no other work can be done either; damage may lie elsewhere in the file."""
    return isinstance(error, StoreFault) and error.ailment != "damaged"


def fault_of(path: Path, error: Exception) -> StoreFault | None:
    """What ails the file or its disk; None where the statement is at fault, or somebody else."""
    name = getattr(error, "sqlite_errorname", "") if isinstance(error, sqlite3.Error) else ""
    ailment = next((ailment for start, ailment in _AILMENTS.items() if name.startswith(start)), None)
    return StoreFault(ailment, cannot_use(path, error)) if ailment and isinstance(error, sqlite3.Error) else None


class Health:
    """What was met last, by any thread: the first fault since the store was well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.fault: StoreFault | None = None

    def note(self, error: Exception) -> Exception:
        """The error as whoever asked is to meet it."""
        fault = error if isinstance(error, StoreFault) else fault_of(self._path, error)
        self.fault = self.fault or fault
        return fault or error


def try_to_write(connection: sqlite3.Connection) -> None:
    """Work for the writer that needs room and leaves nothing behind but free pages."""
    connection.execute("CREATE TABLE trial (content BLOB NOT NULL) STRICT")
    connection.execute("INSERT INTO trial VALUES (zeroblob(?))", (ROOM,))
    connection.execute("DROP TABLE trial")

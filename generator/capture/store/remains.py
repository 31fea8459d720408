"""What a file still holds of a session, counted row by row: of a store, or of the backup beside it. Names nobody."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from generator.capture.model import Session
from generator.capture.store import rows
from generator.capture.store.connection import connect_to_read
from generator.capture.store.schema import cannot_use
from generator.errors import FileError

_EMPTY = "state = 'erased' AND body = '{}' AND sent IS NULL AND device IS NULL AND group_table = '' AND department = ''"
_OF_ENTRIES = "SELECT id FROM entry WHERE session = :id"
_COUNTS = (
    f"SELECT count(*) FROM entry WHERE session = :id AND NOT ({_EMPTY})",
    f"SELECT count(*) FROM entry WHERE session = :id AND {_EMPTY}",
    f"SELECT count(*) FROM revision WHERE entry IN ({_OF_ENTRIES})",
    f"SELECT count(*) FROM candidate WHERE entry IN ({_OF_ENTRIES})",
    f"SELECT count(*) FROM relation WHERE source IN ({_OF_ENTRIES}) OR target IN ({_OF_ENTRIES})",
    "SELECT count(*) FROM device WHERE session = :id",
    "SELECT count(*) FROM entry WHERE session = :id AND (group_table != '' OR substr(at, 12) != '00:00:00Z')",
)


class Remains(NamedTuple):
    """Rows of a session."""

    entries: int  # with anything that was said or sent
    erased: int  # of which nothing is left but the id, what it was about, and when
    earlier: int  # versions of entries
    candidates: int  # what the desk said of cards that people wrote
    relations: int  # votes, placements and merges
    phones: int
    dated: int  # entries with a table or a time of day

    @property
    def is_nothing(self) -> bool:
        """Of what people said, of their phones, and of what was made of it."""
        return not any((self.entries, self.earlier, self.candidates, self.relations, self.phones))

    @property
    def is_anonymous(self) -> bool:
        return self.entries > 0 and not self.phones and not self.dated


def remains_of(path: Path, session: str) -> Remains:
    """Raises FileError where the file cannot be read, or is of an older version."""
    try:
        with closing(connect_to_read(path)) as connection:
            return Remains(*(connection.execute(count, {"id": session}).fetchone()[0] for count in _COUNTS))
    except sqlite3.Error as error:
        raise FileError(cannot_use(path, error)) from error


def emptied_session(path: Path, id: str) -> Session | None:
    """One that was in the trash and is erased for good: without title, in no list. None where there is no such."""
    query = f"SELECT {rows.SESSION} FROM session WHERE id = ? AND trashed_at != '' AND title = ''"
    try:
        with closing(connect_to_read(path)) as connection:
            row = rows.one(connection, query, id)
    except sqlite3.Error as error:
        raise FileError(cannot_use(path, error)) from error
    return rows.session(row) if row else None

"""The tables of the store, and how an older store becomes one of today. Plain SQLite: other tools can read it."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from generator.errors import FileError

APPLICATION = 0x70726570  # 'prep', in the head of the file
OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables

_FIRST = """
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    kit TEXT NOT NULL,
    title TEXT NOT NULL,
    join_code TEXT UNIQUE,
    join_token TEXT UNIQUE,
    board_token TEXT UNIQUE,
    is_open INTEGER NOT NULL,
    opened_at TEXT NOT NULL,
    closed_at TEXT NOT NULL DEFAULT '',
    premoderate INTEGER NOT NULL,
    asks TEXT NOT NULL,
    departments TEXT NOT NULL,
    merged TEXT NOT NULL DEFAULT '{}',
    retention_days INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE device (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    session TEXT NOT NULL REFERENCES session,
    token BLOB UNIQUE,  -- SHA-256 of what the cookie holds
    receipt TEXT UNIQUE,
    group_table TEXT NOT NULL,
    department TEXT NOT NULL,
    language TEXT NOT NULL,
    consent TEXT NOT NULL,
    draft TEXT NOT NULL DEFAULT '{}',
    at TEXT NOT NULL
) STRICT;
CREATE INDEX device_session ON device (session);

CREATE TABLE entry (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL REFERENCES session,
    kit TEXT NOT NULL,
    device INTEGER REFERENCES device ON DELETE SET NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    copy TEXT NOT NULL,
    form TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    group_table TEXT NOT NULL,
    department TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'shown', 'hidden', 'erased')),
    revision INTEGER NOT NULL DEFAULT 0,
    sent BLOB  -- SHA-256 of the entry as it was sent: a retry is known by it, edited or not; NULL once erased
) STRICT;
CREATE INDEX entry_session ON entry (session, seq);
CREATE INDEX entry_device ON entry (device);

CREATE TABLE revision (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL REFERENCES entry (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('state', 'edit', 'undo', 'conflict')),
    body TEXT NOT NULL CHECK (json_valid(body)),  -- before the change; of a conflict, the other body
    state TEXT NOT NULL,
    device INTEGER REFERENCES device ON DELETE SET NULL,  -- of a conflict
    sent BLOB,  -- of a conflict
    undone INTEGER NOT NULL DEFAULT 0,
    UNIQUE (entry, number)
) STRICT;
CREATE INDEX revision_device ON revision (device);

CREATE TABLE link (code TEXT PRIMARY KEY, target TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE manifest (kit TEXT PRIMARY KEY, octets BLOB NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE secret (
    digest BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('one-time', 'admin')),
    until TEXT NOT NULL
) STRICT;
"""

MIGRATIONS = (_FIRST,)  # a store's user_version counts those that it has had


def check(connection: sqlite3.Connection, path: Path, *, may_be_new: bool) -> int:
    """The version of a store that is whole and ours; 0 of one that is still empty. Raises FileError."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        raise FileError(f"this Python brings SQLite {sqlite3.sqlite_version}; captured entries need {needed} or later")
    try:
        faults = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
        ours = _number(connection, "application_id")
        version = _number(connection, "user_version")
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise FileError(cannot_use(path, error)) from error
    if faults:
        raise FileError(_damaged(path, "; ".join(faults)))
    if may_be_new and not tables and not ours and not version:
        return 0
    if ours != APPLICATION:
        raise FileError(f"{path}: this file is not a store of prepdeck; name another with --data")
    if version > len(MIGRATIONS):
        raise FileError(f"{path}: a newer prepdeck wrote this store; install that one, or name another with --data")
    return version


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Brings an empty or an older store up to today, step by step; each step is whole or has not been."""
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        steps = (
            f"BEGIN IMMEDIATE; {script} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number}; COMMIT"
        )
        try:
            connection.executescript(steps)
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _damaged(path: Path, faults: str) -> str:
    # a journal that is left behind would be played back into the backup
    return (
        f"{path}: this store is damaged ({faults}); move it away, together with {path.name}-wal and {path.name}-shm"
        " if they are there, and put a copy of the backup that lies beside it in its place"
    )


def cannot_use(path: Path, error: sqlite3.Error) -> str:
    """What SQLite complains of, in words for whoever has to mend it."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_NOTADB"):
        return f"{path}: this file is not a store of prepdeck; name another with --data"
    if name.startswith("SQLITE_CORRUPT"):
        return _damaged(path, str(error))
    if name.startswith("SQLITE_FULL"):
        return f"{path}: the disk is full; make room, nothing that was acknowledged is lost"
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return f"{path}: another program is writing into this store; end that one first"
    return f"{path}: this store cannot be used: {error}"


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    found: int = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
    return found

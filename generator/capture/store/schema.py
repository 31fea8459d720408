"""The tables of the store, and how an older store becomes one of today. Plain SQLite: other tools can read it."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from generator.errors import FileError

APPLICATION = 0x70726570  # 'prep', in the head of the file
TEXTS_UNTIL = "texts-until"  # meta: up to this number, entries that say the same words are one thing, as they were then
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

# Tables whose CHECKs change are made anew beside the old ones: https://sqlite.org/lang_altertable.html, section 7.
_SECOND = """
ALTER TABLE session ADD COLUMN series TEXT NOT NULL DEFAULT '';  -- client or programme
ALTER TABLE session ADD COLUMN board TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(board));  -- frames: desk's wishes
ALTER TABLE session ADD COLUMN trashed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN answered TEXT NOT NULL DEFAULT '';  -- the newest session it was asked about

CREATE TABLE entry_of_now (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session TEXT NOT NULL REFERENCES session,
    kit TEXT NOT NULL,
    edition TEXT NOT NULL DEFAULT '',  -- digest of the manifest that it was said with
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
    state TEXT NOT NULL CHECK (state IN ('new', 'shown', 'accepted', 'hidden', 'merged', 'erased')),
    revision INTEGER NOT NULL DEFAULT 0,
    sent BLOB  -- SHA-256 of the entry as it was sent: a retry is known by it, edited or not; NULL once erased
) STRICT;
INSERT INTO entry_of_now SELECT seq, id, session, kit, '', device, code, kind, thing, copy, form, version, body,
    group_table, department, at, state, revision, sent FROM entry;

CREATE TABLE revision_of_now (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL REFERENCES entry (id),
    number INTEGER NOT NULL,
    at TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('state', 'edit', 'undo', 'conflict', 'merge')),
    body TEXT NOT NULL CHECK (json_valid(body)),  -- before the change; of a conflict, the other body
    state TEXT NOT NULL,
    device INTEGER REFERENCES device ON DELETE SET NULL,  -- of a conflict
    sent BLOB,  -- of a conflict, and of an edit by the phone that sent the entry
    undone INTEGER NOT NULL DEFAULT 0,
    by_device INTEGER,  -- who changed it; NULL: the facilitator
    UNIQUE (entry, number)
) STRICT;
INSERT INTO revision_of_now SELECT seq, entry, number, at, what, body, state, device, sent, undone, NULL FROM revision;

CREATE TABLE manifest_of_now (
    digest TEXT PRIMARY KEY,  -- SHA-256, in hexadecimal digits
    kit TEXT NOT NULL,
    content BLOB NOT NULL,
    at TEXT NOT NULL,
    seq INTEGER NOT NULL  -- the highest of a kit is the edition that is served
) STRICT;

CREATE TABLE relation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('votes', 'places', 'pitches', 'merged', 'reviewed')),
    source TEXT NOT NULL REFERENCES entry (id),
    target TEXT NOT NULL REFERENCES entry (id),
    at TEXT NOT NULL,
    UNIQUE (kind, source, target)
) STRICT;
CREATE INDEX relation_target ON relation (target);

CREATE TABLE ballot (
    session TEXT NOT NULL REFERENCES session,
    form TEXT NOT NULL,
    poster TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    is_shown INTEGER NOT NULL,  -- its counts, while it is open; once closed they always are
    opened_at TEXT NOT NULL,
    closed_at TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (session, form, poster)
) STRICT;

CREATE TABLE picture (digest TEXT PRIMARY KEY, content BLOB NOT NULL, at TEXT NOT NULL) STRICT;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
_SECOND_NAMES = """
DROP TABLE revision;
DROP TABLE entry;
DROP TABLE manifest;
ALTER TABLE entry_of_now RENAME TO entry;
ALTER TABLE revision_of_now RENAME TO revision;
ALTER TABLE manifest_of_now RENAME TO manifest;
CREATE INDEX entry_session ON entry (session, seq);
CREATE INDEX entry_device ON entry (device);
CREATE INDEX revision_device ON revision (device);
"""


_THIRD = """
CREATE TABLE candidate (  -- a card that somebody wrote, on its way into a deck
    entry TEXT PRIMARY KEY REFERENCES entry (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('', 'accepted', 'rejected')),
    body TEXT NOT NULL CHECK (json_valid(body)),  -- field: what the card says in place of the entry
    label TEXT NOT NULL,
    lies_with TEXT NOT NULL,  -- a group, by its name
    credit TEXT NOT NULL,  -- who wrote it, where somebody typed that for the deck
    at TEXT NOT NULL
) STRICT;
"""


def _first(connection: sqlite3.Connection) -> None:
    _run(connection, _FIRST)


def _second(connection: sqlite3.Connection) -> None:
    """Editions by digest; entries of the first version get the one manifest that was kept of their kit."""
    _run(connection, _SECOND)
    for seq, (kit, content, at) in enumerate(connection.execute("SELECT kit, octets, at FROM manifest ORDER BY at"), 1):
        edition = hashlib.sha256(content).hexdigest()
        connection.execute("INSERT INTO manifest_of_now VALUES (?, ?, ?, ?, ?)", (edition, kit, content, at, seq))
        connection.execute("UPDATE entry_of_now SET edition = ? WHERE kit = ?", (edition, kit))
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM entry").fetchone()[0]
    connection.execute("INSERT INTO meta VALUES (?, ?)", (TEXTS_UNTIL, str(last)))
    _run(connection, _SECOND_NAMES)


def _third(connection: sqlite3.Connection) -> None:
    _run(connection, _THIRD)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Statement by statement, within the transaction: `executescript` would end it."""
    statement = ""
    for line in script.splitlines():
        statement += line.partition("--")[0] + "\n"
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first, _second, _third)


def newest() -> int:
    """The version of a store of today: a store's user_version counts the migrations that it has had."""
    return len(MIGRATIONS)


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
    if version > newest():
        raise FileError(f"{path}: a newer prepdeck wrote this store; install that one, or name another with --data")
    return version


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Brings an empty or an older store up to today, step by step; each step is whole or has not been."""
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that is made anew is missing for a moment
    for number, step in enumerate(MIGRATIONS[version:], version + 1):
        try:
            connection.execute("BEGIN IMMEDIATE")
            step(connection)
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                raise sqlite3.IntegrityError(f"version {number} would lose what an entry refers to")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except sqlite3.Error:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    connection.execute("PRAGMA foreign_keys = ON")


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

"""What opens the desk: secrets that hold for a while, kept as digests; as work for the writer. Knows no thread."""

import sqlite3
from typing import NamedTuple

from generator.capture.store.random_text import digest
from generator.capture.store.rows import one


class NewSecret(NamedTuple):
    secret: str
    kind: str  # one-time, or admin
    until: str


def keep(connection: sqlite3.Connection, new: NewSecret) -> str:
    """The secret."""
    connection.execute("INSERT OR REPLACE INTO secret VALUES (?, ?, ?)", (digest(new.secret), new.kind, new.until))
    return new.secret


def spend(connection: sqlite3.Connection, secret: str, new: NewSecret, now: str) -> str | None:
    """The new secret for a one-time secret, which is gone then; None where that does not hold."""
    use = "DELETE FROM secret WHERE digest = ? AND kind = 'one-time' AND until > ? RETURNING 1"
    return keep(connection, new) if one(connection, use, digest(secret), now) else None

"""The key that addresses of entries are signed with: made once for a store, and handed on with no copy."""

import sqlite3

from generator.capture.model import Random
from generator.capture.store import rows
from generator.capture.store.random_text import SECRET_BYTES

SIGNING_KEY = "signing-key"  # in the table `meta`, in hex


def make_signing_key(connection: sqlite3.Connection, random: Random) -> None:
    if rows.one(connection, "SELECT 1 FROM meta WHERE name = ?", SIGNING_KEY) is None:
        connection.execute("INSERT INTO meta VALUES (?, ?)", (SIGNING_KEY, random(SECRET_BYTES).hex()))

"""Editions of a kit and pictures for screens, kept by their digests, as work for the writer. Knows no thread."""

import hashlib
import sqlite3


def keep_manifest(connection: sqlite3.Connection, kit: str, content: bytes, now: str) -> str:
    """The newest edition of its kit from now on; those that no entry names and that are no longer served go."""
    digest = hashlib.sha256(content).hexdigest()
    connection.execute(
        "INSERT INTO manifest (digest, kit, content, at, seq)"
        " VALUES (?, ?, ?, ?, (SELECT coalesce(max(seq), 0) + 1 FROM manifest))"
        " ON CONFLICT (digest) DO UPDATE SET at = excluded.at, seq = excluded.seq",
        (digest, kit, content, now),
    )
    connection.execute(
        "DELETE FROM manifest WHERE kit = ? AND digest != ? AND digest NOT IN (SELECT edition FROM entry)",
        (kit, digest),
    )
    return digest


def keep_picture(connection: sqlite3.Connection, content: bytes, now: str) -> str:
    digest = hashlib.sha256(content).hexdigest()
    connection.execute("INSERT INTO picture VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (digest, content, now))
    return digest

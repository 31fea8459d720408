"""Sessions and the phones that join them, as work for the writer. Knows no thread."""

import sqlite3

from generator.capture.model import Device, Session
from generator.capture.store import rows
from generator.capture.store.random_text import digest


def session(connection: sqlite3.Connection, id: str) -> Session:
    """Raises LookupError where there is none."""
    row = rows.one(connection, f"SELECT {rows.SESSION} FROM session WHERE id = ?", id)
    if row is None:
        raise LookupError(f"there is no session '{id}'")
    return rows.session(row)


def join(connection: sqlite3.Connection, id: str, offered: str, own: str, about: tuple[str, ...]) -> tuple[str, Device]:
    """The secret and the device that it opens: the one that `offered` made already, else a new one.

    `about` is its receipt, table, department, language, consent and the time.
    """
    session(connection, id)
    there = rows.one(connection, f"SELECT {rows.DEVICE} FROM device WHERE token = ?", digest(offered))
    if there and rows.device(there).session == id:
        return offered, rows.device(there)
    secret = own if there or not offered else offered
    insert = (
        "INSERT INTO device (session, token, receipt, group_table, department, language, consent, at)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING {rows.DEVICE}"
    )
    return secret, rows.device(rows.one(connection, insert, id, digest(secret), *about))

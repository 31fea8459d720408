"""What is taken out of a copy of the store before it leaves the house: keys of any kind, and other sessions."""

import sqlite3
from collections.abc import Collection


def trim(copy: sqlite3.Connection, session: str | None, without: Collection[str] = ()) -> None:
    """Leaves what was captured but for the entries of these ids, and nothing that opens a door."""
    copy.execute("DELETE FROM secret")
    copy.execute("DELETE FROM meta")
    copy.execute("UPDATE device SET token = NULL, receipt = NULL, draft = '{}'")
    copy.execute("UPDATE session SET join_code = NULL, join_token = NULL, board_token = NULL")
    for id in without:
        copy.execute("DELETE FROM relation WHERE source = ? OR target = ?", (id, id))
        copy.execute("DELETE FROM revision WHERE entry = ?", (id,))
        copy.execute("DELETE FROM entry WHERE id = ?", (id,))
    copy.execute("CREATE TEMP TABLE other AS SELECT id FROM session WHERE id != ? OR trashed_at != ''", (session,))
    entries = "(SELECT id FROM entry WHERE session IN other)"
    copy.execute(f"DELETE FROM relation WHERE source IN {entries} OR target IN {entries}")
    copy.execute(f"DELETE FROM revision WHERE entry IN {entries}")
    for table in ("ballot", "entry", "device"):
        copy.execute(f"DELETE FROM {table} WHERE session IN other")
    copy.execute("DELETE FROM session WHERE id IN other")
    copy.execute("DELETE FROM manifest WHERE kit NOT IN (SELECT kit FROM session)")


def count(copy: sqlite3.Connection) -> int:
    """Entries that are not erased."""
    found: int = copy.execute("SELECT count(*) FROM entry WHERE state != 'erased'").fetchone()[0]
    return found

"""What is taken out of a copy of the store before it leaves the house: keys of any kind, and other sessions."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple


class Handed(NamedTuple):
    """What a copy that is handed on has in place of what the store has."""

    without: Collection[str]  # entries, by their ids
    entries: Mapping[str, tuple[str, Mapping[str, Any]]]  # id → department and body
    departments: Mapping[str, Mapping[str, str]]  # session → department as a phone named it → what stands there


def trim(copy: sqlite3.Connection, session: str | None, without: Collection[str] = ()) -> None:
    """Leaves what was captured but for the entries of these ids, and nothing that opens a door."""
    copy.execute("DELETE FROM secret")
    copy.execute("DELETE FROM meta")
    copy.execute("UPDATE device SET token = NULL, receipt = NULL, draft = '{}'")
    copy.execute("UPDATE session SET join_code = NULL, join_token = NULL, board_token = NULL")
    _leave_out(copy, without)
    copy.execute("CREATE TEMP TABLE other AS SELECT id FROM session WHERE id != ? OR trashed_at != ''", (session,))
    entries = "(SELECT id FROM entry WHERE session IN other)"
    copy.execute(f"DELETE FROM relation WHERE source IN {entries} OR target IN {entries}")
    copy.execute(f"DELETE FROM revision WHERE entry IN {entries}")
    for table in ("ballot", "entry", "device"):
        copy.execute(f"DELETE FROM {table} WHERE session IN other")
    copy.execute("DELETE FROM session WHERE id IN other")
    copy.execute("DELETE FROM manifest WHERE kit NOT IN (SELECT kit FROM session)")


def hand_on(copy: sqlite3.Connection, handed: Handed) -> None:
    """Leaves nothing of what stood there before, of entries that were taken back, and of groups that are too small."""
    _leave_out(copy, handed.without)
    copy.execute("DELETE FROM revision")
    gone = "(SELECT id FROM entry WHERE state = 'erased')"
    copy.execute(f"DELETE FROM relation WHERE source IN {gone} OR target IN {gone}")
    copy.execute("DELETE FROM entry WHERE state = 'erased'")
    for id, (department, body) in handed.entries.items():
        said = json.dumps(body, ensure_ascii=False)
        copy.execute("UPDATE entry SET department = ?, body = ? WHERE id = ?", (department, said, id))
    copy.execute("UPDATE session SET merged = '{}'")
    for session, departments in handed.departments.items():
        for name, to in departments.items():
            copy.execute("UPDATE device SET department = ? WHERE session = ? AND department = ?", (to, session, name))


def _leave_out(copy: sqlite3.Connection, entries: Collection[str]) -> None:
    for id in entries:
        copy.execute("DELETE FROM relation WHERE source = ? OR target = ?", (id, id))
        copy.execute("DELETE FROM revision WHERE entry = ?", (id,))
        copy.execute("DELETE FROM entry WHERE id = ?", (id,))


def count(copy: sqlite3.Connection) -> int:
    """Entries that are not erased."""
    found: int = copy.execute("SELECT count(*) FROM entry WHERE state != 'erased'").fetchone()[0]
    return found

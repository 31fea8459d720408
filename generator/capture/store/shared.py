"""What is taken out of a copy of the store before it leaves the house: keys of any kind, and other sessions."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple


class Handed(NamedTuple):
    """What a copy that is handed on has in place of what the store has; what came meanwhile is not in it."""

    entries: Mapping[str, tuple[str, Mapping[str, Any]]]  # id → department and body
    departments: Mapping[str, Mapping[str, str]]  # session → department as a phone named it → what stands there


def trim(copy: sqlite3.Connection, session: str | None, only: Collection[str] | None = None) -> None:
    """Leaves what was captured, of entries that are kept these alone (None: all), and nothing that opens a door."""
    copy.execute("DELETE FROM secret")
    copy.execute("DELETE FROM meta")
    copy.execute("UPDATE device SET token = NULL, receipt = NULL, draft = '{}'")
    copy.execute("UPDATE session SET join_code = NULL, join_token = NULL, board_token = NULL")
    if only is not None:
        _leave_only(copy, only)
    copy.execute("CREATE TEMP TABLE other AS SELECT id FROM session WHERE id != ? OR trashed_at != ''", (session,))
    entries = "(SELECT id FROM entry WHERE session IN other)"
    copy.execute(f"DELETE FROM relation WHERE source IN {entries} OR target IN {entries}")
    for table in ("revision", "candidate"):
        copy.execute(f"DELETE FROM {table} WHERE entry IN {entries}")
    for table in ("ballot", "entry", "device"):
        copy.execute(f"DELETE FROM {table} WHERE session IN other")
    copy.execute("DELETE FROM session WHERE id IN other")
    copy.execute("DELETE FROM manifest WHERE kit NOT IN (SELECT kit FROM session)")


def hand_on(copy: sqlite3.Connection, handed: Handed) -> None:
    """Leaves nothing of what stood there before, of entries that were taken back, of tables, and of groups that are too
    small. By the digest of what a phone sent one could try out who it was."""
    copy.execute("BEGIN")
    _leave_only(copy, handed.entries)
    copy.execute("DELETE FROM revision")
    copy.execute("DELETE FROM candidate")  # of the desk alone; names stand in it
    gone = "(SELECT id FROM entry WHERE state = 'erased')"
    copy.execute(f"DELETE FROM relation WHERE source IN {gone} OR target IN {gone}")
    copy.execute("DELETE FROM entry WHERE state = 'erased'")
    copy.execute("UPDATE entry SET group_table = '', sent = NULL")
    said = ((department, json.dumps(body, ensure_ascii=False), id) for id, (department, body) in handed.entries.items())
    copy.executemany("UPDATE entry SET department = ?, body = ? WHERE id = ?", said)
    copy.execute("UPDATE session SET merged = '{}'")
    phones = copy.execute("SELECT number, session, department FROM device").fetchall()
    groups = ((handed.departments.get(session, {}).get(name, ""), number) for number, session, name in phones)
    copy.executemany("UPDATE device SET department = ?, group_table = '' WHERE number = ?", groups)
    copy.execute("COMMIT")


def _leave_only(copy: sqlite3.Connection, entries: Collection[str]) -> None:
    """Whoever chose them has seen no others: what came since goes as well."""
    copy.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id TEXT PRIMARY KEY)")
    copy.execute("DELETE FROM chosen")
    copy.executemany("INSERT INTO chosen VALUES (?)", ((id,) for id in entries))
    others = "(SELECT id FROM entry WHERE state != 'erased' AND id NOT IN chosen)"
    copy.execute(f"DELETE FROM relation WHERE source IN {others} OR target IN {others}")
    for table in ("revision", "candidate"):
        copy.execute(f"DELETE FROM {table} WHERE entry IN {others}")
    copy.execute(f"DELETE FROM entry WHERE id IN {others}")


def count(copy: sqlite3.Connection) -> int:
    """Entries that are not erased."""
    found: int = copy.execute("SELECT count(*) FROM entry WHERE state != 'erased'").fetchone()[0]
    return found

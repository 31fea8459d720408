"""Rows to records, records to columns. Knows which columns there are, and no question that is asked of them."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from generator.capture.model import Ballot, Candidate, Device, Entry, Link, NewEntry, Relation, Revision, Session

SESSION = (
    "id, kit, title, join_code, join_token, board_token, is_open, opened_at, closed_at, premoderate,"
    " asks, departments, merged, retention_days, series, board, trashed_at"
)
DEVICE = "number, session, group_table, department, language, consent, receipt, at, answered"
ENTRY = (
    "id, session, device, code, kind, thing, copy, form, version, body, group_table, department,"
    " seq, kit, at, state, revision, edition"
)
REVISION = "entry, number, at, what, body, state, by_device"
RELATION = "kind, source, target, at, seq"
BALLOT = "session, form, poster, state, is_shown, opened_at, closed_at"
LINK = "code, target, at"
CANDIDATE = "entry, verdict, body, label, lies_with, credit, at"

Row = tuple[Any, ...]


def session(row: Row) -> Session:
    read = Session._make("" if value is None else value for value in row)
    return read._replace(
        is_open=bool(read.is_open),
        premoderate=bool(read.premoderate),
        asks=tuple(json.loads(row[10])),
        departments=tuple(json.loads(row[11])),
        merged=json.loads(row[12]),
        board=json.loads(row[15]),
    )


def device(row: Row) -> Device:
    return Device._make("" if value is None else value for value in row)


def entry(row: Row) -> Entry:
    return Entry._make((*row[:9], json.loads(row[9]), *row[10:]))


def revision(row: Row) -> Revision:
    return Revision._make((*row[:4], json.loads(row[4]), *row[5:]))


def link(row: Row) -> Link:
    return Link._make(row)


def relation(row: Row) -> Relation:
    return Relation._make(row)


def ballot(row: Row) -> Ballot:
    return Ballot._make((*row[:4], bool(row[4]), *row[5:]))


def candidate(row: Row) -> Candidate:
    return Candidate._make((*row[:2], json.loads(row[2]), *row[3:]))


def to_json(value: Any) -> str:
    """As it is, for keeping. Raises ValueError on what JSON or UTF-8 cannot hold."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text.encode()  # half a letter raises UnicodeEncodeError, which is a ValueError
    return text


def digest_of(entry: NewEntry) -> bytes:
    """What is the same for a retry, and for nothing else. The device may have changed: cookies get lost."""
    said = [entry.session, entry.code, entry.kind, entry.thing, entry.copy, entry.form, entry.version, entry.body]
    said += [entry.names] if entry.names else []  # most name none, and the digests of version 1 hold
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).digest()


def as_text(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def one(connection: sqlite3.Connection, query: str, *values: Any) -> Any:
    """The first row, or None."""
    return connection.execute(query, values).fetchone()


def assignments(changes: Mapping[str, Any]) -> str:
    """For UPDATE: the names are ours, never the user's."""
    return ", ".join(f"{name} = :{name}" for name in changes)


def columns(**said: Any) -> dict[str, Any]:
    """Lists and mappings are kept as JSON, yes and no as numbers."""
    found: dict[str, Any] = {}
    for name, value in said.items():
        if isinstance(value, str | int):
            found[name] = int(value) if isinstance(value, bool) else value
        else:
            found[name] = to_json(dict(value) if isinstance(value, Mapping) else list(value))
    return found


def check_names(known: set[str], said: Mapping[str, Any]) -> None:
    strange = said.keys() - known
    if strange:
        raise TypeError(f"cannot change {', '.join(sorted(strange))}")

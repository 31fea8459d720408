"""What entries have to do with one another, and ballots, as work for the writer. Knows no thread."""

import sqlite3

from generator.capture.model import Ballot, BallotState, RelationKind
from generator.capture.store import rows
from generator.capture.store.changes import touch
from generator.capture.store.rows import one


def relate(connection: sqlite3.Connection, kind: RelationKind, source: str, target: str, now: str) -> None:
    sessions = [one(connection, "SELECT session FROM entry WHERE id = ?", id) for id in (source, target)]
    if None in sessions:
        raise LookupError(f"one of the entries '{source}' and '{target}' is not there")
    connection.execute(
        "INSERT INTO relation (kind, source, target, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (kind, source, target, now),
    )
    touch(connection, sessions[0][0])


def unrelate(connection: sqlite3.Connection, kind: RelationKind, source: str, target: str) -> None:
    connection.execute("DELETE FROM relation WHERE kind = ? AND source = ? AND target = ?", (kind, source, target))
    session = one(connection, "SELECT session FROM entry WHERE id = ?", source)
    if session:
        touch(connection, session[0])


def set_ballot(
    connection: sqlite3.Connection,
    session: str,
    form: str,
    poster: str,
    state: BallotState,
    is_shown: bool,
    now: str,
) -> Ballot:
    """The ballot as it is then. One that was closed and is opened again is open since then."""
    before = one(
        connection, f"SELECT {rows.BALLOT} FROM ballot WHERE (session, form, poster) = (?, ?, ?)", session, form, poster
    )
    ballot = rows.ballot(before) if before else Ballot(session, form, poster, opened_at=now)
    if state != ballot.state:
        ballot = ballot._replace(
            opened_at=now if state == "open" else ballot.opened_at, closed_at=now if state == "closed" else ""
        )
    ballot = ballot._replace(state=state, is_shown=is_shown)
    connection.execute(
        f"INSERT OR REPLACE INTO ballot ({rows.BALLOT}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*ballot[:4], int(is_shown), *ballot[5:]),
    )
    touch(connection, session)
    return ballot

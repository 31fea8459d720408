"""What entries have to do with one another, and ballots, as work for the writer. Knows no thread."""

import sqlite3
from collections.abc import Iterable

from generator.capture.model import Ballot, BallotState, RelationKind
from generator.capture.store import rows
from generator.capture.store.changes import note, release, touch
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


def merge(connection: sqlite3.Connection, twins: Iterable[str], stays: str, now: str) -> None:
    """The twins no longer stand for themselves: whatever is said of them counts for the one that stays."""
    stays = _final(connection, stays)
    for twin in twins:
        found = one(connection, "SELECT session, body, state FROM entry WHERE id = ?", twin)
        if found is None or found[2] in ("erased", "merged") or twin == stays:
            continue
        note(connection, twin, "merge", found[1], found[2], now)
        connection.execute("UPDATE entry SET state = 'merged' WHERE id = ?", (twin,))
        relate(connection, "merged", twin, stays, now)


def unmerge(connection: sqlite3.Connection, twin: str, now: str) -> None:
    """It stands for itself again, in the state that it had."""
    found = one(connection, "SELECT session, body FROM entry WHERE id = ? AND state = 'merged'", twin)
    if found is None:
        return
    note(connection, twin, "undo", found[1], "merged", now)
    release(connection, "id = ?", twin)
    connection.execute("DELETE FROM relation WHERE kind = 'merged' AND source = ?", (twin,))
    touch(connection, found[0])


def _final(connection: sqlite3.Connection, id: str) -> str:
    """The one that an entry was merged into, or itself."""
    while next_one := one(connection, "SELECT target FROM relation WHERE kind = 'merged' AND source = ?", id):
        id = next_one[0]
    return id


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

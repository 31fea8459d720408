"""How long a session is kept, as work for the writer: what is due, the trash, and whether the clock is to be believed.

The rule, which docs/event.md says to people:

- An open session is never taken. One that is closed goes into the trash `retention_days` after it was closed, and is
  erased for good TRASH after that. In the trash it is in no list, on no board and in no export, and can be restored.
- Neither happens before it has been announced for NOTICE, however late it is.
- The last reading of the clock that was believed is kept ('seen-at'). A reading is believed if it is less than SET_BACK
  earlier, and not later than RUNNING (the server was running) or AWAY (it was not). Else the clock is in doubt, and
  nothing is announced, taken or erased until it comes back, or has run on by itself for TRIAL, or the facilitator has
  said at the desk that it is right.
- What a person takes back is erased at once and is in no trash: restoring a session does not bring it back.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from generator.capture.model import ClockJump, Leaving, RetentionReport, Session
from generator.capture.store import rows
from generator.capture.store.changes import empty, touch
from generator.capture.store.rows import one

TRASH = timedelta(days=30)
NOTICE = timedelta(days=1)
SET_BACK = timedelta(days=1)  # a laptop that shares its clock with another system is off by its zone
RUNNING = timedelta(days=4)  # asleep over a long weekend
AWAY = timedelta(days=40)
TRIAL = timedelta(days=1)
SEEN, DOUBT, ANNOUNCED = "seen-at", "doubt", "announced"


def retain(connection: sqlite3.Connection, now: datetime, *, was_running: bool) -> RetentionReport:
    """Announces what is due within NOTICE, and takes what is due and was announced. All of it, or nothing."""
    doubt = _doubt(connection, now, RUNNING if was_running else AWAY)
    if doubt:
        return RetentionReport(doubt=doubt)
    connection.execute("DELETE FROM secret WHERE until <= ?", (rows.as_text(now),))
    before: dict[str, str] = json.loads(_meta(connection, ANNOUNCED) or "{}")
    announced, trashed, erased = {}, [], []
    for leaving in leaving_soon(_sessions(connection), now):
        key = f"{leaving.step} {leaving.session.id}"
        since = datetime.fromisoformat(before.get(key, rows.as_text(now)))
        if max(leaving.at, since + NOTICE) > now:
            announced[key] = rows.as_text(since)
        elif leaving.step == "trash":
            trash(connection, leaving.session.id, rows.as_text(now))
            trashed.append(leaving.session)
        else:
            erase_for_good(connection, leaving.session.id)
            erased.append(leaving.session)
    _set_meta(connection, ANNOUNCED, json.dumps(announced))
    return RetentionReport(announced_soon(_sessions(connection), now, announced), tuple(trashed), tuple(erased))


def leaving_soon(sessions: Iterable[Session], now: datetime) -> tuple[Leaving, ...]:
    """What is due within NOTICE, the earliest first."""
    due = (leaving for session in sessions if (leaving := leaving_of(session)))
    return tuple(sorted((each for each in due if each.at <= now + NOTICE), key=lambda each: each.at))


def announced_soon(sessions: Iterable[Session], now: datetime, announced: Mapping[str, str]) -> tuple[Leaving, ...]:
    """The same, with the time at which it will really go."""
    found = []
    for leaving in leaving_soon(sessions, now):
        since = announced.get(f"{leaving.step} {leaving.session.id}", rows.as_text(now))
        found.append(leaving._replace(at=max(leaving.at, datetime.fromisoformat(since) + NOTICE)))
    return tuple(found)


def leaving_of(session: Session) -> Leaving | None:
    """When a session goes, and where to; None where it stays, because it is open or gone already."""
    if session.trashed_at:
        return Leaving(session, "erase", datetime.fromisoformat(session.trashed_at) + TRASH) if session.title else None
    if session.is_open:
        return None
    closed = datetime.fromisoformat(max(session.closed_at, session.opened_at))
    return Leaving(session, "trash", closed + timedelta(days=session.retention_days))


def trash(connection: sqlite3.Connection, session: str, now: str) -> None:
    connection.execute("UPDATE session SET trashed_at = ?, is_open = 0 WHERE id = ?", (now, session))
    touch(connection, session)


def restore(connection: sqlite3.Connection, session: str, now: datetime) -> None:
    """Out of the trash; it is kept for as long again as it would have been there."""
    found = one(connection, f"SELECT {rows.SESSION} FROM session WHERE id = ? AND trashed_at != ''", session)
    if found is None:
        return
    read = rows.session(found)
    days = (now - datetime.fromisoformat(max(read.closed_at, read.opened_at)) + TRASH).days + 1
    connection.execute(
        "UPDATE session SET trashed_at = '', retention_days = max(retention_days, ?) WHERE id = ?", (days, session)
    )
    touch(connection, session)


def erase_for_good(connection: sqlite3.Connection, session: str) -> int:
    """Of a session in the trash nothing is left but the ids of its entries; how many there were."""
    trashed = one(connection, "SELECT 1 FROM session WHERE id = ? AND trashed_at != ''", session)
    if trashed is None:
        return 0
    erased = empty(connection, session)
    connection.execute("DELETE FROM ballot WHERE session = ?", (session,))
    connection.execute(
        "UPDATE session SET title = '', series = '', departments = '[]', merged = '{}', board = '{}',"
        " join_code = NULL, join_token = NULL, board_token = NULL WHERE id = ?",
        (session,),
    )
    return erased


def believe(connection: sqlite3.Connection, now: datetime) -> None:
    """The facilitator says that the clock is right."""
    _set_meta(connection, SEEN, rows.as_text(now))
    _set_meta(connection, DOUBT, "")


def _doubt(connection: sqlite3.Connection, now: datetime, most: timedelta) -> ClockJump | None:
    """Reads the clock; why it is not to be believed, or None."""
    seen = _meta(connection, SEEN)
    if not seen or _follows(now, datetime.fromisoformat(seen), most):
        believe(connection, now)
        return None
    since, last = (_meta(connection, DOUBT) or f"{rows.as_text(now)} {rows.as_text(now)}").split()
    if not _follows(now, datetime.fromisoformat(last), most):
        since = rows.as_text(now)
    elif now - datetime.fromisoformat(since) >= TRIAL:
        believe(connection, now)
        return None
    _set_meta(connection, DOUBT, f"{since} {rows.as_text(now)}")
    return doubt_of(seen, f"{since} {rows.as_text(now)}")


def doubt_of(seen: str, doubt: str) -> ClockJump | None:
    """As the store remembers it."""
    if not doubt:
        return None
    return ClockJump(seen=datetime.fromisoformat(seen), now=datetime.fromisoformat(doubt.split()[1]))


def _follows(now: datetime, before: datetime, most: timedelta) -> bool:
    return -SET_BACK < now - before <= most


def _sessions(connection: sqlite3.Connection) -> list[Session]:
    return [rows.session(row) for row in connection.execute(f"SELECT {rows.SESSION} FROM session ORDER BY rowid")]


def _meta(connection: sqlite3.Connection, name: str) -> str:
    found = one(connection, "SELECT value FROM meta WHERE name = ?", name)
    return str(found[0]) if found else ""


def _set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

"""What becomes of entries, as work for the writer: each function is whole or has not been. Knows no thread."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from generator.capture.model import RELEASED, Candidate, Change, Entry, NewEntry, Outcome, State
from generator.capture.store import rows
from generator.capture.store.rows import one


def keep(
    connection: sqlite3.Connection, entry: NewEntry, body: str, sent: bytes, now: str, may_change: bool = True
) -> Outcome:
    """Keeps a new entry. Of one that is there already, its own phone may say other words: they take its place.

    Where the session is not open, or nothing `may_change`, that is "closed". Another body under its id from anybody
    else is kept beside it.
    """
    there = _entry(connection, entry.id)
    if there is None:
        _insert(connection, entry, body, sent, now)
        touch(connection, entry.session)
        return "stored"
    if there.state == "erased":
        return "gone"
    if _came_before(connection, entry, sent):
        return "known"
    same = (entry.session, entry.code, entry.form) == (there.session, there.code, there.form)
    if same and entry.device is not None and entry.device == there.device:
        return _change(connection, there, entry, sent, now, may_change)
    _keep_beside(connection, there, entry, body, sent, now)
    return "differs"


def _came_before(connection: sqlite3.Connection, entry: NewEntry, sent: bytes) -> bool:
    """Whether it is a retry. Where the same phone has said other words since, the first ones are said anew."""
    last = one(
        connection,
        "SELECT by_device FROM revision WHERE entry = ? AND what = 'edit' AND NOT undone ORDER BY number DESC",
        entry.id,
    )
    if last and last[0] is not None and last[0] == entry.device:
        return False
    known = (
        "SELECT 1 FROM entry WHERE id = :id AND sent = :sent UNION ALL"
        " SELECT 1 FROM revision WHERE entry = :id AND sent = :sent AND by_device IS NOT NULL"
    )
    return connection.execute(known, {"id": entry.id, "sent": sent}).fetchone() is not None


def _change(
    connection: sqlite3.Connection, there: Entry, entry: NewEntry, sent: bytes, now: str, may_change: bool
) -> Outcome:
    """By the phone that said it. What was released unread is new again, as nobody has read it so."""
    is_open, premoderate = one(connection, "SELECT is_open, premoderate FROM session WHERE id = ?", there.session)
    named = connection.execute("SELECT kind, target FROM relation WHERE source = ? AND kind = 'places'", (there.id,))
    if there.body == entry.body and set(named) == set(entry.names):
        return "known"
    if not (is_open and may_change):
        return "closed"
    edit(connection, there.id, entry.body, now, entry.device)
    mark = "UPDATE revision SET sent = ? WHERE entry = ? AND number = (SELECT revision FROM entry WHERE id = ?)"
    connection.execute(mark, (sent, there.id, there.id))
    state = "new" if premoderate and there.state in RELEASED else there.state
    connection.execute("DELETE FROM relation WHERE source = ? AND kind != 'merged'", (there.id,))
    _relate(connection, entry, now)
    touch(connection, there.session)
    said = (state, entry.version, entry.edition or _newest(connection, there.kit), there.id)
    connection.execute("UPDATE entry SET state = ?, version = ?, edition = ? WHERE id = ?", said)
    return "changed"


def _keep_beside(
    connection: sqlite3.Connection, there: Entry, entry: NewEntry, body: str, sent: bytes, now: str
) -> None:
    kept = one(connection, "SELECT 1 FROM revision WHERE entry = ? AND sent = ? AND what = 'conflict'", entry.id, sent)
    if kept:
        return
    number = note(connection, entry.id, "conflict", body, there.state, now)
    conflict = (_device_of(connection, entry), sent, entry.id, number)
    connection.execute("UPDATE revision SET device = ?, sent = ? WHERE entry = ? AND number = ?", conflict)
    touch(connection, there.session)


def _insert(connection: sqlite3.Connection, entry: NewEntry, body: str, sent: bytes, now: str) -> None:
    session = one(connection, "SELECT kit FROM session WHERE id = ?", entry.session)
    if session is None:
        raise LookupError(f"there is no session '{entry.session}'")
    values = {
        **entry._asdict(),
        "edition": entry.edition or _newest(connection, session[0]),
        "device": _device_of(connection, entry),
        "body": body,
        "sent": sent,
        "kit": session[0],
        "at": now,
        "state": "new",
    }
    connection.execute(
        "INSERT INTO entry (id, session, kit, edition, device, code, kind, thing, copy, form, version, body,"
        " group_table, department, at, state, sent)"
        " VALUES (:id, :session, :kit, :edition, :device, :code, :kind, :thing, :copy, :form, :version, :body,"
        " :table, :department, :at, :state, :sent)",
        values,
    )
    _relate(connection, entry, now)


def _relate(connection: sqlite3.Connection, entry: NewEntry, now: str) -> None:
    """With the entries that it names, as far as they are there: one may have been taken back meanwhile."""
    for kind, target in entry.names:
        connection.execute(
            "INSERT INTO relation (kind, source, target, at)"
            " SELECT :kind, :source, id, :at FROM entry WHERE id = :target AND session = :session AND state != 'erased'"
            " ON CONFLICT DO NOTHING",
            {"kind": kind, "source": entry.id, "target": target, "session": entry.session, "at": now},
        )


def _newest(connection: sqlite3.Connection, kit: str) -> str:
    """The edition that is served."""
    newest = one(connection, "SELECT digest FROM manifest WHERE kit = ? ORDER BY seq DESC LIMIT 1", kit)
    return newest[0] if newest else ""


def _device_of(connection: sqlite3.Connection, entry: NewEntry) -> int | None:
    """None where the device was forgotten while its entry was on the way."""
    if entry.device is None:
        return None
    found = one(connection, "SELECT session FROM device WHERE number = ?", entry.device)
    if found and found[0] != entry.session:
        raise LookupError(f"device {entry.device} is in another session than '{entry.session}'")
    return entry.device if found else None


def set_state(connection: sqlite3.Connection, id: str, state: State, now: str) -> Entry | None:
    """The entry as it is then; None where there is none, or none any more. A twin is shown again by taking it apart."""
    entry = _living(connection, id)
    if entry is None:
        return None
    if state == "erased":
        erase(connection, [id])
    elif entry.state not in (state, "merged"):
        note(connection, id, "state", rows.to_json(entry.body), entry.state, now)
        connection.execute("UPDATE entry SET state = ? WHERE id = ?", (state, id))
        touch(connection, entry.session)
    return _entry(connection, id)


def edit(
    connection: sqlite3.Connection, id: str, body: Mapping[str, Any], now: str, by_device: int | None = None
) -> Entry | None:
    """The entry with this body; what it said before is kept, and whether its own phone changed it."""
    entry = _living(connection, id)
    if entry is None:
        return None
    if body != entry.body:
        note(connection, id, "edit", rows.to_json(entry.body), entry.state, now, by_device)
        connection.execute("UPDATE entry SET body = ? WHERE id = ?", (rows.to_json(body), id))
        touch(connection, entry.session)
    return _entry(connection, id)


def split(connection: sqlite3.Connection, id: str, new: str, now: str) -> str | None:
    """What its own phone changed an entry to becomes an entry of its own, `new`; the entry is as it was before.

    None where it was not changed so, or names other entries: of those each names one once.
    """
    there = _living(connection, id)
    last = one(
        connection,
        "SELECT seq, body, by_device FROM revision WHERE entry = ? AND what = 'edit' AND NOT undone"
        " ORDER BY number DESC LIMIT 1",
        id,
    )
    if there is None or last is None or not last[2] or last[2] != there.device:
        return None
    if one(connection, "SELECT 1 FROM relation WHERE source = ?", id):
        return None
    said = NewEntry(
        **{name: value for name, value in there._asdict().items() if name in NewEntry._fields} | {"id": new}
    )
    _insert(connection, said, rows.to_json(said.body), rows.digest_of(said), now)
    note(connection, id, "undo", rows.to_json(there.body), there.state, now, there.device)
    connection.execute("UPDATE revision SET undone = 1 WHERE seq = ?", (last[0],))
    connection.execute("UPDATE entry SET body = ? WHERE id = ?", (last[1], id))
    touch(connection, there.session)
    return new


def undo(connection: sqlite3.Connection, session: str, now: str) -> Entry | None:
    """Takes the facilitator's last change back, then the one before; None where none is left.

    What a phone has said since stays: a change of words before it is no longer to be undone, one of the state is. What
    was merged stays merged: it is taken apart.
    """
    last = one(
        connection,
        "SELECT revision.seq, entry.id, revision.what, revision.body, revision.state"
        " FROM revision JOIN entry ON entry.id = revision.entry"
        " WHERE session = ? AND by_device IS NULL AND NOT undone AND entry.state != 'erased'"
        " AND (what = 'state' AND entry.state != 'merged' OR what = 'edit' AND NOT EXISTS ("
        "SELECT 1 FROM revision AS since WHERE since.entry = revision.entry"
        " AND since.number > revision.number AND since.by_device IS NOT NULL))"
        " ORDER BY revision.seq DESC LIMIT 1",
        session,
    )
    if last is None:
        return None
    seq, id, what, body, state = last
    now_body, now_state = one(connection, "SELECT body, state FROM entry WHERE id = ?", id)
    note(connection, id, "undo", now_body, now_state, now)
    connection.execute("UPDATE revision SET undone = 1 WHERE seq = ?", (seq,))
    before = (body, now_state) if what == "edit" else (now_body, state)
    connection.execute("UPDATE entry SET body = ?, state = ? WHERE id = ?", (*before, id))
    touch(connection, session)
    return _entry(connection, id)


def erase(connection: sqlite3.Connection, ids: Iterable[str]) -> int:
    """Bodies and all that came of them go. The ids stay: a retry that comes late is refused, not kept again.

    A twin stays one: what others said of it goes on counting for the entry that it was merged into.
    """
    erased = 0
    for id in ids:
        entry = _living(connection, id)
        if entry is None:
            continue
        connection.execute("DELETE FROM revision WHERE entry = ?", (id,))
        connection.execute("DELETE FROM candidate WHERE entry = ?", (id,))
        connection.execute(
            "UPDATE OR IGNORE relation SET target ="
            " (SELECT target FROM relation AS own WHERE own.kind = 'merged' AND own.source = :id)"
            " WHERE target = :id AND EXISTS (SELECT 1 FROM relation WHERE kind = 'merged' AND source = :id)",
            {"id": id},
        )
        release(connection, "id IN (SELECT source FROM relation WHERE kind = 'merged' AND target = ?)", id)
        connection.execute("DELETE FROM relation WHERE (source = ? AND kind != 'merged') OR target = ?", (id, id))
        connection.execute(
            "UPDATE entry SET body = '{}', sent = NULL, device = NULL, group_table = '', department = '',"
            " state = 'erased' WHERE id = ?",
            (id,),
        )
        touch(connection, entry.session)
        erased += 1
    return erased


def erase_of(connection: sqlite3.Connection, device: int, ids: Iterable[str] | None) -> int:
    """Of this device alone, whatever `ids` say; without `ids` all, and what was begun."""
    own = [row[0] for row in connection.execute("SELECT id FROM entry WHERE device = ?", (device,))]
    if ids is not None:
        asked = set(ids)
        return erase(connection, [id for id in own if id in asked])
    connection.execute("DELETE FROM revision WHERE device = ?", (device,))
    connection.execute("UPDATE device SET draft = '{}' WHERE number = ?", (device,))
    return erase(connection, own)


def anonymise(connection: sqlite3.Connection, session: str) -> None:
    """No device, table, hour, small group or name of a writer is left of a session; what was said stays."""
    found = one(connection, f"SELECT {rows.SESSION} FROM session WHERE id = ?", session)
    if found is None:
        return
    for group, shown_with in rows.session(found).merged.items():
        connection.execute(
            "UPDATE entry SET department = ? WHERE session = ? AND department = ?", (shown_with, session, group)
        )
    day = "substr(at, 1, 10) || 'T00:00:00Z'"
    connection.execute(f"UPDATE entry SET group_table = '', at = {day} WHERE session = ?", (session,))
    entries = "(SELECT id FROM entry WHERE session = ?)"
    connection.execute(f"UPDATE revision SET at = {day} WHERE entry IN {entries}", (session,))
    connection.execute(
        f"UPDATE revision SET by_device = 0 WHERE by_device IS NOT NULL AND entry IN {entries}", (session,)
    )
    connection.execute(f"UPDATE candidate SET credit = '', at = {day} WHERE entry IN {entries}", (session,))
    connection.execute("DELETE FROM device WHERE session = ?", (session,))
    touch(connection, session)


def erase_session(connection: sqlite3.Connection, session: str, now: str) -> int:
    """Closes a session and erases all that was captured in it, before its time; how many entries."""
    close = "UPDATE session SET is_open = 0, closed_at = ?, version = version + 1 WHERE id = ? AND is_open"
    connection.execute(close, (now, session))
    return empty(connection, session)


def empty(connection: sqlite3.Connection, session: str) -> int:
    """Erases the entries of a session and forgets its devices. Its title and settings stay; how many entries."""
    ids = [row[0] for row in connection.execute("SELECT id FROM entry WHERE session = ?", (session,))]
    erased = erase(connection, ids)
    connection.execute("DELETE FROM device WHERE session = ?", (session,))
    return erased


def consider(connection: sqlite3.Connection, candidates: Iterable[Candidate], now: str) -> None:
    """What the desk says of cards that people wrote, in place of what it said before. Nothing of erased ones."""
    for said in candidates:
        values = (said.entry, said.verdict, rows.to_json(dict(said.body)), said.label, said.group, said.credit, now)
        connection.execute(
            f"INSERT OR REPLACE INTO candidate ({rows.CANDIDATE}) SELECT ?, ?, ?, ?, ?, ?, ?"
            " WHERE EXISTS (SELECT 1 FROM entry WHERE id = ? AND state != 'erased')",
            (*values, said.entry),
        )


def release(connection: sqlite3.Connection, which: str, *values: str) -> None:
    """Entries that were merged get the state back that they had before."""
    state = "SELECT state FROM revision WHERE entry = entry.id AND what = 'merge' ORDER BY number DESC LIMIT 1"
    connection.execute(f"UPDATE entry SET state = ({state}) WHERE state = 'merged' AND {which}", values)


def touch(connection: sqlite3.Connection, session: str) -> None:
    """Boards look again."""
    connection.execute("UPDATE session SET version = version + 1 WHERE id = ?", (session,))


def note(
    connection: sqlite3.Connection,
    id: str,
    what: Change,
    body: str,
    state: State,
    now: str,
    by_device: int | None = None,
) -> int:
    """Writes a change down; its number."""
    number: int = one(connection, "UPDATE entry SET revision = revision + 1 WHERE id = ? RETURNING revision", id)[0]
    connection.execute(
        "INSERT INTO revision (entry, number, at, what, body, state, by_device) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (id, number, now, what, body, state, by_device),
    )
    return number


def _entry(connection: sqlite3.Connection, id: str) -> Entry | None:
    found = one(connection, f"SELECT {rows.ENTRY} FROM entry WHERE id = ?", id)
    return rows.entry(found) if found else None


def _living(connection: sqlite3.Connection, id: str) -> Entry | None:
    entry = _entry(connection, id)
    return None if entry is None or entry.state == "erased" else entry

"""What the store answers: plain reads, each thread on a connection of its own that cannot write."""

import json
import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from generator.capture.model import (
    VISIBLE,
    Ballot,
    Candidate,
    Clock,
    ClockJump,
    Device,
    Entry,
    Leaving,
    Link,
    Relation,
    RelationKind,
    Revision,
    Session,
    State,
)
from generator.capture.store import retention, rows
from generator.capture.store.connection import connect_to_read
from generator.capture.store.copying import copy_store
from generator.capture.store.health import Health, StoreFault
from generator.capture.store.random_text import digest
from generator.capture.store.schema import TEXTS_UNTIL, check, newest
from generator.capture.store.shared import Handed, count, hand_on, trim
from generator.capture.store.upgrade import upgrade_file
from generator.codes import entry_code, normalise
from generator.errors import FileError


class StoreReader:
    """A store to read in, also while a server writes into it."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self.health = Health(path)
        self._own = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._door = threading.Lock()
        self._is_open = True
        self._coded: dict[str, str] = {}  # code of an entry → its id, up to this one
        self._coded_until = 0
        self._coding = threading.Lock()

    @classmethod
    def open_to_read(cls, path: Path, clock: Clock) -> "StoreReader":
        """For whoever only asks, beside a running server. Raises FileError."""
        if not path.is_file():
            raise FileError(f"{path}: there is no such store")
        with closing(connect_to_read(path)) as connection:
            version = check(connection, path, may_be_new=False)
        if version < newest():
            upgrade_file(path)
        return StoreReader(path, clock)

    @property
    def backup_path(self) -> Path:
        """Where the copy lies that a server makes now and then, and at its end."""
        return self.path.with_name(f"{self.path.stem}.backup{self.path.suffix}")

    def close(self) -> None:
        with self._door:
            self._is_open = False
            for connection in self._all:
                connection.close()
            self._all.clear()

    def share(
        self, to: Path, session: str | None = None, only: Collection[str] | None = None, handed: Handed | None = None
    ) -> int:
        """A copy to take along, of one session or of all, without any key; of entries that are kept `only` these (None:
        all). To be handed on, with what is `handed` in place of what was said.

        Gives how many entries it holds. Raises FileError.
        """
        written = 0

        def prepare(copy: sqlite3.Connection) -> None:
            nonlocal written
            trim(copy, session, only)
            if handed:
                hand_on(copy, handed)
            written = count(copy)

        copy_store(self.path, to, prepare)
        return written

    # --- sessions and devices ---

    def session(self, id: str) -> Session | None:
        """None where there is none, or it is in the trash."""
        return self._session("id = ?", id)

    def sessions(self, kit: str = "") -> tuple[Session, ...]:
        """Of this kit or of all, the newest first; none that is in the trash."""
        return tuple(session for session in self._sessions(kit) if not session.trashed_at)

    def open_sessions(self, kit: str = "") -> tuple[Session, ...]:
        return tuple(session for session in self.sessions(kit) if session.is_open)

    def trash(self, kit: str = "") -> tuple[Session, ...]:
        """What can be restored, the newest first."""
        return tuple(session for session in self._sessions(kit) if session.trashed_at and session.title)

    def leaving(self, kit: str = "") -> tuple[Leaving, ...]:
        """What goes into the trash, or from there for good, within a day."""
        announced = json.loads(self.meta(retention.ANNOUNCED) or "{}")
        return retention.announced_soon(self._sessions(kit), self._clock(), announced)

    def doubt(self) -> ClockJump | None:
        """Why the clock is not believed."""
        return retention.doubt_of(self.meta(retention.SEEN), self.meta(retention.DOUBT))

    def departments(self, session: str) -> tuple[str, ...]:
        """Those that phones or lines for the room have named in a session, each as it was first spelled."""
        query = (
            "SELECT department FROM ("
            "SELECT department, 0 AS late, min(number) AS first FROM device WHERE session = ? GROUP BY department"
            " UNION ALL "
            "SELECT department, 1, min(seq) FROM entry WHERE session = ? GROUP BY department"
            ") WHERE department <> '' ORDER BY late, first"
        )
        return tuple(dict.fromkeys(row[0] for row in self._read(query, session, session)))

    def session_by_join(self, token_or_code: str) -> Session | None:
        """The session of a join link, or of a join code however it was typed."""
        typed = normalise(token_or_code)
        return self._session("join_token = ? OR join_code = ?", token_or_code, typed) if typed else None

    def session_by_board(self, token: str) -> Session | None:
        return self._session("board_token = ?", token)

    def device(self, token: str) -> Device | None:
        """The device whose cookie this is."""
        return self._device("token = ?", digest(token))

    def find_receipt(self, receipt: str) -> Device | None:
        return self._device("receipt = ?", normalise(receipt))

    def count_devices(self, session: str) -> int:
        """How many phones have joined."""
        found: int = self._first("SELECT count(*) FROM device WHERE session = ?", session)[0]
        return found

    def draft(self, device: int) -> Mapping[str, Any]:
        """What this device has begun and not sent: the open recipe."""
        found = self._first("SELECT draft FROM device WHERE number = ?", device)
        draft: Mapping[str, Any] = json.loads(found[0]) if found else {}
        return draft

    # --- entries ---

    def entries(
        self,
        session: str,
        *,
        since: int = 0,
        states: Collection[State] = VISIBLE,
        forms: Collection[str] = (),
    ) -> tuple[Entry, ...]:
        """Of a session ("": of all), in the order they came; those after `since`, in these states, of these forms."""
        return tuple(self.each_entry(session, since=since, states=states, forms=forms))

    def each_entry(
        self,
        session: str,
        *,
        since: int = 0,
        states: Collection[State] = VISIBLE,
        forms: Collection[str] = (),
    ) -> Iterator[Entry]:
        """`entries`, one after the other, as the store was when the first was asked for."""
        where = ["seq > ?", _is_in("state", states)]
        values: list[Any] = [since, *states]
        if session:
            where.append("session = ?")
            values.append(session)
        else:
            where.append("session NOT IN (SELECT id FROM session WHERE trashed_at != '')")
        if forms:
            where.append(_is_in("form", forms))
            values.extend(forms)
        found = self._rows(f"SELECT {rows.ENTRY} FROM entry WHERE {' AND '.join(where)} ORDER BY seq", *values)
        yield from map(rows.entry, found)

    def entries_of(self, device: int) -> tuple[Entry, ...]:
        found = self._read(f"SELECT {rows.ENTRY} FROM entry WHERE device = ? ORDER BY seq", device)
        return tuple(map(rows.entry, found))

    def entry(self, id: str) -> Entry | None:
        found = self._first(f"SELECT {rows.ENTRY} FROM entry WHERE id = ?", id)
        return rows.entry(found) if found else None

    def entry_by_code(self, code: str) -> Entry | None:
        """The entry that an address names, taken back or not. For a thread beside the server's: the first time it goes
        through all entries.
        """
        with self._coding:
            for seq, id in self._rows("SELECT seq, id FROM entry WHERE seq > ? ORDER BY seq", self._coded_until):
                self._coded.setdefault(entry_code(id), id)
                self._coded_until = seq
        return self.entry(self._coded[code]) if code in self._coded else None

    def history(self, id: str) -> tuple[Revision, ...]:
        """What changes replaced, the first one first."""
        found = self._read(f"SELECT {rows.REVISION} FROM revision WHERE entry = ? ORDER BY number", id)
        return tuple(map(rows.revision, found))

    def relations(self, session: str, kind: RelationKind, *, since: int = 0) -> tuple[Relation, ...]:
        """Of a session's entries, in the order they were made; those after `since`."""
        query = (
            f"SELECT {rows.RELATION} FROM relation WHERE kind = ? AND seq > ?"
            " AND EXISTS (SELECT 1 FROM entry WHERE id = source AND session = ?) ORDER BY seq"
        )
        return tuple(map(rows.relation, self._read(query, kind, since, session)))

    def targets(self, source: str, kind: RelationKind) -> tuple[str, ...]:
        """The entries that one names in this way, by their ids."""
        query = "SELECT target FROM relation WHERE source = ? AND kind = ? ORDER BY seq"
        return tuple(row[0] for row in self._read(query, source, kind))

    def stays(self, id: str) -> str:
        """The entry that one was merged into, or itself."""
        while twin_of := self.targets(id, "merged"):
            id = twin_of[0]
        return id

    def named(self, session: str = "") -> Mapping[str, tuple[tuple[RelationKind, str], ...]]:
        """For each entry of a session ("": of all) that names others, the kinds and ids of those."""
        query = (
            "SELECT source, relation.kind, target FROM relation JOIN entry ON entry.id = source"
            " WHERE ? IN ('', session) ORDER BY relation.seq"
        )
        found: dict[str, tuple[tuple[RelationKind, str], ...]] = {}
        for source, kind, target in self._rows(query, session):
            found[source] = (*found.get(source, ()), (kind, target))
        return found

    def names_others(self, id: str) -> bool:
        """Whether an entry is about other entries, or one of them."""
        return self._first("SELECT 1 FROM relation WHERE source = ?", id) is not None

    def ballots(self, session: str) -> tuple[Ballot, ...]:
        """Those that the desk has opened, closed or shown; any other is open, its counts hidden."""
        query = f"SELECT {rows.BALLOT} FROM ballot WHERE session = ? ORDER BY form, poster"
        return tuple(map(rows.ballot, self._read(query, session)))

    def candidates(self, session: str) -> Mapping[str, Candidate]:
        """By their entries: what the desk has said of cards that were written in a session."""
        query = f"SELECT {rows.CANDIDATE} FROM candidate WHERE entry IN (SELECT id FROM entry WHERE session = ?)"
        return {row[0]: rows.candidate(row) for row in self._read(query, session)}

    def sums(self, session: str, until: int) -> tuple[int, ...]:
        """Of a session's entries up to a `seq`: how many, their revisions, those with a device, those erased.

        Other sums whenever one of them was changed.
        """
        query = (
            "SELECT count(*), coalesce(sum(revision), 0), count(device), coalesce(sum(state = 'erased'), 0)"
            " FROM entry WHERE session = ? AND seq <= ?"
        )
        return tuple(map(int, self._first(query, session, until)))

    def version(self, session: str) -> int:
        """Grows with every change that a board could show; 0 of a session that there is not."""
        found = self._first("SELECT version FROM session WHERE id = ?", session)
        return int(found[0]) if found else 0

    # --- kits, links, the facilitator ---

    def link(self, code: str) -> Link | None:
        found = self._first(f"SELECT {rows.LINK} FROM link WHERE code = ?", code)
        return rows.link(found) if found else None

    def links(self) -> tuple[Link, ...]:
        return tuple(map(rows.link, self._read(f"SELECT {rows.LINK} FROM link ORDER BY code")))

    def manifest(self, kit: str) -> bytes | None:
        """The manifest that the kit was last served with."""
        found = self._first("SELECT content FROM manifest WHERE kit = ? ORDER BY seq DESC LIMIT 1", kit)
        return bytes(found[0]) if found else None

    def served(self, kit: str) -> str:
        """The digest of the edition that the kit was last served with; "" where none is kept."""
        found = self._first("SELECT digest FROM manifest WHERE kit = ? ORDER BY seq DESC LIMIT 1", kit)
        return str(found[0]) if found else ""

    def manifests(self, kit: str) -> tuple[bytes, ...]:
        """All the editions of a kit that are kept, the newest first."""
        return tuple(
            bytes(row[0]) for row in self._read("SELECT content FROM manifest WHERE kit = ? ORDER BY seq DESC", kit)
        )

    def edition(self, digest: str) -> bytes | None:
        """The manifest that an entry was said with."""
        found = self._first("SELECT content FROM manifest WHERE digest = ?", digest)
        return bytes(found[0]) if found else None

    def editions(self, session: str) -> tuple[str, ...]:
        """Digests of the manifests that a session's entries were said with, the newest first."""
        query = (
            "SELECT digest FROM manifest WHERE digest IN (SELECT edition FROM entry WHERE session = ?)"
            " ORDER BY seq DESC"
        )
        return tuple(row[0] for row in self._read(query, session))

    def kits(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self._read("SELECT DISTINCT kit FROM manifest ORDER BY kit"))

    def picture(self, digest: str) -> bytes | None:
        found = self._first("SELECT content FROM picture WHERE digest = ?", digest)
        return bytes(found[0]) if found else None

    def texts_until(self) -> int:
        """The last number of the first version: up to it, what says the same words is one thing, as it was then."""
        return int(self.meta(TEXTS_UNTIL) or 0)

    def meta(self, name: str) -> str:
        """What the store knows of itself; "" where it does not."""
        found = self._first("SELECT value FROM meta WHERE name = ?", name)
        return str(found[0]) if found else ""

    def is_admin(self, token: str) -> bool:
        return self._holds("admin", token)

    def is_one_time(self, secret: str) -> bool:
        """Whether a one-time secret still holds; it does not spend it."""
        return self._holds("one-time", secret)

    def _holds(self, kind: str, secret: str) -> bool:
        query = "SELECT 1 FROM secret WHERE digest = ? AND kind = ? AND until > ?"
        return self._first(query, digest(secret), kind, rows.as_text(self._clock())) is not None

    def check(self) -> None:
        """Looks through the whole file. Raises FileError where it is damaged."""
        with closing(connect_to_read(self.path)) as connection:
            check(connection, self.path, may_be_new=False)

    @staticmethod
    def sqlite_version() -> str:
        return sqlite3.sqlite_version

    # --- how it is read ---

    def _sessions(self, kit: str) -> tuple[Session, ...]:
        found = self._read(f"SELECT {rows.SESSION} FROM session WHERE ? IN ('', kit) ORDER BY rowid DESC", kit)
        return tuple(map(rows.session, found))

    def _session(self, where: str, *values: Any) -> Session | None:
        found = self._first(f"SELECT {rows.SESSION} FROM session WHERE ({where}) AND trashed_at = ''", *values)
        return rows.session(found) if found else None

    def _device(self, where: str, *values: Any) -> Device | None:
        found = self._first(f"SELECT {rows.DEVICE} FROM device WHERE {where}", *values)
        return rows.device(found) if found else None

    def _first(self, query: str, *values: Any) -> Any:
        found = self._read(query, *values)
        return found[0] if found else None

    def _read(self, query: str, *values: Any) -> list[rows.Row]:
        return list(self._rows(query, *values))

    def _rows(self, query: str, *values: Any) -> Iterator[rows.Row]:
        try:
            yield from self._connection().execute(query, values)
        except (UnicodeEncodeError, OverflowError):  # half a letter, or a number beyond all, names nothing we keep
            return
        except (sqlite3.Error, StoreFault) as error:
            fault = self.health.note(error)
            raise fault from (None if fault is error else error)

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if found is None:
            found = connect_to_read(self.path)
            with self._door:
                if not self._is_open:
                    found.close()
                    raise FileError(f"{self.path}: this store is closed already")
                self._all.append(found)
            self._own.connection = found
        return found


def _is_in(column: str, values: Collection[str]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})"

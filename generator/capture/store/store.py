"""The store of a server: everything that is captured, in one SQLite file. Writes are awaited, reads are plain calls.

It knows nothing of forms and pages: a body is what the form's answers gave, a code what the caller looked up.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from generator.capture.model import (
    Ballot,
    BallotState,
    Candidate,
    Clock,
    Device,
    Entry,
    NewEntry,
    Outcome,
    Random,
    RelationKind,
    RetentionReport,
    Session,
    State,
)
from generator.capture.store import admins, changes, kept, relations, retention, rows, sessions
from generator.capture.store.connection import lock_store, make_durable
from generator.capture.store.copying import copy_store
from generator.capture.store.health import try_to_write
from generator.capture.store.random_text import SECRET_BYTES, characters, digest, token
from generator.capture.store.reading import StoreReader
from generator.capture.store.schema import cannot_use, check
from generator.capture.store.signing_key import make_signing_key
from generator.capture.store.upgrade import older_copies, upgrade
from generator.capture.store.writer import Writer
from generator.errors import FileError

JOIN_CODE_LENGTH = 8
RECEIPT_LENGTH = 10
ID_LENGTH = 8
ONE_TIME = timedelta(days=1)
ADMIN = timedelta(days=7)
SESSION_CHANGES = {"title", "premoderate", "asks", "departments", "merged", "retention_days", "series", "board"}
DEVICE_CHANGES = {"consent", "table", "department", "language", "answered"}

Result = TypeVar("Result")


class Store(StoreReader):
    """A store to write in; there is one at a time. `open` it, and `close` it at the end."""

    def __init__(
        self, path: Path, clock: Clock, random: Random, connection: sqlite3.Connection, lock: sqlite3.Connection
    ) -> None:
        super().__init__(path, clock)
        self._random = random
        self._connection_to_write = connection
        self._writer = Writer(connection, path, self.health)
        self._lock = lock

    @classmethod
    def open(cls, path: Path, clock: Clock, random: Random) -> "Store":
        """The store at `path`, made where there is none. Raises FileError, with words, and leaves the file alone."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise FileError(f"{path}: the store cannot be written: {error.strerror}") from error
        lock = lock_store(path)
        connection: sqlite3.Connection | None = None
        try:
            connection = sqlite3.connect(path, isolation_level=None, timeout=5, check_same_thread=False)
            version = check(connection, path, may_be_new=True)
            make_durable(connection)
            upgrade(connection, path, version)
            make_signing_key(connection, random)
        except (sqlite3.Error, FileError) as error:
            if connection:
                connection.close()
            lock.close()
            if isinstance(error, FileError):
                raise
            raise FileError(cannot_use(path, error)) from error
        return cls(path, clock, random, connection, lock)

    def close(self) -> None:
        """Writes what still waits and makes the backup. The store is closed also where the backup fails."""
        if not self._is_open:
            return
        try:
            self._writer.close()
            copy_store(self.path, self.backup_path)
        finally:
            super().close()
            self._connection_to_write.close()  # the last one tidies the journal away
            self._lock.close()

    async def backup(self, to: Path) -> None:
        """A whole copy, made while others write."""
        await asyncio.to_thread(copy_store, self.path, to)

    async def recover(self) -> bool:
        """Whether the store is well; after a fault, only once it has been read and written again."""
        fault = self.health.fault
        if fault is None:
            return True
        try:
            await self._write(try_to_write)
            if fault.ailment == "damaged":
                await asyncio.to_thread(self.check)
        except FileError:
            return False
        self.health.fault = None
        return True

    # --- entries ---

    async def submit(self, entry: NewEntry, may_change: bool = True) -> Outcome:
        """Returns only once the entry is durable: see `changes.keep`. Raises LookupError where there is no session."""
        body, sent = rows.to_json(entry.body), rows.digest_of(entry)
        return await self._write(
            lambda connection: changes.keep(connection, entry, body, sent, self._now(), may_change)
        )

    async def set_state(self, id: str, state: State) -> Entry | None:
        """The entry as it is then; None where there is none, or it was erased."""
        write = self._erase if state == "erased" else self._write
        return await write(lambda connection: changes.set_state(connection, id, state, self._now()))

    async def edit(self, id: str, body: Mapping[str, Any], by_device: int | None = None) -> Entry | None:
        """The entry with this body, as the facilitator or the phone that sent it has changed it."""
        rows.to_json(body)
        return await self._write(lambda connection: changes.edit(connection, id, body, self._now(), by_device))

    async def split(self, id: str, new: str) -> str | None:
        """What its own phone changed an entry to becomes an entry with the id `new`, which is given back."""
        return await self._write(lambda connection: changes.split(connection, id, new, self._now()))

    async def undo(self, session: str) -> Entry | None:
        """The entry whose last change by the facilitator was taken back; None where none is left."""
        return await self._write(lambda connection: changes.undo(connection, session, self._now()))

    async def erase(self, device: int, ids: Collection[str] | None = None) -> int:
        """Erases a device's entries, or those of them that `ids` name; how many."""
        return await self._erase(lambda connection: changes.erase_of(connection, device, ids))

    async def anonymise(self, session: str) -> None:
        await self._erase(lambda connection: changes.anonymise(connection, session))

    async def erase_session(self, id: str) -> int:
        """Closes the session and erases all that was captured in it, or does nothing of both; how many entries."""
        return await self._erase(lambda connection: changes.erase_session(connection, id, self._now()))

    # --- retention ---

    async def retain(self, now: datetime, *, was_running: bool) -> RetentionReport:
        """Announces, trashes and erases what is kept long enough, if the clock is to be believed (see `retention`)."""
        return await self._erase(
            lambda connection: retention.retain(connection, now, was_running=was_running),
            lambda report: bool(report.erased),
        )

    async def restore(self, session: str) -> None:
        """Out of the trash."""
        now = self._clock()
        await self._write(lambda connection: retention.restore(connection, session, now))

    async def erase_for_good(self, session: str) -> int:
        """Of a session in the trash; how many entries."""
        return await self._erase(lambda connection: retention.erase_for_good(connection, session))

    async def believe_clock(self) -> None:
        """The facilitator says that the clock is right, however far it jumped."""
        now = self._clock()
        await self._write(lambda connection: retention.believe(connection, now))

    # --- relations, ballots, cards for a deck ---

    async def relate(self, kind: RelationKind, source: str, target: str) -> None:
        """Once, however often it is said. Raises LookupError where one of the two is no entry."""
        at = self._now()
        await self._write(lambda connection: relations.relate(connection, kind, source, target, at))

    async def unrelate(self, kind: RelationKind, source: str, target: str) -> None:
        await self._write(lambda connection: relations.unrelate(connection, kind, source, target))

    async def merge(self, twins: Iterable[str], stays: str) -> None:
        """All of them at once, or none. What was merged into a twin before goes on with it."""
        ids, at = tuple(twins), self._now()
        await self._write(lambda connection: relations.merge(connection, ids, stays, at))

    async def unmerge(self, twin: str) -> None:
        at = self._now()
        await self._write(lambda connection: relations.unmerge(connection, twin, at))

    async def set_ballot(
        self, session: str, form: str, poster: str = "", *, state: BallotState = "open", is_shown: bool = False
    ) -> Ballot:
        """Opens or closes the vote on a form, and says whether its counts are shown while it is open."""
        at = self._now()
        return await self._write(
            lambda connection: relations.set_ballot(connection, session, form, poster, state, is_shown, at)
        )

    async def consider(self, *said: Candidate) -> None:
        """Of each of these entries, all that the desk says of it as a card."""
        now = self._now()
        await self._write(lambda connection: changes.consider(connection, said, now))

    # --- sessions ---

    async def open_session(
        self,
        kit: str,
        title: str,
        *,
        asks: Iterable[str] = (),
        departments: Iterable[str] = (),
        premoderate: bool = False,
        retention_days: int = 90,
        series: str = "",
    ) -> Session:
        values = {
            "id": characters(self._random, ID_LENGTH).lower(),
            "kit": kit,
            "title": title,
            "is_open": 1,
            "opened_at": self._now(),
            **self._session_tokens(),
            **rows.columns(
                asks=tuple(asks),
                departments=tuple(departments),
                premoderate=premoderate,
                retention_days=retention_days,
                series=series,
            ),
        }
        names = ", ".join(values)
        insert = f"INSERT INTO session ({names}) VALUES ({', '.join(f':{name}' for name in values)})"

        def work(connection: sqlite3.Connection) -> Session:
            connection.execute(insert, values)
            return sessions.session(connection, values["id"])

        return await self._write(work)

    async def close_session(self, id: str) -> Session:
        return await self._change_session(id, {"is_open": 0, "closed_at": self._now()}, "AND is_open")

    async def reopen_session(self, id: str) -> Session:
        return await self._change_session(id, {"is_open": 1, "closed_at": ""})

    async def set_session(self, id: str, **said: Any) -> Session:
        """Of what SESSION_CHANGES names. Raises LookupError for no session."""
        rows.check_names(SESSION_CHANGES, said)
        return await self._change_session(id, rows.columns(**said))

    async def renew_tokens(self, id: str) -> Session:
        """Links, QR codes and join codes that went about no longer lead here."""
        return await self._change_session(id, self._session_tokens())

    async def _change_session(self, id: str, columns: Mapping[str, Any], where: str = "") -> Session:
        def work(connection: sqlite3.Connection) -> Session:
            if columns:
                sets = f"{rows.assignments(columns)}, version = version + 1"
                update = f"UPDATE session SET {sets} WHERE id = :which {where}"
                connection.execute(update, {**columns, "which": id})
            return sessions.session(connection, id)

        return await self._write(work)

    def _session_tokens(self) -> dict[str, str]:
        return {
            "join_code": characters(self._random, JOIN_CODE_LENGTH),
            "join_token": token(self._random),
            "board_token": token(self._random),
        }

    # --- devices ---

    async def join(
        self,
        session: str,
        *,
        table: str = "",
        department: str = "",
        language: str = "",
        consent: str = "",
        offered: str = "",
    ) -> tuple[str, Device]:
        """What the device's cookie is to hold, and the device. Only a digest of the cookie is kept.

        `offered` is a secret that the device made: with it a second call finds what the first one made.
        """
        own = token(self._random, SECRET_BYTES)
        receipt = characters(self._random, RECEIPT_LENGTH)
        about = (receipt, table, department, language, consent, self._now())

        return await self._write(lambda connection: sessions.join(connection, session, offered, own, about))

    async def set_device(self, number: int, **said: str) -> None:
        """Of consent, table, department, language."""
        rows.check_names(DEVICE_CHANGES, said)
        columns = {"group_table" if name == "table" else name: value for name, value in said.items()}
        if columns:
            await self._update(
                f"UPDATE device SET {rows.assignments(columns)} WHERE number = :which", {**columns, "which": number}
            )

    async def set_draft(self, device: int, draft: Mapping[str, Any]) -> None:
        text = rows.to_json(draft)
        await self._update("UPDATE device SET draft = :draft WHERE number = :which", {"draft": text, "which": device})

    # --- kits, links, the facilitator ---

    async def relink(self, code: str, target: str) -> None:
        """From now on the code leads to `target`; "" lets it lead where it was printed for."""
        if not target:
            await self._update("DELETE FROM link WHERE code = :code", {"code": code})
            return
        link = {"code": code, "target": target, "at": self._now()}
        await self._update("INSERT OR REPLACE INTO link VALUES (:code, :target, :at)", link)

    async def keep_manifest(self, kit: str, content: bytes) -> str:
        """The edition of a kit that is served from now on; its digest. Those that entries name stay."""
        at = self._now()
        return await self._write(lambda connection: kept.keep_manifest(connection, kit, content, at))

    async def keep_picture(self, content: bytes) -> str:
        """A picture for screens; the digest under which it is found again."""
        at = self._now()
        return await self._write(lambda connection: kept.keep_picture(connection, content, at))

    async def set_meta(self, name: str, value: str) -> None:
        """What the store knows of itself, such as the key that addresses are signed with."""
        await self._update("INSERT OR REPLACE INTO meta VALUES (:name, :value)", {"name": name, "value": value})

    async def one_time_link(self) -> str:
        """A secret that makes one browser the facilitator's, once, within a day."""
        issue = self._issue("one-time", ONE_TIME)
        return await self._write(lambda connection: admins.keep(connection, issue))

    async def use_one_time(self, secret: str, offered: str = "") -> str | None:
        """The token of a facilitator for a one-time secret, which is spent with it; None for one that does not hold.

        `offered` is a token that the browser has from us already, so that it can ask again when the answer is lost.
        """
        issue, now = self._issue("admin", ADMIN, offered), self._now()
        return await self._write(lambda connection: admins.spend(connection, secret, issue, now))

    async def revoke_admins(self, token: str = "") -> None:
        """This facilitator is none any more; without a token nobody is, until a new one-time link is used."""
        where = {"digest": digest(token)} if token else {}
        await self._update("DELETE FROM secret" + (" WHERE digest = :digest" if token else ""), where)

    def _issue(self, kind: str, lasts: timedelta, offered: str = "") -> admins.NewSecret:
        secret = offered or token(self._random, SECRET_BYTES)
        return admins.NewSecret(secret, kind, rows.as_text(self._clock() + lasts))

    # --- how it is written ---

    def _now(self) -> str:
        return rows.as_text(self._clock())

    async def _write(self, work: Callable[[sqlite3.Connection], Result]) -> Result:
        return await self._writer.run(work)

    async def _update(self, statement: str, values: Mapping[str, Any]) -> None:
        await self._write(lambda connection: connection.execute(statement, values).close())

    async def _erase(
        self, work: Callable[[sqlite3.Connection], Result], has_erased: Callable[[Result], bool] = lambda result: True
    ) -> Result:
        """Writes; and what went, goes from the journal, the backup and older copies too."""

        def erasing(connection: sqlite3.Connection) -> Result:
            result = work(connection)
            if has_erased(result):
                self._writer.scrub()
            return result

        result = await self._write(erasing)
        if has_erased(result):
            for copy in older_copies(self.path):
                copy.unlink(missing_ok=True)
            if self.backup_path.exists():
                with suppress(FileError):  # it is erased, whatever becomes of this; one is made every five minutes
                    await self.backup(self.backup_path)
        return result

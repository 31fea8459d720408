"""The one thread that writes: what waits is committed together, and nobody is answered before the commit is durable."""

import asyncio
import queue
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from generator.capture.store.connection import BUSY_TIMEOUT
from generator.capture.store.health import Health, is_everybodys
from generator.errors import FileError

MOST_TOGETHER = 500  # in one commit: nobody waits long for the others
SCRUB_AGAIN = 1.0  # s

Result = TypeVar("Result")
Work = Callable[[sqlite3.Connection], Result]


@dataclass(slots=True)
class Job:
    """A piece of work, and whoever waits for it."""

    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: "asyncio.Future[Any]"
    result: Any = None
    error: Exception | None = None


class Writer:
    """Has the connection to itself until it is closed."""

    def __init__(self, connection: sqlite3.Connection, path: Path, health: Health) -> None:
        self._connection = connection
        self._path = path
        self._health = health
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._door = threading.Lock()  # nothing is let in behind the last one
        self._is_open = True
        self._to_scrub = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    async def run(self, work: Work[Result]) -> Result:
        """What `work` gives, once it is durable. All of `work` happens, or nothing of it."""
        loop = asyncio.get_running_loop()
        job = Job(work, loop, loop.create_future())
        with self._door:
            if not self._is_open:
                raise FileError(f"{self._path}: this store is closed already")
            self._waiting.put(job)
        result: Result = await job.future
        return result

    def scrub(self) -> None:
        """To be asked for by work that erases: what it erased leaves the journal beside the store as well."""
        self._to_scrub = True

    def close(self) -> None:
        """Writes what still waits, then ends."""
        with self._door:
            was_open, self._is_open = self._is_open, False
        if was_open:
            self._waiting.put(None)
        self._thread.join()

    # --- in the thread ---

    def _run(self) -> None:
        is_last = False
        while not is_last:
            try:
                first = self._waiting.get(timeout=SCRUB_AGAIN if self._to_scrub else None)
            except queue.Empty:
                self._empty_journal()
                continue
            jobs = [] if first is None else [first]
            is_last = first is None
            while not is_last and len(jobs) < MOST_TOGETHER and not self._waiting.empty():
                job = self._waiting.get()
                is_last = job is None
                if job is not None:
                    jobs.append(job)
            if jobs:
                self._commit(jobs)
                self._answer(jobs)

    def _commit(self, jobs: Sequence[Job]) -> None:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                self._do(job)
            self._connection.execute("COMMIT")
            self._empty_journal()
        except Exception as error:  # whatever it is, it is theirs who wait, and the thread goes on
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            fault = self._health.note(error)
            for job in jobs:
                job.error = job.error or fault

    def _do(self, job: Job) -> None:
        """One job, undone alone where it fails. Raises what has ended the whole transaction."""
        self._connection.execute("SAVEPOINT job")
        try:
            job.result = job.work(self._connection)
        except Exception as error:  # whatever it is, it is theirs who wait
            job.error = self._health.note(error)
            if is_everybodys(job.error) or not self._connection.in_transaction:
                raise
            self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _empty_journal(self) -> None:
        if not self._to_scrub:
            return
        with suppress(sqlite3.Error):  # the entries are committed, whatever becomes of this
            self._connection.execute("PRAGMA busy_timeout = 0")  # somebody may read for long: then later
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._to_scrub = bool(busy)
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")

    def _answer(self, jobs: Sequence[Job]) -> None:
        by_loop: defaultdict[asyncio.AbstractEventLoop, list[Job]] = defaultdict(list)
        for job in jobs:
            by_loop[job.loop].append(job)
        for loop, theirs in by_loop.items():
            with suppress(RuntimeError):  # the loop has ended, and whoever waited in it
                loop.call_soon_threadsafe(_resolve, theirs)


def _resolve(jobs: Sequence[Job]) -> None:
    for job in jobs:
        if job.future.done():  # the client went away
            continue
        if job.error is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.error)

"""Kills a program that writes into the store, again and again, while its clients retry; then counts what is there.

`play` is the one that kills. Run as a program, this file is the one that dies: it submits the entries it is told to and
says each that was acknowledged.
"""

import asyncio
import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid4, uuid5

from generator.capture.model import NewEntry
from generator.capture.store import Store, store, writer

ROOT = Path(__file__).parent.parent
NEW_EACH_ROUND = 40
CLIENTS = 8
DONE = "done"


class Outcome(NamedTuple):
    """What a run came to: how often it was killed, and which entries are not as they ought to be."""

    killed: int
    acknowledged: set[int]
    retried: int  # entries that were sent again because no answer came
    lost: list[int]
    doubled: list[int]
    changed: list[int]


def entry_of(number: int, session: str) -> NewEntry:
    """The same entry for the same number, as a client that retries sends it."""
    id = str(uuid5(NAMESPACE_URL, f"entry {number}"))
    body = {"number": number, "note": f"{number} " * (number % 50)}
    return NewEntry(id, session, None, "", "", "", "", "note", 1, body)


# --- the one that kills ---


def play(folder: Path, kills: int, how: str, seed: int) -> Outcome:
    """`how`: anywhere, before-commit, before-answer; or hasty and forgetful, which are faulty on purpose."""
    path = folder / "capture.db"
    session = _prepare(path)
    chance = Random(seed)
    acknowledged: set[int] = set()
    sent: set[int] = set()
    killed = retried = 0
    while killed < kills:
        again = sorted(sent - acknowledged)
        deaf = [number for number in sorted(acknowledged) if _is_deaf(number)]
        heard_twice = chance.sample(deaf, min(3, len(deaf)))
        new = range(len(sent), len(sent) + NEW_EACH_ROUND)
        retried += len(again)
        sent.update(new)
        dies_after = chance.randrange(1, NEW_EACH_ROUND)
        killed += _round(path, session, how, [*again, *heard_twice, *new], dies_after, acknowledged)
    last = [number for number in sorted(sent) if _is_deaf(number) or number not in acknowledged]
    assert _round(path, session, "", last, 0, acknowledged) == 0
    return _counted(path, killed, retried, acknowledged, sent)


def _is_deaf(number: int) -> bool:
    """A client that misses its answers and sends again; the others do not, so that no loss is healed unseen."""
    return number % 5 == 0


def _prepare(path: Path) -> str:
    opened = Store.open(path, lambda: datetime.now(UTC), secrets.token_bytes)
    session = asyncio.run(opened.open_session("demo", "Crash")).id
    opened.close()
    return session


def _round(path: Path, session: str, how: str, numbers: list[int], dies_after: int, acknowledged: set[int]) -> int:
    """Runs the program once; 1 if it was killed."""
    words = [sys.executable, __file__, path, session, how, str(dies_after)]
    surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings)
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(numbers))
        process.stdin.close()
        heard = 0
        for line in process.stdout:
            if line.strip() == DONE:
                continue
            acknowledged.add(int(line))
            heard += 1
            if how == "anywhere" and heard == dies_after:
                time.sleep((numbers[-1] % 7) / 5000)  # not always at the same point of its work
                process.kill()
    assert process.returncode in (0, -signal.SIGKILL), f"it ended with {process.returncode}"
    return int(process.returncode != 0)


def _counted(path: Path, killed: int, retried: int, acknowledged: set[int], sent: Iterable[int]) -> Outcome:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = [json.loads(body) for (body,) in connection.execute("SELECT body FROM entry")]
    times = Counter(body["number"] for body in found)
    return Outcome(
        killed,
        acknowledged,
        retried,
        lost=sorted(number for number in acknowledged if not times[number]),
        doubled=sorted(number for number, count in times.items() if count > 1),
        changed=[body["number"] for body in found if body != entry_of(body["number"], "").body],
    )


# --- the one that dies ---


class Dying(writer.Writer):
    """Dies in its own thread once it has done so many jobs: before the commit, or after it and before the answer."""

    how = ""
    dies_after = 0
    done = 0

    def _do(self, job: writer.Job) -> None:
        super()._do(job)
        Dying.done += 1
        if self.how == "before-commit" and Dying.done >= self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)

    def _answer(self, jobs: list[writer.Job]) -> None:
        if self.how == "before-answer" and Dying.done >= self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)
        super()._answer(jobs)


class Hasty(Store):
    """Faulty on purpose: answers before anything is written."""

    async def submit(self, entry: NewEntry, may_change: bool = True) -> str:
        self.late = [*getattr(self, "late", []), asyncio.ensure_future(super().submit(entry))]
        return "stored"


class Forgetful(Store):
    """Faulty on purpose: a retry is news to it."""

    async def submit(self, entry: NewEntry, may_change: bool = True) -> str:
        return await super().submit(entry._replace(id=str(uuid4())))


FAULTY = {"hasty": (Hasty, "before-commit"), "forgetful": (Forgetful, "before-answer")}


async def submit_all(path: Path, session: str, kind: type[Store], numbers: list[int]) -> None:
    opened = kind.open(path, lambda: datetime.now(UTC), secrets.token_bytes)
    waiting = iter(numbers)

    async def client() -> None:
        for number in waiting:
            await opened.submit(entry_of(number, session))
            os.write(1, f"{number}\n".encode())  # the client has its answer

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    os.write(1, f"{DONE}\n".encode())
    opened.close()


def main() -> None:
    path, session, how, dies_after = sys.argv[1:]
    kind, Dying.how = FAULTY.get(how, (Store, how))
    Dying.dies_after = int(dies_after)
    store.Writer = Dying
    asyncio.run(submit_all(Path(path), session, kind, json.loads(sys.stdin.read())))
    if how == "anywhere":
        time.sleep(60)  # to be killed


if __name__ == "__main__":
    main()

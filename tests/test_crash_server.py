"""The server is killed again and again while phones send: what was acknowledged is there, once, with all around it."""

import asyncio
import shutil
import signal
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from crowd import EACH_PHONE, ROOT, Answer, Desk, Line, Note, Phone, Served, build, code_of, note
from suite import Kits, in_part

from generator.capture.store.random_text import digest

PHONES = 8
PAUSE = 0.02  # seconds between two entries of a phone
TALK = 0.15  # seconds at most until a server is killed at any moment
DATA = "entries.db"


@pytest.fixture
def built(print_once: Kits) -> Path:
    return print_once().folder


class Room:
    """Phones that send until they are told to stop, whoever serves and wherever."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.port = 0
        self.phones: list[Phone] = []
        self.sent: dict[str, Note] = {}
        self.sent_by: dict[str, Phone] = {}
        self.acknowledged: set[str] = set()
        self.heard = Counter[str]()
        self._is_over = False
        self._tasks = [asyncio.create_task(self._sends(number)) for number in range(PHONES)]

    async def _sends(self, number: int) -> None:
        while not self._is_over:
            phone = Phone(Line(self.port))
            self.phones.append(phone)
            for _ in range(EACH_PHONE):
                await asyncio.sleep(PAUSE)
                if self._is_over:
                    break
                entry = note(len(self.sent))
                self.sent[entry.id] = entry
                self.sent_by[entry.id] = phone
                await phone.deliver(self.code, entry, self.heard)
                self.acknowledged.add(entry.id)
            phone.line.close()

    async def until(self, more: int) -> None:
        """Until so many more entries are acknowledged."""
        wanted = len(self.acknowledged) + more
        while len(self.acknowledged) < wanted:
            self._complain()
            await asyncio.sleep(0.005)

    def _complain(self) -> None:
        for task in self._tasks:
            if task.done():
                task.result()

    async def end(self) -> None:
        """Every phone delivers what it has."""
        self._is_over = True
        await asyncio.gather(*self._tasks)

    def move(self, port: int) -> None:
        self.port = port
        for phone in self.phones:
            phone.line.port = port


class Kept(NamedTuple):
    """What the store has, against what phones were told."""

    lost: set[str]
    doubled: list[str]
    strange: list[str]
    orphaned: list[str]  # of a device whose secret no phone has: nobody could take them back


def kept(data: Path, room: Room) -> Kept:
    with closing(sqlite3.connect(data)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = "SELECT id, json_extract(body, '$.note'), token FROM entry LEFT JOIN device ON device = number"
        rows = connection.execute(found).fetchall()
    words = Counter(text for _, text, _ in rows)
    right = {id for id, text, _ in rows if id in room.sent and room.sent[id].words == text}
    return Kept(
        lost=room.acknowledged - right,
        doubled=[text for text, count in words.items() if count > 1],
        strange=[text for id, text, _ in rows if id not in right],
        orphaned=[id for id, _, token in rows if token != digest(room.sent_by[id].cookie.removeprefix("device="))],
    )


def dying(folder: Path, *words: object, after: int, how: str = "", port: int = 0) -> Served:
    """A server that kills itself after so many entries."""
    surroundings = {"DIES_AFTER": str(after), "DIES": how}
    program = (sys.executable, str(ROOT / "tests/crash_server.py"))
    return Served(*words, cwd=folder, program=program, port=port, **surroundings)


async def has_died(served: Served) -> int:
    return await asyncio.to_thread(served.process.wait, 30)


# --- killed at any moment, and between commit and answer ---


# The short row has each kind of turn: the first kill, the one at which the kit goes, kills without a kit.
# From outside a server is killed at any moment, from inside between commit and answer.
@pytest.mark.parametrize(("from_outside", "from_inside"), in_part([(3, 4), (8, 20)], (3, 4)))
def test_what_is_acknowledged_outlives_every_kill_and_is_there_once(
    built: Path, tmp_path: Path, from_outside: int, from_inside: int
) -> None:
    folder = Path(shutil.copytree(built, tmp_path / "output/prepersonalization"))
    asyncio.run(asyncio.wait_for(_killed_again_and_again(folder, tmp_path, from_outside, from_inside), 120))


async def _killed_again_and_again(folder: Path, cwd: Path, from_outside: int, from_inside: int) -> None:
    chance = Random(11)
    code, other = (code_of(folder / "manifest.json", id) for id in ("guest", "about-to-lapse"))
    room, sessions = Room(code), []
    with Served("--data", DATA, "--title", "Spring", cwd=cwd) as served:
        sessions.append(served.said["session"])
        await relinked(served, other)
        room.move(served.port)
        await room.until(PHONES)
    port = served.port
    again = asyncio.create_task(printed_again(folder))
    for turn in range(from_outside):
        with Served("--data", DATA, cwd=cwd, port=port) as served:
            sessions.append(served.said["session"])
            await room.until(1 if turn else 60)
            await asyncio.sleep(chance.uniform(0, TALK))
            if turn == from_outside // 2:
                await again  # the kit has been printed anew under a running server; now it goes
                shutil.rmtree(cwd / "output")
                await room.until(20)
    assert not (cwd / "output").exists()
    for _ in range(from_inside):
        with dying(cwd, "--data", DATA, after=chance.randrange(1, 12), port=port) as served:
            sessions.append(served.said["session"])
            assert await has_died(served) == -signal.SIGKILL
    with Served("--data", DATA, cwd=cwd, port=port) as served:
        sessions.append(served.said["session"])
        await room.end()
        await everything_goes_on(served, room, code, other)
        assert served.stop() == 0
    assert kept(cwd / DATA, room) == Kept(set(), [], [], [])
    assert room.acknowledged == set(room.sent)
    assert len(room.sent) > from_inside + from_outside
    assert room.heard["known"] >= from_inside  # so often an entry was durable and its phone had not heard it
    assert sessions == sessions[:1] * len(sessions)
    assert (cwd / "errors.txt").read_text().count("Traceback") == 0


async def relinked(served: Served, code: str) -> None:
    desk = Desk(served)
    await desk.enter()
    answer = await desk.ask("POST", "/desk/codes", code=code, form="risk")
    assert answer.status == 303, answer
    desk.line.close()


async def printed_again(folder: Path) -> None:
    await asyncio.to_thread(build, folder)


async def everything_goes_on(served: Served, room: Room, code: str, other: str) -> None:
    """Codes open their forms, the one that was re-pointed its other one, and every phone is who it was."""
    line = Line(served.port)

    async def get(path: str, cookie: str = "") -> Answer:
        return await line.ask("GET", path, **({"Cookie": cookie} if cookie else {}))

    assert b'name="note"' in (await get(f"/{code}")).body
    assert b'name="wrong"' in (await get(f"/{other}")).body  # of the form `risk`
    assert len(room.phones) > PHONES
    for phone in [each for each in room.phones if each.cookie][::3]:
        page = await get("/mine", phone.cookie)
        assert page.status == 200
        assert b"number " in page.body
    line.close()


# --- the test is shown to bite ---


@pytest.mark.parametrize("how", ["hasty", ""])
def test_a_server_that_answers_too_early_is_caught(how: str, built: Path, tmp_path: Path) -> None:
    async def scene() -> Kept:
        room = Room(code_of(built / "manifest.json"))
        with dying(tmp_path, built, "--data", DATA, after=20, how=how) as served:
            room.move(served.port)
            assert await has_died(served) == -signal.SIGKILL
        with Served(built, "--data", DATA, cwd=tmp_path, port=served.port) as served:
            await room.end()
        return kept(tmp_path / DATA, room)

    found = asyncio.run(asyncio.wait_for(scene(), 60))
    assert bool(found.lost) == (how == "hasty")
    assert (found.doubled, found.strange, found.orphaned) == ([], [], [])

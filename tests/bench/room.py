"""A room at work at `prepdeck serve`, limits on, everybody behind one address: what is lost, and how long it takes.

usage: room.py [SECONDS]     (default: 30)

First what a board of many entries costs (board.py), and what files of them do (results.py). Then what a full room
needs: 100 entries a second while 200 boards ask for news, each every 2.5 s as board.js does. Then the highest rate that
holds with ten boards. An entry's time runs from when it was due, not from when it could be sent, until the server has
said that it is stored for good. At the end every acknowledged entry is looked for in the store.
"""

import asyncio
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from crowd import EACH_PHONE, Board, Desk, Line, Note, Phone, Served, Times, at, build, code_of, note

SECONDS = 30
RATE, BOARDS = 100, 200
ASKS_EVERY = 2.5  # seconds, each board
SLOWEST = 0.250  # seconds, of 99 in 100 entries
AIM = 2000  # entries a second
STEPS = (250, 500, 750, 1000, 1250, 1500, 1750, 2000, 2500, 3000)
TRIES = 2  # at each step: another program may have been busy
STEP_SECONDS = 4
LINES = 64  # connections of the phones in the second part, which they share as a browser's tabs would
MOST_WAITING = 4000  # behind: such a rate does not hold


class Played(NamedTuple):
    """What became of so many entries."""

    sent: int
    seconds: float
    processor: float  # share of one core that the server used
    entries: Times
    looks: Times
    largest: int  # bytes of an answer to a board
    heard: Counter[str]

    def __str__(self) -> str:
        other = {what: count for what, count in self.heard.items() if what != "stored"}
        size = f"{self.largest / 1000:.1f} kB at most"
        looks = f"\n    {len(self.looks.all):7,} looks of boards      {self.looks} · {size}" if self.looks.all else ""
        return (
            f"    {self.sent:7,} entries in {self.seconds:4.1f} s     {self.entries}\n"
            f"    the server used {self.processor:.0%} of a core{f'; besides: {other}' if other else ''}{looks}"
        )


class Crowd:
    """All that a run needs, and the words of every entry that was acknowledged."""

    def __init__(self, served: Served, code: str, board: str) -> None:
        self.served, self.code, self.board = served, code, board
        self.kept: dict[str, str] = {}
        self.number = 0
        self.largest = 0  # bytes of an answer to a board

    async def play(self, rate: int, seconds: int, boards: int, *, lines: int = 0, every: float = ASKS_EVERY) -> Played:
        """`lines`: so many connections that all phones share; else each phone has its own, as in a room."""
        count = rate * seconds
        shared = [asyncio.Semaphore(1) for _ in range(lines)]
        roads = [Line(self.served.port) for _ in range(lines)]
        phones = [
            Phone(roads[number % lines] if lines else Line(self.served.port))
            for number in range(-(-count // EACH_PHONE))
        ]
        own = [asyncio.Semaphore(1) for _ in phones]
        entries, looks, heard = Times(), Times(), Counter[str]()
        before, start = self.served.seconds(), time.perf_counter()

        async def log(turn: int, entry: Note) -> None:
            due = await at(start, turn / rate)
            which = turn % len(phones)
            async with own[which], shared[which % lines] if lines else asyncio.Semaphore(1):
                await phones[which].deliver(self.code, entry, heard)
            entries.all.append(time.perf_counter() - due)
            self.kept[entry.id] = entry.words

        watching = [asyncio.create_task(self._watch(every * number / boards, every, looks)) for number in range(boards)]
        sending = set[asyncio.Task[None]]()
        for turn in range(count):
            self.number += 1
            await at(start, turn / rate)
            sending.add(task := asyncio.create_task(log(turn, note(self.number))))
            task.add_done_callback(sending.discard)
            if len(sending) > MOST_WAITING:
                break
        await asyncio.gather(*sending)
        spent = time.perf_counter() - start
        for each in watching:
            each.cancel()
        for found in await asyncio.gather(*watching, return_exceptions=True):
            if isinstance(found, Exception):
                raise found
        for line in {phone.line for phone in phones}:
            line.close()
        processor = (self.served.seconds() - before) / spent
        return Played(len(entries.all), spent, processor, entries, looks, self.largest, heard)

    async def _watch(self, after: float, every: float, looks: Times) -> None:
        board = Board(Line(self.served.port), self.board)
        try:
            await asyncio.sleep(after)
            while True:
                asked = time.perf_counter()
                await board.look()
                looks.all.append(time.perf_counter() - asked)
                self.largest = max(self.largest, board.largest)
                await asyncio.sleep(every)
        finally:
            board.line.close()


def missing(data: Path, kept: dict[str, str]) -> tuple[int, int]:
    """Entries that were acknowledged and are not there as they were sent, and those that are there twice."""
    with closing(sqlite3.connect(data)) as connection:
        rows = connection.execute("SELECT id, json_extract(body, '$.note') FROM entry").fetchall()
    words = Counter(text for _, text in rows)
    there = dict(rows)
    return sum(there.get(id) != text for id, text in kept.items()), sum(count > 1 for count in words.values())


async def full_room(crowd: Crowd, seconds: int) -> bool:
    print(f"{RATE} entries/s for {seconds} s, {BOARDS} boards", flush=True)
    played = await crowd.play(RATE, seconds, BOARDS)
    print(played, flush=True)
    return verdict(f"99 in 100 entries within {SLOWEST * 1000:.0f} ms", played.entries.at(99) <= SLOWEST)


def highest(folder: Path, steps: Sequence[int]) -> int:
    """The highest rate at which 99 in 100 entries are in time, and all are kept; each step on a server of its own."""
    best = 0
    for rate in steps:
        if not any(holds(folder, rate, turn) for turn in range(TRIES)):
            break
        best = rate
    return best


def holds(folder: Path, rate: int, turn: int) -> bool:
    async def step(served: Served) -> tuple[Crowd, Played]:
        crowd = await crowd_at(served, folder)
        return crowd, await crowd.play(rate, STEP_SECONDS, 10, lines=LINES)

    print(f"{rate:,} entries/s for {STEP_SECONDS} s, 10 boards", flush=True)
    data = folder / f"room-{rate}-{turn}.db"
    with Served("kit", "--data", data, cwd=folder) as served:
        crowd, played = asyncio.run(step(served))
        print(played, flush=True)
        in_order = served.stop() == 0
    in_time = played.entries.at(99) <= SLOWEST and played.sent == rate * STEP_SECONDS
    return in_time and in_order and all_there(data, crowd.kept)


async def crowd_at(served: Served, folder: Path) -> Crowd:
    desk = Desk(served)
    await desk.enter()
    board = await desk.board()
    desk.line.close()
    return Crowd(served, code_of(folder / "kit/manifest.json"), board)


def all_there(data: Path, kept: dict[str, str]) -> bool:
    lost, doubled = missing(data, kept)
    return verdict(f"{len(kept):,} acknowledged entries: {lost} lost, {doubled} doubled", not lost and not doubled)


def verdict(what: str, holds: bool) -> bool:
    print(f"{'holds' if holds else 'BROKEN'}: {what}", flush=True)
    return holds


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS

    async def scene(served: Served) -> bool:
        crowd = await crowd_at(served, folder)
        in_time = await full_room(crowd, seconds)
        return all_there(folder / "room.db", crowd.kept) and in_time

    scripts = (str(Path(__file__).parent / name) for name in ("board.py", "results.py"))
    fine = all([subprocess.run([sys.executable, script], check=False).returncode == 0 for script in scripts])
    with tempfile.TemporaryDirectory(prefix="prepdeck-room-") as name:
        folder = Path(name)
        build(folder / "kit")
        with Served("kit", "--data", "room.db", cwd=folder) as served:
            fine &= asyncio.run(scene(served))
            fine &= verdict("the server ended in order", served.stop() == 0)
        print()
        best = highest(folder, STEPS)
        told = (folder / "errors.txt").read_text()
        fine &= verdict("the servers had nothing to complain of", not told)
        print(told, end="")
    print(f"the highest rate that holds: {best:,} durable entries/s (aim: {AIM:,})")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

"""Results of a long programme: what each file costs, and how entries fare that come while the desk writes one.

usage: results.py [ENTRIES]     (default: 20000)

The entries are those of board.py, from 200 phones; the cookbook is one of 200 recipes, the worked examples in turn.
Seconds are those of the processor; for the entries that come meanwhile, fifty a second, they are those of the clock,
from when each was due.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from board import DEPARTMENTS, TOGETHER, entries, mixed
from rooms import kit, make_room, manifest, thing

from generator.capture.model import NewEntry, Session
from generator.capture.results import KINDS, backlog, cookbook, export, outcome, record
from generator.capture.results.card_files import write_cards
from generator.capture.results.card_maps import card_maps
from generator.capture.results.card_use import UsedCards, used_cards
from generator.capture.results.held import ResultsReader
from generator.capture.results.placements import heat_map_of
from generator.capture.run.results_process import ResultsProcess
from generator.capture.web.room import Room
from generator.kit.handout.press import print_handout
from generator.kit.heat_poster.poster import print_heat_map
from generator.kit.request.whereabouts import bundled_workshop
from generator.kit.workshop import load

ENTRIES, PHONES = 20_000, 200
RECIPES = 200  # of a cookbook
MOST = 10.0  # seconds of the processor, each file
RATE, SLOWEST = 50, 0.250  # entries a second; seconds, of 99 in 100 of them

Write = Callable[[Room, Session, Path], object]


class Cost(NamedTuple):
    seconds: float
    megabytes: float


def _exported(kind: str) -> Write:
    def write(room: Room, session: Session, to: Path) -> object:
        return export(room.store, session.id, to, kind, local=room.local)

    return write


def _used(room: Room, session: Session) -> UsedCards:
    return used_cards([ResultsReader(room.store, session.id, names=False)], share=True)


WRITERS: dict[str, Write] = {
    **{f"export {kind}": _exported(kind) for kind in KINDS},
    "export csv --share": lambda room, session, to: export(room.store, session.id, to, "csv", share=True),
    "record": lambda room, session, to: record(room.store, session.id, to, room.local),
    "outcome": lambda room, session, to: outcome(room.store, session.id, to, "html", room.local),
    "backlog": lambda room, session, to: backlog(room.store, session.id, to, "csv", "jira"),
    "heat map": lambda room, session, to: print_heat_map(heat_map_of(ResultsReader(room.store, session.id)), to),
    "cards xlsx": lambda room, session, to: write_cards(_used(room, session), to, ".xlsx"),
    "cards pdf": lambda room, session, to: print_heat_map(card_maps(_used(room, session)), to),
}


def _cookbook(room: Room, session: Session, to: Path) -> object:
    return print_handout(load(bundled_workshop()), cookbook(room.store, session.id, room.local).handout, to)


async def full(folder: Path, count: int) -> tuple[Room, Session]:
    room = make_room(folder)
    store = room.store
    await store.keep_manifest(kit().id, manifest())
    session = await store.open_session(kit().id, "A long programme", departments=DEPARTMENTS)
    await store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed")
    joined = [await store.join(session.id, department=DEPARTMENTS[number % 7]) for number in range(PHONES)]
    coming = [each._replace(device=joined[number % PHONES][1].number)
              for number, each in enumerate(entries(session, mixed, count))]  # fmt: skip
    for start in range(0, count, TOGETHER):
        await asyncio.gather(*map(store.submit, coming[start : start + TOGETHER]))
    return room, store.session(session.id) or session


async def with_recipes(folder: Path, count: int) -> tuple[Room, Session]:
    room, sheet, shop = make_room(folder), thing("worksheet", "recipe", "1"), load(bundled_workshop())
    await room.store.keep_manifest(kit().id, manifest())
    session = await room.store.open_session(kit().id, "A long evening")
    codes = {each.id: each.code for each in kit().things if each.kind == "card"}
    for number in range(count):
        example = shop.examples[number % len(shop.examples)]
        said = {name: answer.text for name, answer in example.answers.items()}
        body = said | {"name": f"{number} {said['name']}", "cards": [codes[card] for card in example.cards]}
        about = sheet.code, sheet.kind, sheet.id, sheet.copy
        await room.store.submit(NewEntry(f"r{number}", session.id, None, *about, "recipe", 1, body))
    return room, session


def cost(write: Write, room: Room, session: Session, to: Path) -> Cost:
    start = time.process_time()
    write(room, session, to)
    return Cost(time.process_time() - start, to.stat().st_size / 1e6)


async def meanwhile(words: list[str], room: Room, session: Session, to: Path) -> tuple[int, float]:
    """How many entries came while the desk had a file written, and what 99 in 100 of them waited at most."""
    late: list[float] = []
    writing = asyncio.ensure_future(ResultsProcess(room.store.path)(words, to))
    loop, number = asyncio.get_running_loop(), 0
    begun = loop.time()

    async def submit(due: float, number: int) -> None:
        (each,) = [each for each in entries(session, mixed, 5) if each.id == "e4"]
        await room.store.submit(each._replace(id=f"late-{to.name}-{number}"))
        late.append(loop.time() - due)

    waiting: list[asyncio.Task[None]] = []
    while not writing.done():
        due = begun + number / RATE
        await asyncio.sleep(max(0.0, due - loop.time()))
        waiting.append(asyncio.create_task(submit(due, number)))
        number += 1
    await writing
    await asyncio.gather(*waiting)
    return len(late), sorted(late)[int(len(late) * 0.99)]


def files_hold(count: int) -> bool:
    """Prints them."""
    print(f"results of {count:,} entries", flush=True)
    fine = True
    with tempfile.TemporaryDirectory(prefix="prepdeck-results-") as name:
        folder = Path(name)
        room, session = asyncio.run(full(folder, count))
        with closing(room.store):
            for what, write in WRITERS.items():
                found = cost(write, room, session, folder / "file")
                fine &= found.seconds <= MOST
                print(f"    {what:20} {found.seconds:5.1f} s  {found.megabytes:6.1f} MB", flush=True)
            for what, ending in (("export", "xlsx"), ("record", "html")):
                many, slowest = asyncio.run(meanwhile([what], room, session, folder / f"file.{ending}"))
                fine &= slowest <= SLOWEST
                print(f"    {many} entries during {what}: 99 in 100 within {slowest * 1000:.0f} ms", flush=True)
        (folder / "recipes").mkdir()
        room, session = asyncio.run(with_recipes(folder / "recipes", RECIPES))
        with closing(room.store):
            found = cost(_cookbook, room, session, folder / "file")
            words = ["cookbook", str(bundled_workshop())]
            many, slowest = asyncio.run(meanwhile(words, room, session, folder / "file.pdf"))
            fine &= found.seconds <= MOST and slowest <= SLOWEST
            print(f"    cookbook of {RECIPES} recipes {found.seconds:4.1f} s  {found.megabytes:6.1f} MB")
            print(f"    {many} entries during that: 99 in 100 within {slowest * 1000:.0f} ms", flush=True)
    print(f"{'holds' if fine else 'BROKEN'}: {MOST:g} s, {SLOWEST * 1000:.0f} ms\n", flush=True)
    return fine


if __name__ == "__main__":
    sys.exit(0 if files_hold(int(sys.argv[1]) if sys.argv[1:] else ENTRIES) else 1)

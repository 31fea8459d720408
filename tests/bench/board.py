"""A board that fills up: what its frames cost at first sight, what one more entry costs, and what is sent of it.

usage: board.py

The entries are those of a long programme with the bundled kit: half of them placements, the rest votes, recipes,
scales, choices and notes, by seven departments; then the worst there is, placements alone. Seconds are those of the
processor.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from rooms import kit, make_room, thing

from generator.capture.board.boards import Boards, DrawnBoard
from generator.capture.board_pages import FrameHtml, ShownNow, answer
from generator.capture.model import NewEntry, Session

SIZES = (3_000, 5_000, 20_000)
ALL_FRAMES, REDRAW, CHANGED = 1.0, 0.050, 30_000  # seconds, seconds, bytes
DEPARTMENTS = ("product", "design", "engineering", "data", "marketing", "legal", "support")
ENTRIES_MORE = 20  # one after the other
TOGETHER = 2_000  # that are on their way to the writer at once


class Figures(NamedTuple):
    """What a board of so many entries costs."""

    first: float
    redraw: float
    changed: int
    frames: int


def mixed(number: int) -> tuple[str, dict[str, Any], str]:
    """Form, body and the poster that was scanned."""
    if number % 2 == 0:
        return placed(number)
    match number // 2 % 5:
        case 0:
            return "idea-votes", {"dots": {f"e{number // 40 * 2}": 2, f"e{number // 80 * 2}": 1}}, "four-arguments"
        case 1:
            laid = [card.code for card in kit().cards()[number % 40 : number % 40 + 5]]
            return "recipe", {"name": f"Recipe {number}", "cards": laid, "sentence": "If so, then so."}, ""
        case 2:
            return "readiness-team", {name: 1 + number % 5 for name in ("data", "content", "drive")}, ""
        case 3:
            return "risk", {"scenario": f"Scenario {number}", "kinds": ["creepy"], "decision": "drop it"}, ""
    return "note", {"note": f"Something worth remembering, number {number}"}, ""


def placed(number: int) -> tuple[str, dict[str, Any], str]:
    place = {"x": number * 37 % 101, "y": number * 53 % 101}
    return "idea", {"idea": f"Idea {number % 4_000}", "place": place}, "four-arguments"


def entries(
    session: Session, kinds: Callable[[int], tuple[str, dict[str, Any], str]], count: int
) -> Iterator[NewEntry]:
    for number in range(count):
        form, body, poster = kinds(number)
        on = thing("poster", poster) if poster else None
        yield NewEntry(
            f"e{number}", session.id, None, on.code if on else "", on.kind if on else "", on.id if on else "", "",
            form, 1, body, department=DEPARTMENTS[number % len(DEPARTMENTS)],
        )  # fmt: skip


async def figures(folder: Path, kinds: Callable[[int], tuple[str, dict[str, Any], str]], count: int) -> Figures:
    place = folder / f"{kinds.__name__}-{count}"
    place.mkdir()
    room = make_room(place)
    with closing(room.store) as store:
        session = await store.open_session(kit().id, "A long programme", departments=DEPARTMENTS)
        await store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed")
        all_entries = list(entries(session, kinds, count + ENTRIES_MORE))
        for start in range(0, count, TOGETHER):
            await asyncio.gather(*map(store.submit, all_entries[start : min(start + TOGETHER, count)]))
        boards, html = Boards(room), FrameHtml(room)
        session = store.session(session.id) or session
        first, drawn = timed(boards, session)
        changed, redraws = 0, []
        for entry in all_entries[count:]:
            await store.submit(entry)
            seconds, drawn = timed(boards, session)
            redraws.append(seconds)
            changed = max(changed, *(len(answer(drawn, html, "en", ShownNow(each.frame.key))) for each in drawn.frames))
        return Figures(first, max(redraws), changed, len(drawn.frames))


def timed(boards: Boards, session: Session) -> tuple[float, DrawnBoard]:
    """Seconds of the processor that a board costs, from the store to its frames."""
    start = time.process_time()
    drawn = boards.draw(session, "en")
    return time.process_time() - start, drawn


def figures_hold() -> bool:
    """Prints them."""
    print("boards that fill up", flush=True)
    fine = True
    with tempfile.TemporaryDirectory(prefix="prepdeck-board-") as name:
        for kinds, what in ((mixed, "of all kinds"), (placed, "placements alone")):
            for count in SIZES:
                found = asyncio.run(figures(Path(name), kinds, count))
                fine &= found.first <= ALL_FRAMES and found.redraw <= REDRAW and found.changed <= CHANGED
                print(
                    f"    {count:7,} entries, {what}: {found.frames} frames in {found.first:.2f} s, one more entry"
                    f" {found.redraw * 1000:.0f} ms at most, a changed poll {found.changed / 1000:.1f} kB at most",
                    flush=True,
                )
    bars = f"{ALL_FRAMES:g} s, {REDRAW * 1000:.0f} ms, {CHANGED / 1000:.0f} kB"
    print(f"{'holds' if fine else 'BROKEN'}: {bars}\n", flush=True)
    return fine


if __name__ == "__main__":
    sys.exit(0 if figures_hold() else 1)

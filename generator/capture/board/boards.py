"""Boards as they are sent until something changes, each worked out once for all who look at it."""

import asyncio
import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from generator.capture.board.frames import Ballots, DigestedFrame, Frames, FrameWishes, turn
from generator.capture.board.upkeep import MeasuresOfSession
from generator.capture.web.translations import words

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session
    from generator.capture.web.room import Room

MOST_KEPT = 50  # sessions, boards
HOLD = 1.0  # seconds that a board is not drawn anew: who asks meanwhile waits for the next one
RESTS = 9  # … or so many times as long as drawing took, so that entries are never kept waiting for boards


@dataclass(frozen=True)
class DrawnBoard:
    """A board that is up to date as long as its mark is."""

    etag: str
    kit: "PrintedKit"
    session: "Session"
    frames: tuple[DigestedFrame, ...]
    turn: tuple[int, ...]  # places in `frames`, in the order in which they are shown
    now: str = ""  # the frame at which all boards stand
    due: float = 0  # when it may be drawn anew, by the clock of the loop

    def at(self, key: str) -> int | None:
        """The place of a frame; None of one that there is not."""
        return next((place for place, each in enumerate(self.frames) if each.frame.key == key), None)


class Boards:
    """Boards by session and language: two hundred phones that ask for one get what the first was given."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._kept: dict[tuple[str, str], DrawnBoard] = {}
        self._frames: dict[tuple[str, str, str], Frames] = {}
        self._readings: dict[str, MeasuresOfSession] = {}
        self._kit: tuple[PrintedKit | None, str] = None, ""
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._door = asyncio.Lock()  # those who waited leave one by one: entries come in between
        self._next: dict[tuple[str, str], asyncio.Task[DrawnBoard]] = {}  # those that have not looked at the store yet

    async def of(self, session: "Session", language: str) -> DrawnBoard:
        """The board with everything that was there when it was asked for."""
        key = session.id, language
        if kept := self._current(session, language):
            return kept
        if key not in self._next:
            self._next[key] = asyncio.create_task(self._in_turn(session, language))
        drawn = await asyncio.shield(self._next[key])
        async with self._door:
            await asyncio.sleep(0)
        return drawn

    def _current(self, session: "Session", language: str) -> DrawnBoard | None:
        kept = self._kept.get((session.id, language))
        fits = kept and kept.etag == self._mark(session, language) and kept.kit is self._room.kit_of(session)
        return kept if fits else None

    async def _in_turn(self, session: "Session", language: str) -> DrawnBoard:
        """One at a time and not too often, beside the loop, which serves phones meanwhile."""
        key, loop = (session.id, language), asyncio.get_running_loop()
        async with self._turns[session.id]:
            try:
                kept = self._kept.get(key)
                if kept and kept.due > loop.time():
                    await self._room.pause(kept.due - loop.time())
            finally:
                del self._next[key]  # who asks from now on may know of more
            session = self._room.store.session(session.id) or session
            if current := self._current(session, language):
                return current
            start = loop.time()
            drawn = await asyncio.to_thread(self.draw, session, language)
            rest = max(HOLD, RESTS * (loop.time() - start))
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = drawn = replace(drawn, due=loop.time() + rest)
            return drawn

    def draw(self, session: "Session", language: str) -> DrawnBoard:
        """At once, in the thread that asks."""
        kit, store, mark = self._room.kit_of(session), self._room.store, self._mark(session, language)
        ballots = Ballots.of(session, store.ballots(session.id), store.count_devices(session.id))
        frames = self._maker(session, language).of(self._reading(session).measures(session, kit), ballots)
        wishes = FrameWishes.of(session.board)
        now = wishes.now if any(each.frame.key == wishes.now for each in frames) else ""
        return DrawnBoard(mark, kit, session, frames, turn([each.frame for each in frames], wishes), now)

    def _reading(self, session: "Session") -> MeasuresOfSession:
        if len(self._readings) >= MOST_KEPT:
            self._readings.clear()
        return self._readings.setdefault(session.id, MeasuresOfSession(self._room.store))

    def _maker(self, session: "Session", language: str) -> Frames:
        if len(self._frames) >= MOST_KEPT:
            self._frames.clear()
        salt = self._edition() + language
        return self._frames.setdefault((session.id, language, salt), Frames(words(language), salt))

    def _mark(self, session: "Session", language: str) -> str:
        """The ETag: another one whenever anything that is shown may be another."""
        seen = session, self._room.store.version(session.id), language, self._edition(), self._room.entrance()
        return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:16]}"'

    def _edition(self) -> str:
        """Another one whenever the kit was printed again, the same one after the server was started again."""
        kit = self._room.kits()
        if self._kit[0] is not kit:
            printed = repr((kit.title, kit.url, kit.posters, kit.roles, kit.forms, kit.things))
            self._kit = kit, hashlib.sha256(printed.encode()).hexdigest()
        return self._kit[1]

"""The board on the projector: pages and data of a session's frames, for whoever has the board's link."""

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from generator.capture.board import Frame, frames
from generator.capture.model import RELEASED, VISIBLE
from generator.capture.web.assets import day, night
from generator.capture.web.room import Room
from generator.capture.web.translations import words
from generator.colours import Colour

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

Theme = Literal["", "dark", "light"]

EVERY = 20  # seconds that a frame stands, unless the address says otherwise
LONGEST = 600
RELOAD = 10  # seconds, of a page without script on which one frame stands
MOST_KEPT = 50  # boards worked out, by session and language
HOLD = 1.0  # seconds that a board is not drawn anew: who asks meanwhile waits for the next one
RESTS = 9  # … or so many times as long as drawing took, so that entries are never kept waiting for boards

# Seven shapes in seven colours, each 4.5:1 or better with what is written in it and 3:1 with any ground that we allow.
BY_DAY = ("#0b62a8", "#b4470a", "#0a7a55", "#7d3aa8", "#a8154e", "#6b5b00", "#3d4a57")
BY_NIGHT = ("#6db8f7", "#ff9a52", "#3fd39b", "#c99af0", "#ff86ac", "#e6cf4a", "#b9c6d3")


def routes(room: Room) -> list[BaseRoute]:
    boards = Boards(room)

    async def page(request: Request) -> Response:
        return await _page(room, boards, request)

    async def data(request: Request) -> Response:
        return await _data(room, boards, request)

    async def sheet(request: Request) -> Response:
        text = colours(room.kits(), _theme(request.query_params))
        return Response(text, media_type="text/css; charset=utf-8", headers={"cache-control": "max-age=60"})

    return [
        Route("/board/{token}", page),
        Route("/board/{token}/data", data),
        Route("/board/{token}/colours.css", sheet),
    ]


@dataclass(frozen=True)
class Drawn:
    """A board as it is sent until something changes."""

    etag: str
    kit: "PrintedKit"
    frames: tuple[Frame, ...]
    content: bytes  # JSON
    due: float = 0  # when it may be drawn anew, by the clock of the loop


class Boards:
    """Boards by session and language: two hundred phones that ask for one get what the first was given."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: dict[tuple[str, str], Drawn] = {}
        self._kit: tuple[PrintedKit | None, str] = None, ""
        self._turns: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[tuple[str, str], asyncio.Task[Drawn]] = {}  # those that have not looked at the store yet

    async def of(self, session: "Session", language: str) -> Drawn:
        """The board with everything that was there when it was asked for."""
        key = session.id, language
        if kept := self._current(session, language):
            return kept
        if key not in self._next:
            self._next[key] = asyncio.create_task(self._in_turn(session, language))
        return await asyncio.shield(self._next[key])

    def _current(self, session: "Session", language: str) -> Drawn | None:
        kept = self._kept.get((session.id, language))
        fits = kept and kept.etag == self._mark(session, language) and kept.kit is self._room.kits()
        return kept if fits else None

    async def _in_turn(self, session: "Session", language: str) -> Drawn:
        """One at a time and not too often, beside the loop, which serves phones meanwhile."""
        key, loop = (session.id, language), asyncio.get_running_loop()
        async with self._turns[key]:
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
            drawn = await asyncio.to_thread(self._draw, session, language)
            rest = max(HOLD, RESTS * (loop.time() - start))
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = drawn = replace(drawn, due=loop.time() + rest)
            return drawn

    def _draw(self, session: "Session", language: str) -> Drawn:
        kit, mark = self._room.kits(), self._mark(session, language)
        states = RELEASED if session.premoderate else VISIBLE
        entries = self._room.store.entries(session.id, states=states)
        found = frames(session, entries, kit, words(language))
        return Drawn(mark, kit, found, self._bytes(found, kit, language))

    def _mark(self, session: "Session", language: str) -> str:
        """The ETag: another one whenever anything that is shown may be another."""
        seen = session, self._room.store.version(session.id), language, self._edition(), self._room.entrance()
        return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:16]}"'

    def _edition(self) -> str:
        """Another one whenever the kit was printed again, the same one after the server was started again."""
        kit = self._room.kits()
        if self._kit[0] is not kit:
            told = repr((kit.title, kit.url, kit.posters, kit.roles, kit.forms, kit.things))
            self._kit = kit, hashlib.sha256(told.encode()).hexdigest()
        return self._kit[1]

    def _bytes(self, found: tuple[Frame, ...], kit: "PrintedKit", language: str) -> bytes:
        values = {"t": _said(language), "host": self._room.entrance().host}
        empty = self._room.screens.render("board-empty.html", values)
        drawn = [
            {
                "key": frame.key,
                "title": frame.title,
                "html": self._room.screens.render("board-frame.html", values | {"frame": frame}),
            }
            for frame in found
        ]
        return json.dumps({"frames": drawn, "empty": empty}, ensure_ascii=False).encode()


def _said(language: str) -> Callable[..., str]:
    said = words(language)
    return lambda key, **values: said[key].format_map(values)


def _session(room: Room, request: Request) -> "Session":
    session = room.store.session_by_board(request.path_params["token"])
    if session is None:
        raise HTTPException(404)
    return session


async def _data(room: Room, boards: Boards, request: Request) -> Response:
    drawn = await boards.of(_session(room, request), room.language(request))
    headers = {"etag": drawn.etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == drawn.etag:
        return Response(status_code=304, headers=headers)
    return Response(drawn.content, media_type="application/json", headers=headers)


async def _page(room: Room, boards: Boards, request: Request) -> Response:
    session = _session(room, request)
    drawn = await boards.of(session, room.language(request))
    asked = request.query_params
    keys = [frame.key for frame in drawn.frames]
    stay = asked.get("frame") in keys
    at = keys.index(asked["frame"]) if stay else _turn(asked) % max(1, len(keys))
    theme = _theme(asked)
    every = min(max(_number(asked, "every", EVERY), 3), LONGEST)
    kept = "".join(f"&{name}={value}" for name, value in _kept(theme, every).items())
    refresh = RELOAD if stay or len(keys) < 2 else f"{every}; url=?turn={at + 1}{kept}"
    return room.page(
        request,
        "board.html",
        session=session,
        frames=drawn.frames,
        frame=drawn.frames[at] if keys else None,
        at=at + 1 if keys else 0,
        before=keys[at - 1] if keys else "",
        after=keys[(at + 1) % len(keys)] if keys else "",
        stay=stay,
        theme=theme,
        every=every,
        kept=kept,
        refresh=refresh,
        etag=drawn.etag,
        host=room.entrance().host,
        here=f"/board/{session.board_token}",
    )


def _theme(asked: Mapping[str, str]) -> Theme:
    said = asked.get("theme")
    return "dark" if said == "dark" else "light" if said == "light" else ""


def colours(kit: "PrintedKit", theme: Theme) -> str:
    """The kit's colours and those of the shapes as a style sheet; without a theme, as the browser likes it."""
    brand = {name: Colour.from_hex(said) for name, said in kit.brand.colours.items()}
    light = _rule({name: colour.hex for name, colour in day(brand).items()}, BY_DAY, "#ffffff")
    dark = _rule({name: colour.hex for name, colour in night(brand).items()}, BY_NIGHT, "#111111")
    if theme:
        return light if theme == "light" else dark
    return f"{light}@media (prefers-color-scheme: dark) {{ {dark}}}\n"


def _rule(tokens: Mapping[str, str], marks: Sequence[str], on_mark: str) -> str:
    said = dict(tokens) | {f"m{number}": colour for number, colour in enumerate(marks)}
    said |= {"m-none": tokens["muted"], "on-mark": on_mark}
    return ":root { " + " ".join(f"--{name}: {colour};" for name, colour in said.items()) + " }\n"


def _kept(theme: Theme, every: int) -> dict[str, Any]:
    """What the links of the page hand on."""
    return ({"theme": theme} if theme else {}) | ({"every": every} if every != EVERY else {})


def _turn(asked: Mapping[str, str]) -> int:
    """Which frame stands there by now, on a page without script."""
    return _number(asked, "turn", 0)


def _number(asked: Mapping[str, str], name: str, default: int) -> int:
    said = asked.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else default

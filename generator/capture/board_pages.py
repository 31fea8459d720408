"""The board on the projector: pages and data of a session's frames, for whoever has the board's link.

What is asked for every few seconds is small: an index of the frames, and the one that is shown if it changed. The
others are fetched one by one when their turn comes.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from generator.capture.board.boards import Boards, DrawnBoard
from generator.capture.board.colours import Theme, colours
from generator.capture.board.frames import EVERY, DigestedFrame, listed_title
from generator.capture.web.pictures import with_digest
from generator.capture.web.room import Room
from generator.capture.web.translations import speaker

if TYPE_CHECKING:
    from generator.capture.model import Session

LONGEST = 600
RELOAD = 10  # seconds, of a page without script on which one frame stands
MOST_KEPT = 500  # frames as HTML


def routes(room: Room, boards: Boards) -> list[BaseRoute]:
    html = FrameHtml(room)

    async def page(request: Request) -> Response:
        return await _page(room, boards, request)

    async def data(request: Request) -> Response:
        return await _data(room, boards, html, request)

    async def frame(request: Request) -> Response:
        return await _frame(room, boards, html, request)

    async def sheet(request: Request) -> Response:
        text = colours(room.kits(), _theme(request.query_params))
        return Response(text, media_type="text/css; charset=utf-8", headers={"cache-control": "max-age=60"})

    return [
        Route("/board/{token}", page),
        Route("/board/{token}/data", data),
        Route("/board/{token}/frames/{key}", frame),
        Route("/board/{token}/colours.css", sheet),
    ]


class FrameHtml:
    """Frames as HTML, each drawn once however many look at it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: dict[str, str] = {}

    def of(self, frame: DigestedFrame, language: str) -> str:
        if frame.digest not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            values = {
                "t": speaker(language),
                "frame": frame.frame,
                "pictured": partial(with_digest, store=self._room.store),
            }
            self._kept[frame.digest] = self._room.screens.render("board-frame.html", values)
        return self._kept[frame.digest]

    def empty(self, language: str) -> str:
        values = {"t": speaker(language), "host": self._room.entrance().host}
        return self._room.screens.render("board-empty.html", values)


def _session(room: Room, request: Request) -> "Session":
    session = room.store.session_by_board(request.path_params["token"])
    if session is None:
        raise HTTPException(404)
    return session


async def _data(room: Room, boards: Boards, html: FrameHtml, request: Request) -> Response:
    language, asked = room.language(request), request.query_params
    drawn = await boards.of(_session(room, request), language)
    headers = {"etag": drawn.etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == drawn.etag:
        return Response(status_code=304, headers=headers)
    shown = ShownNow(asked.get("frame", ""), asked.get("have", ""), asked.get("turning") == "1")
    content = answer(drawn, html, language, shown)
    return Response(content, media_type="application/json", headers=headers)


class ShownNow(NamedTuple):
    """What a board shows as it asks; one that is turning lets go of frames that have no turn any more."""

    key: str = ""
    digest: str = ""
    is_turning: bool = False


def answer(drawn: DrawnBoard, html: FrameHtml, language: str, shown: ShownNow) -> bytes:
    """The index, and the frame that a board should show, unless it shows that one as it is."""
    place = drawn.at(drawn.now or shown.key)
    if place is None or (shown.is_turning and not drawn.now and place not in drawn.turn):
        place = drawn.turn[0] if drawn.turn else None
    index: dict[str, Any] = {
        "frames": [
            {"key": each.frame.key, "title": listed_title(each.frame), "digest": each.digest} for each in drawn.frames
        ],
        "turn": drawn.turn,
        "now": drawn.now,
    }
    if place is None:
        index["frame"] = {"key": "", "digest": "", "html": html.empty(language)}
    elif drawn.frames[place].digest != shown.digest:
        index["frame"] = _sent(drawn.frames[place], html, language)
    return _json(index)


async def _frame(room: Room, boards: Boards, html: FrameHtml, request: Request) -> Response:
    language = room.language(request)
    drawn = await boards.of(_session(room, request), language)
    place = drawn.at(request.path_params["key"])
    if place is None:
        return Response(status_code=410)  # of a board that is there: it is the frame which is gone
    sent = _sent(drawn.frames[place], html, language)
    return Response(_json(sent), media_type="application/json", headers={"cache-control": "no-store"})


def _sent(frame: DigestedFrame, html: FrameHtml, language: str) -> dict[str, str]:
    return {"key": frame.frame.key, "digest": frame.digest, "html": html.of(frame, language)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


async def _page(room: Room, boards: Boards, request: Request) -> Response:
    session = _session(room, request)
    drawn = await boards.of(session, room.language(request))
    asked = request.query_params
    chosen = drawn.at(asked.get("frame", ""))
    stands = drawn.at(drawn.now) if chosen is None else chosen
    place = _turned(drawn, asked) if stands is None else stands
    frames = [each.frame for each in drawn.frames]
    theme = _theme(asked)
    every = min(max(_number(asked, "every", EVERY), 3), LONGEST)
    kept = "".join(f"&{name}={value}" for name, value in _kept(theme, every).items())
    following = f"{every}; url=?turn={_turn(drawn, asked) + 1}{kept}"
    return room.page(
        request,
        "board.html",
        session=session,
        frames=frames,
        titles=[listed_title(frame) for frame in frames],
        frame=None if place is None else frames[place],
        digest="" if place is None else drawn.frames[place].digest,
        pictured=partial(with_digest, store=room.store),
        at=0 if place is None else place + 1,
        before="" if place is None else frames[place - 1].key,
        after="" if place is None else frames[(place + 1) % len(frames)].key,
        stay=chosen is not None,
        theme=theme,
        every=every,
        kept=kept,
        refresh=RELOAD if stands is not None or len(drawn.turn) < 2 else following,
        etag=drawn.etag,
        host=room.entrance().host,
        here=f"/board/{session.board_token}",
    )


def _turned(drawn: DrawnBoard, asked: Mapping[str, str]) -> int | None:
    """The frame whose turn it is on a page without script; None where there is none to show."""
    return drawn.turn[_turn(drawn, asked)] if drawn.turn else None


def _turn(drawn: DrawnBoard, asked: Mapping[str, str]) -> int:
    return _number(asked, "turn", 0) % max(1, len(drawn.turn))


def _theme(asked: Mapping[str, str]) -> Theme:
    said = asked.get("theme")
    return "dark" if said == "dark" else "light" if said == "light" else ""


def _kept(theme: Theme, every: int) -> dict[str, Any]:
    """What the links of the page hand on."""
    return ({"theme": theme} if theme else {}) | ({"every": every} if every != EVERY else {})


def _number(asked: Mapping[str, str], name: str, default: int) -> int:
    said = asked.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else default

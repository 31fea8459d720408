"""What is left of a session: files to take along, and what is made anonymous or erased before its time."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.facilitator.door import back_to, guarded, inputs, one, session_of
from generator.capture.model import KEPT
from generator.capture.results import KINDS, BacklogKind, Kind, OutcomeKind, hidden_votes
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.model import Session
    from generator.capture.results.backlog_file import Tracker

MEDIA: dict[Kind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "sqlite": "application/vnd.sqlite3",
}
BACKLOGS: "dict[str, tuple[BacklogKind, Tracker]]" = {
    "csv": ("csv", ""),
    "md": ("md", ""),
    "jira": ("csv", "jira"),
    "github": ("csv", "github"),
    "gitlab": ("csv", "gitlab"),
}
HTML = "text/html; charset=utf-8"
OUTCOMES: dict[OutcomeKind, str] = {"html": HTML, "md": MEDIA["md"], "ics": "text/calendar; charset=utf-8"}
WAYS = ("anonymise", "erase")


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request, session_of(room, request))

    async def end(request: Request) -> Response:
        return await _end(room, request)

    async def file(request: Request) -> Response:
        return await _file(room, request)

    async def the_record(request: Request) -> Response:
        session = session_of(room, request)
        return download(await _written(room, session, ["record"], "html"), HTML, session, "html")

    async def the_backlog(request: Request) -> Response:
        return await _backlog(room, request)

    async def the_outcome(request: Request) -> Response:
        return await _outcome(room, request)

    async def markdown(request: Request) -> Response:
        session = session_of(room, request)
        text = await _written(room, session, ["export"], "md")
        return room.page(request, "desk-markdown.html", session=session, here="end", text=text.decode())

    return [
        guarded(room, "/desk/{session}/end", page),
        guarded(room, "/desk/{session}/end", end, "POST"),
        guarded(room, "/desk/{session}/results.{kind}", file),
        guarded(room, "/desk/{session}/record.html", the_record),
        guarded(room, "/desk/{session}/backlog/{way}", the_backlog),
        guarded(room, "/desk/{session}/outcome/{kind}", the_outcome),
        guarded(room, "/desk/{session}/markdown", markdown),
    ]


def _page(room: Room, request: Request, session: "Session", wrong: str = "", way: str = "") -> Response:
    count = len(room.store.entries(session.id, states=KEPT))
    status, hidden = 422 if wrong else 200, len(hidden_votes(room.store, session.id))
    values = {
        "count": count,
        "wrong": wrong,
        "way": way,
        "kinds": KINDS,
        "hidden": hidden,
        "backlogs": BACKLOGS,
        "outcomes": OUTCOMES,
    }
    return room.page(request, "desk-end.html", status, session=session, here="end", **values)


async def _end(room: Room, request: Request) -> Response:
    """Only with the tick beside the button: neither can be undone."""
    session, sent = session_of(room, request), await inputs(request)
    way, store = one(sent, "do"), room.store
    if way not in WAYS:
        raise HTTPException(400)
    if one(sent, "sure") != way:
        return _page(room, request, session, "desk-end-sure", way)
    if way == "anonymise":
        await store.anonymise(session.id)
    else:
        await store.erase_session(session.id)  # it may be opened again
    return back_to(f"/desk/{session.id}/end")


async def _file(room: Room, request: Request) -> Response:
    session = session_of(room, request)
    kind = next((kind for kind in KINDS if kind == request.path_params["kind"]), None)
    if kind is None:
        raise HTTPException(404)
    return download(await _written(room, session, ["export", "--format", kind], kind), MEDIA[kind], session, kind)


def download(content: bytes, media: str, session: "Session", ending: str, about: str = "") -> Response:
    """A file to keep, called after the kit, the session and what it is."""
    name = f"{session.kit}-{_plain(session.title)}{about}.{ending}"
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


async def _backlog(room: Room, request: Request) -> Response:
    session, way = session_of(room, request), request.path_params["way"]
    if way not in BACKLOGS:
        raise HTTPException(404)
    kind, tracker = BACKLOGS[way]
    data = await _written(room, session, ["backlog", *(["--for", tracker] if tracker else [])], kind)
    return download(data, MEDIA[kind], session, kind, f"-backlog-{tracker}".rstrip("-"))


async def _outcome(room: Room, request: Request) -> Response:
    session = session_of(room, request)
    kind = next((kind for kind in OUTCOMES if kind == request.path_params["kind"]), None)
    if kind is None:
        raise HTTPException(404)
    return download(await _written(room, session, ["outcome"], kind), OUTCOMES[kind], session, kind, "-outcome")


async def _written(room: Room, session: "Session", words: Sequence[str], ending: str) -> bytes:
    """What `prepdeck results` writes of the session, by way of a file that nobody else sees."""
    if room.write_results is None:
        raise HTTPException(404)
    with TemporaryDirectory() as folder:
        to = Path(folder) / f"results.{ending}"
        await room.write_results([*words, "--session", session.id], to)
        return await asyncio.to_thread(to.read_bytes)


def _plain(title: str) -> str:
    """A title as a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "session"

"""What is left of a session: files to take along, and what is made anonymous or erased before its time."""

import asyncio
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.facilitator.door import Handler, back_to, guarded, inputs, one, session_of
from generator.capture.model import KEPT
from generator.capture.results import BACKLOG_KINDS, KINDS, OUTCOME_KINDS, hidden_votes
from generator.capture.results.backlog_file import TRACKERS
from generator.capture.results.cookbook import RECIPE_ORDERS
from generator.capture.web.room import Room
from generator.errors import FileError, NothingYet

if TYPE_CHECKING:
    from generator.capture.model import Session

PDF = "pdf"
MEDIA = {  # by the endings of files
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "sqlite": "application/vnd.sqlite3",
    "html": "text/html; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",  # RFC 9512
    "ics": "text/calendar; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "image/svg+xml",
}


class ResultFile(NamedTuple):
    """A file of results: the words of `prepdeck results` that write it, what its name ends in and what goes before."""

    words: tuple[str, ...]
    ending: str
    about: str = ""
    shows_cards: bool = False  # which are drawn from the folder of the workshop
    is_of_all: bool = False  # of all workshops, whichever was asked on
    wears_brand: bool = False  # that of the folder of the workshop, where it lies there
    nothing: str = ""  # what is said where nobody has said anything of it yet


class Unwritten(NamedTuple):
    """Why there is no file, for the page: a status, a key of the wording with that of the reason which goes into it,
    and what the command says.
    """

    status: int
    key: str
    why: str = ""
    said: str = ""


Files = Mapping[str, ResultFile]  # by how the desk asks for them

RECORDS: Files = {"html": ResultFile(("record",), "html")}
EXPORTS: Files = {kind: ResultFile(("export",), kind) for kind in KINDS}
OUTCOMES: Files = {kind: ResultFile(("outcome",), kind, "-outcome", kind == PDF) for kind in (PDF, *OUTCOME_KINDS)}
COOKBOOK_WAYS: Mapping[str, tuple[str, ...]] = {
    **{order: ("--order", order) for order in RECIPE_ORDERS},
    "share": ("--share",),
}
COOKBOOKS: Files = {
    way: ResultFile(("cookbook", *how), PDF, f"-cookbook-{way}", True, nothing="desk-nothing-for-cookbook")
    for way, how in COOKBOOK_WAYS.items()
}
BACKLOGS: Files = {
    **{kind: ResultFile(("backlog", "--share"), kind, "-backlog") for kind in BACKLOG_KINDS},
    **{each: ResultFile(("backlog", "--share", "--for", each), "csv", f"-backlog-{each}") for each in TRACKERS if each},
}
DECKS: Files = {"yaml": ResultFile(("deck",), "yaml", "-cards", nothing="desk-nothing-for-deck")}
HEAT_MAPS: Files = {
    kind: ResultFile(("heatmap", "--share"), kind, "-heat-map", wears_brand=True, nothing="desk-nothing-for-heat-map")
    for kind in (PDF, "png", "svg")
}
CARD_USES: Files = {
    kind: ResultFile(
        ("cards", "--share"),
        kind,
        "-cards-used",
        is_of_all=True,
        wears_brand=kind == PDF,
        nothing="desk-nothing-for-card-uses",
    )
    for kind in ("xlsx", "md", PDF)
}
PRIVACY: Files = {kind: ResultFile(("privacy",), kind, "-privacy", kind == PDF) for kind in (PDF, "md")}
WAYS = ("anonymise", "erase")


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request, session_of(room, request))

    async def end(request: Request) -> Response:
        return await _end(room, request)

    def files(of: Files) -> Handler:
        async def file(request: Request) -> Response:
            return await _file(room, request, of)

        return file

    async def markdown(request: Request) -> Response:
        session = session_of(room, request)

        def shown(content: bytes) -> Response:
            return room.page(request, "desk-markdown.html", session=session, here="end", text=content.decode())

        return await _written(room, request, session, EXPORTS["md"], shown)

    return [
        guarded(room, "/desk/{session}/end", page),
        guarded(room, "/desk/{session}/end", end, "POST"),
        guarded(room, "/desk/{session}/results.{kind}", files(EXPORTS)),
        guarded(room, "/desk/{session}/record.{kind}", files(RECORDS)),
        guarded(room, "/desk/{session}/backlog/{kind}", files(BACKLOGS)),
        guarded(room, "/desk/{session}/outcome/{kind}", files(OUTCOMES)),
        guarded(room, "/desk/{session}/cookbook/{kind}", files(COOKBOOKS)),
        guarded(room, "/desk/{session}/deck/{kind}", files(DECKS)),
        guarded(room, "/desk/{session}/heat-map/{kind}", files(HEAT_MAPS)),
        guarded(room, "/desk/{session}/cards-used/{kind}", files(CARD_USES)),
        guarded(room, "/desk/{session}/privacy/{kind}", files(PRIVACY)),
        guarded(room, "/desk/{session}/markdown", markdown),
    ]


def _page(
    room: Room, request: Request, session: "Session", wrong: str = "", way: str = "", unwritten: Unwritten | None = None
) -> Response:
    """`wrong`, `way`: what a press lacks, and which."""
    count = len(room.store.entries(session.id, states=KEPT))
    hidden = len(hidden_votes(room.store, session.id))
    values = {
        "count": count,
        "wrong": wrong,
        "way": way,
        "unwritten": unwritten,
        "kinds": EXPORTS,
        "hidden": hidden,
        "backlogs": BACKLOGS,
        "outcomes": OUTCOMES,
        "heat_maps": HEAT_MAPS,
        "cookbooks": COOKBOOKS,
        "prints": room.workshop is not None,
        "card_uses": CARD_USES,
        "privacy": PRIVACY,
    }
    status = unwritten.status if unwritten else 422 if wrong else 200
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


async def _file(room: Room, request: Request, files: Files) -> Response:
    session, file = session_of(room, request), files.get(request.path_params["kind"])
    if file is None:
        raise HTTPException(404)
    return await _written(room, request, session, file, lambda content: _download(content, session, file))


def download(content: bytes, media: str, session: "Session", ending: str, about: str = "") -> Response:
    """A file to keep, called after the kit, the session and what it is."""
    name = f"{session.kit}-{_plain(session.title)}{about}.{ending}"
    return Response(content, media_type=media, headers={"content-disposition": f'attachment; filename="{name}"'})


def _download(content: bytes, session: "Session", file: ResultFile) -> Response:
    """What is of all workshops has no session in its name."""
    if file.is_of_all:
        session = session._replace(title=file.about.strip("-"))
        return download(content, MEDIA[file.ending], session, file.ending)
    return download(content, MEDIA[file.ending], session, file.ending, file.about)


async def _written(
    room: Room, request: Request, session: "Session", file: ResultFile, answer: Callable[[bytes], Response]
) -> Response:
    """What `prepdeck results` writes of the session, or of all, by way of a file that nobody else sees; else the page
    with the reason.
    """
    if room.write_results is None or (file.shows_cards and room.workshop is None):
        raise HTTPException(404)
    workshop = [str(room.workshop)] if room.workshop and (file.shows_cards or file.wears_brand) else []
    try:
        with TemporaryDirectory() as folder:
            to = Path(folder) / f"results.{file.ending}"
            of = () if file.is_of_all else ("--session", session.id)
            await room.write_results([*file.words, *workshop, *of], to)
            content = await asyncio.to_thread(to.read_bytes)
    except NothingYet:
        return _page(room, request, session, unwritten=Unwritten(404, file.nothing))
    except (FileError, OSError) as error:
        return _page(
            room, request, session, unwritten=Unwritten(500, "desk-not-written", reason_key(error), str(error))
        )
    return answer(content)


def reason_key(error: FileError | OSError) -> str:
    """The key of the wording for it."""
    reason = error.reason if isinstance(error, FileError) else "disk"
    return f"desk-why-{reason or 'other'}"


def _plain(title: str) -> str:
    """A title as a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "session"

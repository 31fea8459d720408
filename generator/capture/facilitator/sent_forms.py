"""Filled worksheets on the desk: the files are chosen in the browser, read in a process apart, and become entries."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.facilitator.door import guarded, plain, session_of
from generator.capture.facilitator.endings import reason_key
from generator.capture.results.filled_sheets import NOT_TAKEN, FilledSheet, TakenSheet, take
from generator.capture.web.body import FILES, media_type
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room
from generator.capture.web.translations import words
from generator.errors import FileError

if TYPE_CHECKING:
    from generator.capture.model import Session

MOST_FILES = 200
LONGEST_NAME = 80  # characters
PATIENCE = 120.0  # seconds in which files are read: one may be made to keep a reader busy for ever


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        return _page(room, request, session_of(room, request))

    async def send(request: Request) -> Response:
        return await _send(room, request, session_of(room, request))

    return [
        guarded(room, "/desk/{session}/forms", page),
        guarded(room, "/desk/{session}/forms", send, "POST"),
    ]


def _page(
    room: Room, request: Request, session: "Session", taken: Sequence[TakenSheet] = (), wrong: str = "", said: str = ""
) -> Response:
    """`said`: what the command says, where it was not in its words."""
    return room.page(
        request,
        "desk-forms.html",
        422 if wrong else 200,
        session=session,
        here="end",
        taken=taken,
        wrong=wrong,
        said=said,
        not_taken=NOT_TAKEN,
        most=MOST_FILES,
    )


async def _send(room: Room, request: Request, session: "Session") -> Response:
    if room.write_results is None:
        raise HTTPException(404)
    files = await _files(request)
    if not files:
        return _page(room, request, session, wrong=room.say(request, "desk-forms-none"))
    try:
        sheets = await _read(room, files)
    except (FileError, OSError) as error:
        reason = room.say(request, reason_key(error))
        wrong = room.say(request, "desk-forms-unread", why=reason)
        return _page(room, request, session, wrong=wrong, said=str(error))
    taken = await take(room.store, session, room.kit_of(session), sheets, words(room.language(request)))
    return _page(room, request, session, taken)


async def _files(request: Request) -> list[tuple[str, bytes]]:
    """What was chosen, by name. Raises Refused."""
    if media_type(request) != FILES:
        raise Refused(415, "type", "refused")
    async with request.form(max_files=MOST_FILES, max_fields=1) as sent:
        chosen = [each for each in sent.getlist("files") if isinstance(each, UploadFile) and each.filename]
        return [(plain(each.filename or "")[:LONGEST_NAME], await each.read()) for each in chosen]


async def _read(room: Room, files: Sequence[tuple[str, bytes]]) -> list[FilledSheet]:
    """A file is known by what it holds: several people may give theirs the same name."""
    assert room.write_results is not None
    with TemporaryDirectory() as place:
        folder, to = Path(place) / "sent", Path(place) / "read.jsonl"
        folder.mkdir()
        own: dict[str, tuple[str, str]] = {}  # what it is called there → its name, and what it is known by
        for number, (name, content) in enumerate(files):
            called = f"{number:04}.pdf"
            own[called] = name, f"{sha256(content).hexdigest()} {_turn(files[:number], content)}"
            (folder / called).write_bytes(content)
        try:
            async with asyncio.timeout(PATIENCE):
                await room.write_results(["forms", str(folder)], to)
        except TimeoutError as error:
            raise FileError(
                f"reading took more than {PATIENCE:.0f} s; give fewer files at once", reason="slow"
            ) from error
        lines = (await asyncio.to_thread(to.read_text, "utf-8")).splitlines()
    return [_sheet(json.loads(line), own) for line in lines]


def _turn(before: Sequence[tuple[str, bytes]], content: bytes) -> int:
    """Of files that are the same byte for byte, which one it is: each was filled in by somebody."""
    return sum(each == content for _, each in before)


def _sheet(line: Mapping[str, object], own: Mapping[str, tuple[str, str]]) -> FilledSheet:
    sheet = FilledSheet.of_line(line)
    name, place = own[sheet.file]
    return sheet._replace(file=name, place=place)

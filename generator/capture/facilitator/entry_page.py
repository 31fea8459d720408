"""`/e/{code}`: what somebody said, by the short address that papers and files have of it.

It opens for the desk, and for phones that have joined its session; everybody else is asked to join, whether there is
such an entry or not.
"""

import asyncio
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator import codes
from generator.capture.answers.ballots import key_of
from generator.capture.answers.questions import form_of, name_of
from generator.capture.board.measures.groups import ABOUT_ONESELF
from generator.capture.model import RELEASED, VISIBLE
from generator.capture.phone.own import answers_of, kit_of
from generator.capture.phone.routes import counted
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.model import Device, Entry


def routes(room: Room) -> list[Route]:
    return [Route(f"/{codes.ENTRIES}/{{code}}", counted(room, _page), methods=["GET"], name="entry")]


async def _page(room: Room, request: Request) -> Response:
    code = codes.normalise(codes.without_tail(request.path_params["code"]))
    device, is_desk = room.device(request), room.is_facilitator(request)
    if not is_desk and (device is None or not device.consent):
        on = f"?next={codes.ENTRIES}/{code}" if codes.is_entry_code(code) else ""
        return RedirectResponse(f"/join{on}", 303)
    entry = await asyncio.to_thread(room.store.entry_by_code, code) if codes.is_entry_code(code) else None
    if entry is None or entry.state == "erased" or room.store.session(entry.session) is None:
        return _gone(room, request)
    if is_desk:
        return RedirectResponse(f"/desk/{entry.session}/entries/{entry.id}", 303)
    if device and device.number == entry.device:
        return RedirectResponse(f"/kept/{entry.id}", 303)
    seen = _seen(room, request, entry, device)
    return _shown(room, request, seen) if seen else _gone(room, request)


def _seen(room: Room, request: Request, entry: "Entry", device: "Device | None") -> "Entry | None":
    """What the board shows of it: of twins the one that stays, and of a vote nothing."""
    stays = room.store.entry(room.store.stays(entry.id))
    session = room.store.session(entry.session)
    if stays is None or session is None or device is None or device.session != entry.session:
        return None
    is_shown = stays.state in (RELEASED if session.premoderate else VISIBLE)
    is_vote = key_of(form_of(stays, kit_of(room, request, stays))) is not None
    return stays if is_shown and not is_vote else None


def _shown(room: Room, request: Request, entry: "Entry") -> Response:
    """Without what somebody said of themselves."""
    kit = kit_of(room, request, entry)
    form = form_of(entry, kit)
    body = {name: answer for name, answer in entry.body.items() if name not in ABOUT_ONESELF}
    return room.page(
        request,
        "entry.html",
        session=room.store.session(entry.session),
        entry=entry,
        name=name_of(entry, kit) or (form.title if form else ""),
        form=form,
        answers=answers_of(room, request, entry, body),
        wrong="",
    )


def _gone(room: Room, request: Request) -> Response:
    heading, words = room.say(request, "entry-gone-title"), room.say(request, "entry-gone-words")
    values = {"heading": heading, "words": words, "way": "", "way_words": "", "box": False, "wrong": ""}
    return room.page(request, "message.html", 404, **values)

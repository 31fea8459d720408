"""Entries on the desk as they come: hidden, shown, changed, taken back; what waits to be released comes first."""

import hashlib
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from generator.capture.answers.ballots import held_back
from generator.capture.answers.doubts import kept_row, open_points
from generator.capture.answers.offers import about_another
from generator.capture.answers.questions import (
    Background,
    Subject,
    asked,
    cards_field,
    form_of,
    ground,
    inputs_of,
    name_of,
)
from generator.capture.answers.reader import Fault, read
from generator.capture.facilitator.door import back_to, guarded, inputs, no_such, number, one, session_of
from generator.capture.facilitator.lines import lines, past
from generator.capture.model import KEPT, Entry, State
from generator.capture.phone.submit import pieces
from generator.capture.web.room import Room
from generator.capture.web.translations import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from generator.capture.answers.doubts import OpenPoint
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session
    from generator.form import Form

PAGE = 60  # entries
WAITING: tuple[State, ...] = ("new",)
FILTERS: dict[str, tuple[State, ...]] = {"all": KEPT, "new": WAITING, "hidden": ("hidden",)}
STATES: dict[str, State] = {"show": "shown", "hide": "hidden", "erase": "erased"}


def routes(room: Room) -> list[Route]:
    async def listed(request: Request) -> Response:
        session = session_of(room, request)
        return room.page(request, "desk-session.html", **_listing(room, request, session))

    async def news(request: Request) -> Response:
        return _news(room, request)

    async def act(request: Request) -> Response:
        return await _act(room, request)

    async def edit(request: Request) -> Response:
        return await _edit(room, request)

    return [
        guarded(room, "/desk/{session}", listed),
        guarded(room, "/desk/{session}/news", news),
        guarded(room, "/desk/{session}/entries", act, "POST"),
        guarded(room, "/desk/{session}/entries/{entry}", edit, "GET", "POST"),
    ]


def _listing(room: Room, request: Request, session: "Session") -> dict[str, Any]:
    """The newest first, so many on a page; `before` is the number to go on from."""
    wanted = _filter(request, session)
    before = number(request.query_params.get("before", ""), 0)
    etag = _etag(room, session, wanted)  # before the entries: what comes meanwhile is news
    kept = room.store.entries(session.id, states=KEPT)
    fitting = [entry for entry in kept if entry.state in FILTERS[wanted] and (not before or entry.seq < before)]
    page = fitting[::-1][:PAGE]
    hidden = held_back(session, page, room.store.ballots(session.id), room.kit_of(session))
    return {
        "session": session,
        "here": "entries",
        "lines": lines(page, kept, room.kit_of(session), places_of(room, session), hidden),
        "show": wanted,
        "counts": {name: sum(entry.state in states for entry in kept) for name, states in FILTERS.items()},
        "older": page[-1].seq if len(fitting) > PAGE else 0,
        "last": kept[-1].seq if kept else 0,
        "before": before,
        "etag": etag,
    }


def places_of(room: Room, session: "Session") -> dict[str, str]:
    """Placement → what it places, by their ids."""
    return {relation.source: relation.target for relation in room.store.relations(session.id, "places")}


def _filter(request: Request, session: "Session") -> str:
    wanted = request.query_params.get("show", "")
    return wanted if wanted in FILTERS else "new" if session.premoderate else "all"


def _etag(room: Room, session: "Session", wanted: str) -> str:
    seen = (room.store.version(session.id), wanted, session, room.trouble)
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:16]}"'


def _news(room: Room, request: Request) -> Response:
    """The list as the page has it, for desk.js."""
    session = session_of(room, request)
    etag = _etag(room, session, _filter(request, session))
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    values = _listing(room, request, session)
    page = room.page(request, "desk-entries.html", **values)
    trouble = room.say(request, f"desk-store-{room.trouble}") if room.trouble else ""
    content = {"html": bytes(page.body).decode(), "last": values["last"], "trouble": trouble}
    return JSONResponse(content, headers={**headers, "etag": values["etag"]})


async def _act(room: Room, request: Request) -> Response:
    session, sent = session_of(room, request), await inputs(request)
    do, store = one(sent, "do"), room.store
    if do == "undo":
        await store.undo(session.id)
    elif do == "show-all":
        until = number(one(sent, "until"), 0)
        for entry in store.entries(session.id, states=WAITING):
            if entry.seq <= until:  # what came since the page was drawn was not seen
                await store.set_state(entry.id, "shown")
    elif do in STATES:
        entry = _entry(room, session, one(sent, "entry"))
        await store.set_state(entry.id, STATES[do])
    show = one(sent, "view")
    return back_to(f"/desk/{session.id}" + (f"?show={show}" if show in FILTERS else ""))


def _entry(room: Room, session: "Session", id: str) -> Entry:
    """An entry of this session that is still there. Raises Refused."""
    entry = room.store.entry(id)
    if entry is None or entry.session != session.id or entry.state == "erased":
        raise no_such()
    return entry


async def _edit(room: Room, request: Request) -> Response:
    session = session_of(room, request)
    entry, kit = _entry(room, session, request.path_params["entry"]), room.kit_of(session)
    form, submitted = _form_of(room, entry, kit), inputs_of(entry.body)
    faults: list[Fault] = []
    if request.method == "POST":
        hidden = held_back(session, [entry], room.store.ballots(session.id), kit)
        if form is not None and not hidden:
            submitted = {name: values for name, values in (await inputs(request)).items() if not name.startswith("_")}
            body, faults = read(form, kit, submitted)
            if not faults:
                strange = {name: answer for name, answer in entry.body.items() if name not in form.fields}
                await room.store.edit(entry.id, {**body, **strange})
        if not faults:
            return back_to(f"/desk/{session.id}")
    return _entry_page(room, request, session, entry, form, submitted, faults)


def _form_of(room: Room, entry: Entry, kit: "PrintedKit") -> "Form | None":
    """The form that an entry is changed with: one that places another is not named anew."""
    form = form_of(entry, kit)
    return about_another(form) if form and room.store.targets(entry.id, "places") else form


def _entry_page(
    room: Room,
    request: Request,
    session: "Session",
    entry: Entry,
    form: "Form | None",
    submitted: "Mapping[str, list[str]]",
    faults: "Sequence[Fault]",
) -> Response:
    """An entry with its form and its history; of a vote that nobody sees yet, neither."""
    kit, say = room.kit_of(session), words(room.language(request))
    in_words = [(fault, say[fault.message_key].format_map(fault.values)) for fault in faults]
    subject = Subject(kit.thing(entry.code), form) if form else None
    hidden = held_back(session, [entry], room.store.ballots(session.id), kit)
    named = next(iter(room.store.targets(entry.id, "places")), "")
    placed = room.store.entry(room.store.stays(named)) if named else None
    return room.page(
        request,
        "desk-entry.html",
        422 if faults else 200,
        session=session,
        here="entries",
        entry=entry,
        line=lines([entry], (), kit, hidden=hidden)[0],
        placed=name_of(placed, kit) if placed else "",
        form=form,
        asked=asked(subject, Background(kit, room.store, session, None), submitted, in_words) if subject else (),
        whole=[text for fault, text in in_words if not form or fault.field not in form.fields],
        doubts=_doubts(room, session, entry, kit, say),
        history=past(room.store.history(entry.id), entry, room.store.entries(session.id, states=KEPT), kit),
        ground=ground,
        pieces=lambda name: pieces(kit, subject, name) if subject else [],
    )


def _doubts(
    room: Room, session: "Session", entry: Entry, kit: "PrintedKit", say: "Mapping[str, str]"
) -> "tuple[OpenPoint, ...]":
    """What a recipe leaves open, beside those that were kept before it; nothing of another entry."""
    form = form_of(entry, kit)
    if form is None or not cards_field(form):
        return ()
    kept = room.store.entries(session.id, forms=[form.id])
    others = [kept_row(other, form, kit) for other in kept if other.seq < entry.seq]
    return open_points(kept_row(entry, form, kit), others, say)

"""Entries that the facilitator makes for the room: a code and one line from the keyboard, twenty a minute and more."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator import codes
from generator.capture.answers.offers import can_place, names_field, offers_on
from generator.capture.answers.questions import Asked, Background, Subject, asked
from generator.capture.answers.reader import read
from generator.capture.departments import folded, own_spelling
from generator.capture.facilitator.door import back_to, guarded, inputs, one, plain, session_of
from generator.capture.facilitator.entries import places_of
from generator.capture.facilitator.lines import lines
from generator.capture.facilitator.quick import typed
from generator.capture.model import KEPT, NewEntry
from generator.capture.web.room import Room
from generator.capture.web.tokens import entry_id, is_entry_id
from generator.capture.web.translations import words

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

LAST = 8  # entries that stay in sight
LONGEST = 40  # of a table or a department


class Topic(NamedTuple):
    """What the lines are about until another code is typed, and for whom they are."""

    code: str = ""
    form: str = ""
    department: str = ""
    table: str = ""

    @classmethod
    def of(cls, said: Mapping[str, str]) -> "Topic":
        return cls(*(plain(said.get(name, ""))[:LONGEST] for name in cls._fields))

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in self._asdict().items() if value})


class ProxyFault(NamedTuple):
    line: str
    words: tuple[str, ...]


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        session = session_of(room, request)
        return _page(room, request, session, Topic.of(request.query_params), None, entry_id())

    async def enter(request: Request) -> Response:
        return await _enter(room, request)

    return [
        guarded(room, "/desk/{session}/enter", page),
        guarded(room, "/desk/{session}/enter", enter, "POST"),
    ]


def subject_of(at: Topic, kit: "PrintedKit") -> Subject | None:
    """What a line is about; None as long as neither a code nor a form says it."""
    thing = kit.thing(at.code)
    if thing is None:
        return Subject(None, kit.forms[at.form]) if at.form in kit.forms else None
    opened = kit.forms_of(thing)
    form = next((form for form in opened if form.id == at.form), None) or next(iter(opened), None)
    return Subject(thing, form) if form else None


def split(line: str, at: Topic, kit: "PrintedKit") -> tuple[Topic, str]:
    """A code at the head of the line is what it, and those after it, are about, unless the form asks for cards."""
    head, _, rest = line.strip().partition(" ")
    code = codes.parse(head)
    thing = kit.thing(code) if code else None
    if thing is None:
        return at, line.strip()
    pinned = subject_of(at, kit)
    asks = {field.kind for field in pinned.form.fields.values()} if pinned else set()
    if thing.code in kit.titles and asks & {"card", "cards"}:
        return at, line.strip()
    return at._replace(code=thing.code, form=""), rest.strip()


async def _enter(room: Room, request: Request) -> Response:
    session, kit = session_of(room, request), room.kits()
    sent = {name: one(values_of, name) for values_of in [await inputs(request)] for name in values_of}
    at, line = split(sent.get("line", ""), Topic.of(sent), kit)
    known = (*(session.departments or kit.departments), *room.store.departments(session.id))
    at = at._replace(department=own_spelling(at.department, known))
    path = f"/desk/{session.id}/enter"
    subject = subject_of(at, kit)
    said = words(room.language(request))
    id = sent.get("_id", "")
    if not line and subject:
        return back_to(f"{path}?{at.query}")
    if subject is None or not is_entry_id(id):
        return _page(
            room, request, session, at, ProxyFault(sent.get("line", ""), (said["desk-enter-what"],)), entry_id()
        )
    got = typed(line, _asked(room, session, subject))
    body, faults = read(subject.form, kit, got.inputs)
    if faults:
        told = tuple(_fault(fault.field, said[fault.message_key].format_map(fault.values), subject) for fault in faults)
        return _page(room, request, session, at, ProxyFault(sent.get("line", ""), told), id)
    for entry in _entries(room, session, subject, at, body, [nth(id, turn) for turn in range(got.times)]):
        outcome = await room.store.submit(entry)
        if session.premoderate and outcome == "stored":
            await room.store.set_state(entry.id, "shown")  # whoever releases has typed it
    return back_to(f"{path}?{at.query}")


def _entries(
    room: Room, session: "Session", subject: Subject, at: Topic, body: Mapping[str, Any], ids: Sequence[str]
) -> Iterable[NewEntry]:
    """A line as often as it is said. What it places is one thing: the one of the same words, else the first of them."""
    thing, form = subject.thing, subject.form
    placed = _there(room, session, subject, body, ids[0]) if can_place(form) else ""
    for id in ids:
        yield NewEntry(
            id=id,
            session=session.id,
            device=None,
            code=thing.code if thing else "",
            kind=thing.kind if thing else "",
            thing=thing.id if thing else "",
            copy=thing.copy if thing else "",
            form=form.id,
            version=form.version,
            body={name: answer for name, answer in body.items() if not placed or name != names_field(form)},
            table=at.table,
            department=at.department,
            names=(("places", placed),) if placed else (),
        )
        placed = placed or (id if can_place(form) else "")


def _there(room: Room, session: "Session", subject: Subject, body: Mapping[str, Any], but: str) -> str:
    """The entry that is offered under the words of a line, in letters of either case; '' for none."""
    words_of_line = folded(str(body.get(names_field(subject.form), "")))
    offered = offers_on(subject, Background(room.kits(), room.store, session, None))
    return next((offer.id for offer in offered if folded(offer.name) == words_of_line and offer.id != but), "")


def nth(id: str, turn: int) -> str:
    """The ids of a line that counts several times: the same ones when the page is sent again."""
    return id if turn == 0 else str(UUID(bytes=sha256(f"{id}/{turn}".encode()).digest()[:16], version=4))


def _fault(field: str, told: str, subject: Subject) -> str:
    asked_for = subject.form.fields.get(field)
    return f"{asked_for.label}: {told}" if asked_for else told


def _asked(room: Room, session: "Session", subject: Subject) -> tuple[Asked, ...]:
    return asked(subject, Background(room.kits(), room.store, session, None), {})


def _page(room: Room, request: Request, session: "Session", at: Topic, wrong: ProxyFault | None, id: str) -> Response:
    kit = room.kits()
    subject = subject_of(at, kit)
    kept = room.store.entries(session.id, states=KEPT)
    own = [entry for entry in kept if entry.device is None][-LAST:]
    return room.page(
        request,
        "desk-enter.html",
        422 if wrong else 200,
        session=session,
        here="enter",
        at=at,
        subject=subject,
        asked=_asked(room, session, subject) if subject else (),
        others=kit.forms_of(subject.thing) if subject and subject.thing else (),
        forms=sorted(kit.forms.values(), key=lambda form: form.title.casefold()),
        departments=session.departments or kit.departments,
        wrong=wrong,
        id=id,
        lines=lines(reversed(own), kept, kit, places_of(room, session)),
    )

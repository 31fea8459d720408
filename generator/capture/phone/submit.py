"""An entry on its way from a phone into the store: read, checked, agreed to, kept once."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from generator import codes
from generator.capture.answers.ballots import ballot_of, key_of
from generator.capture.answers.offers import NEWEST, about_another, offers_on, relation_of, replaced_field
from generator.capture.answers.questions import Background, Subject, asked, cards_field, ground, name_of
from generator.capture.answers.reader import Fault, of_today, questions, read, read_json
from generator.capture.kits import DEPARTMENT
from generator.capture.model import VISIBLE, NewEntry
from generator.capture.phone.beside import NOTHING_BESIDE, beside
from generator.capture.phone.join import LONGEST_TABLE, Visit, agree, faults, remember, settled, visit
from generator.capture.phone.signature import is_signed, kept_path, sign
from generator.capture.web.body import JSON, media_type, posted, posted_json
from generator.capture.web.guard import wants_json
from generator.capture.web.pictures import on_page
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room
from generator.capture.web.tokens import entry_id, is_entry_id, is_phone_key, phone_key
from generator.capture.web.translations import words

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Device, Entry, Outcome, Session
    from generator.codes import ThingEntry
    from generator.form import Form

LAY = "/lay"  # the recipe that is laid card by card
JOINED = ("_table", "_department", "_consent", "_device", "_signature", "_newer")
STATUS: "Mapping[Outcome, int]" = {
    "stored": 201, "known": 200, "changed": 200, "closed": 403, "differs": 409, "gone": 410,
}  # fmt: skip
BACK_AGAIN = "private, no-cache"  # of an empty form: Back finds it as it was left, with the id that it had
NO_FAULTS: Mapping[str, str] = {}


class Sent(NamedTuple):
    """What came: our own inputs apart from the form's."""

    id: str
    joined: Mapping[str, str]
    answers: Mapping[str, Any]
    faults: tuple[Fault, ...]
    submitted: Mapping[str, list[str]]  # to fill the page in again
    thing: str = ""  # id of the entry that is placed, where it is one that is there


async def sent(request: Request, subject: Subject, kit: "PrintedKit") -> Sent:
    """Raises Refused where nothing of it can be read."""
    if media_type(request) == JSON:
        body = await posted_json(request)
        thing = str(body.get("thing") or "")
        given, found = read_json(about_another(subject.form) if thing else subject.form, kit, body.get("answers"))
        joined = {name: text for name in JOINED if isinstance(text := body.get(name.removeprefix("_")), str)}
        joined |= {"_consent": "1"} if body.get("consent") is True else {}
        return Sent(str(body.get("id", "")), joined, given, tuple(found), {}, thing)
    inputs = await posted(request)
    own = {name: values[0].strip() for name, values in inputs.items() if name.startswith("_")}
    submitted = {name: values for name, values in inputs.items() if not name.startswith("_")}
    for name, field in subject.form.fields.items():
        if field.kind in ("card", "cards") and name in submitted:
            submitted[name] = _once(submitted[name])
    thing, form, answers = own.get("_thing", ""), subject.form, submitted
    if thing:
        form, answers = about_another(form), {k: v for k, v in submitted.items() if k != replaced_field(form)}
    given, found = read(form, kit, answers)
    if thing and any(value.strip() for value in submitted.get(replaced_field(subject.form), ())):
        found = [Fault(replaced_field(subject.form), "fault-either", {}), *found]
    return Sent(own.get("_id", ""), {k: own[k] for k in JOINED if k in own}, given, tuple(found), submitted, thing)


def _once(values: list[str]) -> list[str]:
    """A card that was ticked and typed as well is one card."""
    return list(dict.fromkeys(codes.parse(value) or value for value in values if value.strip()))


async def keep(request: Request, room: Room, subject: Subject, path: str) -> Response:
    """`POST` of a form: 2xx only when it is stored for good."""
    got = await sent(request, subject, room.kit(request))
    if not is_entry_id(got.id):
        raise Refused(422, "id", "refused")
    before = room.store.entry(got.id)
    if before is not None:  # it needs no open session, and has agreed already
        return await _again(request, room, subject, path, before, got)
    came = visit(request, room)
    if came.session is None:
        raise Refused(403, came.why, came.why)
    answer, typed = got.joined.get("_newer", ""), Filled(got.id, got.joined, got.submitted, thing=got.thing)
    if came.newer and not answer and not wants_json(request):  # the words stay while it is asked
        return form_page(request, room, subject, path, typed, came, newer=came.newer)
    came = await settled(room, came, answer)
    assert came.session is not None
    if answer == "go" and came.asking and "_consent" not in got.joined:
        return form_page(request, room, subject, path, typed, came)  # what the newer one asks, and its notice
    if is_closed(room, came.session, subject.form):
        raise Refused(403, "ballot-closed", "ballot-closed")
    got = _with_thing(got, subject, Background(room.kit(request), room.store, came.session, came.device))
    joining = faults(room, came.session, got.joined) if came.asking else {}
    if got.faults or joining:
        return _mend(request, room, subject, path, got, joining, came=came)
    device, secret = came.device, ""
    if came.asking:
        device, secret = await agree(request, room, came.session, _told(came.session, got, room.kits()))
    assert device is not None
    kept = await _store(request, room, _entry(subject, came.session.id, device, got))
    return remember(kept, room, came.session, secret)


def _with_thing(got: Sent, subject: Subject, back: Background) -> Sent:
    """As it came, or with a fault where what it places is not there to be placed, or was placed by this phone before.

    What was merged while the page lay open is placed as the one that stays.
    """
    if not got.thing:
        return got
    stays = back.store.stays(got.thing)
    offer = next((offer for offer in offers_on(subject, back) if offer.id == stays), None)
    if offer and not offer.is_placed:
        return got
    return got._replace(faults=(*got.faults, Fault("", "fault-placed" if offer else "fault-thing", {})))


def is_closed(room: Room, session: "Session", form: "Form") -> bool:
    """Whether this is a vote that has ended."""
    key = key_of(form)
    return key is not None and ballot_of(session, room.store.ballots(session.id), key).state == "closed"


async def _again(request: Request, room: Room, subject: Subject, path: str, before: "Entry", got: Sent) -> Response:
    """A retry whose answer was lost, or other words for an entry that is kept: from whom it belongs to they change it.

    The cookie may have been in the answer that was lost, or the phone takes none: the page has a key, or a signature.
    """
    device, key = room.device(request), ""
    if device is None and is_phone_key(said := got.joined.get("_device", "")):
        device, key = room.store.device(said), said
    if device and device.session != before.session:
        device = None
    if of_today(questions(subject.form, room.kit(request)), before.body) == got.answers:
        got = got._replace(answers=before.body)  # the same, said before its options got other ids
    signed = is_signed(room.store, before.id, got.joined.get("_signature", ""))
    own = before.device is not None and (signed or (device is not None and device.number == before.device))
    session = room.store.session(before.session)
    assert session is not None
    kind = relation_of(subject.form)
    if got.thing and not (kind and got.thing in room.store.targets(before.id, kind)):
        got = _with_thing(got, subject, Background(room.kit(request), room.store, session, device))
    if got.faults:
        if not own or before.state == "erased":
            raise Refused(422, "faults", "refused")
        known = got._replace(joined={"_signature": sign(room.store, before.id)} if signed or key else {})
        return _mend(request, room, subject, path, known, {}, came=Visit(device, session), changes=before.id)
    entry = _entry(subject, before.session, device, got)
    ended = is_closed(room, session, subject.form)
    answer = await _store(request, room, entry._replace(device=before.device) if own else entry, own, ended)
    return remember(answer, room, session, key) if own else answer


def _told(session: "Session", got: Sent, kit: "PrintedKit") -> dict[str, str]:
    """What joining asks for, from its own questions or from those of the form that ask the same."""
    joined = dict(got.joined)
    for name in session.asks:
        said = got.answers.get(name)
        if name == DEPARTMENT and isinstance(said, str):
            said = _department(said, session, kit)
        if isinstance(said, str) and len(said) <= LONGEST_TABLE:
            joined.setdefault(f"_{name}", said)
    return joined


def _department(answer: str, session: "Session", kit: "PrintedKit") -> str | None:
    """The department of a form's answer by the name that the session has for it; None where it has none."""
    name = kit.department(answer)
    if not session.departments:
        return name
    return next((own for own in session.departments if kit.department(own) == name), None)


async def _store(request: Request, room: Room, entry: NewEntry, own: bool = True, ended: bool = False) -> Response:
    """Answers only once it is durable. Where a vote has `ended`, a retry is known and no change is taken."""
    outcome = await room.store.submit(entry, may_change=not ended)
    if outcome == "closed" and ended:
        raise Refused(403, "ballot-closed", "ballot-closed")
    if STATUS[outcome] >= 400:
        raise Refused(STATUS[outcome], outcome, outcome)
    if own and outcome == "stored" and entry.device is not None and cards_field(room.kit(request).forms[entry.form]):
        await room.store.set_draft(entry.device, {})
    location = _seen_at(room, request, entry) if own else "/"
    if wants_json(request):
        known = {"device": entry.device} if own else {}  # so that the page knows whose it is after joining
        return JSONResponse({"outcome": outcome, "location": location, **known}, STATUS[outcome])
    return RedirectResponse(location, 303)


def _seen_at(room: Room, request: Request, entry: NewEntry) -> str:
    """Where the entry is seen again; signed as long as the phone has not shown that it takes our cookie."""
    device = room.device(request)
    known = device is not None and device.number == entry.device
    return f"/kept/{entry.id}" if known else kept_path(room.store, entry.id)


def _entry(subject: Subject, session: str, device: "Device | None", got: Sent) -> NewEntry:
    thing, form = subject.thing, subject.form
    return NewEntry(
        id=got.id,
        session=session,
        device=device.number if device else None,
        code=thing.code if thing else "",
        kind=thing.kind if thing else "",
        thing=thing.id if thing else "",
        copy=thing.copy if thing else "",
        form=form.id,
        version=form.version,
        body=got.answers,
        table=device.table if device else "",
        department=device.department if device else "",
        names=((kind, got.thing),) if got.thing and (kind := relation_of(form)) else (),
    )


def _mend(
    request: Request, room: Room, subject: Subject, path: str, got: Sent, joining: Mapping[str, str], **more: Any
) -> Response:
    """The page again with what was filled in, or the faults for a script."""
    said = words(room.language(request))
    told = [(fault, said[fault.message_key].format_map(fault.values)) for fault in got.faults]
    own = {name: said[key] for name, key in joining.items()}
    if not wants_json(request):
        loose = " ".join(text for fault, text in told if fault.field not in subject.form.fields)
        whole = own | ({"": loose} if loose else {})
        filled = Filled(got.id, got.joined, got.submitted, tuple(told), whole, got.thing)
        return form_page(request, room, subject, path, filled, **more)
    listed = [{"field": fault.field, "message": text} for fault, text in told]
    listed += [{"field": name, "message": text} for name, text in own.items()]
    return JSONResponse({"reason": "faults", "faults": listed}, 422)


class Filled(NamedTuple):
    """What stands in a form as it is shown: empty at first, what came when something was wrong."""

    entry: str
    joined: Mapping[str, str]
    submitted: Mapping[str, list[str]]
    faults: tuple[tuple[Fault, str], ...] = ()
    whole: Mapping[str, str] = NO_FAULTS  # faults of the page: '' for all of it, '_consent' for the notice
    thing: str = ""  # what is chosen to be placed


def fresh(submitted: Mapping[str, list[str]]) -> Filled:
    return Filled(entry_id(), {}, submitted)


def form_page(
    request: Request,
    room: Room,
    subject: Subject,
    path: str,
    filled: Filled,
    came: Visit | None = None,
    changes: str = "",
    **more: Any,
) -> Response:
    """A form, with whatever is known of the thing whose code opened it; `changes` is the id of a kept entry."""
    came, kit = came or visit(request, room), room.kit(request)
    assert came.session is not None
    back = Background(kit, room.store, came.session, came.device)
    thing = subject.thing
    placed = room.store.entry(room.store.stays(filled.thing)) if changes and filled.thing else None
    about = subject._replace(form=about_another(subject.form)) if placed else subject
    status = 422 if filled.faults or filled.whole else 200
    drafting = path == LAY and not changes
    page = room.page(
        request,
        "form.html",
        status,
        session=came.session,
        asking=came.asking and not changes,
        changes=changes,
        left=_left(subject, filled.submitted),
        asks=tuple(name for name in came.session.asks if name not in subject.form.fields),  # nothing is asked twice
        form=subject.form,
        asked=asked(about, back, filled.submitted, filled.faults),
        entry=filled.entry,
        joined={"_device": phone_key(), **filled.joined},
        faults=filled.whole,
        path=path,
        ground=ground,
        pieces=lambda name: pieces(kit, subject, name),
        drafting=drafting,
        beside=beside(room, request, subject.form, back, filled.submitted) if drafting else NOTHING_BESIDE,
        picture=on_page(more.get("added") or thing, room.store),
        **_others_entries(subject, back, filled.thing, placed, is_change=bool(changes)),
        **heading(thing, kit)
        | ({"title": subject.form.title} if thing is None else {})
        | {"others": (), "layable": False, "laid": _laid(subject, filled), "added": None, "newer": None}
        | more,
    )
    if status == 200 and not changes and not filled.joined and not more.get("newer"):
        page.headers["cache-control"] = BACK_AGAIN
    return page


def _others_entries(
    subject: Subject, back: Background, chosen: str, placed: "Entry | None", *, is_change: bool
) -> dict[str, Any]:
    """Entries that the form is about: the one that is placed, else those to choose among."""
    name = name_of(placed, back.kit) if placed and placed.state in VISIBLE else ""
    return {
        "placed": name or "…" if placed else "",
        "offers": () if is_change else offers_on(subject, back),
        "most": NEWEST,
        "chooses": relation_of(subject.form),
        "named": replaced_field(subject.form),
        "chosen": chosen,
    }


def _left(subject: Subject, submitted: Mapping[str, list[str]]) -> list[str]:
    """Words that came for questions which the form no longer asks."""
    asked_for = subject.form.fields
    names = (name for name in submitted if name not in asked_for and name.partition(".")[0] not in asked_for)
    return [value for name in names for value in submitted[name] if value.strip()]


def _laid(subject: Subject, filled: Filled) -> tuple[str, ...]:
    """The cards that stand in a page as it was sent."""
    sent = filled.submitted.get(cards_field(subject.form), ())
    return tuple(code for each in sent if (code := codes.parse(each)))


def heading(thing: "ThingEntry | None", kit: "PrintedKit") -> dict[str, Any]:
    """What stands on top of a page about a printed thing: its words, its colour and its code."""
    if thing is None:
        return {"over": "", "hue": "", "code": "", "retired": False, "line": "", "proposes": (), "measures": ()}
    category, role = kit.categories.get(thing.category), kit.roles.get(thing.role)
    over = " · ".join(part.name for part in (category, role) if part)
    hue = f"of-poster-{thing.id}" if thing.kind == "poster" else f"of-{thing.category}" if category else ""
    title = thing.title or thing.id
    return {
        "over": over,
        "hue": hue,
        "code": thing.code,
        "retired": thing.retired,
        "title": title,
        "line": thing.line or "",
        "proposes": kit.named_cards(thing.proposes or ()),
        "measures": kit.named_cards(thing.measures or ()),
    }


def pieces(kit: "PrintedKit", subject: Subject, name: str) -> list[tuple[str, Any]]:
    """A sentence as words and the questions between them, for the page to fill as one writes."""
    asked_by_name = {question.name: question for question in questions(subject.form, kit)}
    parts = subject.form.fields[name].text.replace("}", "{").split("{")
    return [
        ("field", asked_by_name[part]) if place % 2 else ("words", part) for place, part in enumerate(parts) if part
    ]

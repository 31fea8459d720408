"""One's own entries: seen again, changed, taken back; from the phone that said them, or by their signed address."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from generator.capture.answers.ballots import Turnout, key_of, of_those_that_stay, turnouts
from generator.capture.answers.offers import relation_of, with_name
from generator.capture.answers.questions import Subject, form_of, inputs_of, name_of
from generator.capture.answers.reader import Question, of_today, questions, shown
from generator.capture.model import VISIBLE, Entry
from generator.capture.phone import recipe, scan
from generator.capture.phone.join import Visit
from generator.capture.phone.signature import is_signed, kept_path
from generator.capture.phone.submit import LAY, Filled, form_page, heading, is_closed
from generator.capture.web.body import posted
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room
from generator.capture.web.tokens import entry_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from generator.capture.kits import PrintedKit


class OwnEntry(NamedTuple):
    """An entry as its phone sees it again."""

    id: str
    title: str
    code: str
    at: str
    gone: bool
    answers: tuple[tuple[str, str], ...]
    can_change: bool


class Owned(NamedTuple):
    """An entry that whoever asks may change and take back. `signature` is '' where their phone itself is known."""

    entry: Entry
    signature: str

    @property
    def path(self) -> str:
        return f"/kept/{self.entry.id}" + (f"/{self.signature}" if self.signature else "")


def _owned(room: Room, request: Request) -> Owned:
    """Raises Refused: nobody else learns whether there is such an entry."""
    id, signature = request.path_params["entry"], request.path_params.get("signature", "")
    device, entry = room.device(request), room.store.entry(id)
    signed = bool(signature) and is_signed(room.store, id, signature)
    if entry is not None and entry.state == "erased" and signed:
        raise Refused(410, "gone", "gone")
    if entry is None or entry.state == "erased" or entry.device is None:
        raise Refused(404, "missing", "missing")
    if device is not None and device.number == entry.device:
        return Owned(entry, "")
    if not signed:
        raise Refused(404, "missing", "missing")
    return Owned(entry, signature)


async def kept(room: Room, request: Request) -> Response:
    """What was kept just now; nobody else sees it."""
    own = _owned(room, request)
    entry, kit = own.entry, kit_of(room, request, own.entry)
    thing, form = kit.thing(entry.code), kit.forms.get(entry.form)
    path = f"/{entry.code}" if entry.code else LAY
    again = f"{path}?form={entry.form}&log=1" if entry.code else LAY
    others = tuple(other for other in kit.forms_of(thing) if other.id != entry.form) if thing else ()
    about = {"title": form.title if form else entry.form} | heading(thing, kit)
    before, can_change = _before(room, entry), _can_change(room, request, entry)
    return room.page(
        request,
        "kept.html",
        wrong="",
        own=own,
        again="" if _has_ended(room, request, entry) else again,
        path=path,
        others=others,
        answers=answers_of(room, request, entry, entry.body),
        before=answers_of(room, request, entry, before) if before is not None else (),
        can_change=can_change,
        can_split=can_change and not room.store.names_others(entry.id),
        turnout=_turnout(room, request, entry),
        **about,
    )


def _has_ended(room: Room, request: Request, entry: Entry) -> bool:
    """Whether it is a word in a vote that is closed."""
    session, form = room.store.session(entry.session), form_of(entry, kit_of(room, request, entry))
    return session is not None and form is not None and is_closed(room, session, form)


def kit_of(room: Room, request: Request, entry: Entry) -> "PrintedKit":
    """The kit as the entry's session speaks of it, to whoever asks."""
    return room.kit(request, room.store.session(entry.session))


def _turnout(room: Room, request: Request, entry: Entry) -> Turnout | None:
    """How many have voted so far, for whoever just did; nothing of how they voted."""
    kit = kit_of(room, request, entry)
    key = key_of(form_of(entry, kit))
    if key is None:
        return None
    votes = room.store.entries(entry.session, forms=(key.form,))
    return turnouts(votes, (key,), room.store.count_devices(entry.session), kit)[key]


def _before(room: Room, entry: Entry) -> "Mapping[str, Any] | None":
    """What the entry said before its own phone changed it; None where nobody, or somebody else, changed it last."""
    words = [old for old in room.store.history(entry.id) if old.what in ("edit", "undo")]
    return words[-1].body if words and words[-1].what == "edit" and words[-1].by_device is not None else None


def _subject(room: Room, request: Request, entry: Entry) -> tuple[Subject, str] | None:
    """What an entry is about, and the address that takes it; None where the kit has no such thing or form any more."""
    kit = kit_of(room, request, entry)
    thing, form = kit.thing(entry.code), form_of(entry, kit)
    if form is None:
        return None
    if thing is not None:
        return Subject(thing, form), f"/{thing.code}"
    is_recipe = not entry.code and form == recipe.recipe_form(kit)
    return (Subject(None, form), LAY) if is_recipe else None


def _can_change(room: Room, request: Request, entry: Entry) -> bool:
    session, about = room.store.session(entry.session), _subject(room, request, entry)
    return session is not None and session.is_open and about is not None and not is_closed(room, session, about[0].form)


async def change(room: Room, request: Request) -> Response:
    """`GET …/change`: the form as it was filled in; it is sent where it was sent before, under the same id."""
    own = _owned(room, request)
    entry, about = own.entry, _subject(room, request, own.entry)
    session = room.store.session(entry.session)
    if session is None or not session.is_open:
        return scan.message(room, request, "closed-title", "closed-words", way=own.path, on="back")
    if about is None:
        raise Refused(404, "missing", "missing")
    subject, path = about
    if is_closed(room, session, subject.form):
        return scan.message(room, request, "ballot-closed-title", "ballot-closed-words", way=own.path, on="back")
    said = inputs_of(_of_today(room, request, subject, entry))
    kind = relation_of(subject.form)
    thing = next(iter(room.store.targets(entry.id, kind)), "") if kind else ""
    filled = Filled(entry.id, {"_signature": own.signature} if own.signature else {}, said, thing=thing)
    device = room.device(request) if not own.signature else None
    return form_page(request, room, subject, path, filled, came=Visit(device, session), changes=entry.id)


def _of_today(room: Room, request: Request, subject: Subject, entry: Entry) -> dict[str, "Any"]:
    """Its answers as they would be given today: options by the ids that they have now, dots to those that stay."""
    asked = questions(subject.form, room.kit(request))
    voted_on = {question.name for question in asked if question.kind == "votes" and question.entries}
    return {
        name: of_those_that_stay(answer, room.store.stays) if name in voted_on else answer
        for name, answer in of_today(asked, entry.body).items()
    }


async def keep_both(room: Room, request: Request) -> Response:
    """`POST …/both`: what was meant as a second entry, and changed the first, becomes one; the first is as it was.

    Pressed again it finds another revision, and does nothing.
    """
    own, sent = _owned(room, request), await posted(request)
    entry, before = own.entry, _before(room, own.entry)
    if before is None or sent.get("revision") != [str(entry.revision)]:
        return RedirectResponse(own.path, 303)
    second = await room.store.split(entry.id, entry_id())
    return RedirectResponse(kept_path(room.store, second) if second else own.path, 303)


# --- taking back ---


async def take_back_page(room: Room, request: Request) -> Response:
    """Asks first: it is for good."""
    own = _owned(room, request)
    return room.page(request, "take-back.html", own=own, entry=_shown(room, request, own.entry))


async def take_back(room: Room, request: Request) -> Response:
    await posted(request)
    own = _owned(room, request)
    assert own.entry.device is not None
    number = await room.store.erase(own.entry.device, [own.entry.id])
    return RedirectResponse(own.path if own.signature else f"/mine?erased={number}", 303)


async def mine(room: Room, request: Request) -> Response:
    device = room.device(request)
    if device is None:
        return scan.message(room, request, "mine", "mine-none")
    entries = tuple(_shown(room, request, entry) for entry in reversed(room.store.entries_of(device.number)))
    erased = request.query_params.get("erased", "")
    return room.page(
        request,
        "mine.html",
        session=room.store.session(device.session),
        entries=entries,
        erased=int(erased) if erased.isascii() and erased.isdigit() and len(erased) < 5 else None,
    )


# --- in words ---


def _shown(room: Room, request: Request, entry: Entry) -> OwnEntry:
    kit = kit_of(room, request, entry)
    thing, form = kit.thing(entry.code), kit.forms.get(entry.form)
    title = (thing.title if thing else "") or (form.title if form else entry.form)
    gone = entry.state == "erased"
    answers = () if gone else answers_of(room, request, entry, entry.body)
    return OwnEntry(entry.id, title, entry.code, entry.at, gone, answers, _can_change(room, request, entry))


def answers_of(room: Room, request: Request, entry: Entry, body: "Mapping[str, Any]") -> tuple[tuple[str, str], ...]:
    """In words, in the order of the form; nothing that was kept is left out, even if the form was printed anew."""
    kit = kit_of(room, request, entry)
    form = form_of(entry, kit)
    placed = next(iter(room.store.targets(entry.id, "places")), "")
    body = with_name(body, form, _name_of(room, request, entry, placed) if placed else "")
    asked = {question.name: question for question in questions(form, kit)} if form else {}
    names = [*(name for name in asked if name in body), *(name for name in body if name not in asked)]
    said = (
        (asked[name].label, _said(room, request, entry, asked[name], body[name]))
        if name in asked
        else (name, str(body[name]))
        for name in names
    )
    return (*_built_on(room, request, entry), *said)


def _built_on(room: Room, request: Request, entry: Entry) -> tuple[tuple[str, str], ...]:
    """What the entry is built on, under the title of the form that it was said with."""
    there = (room.store.entry(id) for id in room.store.targets(entry.id, "pitches"))
    forms = kit_of(room, request, entry).forms
    return tuple(
        (forms[each.form].title, _name_of(room, request, entry, each.id))
        for each in there
        if each and each.form in forms
    )


def _said(room: Room, request: Request, entry: Entry, question: Question, answer: "Any") -> str:
    if question.kind == "votes" and question.entries:
        given = of_those_that_stay(answer, room.store.stays)
        return ", ".join(f"{_name_of(room, request, entry, key)}: {dots}" for key, dots in given.items())
    return shown(question, answer)


def _name_of(room: Room, request: Request, entry: Entry, key: str) -> str:
    """The name of what an entry votes on or places, as long as this room sees it: an id may be anybody's.

    Of a twin it is that of the one that stays.
    """
    there = room.store.entry(room.store.stays(key))
    seen = there is not None and there.session == entry.session and there.state in VISIBLE
    return (name_of(there, kit_of(room, request, entry)) if there and seen else "") or "…"

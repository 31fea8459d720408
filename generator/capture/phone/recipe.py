"""The recipe that a phone lays card by card: what the cards say, what the person wrote over it, until it is kept."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from generator import codes
from generator.capture.answers.proposals import with_proposals
from generator.capture.answers.questions import Background, Subject, cards_field, known
from generator.capture.answers.reader import Fault
from generator.capture.answers.slots import laid_words
from generator.capture.phone.beside import beside
from generator.capture.phone.join import guessed, may_guess, visit
from generator.capture.phone.submit import LAY, form_page, fresh, heading, keep
from generator.capture.web.body import FORM, media_type, posted
from generator.capture.web.guard import wants_json
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Device
    from generator.codes import ThingEntry
    from generator.form import Form

KINDS = ("card", "blank")  # what may lie in a recipe
MOST_CARDS = 50
LAID = "_laid"  # the input that says which cards a page was filled from

Inputs = Mapping[str, list[str]]
NOTHING: Inputs = MappingProxyType({})


class RecipeDraft(NamedTuple):
    """What lies there, in its order, and what a person wrote, by the inputs of the form."""

    cards: tuple[str, ...] = ()
    typed: Inputs = NOTHING
    is_open: bool = False


def can_lay(thing: "ThingEntry") -> bool:
    return thing.kind in KINDS


def draft_of(room: Room, device: "Device | None") -> RecipeDraft:
    """The recipe that this phone is laying, of the cards that the kit still knows."""
    said: Mapping[str, Any] = room.store.draft(device.number) if device else {}
    cards = tuple(code for code in said.get("cards", ()) if room.kits().thing(code))
    return RecipeDraft(cards, said.get("typed", {}), "cards" in said)


async def set_draft(room: Room, device: "Device", draft: RecipeDraft) -> None:
    """Raises Refused where too many cards would lie there."""
    if len(draft.cards) > MOST_CARDS:
        raise Refused(422, "full", "lay-full", most=MOST_CARDS)
    if draft != draft_of(room, device):
        said = {"cards": list(draft.cards), "typed": dict(draft.typed)}
        await room.store.set_draft(device.number, said)


async def add_card(room: Room, device: "Device | None", code: str) -> None:
    """Each card lies there once, however often it is scanned; what a person wrote stays."""
    if device:
        draft = draft_of(room, device)
        cards = tuple(dict.fromkeys([*draft.cards, code]))
        await set_draft(room, device, _with_proposals(room, draft, draft._replace(cards=cards, is_open=True)))


def _with_proposals(room: Room, before: RecipeDraft, now: RecipeDraft) -> RecipeDraft:
    """An interaction that was not there before brings along what it proposes."""
    added = (code for code in now.cards if code not in before.cards)
    return now._replace(cards=with_proposals(room.kits(), now.cards, added))


def recipe_form(kit: "PrintedKit") -> "Form | None":
    """The form that takes cards; of several the one called so."""
    found = [form for form in kit.forms.values() if cards_field(form)]
    return next((form for form in found if form.id.startswith("recipe")), found[0] if found else None)


# --- what a page sends, taken into the draft ---


def taken(draft: RecipeDraft, sent: Inputs, form: "Form", base: Inputs) -> RecipeDraft:
    """The draft with what a page says. `base` is what the page was filled with from the cards of its `_laid`.

    A page may be older than the draft: what was scanned since stays, and text that only repeats its cards says nothing.
    """
    name = cards_field(form)
    before = sent.get(LAID, [""])[0].split()
    there = [code for typed in sent.get(name, ()) if (code := codes.parse(typed))]
    left = {code for code in before if code not in there} if name in sent else set()
    cards = tuple(code for code in dict.fromkeys([*draft.cards, *there]) if code not in left)
    typed = dict(draft.typed)
    for key, values in sent.items():
        if key.partition(".")[0] not in form.fields or key == name:
            continue
        if _lines(values) != _lines(base.get(key, ())):
            typed[key] = values
        elif tuple(before) == draft.cards:
            typed.pop(key, None)
    return RecipeDraft(cards, typed, True)


def _lines(values: Sequence[str]) -> list[str]:
    """Texts as they count: browsers send line ends of their own, and empty boxes along."""
    tidy = (value.replace("\r\n", "\n").strip() for value in values)
    return [value for value in tidy if value]


async def take(room: Room, request: Request, device: "Device", form: "Form") -> RecipeDraft:
    """What the page that is sent holds goes into the draft."""
    sent, draft = await posted(request), draft_of(room, device)
    if LAID not in sent:
        return draft
    base = _known(room, request, form, sent[LAID][0].split())
    now = taken(draft, sent, form, base)
    now = now._replace(cards=tuple(code for code in now.cards if room.kit(request).thing(code)))
    await set_draft(room, device, now)
    return now


def _known(room: Room, request: Request, form: "Form", laid: Sequence[str]) -> dict[str, list[str]]:
    came = visit(request, room)
    assert came.session is not None
    return known(Subject(None, form), Background(room.kit(request), room.store, came.session, came.device), laid)


# --- pages ---


def recipe_page(
    room: Room, request: Request, form: "Form", *, added: "ThingEntry | None" = None, wrong: str = ""
) -> Response:
    """The form as the cards fill it, with what was written over that. `wrong` is a typed code of no card."""
    draft, name = draft_of(room, room.device(request)), cards_field(form)
    inputs = _known(room, request, form, draft.cards) | dict(draft.typed)
    filled = fresh(inputs)
    if wrong:
        fault = Fault(name, "fault-card", {"code": wrong})
        words = room.say(request, fault.message_key, **fault.values)
        filled = fresh(inputs | {name: [*inputs.get(name, []), wrong]})._replace(faults=((fault, words),))
    about = {}
    if added and added.code in draft.cards:
        about = {"added": added, "hue": heading(added, room.kit(request))["hue"]}
    return form_page(request, room, Subject(None, form), LAY, filled, laid=draft.cards, **about)


async def lay(room: Room, request: Request) -> Response:
    """`GET /lay`: what lies there, and the form that is filled from it."""
    came, form = visit(request, room), recipe_form(room.kit(request))
    if came.session is None or came.device is None:
        return RedirectResponse("/join?next=lay", 303)
    if form is None:
        raise Refused(404, "unknown", "missing")
    return recipe_page(room, request, form)


async def write(room: Room, request: Request) -> Response:
    """`POST /lay`: the recipe is kept, and the next one may be begun. Until it is, the draft has what was sent."""
    form, device = recipe_form(room.kit(request)), visit(request, room).device
    if form is None:
        raise Refused(404, "unknown", "no-form")
    if device and media_type(request) == FORM and not room.store.entry((await posted(request)).get("_id", [""])[0]):
        await take(room, request, device, form)
    return await keep(request, room, Subject(None, form), LAY)


async def change(room: Room, request: Request) -> Response:
    """`POST /lay/cards`: a card is added, the page is taken into the draft, or all of it is put back."""
    sent = await posted(request)
    said = {name: values[0] for name, values in sent.items()}
    typed = said.get("card", "").strip()[:2000]
    code, kit, came = codes.parse(typed) or "", room.kit(request), visit(request, room)
    if came.asking or came.session is None or came.device is None:
        return RedirectResponse(f"/join?next=lay-{code}" if code else "/join", 303)
    form = recipe_form(kit)
    if form is None:
        raise Refused(404, "unknown", "missing")
    if said.get("do") == "clear":
        await room.store.set_draft(came.device.number, {})
        return RedirectResponse("/", 303)
    may_guess(request, room)
    before = draft_of(room, came.device)
    draft = _with_proposals(room, before, await take(room, request, came.device, form))
    await set_draft(room, came.device, draft)
    wrong = await _unknown(room, request, [typed, *sent.get(cards_field(form), ())])
    if wants_json(request):
        return JSONResponse(_told(room, request, form, draft))
    if wrong:
        return recipe_page(room, request, form, wrong=wrong[:20])
    if typed:
        await add_card(room, came.device, code)
    return RedirectResponse(LAY, 303)


def _told(room: Room, request: Request, form: "Form", draft: RecipeDraft) -> dict[str, Any]:
    """The draft as lay.js shows it on the page that sent it."""
    kit, inputs = room.kit(request), _known(room, request, form, draft.cards) | dict(draft.typed)
    came = visit(request, room)
    assert came.session is not None
    notes = beside(room, request, form, Background(kit, room.store, came.session, came.device), inputs)
    return {
        "laid": draft.cards,
        "filled": _filled(draft, form, kit),
        "begun": [begun._asdict() for begun in notes.begun],
        "doubts": [doubt._asdict() for doubt in notes.doubts],
    }


def _filled(draft: RecipeDraft, form: "Form", kit: "PrintedKit") -> dict[str, str]:
    """What the cards say now in the fields that no person wrote in; '' where they say nothing."""
    words = laid_words(form, kit, draft.cards)
    free = (name for name, field in form.fields.items() if field.laid_from and name not in draft.typed)
    return {name: words.get(name, "") for name in free}


async def _unknown(room: Room, request: Request, typed: Sequence[str]) -> str:
    """The first of some typed codes that may not lie in a recipe; it is counted."""
    for each in typed:
        thing = room.kit(request).thing(codes.parse(each) or "") if each.strip() else None
        if each.strip() and (thing is None or not can_lay(thing)):
            await guessed(request, room)
            return each
    return ""

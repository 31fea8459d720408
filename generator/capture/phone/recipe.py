"""The recipe that a phone lays card by card, until it is written down."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from generator import codes
from generator.capture.answers.questions import Background, Subject, known
from generator.capture.phone.join import guessed, may_guess, visit
from generator.capture.phone.submit import form_page, fresh, keep
from generator.capture.web.body import posted
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Device
    from generator.codes import ThingEntry
    from generator.form import Form

PATH = "/lay"
KINDS = ("card", "blank")  # what may lie in a recipe
MOST_CARDS = 50


def can_lay(thing: "ThingEntry") -> bool:
    return thing.kind in KINDS


def lays(form: "Form") -> bool:
    return any(field.kind == "cards" for field in form.fields.values())


def open_draft(room: Room, device: "Device | None") -> bool:
    """Whether this phone is laying a recipe."""
    return bool(device) and "cards" in _draft(room, device)


def drafted(room: Room, device: "Device | None") -> tuple[str, ...]:
    """The codes that were laid, those that the kit still knows."""
    said, kit = _draft(room, device).get("cards", ()), room.kits()
    return tuple(code for code in said if kit.thing(code))


def _draft(room: Room, device: "Device | None") -> Mapping[str, Any]:
    return room.store.draft(device.number) if device else {}


def laid_cards(kit: "PrintedKit", laid: Sequence[str]) -> "tuple[ThingEntry, ...]":
    return tuple(thing for code in laid if (thing := kit.thing(code)))


async def add_card(room: Room, device: "Device | None", code: str) -> None:
    """Each card lies there once, however often it is scanned."""
    laid = drafted(room, device)
    if device is None or code in laid:
        return
    if len(laid) >= MOST_CARDS:
        raise Refused(422, "full", "lay-full", most=MOST_CARDS)
    await room.store.set_draft(device.number, {"cards": [*laid, code]})


def recipe_form(kit: "PrintedKit") -> "Form | None":
    """The form that takes cards; of several the one called so."""
    found = [form for form in kit.forms.values() if lays(form)]
    return next((form for form in found if form.id.startswith("recipe")), found[0] if found else None)


def lay_page(room: Room, request: Request, *, added: "ThingEntry | None" = None, wrong: str = "") -> Response:
    kit, device = room.kits(), room.device(request)
    laid = laid_cards(kit, drafted(room, device))
    return room.page(request, "lay.html", 422 if wrong else 200, added=added, laid=laid, wrong=wrong)


async def lay(room: Room, request: Request) -> Response:
    """`GET /lay`: what lies there, or the form to write it down with."""
    came = visit(request, room)
    if came.session is None or came.device is None:
        return RedirectResponse("/join", 303)
    kit = room.kits()
    form = recipe_form(kit)
    if "write" not in request.query_params or form is None:
        return lay_page(room, request)
    subject, laid = Subject(None, form), drafted(room, came.device)
    filled = fresh(known(subject, Background(kit, room.store, came.session, came.device), laid))
    return form_page(request, room, subject, PATH, filled, drafting=True, laid=laid_cards(kit, laid))


async def write(room: Room, request: Request) -> Response:
    """`POST /lay`: the recipe is kept, and the next one may be begun."""
    form = recipe_form(room.kits())
    if form is None:
        raise Refused(404, "unknown", "no-form")
    return await keep(request, room, Subject(None, form), PATH)


async def change(room: Room, request: Request) -> Response:
    """`POST /lay/cards`: a card is added or taken out, or all of them are put back."""
    said = {name: values[0] for name, values in (await posted(request)).items()}
    typed = said.get("card", "").strip()[:2000]
    code, kit, came = codes.parse(typed) or "", room.kits(), visit(request, room)
    if came.asking or came.session is None or came.device is None:
        return RedirectResponse(f"/join?next=lay-{code}" if code else "/join", 303)
    if said.get("do") == "clear":
        await room.store.set_draft(came.device.number, {})
        return RedirectResponse("/", 303)
    laid = drafted(room, came.device)
    if said.get("do") == "remove":
        await room.store.set_draft(came.device.number, {"cards": [other for other in laid if other != code]})
        return RedirectResponse(PATH, 303)
    may_guess(request, room)
    thing = kit.thing(code)
    if thing is None or not can_lay(thing):
        await guessed(request, room)
        return lay_page(room, request, wrong=typed[:20])
    await add_card(room, came.device, code)
    return RedirectResponse(PATH, 303)

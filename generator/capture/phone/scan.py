"""What a code opens: its thing's form, the open recipe that the card is laid to, or wherever it was pointed to."""

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from generator import codes
from generator.capture.answers.questions import Background, Subject, known
from generator.capture.phone.join import guessed, may_guess, session_typed, visit
from generator.capture.phone.recipe import RecipeDraft, add_card, can_lay, draft_of, recipe_form, recipe_page
from generator.capture.phone.redirect import FORM as FORM_LINK
from generator.capture.phone.redirect import leads_back, outside_form, template, told
from generator.capture.phone.submit import form_page, fresh, is_closed, keep
from generator.capture.web.body import FORM, media_type, posted
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.phone.join import Visit
    from generator.codes import ThingEntry
    from generator.form import Form

LONGEST_SHOWN = 20  # of a wrong code


class Opened(NamedTuple):
    """A code with all it may open. `away` is an address outside, or a link that is filled in; it goes before forms."""

    thing: "ThingEntry"
    forms: "tuple[Form, ...]"
    away: str = ""


async def start(room: Room, request: Request) -> Response:
    """`/`: the box for a code, and where a typed one goes."""
    typed = request.query_params.get("code", "").strip()[:2000]
    if not typed:
        return _box(room, request, "")
    code = codes.parse(typed)
    may_guess(request, room)
    if code and room.kit(request).thing(code):
        return RedirectResponse(f"/{code}", 303)
    session = session_typed(room, typed)
    if session:
        return RedirectResponse(f"/j/{session.join_code}", 303)
    entry = codes.normalise(codes.without_tail(typed).rpartition("/")[2])
    if codes.is_entry_code(entry):
        return RedirectResponse(f"/{codes.ENTRIES}/{entry}", 303)
    await guessed(request, room)
    return _box(room, request, typed)


def _box(room: Room, request: Request, wrong: str) -> Response:
    came = visit(request, room)
    number = len(draft_of(room, came.device).cards)
    status = 404 if wrong else 200
    return room.page(request, "code.html", status, session=came.session, wrong=wrong[:LONGEST_SHOWN], drafted=number)


async def scan(room: Room, request: Request) -> Response:
    """`GET /{code}`."""
    opened = await find(room, request)
    if opened is None:
        return _box(room, request, request.path_params["code"])
    if opened.away and not opened.forms:
        return leave_page(room, request, opened)
    poster = room.kit(request).poster(opened.thing)
    if poster and poster.layout == "join":
        return RedirectResponse("/join", 303)
    came = visit(request, room)
    laying = recipe_form(room.kit(request)) if can_lay(opened.thing) and draft_of(room, came.device).is_open else None
    if opened.away and not laying:
        return leave_page(room, request, opened)
    if came.session is None:
        return no_session(room, request, came, opened.thing.code)
    if came.newer:
        return RedirectResponse(f"/newer?next={opened.thing.code}", 303)
    if laying and "log" not in request.query_params:
        if meant(request):
            await add_card(room, came.device, opened.thing.code)
        return recipe_page(room, request, laying, added=opened.thing)
    return _form(room, request, opened, came)


async def scan_slash(room: Room, request: Request) -> Response:
    """`GET /{code}/`: what some readers of codes make of it."""
    return _to_code(room, request, codes.parse(request.path_params["code"]))


async def scan_corner(room: Room, request: Request) -> Response:
    """`GET /{code}/{corner}`: posters and worksheets have a code in each corner, which all open the same."""
    return _to_code(room, request, codes.parse(request.url.path))


def _to_code(room: Room, request: Request, code: str | None) -> Response:
    if code is None:
        return message(room, request, "missing-title", "missing-words", 404)
    return RedirectResponse(f"/{code}", 303)


def meant(request: Request) -> bool:
    """Whether somebody is looking: a preview, or a link on another site, lays no card."""
    fetched_ahead = request.headers.get("sec-purpose", request.headers.get("purpose", ""))
    site = request.headers.get("sec-fetch-site", "none")
    return request.method == "GET" and "prefetch" not in fetched_ahead and site != "cross-site"


def _form(room: Room, request: Request, opened: Opened, came: "Visit") -> Response:
    kit, session = room.kit(request), came.session
    assert session is not None
    form = chosen(opened, request.query_params.get("form", ""))
    subject = Subject(opened.thing, form)
    if is_closed(room, session, form):
        return message(room, request, "ballot-closed-title", "ballot-closed-words", 403)
    draft = draft_of(room, came.device)
    own = draft if form == recipe_form(kit) else RecipeDraft()
    filled = fresh(known(subject, Background(kit, room.store, session, came.device), own.cards) | dict(own.typed))
    return form_page(
        request,
        room,
        subject,
        f"/{opened.thing.code}",
        filled,
        others=opened.forms if len(opened.forms) > 1 else (),
        layable=can_lay(opened.thing) and not draft.is_open and recipe_form(kit) is not None,
    )


async def log(room: Room, request: Request) -> Response:
    """`POST /{code}`. A page may be older than where the code leads now: its form is taken at its word."""
    opened = await find(room, request)
    if opened is None:
        raise Refused(404, "unknown", "no-code")
    wanted = request.query_params.get("form", "")
    if media_type(request) == FORM:
        wanted = (await posted(request)).get("_form", [wanted])[0]
    form = written(opened, wanted, room.kit(request))
    return await keep(request, room, Subject(opened.thing, form), f"/{opened.thing.code}")


def written(opened: Opened, name: str, kit: "PrintedKit") -> "Form":
    """The form that a page was: one that the code leads to, else one that it was printed for, else any of the kit.

    Raises Refused where the kit has none of this name any more, and where none is named and the code leads outside.
    """
    if not name:
        return chosen(opened, name)
    known = {form.id: form for form in (*opened.forms, *kit.forms_of(opened.thing))}
    form = known.get(name) or kit.forms.get(name)
    if form is None:
        raise Refused(404, "unknown", "no-form")
    return form


async def find(room: Room, request: Request) -> Opened | None:
    """What this code leads to now; a wrong one is counted."""
    may_guess(request, room)
    kit, code = room.kit(request), codes.parse(request.path_params["code"])
    thing = kit.thing(code) if code else None
    if thing is None:
        if code:
            await guessed(request, room)
        return None
    link = room.store.link(thing.code)
    if link and not link.target.startswith(FORM_LINK) and not leads_back(room, thing.code, link.target):
        return Opened(thing, (), link.target)
    other = kit.forms.get(link.target.removeprefix(FORM_LINK)) if link else None
    forms = (other, *kit.votes_on(other)) if other else kit.forms_of(thing)
    opened = Opened(thing, forms)
    outside = outside_form(room, chosen(opened, request.query_params.get("form", "")).id) if forms else None
    return opened._replace(away=outside.text) if outside else opened


def chosen(opened: Opened, name: str) -> "Form":
    """The form of this name among those of the thing, else the first. Raises Refused where there is none at all."""
    if not opened.forms:
        raise Refused(404, "unknown", "missing")
    return next((form for form in opened.forms if form.id == name), opened.forms[0])


def leave_page(room: Room, request: Request, opened: Opened) -> Response:
    """Says where the way leads before anybody goes it, and what is filled in there."""
    link, session = template(opened.away), visit(request, room).session
    values = told(room.kits(), opened.thing, session.title if session else "")
    parts = urlsplit(opened.away)
    host = f"http://{parts.netloc}" if parts.scheme.lower() == "http" else parts.netloc  # whoever listens reads along
    return room.page(
        request,
        "leave.html",
        title=opened.thing.title,
        target=link.address(values) if link else opened.away,
        host=host,
        filled=[text for text in dict.fromkeys(link.filled(values)) if text.strip()] if link else [],
    )


def no_session(room: Room, request: Request, came: "Visit", code: str) -> Response:
    if came.why == "which":
        return RedirectResponse(f"/join?next={code}", 303)
    way, on = ("/mine", "mine") if came.device else (f"/{code}", "try-again")
    return message(room, request, f"{came.why}-title", f"{came.why}-words", way=way, on=on)


def message(
    room: Room, request: Request, title: str, words: str, status: int = 200, *, way: str = "", on: str = "mine"
) -> Response:
    """A page with one thing to say, and perhaps a way on."""
    return room.page(
        request,
        "message.html",
        status,
        heading=room.say(request, title),
        words=room.say(request, words),
        way=way,
        way_words=room.say(request, on),
        box=not way,
        wrong="",
    )

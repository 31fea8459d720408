"""The pages of a phone: a typed code, a scanned one, joining, one's own entries, and taking them back."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from generator import codes
from generator.capture.answers.ballots import Turnout, key_of, turnouts
from generator.capture.answers.questions import name_of
from generator.capture.answers.reader import Question, questions, shown
from generator.capture.model import VISIBLE, Device, Entry
from generator.capture.phone import join, recipe, scan
from generator.capture.phone.submit import heading
from generator.capture.web.body import posted
from generator.capture.web.guard import address
from generator.capture.web.refusal import Refused
from generator.capture.web.room import DEVICE_COOKIE, LANGUAGE_COOKIE, Room
from generator.capture.web.translations import languages

Page = Callable[[Room, Request], Awaitable[Response]]

LONGEST_RECEIPT = 40
YEAR = 365 * 86400
_BACK = re.compile(r"/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*|/")


class Shown(NamedTuple):
    """An entry as its phone sees it again."""

    id: str
    title: str
    code: str
    at: str
    gone: bool
    answers: tuple[tuple[str, str], ...]


def routes(room: Room) -> list[BaseRoute]:
    """Fixed addresses first: no code is as short or as long as one of them."""

    def at(path: str, page: Page, method: str = "GET") -> Route:
        return Route(path, counted(room, page), methods=[method], name=f"{method} {path}")

    return [
        at("/", scan.start),
        at("/join", join.join_page),
        at("/join", join.join, "POST"),
        at("/j/{token}", join.join_poster),
        at("/j/{token}", join.join, "POST"),
        at(recipe.PATH, recipe.lay),
        at(recipe.PATH, recipe.write, "POST"),
        at("/lay/cards", recipe.change, "POST"),
        at("/kept/{entry}", kept),
        at("/mine", mine),
        at("/mine/erase", erase_own, "POST"),
        at("/erase", erase_page),
        at("/erase", erase, "POST"),
        at("/language", language, "POST"),
        at("/leave", leave, "POST"),
        at("/{code}", scan.scan),
        at("/{code}", scan.log, "POST"),
        at("/{code}/", scan.scan_slash),
        at("/{code}/{corner:int}", scan.scan_corner),
    ]


def counted(room: Room, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page, for whoever does not ask too often: a joined phone by itself, all others by their address."""

    async def endpoint(request: Request) -> Response:
        device = room.device(request)
        if device is None:
            wait = room.limits.stranger(address(request, room.trust_proxy))
        else:
            wait = room.limits.device(device.number) if request.method == "POST" else 0.0
        if wait:
            raise Refused(429, "slow-down", "too-many", wait=wait)
        return await page(room, request)

    return endpoint


async def kept(room: Room, request: Request) -> Response:
    """What was kept just now; nobody else sees it."""
    device, entry = room.device(request), room.store.entry(request.path_params["entry"])
    if device is None or entry is None or entry.device != device.number or entry.state == "erased":
        return scan.message(room, request, "missing-title", "missing-words", 404)
    kit = room.kits()
    thing = kit.thing(entry.code)
    form = kit.forms.get(entry.form)
    again = "/lay?write=1" if not entry.code else f"/{entry.code}?form={entry.form}&log=1"
    others = tuple(other for other in kit.forms_of(thing) if other.id != entry.form) if thing else ()
    turnout = _turnout(room, entry)
    about = {"title": form.title if form else entry.form} | heading(thing, kit)
    return room.page(
        request,
        "kept.html",
        wrong="",
        again=again,
        others=others,
        answers=_answers(room, entry),
        turnout=turnout,
        **about,
    )


def _turnout(room: Room, entry: Entry) -> Turnout | None:
    """How many have voted so far, for whoever just did; nothing of how they voted."""
    kit = room.kits()
    key = key_of(kit.form_with(entry.code, entry.form))
    if key is None:
        return None
    votes = room.store.entries(entry.session, forms=(key.form,))
    return turnouts(votes, (key,), room.store.count_devices(entry.session), kit)[key]


async def mine(room: Room, request: Request) -> Response:
    device = room.device(request)
    if device is None:
        return scan.message(room, request, "mine", "mine-none")
    found = tuple(_shown(room, entry) for entry in reversed(room.store.entries_of(device.number)))
    erased = request.query_params.get("erased", "")
    return room.page(
        request,
        "mine.html",
        session=room.store.session(device.session),
        entries=found,
        erased=int(erased) if erased.isascii() and erased.isdigit() and len(erased) < 5 else None,
    )


def _shown(room: Room, entry: Entry) -> Shown:
    kit = room.kits()
    thing, form = kit.thing(entry.code), kit.forms.get(entry.form)
    title = (thing.title if thing else "") or (form.title if form else entry.form)
    gone = entry.state == "erased"
    return Shown(entry.id, title, entry.code, entry.at, gone, () if gone else _answers(room, entry))


def _answers(room: Room, entry: Entry) -> tuple[tuple[str, str], ...]:
    """In words, in the order of the form; nothing that was kept is left out, even if the form was printed anew."""
    kit = room.kits()
    thing, form = kit.thing(entry.code), kit.forms.get(entry.form)
    form = next((own for own in kit.forms_of(thing) if own.id == entry.form), form) if thing else form
    asked = {question.name: question for question in questions(form, kit)} if form else {}
    names = [*(name for name in asked if name in entry.body), *(name for name in entry.body if name not in asked)]
    return tuple(
        (asked[name].label, _said(room, entry, asked[name])) if name in asked else (name, str(entry.body[name]))
        for name in names
    )


def _said(room: Room, entry: Entry, question: Question) -> str:
    answer = entry.body[question.name]
    if question.kind == "votes" and question.entries:
        return ", ".join(f"{_voted_on(room, entry, key)}: {dots}" for key, dots in answer.items())
    return shown(question, answer)


def _voted_on(room: Room, vote: Entry, key: str) -> str:
    """The name of what was voted on, as long as this room sees it: an id may be anybody's."""
    there = room.store.entry(key)
    seen = there is not None and there.session == vote.session and there.state in VISIBLE
    return (name_of(there, room.kits()) if there and seen else "") or "…"


async def erase_own(room: Room, request: Request) -> Response:
    device, said = room.device(request), await posted(request)
    if device is None:
        return RedirectResponse("/mine", 303)
    number = await room.store.erase(device.number, said.get("entry", [])[:1])
    return RedirectResponse(f"/mine?erased={number}", 303)


# --- taking everything back, from any phone that has the receipt ---


async def erase_page(room: Room, request: Request) -> Response:
    return _erase(room, request)


async def erase(room: Room, request: Request) -> Response:
    said = {name: values[0] for name, values in (await posted(request)).items()}
    receipt = codes.normalise(said.get("receipt", "").strip()[:LONGEST_RECEIPT])
    join.may_guess(request, room)
    found: Device | None = room.store.find_receipt(receipt) if receipt else None
    if found is None:
        await join.guessed(request, room)
        return _erase(room, request, 422, receipt=receipt, wrong=True)
    if said.get("sure") == "1":
        return _erase(room, request, done=await room.store.erase(found.number))
    number = sum(entry.state != "erased" for entry in room.store.entries_of(found.number))
    return _erase(room, request, receipt=receipt, found=True, number=number)


def _erase(room: Room, request: Request, status: int = 200, **values: Any) -> Response:
    nothing = {"receipt": "", "wrong": False, "found": False, "number": 0, "done": None}
    return room.page(request, "erase.html", status, **nothing | values)


# --- the phone itself ---


async def language(room: Room, request: Request) -> Response:
    said = {name: values[0] for name, values in (await posted(request)).items()}
    back, to = said.get("back", "/"), said.get("to", "")
    answer = RedirectResponse(back if _BACK.fullmatch(back) else "/", 303)
    if to in languages():
        answer.set_cookie(LANGUAGE_COOKIE, to, max_age=YEAR, httponly=True, samesite="lax", secure=room.secure)
        device = room.device(request)
        if device:
            await room.store.set_device(device.number, language=to)
    return answer


async def leave(room: Room, request: Request) -> Response:
    """The phone forgets the session; what it said stays, and can be taken back by the receipt."""
    await posted(request)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(DEVICE_COOKIE, httponly=True, samesite="lax", secure=room.secure)
    return answer

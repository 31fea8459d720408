"""The pages of a phone: which address opens which, taking back by receipt, language, leaving."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from generator import codes
from generator.capture.model import Device
from generator.capture.phone import join, own, recipe, scan
from generator.capture.phone.submit import LAY
from generator.capture.web.body import posted
from generator.capture.web.guard import address
from generator.capture.web.refusal import Refused
from generator.capture.web.room import DEVICE_COOKIE, LANGUAGE_COOKIE, Room

Page = Callable[[Room, Request], Awaitable[Response]]

LONGEST_RECEIPT = 40
LONGEST_PAUSE = 2.0  # s
YEAR = 365 * 86400
_BACK = re.compile(r"/[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*|/")


def routes(room: Room) -> list[BaseRoute]:
    """Fixed addresses first: no code is as short or as long as one of them."""

    def at(path: str, page: Page, method: str = "GET") -> Route:
        return Route(path, counted(room, page), methods=[method], name=f"{method} {path}")

    def free(path: str, page: Page, method: str = "GET") -> Route:
        return Route(path, slowed(room, page), methods=[method], name=f"{method} {path}")

    def of_entry(path: str, page: Page, method: str = "GET") -> list[BaseRoute]:
        return [free(base + path, page, method) for base in ("/kept/{entry}", "/kept/{entry}/{signature}")]

    return [
        at("/", scan.start),
        at("/join", join.join_page),
        at("/join", join.join, "POST"),
        at("/j/{token}", join.join_poster),
        at("/j/{token}", join.join, "POST"),
        at("/newer", join.newer_page),
        at("/newer", join.newer, "POST"),
        at(LAY, recipe.lay),
        at(LAY, recipe.write, "POST"),
        at("/lay/cards", recipe.change, "POST"),
        *of_entry("/change", own.change),
        *of_entry("/take-back", own.take_back_page),
        *of_entry("/take-back", own.take_back, "POST"),
        *of_entry("", own.kept),
        at("/kept/{entry}/both", own.keep_both, "POST"),
        at("/kept/{entry}/{signature}/both", own.keep_both, "POST"),
        at("/mine", own.mine),
        free("/erase", erase_page),
        free("/erase", erase, "POST"),
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
        wait = _wait(room, request)
        if wait:
            raise Refused(429, "slow-down", "too-many", wait=wait)
        return await page(room, request)

    return endpoint


def slowed(room: Room, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """The page, late where much is asked for, and never refused: what was said may always be taken back."""

    async def endpoint(request: Request) -> Response:
        if request.method == "POST":
            await room.pause(min(LONGEST_PAUSE, _wait(room, request)))
        return await page(room, request)

    return endpoint


def _wait(room: Room, request: Request) -> float:
    """Seconds until whoever asks may ask again; 0 where they may now."""
    device = room.device(request)
    if device is None:
        return room.limits.stranger(address(request, room.trust_proxy))
    return room.limits.device(device.number) if request.method == "POST" else 0.0


# --- taking everything back, from any phone that has the receipt ---


async def erase_page(room: Room, request: Request) -> Response:
    return _erase(room, request)


async def erase(room: Room, request: Request) -> Response:
    said = {name: values[0] for name, values in (await posted(request)).items()}
    receipt = codes.normalise(said.get("receipt", "").strip()[:LONGEST_RECEIPT])
    found: Device | None = room.store.find_receipt(receipt) if receipt else None
    if found is None:  # a right one always passes: nobody guesses ten characters
        join.may_guess(request, room)
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
    if to in room.languages():
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

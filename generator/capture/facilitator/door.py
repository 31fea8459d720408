"""The way to the desk: a link that a press spends, the cookie it gives, and who is turned away without one.

Opening the link shows a page with one button and spends nothing: previews, bots and browsers that fetch ahead open
links too. The press comes from our own page, so that it counts as ours wherever the link stood, in web mail as well.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator import codes
from generator.capture.web.body import posted
from generator.capture.web.guard import SAFE_METHODS, same_origin
from generator.capture.web.refusal import Refused
from generator.capture.web.room import DESK_COOKIE, Room
from generator.capture.web.tokens import is_phone_key, phone_key

if TYPE_CHECKING:
    from generator.capture.model import Session

LASTS = 7 * 86400  # as long as the store knows the token

Handler = Callable[[Request], Awaitable[Response]]
Said = Mapping[str, str]


def routes(room: Room) -> list[Route]:
    async def door(request: Request) -> Response:
        return _door(room, request)

    async def enter(request: Request) -> Response:
        return await _enter(room, request)

    async def leave(request: Request) -> Response:
        return await _leave(room, request)

    return [
        Route("/f/{secret}", door, methods=["GET"]),
        Route("/f/{secret}", enter, methods=["POST"]),
        guarded(room, "/desk/out", leave, "POST"),
    ]


def guarded(room: Room, path: str, handler: Handler, *methods: str) -> Route:
    """A route for the facilitator alone."""

    async def inside(request: Request) -> Response:
        if not room.is_facilitator(request):
            return _locked(room, request, 403, "desk-closed", request.url.path)
        if request.method not in SAFE_METHODS and not same_origin(request):
            raise HTTPException(403)
        return await handler(request)

    return Route(path, inside, methods=list(methods) or ["GET"])


def session_of(room: Room, request: Request) -> "Session":
    """The session that the address names."""
    session = room.store.session(request.path_params["session"])
    if session is None:
        raise HTTPException(404)
    return session


async def inputs(request: Request) -> dict[str, list[str]]:
    """What a form of the desk sent, ends trimmed."""
    return {name: [value.strip() for value in values] for name, values in (await posted(request)).items()}


def one(sent: Mapping[str, list[str]], name: str) -> str:
    return next(iter(sent.get(name, ())), "")


def plain(text: str) -> str:
    """One line of what can be seen."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default


def _door(room: Room, request: Request) -> Response:
    if room.is_facilitator(request):
        return back_to("/desk")
    secret = _secret(request)
    if not room.store.is_one_time(secret):
        return _locked(room, request, 404, "desk-spent", "/desk")
    return room.page(request, "desk-door.html", secret=secret, key=phone_key())


async def _enter(room: Room, request: Request) -> Response:
    """The button was pressed. A second press, or one whose answer was lost, brings the same key and finds it let in."""
    key = one(await inputs(request), "key")
    if room.is_facilitator(request):
        return back_to("/desk")  # somebody else may still want the link
    if not is_phone_key(key):
        key = phone_key()
    if not room.store.is_admin(key) and not await room.store.use_one_time(_secret(request), key):
        return _locked(room, request, 404, "desk-spent", "/desk")
    answer = back_to("/desk")
    answer.set_cookie(DESK_COOKIE, key, max_age=LASTS, path="/", secure=room.secure, httponly=True, samesite="strict")
    return answer


def _secret(request: Request) -> str:
    """Of the address; a mail program may have taken the end of a sentence for a part of it."""
    return codes.without_tail(request.path_params["secret"])


def _locked(room: Room, request: Request, status: int, key: str, on: str) -> Response:
    """No way in. A browser that is in comes from another site's page without its cookie: `on` lets it try again."""
    return room.page(request, "desk-closed.html", status, key=key, on=on if request.method in SAFE_METHODS else "/desk")


async def _leave(room: Room, request: Request) -> Response:
    """Locks this desk or all. The secret ends with it: a page that the browser still has lets nobody in again."""
    everywhere = one(await inputs(request), "do") == "all"
    await room.store.revoke_admins("" if everywhere else request.cookies.get(DESK_COOKIE, ""))
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(DESK_COOKIE, path="/", secure=room.secure, httponly=True, samesite="strict")
    return answer


def back_to(path: str) -> Response:
    return RedirectResponse(path, 303)


def no_such() -> Refused:
    return Refused(404, "unknown", "desk-no-entry")

"""The way to the desk: a link that works once, the cookie it gives, and who is turned away without one."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator.capture.web.body import posted
from generator.capture.web.guard import SAFE_METHODS, same_origin
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.model import Session

COOKIE = "desk"
LASTS = 7 * 86400  # as long as the store knows the token

Handler = Callable[[Request], Awaitable[Response]]
Said = Mapping[str, str]


def routes(room: Room) -> list[Route]:
    async def once(request: Request) -> Response:
        return await _enter(room, request)

    async def leave(request: Request) -> Response:
        return await _leave(room, request)

    return [Route("/f/{secret}", once, methods=["GET"]), guarded(room, "/desk/out", leave, "POST")]


def guarded(room: Room, path: str, handler: Handler, *methods: str) -> Route:
    """A route for the facilitator alone."""

    async def inside(request: Request) -> Response:
        if not is_facilitator(room, request):
            return room.page(request, "desk-closed.html", 403)
        if request.method not in SAFE_METHODS and not same_origin(request):
            raise HTTPException(403)
        return await handler(request)

    return Route(path, inside, methods=list(methods) or ["GET"])


def is_facilitator(room: Room, request: Request) -> bool:
    token = request.cookies.get(COOKIE, "")
    return bool(token) and room.store.is_admin(token)


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


async def _enter(room: Room, request: Request) -> Response:
    if request.method == "HEAD" or request.headers.get("sec-purpose", "").startswith("prefetch"):
        return Response(status_code=204)  # looked at, not opened: the link is not spent on that
    token = await room.store.use_one_time(request.path_params["secret"])
    if token is None and not is_facilitator(room, request):
        return room.page(request, "desk-closed.html", 404)
    answer = RedirectResponse("/desk", 303)
    if token:
        answer.set_cookie(COOKIE, token, max_age=LASTS, path="/", secure=room.secure, httponly=True, samesite="strict")
    return answer


async def _leave(room: Room, request: Request) -> Response:
    if one(await inputs(request), "do") == "all":
        await room.store.revoke_admins()
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(COOKIE, path="/", secure=room.secure, httponly=True, samesite="strict")
    return answer


def back_to(path: str) -> Response:
    return RedirectResponse(path, 303)


def no_such() -> Refused:
    return Refused(404, "unknown", "desk-no-entry")

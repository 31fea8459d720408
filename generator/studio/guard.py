"""What every request passes before a page sees it: name, cookie, origin, size and patience; what every answer carries.

The studio writes files for whoever it takes for its user. So it answers on this computer alone, to its own name alone
(a page elsewhere may make its name point here), to a browser that came by the address of this run alone, and changes
something only where one of its own pages asks for it.
"""

import asyncio
import secrets
from typing import NoReturn

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.studio.body import FILES, media_type
from generator.studio.frame import Frame
from generator.studio.refusal import Declined
from generator.studio.state import Studio

OUR_NAMES = ("127.0.0.1", "localhost")
TOKEN = "token"  # in the query of the first address
OPEN_TO_ALL = ("/static/", "/fonts/")  # the same on every computer
SAFE_METHODS = ("GET", "HEAD")
MOST_BYTES = 4 * 1024 * 1024  # of a form
MOST_OF_FILES = 64 * 1024 * 1024  # of a form with files
PATIENCE = 60.0  # seconds in which a body must have come
HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "referrer-policy": "same-origin",  # `no-referrer` would take the Origin from our own forms
    "x-content-type-options": "nosniff",
}


class StudioGuard:
    """ASGI middleware: the outermost layer of the app."""

    def __init__(self, app: ASGIApp, studio: Studio, frame: Frame) -> None:
        self._app = app
        self._studio = studio
        self._frame = frame

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            raise RuntimeError(f"{scope['type']} is not spoken here")
        request, answer = Request(scope), _with_headers(send)
        try:
            door = self._door(request)
        except Declined as declined:
            door = self._frame.refusal(request, declined, bare=True)
        if door is not None:
            return await door(scope, receive, answer)
        body = receive if request.method in SAFE_METHODS else _limited(receive, _most(request))
        await self._app(scope, body, answer)

    def _door(self, request: Request) -> Response | None:
        """What is answered at the door; None where the request may pass. Raises Declined."""
        if host_name(request.headers.get("host", "")) not in OUR_NAMES:
            raise Declined(421, "name")
        if request.method not in (*SAFE_METHODS, "POST"):
            raise Declined(405, "method")
        given = request.query_params.get(TOKEN)
        if given is not None and request.method == "GET":
            if not _same(given, self._studio.surroundings.token):
                raise Declined(403, "token")
            return self._let_in(request)
        if request.url.path.startswith(OPEN_TO_ALL) and request.method in SAFE_METHODS:
            return None
        if not _same(request.cookies.get(cookie_name(request), ""), self._studio.surroundings.cookie):
            raise Declined(403, "token")
        if request.method not in SAFE_METHODS:
            if not same_origin(request):
                raise Declined(403, "cross-site")
            _check_length(request.headers, _most(request))
        return None

    def _let_in(self, request: Request) -> Response:
        """A page that goes on by itself. After a redirect from a page elsewhere, such as a link in a mail program, the
        browser would not send its strict cookie yet."""
        answer = self._frame.page(request, "door.html", "frame", bare=True)
        cookie = self._studio.surroundings.cookie
        answer.set_cookie(cookie_name(request), cookie, httponly=True, samesite="strict", path="/")
        return answer


def host_name(authority: str) -> str:
    """The name in a Host header, without its port."""
    name, _, port = authority.strip().lower().rpartition(":")
    return name or port


def cookie_name(request: Request) -> str:
    """Cookies know no port; two studios at a time are two names."""
    return f"prepdeck-studio-{request.headers.get('host', '').rpartition(':')[2]}"


def same_origin(request: Request) -> bool:
    """Whether a page of this very studio sent it. Browsers say so in Origin, Sec-Fetch-Site or both; whoever says
    neither is none of ours."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None:
        return False
    own = f"http://{request.headers.get('host', '')}".lower().removesuffix(":80")
    return site in (None, "same-origin") and (origin is None or origin.lower() == own)


def _same(given: str, right: str) -> bool:
    return secrets.compare_digest(given.encode(), right.encode())


def _most(request: Request) -> int:
    """Bytes of a body."""
    return MOST_OF_FILES if media_type(request) == FILES else MOST_BYTES


def _check_length(headers: Headers, most: int) -> None:
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()):
        raise Declined(400, "broken")
    if len(length) > 12 or int(length) > most:
        _refuse_size(most)


def _refuse_size(most: int) -> NoReturn:
    raise Declined(413, "too-large", megabytes=most // (1024 * 1024))


def _limited(receive: Receive, most: int) -> Receive:
    """A body of at most so many bytes, whatever its length was said to be, which has to come in time."""
    size, is_whole = 0, False
    until = asyncio.get_running_loop().time() + PATIENCE

    async def counted() -> Message:
        nonlocal size, is_whole
        if is_whole:
            return await receive()
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError as error:
            raise Declined(408, "slow") from error
        size += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if size > most:
            _refuse_size(most)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending

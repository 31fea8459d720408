"""What every request passes before a page sees it: host, origin, size and patience; and what every answer carries."""

import asyncio
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.capture.store import StoreFault
from generator.capture.web.body import FILES, media_type
from generator.capture.web.refusal import Refused

if TYPE_CHECKING:
    from generator.capture.web.room import Room

MOST_BYTES = 64 * 1024  # of a body; `posting` counts what it says, of which each byte may take three
STORE_WAIT = 9.0  # seconds until a phone asks a store again that could do nothing
MOST_OF_FILES = 16 * 1024 * 1024  # of a body with files, which the facilitator alone may send
PATIENCE = 15.0  # seconds in which a body must have come
_FILES = re.compile(r"/desk/[a-z0-9]+/forms")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    # `no-referrer` would take the Origin from our own forms too, and over plain http nothing else tells them from
    # those of other sites
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}
_OVER_HTTPS = {"cross-origin-opener-policy": "same-origin"}  # over http browsers only complain of it
# A wrong one is counted and slowed. A right one always passes, as nobody guesses 128 bits and a crowd must not lock
# the board or the desk out.
_SECRET_PATHS = {"/board/": "wrong", "/j/": "wrong", "/f/": "login"}


def same_origin(request: Request) -> bool:
    """Whether a page of ours sent this. Over plain http browsers send no Sec-Fetch-Site, but they do send Origin."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    host = request.headers.get("host", "")
    return bool(host) and _authority(request.headers.get("origin", "")) == _bare(host)


def host_name(authority: str) -> str:
    """The name in a Host header, without its port: 'prepdeck.local' of 'Prepdeck.local.:8765'."""
    text = authority.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0].removesuffix(".")


def address(request: Request, trust_proxy: bool) -> str:
    """Where a request comes from, for counting alone: it is never kept."""
    told = request.headers.get("x-forwarded-for", "") if trust_proxy else ""
    return told.rpartition(",")[2].strip() or (request.client.host if request.client else "")


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def refusal(room: "Room", request: Request, error: Refused) -> Response:
    """A refusal for a script or for a person. Its reason is stable; words may change."""
    seconds = int(error.wait) + 1
    headers = {"retry-after": str(seconds)} if error.wait else {}
    title, words = room.refusal(request, error.key, **{"seconds": seconds, **error.values})
    if wants_json(request):
        passing = {"passes": True} if error.passes else {}
        return JSONResponse({"reason": error.reason, "message": words, **passing}, error.status, headers)
    said = {"heading": title, "words": words, "way": "", "way_words": "", "box": True, "wrong": ""}
    page = room.page(request, "message.html", error.status, **said)
    page.headers.update(headers)
    return page


def unavailable(room: "Room", request: Request) -> Response:
    """The store can do nothing now. A phone keeps what it sent and sends it again; nothing is read for this page."""
    request.state.device = None
    key = "store-reading" if request.method in SAFE_METHODS else "store-writing"
    return refusal(room, request, Refused(503, "unavailable", key, wait=STORE_WAIT))


class Guard:
    """ASGI middleware: the outermost layer of the app."""

    def __init__(self, app: ASGIApp, room: "Room") -> None:
        self._app = app
        self._room = room
        self._hosts = frozenset(host.lower().strip("[]") for host in room.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        answer = _with_headers(send, scope, HEADERS | (_OVER_HTTPS if self._room.secure else {}))
        try:
            await self._answer(request, receive, answer)
        except StoreFault:
            await unavailable(self._room, request)(scope, receive, answer)

    async def _answer(self, request: Request, receive: Receive, answer: Send) -> None:
        scope = request.scope
        refused = self._refused(request)
        if refused is None and scope["method"] not in SAFE_METHODS:
            body = await _body(receive, request.headers, self._most(request))
            if body is None:
                return  # nobody waits for an answer any more
            if isinstance(body, bytes):
                await self._pass(request, _replay(body, receive), answer)
                return
            refused = refusal(self._room, request, body)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        await self._pass(request, receive, answer)

    def _refused(self, request: Request) -> Response | None:
        if host_name(request.headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("This server does not answer to that name.\n", 421)
        if request.method not in SAFE_METHODS and not same_origin(request):
            return refusal(self._room, request, Refused(403, "cross-site", "refused"))
        return None

    def _most(self, request: Request) -> int:
        """Bytes of a body."""
        has_files = _FILES.fullmatch(request.scope["path"]) and media_type(request) == FILES
        return MOST_OF_FILES if has_files and self._room.is_facilitator(request) else MOST_BYTES

    async def _pass(self, request: Request, receive: Receive, send: Send) -> None:
        """Runs the app; slows whoever guesses at secret addresses."""
        path = request.scope["path"]
        kind = next((kind for start, kind in _SECRET_PATHS.items() if path.startswith(start)), "")
        if not kind:
            await self._app(request.scope, receive, send)
            return
        limits, room = self._room.limits, self._room
        replaced = False

        async def watched(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and message["status"] == 404:
                who = address(request, room.trust_proxy)
                wait = limits.login(who) if kind == "login" else limits.wrong(who)
                await room.pause(limits.hesitation(who))
                if wait:
                    replaced = True
                    slow = refusal(room, request, Refused(429, "slow-down", "too-many", wait=wait))
                    await slow(request.scope, receive, send)
            if not replaced:
                await send(message)

        await self._app(request.scope, receive, watched)


async def _body(receive: Receive, headers: Headers, most: int) -> bytes | Refused | None:
    """All of a body that is small and comes in time; else why not; None where the client has gone."""
    too_large = Refused(413, "too-large", "too-large")
    length = headers.get("content-length", "0")
    if not length.isascii() or not length.isdigit():
        return Refused(400, "broken", "refused")
    if len(length) > 9 or int(length) > most:
        return too_large
    parts, size = list[bytes](), 0
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return None
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    return too_large
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        return Refused(408, "slow", "refused")


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever the client does next."""
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(send: Send, scope: Scope, more: Mapping[str, str]) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in more.items():
                headers.setdefault(name, value)
            if not scope["path"].startswith("/static/"):
                headers.setdefault("cache-control", "no-store")
        await send(message)

    return sending


def _authority(origin: str) -> str:
    """The host and port of an Origin, without a default port; '' for 'null' and for nonsense."""
    try:
        parts = urlsplit(origin)
        return _bare(parts.netloc) if parts.scheme in ("http", "https") and not parts.path else ""
    except ValueError:
        return ""


def _bare(authority: str) -> str:
    return authority.strip().lower().removesuffix(":80").removesuffix(":443")

"""The one page of the doctor: whoever opens it is noted, with the address they came by."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from generator.capture.network.addresses import plain_ip
from generator.capture.web.guard import address, host_name

PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<body><h1>{title}</h1><p>{words}</p></body></html>
"""
WORDS = {
    "en": ("It works", "This device has reached the facilitator’s computer. You can close this page."),
    "de": ("Es klappt", "Dieses Gerät hat den Rechner der Moderation erreicht. Die Seite kann geschlossen werden."),
}
HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}


class DoctorVisit(NamedTuple):
    client: str  # the number it came from
    host: str  # the name it asked for
    authority: str  # … with its port


class Visits:
    """An ASGI application that knows one path, and every request for it is a visit; by `own` it is tried from here."""

    def __init__(self, secret: str, own: str, trust_proxy: bool = False) -> None:
        self.secret, self.own, self.trust_proxy = secret, own, trust_proxy
        self.nonce = f"{secret}-answers"
        self.seen: list[DoctorVisit] = []
        self._came = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._answer(Request(scope))(scope, receive, send)

    def _answer(self, request: Request) -> Response:
        asked = request.url.path.rpartition("/")[2]
        if asked == self.own:
            return PlainTextResponse(self.nonce, headers=HEADERS)
        if asked != self.secret:
            return PlainTextResponse("prepdeck doctor: nothing is served yet.\n", 404, HEADERS)
        told = request.headers.get("x-forwarded-host", "") if self.trust_proxy else ""
        authority = (told or request.headers.get("host", "")).lower()
        self.seen.append(DoctorVisit(plain_ip(address(request, self.trust_proxy)), host_name(authority), authority))
        self._came.set()
        language = "de" if request.headers.get("accept-language", "").lower().startswith("de") else "en"
        title, words = WORDS[language]
        return HTMLResponse(PAGE.format(language=language, title=title, words=words), headers=HEADERS)

    def first(self, wanted: Callable[[DoctorVisit], bool]) -> DoctorVisit | None:
        return next(filter(wanted, self.seen), None)

    async def wait(self, wanted: Callable[[DoctorVisit], bool], seconds: float) -> DoctorVisit | None:
        """The first such visit; None where none comes in time."""
        try:
            async with asyncio.timeout(seconds):
                while (found := self.first(wanted)) is None:
                    self._came.clear()
                    await self._came.wait()
                return found
        except TimeoutError:
            return None

"""What a browser may ask for: the page, how far the drawing is, pictures of pages, PDFs. A state in, answers out.

Everything is of this machine and for it: only our own name is answered to, and nothing can be changed from here.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator import bundled
from generator.studio.redrawing import Redrawing
from generator.studio.rendering import WIDTHS, Darkroom
from generator.studio.shown import CardSpot, FinishedPdf, PreviewState, ShownPiece, ShownProblem

HERE = Path(__file__).parent
STATIC = {"preview.css": "text/css", "preview.js": "text/javascript", "icon.svg": "image/svg+xml"}
FONTS = {
    "text.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Regular.ttf",
    "text-bold.ttf": "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext-Bold.ttf",
    "display.ttf": "fraunces/Fraunces-ExtraBold.ttf",
}
OUR_NAMES = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
FOR_GOOD = "private, max-age=31536000, immutable"  # the address holds a digest
SHOWN_WIDTHS = tuple(width for width in WIDTHS if width >= 400)
GROUPS = {"deck": "", "blanks": "", "posters": "Posters", "worksheets": "Worksheets"}


class Doorkeeper:
    """Only GET, and only by our own name: a page of another site that makes its name point here gets nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._app(scope, receive, send)
        if scope["type"] != "http":
            raise RuntimeError(f"{scope['type']} is not spoken here")

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        host = Headers(scope=scope).get("host", "").rpartition(":")
        if (host[0] or host[2]) not in OUR_NAMES:
            answer: ASGIApp = PlainTextResponse("This preview answers to 127.0.0.1 and localhost alone.", 400)
        elif scope["method"] != "GET":
            answer = PlainTextResponse("This preview can be looked at, and no more.", 405, {"Allow": "GET"})
        else:
            answer = self._app
        await answer(scope, receive, with_headers)


class PreviewPages:
    """Answers from the state as it is when it is asked for."""

    def __init__(self, redrawing: Redrawing) -> None:
        self._redrawing = redrawing
        self._darkroom = Darkroom()
        self._run = secrets.token_hex(4)  # versions of another run are not ours
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request) -> Response:
        state = self._redrawing.state
        piece = state.piece(request.query_params.get("piece", ""))
        html = self._templates.get_template("page.html").render(
            state=state,
            version=self._version(state),
            piece=piece,
            groups=list(_grouped(state.pieces)),
            here=[finding for finding in state.findings if piece is None or finding.is_on(piece.name)],
            elsewhere=[finding for finding in state.findings if piece is not None and not finding.is_on(piece.name)],
            anchors=_first_spots(piece),
            on_card=_by_card(state.findings),
            on_piece={each.name: sum(each.name in found.pieces for found in state.findings) for each in state.pieces},
            is_stale=piece is not None and state.is_stale(piece),
            widths=SHOWN_WIDTHS,
        )
        return Response(html, media_type="text/html")

    def state(self, request: Request) -> Response:
        """What changes whenever the page would look otherwise. Whoever asks has `piece` before them."""
        state = self._redrawing.state
        self._redrawing.look_at(request.query_params.get("piece", ""))
        tag = f'"{self._version(state)}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        words = f'{{"version": {tag}, "drawing": {str(state.is_drawing).lower()}}}'
        return Response(words, headers=headers, media_type="application/json")

    def brand(self, request: Request) -> Response:
        """The brand's accent, for light and for dark screens; nothing before the first piece is drawn."""
        day, night = self._redrawing.state.accents
        dark = f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: {night}; }} }}\n"
        style = f":root {{ --accent: {day}; }}\n{dark}" if day else ""
        return Response(style, headers={"Cache-Control": "no-cache"}, media_type="text/css")

    def picture(self, request: Request) -> Response:
        printed = self._printed(request)
        width = request.query_params.get("w", "800")
        if not (width.isascii() and width.isdigit() and len(width) < 6):
            raise HTTPException(400, "w is a width in pixels, such as 800.")
        picture = self._darkroom.picture(printed, request.path_params["number"], int(width))
        if picture is None:
            raise HTTPException(404, "There is no such page.")
        return Response(picture, headers={"Cache-Control": FOR_GOOD}, media_type="image/png")

    def pdf(self, request: Request) -> Response:
        printed = self._printed(request)
        return Response(printed.data, headers={"Cache-Control": FOR_GOOD}, media_type="application/pdf")

    def _printed(self, request: Request) -> FinishedPdf:
        """The file that is asked for, by its name and version among those that were printed; no path is looked up."""
        name, version = request.path_params["file"], request.query_params.get("v", "")
        printed = self._redrawing.state.file(name, version)
        if printed is None:
            raise HTTPException(404, "There is no such print, or no longer.")
        return printed

    def _version(self, state: PreviewState) -> str:
        return f"{self._run}-{state.version}"


def make_app(redrawing: Redrawing) -> Starlette:
    pages = PreviewPages(redrawing)
    routes = [
        Route("/", pages.page),
        Route("/state", pages.state),
        Route("/page/{file:path}/{number:int}.png", pages.picture),
        Route("/file/{file:path}.pdf", pages.pdf),
        Route("/brand.css", pages.brand),
        Route("/static/{name}", _static),
        Route("/fonts/{name}", _font),
    ]
    return Starlette(routes=routes, middleware=[Middleware(Doorkeeper)])


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404)
    return FileResponse(HERE / "static" / name, media_type=STATIC[name], headers={"Cache-Control": "no-cache"})


def _font(request: Request) -> Response:
    name = FONTS.get(request.path_params["name"])
    if name is None:
        raise HTTPException(404)
    path = bundled.folder("fonts") / name
    return FileResponse(path, media_type="font/ttf", headers={"Cache-Control": "private, max-age=3600"})


def _grouped(pieces: Iterable[ShownPiece]) -> Iterable[tuple[str, list[ShownPiece]]]:
    """Pieces under the headings of the list; those of one kind follow one another."""
    groups: dict[str, list[ShownPiece]] = {}
    for piece in pieces:
        groups.setdefault(GROUPS.get(piece.kind, ""), []).append(piece)
    return groups.items()


def _first_spots(piece: ShownPiece | None) -> dict[str, CardSpot]:
    """Where each card lies first, for links to it."""
    leaves = [leaf for part in piece.parts for leaf in part.leaves] if piece else []
    found: dict[str, CardSpot] = {}
    for spot in (spot for leaf in leaves for page in leaf.pages for spot in page.spots):
        found.setdefault(spot.card, spot)
    return found


def _by_card(findings: Iterable[ShownProblem]) -> dict[str, list[ShownProblem]]:
    found: dict[str, list[ShownProblem]] = {}
    for finding in findings:
        for card in finding.cards:
            found.setdefault(card, []).append(finding)
    return found

"""Pictures and findings of all that is printed: the page, how far the drawing is, pictures of pages, PDFs.

A state in, answers out; nothing is changed from here.
"""

from collections.abc import Iterable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.colours import Colour
from generator.screen_colours import ink_on
from generator.studio.darkroom import WIDTHS, Darkroom
from generator.studio.frame import Frame
from generator.studio.remedies.page import remedies
from generator.studio.shown import CardSpot, FinishedPdf, ShownPiece, ShownProblem
from generator.studio.state import Studio
from generator.studio.ways import way_on

FOR_GOOD = "private, max-age=31536000, immutable"  # the address holds a digest
SHOWN_WIDTHS = tuple(width for width in WIDTHS if width >= 400)
GROUPS = ("posters", "worksheets")  # kinds that have a heading


class PreviewPages:
    """Answers from the state as it is when it is asked for."""

    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._darkroom = Darkroom()

    def page(self, request: Request) -> Response:
        state = self._studio.redrawing.state
        piece = state.piece(request.query_params.get("piece", ""))
        return self._frame.page(
            request,
            "pages.html",
            "pages",
            state=state,
            version=self._studio.version_of(state),
            piece=piece,
            groups=list(_grouped(state.pieces)),
            here=[finding for finding in state.findings if piece is None or finding.is_on(piece.name)],
            elsewhere=[finding for finding in state.findings if piece is not None and not finding.is_on(piece.name)],
            anchors=_first_spots(piece),
            on_card=_by_card(state.findings),
            on_piece={each.name: sum(each.name in found.pieces for found in state.findings) for each in state.pieces},
            is_stale=piece is not None and state.is_stale(piece),
            widths=SHOWN_WIDTHS,
            way_on=way_on,
            remedies=remedies(self._studio, state.findings),
            folder=self._studio.folder.resolve(),
        )

    def state(self, request: Request) -> Response:
        """What changes whenever the page would look otherwise. Whoever asks has `piece` before them."""
        state = self._studio.redrawing.state
        self._studio.redrawing.look_at(request.query_params.get("piece", ""))
        tag = f'"{self._studio.version_of(state)}"'
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if tag in [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers=headers)
        words = f'{{"version": {tag}, "drawing": {str(state.is_drawing).lower()}}}'
        return Response(words, headers=headers, media_type="application/json")

    def brand(self, request: Request) -> Response:
        """The brand's accent and the words on it, for light and for dark screens; nothing before the first piece is
        drawn.
        """
        day, night = self._studio.redrawing.state.accents if self._studio.is_open else ("", "")
        style = f"{_accent(day)}@media (prefers-color-scheme: dark) {{ {_accent(night).strip()} }}\n" if day else ""
        return Response(style, headers={"Cache-Control": "no-cache"}, media_type="text/css")

    def picture(self, request: Request) -> Response:
        printed = self._printed(request)
        width = request.query_params.get("w", "800")
        if not (width.isascii() and width.isdigit() and len(width) < 6):
            raise HTTPException(400)
        picture = self._darkroom.picture(printed, request.path_params["number"], int(width))
        if picture is None:
            raise HTTPException(404)
        return Response(picture, headers={"Cache-Control": FOR_GOOD}, media_type="image/png")

    def pdf(self, request: Request) -> Response:
        printed = self._printed(request)
        return Response(printed.data, headers={"Cache-Control": FOR_GOOD}, media_type="application/pdf")

    def _printed(self, request: Request) -> FinishedPdf:
        """The file that is asked for, by its name and version among those that were printed; no path is looked up."""
        name, version = request.path_params["file"], request.query_params.get("v", "")
        printed = self._studio.redrawing.state.file(name, version)
        if printed is None:
            raise HTTPException(404)
        return printed


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pages = PreviewPages(studio, frame)
    return [
        Route("/pages", pages.page),
        Route("/state", pages.state),
        Route("/page/{file:path}/{number:int}.png", pages.picture),
        Route("/file/{file:path}.pdf", pages.pdf),
        Route("/brand.css", pages.brand),
    ]


def _grouped(pieces: Iterable[ShownPiece]) -> Iterable[tuple[str, list[ShownPiece]]]:
    """Pieces under the headings of the list; those of one kind follow one another."""
    groups: dict[str, list[ShownPiece]] = {}
    for piece in pieces:
        groups.setdefault(piece.kind if piece.kind in GROUPS else "", []).append(piece)
    return groups.items()


def _accent(value: str) -> str:
    return f":root {{ --accent: {value}; --on-accent: {ink_on(Colour.from_hex(value)).hex}; }}\n"


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

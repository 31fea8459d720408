"""The words of a piece: those that are clicked in its picture, all of them as a list, and what is typed instead."""

from collections.abc import Iterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.render import Pages, nearest, phrases
from generator.studio.body import Posted, posting
from generator.studio.cards.columns import typed
from generator.studio.conflict import WAS, TypedText, conflict_page, retried
from generator.studio.frame import Frame, wants_json
from generator.studio.history import own_path, save
from generator.studio.shown import FinishedPdf, PreviewState, PrintedPage, ShownPiece
from generator.studio.state import Studio
from generator.studio.texts.match import texts_under
from generator.studio.texts.text_index import TextIndex, edit_of, text_indexes
from generator.units import MM_PER_POINT

PAGE = "texts"
TEXT = "text:"  # an input is called so, then the key of its text
DECK = "deck"


class TextsPage:
    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._indexes = text_indexes(studio)

    def listed(self, request: Request) -> Response:
        """All texts of a piece; the cards have a table of their own."""
        piece = request.query_params.get("piece", "")
        if piece == DECK:
            return RedirectResponse("/cards", 303)
        index = self._indexes.now()
        shown = self._studio.redrawing.state.piece(piece)
        title = shown.title if shown and shown.name == piece else piece
        return self._frame.page(
            request, "texts.html", PAGE, piece=piece, title=title, files=index.of_piece(piece), pieces=index.pieces
        )

    def at(self, request: Request) -> Response:
        """The text under a point of a page, with a field to change it; nothing where no words stand."""
        asked = request.query_params
        state = self._studio.redrawing.state
        printed = state.file(asked.get("file", ""), asked.get("v", ""))
        piece, page = _page_of(state, asked.get("file", ""), _number(asked.get("number", "")))
        if printed is None or piece is None or page is None:
            raise HTTPException(404)
        x, y = (min(max(_share(asked.get(name, "")), 0.0), 1.0) for name in ("x", "y"))
        under = _words_under(printed, page, x, y)
        if under is None:
            return Response(status_code=204)
        lines, number, word = under
        card = _card_at(page, x, y)
        found = texts_under(lines, number, word, self._indexes.now(), piece.name, card)
        back = f"/pages?piece={piece.name}"
        return self._frame.page(request, "texts_at.html", PAGE, found=found, words=lines[number], back=back)

    def save(self, request: Request, posted: Posted) -> Response:
        """Writes what was typed where nobody changed it meanwhile; else shows both, and nothing is written."""
        return retried(lambda: self._save(request, posted))

    def _save(self, request: Request, posted: Posted) -> Response:
        index, back = self._indexes.now(), own_path(posted.text("back"))
        texts = list(_typed(posted, index))
        if any(each.is_changed for each in texts):
            return conflict_page(request, self._frame, PAGE, texts, address="/texts/save", back=back)
        changed = [each for each in texts if each.text != each.now]
        edits = [edit_of(index.by_key[each.name.removeprefix(TEXT)], each.text) for each in reversed(changed)]
        if edits:
            label = self._frame.words(request, PAGE).count("label-texts", len(edits))
            save(self._studio, edits, {name: index.seen[name] for name in {edit.file for edit in edits}}, label)
        return JSONResponse({"changed": len(edits)}) if wants_json(request) else RedirectResponse(back, 303)


def routes(studio: Studio, frame: Frame) -> list[Route]:
    page = TextsPage(studio, frame)
    return [
        Route("/texts", page.listed),
        Route("/texts/at", page.at),
        Route("/texts/save", posting(studio, page.save), methods=["POST"]),
    ]


def _typed(posted: Posted, index: TextIndex) -> Iterator[TypedText]:
    for name, values in posted.fields.items():
        if name.startswith(TEXT):
            key = name.removeprefix(TEXT)
            text, was = index.by_key.get(key), posted.fields.get(WAS + key)
            label = f"{text.place.file}: {text.label}" if text else key
            before = typed(was[-1]) if was else None
            yield TypedText(name, label, typed(values[-1]), before, typed(text.text) if text else None)


def _page_of(state: PreviewState, file: str, number: int) -> tuple[ShownPiece | None, PrintedPage | None]:
    for piece in state.pieces:
        pages = (page for part in piece.parts for leaf in part.leaves for page in leaf.pages)
        for page in pages:
            if (page.file, page.number) == (file, number):
                return piece, page
    return None, None


def _words_under(printed: FinishedPdf, page: PrintedPage, x: float, y: float) -> tuple[list[str], int, int] | None:
    """The lines of a page, the number of that under a point (shares of the page), and of its word."""
    pages = Pages(printed.data)
    try:
        found = phrases(pages.letters(page.number - 1))
    finally:
        pages.close()
    place = x * page.width / MM_PER_POINT, y * page.height / MM_PER_POINT
    number = nearest(found, *place)
    return None if number is None else ([each.text for each in found], number, found[number].word_at(*place))


def _card_at(page: PrintedPage, x: float, y: float) -> str:
    left, top = x * page.width, y * page.height
    spots = (spot for spot in page.spots if 0 <= left - spot.x <= spot.width and 0 <= top - spot.y <= spot.height)
    return next((spot.card for spot in spots), "")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _share(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise HTTPException(400) from error

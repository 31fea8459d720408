"""The page `cards`: the table, one card with all that it says, the card that is typed, and what was typed, written."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.brand import Brand, colour_named
from generator.deck import CardSource
from generator.errors import SourceError
from generator.kit.pictures.live_card import LiveCard
from generator.studio.body import Posted, posting
from generator.studio.cards.changes import TypedCell, edits_of, removal, values_with
from generator.studio.cards.columns import CATEGORY, NEW, CardCell, CardColumn, cell_of, row_digest, typed
from generator.studio.cards.opened import OpenedDeck, opened_decks
from generator.studio.conflict import WAS, TypedText, conflict_page, retried
from generator.studio.frame import Frame, wants_json
from generator.studio.history import save
from generator.studio.pages import FOR_GOOD
from generator.studio.refusal import Declined
from generator.studio.state import Studio

PAGE = "cards"
CELL = "cell:"  # an input is called so, then the handle of a card, ':' and a key
WIDTHS = (320, 960)  # pixels of a picture: at least, at most
USUAL_WIDTH = 600


class ListedFamily(NamedTuple):
    id: str
    name: str
    colour: str  # #rrggbb
    cards: int  # of those that are shown


class TableRow(NamedTuple):
    handle: str
    number: int  # in its file's order, from 1
    title: str
    cells: tuple[tuple[CardColumn, CardCell], ...]
    is_printed: bool
    faults: tuple[str, ...]  # what is wrong with it, as the last print has it


class CardsPage:
    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._decks = opened_decks(studio)

    def table(self, request: Request) -> Response:
        """Sorted and in part as the address says; the files have their own order."""
        deck, asked = self._decks.now(), request.query_params
        rows = list(self._rows(deck))
        printed = [row for row in rows if row.is_printed]
        family, shown = asked.get("family", ""), asked.get("show", "printed" if printed else "all")
        of_show = printed if shown == "printed" else rows
        listed = [row for row in of_show if not family or _text(row, CATEGORY) == family]
        sort, column = asked.get("sort", ""), asked.get("sort", "").removeprefix("-")
        if column in {each.key for each in deck.columns}:
            listed.sort(key=lambda row: _in_order(_text(row, column)), reverse=sort.startswith("-"))
        return self._frame.page(
            request,
            "cards.html",
            PAGE,
            deck=deck,
            rows=listed,
            count=len(rows),
            printed=len(printed),
            families=self._families(deck, of_show),
            family=family,
            shown=shown,
            sort=sort,
            address=lambda **other: _address({"family": family, "show": shown, "sort": sort} | other),
        )

    def card(self, request: Request) -> Response:
        deck = self._decks.now()
        handle = request.query_params.get("id", "")
        if handle not in deck.by_handle:
            raise HTTPException(404)
        row = next(row for row in self._rows(deck) if row.handle == handle)
        return self._frame.page(
            request,
            "cards_card.html",
            PAGE,
            deck=deck,
            row=row,
            families=self._families(deck, []),
            **self._panel(deck, handle, {}, USUAL_WIDTH),
        )

    def draw(self, request: Request, posted: Posted) -> Response:
        """The card with what was typed until now, as a part of the page."""
        deck, handle = self._decks.now(), posted.text("card")
        width = posted.text("width")
        pixels = int(width) if width.isascii() and width.isdigit() and len(width) < 6 else USUAL_WIDTH
        texts = {cell.key: cell.text for cell in _cells(posted) if cell.card == handle}
        values = self._panel(deck, handle, texts, min(max(pixels, WIDTHS[0]), WIDTHS[1]))
        return self._frame.page(request, "cards_panel.html", PAGE, deck=deck, **values)

    def side(self, request: Request) -> Response:
        digest, _, width = request.path_params["name"].rpartition("-")
        png = self._decks.now().live.png(digest, int(width) if width.isascii() and width.isdigit() else 0)
        if png is None:
            raise HTTPException(404)
        return Response(png, headers={"Cache-Control": FOR_GOOD}, media_type="image/png")

    def version(self, request: Request) -> Response:
        return JSONResponse({"version": self._decks.now().version})

    def save(self, request: Request, posted: Posted) -> Response:
        """Writes what was typed where nobody changed it meanwhile; else shows both, and nothing is written."""
        cells = list(_cells(posted))
        return retried(lambda: self._save(request, posted, cells))

    def _save(self, request: Request, posted: Posted, cells: list[TypedCell]) -> Response:
        """Raises Stale where a file is changed at this very moment."""
        deck = self._decks.now()
        texts = [self._as_text(request, deck, cell) for cell in cells]
        if any(each.is_changed for each in texts):
            return conflict_page(request, self._frame, PAGE, texts, address="/cards/save", back="/cards")
        new = [cell for cell in cells if cell.card.startswith(NEW)]
        before = set(deck.by_handle)
        words = self._frame.words(request, PAGE)
        label = words("label-new") if new else words.count("label-cells", sum(each.text != each.now for each in texts))
        save(self._studio, edits_of(deck, cells), deck.seen, label)
        deck = self._decks.now()
        if wants_json(request):
            return JSONResponse({"version": deck.version, "new": bool(new)})
        made = next((handle for handle in deck.by_handle if handle not in before), "")
        return RedirectResponse(_card_address(made) if made else _own(posted.text("back")), 303)

    def remove(self, request: Request, posted: Posted) -> Response:
        deck, handle = self._decks.now(), posted.text("card")
        row = deck.by_handle.get(handle)
        if row is None:
            raise Declined(409, "changed", go="/cards")
        if posted.text("was") != row_digest(row):
            raise Declined(409, "changed", go=_card_address(handle))
        label = self._frame.words(request, PAGE)("label-removed", name=_title(row))
        save(self._studio, [removal(row)], deck.seen, label)
        return RedirectResponse("/cards", 303)

    def _as_text(self, request: Request, deck: OpenedDeck, cell: TypedCell) -> TypedText:
        """A cell with what its file says now; a card that is new has nothing there to be changed, and what the deck has
        no column for any more, or cannot be read of it, has no place.
        """
        row, words = deck.by_handle.get(cell.card), self._frame.words(request, PAGE)
        column = next((column for column in deck.columns if column.key == cell.key), None)
        now = None
        if column and (row or cell.card.startswith(NEW)):
            now = cell_of(row, cell.key).text if row else ""
        known = f"column-{cell.key}"
        title = (column.title if column else "") or (words(known) if known in words else cell.key)
        return TypedText(f"{CELL}{cell.card}:{cell.key}", f"{cell.card}: {title}", cell.text, cell.was, now)

    def _panel(self, deck: OpenedDeck, handle: str, texts: Mapping[str, str], width: int) -> dict[str, Any]:
        row = deck.by_handle.get(handle)
        if row is None:
            raise HTTPException(404)
        said = values_with(row, texts, deck.columns)
        try:
            live = deck.live.draw(said, width)
        except SourceError as error:  # nothing of this deck can be drawn
            live = LiveCard((), (), tuple(error.problems))
        return {
            "live": live,
            "handle": handle,
            "name": _title(row._replace(said=said)),
            "place": str(row.said.marks.here),
            "digest": row_digest(row),
            "columns": {column.key: column for column in deck.columns},
        }

    def _rows(self, deck: OpenedDeck) -> Iterator[TableRow]:
        printed = {card.id for card in deck.shop.deck.cards if card.quantity} if deck.shop.deck else set()
        found: dict[str, list[str]] = {}
        for finding in self._studio.redrawing.state.findings:
            for card in finding.cards:
                found.setdefault(card, []).append(finding.message)
        for number, (handle, row) in enumerate(deck.by_handle.items(), 1):
            cells = tuple((column, cell_of(row, column.key)) for column in deck.columns)
            yield TableRow(handle, number, _title(row), cells, row.id in printed, tuple(found.get(row.id, ())))

    def _families(self, deck: OpenedDeck, rows: list[TableRow]) -> dict[str, ListedFamily]:
        palette = (deck.shop.brand or Brand()).palette()
        families = {}
        for name, category in (deck.head.categories if deck.head else {}).items():
            colour = colour_named(category.colour, palette) or palette["ink"]
            count = sum(_text(row, CATEGORY) == name for row in rows)
            families[name] = ListedFamily(name, category.name, colour.hex, count)
        return families


def routes(studio: Studio, frame: Frame) -> list[Route]:
    page = CardsPage(studio, frame)
    return [
        Route("/cards", page.table),
        Route("/cards/card", page.card),
        Route("/cards/version", page.version),
        Route("/cards/side/{name}.png", page.side),
        Route("/cards/draw", posting(studio, page.draw), methods=["POST"]),
        Route("/cards/save", posting(studio, page.save), methods=["POST"]),
        Route("/cards/remove", posting(studio, page.remove), methods=["POST"]),
    ]


def _cells(posted: Posted) -> Iterator[TypedCell]:
    for name, values in posted.fields.items():
        if not name.startswith(CELL):
            continue
        card, _, key = name.removeprefix(CELL).rpartition(":")
        was = posted.fields.get(WAS + name.removeprefix(CELL))
        yield TypedCell(card, key, typed(values[-1]), typed(was[-1]) if was else None)


def _text(row: TableRow, key: str) -> str:
    return next((cell.text for column, cell in row.cells if column.key == key), "")


def _title(row: CardSource) -> str:
    title = row.said.get("title")
    return title if isinstance(title, str) and title else row.id


def _in_order(text: str) -> tuple[bool, int, str]:
    """Numbers by what they are worth, then words; what is empty last."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    return not text, number, text.casefold()


def _address(asked: Mapping[str, str]) -> str:
    return "/cards?" + urlencode({key: value for key, value in asked.items() if value})


def _card_address(handle: str) -> str:
    return f"/cards/card?id={quote(handle, safe='')}"


def _own(address: str) -> str:
    return address if address.startswith("/cards") else "/cards"

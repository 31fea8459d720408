"""Prints a kit for the screen, in memory: the finished PDFs, and what lies where on their pages.

A workshop in, pieces out, one after another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from generator.errors import SourceError
from generator.impose import Plan, SheetPage, page_order
from generator.kit.build import printable
from generator.kit.job import plan
from generator.kit.press.booklet_sheets import BookletPress
from generator.kit.press.draw import Finished, draw
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.poster_tiles import TilePress
from generator.kit.press.press import Press
from generator.kit.press.production import Production, unwatched
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop
from generator.studio.darkroom import Darkroom
from generator.studio.shown import CardSpot, FinishedPdf, Leaf, PaperUse, PieceView, PrintedPage, ShownPiece

PDF = ".pdf"
LARGEST_SHEET = 450.0  # mm: of what an office prints, A3 and Tabloid
BOTH_SIDES = ("two-sided-long-edge", "two-sided-short-edge", "fronts-and-backs-apart", "fronts-then-backs")
TITLES = {
    "deck": "Cards",
    "blanks": "Blank cards",
    "guide": "Guide",
    "catalogue": "Catalogue",
    "box": "Tuck box",
    "worksheets/examples": "Examples",
}


def ordered(shop: Workshop, first: str) -> Workshop:
    """With the pieces of a kind (deck, posters, worksheets …) before the others. An order sheet lists files that are
    kept, and here none is.
    """
    pieces = {name: piece for name, piece in shop.pieces.items() if not piece.lists_files}
    names = sorted(pieces, key=lambda name: name.partition("/")[0] != first)
    return replace(shop, pieces={name: pieces[name] for name in names})


def print_pieces(shop: Workshop, number: int, show: Callable[[ShownPiece], None]) -> None:
    """Draws all of them in round `number`, one after another, and shows each as soon as it is there; what was found is
    in the workshop's problems. Nothing is written, so that nothing counts as printed.

    Raises SourceError where the sources have problems, FileError where a file cannot be read.
    """
    kit = printable([shop], None, unwatched)

    def show_whole(production: Production, finished: Sequence[Finished]) -> None:
        if not shop.problems.errors and (piece := _piece(production, finished, number)):
            show(piece)

    with TemporaryDirectory(prefix="prepdeck-studio-") as nowhere:  # no earlier build has left anything there
        draw(plan(shop, kit, Wanted(), Path(nowhere), None), unwatched, show_whole)
    if shop.problems.errors:
        raise SourceError(shop.problems.sorted())


def _piece(production: Production, finished: Sequence[Finished], number: int) -> ShownPiece | None:
    """The piece with what lies where on its sheets."""
    presses = [each.press for each in finished if each.press.sheets]
    if not presses:
        return None
    files = {
        _stem(name): FinishedPdf(writer.sha256(), writer.finish())
        for each in finished
        for file, writer in each.writers.items()
        if (name := each.names()[file]).endswith(PDF)
    }
    parts = list(_parts(presses, files))
    shown = {page.file for part in parts for leaf in part.leaves for page in leaf.pages}
    of_piece = {name: file for name, file in files.items() if name in shown}
    return ShownPiece(production.piece.name, _title(production), tuple(parts), of_piece, number, tuple(_uses(presses)))


def _uses(presses: Sequence[Press]) -> Iterator[PaperUse]:
    """What is stapled is not printed page by page as well, and what is filled in on a screen not at all."""
    first = next((press for press in presses if isinstance(press, BookletPress)), presses[0])
    piece = first.production.piece
    if isinstance(first, BookletPress):
        yield PaperUse("whole", "paper", first.sheets, 2)
    else:
        plan = first.plan if isinstance(first, SheetPress) else None
        is_large = piece.is_poster and plan is not None and max(plan.paper) > LARGEST_SHEET
        stock: Literal["card", "paper", "large"] = (
            "card" if piece.is_card or piece.is_net else "large" if is_large else "paper"
        )
        sides = 2 if piece.sides in BOTH_SIDES else 1
        yield PaperUse("whole", stock, first.sheets, sides, _cuts(plan) if plan and piece.is_card else 0)
    for press in presses:
        if isinstance(press, TilePress):
            yield PaperUse("tiles", "paper", press.sheets, 1)


def _cuts(plan: Plan) -> int:
    """Straight through each sheet: one at each edge of its cards, which neighbours may share."""
    boxes = [plan.box(slot) for slot in plan.slots]
    across = {round(edge, 2) for box in boxes for edge in (box.x, box.right)}
    down = {round(edge, 2) for box in boxes for edge in (box.y, box.bottom)}
    return len(across) + len(down)


def _parts(presses: Sequence[Press], files: Mapping[str, FinishedPdf]) -> Iterator[PieceView]:
    """Sheets of cards, pages of a paper, tiles; what is the same once more, to be filled in or stapled, is left out."""
    has_tiles = any(isinstance(press, TilePress) for press in presses)
    for press in presses:
        production = press.production
        if isinstance(press, TilePress):
            yield _tiles(press)
        elif press is presses[0] and (production.piece.is_text or production.piece.is_net):
            yield _pages(press, files)
        elif isinstance(press, SheetPress):
            cards = len(press.cards) if production.piece.is_card else 0
            leaves = tuple(_sheets(press, press.plan))
            yield PieceView("whole" if has_tiles else "", press.summary(), leaves, cards, press.sheets)


def _tiles(press: TilePress) -> PieceView:
    (pdf,) = press.names("").values()
    stem, tiles, paper = _stem(pdf), press.tiling.tiles, press.tiling.paper
    overview = Leaf("map", 1, 1, (PrintedPage(stem, 1, "", *paper),))
    leaves = (
        Leaf("tile", at, len(tiles), (PrintedPage(stem, at + 1, "", *paper),), tile.label)
        for at, tile in enumerate(tiles, 1)
    )
    return PieceView("tiles", press.summary(), (overview, *leaves))


def _pages(press: Press, files: Mapping[str, FinishedPdf]) -> PieceView:
    """A piece that is pages of a paper, and nothing of the deck on them."""
    stem = press.production.piece.stem
    sizes = Darkroom().sizes(files[stem])
    leaves = tuple(
        Leaf("page", at, len(sizes), (PrintedPage(stem, at, "", *size),)) for at, size in enumerate(sizes, 1)
    )
    return PieceView("", press.summary(), leaves)


def _title(production: Production) -> str:
    """What people call it."""
    name, deck = production.piece.name, production.deck
    words = deck.cards[0].values.get("title") if deck.cards else ""
    return TITLES.get(name) or (words if isinstance(words, str) else "") or name.rpartition("/")[2]


def _sheets(press: SheetPress, plan: Plan) -> Iterator[Leaf]:
    """The sheets, both sides of each together, wherever the file has them."""
    names = {file: _stem(name) for file, name in press.names("").items()}
    turned: Counter[str] = Counter()
    leaves: dict[int, list[PrintedPage]] = {}
    order = list(page_order(plan, len(press.cards), press.sides))
    sides = {sheet.side for sheet in order}
    for each in order:
        turned[each.file] += 1
        side = ("front" if each.side == "recto" else "back") if len(sides) > 1 else ""
        upside_down = side == "back" and all(slot.turned == 180 for slot in plan.backs)
        spots = tuple(_spots(press, plan, each))
        page = PrintedPage(names[each.file], turned[each.file], side, *plan.paper, spots, upside_down)
        leaves.setdefault(each.sheet, []).append(page)
    for number, pages in sorted(leaves.items()):
        yield Leaf("sheet", number + 1, len(leaves), tuple(pages))


def _spots(press: SheetPress, plan: Plan, page: SheetPage) -> Iterator[CardSpot]:
    """Where each card of the deck lies. Of other pieces a page is one thing, or copies that the sources do not say."""
    piece = press.production.piece
    if not piece.is_card or piece.has_copies:
        return
    for laid in plan.lay(page.side, page.sheet, len(press.cards)):
        card = press.cards[laid.piece]
        title = card.values.get("title", "")
        words = title if isinstance(title, str) and title else card.id
        yield CardSpot(card.id, words, str(card.marks.here), *plan.box(laid.slot))


def _stem(name: str) -> str:
    return name.removesuffix(PDF)

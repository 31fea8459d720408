"""Prints one kind of piece for the preview: the finished PDFs, and what lies where on their pages.

A workshop in, pieces out. Prints into a folder of its own that is gone afterwards, so that nothing counts as printed.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from generator.deck import Card
from generator.impose import Plan, SheetPage, page_order
from generator.kit.build import build
from generator.kit.delivery.report import PrintedPiece
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.poster_tiles import TilePress
from generator.kit.press.production import Production, Shared
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop
from generator.studio.rendering import Darkroom
from generator.studio.shown import CardSpot, FinishedPdf, Leaf, PieceView, PrintedPage, ShownPiece

TITLES = {
    "deck": "Cards",
    "blanks": "Blank cards",
    "guide": "Guide",
    "catalogue": "Catalogue",
    "box": "Tuck box",
    "worksheets/examples": "Examples",
}


class Prints(NamedTuple):
    """The PDFs of a build by their names, and what it says of each piece."""

    files: dict[str, FinishedPdf]
    said: dict[str, list[PrintedPiece]]


def kinds(shop: Workshop) -> tuple[str, ...]:
    """What can be printed by itself: deck, blanks, posters, worksheets … An order sheet lists files that are kept."""
    names = (name.partition("/")[0] for name, each in shop.pieces.items() if not each.lists_files)
    return tuple(dict.fromkeys(names))


def print_kind(shop: Workshop, kind: str, number: int) -> list[ShownPiece]:
    """The pieces of a kind, drawn in round `number`; what was found is in the workshop's problems.

    Raises SourceError where the sources have problems, FileError where a file cannot be read or written.
    """
    ordered = {name: each.deck.cards for name, each in shop.pieces.items() if name.partition("/")[0] == kind}
    prints = _print(shop, kind)
    shared = Shared(shop, None)
    made = (_piece(Production(shared, shop.pieces[name]), cards, prints, number) for name, cards in ordered.items())
    return [piece for piece in made if piece]


def _print(shop: Workshop, kind: str) -> Prints:
    with TemporaryDirectory(prefix="prepdeck-preview-") as place:
        folder = Path(place)
        report = build(shop, Wanted((kind,)), folder, None, lambda done, total: None)
        top = folder / shop.words.language if shop.words else folder
        files = {
            file.path.relative_to(top).with_suffix("").as_posix(): FinishedPdf(file.sha256, file.path.read_bytes())
            for file in report.files
        }
    said = defaultdict(list)
    for piece in report.pieces:
        said[piece.piece].append(piece)
    return Prints(files, said)


def _piece(production: Production, cards: tuple[Card, ...], prints: Prints, number: int) -> ShownPiece | None:
    """The piece with what lies where on its sheets: planned once more, as the press has planned it."""
    plan = production.plan()
    name = production.piece.name
    if plan is None or not prints.said[name]:
        return None
    if production.piece.is_text or production.piece.is_net:
        return _pages(production, prints, number)
    press = SheetPress(production, plan, cards, None)
    whole, *more = prints.said[name]
    things = _count(whole.cards, "card") + " on " + _count(whole.sheets, "sheet")
    summary = f"{things}: {whole.imposition}" if production.piece.is_card else whole.imposition
    parts = [PieceView("Whole" if more else "", summary, tuple(_sheets(press, plan)))]
    names = list(press.names("").values())
    if (tiling := production.tiling()) and more:
        tiles = TilePress(production, tiling, None)
        (pdf,) = tiles.names("").values()
        labels = ["Map", *(tile.label for tile in tiling.tiles)]
        leaves = [Leaf(label, (PrintedPage(_stem(pdf), at, "", *tiling.paper),)) for at, label in enumerate(labels, 1)]
        parts.append(PieceView("In tiles", more[0].imposition, tuple(leaves)))
        names.append(pdf)
    files = {stem: prints.files[stem] for stem in map(_stem, names) if stem in prints.files}
    return ShownPiece(name, _title(production), tuple(parts), files, number)


def _pages(production: Production, prints: Prints, number: int) -> ShownPiece:
    """A piece that is pages of a paper, and nothing of the deck on them."""
    each = production.piece
    printed = prints.files[each.stem]
    sizes = Darkroom().sizes(printed)
    leaves = tuple(
        Leaf(f"Page {at} of {len(sizes)}" if len(sizes) > 1 else "", (PrintedPage(each.stem, at, "", *size),))
        for at, size in enumerate(sizes, 1)
    )
    part = PieceView("", prints.said[each.name][0].imposition, leaves)
    return ShownPiece(each.name, _title(production), (part,), {each.stem: printed}, number)


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
        yield Leaf(f"Sheet {number + 1} of {len(leaves)}" if len(leaves) > 1 else "", tuple(pages))


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
    return name.removesuffix(".pdf")


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"

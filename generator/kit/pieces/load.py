"""The pieces that a kit orders, with the layouts, sheets and papers that are named for them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from generator.deck import Deck
from generator.errors import NOWHERE, Place, Problems
from generator.example import Example
from generator.form import Form
from generator.geometry import Size
from generator.kit.pieces import blanks, box_piece, running_text, worksheets
from generator.kit.pieces.common_back import with_common_backs
from generator.kit.pieces.piece import (
    ALONE,
    BlankPiece,
    BoxPiece,
    CataloguePiece,
    DeckPiece,
    ExamplePiece,
    GuidePiece,
    HandoutPiece,
    OrderSheetPiece,
    Piece,
    PosterPiece,
    WorksheetPiece,
)
from generator.kit.pieces.posters import as_deck, at_size, check_words, empty_words, load_posters
from generator.kit.pieces.unshown import check_shown
from generator.kit.request.kit_yaml import (
    BlanksOrder,
    BoxOrder,
    CatalogueOrder,
    DeckOrder,
    GuideOrder,
    JoinOrder,
    Kit,
    PieceOrder,
    PostersOrder,
    SheetOrder,
    WorksheetsOrder,
)
from generator.kit.request.shelf import BLANK, Shelf, is_blank
from generator.kit.words.fixed_words import FixedWords
from generator.layout import CardLayout, Frame, Paper, Pattern, RulesFrame, SheetLayout
from generator.poster import Poster
from generator.sources import NO_MARKS, Marks, MergedMarks, Translation

if TYPE_CHECKING:
    from generator.booklet import Booklet  # a model that a kit without running text does without

SHEET_KEYS = ("margin", "gutter", "columns", "rows", "crop_marks", "slug", "order")  # an order may say them otherwise
JOIN = "join"

SomePiece = TypeVar("SomePiece", bound=Piece)


@dataclass(frozen=True)
class Sources:
    """What the pieces of a workshop are made from."""

    folder: Path
    kit: Kit
    deck: Deck
    forms: Mapping[str, Form]
    examples: Sequence[Example]
    fixed: FixedWords
    words: Translation | None = None  # of another language
    guide: "Booklet | None" = None


def load_pieces(sources: Sources, problems: Problems) -> Iterator[Piece]:
    """The pieces in the order in which they are printed; what is wrong with an order is a problem at its line."""
    shelf, kit = Shelf(sources.folder, problems), sources.kit
    deck = _deck(shelf, kit, sources.deck)
    check_shown(deck, shelf)
    yield deck
    if kit.blanks and kit.blanks.counts:
        yield _blanks(shelf, kit.blanks, sources.deck)
    if kit.posters:
        yield from _posters(shelf, sources, kit.posters, (JOIN,) if kit.join else ())
    if kit.join:
        yield from _join(shelf, sources, kit.join)
    if kit.worksheets:
        yield from _worksheets(shelf, kit.worksheets, sources)
        yield from _examples(shelf, kit.worksheets, sources)
    if kit.box:
        yield from _box(shelf, sources, kit.box, deck)
    if kit.guide:
        guide = running_text.guide_deck(kit.guide, sources.deck)
        booklet = sources.guide
        said = {"title": booklet.title, "intro": booklet.intro, "picture": booklet.picture} if booklet else {}
        around = {running_text.COVER: said, running_text.NOTES: {"title": sources.fixed.text("guide-notes")}}
        yield from _text(shelf, GuidePiece, kit.guide, guide, around, booklet.marks if booklet else NO_MARKS)
    if kit.catalogue:
        catalogue = running_text.catalogue_deck(kit.catalogue, sources.deck)
        yield from _text(shelf, CataloguePiece, kit.catalogue, catalogue)
    if kit.order:
        sheet = running_text.order_deck(kit.order, sources.deck)
        yield from _text(shelf, OrderSheetPiece, kit.order, sheet)


def _deck(shelf: Shelf, kit: Kit, deck: Deck) -> DeckPiece:
    """With the layouts that categories and cards ask for beside the order's, each once."""
    order = kit.deck
    wanted = {order.layout: order.marks.of("layout")}
    for category in deck.head.categories.values():
        if category.layout:
            wanted.setdefault(category.layout, category.marks.of("layout"))
    for card in deck.cards:
        if card.layout:
            wanted.setdefault(card.layout, card.place("layout"))
    layouts = _layouts(shelf, wanted)
    if order.backs == "common":
        layouts = with_common_backs(layouts, order, shelf, has_codes=not kit.capture.is_none)
    piece = DeckPiece(name="deck", order=order, deck=deck, layouts=layouts)
    return _checked(shelf, _on_sheet(shelf, piece))


def _blanks(shelf: Shelf, order: BlanksOrder, deck: Deck) -> BlankPiece:
    layouts = _layouts(shelf, {order.layout: order.marks.of("layout")})
    if order.ruling:
        layouts = {name: _ruled(layout, order.ruling) for name, layout in layouts.items()}
    copies = blanks.blank_deck(deck, order, shelf.problems)
    return _checked(shelf, _on_sheet(shelf, BlankPiece(name="blanks", order=order, deck=copies, layouts=layouts)))


def _posters(shelf: Shelf, sources: Sources, order: PostersOrder, but: Collection[str]) -> Iterator[PosterPiece]:
    """Each poster as a piece of its own, its layout at the size that is ordered; not those that are ordered apart."""
    size = shelf.paper(order.size, order.marks.of("size"))
    tiles = shelf.paper(order.tiles, order.marks.of("tiles")) if order.tiles else None
    for poster in load_posters(sources.folder, order, shelf.problems, sources.words):
        if poster.id not in but or poster.id in order.names:
            for piece in _poster(shelf, poster, f"posters/{poster.id}", size, sources.deck):
                yield replace(piece, tiles=tiles)


def _join(shelf: Shelf, sources: Sources, order: JoinOrder) -> Iterator[PosterPiece]:
    """The poster at the door."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    named = PostersOrder(names=(JOIN,), marks=Marks.at(order.marks.here))
    for poster in load_posters(sources.folder, named, shelf.problems, sources.words):
        yield from _poster(shelf, poster, JOIN, paper, sources.deck)


def _poster(shelf: Shelf, poster: Poster, name: str, size: Paper | None, deck: Deck) -> Iterator[PosterPiece]:
    layout = shelf.card(poster.layout, poster.marks.of("layout"), "posters")
    if layout and size:
        check_words(poster, layout, shelf.problems)
        words = empty_words(layout, as_deck(poster, deck.head))
        piece = PosterPiece(name=name, order=PieceOrder(sheet=ALONE), deck=words, page=size)
        yield _as_page(shelf, piece, replace(at_size(layout, size.size), name=poster.layout))


def _worksheets(shelf: Shelf, order: WorksheetsOrder, sources: Sources) -> Iterator[WorksheetPiece]:
    """Each form as a piece of its own, a page of the paper that is ordered."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    layout = _sheet_layout(shelf, order, paper)
    for form in worksheets.ordered_forms(order, sources.forms, shelf.problems):
        if layout and paper:
            copies = worksheets.worksheet_deck(form, order.copies[form.id], sources.deck.head)
            own = PieceOrder(sheet=ALONE, marks=order.marks)
            page = worksheets.page_of([form], paper)
            piece = WorksheetPiece(name=f"worksheets/{form.id}", order=own, deck=copies, page=page)
            yield _as_page(shelf, piece, replace(worksheets.on_paper(layout, page.size), name=order.layout))


def _sheet_layout(shelf: Shelf, order: WorksheetsOrder, paper: Paper | None) -> CardLayout | None:
    """The layout that is ordered, or on large paper the one that it names for that."""
    layout = shelf.card(order.layout, order.marks.of("layout"), "worksheets")
    if layout and paper and layout.larger and worksheets.is_large(paper, layout):
        return shelf.card(layout.larger, layout.marks.of("larger"), "worksheets")
    return layout


def _examples(shelf: Shelf, order: WorksheetsOrder, sources: Sources) -> Iterator[ExamplePiece]:
    paper = shelf.paper(order.paper, order.marks.of("paper")) if sources.examples else None
    layout = _sheet_layout(shelf, order, paper)
    if layout and paper:
        wanted = dict.fromkeys(example.form for example in sources.examples)
        lying = worksheets.page_of((sources.forms[name] for name in wanted if name in sources.forms), paper)
        page = worksheets.without_codes(worksheets.on_paper(layout, lying.size))
        piece = ExamplePiece(
            name="worksheets/examples",
            order=PieceOrder(sheet=ALONE, marks=order.marks),
            deck=worksheets.example_deck(sources.examples, sources.forms, sources.deck.head),
            page=lying,
            examples={example.id: example for example in sources.examples},
        )
        yield _as_page(shelf, piece, replace(page, name=order.layout))


def _text(
    shelf: Shelf,
    kind: type[GuidePiece | CataloguePiece | OrderSheetPiece],
    order: GuideOrder | CatalogueOrder | SheetOrder,
    deck: Deck,
    around: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    marks: Marks = NO_MARKS,
) -> Iterator[Piece]:
    """Running text on pages of the paper that is ordered, or on halves of it; `around`: what pages around it show, and
    `marks`: where that is said.
    """
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    layout = shelf.card(order.layout, order.marks.of("layout"), "booklets")
    if layout and paper:
        own = PieceOrder(layout=order.layout, sheet=ALONE, marks=order.marks)
        if not layout.folds:
            page = replace(worksheets.on_paper(layout, paper.size), name=order.layout)
            yield _as_page(shelf, kind(name=kind.kind, order=own, deck=deck, page=paper), page)
            return
        half = Size(paper.width, paper.height / 2)
        names = [order.layout, *filter(None, (layout.cover, layout.notes, layout.end))]
        found = {name: shelf.card(name, order.marks.of("layout"), "booklets") for name in names}
        pages = {
            name: replace(worksheets.on_paper(its, half), name=name) for name, its in found.items() if its is not None
        }
        whole = running_text.with_pages_around(deck, layout, around, marks)
        yield _on_sheet(shelf, kind(name=kind.kind, order=own, deck=whole, layouts=pages, folded=paper))


def load_handout(
    shelf: Shelf, paper: Paper, deck: Deck, words: Mapping[str, str], *, has_cover: bool
) -> HandoutPiece | None:
    """Pages of a handout, not written yet; `words`: what its cover shows, and its title above each page."""
    layout = shelf.card(running_text.HANDOUT, NOWHERE, "booklets")
    cover = shelf.card(layout.cover, NOWHERE, "booklets") if layout and has_cover else None
    if layout is None:
        return None
    found = {running_text.HANDOUT: layout} | ({layout.cover: cover} if cover else {})
    pages = {name: replace(worksheets.on_paper(its, paper.size), name=name) for name, its in found.items()}
    text = running_text.handout_deck("accent", replace(deck.head, title=words["running"]))
    whole = running_text.with_pages_around(text, layout, {running_text.COVER: words}) if cover else text
    order = PieceOrder(layout=running_text.HANDOUT, sheet=ALONE)
    return _on_sheet(shelf, HandoutPiece(name=running_text.HANDOUT, order=order, deck=whole, layouts=pages, page=paper))


def _box(shelf: Shelf, sources: Sources, order: BoxOrder, deck: DeckPiece) -> Iterator[BoxPiece]:
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    if deck.layout is None or paper is None:
        return
    boxes = box_piece.load_box(
        sources.folder,
        order,
        deck.deck,
        deck.layout.size,
        sources.fixed,
        shelf.problems,
        sources.words,
        sources.examples,
        sources.forms,
    )
    if boxes:
        if order.grows:
            paper = box_piece.grown_paper(boxes, paper, shelf.papers.values())
        yield BoxPiece(
            name="box",
            order=PieceOrder(layout=box_piece.CARD, sides="gutter-fold", marks=order.marks),
            deck=box_piece.box_deck(boxes, deck.deck),
            layouts=box_piece.box_layouts(shelf, boxes, order, deck.layout.size, deck.deck.head),
            sheet=SheetLayout(title=paper.title, columns=2, marks=order.marks),
            paper=paper,
            boxes=boxes,
        )


def _as_page(shelf: Shelf, piece: SomePiece, layout: CardLayout) -> SomePiece:
    """A piece that is a page of its own, in this layout alone."""
    order = replace(piece.order, layout=layout.name)
    return _on_sheet(shelf, replace(piece, order=order, layouts={layout.name: layout}))


def _layouts(shelf: Shelf, wanted: Mapping[str, Place]) -> dict[str, CardLayout]:
    """By their names, without those that there are not: each is a problem where it is wanted."""
    there = ((name, shelf.card(name, where)) for name, where in wanted.items())
    return {name: replace(layout, name=name) for name, layout in there if layout}


def _ruled(layout: CardLayout, ruling: Pattern) -> CardLayout:
    """With the ruling that the order wants instead of the layout's."""

    def ruled(frames: dict[str, Frame]) -> dict[str, Frame]:
        return {
            name: replace(frame, pattern=ruling) if isinstance(frame, RulesFrame) else frame
            for name, frame in frames.items()
        }

    return replace(layout, front=ruled(layout.front), back=ruled(layout.back))


def _checked(shelf: Shelf, piece: SomePiece) -> SomePiece:
    """Sides that are about backs need a layout that has one."""
    if piece.layout and not piece.layout.back and piece.sides in ("backs-only", "gutter-fold"):
        message = f"the layout '{piece.order.layout}' has no back to print {piece.sides}"
        where = piece.order.marks.of("sides")
        shelf.problems.error(where, message, "print one-sided, or choose another layout", "no-back")
    return piece


def _on_sheet(shelf: Shelf, piece: SomePiece) -> SomePiece:
    order = piece.order
    sheet = shelf.sheet(order.sheet, order.marks.of("sheet"))
    if sheet is None:
        return piece
    own = {key: value for key in SHEET_KEYS if (value := getattr(order, key)) is not None}
    if order.paper and _takes(order.paper, sheet, order, shelf.problems):
        own["paper"] = order.paper
    marks = MergedMarks(order.marks, frozenset(own), sheet.marks)
    stock, layout = sheet.stock, piece.layout
    fitting = shelf.fitting(stock, blank=piece.is_blank) if stock and layout and not stock.fits(layout.size) else ()
    sheet = replace(sheet, name=order.sheet, marks=marks, fitting=fitting, **own)
    paper = shelf.paper(sheet.paper, marks.of("paper")) if sheet.paper else None
    return replace(piece, sheet=sheet, paper=paper)


def _takes(paper: str, sheet: SheetLayout, order: PieceOrder, problems: Problems) -> bool:
    """Whether the sheet may have another paper: stock is the paper."""
    if sheet.stock is None or paper == sheet.paper:
        return True
    message = f"the paper '{paper}' is not that of the sheet '{order.sheet}': {sheet.title}"
    problems.error(order.marks.of("paper"), message, "leave the paper out, or choose another sheet", "stock")
    return False


def blank_layout(folder: Path, deck: DeckOrder, blank: BlanksOrder) -> str:
    """The layout of the blank cards: of the size of the deck's, so that they can be shuffled into it."""
    if blank.layout:
        return blank.layout
    quiet = Shelf(folder, Problems())
    layout = quiet.card(deck.layout, NOWHERE)
    known = filter(is_blank, quiet.names("cards"))
    alike = (name for name in known if layout and (own := quiet.card(name, NOWHERE)) and own.size == layout.size)
    return next(alike, BLANK)


def fits_stock(folder: Path, sheet: str, order: PieceOrder, problems: Problems) -> bool:
    """Whether a sheet that a command says for all pieces takes this one: stock has pieces of one size."""
    quiet = Shelf(folder, Problems())
    stock, layout = quiet.sheet(sheet, NOWHERE), quiet.card(order.layout, NOWHERE)
    if stock is None or stock.stock is None or layout is None or stock.stock.fits(layout.size):
        return True
    message = f"'{order.layout}' does not fit {stock.title}, so it stays on the sheet '{order.sheet}'"
    hint = "`layout` and `sheet` under `blanks:` in kit.yaml choose others"
    problems.warn(order.marks.of("layout"), message, hint, "stock-trim")
    return False

"""What is printed: each piece that a kit orders, with its cards, layouts, sheet and paper."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.codes import Key
from generator.deck import Card, Deck
from generator.errors import NOWHERE, Place, Problems
from generator.example import Example
from generator.form import Form
from generator.geometry import Size
from generator.kit.pieces import blanks, box_piece, running_text, worksheets
from generator.kit.pieces.copies import copy_of
from generator.kit.pieces.posters import as_deck, at_size, empty_words, load_posters
from generator.kit.request.kit_yaml import (
    DEFAULT_SIDES,
    BlanksOrder,
    BoxOrder,
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
from generator.layout import CardLayout, Frame, Paper, RulesFrame, SheetLayout, Sides
from generator.poster import Poster
from generator.sources import Marks, MergedMarks

SHEET_KEYS = ("margin", "gutter", "columns", "rows", "crop_marks", "slug", "order")  # an order may say them otherwise
ALONE = "one-per-page"
JOIN = "join"
STEMS = {"box": "tuck-box"}  # of files that are not called as their piece


@dataclass
class Piece:
    """One piece of the kit, as it is ordered: its cards, and the layouts, sheet and paper that the order names."""

    name: str  # deck, blanks, posters/<poster>
    kind: str  # of its things: card, blank or poster
    order: PieceOrder
    deck: Deck
    layouts: dict[str, CardLayout] = field(default_factory=dict)
    sheet: SheetLayout | None = None
    paper: Paper | None = None
    tiles: Paper | None = None  # on which it is printed in parts as well
    page: Paper | None = None  # of a piece that is a page of its own
    boxes: box_piece.Boxes | None = None  # whose panels its cards are
    named: str = ""  # what its files are called where a vendor gets them

    @property
    def stem(self) -> str:
        """What its files are called, without endings."""
        return STEMS.get(self.name, self.name)

    @property
    def page_size(self) -> str:
        """What its pages are called, in words: A4, or their size."""
        if paper := self.paper or self.page:
            return paper.title
        bleed, size = (self.layout.bleed, self.layout.size) if self.layout else (0.0, Size(0, 0))
        return f"{size.width + 2 * bleed:.1f} × {size.height + 2 * bleed:.1f} mm"

    @property
    def layout(self) -> CardLayout | None:
        return self.layouts.get(self.order.layout)

    @property
    def sides(self) -> Sides:
        return self.order.sides or (DEFAULT_SIDES if self.layout and self.layout.back else "one-sided")

    @property
    def has_copies(self) -> bool:
        """Whether its cards are numbered copies, each with a code of its own."""
        return self.kind in (blanks.KIND, worksheets.KIND)

    @property
    def has_codes(self) -> bool:
        """Whether its things can be scanned: what is only read cannot."""
        return self.kind not in (*running_text.KINDS, worksheets.EXAMPLES, box_piece.KIND)

    @property
    def sets(self) -> int:
        return self.order.sets if isinstance(self.order, DeckOrder) else 1

    def key(self, card: Card) -> Key:
        """What names the printed thing for good: its code comes from it."""
        counted = self.has_copies or self.kind in running_text.KINDS
        return (self.kind, card.category, copy_of(card)) if counted else (self.kind, card.id, "")


def load_pieces(
    folder: Path, kit: Kit, deck: Deck, forms: dict[str, Form], examples: Sequence[Example], problems: Problems
) -> Iterator[Piece]:
    """The pieces in the order in which they are printed; what is wrong with an order is a problem at its line."""
    shelf = Shelf(folder, problems)
    prints = [Piece("deck", "card", kit.deck, deck)]
    if kit.blanks and kit.blanks.counts:
        prints.append(Piece("blanks", blanks.KIND, kit.blanks, blanks.blank_deck(deck, kit.blanks, problems)))
    for each in prints:
        _load_layouts(shelf, each)
        _load_sheet(shelf, each)
        _check_sides(shelf, each)
    if kit.posters:
        prints.extend(_posters(shelf, folder, kit.posters, deck, (JOIN,) if kit.join else ()))
    if kit.join:
        prints.extend(_join(shelf, folder, kit.join, deck))
    if kit.worksheets:
        prints.extend(_worksheets(shelf, kit.worksheets, forms, deck))
        prints.extend(_examples(shelf, kit.worksheets, examples, deck))
    if kit.box:
        prints.extend(_box(shelf, folder, kit.box, prints[0]))
    if kit.guide:
        prints.extend(_booklet(shelf, running_text.GUIDE, kit.guide, running_text.guide_deck(kit.guide, deck)))
    if kit.order:
        prints.extend(_booklet(shelf, running_text.ORDER, kit.order, running_text.order_deck(kit.order, deck)))
    yield from prints


def _posters(shelf: Shelf, folder: Path, order: PostersOrder, deck: Deck, but: Collection[str]) -> Iterator[Piece]:
    """Each poster as a piece of its own, its layout at the size that is ordered; not those that are ordered apart."""
    size = shelf.paper(order.size, order.marks.of("size"))
    tiles = shelf.paper(order.tiles, order.marks.of("tiles")) if order.tiles else None
    for poster in load_posters(folder, order, shelf.problems):
        if poster.id not in but or poster.id in order.names:
            for each in _poster(shelf, poster, f"posters/{poster.id}", size, deck):
                yield replace(each, tiles=tiles)


def _join(shelf: Shelf, folder: Path, order: JoinOrder, deck: Deck) -> Iterator[Piece]:
    """The poster at the door."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    for poster in load_posters(folder, PostersOrder(names=(JOIN,), marks=Marks.at(order.marks.here)), shelf.problems):
        yield from _poster(shelf, poster, JOIN, paper, deck)


def _poster(shelf: Shelf, poster: Poster, piece: str, size: Paper | None, deck: Deck) -> Iterator[Piece]:
    layout = shelf.card(poster.layout, poster.marks.of("layout"), "posters")
    if layout and size:
        words = empty_words(layout, as_deck(poster, deck.head))
        page = replace(at_size(layout, size.size), name=poster.layout)
        yield replace(_page(shelf, Piece(piece, "poster", PieceOrder(sheet=ALONE), words), page), page=size)


def _worksheets(shelf: Shelf, order: WorksheetsOrder, forms: dict[str, Form], deck: Deck) -> Iterator[Piece]:
    """Each form as a piece of its own, a page of the paper that is ordered."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    layout = shelf.card(order.layout, order.marks.of("layout"), "worksheets")
    for form in worksheets.ordered_forms(order, forms, shelf.problems):
        if layout and paper:
            copies = worksheets.worksheet_deck(form, order.copies[form.id], deck.head)
            page = replace(worksheets.on_paper(layout, paper.size), name=order.layout)
            piece = PieceOrder(sheet=ALONE, marks=order.marks)
            each = _page(shelf, Piece(f"worksheets/{form.id}", worksheets.KIND, piece, copies), page)
            yield replace(each, page=paper)


def _examples(shelf: Shelf, order: WorksheetsOrder, examples: Sequence[Example], deck: Deck) -> Iterator[Piece]:
    """Forms that somebody has filled in, to be read first."""
    paper = shelf.paper(order.paper, order.marks.of("paper")) if examples else None
    layout = shelf.card(order.layout, order.marks.of("layout"), "worksheets")
    if layout and paper:
        page = replace(worksheets.without_codes(worksheets.on_paper(layout, paper.size)), name=order.layout)
        piece = PieceOrder(sheet=ALONE, marks=order.marks)
        shown = worksheets.example_deck(examples, deck.head)
        each = _page(shelf, Piece("worksheets/examples", worksheets.EXAMPLES, piece, shown), page)
        yield replace(each, page=paper)


def _booklet(shelf: Shelf, kind: str, order: GuideOrder | SheetOrder, deck: Deck) -> Iterator[Piece]:
    """Running text on pages of the paper that is ordered."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    layout = shelf.card(order.layout, order.marks.of("layout"), "booklets")
    if layout and paper:
        page = replace(worksheets.on_paper(layout, paper.size), name=order.layout)
        each = _page(shelf, Piece(kind, kind, PieceOrder(sheet=ALONE, marks=order.marks), deck), page)
        yield replace(each, page=paper)


def _box(shelf: Shelf, folder: Path, order: BoxOrder, deck: Piece) -> Iterator[Piece]:
    """The boxes of one set of the deck as a piece, its panels the cards."""
    paper = shelf.paper(order.paper, order.marks.of("paper"))
    if deck.layout is None or paper is None:
        return
    found = box_piece.load_box(folder, order, deck.deck, deck.layout.size, shelf.problems)
    if found:
        panels = box_piece.box_deck(found, deck.deck.head)
        layouts = box_piece.box_layouts(shelf, found, order, deck.layout.size)
        piece = PieceOrder(layout=box_piece.CARD, sides="gutter-fold", marks=order.marks)
        if order.grows:
            paper = box_piece.grown_paper(found, paper, shelf.papers.values())
        sheet = SheetLayout(title=paper.title, columns=2, rows=1, slug=False, marks=order.marks)
        yield Piece("box", box_piece.KIND, piece, panels, layouts, sheet, paper, boxes=found)


def _page(shelf: Shelf, each: Piece, layout: CardLayout) -> Piece:
    """A piece that is a page of its own."""
    order = replace(each.order, layout=layout.name)
    each = replace(each, order=order, layouts={layout.name: layout})
    _load_sheet(shelf, each)
    return each


def _load_layouts(shelf: Shelf, each: Piece) -> None:
    """The order's layout and, for the deck, those that categories and cards ask for, each once."""
    wanted: dict[str, Place] = {each.order.layout: each.order.marks.of("layout")}
    if each.kind != blanks.KIND:
        for category in each.deck.head.categories.values():
            if category.layout:
                wanted.setdefault(category.layout, category.marks.of("layout"))
        for card in each.deck.cards:
            if card.layout:
                wanted.setdefault(card.layout, card.place("layout"))
    for name, where in wanted.items():
        layout = shelf.card(name, where)
        if layout:
            each.layouts[name] = _ruled_as_ordered(replace(layout, name=name), each.order)


def _ruled_as_ordered(layout: CardLayout, order: PieceOrder) -> CardLayout:
    """With the ruling that the order wants instead of the layout's."""
    ruling = order.ruling if isinstance(order, BlanksOrder) else None
    if ruling is None:
        return layout

    def ruled(frames: dict[str, Frame]) -> dict[str, Frame]:
        return {
            name: replace(frame, pattern=ruling) if isinstance(frame, RulesFrame) else frame
            for name, frame in frames.items()
        }

    return replace(layout, front=ruled(layout.front), back=ruled(layout.back))


def _check_sides(shelf: Shelf, each: Piece) -> None:
    """Sides that are about backs need a layout that has one."""
    if each.layout and not each.layout.back and each.sides in ("backs-only", "gutter-fold"):
        message = f"the layout '{each.order.layout}' has no back to print {each.sides}"
        where = each.order.marks.of("sides")
        shelf.problems.error(where, message, "print one-sided, or choose another layout", "no-back")


def _load_sheet(shelf: Shelf, each: Piece) -> None:
    order = each.order
    sheet = shelf.sheet(order.sheet, order.marks.of("sheet"))
    if sheet is None:
        return
    said = {key: value for key in SHEET_KEYS if (value := getattr(order, key)) is not None}
    if order.paper and _takes(order.paper, sheet, order, shelf.problems):
        said["paper"] = order.paper
    marks = MergedMarks(order.marks, frozenset(said), sheet.marks)
    stock, layout = sheet.stock, each.layout
    fitting = (
        shelf.fitting(stock, blank=each.kind == blanks.KIND) if stock and layout and not stock.fits(layout.size) else ()
    )
    each.sheet = replace(sheet, name=order.sheet, marks=marks, fitting=fitting, **said)
    if each.sheet.paper:
        each.paper = shelf.paper(each.sheet.paper, marks.of("paper"))


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

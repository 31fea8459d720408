"""What a kit is made of: a small class for each kind of piece, which says what is so of the kind.

A piece does not change: whoever wants it on another sheet, or with more copies, makes another of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from generator.codes import Key
from generator.deck import Card, Deck
from generator.example import Example
from generator.geometry import Size
from generator.kit.pieces import blanks, box_piece, posters, running_text, worksheets
from generator.kit.pieces.copies import copy_of
from generator.kit.request.kit_yaml import DEFAULT_SIDES, DeckOrder, PieceOrder
from generator.kit.words.fixed_words import FixedWords
from generator.layout import CardLayout, Paper, SheetLayout, Sides

if TYPE_CHECKING:
    from generator.booklet import Document  # a model that a kit without running text does without

ALONE = "one-per-page"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One piece of the kit, as it is ordered: its cards, and the layouts, sheet and paper that the order names."""

    kind: ClassVar[str]  # of its things: codes come from it, and manifests name it
    has_copies: ClassVar[bool] = False  # whether its cards are numbered copies, each with a code of its own
    has_codes: ClassVar[bool] = True  # whether its things can be scanned: what is only read cannot
    has_tiles: ClassVar[bool] = False  # whether its things have markers for cameras: there are few numbers
    is_card: ClassVar[bool] = False  # whether each of its cards is cut out, to be held in a hand
    is_blank: ClassVar[bool] = False  # whether it is there to be written on
    is_poster: ClassVar[bool] = False
    is_form: ClassVar[bool] = False  # whether it can be filled in on a screen as well
    is_text: ClassVar[bool] = False  # whether its words decide how many pages it has
    is_net: ClassVar[bool] = False  # whether its cards are panels of a net, each of a size of its own
    shows_cards: ClassVar[bool] = True  # whether other cards in the deck can change it
    lists_files: ClassVar[bool] = False  # whether it is about the files of the other pieces, and comes after them

    name: str  # deck, blanks, posters/<poster>
    order: PieceOrder
    deck: Deck
    layouts: Mapping[str, CardLayout] = field(default_factory=dict)
    sheet: SheetLayout | None = None
    paper: Paper | None = None  # of the sheet
    page: Paper | None = None  # of a piece that is a page of its own
    folded: Paper | None = None  # whose halves its pages are
    tiles: Paper | None = None  # on which it is printed in parts as well
    boxes: box_piece.Boxes | None = None  # whose panels its cards are
    examples: Mapping[str, Example] = field(default_factory=dict)  # that fill in the forms of its cards
    written: "Mapping[str, Document]" = field(default_factory=dict)  # running text that is no file of the workshop
    vendor_file: str = ""  # what its file is called where a vendor gets it

    @property
    def stem(self) -> str:
        """What its files are called, without endings."""
        return self.name

    def page_size(self, words: FixedWords) -> str:
        """What its pages are called: A4, or their size."""
        if paper := self.paper or self.page:
            return paper.title
        bleed, size = (self.layout.bleed, self.layout.size) if self.layout else (0.0, Size(0, 0))
        width, height = (words.number(side + 2 * bleed, ".1f") for side in size)
        return f"{width} × {height} mm"

    @property
    def layout(self) -> CardLayout | None:
        return self.layouts.get(self.order.layout)

    @property
    def sides(self) -> Sides:
        return self.order.sides or (DEFAULT_SIDES if self.layout and self.layout.back else "one-sided")

    @property
    def sets(self) -> int:
        return 1

    def layout_of(self, card: Card) -> str:
        """The name of the layout in which a card is composed."""
        return self.order.layout

    def key(self, card: Card) -> Key:
        """What names the printed thing for good: its code comes from it."""
        return self.kind, card.id, ""


@dataclass(frozen=True, kw_only=True)
class DeckPiece(Piece):
    """The cards. Each may ask for a layout of its own, or its category does."""

    kind = "card"
    has_tiles = True
    is_card = True

    order: DeckOrder

    @property
    def sets(self) -> int:
        return self.order.sets

    def layout_of(self, card: Card) -> str:
        return card.layout or self.deck.head.categories[card.category].layout or self.order.layout


class _Numbered(Piece):
    """Its cards are numbered: what names one is what it is a copy of, and its number."""

    def key(self, card: Card) -> Key:
        return self.kind, card.category, copy_of(card)


class BlankPiece(_Numbered):
    kind = blanks.KIND
    has_copies = True
    shows_cards = False
    is_card = True
    is_blank = True


class PosterPiece(Piece):
    kind = posters.KIND
    shows_cards = False
    is_poster = True


class WorksheetPiece(_Numbered):
    kind = worksheets.KIND
    has_copies = True
    shows_cards = False
    is_form = True


class ExamplePiece(Piece):
    """Forms that somebody has filled in, to be read first."""

    kind = worksheets.EXAMPLES
    shows_cards = False
    has_codes = False


class BoxPiece(Piece):
    """The boxes of one set of the deck: each panel is a card with a layout of its own."""

    kind = box_piece.KIND
    has_codes = False
    is_net = True

    @property
    def stem(self) -> str:
        return "tuck-box"

    def layout_of(self, card: Card) -> str:
        return card.layout or self.order.layout


class _TextPiece(_Numbered):
    """Running text: its pages are numbered as it is set."""

    has_codes = False
    is_text = True

    def layout_of(self, card: Card) -> str:
        return self.deck.head.categories[card.category].layout or self.order.layout


class GuidePiece(_TextPiece):
    kind = running_text.GUIDE


class CataloguePiece(_TextPiece):
    kind = running_text.CATALOGUE


class HandoutPiece(_TextPiece):
    """What was captured, to be read on paper. It is no part of the kit."""

    kind = running_text.HANDOUT


class OrderSheetPiece(_TextPiece):
    kind = running_text.ORDER
    lists_files = True

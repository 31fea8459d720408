"""What is to be seen: pieces with their sheets, findings with their lines, and how far the redrawing has come.

Plain data from the redrawing thread to the pages; what was published is never changed.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generator.errors import Place


class CardSpot(NamedTuple):
    """Where a card lies on a page, in mm from its top left corner, and where the sources say it."""

    card: str
    title: str
    source: str
    x: float
    y: float
    width: float
    height: float


class PrintedPage(NamedTuple):
    """A page of a printed file."""

    file: str  # its name without .pdf
    number: int  # from 1
    side: str  # front, back, or nothing where the sheet has one side alone
    width: float  # mm
    height: float
    spots: tuple[CardSpot, ...] = ()
    upside_down: bool = False  # a back, for printers that turn the sheet over its top


class Leaf(NamedTuple):
    """A sheet of paper: its one or two sides."""

    kind: Literal["sheet", "page", "map", "tile"]
    number: int  # from 1
    total: int  # of its kind
    pages: tuple[PrintedPage, ...]
    label: str = ""  # of a tile, as it is printed on it


class PieceView(NamedTuple):
    """A piece as it is printed in one way; a poster has two, whole and in tiles."""

    way: Literal["", "whole", "tiles"]  # empty where there is one alone
    imposition: str  # in words
    leaves: tuple[Leaf, ...]
    cards: int = 0  # of the deck, on so many sheets
    sheets: int = 0

    @property
    def arrangement(self) -> str:
        """How its sheets lie on the screen: two sides beside one another, one large, small ones, or as many as fit."""
        if any(len(leaf.pages) > 1 for leaf in self.leaves):
            return "pairs"
        if len(self.leaves) == 1:
            return "one"
        return "small" if self.leaves[0].kind == "map" else "many"


class PaperUse(NamedTuple):
    """What printing a piece in one way takes."""

    way: Literal["whole", "tiles"]
    stock: Literal["card", "paper", "large"]
    sheets: int
    sides: int  # of each sheet that are printed
    cuts: int = 0  # through each sheet


class FinishedPdf(NamedTuple):
    """A finished PDF."""

    sha256: str
    data: bytes

    @property
    def version(self) -> str:
        """What an address says of it; enough to tell the prints of one evening apart."""
        return self.sha256[:16]


class ShownPiece(NamedTuple):
    name: str  # deck, blanks, posters/<poster>, worksheets/<form>
    title: str
    parts: tuple[PieceView, ...]
    files: dict[str, FinishedPdf]  # by the names that pages use
    round: int  # in which it was drawn
    uses: tuple[PaperUse, ...] = ()  # of paper: a poster whole, and in tiles

    @property
    def kind(self) -> str:
        return self.name.partition("/")[0]


class QuotedLine(NamedTuple):
    """A line of a source, cut where the place begins and ends; `marked` is empty on the lines around it."""

    number: int
    before: str
    marked: str = ""
    after: str = ""


class ShownProblem(NamedTuple):
    """A problem with what it is about."""

    number: int  # from 1
    severity: str  # error or warning
    file: str
    place: str
    message: str
    hint: str = ""
    quote: tuple[QuotedLine, ...] = ()
    pieces: tuple[str, ...] = ()  # that it shows on; all of them where none is named
    cards: tuple[str, ...] = ()
    others: str = ""  # where else the same is wrong, in words
    code: str = ""  # of its kind
    places: tuple[Place, ...] = ()  # where it is wrong, the first of them first

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def is_on(self, piece: str) -> bool:
        return not self.pieces or piece in self.pieces


@dataclass(frozen=True)
class PreviewState:
    """All that the pages show, at one moment."""

    version: int = 0
    round: int = 0  # counts the changes of the sources
    is_drawing: bool = True
    title: str = ""
    accents: tuple[str, str] = ("", "")  # the brand's, by day and by night: #rrggbb
    pieces: tuple[ShownPiece, ...] = ()
    findings: tuple[ShownProblem, ...] = ()
    before: dict[str, FinishedPdf] = field(
        default_factory=dict
    )  # files that were just replaced: they may still be asked for

    @property
    def errors(self) -> int:
        return sum(finding.is_error for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

    def is_stale(self, piece: ShownPiece) -> bool:
        """Whether the sources say something else by now, which cannot be printed."""
        return piece.round != self.round and not self.is_drawing

    def piece(self, name: str) -> ShownPiece | None:
        """The piece of that name; the first one where there is none."""
        first = self.pieces[0] if self.pieces else None
        return next((piece for piece in self.pieces if piece.name == name), first)

    def file(self, name: str, version: str) -> FinishedPdf | None:
        """A file as it was at that version, as long as it is kept."""
        now = next((piece.files[name] for piece in self.pieces if name in piece.files), None)
        return next((each for each in (now, self.before.get(name)) if each and each.version == version), None)

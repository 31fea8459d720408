"""The shape of a sheet and of a paper, and what suits a printer, as the files in `layouts/` say it. Holds no words."""

from dataclasses import field
from typing import ClassVar, Literal

from generator.geometry import Size
from generator.layout.frames import Trim
from generator.sources import NO_MARKS, Marks, SourceModel, source_model
from generator.units import Mm
from generator.vendor import Vendor

Sides = Literal[
    "one-sided",
    "two-sided-long-edge",
    "two-sided-short-edge",
    "fronts-and-backs-apart",
    "fronts-then-backs",
    "backs-only",
    "gutter-fold",  # fronts beside their backs on one side of the paper, which is folded between them and glued
]
Order = Literal["rows", "cut-and-stack"]
Standard = Literal["PDF/X-1a:2003", "PDF/X-4"]


@source_model
class Paper(SourceModel):
    title: str
    width: Mm
    height: Mm
    family: Literal["A", "US"] = "A"
    like: str = ""  # the paper of another family whose place it takes

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@source_model
class Profile(SourceModel):
    """What suits a kind of printer, where an order does not say it itself."""

    title: str
    note: str = ""  # for whoever prints
    sides: Sides | None = None
    margin: Mm | None = None
    gutter: Mm | Literal["auto", "butt"] | None = None
    order: Order | None = None
    sheet: str = ""  # how cards lie on paper
    standard: Standard | None = None  # of the files: four inks in place of RGB
    condition: str = ""  # the printing condition, by its name in the registry of the ICC
    condition_title: str = ""
    icc: str = ""  # its profile, a file in layouts/profiles/icc/
    ink_limit: float = 400.0  # per cent, of all inks on one spot
    ink_window: Mm = 1.0  # the side of the square over which ink is counted
    rich_black: tuple[float, ...] = ()  # per cent of each ink, in large black areas
    bleed: Mm = 0.0  # at least, where something runs off the edge
    die_line: bool = False  # the outline of each card as the spot colour CutContour
    strict: tuple[str, ...] = ()  # codes of findings that are errors here
    vendor: Vendor | None = None  # what a card vendor takes: cards go alone on pages of its size
    name: str = field(default="", metadata={"key": False})
    marks: Marks = NO_MARKS

    mergeable: ClassVar[bool] = True


STOCK_TOLERANCE = 0.6  # mm: a trim that differs from the stock's by no more is centred on it


@source_model
class Stock(SourceModel):
    """Perforated or label stock: where its pieces lie, measured from the top left corner of the upright paper."""

    card: Trim
    columns: int
    rows: int
    left: Mm  # of the first piece
    top: Mm
    across: Mm  # from one piece to the next
    down: Mm
    marks: Marks = NO_MARKS

    def fits(self, trim: Size) -> bool:
        """Whether a piece of that size is a piece of the stock, upright or turned."""
        return self.takes(trim) or self.takes(trim.turned)

    def takes(self, trim: Size) -> bool:
        """Whether a piece lies in the stock's as it is, not turned."""
        slack = STOCK_TOLERANCE + 1e-6
        return abs(trim.width - self.card.width) <= slack and abs(trim.height - self.card.height) <= slack


@source_model
class Registration(SourceModel):
    """Marks on the side that is cut: a square and two angles in three corners, or a box around all pieces."""

    kind: Literal["corners", "box"]
    inset: Mm = 10.0  # from the edges of the paper
    square: Mm = 5.0  # in the top left corner
    arm: Mm = 20.0  # of the angles in the top right and the bottom left corner
    width: Mm = 0.5  # of lines
    clear: Mm = 2.0  # around the marks: no piece comes nearer
    source: str = ""
    verified: bool = False
    note: str = ""
    marks: Marks = NO_MARKS


@source_model
class SheetLayout(SourceModel):
    """How pieces lie on a paper. Columns and rows that are not given are found: as many as fit, turned if that wins."""

    title: str
    paper: str = ""  # a name of layouts/papers.yaml; empty: the piece with its bleed is the page
    columns: int | None = None
    rows: int | None = None
    orientation: Literal["auto", "portrait", "landscape"] = "auto"
    margin: Mm = 8.0  # from the paper's edge to the outermost trim
    gutter: Mm | Literal["auto", "butt"] = "auto"  # auto: 2 × bleed, or none where all edges share one colour
    crop_marks: bool = True
    slug: bool = True
    order: Order = "rows"  # cut-and-stack: cut stacks put on one another are the deck in its order
    stock: Stock | None = None  # fixes columns, rows, margin, gutter; has no crop marks
    page: Trim | None = None  # without a paper: the page in whose middle the piece lies
    backs: Literal["after", "before", "once"] = "after"  # without a paper: pages of backs, and of one that all share
    registration: Registration | None = None  # marks that a cutting plotter looks for
    source: str = ""  # where the figures of the stock are from
    fitting: tuple[str, ...] = field(default=(), metadata={"key": False})  # layouts that fit the stock, for messages
    name: str = field(default="", metadata={"key": False})
    marks: Marks = NO_MARKS

    mergeable: ClassVar[bool] = True

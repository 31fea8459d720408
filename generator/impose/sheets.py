"""The plan of a job's sheets, and the order of its pages.

Positions are millimetres from the top left corner of the sheet side being looked at; y runs down.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from generator.geometry import Rect, Size
from generator.impose.marks import Mark, Slug
from generator.impose.verso import Axis
from generator.layout import Order, Sides

Duplex = Literal["simplex", "long-edge", "short-edge"]
SheetSide = Literal["recto", "verso"]
File = Literal["deck", "fronts", "backs"]
PieceSide = Literal["front", "back"]


class Slot(NamedTuple):
    """The trim of one piece on one side of a sheet."""

    x: float  # of the top left corner of the trim box as it lies on the sheet
    y: float
    turned: int  # 0, 90, 180 or 270 degrees clockwise that the face is turned


class Laid(NamedTuple):
    """A piece in its slot; nothing of it may be drawn outside `clip`."""

    piece: int
    slot: Slot
    clip: Rect
    side: PieceSide = "front"


class SheetPage(NamedTuple):
    """One side of one sheet."""

    file: File
    side: SheetSide
    sheet: int  # from 0


class Plan(NamedTuple):
    """How every sheet of a job looks; a part-filled sheet leaves its last slots empty."""

    paper: Size  # as oriented
    trim: Size  # of the piece, not turned
    bleed: float
    columns: int
    rows: int
    gutter: float
    turned: bool  # pieces lie on their side
    alone: bool  # one per page: the page is the piece with its bleed
    axis: Axis
    duplex: Duplex  # what a printer is asked for
    slots: tuple[Slot, ...]  # recto, in reading order
    backs: tuple[Slot, ...]  # backs[i] lies behind slots[i], on the verso or over the fold; none where one-sided
    clips: tuple[Rect, ...]  # recto: how far the bleed of each slot may run
    back_clips: tuple[Rect, ...]
    marks: tuple[Mark, ...] = ()  # the same on every page, so that a guillotine cuts the stack
    slug: Slug | None = None  # the same on every page; none where it is not wanted or has no room
    fold: Mark | None = None  # the sheet is printed on one side and folded here; columns or rows count both halves
    order: Order = "rows"
    stock: bool = False  # perforated or label stock, which lies as it was made
    backs_go: Literal["after", "before", "once"] = "after"  # one per page: backs after their fronts, before, or one
    registration: tuple[Rect, ...] = ()  # black, on the recto: what a cutting plotter looks for

    @property
    def per_sheet(self) -> int:
        return len(self.slots)

    @property
    def cell(self) -> Size:
        """The trim as it lies on the sheet."""
        return self.trim.turned if self.turned else self.trim

    @property
    def trim_box(self) -> Rect | None:
        """Of a page that is one piece. A sheet of many has none: it is not what is trimmed out."""
        return self.box(self.slots[0]) if self.alone else None

    @property
    def bleed_box(self) -> Rect | None:
        return self.clips[0] if self.alone else None

    def box(self, slot: Slot) -> Rect:
        return Rect(slot.x, slot.y, *self.cell)

    def sheets(self, count: int) -> int:
        return -(-count // self.per_sheet)

    def pieces_on(self, sheet: int, count: int) -> range:
        """Which of `count` pieces lie on a sheet, in the order of its slots.

        Cut-and-stack deals them as one deals cards: the stack that is cut from a slot is a run of the deck.
        """
        if self.order == "cut-and-stack":
            sheets = self.sheets(count)
            return range(sheet, count, sheets) if sheet < sheets else range(0)
        first = sheet * self.per_sheet
        return range(min(first, count), min(first + self.per_sheet, count))

    def lay(self, side: SheetSide, sheet: int, count: int) -> Iterator[Laid]:
        """The pieces on one side of a sheet, each with its slot; on a sheet that is folded, backs after fronts."""
        pieces = self.pieces_on(sheet, count)
        # Not strict: a part-filled sheet has fewer pieces than slots, a one-sided plan no backs.
        if side == "recto":
            for piece, slot, clip in zip(pieces, self.slots, self.clips, strict=False):
                yield Laid(piece, slot, clip, "front")
        if side == ("recto" if self.fold else "verso"):
            for piece, slot, clip in zip(pieces, self.backs, self.back_clips, strict=False):
                yield Laid(piece, slot, clip, "back")


def page_order(plan: Plan, count: int, sides: Sides) -> Iterator[SheetPage]:
    """The pages of a job, file by file, in the order in which they are printed."""
    sheets = range(plan.sheets(count))
    if sides in ("one-sided", "gutter-fold"):
        yield from (SheetPage("deck", "recto", sheet) for sheet in sheets)
    elif sides == "fronts-and-backs-apart":
        yield from (SheetPage("fronts", "recto", sheet) for sheet in sheets)
        yield from (SheetPage("backs", "verso", sheet) for sheet in sheets)
    elif sides == "backs-only":
        yield from (SheetPage("backs", "verso", sheet) for sheet in sheets)
    elif sides == "fronts-then-backs":
        yield from (SheetPage("deck", "recto", sheet) for sheet in sheets)
        yield from (SheetPage("deck", "verso", sheet) for sheet in sheets)
    elif plan.backs_go == "once":
        yield from (SheetPage("deck", "recto", sheet) for sheet in sheets)
        yield from (SheetPage("deck", "verso", sheet) for sheet in sheets[:1])
    else:
        ways: tuple[SheetSide, SheetSide] = ("verso", "recto") if plan.backs_go == "before" else ("recto", "verso")
        yield from (SheetPage("deck", side, sheet) for sheet in sheets for side in ways)

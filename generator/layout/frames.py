"""The shape of a piece: its trim and the frames of its sides, as the files in `layouts/` say them. Holds no words."""

from dataclasses import field
from functools import lru_cache
from typing import ClassVar, Literal

from generator.geometry import Rect, Size
from generator.repeat import PatternName
from generator.sources import NO_MARKS, Marks, SourceModel, source_model
from generator.units import Extent, Mm, Pt, Share

SIDES = ("front", "back")  # of a piece
ColourRole = str  # a colour of the brand, or `category`, `on-category`: see compose


@source_model
class Trim(SourceModel):
    """The finished size of a piece."""

    width: Mm
    height: Mm


@source_model
class Box(SourceModel):
    """A rectangle: two of left, width, right, two of top, height, bottom. Below 0 lies the bleed; `50%` is half."""

    left: Extent | None = None
    width: Extent | None = None
    right: Extent | None = None
    top: Extent | None = None
    height: Extent | None = None
    bottom: Extent | None = None
    marks: Marks = NO_MARKS
    AXES: ClassVar = (("left", "width", "right"), ("top", "height", "bottom"))

    def faults(self) -> list[str]:
        """What keeps this from being a rectangle, in words."""
        spans = {
            "left, width and right": (self.left, self.width, self.right),
            "top, height and bottom": (self.top, self.height, self.bottom),
        }
        return [
            f"give exactly two of {names}"
            for names, values in spans.items()
            if sum(value is not None for value in values) != 2
        ]

    def within(self, trim: Size) -> Rect:
        x, width = _span(self.left, self.width, self.right, trim.width)
        y, height = _span(self.top, self.height, self.bottom, trim.height)
        return Rect(x, y, width, height)


@lru_cache(maxsize=4096, typed=True)  # looked up for every card; typed: a share is not so many millimetres
def _span(near: float | None, length: float | None, far: float | None, whole: float) -> tuple[float, float]:
    near, length, far = _in_mm(near, whole), _in_mm(length, whole), _in_mm(far, whole)
    if near is None:
        assert length is not None
        assert far is not None
        return whole - far - length, length
    if length is None:
        assert far is not None
        return near, whole - near - far
    return near, length


def _in_mm(extent: float | None, whole: float) -> float | None:
    return extent * whole if isinstance(extent, Share) else extent


@source_model
class Style(SourceModel):
    """How words look. `size` is what is designed, `min_size` how far shrink-to-fit may go."""

    font: str = "text"  # a role of the brand's fonts: display, text
    bold: bool = False
    italic: bool = False
    size: Pt = 8.5
    min_size: Pt | None = None
    last_size: Pt | None = None  # where even that is too large, and no frame beside lends any room
    capitals: Mm = 0.0  # how high they are at least in a client's family too, where words have room so
    leading: float = 1.25  # × size, from baseline to baseline
    colour: ColourRole = "ink"
    upper: bool = False
    tracking: float = 0.0  # thousandths of the size, added after each letter
    kerning: bool = True
    hyphenate: bool = False
    balance: bool = False  # lines of like length: titles and one-liners, so that no word stands alone
    marks: Marks = NO_MARKS

    @property
    def least(self) -> float:
        return self.size if self.min_size is None else min(self.min_size, self.size)

    @property
    def last(self) -> float:
        return self.least if self.last_size is None else min(self.last_size, self.least)


ListMarker = Literal["none", "bullet", "dash", "box", "number"]


@source_model
class Block(SourceModel):
    """One field in a text frame; blocks stack from top to bottom."""

    field: str  # a field of the deck, or a fact such as category.name, role.question, code.host
    style: str
    space_before: Mm = 0.0
    list: ListMarker = "none"
    indent: Mm = 3.0  # of list items, marker included
    item_space: Mm = 0.0
    label: str = ""  # the style in which the field's label stands above it; none where empty
    label_space: Mm = 0.0  # under the label
    run_in: bool = False  # the label begins the first line, in bold; it has no style of its own then
    pick: Literal["", "questions", "tasks"] = ""  # of a list: what ends with a question mark, or all else
    optional: bool = False  # left out where the frame has no room for all its blocks at their smallest
    marks: Marks = NO_MARKS


@source_model
class TextFrame(SourceModel):
    """Words in a box. All its blocks shrink together, each down to its own minimum."""

    kind: Literal["text"]
    box: Box
    blocks: tuple[Block, ...]
    align: Literal["left", "centre", "right"] = "left"
    valign: Literal["top", "middle", "bottom"] = "top"
    fit: Literal["shrink", "fixed"] = "shrink"
    common_size: bool = False  # one size for this frame over the whole deck
    grid: Mm = 0.0  # of baselines, from the top of the card; given up where words are smaller than they are designed
    takes: tuple[str, ...] = ()  # frames beside or below it, whose room it has where they show nothing or need less
    pill: ColourRole = ""  # of a bar with round ends under its words, as long as they are
    marks: Marks = NO_MARKS


@source_model
class FillFrame(SourceModel):
    """An area of one colour."""

    kind: Literal["fill"]
    box: Box
    colour: ColourRole
    tint: float = 1.0  # 1 is the full colour, 0.05 the lightest that prints; stirred with paper white
    radius: Mm = 0.0
    holds: tuple[str, ...] = ()  # frames it is there for: not drawn without them, and drawn back to those that show
    steps: Literal["", "category"] = ""  # a step of the box, from its foot up, at the place of the category in the deck
    marks: Marks = NO_MARKS


@source_model
class LineFrame(SourceModel):
    """A rule from the top left to the bottom right of its box; give the box no width or no height."""

    kind: Literal["line"]
    box: Box
    colour: ColourRole = "ink"
    width: Pt = 0.5
    dash: tuple[Pt, ...] = ()
    holds: tuple[str, ...] = ()  # frames it is there for, as of an area
    marks: Marks = NO_MARKS


@source_model
class PictureFrame(SourceModel):
    """A picture field, or a picture of the category (`category.glyph`)."""

    kind: Literal["picture"]
    box: Box
    field: str
    fit: Literal["contain", "cover", "stand"] = (
        "contain"  # stand: on a table, in the inks of its category, cut by the box
    )
    lift: Mm = 0.0  # how far over the foot of its box a picture stands
    align: Literal["left", "centre", "right"] = "centre"
    valign: Literal["top", "middle", "bottom"] = "middle"
    colour: ColourRole = "ink"  # what an SVG calls currentColor
    min_ppi: int = 200
    marks: Marks = NO_MARKS


@source_model
class CodeFrame(SourceModel):
    """A QR code with its quiet zone; the box is as wide as the code with the quiet zone."""

    kind: Literal["code"]
    box: Box
    field: str = "code.url"  # or a field of kind url
    colour: ColourRole = "black"
    marks: Marks = NO_MARKS


@source_model
class TileFrame(SourceModel):
    """A kitchen tile with the marker of a card, which cameras read across a table; the box is as wide as its rim."""

    kind: Literal["tile"]
    box: Box
    colour: ColourRole = "category-deep"  # of the marker; darker where it could not be read
    ground: ColourRole = "ground"  # of the rim, and of the marker's light cells; lighter where it could not be read
    marks: Marks = NO_MARKS


ShapeName = Literal["slot", "tray", "plank", "pot", "jar", "plate", "docket"]


@source_model
class ShapeFrame(SourceModel):
    """A thing of the kitchen that is laid on, stuck into or written on, as large as its box; or several of them."""

    kind: Literal["shape"]
    box: Box
    shape: ShapeName
    colour: ColourRole = "category"  # of its area; of a jar what is in it
    tint: float = 1.0  # as of a fill
    edge: ColourRole = ""  # of its outline, of handles, lids and nails; none where empty
    width: Pt = 2.0  # of the outline
    dash: tuple[Pt, ...] = ()
    radius: Mm = 4.0  # of round corners
    level: float = 0.0  # of a jar: how full it is, 0 to 1
    columns: int = 1
    rows: int = 1
    gap: Mm = 4.0  # between them
    marks: Marks = NO_MARKS


Pattern = Literal["ruled", "dotted", "plain"]


@source_model
class RulesFrame(SourceModel):
    """Lines or dots to write on, from the bottom of the box upwards; plain: nothing."""

    kind: Literal["rules"]
    box: Box
    pattern: Pattern = "ruled"
    pitch: Mm = 8.0  # a hand needs as much
    colour: ColourRole = "muted"
    width: Pt = 0.4  # of a line; dots are three times as wide
    marks: Marks = NO_MARKS


@source_model
class PatternFrame(SourceModel):
    """An ingredient in half-drop repeat, seamless over the edges. Its marks keep clear of what is read on it."""

    kind: Literal["pattern"]
    box: Box
    pattern: Literal[PatternName, "by-category", "mixed"] = "by-category"
    colour: ColourRole = ""  # stirred into the ground; else the ground is a little lighter there
    pitch: Mm = 6.4  # from one mark to the next, fitted to the trim
    turn: float = 0.0  # degrees clockwise, of the marks
    clear: Mm = 1.6  # around words, codes and pictures on it
    instead: tuple[str, ...] = ()  # frames in whose place it stands: drawn where none shows and words leave the room
    marks: Marks = NO_MARKS


SLOT = Trim(width=44.0, height=60.0)
CARD = Trim(width=63.5, height=88.9)  # poker
_SLOTS = "the least that a slot measures; with less beside it there is one fewer in a row"
_CARD = "what is laid on a slot of a family: lower slots have a rail at their foot, on which cards stand side by side"


@source_model
class FormFrame(SourceModel):
    """The fields of the piece's form, one under the other down to the foot of the box, to be filled in by hand."""

    kind: Literal["form"]
    box: Box
    label: str  # styles
    hint: str
    option: str
    sentence: str = ""  # the beginning of a sentence, as large as a title; as a label where no style is named
    slot: str = ""  # what is asked at the head of a card; the same
    narrow: str = ""  # the same where its words have no room in that style; as a label where no style is named
    answer: str = ""  # what an example has written; as an option where no style is named
    pitch: Mm = 8.5  # between lines; a hand needs 8
    gap: Mm = 5.0  # between fields
    slots: Trim = field(default=SLOT, metadata={"doc": _SLOTS})
    card: Trim = field(default=CARD, metadata={"doc": _CARD})
    grid: Mm = 5.0  # of baselines, from the foot of the box; given up where a form has no room on it
    colour: ColourRole = "muted"  # of lines and boxes
    width: Pt = 0.5
    on_screen: bool = field(default=False, metadata={"key": False})  # areas to type into instead of lines for a hand
    marks: Marks = NO_MARKS


@source_model
class FlowFrame(SourceModel):
    """Running text: what has no room goes on in the same frame of the next page."""

    kind: Literal["flow"]
    box: Box
    title: str  # styles
    intro: str
    heading: str
    text: str
    head: str  # of a table's columns
    cell: str
    gap: Mm = 3.0  # between paragraphs
    above: Mm = 8.0  # a heading
    indent: Mm = 5.0  # of list items
    padding: Mm = 1.2  # above and below the words of a cell
    between: Mm = 4.0  # columns
    measure: float = 0.0  # the longest line, × the size of its letters; as wide as the frame or the column where 0
    grid: Mm = 0.0  # of baselines, from the top of the page
    picture: Mm = 15.0  # of what is shown beside the row of a table: the side of a square that holds it
    tick: Mm = 4.5  # the side of a box to tick
    colour: ColourRole = "muted"  # of the rules of a table
    tint: float = 0.4
    width: Pt = 0.4
    number: str = ""  # of a chapter; this and what follows of handouts, in the style of `text` where none is named
    chapter: str = ""  # its title
    about: str = ""  # … what stands below
    sentence: str = ""  # that is read first
    label: str = ""  # of a fact, beside it
    entry: str = ""  # of what facts are said, above them; as a label where no style is named
    caption: str = ""  # of a card, under it
    label_width: Mm = 34.0
    card: Mm = 36.0  # the most width of cards that lie on a table
    cards: Mm = 90.0  # the most height of that table
    code: Mm = 22.0  # the side of a code, at least
    marks: Marks = NO_MARKS


@source_model
class SpreadFrame(SourceModel):
    """A step of the day on two pages that face each other: the table as it should look, then what is done and said."""

    kind: Literal["spread"]
    box: Box
    time: str  # styles
    title: str
    label: str
    text: str
    say: str  # what is said aloud
    name: str  # of a piece
    picture: Mm = 22.0  # of a piece: the side of a square that holds it
    colour: ColourRole = "muted"  # of the table
    tint: float = 0.3
    radius: Mm = 3.0
    marks: Marks = NO_MARKS


Frame = (
    TextFrame
    | FillFrame
    | LineFrame
    | PictureFrame
    | CodeFrame
    | TileFrame
    | ShapeFrame
    | RulesFrame
    | PatternFrame
    | FormFrame
    | FlowFrame
    | SpreadFrame
)


@source_model
class CardLayout(SourceModel):
    """A card: trim, bleed, safe area, and the named frames of its sides in the order they are drawn."""

    title: str
    trim: Trim
    bleed: Mm = 3.0
    safe: Mm = 5.0
    corner: Mm = 0.0  # the radius of the finished corner
    styles: dict[str, Style] = field(default_factory=dict)
    front: dict[str, Frame] = field(default_factory=dict)
    back: dict[str, Frame] = field(default_factory=dict)
    folds: bool = False  # a page is half of its paper, which is folded and stapled at the head of the page
    cover: str = ""  # layouts of pages around running text: its first, those to write on that fill up the last sheet,
    notes: str = ""
    end: str = ""  # and its last
    former: tuple[str, ...] = ()  # frames that it had once: what a layout that extends it says of them is left out
    larger: str = ""  # of a worksheet: the layout in its place on paper that is nearly twice as large, or more
    name: str = field(default="", metadata={"key": False})  # the file's, set on loading
    marks: Marks = NO_MARKS

    mergeable: ClassVar[bool] = True  # may say `extends: other`

    @property
    def size(self) -> Size:
        return Size(self.trim.width, self.trim.height)

    def side(self, name: str) -> dict[str, Frame]:
        """The frames of the front or the back."""
        return self.front if name == "front" else self.back


def shown_fields(layout: CardLayout) -> set[str]:
    """The fields that a layout names, and not the facts that it knows by itself, such as `code.host`."""
    frames = [frame for name in SIDES for frame in layout.side(name).values()]
    named = {block.field for frame in frames if isinstance(frame, TextFrame) for block in frame.blocks}
    named |= {frame.field for frame in frames if isinstance(frame, PictureFrame | CodeFrame)}
    return {field for field in named if "." not in field}

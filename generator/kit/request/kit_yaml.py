"""What is ordered: `kit.yaml`, and what a command overrides in it."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from generator.codes.links import LinkReader, LinkTemplate
from generator.form import Option, option_faults
from generator.layout import Order, Pattern, Sides
from generator.sources import NO_MARKS, FileId, Marks, Remark, SourceModel, Words, source_model
from generator.units import Mm

KIT_FILE = "kit.yaml"
DEFAULT_SIDES: Sides = "two-sided-long-edge"


@dataclass(frozen=True, slots=True)
class DateReader:
    """'2026-11-22'."""

    def read(self, text: str) -> date:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                pass
        raise ValueError(f"'{text}' is not a date; write year-month-day, such as 2026-11-22")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class CountReader:
    """A whole number from 1 to 999."""

    def read(self, text: str) -> int:
        if text.isascii() and text.isdigit() and 1 <= int(text) <= 999:
            return int(text)
        raise ValueError(f"'{text}' is not a number of copies; write a whole number from 1 to 999")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 1, "maximum": 999}


Count = Annotated[int, CountReader()]


_CLIENT = "a brand file, or a folder with a brand.yaml, worn over the kit's own brand; it may lie outside the workshop"
_PAPER = "of every piece that names none: a4, or letter; posters take the size of its family that is like a1"
_LANGUAGES = "folders of words/ that a build prints as well, each into output/<language>/"
_BACKS = (
    "common: one back for all cards, whose fronts then have to say everything, so that they can be shuffled and drawn"
)
_DEPARTMENTS = "to choose from, as the options of a form; people write their own where none is named"
_LINKS = (
    "id of a form: the link with which another service fills its own form in, our words CARD, TITLE, CATEGORY, SESSION "
    "as the answers; codes lead there instead"
)
NONE = "none"
LONGEST_DEPARTMENT = 40  # characters: as phones can choose it


@source_model
class Capture(SourceModel):
    """Where what people log is collected: codes are printed as <url>/CODE. What each phone is asked as it joins.

    `none` instead: a kit without phones.
    """

    url: str = ""
    asks: tuple[Literal["table", "department"], ...] = ()
    departments: tuple[Option, ...] = field(default=(), metadata={"doc": _DEPARTMENTS})
    links: dict[str, Annotated[LinkTemplate, LinkReader()]] = field(default_factory=dict, metadata={"doc": _LINKS})
    is_none: bool = field(default=False, metadata={"key": False})
    marks: Marks = NO_MARKS

    shorthand: ClassVar[str] = "url"  # a lone address, or none

    @classmethod
    def of_source(cls, url: str = "", **said: Any) -> "Capture":
        return cls(is_none=True, **said) if url == NONE else cls(url=url, **said)

    def faults(self) -> list[str]:
        """Which departments cannot be chosen, in words."""
        most = LONGEST_DEPARTMENT
        long = (name.text for name in self.departments if len(name.text) > most)
        asked = (f"'{name}' is too long for a phone; write at most {most} letters" for name in long)
        return [*asked, *(f"departments: {fault}" for fault in option_faults(self.departments))]


@source_model
class PieceOrder(SourceModel):
    """How a piece of the kit is printed."""

    layout: str = "poker"
    sheet: str = "a4"
    paper: str = ""  # another paper for the sheet; else that of the kit where no sheet is named
    sides: Sides | None = None  # two-sided on the long edge where the layout has a back
    margin: Mm | None = None
    gutter: Mm | Literal["auto", "butt"] | None = None
    columns: Count | None = None
    rows: Count | None = None
    crop_marks: bool | None = None
    slug: bool | None = None
    order: Order | None = None  # in which pieces lie on the sheets
    cut: tuple[Literal["svg", "dxf"], ...] = ()  # outlines of the pieces, for a cutting plotter
    marks: Marks = NO_MARKS


@source_model
class DeckOrder(PieceOrder):
    """How the deck is printed."""

    sets: Count = 1  # a full deck for each table
    trade: str = ""  # of trades/: whose examples stand on the cards; the deck's own where none is named
    selection: str = ""  # of deck.yaml: the cards that are printed; all where none is named
    backs: Literal["own", "common"] = field(default="own", metadata={"doc": _BACKS})
    tile: Literal["marker", "none"] = "marker"  # none: no card has a marker for cameras


@source_model
class BlanksOrder(PieceOrder):
    """Cards to write on: so many of a category, numbered, each with a code of its own."""

    layout: str = ""  # the blank one of the size of the deck's cards, where none is named
    ruling: Pattern | None = None  # instead of the layout's: ruled, dotted or plain
    counts: dict[str, Count] = field(default_factory=dict)  # of each category; `plain` has none


@source_model
class PostersOrder(SourceModel):
    """Posters for the wall: whole, for a plotter, and in tiles for the office printer."""

    size: str = ""  # a paper; a1 where neither this nor the kit's paper says otherwise
    names: tuple[str, ...] = ()  # files of posters/; all of them where none is named
    tiles: str | None = None  # the paper of the tiles, else that of the kit; empty: whole alone
    overlap: Mm = 10.0  # of neighbouring tiles
    margin: Mm = 8.0  # of a tile, that is not printed
    marks: Marks = NO_MARKS


@source_model
class WorksheetsOrder(SourceModel):
    """Forms on paper: so many copies of each, numbered, each with a code of its own."""

    layout: str = "worksheet"
    paper: str = ""  # else that of the kit
    copies: dict[str, Count] = field(default_factory=dict)  # of a form, by its id
    marks: Marks = NO_MARKS


@source_model
class GuideOrder(SourceModel):
    """The facilitator's guide: guide.yaml, with what this kit and so many people need."""

    layout: str = "booklet"
    paper: str = ""  # else that of the kit
    participants: Count = 10
    colour: str = "ink"  # a colour of the brand, or '#rrggbb': the accent
    marks: Marks = NO_MARKS


@source_model
class CatalogueOrder(SourceModel):
    """Cards to look things up in, for each table: catalogue.yaml, with their titles, one-liners and codes."""

    layout: str = "booklet"
    paper: str = ""  # else that of the kit
    colour: str = "ink"  # a colour of the brand, or '#rrggbb': the accent
    marks: Marks = NO_MARKS


@source_model
class Printer(SourceModel):
    """Somebody who prints: a page of the order sheet, with what else goes there and is told the same."""

    name: Words
    pieces: tuple[str, ...] = ()  # deck, blanks, posters, tiles, posters/pantry, worksheets …; all where none is named
    sets: Count = 1  # how many times each file
    stock: Words = ""  # instead of what suits the piece
    finish: Words = ""
    corners: Words = ""
    by: Remark = ""  # when
    note: Words = ""
    marks: Marks = NO_MARKS


@source_model
class SheetOrder(SourceModel):
    """The order sheet: who prints which files, and on what."""

    layout: str = "booklet"
    paper: str = ""  # else that of the kit
    colour: str = "ink"
    contact: Remark = ""
    printers: tuple[Printer, ...] = ()
    marks: Marks = NO_MARKS

    @property
    def pages(self) -> tuple[tuple[Printer, ...], ...]:
        """The printers of each page: those that differ in what they print and how often alone are one, so that a shop
        has one sheet. Whoever it may be, where none is named.
        """
        pages: dict[tuple[str, ...], list[Printer]] = {}
        for each in self.printers or (Printer(name=""),):
            told = (each.name, each.stock, each.finish, each.corners, each.by, each.note)
            pages.setdefault(told, []).append(each)
        return tuple(map(tuple, pages.values()))


@source_model
class BoxOrder(SourceModel):
    """A tuck box for one set of the deck and what else lies in it; several where one cannot hold it."""

    thickness: Mm = 0.32  # of one card
    paper: str = ""  # on which the net is printed; else that of the kit
    grows: bool = field(default=False, metadata={"key": False})  # a command chose the cards: on larger paper if need be
    marks: Marks = NO_MARKS


@source_model
class JoinOrder(SourceModel):
    """The poster at the door: posters/join.yaml."""

    paper: str = ""  # else that of the kit
    marks: Marks = NO_MARKS


@source_model
class Kit(SourceModel):
    """A kit: who it is, whose brand it wears, where it logs to, and what is printed."""

    id: FileId
    title: Words
    edition: str = "1"
    date: Annotated[date, DateReader()] | None = None
    language: str = "en"
    languages: tuple[str, ...] = field(default=(), metadata={"doc": _LANGUAGES})
    brand: str = "brand.yaml"
    client: str = field(default="", metadata={"doc": _CLIENT})
    paper: str = field(default="", metadata={"doc": _PAPER})
    profile: str = ""  # what suits the printer: a name of layouts/profiles
    capture: Capture = Capture()
    deck: DeckOrder = DeckOrder()
    blanks: BlanksOrder | None = None
    posters: PostersOrder | None = None
    join: JoinOrder | None = None
    worksheets: WorksheetsOrder | None = None
    box: BoxOrder | None = None
    guide: GuideOrder | None = None
    catalogue: CatalogueOrder | None = None
    order: SheetOrder | None = None
    marks: Marks = NO_MARKS

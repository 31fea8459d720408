"""What a card vendor takes, as a print profile says it: sizes, pages, colours, files, each with its source. No words of
a kit, and nothing of how it is met.
"""

import re
from typing import Literal

from generator.geometry import Size
from generator.sources import NO_MARKS, Marks, SourceModel, source_model
from generator.units import MM_PER_INCH, Mm

Backs = Literal[
    "after",  # each back behind its front
    "before",  # each back before its front
    "last",  # all fronts, then all backs
    "apart",  # fronts and backs in files of their own
    "once",  # one back that all cards share, after the fronts
]
Format = Literal["png", "jpeg"]

TRIM_TOLERANCE = 0.25  # mm: less than anyone can cut
NAMES = ("number", "id", "side", "title", "kit")  # what the name of a file may be made of


@source_model
class Measure(SourceModel):
    """A width and a height."""

    width: Mm
    height: Mm

    @property
    def size(self) -> Size:
        return Size(self.width, self.height)


@source_model
class Pixels(SourceModel):
    """A width and a height in pixels."""

    width: int
    height: int


@source_model
class Source(SourceModel):
    """Where the figures `of` some keys are from, and whether they were read on the vendor's own pages."""

    of: tuple[str, ...]
    source: str
    verified: bool = True
    note: str = ""
    marks: Marks = NO_MARKS


@source_model
class Product(SourceModel):
    """A size of card that a vendor prints."""

    title: str
    trim: Measure
    page: Measure  # the trim with its bleed
    safe: Mm  # from the trim; nothing that matters comes nearer
    source: str
    pixels: Pixels | None = None  # of an image; else those of the page at the vendor's resolution
    verified: bool = True
    note: str = ""
    marks: Marks = NO_MARKS

    def image(self, dpi: int) -> tuple[int, int]:
        """How many pixels an image of it has."""
        return (self.pixels.width, self.pixels.height) if self.pixels else pixels_of(self.page.size, dpi)

    def fits(self, trim: Size) -> bool:
        """Whether a card of that size is this product, upright or turned."""
        return _alike(trim, self.trim.size) or _alike(trim.turned, self.trim.size)

    def faults(self) -> list[str]:
        found = []
        if min(self.trim.width, self.trim.height) <= 0 or self.safe < 0:
            found.append("a trim has a width and a height, and its safe area lies inside")
        if self.page.width < self.trim.width or self.page.height < self.trim.height:
            found.append("the page is the trim with its bleed, so it is no smaller than the trim")
        if self.pixels and not _as_many(self.pixels, self.page):
            found.append("the pixels have not the proportions of the page")
        if not self.verified and not self.note:
            found.append("a figure that is not verified needs a `note` that says why")
        return found


@source_model
class Vendor(SourceModel):
    """What a vendor takes. `sources` say where each key is from; a product has its own."""

    products: dict[str, Product]
    takes: tuple[Literal["pdf", "images"], ...] = ("pdf",)
    pieces: tuple[str, ...] = ("deck",)  # what it prints of a kit: deck, blanks
    backs: Backs = "after"
    copies: Literal["each", "counted"] = "each"  # a card of which there are three: three times, or once
    colour: Literal["rgb", "cmyk"] = "rgb"
    dpi: int = 300
    formats: tuple[Format, ...] = ("png",)  # of images; the first is written
    file: str = "{kit}-{piece}"  # the name of a PDF, without ending
    names: str = "{number}-{id}-{side}"  # of an image, without ending: number, id, side, title, kit
    sources: tuple[Source, ...] = ()
    marks: Marks = NO_MARKS

    def product(self, trim: Size) -> Product | None:
        """The product that a card of that size is."""
        return next((product for product in self.products.values() if product.fits(trim)), None)

    def faults(self) -> list[str]:
        found = [] if self.products else ["a vendor has a product at least"]
        if self.dpi < 1:
            found.append("a resolution is one pixel an inch at least")
        for key, known in (("file", ("kit", "piece")), ("names", NAMES)):
            said = re.findall(r"\{(.*?)\}", getattr(self, key))
            if wrong := [name for name in said if name not in known]:
                found.append(f"`{key}` knows no {{{wrong[0]}}}; it may have " + ", ".join(f"{{{n}}}" for n in known))
            if not re.fullmatch(
                r"(\{\w+\}|[A-Za-z0-9 _-])((\{\w+\}|[A-Za-z0-9 _/-])*(\{\w+\}|[A-Za-z0-9 _-]))?", getattr(self, key)
            ):
                found.append(f"`{key}` has letters, digits, blanks, - and _, parts in braces, and / between folders")
        if not {"{id}", "{number}"} & set(re.findall(r"\{\w+\}", self.names)) or "{side}" not in self.names:
            found.append("`names` need {side}, and {id} or {number}: else files of one name would meet")
        for source in self.sources:
            if not source.verified and not source.note:
                found.append(f"what is not verified needs a `note` that says why: {', '.join(source.of)}")
        return found

    def doubts(self, product: Product) -> list[str]:
        """What is not verified of what a deck of that size needs, in words."""
        said = [f"{', '.join(source.of)}: {source.note}" for source in self.sources if not source.verified]
        return said if product.verified else [f"{product.title}: {product.note}", *said]


def _alike(one: Size, other: Size) -> bool:
    return max(abs(one.width - other.width), abs(one.height - other.height)) <= TRIM_TOLERANCE


def _as_many(pixels: Pixels, page: Measure) -> bool:
    """Whether pixels are of one resolution across and down, but for their rounding."""
    across, down = (pixels.width / page.width, pixels.height / page.height)
    return abs(across - down) * max(page.width, page.height) <= 1.5 and min(pixels.width, pixels.height) > 0


def pixels_of(size: Size, dpi: float) -> tuple[int, int]:
    """So many pixels has a page at a resolution: the nearest whole numbers."""
    return round(size.width / MM_PER_INCH * dpi), round(size.height / MM_PER_INCH * dpi)

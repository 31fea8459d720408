"""The sets of pictures that cards are made into: for vendors, whiteboards, virtual tables, and an overview."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.deck import Card
from generator.geometry import Size
from generator.images.bitmap import Bitmap, pasted
from generator.kit.pictures.card_pages import CardStudio
from generator.kit.pictures.contact_sheet import contact_sheet
from generator.kit.pictures.sprites import USUAL_SIDE, SpriteGrid, described, grid_of, runs
from generator.kit.pieces import vendor_pages
from generator.kit.press.production import Progress
from generator.layout import Profile
from generator.render import Shot, developed
from generator.units import MM_PER_INCH
from generator.vendor import Format, Product, Vendor, pixels_of

PRINT_DPI, SCREEN_DPI, OVERVIEW_DPI = 300, 200, 150
ENDINGS: dict[Format, str] = {"png": "png", "jpeg": "jpg"}
LONGEST_TITLE = 60


@dataclass(frozen=True)
class Wish:
    """What is asked for; the cards themselves where no other set is."""

    cards: tuple[str, ...] = ()  # ids or categories
    vendor: str = ""  # the name of a profile
    bleed: bool = False
    dpi: int = 0  # what suits the set, where it is not said
    format: Format | None = None
    sprites: bool = False
    side: int = USUAL_SIDE  # pixels, of a sheet of sprites
    whiteboard: bool = False
    contact: Literal["", "png", "pdf"] = ""
    motifs: Literal["", "png", "pdf"] = ""  # a page of all words that pictures are said with

    @property
    def plain(self) -> bool:
        return not (self.sprites or self.whiteboard or self.contact or self.motifs)


class Made(NamedTuple):
    """A file to be written, of one set."""

    name: str
    set: str
    data: bytes
    card: str = ""
    side: str = ""
    pixels: tuple[int, int] = (0, 0)


class Shown(NamedTuple):
    """A picture of one side of one card."""

    name: str
    card: Card
    side: str
    shot: Shot


def sets_of(studio: CardStudio, wish: Wish, profile: Profile | None, progress: Progress) -> dict[str, Iterator[Made]]:
    """What is made, by the names of the sets; drawn now, so that a problem is known before anything is written."""
    if profile and profile.vendor and studio.page and (product := vendor_pages.product_of(studio.piece, profile)):
        page = Size(studio.page.width, studio.page.height)
        studio.pages(page)
        shown = list(_for_vendor(studio, wish, profile, profile.vendor, product))
        return {profile.name: _taken(studio, profile.name, page, shown, progress)}
    made: dict[str, Iterator[Made]] = {}
    studio.pages(studio.with_bleed if wish.plain and wish.bleed else studio.trim)
    if wish.plain:
        made["cards"] = _plain(studio, wish, progress)
    if wish.whiteboard:
        made["whiteboard"] = _whiteboard(studio, wish, progress)
    if wish.sprites:
        made["sprites"] = _sprites(studio, wish, progress)
    if wish.contact:
        made[f"contact.{wish.contact}"] = _overview("contact", wish.contact, contact_sheet(studio), wish)
    if wish.motifs:
        from generator.kit.pictures.motif_sheet import motif_sheet

        made[f"motifs.{wish.motifs}"] = _overview("motifs", wish.motifs, motif_sheet(studio), wish)
    return made


def _taken(studio: CardStudio, kind: str, page: Size, shown: Sequence[Shown], progress: Progress) -> Iterator[Made]:
    taken = studio.develop(page, [each.shot for each in shown], progress)
    for each, data in zip(shown, taken, strict=True):
        assert isinstance(data, bytes)
        yield Made(each.name, kind, data, each.card.id, each.side, each.shot.pixels)


def _each_side(studio: CardStudio, name: Callable[[Card, str], str], shot: Callable[[int], Shot]) -> Iterator[Shown]:
    for at, card in enumerate(studio.cards):
        for side in studio.sides:
            yield Shown(name(card, side), card, side, shot(studio.number(at, side)))


def _plain(studio: CardStudio, wish: Wish, progress: Progress) -> Iterator[Made]:
    page = studio.with_bleed if wish.bleed else studio.trim
    dpi, kind = wish.dpi or PRINT_DPI, wish.format or "png"
    numbers = _numbers([card.id for card in studio.deck])

    def name(card: Card, side: str) -> str:
        return f"cards/{numbers[card.id][0]}-{card.id}-{side}.{ENDINGS[kind]}"

    shown = list(_each_side(studio, name, lambda number: Shot(number, pixels_of(page, dpi), kind, dpi)))
    yield from _taken(studio, "cards", page, shown, progress)


def _whiteboard(studio: CardStudio, wish: Wish, progress: Progress) -> Iterator[Made]:
    """With the corners of the cut card, which one can see through where the format knows of it."""
    dpi, kind = wish.dpi or SCREEN_DPI, wish.format or "png"
    radius = studio.layout.corner / MM_PER_INCH * dpi if kind == "png" else 0.0
    pixels = pixels_of(studio.trim, dpi)

    def name(card: Card, side: str) -> str:
        words = _as_name(studio.title(card))
        said = f"{card.id}-{words}" if words.casefold() not in ("", card.id.casefold()) else card.id
        return f"whiteboard/{said}-{side}.{ENDINGS[kind]}"

    shown = list(_each_side(studio, name, lambda number: Shot(number, pixels, kind, dpi, radius=radius)))
    yield from _taken(studio, "whiteboard", studio.trim, shown, progress)


def _for_vendor(studio: CardStudio, wish: Wish, profile: Profile, vendor: Vendor, product: Product) -> Iterator[Shown]:
    """At the vendor's pixels and in its names."""
    kind = wish.format or vendor.formats[0]
    pixels = product.image(vendor.dpi)
    sides = studio.sides
    if vendor.backs == "once" and len(sides) > 1:
        studio.check_one_back()
        sides = ("front",)
        back = vendor.names.format(number="0", id="all", title="all", kit=studio.shared.kit.id, side="back")
        shot = Shot(studio.number(0, "back"), pixels, kind, vendor.dpi)
        yield Shown(f"{profile.name}/{back}.{ENDINGS[kind]}", studio.cards[0], "back", shot)
    numbers = _numbers([card.id for card in studio.deck for _ in range(_copies(vendor, card))])
    for at, card in enumerate(studio.cards):
        for number in numbers[card.id]:
            said = {"number": number, "id": card.id, "title": _as_name(studio.title(card)), "kit": studio.shared.kit.id}
            for side in sides:
                shot = Shot(studio.number(at, side), pixels, kind, vendor.dpi)
                name = vendor.names.format(**said, side=side)
                yield Shown(f"{profile.name}/{name}.{ENDINGS[kind]}", card, side, shot)


def _copies(vendor: Vendor, card: Card) -> int:
    return card.quantity if vendor.copies == "each" else 1


def _numbers(ids: Sequence[str]) -> dict[str, list[str]]:
    """The places of each card in the deck, all of as many digits: files then lie in the order of the deck."""
    wide, numbers = len(str(len(ids))), dict[str, list[str]]()
    for number, card in enumerate(ids, 1):
        numbers.setdefault(card, []).append(f"{number:0{wide}}")
    return numbers


def _as_name(title: str) -> str:
    """A title as a part of a file's name: its letters and digits, of whatever script."""
    plain = unicodedata.normalize("NFC", title)
    return re.sub(r"[\W_]+", "-", plain)[:LONGEST_TITLE].strip("-")


def _sprites(studio: CardStudio, wish: Wish, progress: Progress) -> Iterator[Made]:
    """Sheets of fronts, sheets of backs or one back for all, and how they are cut up again."""
    kind = wish.format or "png"
    one_back, two_sided = studio.one_back(), len(studio.sides) > 1
    parts, sheets, start = runs(studio.cards), [], 0
    for number, cards in enumerate(parts, 1):
        stem = f"sprites/deck-{number}" if len(parts) > 1 else "sprites/deck"
        grid = grid_of(len(cards), studio.trim, wish.side, pixels_of(studio.trim, wish.dpi or PRINT_DPI))
        front, back = f"{stem}-fronts.{ENDINGS[kind]}", f"{stem}-backs.{ENDINGS[kind]}" if two_sided else ""
        back = f"sprites/back.{ENDINGS[kind]}" if one_back else back
        yield _sheet(studio, front, "front", grid, start, len(cards), kind, progress)
        if two_sided and not one_back:
            yield _sheet(studio, back, "back", grid, start, len(cards), kind, progress)
        elif one_back and number == 1:
            yield _sheet(studio, back, "back", grid._replace(columns=1, rows=1), 0, 1, kind, progress)
        names = (front.removeprefix("sprites/"), back.removeprefix("sprites/"))
        titles = [studio.title(card) for card in cards]
        sheets.append(described(grid, cards, titles, *names, two_sided and not one_back))
        start += len(cards)
    whole = {"kit": studio.shared.kit.id, "edition": studio.shared.kit.edition, "sheets": sheets}
    yield Made("sprites/deck.json", "sprites", (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode())


def _sheet(
    studio: CardStudio, name: str, side: str, grid: SpriteGrid, start: int, count: int, kind: Format, progress: Progress
) -> Made:
    shots = [Shot(studio.number(start + at, side), grid.cell, "bitmap") for at in range(count)]
    taken = studio.develop(studio.trim, shots, progress)
    cells = ((*grid.place(at), cell) for at, cell in enumerate(taken) if isinstance(cell, Bitmap))
    whole = pasted(grid.size, "#808080", cells)
    return Made(name, "sprites", _file(whole, kind, 0), side=side, pixels=grid.size)


def _overview(name: str, ending: str, drawn: tuple[bytes, Size], wish: Wish) -> Iterator[Made]:
    """One page as it is, or as a picture."""
    data, size = drawn
    if ending == "pdf":
        yield Made(f"{name}.pdf", f"{name}.pdf", data)
        return
    dpi = wish.dpi or OVERVIEW_DPI
    pixels = pixels_of(size, dpi)
    (picture,) = developed(data, [Shot(0, pixels, "png", dpi)], workers=1)
    assert isinstance(picture, bytes)
    yield Made(f"{name}.png", f"{name}.png", picture, pixels=pixels)


def _file(bitmap: Bitmap, kind: Format, dpi: float) -> bytes:
    return bitmap.png(dpi) if kind == "png" else bitmap.jpeg(dpi)

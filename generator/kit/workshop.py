"""A workshop folder, loaded: its kit, deck, brand and forms, and what is printed of them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from generator.brand import Brand, colour_named
from generator.deck import Deck, in_trade, load_deck, selected
from generator.errors import NOWHERE, FileError, Place, Problems, did_you_mean
from generator.example import Example, load_examples
from generator.form import Form, load_forms
from generator.kit.pieces import vendor_pages
from generator.kit.pieces.bleed import with_bleed
from generator.kit.pieces.load import Sources, blank_layout, fits_stock, load_pieces
from generator.kit.pieces.piece import Piece
from generator.kit.pieces.recipe_cards import check_recipes
from generator.kit.pieces.references import check_links, check_names
from generator.kit.request import profiles, workshop_languages
from generator.kit.request.category_colours import check_categories
from generator.kit.request.kit_yaml import KIT_FILE, Kit
from generator.kit.request.papers import on_papers
from generator.kit.request.profiles import Ordered
from generator.kit.request.shelf import Shelf
from generator.kit.request.whereabouts import bundled_workshop as bundled_workshop
from generator.kit.request.whereabouts import misnamed_kit
from generator.kit.words.fixed_words import FixedWords, english, words_of
from generator.layout import Profile
from generator.sources import Translation, read

if TYPE_CHECKING:
    from generator.booklet import Booklet, OrderWords
    from generator.kit.request.printer_profile import PrinterProfile

# What a command says of sheets goes for every piece; a layout is the deck's, and so are its sets.
FOR_ALL = ("sheet", "sides", "margin", "gutter", "order", "cut")

Model = TypeVar("Model")


@dataclass
class Workshop:
    """What the sources say. Parts that could not be read are None and stand in `problems`."""

    folder: Path
    problems: Problems
    kit: Kit | None = None
    profile: Profile | None = None
    printer: "PrinterProfile | None" = None  # whose backs are moved
    proof: bool = False  # to be read, and not to be used
    client: Path | None = None  # the brand file that is worn over the kit's own
    icc: Path | None = None  # a command's, of the printing condition, in place of the profile's
    deck: Deck | None = None
    brand: Brand | None = None
    forms: dict[str, Form] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    guide: "Booklet | None" = None
    catalogue: "Booklet | None" = None
    order_words: "OrderWords | None" = None  # of its own
    fixed: FixedWords = field(default_factory=english)  # what prepdeck itself prints
    pieces: dict[str, Piece] = field(default_factory=dict)  # by the name of the piece
    asked: str = ""  # what a command said beside the files
    words: Translation | None = None  # of another language than its own, which all of it is in
    original: "Callable[[], Workshop] | None" = None  # the same in its own language

    @property
    def language(self) -> str:
        """The language that its pieces speak: that of the deck, which hyphens, PDFs and fixed printed words go by."""
        return self.deck.head.language if self.deck else self.kit.language if self.kit else Kit.language

    def called(self, path: Path) -> str:
        """A file of a client as messages call it: from the workshop's folder on where it lies in it."""
        inside = path.resolve().is_relative_to(self.folder.resolve())
        return path.resolve().relative_to(self.folder.resolve()).as_posix() if inside else path.as_posix()


def with_stand_ins(shop: Workshop) -> Workshop:
    """The shop with a plain kit and brand in the place of those that could not be read."""
    if not shop.kit:
        shop.kit = Kit(id="unread", title="")
        _take_orders(shop)
    shop.brand = shop.brand or Brand()
    return shop


def made_at(shop: Workshop, epoch: str | None) -> datetime | None:
    """When the files say that they were made: the kit's date, or SOURCE_DATE_EPOCH where it has none."""
    if shop.kit and shop.kit.date:
        return datetime.combine(shop.kit.date, time(), UTC)
    return datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else None


def load(
    folder: Path,
    overrides: dict[str, Any] | None = None,
    client: Path | None = None,
    profile: str = "",
    language: str = "",
) -> Workshop:
    """Reads a workshop folder; `overrides` are keys of kit.yaml's `deck:` that a command set otherwise.

    `client` is a brand file, or a folder with a brand.yaml, that is worn over the kit's own brand, `profile` a print
    profile in the place of the kit's, `language` a folder of `words/` whose texts stand over the workshop's own. Every
    problem of every file is in the workshop's `problems`. Raises FileError where there is no such folder.
    """
    if not folder.is_dir():
        raise FileError(f"{folder}: no such folder; a workshop is a folder with a kit.yaml")
    problems = Problems()
    asked = repr((sorted((overrides or {}).items()), profile, language))
    shop = Workshop(folder, problems, asked=asked, words=workshop_languages.translation(folder, language))
    if language:
        shop.original = partial(load, folder, overrides, client, profile)
    shop.kit = _kit(shop, overrides or {})
    _suit(shop, overrides or {}, profile)
    _put_on_papers(shop, overrides or {})
    shop.deck = _deck(shop)
    _speak(shop)
    shop.fixed = _fixed_words(shop)
    shop.client = _client(shop, client)
    shop.brand = _brand(shop)
    shop.forms = load_forms(folder, problems, shop.words)
    shop.examples = load_examples(folder, shop.forms, problems, shop.words)
    if shop.deck:
        check_recipes(shop.deck, shop.examples, problems)
    _read_booklets(shop)
    _take_orders(shop)
    if shop.words:
        workshop_languages.check_files(shop.words, problems)
    return shop


def _fixed_words(shop: Workshop) -> FixedWords:
    """The fixed words in the language of the deck."""
    if shop.deck is None:
        return english()
    head = shop.deck.head
    return words_of(shop.folder, head.language, head.marks.of("language"), shop.problems)


def _speak(shop: Workshop) -> None:
    """Whatever is made of it is in the language that was asked for; what lies in `words/` is one each."""
    own = [said.language for said in (shop.kit, shop.deck and shop.deck.head) if said]
    workshop_languages.check_languages(shop.folder, own, shop.problems)
    if shop.kit:
        for number, name in enumerate(shop.kit.languages):
            try:
                workshop_languages.language_named(shop.folder, shop.kit.language, name)
            except workshop_languages.UnknownLanguage as fault:
                shop.problems.error(shop.kit.marks.of("languages", number), str(fault), "", "unknown-language")
    if shop.words:
        language = shop.words.language
        shop.kit = replace(shop.kit, language=language) if shop.kit else None
        shop.deck = replace(shop.deck, head=replace(shop.deck.head, language=language)) if shop.deck else None


def _deck(shop: Workshop) -> Deck | None:
    """The deck with the copies that are ordered of each card."""
    deck = load_deck(shop.folder, shop.problems, shop.words)
    if deck is None or shop.kit is None:
        return deck
    order = shop.kit.deck
    deck = in_trade(deck, shop.folder, order.trade, order.marks.of("trade"), shop.problems, shop.words)
    return selected(deck, order.selection, order.marks.of("selection"), shop.problems)


def _take_orders(shop: Workshop) -> None:
    if shop.kit and shop.deck:
        sources = Sources(
            shop.folder, shop.kit, shop.deck, shop.forms, shop.examples, shop.fixed, shop.words, shop.guide
        )
        pieces = list(load_pieces(sources, shop.problems))
        check_names(shop.folder, shop.deck, shop.forms, pieces, shop.problems)
        check_links(shop.kit.capture, shop.forms, shop.problems)
        shop.pieces = {piece.name: _suited(piece, shop, shop.kit) for piece in pieces}


def _suited(piece: Piece, shop: Workshop, kit: Kit) -> Piece:
    """As far over the edge as the printer asks for, and on the pages of a vendor."""
    profile = shop.profile
    if profile and profile.standard:
        layouts = {
            name: layout if layout.bleed else with_bleed(layout, profile.bleed)
            for name, layout in piece.layouts.items()
        }
        piece = replace(piece, layouts=layouts)
    if profile and profile.vendor:
        return vendor_pages.for_vendor(piece, profile, kit, Shelf(shop.folder, shop.problems))
    return piece


def _kit(shop: Workshop, overrides: dict[str, Any]) -> Kit | None:
    folder, problems = shop.folder, shop.problems
    kit = _read(shop, KIT_FILE, Kit)
    if kit is None:
        return None
    deck = replace(kit.deck, **{key: value for key, value in overrides.items() if key != "paper"})
    if kit.blanks:
        kit = replace(kit, blanks=replace(kit.blanks, layout=blank_layout(folder, deck, kit.blanks)))
    on_blanks = {key: value for key, value in overrides.items() if key in FOR_ALL}
    if kit.blanks and "sheet" in on_blanks and not fits_stock(folder, on_blanks["sheet"], kit.blanks, problems):
        del on_blanks["sheet"]
    blanks = replace(kit.blanks, **on_blanks) if kit.blanks else None
    box = replace(kit.box, grows="layout" in overrides) if kit.box else None
    return replace(kit, deck=deck, blanks=blanks, box=box)


def _suit(shop: Workshop, overrides: dict[str, Any], asked: str) -> None:
    """What suits the printer: a command's profile stands over the kit's orders, the kit's own profile under them."""
    kit = shop.kit
    name = asked or (kit.profile if kit else "")
    if kit is None or not name:
        return
    profile = Shelf(shop.folder, shop.problems).profile(name, kit.marks.of("profile"))
    if profile is None:
        return

    profile = replace(profile, name=name)
    if asked:
        vendor_pages.check_options(profile, overrides, kit, shop.problems)

    def suited(order: Ordered, piece: str) -> Ordered:
        if profile.vendor and piece in profile.vendor.pieces:
            return profiles.for_vendor(order, profile.vendor, shop.folder)
        return profiles.under(order, profile, shop.folder, overrides if asked else profiles.said(order))

    shop.profile = profile
    shop.problems.strict = profile.strict
    blanks = suited(kit.blanks, "blanks") if kit.blanks else None
    shop.kit = replace(kit, deck=suited(kit.deck, "deck"), blanks=blanks)


def _put_on_papers(shop: Workshop, overrides: dict[str, Any]) -> None:
    if shop.kit:
        shelf, asked = Shelf(shop.folder, shop.problems), overrides.get("paper", "")
        shop.kit = on_papers(shop.kit, asked, shelf, sheet_asked="sheet" in overrides)


def _read_booklets(shop: Workshop) -> None:
    """guide.yaml is what a guide is made of; without an order.yaml the order sheet has our own words."""
    kit = shop.kit
    if kit is None or not (kit.guide or kit.catalogue or kit.order):
        return
    from generator.booklet import Booklet, OrderWords  # models that a kit without running text does without

    if kit.guide:
        hint = "write guide.yaml with a title and blocks, or leave `guide:` out"
        shop.guide = _read(shop, "guide.yaml", Booklet, kit.marks.of("guide"), hint)
    if kit.catalogue:
        hint = "write catalogue.yaml with a title and blocks, or leave `catalogue:` out"
        shop.catalogue = _read(shop, "catalogue.yaml", Booklet, kit.catalogue.marks.here, hint)
    if kit.order and (shop.folder / "order.yaml").is_file():
        shop.order_words = _read(shop, "order.yaml", OrderWords)


def _client(shop: Workshop, asked: Path | None) -> Path | None:
    """The brand file of a command's client, else of the kit's."""
    if asked:
        file = _brand_file(asked)
        if not file.is_file():
            raise FileError(f"{file}: no such file; --brand takes a brand.yaml of the client, or its folder")
        return file
    if shop.kit is None or not shop.kit.client:
        return None
    file = _brand_file(shop.folder / shop.kit.client)
    if file.is_file():
        return file
    hint = "name a brand file, or a folder with a brand.yaml, as seen from this one"
    message = f"there is no brand of a client at '{shop.kit.client}'"
    shop.problems.error(shop.kit.marks.of("client"), message, hint, "missing-file")
    return None


def _brand_file(named: Path) -> Path:
    return named / Kit.brand if named.is_dir() else named


def _brand(shop: Workshop) -> Brand | None:
    """The brand that the kit names, or a client's over it; where it has no accent, with that of the first category."""
    house = client = _house_brand(shop)
    if shop.client and house:
        client = read(shop.client, Brand, shop.problems, name=shop.called(shop.client), salvage=True)
    if house is None or client is None:
        return None
    categories = shop.deck.head.categories if shop.deck else {}
    wearers = [category.colour for category in categories.values()]
    if shop.client:
        worn = client.within(shop.client.parent).spread_over(wearers, house).over(house)
    else:
        worn = house.spread_over(wearers, house)
    check_categories(categories, worn, shop.problems)
    if worn.accent:
        _check_accent(worn, (client if client.accent else house).marks.of("accent"), shop.problems)
        return worn
    return replace(worn, accent=next((category.colour for category in categories.values()), ""))


def _check_accent(brand: Brand, where: Place, problems: Problems) -> None:
    palette = brand.palette()
    if colour_named(brand.accent, palette) is None:
        hint = did_you_mean(brand.accent, palette) or "write a name of its colours or '#rrggbb' in quotes"
        problems.error(where, f"the brand has no colour '{brand.accent}'", hint, "unknown-colour")


def _house_brand(shop: Workshop) -> Brand | None:
    """A kit that names no brand may do without one."""
    folder, kit, problems = shop.folder, shop.kit, shop.problems
    name, where = (kit.brand, kit.marks.of("brand")) if kit else (Kit.brand, NOWHERE)
    if name == Kit.brand and not (folder / name).exists():
        return Brand()
    if not _inside(folder, name):
        problems.error(where, f"'{name}' lies outside the workshop folder", "copy it into the folder", "outside")
        return None
    brand = _read(shop, name, Brand, where, "write it with the colours of the categories, or name another file")
    return brand.within((folder / name).parent) if brand else None


def _inside(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder.resolve())


def _read(shop: Workshop, name: str, model: type[Model], asked: Place = NOWHERE, hint: str = "") -> Model | None:
    """`hint`: what to do where there is no such file."""
    folder, problems = shop.folder, shop.problems
    path = folder / name
    if name == KIT_FILE and (misnamed := misnamed_kit(folder)):
        problems.error(Place(misnamed), f"a kit is called {KIT_FILE}", f"rename {misnamed}", "missing-file")
        return read(folder / misnamed, model, problems, name=misnamed, salvage=True)  # to find what else is wrong
    if not path.is_file():
        where = Place(name) if asked == NOWHERE else asked
        problems.error(where, f"there is no {name} in this workshop", hint, "missing-file")
        return None
    return read(path, model, problems, name=name, salvage=True, words=shop.words)

"""The brand that the open workshop wears: which file says it, and what it says."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.brand import ACCENT, FURNITURE, Brand
from generator.colours import Colour
from generator.errors import Problems
from generator.fonts import DEFAULT_FAMILIES
from generator.fonts.families import face_file, family_names, load_family
from generator.fonts.families import folder as bundled_fonts
from generator.images.main_colours import ColourShare
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.proposed_brand import FILE, FOLDER
from generator.kit.workshop import Workshop
from generator.sources import read
from generator.studio.brand.seen_logo import logo_colours

ROLES = tuple(DEFAULT_FAMILIES)  # of fonts: what is large, and what is read
FONT_SUFFIXES = (".ttf", ".otf", ".woff2", ".woff", ".ttc")
CLIENT_FILE = f"{FOLDER}/{FILE}"  # where the studio puts a client's brand
FOR_TEXT = 1  # the first that helps out is for text, later ones are symbols
MOST_FONTS = 60  # files of a workshop that are shown


class NamedColour(NamedTuple):
    name: str  # as files call it
    colour: Colour
    wearers: tuple[str, ...]  # the categories, in words
    is_said: bool  # by the file, and not made out of another one


class FontChoice(NamedTuple):
    """A font that can be chosen: its value is a bundled family or a file as the brand names it."""

    value: str
    title: str
    path: Path
    is_own: bool


class WornBrand(NamedTuple):
    """`file` is the brand file from the workshop's folder on, empty where it lies elsewhere and is not changed here."""

    file: str
    place: Path  # of that file
    is_client: bool  # worn over the kit's own
    said: Brand  # what the file says by itself
    colours: tuple[NamedColour, ...]  # that the pieces wear, the categories' first
    accent: Colour
    logo: Path | None
    fonts: dict[str, str]  # the value of a FontChoice for each role


def worn(shop: Workshop) -> WornBrand:
    """As far as it can be read."""
    place = shop.client or shop.folder / (shop.kit.brand if shop.kit else Kit.brand)
    said = (read(place, Brand, Problems(), name=place.name, salvage=True) if place.is_file() else None) or Brand()
    said = said.within(place.parent)
    brand = shop.brand or said
    palette = brand.palette()
    logo = brand.logo.folder / brand.logo.file if brand.logo else None
    return WornBrand(
        _within(place, shop.folder),
        place,
        shop.client is not None,
        said,
        tuple(_colours(shop, brand, said)),
        palette[ACCENT],
        logo if logo and logo.is_file() else None,
        {role: _chosen(brand, role) for role in ROLES},
    )


def _within(place: Path, folder: Path) -> str:
    top, real = folder.resolve(), place.resolve()
    return real.relative_to(top).as_posix() if real.is_relative_to(top) else ""


def _colours(shop: Workshop, brand: Brand, said: Brand) -> Iterator[NamedColour]:
    palette, wearers = brand.palette(), dict[str, list[str]]()
    for name, category in (shop.deck.head.categories if shop.deck else {}).items():
        wearers.setdefault(category.colour, []).append(category.name or name)
    names = [*wearers, *sorted(FURNITURE), *(name for name in said.colours if name not in FURNITURE)]
    for name in dict.fromkeys(names):
        if name in palette:
            yield NamedColour(name, palette[name], tuple(wearers.get(name, ())), name in said.colours)


def _chosen(brand: Brand, role: str) -> str:
    font = brand.fonts.get(role)
    if font is None:
        return DEFAULT_FAMILIES[role]
    return font.regular.file if font.regular else font.family


def font_choices(brand: WornBrand) -> list[FontChoice]:
    """The bundled families, and the files that lie in the brand's folder; what it names is among them."""
    return [*_bundled(), *_own(brand.place.parent)]


def _bundled() -> Iterator[FontChoice]:
    for name in family_names():
        family = load_family(name, Problems())
        if family and family.fallback <= FOR_TEXT:
            yield FontChoice(name, family.title, bundled_fonts() / name / face_file(family, False, False), False)


def _own(folder: Path) -> Iterator[FontChoice]:
    place = folder / "fonts"
    files = sorted(path for path in place.iterdir() if path.suffix.lower() in FONT_SUFFIXES) if place.is_dir() else []
    for path in files[:MOST_FONTS]:
        yield FontChoice(f"fonts/{path.name}", path.stem.replace("-", " "), path, True)


def colours_in_logo(brand: WornBrand) -> list[ColourShare]:
    """None where there is no mark, or nothing of it can be read: `check` says why."""
    return logo_colours(brand.logo) if brand.logo else []


def bold_of(regular: str, choices: Sequence[FontChoice]) -> str:
    """The bold file beside a regular one, by their names: Own-Regular.otf, Own-Bold.otf; else none."""
    stem, _, suffix = regular.rpartition(".")
    plain = stem.removesuffix("Regular").rstrip("-_ ")
    names = {f"{plain}{gap}Bold.{suffix}" for gap in ("-", "_", " ", "")}
    return next((each.value for each in choices if each.value in names), "")

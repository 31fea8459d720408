"""The brand that a kit was printed in, as far as its manifest says: a command may have had it wear a client's."""

from dataclasses import replace
from pathlib import Path

from generator.brand import Brand, BrandColour, Logo
from generator.codes import LOGOS, PICTURES, BrandEntry, Manifest, picture_name
from generator.colours import Colour
from generator.errors import Problems
from generator.kit.request.whereabouts import MANIFEST
from generator.kit.workshop import Workshop


def as_printed(shop: Workshop, folder: Path | None) -> Workshop:
    """The workshop in the colours, and with the mark, of what is printed there. Letters stay those of its brand."""
    manifest = Manifest.read(folder / MANIFEST, Problems(), shop.kit.id if shop.kit else "") if folder else None
    if manifest is None or shop.brand is None:
        return shop
    printed, brand = manifest.brand, shop.brand
    own = {name: colour.hex for name, colour in brand.palette().items()}
    if (printed.client, printed.legal) == (brand.client, brand.legal) and own.items() >= printed.colours.items():
        return shop
    worn = brand_of(printed, folder)
    return replace(shop, brand=replace(worn, client=printed.client, fonts=brand.fonts))


def brand_of(printed: BrandEntry, folder: Path | None) -> Brand:
    """Its accent is among the colours, #rrggbb; the mark is that for light screens, where one lies in the folder."""
    second = printed.second or {}
    worn = {
        name: BrandColour(rgb=Colour.from_hex(value), second=second.get(name, ""))
        for name, value in printed.colours.items()
    }
    return Brand(legal=printed.legal, colours=worn, logo=_logo(folder))


def _logo(folder: Path | None) -> Logo | None:
    """As it was drawn with the kit."""
    names = [picture_name(LOGOS["day"], kind) for kind in PICTURES]
    name = next((name for name in names if folder and (folder / name).is_file()), "")
    return Logo(file=name, folder=folder, min_width=0.0) if folder and name else None

"""A kit for a card vendor: its cards on pages of the vendor's size, in the vendor's order, in a folder of their own."""

from collections.abc import Collection
from dataclasses import replace

from generator.errors import Place, Problems
from generator.geometry import Size
from generator.kit.pieces.bleed import with_bleed
from generator.kit.pieces.piece import Piece
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.shelf import Shelf, is_blank
from generator.layout import Profile, Trim
from generator.vendor import Product, Vendor

FOLDER = "vendors"
FIXED = ("sheet", "paper", "sides", "order", "gutter", "margin", "cut")  # of a command: what a vendor decides


def check_options(profile: Profile, said: Collection[str], kit: Kit, problems: Problems) -> None:
    """A command cannot ask for sheets of its own from a vendor that has its own pages."""
    if profile.vendor and (wrong := [key for key in FIXED if key in said]):
        message = f"{profile.title} decides how cards lie on pages, so there is no `{wrong[0]}` to choose"
        problems.error(kit.marks.here, message, f"leave out --{wrong[0]}, or --for {profile.name}", "vendor-option")


def for_vendor(piece: Piece, profile: Profile, kit: Kit, shelf: Shelf) -> Piece:
    """The piece on the vendor's pages; a size that the vendor does not print is a problem."""
    vendor, layout, sheet = profile.vendor, piece.layout, piece.sheet
    if vendor is None or layout is None or sheet is None or piece.name not in vendor.pieces:
        return piece
    product = vendor.product(layout.size)
    if product is None:
        _report_no_product(piece, layout.size, profile, vendor, shelf)
        return piece
    page, trim = product.page.size, layout.size
    if page.landscape != trim.landscape and trim.width != trim.height:
        trim = trim.turned  # imposition turns it with its page
    bleed = max((page.width - trim.width) / 2, (page.height - trim.height) / 2)
    if layout.safe < product.safe - 1e-6:
        message = f"the layout '{layout.name}' keeps {layout.safe:g} mm clear of the edge"
        hint = f"{profile.title} asks for {product.safe:g} mm: what is nearer may be cut off"
        shelf.problems.warn(layout.marks.of("safe"), message, hint, "vendor-safe")
    return replace(
        piece,
        layouts={name: with_bleed(one, bleed) for name, one in piece.layouts.items()},
        sheet=replace(
            sheet,
            page=Trim(width=page.width, height=page.height),
            backs=vendor.backs if vendor.backs in ("before", "once") else "after",
        ),
        vendor_file=f"{FOLDER}/{profile.name}/{vendor.file.format(kit=kit.id, piece=piece.name)}",
    )


def product_of(piece: Piece, profile: Profile) -> Product | None:
    return profile.vendor.product(piece.layout.size) if profile.vendor and piece.layout else None


def advice(profile: Profile | None, deck: Piece | None) -> str:
    """What to mind, and what the profile is not sure of."""
    if profile is None:
        return ""
    product = product_of(deck, profile) if deck else None
    if profile.vendor is None or product is None:
        return profile.note
    doubts = profile.vendor.doubts(product)
    said = "Not verified: " + "; ".join(doubts) + "." if doubts else ""
    return "\n".join(line for line in (profile.note, said) if line)


def check_takes(profile: Profile, kind: str, where: Place, problems: Problems) -> None:
    """`kind`: pdf, or images."""
    vendor = profile.vendor
    if vendor and kind not in vendor.takes:
        other = {"pdf": "images", "images": "build"}[kind]
        message = f"{profile.title} takes {' or '.join(vendor.takes)}, not {kind}"
        problems.error(where, message, f"prepdeck {other} --for {profile.name}", "vendor-takes")


def _report_no_product(piece: Piece, trim: Size, profile: Profile, vendor: Vendor, shelf: Shelf) -> None:
    sizes = "; ".join(product.title for product in vendor.products.values())
    known = shelf.cards_of(lambda size: vendor.product(size) is not None)
    fitting = [name for name in known if is_blank(name) == piece.is_blank]
    choose = f"layouts that fit: {', '.join(fitting)}" if fitting else "none of the layouts here is of such a size"
    shelf.problems.error(
        piece.order.marks.of("layout"),
        f"{profile.title} prints no cards of {trim.width:g} × {trim.height:g} mm, the trim of '{piece.order.layout}'",
        f"it prints: {sizes}; {choose}",
        "vendor-size",
    )

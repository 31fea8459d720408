"""Print profiles: what suits a kind of printer, as the files in `layouts/profiles/` say it, put under an order."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import NOWHERE, Problems
from generator.kit.request.kit_yaml import PieceOrder
from generator.kit.request.shelf import Shelf
from generator.layout import Profile, Sides
from generator.vendor import Backs, Vendor

Ordered = TypeVar("Ordered", bound=PieceOrder)

KEYS = ("sides", "margin", "gutter", "order")
OF_PLAIN_SHEETS = ("margin", "gutter", "order")  # stock fixes where its cards lie
VENDOR_SIDES: dict[Backs, Sides] = {
    "after": "two-sided-long-edge",
    "before": "two-sided-long-edge",
    "once": "two-sided-long-edge",
    "last": "fronts-then-backs",
    "apart": "fronts-and-backs-apart",
}
OF_BACKS = ("gutter-fold", "backs-only", "fronts-and-backs-apart", "fronts-then-backs")


def under(order: Ordered, profile: Profile, folder: Path, taken: Collection[str] = ()) -> Ordered:
    """The order, with what the profile says of the keys that are not `taken` and that suit its layout and sheet."""
    quiet = Shelf(folder, Problems())
    name = order.sheet if "sheet" in taken else profile.sheet or order.sheet
    layout, sheet = quiet.card(order.layout, NOWHERE), quiet.sheet(name, NOWHERE)
    changes: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(profile, key)
        if value is None or key in taken:
            continue
        if sheet and sheet.stock and key in OF_PLAIN_SHEETS:
            continue
        if value in OF_BACKS and layout and not layout.back:
            continue
        changes[key] = value
    if profile.sheet and "sheet" not in taken:
        changes["sheet"] = profile.sheet
    return replace(order, **changes)


def for_vendor(order: Ordered, vendor: Vendor, folder: Path) -> Ordered:
    """The order as a vendor wants it, whose pages are its own: nothing is left to choose."""
    layout = Shelf(folder, Problems()).card(order.layout, NOWHERE)
    sides: Sides = VENDOR_SIDES[vendor.backs] if layout and layout.back else "one-sided"
    plain: dict[str, Any] = dict.fromkeys((*OF_PLAIN_SHEETS, "columns", "rows"))
    return replace(order, sheet="one-per-page", paper="", sides=sides, cut=(), **plain)


def said(order: PieceOrder) -> tuple[str, ...]:
    """The keys that the order says itself."""
    at_sheet = ("sheet",) if order.marks.of("sheet") != order.marks.here else ()
    return (*(key for key in KEYS if getattr(order, key) is not None), *at_sheet)

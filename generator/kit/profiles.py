"""Print profiles: what suits a kind of printer, as the files in `layouts/profiles/` say it, put under an order."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import NOWHERE, Problems
from generator.kit.order import PieceOrder
from generator.kit.shelf import Shelf
from generator.layout import Profile

Ordered = TypeVar("Ordered", bound=PieceOrder)

KEYS = ("sides", "margin", "gutter", "order")
OF_PLAIN_SHEETS = ("margin", "gutter", "order")  # stock fixes where its cards lie
OF_BACKS = ("gutter-fold", "backs-only", "fronts-and-backs-apart", "fronts-then-backs")


def under(order: Ordered, profile: Profile, folder: Path, taken: Collection[str] = ()) -> Ordered:
    """The order, with what the profile says of the keys that are not `taken` and that suit its layout and sheet."""
    quiet = Shelf(folder, Problems())
    layout, sheet = quiet.card(order.layout, NOWHERE), quiet.sheet(order.sheet, NOWHERE)
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
    return replace(order, **changes)


def said(order: PieceOrder) -> tuple[str, ...]:
    """The keys that the order says itself."""
    return tuple(key for key in KEYS if getattr(order, key) is not None)

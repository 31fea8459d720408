"""Lengths and places as messages say them."""

from generator.errors import NOWHERE, Place
from generator.geometry import Size
from generator.layout import SheetLayout


def place_of(sheet: SheetLayout, name: str, where: Place) -> Place:
    """The line of a setting; `where` if the sheet layout does not say it, or does not know its lines."""
    place = sheet.marks.of(name)
    return where if place in (NOWHERE, sheet.marks.here) and where != NOWHERE else place


def mm(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".") + "mm"


def size_words(size: Size) -> str:
    return f"{mm(size.width)} × {mm(size.height)}"

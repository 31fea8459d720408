"""What a field is on a page before its place is known: how high it must and may be, and how it is drawn there."""

from collections.abc import Callable
from typing import NamedTuple

from generator.face import Item, Mark
from generator.geometry import Rect

LARGEST = 1e6  # mm: of what may be as high as the page


class DrawnField(NamedTuple):
    """A field in its place."""

    items: tuple[Item, ...]
    boxes: tuple[Rect, ...] = ()  # where it is filled in
    pitch: float = 0.0  # between the lines in its box, where it has any
    mark: Mark = ""  # how a box is marked; '' as its kind is


class Cell(NamedTuple):
    """A field that is measured for a width. All lengths in mm."""

    least: float
    draw: Callable[[Rect], DrawnField]
    most: float = 0.0  # as its least where that is more
    step: float = 5.0  # in which it grows
    share: float = 0.0  # of what the page has left, beside those of the others
    tail: float = 0.0  # what stays empty at its foot
    head: float = 0.0  # of what is asked: side by side what is under it begins at one height


class FieldSpacing(NamedTuple):
    """How close things stand: a page whose fields have no room is tried with closer ones."""

    grid: float  # of baselines; 0: none
    pitch: float  # between lines for a hand
    gap: float  # between fields
    bare: bool = False  # without pictures over what is chosen
    low: bool = False  # slots on which no card lies are as low as what is written there
    plain: bool = False  # shapes that want much room are given up for lines

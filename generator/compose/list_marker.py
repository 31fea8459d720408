"""Bullets, dashes and boxes to tick: what opens an item of a list is drawn, so that it is no letter of its text."""

from functools import lru_cache

from generator.colours import Colour
from generator.face import Outline, PathStep, RepeatedPath, rectangle
from generator.geometry import Rect
from generator.layout import ListMarker

BOX = 0.66  # em: the side of a box to tick


def list_marker(kind: ListMarker, x: float, middle: float, em: float, colour: Colour) -> Outline:
    """One that begins at x and has its middle at that height, in mm; `em`: how large its text is, in mm."""
    if kind == "dash":
        dash = (PathStep("move", (x, middle)), PathStep("line", (x + em * 0.5, middle)))
        return Outline(dash, stroke=colour, stroke_width=em * 0.07)
    if kind == "box":
        box = Rect(round(x, 4), round(middle - em * BOX / 2, 4), round(em * BOX, 4), round(em * BOX, 4))
        return Outline(rectangle(box), stroke=colour, stroke_width=em * 0.07)
    return Outline(_dot(round(x + em * 0.2, 4), round(middle, 4), round(em * 0.16, 4)), fill=colour)


@lru_cache(maxsize=256)
def _dot(x: float, y: float, radius: float) -> RepeatedPath:
    """Around (x, y); bullets stand in the same few places on all cards of a layout."""
    return RepeatedPath(rectangle(Rect(x - radius, y - radius, 2 * radius, 2 * radius), radius))

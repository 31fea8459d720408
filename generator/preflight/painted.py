"""What a page paints, as records: where, with what ink, how large. In points, y up, from the origin of the page."""

from typing import NamedTuple

from generator.preflight.colours import Ink, Space
from generator.preflight.objects import Box, Value
from generator.preflight.typefaces import Typeface


class Picture(NamedTuple):
    """A raster image. `mask`: it is painted through in the current colour; `stream` is None for an inline image."""

    width: int
    height: int
    bits: int
    mask: bool
    space: Space | None
    filters: tuple[str, ...]
    stream: Value


class Painted(NamedTuple):
    """One painting. `box` is what the clip leaves of it; of shapes that are no rectangles it is larger than they are.

    `size`: of text its size, of strokes their width, both in points on the page; of pictures pixels per inch.
    `exact`: it covers its whole box. `rects`: x, y, width, height of what a path of
    rectangles consists of, on the page.
    """

    kind: str  # fill, stroke, text, picture, shading
    box: Box
    ink: Ink | None
    space: Space | None
    size: float = 0.0
    overprint: bool = False
    exact: bool = False
    closed: bool = False
    layer: str = ""
    alpha: float = 1.0
    rects: tuple[float, ...] = ()
    font: Typeface | None = None
    picture: Picture | None = None

    def placed(self, box: Box, size: float, rects: tuple[float, ...]) -> "Painted":
        """The same elsewhere; as `_replace` makes it, in a third of the time."""
        kind, _, ink, space, _, overprint, exact, closed, layer, alpha, _, font, picture = self
        return Painted(kind, box, ink, space, size, overprint, exact, closed, layer, alpha, rects, font, picture)

    def seen(self, box: Box, layer: str, alpha: float) -> "Painted":
        """The same as a clip leaves it."""
        kind, _, ink, space, size, overprint, exact, closed, _, _, rects, font, picture = self
        return Painted(kind, box, ink, space, size, overprint, exact, closed, layer, alpha, rects, font, picture)

    @property
    def area(self) -> bool:
        """Whether it is ground, not a letter or a line."""
        return self.kind in ("fill", "picture", "shading")

    @property
    def white(self) -> bool:
        return self.ink is not None and self.ink.white


def is_text(painted: Painted) -> bool:
    return painted.kind == "text"


def is_ground(painted: Painted) -> bool:
    return painted.area


def is_shape(painted: Painted) -> bool:
    return painted.kind in ("stroke", "fill")


def is_picture(painted: Painted) -> bool:
    return painted.picture is not None


def is_not_white(painted: Painted) -> bool:
    return not painted.white


def has_rectangles(painted: Painted) -> bool:
    return painted.kind == "fill" and len(painted.rects) >= 4


def is_registration(painted: Painted) -> bool:
    """Whether it prints on every plate there is."""
    return painted.space is not None and "All" in painted.space.names


class Note(NamedTuple):
    """Something that was met on the way and is no painting: a rule's name, words, and where if that is known."""

    rule: str
    words: str
    box: Box | None = None

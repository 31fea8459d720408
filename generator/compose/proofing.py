"""A face as a proof shows it: words dark, all else pale and grey; and the word across the page that says so."""

from collections.abc import Sequence
from math import atan2, cos, hypot, sin

from generator.colours import Colour
from generator.face import (
    Art,
    Face,
    GradientStop,
    Item,
    Layer,
    LinearGradient,
    Modules,
    Outline,
    Path,
    PathStep,
    Picture,
    Placed,
    TextLine,
    make_art,
)
from generator.geometry import Point, Size

AREA, LINE = 0.22, 0.55  # of the darkness that areas and lines keep
INK = Colour(0.2, 0.2, 0.2, (0, 0, 0, 0.8))  # of words and codes, on whatever ground: grounds are pale
STAMP = Colour(0.55, 0.55, 0.55, (0, 0, 0, 0.45))
ACROSS = 0.72  # of the page's diagonal
THINNEST = 0.25  # mm, of the stamp's lines

_LETTER, _GAP, _HEIGHT = 10.0, 3.0, 14.0
_O = (((2, 0), (8, 0), (10, 2), (10, 12), (8, 14), (2, 14), (0, 12), (0, 2)), ((3, 3), (7, 3), (7, 11), (3, 11)))
_P = (((0, 0), (8, 0), (10, 2), (10, 7), (8, 9), (3, 9), (3, 14), (0, 14)), ((3, 3), (7, 3), (7, 6), (3, 6)))
_R_LEG = ((0, 0), (8, 0), (10, 2), (10, 7), (8.3, 8.7), (10, 14), (6.8, 14), (5.2, 9), (3, 9), (3, 14), (0, 14))
_R = (_R_LEG, ((3, 3), (7, 3), (7, 6), (3, 6)))
_F = (((0, 0), (10, 0), (10, 3), (3, 3), (3, 6), (8, 6), (8, 9), (3, 9), (3, 14), (0, 14)),)
_WORD = (_P, _R, _O, _O, _F)


class Paling:
    """Remembers art that it has made pale."""

    def __init__(self) -> None:
        self._known: dict[str, Art] = {}

    def face(self, face: Face) -> Face:
        return Face(face.size, face.bleed, self.items(face.items))

    def items(self, items: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(self._item(item) for item in items)

    def _item(self, item: Item) -> Item:
        match item:
            case TextLine():
                return item._replace(spans=tuple(span._replace(colour=INK) for span in item.spans))
            case Outline():
                return item._replace(fill=_filled(item.fill), stroke=_grey(item.stroke, LINE) if item.stroke else None)
            case Modules():
                return item._replace(colour=INK)
            case Placed():
                return item._replace(art=self._art(item.art))
            case Layer():
                return item._replace(items=self.items(item.items))
            case Picture():
                return item

    def _art(self, art: Art) -> Art:
        if art.key not in self._known:
            self._known[art.key] = make_art(art.box, self.items(art.items))
        return self._known[art.key]


def _filled(fill: Colour | LinearGradient | None) -> Colour | LinearGradient | None:
    if isinstance(fill, LinearGradient):
        stops = (GradientStop(stop.offset, _grey(stop.colour, AREA)) for stop in fill.stops)
        return fill._replace(stops=tuple(stops))
    return _grey(fill, AREA) if fill else None


def _grey(colour: Colour, share: float) -> Colour:
    """As dark as the colour looks, times `share`."""
    light = 1 - (1 - colour.luminance ** (1 / 2.2)) * share
    return Colour(light, light, light, (0, 0, 0, 1 - light))


def stamp(page: Size) -> Outline:
    """PROOF in hollow letters from the lower left to the upper right: what stands under it can be read."""
    angle = -atan2(page.height, page.width)
    length = len(_WORD) * (_LETTER + _GAP) - _GAP
    scale = ACROSS * hypot(*page) / length
    along, down = (cos(angle) * scale, sin(angle) * scale), (-sin(angle) * scale, cos(angle) * scale)

    def on_page(x: float, y: float) -> Point:
        x, y = x - length / 2, y - _HEIGHT / 2
        return Point(page.width / 2 + x * along[0] + y * down[0], page.height / 2 + x * along[1] + y * down[1])

    steps: list[PathStep] = []
    for number, letter in enumerate(_WORD):
        for ring in letter:
            steps += _ring([on_page(x + number * (_LETTER + _GAP), y) for x, y in ring])
    return Outline(tuple(steps), stroke=STAMP, stroke_width=max(THINNEST, 0.15 * scale))


def _ring(corners: Sequence[Point]) -> Path:
    first, *others = corners
    return (
        PathStep("move", tuple(first)),
        *(PathStep("line", tuple(corner)) for corner in others),
        PathStep("close"),
    )

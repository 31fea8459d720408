"""A face as a proof shows it: words dark, all else pale and grey; and the word across the page that says so."""

from collections.abc import Iterator, Sequence
from math import atan2, cos, hypot, sin

from generator.colours import Colour
from generator.face import (
    Art,
    Face,
    GradientStop,
    Item,
    Layer,
    Modules,
    Outline,
    Paint,
    PathStep,
    Picture,
    Placed,
    TextLine,
    make_art,
)
from generator.fonts.outlines import Lettering
from generator.geometry import Size

AREA, LINE = 0.22, 0.55  # of the darkness that areas and lines keep
INK = Colour(0.2, 0.2, 0.2, (0, 0, 0, 0.8))  # of words and codes, on whatever ground: grounds are pale
STAMP = Colour(0.6, 0.6, 0.6, (0, 0, 0, 0.4))
ACROSS = 0.72  # of the page's diagonal
HIGH = 0.36  # of the page's shorter side: as high are its letters at the most
THINNEST, LINES = 0.2, 0.008  # the stamp's lines: in mm at least, else in em


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
                return item._replace(fill=_painted(item.fill, AREA), stroke=_painted(item.stroke, LINE))
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


def _painted(paint: Paint | None, share: float) -> Paint | None:
    if paint is None or isinstance(paint, Colour):
        return _grey(paint, share) if paint else None
    stops = (GradientStop(stop.offset, _grey(stop.colour, share)) for stop in paint.stops)
    return paint._replace(stops=tuple(stops))


def _grey(colour: Colour, share: float) -> Colour:
    """As dark as the colour looks, times `share`."""
    light = 1 - (1 - colour.luminance ** (1 / 2.2)) * share
    return Colour(light, light, light, (0, 0, 0, 1 - light))


def stamp(page: Size, word: Lettering) -> Outline:
    """The word in hollow letters from the lower left to the upper right: what stands under it can be read."""
    angle = -atan2(page.height, page.width)
    across = hypot(*page)
    # as long as the diagonal allows, but no higher than keeps its ends off the edges of a narrow page
    scale = min(ACROSS * across / word.width, HIGH * min(page) / word.cap_height)
    along, down = (cos(angle) * scale, sin(angle) * scale), (-sin(angle) * scale, cos(angle) * scale)

    def on_page(numbers: Sequence[float]) -> Iterator[float]:
        for x, y in _pairs(numbers):
            x, y = x - word.width / 2, y + word.cap_height / 2
            yield page.width / 2 + x * along[0] + y * down[0]
            yield page.height / 2 + x * along[1] + y * down[1]

    path = tuple(PathStep(step.verb, tuple(on_page(step.numbers))) for step in word.path)
    return Outline(path, stroke=STAMP, stroke_width=max(THINNEST, LINES * scale), join=1)


def _pairs(numbers: Sequence[float]) -> Iterator[tuple[float, float]]:
    return zip(numbers[::2], numbers[1::2], strict=True)

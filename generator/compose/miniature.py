"""Faces of other pieces, small: as they lie on a table, or stand beside their name. Nothing of them is set again.

What a press could not hold at that size is drawn as the eye has it from there: lines of type as bars, codes as a grey
square, rules no thinner than prints.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import cos, floor, inf, log2, radians, sin, sqrt
from re import finditer
from typing import NamedTuple

from generator.colours import WHITE, Colour
from generator.face import (
    Art,
    Face,
    Item,
    Layer,
    Modules,
    Outline,
    Path,
    PathStep,
    Placed,
    TextLine,
    digest,
    rectangle,
    transformed,
)
from generator.geometry import Rect, Size, Transform
from generator.units import MM_PER_POINT

DARK_READ, READ = 5.0, 8.0  # points: what is smaller a press does not hold, dark and grey, or pale and in several inks
PALE, GREY = 0.4, 0.12  # luminance; how far the parts of a grey are from one another
THINNEST = 0.26 * MM_PER_POINT
EDGE = 0.3 * MM_PER_POINT  # of a piece that has the colour of what it lies on
BAR, MIDDLE = 0.3, 0.24  # of a line of type, × its size: its height, and its middle above the baseline
PALER, LETTERS = 0.5, 0.3  # of paper, in the colour of a line that is made wider, and of a bar of letters
INTRICATE = 400  # parts of a drawing, of which nobody can tell how wide each is when it is small
CODE = 0.55  # of paper, in the grey of a code


class ShownFace(NamedTuple):
    """A face of another piece; `key` is its digest, `corner` the radius of its corners."""

    face: Face
    key: str
    corner: float


class Miniature(NamedTuple):
    """A face to be drawn small, at one scale."""

    size: Size  # of the piece, in full
    art: Art
    scale: float
    corner: float = 0.0  # of the piece, in full

    @property
    def width(self) -> float:
        return self.size.width * self.scale

    @property
    def height(self) -> float:
        return self.size.height * self.scale


class Miniatures:
    """Makes them, each once for a scale."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, float], Art] = {}
        self._small: dict[tuple[str, float], Art] = {}

    def of(self, shown: ShownFace, scale: float) -> Miniature:
        face, key, corner = shown
        scale = round(scale, 4)
        named = (key, scale)
        if named not in self._made:
            box = Rect(0, 0, *face.size)
            self._made[named] = Art(digest((key, scale, "small")), box, tuple(self._items(face.items, scale)))
        return Miniature(face.size, self._made[named], scale, corner)

    def _items(self, items: tuple[Item, ...], scale: float) -> Iterator[Item]:
        for item in items:
            match item:
                case TextLine():
                    yield item if _is_held(item, scale) else _bars(item, THINNEST / scale)
                case Modules():
                    yield Outline(rectangle(item.box), fill=item.colour.mixed(WHITE, CODE))
                case Outline() if item.stroke is not None:
                    yield _seen(item, scale)
                case Outline():
                    yield _filled(item, THINNEST / scale)
                case Placed():
                    yield item._replace(art=self._art(item.art, scale * _scale(item.transform)))
                case Layer():
                    continue  # what is hidden in print
                case _:
                    yield item

    def _art(self, art: Art, scale: float) -> Art:
        """The same where all of it can be held; of intricate art few others, for all sizes in which it stands."""
        scale = _coarse(scale) if len(art.items) > INTRICATE else scale
        named = (art.key, round(scale, 4))
        if named not in self._small:
            items = tuple(self._items(art.items, scale)) if art.items else ()
            same = all(new is old or new == old for new, old in zip(items, art.items, strict=False))
            is_same = same and len(items) == len(art.items)
            self._small[named] = art if is_same else Art(digest((art.key, named[1], "small")), art.box, items)
        return self._small[named]


def lying(
    piece: Miniature, middle: tuple[float, float], paper: Colour, edge: Colour, turn: float = 0.0
) -> Iterator[Item]:
    """The piece on what is under it, turned around its middle; cut as its corners are."""
    by = placing(piece, middle, turn)
    outline = transformed(rectangle(Rect(0, 0, *piece.size), piece.corner), by)
    yield Outline(outline, fill=paper)
    yield Placed(piece.art, by, clip_path=outline)
    yield Outline(outline, stroke=edge, stroke_width=EDGE)


def placing(piece: Miniature, middle: tuple[float, float], turn: float) -> Transform:
    """`turn`: degrees clockwise."""
    moved = Transform(piece.scale, 0, 0, piece.scale, -piece.width / 2, -piece.height / 2)
    turned = _turned(turn).after(moved) if turn else moved
    x, y = round(turned.e + middle[0], 4), round(turned.f + middle[1], 4)
    a, b, c, d = (round(part, 6) for part in turned[:4])
    return Transform(a, b, c, d, x, y)


def _turned(degrees: float) -> Transform:
    along, up = cos(radians(degrees)), sin(radians(degrees))
    return Transform(along, up, -up, along)


def _scale(transform: Transform) -> float:
    return sqrt(abs(transform.a * transform.d - transform.b * transform.c))


def _coarse(scale: float) -> float:
    """The next smaller power of two."""
    return 2.0 ** floor(log2(scale)) if scale > 0 else scale


def _filled(area: Outline, least: float) -> Outline:
    """An area, each part of it that would be a hairline as wide as prints."""
    if _narrowest(area.path) >= least:
        return area
    parts = [list(part) for part in _parts(area.path)]
    grown = [_grown(part, least) for part in parts]
    return area._replace(path=tuple(step for part in grown for step in part))


@lru_cache(maxsize=4096)  # of a logo in each of the sizes in which it stands
def _narrowest(path: Path) -> float:
    """The width or the height of the part that has the least of either."""
    sizes = (min(box.width, box.height) for box in map(_around, _parts(path)))
    return min(sizes, default=inf)


def _around(part: list[PathStep]) -> Rect:
    across = [number for step in part for number in step.numbers[::2]]
    down = [number for step in part for number in step.numbers[1::2]]
    left, top = min(across), min(down)
    return Rect(left, top, max(across) - left, max(down) - top)


def _parts(path: Path) -> Iterator[list[PathStep]]:
    part: list[PathStep] = []
    for step in path:
        if step.verb == "move" and part:
            yield part
            part = []
        part.append(step)
    if part:
        yield part


def _grown(part: list[PathStep], least: float) -> list[PathStep]:
    """The same where it is wide and high enough; else a bar in its place."""
    left, top, width, height = _around(part)
    if min(width, height) >= least:
        return part
    more = max(least - width, 0) / 2, max(least - height, 0) / 2
    box = Rect(left - more[0], top - more[1], max(width, least), max(height, least))
    return list(rectangle(Rect(*(round(length, 3) for length in box))))


def _is_held(line: TextLine, scale: float) -> bool:
    size = max(span.size for span in line.spans) * scale
    return size >= READ or (size >= DARK_READ and all(_is_dark_grey(span.colour) for span in line.spans))


def _is_dark_grey(colour: Colour) -> bool:
    parts = (colour.red, colour.green, colour.blue)
    return colour.luminance < PALE and max(parts) - min(parts) < GREY


def _seen(line: Outline, scale: float) -> Outline:
    """A line as wide as prints; paler, where it is made wider for that."""
    if line.stroke_width * scale >= THINNEST or not isinstance(line.stroke, Colour):
        return line
    return line._replace(stroke=line.stroke.mixed(WHITE, PALER), stroke_width=THINNEST / scale)


def _bars(line: TextLine, least: float) -> Outline:
    """A bar for each word, in the colour of the line's first letters."""
    size = max(span.size for span in line.spans) * MM_PER_POINT
    middle, half = line.baseline - MIDDLE * size, max(BAR * size, least) / 2
    path: list[PathStep] = []
    for start, end in _words(line):
        box = Rect(
            round(start, 2), round(middle - half, 2), round(max(end - start, least), 2), round(2 * half + 0.005, 2)
        )
        path.extend(rectangle(box))
    return Outline(tuple(path), fill=line.spans[0].colour.mixed(WHITE, LETTERS))


def _words(line: TextLine) -> Iterator[tuple[float, float]]:
    """From where to where they stand, as if all letters were of one width."""
    x = line.x
    for span in line.spans:
        letter = span.width / max(1, len(span.text))
        for word in finditer(r"\S+", span.text):
            yield x + word.start() * letter, x + word.end() * letter
        x += span.width

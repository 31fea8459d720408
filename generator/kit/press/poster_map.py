"""A poster among its tiles: which of its words and codes a seam should miss, and how it looks on the map of sheets."""

from collections.abc import Iterator

from generator.colours import BLACK, WHITE
from generator.face import Face, Item, Layer, Modules, Outline, Placed, TextLine, make_art, rectangle
from generator.fonts import FontBook
from generator.geometry import Point, Rect, Transform
from generator.impose import Tiling, Whole
from generator.units import MM_PER_POINT

RISE, FALL = 0.72, 0.24  # of the size: how far a word goes above and below its baseline
CODE = 1e5  # what a seam through a code costs; through a word it is the square of its size in mm
LEAST_TEXT = 8.0  # points: what is smaller on the map nobody reads
LEAST_LINE = 0.25 * MM_PER_POINT
SEAM = 0.5 * MM_PER_POINT


def wholes(face: Face, book: FontBook) -> Iterator[Whole]:
    """What is better not cut: each word, and each code."""
    for code in face.codes():
        yield Whole(code.box, CODE)
    for line in face.lines():
        size = max(span.size for span in line.spans) * MM_PER_POINT
        for left, right in _words(line, book):
            yield Whole(Rect(left, line.baseline - RISE * size, right - left, (RISE + FALL) * size), size**2)


def _words(line: TextLine, book: FontBook) -> Iterator[tuple[float, float]]:
    """Where each word of a line begins and ends."""
    x, start = line.x, None
    for span in line.spans:
        font, em, kerns = book.get(span.font), span.size * MM_PER_POINT, dict(span.kerns)
        for number, char in enumerate(span.text):
            x += kerns.get(number, 0.0) / 1000 * em
            if char.isspace():
                if start is not None:
                    yield start, x
                start = None
            elif start is None:
                start = x
            x += font.width(char) * em + span.tracking * MM_PER_POINT
    if start is not None:
        yield start, x


def drawn_map(face: Face, tiling: Tiling, at: Point, scale: float) -> Iterator[Item]:
    """The poster, smaller, its top left corner at that place, with the edges of its tiles."""
    whole = Rect(0, 0, *tiling.piece)
    yield Placed(make_art(whole, sketched(face.items, scale)), Transform(scale, 0, 0, scale, at.x, at.y))
    yield Outline(rectangle(_at(whole, at, scale)), stroke=BLACK, stroke_width=SEAM)
    for tile in tiling.tiles:
        edge = rectangle(_at(tile.window, at, scale))
        yield Outline(edge, stroke=WHITE, stroke_width=3 * SEAM)
        yield Outline(edge, stroke=BLACK, stroke_width=SEAM)


def _at(box: Rect, at: Point, scale: float) -> Rect:
    return Rect(at.x + box.x * scale, at.y + box.y * scale, box.width * scale, box.height * scale)


def sketched(items: tuple[Item, ...], scale: float) -> tuple[Item, ...]:
    """Items as they are seen at that scale: codes as dark squares, lines that are printed, words that are read."""
    return tuple(each for item in items for each in _sketched(item, scale))


def _sketched(item: Item, scale: float) -> Iterator[Item]:
    match item:
        case Modules():
            yield Outline(rectangle(item.box), fill=item.colour)
        case TextLine():
            if max(span.size for span in item.spans) * scale >= LEAST_TEXT:
                yield item
        case Outline() if item.stroke is not None:
            yield item._replace(stroke_width=max(item.stroke_width, LEAST_LINE / scale))
        case Placed():
            inner = sketched(item.art.items, scale * item.transform.a)
            yield item if inner == item.art.items else item._replace(art=make_art(item.art.box, inner))
        case Layer():
            yield item._replace(items=sketched(item.items, scale))
        case _:
            yield item

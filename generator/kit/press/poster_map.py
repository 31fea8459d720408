"""A poster among its tiles: which of its words and codes a seam should miss, and how it looks on the map of sheets."""

from collections.abc import Iterator

from generator.colours import BLACK, WHITE
from generator.compose.miniature import Miniatures, ShownFace
from generator.face import Face, Item, Outline, Placed, TextLine, rectangle
from generator.fonts import FontBook
from generator.geometry import Point, Rect, Transform
from generator.impose import Tiling, Unbroken
from generator.units import MM_PER_POINT

RISE, FALL = 0.72, 0.24  # of the size: how far a word goes above and below its baseline
CODE = 1e5  # what a seam through a code costs; through a word it is the square of its size in mm
SEAM = 0.5 * MM_PER_POINT


def wholes(face: Face, book: FontBook) -> Iterator[Unbroken]:
    """What is better not cut: each word, and each code."""
    for code in face.codes():
        yield Unbroken(code.box, CODE)
    for line in face.lines():
        size = max(span.size for span in line.spans) * MM_PER_POINT
        for left, right in _words(line, book):
            yield Unbroken(Rect(left, line.baseline - RISE * size, right - left, (RISE + FALL) * size), size**2)


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


def drawn_map(poster: ShownFace, tiling: Tiling, at: Point, scale: float) -> Iterator[Item]:
    """The poster, smaller, its top left corner at that place, with the edges of its tiles."""
    small = Miniatures().of(poster, scale)
    yield Placed(small.art, Transform(scale, 0, 0, scale, round(at.x, 4), round(at.y, 4)))
    yield Outline(rectangle(_at(Rect(0, 0, *tiling.piece), at, scale)), stroke=BLACK, stroke_width=SEAM)
    for tile in tiling.tiles:
        edge = rectangle(_at(tile.window, at, scale))
        yield Outline(edge, stroke=WHITE, stroke_width=3 * SEAM)
        yield Outline(edge, stroke=BLACK, stroke_width=SEAM)


def _at(box: Rect, at: Point, scale: float) -> Rect:
    return Rect(at.x + box.x * scale, at.y + box.y * scale, box.width * scale, box.height * scale)

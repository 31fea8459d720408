"""A poster among its tiles: which of its words and codes a seam should miss, and how it looks on the map of sheets."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import hypot, inf

from generator.colours import BLACK, WHITE
from generator.compose.miniature import Miniatures, ShownFace
from generator.face import Face, Item, Outline, Placed, TextLine, rectangle
from generator.fonts import FontBook
from generator.geometry import Point, Rect, Size, Transform
from generator.impose import Tiling, Unbroken
from generator.units import MM_PER_POINT

RISE, FALL = 0.72, 0.24  # of the size: how far a word goes above and below its baseline
CODE = 1e5  # what a seam through a code costs; through a word it is the square of its size in mm
SEAM = 0.5 * MM_PER_POINT
PLACES = 8  # to each side of the middle that are tried for the name of a tile


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
    """The poster, smaller, its top left corner at that place, with the seams of its tiles."""
    small = Miniatures().of(poster, scale)
    yield Placed(small.art, Transform(scale, 0, 0, scale, round(at.x, 4), round(at.y, 4)))
    yield Outline(rectangle(_at(Rect(0, 0, *tiling.piece), at, scale)), stroke=BLACK, stroke_width=SEAM)
    for part in parts_seen(tiling):
        edge = rectangle(_at(part, at, scale))
        yield Outline(edge, stroke=WHITE, stroke_width=3 * SEAM)
        yield Outline(edge, stroke=BLACK, stroke_width=SEAM)


def parts_seen(tiling: Tiling) -> tuple[Rect, ...]:
    """What is seen of each tile once its neighbours lie on it: up to their seams, not up to where it is printed."""
    columns, windows = tiling.columns, [tile.window for tile in tiling.tiles]
    seen = []
    for number, window in enumerate(windows):
        right = windows[number + 1].x if (number + 1) % columns else window.right
        bottom = windows[number + columns].y if number + columns < len(windows) else window.bottom
        seen.append(Rect(window.x, window.y, right - window.x, bottom - window.y))
    return tuple(seen)


def clear_place(part: Rect, plate: Size, whole: Sequence[Unbroken]) -> Point:
    """Where in a part of the poster a plate hides least of its words and codes: nearest to the middle of those places.
    All in mm of the poster.
    """
    middle = part.centre
    across, down = max(0.0, part.width - plate.width) / 2, max(0.0, part.height - plate.height) / 2
    reach = _around(middle, Size(2 * across + plate.width, 2 * down + plate.height))
    near = [each for each in whole if each.box.overlaps(reach)]
    best, least = middle, inf
    for x, y in _outwards(across, down):
        place = Point(middle.x + x, middle.y + y)
        box = _around(place, plate)
        cost = sum([each.cost for each in near if each.box.overlaps(box)])
        if cost < least:
            best, least = place, cost
        if not cost:
            break
    return best


@lru_cache(maxsize=64)
def _outwards(across: float, down: float) -> tuple[tuple[float, float], ...]:
    """How far from the middle the places are that are tried, the nearest first; tiles are of a few sizes."""
    steps = [step / PLACES for step in range(-PLACES, PLACES + 1)]
    return tuple(sorted(((across * x, down * y) for x in steps for y in steps), key=lambda each: hypot(*each)))


def _around(centre: Point, size: Size) -> Rect:
    return Rect(centre.x - size.width / 2, centre.y - size.height / 2, *size)


def _at(box: Rect, at: Point, scale: float) -> Rect:
    return Rect(at.x + box.x * scale, at.y + box.y * scale, box.width * scale, box.height * scale)

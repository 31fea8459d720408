"""SVG texts read for the tests, and drawn: by our PDF, and by PDFium for its pixels."""

import pypdfium2
import pytest

from generator.colours import Colour
from generator.errors import Problems
from generator.face import Face, Placed
from generator.fonts import FontBook, FontFinder
from generator.geometry import Rect, Size
from generator.images import Vector
from generator.images.svg import read_vector
from generator.pdf import DocumentInfo, Placement, Writer

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0)
INK, PAPER = (0, 0, 0), (255, 255, 255)
CURRENT = Colour(1, 0, 1)  # what the probes call MAGENTA
MAGENTA = (255, 0, 255)
PALETTE = {"accent": Colour(0, 128 / 255, 0)}
SCALE = 4  # pixels a unit
FONTS = FontFinder(FontBook.load({}, {}, Problems()))  # the bundled ones


def svg(body, view="0 0 100 100", more=""):
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {space} viewBox="{view}" {more}>\n{body}\n</svg>'


def read(text):
    """The drawing and the problems of an SVG text."""
    problems = Problems()
    data = text.encode() if isinstance(text, str) else text
    return read_vector(data, "pictures/x.svg", problems, FONTS), problems


def drawn(text):
    """The drawing of an SVG text without problems."""
    vector, problems = read(text)
    assert not problems.found, list(map(str, problems))
    assert isinstance(vector, Vector)
    return vector


def items(text):
    return drawn(text).art(PALETTE, CURRENT).items


def render(text):
    """The pixels of the drawing, SCALE to a unit, drawn by our PDF and rendered by PDFium."""
    return pixels(drawn(text).art(PALETTE, CURRENT))


def pixels(art):
    """Of art on white paper, SCALE to a unit."""
    size = Size(art.box.width, art.box.height)
    writer = Writer(DocumentInfo("probe"), lambda key: pytest.fail(f"no font {key} is wanted"))
    face = writer.draw(Face(size, 0, (Placed(art),)))
    writer.page(size, [Placement(face, 0, 0, 0, Rect(0, 0, *size))])
    document = pypdfium2.PdfDocument(bytes(writer.finish()))
    try:
        return document[0].render(scale=SCALE * 25.4 / 72).to_pil().convert("RGB")
    finally:
        document.close()


def is_near(pixel, colour, slack=6):
    return all(abs(ours - theirs) <= slack for ours, theirs in zip(pixel, colour, strict=True))


def probe(body, points, **more):
    """Assert the colours at points of a drawing, in its units."""
    image = render(svg(body, **more))
    for (x, y), colour in points.items():
        seen = image.getpixel((round(x * SCALE), round(y * SCALE)))
        assert is_near(seen, colour), f"at {x}, {y}: {seen}, not {colour}"

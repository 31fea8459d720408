"""A page as SVG for slides: all of it shapes, so that it looks the same in any office, with no font of theirs.

LibreOffice, PowerPoint and browsers agree on paths; they do not on text, style sheets and clips, so there is none.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape

from generator.face import Item, Outline, Path, Picture, Placed, TextLine, rectangle, transformed
from generator.fonts import FontBook
from generator.geometry import Rect, Transform
from generator.kit.heat_poster.look import MapLook
from generator.kit.heat_poster.pen import Pen
from generator.kit.press.screen_pictures import Drawing
from generator.units import MM_PER_POINT

UNITS = 100  # to a millimetre: letters of 6.5 points keep their shape
MARK_PIXELS = 960  # the longer side of a mark that is no drawing


def slide_svg(pen: Pen, look: MapLook, title: str, pixels: tuple[int, int]) -> bytes:
    """On a paper of its own, since slides are of any colour; `title` is read out and searched for."""
    box, letters = Rect(0, 0, *pen.size), _Letters(look.lettering.book)
    paper = Outline(rectangle(box), fill=look.inks.paper)
    marks = [item for item in pen.items if isinstance(item, Picture)]
    drawing = Drawing(box, (paper, *letters.outlined(pen.items)), UNITS)
    width, height = pixels
    size = f'width="{width}" height="{height}" viewBox="0 0 {_units(box.width)} {_units(box.height)}"'
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    pictures = "".join(_picture(mark, look) for mark in marks)
    return f"<svg {names} {size}><title>{escape(title)}</title>{drawing.inside()}{pictures}</svg>\n".encode()


def _units(length: float) -> int:
    return round(length * UNITS)


def _picture(mark: Picture, look: MapLook) -> str:
    """Nothing where it cannot be shown on a screen."""
    from generator.images.small import small_jpeg, small_png

    raster = look.raster(mark.key)
    is_cmyk = raster.mode == "CMYK"
    content = small_jpeg(raster, MARK_PIXELS, look.inks.paper.hex) if is_cmyk else small_png(raster, MARK_PIXELS)
    if not content:
        return ""
    x, y, width, height = map(_units, mark.box)
    data = f"data:image/{'jpeg' if is_cmyk else 'png'};base64,{b64encode(content).decode()}"
    return f'<image x="{x}" y="{y}" width="{width}" height="{height}" xlink:href="{data}"/>'


class _Letters:
    """Lines of words as outlines; each letter of a font is looked up once."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._known: dict[str, dict[str, Path]] = {}  # by font

    def outlined(self, items: Iterable[Item]) -> Iterator[Item]:
        for item in items:
            match item:
                case TextLine():
                    yield from self._line(item)
                case Placed():
                    inside = tuple(self.outlined(item.art.items))
                    yield item._replace(art=item.art._replace(items=inside))
                case _:
                    yield item

    def _line(self, line: TextLine) -> Iterator[Outline]:
        x = line.x
        for span in line.spans:
            font, em, at = self._book.get(span.font), span.size * MM_PER_POINT, 0.0
            paths, moves = self._paths(span.font, span.text), dict(span.kerns)
            steps: list[Path] = []
            for number, char in enumerate(span.text):
                at += moves.get(number, 0.0) / 1000
                steps.append(transformed(paths.get(char, ()), Transform(em, 0, 0, em, x + at * em, line.baseline)))
                at += font.width(char) + span.tracking / span.size
            if path := tuple(step for each in steps for step in each):
                yield Outline(path, fill=span.colour)
            x += span.width

    def _paths(self, key: str, text: str) -> dict[str, Path]:
        from generator.fonts.outlines import letter_paths  # imports fontTools

        known = self._known.setdefault(key, {})
        if new := "".join(set(text) - known.keys()):
            known |= letter_paths(self._book.get(key), new)
        return known

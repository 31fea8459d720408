"""A heat map in, a PDF on any paper or a picture for slides out; the same map gives the same bytes."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from generator import bundled
from generator.brand import Brand
from generator.errors import NOWHERE, Problems, SourceError
from generator.geometry import Size
from generator.heat_map import HeatMap
from generator.kit.heat_poster.look import MapLook
from generator.kit.heat_poster.pages import MapPages, foot
from generator.kit.heat_poster.pen import Pen, grown
from generator.kit.request.papers import DEFAULT
from generator.kit.request.shelf import Shelf
from generator.pdf import DocumentInfo, Writer
from generator.private_file import with_part
from generator.units import MM_PER_INCH

DRAWN = 297.0 * 210.0  # mm²: pages are drawn at the size of an A4 and grow with their paper
SLIDE, PIXELS = Size(13.333 * MM_PER_INCH * 0.82, 7.5 * MM_PER_INCH * 0.82), (1920, 1080)
SLIDE_PIXELS = (1280, 720)  # of CSS, 96 to an inch: as large as a slide


def print_heat_map(heat: HeatMap, to: Path, paper: str = "", brand: Brand | None = None) -> int:
    """Writes the poster, whole or not at all; how many pages it has. `paper`: else the kit's, else A4; `brand`: else
    the colours that the kit's manifest tells of.

    Raises SourceError where there is no such paper, FileError where it cannot be written.
    """
    problems = Problems()
    shelf = Shelf(bundled.folder("layouts").parent, problems)
    found = shelf.paper(paper or heat.paper or DEFAULT, NOWHERE)
    if found is None:
        raise SourceError(problems.errors)
    size = found.size if found.size.landscape else found.size.turned
    writer, count = _printed(heat, MapLook(heat, brand), size, max(1.0, sqrt(size.width * size.height / DRAWN)))
    with_part(to, writer.save)
    return count


class SlidePicture(NamedTuple):
    """A picture that is saved as files of a press are."""

    content: bytes

    def save(self, target: Path) -> None:
        target.write_bytes(self.content)


def picture_of(heat: HeatMap, brand: Brand | None = None, *, as_svg: bool = False) -> SlidePicture:
    """The first map on a slide, 16:9, as PNG or as shapes."""
    look = MapLook(heat, brand)
    pen = MapPages(heat, SLIDE, look).picture()
    foot(pen, heat, look, "")
    if as_svg:
        from generator.kit.heat_poster.slide_svg import slide_svg

        return SlidePicture(slide_svg(pen, look, _title(heat), SLIDE_PIXELS))
    from generator.render import Pages

    pages = Pages(_file(heat, look, [pen], SLIDE, 1.0).finish())
    try:
        return SlidePicture(pages.bitmap(0, PIXELS).png(0))
    finally:
        pages.close()


def _title(heat: HeatMap) -> str:
    return " · ".join(dict.fromkeys((heat.title, heat.maps[0].title)))


def _printed(heat: HeatMap, look: MapLook, size: Size, scale: float) -> tuple[Writer, int]:
    drawn = Size(size.width / scale, size.height / scale)
    pens = list(MapPages(heat, drawn, look).pages())
    for number, pen in enumerate(pens, 1):
        foot(pen, heat, look, f"{number} / {len(pens)}")
    return _file(heat, look, pens, size, scale), len(pens)


def _file(heat: HeatMap, look: MapLook, pens: Sequence[Pen], size: Size, scale: float) -> Writer:
    job = DocumentInfo(title=heat.title, author=look.client, language=heat.language)
    writer = Writer(job, look.lettering.book.get, look.raster)
    for pen in pens:
        writer.page(size, (), grown(pen.items, scale))
    return writer

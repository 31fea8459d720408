"""A heat map in, a PDF on any paper or a picture for slides out; the same map gives the same bytes."""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from generator import bundled
from generator.errors import NOWHERE, Problems, SourceError
from generator.geometry import Size
from generator.heat_map import HeatMap
from generator.kit.delivery.single_file import save_whole
from generator.kit.heat_poster.inks import inks_of
from generator.kit.heat_poster.lettering import Lettering
from generator.kit.heat_poster.pages import MapPages, foot
from generator.kit.heat_poster.pen import Pen, grown
from generator.kit.request.papers import DEFAULT
from generator.kit.request.shelf import Shelf
from generator.pdf import DocumentInfo, Writer
from generator.units import MM_PER_INCH

DRAWN = 297.0 * 210.0  # mm²: pages are drawn at the size of an A4 and grow with their paper
SLIDE, PIXELS = Size(13.333 * MM_PER_INCH * 0.82, 7.5 * MM_PER_INCH * 0.82), (1920, 1080)


def print_heat_map(heat: HeatMap, to: Path, paper: str = "") -> int:
    """Writes the poster, whole or not at all; how many pages it has. `paper`: else the kit's, else A4.

    Raises SourceError where there is no such paper, FileError where it cannot be written.
    """
    problems = Problems()
    shelf = Shelf(bundled.folder("layouts").parent, problems)
    found = shelf.paper(paper or heat.paper or DEFAULT, NOWHERE)
    if found is None:
        raise SourceError(problems.errors)
    size = found.size if found.size.landscape else found.size.turned
    writer, count = _printed(heat, size, max(1.0, sqrt(size.width * size.height / DRAWN)))
    save_whole(writer, to)
    return count


class SlidePicture(NamedTuple):
    """A PNG that is saved as files of a press are."""

    png: bytes

    def save(self, target: Path) -> None:
        target.write_bytes(self.png)


def picture_of(heat: HeatMap) -> SlidePicture:
    """The first map on a slide, 16:9."""
    from generator.render import Pages

    lettering = Lettering(heat.language)
    pen = MapPages(heat, SLIDE, inks_of(heat.colours), lettering).picture()
    foot(pen, heat, "")
    pages = Pages(_file(heat, lettering, [pen], SLIDE, 1.0).finish())
    try:
        return SlidePicture(pages.bitmap(0, PIXELS).png(0))
    finally:
        pages.close()


def _printed(heat: HeatMap, size: Size, scale: float) -> tuple[Writer, int]:
    lettering = Lettering(heat.language)
    drawn = Size(size.width / scale, size.height / scale)
    pens = list(MapPages(heat, drawn, inks_of(heat.colours), lettering).pages())
    for number, pen in enumerate(pens, 1):
        foot(pen, heat, f"{number} / {len(pens)}")
    return _file(heat, lettering, pens, size, scale), len(pens)


def _file(heat: HeatMap, lettering: Lettering, pens: Sequence[Pen], size: Size, scale: float) -> Writer:
    job = DocumentInfo(title=heat.title, author=heat.client, language=heat.language)
    writer = Writer(job, lettering.book.get)
    for pen in pens:
        writer.page(size, (), grown(pen.items, scale))
    return writer

"""How much of a picture is seen on a ground of one colour: what would vanish wants a plate, or another variant."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from generator.colours import Colour
from generator.face import Art, Item, Outline, Paint, Placed, transformed
from generator.geometry import IDENTITY, Transform
from generator.images.paths import polygons
from generator.images.raster import Raster
from generator.images.small import small_png

if TYPE_CHECKING:
    from PIL import Image

SIDE = 96  # pixels: as fine as it is looked at
LEAST = 2.5  # contrast (WCAG) of what is seen at a glance
_PARTS = 6  # sides that stand for a curve

Tones = dict[float, float]  # relative luminance → how many pixels have it


class EdgeCount(NamedTuple):
    """Of the pixels at the edges, which are what stands on the ground, and of all that are there."""

    edge: Tones
    whole: Tones


def seen_share(tally: EdgeCount, ground: Colour) -> float:
    """The share of the picture, from 0 to 1, that can be told from the ground: of its edges, or of all of it where that
    is more, as of words on a label that is like the ground. 1 of a picture that covers its frame.
    """
    return max(_share(tones, ground.luminance) for tones in tally)


COVERS = EdgeCount({}, {})  # a picture that lets nothing of its frame show


def _share(tones: Tones, ground: float) -> float:
    whole = sum(tones.values())
    seen = (many for tone, many in tones.items() if (max(tone, ground) + 0.05) / (min(tone, ground) + 0.05) >= LEAST)
    return sum(seen) / whole if whole else 1.0


def raster_tally(raster: Raster) -> EdgeCount:
    """Of its pixels that are there; one in four inks covers all of its frame."""
    if raster.mode == "CMYK" or not raster.alpha:
        return COVERS
    from PIL import Image

    return _tally(Image.open(BytesIO(small_png(raster, SIDE))))


def art_tally(art: Art) -> EdgeCount:
    return _tally(drawn_roughly(art))


def drawn_roughly(art: Art) -> "Image.Image":
    """Its outlines in their own colours: curves as sides, lines as wide as they are, cut by nothing."""
    from PIL import Image, ImageDraw

    scale = SIDE / max(art.box.width, art.box.height)
    size = (max(1, round(art.box.width * scale)), max(1, round(art.box.height * scale)))
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    whole = Transform(scale, 0, 0, scale, -art.box.x * scale, -art.box.y * scale)
    for outline, place in _outlines(art.items, whole):
        for points in polygons(transformed(outline.path, place), _PARTS):
            if outline.fill is not None and len(points) > 2:
                pen.polygon(points, _pixel(outline.fill))
            if outline.stroke is not None and len(points) > 1:
                width = outline.stroke_width * abs(place.a * place.d - place.b * place.c) ** 0.5
                pen.line(points, _pixel(outline.stroke), max(1, round(width)))
    return image


def _outlines(items: Iterable[Item], place: Transform = IDENTITY) -> Iterator[tuple[Outline, Transform]]:
    for item in items:
        if isinstance(item, Outline):
            yield item, place
        elif isinstance(item, Placed):
            yield from _outlines(item.art.items, place.after(item.transform))


def _pixel(paint: Paint) -> tuple[int, int, int, int]:
    colour = paint if isinstance(paint, Colour) else paint.stops[len(paint.stops) // 2].colour
    red, green, blue = (round(part * 255) for part in colour[:3])
    return red, green, blue, 255


def _tally(image: "Image.Image") -> EdgeCount:
    from PIL import ImageChops, ImageFilter, ImageOps

    whole = ImageOps.expand(image.convert("RGBA"), 1, (0, 0, 0, 0))
    edge, covered = whole.copy(), whole.getchannel("A")
    edge.putalpha(ImageChops.subtract(covered, covered.filter(ImageFilter.MinFilter(3))))
    return EdgeCount(_counted(edge), _counted(whole))


def _counted(image: "Image.Image") -> Tones:
    """By sixteen levels of each colour."""
    colours: dict[bytes, int] = {}
    levels = [level // 17 * 17 for level in range(256)]
    data = image.point([*levels * 3, *range(256)]).tobytes()
    for at in range(0, len(data), 4):
        if data[at + 3]:
            colour = data[at : at + 3]
            colours[colour] = colours.get(colour, 0) + data[at + 3]
    tones: Tones = {}
    for (red, green, blue), many in colours.items():
        tone = round(Colour(red / 255, green / 255, blue / 255).luminance, 3)
        tones[tone] = tones.get(tone, 0.0) + many / 255
    return tones

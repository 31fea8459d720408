"""The colours of a picture by how much of it they cover: what SVG paints, and clusters of pixels."""

from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple

from generator.colours import BLACK, WHITE, Build, Colour
from generator.face import Item, Outline, Placed
from generator.images.raster import Raster
from generator.images.small import small_png
from generator.images.vector import Vector
from generator.images.visibility import drawn_roughly

SIDE = 160  # pixels: as fine as it is looked at
LEAST = 0.02  # the share under which a colour is a detail, or where two others meet
_COARSE = 32  # of 256 levels, that count as one colour in pixels
_SOLID = 128  # alpha from which a pixel is there


class ColourShare(NamedTuple):
    colour: Colour  # with its inks, where the picture says them
    share: float  # of what is there, from 0 to 1


def main_colours(picture: Raster | Vector) -> list[ColourShare]:
    """The largest first; the same for the same file on every machine."""
    counted = _counted(picture)
    whole = sum(counted.values())
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    inks = dict(_inks(picture.art({}, BLACK).items)) if isinstance(picture, Vector) else {}
    return [
        ColourShare(Colour.from_hex(value)._replace(cmyk=inks.get(value)), many / whole)
        for value, many in ranked
        if many / whole >= LEAST
    ]


def _inks(items: Iterable[Item]) -> Iterator[tuple[str, Build]]:
    """How each colour of a drawing is built; of black and white everybody knows."""
    for item in items:
        if isinstance(item, Placed):
            yield from _inks(item.art.items)
        elif isinstance(item, Outline):
            for paint in (item.fill, item.stroke):
                if isinstance(paint, Colour) and paint.cmyk and paint not in (BLACK, WHITE):
                    yield paint.hex, paint.cmyk


def _counted(picture: Raster | Vector) -> Counter[str]:
    """Of each cluster the colour that most of its pixels have. What is open in a drawing is black, as in a viewer."""
    from PIL import Image

    if isinstance(picture, Raster):
        data = Image.open(BytesIO(small_png(picture, SIDE))).convert("RGBA").tobytes()
    else:
        data = drawn_roughly(picture.art({}, BLACK)).tobytes()
    clusters: dict[tuple[int, ...], Counter[str]] = {}
    for at in range(0, len(data), 4):
        if data[at + 3] >= _SOLID:
            pixel = data[at : at + 3]
            clusters.setdefault(tuple(part // _COARSE for part in pixel), Counter())["#" + pixel.hex()] += 1
    counted: Counter[str] = Counter()
    for cluster in clusters.values():
        most = min(cluster.items(), key=lambda item: (-item[1], item[0]))[0]
        counted[most] += cluster.total()
    return counted

"""What a heat map wears of a brand: its colours, its letters, its mark."""

from generator.brand import Brand
from generator.codes import BrandEntry
from generator.compose.colouring import for_category
from generator.errors import Problems, SourceError
from generator.face import Item, Picture, Placed
from generator.fonts import FontFinder
from generator.geometry import Rect, Size, Transform
from generator.heat_map import HeatMap
from generator.images import Pictures, Raster
from generator.kit.delivery.worn_brand import brand_of
from generator.kit.heat_poster.inks import inks_of
from generator.kit.heat_poster.set_lines import LineSetter
from generator.kit.press.brand_fonts import brand_fonts

MARK = Size(46.0, 11.0)  # mm, that the mark fits in, in the upper right corner


class MapLook:
    """`brand`: else that which the kit's manifest tells of, without letters. A damaged mark stops no map.

    Raises SourceError where a font of the brand cannot be used.
    """

    def __init__(self, heat: HeatMap, brand: Brand | None = None) -> None:
        worn = brand or brand_of(BrandEntry(legal=heat.legal, colours=heat.colours), None)
        problems = Problems()
        book = brand_fonts(worn, problems)
        if problems.errors:
            raise SourceError(problems.errors)
        self.palette = worn.palette()
        self.inks = inks_of({name: colour.hex for name, colour in self.palette.items()})
        self.lettering = LineSetter(heat.language, book)
        self.client, self.legal = worn.client or heat.client, worn.legal or heat.legal
        self._logo = worn.logo
        self.pictures = Pictures(worn.logo.folder, FontFinder(book, worn.logo.folder)) if worn.logo else None

    def raster(self, key: str) -> Raster:
        """The pixels of a mark that is no drawing."""
        if self.pictures is None:
            raise KeyError(key)
        return self.pictures.get(key)

    def mark(self, right: float, top: float) -> tuple[tuple[Item, ...], float]:
        """The mark with its upper right corner there, and how wide it is; nothing where there is none."""
        picture = self.pictures.peek(self._logo.file) if self.pictures and self._logo else None
        if picture is None:
            return (), 0.0
        wide, high = picture.pixels if isinstance(picture, Raster) else picture.size
        scale = min(MARK.width / wide, MARK.height / high)
        box = Rect(right - wide * scale, top, wide * scale, high * scale)
        if isinstance(picture, Raster):
            ground = self.inks.paper if picture.alpha else None
            return (Picture(box, picture.key, picture.pixels, None, ground),), box.width
        art = picture.art(for_category(self.inks.accent, self.palette), self.inks.ink)
        place = Transform(scale, 0, 0, scale, box.x, box.y)
        return (Placed(art, place, ground=self.inks.paper if picture.seen_through else None),), box.width

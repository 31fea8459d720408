"""Pictures in the frames of a layout: the card's, the category's, and the logo in the variant that stands out."""

from typing import NamedTuple

from generator.colours import BLACK, WHITE
from generator.compose.desk import Desk, Spot
from generator.compose.facts import LOGO_FACT
from generator.compose.inks import Inks
from generator.deck import Card
from generator.errors import Place, Problems
from generator.face import Item, Picture, Placed
from generator.geometry import Rect, Transform
from generator.images import Raster, Vector
from generator.layout import CardLayout, CodeFrame, PictureFrame, TextFrame


class _Named(NamedTuple):
    """A picture as messages call it, and where it is said."""

    words: str
    where: Place


class PictureSetter:
    """Places the pictures of one layout."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems

    def items(self, spot: Spot, frame: PictureFrame) -> tuple[Item, ...]:
        """The frame's picture, positioned; nothing where the field is empty or the picture has a problem."""
        if frame.field == LOGO_FACT:
            return self._logo(spot, frame)
        card = spot.card
        file = self.desk.facts.value(card, frame.field)
        if not isinstance(file, str) or not file:
            return ()
        where = self._picture_place(card, frame.field)
        picture = self.desk.pictures.find(file, where, self.problems)
        return self._placed(spot, frame, picture, _Named(f"card '{card.id}': '{file}'", where)) if picture else ()

    def _placed(self, spot: Spot, frame: PictureFrame, picture: Raster | Vector, named: _Named) -> tuple[Item, ...]:
        clip = spot.box if frame.fit == "cover" else None
        if isinstance(picture, Raster):
            area = fitted(frame, spot.box, *picture.pixels)
            ppi = picture.ppi(area)
            if ppi < frame.min_ppi:
                message = f"{named.words} has {ppi:.0f} ppi in print; {frame.min_ppi} or more look sharp"
                self.problems.warn(named.where, message, "use a picture with more pixels", "low-ppi")
            ground = self.inks.flat(spot) if picture.alpha else None
            message, hint = self.desk.picture_fault(picture, ground)
            if message:
                self.problems.error(named.where, f"{named.words} {message}", hint, "picture-press")
            return (Picture(area, picture.key, picture.pixels, clip, ground),)
        art = picture.art(self.inks.palette(spot.card), self.inks.of(spot.card, frame.colour), self.problems)
        placed = Placed(art, onto(art.box, fitted(frame, spot.box, *art.box[2:])), clip)
        if picture.seen_through:
            placed = placed._replace(ground=self.inks.flat(spot))
            message, hint = self.desk.drawing_fault(placed)
            if message:
                self.problems.error(named.where, f"{named.words} {message}", hint, "picture-press")
        return (placed,)

    def _logo(self, spot: Spot, frame: PictureFrame) -> tuple[Item, ...]:
        """The variant of the client's mark that stands out here; what would harm it is a finding."""
        logo = self.desk.brand.logo
        if logo is None:
            return ()
        ground = self.inks.ground(spot)
        dark = ground.contrast(WHITE) >= ground.contrast(BLACK)
        key = "on_dark" if dark and logo.on_dark else "file"
        where = logo.marks.of(key)
        if dark and not logo.on_dark:
            hint = "add `on_dark:` with a light variant, or let the frame stand on a light area"
            self.problems.warn(
                where, f"the logo has no variant for the dark ground of '{spot.name}'", hint, "logo-variant"
            )
        picture = self.desk.logos.find(getattr(logo, key), where, self.problems)
        if picture is None:
            return ()
        size = picture.pixels if isinstance(picture, Raster) else picture.size
        area = fitted(frame, spot.box, *size)
        if area.width < logo.min_width:
            message = (
                f"the logo is {area.width:.1f} mm wide in '{spot.name}' of {self.layout.name}, not {logo.min_width:g}"
            )
            self.problems.warn(where, message, "give the frame more room, or lower `min_width`", "logo-small")
        self._check_clear_space(spot, area.grown(logo.clear), where)
        return self._placed(spot, frame, picture, _Named("the logo", where))

    def _check_clear_space(self, spot: Spot, space: Rect, where: Place) -> None:
        for other, frame in self.layout.side(spot.side).items():
            inside = frame.box.within(self.layout.size)
            if isinstance(frame, TextFrame | CodeFrame) and space.overlaps(inside):
                message = f"'{other}' of {self.layout.name} stands in the clear space of the logo in '{spot.name}'"
                self.problems.warn(where, message, "move one of the two frames, or lower `clear`", "logo-clear")

    def _picture_place(self, card: Card, field: str) -> Place:
        category = self.desk.deck.head.categories[card.category]
        if field.startswith("category."):
            return category.marks.of(field.partition(".")[2])
        return card.place(field) if card.values.get(field) else category.marks.of("motif")


def fitted(frame: PictureFrame, box: Rect, width: float, height: float) -> Rect:
    """The picture's rectangle: inside the box (contain) or over all of it (cover), aligned as the frame says."""
    scales = (box.width / width, box.height / height)
    scale = min(scales) if frame.fit == "contain" else max(scales)
    drawn_width, drawn_height = width * scale, height * scale
    across = {"left": 0.0, "centre": 0.5, "right": 1.0}[frame.align]
    down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[frame.valign]
    left = box.x + (box.width - drawn_width) * across
    top = box.y + (box.height - drawn_height) * down
    return Rect(left, top, drawn_width, drawn_height)


def onto(source: Rect, area: Rect) -> Transform:
    """What moves and scales a drawing from its own box onto an area of the same proportions."""
    scale = area.width / source.width
    return Transform(scale, 0, 0, scale, round(area.x - source.x * scale, 4), round(area.y - source.y * scale, 4))

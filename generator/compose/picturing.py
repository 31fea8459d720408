"""Pictures in the frames of a layout: the card's, the category's, and the logo in the variant that stands out."""

from math import hypot
from typing import NamedTuple

from generator.brand import Logo
from generator.colours import Colour
from generator.compose.arrangement import GAP
from generator.compose.desk import Desk, Spot
from generator.compose.facts import LOGO_FACT
from generator.compose.grounds import ground_under
from generator.compose.inks import Inks
from generator.compose.logos import LEAST_HEIGHT, MOST_PLATE, PLATE, Variant, is_dark, variant
from generator.compose.still_life import cut_to, standing, standing_parts
from generator.deck import Card
from generator.errors import Place, Problem, Problems
from generator.face import Art, Item, Outline, Picture, Placed, rectangle
from generator.geometry import Rect, Size, Transform
from generator.images import Raster, Vector
from generator.layout import CardLayout, CodeFrame, FillFrame, Frame, PatternFrame, PictureFrame, TextFrame, TileFrame

EDGE_SHARE = 0.01  # of a drawing, around which it may have an edge
STEPS = 40  # in which a frame is made wider
VARIANTS = {
    "dark": "add `on_dark:` with a variant for dark grounds",
    "light": "name a variant for light grounds as `file:`, and one for dark grounds as `on_dark:`",
}


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

    def area(self, spot: Spot, frame: PictureFrame) -> Rect | None:
        """Where the frame's picture will stand; None where there is none."""
        if frame.field != LOGO_FACT:
            file = self.desk.facts.value(spot.card, frame.field)
            picture = self.desk.pictures.peek(file) if isinstance(file, str) and file else None
            return fitted(frame, spot.box, *_size(picture)) if picture else None
        logo = self.desk.brand.logo
        mark = self.desk.logos.peek(getattr(logo, self._variant(spot, frame, logo).key)) if logo else None
        return fitted(frame, self._room(spot, frame, _size(mark)), *_size(mark)) if mark else None

    def _placed(
        self,
        spot: Spot,
        frame: PictureFrame,
        picture: Raster | Vector,
        named: _Named,
        plate: Colour | None = None,
    ) -> tuple[Item, ...]:
        clip = spot.box if frame.fit == "cover" else None
        if isinstance(picture, Raster):
            area = self._area(spot, frame, Rect(0, 0, *picture.pixels))
            clip = cut_to(area, spot.box) if frame.fit == "stand" else clip
            ppi = picture.ppi(area)
            if ppi < frame.min_ppi:
                message = f"{named.words} has {ppi:.0f} ppi in print; {frame.min_ppi} or more look sharp"
                hint = "use a picture with more pixels"
                self.problems.warn(named.where, message, hint, "low-ppi", named.words)  # once for both sides
            ground = (plate or self.inks.flat(spot)) if picture.alpha else None
            message, hint = self.desk.picture_fault(picture, ground)
            if message:
                self.problems.error(named.where, f"{named.words} {message}", hint, "picture-press")
            return (Picture(area, picture.key, picture.pixels, clip, ground),)
        art = self._art(spot, frame, picture)
        if frame.fit == "stand":
            own = picture.painted
            area = standing_parts(spot.box, self.layout.size, frame.lift, own, picture.parts)
            clip = cut_to(area, spot.box, EDGE_SHARE * max(area.width, area.height))
        else:
            own, area = picture.box, fitted(frame, spot.box, *picture.size)
        placed = Placed(art, onto(own, area), clip)
        if picture.seen_through:
            placed = placed._replace(ground=plate or self.inks.flat(spot))
            message, hint = self.desk.drawing_fault(placed)
            if message:
                self.problems.error(named.where, f"{named.words} {message}", hint, "picture-press")
        return (placed,)

    def _area(self, spot: Spot, frame: PictureFrame, picture: Rect) -> Rect:
        """Where all of a picture lies, in whatever units it is given."""
        if frame.fit == "stand":
            return standing(spot.box, self.layout.size, frame.lift, Size(picture.width, picture.height))
        return fitted(frame, spot.box, picture.width, picture.height)

    def _art(self, spot: Spot, frame: PictureFrame, picture: Vector) -> Art:
        """A drawing in colours that are seen where it stands; a mark has its own, and what fills its frame no edge."""
        if frame.field == LOGO_FACT:
            return picture.art(self.inks.palette(spot.card), self.inks.of(spot.card, frame.colour), self.problems)
        if frame.fit == "stand" and (inks := self.inks.still_life(spot)):
            return picture.art(inks.inner, inks.inner[""], self.problems, inks.edge, inks.outer)
        palette, current, edge = self.inks.drawing(spot, frame.colour)
        return picture.art(palette, current, self.problems, edge if frame.fit != "cover" else None)

    def _logo(self, spot: Spot, frame: PictureFrame) -> tuple[Item, ...]:
        """The client's mark as it is seen here; what would harm it is a finding."""
        logo = self.desk.brand.logo
        if logo is None:
            return ()
        chosen = self._variant(spot, frame, logo)
        where = logo.marks.of(chosen.key)
        picture = self.desk.logos.find(getattr(logo, chosen.key), where, self.problems)
        if picture is None:
            return ()
        size = _size(picture)
        room = spot._replace(box=self._room(spot, frame, size))
        area = fitted(frame, room.box, *size)
        self._check_size(spot, logo, area)
        self._check_clear_space(spot, area.grown(logo.clear), where)
        if chosen.plate is None:
            return self._placed(room, frame, picture, _Named("the logo", where))
        edge = min(PLATE * area.height, MOST_PLATE)
        area = fitted(frame, room.box.grown(-edge), *size)
        plate = Outline(rectangle(area.grown(edge), edge), fill=chosen.plate)
        on_plate = self._placed(room._replace(box=area), frame, picture, _Named("the logo", where), chosen.plate)
        return (plate, *on_plate)

    def _variant(self, spot: Spot, frame: PictureFrame, logo: Logo) -> Variant:
        """The file that is seen on this ground, and the plate that it needs where none is."""
        ground, palette = self.inks.ground(spot), self.inks.palette(spot.card)
        tallies = {}
        for key in ("file", "on_dark") if logo.on_dark else ("file",):
            picture = self.desk.logos.peek(getattr(logo, key))
            if picture is not None:
                tallies[key] = self.desk.marks.tallies.of(picture, palette, self.inks.of(spot.card, frame.colour))
        chosen = variant(logo, tallies, ground, self.desk.palette["paper"], self.desk.palette["ink"])
        if chosen.plate is not None:
            tone = "dark" if is_dark(ground) else "light"
            message, hint = f"the logo would vanish on {tone} grounds, and stands on a plate there", VARIANTS[tone]
            self._find("logo-variant", logo.marks.of("file"), message, hint, spot)
        return chosen

    def _room(self, spot: Spot, frame: PictureFrame, size: Size) -> Rect:
        """The frame's box; wider where a wide mark would come out too low, as far as nothing else stands there."""
        box = spot.box
        more = LEAST_HEIGHT * size.width / size.height - box.width
        if frame.fit != "contain" or more <= 0 or box.height < LEAST_HEIGHT:
            return box
        side, trim = self.layout.side(spot.side), self.layout.size
        safe = Rect(0, 0, *trim).grown(-self.layout.safe)
        under = ground_under(spot.name, side, trim)
        around = under.box.within(trim) if under else safe
        others = [other for name, other in side.items() if name != spot.name and other is not under]
        before = {"left": 0.0, "centre": 0.5, "right": 1.0}[frame.align]  # the share that goes to the left
        for step in range(STEPS, 0, -1):
            grown = more * step / STEPS
            wider = Rect(box.x - grown * before, box.y, box.width + grown, box.height)
            area = fitted(frame, wider, *size)
            if safe.contains(area) and around.contains(area) and not any(_hits(area, each, trim) for each in others):
                return wider
        return box

    def _check_size(self, spot: Spot, logo: Logo, area: Rect) -> None:
        message = hint = ""
        if area.height < LEAST_HEIGHT - 0.05:
            message = f"the logo is less than {LEAST_HEIGHT:g} mm high"
            hint = "use a variant that is less wide, or give the frame more room"
        elif area.width < logo.min_width:
            message = f"the logo is less than {logo.min_width:g} mm wide"
            hint = "give the frame more room, or lower `min_width`"
        if message:
            self._find("logo-small", logo.marks.of("file"), message, hint, spot)

    def _find(self, code: str, where: Place, message: str, hint: str, spot: Spot) -> None:
        """The frames of the logo are composed once for all cards of a category and role."""

        def kind(card: Card) -> tuple[str, ...]:
            return card.category, card.role, self.desk.layout_of(card)

        cards = [card.id for card in self.desk.deck.cards if kind(card) == kind(spot.card)]
        self.desk.marks.add(self.problems, Problem(where, message, hint, code), self.desk.piece, cards)

    def _check_clear_space(self, spot: Spot, space: Rect, where: Place) -> None:
        for other, frame in self.layout.side(spot.side).items():
            inside = frame.box.within(self.layout.size)
            if isinstance(frame, TextFrame | CodeFrame | TileFrame) and space.overlaps(inside):
                message = f"'{other}' of {self.layout.name} stands in the clear space of the logo in '{spot.name}'"
                self.problems.warn(where, message, "move one of the two frames, or lower `clear`", "logo-clear")

    def _picture_place(self, card: Card, field: str) -> Place:
        category = self.desk.deck.head.categories[card.category]
        if field.startswith("category."):
            return category.marks.of(field.partition(".")[2])
        return card.place(field) if card.values.get(field) else category.marks.of("motif")


def _size(picture: Raster | Vector) -> Size:
    return Size(*picture.pixels) if isinstance(picture, Raster) else picture.size


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


def _hits(area: Rect, frame: Frame, trim: Size) -> bool:
    """Whether an area comes nearer to a frame than it should; a large area that holds it is no obstacle, a pattern
    makes room."""
    box = frame.box.within(trim)
    radius = min(frame.radius, box.width / 2, box.height / 2) if isinstance(frame, FillFrame) else 0.0
    if isinstance(frame, PatternFrame) or (isinstance(frame, FillFrame) and box.contains(area)):
        return False
    core = box.grown(-radius)
    across = max(core.x - area.right, area.x - core.right, 0.0)
    down = max(core.y - area.bottom, area.y - core.bottom, 0.0)
    return hypot(across, down) < radius + GAP / 2

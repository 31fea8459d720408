"""Content, layout and brand become faces. Fits text; knows no paper and no PDF."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.colours import WHITE, Colour
from generator.compose import inline
from generator.compose.binding import bind, category_colours
from generator.compose.colouring import for_category, named
from generator.compose.facts import Facts, is_static
from generator.compose.fitting import Copy, Measured, Overset, TextBox, measure, place
from generator.compose.setting import Typesetter
from generator.deck import Card, Deck, Value
from generator.errors import Place, Problems
from generator.face import Face, Item, Modules, Outline, PathStep, Picture, Placed, make_art, rectangle
from generator.fonts import FontBook, MissingGlyphs, unset_script
from generator.geometry import Rect, Transform
from generator.images import Pictures, Raster
from generator.layout import Block, CardLayout, CodeFrame, FillFrame, Frame, LineFrame, PictureFrame, TextFrame
from generator.qr import MIN_MODULE_MM, QUIET_ZONE, encode
from generator.units import MM_PER_POINT

DARK_ENOUGH = 4.5  # contrast of a code's modules with paper: scanners want dark on light
SIDES = ("front", "back")


@dataclass(frozen=True)
class Desk:
    """What composition works with: the deck and its facts, colours, fonts and pictures."""

    deck: Deck
    facts: Facts
    palette: Mapping[str, Colour]
    book: FontBook
    typesetter: Typesetter
    pictures: Pictures


@dataclass(frozen=True)
class _Segment:
    """Neighbouring frames of a side that change together: with every card, or only with category and role."""

    frames: tuple[tuple[str, Frame], ...]
    static: bool


class Composer:
    """Composes the cards of one deck in one layout; problems are collected, none stops the others."""

    def __init__(self, desk: Desk, layout: CardLayout, problems: Problems) -> None:
        self.desk, self.layout, self.problems = desk, layout, problems
        self.ready = bind(layout, desk.deck, desk.palette, desk.book.roles, problems)
        self.palettes = {
            name: for_category(colour, desk.palette)
            for name, colour in category_colours(desk.deck, desk.palette, problems)
        }
        self.segments = {side: _segments(getattr(layout, side)) for side in SIDES}
        self.bleed_box = Rect(0, 0, *layout.size).grown(layout.bleed)
        self._art: dict[tuple[str, int, str, str], Placed | None] = {}
        self._whole: dict[tuple[str, str, str], Face] = {}
        self._steps: dict[tuple[str, str], int] = {}

    @property
    def two_sided(self) -> bool:
        return bool(self.layout.back)

    def shared(self, side: str) -> bool:
        """Whether all cards of one category and role share the face of this side (it is the same object)."""
        return all(segment.static for segment in self.segments[side])

    def prepare(self, cards: Iterable[Card]) -> None:
        """Finds the one size of frames that want the same on every card."""
        common = [
            (side, name, frame)
            for side in SIDES
            for name, frame in getattr(self.layout, side).items()
            if isinstance(frame, TextFrame) and frame.common_size and frame.fit == "shrink"
        ]
        if not self.ready or not common:
            return
        for card in cards:
            for side, name, frame in common:
                box = self._text_box(card, frame, quiet=True)
                self._steps[side, name] = box.first_fit(self._steps.get((side, name), 0))

    def front(self, card: Card) -> Face:
        return self._face(card, "front")

    def back(self, card: Card) -> Face:
        return self._face(card, "back")

    def _face(self, card: Card, side: str) -> Face:
        key = (side, card.category, card.role)
        whole = self._whole.get(key)
        if whole is not None:
            return whole
        segments = self.segments[side]
        items: list[Item] = []
        for index, segment in enumerate(segments):
            if segment.static:
                placed = self._shared(card, side, index, segment)
                items.extend([placed] if placed else [])
            else:
                items.extend(self._items(card, side, segment.frames))
        face = Face(self.layout.size, self.layout.bleed, tuple(items), self.edge(card, side))
        if self.shared(side):
            self._whole[key] = face
        return face

    def _shared(self, card: Card, side: str, index: int, segment: _Segment) -> Placed | None:
        key = (side, index, card.category, card.role)
        if key not in self._art:
            items = self._items(card, side, segment.frames)
            self._art[key] = Placed(make_art(self.bleed_box, items)) if items else None
        return self._art[key]

    def _items(self, card: Card, side: str, frames: Sequence[tuple[str, Frame]]) -> tuple[Item, ...]:
        items: list[Item] = []
        for name, frame in frames:
            box = frame.box.within(self.layout.size)
            match frame:
                case FillFrame():
                    colour = self.desk.palette["paper"].mixed(self._colour(card, frame.colour), frame.tint)
                    items.append(Outline(rectangle(box, frame.radius), fill=colour))
                case LineFrame():
                    items.append(self._rule(card, frame, box))
                case TextFrame():
                    items.extend(self._text(card, side, name, frame, box))
                case PictureFrame():
                    items.extend(self._picture(card, frame, box))
                case CodeFrame():
                    items.extend(self._code(card, side, name, frame, box))
        return tuple(items)

    def _colour(self, card: Card, role: str) -> Colour:
        palette = self.palettes[card.category]
        return named(role, palette) or palette["ink"]

    def _rule(self, card: Card, frame: LineFrame, box: Rect) -> Outline:
        path = (PathStep("move", (box.x, box.y)), PathStep("line", (box.right, box.bottom)))
        dash = tuple(length * MM_PER_POINT for length in frame.dash)
        colour = self._colour(card, frame.colour)
        return Outline(path, stroke=colour, stroke_width=frame.width * MM_PER_POINT, dash=dash)

    # -- text ---------------------------------------------------------------------------------------------

    def _text(self, card: Card, side: str, name: str, frame: TextFrame, area: Rect) -> tuple[Item, ...]:
        box = self._text_box(card, frame)
        if not box.blocks:
            return ()
        if frame.fit == "fixed":
            step = 0
        elif frame.common_size:
            step = self._steps.get((side, name), 0)
        else:
            step = box.first_fit()
        fitted = place(box, step, area, frame.align, frame.valign)
        if fitted.overset:
            self._overset(card, name, fitted.overset)
        return fitted.items

    def _overset(self, card: Card, name: str, overset: Overset) -> None:
        where = card.place(overset.field.removesuffix(".label"))
        if overset.too_wide:
            message = f"card '{card.id}': the word “{overset.left_over}” of {overset.field} is wider than '{name}'"
        else:
            message = (
                f"card '{card.id}': {overset.field} does not fit in '{name}' of {self.layout.name}"
                f" at its smallest size; left over: “{overset.left_over}”"
            )
        self.problems.error(
            where, message, "shorten the text, or give the frame more room or a smaller min_size", "overset"
        )

    def _text_box(self, card: Card, frame: TextFrame, *, quiet: bool = False) -> TextBox:
        """The frame's copy, measured; what cannot be set is a problem (unless `quiet`) and left out."""
        blocks: list[Measured] = []
        for block in frame.blocks:
            for copy in self._copies(card, block):
                try:
                    blocks.append(measure(self.desk.typesetter, copy))
                except MissingGlyphs as missing:
                    if not quiet:
                        self._missing(card, copy.field, missing)
        area = frame.box.within(self.layout.size)
        return TextBox(self.desk.typesetter, blocks, area.width, area.height)

    def _missing(self, card: Card, field: str, missing: MissingGlyphs) -> None:
        where = card.place(field.removesuffix(".label"))
        message = f"card '{card.id}': no font of this kit has {missing} (in {field})"
        self.problems.error(where, message, "use another character, or a brand font that has it", "missing-glyph")

    def _copies(self, card: Card, block: Block) -> list[Copy]:
        """The block's label and text as copy; nothing where the field is empty or its script cannot be set."""
        value = self.desk.facts.value(card, block.field)
        if not value or not self._settable(card, block.field, value):
            return []
        items = tuple(tuple(inline.paragraphs(item)) for item in ((value,) if isinstance(value, str) else value))
        copies: list[Copy] = []
        space = block.space_before
        label = self.desk.facts.label(block.field) if block.label else ""
        if label:
            style = self.layout.styles[block.label]
            colour = self._colour(card, style.colour)
            copies.append(
                Copy(f"{block.field}.label", style, colour, ((tuple(inline.paragraphs(label))),), space_before=space)
            )
            space = block.label_space
        style = self.layout.styles[block.style]
        colour = self._colour(card, style.colour)
        indent = block.indent if block.list != "none" else 0.0
        copies.append(Copy(block.field, style, colour, items, block.list, None, indent, block.item_space, space))
        return copies

    def _settable(self, card: Card, field: str, value: Value) -> bool:
        unset = unset_script(value if isinstance(value, str) else "\n".join(value))
        if unset is None:
            return True
        script, character = unset
        message = (
            f"card '{card.id}': {field} has {script} (“{character}”), which would be printed wrong: it needs shaping"
        )
        self.problems.error(
            card.place(field), message, "prepdeck sets scripts that run left to right without shaping", "script"
        )
        return False

    # -- pictures and codes -------------------------------------------------------------------------------

    def _picture(self, card: Card, frame: PictureFrame, box: Rect) -> tuple[Item, ...]:
        name = self.desk.facts.value(card, frame.field)
        if not isinstance(name, str) or not name:
            return ()
        where = self._picture_place(card, frame.field)
        picture = self.desk.pictures.find(name, where, self.problems)
        if picture is None:
            return ()
        if isinstance(picture, Raster):
            area = _fitted(frame, box, *picture.pixels)
            ppi = picture.ppi(area)
            if ppi < frame.min_ppi:
                message = f"card '{card.id}': '{name}' has {ppi:.0f} ppi in print; {frame.min_ppi} or more look sharp"
                self.problems.warn(where, message, "use a picture with more pixels", "low-ppi")
            return (Picture(area, picture.key, picture.pixels, box if frame.fit == "cover" else None),)
        art = picture.art(self.palettes[card.category], self._colour(card, frame.colour), self.problems)
        area = _fitted(frame, box, art.box.width, art.box.height)
        scale = area.width / art.box.width
        move = Transform(scale, 0, 0, scale, round(area.x - art.box.x * scale, 4), round(area.y - art.box.y * scale, 4))
        return (Placed(art, move, box if frame.fit == "cover" else None),)

    def _picture_place(self, card: Card, field: str) -> Place:
        category = self.desk.deck.head.categories[card.category]
        if field.startswith("category."):
            return category.marks.of(field.partition(".")[2])
        return card.place(field) if card.values.get(field) else category.marks.of("motif")

    def _code(self, card: Card, side: str, name: str, frame: CodeFrame, box: Rect) -> tuple[Item, ...]:
        says = self.desk.facts.value(card, frame.field)
        if not isinstance(says, str) or not says:
            return ()
        try:
            rows = encode(says).rows
        except ValueError as error:
            self.problems.error(card.place(frame.field), f"card '{card.id}': {error}", code="code-too-long")
            return ()
        module = min(box.width, box.height) / (len(rows) + 2 * QUIET_ZONE)
        if module < MIN_MODULE_MM:
            need = MIN_MODULE_MM * (len(rows) + 2 * QUIET_ZONE)
            message = f"card '{card.id}': the code's modules would be {module:.2f} mm; phones need {MIN_MODULE_MM} mm"
            hint = f"give '{name}' at least {need:.1f} mm, or shorten the address"
            self.problems.error(card.place(frame.field), message, hint, "code-too-small")
        colour = self._colour(card, frame.colour)
        if colour.contrast(WHITE) < DARK_ENOUGH:
            message = f"a code in '{frame.colour}' is too pale to scan; it has to be dark on light"
            self.problems.error(frame.marks.of("colour"), message, code="code-too-pale")
        side_length = module * len(rows)
        centre = box.centre
        code = Modules(centre.x - side_length / 2, centre.y - side_length / 2, module, rows, says, colour)
        panel = (Outline(rectangle(box), fill=WHITE),) if self._covered(side, name, box) else ()
        return (*panel, code)

    def _covered(self, side: str, code: str, box: Rect) -> bool:
        """Whether anything with colour lies under the code: then it stands on a white panel."""
        for name, frame in getattr(self.layout, side).items():
            if name == code:
                return False
            if isinstance(frame, FillFrame | PictureFrame) and frame.box.within(self.layout.size).overlaps(box):
                return True
        return False

    def edge(self, card: Card, side: str) -> Colour | None:
        """The one colour that runs off all four sides, if one does."""
        edge: Colour | None = WHITE
        inside = Rect(0, 0, *self.layout.size).grown(-0.5)
        for frame in getattr(self.layout, side).values():
            box = frame.box.within(self.layout.size)
            if isinstance(frame, FillFrame) and not frame.radius and box.contains(self.bleed_box):
                edge = self.desk.palette["paper"].mixed(self._colour(card, frame.colour), frame.tint)
            elif not inside.contains(box):
                edge = None
        return edge


def _segments(frames: Mapping[str, Frame]) -> tuple[_Segment, ...]:
    segments: list[_Segment] = []
    for name, frame in frames.items():
        static = _static(frame)
        if segments and segments[-1].static == static:
            segments[-1] = _Segment((*segments[-1].frames, (name, frame)), static)
        else:
            segments.append(_Segment(((name, frame),), static))
    return tuple(segments)


def _static(frame: Frame) -> bool:
    match frame:
        case TextFrame():
            return not frame.common_size and all(is_static(block.field) for block in frame.blocks)
        case PictureFrame():
            return is_static(frame.field)
        case CodeFrame():
            return False
        case _:
            return True


def _fitted(frame: PictureFrame, box: Rect, width: float, height: float) -> Rect:
    """The picture's rectangle: inside the box (contain) or over all of it (cover), aligned as the frame says."""
    scales = (box.width / width, box.height / height)
    scale = min(scales) if frame.fit == "contain" else max(scales)
    drawn_width, drawn_height = width * scale, height * scale
    across = {"left": 0.0, "centre": 0.5, "right": 1.0}[frame.align]
    down = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[frame.valign]
    return Rect(
        box.x + (box.width - drawn_width) * across,
        box.y + (box.height - drawn_height) * down,
        drawn_width,
        drawn_height,
    )

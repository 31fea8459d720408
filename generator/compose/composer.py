"""Content, layout and brand become faces. Fits text; knows no paper and no PDF."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from generator.colours import WHITE, Colour
from generator.compose.arrangement import Arranger, FrameBoxes
from generator.compose.binding import bind
from generator.compose.coding import CodeSetter
from generator.compose.desk import Desk, Spot
from generator.compose.facts import LOGO_FACT, is_static
from generator.compose.fitting import Overset
from generator.compose.grounds import kept_clear
from generator.compose.inks import Inks
from generator.compose.patterns import PatternSetter
from generator.compose.picturing import PictureSetter
from generator.compose.ruling import ruled
from generator.compose.shapes import shaped
from generator.compose.still_life import inside
from generator.compose.text import TextSetter
from generator.compose.tiles import TileSetter
from generator.compose.worksheet.form_setter import FormSetter
from generator.deck import Card
from generator.errors import Problems
from generator.face import Entry, Face, Item, Outline, PathStep, Placed, make_art, rectangle
from generator.geometry import Rect, Size
from generator.layout import (
    SIDES,
    CardLayout,
    CodeFrame,
    FillFrame,
    FlowFrame,
    FormFrame,
    Frame,
    LineFrame,
    PatternFrame,
    PictureFrame,
    RulesFrame,
    ShapeFrame,
    SpreadFrame,
    TextFrame,
    TileFrame,
)
from generator.units import MM_PER_POINT

if TYPE_CHECKING:
    from generator.compose.flowing import FlowSetter

MOST_STEP = 0.2  # of a frame: what has few families gets no stripe for a tab
AROUND = 0.3  # of a picture's shorter side: what is seen of its surroundings where it stands alone
LOW = 0.52  # of a picture's height: a table that is as high goes on beside it, where a screen is wide
FAR = 12  # times as wide as a picture: so far


class _Stretch(NamedTuple):
    """Neighbouring frames of a side that change together: with every card, or only with category and role."""

    frames: tuple[tuple[str, Frame], ...]
    static: bool
    names: frozenset[str]  # of the frames, and of those that they keep clear of


class Composer:
    """Composes the cards of one deck in one layout; problems are collected, none stops the others."""

    def __init__(self, desk: Desk, layout: CardLayout, problems: Problems) -> None:
        self.desk, self.layout, self.problems = desk, layout, problems
        self.ready = bind(layout, desk.deck, desk.palette, desk.book.roles, problems)
        self.inks = Inks(desk, layout, self.ready, problems)
        self.text = TextSetter(desk, layout, self.inks, problems)
        self.pictures = PictureSetter(desk, layout, self.inks, problems)
        self.codes = CodeSetter(desk, layout, self.inks, problems)
        self.tiles = TileSetter(desk, self.inks)
        self.forms = FormSetter(desk, layout, self.inks, problems)
        self.patterns = PatternSetter(desk, layout, self.inks, self.text, self.codes, self.pictures)
        self.arranger = Arranger(layout, self._shows, self.text)
        self.stretches = {side: _stretches(layout.side(side), layout.size if self.ready else None) for side in SIDES}
        self.bleed_box = Rect(0, 0, *layout.size).grown(layout.bleed)
        self._art: dict[tuple[Hashable, ...], Placed | None] = {}
        self._whole: dict[tuple[Hashable, ...], Face] = {}
        self._edges: dict[tuple[str, str], Colour | None] = {}
        self._own_pictures: dict[
            tuple[str, str], tuple[Item, ...]
        ] = {}  # card id and frame → what the front shows there

    @cached_property
    def flow(self) -> "FlowSetter":
        """Of running text, which few layouts have."""
        from generator.compose.flowing import FlowSetter

        return FlowSetter(self.desk, self.layout, self.inks, self.problems)

    @property
    def two_sided(self) -> bool:
        return bool(self.layout.back)

    def shared(self, side: str) -> bool:
        """Whether all cards of one category and role share the face of this side (it is the same object)."""
        return all(stretch.static for stretch in self.stretches[side])

    def prepare(self, cards: Iterable[Card]) -> None:
        """Finds the one size of frames that want the same on every card."""
        if self.ready:
            self.text.prepare(cards, self.arranger.boxes)

    def front(self, card: Card) -> Face:
        return self._face(card, "front")

    def back(self, card: Card) -> Face:
        return self._face(card, "back")

    def overset(self, card: Card) -> Iterator[Overset]:
        """What of the card's words has no room, frame by frame; nothing else of it is composed."""
        for side in SIDES:
            boxes = self.arranger.boxes(card, side)
            for name, frame in self.layout.side(side).items():
                if isinstance(frame, TextFrame):
                    yield from self.text.overset(Spot(card, side, name, boxes.rects[name]), frame)

    def pages(self, card: Card) -> int:
        """How many pages the running text of the card's front takes; 1 where it has none."""
        for name, frame in self.layout.front.items():
            if isinstance(frame, FlowFrame) and self.ready:
                spot = Spot(card, "front", name, frame.box.within(self.layout.size))
                return max(1, self.flow.count(spot, frame))
        return 1

    def picture(self, card: Card) -> tuple[Rect, tuple[Item, ...]] | None:
        """What a front shows in its largest picture, on the areas under it; and how far around it."""
        shown = [name for name, frame in self.layout.front.items() if self._own_picture(card, name, frame)]
        if not shown:
            return None
        boxes = {name: frame.box.within(self.layout.size) for name, frame in self.layout.front.items()}
        largest = max(shown, key=lambda name: boxes[name].width * boxes[name].height)
        box = boxes[largest]
        around = self._around(self.layout.front[largest], box)
        under: list[Item] = []
        for name, frame in self.layout.front.items():
            if name == largest:
                break
            if isinstance(frame, FillFrame) and _lies_under(boxes[name], around):
                area = _gone_on(boxes[name], around)
                under.append(Outline(rectangle(area, frame.radius), fill=self.inks.area(card, frame)))
        return around, (*under, *self._own_pictures[card.id, largest])

    def _own_picture(self, card: Card, name: str, frame: Frame) -> tuple[Item, ...]:
        """The card's own in a frame of its front, composed or not."""
        if not isinstance(frame, PictureFrame) or is_static(frame.field) or not self.ready:
            return ()
        if (card.id, name) not in self._own_pictures:
            box = self.arranger.boxes(card, "front").rects.get(name)
            items = self.pictures.items(Spot(card, "front", name, box), frame) if box else ()
            self._own_pictures[card.id, name] = items
        return self._own_pictures[card.id, name]

    def _around(self, frame: Frame, box: Rect) -> Rect:
        """What is seen of a picture's surroundings; where it stands on a table, as much as the trim leaves."""
        if isinstance(frame, PictureFrame) and frame.fit == "stand":
            return inside(box, self.layout.size)
        return box.grown(AROUND * min(box.width, box.height))

    def _face(self, card: Card, side: str) -> Face:
        boxes = self.arranger.boxes(card, side)
        key = (side, card.category, card.role, boxes.key(self.layout.side(side)))
        whole = self._whole.get(key)
        if whole is not None:
            return whole
        items: list[Item] = []
        for index, stretch in enumerate(self.stretches[side]):
            if stretch.static:
                placed = self._shared(card, side, index, stretch, boxes)
                items.extend([placed] if placed else [])
            else:
                items.extend(self._items(card, side, stretch.frames, boxes))
        face = Face(self.layout.size, self.layout.bleed, tuple(items), self.edge(card, side), self._entries(card, side))
        if self.shared(side):
            self._whole[key] = face
        return face

    def _shared(self, card: Card, side: str, index: int, stretch: _Stretch, boxes: FrameBoxes) -> Placed | None:
        key = (side, index, card.category, card.role, boxes.key(stretch.names))
        if key not in self._art:
            items = self._items(card, side, stretch.frames, boxes)
            self._art[key] = Placed(make_art(self.bleed_box, items)) if items else None
        return self._art[key]

    def _shows(self, card: Card, frame: Frame) -> bool:
        """Whether a frame shows anything on a card."""
        if isinstance(frame, TextFrame):
            return any(self.desk.facts.value(card, block.field) for block in frame.blocks)
        if isinstance(frame, CodeFrame):
            return bool(self.codes.says(card, frame))
        if isinstance(frame, TileFrame):
            return card.id in self.desk.facts.kit.tiles
        if isinstance(frame, PictureFrame) and frame.field == LOGO_FACT:
            return self.desk.brand.logo is not None
        if isinstance(frame, PictureFrame):
            file = self.desk.facts.value(card, frame.field)
            return isinstance(file, str) and bool(file) and self.desk.pictures.peek(file) is not None
        return True

    def _items(self, card: Card, side: str, frames: Sequence[tuple[str, Frame]], boxes: FrameBoxes) -> tuple[Item, ...]:
        items: list[Item] = []
        for name, frame in frames:
            if name not in boxes.rects:
                continue
            spot = Spot(card, side, name, boxes.rects[name])
            match frame:
                case FillFrame() if frame.steps and not self.desk.deck.head.categories[card.category].name:
                    pass  # what has no family has no place among them
                case FillFrame():
                    area = self._step(spot) if frame.steps else spot.box
                    items.append(Outline(rectangle(area, frame.radius), fill=self.inks.fill(spot, frame)))
                case LineFrame():
                    items.append(self._rule(spot, frame))
                case TextFrame():
                    items.extend(self.text.items(spot, frame))
                case PictureFrame():
                    placed = self.pictures.items(spot, frame)
                    items.extend(placed)
                    if side == "front" and not is_static(frame.field):
                        self._own_pictures[card.id, name] = placed
                case CodeFrame():
                    items.extend(self.codes.items(spot, frame))
                case TileFrame():
                    items.extend(self.tiles.items(spot, frame))
                case FormFrame():
                    items.extend(self.forms.items(spot, frame))
                case FlowFrame():
                    items.extend(self.flow.items(spot, frame))
                case SpreadFrame():
                    items.extend(self.flow.spread_items(spot, frame))
                case PatternFrame():
                    items.extend(self.patterns.items(spot, frame, boxes.rects))
                case ShapeFrame():
                    items.extend(shaped(frame, spot.box, self.inks.shape(spot, frame)))
                case RulesFrame():
                    items.extend(ruled(frame, spot.box, self.inks.line(spot, frame.colour)))
        return tuple(items)

    def _entries(self, card: Card, side: str) -> tuple[Entry, ...]:
        frames = (name for name, frame in self.layout.side(side).items() if isinstance(frame, FormFrame))
        return tuple(entry for name in frames for entry in self.forms.entries(card, name))

    def _step(self, spot: Spot) -> Rect:
        """The part of a frame that is the category's: the first one's at the foot, so that a stack shows a stair."""
        names = [name for name, category in self.desk.deck.head.categories.items() if category.name]
        stride = spot.box.height / len(names)
        height = min(stride, spot.box.height * MOST_STEP)
        foot = spot.box.bottom - stride * names.index(spot.card.category)
        return Rect(spot.box.x, foot - height, spot.box.width, height)

    def _rule(self, spot: Spot, frame: LineFrame) -> Outline:
        box = spot.box
        path = (PathStep("move", (box.x, box.y)), PathStep("line", (box.right, box.bottom)))
        dash = tuple(length * MM_PER_POINT for length in frame.dash)
        colour = self.inks.line(spot, frame.colour)
        return Outline(path, stroke=colour, stroke_width=frame.width * MM_PER_POINT, dash=dash)

    def edge(self, card: Card, side: str) -> Colour | None:
        """The one colour that runs off all four sides, if one does: looked for once for all cards of a category."""
        key = (side, card.category)
        if key not in self._edges:
            self._edges[key] = self._edge(card, side)
        return self._edges[key]

    def _edge(self, card: Card, side: str) -> Colour | None:
        edge: Colour | None = WHITE
        inside = Rect(0, 0, *self.layout.size).grown(-0.5)
        for frame in self.layout.side(side).values():
            box = frame.box.within(self.layout.size)
            if isinstance(frame, FillFrame) and not frame.radius and box.contains(self.bleed_box):
                edge = self.inks.area(card, frame)
            elif not inside.contains(box):
                edge = None
        return edge


def _stretches(frames: Mapping[str, Frame], trim: Size | None) -> tuple[_Stretch, ...]:
    """`trim`: None of a layout that cannot be composed."""
    stretches: list[_Stretch] = []
    for name, frame in frames.items():
        clear = tuple(kept_clear(name, frames, trim)) if trim and isinstance(frame, PatternFrame) else ()
        static = all(_static(frames[each]) for each in (name, *clear))
        names = frozenset({name, *clear})
        if stretches and stretches[-1].static == static:
            last = stretches.pop()
            stretches.append(_Stretch((*last.frames, (name, frame)), static, last.names | names))
        else:
            stretches.append(_Stretch(((name, frame),), static, names))
    return tuple(stretches)


def _static(frame: Frame) -> bool:
    match frame:
        case TextFrame():
            return not frame.common_size and all(is_static(block.field) for block in frame.blocks)
        case PictureFrame():
            return is_static(frame.field)
        case CodeFrame() | TileFrame() | FormFrame() | FlowFrame() | SpreadFrame():
            return False
        case _:
            return True


def _lies_under(area: Rect, around: Rect) -> bool:
    """Whether an area is the ground or the table of a picture, and none that only touches it, such as a tab."""
    return area.overlaps(around) and area.x <= around.x + around.width / 2 <= area.right


def _gone_on(area: Rect, around: Rect) -> Rect:
    """A table, as far as it goes where there is more room than on a card; any other area as it is."""
    is_table = around.y < area.y and area.x <= around.x and around.right <= area.right
    if not is_table or around.bottom - area.y > LOW * around.height:
        return area
    return Rect(area.x - FAR * around.width, area.y, area.width + FAR * around.width, area.height)

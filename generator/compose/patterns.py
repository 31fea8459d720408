"""Patterns in the frames of a layout: which one a card's family has, in which ink, and where no mark may stand."""

from collections.abc import Iterator, Mapping

from generator.compose.coding import CodeSetter
from generator.compose.colouring import readable
from generator.compose.desk import Desk, Spot
from generator.compose.grounds import kept_clear
from generator.compose.inks import Inks
from generator.compose.picturing import PictureSetter
from generator.compose.text import TextSetter
from generator.deck import pattern_of
from generator.face import Item, TextLine
from generator.geometry import Rect
from generator.layout import CardLayout, CodeFrame, PatternFrame, PictureFrame, TextFrame, TileFrame
from generator.repeat import pattern_ink, repeated
from generator.units import MM_PER_POINT

ASCENT, DESCENT = 0.75, 0.25  # of a line of type, × its size


class PatternSetter:
    """Lays the patterns of one layout."""

    def __init__(
        self, desk: Desk, layout: CardLayout, inks: Inks, text: TextSetter, codes: CodeSetter, pictures: PictureSetter
    ) -> None:
        self.desk, self.layout, self.inks = desk, layout, inks
        self.text, self.codes, self.pictures = text, codes, pictures

    def items(self, spot: Spot, frame: PatternFrame, boxes: Mapping[str, Rect]) -> tuple[Item, ...]:
        """`boxes`: where the frames of the side stand on this card."""
        name = frame.pattern
        if name == "by-category":
            name = pattern_of(self.desk.deck.head, spot.card.category)
        ground, palette = self.inks.ground(spot), self.desk.palette
        towards = self.inks.of(spot.card, frame.colour) if frame.colour else None
        ink = pattern_ink(ground, readable(ground, palette["ink"], palette["paper"]), towards)
        clear = tuple(area.grown(frame.clear) for area in self._read(spot, boxes))
        return repeated(name, spot.box, self.layout.size, frame.pitch, ink, clear, frame.turn)

    def _read(self, spot: Spot, boxes: Mapping[str, Rect]) -> Iterator[Rect]:
        """What is read or looked at on the pattern: lines of words, codes, pictures."""
        side = self.layout.side(spot.side)
        for name in kept_clear(spot.name, side, self.layout.size):
            frame, box = side[name], boxes.get(name)
            if box is None:
                continue
            its = spot._replace(name=name, box=box)
            match frame:
                case TextFrame():
                    yield from map(_line_box, self.text.lines(its, frame))
                case CodeFrame() if self.codes.says(spot.card, frame):
                    yield box
                case TileFrame() if spot.card.id in self.desk.facts.kit.tiles:
                    yield box
                case PictureFrame() if area := self.pictures.area(its, frame):
                    yield area


def _line_box(line: TextLine) -> Rect:
    size = max(span.size for span in line.spans) * MM_PER_POINT
    return Rect(line.x, line.baseline - ASCENT * size, line.width, (ASCENT + DESCENT) * size)

"""A step of the day on two pages that face each other: the table as it should look; time, what to do, what to say."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from generator.booklet import PieceFace, StepSpread
from generator.colours import BLACK, Colour
from generator.compose.colouring import HAIRLINE, standing_out
from generator.compose.desk import Spot
from generator.compose.flow_items import moved
from generator.compose.miniature import Miniature, ShownFace, lying, placing
from generator.deck import pattern_of
from generator.errors import NOWHERE
from generator.face import Item, Outline, TextLine, rectangle, transformed
from generator.geometry import Rect, Size
from generator.layout import SpreadFrame
from generator.repeat import pattern_ink, repeated

if TYPE_CHECKING:
    from generator.compose.flowing import FlowSetter

OVER = 1.16  # of its part of the table: sheets side by side lie over one another
EDGE, BETWEEN = 9.0, 7.0  # mm, on the table: around all that lies there, and from piece to piece
TURNS = (-1.8, 1.2, -0.7, 1.7, -1.3, 0.8)  # degrees: nobody lays anything quite straight
SHEET_TURN = 0.4  # of that, of what is large
LARGEST_CARD, LARGEST_SHEET = 0.75, 0.42  # of their own size
CARDS_SHARE = {1: 0.2, 2: 0.2}  # of the width of the table, of so few cards beside sheets
MANY_SHARE = 0.4
CARD_BESIDE, SLOT_TURN = 0.2, 0.5
SLOT_FOOT = 4.0  # mm, from what is written on a slot to its foot, on which cards stand
SHADOW, DARK = (0.5, 0.9), 0.22  # mm to the right and down; of black, in the colour of the table
GAP = 5.0  # mm, a line
PAPER_BAND = 2.0  # mm
EMPTY = 0.5  # of a page
TWO_ROWS = 80.0  # mm: what is higher has two rows of cards
PITCH = 9.0
TALL = 1000.0  # mm: words are set first, and looked at then
LEAD = 1.0  # mm, over words
CLOSE = 0.1  # mm over a line of the page, that is on it


class _Laid(NamedTuple):
    piece: Miniature
    middle: tuple[float, float]
    turn: float


class SpreadSetter:
    """Sets the pages of steps, in the frame that a layout has for them."""

    def __init__(self, flow: "FlowSetter", spot: Spot, frame: SpreadFrame) -> None:
        self.flow, self.spot, self.frame, self.box = flow, spot, frame, spot.box
        self._sheets: tuple[_Laid, ...] = ()  # that lie there
        self.where = NOWHERE  # of the step that is being set
        self.palette, self.ground = flow.desk.palette, flow.inks.ground(spot)

    def blank(self, end: float | None, cards: Sequence[PieceFace] = ()) -> Iterator[Item]:
        """A page with few words, or with none: the table in the place of what is not there, with as many cards as
        it has room for; a pattern where there are none. `end`: of the words.
        """
        if end is None or self.box.height - end < EMPTY * self.box.height:
            return
        top = self.box.y + (end + 2 * GAP if end else 0.0)
        box = Rect(self.box.x, top, self.box.width, self.box.bottom - top)
        if faces := [face for shown in cards if (face := self.flow.desk.faces(shown))]:
            yield from self._strewn(faces, box)
            return
        colour = self.flow.inks.of(self.spot.card, "category")
        yield Outline(rectangle(box, self.frame.radius), fill=colour)
        name = pattern_of(self.flow.desk.deck.head, self.spot.card.category)
        ink = pattern_ink(colour, self.flow.inks.of(self.spot.card, "on-category"))
        yield from repeated(name, box.grown(-PAPER_BAND), self.flow.layout.size, PITCH, ink)

    def _strewn(self, faces: Sequence[ShownFace], box: Rect) -> Iterator[Item]:
        """In one row, as large as it lets them be, or in two."""
        area, size = box.grown(-EDGE), faces[0].face.size
        rows = 2 if area.height > TWO_ROWS else 1
        height = min((area.height - BETWEEN * (rows - 1)) / rows, LARGEST_CARD * size.height)
        across = max(1, int((area.width + BETWEEN) / (height * size.width / size.height + BETWEEN)))
        yield from self._on_table(box, self._in_rows(faces[: across * rows], area, rows, LARGEST_CARD, 1.0))

    def table(self, spread: StepSpread) -> Iterator[Item]:
        if not (spread.sheets or spread.cards or spread.laid):
            yield from self.blank(0.0)
            return
        yield from self._on_table(self.box, chain(self._laid(spread), self._on_slots(spread)))

    def _on_table(self, box: Rect, pieces: Iterable[_Laid]) -> Iterator[Item]:
        colour = self.palette["paper"].mixed(self.flow.inks.of(self.spot.card, self.frame.colour), self.frame.tint)
        yield Outline(rectangle(box, self.frame.radius), fill=colour)
        paper, edge = self.palette["paper"], standing_out(colour, self.palette["paper"], HAIRLINE)
        for laid in pieces:
            yield self._shadow(laid, colour)
            yield from lying(laid.piece, laid.middle, paper, edge, laid.turn)

    def _shadow(self, laid: _Laid, table: Colour) -> Outline:
        right, down = SHADOW
        by = placing(laid.piece, (laid.middle[0] + right, laid.middle[1] + down), laid.turn)
        outline = transformed(rectangle(Rect(0, 0, *laid.piece.size), laid.piece.corner), by)
        return Outline(outline, fill=table.mixed(BLACK, DARK))

    def _laid(self, spread: StepSpread) -> Iterator[_Laid]:
        """Sheets and posters to the left, cards to the right of them; either alone in the middle."""
        faces = self.flow.desk.faces
        sheets = [face for shown in spread.sheets if (face := faces(shown))]
        cards = [face for shown in spread.cards if (face := faces(shown))]
        area = self.box.grown(-EDGE)
        few = CARD_BESIDE if spread.laid else MANY_SHARE
        share = CARDS_SHARE.get(len(cards), few) if sheets and cards else 1.0 if cards else 0.0
        width = area.width * share
        left = Rect(area.x, area.y, area.width - width - (BETWEEN if 0 < share < 1 else 0), area.height)
        right = Rect(area.right - width, area.y, width, area.height)
        if sheets:
            self._sheets = tuple(self._in_rows(sheets, left, 1, LARGEST_SHEET, SHEET_TURN))
            yield from self._sheets
        if cards:
            rows = 1 if len(cards) <= (2 if not sheets else 1) else 2
            yield from self._in_rows(cards, right, rows, LARGEST_CARD, 1.0)

    def _on_slots(self, spread: StepSpread) -> Iterator[_Laid]:
        """Cards in the places of the fields that they fill, as the last sheet lies; where slots are narrower than they
        are, side by side over them.
        """
        if not (spread.laid and self._sheets):  # a sheet whose layout is wrong has no face
            return
        sheet = self._sheets[-1]
        shown = self.flow.desk.faces(spread.sheets[-1])
        boxes = {entry.name: entry.boxes[0] for entry in shown.face.entries} if shown else {}
        by = placing(sheet.piece, sheet.middle, sheet.turn)
        known = ((self.flow.desk.faces(card), boxes.get(field)) for field, card in spread.laid)
        there = [(face, box) for face, box in known if face and box]
        across = {box.centre.x for _, box in there}
        pitch = (max(across) - min(across)) / (len(there) - 1) if len(there) > 1 else 0.0
        middle = (max(across) + min(across)) / 2 if there else 0.0
        for number, (face, box) in enumerate(there):
            size = face.face.size
            x = middle + (number - (len(there) - 1) / 2) * size.width if size.width > pitch > 0 else box.centre.x
            y = min(box.centre.y, box.bottom + SLOT_FOOT - size.height / 2)
            piece = self.flow.miniatures.of(face, sheet.piece.scale)
            yield _Laid(piece, by.apply(x, y), sheet.turn + TURNS[number % len(TURNS)] * SLOT_TURN)

    def _in_rows(
        self, faces: Sequence[ShownFace], area: Rect, rows: int, largest: float, turn: float
    ) -> Iterator[_Laid]:
        """Of one scale where they are of one size, each in the middle of its part of the area."""
        across, over = -(-len(faces) // rows), OVER if turn < 1 and len(faces) > 1 else 1.0
        cell = Size(
            (area.width - BETWEEN * (across - 1)) / across,
            (area.height - BETWEEN * (rows - 1)) / rows,
        )
        for number, face in enumerate(faces):
            row, column = divmod(number, across)
            in_row = min(across, len(faces) - row * across)
            x = area.x + (area.width - in_row * cell.width - (in_row - 1) * BETWEEN) / 2
            size = face.face.size
            scale = min(cell.width * over / size.width, cell.height / size.height, largest)
            piece = self.flow.miniatures.of(face, scale)
            free = (cell.height - piece.height) / 2 if over > 1 and across > 1 else 0.0
            middle = (
                x + column * (cell.width + BETWEEN) + cell.width / 2,
                area.y + row * (cell.height + BETWEEN) + cell.height / 2 + free * (column - (across - 1) / 2),
            )
            yield _Laid(piece, middle, TURNS[number % len(TURNS)] * turn)

    def words(self, spread: StepSpread) -> Iterator[Item]:
        """Time and title above; what is done and said to the left, what is needed to the right."""
        frame, box = self.frame, self.box
        self.where = spread.marks.here
        width = box.width - 2 * frame.picture - 2 * GAP - BETWEEN
        y = box.y
        for style, text in ((frame.time, spread.time), (frame.title, spread.title)):
            items, y = self._set(style, text, Rect(box.x, y, box.width, box.height))
            yield from items
            y += GAP
        top = self._line_below(y)
        parts, y = self._parts(spread, top, width, frame.say)
        if y > box.bottom:
            parts, y = self._parts(spread, top, width, frame.text)
        if y > box.bottom:
            message = f"the words of this step are {y - box.bottom:.0f} mm longer than its page"
            self.flow.problems.error(self.where, message, "say less, or make two steps of it", "overset")
        yield from parts
        yield from self._pieces(spread, top)

    def _parts(self, spread: StepSpread, y: float, width: float, said: str) -> tuple[list[Item], float]:
        """What is done, said and watched for, and where it ends; `said`: the style of what is said."""
        items: list[Item] = []
        for part in spread.parts:
            y += GAP if items else 0.0
            for style, words in (
                (self.frame.label, part.label),
                (said if part.is_said else self.frame.text, part.words),
            ):
                lines, y = self._set(style, words, Rect(self.box.x, y + LEAD, width, TALL))
                items.extend(lines)
        return items, y

    def _line_below(self, y: float) -> float:
        return GAP * -(-y // GAP)

    def _set(self, style: str, text: str, area: Rect) -> tuple[tuple[Item, ...], float]:
        """Words on the lines of the page, and where they end."""
        items, bottom = self.flow.words(self.spot, style, (text,), area, self.where)
        first = next((item.baseline for item in items if isinstance(item, TextLine)), None)
        if first is None:
            return (), area.y
        down = self._line_below(first - CLOSE) - first
        return tuple(moved(item, down) for item in items), bottom + down

    def _pieces(self, spread: StepSpread, top: float) -> Iterator[Item]:
        """What is needed, two beside each other, each with its name below."""
        frame, box = self.frame, self.box
        edge = standing_out(self.flow.inks.of(self.spot.card, "muted"), self.ground, HAIRLINE)
        for number, (shown, name) in enumerate(spread.pieces):
            row, column = divmod(number, 2)
            x = box.right - (2 - column) * frame.picture - (1 - column) * GAP
            y = top + row * (frame.picture + 3 * GAP)
            if face := self.flow.desk.faces(shown):
                small = self.flow.miniatures.of(face, frame.picture / max(face.face.size))
                middle = (x + small.width / 2, y + frame.picture - small.height / 2)
                yield from lying(small, middle, self.palette["paper"], edge)
            items, _ = self._set(frame.name, name, Rect(x, y + frame.picture + LEAD, frame.picture + GAP / 2, 3 * GAP))
            yield from items

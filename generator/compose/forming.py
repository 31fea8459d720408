"""A form in a frame of a worksheet: labels and hints, lines for a hand, boxes to tick, scales."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from generator.colours import Colour
from generator.compose import inline
from generator.compose.answering import AnswerSetter
from generator.compose.desk import Desk, Spot
from generator.compose.fitting import Copy, Fitted, Measured, TextBox, measure, place
from generator.compose.inks import Inks
from generator.compose.unset import report_missing, report_script
from generator.deck import Card
from generator.errors import Problems
from generator.face import AnswerKind, Entry, Item, Outline, PathStep, Placed, TextLine, make_art, rectangle
from generator.fonts import MissingGlyphs
from generator.form import FIELD_KINDS, Form, FormField
from generator.geometry import Rect
from generator.layout import CardLayout, FormFrame
from generator.units import MM_PER_POINT

TALL = 1000.0  # mm: a label is never cut, it is counted
BOX = 3.6  # mm: the side of a box to tick
AIR = 1.8  # mm, between a box and its word, between a label and what is under it
BETWEEN = 6.0  # mm, between options, between half fields
COLUMN_GAP = 3.0  # mm, between answers side by side
NUMBER = 32.0  # mm: the line for a number
TINT = 0.06  # of an area to type into
GRID = 40.0  # mm: the side of a square to place something in


class _Block(NamedTuple):
    items: tuple[Item, ...]
    height: float
    boxes: tuple[Rect, ...] = ()  # where it is filled in


class _Set(NamedTuple):
    """A form on a page."""

    placed: Placed
    entries: tuple[Entry, ...]


class FormSetter:
    """Sets the forms of one layout; a form is set once for all its copies."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems
        self.answers = AnswerSetter(desk, layout, inks, problems)
        self._done: dict[tuple[str, str], _Set] = {}

    def items(self, spot: Spot, frame: FormFrame) -> tuple[Item, ...]:
        form = self.desk.forms.get(spot.card.form)
        if form is None:
            return ()
        key = (form.id, spot.name)
        if key not in self._done:
            parts = list(self._form(form, spot, frame))
            items = tuple(chain.from_iterable(block.items for block, _ in parts))
            room = spot.box.grown(frame.width * 2 * MM_PER_POINT)  # half of an outline lies outside
            self._done[key] = _Set(Placed(make_art(room, items)), tuple(entry for _, entry in parts))
        done = self._done[key]
        return (done.placed, *self.answers.items(spot, frame, done.entries))

    def entries(self, card: Card, frame: str) -> tuple[Entry, ...]:
        """What can be filled in in a frame whose items are set."""
        done = self._done.get((card.form, frame))
        return done.entries if done else ()

    def _form(self, form: Form, spot: Spot, frame: FormFrame) -> Iterator[tuple[_Block, Entry]]:
        y = spot.box.y
        for row in _rows(form):
            width = (spot.box.width - BETWEEN * (len(row) - 1)) / len(row)
            deepest = 0.0
            for place_in_row, (name, field) in enumerate(row):
                x = spot.box.x + place_in_row * (width + BETWEEN)
                block = self._field(spot, frame, form, name, field, Rect(x, y, width, TALL))
                yield block, self._entry(spot, frame, name, field, block.boxes)
                deepest = max(deepest, block.height)
            if y + deepest > spot.box.bottom + 1e-6:
                self._too_long(form, row)
                return
            y += deepest + frame.gap

    def _entry(self, spot: Spot, frame: FormFrame, name: str, field: FormField, boxes: tuple[Rect, ...]) -> Entry:
        steps = tuple(str(step) for step in range(1, field.steps + 1))
        options = steps if field.kind == "scale" else tuple(map(inline.plain, field.options))
        style = self.layout.styles[frame.option]
        ink = self.inks.words(spot.card, "ink", self.inks.ground(spot))
        return Entry(name, inline.plain(field.label), _answered_as(field), boxes, options, style.size, ink)

    def _too_long(self, form: Form, row: Sequence[tuple[str, FormField]]) -> None:
        name, field = row[0]
        message = f"form '{form.id}': from '{name}' on it does not fit on the page of {self.layout.name}"
        hint = "take away lines or fields, or make two forms of it"
        self.problems.error(field.marks.here, message, hint, "overset")

    def _field(self, spot: Spot, frame: FormFrame, form: Form, name: str, field: FormField, area: Rect) -> _Block:
        ink = self.inks.line(spot, frame.colour)
        way = _by_hand(field, frame)
        if way == "box":
            return self._options(spot, frame, field, (field.label,), area, ink)
        label = self._words(spot, [(frame.label, field.label), (frame.hint, field.hint)], field, f"{name}.label", area)
        below = Rect(area.x, area.y + label.height, area.width, TALL)
        match way:
            case "boxes":
                drawn = self._options(spot, frame, field, field.options, below._replace(y=below.y + AIR), ink)
                body = drawn._replace(height=drawn.height + AIR)
            case "scale":
                body = self._scale(spot, frame, field, below, ink)
            case "number":
                body = self._answer(spot, frame, below._replace(width=min(NUMBER, area.width)), 1, ink)
            case "cross":
                body = _cross(below._replace(y=below.y + AIR), frame, ink)
            case "dots":
                body = _dots(below._replace(y=below.y + AIR), field.budget, frame, ink)
            case "lines":
                body = self._answers(spot, frame, below, field, ink)
        return _Block(label.items + body.items, label.height + body.height, body.boxes)

    def _answers(self, spot: Spot, frame: FormFrame, area: Rect, field: FormField, ink: Colour) -> _Block:
        """One answer on its lines; on paper as many beside one another as the field has columns, in one box."""
        columns = 1 if frame.on_screen else field.columns
        width = (area.width - COLUMN_GAP * (columns - 1)) / columns
        starts = (area.x + (width + COLUMN_GAP) * number for number in range(columns))
        blocks = [self._answer(spot, frame, area._replace(x=x, width=width), _lines_of(field), ink) for x in starts]
        (first,) = blocks[0].boxes
        items = tuple(chain.from_iterable(block.items for block in blocks))
        return _Block(items, blocks[0].height, (first._replace(width=area.width),))

    def _answer(self, spot: Spot, frame: FormFrame, area: Rect, number: int, ink: Colour) -> _Block:
        """Lines for a hand; on a screen an area as high as they are, with the last of them under it."""
        if not frame.on_screen:
            return _lines(area, number, frame, ink)
        height = frame.pitch * number
        box = Rect(area.x, area.y + AIR / 2, area.width, height - AIR / 2)
        ground = self.inks.ground(spot)
        foot = (PathStep("move", (box.x, box.bottom)), PathStep("line", (box.right, box.bottom)))
        items = (
            Outline(rectangle(box), fill=ground.mixed(ink, TINT)),
            Outline(foot, stroke=ink, stroke_width=frame.width * MM_PER_POINT),
        )
        return _Block(items, height, (box,))

    def _words(
        self, spot: Spot, said: Sequence[tuple[str, str]], field: FormField, name: str, area: Rect, align: str = "left"
    ) -> _Block:
        """Styled texts under one another; what cannot be set is a problem and left out."""
        ground = self.inks.ground(spot)
        blocks: list[Measured] = []
        for style_name, text in said:
            if not text or report_script(text, field.marks.here, "this text", self.problems):
                continue
            style = self.layout.styles[style_name]
            colour = self.inks.words(spot.card, style.colour, ground)
            space = 0.8 if blocks else 0.0
            copy = Copy(name, style, colour, (tuple(inline.paragraphs(text)),), space_before=space)
            try:
                blocks.append(measure(self.desk.typesetter, copy))
            except MissingGlyphs as missing:
                report_missing(missing, field.marks.here, "", self.problems)
        box = TextBox(self.desk.typesetter, blocks, area.width, TALL, parts=True)
        stacks = box.stacks(0)
        fitted: Fitted = place(box, 0, area, align, "top")
        if fitted.overset:
            message = f"the word “{fitted.overset.left_over}” is wider than its column"
            self.problems.error(field.marks.here, message, "shorten it, or do not say `half`", "overset")
        return _Block(fitted.items, stacks[-1].bottom if stacks else 0.0)

    def _options(
        self, spot: Spot, frame: FormFrame, field: FormField, options: Sequence[str], area: Rect, ink: Colour
    ) -> _Block:
        """Boxes with their words, as many beside one another as have room; round ones where one of them counts."""
        items: list[Item] = []
        boxes: list[Rect] = []
        x, y = area.x, area.y
        for option in options:
            room = area.width - BOX - AIR
            words = self._words(spot, [(frame.option, option)], field, "option", Rect(0, 0, room, TALL))
            length = BOX + AIR + max((line.width for line in _text(words.items)), default=0.0)
            if x > area.x and x + length > area.x + area.width:
                x, y = area.x, y + frame.pitch * 0.8
            drop = max(0.0, (BOX - words.height) / 2)
            words = self._words(
                spot, [(frame.option, option)], field, "option", Rect(x + BOX + AIR, y + drop, room, TALL)
            )
            boxes.append(_square(x, y))
            items.append(_box(boxes[-1], ink, frame, round_one=field.kind == "choice"))
            items.extend(words.items)
            x += length + BETWEEN
        return _Block(tuple(items), y - area.y + BOX + AIR, tuple(boxes))

    def _scale(self, spot: Spot, frame: FormFrame, field: FormField, area: Rect, ink: Colour) -> _Block:
        """Circles between what its ends mean."""
        side = min(42.0, area.width * 0.3)
        y = area.y + AIR * 1.5
        middle = Rect(area.x + side, y, area.width - 2 * side, BOX)
        step = middle.width / field.steps
        boxes = tuple(_square(middle.x + step * (number + 0.5) - BOX / 2, y) for number in range(field.steps))
        circles = tuple(_box(box, ink, frame, round_one=True) for box in boxes)
        low = self._words(spot, [(frame.option, field.low)], field, "low", Rect(area.x, y, side, TALL))
        end = Rect(area.x + area.width - side, y, side, TALL)
        high = self._words(spot, [(frame.option, field.high)], field, "high", end, "right")
        return _Block(circles + low.items + high.items, AIR * 1.5 + max(BOX, low.height, high.height) + AIR, boxes)


def _rows(form: Form) -> Iterator[list[tuple[str, FormField]]]:
    """Fields one under the other, two halves beside one another."""
    row: list[tuple[str, FormField]] = []
    for name, field in form.printed.items():
        if row and not (field.half and row[-1][1].half and len(row) == 1):
            yield row
            row = []
        row.append((name, field))
        if len(row) == 2:
            yield row
            row = []
    if row:
        yield row


def _text(items: Sequence[Item]) -> Iterator[TextLine]:
    for item in items:
        if isinstance(item, TextLine):
            yield item


def _lines(area: Rect, number: int, frame: FormFrame, ink: Colour) -> _Block:
    """Lines that a hand can write on."""
    steps = []
    for line in range(1, number + 1):
        y = round(area.y + frame.pitch * line, 4)
        steps += [PathStep("move", (area.x, y)), PathStep("line", (round(area.x + area.width, 4), y))]
    outline = Outline(tuple(steps), stroke=ink, stroke_width=frame.width * MM_PER_POINT)
    return _Block((outline,), frame.pitch * number, (area._replace(height=frame.pitch * number),))


def _square(x: float, y: float) -> Rect:
    return Rect(round(x, 4), round(y, 4), BOX, BOX)


def _lines_of(field: FormField) -> int:
    return field.lines if field.kind == "long-text" else FIELD_KINDS[field.kind].lines


def _by_hand(field: FormField, frame: FormFrame) -> str:
    """How it is answered on the page; what has no boxes there is written in words."""
    way = FIELD_KINDS[field.kind].by_hand
    in_words = (way == "boxes" and not field.options) or (frame.on_screen and way in ("cross", "dots"))
    return "lines" if in_words else way


def _answered_as(field: FormField) -> AnswerKind:
    """How a field is answered in a file: what has no boxes there is written in words."""
    kind = FIELD_KINDS[field.kind]
    return "text" if kind.by_hand == "boxes" and not field.options else kind.in_file


def _cross(area: Rect, frame: FormFrame, ink: Colour) -> _Block:
    """A square with its axes, to put a mark into."""
    middle, side = GRID / 2, Rect(area.x, area.y, GRID, GRID)
    ends = (
        (area.x, area.y + middle, area.x + GRID, area.y + middle),
        (area.x + middle, area.y, area.x + middle, area.y + GRID),
    )
    axes = tuple(
        PathStep(verb, at) for x, y, to_x, to_y in ends for verb, at in (("move", (x, y)), ("line", (to_x, to_y)))
    )
    width = frame.width * MM_PER_POINT
    lines = Outline(axes, stroke=ink, stroke_width=width)
    items = (Outline(rectangle(side, 0.5), stroke=ink, stroke_width=width * 2), lines)
    return _Block(items, AIR + GRID + AIR, (side,))


def _dots(area: Rect, number: int, frame: FormFrame, ink: Colour) -> _Block:
    """Circles to fill in, in rows."""
    a_row = max(1, int(area.width / (BOX + AIR)))
    at = [divmod(each, a_row) for each in range(number)]
    boxes = tuple(_square(area.x + column * (BOX + AIR), area.y + row * (BOX + AIR)) for row, column in at)
    circles = tuple(_box(box, ink, frame, round_one=True) for box in boxes)
    return _Block(circles, AIR + (at[-1][0] + 1) * (BOX + AIR), boxes)


def _box(box: Rect, ink: Colour, frame: FormFrame, *, round_one: bool) -> Outline:
    return Outline(
        rectangle(box, BOX / 2 if round_one else 0.5), stroke=ink, stroke_width=frame.width * 2 * MM_PER_POINT
    )

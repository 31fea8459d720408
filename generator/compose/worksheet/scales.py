"""A scale as something to colour in: a bridge of planks, a dial, a jar."""

from collections.abc import Iterator, Sequence
from itertools import chain
from math import cos, radians, sin

from generator.compose.worksheet.cell import Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.compose.worksheet.strokes import arc, line
from generator.face import Item, Outline, Path, PathStep, rectangle
from generator.form import FormField
from generator.geometry import Rect

BETWEEN = 1.6  # mm, from plank to plank
ABOVE = 3.0  # mm, from what is asked to what is coloured in
NAIL = 0.45  # mm: the radius of one
SIDE = 0.46  # of the width, for what an end of the scale means
LOW = 4.6  # mm: the height of a plank where a page has little room
LEAST_SIDE, MOST_SIDE = 0.28, 42.0  # of the width, and in mm: for what an end means beside such planks
PLANK_MOST = 15.0  # mm that a plank grows
DIAL, DIAL_MOST = 20.0, 34.0  # mm: the radius of a dial
HUB = 0.42  # of that: where its sectors begin
APART = 4.0  # mm, from the words of one end to those of the other
TURN = 1.5  # degrees, between sectors
JAR, JAR_MOST = 40.0, 70.0  # mm: its height with its lid
JAR_WIDTH = 0.62  # of its height
LID = 4.0  # mm


def planks(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """A row of planks, and under its ends what they mean; beside them where a page has little room."""
    if sheet.spacing.plain:
        return _low_planks(sheet, name, field, width)
    label = sheet.label(name, field, width)
    low = sheet.option(field.low, field, width * SIDE)
    high = sheet.option(field.high, field, width * SIDE, "right")
    ends = max(low.height, high.height) + sheet.lead
    unit = sheet.spacing.grid or 5.0
    least = label.height + 2 * unit + max(ends, unit)

    def draw(area: Rect) -> DrawnField:
        top, foot = area.y + label.height + ABOVE, area.bottom - ends
        boxes = tuple(_side_by_side(Rect(area.x, top, area.width, foot - top), field.steps))
        nails = tuple(chain.from_iterable(_nails(box) for box in boxes))
        items = (
            *label.at(area.x, area.y, sheet.problems),
            _wood(sheet, boxes),
            Outline(nails, fill=sheet.strong),
            *low.at(area.x, foot + sheet.lead, sheet.problems),
            *high.at(area.right - high.box.width, foot + sheet.lead, sheet.problems),
        )
        return DrawnField(items, boxes, mark="fill")

    return Cell(least, draw, least + PLANK_MOST, unit, 1.2)


def _low_planks(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    label = sheet.label(name, field, width)
    side = min(MOST_SIDE, width * LEAST_SIDE)
    low, high = sheet.option(field.low, field, side), sheet.option(field.high, field, side, "right")
    body = max(LOW, low.height, high.height)

    def draw(area: Rect) -> DrawnField:
        foot = area.y + label.height + sheet.lead + body
        row = Rect(area.x + side + BETWEEN, foot - LOW, area.width - 2 * (side + BETWEEN), LOW)
        boxes = tuple(_side_by_side(row, field.steps))
        items = (
            *label.at(area.x, area.y, sheet.problems),
            _wood(sheet, boxes),
            *low.at(area.x, foot - low.height, sheet.problems),
            *high.at(area.right - side, foot - high.height, sheet.problems),
        )
        return DrawnField(items, boxes, mark="fill")

    return Cell(label.height + sheet.lead + body, draw)


def _wood(sheet: FieldSheet, boxes: Sequence[Rect]) -> Outline:
    path = tuple(chain.from_iterable(rectangle(box, 0.8) for box in boxes))
    return Outline(path, fill=sheet.tint(), stroke=sheet.strong, stroke_width=sheet.pen * 1.5)


def dial(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """Half a dial with a sector for each step, and under its ends what they mean."""
    label = sheet.label(name, field, width)
    low = sheet.option(field.low, field, width * SIDE)
    high = sheet.option(field.high, field, width * SIDE, "right")
    ends = max(low.height, high.height) + sheet.lead
    unit = sheet.spacing.grid or 5.0
    radius = min(DIAL, width / 2)
    least = label.height + unit * round((ABOVE + radius + ends) / unit + 0.49)

    def draw(area: Rect) -> DrawnField:
        foot = area.bottom - ends
        outer = min(area.width / 2, foot - area.y - label.height - ABOVE)
        x = area.x + area.width / 2
        reach = min(area.width / 2, max(outer, low.width + APART / 2, high.width + APART / 2))
        sectors = tuple(chain.from_iterable(_sector(x, foot, outer, at, field.steps) for at in range(field.steps)))
        hub = (*arc(x, foot, outer * HUB * 0.6, 180, 270), *arc(x, foot, outer * HUB * 0.6, 270, 360)[1:])
        items = (
            *label.at(area.x, area.y, sheet.problems),
            Outline(sectors, fill=sheet.tint(), stroke=sheet.strong, stroke_width=sheet.pen * 1.5),
            Outline((*hub, PathStep("close")), fill=sheet.strong),
            *low.at(x - reach, foot + sheet.lead, sheet.problems),
            *high.at(x + reach - high.box.width, foot + sheet.lead, sheet.problems),
        )
        return DrawnField(items, tuple(_in_sector(x, foot, outer, at, field.steps) for at in range(field.steps)))

    return Cell(least, draw, least + max(0.0, min(DIAL_MOST, width / 2) - radius), unit, 1.5, head=label.height)


def jar(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """A jar to fill up to a level, and beside it what its foot and its head mean."""
    label = sheet.label(name, field, width)
    unit = sheet.spacing.grid or 5.0
    beside = min(JAR * JAR_WIDTH, width / 2)
    low = sheet.option(field.low, field, width - beside - ABOVE)
    high = sheet.option(field.high, field, width - beside - ABOVE)
    least = label.height + unit * round((ABOVE + max(JAR, low.height + high.height + LID)) / unit + 0.49)

    def draw(area: Rect) -> DrawnField:
        top = area.y + label.height + ABOVE
        body = Rect(area.x, top + LID + 0.8, beside, area.bottom - top - LID - 0.8)
        levels = tuple(_levels(body, field.steps))
        marks = tuple(chain.from_iterable(line(body.x + 2, b.y, body.right - 2, b.y) for b in levels[:-1]))
        words = body.right + ABOVE
        items: tuple[Item, ...] = (
            *label.at(area.x, area.y, sheet.problems),
            Outline(rectangle(Rect(body.x + 2.4, top, body.width - 4.8, LID), 0.8), fill=sheet.strong),
            Outline(rectangle(body, 4.5), fill=sheet.tint(), stroke=sheet.strong, stroke_width=sheet.pen * 3),
            Outline(marks, stroke=sheet.strong, stroke_width=sheet.pen * 1.5, dash=(1.2, 1.2)),
            *high.at(words, area.y + label.height + unit, sheet.problems),
            *low.at(words, area.bottom - low.height, sheet.problems),
        )
        return DrawnField(items, levels, mark="fill")

    return Cell(least, draw, least + JAR_MOST - JAR, unit, 1.5, head=label.height)


def _side_by_side(area: Rect, many: int) -> Iterator[Rect]:
    width = (area.width - BETWEEN * (many - 1)) / many
    for at in range(many):
        yield Rect(round(area.x + at * (width + BETWEEN), 4), round(area.y, 4), round(width, 4), round(area.height, 4))


def _nails(plank: Rect) -> Iterator[PathStep]:
    for x in (plank.x + 1.6, plank.right - 1.6):
        yield from rectangle(Rect(x - NAIL, plank.y + 1.6 - NAIL, 2 * NAIL, 2 * NAIL), NAIL)


def _sector(x: float, y: float, outer: float, at: int, many: int) -> Path:
    start, end = 180 + 180 * at / many + TURN / 2, 180 + 180 * (at + 1) / many - TURN / 2
    return (
        *arc(x, y, outer, start, end),
        *arc(x, y, outer * HUB, end, start, verb="line"),
        PathStep("close"),
    )


def _in_sector(x: float, y: float, outer: float, at: int, many: int) -> Rect:
    """The square in the middle of a sector."""
    angle, middle = radians(180 + 180 * (at + 0.5) / many), outer * (1 + HUB) / 2
    side = min(outer * (1 - HUB), 2 * middle * sin(radians(90 / many))) * 0.7
    return Rect(
        round(x + middle * cos(angle) - side / 2, 4),
        round(y + middle * sin(angle) - side / 2, 4),
        round(side, 4),
        round(side, 4),
    )


def _levels(jar: Rect, many: int) -> Iterator[Rect]:
    """From the foot up."""
    height = jar.height / many
    for at in range(many):
        top = jar.bottom - (at + 1) * height
        yield Rect(round(jar.x, 4), round(top, 4), round(jar.width, 4), round(height, 4))

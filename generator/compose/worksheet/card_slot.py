"""A place for a card, as large as one where the page has room, with the ghost of its family's picture; what the card
says is written where it lay. Where the page has less, cards stand on a rail, their heads over the slots, so that what
is written under them stays free. Several answers side by side have each a small one.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from math import ceil

from generator.colours import Colour
from generator.compose.colouring import OBJECT, standing_out
from generator.compose.worksheet.cell import LARGEST, Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet, FormLabel
from generator.compose.worksheet.lines import side_by_side
from generator.compose.worksheet.rows import Named
from generator.compose.worksheet.strokes import arc, line
from generator.face import Item, Outline, Path, rectangle
from generator.form import FormField
from generator.geometry import Rect

CORNER = 3.5  # mm, as that of a card
PAD = 4.0  # mm, from the edge of a card to its words
TALLEST = 1.55  # so many times its width a slot is high at most
PICTURE = 0.36  # of its height, at its foot
DASH = (2.0, 1.4)  # mm
APART = 1.6  # mm, from a large head to what is under it
ABOVE = 2.0  # mm, by which its edge is nearer to what stands above it at most: a large head has room
CLOSE = 8.0  # mm: the least from line to line of what is written on it
HEAD_LINES = 2  # of a large head at most
SMALL_CORNER = 2.0  # mm, of a slot that is one of several answers
UNDER = 2.0  # mm, from the baseline of what is asked to those
LOW_LINES = 2  # that such a slot has at least where a page has little room
RAIL = 6.0  # times as wide as a line


def card_slot(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    if field.columns > 1:
        return _small_slots(sheet, name, field, width)
    ground = sheet.tint(sheet.family_colour(field), 0.07)
    words = _head(sheet, name, field, width, ground)
    unit = sheet.spacing.grid or 5.0
    size = sheet.frame.slots
    least = words.height + LOW_LINES * sheet.spacing.pitch + unit
    if sheet.family(field) or not sheet.spacing.low:
        least = max(unit * ceil(size.height / unit), words.height + 3 * sheet.spacing.pitch + unit)

    def draw(area: Rect) -> DrawnField:
        edge = standing_out(sheet.family_colour(field), sheet.ground, OBJECT)
        head = max(area.y - min(ABOVE, sheet.spacing.gap / 2), sheet.spot.box.y)
        edged = Rect(area.x, head, area.width, area.bottom - head)
        foot = Rect(
            area.x + PAD, area.bottom - area.height * PICTURE, area.width - 2 * PAD, area.height * PICTURE - PAD
        )
        top = area.y + words.height + words.depth + sheet.air
        box = Rect(area.x + PAD, top, area.width - 2 * PAD, area.bottom - PAD - top)
        pitch = box.height / max(1, int(box.height / CLOSE))
        items: tuple[Item, ...] = (
            *_edged(sheet, edged, ground, edge, on_a_rail=_is_open(sheet, field, edged)),
            *sheet.ghost(field, foot),
            *words.at(area.x + PAD, area.y, sheet.problems),
        )
        return DrawnField(items, (box,), pitch)

    return Cell(least, draw, max(least, width * TALLEST, sheet.frame.card.height), unit, 12.0)


def _head(sheet: FieldSheet, name: str, field: FormField, width: float, ground: Colour) -> FormLabel:
    """What is asked; in one size in all slots of a form."""
    frame, room = sheet.frame, width - 2 * PAD
    style = frame.slot or frame.label
    heads = (each for each in sheet.form.printed.values() if each.drawn_as == "slot" and each.columns == 1)
    if not all(1 <= sheet.lines_of(style, each.label, each, room) <= HEAD_LINES for each in heads):
        style = frame.narrow or frame.label
    said = ((style, field.label), (frame.hint, field.hint))
    return sheet.words(said, field, room, name=f"{name}.label", ground=ground, apart=APART)


def stands_on_a_rail(sheet: FieldSheet, field: FormField) -> bool:
    """Whether cards lie on it that are larger than the slots of the page."""
    slots, card = sheet.frame.slots, sheet.frame.card
    is_slot = field.drawn_as == "slot" and field.columns == 1 and not sheet.spacing.plain
    return is_slot and sheet.family(field) is not None and (slots.width < card.width or slots.height < card.height)


def under_rails(sheet: FieldSheet, fields: Sequence[Named]) -> Sequence[Named]:
    """What is asked before cards that stand on a rail comes after it, as their heads would lie on it: halves beside the
    next halves of the page, all else right under the rail.
    """
    rails = [stands_on_a_rail(sheet, field) for _, field in fields]
    if not any(rails):
        return fields
    first = rails.index(True)
    above, rest = fields[:first], fields[first:]
    under = next((at for at, is_rail in enumerate(rails[first:]) if not is_rail), len(rest))
    halves = (at for at, (_, field) in enumerate(rest) if at >= under and field.half)
    at = next(halves, under) if all(field.half for _, field in above) else under
    return *rest[:at], *above, *rest[at:]


def _is_open(sheet: FieldSheet, field: FormField, slot: Rect) -> bool:
    card = sheet.frame.card
    return stands_on_a_rail(sheet, field) and (slot.width < card.width or slot.height < card.height)


def _edged(sheet: FieldSheet, box: Rect, ground: Colour, edge: Colour, *, on_a_rail: bool) -> Iterator[Outline]:
    """The outline of a card; where cards stand on a rail, open at its foot."""
    path = _head_of_card(box) if on_a_rail else rectangle(box, CORNER)
    yield Outline(path, fill=ground, stroke=edge, stroke_width=sheet.pen * 3, dash=DASH, cap=0)
    if on_a_rail:
        yield Outline(line(box.x, box.bottom, box.right, box.bottom), stroke=edge, stroke_width=sheet.pen * RAIL, cap=0)


def _head_of_card(box: Rect) -> Path:
    """From the left of the foot over its two round corners to the right."""
    x, y = box.x + CORNER, box.y + CORNER
    return (
        *line(box.x, box.bottom, box.x, y),
        *arc(x, y, CORNER, 180, 270)[1:],
        *line(x, box.y, box.right - CORNER, box.y)[1:],
        *arc(box.right - CORNER, y, CORNER, 270, 360)[1:],
        *line(box.right, y, box.right, box.bottom)[1:],
    )


def _small_slots(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """Under what is asked an area for each answer, in the colour of the family that it speaks of."""
    label = sheet.label(name, field, width)
    unit = sheet.spacing.grid or 5.0
    colour = sheet.family_colour(field)
    edge, ground = standing_out(colour, sheet.ground, OBJECT), sheet.tint(colour)
    least = label.height + unit * ceil((UNDER + field.lines * CLOSE) / unit)

    def draw(area: Rect) -> DrawnField:
        top = area.y + label.height + UNDER
        body = Rect(area.x, round(top, 4), area.width, round(area.bottom - top, 4))
        path = tuple(chain.from_iterable(rectangle(each, SMALL_CORNER) for each in side_by_side(sheet, field, body)))
        boxes = Outline(path, fill=ground, stroke=edge, stroke_width=sheet.pen * 1.5)
        pitch = body.height / max(1, int(body.height / CLOSE))
        return DrawnField((*label.at(area.x, area.y, sheet.problems), boxes), (body,), pitch)

    return Cell(least, draw, LARGEST, unit, field.lines + 1.0)

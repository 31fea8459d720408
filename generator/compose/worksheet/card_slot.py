"""A place for a card, as large as one where the page has room, with the ghost of its family's picture; what the card
says is written where it lay.
"""

from generator.compose.colouring import OBJECT, standing_out
from generator.compose.worksheet.cell import Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.face import Item, Outline, rectangle
from generator.form import FormField
from generator.geometry import Rect

CORNER = 3.5  # mm, as that of a card
PAD = 4.0  # mm, from the edge of a card to its words
TALL, TALLEST = 60.0, 1.55  # mm: the least; and the most, as so many times its width
PICTURE = 0.36  # of its height, at its foot
DASH = (2.0, 1.4)  # mm
APART = 1.6  # mm, from a large head to what is under it
ABOVE = 2.0  # mm, by which its edge is nearer to what stands above it: a large head has room
CLOSE = 8.0  # mm: the least from line to line of what is written on it


def card_slot(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    style = sheet.frame.slot or sheet.frame.label
    ground = sheet.tint(sheet.family_colour(field), 0.07)
    said = ((style, field.label), (sheet.frame.hint, field.hint))
    words = sheet.words(said, field, width - 2 * PAD, name=f"{name}.label", ground=ground, apart=APART)
    unit = sheet.spacing.grid or 5.0
    least = max(unit * round(TALL / unit), words.height + 3 * sheet.spacing.pitch + unit)

    def draw(area: Rect) -> DrawnField:
        edge = standing_out(sheet.family_colour(field), sheet.ground, OBJECT)
        edged = Rect(area.x, area.y - ABOVE, area.width, area.height + ABOVE)
        foot = Rect(
            area.x + PAD, area.bottom - area.height * PICTURE, area.width - 2 * PAD, area.height * PICTURE - PAD
        )
        top = area.y + words.height + words.depth + sheet.air
        box = Rect(area.x + PAD, top, area.width - 2 * PAD, area.bottom - PAD - top)
        pitch = box.height / max(1, int(box.height / CLOSE))
        items: tuple[Item, ...] = (
            Outline(rectangle(edged, CORNER), fill=ground, stroke=edge, stroke_width=sheet.pen * 3, dash=DASH, cap=0),
            *sheet.ghost(field, foot),
            *words.at(area.x + PAD, area.y, sheet.problems),
        )
        return DrawnField(items, (box,), pitch)

    return Cell(least, draw, max(least, width * TALLEST), unit, 12.0)

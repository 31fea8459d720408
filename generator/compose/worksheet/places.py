"""Where something is put: a square with two axes, and dots to spend."""

from itertools import chain

from generator.compose.worksheet.cell import Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.compose.worksheet.strokes import line
from generator.face import Outline, rectangle
from generator.form import FormField
from generator.geometry import Rect

SIDE, LARGEST = 40.0, 90.0  # mm, of the square
ABOVE = 3.0  # mm
DOT = 7.0  # mm: a dot to colour in
BETWEEN = 3.0  # mm


def square(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """A square with its axes, to put a mark into."""
    label = sheet.label(name, field, width)
    unit = sheet.spacing.grid or 1.0
    extra = unit * round(ABOVE / unit + 0.49)

    def draw(area: Rect) -> DrawnField:
        side = min(area.width, area.height - label.height - ABOVE)
        box = Rect(area.x, round(area.bottom - side, 4), side, side)
        axes = (
            *line(box.x, box.y + side / 2, box.right, box.y + side / 2),
            *line(box.x + side / 2, box.y, box.x + side / 2, box.bottom),
        )
        frame = Outline(rectangle(box, 0.5), fill=sheet.tint(), stroke=sheet.ink, stroke_width=2 * sheet.pen)
        return DrawnField((*label.at(area.x, area.y, sheet.problems), frame, sheet.lines(axes)), (box,))

    least = label.height + min(SIDE, width) + extra
    return Cell(least, draw, least + max(0.0, min(LARGEST, width) - SIDE), unit, 3.0)


def dots(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """Circles to colour in, in rows."""
    label = sheet.label(name, field, width)
    a_row = max(1, int((width + BETWEEN) / (DOT + BETWEEN)))
    rows = -(-field.budget // a_row)

    def draw(area: Rect) -> DrawnField:
        top = area.bottom - rows * (DOT + BETWEEN) + BETWEEN
        at = (divmod(each, a_row) for each in range(field.budget))
        boxes = tuple(
            Rect(round(area.x + x * (DOT + BETWEEN), 4), round(top + y * (DOT + BETWEEN), 4), DOT, DOT) for y, x in at
        )
        path = tuple(chain.from_iterable(rectangle(box, DOT / 2) for box in boxes))
        circles = Outline(path, fill=sheet.tint(), stroke=sheet.ink, stroke_width=2 * sheet.pen)
        return DrawnField((*label.at(area.x, area.y, sheet.problems), circles), boxes)

    return Cell(label.height + rows * (DOT + BETWEEN), draw)

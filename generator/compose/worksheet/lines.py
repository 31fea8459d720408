"""Lines for a hand, under what is asked: one answer or several side by side; a number on a short one; a sentence whose
first words are set as large as a title.
"""

from collections.abc import Callable
from itertools import chain

from generator.compose.worksheet.cell import LARGEST, Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.compose.worksheet.strokes import line
from generator.face import Outline, rectangle
from generator.form import FIELD_KINDS, FormField
from generator.geometry import Rect

EPS = 1e-6
COLUMN_GAP = 4.0  # mm, between answers side by side
NUMBER = 32.0  # mm: the line for a number
RADIUS = 1.2  # mm, of such an area
HANG = 0.55  # of the width: a longer beginning of a sentence stands above its lines
HUNG = 2  # lines that stand beside it: above more of them it leaves no hole under itself
MORE = 2  # lines that a sentence of one line gets at most
AFTER = 3.0  # mm, from it to the line


def lines(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """As many as the field says, and more where the page has room."""
    label = sheet.label(name, field, width)
    number = _number_of(field)

    def draw(area: Rect) -> DrawnField:
        body = Rect(area.x, area.y + label.height, area.width, area.height - label.height)
        grows = FIELD_KINDS[field.kind].in_file == "long-text"
        many = max(number, int((body.height + EPS) / sheet.spacing.pitch)) if grows else number
        parts = [_ruled(sheet, each, many, under=label.depth) for each in side_by_side(sheet, field, body)]
        box = parts[0].boxes[0]._replace(width=body.width)
        items = label.at(area.x, area.y, sheet.problems), *(part.items for part in parts)
        return DrawnField(tuple(chain.from_iterable(items)), (box,), parts[0].pitch)

    return _growing(sheet, field, label.height + number * sheet.spacing.pitch, number, draw)


def number(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """A short line."""
    label = sheet.label(name, field, width)

    def draw(area: Rect) -> DrawnField:
        short, top = min(NUMBER, area.width), area.y + label.height
        part = _ruled(sheet, Rect(area.x, top, short, area.bottom - top), 1, under=label.depth)
        return part._replace(items=label.at(area.x, area.y, sheet.problems) + part.items)

    return Cell(label.height + sheet.spacing.pitch, draw)


def sentence(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """The label as the beginning of a sentence that goes on on the line."""
    style = sheet.frame.sentence or sheet.frame.label
    opening = sheet.words(((style, field.label),), field, width, name=f"{name}.label")
    hint = sheet.words(((sheet.frame.hint, field.hint),), field, width, name=f"{name}.label")
    many, unit = _number_of(field), sheet.spacing.pitch
    hangs = many <= HUNG and opening.width <= HANG * width
    lead = sheet.lead if hint.height else 0.0
    head = max(opening.height, unit) - unit if hangs else opening.height

    def draw(area: Rect) -> DrawnField:
        left = area.x + (opening.width + AFTER if hangs else 0.0)
        foot = area.bottom - hint.height - lead
        body = Rect(left, area.y + head, area.right - left, foot - area.y - head)
        count = max(many, int((body.height + EPS) / unit))
        pitch = body.height / count
        part = _ruled(sheet, body, count, thick=2.0, under=0.0 if hangs else opening.depth)
        baseline = body.y + pitch if hangs else area.y + opening.height
        items = opening.at(area.x, baseline - opening.height, sheet.problems)
        return part._replace(items=(*items, *part.items, *hint.at(left, foot + lead, sheet.problems)))

    least = head + many * unit + hint.height + lead
    most = least + MORE * unit if many == 1 else LARGEST
    return Cell(least, draw, most, unit, many + 1)


def _growing(
    sheet: FieldSheet, field: FormField, least: float, number: int, draw: Callable[[Rect], DrawnField]
) -> Cell:
    """What is written at length takes what the page has; a single line has some air at most."""
    if FIELD_KINDS[field.kind].in_file == "long-text":
        return Cell(least, draw, LARGEST, sheet.spacing.pitch, number)
    grid = sheet.spacing.grid or 1.0
    return Cell(least, draw, least + grid, grid, 0.5)


def side_by_side(sheet: FieldSheet, field: FormField, area: Rect) -> list[Rect]:
    """On paper as many answers beside one another as the field has columns; on a screen one box."""
    columns = 1 if sheet.frame.on_screen else field.columns
    width = (area.width - COLUMN_GAP * (columns - 1)) / columns
    return [area._replace(x=area.x + (width + COLUMN_GAP) * number, width=width) for number in range(columns)]


def _ruled(sheet: FieldSheet, area: Rect, number: int, *, under: float, thick: float = 1.0) -> DrawnField:
    """Lines that a hand can write on; on a screen an area as high as they are, with the last of them under it.

    `under`: mm from the top of the area, for letters that hang into it.
    """
    pitch, taken = area.height / number, under + sheet.air
    box = Rect(area.x, area.y + taken, area.width, area.height - taken)
    if sheet.frame.on_screen:
        foot = sheet.lines(line(box.x, box.bottom, box.right, box.bottom), width=thick)
        return DrawnField((Outline(rectangle(box), fill=sheet.tint()), foot), (box,), pitch)
    path = (line(area.x, y, area.right, y) for y in (area.y + pitch * each for each in range(1, number + 1)))
    rules = sheet.lines(tuple(chain.from_iterable(path)), width=thick)
    return DrawnField((rules,), (box,), pitch)


def _number_of(field: FormField) -> int:
    return field.lines if field.kind == "long-text" else FIELD_KINDS[field.kind].lines

"""What is chosen: words to ring, with pictures over them where the form has any; a box to tick."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from generator.compose.worksheet.cell import Cell, DrawnField
from generator.compose.worksheet.field_sheet import FieldSheet, FormLabel
from generator.face import Item, Outline, rectangle
from generator.form import FormField
from generator.geometry import Rect

BOX = 4.2  # mm: the side of a box to tick
AIR = 2.4  # mm, from a box to its words
CAPITAL = 0.35  # mm for each point of its size: nearly the height of a point
PAD = 3.0  # mm, from a word to its outline
BETWEEN = 3.0  # mm, from one outline to the next
UNIT, CLOSE = 5.0, 3.4  # mm, half from one row to the next; where a page has little room
ROOM = 1.2  # mm, between rows then
HIGH = 7.6  # mm: an outline around one line of words
CORNER = 1.0  # mm, of what may be chosen with others
PICTURE, LARGEST_PICTURE = 15.0, 45.0  # mm: the height of a picture to ring
FRAME = 2.0  # mm, from a picture to its outline


class _Place(NamedTuple):
    """Where an option stands."""

    row: int
    x: float
    width: float


class _Grid(NamedTuple):
    """Words in rows."""

    places: tuple[_Place, ...]
    words: tuple[FormLabel, ...]
    deep: float  # mm from the first to the last baseline of the deepest

    @property
    def rows(self) -> int:
        return self.places[-1].row + 1


def options(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    label = sheet.label(name, field, width)
    grid = _grid(sheet, field, width)
    unit = CLOSE if sheet.spacing.plain else sheet.spacing.grid or UNIT
    lead = unit / 2 if sheet.spacing.plain else unit
    tall = min(HIGH, 2 * unit - ROOM)
    pictured = bool(field.pictures) and not sheet.spacing.bare
    row = 2 * unit + grid.deep + (PICTURE if pictured else 0.0)
    least = label.height + grid.rows * row + lead
    under = unit - tall / 2 + _half_capital(sheet)

    def draw(area: Rect) -> DrawnField:
        high = (area.height - label.height - lead) / grid.rows
        items: list[Item] = [*label.at(area.x, area.y, sheet.problems)]
        boxes: list[Rect] = []
        for at, (words, place) in enumerate(zip(grid.words, grid.places, strict=True)):
            foot = area.y + label.height + (place.row + 1) * high + lead - under
            top = foot - tall - grid.deep - (high - row + PICTURE + FRAME if pictured else 0.0)
            box = Rect(round(area.x + place.x, 4), round(top, 4), round(place.width, 4), round(foot - top, 4))
            boxes.append(box)
            items += _outlined(sheet, field, box, rounded=field.kind == "choice")
            items += words.at(
                box.x + PAD, _first_baseline(sheet, box.bottom - tall / 2, grid.deep, words), sheet.problems
            )
            if pictured and at < len(field.pictures):
                inner = Rect(box.x + FRAME, box.y + FRAME, box.width - 2 * FRAME, box.height - tall - grid.deep - FRAME)
                items += sheet.picture(field.pictures[at], field, inner, sheet.colour)
        return DrawnField(tuple(items), tuple(boxes), mark="ring")

    most = least + grid.rows * (LARGEST_PICTURE - PICTURE) if pictured else least
    return Cell(least, draw, most, unit * grid.rows, 2.0 if pictured else 0.0, under)


def check(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """A box, and what is true where it is ticked."""
    words = sheet.option(field.label, field, width - BOX - AIR, name=f"{name}.label")
    first = _first_of(words)

    def draw(area: Rect) -> DrawnField:
        middle = area.y + first - _half_capital(sheet)
        box = Rect(area.x, round(middle - BOX / 2, 4), BOX, BOX)
        items = words.at(area.x + BOX + AIR, area.y, sheet.problems)
        square = Outline(rectangle(box, 0.5), fill=sheet.tint(), stroke=sheet.ink, stroke_width=2 * sheet.pen)
        return DrawnField((square, *items), (box,))

    return Cell(max(words.height, BOX), draw)


def is_ring(field: FormField) -> bool:
    return field.drawn_as == "ring" and bool(field.options)


def in_line(sheet: FieldSheet, field: FormField) -> float:
    """The width of its options in one line, or of what is asked where that is more."""
    options = sum(_natural(sheet, field)) + BETWEEN * (len(field.options) - 1)
    return max(options, sheet.words(((sheet.frame.label, field.label),), field, 1000.0).width)


def _natural(sheet: FieldSheet, field: FormField) -> list[float]:
    return [sheet.option(text, field, 1000.0).width + 2 * PAD for text in field.options]


def _grid(sheet: FieldSheet, field: FormField, width: float) -> _Grid:
    """In as few rows as the words allow: columns of one width, or in one row as wide as each needs; where they are
    wider than the page they have several lines.
    """
    natural = _natural(sheet, field)
    places = _flow(natural, width) if sheet.spacing.plain else _columns(natural, width)
    words = tuple(
        sheet.option(text, field, place.width - 2 * PAD, "centre")
        for text, place in zip(field.options, places, strict=True)
    )
    return _Grid(places, words, max(each.height - _first_of(each) for each in words))


def _flow(natural: Sequence[float], width: float) -> tuple[_Place, ...]:
    """One after the other, as wide as each needs."""
    places: list[_Place] = []
    x, row = 0.0, 0
    for each in natural:
        if x and x + each > width:
            x, row = 0.0, row + 1
        places.append(_Place(row, x, min(each, width)))
        x += each + BETWEEN
    return tuple(places)


def _columns(natural: Sequence[float], width: float) -> tuple[_Place, ...]:
    count = len(natural)
    spare = width - sum(natural) - BETWEEN * (count - 1)
    widths = [each + spare / count for each in natural]
    if max(natural) > (width - BETWEEN * (count - 1)) / count and spare < 0:
        rows = next((rows for rows in range(2, count + 1) if _fit(natural, width, ceil(count / rows))), count)
        columns = ceil(count / rows)
        widths = [(width - BETWEEN * (columns - 1)) / columns] * columns
    elif max(natural) <= (width - BETWEEN * (count - 1)) / count:
        widths = [(width - BETWEEN * (count - 1)) / count] * count
    starts = [sum(widths[:at]) + BETWEEN * at for at in range(len(widths))]
    at = (divmod(each, len(widths)) for each in range(count))
    return tuple(_Place(row, starts[column], widths[column]) for row, column in at)


def _fit(natural: Sequence[float], width: float, columns: int) -> bool:
    return max(natural) <= (width - BETWEEN * (columns - 1)) / columns


def _first_of(words: FormLabel) -> float:
    """The first baseline."""
    stacks = words.box.stacks(0)
    return stacks[0].rows[0].baseline if stacks and stacks[0].rows else 0.0


def _first_baseline(sheet: FieldSheet, middle: float, deep: float, words: FormLabel) -> float:
    """Where words begin whose last lines have their middle there in the deepest outline, the shorter ones higher."""
    baseline = middle + _half_capital(sheet) - deep
    spare = deep - (words.height - _first_of(words))
    return round(baseline - _first_of(words) + spare / 2, 4)


def _half_capital(sheet: FieldSheet) -> float:
    """Half the height of a capital of options: what stands on its middle stands beside the middle of a line."""
    return sheet.layout.styles[sheet.frame.option].size * CAPITAL * CAPITAL


def _outlined(sheet: FieldSheet, field: FormField, box: Rect, *, rounded: bool) -> tuple[Item, ...]:
    radius = min(HIGH / 2, box.height / 2) if rounded else CORNER
    fill = sheet.tint() if sheet.frame.on_screen else sheet.tint(share=0.06)
    return (Outline(rectangle(box, radius), fill=fill, stroke=sheet.strong, stroke_width=sheet.pen * 1.5),)

"""Which shape draws which field. A new one is a function of its own, a row here, and a name in `generator/form.py`."""

from collections.abc import Callable, Mapping

from generator.compose.worksheet.card_slot import card_slot
from generator.compose.worksheet.cell import Cell
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.compose.worksheet.lines import lines, number, sentence
from generator.compose.worksheet.options import check, options
from generator.compose.worksheet.places import dots, square
from generator.compose.worksheet.scales import dial, jar, planks
from generator.form import FormField

Shape = Callable[[FieldSheet, str, FormField, float], Cell]

SHAPES: Mapping[str, Shape] = {
    "lines": lines,
    "number": number,
    "sentence": sentence,
    "slot": card_slot,
    "ring": options,
    "check": check,
    "plank": planks,
    "dial": dial,
    "jar": jar,
    "square": square,
    "dots": dots,
}
GIVEN_UP: Mapping[str, str] = {"slot": "lines", "sentence": "lines", "dial": "plank", "jar": "plank"}
TYPED: Mapping[str, str] = {"square": "lines", "dots": "lines"}  # what has no boxes in a file


def cell_of(sheet: FieldSheet, name: str, field: FormField, width: float) -> Cell:
    """The field, measured for a width."""
    shape = field.drawn_as
    if shape == "ring" and not field.options:
        shape = "lines"  # what can be chosen is known to screens alone
    if sheet.frame.on_screen:
        shape = TYPED.get(shape, shape)
    if sheet.spacing.plain:
        shape = GIVEN_UP.get(shape, shape)
    return SHAPES[shape](sheet, name, field, width)

"""A form in a frame of a worksheet: set once for all its copies, its fields drawn in their shapes down to the foot."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from math import ceil
from typing import NamedTuple

from generator.compose import inline
from generator.compose.answering import AnswerSetter
from generator.compose.desk import Desk, Spot
from generator.compose.inks import Inks
from generator.compose.worksheet.card_slot import under_rails
from generator.compose.worksheet.cell import DrawnField, FieldSpacing
from generator.compose.worksheet.field_sheet import FieldSheet
from generator.compose.worksheet.options import in_line, is_ring
from generator.compose.worksheet.rows import EPS, FieldRow, Named, in_rows, shared_out
from generator.compose.worksheet.shapes import GIVEN_UP, cell_of
from generator.deck import Card
from generator.errors import Problems
from generator.face import AnswerKind, Entry, Item, Placed, make_art
from generator.form import FIELD_KINDS, Form, FormField
from generator.geometry import Rect
from generator.layout import CardLayout, FormFrame
from generator.units import MM_PER_POINT

BETWEEN, OF_SLOTS = 6.0, 2.0  # mm, between fields side by side
NARROWEST: Mapping[str, float] = {"dial": 70.0, "jar": 48.0}  # mm, of a shape; of slots the layout says it
SHORT = 52.0  # mm: the least width of a short text of which there are more than two side by side
OF_CARDS = 1.5  # times the part that others have
HAND = 8.0  # mm: the least between lines that are written on
CLOSE = 3.0  # mm: the least between fields


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
            items = tuple(chain.from_iterable(drawn.items for drawn, _ in parts))
            room = Rect(0, 0, *self.layout.size).grown(frame.width * 2 * MM_PER_POINT)
            self._done[key] = _Set(Placed(make_art(room, items)), tuple(entry for _, entry in parts))
        done = self._done[key]
        return (done.placed, *self.answers.items(spot, frame, done.entries))

    def entries(self, card: Card, frame: str) -> tuple[Entry, ...]:
        """What can be filled in in a frame whose items are set."""
        done = self._done.get((card.form, frame))
        return done.entries if done else ()

    def _form(self, form: Form, spot: Spot, frame: FormFrame) -> Iterator[tuple[DrawnField, Entry]]:
        """At the first spacing at which everything has room, from the widest to the closest."""
        rows: list[FieldRow] = []
        for spacing in _spacings(frame):
            problems = Problems()
            sheet = FieldSheet(self.desk, self.layout, self.inks, problems, (spot, frame, form, spacing))
            rows = list(_measured(sheet))
            places = shared_out(rows, spot.box, spacing)
            if places is not None:
                for row, (top, height) in zip(rows, places, strict=True):
                    yield from self._row(sheet, row, top, height)
                self.problems.extend(problems)
                self._given_up(sheet)
                return
        self.problems.extend(problems)
        self._too_long(form, _first_without_room(rows, spot.box.height))

    def _row(self, sheet: FieldSheet, row: FieldRow, top: float, height: float) -> Iterator[tuple[DrawnField, Entry]]:
        x = sheet.spot.box.x
        deepest = max(cell.head for cell in row.cells)
        for (name, field), cell, width in zip(row.fields, row.cells, row.widths, strict=True):
            drop = deepest - cell.head if cell.head else 0.0
            drawn = cell.draw(Rect(round(x, 4), round(top + drop, 4), width, height - drop))
            yield drawn, self._entry(sheet, name, field, drawn)
            x += width + _between(row.fields)

    def _entry(self, sheet: FieldSheet, name: str, field: FormField, drawn: DrawnField) -> Entry:
        steps = tuple(str(step) for step in range(1, field.steps + 1))
        options = steps if field.kind == "scale" else tuple(map(inline.plain, field.options))
        size = self.layout.styles[sheet.frame.option].size
        ink = self.inks.words(sheet.spot.card, "ink", sheet.ground)
        label = inline.plain(field.label)
        kind = _answered_as(field)
        return Entry(name, label, kind, drawn.boxes, options, size, ink, drawn.pitch, drawn.mark)

    def _given_up(self, sheet: FieldSheet) -> None:
        """Shapes that a form asks for, in whose stead it has lines and planks: one finding, where the first is said."""
        form, wanted = sheet.form, sheet.form.printed.values()
        lost = [field for field in wanted if field.shape in GIVEN_UP] if sheet.spacing.plain else []
        if lost:
            shapes = ", ".join(f"`{shape}`" for shape in dict.fromkeys(field.shape for field in lost))
            message = f"form '{form.id}': on the page of {self.layout.name} there is no room for {shapes}"
            hint = "lines and planks stand there instead; take away lines or fields, or make two forms of it"
            self.problems.warn(lost[0].marks.of("shape"), message, hint, "shape-given-up")

    def _too_long(self, form: Form, name: str) -> None:
        message = f"form '{form.id}': from '{name}' on it does not fit on the page of {self.layout.name}"
        hint = "take away lines or fields, or make two forms of it"
        self.problems.error(form.fields[name].marks.here, message, hint, "overset")


def _spacings(frame: FormFrame) -> Iterator[FieldSpacing]:
    if frame.grid:
        on_grid = frame.grid * ceil(frame.pitch / frame.grid - EPS)
        gap = frame.grid * ceil(frame.gap / frame.grid - EPS)
        yield FieldSpacing(frame.grid, on_grid, gap)
        yield FieldSpacing(frame.grid, on_grid, gap, bare=True)
        yield FieldSpacing(frame.grid, on_grid, gap, bare=True, low=True)
        yield FieldSpacing(frame.grid, on_grid, 0.0, bare=True, low=True)
    yield FieldSpacing(0.0, frame.pitch, frame.gap, bare=True)
    yield FieldSpacing(0.0, frame.pitch, frame.gap, bare=True, plain=True)
    yield FieldSpacing(0.0, min(frame.pitch, HAND), min(frame.gap, CLOSE), bare=True, plain=True)


def _measured(sheet: FieldSheet) -> Iterator[FieldRow]:
    width = sheet.spot.box.width
    short = max(2, int((width + BETWEEN + EPS) / (SHORT + BETWEEN)))

    def in_a_row(field: FormField) -> int:
        narrowest = {**NARROWEST, "slot": sheet.frame.slots.width}.get(field.drawn_as)
        if narrowest is None or field.columns > 1 or sheet.spacing.plain:
            return 0
        gap = _between([("", field)])
        return max(1, int((width + gap + EPS) / (narrowest + gap)))

    def beside(row: tuple[Named, ...], each: Named) -> bool:
        """Halves of a page, of short texts more where it is wide; two questions whose options have room in one line."""
        fields = *(field for _, field in row), each[1]
        if all(field.half for field in fields):
            return len(fields) <= (short if all(field.kind == "text" for field in fields) else 2)
        in_a_line = all(map(is_ring, fields)) and sum(in_line(sheet, field) for field in fields) + BETWEEN <= width
        are_plain = sheet.spacing.bare or not any(field.pictures for field in fields)
        return len(fields) == 2 and in_a_line and are_plain

    for named in in_rows(under_rails(sheet, tuple(sheet.form.printed.items())), in_a_row, beside):
        rooms = _widths(sheet, named)
        cells = tuple(cell_of(sheet, name, field, room) for (name, field), room in zip(named, rooms, strict=True))
        yield FieldRow(named, cells, rooms)


def _widths(sheet: FieldSheet, named: Sequence[Named]) -> tuple[float, ...]:
    """Equal ones; of options what each needs, and a like part of what is left. More than two short texts have half of
    what is asked, as the answer to few words may be long, and a part, a larger one where cards fill it.
    """
    width = sheet.spot.box.width - _between(named) * (len(named) - 1)
    needed: list[float] = []
    if len(named) > 1 and all(is_ring(field) for _, field in named):
        needed = [in_line(sheet, field) for _, field in named]
    elif len(named) > 2 and all(field.half for _, field in named):
        needed = [sheet.label(name, field, width).width / 2 for name, field in named]
    if needed and sum(needed) <= width:
        parts = [OF_CARDS if field.laid_from else 1 for _, field in named]
        left = (width - sum(needed)) / sum(parts)
        return tuple(each + left * part for each, part in zip(needed, parts, strict=True))
    return (width / len(named),) * len(named)


def _between(named: Sequence[Named]) -> float:
    return OF_SLOTS if all(field.drawn_as == "slot" for _, field in named) else BETWEEN


def _first_without_room(rows: list[FieldRow], height: float) -> str:
    used = 0.0
    for row in rows:
        used += row.least
        if used > height + EPS:
            return row.fields[0][0]
        used += CLOSE
    return rows[-1].fields[0][0]


def _answered_as(field: FormField) -> AnswerKind:
    """How a field is answered in a file: what has no boxes there is written in words."""
    kind = FIELD_KINDS[field.kind]
    return "text" if kind.by_hand == "boxes" and not field.options else kind.in_file

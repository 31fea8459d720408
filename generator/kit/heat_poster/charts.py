"""Bars of ladders and votes by department, and how far departments lie from the middle of all."""

from collections.abc import Sequence

from generator.geometry import Rect
from generator.heat_map import NOBODY, BarMap, BarRow, LeanChart
from generator.kit.heat_poster.marks import disc, mark
from generator.kit.heat_poster.pen import Pen
from generator.kit.heat_poster.set_lines import SetLine

SIZE, SMALL, HEAD = 9.0, 7.0, 11.0  # points
ROW, TALLEST = 7.0, 12.0  # mm, of a department; where there is room
NAMES, PEOPLE = 46.0, 12.0  # mm, of the columns before the axis
LABELS = 0.3  # of the width of a page, for what was chosen
BAR = 5.2  # mm


def lean_height(pen: Pen, chart: LeanChart, width: float) -> float:
    """With its rows as low as they may be."""
    return _around(pen, chart, width) + len(chart.leans) * ROW


def row_height(pen: Pen, chart: LeanChart, width: float, room: float) -> float:
    """Of a department, where a chart has so much room."""
    return max(ROW, min(TALLEST, (room - _around(pen, chart, width)) / len(chart.leans)))


def _around(pen: Pen, chart: LeanChart, width: float) -> float:
    title = pen.lettering.lines(chart.title, HEAD, width, "bold", most=2)
    summary = pen.lettering.lines(chart.summary, SIZE, width, "bold")
    return sum(line.leading for line in (*title, *summary)) + 14.5


def draw_leans(pen: Pen, chart: LeanChart, x: float, top: float, width: float, row: float, caption: str) -> float:
    """Each department with its estimate, its interval and its bare mean; where the chart ends."""
    inks = pen.inks
    y = pen.block(chart.title, x, top, HEAD, width, look="bold", most=2)
    left, right = x + NAMES + PEOPLE, x + width - 4
    reach = _reach(chart)
    middle = (left + right) / 2
    pen.text(caption, x + NAMES + PEOPLE - 3, y + 4, SMALL, colour=inks.muted, align="right")
    pen.text(f"−{reach:g}", left, y + 4, SMALL, colour=inks.muted)
    pen.text(f"+{reach:g}", right, y + 4, SMALL, colour=inks.muted, align="right")
    y += 6
    foot = y + len(chart.leans) * row
    pen.box(Rect(left, y, right - left, foot - y), fill=inks.tints[0])
    pen.stroke((middle, y), (middle, foot), colour=inks.ink, width=0.4)
    scale = (right - left) / 2 / reach
    for number, lean in enumerate(chart.leans):
        own = y + (number + 0.5) * row
        name = pen.lettering.lines(lean.name, SIZE, NAMES - 7, "bold" if lean.is_apart else "text", most=1)[0]
        pen.items.append(mark(number, x + 2, own, 3.2, inks))
        pen.put(name, x + 6, own + name.capital / 2, inks.ink)
        pen.text(str(lean.people), x + NAMES + PEOPLE - 3, own + name.capital / 2, SIZE, align="right")
        low, high, at, bare = (
            middle + max(-reach, min(reach, value)) * scale for value in (lean.low, lean.high, lean.pooled, lean.bare)
        )
        pen.stroke((low, own), (high, own), colour=inks.ink, width=1.4 if lean.is_apart else 0.7)
        pen.stroke((bare, own - 2), (bare, own + 2), colour=inks.muted, width=0.45)
        pen.items.append(disc(at, own, 3.0, inks.accent, inks.paper))
    return pen.block(chart.summary, x, foot + 2.5, SIZE, width, look="bold") + 6


def _reach(chart: LeanChart) -> float:
    """Of the axis: as far as anything on it lies, in steps that read well."""
    most = max(max(abs(each) for each in lean[2:]) for lean in chart.leans)
    steps = (0.5, 1, 2, 3, 5, 10, 15, 20, 30, 40, 50, 75, 100)
    return next((step for step in steps if step >= most), max(most, chart.reach))


class Bars:
    """Rows of a board: a bar with its number, and beside it how many of each department. `grow`: of all sizes."""

    def __init__(self, pen: Pen, bars: BarMap, x: float, width: float, grow: float) -> None:
        self.pen, self.bars, self.x, self.width = pen, bars, x, width
        columns = len(bars.groups)
        self.size, self.thick = SIZE * min(grow, 1.5), BAR * grow
        self.label = width * LABELS
        self.column = min(20.0, width * 0.42 / columns) if columns else 0.0
        self.most = max((row.total for row in bars.rows), default=1) or 1
        self.most_of_group = max((max(row.by_group, default=0) for row in bars.rows), default=1) or 1
        self.bar = width - self.label - self.column * columns - 16

    def total_height(self, rows: Sequence[BarRow]) -> float:
        return self._head_height() + sum(map(self.height, rows))

    def height(self, row: BarRow) -> float:
        return max(sum(line.leading for line in self._lines(row)) + 2.4, self.thick * 1.45)

    def _lines(self, row: BarRow) -> list[SetLine]:
        return self.pen.lettering.lines(row.label, self.size, self.label - 4)

    def _heads(self) -> list[list[SetLine]]:
        return [self.pen.lettering.lines(name, SMALL, self.column - 1.5) for name in self.bars.groups]

    def _head_height(self) -> float:
        heads = self._heads()
        return max((sum(line.leading for line in lines) for lines in heads), default=0.0) + (6 if heads else 0)

    def heads(self, top: float) -> float:
        """The departments above their columns; where the rows begin."""
        pen, heads = self.pen, self._heads()
        for number, lines in enumerate(heads):
            x, y = self._column(number), top + 4.6
            is_nobody = self.bars.ends_with_nobody and number == len(heads) - 1
            if self.bars.has_marks:
                pen.items.append(mark(NOBODY if is_nobody else number, x + 1.8, top + 2, 3.2, pen.inks))
            for line in lines:
                pen.put(line, x, y + line.capital, pen.inks.muted)
                y += line.leading
        return top + self._head_height()

    def _column(self, number: int) -> float:
        return self.x + self.width - self.column * (len(self.bars.groups) - number)

    def row(self, row: BarRow, top: float) -> float:
        pen, inks, height = self.pen, self.pen.inks, self.height(row)
        lines = self._lines(row)
        y = top + (height - sum(line.leading for line in lines)) / 2
        for line in lines:
            pen.put(line, self.x, y + (line.leading + line.capital) / 2, inks.ink)
            y += line.leading
        length = self.bar * row.total / self.most
        bar = Rect(self.x + self.label, top + (height - self.thick) / 2, length, self.thick)
        if row.total:
            pen.box(bar, fill=inks.accent)
        number = pen.lettering.line(str(row.total), self.size, "bold")
        pen.put(number, bar.right + 1.5, bar.centre.y + number.capital / 2, inks.ink)
        self._groups(row.by_group, bar.y)
        pen.stroke((self.x, top + height), (self.x + self.width, top + height), colour=inks.tints[2], width=0.15)
        return top + height

    def _groups(self, by_group: Sequence[int], y: float) -> None:
        """A square each, the fuller the more; with its number."""
        pen, tints = self.pen, self.pen.inks.tints
        for number, times in enumerate(by_group):
            shade = tints[min(int(times / self.most_of_group * len(tints)), len(tints) - 1)]
            box = Rect(self._column(number), y, self.column - 1.5, self.thick)
            pen.box(box, fill=shade if times else None, stroke=tints[2], width=0.15)
            if times:
                line = pen.lettering.line(str(times), self.size, "bold")
                pen.put(line, box.centre.x, box.centre.y + line.capital / 2, pen.inks.ink, "centre")

"""Answers in the fields of a form that is set: words on its lines, crosses in its boxes. Knows no paper and no PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil

from generator.colours import Colour
from generator.compose import inline
from generator.compose.desk import Desk, Spot
from generator.compose.fitting import LEAST, Copy, TextBox, measure, place
from generator.compose.inks import Inks
from generator.compose.unset import report_missing, report_script
from generator.errors import Problems
from generator.example import Answer, Example
from generator.face import Entry, Item, Outline, Path, PathStep
from generator.fonts import MissingGlyphs
from generator.geometry import Rect
from generator.layout import CardLayout, FormFrame, Style
from generator.units import MM_PER_POINT

TALL = 1000.0
ROUGHLY = 0.1  # of a line: a box is as many lines high, less what hangs into the first from what is asked
ABOVE_LINE = 1.9  # mm: the baseline over the line that is written on
INDENT = 1.0  # mm
CROSS = 0.75  # points
SMALLER = (1 / 1.26, 1 / 1.26**2)  # a step of the type scale each


class AnswerSetter:
    """Writes an example into the entries of its form."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems

    def items(self, spot: Spot, frame: FormFrame, entries: Sequence[Entry]) -> Iterator[Item]:
        example = self.desk.examples.get(spot.card.id)
        for entry in entries if example else ():
            answer = example.answers.get(entry.name) if example else None
            if answer is None:
                continue
            if entry.kind in ("choice", "choices", "scale", "check"):
                yield from self._ticks(spot, frame, entry, answer)
            elif example:
                yield from self._written(spot, frame, entry, answer, example)

    def _ticks(self, spot: Spot, frame: FormFrame, entry: Entry, answer: Answer) -> Iterator[Item]:
        options = entry.options or ("yes",)
        ink = self._ink(spot, frame)
        for option, box in zip(options, entry.boxes, strict=False):
            if option in map(inline.plain, answer.chosen):
                path = _MARKS.get(entry.mark, _cross)(box)
                yield Outline(path, stroke=ink, stroke_width=CROSS * 2 * MM_PER_POINT, cap=1, join=1)

    def _written(
        self, spot: Spot, frame: FormFrame, entry: Entry, answer: Answer, example: Example
    ) -> tuple[Item, ...]:
        """On the lines, one under the other; more words than lines are a problem at the answer."""
        where, (box,) = answer.marks.here, entry.boxes
        if report_script(answer.text, where, f"the answer to '{entry.name}'", self.problems):
            return ()
        colour = self._ink(spot, frame)
        pitch = entry.pitch or frame.pitch
        room = _lines_in(box, pitch)
        lines: tuple[Item, ...] = ()
        for style in self._styles(frame):
            lines, fits = self._on_lines(entry, pitch, style, colour, answer)
            if fits and len(lines) <= room:
                return lines
        if lines:
            message = (
                f"the answer to '{entry.name}' of '{example.id}' needs {len(lines)} lines, and the form has {room}"
            )
            self.problems.error(where, message, "shorten it, or give the field more `lines`", "overset")
        return lines

    def _styles(self, frame: FormFrame) -> Iterator[Style]:
        """The style of answers, and smaller ones, as a hand writes smaller where there is little room."""
        style = self.layout.styles[frame.answer or frame.option]
        for share in (1.0, *SMALLER):
            yield replace(style, size=max(round(style.size * share, 1), min(style.size, LEAST)))

    def _on_lines(
        self, entry: Entry, pitch: float, style: Style, colour: Colour, answer: Answer
    ) -> tuple[tuple[Item, ...], bool]:
        """The answer in one size, and whether every word has room on a line; nothing of what no font has."""
        (box,) = entry.boxes
        em = style.size * MM_PER_POINT
        on_lines = replace(style, leading=pitch / em)
        copy = Copy(f"{entry.name}.answer", on_lines, colour, (tuple(inline.paragraphs(answer.text)),))
        try:
            block = measure(self.desk.typesetter, copy)
        except MissingGlyphs as missing:
            report_missing(missing, answer.marks.here, "", self.problems)
            return (), True
        first = box.bottom - (_lines_in(box, pitch) - 1) * pitch - ABOVE_LINE
        area = Rect(box.x + INDENT, first - block.cap_height * em, box.width - 2 * INDENT, TALL)
        fitted = place(TextBox(self.desk.typesetter, [block], area.width, TALL, parts=True), 0, area, "left", "top")
        return fitted.items, fitted.overset is None

    def _ink(self, spot: Spot, frame: FormFrame) -> Colour:
        style = self.layout.styles[frame.answer or frame.option]
        return self.inks.words(spot.card, style.colour, self.inks.ground(spot))


def _lines_in(box: Rect, pitch: float) -> int:
    return max(1, ceil(box.height / pitch - ROUGHLY))


def _cross(box: Rect) -> tuple[PathStep, ...]:
    inner = box.grown(-box.width * 0.2)
    return (
        PathStep("move", (inner.x, inner.y)),
        PathStep("line", (inner.right, inner.bottom)),
        PathStep("move", (inner.right, inner.y)),
        PathStep("line", (inner.x, inner.bottom)),
    )


def _ring(box: Rect) -> tuple[PathStep, ...]:
    """A pen's way around a box, that does not quite meet its beginning."""
    around = box.grown(0.8)
    x, y, dx, dy = around.x + around.width / 2, around.y + around.height / 2, around.width / 2, around.height / 2
    return (
        PathStep("move", (x - dx * 0.4, y - dy * 0.94)),
        PathStep("curve", (x + dx * 0.5, y - dy * 1.2, x + dx * 1.05, y - dy * 0.7, x + dx, y + dy * 0.05)),
        PathStep("curve", (x + dx * 0.96, y + dy * 0.9, x + dx * 0.4, y + dy, x, y + dy)),
        PathStep("curve", (x - dx * 0.6, y + dy, x - dx, y + dy * 0.7, x - dx, y)),
        PathStep("curve", (x - dx, y - dy * 0.8, x - dx * 0.5, y - dy, x - dx * 0.2, y - dy * 1.08)),
    )


def _scribble(box: Rect) -> tuple[PathStep, ...]:
    """A box that a pen has coloured in, up and down."""
    inner = box.grown(-min(box.width, box.height) * 0.18)
    many = max(3, round(inner.width / 1.6))
    points = ((inner.x + inner.width * at / many, inner.bottom if at % 2 else inner.y) for at in range(many + 1))
    return tuple(PathStep("line" if at else "move", point) for at, point in enumerate(points))


_MARKS: Mapping[str, Callable[[Rect], Path]] = {"ring": _ring, "fill": _scribble}

"""The content of a page, with all that it enters, as what it paints and what was met on the way (ISO 32000-2 §8, §9).

It looks and judges nothing but whether what is named is there. Each operator costs a step of a budget of the file.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.preflight.boxes import after, grown, scale, shared, upright
from generator.preflight.colours import CMYK, GRAY, RGB, UNKNOWN, Ink, Space
from generator.preflight.entering import ENTERING_OPERATORS, Entering
from generator.preflight.objects import Box, Objects, Page
from generator.preflight.painted import Painted
from generator.preflight.state import Path, State
from generator.preflight.stores import Budget, Stores
from generator.preflight.text_operators import TEXT_OPERATORS, TextOperators
from generator.preflight.tokens import PATH, Operand, Statement

MOST_RECTS = 200_000  # of one path that are kept for the search for codes
LEAST_RECTS = 24  # of a path that may be one


class Interpreter(TextOperators, Entering):
    """One page. `painted` and `notes` are what came out."""

    def __init__(self, objects: Objects, stores: Stores, budget: Budget, page: Page, media: Box) -> None:
        super().__init__(objects, stores, budget, page, media)
        self.saved: list[State] = []
        self._path = Path()
        self._clips = False

    def run(self, content: Iterable[Statement]) -> None:
        """Executes a stream; what it pushed and did not pop is popped. Stops where the budget ends."""
        floor = len(self.saved)
        before, path, clips = self.state, self._path, self._clips
        self._path, self._clips = Path(), False
        operators, budget = OPERATORS, self.budget
        for operator, operands in content:
            budget.left -= 1 + len(operands) // 8
            if budget.left <= 0 or self.full:
                break
            act = operators.get(operator)
            if act is not None:
                try:
                    if operator != "Q":
                        act(self, operands)
                    elif len(self.saved) > floor:
                        self.state = self.saved.pop()
                except (
                    TypeError,
                    ValueError,
                    IndexError,
                    ArithmeticError,
                    AttributeError,
                ):  # operands of a wrong kind or number
                    self.note("damaged", f"operator {operator} with operands that it does not take")
        if len(self.saved) > floor:
            del self.saved[floor:]
        self.state, self._path, self._clips = before, path, clips

    # --- state ------------------------------------------------------------------------------------

    def _save(self) -> None:
        if len(self.saved) < 10_000:
            self.saved.append(self.state)
            self.state = self.state.copy()

    def _concat(self, operands: Sequence[Any]) -> None:
        a, b, c, d, e, f = operands
        self.state.matrix = after((a + 0.0, b + 0.0, c + 0.0, d + 0.0, e + 0.0, f + 0.0), self.state.matrix)

    def _width(self, operands: Sequence[Any]) -> None:
        self.state.line_width = abs(float(operands[0]))

    # --- colour -----------------------------------------------------------------------------------

    def _ink(self, space: Space, operands: Sequence[Any]) -> Ink:
        return self.stores.ink(space, tuple(each for each in operands if isinstance(each, float)))

    def _fill(self, space: Space, operands: Sequence[Any]) -> None:
        self.state.fill_space, self.state.fill, self.state.fill_pattern = space, self._ink(space, operands), None

    def _stroke(self, space: Space, operands: Sequence[Any]) -> None:
        self.state.stroke_space, self.state.stroke = space, self._ink(space, operands)

    def _space(self, operands: Sequence[Any]) -> Space:
        name = operands[0]
        space = self.stores.space(self.objects, name, self.resources)
        if space is None:
            self.missing("colour space", name)
        return space or UNKNOWN

    def _fill_space(self, operands: Sequence[Any]) -> None:
        self._fill(self._space(operands), ())

    def _stroke_space(self, operands: Sequence[Any]) -> None:
        self._stroke(self._space(operands), ())

    def _fill_colour(self, operands: Sequence[Any]) -> None:
        space = self.state.fill_space
        self._fill(space, operands)
        if space.family == "pattern" and operands and isinstance(operands[-1], str):
            self.state.fill_pattern = self.resource("/Pattern", operands[-1], "pattern")
            if space.under is not None:
                self.state.fill = self._ink(space.under, operands[:-1])

    def _stroke_colour(self, operands: Sequence[Any]) -> None:
        self._stroke(self.state.stroke_space, operands)

    # --- paths ------------------------------------------------------------------------------------

    def _move(self, operands: Sequence[Any]) -> None:
        x, y = operands
        path = self._path
        path.points += (x + 0.0, y + 0.0)
        path.subpaths += 1

    def _line(self, operands: Sequence[Any]) -> None:
        x, y = operands
        self._path.points += (x + 0.0, y + 0.0)

    def _curve(self, operands: Sequence[Any]) -> None:
        """Its control points too: the box around them holds the curve."""
        path = self._path
        path.points += [point + 0.0 for point in operands[: len(operands) & ~1]]
        path.curved = True

    def _points(self, operands: list[Any]) -> None:
        """Many of the operators above."""
        points, subpaths, closed, curved = operands
        path = self._path
        path.points += points
        path.subpaths += subpaths
        path.closed += closed
        path.curved = path.curved or curved
        self.budget.take(len(points) // 4)

    def _close(self) -> None:
        self._path.closed += 1

    def _rectangles(self, operands: list[Any]) -> None:
        path = self._path
        count = len(operands) & ~3
        if {*map(type, operands)} <= {float}:
            path.rects += operands if count == len(operands) else operands[:count]

    def _clip(self) -> None:
        self._clips = True

    def _paint(self, *, fill: bool = False, stroke: bool = False, close: bool = False) -> None:
        path, state = self._path, self.state
        self._path = Path()
        clips, self._clips = self._clips, False
        if not path:
            return
        box = path.box(state.matrix)
        if box is None:
            return
        if fill:
            self._paint_fill(path, box)
        if stroke:
            width = state.line_width * scale(state.matrix)
            around = grown(box, max(width / 2, 0.01))
            shut = close or path.shut
            self.emit(
                Painted("stroke", around, state.stroke, state.stroke.space, width, state.stroke_overprint, False, shut)
            )
        if clips and state.clip is not None:
            state.clip = shared(state.clip, box)

    def _paint_fill(self, path: Path, box: Box) -> None:
        state = self.state
        if state.fill_pattern is not None:
            self.paint_pattern(state.fill_pattern, box)
            return
        exact = path.rectangle and upright(state.matrix)
        rects: tuple[float, ...] = ()
        if LEAST_RECTS * 4 <= len(path.rects) <= MOST_RECTS * 4 or len(path.rects) == 4:
            rects = path.moved_rects(state.matrix)
        low = min(box[2] - box[0], box[3] - box[1])
        flat = grown(box, 0.005) if low <= 0 else box  # a rectangle without height is a hairline
        self.emit(
            Painted("fill", flat, state.fill, state.fill.space, low, state.overprint, exact, True, "", 1.0, rects)
        )


# Of the class, not of a page: what a page has painted goes with it at once, and is no circle that is looked for.
OPERATORS: dict[str, Callable[[Interpreter, list[Operand]], None]] = {
    "q": lambda it, o: it._save(), "Q": lambda it, o: None, "cm": Interpreter._concat, "w": Interpreter._width,
    "m": Interpreter._move, "l": Interpreter._line, "c": Interpreter._curve, "v": Interpreter._curve,
    "y": Interpreter._curve, "h": lambda it, o: it._close(), PATH: Interpreter._points,
    "re": Interpreter._rectangles,
    "S": lambda it, o: it._paint(stroke=True), "s": lambda it, o: it._paint(stroke=True, close=True),
    "f": lambda it, o: it._paint(fill=True), "F": lambda it, o: it._paint(fill=True),
    "f*": lambda it, o: it._paint(fill=True), "B": lambda it, o: it._paint(fill=True, stroke=True),
    "B*": lambda it, o: it._paint(fill=True, stroke=True),
    "b": lambda it, o: it._paint(fill=True, stroke=True, close=True),
    "b*": lambda it, o: it._paint(fill=True, stroke=True, close=True), "n": lambda it, o: it._paint(),
    "W": lambda it, o: it._clip(), "W*": lambda it, o: it._clip(),
    "g": lambda it, o: it._fill(GRAY, o), "rg": lambda it, o: it._fill(RGB, o), "k": lambda it, o: it._fill(CMYK, o),
    "G": lambda it, o: it._stroke(GRAY, o), "RG": lambda it, o: it._stroke(RGB, o),
    "K": lambda it, o: it._stroke(CMYK, o), "cs": Interpreter._fill_space, "CS": Interpreter._stroke_space,
    "sc": Interpreter._fill_colour, "scn": Interpreter._fill_colour, "SC": Interpreter._stroke_colour,
    "SCN": Interpreter._stroke_colour,
    **ENTERING_OPERATORS, **TEXT_OPERATORS,
}  # fmt: skip

"""Text operators (ISO 32000-2 §9.3, §9.4): what is shown where, how large, in which font, which glyphs are missing."""

from collections.abc import Callable, Sequence
from typing import Any

from generator.preflight.boxes import UPRIGHT, Matrix, after, mapped, scale
from generator.preflight.objects import Box
from generator.preflight.painted import Painted
from generator.preflight.tokens import Operand
from generator.preflight.typefaces import ASCENT, DESCENT, Typeface
from generator.preflight.walking import Walker

LEAST_WIDTH = 0.005  # points, to both sides, of a line whose glyphs have no widths: they paint all the same
SPACE = 32
INVISIBLE = (3, 7)


class TextOperators(Walker):
    _line_matrix: Matrix = UPRIGHT
    _text_matrix: Matrix = UPRIGHT

    def _mode(self, operands: list[Any]) -> None:
        self.state.mode = int(operands[0])

    def _stretch(self, operands: list[Any]) -> None:
        self.state.stretch = float(operands[0]) / 100

    def _begin_text(self) -> None:
        self._text_matrix = self._line_matrix = UPRIGHT

    def _font(self, operands: list[Any]) -> None:
        name, size = operands
        font = self.resource("/Font", name, "font")
        self.state.font = self.stores.typeface(font) if isinstance(font, dict) else None
        self.state.size = float(size)

    def _next_line(self, operands: list[Any]) -> None:
        x, y = operands
        a, b, c, d, e, f = self._line_matrix
        self._text_matrix = self._line_matrix = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)

    def _next_line_leading(self, operands: list[Any]) -> None:
        self.state.leading = -float(operands[1])
        self._next_line(operands)

    def _matrix(self, operands: list[Any]) -> None:
        a, b, c, d, e, f = map(float, operands)
        self._text_matrix = self._line_matrix = (a, b, c, d, e, f)

    def _feed(self) -> None:
        self._next_line([0.0, -self.state.leading])

    def _quote(self, operands: list[Any]) -> None:
        self._feed()
        self._show(operands)

    def _double_quote(self, operands: list[Any]) -> None:
        self.state.word_spacing, self.state.spacing = float(operands[0]), float(operands[1])
        self._feed()
        self._show(operands[2:])

    def _show(self, parts: list[Any]) -> None:
        """Strings and the moves between them, as one line of text."""
        font = self.state.font
        self.shown += 1
        self.full = self.full or self.cuts
        if font is None:
            self.note("missing-resource", "text is shown and no font is set")
            return
        codes: list[int] = []
        moves = 0.0
        for part in parts:
            if isinstance(part, bytes):
                codes += font.decode(part)
            elif isinstance(part, float):
                moves += part
        if not codes:
            return
        across, up = self._displacement(font, codes, moves)
        self._emit_line(font, codes, self._line_box(font, codes, across, up))
        a, b, c, d, e, f = self._text_matrix
        self._text_matrix = (a, b, c, d, a * across + c * up + e, b * across + d * up + f)

    def _displacement(self, font: Typeface, codes: Sequence[int], moves: float = 0.0) -> tuple[float, float]:
        """How far codes move on, across and up (§9.4.4). `moves`: of TJ, in thousandths of the size."""
        state = self.state
        advance = font.drop(codes) if font.vertical else font.width(codes)
        length = advance * state.size + state.spacing * len(codes) - moves * state.size / 1000
        if state.word_spacing and not font.wide:
            length += state.word_spacing * codes.count(SPACE)
        return (0.0, length) if font.vertical else (length * state.stretch, 0.0)

    def _line_box(self, font: Typeface, codes: Sequence[int], across: float, up: float) -> Box:
        """Around what a line paints, in its own coordinates: spaces at its end paint nothing."""
        state, size = self.state, self.state.size
        count = len(codes) if font.wide or (codes and codes[-1] != SPACE) else len(bytes(codes).rstrip(b" "))
        if count < len(codes):
            across -= self._displacement(font, codes[count:])[0]
        glyphs = font.box(codes[:count])
        if glyphs is None:
            low, high = sorted((size * DESCENT, size * ASCENT))
            wide = LEAST_WIDTH if across == 0 else 0.0
            return (min(0.0, across) - wide, low + state.rise, max(0.0, across) + wide, high + state.rise)
        last_across, last_up = self._displacement(font, codes[count - 1 : count])
        across, up = across - last_across, up - last_up  # from the origin of the first glyph to that of the last
        left, right = sorted((glyphs[0] * size * state.stretch, glyphs[2] * size * state.stretch))
        low, high = sorted((glyphs[1] * size + state.rise, glyphs[3] * size + state.rise))
        return (min(0.0, across) + left, min(0.0, up) + low, max(0.0, across) + right, max(0.0, up) + high)

    def _emit_line(self, font: Typeface, codes: Sequence[int], line: Box) -> None:
        state = self.state
        matrix = after(self._text_matrix, state.matrix)
        box = mapped(matrix, *line)
        outlined = state.mode in (1, 5)
        ink = state.stroke if outlined else state.fill
        overprint = state.stroke_overprint if outlined else state.overprint
        missing = font.missing(codes)
        if missing:
            words = f"{font.name} has no glyph for code{'s' if len(set(missing)) > 1 else ''} "
            self.note("missing-glyph", words + ", ".join(str(code) for code in sorted(set(missing))[:8]), box)
        if state.mode in INVISIBLE:
            self.unseen[font] = None
            return
        if not font.wide and codes[0] == SPACE and all(code == SPACE for code in codes):
            return
        self.emit(Painted("text", box, ink, ink.space, abs(state.size) * scale(matrix), overprint, font=font))


def _number(slot: str) -> Callable[[TextOperators, list[Operand]], None]:
    return lambda it, operands: setattr(it.state, slot, float(operands[0]))


TEXT_OPERATORS: dict[str, Callable[[TextOperators, list[Operand]], None]] = {
    "BT": lambda it, o: it._begin_text(), "Tf": TextOperators._font, "Td": TextOperators._next_line,
    "TD": TextOperators._next_line_leading, "Tm": TextOperators._matrix, "T*": lambda it, o: it._feed(),
    "Tj": TextOperators._show, "TJ": lambda it, o: it._show(o[0]), "'": TextOperators._quote,
    '"': TextOperators._double_quote, "Tc": _number("spacing"), "Tw": _number("word_spacing"),
    "TL": _number("leading"), "Ts": _number("rise"), "Tr": TextOperators._mode, "Tz": TextOperators._stretch,
}  # fmt: skip

"""Text operators (ISO 32000-2 §9.3, §9.4): what is shown where, how large, in which font, which glyphs are missing."""

from collections.abc import Callable, Collection
from typing import Any

from generator.preflight.painted import UPRIGHT, Matrix, Painted, after, mapped, scale
from generator.preflight.tokens import Operand
from generator.preflight.walking import Walker

ASCENT, DESCENT = 0.72, -0.22  # of a line, in ems: an estimate for the box around it
INVISIBLE = (3, 7)


class TextOperators(Walker):
    _line_matrix: Matrix = UPRIGHT
    _text_matrix: Matrix = UPRIGHT

    def text_operators(self) -> dict[str, Callable[[list[Operand]], None]]:
        return {
            "BT": lambda o: self._begin_text(), "Tf": self._font, "Td": self._next_line, "TD": self._next_line_leading,
            "Tm": self._matrix, "T*": lambda o: self._feed(), "Tj": self._show, "TJ": lambda o: self._show(o[0]),
            "'": self._quote, '"': self._double_quote, "Tc": self._number("spacing"),
            "Tw": self._number("word_spacing"),
            "TL": self._number("leading"), "Ts": self._number("rise"), "Tr": self._mode, "Tz": self._stretch,
        }  # fmt: skip

    def _number(self, slot: str) -> Callable[[list[Operand]], None]:
        return lambda operands: setattr(self.state, slot, float(operands[0]))

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
        state, font = self.state, self.state.font
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
        width = font.width(codes) * state.size + state.spacing * len(codes) - moves * state.size / 1000
        if state.word_spacing and not font.wide:
            width += state.word_spacing * codes.count(32)
        width *= state.stretch
        self._emit_line(codes, width)
        a, b, c, d, e, f = self._text_matrix
        self._text_matrix = (a, b, c, d, a * width + e, b * width + f)

    def _emit_line(self, codes: Collection[int], width: float) -> None:
        state, font = self.state, self.state.font
        matrix = after(self._text_matrix, state.matrix)
        size = state.size
        low, high = sorted((size * DESCENT, size * ASCENT))
        box = mapped(matrix, min(0.0, width), low + state.rise, max(0.0, width), high + state.rise)
        outlined = state.mode in (1, 5)
        ink = state.stroke if outlined else state.fill
        overprint = state.stroke_overprint if outlined else state.overprint
        if font is None:
            return
        missing = font.missing(codes)
        if missing:
            words = f"{font.name} has no glyph for code{'s' if len(set(missing)) > 1 else ''} "
            self.note("missing-glyph", words + ", ".join(str(code) for code in sorted(set(missing))[:8]), box)
        if state.mode in INVISIBLE:
            self.unseen[font] = None
            return
        if not font.wide and all(code == 32 for code in codes):
            return
        self.emit(Painted("text", box, ink, ink.space, abs(size) * scale(matrix), overprint, font=font))

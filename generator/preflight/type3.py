"""Type 3 fonts, whose glyphs are little drawings (ISO 32000-2 §9.6.4): which there are, and how far each reaches."""

from collections.abc import Collection, Mapping

from generator.preflight.boxes import Matrix, mapped, united
from generator.preflight.objects import Box, Objects, StreamObject, Value
from generator.preflight.tokens import statements

MOST_BYTES = 4096  # of a drawing: the operator that says its box is the first one
THOUSANDTHS: Matrix = (0.001, 0.0, 0.0, 0.001, 0.0, 0.0)


class Type3Glyphs:
    """`names`: code → name, of all codes that stand for one."""

    def __init__(self, objects: Objects, font: Value, names: Mapping[int, str]) -> None:
        self._objects, self._font, self._names = objects, font, names
        self._drawings = objects.entry(font, "/CharProcs")
        matrix = objects.numbers(objects.entry(font, "/FontMatrix"))
        self.matrix: Matrix = THOUSANDTHS
        if len(matrix) == 6:
            a, b, c, d, e, f = matrix
            self.matrix = (a, b, c, d, e, f)
        self._boxes: dict[int, Box | None] = {}

    def drawn(self, code: int) -> bool:
        return isinstance(self._drawing(code), StreamObject)

    def box(self, codes: Collection[int]) -> Box | None:
        """Around what the codes draw, all from one origin, in text of size 1; None where nobody says."""
        for code in codes:
            if code not in self._boxes:
                self._boxes[code] = self._box_of(code)
        return united(box for code in {*codes} if (box := self._boxes[code]) is not None)

    def _drawing(self, code: int) -> Value:
        return self._objects.entry(self._drawings, f"/{self._names.get(code, '')}")

    def _box_of(self, code: int) -> Box | None:
        """That of the glyph (d1), else that of all glyphs of the font."""
        if not self.drawn(code):
            return None
        first = next(statements(self._objects.start(self._drawing(code), MOST_BYTES)), None)
        own = first[1][2:6] if first is not None and first[0] == "d1" else []
        edges = tuple(edge for edge in own if isinstance(edge, float))
        return self._moved(edges) or self._moved(self._objects.numbers(self._objects.entry(self._font, "/FontBBox")))

    def _moved(self, edges: tuple[float, ...]) -> Box | None:
        if len(edges) != 4 or edges[0] == edges[2] or edges[1] == edges[3]:
            return None
        return mapped(self.matrix, *edges)

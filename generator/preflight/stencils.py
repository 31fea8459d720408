"""Forms that stand in many places, such as the leaf of a pattern: read once, and moved to wherever they stand.

That holds for what has no text, where a place does no more than move, turn by quarters, mirror and enlarge evenly;
for each other turn, such as of a card that lies aslant, a form is read once more.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.preflight.boxes import UPRIGHT, Matrix, mapped, moved, scale, shared, united, within
from generator.preflight.objects import Box
from generator.preflight.painted import Painted
from generator.preflight.shared_forms import of_graphics, of_inks
from generator.preflight.state import State

MOST_CUT = 100_000  # paintings, of all that are kept
NEAR = 1e-9
THINNEST = 0.02  # points: what is thinner gets a box of a width that does not grow with it


class Stencil(NamedTuple):
    """What a form paints, in its own coordinates or turned. `edges`: around all of it; `least`: its thinnest line.

    `takes_overprint`: something of it overprints where that is set around it.
    """

    items: Sequence[Painted]
    edges: Box | None
    least: float
    takes_overprint: bool

    def fits(self, matrix: Matrix, clip: Box | None) -> bool:
        """Whether what is seen of it there is no more than moved; nothing, where a clip leaves none of it."""
        if clip is None:
            return True
        by = scale(matrix)
        return abs(by - 1) < NEAR or self.least * min(by, 1.0) >= THINNEST

    def painted(self, matrix: Matrix, clip: Box | None) -> Sequence[Painted]:
        """What is seen of it where a matrix puts it."""
        edges = mapped(matrix, *self.edges) if self.edges is not None else None
        if clip is None or edges is None or shared(clip, edges) is None:
            return []
        by, is_whole = scale(matrix), within(edges, clip)
        if is_whole and matrix == UPRIGHT:
            return self.items
        out = []
        for each in self.items:
            box: Box | None = mapped(matrix, *each.box)
            if box is not None and not is_whole:
                box = shared(clip, box)
            if box is not None:
                size = each.size / by if each.picture is not None else each.size * by
                out.append(each.placed(box, size, moved(matrix, each.rects) if each.rects else ()))
        return out


def cut(items: Sequence[Painted], takes_overprint: bool) -> Stencil:
    lines = (each.size for each in items if each.kind == "stroke" or (each.kind == "fill" and each.size <= 0))
    return Stencil(items, united(each.box for each in items), min(lines, default=THINNEST * 1e9), takes_overprint)


class Stencils:
    """Of one file. None for a form that has to be read wherever it stands."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Stencil | None] = {}
        self._left = MOST_CUT

    @property
    def full(self) -> bool:
        return self._left <= 0

    def key(self, form: object, turn: Matrix, state: State, *around: object) -> tuple[Any, ...]:
        """All that decides on what a form paints but where it is moved to."""
        return (id(form), turn, *of_inks(state), *of_graphics(state), *around)

    def get(self, key: tuple[Any, ...]) -> Stencil | None:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def keep(self, key: tuple[Any, ...], stencil: Stencil | None) -> None:
        self._left -= 1 + (len(stencil.items) if stencil else 0)
        self._known[key] = stencil


def parted(matrix: Matrix, clip: Box | None) -> tuple[Matrix, Matrix]:
    """How a form is turned before it is cut, and how it is moved then; where a clip leaves none of it, by nothing."""
    a, b, c, d, e, f = matrix
    if clip is None or (b == c == 0 and _alike(a, d)) or (a == d == 0 and _alike(b, c)):
        return UPRIGHT, matrix
    return (a, b, c, d, 0.0, 0.0), (1.0, 0.0, 0.0, 1.0, e, f)


def _alike(one: float, other: float) -> bool:
    return abs(abs(one) - abs(other)) <= NEAR * abs(one)

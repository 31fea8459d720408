"""Forms that stand in many places, such as the leaf of a pattern: read once, and moved to wherever they stand.

That holds where a place does no more than move, turn by quarters, mirror and enlarge evenly, and for what has no text.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.preflight.boxes import Matrix, mapped, moved, scale, shared, united, within
from generator.preflight.objects import Box
from generator.preflight.painted import Painted
from generator.preflight.shared_forms import of_graphics, of_inks
from generator.preflight.state import State

MOST_CUT = 100_000  # paintings, of all that are kept
NEAR = 1e-9
THINNEST = 0.02  # points: what is thinner gets a box of a width that does not grow with it


class Stencil(NamedTuple):
    """What a form paints, in its own coordinates. `edges`: around all of it; `least`: its thinnest line.

    `takes_overprint`: something of it overprints where that is set around it.
    """

    items: Sequence[Painted]
    edges: Box | None
    least: float
    takes_overprint: bool

    def fits(self, matrix: Matrix) -> bool:
        """Whether what it paints there is no more than moved."""
        by = scale(matrix)
        return abs(by - 1) < NEAR or self.least * min(by, 1.0) >= THINNEST

    def painted(self, matrix: Matrix, clip: Box | None) -> list[Painted]:
        """What is seen of it where a matrix puts it."""
        edges = mapped(matrix, *self.edges) if self.edges is not None else None
        if clip is None or edges is None or shared(clip, edges) is None:
            return []
        by, is_whole = scale(matrix), within(edges, clip)
        out = []
        for each in self.items:
            box: Box | None = mapped(matrix, *each.box)
            if box is not None and not is_whole:
                box = shared(clip, box)
            if box is not None:
                size = each.size / by if each.picture is not None else each.size * by
                out.append(each._replace(box=box, size=size, rects=moved(matrix, each.rects)))
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

    def key(self, form: object, state: State, *around: object) -> tuple[Any, ...] | None:
        """All that decides on what a form paints but its place; None where that decides on more than a move."""
        return (id(form), *of_inks(state), *of_graphics(state), *around) if _is_even(state.matrix) else None

    def get(self, key: tuple[Any, ...]) -> Stencil | None:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def keep(self, key: tuple[Any, ...], stencil: Stencil | None) -> None:
        self._left -= 1 + (len(stencil.items) if stencil else 0)
        self._known[key] = stencil


def _is_even(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = (abs(each) for each in matrix)
    return (b == c == 0 and abs(a - d) <= NEAR * a) or (a == d == 0 and abs(b - c) <= NEAR * b)

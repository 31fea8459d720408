"""Forms that stand in many places, such as the leaf of a pattern: read once, and moved to wherever they stand.

That holds for what has no text, where a place does no more than move, turn by quarters, mirror and enlarge evenly;
for each other turn, such as of a card that lies aslant, a form is read once more.
"""

from typing import Any, NamedTuple

from generator.preflight.boxes import UPRIGHT, Matrix, scale
from generator.preflight.objects import Box
from generator.preflight.painted_runs import PaintedRun, placed
from generator.preflight.shared_forms import of_graphics, of_inks
from generator.preflight.state import State

MOST_CUT = 100_000  # paintings, of all that are kept
NEAR = 1e-9
THINNEST = 0.02  # points: what is thinner gets a box of a width that does not grow with it


class Stencil(NamedTuple):
    """What a form paints, in its own coordinates or turned.

    `takes_overprint`: something of it overprints where that is set around it.
    """

    run: PaintedRun
    takes_overprint: bool

    def fits(self, matrix: Matrix, clip: Box | None) -> bool:
        """Whether what is seen of it there is no more than moved; nothing, where a clip leaves none of it."""
        if clip is None:
            return True
        by = scale(matrix)
        return abs(by - 1) < NEAR or self.run.thinnest * min(by, 1.0) >= THINNEST

    def placed(self, matrix: Matrix, clip: Box | None) -> PaintedRun | None:
        """What is seen of it where a matrix puts it; None for nothing."""
        return placed(self.run, matrix, clip) if clip is not None else None


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

    def known(self, key: tuple[Any, ...]) -> Stencil | None:
        """Of a form that was cut before."""
        return self._known.get(key)

    def get(self, key: tuple[Any, ...]) -> Stencil | None:
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._known

    def keep(self, key: tuple[Any, ...], stencil: Stencil | None) -> None:
        self._left -= 1 + (stencil.run.count if stencil else 0)
        self._known[key] = stencil


def parted(matrix: Matrix, clip: Box | None) -> tuple[Matrix, Matrix]:
    """How a form is turned before it is cut, and how it is moved then; where a clip leaves none of it, by nothing."""
    a, b, c, d, e, f = matrix
    if clip is None or (b == c == 0 and _alike(a, d)) or (a == d == 0 and _alike(b, c)):
        return UPRIGHT, matrix
    return (a, b, c, d, 0.0, 0.0), (1.0, 0.0, 0.0, 1.0, e, f)


def _alike(one: float, other: float) -> bool:
    return abs(abs(one) - abs(other)) <= NEAR * abs(one)

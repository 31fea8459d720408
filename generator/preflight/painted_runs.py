"""Paintings one after the other, as a page or a form has them, and the same placed elsewhere: made when asked for.

Most questions are answered by what a run is made of, wherever it is placed, or by the box around it. Boxes and sizes
keep their order when they are moved, in floats too: what holds of no box that holds it, holds of no painting.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from generator.preflight.boxes import UPRIGHT, Matrix, mapped, moved, scale, shared, united, within
from generator.preflight.objects import Box
from generator.preflight.painted import Painted

T = TypeVar("T")
Trait = Callable[[Painted], bool]  # what is true of a painting wherever it is placed, and however large; of a module
LEAST_PLACED = 8  # paintings: fewer are made at once
NO_LINE = float("inf")


class PaintedRun:
    """A part of one page, or all of a form, the same on each page where it stands. `count`: how many paintings."""

    __slots__ = ("_items", "_known", "count")

    def __init__(self, items: Sequence[Painted]) -> None:
        self._items: Sequence[Painted] | None = items
        self._known: dict[object, Any] = {}
        self.count = len(items)

    @property
    def items(self) -> Sequence[Painted]:
        items = self._items
        if items is None:
            items = self._items = self._made()
        return items

    @property
    def parts(self) -> "Sequence[PaintedRun]":
        """Shorter runs, one after the other, where it consists of such."""
        return ()

    @property
    def source(self) -> "PaintedRun":
        """What it is, placed elsewhere."""
        return self

    @property
    def box(self) -> Box | None:
        """Around all of it."""
        return self.once("box", lambda run: run._around())

    @property
    def thinnest(self) -> float:
        """The width of its thinnest line."""
        return self.once("thinnest", lambda run: run._thinnest())

    def once(self, key: object, make: "Callable[[PaintedRun], T]") -> T:
        """What is asked of it, looked for once. `key`: the question and all that its answer hangs on."""
        if key not in self._known:
            self._known[key] = make(self)
        known: T = self._known[key]
        return known

    def which(self, trait: Trait) -> Sequence[Painted]:
        """The paintings that have a trait."""
        return self.once(trait, lambda run: run._which(trait))

    def any(self, trait: Trait) -> bool:
        return self.once((trait, "any"), lambda run: any(map(trait, run.items)))

    def near(self, lies: Callable[[Box], bool], trait: Trait) -> Iterator[Painted]:
        """Those of them whose box lies so: what does not hold of a box must hold of none within it."""
        box = self.box if self.any(trait) else None
        if box is None or not lies(box):
            return
        if parts := self.parts:
            for part in parts:
                yield from part.near(lies, trait)
        else:
            for each in self.which(trait):
                if lies(each.box):
                    yield each

    def _made(self) -> Sequence[Painted]:
        raise NotImplementedError

    def _around(self) -> Box | None:
        return united(each.box for each in self.items)

    def _thinnest(self) -> float:
        lines = (each.size for each in self.items if each.kind == "stroke" or (each.kind == "fill" and each.size <= 0))
        return min(lines, default=NO_LINE)

    def _which(self, trait: Trait) -> Sequence[Painted]:
        return [each for each in self.items if trait(each)] if self.any(trait) else ()


class JoinedRun(PaintedRun):
    """Several, one after the other."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Sequence[PaintedRun]) -> None:
        self._items, self._known = None, {}
        self._parts, self.count = parts, sum(part.count for part in parts)

    @property
    def parts(self) -> Sequence[PaintedRun]:
        return self._parts

    def any(self, trait: Trait) -> bool:
        return self.once((trait, "any"), lambda run: any(part.any(trait) for part in run.parts))

    def _made(self) -> Sequence[Painted]:
        return tuple(chain.from_iterable(part.items for part in self._parts))

    def _around(self) -> Box | None:
        return united(box for part in self._parts if (box := part.box) is not None)

    def _thinnest(self) -> float:
        return min(part.thinnest for part in self._parts)

    def _which(self, trait: Trait) -> Sequence[Painted]:
        return [*chain.from_iterable(part.which(trait) for part in self._parts if part.any(trait))]


class PlacedRun(PaintedRun):
    """A run where a matrix puts it that does no more than move, turn by quarters, mirror and enlarge evenly."""

    __slots__ = ("_base", "_matrix", "_parts")

    def __init__(self, base: PaintedRun, matrix: Matrix) -> None:
        self._items, self._known = None, {}
        self._base, self._matrix, self.count = base, matrix, base.count
        self._parts: Sequence[PaintedRun] | None = None

    @property
    def parts(self) -> Sequence[PaintedRun]:
        if self._parts is None:
            self._parts = [PlacedRun(part, self._matrix) for part in self._base.parts]
        return self._parts

    @property
    def source(self) -> PaintedRun:
        return self._base.source

    @property
    def looks(self) -> Iterator[Painted]:
        """One painting for each that differs by more than its place, as large as it is here."""
        by = scale(self._matrix)
        base = self._base
        looks = base.looks if isinstance(base, PlacedRun) else base.once("looks", _looks)
        return (each.placed(each.box, _size(each, by), ()) for each in looks)

    def any(self, trait: Trait) -> bool:
        return self._base.any(trait)

    def _made(self) -> Sequence[Painted]:
        matrix, by = self._matrix, scale(self._matrix)
        return [_placed(each, matrix, by, mapped(matrix, *each.box)) for each in self._base.items]

    def _around(self) -> Box | None:
        box = self._base.box
        return mapped(self._matrix, *box) if box is not None else None

    def _thinnest(self) -> float:
        return self._base.thinnest * scale(self._matrix)


def placed(run: PaintedRun, matrix: Matrix, clip: Box) -> PaintedRun | None:
    """What is seen of a run where a matrix puts it; None for nothing."""
    box = run.box
    edges = mapped(matrix, *box) if box is not None else None
    if edges is None or shared(clip, edges) is None:
        return None
    if within(edges, clip):
        return run if matrix == UPRIGHT else PlacedRun(run, matrix)
    by, items = scale(matrix), []
    for each in run.items:
        seen = shared(clip, mapped(matrix, *each.box))
        if seen is not None:
            items.append(_placed(each, matrix, by, seen))
    return PaintedRun(items)


def joined(runs: Sequence[PaintedRun]) -> PaintedRun:
    return runs[0] if len(runs) == 1 else JoinedRun(runs) if runs else PaintedRun(())


def _placed(painted: Painted, matrix: Matrix, by: float, box: Box) -> Painted:
    return painted.placed(box, _size(painted, by), moved(matrix, painted.rects) if painted.rects else ())


def _size(painted: Painted, by: float) -> float:
    return painted.size / by if painted.picture is not None else painted.size * by


def _looks(run: PaintedRun) -> Sequence[Painted]:
    if run.parts:
        each_of_part = (part.looks if isinstance(part, PlacedRun) else part.once("looks", _looks) for part in run.parts)
        items: Iterator[Painted] = chain.from_iterable(each_of_part)
    else:
        items = iter(run.items)
    return [*{_look(each): each for each in items}.values()]


def _look(painted: Painted) -> tuple[object, ...]:
    kind, _, ink, space, size, overprint, exact, closed, layer, alpha, _, font, picture = painted
    return (kind, id(ink), id(space), size, overprint, exact, closed, layer, alpha, id(font), id(picture))

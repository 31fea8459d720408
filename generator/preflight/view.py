"""A page as the rules see it: its boxes, what it paints, and what was met on the way."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.preflight.objects import Box, Objects, Page
from generator.preflight.painted import Note, Painted
from generator.preflight.painted_runs import PaintedRun, joined
from generator.units import MM_PER_POINT, POINTS_PER_MM


class View(NamedTuple):
    """`trim` and `bleed` are where the page says nothing: the crop or media box, and the trim."""

    objects: Objects
    page: Page
    media: Box
    trim: Box
    bleed: Box
    runs: tuple[PaintedRun, ...]
    notes: Mapping[Note, int]

    @property
    def painted(self) -> Sequence[Painted]:
        """All that it paints, in order."""
        return joined(self.runs).items

    @property
    def edges(self) -> tuple[Box, ...]:
        """What decides, beside a painting itself, on where it may be."""
        return self.media, self.trim, self.bleed

    @property
    def size(self) -> tuple[float, float]:
        """The trim size in mm."""
        return (mm(self.trim[2] - self.trim[0]), mm(self.trim[3] - self.trim[1]))


def mm(points: float) -> float:
    return points * MM_PER_POINT


def points(mm: float) -> float:
    return mm * POINTS_PER_MM


def sized(size: tuple[float, float]) -> str:
    return f"{size[0]:.4g} × {size[1]:.4g} mm"

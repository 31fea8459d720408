"""Fields in rows on a page, and the height of the page shared out among them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import NamedTuple

from generator.compose.worksheet.cell import Cell, FieldSpacing
from generator.form import FormField
from generator.geometry import Rect

MOST_GAP = 30.0  # mm: a page of little that cannot grow begins at its head, and its foot stays empty
EPS = 1e-6

Named = tuple[str, FormField]
Beside = Callable[[tuple[Named, ...], Named], bool]  # whether a field has room beside those of a row
InARow = Callable[[FormField], int]  # how many of its shape have room side by side; 0 of a shape that is not narrow


class FieldRow(NamedTuple):
    """Fields beside one another, measured."""

    fields: tuple[Named, ...]
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]

    @property
    def kind(self) -> tuple[object, ...]:
        """Rows of one kind are as high as one another."""
        field = self.fields[0][1]
        return field.drawn_as, field.kind, field.lines, field.columns, len(field.options)

    @property
    def least(self) -> float:
        return max(cell.least for cell in self.cells)

    @property
    def most(self) -> float:
        return max(self.least, *(cell.most for cell in self.cells))

    @property
    def step(self) -> float:
        return max(cell.step for cell in self.cells)

    @property
    def share(self) -> float:
        return max(cell.share for cell in self.cells)

    @property
    def tail(self) -> float:
        return min(cell.tail for cell in self.cells)


def in_rows(fields: Iterable[Named], in_a_row: InARow, beside: Beside) -> Iterator[tuple[Named, ...]]:
    """Neighbours of one narrow shape side by side, as many as have room; those that may stand beside one another; all
    else alone.
    """

    def narrow(each: Named) -> tuple[str, int]:
        most = in_a_row(each[1])
        return (each[1].drawn_as if most else "", most)

    for (_, most), run in groupby(fields, key=narrow):
        named = tuple(run)
        if most:
            yield from _evenly(named, most)
        else:
            yield from _joined(named, beside)


def _evenly(named: tuple[Named, ...], most: int) -> Iterator[tuple[Named, ...]]:
    rows = ceil(len(named) / most)
    start = 0
    for row in range(rows):
        count = ceil((len(named) - start) / (rows - row))
        yield named[start : start + count]
        start += count


def _joined(named: tuple[Named, ...], beside: Beside) -> Iterator[tuple[Named, ...]]:
    row: tuple[Named, ...] = ()
    for each in named:
        if row and not beside(row, each):
            yield row
            row = ()
        row = (*row, each)
    if row:
        yield row


def shared_out(rows: Sequence[FieldRow], area: Rect, spacing: FieldSpacing) -> list[tuple[float, float]] | None:
    """The top and the height of each row, the last of which ends at the foot of the area; None where they have no room.

    What is left goes to those that can use it, by their shares, then to the gaps, then under the last. On a grid tops
    are whole lines of it above the foot.
    """
    if not rows:
        return []
    unit, tail = spacing.grid or 1.0, rows[-1].tail
    room = int((area.height + tail + EPS) / unit) * unit if spacing.grid else area.height + tail
    left = room - sum(row.least for row in rows) - spacing.gap * (len(rows) - 1)
    if left < -EPS:
        return None
    heights = [row.least for row in rows]
    left = _grow(rows, heights, left)
    gaps = _gaps(len(rows) - 1, left, spacing)
    spare = left - sum(gap - spacing.gap for gap in gaps)
    foot = area.bottom + tail - int((spare + EPS) / unit) * unit
    placed: list[tuple[float, float]] = []
    for height, gap in zip(reversed(heights), [*reversed(gaps), 0.0], strict=True):
        placed.append((round(foot - height, 4), height))
        foot -= height + gap
    return placed[::-1]


def _grow(rows: Sequence[FieldRow], heights: list[float], left: float) -> float:
    """Rows of one kind step by step together, those first that have had least of their share. What is left over."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for at, row in enumerate(rows):
        if row.share:
            alike.setdefault(row.kind, []).append(at)
    grown = dict.fromkeys(alike, 0.0)
    while growing := [
        (kind, step)
        for kind, ats in alike.items()
        if (step := max(rows[at].step for at in ats)) * len(ats) <= left + EPS
        and all(heights[at] + step <= rows[at].most + EPS for at in ats)
    ]:
        kind, step = max(growing, key=lambda each: rows[alike[each[0]][0]].share / (grown[each[0]] + each[1]))
        for at in alike[kind]:
            heights[at] += step
            left -= step
        grown[kind] += step
    return left


def _gaps(many: int, left: float, spacing: FieldSpacing) -> list[float]:
    """What is left among the gaps, those at the head last; in whole lines of a grid, if there is one."""
    if many <= 0:
        return []
    left = min(left, max(0.0, MOST_GAP - spacing.gap) * many)
    if not spacing.grid:
        return [spacing.gap + left / many] * many
    lines = int((left + EPS) / spacing.grid)
    return [spacing.gap + spacing.grid * (lines // many + (at >= many - lines % many)) for at in range(many)]

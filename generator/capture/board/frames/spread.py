"""Places that coincide are moved apart so that each is seen. Places in, places out, the same for the same input.

The work is bounded: more places than there is room for are not moved but counted, part by part (`squares`).
"""

import math
from collections.abc import Iterable, Mapping

from generator.capture.board.frames.frame import Square

ASPECT = 1.5  # a plane is about so much wider than high; per cents across are longer
TURNS = 2400  # of the spiral on which a free place is looked for
_GOLDEN = math.pi * (3 - math.sqrt(5))

Point = tuple[float, float]
Cell = tuple[int, int]


class Spacing:
    """Whoever comes first keeps the place; who comes later gets the nearest free one on a spiral around it.

    `apart` is in per cent of the plane's height. Nothing leaves the plane. `steps` counts the places that were tried.
    """

    def __init__(self, apart: float) -> None:
        self.apart = apart
        self.steps = 0
        self._taken: dict[Cell, list[Point]] = {}
        self._turns: dict[Cell, int] = {}  # where the search around a cell ended: what was taken stays taken

    def place(self, x: float, y: float) -> Point:
        start = self._cell(self._inside(x, y))
        place = self._inside(x, y)
        for turn in (0, *range(self._turns.get(start, 1), TURNS)):
            away = self.apart * 0.5 * math.sqrt(turn)
            across, up = away * math.cos(turn * _GOLDEN) / ASPECT, away * math.sin(turn * _GOLDEN)
            tried = self._inside(x + across, y + up)
            self.steps += 1
            if self._is_free(tried):
                place, self._turns[start] = tried, max(turn, 1)
                break
        else:
            self._turns[start] = TURNS
        self._taken.setdefault(self._cell(place), []).append(place)
        return place

    def _inside(self, x: float, y: float) -> Point:
        """Half a dot from the edge at least, so that none is cut."""
        edge = self.apart / 2
        across = edge / ASPECT
        return round(min(max(x, across), 100 - across), 2), round(min(max(y, edge), 100 - edge), 2)

    def _cell(self, place: Point) -> Cell:
        return int(place[0] * ASPECT // self.apart), int(place[1] // self.apart)

    def _is_free(self, place: Point) -> bool:
        column, row = self._cell(place)
        for cell in ((column + right, row + up) for right in (0, -1, 1) for up in (0, -1, 1)):
            for x, y in self._taken.get(cell, ()):
                if math.hypot((place[0] - x) * ASPECT, place[1] - y) < self.apart * 0.999:
                    return False
        return True


def spread(places: Iterable[Point], apart: float) -> list[Point]:
    """Each place, or the nearest free one, in the order given."""
    spacing = Spacing(apart)
    return [spacing.place(x, y) for x, y in places]


def squares(places: Mapping[tuple[int, int], int], rows: int) -> tuple[Square, ...]:
    """How many stand in each part of a plane, which is so many parts high: the fullest part is all square."""
    side = 100 / rows
    columns = round(rows * ASPECT)
    counts: dict[Cell, int] = {}
    for (x, y), count in places.items():
        cell = min(x * columns // 100, columns - 1), min(y * rows // 100, rows - 1)
        counts[cell] = counts.get(cell, 0) + count
    fullest = max(counts.values(), default=1)
    return tuple(
        Square(_corner(column, side, length), _corner(row, side, length), length)
        for (column, row), count in sorted(counts.items())
        for length in (round(side * math.sqrt(count / fullest), 1),)
    )


def _corner(index: int, side: float, length: float) -> float:
    """Where a square begins that stands in the middle of its part."""
    return round((index + 0.5) * side - length / 2, 1)

"""How large dots may be so that none hides another, and what is done where they lie too close. Numbers in and out."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import hypot
from typing import NamedTuple

LARGEST, READ, LEAST = 4.2, 3.2, 2.0  # mm: a dot; the smallest in which a number can be read; the smallest of all
STEPS = 8  # of sizes that are tried
NEIGHBOURS = 2  # that may lie over the edges of a dot


class DotPlace(NamedTuple):
    """A dot on paper, mm, and how many placements it stands for."""

    x: float
    y: float
    times: int


class DotSize(NamedTuple):
    """Diameters: of a dot, and of one with a number in it. `is_crowded`: dots of that size touch no other, are too
    small for numbers, and have to be counted beside.
    """

    diameter: float
    counted: float
    is_crowded: bool

    def of(self, place: DotPlace) -> float:
        return self.counted if place.times > 1 else self.diameter


def dot_size(places: Sequence[DotPlace], largest: float = LARGEST) -> DotSize:
    """The largest in which of each dot at least the half towards its middle is seen, and every number whole."""
    near = list(_near(places, largest))
    for step in range(STEPS):
        size = largest - (largest - LEAST) * step / (STEPS - 1)
        asked = DotSize(size, max(size, READ), is_crowded=False)
        if _are_seen(places, near, asked):
            return asked
    nearest = min((apart for *_, apart in near), default=largest)
    return DotSize(nearest, nearest, is_crowded=True)


def _are_seen(places: Sequence[DotPlace], near: Sequence[tuple[int, int, float]], size: DotSize) -> bool:
    covers = [0] * len(places)
    for one, other, apart in near:
        first, second = places[one], places[other]
        if apart < (size.of(first) + size.of(second)) / 2:
            covers[one] += 1
            covers[other] += 1
        are_numbers = first.times > 1 and second.times > 1
        if apart < max(size.of(first), size.of(second)) / (1 if are_numbers else 2):
            return False
    return max(covers, default=0) <= NEIGHBOURS


def _near(places: Sequence[DotPlace], reach: float) -> Iterator[tuple[int, int, float]]:
    """The pairs that are nearer to one another than that, and how near."""
    cells: dict[tuple[int, int], list[int]] = {}
    for at, place in enumerate(places):
        column, row = int(place.x // reach), int(place.y // reach)
        for step, down in product((-1, 0, 1), repeat=2):
            for other in cells.get((column + step, row + down), ()):
                apart = hypot(place.x - places[other].x, place.y - places[other].y)
                if apart < reach:
                    yield at, other, apart
        cells.setdefault((column, row), []).append(at)


class Cluster(NamedTuple):
    """Dots that are drawn as one, at the middle of them all, and how many placements that are."""

    x: float
    y: float
    times: int
    members: tuple[int, ...]  # places in the row that was given


def clusters(places: Sequence[DotPlace], reach: float) -> list[Cluster]:
    """What lies nearer together than `reach`, directly or by way of others, as one."""
    root = list(range(len(places)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = at = root[root[at]]
        return at

    for one, other, _ in _near(places, reach):
        root[top(one)] = top(other)
    together: dict[int, list[int]] = {}
    for at in range(len(places)):
        together.setdefault(top(at), []).append(at)
    return [_cluster(places, members) for members in together.values()]


def _cluster(places: Sequence[DotPlace], members: Sequence[int]) -> Cluster:
    times = sum(places[at].times for at in members)
    x = sum(places[at].x * places[at].times for at in members) / times
    y = sum(places[at].y * places[at].times for at in members) / times
    return Cluster(x, y, times, tuple(members))

"""How large dots may be so that none hides another, and what is done where they lie too close. Numbers in and out."""

from collections.abc import Iterator, Sequence
from itertools import product
from math import hypot
from typing import NamedTuple

LARGEST, READ = 4.2, 3.2  # mm: a dot; the smallest in which a number can be read
NEIGHBOURS = 2  # that may lie over the edges of a dot


class DotPlace(NamedTuple):
    """A dot on paper, mm, and how many placements it stands for."""

    x: float
    y: float
    times: int


class DotSize(NamedTuple):
    """`is_crowded`: dots of that size touch no other, are too small for numbers, and have to be counted beside."""

    diameter: float
    is_crowded: bool


def dot_size(places: Sequence[DotPlace], largest: float = LARGEST, least: float = READ) -> DotSize:
    """The largest in which of each dot at least the half towards its middle is seen, and every number whole."""
    near = list(_near(places, largest))
    nearest = min((apart for *_, apart in near), default=largest)
    size = min(largest, 2 * nearest)
    covers = [0] * len(places)
    for one, other, apart in near:
        if apart < size:
            covers[one] += 1
            covers[other] += 1
            if places[one].times > 1 and places[other].times > 1:
                return DotSize(min(nearest, largest), is_crowded=True)
    if size < least or max(covers, default=0) > NEIGHBOURS:
        return DotSize(min(nearest, largest), is_crowded=True)
    return DotSize(size, is_crowded=False)


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

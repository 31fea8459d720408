"""Seams of tiles that miss words and codes: each is moved to where it cuts least, as far as the papers reach.

A seam is the edge along which a tile is cut and laid on its neighbour: the left one and the upper one of its window.
Rows are put together one by one, so that the seams between the tiles of a row need not go on in the next one.
"""

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from generator.geometry import Rect
from generator.impose.grid import NOISE
from generator.impose.tiles import Tiling

STEP = 1.5  # mm, between places where a seam may run
AIR = 0.8  # mm, that a seam keeps off what it misses
LEAST = 1 / 3  # of the paper, that a tile shows at least
ASTRAY = 0.01  # what a millimetre off its even place costs a seam


class Unbroken(NamedTuple):
    """Something that is better not cut, and how bad that would be."""

    box: Rect
    cost: float


class _Span(NamedTuple):
    start: float
    end: float
    cost: float


def clear_of(tiling: Tiling, whole: Sequence[Unbroken]) -> Tiling:
    """The same tiles, their seams where they cut as little as they can of what is to stay whole."""
    first, piece, room = tiling.tiles[0].window, tiling.piece, tiling.area
    down = [_Span(box.y - AIR, box.bottom + AIR, cost) for box, cost in whole]
    between = _seams(piece.height, room.height, tiling, -first.y, tiling.rows, down)
    rows = _windows(between, piece.height, tiling.overlap, _past(between, piece.height, room.height, tiling, -first.y))
    edges = [0.0, *between, piece.height]
    columns = [
        _seams(piece.width, room.width, tiling, -first.x, tiling.columns, _in_row(whole, top, bottom))
        for top, bottom in pairwise(edges)
    ]
    past = min(_past(seams, piece.width, room.width, tiling, -first.x) for seams in columns)  # rows begin alike
    windows = [
        Rect(left, top, right - left, bottom - top)
        for (top, bottom), seams in zip(rows, columns, strict=True)
        for left, right in _windows(seams, piece.width, tiling.overlap, past)
    ]
    tiles = (tile._replace(window=window) for tile, window in zip(tiling.tiles, windows, strict=True))
    return tiling._replace(tiles=tuple(tiles))


def _in_row(whole: Sequence[Unbroken], top: float, bottom: float) -> list[_Span]:
    inside = ((box, cost) for box, cost in whole if box.y < bottom and top < box.bottom)
    return [_Span(box.x - AIR, box.right + AIR, cost) for box, cost in inside]


def _windows(seams: Sequence[float], length: float, overlap: float, past: float) -> list[tuple[float, float]]:
    """Where each window begins and ends."""
    return list(zip([-past, *seams], [*(seam + overlap for seam in seams), length + past], strict=True))


def _past(seams: Sequence[float], length: float, room: float, tiling: Tiling, slack: float) -> float:
    """How far the outer windows reach past the piece: alike, and no further than before."""
    return min(slack, room - seams[0] - tiling.overlap, room - length + seams[-1]) if seams else slack


def _seams(length: float, room: float, tiling: Tiling, slack: float, count: int, spans: Sequence[_Span]) -> list[float]:
    """One seam after the other, each in reach of the one before it: the way that costs least. `slack`: how far the
    windows reach past the piece where they lie evenly.
    """
    even = [number * (room - tiling.overlap) - slack for number in range(1, count)]
    if not even:
        return []
    places = sorted({*(STEP * step for step in range(int(length / STEP) + 1)), *even})
    costs = _costs(places, spans)
    # Even seams are a way, always: as far apart as may be, to the last bit of a float, and hardly less from the edges.
    near, far = min(room * LEAST, even[0]), room - tiling.overlap + NOISE
    ways: list[tuple[list[float], list[int]]] = []  # of each seam: what it costs to be at a place, and from where
    for number, wanted in enumerate(even, 1):
        after = len(even) - number  # more seams, each of which takes so much at least and at most
        first = max(near * number, length - room - far * after) - NOISE
        last = min(far * number, length - near * (after + 1)) + NOISE
        within = range(bisect_left(places, first), bisect_right(places, last))
        own = [(index, costs[index] + ASTRAY * abs(places[index] - wanted)) for index in within]
        ways.append(_onward(places, own, ways[-1][0] if ways else None, near, far))
    totals, _ = ways[-1]
    start, end = bisect_left(places, length - room - NOISE), bisect_right(places, length - near)
    chosen = [totals.index(min(totals[start:end]), start)]
    for _, before in reversed(ways[1:]):
        chosen.append(before[chosen[-1]])
    return [places[index] for index in reversed(chosen)]


def _onward(
    places: Sequence[float],
    own: Sequence[tuple[int, float]],
    before: Sequence[float] | None,
    near: float,
    far: float,
) -> tuple[list[float], list[int]]:
    """The cost of each place for the next seam, and the place of the seam before it that gives that. `own`: the places
    from which the others can be reached, and what it costs to be there.
    """
    totals, origins = [inf] * len(places), [0] * len(places)
    if before is None:
        for index, cost in own:
            if near <= places[index] <= far:
                totals[index] = cost
        return totals, origins
    reached: deque[int] = deque()  # of the places in reach the cheapest, then of those after it the cheapest …
    following = 0
    for index, cost in own:
        place = places[index]
        while following < len(places) and places[following] <= place - near:
            while reached and before[reached[-1]] > before[following]:
                reached.pop()
            reached.append(following)
            following += 1
        while reached and places[reached[0]] < place - far:
            reached.popleft()
        if reached:
            totals[index], origins[index] = before[reached[0]] + cost, reached[0]
    return totals, origins


def _costs(places: Sequence[float], spans: Sequence[_Span]) -> list[float]:
    """What a seam at each place cuts."""
    costs = [0.0] * len(places)
    for start, end, cost in spans:
        for index in range(bisect_right(places, start), bisect_left(places, end)):
            costs[index] += cost
    return costs

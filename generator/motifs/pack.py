"""Contents put into their vessel: side by side from the floor up, as many as it is full of or as are counted."""

from collections.abc import Iterator
from math import ceil, cos, pi, radians, sin, sqrt
from typing import NamedTuple

from generator.geometry import Transform
from generator.motifs.contents import Contents
from generator.motifs.part import Drawing, drawn, repainted
from generator.motifs.profile import TurnedBody
from generator.motifs.seed import Seed

MOST = 30  # pieces in one vessel: what stands for very many
_ROW = 1.74  # heights of rows, in radii
_INSIDE = ("body", "shade", "body", "ink")  # on light glass
_HEAP = ("light", "body", "light", "light")  # against the ground
_ON_LIGHT = ("body", "shade", "body")
_DETAIL = {"light": {"light": "body"}, "shade": {"shade": "ink"}, "ink": {"ink": "light"}}


class PieceSpot(NamedTuple):
    x: float
    y: float
    radius: float


def inside(body: TurnedBody, wall: float, contents: Contents, fill: float, count: int, seed: Seed) -> Drawing:
    """In a glass, between its floor and a level."""
    floor, ceiling = body.foot + wall, body.foot + wall + (body.top - body.foot - wall) * 0.92 * fill
    radius = contents.radius
    if count:
        radius = min(16.0, max(3.0, sqrt(0.72 * _room(body, wall, floor, ceiling) / (count * pi))))
    spots: list[PieceSpot] = []
    for smaller in range(8):
        radius = max(3.0, radius * 0.92**smaller)
        spots = list(_inside_rows(body, wall, radius, floor, ceiling))
        if len(spots) >= count or radius == 3.0:
            break
    return _pieces(contents, spots[: min(count or MOST, MOST)], _INSIDE, seed)


def _room(body: TurnedBody, wall: float, low: float, high: float) -> float:
    """Square units between two heights."""
    steps = 8
    heights = [low + (high - low) * (at + 0.5) / steps for at in range(steps)]
    return sum(2 * max(0.0, body.reach(height) - wall) for height in heights) * (high - low) / steps


def _inside_rows(body: TurnedBody, wall: float, radius: float, low: float, high: float) -> Iterator[PieceSpot]:
    y, row = low + radius, 0
    while y + radius * 0.4 <= max(high, low + radius * 1.5):
        reach = min(
            body.reach(y),
            body.reach(min(y + radius * 0.7, body.top)),
            body.reach(max(y - radius * 0.7, body.foot + 0.1)),
        )
        room = reach - wall - radius
        if room >= 0:
            many = int(room * 2 / (radius * 2.02)) + 1
            gap = room * 2 / (many - 1) if many > 1 else 0.0
            shift = radius * 0.3 * (-1 if row % 2 else 1) if many > 1 and gap > 2.3 * radius else 0.0
            for at in range(many):
                yield PieceSpot((at * gap - room if many > 1 else 0.0) + shift, y, radius)
        y, row = y + radius * _ROW, row + 1


def heap(mouth: tuple[float, float], contents: Contents, fill: float, count: int, seed: Seed) -> Drawing:
    """Over a rim: the lowest row half hidden behind it, each further row one piece shorter."""
    half, height = mouth
    radius = _heap_radius(half, contents.radius, fill, count)
    rows = max(1, ceil(fill * (2 if radius > 8 else 3) - 0.2))
    spots: list[PieceSpot] = []
    most = max(1, int(half * 2 / (radius * 1.9)))
    for row in range(20):
        many = most - row
        if many < 1 or (not count and row >= rows) or (count and len(spots) >= count):
            break
        if count:
            many = min(many, count - len(spots))
        step = radius * 1.9
        first = -(many - 1) * step / 2
        y = height + radius * (0.45 + row * 1.5)
        spots += [PieceSpot(first + at * step, y, radius) for at in range(many)]
    return _pieces(contents, spots[:MOST], _HEAP, seed)


def _heap_radius(half: float, usual: float, fill: float, count: int) -> float:
    if not count:
        return min(usual * 1.15, half * 0.9)
    if count <= 2:
        return min(20.0, half * 0.62)
    if count <= 5:
        return min(15.0, half * 0.42)
    return min(usual, max(4.0, half * 2 / (0.5 + sqrt(2 * count)) / 1.9))


def on_top(
    half: float, height: float, contents: Contents, fill: float, count: int, seed: Seed, most: float = 24.0
) -> Drawing:
    """On something flat: a row, and more upon it where they are many; `most`: the largest radius."""
    many = min(count, MOST) if count else max(1, round(fill * 4))
    usual = 17.0 if many <= 3 else contents.radius * 1.3
    radius = min(usual, half / min(many, 7) * 0.98, most)
    step = min(radius * 2.05, 2 * (half - radius) / max(1, min(many, 7) - 1)) if many > 1 else 0.0
    spots: list[PieceSpot] = []
    row, left = 0, many
    while left > 0 and row < 5:
        here = min(left, 7 - row)
        first = -(here - 1) * step / 2
        spots += [PieceSpot(first + at * step, height + radius * (1 + row * 1.6), radius) for at in range(here)]
        left, row = left - here, row + 1
    return _pieces(contents, spots, _HEAP, seed)


def in_ring(ring: tuple[float, float, float], contents: Contents, fill: float, count: int, seed: Seed) -> Drawing:
    """On a plate that is seen from above: one in the middle, or around it."""
    x, y, reach = ring
    many = min(count, 12) if count else max(1, round(fill * 5))
    if many == 1:
        return _pieces(contents, [PieceSpot(x, y, reach * 0.72)], _ON_LIGHT, seed)
    radius = min(reach * 0.46, reach * pi / (many + 2.2))
    start = pi / 2 + seed.between(-0.4, 0.4)
    turns = [start + 2 * pi * at / many for at in range(many)]
    spots = [PieceSpot(x + cos(turn) * (reach - radius), y + sin(turn) * (reach - radius), radius) for turn in turns]
    return _pieces(contents, spots, _ON_LIGHT, seed)


def pile(contents: Contents, count: int, seed: Seed) -> Drawing:
    """On the table itself, without a vessel: one large, a few in a row, more in a heap."""
    many = min(count or 1, 21)
    if many == 1:
        return _pieces(contents, [PieceSpot(0, 38, 38)], ("body",), seed, upright=True)
    if many <= 3:
        radius = {2: 29.0, 3: 22.0}[many]
        first = -(many - 1) * radius * 1.02
        spots = [PieceSpot(first + at * radius * 2.04, radius, radius) for at in range(many)]
        return _pieces(contents, spots, ("body", "light", "body"), seed)
    base = ceil((sqrt(8 * many + 1) - 1) / 2)
    radius = min(17.0, 62 / base)
    spots = []
    for row in range(base):
        here = min(base - row, many - len(spots))
        first = -(base - row - 1) * radius
        spots += [PieceSpot(first + at * radius * 2, radius * (1 + row * 1.62), radius) for at in range(here)]
    return _pieces(contents, spots, ("body", "light", "body", "shade"), seed)


def _pieces(
    contents: Contents, spots: list[PieceSpot], paints: tuple[str, ...], seed: Seed, upright: bool = False
) -> Drawing:
    shapes: tuple[Drawing, ...] = ()
    for spot in spots:
        angle = 0.0 if upright else radians(contents.turns * (seed.share() * 2 - 1))
        size = spot.radius / 10
        cosine, sine = cos(angle) * size, sin(angle) * size
        main = paints[0] if len(spots) == 1 else seed.one_of(paints)
        placed = drawn(contents.parts, Transform(cosine, sine, -sine, cosine, spot.x, spot.y))
        shapes += (repainted(repainted(placed, _DETAIL.get(main, {})), {"main": main}),)
    return tuple(each for shape in shapes for each in shape)

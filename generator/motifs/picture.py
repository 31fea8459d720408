"""A motif as a drawing: its things in their order on the table edge, which is the bottom of the picture."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.face import transformed
from generator.geometry import Size, Transform
from generator.images.svg.paint import CURRENT, RoleColour, Solid
from generator.images.vector import Shape, Vector
from generator.motifs.figure import Figure, beside, darker, figure
from generator.motifs.part import PlacedPart
from generator.motifs.seed import Seed
from generator.motifs.words import Motif

WIDTH, HEIGHT = 140, 100  # of the table that the things are put on; of it the picture is what they take
ROLES: Mapping[str, Solid] = {
    "ink": CURRENT,
    "body": RoleColour("category"),
    "shade": RoleColour("category-deep"),
    "light": RoleColour("category-tint"),
}
_MIDDLE = WIDTH / 2
_HIGHEST = 94.0
_WIDE = 1.5  # times its height: of these a row has two depths
_CUT = {"foot": 0.14, "waist": 0.34}  # the share of the picture that is below the table edge
_EDGE = 0.4  # around what is drawn


class Stand(NamedTuple):
    """A thing, where its middle is, how large it is, and how high it stands."""

    figure: Figure
    x: float
    scale: float
    y: float = 0.0

    @property
    def left(self) -> float:
        return self.x - self.figure.width * self.scale / 2

    @property
    def right(self) -> float:
        return self.x + self.figure.width * self.scale / 2

    @property
    def top(self) -> float:
        return self.y + self.figure.top * self.scale


@lru_cache(maxsize=512)
def picture(motif: Motif) -> Vector:
    """The drawing, whose colours are open until it is on a card."""
    stands = _ARRANGED[motif.arrangement or "one"](motif, Seed(str(motif)))
    left, right = min(stand.left for stand in stands), max(stand.right for stand in stands)
    top = max(stand.top for stand in stands)
    cut = _CUT.get(motif.crop, 0.0) * top
    size = Size(round(right - left + 2 * _EDGE, 3), round(top - cut + _EDGE, 3))
    shapes: list[Shape] = []
    for stand in stands:
        x = round(stand.left - stand.figure.left * stand.scale - left + _EDGE, 3)
        onto = Transform(stand.scale, 0, 0, -stand.scale, x, round(top + _EDGE - stand.y, 3))
        shapes += [_shape(each, onto) for each in stand.figure.drawing]
    return Vector(size, tuple(shapes))


def _shape(each: PlacedPart, onto: Transform) -> Shape:
    path, fill, line, width = each
    return Shape(transformed(path, onto), ROLES.get(fill), ROLES.get(line), width, False, 1, 1, 4.0, ())


def _fitting(one: Figure, width: float, height: float, most: float = 1.5) -> float:
    return min(width / one.width, height / one.top, most)


def _is_wide(one: Figure) -> bool:
    return one.width > _WIDE * one.top


def _one(motif: Motif, seed: Seed) -> list[Stand]:
    thing = figure(motif, seed)
    if not motif.beside:
        return [Stand(thing, _MIDDLE, _fitting(thing, 126, _HIGHEST))]
    other = beside(motif.beside, seed)
    scale = _fitting(thing, 84, _HIGHEST)
    small = _fitting(other, 44, 62, 1.2)
    room = WIDTH - thing.width * scale - other.width * small
    gap = max(-10.0, room / 3)
    return [
        Stand(other, gap + other.width * small / 2, small),  # on the left: the tile of a card is on the right
        Stand(thing, WIDTH - gap - thing.width * scale / 2, scale),
    ]


def _pair(motif: Motif, seed: Seed) -> list[Stand]:
    first, second = figure(motif, seed), figure(motif, seed)
    if _is_wide(first):
        scale = _fitting(first, 92, _HIGHEST / 1.62, 1.3)
        return [Stand(second, 90, scale, first.top * scale * 0.62), Stand(first, 50, scale)]
    scale = _fitting(first, 66, _HIGHEST, 1.3)
    return [Stand(second, 103, scale), Stand(first, 37, scale)]


def _row(motif: Motif, seed: Seed) -> list[Stand]:
    return _three([figure(motif, seed) for _ in range(3)])


def _three(things: list[Figure]) -> list[Stand]:
    """Side by side; wide ones in two depths, the third behind the gap between the others."""
    one = things[0]
    if _is_wide(one):
        scale = _fitting(one, 66, _HIGHEST / 1.62, 1.2)
        front = [Stand(things[0], 36, scale), Stand(things[2], 104, min(scale, 68 / things[2].width))]
        return [Stand(things[1], _MIDDLE, scale, one.top * scale * 0.62), *front]
    scale = _fitting(one, 44, 88, 1.2)
    return [
        Stand(thing, x, min(scale, 46 / thing.width, _HIGHEST / thing.top))
        for thing, x in zip(things, (24, 70, 116), strict=True)
    ]


def _stack(motif: Motif, seed: Seed) -> list[Stand]:
    full = figure(motif, seed)
    plain = figure(motif._replace(contents="", states=(), beside=""), seed) if motif.vessel else full
    many = 3 if plain.top < 62 else 2
    scale = min(100 / plain.width, _HIGHEST / (plain.top * (many - 1) * 0.92 + full.top), 1.3)
    stands = [
        Stand(plain, _MIDDLE + (4 if at % 2 else -3), scale, at * plain.top * scale * 0.92) for at in range(many - 1)
    ]
    return [*stands, Stand(full, _MIDDLE, scale, (many - 1) * plain.top * scale * 0.92)]


def _nested(motif: Motif, seed: Seed) -> list[Stand]:
    things = [figure(motif, seed) for _ in range(3)]
    scale = _fitting(things[0], 84, _HIGHEST, 1.3)
    return [
        Stand(thing, x, scale * part) for thing, x, part in zip(things, (46, 90, 121), (1, 0.66, 0.42), strict=True)
    ]


def _crowd(motif: Motif, seed: Seed) -> list[Stand]:
    things = [figure(motif, seed) for _ in range(5)]
    scale = _fitting(things[0], 44, 60, 1.0)
    back = [Stand(thing, x, scale * 0.9, 26) for thing, x in zip(things[:2], (47, 95), strict=True)]
    return [*back, *(Stand(thing, x, scale) for thing, x in zip(things[2:], (24, 71, 117), strict=True))]


def _before_and_after(motif: Motif, seed: Seed) -> list[Stand]:
    """First as it was, full and whole; then as the states say, or empty where they say nothing."""
    after = motif if motif.states or motif.fill >= 0 else motif._replace(fill=0.0)
    first = figure(motif._replace(states=(), fill=1.0), seed)
    second = figure(after, seed)
    if _is_wide(first):
        scale = _fitting(first, 92, _HIGHEST / 1.62, 1.2)
        return [Stand(first, 50, scale, first.top * scale * 0.62), Stand(second, 90, min(scale, 92 / second.width))]
    return [
        Stand(first, 34, _fitting(first, 60, _HIGHEST, 1.2)),
        Stand(second, 104, _fitting(second, 64, _HIGHEST, 1.2)),
    ]


def _odd_one_out(motif: Motif, seed: Seed) -> list[Stand]:
    """In the middle of a row, in front of two depths: there no edge of a card cuts it. What stands beside is it."""
    plain = motif._replace(states=())
    odd = beside(motif.beside, seed) if motif.beside else darker(figure(motif, seed))
    first, second = figure(plain, seed), figure(plain, seed)
    return _three([odd, first, second] if _is_wide(odd) else [first, odd, second])


def _big_and_small(motif: Motif, seed: Seed) -> list[Stand]:
    big, small = figure(motif, seed), figure(motif, seed)
    scale = _fitting(big, 92, _HIGHEST, 1.4)
    return [Stand(small, 22, min(scale * 0.42, 36 / small.width)), Stand(big, 90, scale)]


_ARRANGED: Mapping[str, Callable[[Motif, Seed], list[Stand]]] = {
    "one": _one,
    "pair": _pair,
    "row": _row,
    "stack": _stack,
    "nested": _nested,
    "crowd": _crowd,
    "before and after": _before_and_after,
    "odd one out": _odd_one_out,
    "big and small": _big_and_small,
}

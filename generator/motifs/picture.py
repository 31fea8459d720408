"""A motif as a drawing: its things in their order on the table edge, which is the bottom of the picture."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.geometry import Size, Transform
from generator.images.svg.paint import CURRENT, RoleColour, Solid
from generator.images.vector import Shape, Vector
from generator.motifs.figure import Figure, beside, darker, figure
from generator.motifs.part import Drawing, moved
from generator.motifs.seed import Seed
from generator.motifs.words import Motif

SIZE = Size(140, 100)
ROLES: Mapping[str, Solid] = {
    "ink": CURRENT,
    "body": RoleColour("category"),
    "shade": RoleColour("category-deep"),
    "light": RoleColour("category-tint"),
}
_MIDDLE = SIZE.width / 2
_HIGHEST = 94.0
_CROPS = {  # how much larger, and how far to the right and down
    "left": (1.24, -0.3, 0.0),
    "right": (1.24, 0.3, 0.0),
    "foot": (1.3, 0.0, 0.2),
    "close": (1.62, -0.08, 0.3),
}


class Stand(NamedTuple):
    """A thing, where its middle is, how large it is, and how high it stands."""

    figure: Figure
    x: float
    scale: float
    y: float = 0.0


@lru_cache(maxsize=512)
def picture(motif: Motif) -> Vector:
    """The drawing, whose colours are open until it is on a card."""
    seed = Seed(str(motif))
    shift = seed.between(-2.5, 2.5)
    stands = _ARRANGED[motif.arrangement or "one"](motif, seed)
    drawing: Drawing = ()
    for stand in stands:
        one = stand.figure
        x = stand.x - (one.left + one.right) / 2 * stand.scale
        drawing += moved(one.drawing, Transform(stand.scale, 0, 0, stand.scale, x, stand.y))
    size, right, down = _CROPS.get(motif.crop, (1.0, 0.0, 0.0))
    x = _MIDDLE * (1 - size) + right * SIZE.width + shift
    onto = Transform(size, 0, 0, -size, round(x, 3), SIZE.height + down * SIZE.height)
    return Vector(SIZE, tuple(_shape(each) for each in moved(drawing, onto)))


def _shape(each: tuple) -> Shape:
    path, fill, line, width = each
    return Shape(path, ROLES[fill] if fill else None, ROLES[line] if line else None, width, False, 1, 1, 4.0, ())


def _fitting(one: Figure, width: float, height: float, most: float = 1.5) -> float:
    return min(width / one.width, height / one.top, most)


def _one(motif: Motif, seed: Seed) -> list[Stand]:
    thing = figure(motif, seed)
    if not motif.beside:
        return [Stand(thing, _MIDDLE, _fitting(thing, 126, _HIGHEST))]
    other = beside(motif.beside, seed)
    scale = _fitting(thing, 84, _HIGHEST)
    small = _fitting(other, 44, 62, 1.2)
    room = SIZE.width - thing.width * scale - other.width * small
    gap = max(-10.0, room / 3)
    left = gap + thing.width * scale / 2
    return [
        Stand(other, SIZE.width - gap - other.width * small / 2, small),
        Stand(thing, left, scale),
    ]


def _pair(motif: Motif, seed: Seed) -> list[Stand]:
    first, second = figure(motif, seed), figure(motif, seed)
    scale = _fitting(first, 66, _HIGHEST, 1.3)
    return [Stand(second, 103, scale), Stand(first, 37, scale)]


def _row(motif: Motif, seed: Seed) -> list[Stand]:
    things = [figure(motif, seed) for _ in range(3)]
    scale = _fitting(things[0], 44, 88, 1.2)
    return [Stand(thing, x, scale) for thing, x in zip(things, (24, 70, 116), strict=True)]


def _stack(motif: Motif, seed: Seed) -> list[Stand]:
    full = figure(motif, seed)
    plain = figure(motif._replace(contents="", states=(), beside=""), seed) if motif.vessel else full
    many = 3 if plain.top < 62 else 2
    scale = min(100 / plain.width, (_HIGHEST - full.top * 0.0) / (plain.top * (many - 1) * 0.92 + full.top), 1.3)
    stands = [
        Stand(plain, _MIDDLE + (4 if at % 2 else -3), scale, at * plain.top * scale * 0.92) for at in range(many - 1)
    ]
    return [*stands, Stand(full, _MIDDLE, scale, (many - 1) * plain.top * scale * 0.92)]


def _nested(motif: Motif, seed: Seed) -> list[Stand]:
    things = [figure(motif, seed) for _ in range(3)]
    scale = _fitting(things[0], 84, _HIGHEST, 1.3)
    return [Stand(thing, x, scale * part) for thing, x, part in zip(things, (46, 90, 121), (1, 0.66, 0.42), strict=True)]


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
    return [Stand(first, 34, _fitting(first, 60, _HIGHEST, 1.2)), Stand(second, 104, _fitting(second, 64, _HIGHEST, 1.2))]


def _odd_one_out(motif: Motif, seed: Seed) -> list[Stand]:
    plain = motif._replace(states=())
    odd = darker(figure(motif, seed))
    others = [figure(plain, seed) for _ in range(2)]
    scale = _fitting(others[0], 43, 84, 1.1)
    return [Stand(others[0], 24, scale), Stand(odd, 116, min(scale, 46 / odd.width, _HIGHEST / odd.top)), Stand(others[1], 70, scale)]


def _big_and_small(motif: Motif, seed: Seed) -> list[Stand]:
    big, small = figure(motif, seed), figure(motif, seed)
    scale = _fitting(big, 92, _HIGHEST, 1.4)
    return [Stand(big, 50, scale), Stand(small, 118, min(scale * 0.42, 36 / small.width))]


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

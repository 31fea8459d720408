"""What a motif is made of: outlines painted by role, in the coordinates of an object.

There x runs to the right from the middle of the object and y up from the table that it stands on.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.face import Path, path_step
from generator.geometry import IDENTITY, Transform
from generator.images.paths import path_from_data

# Four widths of line, of a picture that is 100 high.
HAIR, FINE, LINE, BAR = 1.6, 2.6, 4.2, 6.5


class MotifPart(NamedTuple):
    """An outline as path data of SVG. Roles: ink, body, shade, light; `fill` or `line` is empty where it has none."""

    data: str
    fill: str = ""
    line: str = ""
    width: float = 0.0


class PlacedPart(NamedTuple):
    """An outline where it stands in the picture."""

    path: Path
    fill: str = ""
    line: str = ""
    width: float = 0.0


Parts = tuple[MotifPart, ...]
Drawing = tuple[PlacedPart, ...]


@lru_cache(maxsize=2048)
def outline(data: str) -> Path:
    return path_from_data(data)


def area(data: str, fill: str) -> MotifPart:
    return MotifPart(data, fill)


def stroke(data: str, line: str, width: float = LINE) -> MotifPart:
    return MotifPart(data, "", line, width)


def dots(rows: Mapping[int, tuple[int, ...]], line: str, width: float = LINE) -> MotifPart:
    """Round dots, all of one outline: by their height where they are from left to right."""
    return stroke(" ".join(f"M{x} {y} h.01" for y, row in rows.items() for x in row), line, width)


def disc(x: float, y: float, radius: float, fill: str) -> MotifPart:
    return oval(x, y, radius, radius, fill)


def oval(x: float, y: float, across: float, up: float, fill: str) -> MotifPart:
    hx, hy = across * 0.5523, up * 0.5523
    data = (
        f"M{x + across} {y} C{x + across} {y + hy} {x + hx} {y + up} {x} {y + up} "
        f"C{x - hx} {y + up} {x - across} {y + hy} {x - across} {y} "
        f"C{x - across} {y - hy} {x - hx} {y - up} {x} {y - up} "
        f"C{x + hx} {y - up} {x + across} {y - hy} {x + across} {y} Z"
    )
    return area(data, fill)


def bar(left: float, bottom: float, width: float, height: float, fill: str, radius: float = 0.0) -> MotifPart:
    """A rectangle, its corners rounded."""
    r, right, top = min(radius, width / 2, height / 2), left + width, bottom + height
    if not r:
        return area(f"M{left} {bottom} H{right} V{top} H{left} Z", fill)
    data = (
        f"M{left + r} {bottom} H{right - r} Q{right} {bottom} {right} {bottom + r} V{top - r} "
        f"Q{right} {top} {right - r} {top} H{left + r} Q{left} {top} {left} {top - r} V{bottom + r} "
        f"Q{left} {bottom} {left + r} {bottom} Z"
    )
    return area(data, fill)


def drawn(parts: Parts, by: Transform = IDENTITY) -> Drawing:
    return tuple([PlacedPart(_carried(outline(part.data), by), *part[1:]) for part in parts])


def moved(drawing: Drawing, by: Transform) -> Drawing:
    """The drawing elsewhere, larger, turned or mirrored; its lines as wide as before."""
    return tuple([PlacedPart(_carried(path, by), fill, line, width) for path, fill, line, width in drawing])


def _carried(path: Path, by: Transform) -> Path:
    """As `transformed`, but not rounded: what is made of it is."""
    if by == IDENTITY:
        return path
    a, b, c, d, e, f = by
    steps = []
    for verb, values in path:
        if len(values) == 6:
            x, y, u, v, s, t = values
            values = (
                a * x + c * y + e,
                b * x + d * y + f,
                a * u + c * v + e,
                b * u + d * v + f,
                a * s + c * t + e,
                b * s + d * t + f,
            )
        elif values:
            x, y = values
            values = (a * x + c * y + e, b * x + d * y + f)
        steps.append(path_step((verb, values)))
    return tuple(steps)


def repainted(drawing: Drawing, roles: Mapping[str, str]) -> Drawing:
    """The drawing with some roles in the place of others."""
    return tuple(
        [PlacedPart(path, roles.get(fill, fill), roles.get(line, line), width) for path, fill, line, width in drawing]
    )

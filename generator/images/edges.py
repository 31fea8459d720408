"""An edge of ink around a drawing of which something would vanish on its ground: drawn under it, so that only its outer
half shows. What lies on another part of the drawing needs none.
"""

from collections.abc import Iterator, Sequence
from math import hypot
from typing import NamedTuple

from generator.colours import Colour
from generator.face import Item, Outline, Paint, Path, PathStep, Placed, transformed
from generator.geometry import IDENTITY, Size, Transform
from generator.images.paths import polygons, subpaths

SEEN = 3.0  # contrast (WCAG 2.2, 1.4.11) of a silhouette with its ground
WIDTH = 0.016  # of the longer side of a drawing; half of it shows
_PARTS = 4  # sides that stand for a curve

Polygon = list[tuple[float, float]]


class Edge(NamedTuple):
    """The one colour that a drawing stands on, and that of its edge, should it need one."""

    ground: Colour
    ink: Colour
    table: Colour | None = None  # what the foot of the drawing stands on


class _Part(NamedTuple):
    outline: Outline
    polygons: list[Polygon]
    low: tuple[float, float]  # the least and the greatest x and y of their corners
    high: tuple[float, float]


def _part(outline: Outline) -> _Part:
    shape = polygons(outline.path, _PARTS)
    xs, ys = zip(*((x, y) for polygon in shape for x, y in polygon), strict=True) if any(shape) else ((0.0,), (0.0,))
    return _Part(outline, shape, (min(xs), min(ys)), (max(xs), max(ys)))


def edges(items: Sequence[Item], edge: Edge, size: Size) -> tuple[Outline, ...]:
    """Lines around whatever stands on the ground itself; none where all of that is seen without them."""
    grounds = [ground for ground in (edge.ground, edge.table) if ground is not None]
    drawn = list(outlines(items))
    if not any(is_lost(outline, ground) for outline in drawn for ground in grounds):
        return ()
    outer = _outer([_part(outline) for outline in drawn])
    if not any(is_lost(part.outline, ground) for part in outer for ground in grounds):
        return ()
    width = edge_width(size)
    return tuple(_around(part.outline, edge.ink, width) for part in outer if not _is_ground(part.outline, edge.ground))


def _outer(parts: Sequence[_Part]) -> list[_Part]:
    return [part for at, part in enumerate(parts) if not any(_holds(each, part) for each in parts[:at])]


def stand_free(items: Sequence[Item]) -> frozenset[int]:
    """Which outlines of a drawing lie on no other part of it."""
    parts = {at: _part(item) for at, item in enumerate(items) if isinstance(item, Outline)}
    outer = {id(part) for part in _outer(list(parts.values()))}
    return frozenset(at for at, part in parts.items() if id(part) in outer)


def edge_width(size: Size) -> float:
    return WIDTH * max(size)


def is_lost(outline: Outline, ground: Colour) -> bool:
    """Whether neither its area nor its line stands out; what has the very colour of the ground is meant as a hole."""
    paints = [paint for paint in (outline.fill, outline.stroke) if paint is not None]
    return not _is_ground(outline, ground) and not any(_stands_out(paint, ground) for paint in paints)


def _is_ground(outline: Outline, ground: Colour) -> bool:
    return all(paint is None or paint == ground for paint in (outline.fill, outline.stroke))


def _stands_out(paint: Paint, ground: Colour) -> bool:
    return not isinstance(paint, Colour) or paint.contrast(ground) >= SEEN


def outlines(items: Sequence[Item], place: Transform = IDENTITY) -> Iterator[Outline]:
    """All that are not cut and not seen through, where they stand in the drawing."""
    for item in items:
        if isinstance(item, Outline):
            grown = abs(place.a * place.d - place.b * place.c) ** 0.5
            path = item.path if place == IDENTITY else transformed(item.path, place)
            yield item._replace(path=path, stroke_width=item.stroke_width * grown)
        elif isinstance(item, Placed) and not (item.clip_path or item.clip or item.mask) and item.opacity == 1:
            yield from outlines(item.art.items, place.after(item.transform))


def _around(outline: Outline, ink: Colour, width: float) -> Outline:
    """A filled path is closed, as its area is."""
    own = outline.stroke_width if outline.stroke is not None else 0.0
    path = outline.path if outline.fill is None else _closed(outline.path)
    return Outline(path, stroke=ink, stroke_width=round(own + width, 4), cap=1, join=1)


def _closed(path: Path) -> Path:
    end = PathStep("close")
    return tuple(step for part in subpaths(path) for step in (part if part[-1].verb == "close" else (*part, end)))


def _holds(part: _Part, other: _Part) -> bool:
    """Whether an area holds all of another, its line too where that has one."""
    if part.outline.fill is None or not _spans(part, other):
        return False
    reach = other.outline.stroke_width / 2 if other.outline.stroke is not None else 0.0
    return all(_is_inside(point, reach, part.polygons) for polygon in other.polygons for point in polygon)


def _spans(part: _Part, other: _Part) -> bool:
    """What is asked first: whether the box around one holds that around the other."""
    return (
        part.low[0] <= other.low[0]
        and part.low[1] <= other.low[1]
        and part.high[0] >= other.high[0]
        and part.high[1] >= other.high[1]
    )


def _is_inside(point: tuple[float, float], reach: float, polygons: list[Polygon]) -> bool:
    """By the even-odd rule; so far from every corner as the line reaches, as it goes."""
    x, y = point
    inside = False
    for polygon in polygons:
        for (x1, y1), (x2, y2) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
            if reach and hypot(x1 - x, y1 - y) < reach:
                return False
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside

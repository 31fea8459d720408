"""An edge of ink around a drawing of which something would vanish on its ground: drawn under it, so that only its outer
half shows. What lies on another part of the drawing needs none.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    left: float  # of their corners
    top: float
    right: float
    bottom: float


def _part(outline: Outline) -> _Part:
    shape = polygons(outline.path, _PARTS)
    corners = [corner for polygon in shape for corner in polygon] or [(0.0, 0.0)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return _Part(outline, shape, min(xs), min(ys), max(xs), max(ys))


def edges(drawn: Sequence[Outline], edge: Edge, size: Size) -> tuple[Outline, ...]:
    """Lines around what stands on the ground itself; none where all of that is seen without them."""
    if not _is_any_lost(drawn, edge):
        return ()
    width = edge_width(size)
    return tuple(_around(outline, edge.ink, width) for outline in drawn if not _is_ground(outline, edge.ground))


def edges_of_all(items: Sequence[Item], edge: Edge, size: Size) -> tuple[Outline, ...]:
    """The same of a whole drawing: what stands free is looked for only where something may be lost."""
    drawn = list(outlines(items))
    return edges(stand_free(drawn), edge, size) if _is_any_lost(drawn, edge) else ()


def stand_free(drawn: Sequence[Outline]) -> list[Outline]:
    """Which outlines of a drawing lie on no other part of it."""
    free: list[Outline] = []
    areas: list[_Part] = []  # of those before
    for part in map(_part, drawn):
        _, _, left, top, right, bottom = part
        for _, shape, its_left, its_top, its_right, its_bottom in areas:
            is_around = its_left <= left and its_top <= top and its_right >= right and its_bottom >= bottom
            if is_around and _holds(shape, part):
                break
        else:
            free.append(part.outline)
        if part.outline.fill is not None:
            areas.append(part)
    return free


def edge_width(size: Size) -> float:
    return WIDTH * max(size)


def is_lost(outline: Outline, ground: Colour) -> bool:
    """Whether neither its area nor its line stands out; what has the very colour of the ground is meant as a hole."""
    paints = [paint for paint in (outline.fill, outline.stroke) if paint is not None]
    return not _is_ground(outline, ground) and not any(_stands_out(paint, ground) for paint in paints)


def _is_any_lost(drawn: Iterable[Outline], edge: Edge) -> bool:
    grounds = [ground for ground in (edge.ground, edge.table) if ground is not None]
    return any(is_lost(outline, ground) for outline in drawn for ground in grounds)


def _is_ground(outline: Outline, ground: Colour) -> bool:
    return all(paint is None or paint == ground for paint in (outline.fill, outline.stroke))


def _stands_out(paint: Paint, ground: Colour) -> bool:
    return not isinstance(paint, Colour) or paint.contrast(ground) >= SEEN


def outlines(items: Sequence[Item], place: Transform = IDENTITY) -> Iterator[Outline]:
    """All that are not cut and not seen through, where they stand in the drawing."""
    for item in items:
        if isinstance(item, Outline) and place == IDENTITY:
            yield item
        elif isinstance(item, Outline):
            grown = abs(place.a * place.d - place.b * place.c) ** 0.5
            yield item._replace(path=transformed(item.path, place), stroke_width=item.stroke_width * grown)
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


def _holds(area: list[Polygon], part: _Part) -> bool:
    """Whether all of a part lies inside, its line too where it has one."""
    outline = part.outline
    reach = outline.stroke_width / 2 if outline.stroke is not None else 0.0
    return all(_is_inside(point, reach, area) for polygon in part.polygons for point in polygon)


def _is_inside(point: tuple[float, float], reach: float, polygons: list[Polygon]) -> bool:
    """By the even-odd rule; so far from every corner as the line reaches, as it goes."""
    x, y = point
    inside = False
    for polygon in polygons:
        x1, y1 = polygon[-1]
        for x2, y2 in polygon:
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
            if reach and hypot(x2 - x, y2 - y) < reach:
                return False
            x1, y1 = x2, y2
    return inside

"""Paths that several shapes of fields are drawn with."""

from math import cos, radians, sin, tan

from generator.face import Path, PathStep


def line(x: float, y: float, to_x: float, to_y: float) -> Path:
    return PathStep("move", _at(x, y)), PathStep("line", _at(to_x, to_y))


def arc(x: float, y: float, radius: float, start: float, end: float, *, verb: str = "move") -> Path:
    """A part of a circle around (x, y), of at most 90 degrees; angles go clockwise from the right."""
    a, b = radians(start), radians(end)
    k = 4 / 3 * tan((b - a) / 4) * radius
    first = x + radius * cos(a), y + radius * sin(a)
    last = x + radius * cos(b), y + radius * sin(b)
    curve = (
        *_at(first[0] - k * sin(a), first[1] + k * cos(a)),
        *_at(last[0] + k * sin(b), last[1] - k * cos(b)),
        *_at(*last),
    )
    return PathStep(verb, _at(*first)), PathStep("curve", curve)


def _at(x: float, y: float) -> tuple[float, float]:
    return round(x, 4), round(y, 4)

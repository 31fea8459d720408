"""Outlines of a clip path made one outline under the nonzero rule, the only rule that a face clips by."""

from typing import NamedTuple

from generator.face import Path, PathStep
from generator.images.paths import polygons, subpaths

_MAX_SIDES = 600  # of outlines that must be compared side by side
_PARTS = 8  # sides that stand for a curve


class _Loop(NamedTuple):
    steps: Path
    points: list[tuple[float, float]]
    turn: int  # 1 or -1: the way round


def united(outlines: list[tuple[Path, bool]]) -> Path:
    """What lies inside any of the (path, even-odd) outlines. Raises ValueError where that cannot be told."""
    outlines = [(path, even_odd) for path, even_odd in outlines if path]
    if not outlines:
        return ()
    if len(outlines) == 1 and not outlines[0][1]:
        return outlines[0][0]
    return tuple(step for path, even_odd in outlines for step in _one_way(path, even_odd))


def _one_way(path: Path, even_odd: bool) -> Path:
    """The same inside, every outer edge turned one way round and every inner edge the other way."""
    loops = [_loop(part) for part in subpaths(path)]
    if not even_odd and len({loop.turn for loop in loops}) <= 1:
        return tuple(step for loop in loops for step in (loop.steps if loop.turn > 0 else _reversed(loop.steps)))
    _check_apart(loops)
    out: list[PathStep] = []
    for loop in loops:
        around = sum(other.turn for other in loops if other is not loop and _surrounds(other, loop))
        before, after = (bool(wound % 2) if even_odd else wound != 0 for wound in (around, around + loop.turn))
        if before != after:
            out += loop.steps if (loop.turn > 0) == after else _reversed(loop.steps)
    return tuple(out)


def _loop(steps: Path) -> _Loop:
    (points,) = polygons(steps, _PARTS)
    area = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True))
    return _Loop(steps, points, 1 if area >= 0 else -1)


def _reversed(steps: Path) -> Path:
    """The same subpath the other way round, closed."""
    ends = [step.numbers[-2:] for step in steps if step.verb != "close"]
    out = [PathStep("move", ends[-1])]
    drawn = [step for step in steps if step.verb in ("line", "curve")]
    for step, end in zip(reversed(drawn), reversed(ends[:-1]), strict=True):
        n = step.numbers
        out.append(PathStep("line", end) if step.verb == "line" else PathStep("curve", (*n[2:4], *n[0:2], *end)))
    return (*out, PathStep("close"))


def _surrounds(outer: _Loop, inner: _Loop) -> bool:
    inside = sum(_contains(outer.points, x, y) for x, y in inner.points)
    return inside * 2 > len(inner.points)


def _contains(points: list[tuple[float, float]], x: float, y: float) -> bool:
    inside = False
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            inside = not inside
    return inside


_Side = tuple[tuple[float, float], tuple[float, float]]


def _check_apart(loops: list[_Loop]) -> None:
    sides: list[_Side] = []
    for loop in loops:
        sides += zip(loop.points, [*loop.points[1:], loop.points[0]], strict=True)
    if len(sides) > _MAX_SIDES:
        raise ValueError("has outlines too intricate to be cut out")
    for at, one in enumerate(sides):
        if any(_cross(one, other) for other in sides[at + 1 :]):
            raise ValueError("has outlines that cross each other")


def _cross(one: _Side, other: _Side) -> bool:
    """Whether the sides run through each other; touching does not count."""
    (a, b), (c, d) = one, other
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def _side(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> int:
    turn = (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
    return 0 if abs(turn) < 1e-9 else 1 if turn > 0 else -1

"""Places that coincide are moved apart so that each is seen. Places in, places out, the same for the same input."""

import math
from collections.abc import Iterable

ASPECT = 1.5  # a plane is about so much wider than high; per cents across are longer
_GOLDEN = math.pi * (3 - math.sqrt(5))
_MOST = 600  # more dots than that show their density by lying on one another


def spread(places: Iterable[tuple[float, float]], apart: float) -> list[tuple[float, float]]:
    """Each place, or the nearest free one on a spiral around it; `apart` is in per cent of the plane's height.

    Whoever comes first keeps the place. Nothing leaves the plane.
    """
    cells: dict[tuple[int, int], list[tuple[float, float]]] = {}
    found = []
    for index, (x, y) in enumerate(places):
        place = _free(x, y, apart, cells) if index < _MOST else _inside(x, y, apart)
        found.append(place)
        cells.setdefault(_cell(place, apart), []).append(place)
    return found


def _free(
    x: float, y: float, apart: float, cells: dict[tuple[int, int], list[tuple[float, float]]]
) -> tuple[float, float]:
    for turn in range(4 * _MOST):
        away = apart * 0.5 * math.sqrt(turn)
        place = _inside(x + away * math.cos(turn * _GOLDEN) / ASPECT, y + away * math.sin(turn * _GOLDEN), apart)
        if not _taken(place, apart, cells):
            return place
    return _inside(x, y, apart)


def _inside(x: float, y: float, apart: float) -> tuple[float, float]:
    """Half a dot from the edge at least, so that none is cut."""
    edge = apart / 2
    across = edge / ASPECT
    return round(min(max(x, across), 100 - across), 2), round(min(max(y, edge), 100 - edge), 2)


def _cell(place: tuple[float, float], apart: float) -> tuple[int, int]:
    return int(place[0] * ASPECT // apart), int(place[1] // apart)


def _taken(place: tuple[float, float], apart: float, cells: dict[tuple[int, int], list[tuple[float, float]]]) -> bool:
    column, row = _cell(place, apart)
    near = (cells.get((column + right, row + up), ()) for right in (-1, 0, 1) for up in (-1, 0, 1))
    return any(math.hypot((place[0] - x) * ASPECT, place[1] - y) < apart * 0.999 for others in near for x, y in others)

"""The steps of a path as operators of a content stream (ISO 32000-2 §8.5.2)."""

from functools import lru_cache

from generator.face import Path
from generator.units import POINTS_PER_MM

_OPERATORS = {"move": "m", "line": "l", "curve": "c", "close": "h"}
_SHORT = 64  # steps of a path that is kept as it is written: many are drawn in every file
MOST_KEPT = 4096  # of these: a logo of two thousand is in each file of a kit
_DIGITS = 10  # of a number as it is usually written, its point or sign among them


def steps(path: Path, height: float, decimals: int) -> str:
    """The operators of a path whose y = 0 lies at `height`, in mm; its numbers as short as they can be.

    -0.0 is written as 0: the two are equal, so that what was drawn before would decide which of them stands.
    """
    return (_known if len(path) <= _SHORT else _written)(path, height, decimals)


def _written(path: Path, height: float, decimals: int) -> str:
    out: list[str] = []
    add, places = out.append, f"%.{decimals}f"
    for verb, coordinates in path:
        for x, y in zip(coordinates[::2], coordinates[1::2], strict=True):
            across, up = places % (x * POINTS_PER_MM + 0.0), places % ((height - y) * POINTS_PER_MM)
            if len(across) > _DIGITS or len(up) > _DIGITS:
                across, up = f"{float(across):.9g}", f"{float(up):.9g}"
            else:
                across, up = across.rstrip("0").rstrip("."), up.rstrip("0").rstrip(".")
            add(across)
            add(up)
        add(_OPERATORS[verb])
    return " ".join(out)


_known = lru_cache(maxsize=MOST_KEPT)(_written)

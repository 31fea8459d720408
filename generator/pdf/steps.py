"""The steps of a path as operators of a content stream (ISO 32000-2 §8.5.2)."""

from collections.abc import Sequence
from functools import lru_cache

from generator.face import Path
from generator.units import POINTS_PER_MM

_OPERATORS = {"move": "m", "line": "l", "curve": "c", "close": "h"}
_SHORT = 64  # steps of a path that is kept as it is written: many are drawn in every file
MOST_KEPT = 4096  # of these: a logo of two thousand is in each file of a kit
_DIGITS = 10  # of a number as it is usually written, its point or sign among them
_LARGE = 9999.0  # points: what is smaller never has more, with four decimals


def steps(path: Path, height: float, decimals: int) -> str:
    """The operators of a path whose y = 0 lies at `height`, in mm; its numbers as short as they can be.

    -0.0 is written as 0: the two are equal, so that what was drawn before would decide which of them stands.
    """
    return (_known if len(path) <= _SHORT else _written)(path, height, decimals)


def _written(path: Path, height: float, decimals: int) -> str:
    values: list[float] = []
    add = values.append
    for _, coordinates in path:
        for x, y in zip(coordinates[::2], coordinates[1::2], strict=True):
            add(x * POINTS_PER_MM + 0.0)
            add((height - y) * POINTS_PER_MM)
    if values and (max(values) >= _LARGE or min(values) <= -_LARGE):
        return _written_apart(path, values, decimals)
    template = " ".join([_template(verb, len(coordinates), decimals) for verb, coordinates in path])
    text = template % tuple(values)
    for zeros in range(decimals, 0, -1):  # at the end of a number, which a tab marks until it has been cut
        text = text.replace(f"{'.' * (zeros == decimals)}{'0' * zeros}\t", " ")
    return text.replace("\t", " ")


@lru_cache(maxsize=64)
def _template(verb: str, count: int, decimals: int) -> str:
    return f"%.{decimals}f\t" * count + _OPERATORS[verb]


def _written_apart(path: Path, values: Sequence[float], decimals: int) -> str:
    """Of numbers some of which have more digits than a reader has to keep, each by itself."""
    words = [_number(value, decimals) for value in values]
    out: list[str] = []
    start = 0
    for verb, coordinates in path:
        out += (*words[start : start + len(coordinates)], _OPERATORS[verb])
        start += len(coordinates)
    return " ".join(out)


def _number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return f"{float(text):.9g}" if len(text) > _DIGITS else text.rstrip("0").rstrip(".")


_known = lru_cache(maxsize=MOST_KEPT)(_written)

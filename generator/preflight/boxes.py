"""Boxes on a page, and the matrices that move what lies in them."""

from collections.abc import Iterable, Sequence

from generator.preflight.objects import Box

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def mapped(matrix: Matrix, left: float, low: float, right: float, high: float) -> Box:
    """The upright box around a rectangle that a matrix has moved."""
    a, b, c, d, e, f = matrix
    if b == c == 0:
        x0, x1, y0, y1 = a * left + e, a * right + e, d * low + f, d * high + f
        return (x0 if x0 < x1 else x1, y0 if y0 < y1 else y1, x1 if x0 < x1 else x0, y1 if y0 < y1 else y0)
    xs = (a * left + c * low, a * right + c * low, a * left + c * high, a * right + c * high)
    ys = (b * left + d * low, b * right + d * low, b * left + d * high, b * right + d * high)
    return (min(xs) + e, min(ys) + f, max(xs) + e, max(ys) + f)


def moved(matrix: Matrix, rects: Sequence[float]) -> tuple[float, ...]:
    """Rectangles as x, y, width, height, where a matrix puts them."""
    out: list[float] = []
    four = iter(rects)
    a, b, c, d, e, f = matrix
    for x, y, width, height in zip(four, four, four, four, strict=True):
        if b == c == 0:  # as of a code: hundreds of them on a page
            left, right, low, high = a * x + e, a * (x + width) + e, d * y + f, d * (y + height) + f
            left, right = (left, right) if left < right else (right, left)
            low, high = (low, high) if low < high else (high, low)
        else:
            left, low, right, high = mapped(matrix, x, y, x + width, y + height)
        out += (left, low, right - left, high - low)
    return tuple(out)


def shared(one: Box, other: Box) -> Box | None:
    """What two boxes have in common; None where that has no area."""
    box = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return box if box[0] < box[2] and box[1] < box[3] else None


def united(boxes: Iterable[Box]) -> Box | None:
    """The box around all of them; None around none."""
    edges = list(zip(*boxes, strict=True))
    return (min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])) if edges else None


def grown(box: Box, by: float) -> Box:
    return (box[0] - by, box[1] - by, box[2] + by, box[3] + by)


def within(inner: Box, outer: Box, slack: float = 0.0) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def upright(matrix: Matrix) -> bool:
    a, b, c, d, _, _ = matrix
    return (abs(b) < 1e-6 and abs(c) < 1e-6) or (abs(a) < 1e-6 and abs(d) < 1e-6)


def scale(matrix: Matrix) -> float:
    """How many times a length grows, on the mean of both directions."""
    a, b, c, d, _, _ = matrix
    return float(abs(a * d - b * c) ** 0.5)

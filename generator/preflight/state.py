"""The graphics state (ISO 32000-2 §8.4) and the path that is being built, as the interpreter needs them."""

from generator.preflight.boxes import UPRIGHT, Matrix, mapped, moved
from generator.preflight.colours import GRAY, Ink, Space, ink
from generator.preflight.objects import Box, Value
from generator.preflight.typefaces import Typeface

BLACK = ink(GRAY, (0.0,))


class State:
    """What `q` keeps and `Q` brings back."""

    def __init__(self, clip: Box) -> None:
        self.matrix: Matrix = UPRIGHT
        self.clip: Box | None = clip  # None: nothing is left to paint on
        self.fill: Ink = BLACK
        self.stroke: Ink = BLACK
        self.fill_space: Space = GRAY
        self.stroke_space: Space = GRAY
        self.fill_pattern: Value = None
        self.line_width = 1.0
        self.font: Typeface | None = None
        self.size = 0.0
        self.spacing = self.word_spacing = self.leading = self.rise = 0.0
        self.stretch = 1.0
        self.mode = 0
        self.alpha = self.stroke_alpha = 1.0
        self.blend = "/Normal"
        self.soft_mask = False
        self.overprint = self.stroke_overprint = False
        self.takes_overprint = False  # from around the form that we are in

    def copy(self) -> "State":
        new = object.__new__(State)
        new.__dict__.update(self.__dict__)
        return new


class Path:
    """A path in the coordinates it is built in: rectangles and points apart, as boxes are all that is asked of it."""

    __slots__ = ("closed", "curved", "points", "rects", "start", "subpaths")

    def __init__(self) -> None:
        self.rects: list[float] = []  # x, y, width, height
        self.points: list[float] = []  # x, y
        self.subpaths = 0
        self.closed = 0
        self.curved = False
        self.start = (0.0, 0.0)

    def __bool__(self) -> bool:
        return bool(self.rects or self.points)

    def box(self, matrix: Matrix) -> Box | None:
        """The box around all of it, moved by the matrix."""
        xs, ys = self.points[0::2], self.points[1::2]
        if self.rects:
            left, low, wide, high = self.rects[0::4], self.rects[1::4], self.rects[2::4], self.rects[3::4]
            xs += left
            ys += low
            xs += [x + width for x, width in zip(left, wide, strict=True)]
            ys += [y + height for y, height in zip(low, high, strict=True)]
        if not xs or not ys:
            return None
        if self.points and (matrix[1] or matrix[2]) and len(xs) < 400:
            return _turned(matrix, xs, ys)
        return mapped(matrix, min(xs), min(ys), max(xs), max(ys))

    @property
    def rectangle(self) -> bool:
        """Whether it is one rectangle with sides along the axes."""
        if self.rects:
            return len(self.rects) == 4 and not self.points
        if self.curved or self.subpaths != 1 or len(self.points) not in (8, 10):
            return False
        ax, ay, bx, by, cx, cy, dx, dy = self.points[:8]
        if len(self.points) == 10 and tuple(self.points[8:]) != (ax, ay):
            return False
        return (ay == by and bx == cx and cy == dy and dx == ax) or (ax == bx and by == cy and cx == dx and dy == ay)

    @property
    def shut(self) -> bool:
        """Whether every part of it is closed."""
        return self.closed >= self.subpaths

    def moved_rects(self, matrix: Matrix) -> tuple[float, ...]:
        """Its rectangles on the page, where it consists of such alone."""
        return () if self.points else moved(matrix, self.rects)


def _turned(matrix: Matrix, xs: list[float], ys: list[float]) -> Box:
    a, b, c, d, e, f = matrix
    across = [a * x + c * y for x, y in zip(xs, ys, strict=True)]
    up = [b * x + d * y for x, y in zip(xs, ys, strict=True)]
    return (min(across) + e, min(up) + f, max(across) + e, max(up) + f)

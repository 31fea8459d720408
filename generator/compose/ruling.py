"""Lines and dots to write on."""

from collections.abc import Iterator

from generator.colours import Colour
from generator.face import Item, Outline, Path, PathStep
from generator.geometry import Rect
from generator.layout import RulesFrame
from generator.units import MM_PER_POINT

DOT = 3.0  # × the width of a line: a dot as wide as a line would not be seen


def ruled(frame: RulesFrame, box: Rect, colour: Colour) -> tuple[Item, ...]:
    """The frame's lines, or its dots as lines of no length with round ends."""
    width = frame.width * MM_PER_POINT
    if frame.pattern == "plain" or frame.pitch <= 0:
        return ()
    heights = list(_steps(box.bottom, box.y, frame.pitch))
    if frame.pattern == "ruled":
        path = tuple(step for y in heights for step in _line(box.x, box.right, y))
        return (Outline(path, stroke=colour, stroke_width=width),) if path else ()
    across = list(_steps(box.right, box.x, frame.pitch / 2))
    slack = (across[-1] - box.x) / 2
    dots = tuple(step for y in heights for x in reversed(across) for step in _line(x - slack, x - slack, y))
    return (Outline(dots, stroke=colour, stroke_width=width * DOT, cap=1),) if dots else ()


def _steps(start: float, end: float, pitch: float) -> Iterator[float]:
    """From `start` down to `end`."""
    count = int((start - end) / pitch + 1e-6)
    yield from (round(start - pitch * step, 4) for step in range(count + 1))


def _line(left: float, right: float, y: float) -> Path:
    return PathStep("move", (round(left, 4), y)), PathStep("line", (round(right, 4), y))

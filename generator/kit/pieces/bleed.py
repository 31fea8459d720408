"""A layout with more bleed than it was drawn with: what reaches the edge of its bleed reaches that of the wider one.

One that was drawn for office paper has none: there, areas that end at the trim run off it, and nothing else moves.
"""

from dataclasses import replace

from generator.geometry import Rect, Size
from generator.layout import Box, CardLayout, FillFrame, Frame, PatternFrame

NOISE = 1e-3  # mm


def with_bleed(layout: CardLayout, bleed: float) -> CardLayout:
    """The layout with that bleed at least; the trim, and what does not bleed, stay where they are."""
    if bleed <= layout.bleed + NOISE:
        return layout

    def grown(frames: dict[str, Frame]) -> dict[str, Frame]:
        return {
            name: replace(frame, box=_grown(frame.box, layout, bleed)) if layout.bleed or _is_area(frame) else frame
            for name, frame in frames.items()
        }

    return replace(layout, bleed=bleed, front=grown(layout.front), back=grown(layout.back))


def _is_area(frame: Frame) -> bool:
    if frame.box.faults():
        return False
    return isinstance(frame, PatternFrame) or (isinstance(frame, FillFrame) and not frame.radius)


def _grown(box: Box, layout: CardLayout, bleed: float) -> Box:
    drawn = box.within(layout.size)
    wanted = _reaching(drawn, layout.size, layout.bleed, bleed)
    if wanted == drawn:
        return box
    left, top, width, height = wanted
    return Box(left=left, width=width, top=top, height=height, marks=box.marks)


def _reaching(drawn: Rect, trim: Size, old: float, new: float) -> Rect:
    x, right = _span(drawn.x, drawn.right, trim.width, old, new)
    y, bottom = _span(drawn.y, drawn.bottom, trim.height, old, new)
    return Rect(x, y, right - x, bottom - y)


def _span(start: float, end: float, whole: float, old: float, new: float) -> tuple[float, float]:
    """Both ends, each moved out where it ends with the bleed or beyond; a line across has no length to give."""
    if end - start <= NOISE:
        return start, end
    return (
        min(start, -new) if start <= NOISE - old else start,
        max(end, whole + new) if end >= whole + old - NOISE else end,
    )

"""The shapes in which departments are told apart, the same as on the board: seven filled, then seven hollow."""

from generator.colours import Colour
from generator.face import Item, Outline, Path, PathStep
from generator.heat_map import NOBODY
from generator.images.paths import ellipse
from generator.kit.heat_poster.inks import MARKS, MapInks

HALO = 0.3  # mm of paper around a mark, so that two that touch are two
# Corners in tenths of the radius.
_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    (),
    ((-7.4, -7.4), (7.4, -7.4), (7.4, 7.4), (-7.4, 7.4)),
    ((0, -9.2), (9.2, 7.4), (-9.2, 7.4)),
    ((0, -9.8), (8.4, 0), (0, 9.8), (-8.4, 0)),
    (
        (-3.2, -9), (3.2, -9), (3.2, -3.2), (9, -3.2), (9, 3.2), (3.2, 3.2), (3.2, 9), (-3.2, 9), (-3.2, 3.2),
        (-9, 3.2), (-9, -3.2), (-3.2, -3.2),
    ),
    (
        (0, -9.8), (2.9, -3.6), (9.6, -3), (4.6, 1.6), (6, 8.3), (0, 4.8), (-6, 8.3), (-4.6, 1.6), (-9.6, -3),
        (-2.9, -3.6),
    ),
    ((0, 9.2), (9.2, -7.4), (-9.2, -7.4)),
)  # fmt: skip


def shape(number: int, x: float, y: float, size: float) -> Path:
    """Of about the same area each; `size`: the diameter of the disc."""
    corners = _SHAPES[number % MARKS]
    if not corners:
        return ellipse(x, y, size / 2, size / 2)
    scale = size / 2 / 8.4
    points = [(x + scale * across, y + scale * down) for across, down in corners]
    steps = [PathStep("line" if at else "move", point) for at, point in enumerate(points)]
    return (*steps, PathStep("close"))


def mark(group: int, x: float, y: float, size: float, inks: MapInks) -> Item:
    """What stands for one placement of a group; hollow from the eighth on. Who says none has a small grey disc."""
    if group == NOBODY:
        return disc(x, y, size * 0.75, inks.muted, inks.paper)
    colour, path = inks.marks[group % MARKS], shape(group, x, y, size)
    if group // MARKS % 2:
        return Outline(path, fill=inks.paper, stroke=colour, stroke_width=size / 7, join=1)
    return Outline(path, fill=colour, stroke=inks.paper, stroke_width=HALO, join=1)


def disc(x: float, y: float, size: float, fill: Colour, edge: Colour) -> Outline:
    return Outline(ellipse(x, y, size / 2, size / 2), fill=fill, stroke=edge, stroke_width=HALO)

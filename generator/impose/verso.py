"""Where a back lies so that it meets its front: the other side of a sheet, looked at from there."""

from typing import Literal

from generator.geometry import Rect, Size
from generator.layout import Sides

Axis = Literal["vertical", "horizontal"]  # about which the sheet is turned over


def flip_axis(paper: Size, sides: Sides) -> Axis:
    """Sides that are printed in two runs are turned over on the long edge."""
    short_edge = sides == "two-sided-short-edge"
    return "vertical" if paper.landscape == short_edge else "horizontal"


def behind(box: Rect, paper: Size, axis: Axis) -> Rect:
    """The same place of the paper, seen from the other side."""
    if axis == "vertical":
        return box._replace(x=paper.width - box.right)
    return box._replace(y=paper.height - box.bottom)


def turned_behind(turned: int, axis: Axis) -> int:
    """The turn of a back whose head lies behind the head of a front that is turned so."""
    return (-turned if axis == "vertical" else 180 - turned) % 360

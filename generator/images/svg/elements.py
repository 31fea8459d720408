"""The outline of one basic shape of SVG, in its own coordinates.

Raises ValueError, with words for the user, for numbers that make no shape.
"""

from generator.face import Path, rectangle
from generator.geometry import Rect, Size
from generator.images.paths import ellipse, numbers, path_from_data, polygon, rounded
from generator.images.svg.look import length
from generator.images.svg.markup import Node

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})


def outline_of(node: Node, view: Size) -> Path:
    """Empty for a shape that SVG does not draw: one without width, radius or data."""
    said = node.attributes
    match node.tag:
        case "path":
            return path_from_data(said.get("d", ""))
        case "rect":
            return _rectangle(node, view)
        case "circle":
            radius = _size(node, "r", (view.width**2 + view.height**2) ** 0.5 / 2**0.5)
            return ellipse(*_centre(node, view), radius, radius) if radius else ()
        case "ellipse":
            rx, ry = _radii(node, view)
            return ellipse(*_centre(node, view), rx, ry) if rx and ry else ()
        case "line":
            ends = [
                length(said.get(name, "0"), view.width if name[0] == "x" else view.height)
                for name in ("x1", "y1", "x2", "y2")
            ]
            return polygon(ends, closed=False)
        case _:
            return polygon(numbers(said.get("points", "")), closed=node.tag == "polygon")


def _rectangle(node: Node, view: Size) -> Path:
    x = length(node.attributes.get("x", "0"), view.width)
    y = length(node.attributes.get("y", "0"), view.height)
    box = Rect(x, y, _size(node, "width", view.width), _size(node, "height", view.height))
    if not box.width or not box.height:
        return ()
    rx, ry = _radii(node, view)
    return rounded(box, rx, ry) if rx and ry else rectangle(box)


def _radii(node: Node, view: Size) -> tuple[float, float]:
    """`rx` and `ry`; where one is not said, it is like the other (SVG 2 §7.4)."""
    told = [name for name in ("rx", "ry") if node.attributes.get(name, "auto") != "auto"]
    if not told:
        return 0.0, 0.0
    rx = _size(node, "rx" if "rx" in told else "ry", view.width)
    ry = _size(node, "ry" if "ry" in told else "rx", view.height)
    return (rx, rx) if told == ["rx"] else (ry, ry) if told == ["ry"] else (rx, ry)


def _centre(node: Node, view: Size) -> tuple[float, float]:
    said = node.attributes
    return length(said.get("cx", "0"), view.width), length(said.get("cy", "0"), view.height)


def _size(node: Node, name: str, whole: float) -> float:
    value = length(node.attributes.get(name, "0"), whole)
    if value < 0:
        raise ValueError(f"{name} is under nought")
    return value

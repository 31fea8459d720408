"""The box of a drawing in its own units, as the root or a viewport of SVG says it."""

from generator.geometry import Rect
from generator.images.paths import numbers
from generator.images.svg.look import length
from generator.images.svg.markup import Node
from generator.images.svg.notices import Notices


def page(root: Node, notices: Notices) -> Rect:
    """The box of the whole drawing: viewBox, else width and height."""
    aspect = root.attributes.get("preserveAspectRatio", "")
    if "none" in aspect or "slice" in aspect:
        notices.say(root.place, f"preserveAspectRatio '{aspect[:30]}' is not drawn here", "leave it out")
    box = view_box(root, notices)
    if box is not None:
        return box
    try:
        width, height = (length(root.attributes.get(side, "0"), 0) for side in ("width", "height"))
        if min(width, height) >= 0.001:
            return Rect(0, 0, width, height)
    except ValueError as error:
        notices.fault(root, error)
    if "viewBox" not in root.attributes:
        hint = 'add a viewBox, such as viewBox="0 0 24 24"'
        notices.say(root.place, "has no size: neither a viewBox nor a width and height", hint)
    return Rect(0, 0, 1, 1)


def view_box(node: Node, notices: Notices) -> Rect | None:
    text = node.attributes.get("viewBox")
    if text is None:
        return None
    try:
        values = numbers(text)
    except ValueError:
        values = []
    if len(values) != 4 or min(values[2:]) < 0.001:
        hint = "write four numbers: left, top, and a width and height over nought"
        notices.say(node.place, f"viewBox '{text[:40]}' is not a box", hint, "svg-value")
        return None
    return Rect(*values)

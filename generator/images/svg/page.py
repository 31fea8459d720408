"""The box of a drawing in its own units, as the root or a viewport of SVG says it."""

import re

from generator.geometry import Rect, Transform
from generator.images.paths import numbers
from generator.images.svg.look import length
from generator.images.svg.markup import Node
from generator.images.svg.notices import Notices

_ASPECT = re.compile("x(Min|Mid|Max)Y(Min|Mid|Max)")
_SHARES = {"Min": 0.0, "Mid": 0.5, "Max": 1.0}


def page(root: Node, notices: Notices) -> Rect:
    """The box of the whole drawing: viewBox, else width and height."""
    aspect = root.attributes.get("preserveAspectRatio", "")
    if ("none" in aspect or "slice" in aspect) and not _is_as_wide(root):
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


def _is_as_wide(root: Node) -> bool:
    """Whether the box of a drawing has the shape that its width and height have, or none is said."""
    try:
        _, _, *box = numbers(root.attributes.get("viewBox", ""))
        width, height = (length(root.attributes[side], 0) for side in ("width", "height"))
        return abs(width * box[1] - height * box[0]) <= 0.01 * height * box[0] or not width * height
    except KeyError:
        return True
    except ValueError:
        return False


def fitted(box: Rect, room: Rect, aspect: str) -> Transform:
    """What moves a viewBox into the room of its viewport (SVG 2 §8.6). Raises ValueError, with words for the user."""
    words = aspect.split() or ["xMidYMid"]
    across, down = room.width / box.width, room.height / box.height
    if words[0] == "none":
        return Transform(across, 0, 0, down, room.x - box.x * across, room.y - box.y * down)
    found = _ASPECT.fullmatch(words[0])
    if not found or words[1:] not in ([], ["meet"], ["slice"]):
        raise ValueError(f"preserveAspectRatio '{aspect[:30]}' is not known")
    scale = max(across, down) if words[1:] == ["slice"] else min(across, down)
    left = room.x + (room.width - box.width * scale) * _SHARES[found[1]]
    top = room.y + (room.height - box.height * scale) * _SHARES[found[2]]
    return Transform(scale, 0, 0, scale, left - box.x * scale, top - box.y * scale)

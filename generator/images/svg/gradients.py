"""A linearGradient element as the gradient of one outline.

Raises ValueError, with words for the user, for what cannot be drawn.
"""

from generator.geometry import IDENTITY, Rect, Size, Transform
from generator.images.paths import numbers
from generator.images.svg.look import length, look_of, read_transform
from generator.images.svg.markup import Node
from generator.images.svg.paint import CURRENT, Gradient, Solid, Stop, read_colour, read_opacity

_LOOKS = 8  # gradients that lean on one another


def read_gradient(node: Node, ids: dict[str, Node], box: Rect, place: Transform, view: Size) -> Solid | Gradient:
    """The paint of an outline whose bounds are `box`, moved by `place`. None where SVG paints nothing."""
    said, stops = _inherited(node, ids)
    if said.get("spreadMethod", "pad") != "pad":
        raise ValueError(f"spreadMethod '{said['spreadMethod'][:20]}' is not drawn here; only pad is")
    if not stops:
        return None
    units = said.get("gradientUnits", "objectBoundingBox")
    if units not in ("objectBoundingBox", "userSpaceOnUse"):
        raise ValueError(f"gradientUnits '{units[:20]}' is not known here")
    of_box = units == "objectBoundingBox"
    if of_box and (not box.width or not box.height):
        return None
    whole = Size(1, 1) if of_box else view
    x1, y1 = length(said.get("x1", "0"), whole.width), length(said.get("y1", "0"), whole.height)
    x2, y2 = length(said.get("x2", "100%"), whole.width), length(said.get("y2", "0"), whole.height)
    own = read_transform(said.get("gradientTransform", ""))
    frame = Transform(box.width, 0, 0, box.height, box.x, box.y) if of_box else IDENTITY
    ends = _ends(place.after(frame).after(own), (x1, y1), (x2 - x1, y2 - y1))
    if ends is None or len({stop.paint for stop in stops}) == 1:
        return stops[-1].paint
    return Gradient(*ends, stops)


def _inherited(node: Node, ids: dict[str, Node]) -> tuple[dict[str, str], tuple[Stop, ...]]:
    """Attributes and stops, each from the first gradient of the chain that says them (SVG 2 §14.2.2)."""
    said: dict[str, str] = {}
    stops: tuple[Stop, ...] = ()
    step: Node | None = node
    seen: list[Node] = []
    while step is not None:
        if any(step is before for before in seen) or len(seen) > _LOOKS:
            raise ValueError("gradients that lean on each other in a circle")
        seen.append(step)
        said = {**step.attributes, **said}
        stops = stops or _stops(step)
        target = step.attributes.get("href", "")
        if target and not target.startswith("#"):
            raise ValueError(f"'{target[:60]}' leads out of the file")
        step = ids.get(target[1:]) if target else None
        if target and step is None:
            raise ValueError(f"nothing in the file has the id '{target[1:60]}'")
    return said, stops


def _stops(node: Node) -> tuple[Stop, ...]:
    stops: list[Stop] = []
    least = 0.0
    for child in node.children:
        if child.tag != "stop":
            continue
        said = child.said
        paint = read_colour(said.get("stop-color", "black"), child.place)
        if paint == CURRENT:
            paint = look_of(child, Size(1, 1)).colour
        if paint is None or not read_opacity(said.get("stop-opacity", "1")):
            raise ValueError("a stop of the gradient is transparent")
        least = max(least, _offset(child.attributes.get("offset", "0")))
        stops.append(Stop(least, paint))
    return tuple(stops)


def _offset(text: str) -> float:
    text = text.strip()
    found = numbers(text.removesuffix("%"))
    if len(found) != 1:
        raise ValueError(f"'{text[:20]}' is not an offset")
    return max(0.0, min(1.0, found[0] / 100 if text.endswith("%") else found[0]))


def _ends(
    frame: Transform, start: tuple[float, float], along: tuple[float, float]
) -> tuple[float, float, float, float] | None:
    """Both ends in the coordinates of the outline; None where the gradient has no length.

    A frame that skews turns the lines of one colour; since shades grow evenly in any frame, a plain
    gradient does the same: it runs along the slope of the shade, for one shade from first to last stop.
    """
    turn = frame.a * frame.d - frame.b * frame.c
    square = along[0] * along[0] + along[1] * along[1]
    if abs(turn) < 1e-12 or square < 1e-18:
        return None
    slope_x = (frame.d * along[0] - frame.b * along[1]) / turn / square
    slope_y = (frame.a * along[1] - frame.c * along[0]) / turn / square
    steep = slope_x * slope_x + slope_y * slope_y
    if not 1e-18 < steep < 1e18:
        return None
    x1, y1 = frame.apply(*start)
    x2, y2 = x1 + slope_x / steep, y1 + slope_y / steep
    return round(x1, 6), round(y1, 6), round(x2, 6), round(y2, 6)

"""A linearGradient or radialGradient element as the gradient of one outline.

Raises ValueError, with words for the user, for what cannot be drawn.
"""

from collections.abc import Sequence
from math import ceil, floor, hypot
from typing import NamedTuple

from generator.colours import BLACK, Colour
from generator.face import LinearGradient, RadialGradient
from generator.geometry import IDENTITY, Rect, Size, Transform
from generator.images.paths import numbers
from generator.images.svg.look import length, look_of, painted, read_transform
from generator.images.svg.markup import Node
from generator.images.svg.paint import CURRENT, Fill, Gradient, Stop, Tint, read_colour, read_opacity

GRADIENTS = ("linearGradient", "radialGradient")
_LOOKS = 8  # gradients that lean on one another
_MOST_TURNS = 100  # of a gradient that is repeated
_MOST_STOPS = 500
_SHARED = {"gradientUnits", "gradientTransform", "spreadMethod"}  # what gradients of both kinds say
_LEAST_STEP = 2e-4  # from one stop to another, so that what lies before the first has its colour
_WAYS = ("pad", "reflect", "repeat")


class Shade(NamedTuple):
    """A paint and, stop by stop, how much it covers: None where that is everything, else a fill of greys."""

    fill: Fill
    cover: Fill = None
    alpha: float = 1.0


class _Stop(NamedTuple):
    offset: float
    tint: Tint


def read_gradient(node: Node, ids: dict[str, Node], box: Rect, place: Transform, view: Size) -> Shade:
    """The paint of an outline whose bounds are `box`, moved by `place`. Its fill is None where SVG paints nothing."""
    said, kind, told = _inherited(node, ids)
    stops: Sequence[_Stop] = told
    way = said.get("spreadMethod", "pad")
    if way not in _WAYS:
        raise ValueError(f"spreadMethod '{way[:20]}' is not one of {', '.join(_WAYS)}")
    if not stops:
        return Shade(None)
    units = said.get("gradientUnits", "objectBoundingBox")
    if units not in ("objectBoundingBox", "userSpaceOnUse"):
        raise ValueError(f"gradientUnits '{units[:20]}' is not known here")
    of_box = units == "objectBoundingBox"
    if of_box and (not box.width or not box.height):
        return Shade(None)
    frame = Transform(box.width, 0, 0, box.height, box.x, box.y) if of_box else IDENTITY
    own = read_transform(said.get("gradientTransform", ""))
    plane = place.after(frame).after(own)
    whole = Size(1, 1) if of_box else view
    last = Shade(stops[-1].tint.solid, alpha=stops[-1].tint.alpha)
    corners = [place.apply(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    if len({stop.tint for stop in stops}) == 1 or abs(plane.a * plane.d - plane.b * plane.c) < 1e-12:
        return last
    drawn = _line(said, whole, plane) if kind == "linearGradient" else _rings(said, whole, plane)
    if drawn is None:
        return last
    if way != "pad":
        drawn, stops = _turned(drawn, stops, corners, reflected=way == "reflect")
    return _shade(drawn, stops)


def _shade(drawn: LinearGradient | RadialGradient, stops: Sequence[_Stop]) -> Shade:
    stops = _parted(stops)
    colours = tuple(Stop(stop.offset, stop.tint.solid or BLACK) for stop in stops)
    alphas = {stop.tint.alpha for stop in stops}
    fill = Gradient(drawn, colours) if len({stop.paint for stop in colours}) > 1 else colours[0].paint
    if len(alphas) == 1:
        return Shade(fill, alpha=alphas.pop())
    greys = tuple(Stop(stop.offset, grey(stop.tint.alpha)) for stop in stops)
    return Shade(fill, Gradient(drawn, greys))


def _parted(stops: Sequence[_Stop]) -> Sequence[_Stop]:
    """With a first and a last stop that are seen beyond the ends, where others share their offset."""
    parted = list(stops)
    if len(parted) > 1 and parted[0].offset == parted[1].offset == 0:
        parted = [parted[0], *(each._replace(offset=max(each.offset, _LEAST_STEP)) for each in parted[1:])]
    if len(parted) > 1 and parted[-1].offset == parted[-2].offset == 1:
        parted = [*(each._replace(offset=min(each.offset, 1 - _LEAST_STEP)) for each in parted[:-1]), parted[-1]]
    return parted


def _line(said: dict[str, str], whole: Size, plane: Transform) -> LinearGradient | None:
    x1, y1 = length(said.get("x1", "0"), whole.width), length(said.get("y1", "0"), whole.height)
    x2, y2 = length(said.get("x2", "100%"), whole.width), length(said.get("y2", "0"), whole.height)
    ends = gradient_line(plane, (x1, y1), (x2 - x1, y2 - y1))
    return LinearGradient(*ends, ()) if ends else None


def _rings(said: dict[str, str], whole: Size, plane: Transform) -> RadialGradient | None:
    """SVG 2 §14.2.3: a focus outside of the outer circle is moved onto it."""
    diagonal = hypot(*whole) / 2**0.5
    cx, cy = length(said.get("cx", "50%"), whole.width), length(said.get("cy", "50%"), whole.height)
    radius, inner = length(said.get("r", "50%"), diagonal), length(said.get("fr", "0"), diagonal)
    fx = length(said["fx"], whole.width) if "fx" in said else cx
    fy = length(said["fy"], whole.height) if "fy" in said else cy
    if radius < 0 or inner < 0:
        raise ValueError("a radius of the gradient is under nought")
    if radius < 1e-9 or inner >= radius:
        return None
    far = hypot(fx - cx, fy - cy)
    most = 0.999 * (radius - inner)
    if far > most:
        fx, fy = cx + (fx - cx) * most / far, cy + (fy - cy) * most / far
    # numbers of a PDF have few decimals: the plane is measured in radii of the outer circle
    plane = plane.after(Transform(radius, 0, 0, radius, cx, cy))
    focus = (round((fx - cx) / radius, 6), round((fy - cy) / radius, 6), round(inner / radius, 6))
    return RadialGradient(focus, (0.0, 0.0, 1.0), Transform(*(round(part, 6) for part in plane)), ())


def _turned(
    drawn: LinearGradient | RadialGradient,
    stops: Sequence[_Stop],
    corners: Sequence[tuple[float, float]],
    *,
    reflected: bool,
) -> tuple[LinearGradient | RadialGradient, list[_Stop]]:
    """The gradient made long enough to reach all corners, with its stops again and again."""
    first, last = _reach(drawn, corners)
    if last - first > _MOST_TURNS:
        raise ValueError("a gradient that is repeated without end")
    turns = last - first
    out: list[_Stop] = []
    for turn in range(first, last):
        backwards = reflected and turn % 2
        for stop in reversed(stops) if backwards else stops:
            offset = 1 - stop.offset if backwards else stop.offset
            out.append(_Stop((turn - first + offset) / turns, stop.tint))
    if isinstance(drawn, LinearGradient):
        dx, dy = drawn.x2 - drawn.x1, drawn.y2 - drawn.y1
        ends = (drawn.x1 + first * dx, drawn.y1 + first * dy, drawn.x1 + last * dx, drawn.y1 + last * dy)
        return drawn._replace(x1=ends[0], y1=ends[1], x2=ends[2], y2=ends[3]), out
    (fx, fy, fr), (cx, cy, r) = drawn.inner, drawn.outer
    return drawn._replace(outer=(fx + (cx - fx) * last, fy + (cy - fy) * last, fr + (r - fr) * last)), out


def _reach(drawn: LinearGradient | RadialGradient, corners: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """From which turn to which the gradient is seen."""
    if isinstance(drawn, LinearGradient):
        dx, dy = drawn.x2 - drawn.x1, drawn.y2 - drawn.y1
        along = [((x - drawn.x1) * dx + (y - drawn.y1) * dy) / (dx * dx + dy * dy) for x, y in corners]
        return floor(min(along)), max(ceil(max(along)), floor(min(along)) + 1)
    back = inverse(drawn.place)
    (fx, fy, fr), (cx, cy, r) = drawn.inner, drawn.outer
    far = max(hypot(x - fx, y - fy) for x, y in (back.apply(*corner) for corner in corners))
    narrow = r - fr - hypot(cx - fx, cy - fy)  # how much nearer each turn comes at least
    return 0, max(1, ceil(far / max(narrow, 1e-3)))


def inverse(by: Transform) -> Transform:
    """What undoes a transform that can be undone."""
    turn = by.a * by.d - by.b * by.c
    a, b, c, d = by.d / turn, -by.b / turn, -by.c / turn, by.a / turn
    return Transform(a, b, c, d, -(a * by.e + c * by.f), -(b * by.e + d * by.f))


def _inherited(node: Node, ids: dict[str, Node]) -> tuple[dict[str, str], str, tuple[_Stop, ...]]:
    """Attributes, kind and stops, each from the first gradient of the chain that says them (SVG 2 §14.2.2)."""
    said: dict[str, str] = {}
    stops: tuple[_Stop, ...] = ()
    step: Node | None = node
    seen: list[Node] = []
    while step is not None:
        if any(step is before for before in seen) or len(seen) > _LOOKS:
            raise ValueError("gradients that lean on each other in a circle")
        seen.append(step)
        if step.tag not in GRADIENTS:
            break
        kept = (
            step.attributes
            if step.tag == node.tag
            else {each: step.attributes[each] for each in _SHARED & step.attributes.keys()}
        )
        said = {**kept, **said}
        stops = stops or _stops(step)
        target = step.attributes.get("href", "")
        if target and not target.startswith("#"):
            raise ValueError(f"'{target[:60]}' leads out of the file")
        step = ids.get(target[1:]) if target else None
        if target and step is None:
            raise ValueError(f"nothing in the file has the id '{target[1:60]}'")
    return said, node.tag, stops


def _stops(node: Node) -> tuple[_Stop, ...]:
    stops: list[_Stop] = []
    least = 0.0
    if len(node.children) > _MOST_STOPS:
        raise ValueError(f"a gradient of more than {_MOST_STOPS} stops")
    for child in node.children:
        if child.tag != "stop":
            continue
        tint = read_colour(child.said.get("stop-color", "black"), child.place)
        if tint.solid == CURRENT:
            own = painted(tint, look_of(child, Size(1, 1)).colour)
            tint = own if isinstance(own, Tint) else tint
        alpha = tint.alpha * read_opacity(child.said.get("stop-opacity", "1")) if tint.solid else 0.0
        least = max(least, _offset(child.attributes.get("offset", "0")))
        stops.append(_Stop(least, Tint(tint.solid, round(alpha, 4))))
    return tuple(stops)


def _offset(text: str) -> float:
    text = text.strip()
    found = numbers(text.removesuffix("%"))
    if len(found) != 1:
        raise ValueError(f"'{text[:20]}' is not an offset")
    return max(0.0, min(1.0, found[0] / 100 if text.endswith("%") else found[0]))


def gradient_line(
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


def grey(share: float) -> Colour:
    """What covers so much, in a drawing that is a mask."""
    return Colour(share, share, share)

"""Colours and gradients as PDF operators and shadings. The one room of a colour space: home and office are RGB."""

from itertools import pairwise

from generator.colours import Colour
from generator.face import GradientStop, LinearGradient
from generator.pdf.objects import number, numbers

SPACE = "/DeviceRGB"


def fill(colour: Colour) -> str:
    red, green, blue = (number(part) for part in colour[:3])
    return f"{red} g" if red == green == blue else f"{red} {green} {blue} rg"


def stroke(colour: Colour) -> str:
    red, green, blue = (number(part) for part in colour[:3])
    return f"{red} G" if red == green == blue else f"{red} {green} {blue} RG"


def flat(gradient: LinearGradient) -> Colour | None:
    """The one colour of a gradient that has no length or no second colour (SVG 2 §14.2.2)."""
    colours = {stop.colour for stop in gradient.stops}
    if len(colours) == 1 or (gradient.x1 == gradient.x2 and gradient.y1 == gradient.y2):
        return gradient.stops[-1].colour
    return None


def axial(gradient: LinearGradient, start: tuple[float, float], end: tuple[float, float]) -> str:
    """An axial shading (ISO 32000-2 §8.7.4.5.3) between two points of the content stream."""
    return (
        f"<</ShadingType 2/ColorSpace{SPACE}/Coords[{numbers(*start, *end)}]"
        f"/Extend[true true]/Function {_blend(gradient.stops)}>>"
    )


def _blend(stops: tuple[GradientStop, ...]) -> str:
    """Stops as a stitching function (§7.10.4); a step of no length is left out, so it shows as a hard edge."""
    reached, placed = 0.0, []
    for stop in stops:  # an offset below the one before counts as that one (SVG 2 §14.2.4.2)
        reached = max(reached, min(max(stop.offset, 0.0), 1.0))
        placed.append(GradientStop(reached, stop.colour))
    if placed[0].offset > 0:
        placed.insert(0, GradientStop(0.0, placed[0].colour))
    if placed[-1].offset < 1:
        placed.append(GradientStop(1.0, placed[-1].colour))
    steps = [(a, b) for a, b in pairwise(placed) if b.offset - a.offset > 1e-4]
    pieces = [
        f"<</FunctionType 2/Domain[0 1]/N 1/C0[{numbers(*a.colour[:3])}]/C1[{numbers(*b.colour[:3])}]>>"
        for a, b in steps
    ]
    if len(pieces) == 1:
        return pieces[0]
    bounds = " ".join(number(b.offset, 4) for _, b in steps[:-1])
    return (
        f"<</FunctionType 3/Domain[0 1]/Bounds[{bounds}]/Encode[{'0 1 ' * len(pieces)}]/Functions[{''.join(pieces)}]>>"
    )

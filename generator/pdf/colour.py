"""Colours and gradients as PDF operators and shadings: home and office are RGB, a press has four inks (`inks.py`)."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFAxialShading,
    PDFExponentialFunction,
    PDFFunction,
    PDFRadialShading,
    PDFStitchingFunction,
)

from generator.colours import Colour
from generator.face import GradientStop, LinearGradient, Paint
from generator.pdf.numbers import number

SPACE = "DeviceRGB"
Parts = Callable[[Colour], Sequence[float]]  # of a colour in the space


def fill(colour: Colour) -> str:
    red, green, blue = (number(part) for part in colour[:3])
    return f"{red} g" if red == green == blue else f"{red} {green} {blue} rg"


def stroke(colour: Colour) -> str:
    red, green, blue = (number(part) for part in colour[:3])
    return f"{red} G" if red == green == blue else f"{red} {green} {blue} RG"


def flat(paint: Paint) -> Colour | None:
    """The one colour of a paint, be it a gradient that has no length or no second colour (SVG 2 §14.2.2)."""
    if isinstance(paint, Colour):
        return paint
    is_point = isinstance(paint, LinearGradient) and paint.x1 == paint.x2 and paint.y1 == paint.y2
    if is_point or len({stop.colour for stop in paint.stops}) == 1:
        return paint.stops[-1].colour
    return None


def shading(
    stops: tuple[GradientStop, ...],
    ends: tuple[float, ...],
    space: str = SPACE,
    parts: Parts = lambda colour: colour[:3],
) -> PDFAxialShading | PDFRadialShading:
    """Between two points of the content stream, axial, or between two circles, radial (ISO 32000-2 §8.7.4.5)."""
    kind = PDFAxialShading if len(ends) == 4 else PDFRadialShading
    return kind(*ends, _blend(stops, parts), space, Extend=PDFArrayCompact(["true", "true"]))


def _blend(stops: tuple[GradientStop, ...], parts: Parts) -> PDFFunction:
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
    pieces = [PDFExponentialFunction(parts(a.colour), parts(b.colour), N=1) for a, b in steps]
    if len(pieces) == 1:
        return pieces[0]
    bounds = [b.offset for _, b in steps[:-1]]
    return PDFStitchingFunction(pieces, bounds, [0, 1] * len(pieces), Domain=PDFArrayCompact([0, 1]))

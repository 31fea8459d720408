"""Colours and gradients of a PDF page as paints of a drawing (ISO 32000-2 §8.6, §8.7.4.5). The objects are pypdf's.

Raises NotDrawn, with words for the user, for a space, function or shading that is not drawn here.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot, prod
from typing import Any

from generator.colours import BLACK, Build, Colour
from generator.face import LinearGradient, RadialGradient
from generator.geometry import Transform
from generator.images.svg.gradients import gradient_line
from generator.images.svg.paint import Fill, Gradient, Stop

_DEVICE = {"/DeviceGray": 1, "/CalGray": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}
# What inks on one another look like on coated paper (FOGRA39), by whether cyan, magenta and yellow are there.
_INKS: dict[tuple[int, int, int], tuple[int, int, int]] = {
    (0, 0, 0): (255, 255, 255),
    (1, 0, 0): (0, 158, 227),
    (0, 1, 0): (230, 0, 126),
    (0, 0, 1): (255, 237, 0),
    (1, 1, 0): (49, 39, 131),
    (1, 0, 1): (0, 150, 64),
    (0, 1, 1): (227, 6, 19),
    (1, 1, 1): (58, 50, 46),
}
_SHADES, _SAMPLES = 8, 64  # stops that stand for a curve of shades, and for a table of them
_D50 = (0.9642, 1.0, 0.8249)
_TO_RED_GREEN_BLUE = (  # linear sRGB of XYZ under D50, by Bradford
    (3.1338561, -1.6168667, -0.4906146),
    (-0.9787684, 1.9161415, 0.0334540),
    (0.0719453, -0.2289914, 1.4052427),
)
_DEEPEST = 5  # spaces and functions in one another
_MOST_BOUNDS = 200  # of a function


class NotDrawn(ValueError):
    """Something of a PDF page that is not drawn here."""


def plain(value: Any) -> Any:
    """What a reference of pypdf leads to."""
    return value.get_object() if hasattr(value, "get_object") else value


def numbers(value: Any) -> list[float]:
    return [float(plain(each)) for each in plain(value)]


def is_true(value: Any) -> bool:
    """A boolean of pypdf is an object, and as such true whatever it says."""
    return str(plain(value)) == "True"


def entry(holder: Any, key: str, default: Any = None) -> Any:
    found = plain(holder)
    return plain(found[key]) if key in found else default


def colour(space: Any, values: Sequence[float], depth: int = 0) -> Colour:
    """In a device space, one with a profile, or a spot colour by what stands in for it."""
    space = plain(space)
    name = str(plain(space[0])) if isinstance(space, list) else str(space)
    if name in _DEVICE:
        return _device(_DEVICE[name], values)
    if depth > _DEEPEST:
        raise NotDrawn("has colour spaces without end")
    if name == "/Lab":
        return _lab(values)
    if name == "/ICCBased":
        return _device(int(entry(space[1], "/N", 0)), values)
    if name in ("/Separation", "/DeviceN"):
        return colour(space[2], function(space[3], values), depth + 1)
    raise NotDrawn(f"has colours in {name.removeprefix('/')}, which are not drawn here")


def colour_at_first(space: Any) -> Colour:
    """Of a space that has just been chosen: all of a spot colour, else black (§8.6.3)."""
    name = str(plain(space[0])) if isinstance(space, list) else ""
    if name not in ("/Separation", "/DeviceN"):
        return BLACK
    return colour(space, [1.0] * (len(plain(space[1])) if name == "/DeviceN" else 1))


def _lab(values: Sequence[float]) -> Colour:
    """CIELAB, which inks of colour books are said in, as screens show it (§8.6.5.4)."""
    if len(values) != 3:
        raise NotDrawn("has a colour that cannot be read")
    lightness, a, b = values
    middle = (lightness + 16) / 116
    shares = (middle + a / 500, middle, middle - b / 200)
    cubed = (part**3 if part > 6 / 29 else 108 / 841 * (part - 4 / 29) for part in shares)
    light = [share * white for share, white in zip(cubed, _D50, strict=True)]
    linear = (sum(by * part for by, part in zip(row, light, strict=True)) for row in _TO_RED_GREEN_BLUE)
    red, green, blue = (
        round(12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055, 4)
        for part in (min(max(each, 0.0), 1.0) for each in linear)
    )
    return Colour(red, green, blue)


def _device(parts: int, values: Sequence[float]) -> Colour:
    levels = [min(max(float(value), 0.0), 1.0) for value in values]
    if len(levels) != parts or parts not in (1, 3, 4):
        raise NotDrawn("has a colour that cannot be read")
    if parts == 4:
        c, m, y, k = levels
        return _printed((c, m, y, k))
    red, green, blue = levels * 3 if parts == 1 else levels
    return BLACK if (red, green, blue) == (0, 0, 0) else Colour(red, green, blue)


def _printed(build: Build) -> Colour:
    """A build, and what a screen or an office printer shows of it: each overprint by how much of it there is (Demichel,
    Neugebauer); black takes light away.
    """
    *inks, black = build
    levels = [0.0, 0.0, 0.0]
    for overprint, shown in _INKS.items():
        share = prod(ink if is_there else 1 - ink for ink, is_there in zip(inks, overprint, strict=True))
        levels = [level + share * part / 255 for level, part in zip(levels, shown, strict=True)]
    red, green, blue = (round(level * (1 - black), 4) for level in levels)
    return Colour(red, green, blue, build)


def is_mixed_below(paint: Fill) -> bool:
    """Whether ink that overprints would look otherwise where it knocks out: any but black, and black alone."""
    paints = [stop.paint for stop in paint.stops] if isinstance(paint, Gradient) else [paint]
    builds = [each.cmyk for each in paints if isinstance(each, Colour) and each.cmyk]
    return any(any(build[:3]) or not build[3] for build in builds)


def function(value: Any, inputs: Sequence[float], depth: int = 0) -> list[float]:
    """A function of one input: a table, exponential or stitched (§7.10)."""
    made = plain(value)
    if isinstance(made, list):
        return [function(each, inputs, depth + 1)[0] for each in made]
    kind = entry(made, "/FunctionType")
    if depth > _DEEPEST or len(inputs) != 1 or kind not in (0, 2, 3):
        raise NotDrawn("has shades that are counted in a way that is not read here")
    x = min(max(inputs[0], 0.0), 1.0)
    if kind == 0:
        return _looked_up(made, x)
    if kind == 2:
        first, last = numbers(entry(made, "/C0", [0])), numbers(entry(made, "/C1", [1]))
        share = x ** float(entry(made, "/N", 1))
        return [a + (b - a) * share for a, b in zip(first, last, strict=True)]
    edges = [0.0, *numbers(entry(made, "/Bounds", [])), 1.0]
    parts, encode = entry(made, "/Functions"), numbers(entry(made, "/Encode"))
    at = next((n for n in range(len(parts)) if x < edges[n + 1]), len(parts) - 1)
    low, high = edges[at], edges[at + 1]
    near, far = encode[2 * at : 2 * at + 2]
    inside = near + (far - near) * (x - low) / (high - low) if high > low else near
    return function(parts[at], [inside], depth + 1)


def _looked_up(made: Any, x: float) -> list[float]:
    """Between the two samples that are nearest (§7.10.2)."""
    (size,), ranges = numbers(entry(made, "/Size")), numbers(entry(made, "/Range"))
    bits, last = int(entry(made, "/BitsPerSample")), int(size) - 1
    first, final = numbers(entry(made, "/Encode", [0, last]))
    if bits not in (8, 16) or numbers(entry(made, "/Domain", [0, 1])) != [0.0, 1.0] or last < 0:
        raise NotDrawn("has shades in a table that is not read here")
    at = min(max(first + x * (final - first), 0.0), float(last))
    low, share = int(at), at - int(at)
    width, parts, data = bits // 8, len(ranges) // 2, made.get_data()
    if len(data) < width * parts * (last + 1):
        raise NotDrawn("has shades in a table that is cut short")
    decode = numbers(entry(made, "/Decode", ranges))
    found = []
    for part in range(parts):
        places = (width * (sample * parts + part) for sample in (low, min(low + 1, last)))
        near, far = (int.from_bytes(data[place : place + width], "big") / (256**width - 1) for place in places)
        least, most = decode[2 * part : 2 * part + 2]
        found.append(least + (near + (far - near) * share) * (most - least))
    return found


def shading(value: Any, frame: Transform) -> Fill:
    """An axial or radial shading in the plane of `frame`."""
    made = plain(value)
    kind = entry(made, "/ShadingType")
    if kind not in (2, 3):
        raise NotDrawn("has a gradient of a kind that is not drawn here")
    if numbers(entry(made, "/Domain", [0, 1])) != [0.0, 1.0] or [
        is_true(each) for each in entry(made, "/Extend", [])
    ] != [True, True]:
        raise NotDrawn("has a gradient that ends within its area")
    blend = entry(made, "/Function")
    stops = tuple(
        Stop(offset, colour(entry(made, "/ColorSpace"), function(blend, [offset]))) for offset in _offsets(blend)
    )
    coordinates = numbers(entry(made, "/Coords"))
    if kind == 2:
        x1, y1, x2, y2 = coordinates
        line = gradient_line(frame, (x1, y1), (x2 - x1, y2 - y1))
        return Gradient(LinearGradient(*line, ()), stops) if line else stops[-1].paint
    fx, fy, fr, cx, cy, radius = coordinates
    if radius <= fr or hypot(fx - cx, fy - cy) >= radius - fr:
        raise NotDrawn("has a radial gradient that is not drawn here")
    place = frame.after(Transform(radius, 0, 0, radius, cx, cy))
    focus = ((fx - cx) / radius, (fy - cy) / radius, fr / radius)
    lies = RadialGradient(focus, (0.0, 0.0, 1.0), Transform(*(round(part, 6) for part in place)), ())
    return Gradient(lies, stops)


def _offsets(blend: Any, depth: int = 0) -> list[float]:
    """Where a function turns, and as many places between as show its curve."""
    made = plain(blend)
    parts: Iterable[Any] = made if isinstance(made, list) else [made]
    edges = {0.0, 1.0}
    is_straight, shades = True, _SHADES
    for part in parts:
        bounds = entry(part, "/Bounds", [])
        if len(bounds) > _MOST_BOUNDS:
            raise NotDrawn("has a gradient of too many shades")
        edges |= set(numbers(bounds))
        inner = [part, *entry(part, "/Functions", [])] if depth < _DEEPEST else [part]
        is_straight = is_straight and all(float(entry(each, "/N", 1)) == 1 for each in inner)
        if any(entry(each, "/FunctionType") == 0 for each in inner):
            is_straight, shades = False, _SAMPLES
    marks = sorted(edges)
    if is_straight:
        return [mark for edge in marks for mark in ((edge,) if edge in (0.0, 1.0) else (max(edge - 1e-6, 0.0), edge))]
    return [a + (b - a) * n / shades for a, b in pairwise(marks) for n in range(shades)] + [1.0]

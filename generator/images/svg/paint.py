"""What SVG says of colour: fixed colours, colours of the brand by name, gradients; and how far they are seen through.

`var(--name)` and `currentColor` stay open until the drawing is made in the colours of a card.
"""

import re
from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb
from typing import NamedTuple

from generator.colours import BLACK, WHITE, Colour
from generator.errors import NOWHERE, Place
from generator.face import GradientStop, LinearGradient, RadialGradient
from generator.images.svg.names import COLOUR_NAMES


class RoleColour(NamedTuple):
    """A colour of the brand; the empty name is the current colour."""

    name: str
    fallback: "Colour | RoleColour | None" = None
    has_fallback: bool = False  # `var(--x, none)` falls back to no paint
    place: Place = NOWHERE


Solid = Colour | RoleColour | None


class Stop(NamedTuple):
    offset: float
    paint: Colour | RoleColour


class Tint(NamedTuple):
    """A colour and how much it covers, from 0 to 1."""

    solid: Solid
    alpha: float = 1.0


class Gradient(NamedTuple):
    """How a gradient lies in the coordinates of its outline, without stops; its stops, whose colours may be open."""

    lies: LinearGradient | RadialGradient
    stops: tuple[Stop, ...]


Fill = Solid | Gradient


class Reference(NamedTuple):
    """A paint that is defined elsewhere in the file."""

    id: str
    fallback: Tint = Tint(None)
    has_fallback: bool = False


CURRENT = RoleColour("")

_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)\s*(.*)", re.S)
_VAR = re.compile(r"var\(\s*--([A-Za-z0-9_-]+)\s*(?:,(.*))?\)", re.S)
_RGB = re.compile(r"rgba?\(([^()]*)\)", re.I)
_HSL = re.compile(r"hsla?\(([^()]*)\)", re.I)
_ICC = re.compile(r"\s*icc-color\([^()]*\)$", re.I)  # SVG 1.1 §12.3: what precedes it is its stand-in in sRGB


_LONGEST = 500


def read_paint(text: str, place: Place = NOWHERE) -> "Tint | Reference":
    """The value of `fill` or `stroke`. Raises ValueError, with words for the user."""
    found = _URL.fullmatch(text)
    if not found:
        return read_colour(text, place)
    target, rest = found[2], found[3].strip()
    if not target.startswith("#"):
        raise ValueError(f"'{text[:60]}' leads out of the file")
    return Reference(target[1:], read_colour(rest, place) if rest else Tint(None), bool(rest))


def read_colour(text: str, place: Place = NOWHERE) -> Tint:
    """A colour, an open name, or None for no paint. Raises ValueError, with words for the user."""
    text = _ICC.sub("", text.strip()[: _LONGEST + 1])
    if len(text) > _LONGEST:  # nobody writes that, and names may be nested
        raise ValueError(f"'{text[:60]}…' is not a colour that is known here")
    lowered = text.lower()
    if lowered in ("none", "transparent"):
        return Tint(None)
    if lowered == "currentcolor":
        return Tint(CURRENT)
    if lowered in COLOUR_NAMES:
        return Tint(_colour(COLOUR_NAMES[lowered]))
    if text.startswith("#"):
        return _hexadecimal(text)
    found = _VAR.fullmatch(text)
    if found:
        rest = Tint(None) if found[2] is None else read_colour(found[2], place)
        return Tint(RoleColour(found[1], rest.solid, found[2] is not None, place), rest.alpha)
    for shape, parts in ((_RGB, _rgb_parts), (_HSL, _hsl_parts)):
        found = shape.fullmatch(text)
        if found:
            return _of_parts(found[1], text, parts)
    raise ValueError(f"'{text[:60]}' is not a colour that is known here")


def _colour(digits: str) -> Colour:
    """Pure black and white get the builds a press expects."""
    return {"000000": BLACK, "ffffff": WHITE}.get(digits.lower()) or Colour.from_hex(f"#{digits}")


def _hexadecimal(text: str) -> Tint:
    digits = text[1:]
    if not re.fullmatch(r"[0-9a-fA-F]+", digits) or len(digits) not in (3, 4, 6, 8):
        raise ValueError(f"'{text[:60]}' is not a colour that is known here")
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return Tint(_colour(digits[:6]), int(digits[6:] or "ff", 16) / 255)


def _of_parts(inside: str, text: str, colour: Callable[[list[str]], tuple[float, float, float]]) -> Tint:
    """`rgb()` and `hsl()`, with commas or without, with alpha or without (CSS Color 4 §5.1, §7)."""
    parts = inside.replace(",", " ").replace("/", " ").split()
    try:
        if len(parts) not in (3, 4):
            raise ValueError
        levels = colour(parts[:3])
        alpha = _part(parts[3], 1) if len(parts) == 4 else 1.0
    except ValueError:
        raise ValueError(f"'{text[:60]}' is not a colour that is known here") from None
    return Tint(_colour("".join(f"{round(level * 255):02x}" for level in levels)), alpha)


def _rgb_parts(parts: list[str]) -> tuple[float, float, float]:
    red, green, blue = (_part(part, 255) for part in parts)
    return red, green, blue


def _hsl_parts(parts: list[str]) -> tuple[float, float, float]:
    hue = float(parts[0].removesuffix("deg")) / 360 % 1
    saturation, lightness = (_part(part if part.endswith("%") else part + "%", 1) for part in parts[1:])
    return hls_to_rgb(hue, lightness, saturation)


def _part(text: str, whole: float) -> float:
    value = float(text[:-1]) / 100 if text.endswith("%") else float(text) / whole
    if value != value:
        raise ValueError
    return max(0.0, min(1.0, value))


def read_opacity(text: str) -> float:
    """From 0 to 1. Raises ValueError, with words for the user."""
    try:
        return _part(text.strip(), 1)
    except ValueError:
        raise ValueError(f"'{text[:20]}' is not an opacity") from None


class Colours:
    """The colours of one card: closes what a drawing left open; `missing` is told of names nobody has."""

    def __init__(self, palette: Mapping[str, Colour], current: Colour, missing: Callable[[RoleColour], None]) -> None:
        self._palette, self._current, self._missing = palette, current, missing

    def solid(self, paint: Solid) -> Colour | None:
        while isinstance(paint, RoleColour):
            if not paint.name:
                return self._current
            if paint.name in self._palette:
                return self._palette[paint.name]
            if not paint.has_fallback:
                self._missing(paint)
                return self._current
            paint = paint.fallback
        return paint

    def fill(self, paint: Fill) -> Colour | LinearGradient | RadialGradient | None:
        if not isinstance(paint, Gradient):
            return self.solid(paint)
        stops = tuple(GradientStop(stop.offset, self.solid(stop.paint) or BLACK) for stop in paint.stops)
        return paint.lies._replace(stops=stops)


def open_names(paint: Fill) -> list[RoleColour]:
    """The roles that the paint leaves open, fallbacks among them."""
    if isinstance(paint, Gradient):
        return [role for stop in paint.stops for role in open_names(stop.paint)]
    found = []
    step: Solid = paint
    while isinstance(step, RoleColour):
        found.append(step)
        step = step.fallback
    return found

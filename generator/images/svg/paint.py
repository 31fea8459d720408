"""What SVG says of colour: fixed colours, colours of the brand by name, linear gradients.

`var(--name)` and `currentColor` stay open until the drawing is made in the colours of a card.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from generator.colours import BLACK, WHITE, Colour
from generator.errors import NOWHERE, Place
from generator.face import GradientStop, LinearGradient
from generator.images.svg.names import COLOUR_NAMES


class Role(NamedTuple):
    """A colour of the brand; the empty name is the current colour."""

    name: str
    fallback: "Colour | Role | None" = None
    has_fallback: bool = False  # `var(--x, none)` falls back to no paint
    place: Place = NOWHERE


Solid = Colour | Role | None


class Stop(NamedTuple):
    offset: float
    paint: Colour | Role


class Gradient(NamedTuple):
    """Where a linear gradient begins and ends in the coordinates of its outline, and its stops."""

    x1: float
    y1: float
    x2: float
    y2: float
    stops: tuple[Stop, ...]


class Reference(NamedTuple):
    """A paint that is defined elsewhere in the file."""

    id: str
    fallback: Solid = None
    has_fallback: bool = False


CURRENT = Role("")

_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)\s*(.*)", re.S)
_VAR = re.compile(r"var\(\s*--([A-Za-z0-9_-]+)\s*(?:,(.*))?\)", re.S)
_RGB = re.compile(r"rgba?\(([^()]*)\)", re.I)


_LONGEST = 500


class NotSolid(ValueError):
    """A colour that lets what is under it through."""


def read_paint(text: str, place: Place = NOWHERE) -> "Solid | Reference":
    """The value of `fill` or `stroke`. Raises ValueError, with words for the user."""
    found = _URL.fullmatch(text)
    if not found:
        return read_colour(text, place)
    target, rest = found[2], found[3].strip()
    if not target.startswith("#"):
        raise ValueError(f"'{text[:60]}' leads out of the file")
    return Reference(target[1:], read_colour(rest, place) if rest else None, bool(rest))


def read_colour(text: str, place: Place = NOWHERE) -> Solid:
    """A colour, an open name, or None for no paint. Raises ValueError, with words for the user."""
    text = text.strip()
    if len(text) > _LONGEST:  # nobody writes that, and names may be nested
        raise ValueError(f"'{text[:60]}…' is not a colour that is known here")
    lowered = text.lower()
    if lowered in ("none", "transparent"):
        return None
    if lowered == "currentcolor":
        return CURRENT
    if lowered in COLOUR_NAMES:
        return _colour(COLOUR_NAMES[lowered])
    if text.startswith("#"):
        return _hexadecimal(text)
    found = _VAR.fullmatch(text)
    if found:
        rest = found[2]
        return Role(found[1], None if rest is None else read_colour(rest, place), rest is not None, place)
    found = _RGB.fullmatch(text)
    if found:
        return _rgb(found[1], text)
    raise ValueError(f"'{text[:60]}' is not a colour that is known here")


def _colour(digits: str) -> Colour:
    """Pure black and white get the builds a press expects."""
    return {"000000": BLACK, "ffffff": WHITE}.get(digits.lower()) or Colour.from_hex(f"#{digits}")


def _hexadecimal(text: str) -> Colour | None:
    digits = text[1:]
    if not re.fullmatch(r"[0-9a-fA-F]+", digits) or len(digits) not in (3, 4, 6, 8):
        raise ValueError(f"'{text[:60]}' is not a colour that is known here")
    if len(digits) < 6:
        digits = "".join(digit * 2 for digit in digits)
    return _colour(digits[:6]) if _opaque(int(digits[6:] or "ff", 16) / 255) else None


def _rgb(inside: str, text: str) -> Colour | None:
    parts = inside.replace(",", " ").replace("/", " ").split()
    try:
        if len(parts) not in (3, 4):
            raise ValueError
        red, green, blue = (_part(part, 255) for part in parts[:3])
        visible = len(parts) == 3 or _opaque(_part(parts[3], 1))
    except NotSolid:
        raise
    except ValueError:
        raise ValueError(f"'{text[:60]}' is not a colour that is known here") from None
    digits = "".join(f"{round(part * 255):02x}" for part in (red, green, blue))
    return _colour(digits) if visible else None


def _part(text: str, whole: float) -> float:
    value = float(text[:-1]) / 100 if text.endswith("%") else float(text) / whole
    if value != value:
        raise ValueError
    return max(0.0, min(1.0, value))


def _opaque(alpha: float) -> bool:
    """Fully there or not at all; anything between is transparency."""
    if 0 < alpha < 1:
        raise NotSolid("the colour is transparent")
    return alpha >= 1


def read_opacity(text: str) -> bool:
    """Whether it is seen at all. Raises NotSolid for what shines through, ValueError for nonsense."""
    try:
        return _opaque(_part(text.strip(), 1))
    except NotSolid:
        raise
    except ValueError:
        raise ValueError(f"'{text[:20]}' is not an opacity") from None


class Colours:
    """The colours of one card: closes what a drawing left open; `missing` is told of names nobody has."""

    def __init__(self, palette: Mapping[str, Colour], current: Colour, missing: Callable[[Role], None]) -> None:
        self._palette, self._current, self._missing = palette, current, missing

    def solid(self, paint: Solid) -> Colour | None:
        while isinstance(paint, Role):
            if not paint.name:
                return self._current
            if paint.name in self._palette:
                return self._palette[paint.name]
            if not paint.has_fallback:
                self._missing(paint)
                return self._current
            paint = paint.fallback
        return paint

    def fill(self, paint: Solid | Gradient) -> Colour | LinearGradient | None:
        if not isinstance(paint, Gradient):
            return self.solid(paint)
        stops = tuple(GradientStop(stop.offset, self.solid(stop.paint) or BLACK) for stop in paint.stops)
        return LinearGradient(paint.x1, paint.y1, paint.x2, paint.y2, stops)


def open_names(paint: Solid | Gradient) -> list[Role]:
    """The roles that the paint leaves open, fallbacks among them."""
    if isinstance(paint, Gradient):
        return [role for stop in paint.stops for role in open_names(stop.paint)]
    found = []
    step: Solid = paint
    while isinstance(step, Role):
        found.append(step)
        step = step.fallback
    return found

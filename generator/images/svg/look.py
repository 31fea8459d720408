"""How an element of SVG is painted: its properties, those it inherits, its lengths and transforms.

Raises ValueError, with words for the user, for a value that cannot be read or drawn.
"""

import re
from contextlib import suppress
from math import cos, pi, sin, sqrt, tan
from typing import NamedTuple, TypeVar

from generator.colours import BLACK
from generator.errors import NOWHERE, Place
from generator.geometry import IDENTITY, Size, Transform
from generator.images.paths import numbers
from generator.images.svg.markup import Node
from generator.images.svg.paint import CURRENT, Reference, RoleColour, Tint, read_colour, read_opacity, read_paint
from generator.images.svg.type_look import TYPE_PROPERTIES, WIDE, TypeLook, type_changed
from generator.units import MM_PER_INCH, POINTS_PER_INCH

T = TypeVar("T")
_PX_PER_INCH = 96  # CSS Values 4 §6.2
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "in": _PX_PER_INCH,
    "cm": _PX_PER_INCH / MM_PER_INCH * 10,
    "mm": _PX_PER_INCH / MM_PER_INCH,
    "pt": _PX_PER_INCH / POINTS_PER_INCH,
    "pc": _PX_PER_INCH / POINTS_PER_INCH * 12,
}
_LENGTH = re.compile(r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*([a-zA-Z%]*)")
_CAPS = {"butt": 0, "round": 1, "square": 2}
_JOINS = {"miter": 0, "miter-clip": 0, "arcs": 0, "round": 1, "bevel": 2}
_RULES = {"nonzero": False, "evenodd": True}

# What would change the drawing and is not drawn here, with the values that change nothing.
_REFUSED = {
    "filter": ("none",),
    "marker": ("none",),
    "marker-start": ("none",),
    "marker-mid": ("none",),
    "marker-end": ("none",),
    "mix-blend-mode": ("normal",),
    "vector-effect": ("none",),
    "transform-box": ("view-box",),
    "clip": ("auto",),
    "backdrop-filter": ("none",),
    "d": (),
}
_INHERITED = frozenset(
    {
        *("color", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"),
        *("stroke-dasharray", "stroke-dashoffset", "fill-rule", "clip-rule", "visibility"),
        *("fill-opacity", "stroke-opacity", "paint-order"),
    }
)
_OWN = frozenset(
    {
        *("opacity", "display", "clip-path", "mask", "mask-type", "transform", "transform-origin", "overflow"),
        *("stop-color", "stop-opacity"),
    }
)
PRESENTATION = (_INHERITED | _OWN | _REFUSED.keys() | TYPE_PROPERTIES) - {
    "d"
}  # properties that an attribute may say too
GEOMETRY = frozenset({"x", "y", "cx", "cy", "r", "rx", "ry", "width", "height"})  # attributes that a style may say too


class Look(NamedTuple):
    """What an element hands down to those inside it (SVG 2 §6.1)."""

    colour: Tint = Tint(CURRENT)
    fill: Tint | Reference = Tint(BLACK)
    stroke: Tint | Reference = Tint(None)
    width: float = 1.0
    cap: int = 0
    join: int = 0
    mitre: float = 4.0
    dash: tuple[float, ...] = ()
    dash_starts: float = 0.0
    even_odd: bool = False
    clip_even_odd: bool = False
    visible: bool = True
    fill_opacity: float = 1.0
    stroke_opacity: float = 1.0
    stroke_first: bool = False
    type: TypeLook = TypeLook()


INITIAL = Look()


def refused(name: str, value: str) -> bool:
    """Whether the property would change the drawing in a way that is not drawn here."""
    return name in _REFUSED and value.lower() not in (*_REFUSED[name], *WIDE)


def changed(look: Look, name: str, value: str, view: Size, place: Place = NOWHERE) -> Look:
    """The look with one more property said."""
    if name in TYPE_PROPERTIES:
        return look._replace(type=type_changed(look.type, name, value, length))
    if name not in _INHERITED or value.lower() in ("inherit", "unset"):
        return look
    if value.lower() == "initial":
        value = _INITIAL_WORDS[name]
    if name in ("fill", "stroke"):
        paint = read_paint(value, place)
        return look._replace(fill=paint) if name == "fill" else look._replace(stroke=paint)
    if name == "color":
        colour = read_colour(value, place)
        return look if colour.solid == CURRENT else look._replace(colour=colour)
    if name == "visibility":
        return look._replace(visible=_word(value, {"visible": True, "hidden": False, "collapse": False}))
    if name == "fill-opacity":
        return look._replace(fill_opacity=read_opacity(value))
    if name == "stroke-opacity":
        return look._replace(stroke_opacity=read_opacity(value))
    if name == "paint-order":
        return look._replace(stroke_first=value.lower().startswith("stroke"))
    if name in ("fill-rule", "clip-rule"):
        rule = _word(value, _RULES)
        return look._replace(even_odd=rule) if name == "fill-rule" else look._replace(clip_even_odd=rule)
    return _stroke_changed(look, name, value, view)


_INITIAL_WORDS = {
    "color": "black",
    "fill": "black",
    "stroke": "none",
    "stroke-width": "1",
    "stroke-linecap": "butt",
    "stroke-linejoin": "miter",
    "stroke-miterlimit": "4",
    "stroke-dasharray": "none",
    "stroke-dashoffset": "0",
    "fill-rule": "nonzero",
    "clip-rule": "nonzero",
    "visibility": "visible",
    "paint-order": "normal",
    "fill-opacity": "1",
    "stroke-opacity": "1",
}


def look_of(node: Node, view: Size) -> Look:
    """The look of an element where it stands; what is wrong with a value is said where that is drawn."""
    look = look_of(node.parent, view) if node.parent else INITIAL
    for name, value in node.said.items():
        with suppress(ValueError):
            look = changed(look, name, value, view, node.place)
    return look


def painted(paint: Tint | Reference, colour: Tint) -> Tint | Reference:
    """`currentColor` is handed down as a word: it is the `color` of whoever paints with it (CSS Color 4 §9.2)."""
    if isinstance(paint, Reference):
        return paint._replace(fallback=_own(paint.fallback, colour))
    return _own(paint, colour)


def _own(tint: Tint, colour: Tint) -> Tint:
    if tint.solid == CURRENT:
        return colour
    if isinstance(tint.solid, RoleColour) and tint.solid.fallback == CURRENT:
        return tint._replace(solid=tint.solid._replace(fallback=colour.solid))
    return tint


def _stroke_changed(look: Look, name: str, value: str, view: Size) -> Look:
    diagonal = _diagonal(view)
    if name == "stroke-linecap":
        return look._replace(cap=_word(value, _CAPS))
    if name == "stroke-linejoin":
        return look._replace(join=_word(value, _JOINS))
    if name == "stroke-width":
        width = length(value, diagonal)
        if width < 0:
            raise ValueError("stroke-width is under nought")
        return look._replace(width=width)
    if name == "stroke-miterlimit":
        mitre = length(value, 1.0)
        if mitre < 1:
            raise ValueError("stroke-miterlimit is under 1")
        return look._replace(mitre=mitre)
    if name == "stroke-dashoffset":
        return look._replace(dash_starts=length(value, diagonal))
    dash = tuple(length(part, diagonal) for part in value.replace(",", " ").split()) if value.lower() != "none" else ()
    if any(part < 0 for part in dash):
        raise ValueError("stroke-dasharray has a part under nought")
    return look._replace(dash=dash if sum(dash) > 0 else ())


def _diagonal(view: Size) -> float:
    """What percentages of lengths without a direction count from (SVG 2 §8.9)."""
    return sqrt((view.width**2 + view.height**2) / 2)


def _word(value: str, known: dict[str, T]) -> T:
    if value.lower() not in known:
        raise ValueError(f"'{value[:30]}' is not one of {', '.join(known)}")
    return known[value.lower()]


def length(text: str, whole: float) -> float:
    """A length in user units; per cent count from `whole`."""
    found = _LENGTH.fullmatch(text.strip())
    unit = found[2].lower() if found else ""
    if not found or (unit not in _UNITS and unit != "%"):
        raise ValueError(f"'{text.strip()[:30]}' is not a length that is known here")
    value = numbers(found[1])[0]
    return value * whole / 100 if unit == "%" else value * _UNITS[unit]


_STEP = re.compile(r"\s*,?\s*([a-zA-Z]+)\s*\(([^()]*)\)")


_SIDES = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


def read_origin(text: str, view: Size) -> tuple[float, float]:
    """The point that a transform turns about, in the box of the drawing (CSS Transforms 1 §6)."""
    parts = text.lower().split()[:2]
    if parts and parts[0] in ("top", "bottom"):
        parts = [parts[1] if len(parts) > 1 else "center", parts[0]]
    parts = [*parts, "center"][:2]
    x, y = (
        _SIDES[part] * whole if part in _SIDES else length(part, whole) for part, whole in zip(parts, view, strict=True)
    )
    return x, y


def read_transform(text: str) -> Transform:
    """A list of transforms (SVG 2 §8.5)."""
    text = text.strip()
    if text in ("", "none"):
        return IDENTITY
    whole, at = IDENTITY, 0
    while at < len(text):
        found = _STEP.match(text, at)
        if not found:
            raise ValueError(f"'{text[at : at + 30]}' is not a transform")
        whole = whole.after(_one_transform(found[1], numbers(re.sub(r"(?<=[0-9.])(deg|px)\b", "", found[2]))))
        at = found.end()
    return whole


def _one_transform(name: str, values: list[float]) -> Transform:
    match name, values:
        case "matrix", [a, b, c, d, e, f]:
            return Transform(a, b, c, d, e, f)
        case "translate", [x]:
            return Transform(e=x)
        case "translate", [x, y]:
            return Transform(e=x, f=y)
        case "scale", [x]:
            return Transform(a=x, d=x)
        case "scale", [x, y]:
            return Transform(a=x, d=y)
        case "rotate", [turn]:
            return _rotation(turn)
        case "rotate", [turn, x, y]:
            return Transform(e=x, f=y).after(_rotation(turn)).after(Transform(e=-x, f=-y))
        case "skewX", [turn]:
            return Transform(c=tan(turn * pi / 180))
        case "skewY", [turn]:
            return Transform(b=tan(turn * pi / 180))
    raise ValueError(f"'{name}' with {len(values)} numbers is not a transform")


def _rotation(turn: float) -> Transform:
    right = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}.get(turn % 360)
    cosine, sine = right or (cos(turn * pi / 180), sin(turn * pi / 180))
    return Transform(cosine, sine, -sine, cosine)

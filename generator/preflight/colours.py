"""Colour spaces and colours as a press sees them (ISO 32000-2 §8.6): which plates they print on, and how much.

A spot colour is a plate of its own. What an RGB colour gives on the plates depends on a conversion that is not in the
file: it has no plates here.
"""

from collections.abc import Sequence
from typing import NamedTuple

from generator.preflight.objects import Objects, Value, name_of, number_of, plain, text_of

Plates = tuple[tuple[str, float], ...]  # name and tint, from 0 to 1; those without ink left out

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
DEVICE = {
    "/DeviceGray": ("gray", 1), "/G": ("gray", 1), "/DeviceRGB": ("rgb", 3), "/RGB": ("rgb", 3),
    "/DeviceCMYK": ("cmyk", 4), "/CMYK": ("cmyk", 4), "/CalGray": ("cal-gray", 1), "/CalRGB": ("cal-rgb", 3),
    "/CalCMYK": ("cmyk", 4), "/Lab": ("lab", 3), "/Pattern": ("pattern", 0),
}  # fmt: skip
WORDS = {
    "gray": "DeviceGray", "rgb": "DeviceRGB", "cmyk": "DeviceCMYK", "cal-gray": "CalGray", "cal-rgb": "CalRGB",
    "lab": "Lab", "icc-gray": "grey by an ICC profile", "icc-rgb": "RGB by an ICC profile",
    "icc-cmyk": "CMYK by an ICC profile", "spot": "a spot colour", "pattern": "a pattern", 
    "unknown": "an unknown colour space",
}  # fmt: skip
DEEPEST = 6


class Space(NamedTuple):
    """`family` is one of the keys of WORDS; an indexed space is its base with `indexed` set."""

    family: str
    components: int
    names: tuple[str, ...] = ()  # of spot colours
    under: "Space | None" = None  # the alternate of a spot colour, what an uncoloured pattern is painted in
    table: bytes = b""  # of an indexed space
    indexed: bool = False

    @property
    def families(self) -> frozenset[str]:
        """All that a press has to know: that of the alternate too."""
        own = frozenset() if self.family == "pattern" else frozenset({self.family})
        return own | self.under.families if self.under else own

    @property
    def words(self) -> str:
        if self.family == "spot":
            return f"spot colour {', '.join(self.names)}"
        return WORDS[self.family]

    @property
    def at_first(self) -> tuple[float, ...]:
        """The colour that it begins with (§8.6.8, `cs`)."""
        if self.indexed:
            return (0.0,)
        if self.family == "spot":
            return (1.0,) * self.components
        return (0.0, 0.0, 0.0, 1.0) if self.components == 4 else (0.0,) * self.components


GRAY, RGB, CMYK = Space("gray", 1), Space("rgb", 3), Space("cmyk", 4)
PATTERN, UNKNOWN = Space("pattern", 0), Space("unknown", 1)


class Ink:
    """A colour. `total` is the sum of its tints (1 is 100 %), None where its plates are not known."""

    __slots__ = ("black", "dark", "key", "plates", "space", "total", "values", "white")

    def __init__(self, space: Space, values: tuple[float, ...]) -> None:
        self.space, self.values = space, values
        plates = plates_of(space, values)
        self.plates: Plates = plates or ()
        self.total = None if plates is None else sum(tint for _, tint in plates)
        self.black = bool(plates) and all(name == "Black" for name, _ in self.plates)
        light = _lightness(space, values, self.plates)
        self.white = light > 0.999 and not plates
        self.dark = 1 - light
        self.key = (space.family, space.names, values)

    @property
    def words(self) -> str:
        if self.space.family == "cmyk":
            tints = " ".join(f"{letter}{value * 100:.0f}" for letter, value in zip("CMYK", self.values, strict=False))
            return tints
        numbers = " ".join(f"{value:.3g}" for value in self.values)
        return f"{self.space.words} {numbers}".strip()


def plates_of(space: Space, values: Sequence[float]) -> Plates | None:
    """The plates that a colour prints on; None where a conversion decides."""
    if space.indexed:
        place = int(values[0]) * space.components if values else 0
        entry = space.table[place : place + space.components]
        return plates_of(space._replace(indexed=False), [byte / 255 for byte in entry])
    match space.family:
        case "gray" | "cal-gray" | "icc-gray":
            tints: Plates = (("Black", 1 - values[0]),) if values else ()
        case "cmyk" | "icc-cmyk":
            tints = tuple(zip(PROCESS, values, strict=False))
        case "spot":
            tints = _spot(space, values)
        case _:
            return None
    return tuple((name, min(tint, 1.0)) for name, tint in tints if tint > 0.002)


def _spot(space: Space, values: Sequence[float]) -> Plates:
    tints: dict[str, float] = {}
    for name, tint in zip(space.names, values, strict=False):
        for plate in PROCESS if name == "All" else () if name == "None" else (name,):
            tints[plate] = tint
    return tuple(tints.items())


def _lightness(space: Space, values: Sequence[float], plates: Plates) -> float:
    """From 0, black, to 1: an estimate for telling white, light and dark."""
    if space.indexed or not values:
        return 1.0 if not plates and space.family not in ("rgb", "icc-rgb", "lab", "pattern", "unknown") else 0.5
    if space.family in ("rgb", "cal-rgb", "icc-rgb") and len(values) >= 3:
        return 0.3 * values[0] + 0.59 * values[1] + 0.11 * values[2]
    if space.family == "lab":
        return values[0] / 100
    if space.family in ("pattern", "unknown"):
        return 0.5
    weights = {"Cyan": 0.6, "Magenta": 0.6, "Yellow": 0.11, "Black": 1.0}
    light = 1.0
    for name, tint in plates:
        light *= 1 - weights.get(name, 0.5) * tint
    return light


def space_of(objects: Objects, value: Value, resources: Value = None, depth: int = 0) -> Space | None:
    """A colour space as a name or an array says it; None if it is said nowhere."""
    value = objects.resolve(value)
    if depth > DEEPEST or value is None:
        return None
    name = name_of(value) or (value if isinstance(value, str) and value.startswith("/") else "")
    if name:
        if name in DEVICE:
            return Space(*DEVICE[name])
        named = objects.path(resources, "/ColorSpace", name)
        return space_of(objects, named, None, depth + 1) if named is not None else None
    if not isinstance(value, list) or not value:
        return None
    return _array(objects, [name_of(objects.resolve(value[0])) or str(value[0]), *value[1:]], resources, depth)


def _array(objects: Objects, parts: list[Value], resources: Value, depth: int) -> Space | None:
    kind, rest = parts[0], [*parts[1:], None, None, None]

    def inner(value: Value) -> Space | None:
        return space_of(objects, value, resources, depth + 1)

    match kind:
        case "/ICCBased":
            return _by_profile(objects, rest[0])
        case "/Indexed" | "/I":
            under = inner(rest[0])
            return under._replace(indexed=True, table=_table(objects, rest[2])) if under else None
        case "/Separation":
            return Space("spot", 1, (_plain_name(objects, rest[0]),), inner(rest[1]))
        case "/DeviceN":
            names = tuple(_plain_name(objects, each) for each in objects.items(rest[0]))[:32]
            return Space("spot", len(names), names, inner(rest[1]))
        case "/Pattern":
            return PATTERN._replace(under=inner(rest[0]))
        case _:
            return Space(*DEVICE[kind]) if kind in DEVICE else None


def _by_profile(objects: Objects, profile: Value) -> Space:
    components = int(objects.number(profile, "/N", 0))
    family = {1: "icc-gray", 3: "icc-rgb", 4: "icc-cmyk"}.get(components)
    return Space(family, components) if family else UNKNOWN


def _table(objects: Objects, value: Value) -> bytes:
    value = objects.resolve(value)
    if isinstance(value, bytes):
        return value[:4096]
    if isinstance(value, str):
        original = getattr(value, "original_bytes", None)
        return original[:4096] if isinstance(original, bytes) else value.encode("latin-1", "replace")[:4096]
    return objects.data(value, 4096)


def _plain_name(objects: Objects, value: Value) -> str:
    return str(plain(objects, value) or "").removeprefix("/")


def ink(space: Space, operands: Sequence[Value]) -> Ink:
    """The colour that numbers give in a space; missing ones are what the space begins with."""
    numbers = [min(max(found, -1e4), 1e4) for each in operands if (found := number_of(each)) is not None]
    count = 1 if space.indexed else space.components
    values = tuple([*numbers, *space.at_first[len(numbers) :]][:count])
    return Ink(space, values)


__all__ = ["CMYK", "GRAY", "PATTERN", "PROCESS", "RGB", "UNKNOWN", "Ink", "Space", "ink", "space_of", "text_of"]

"""How the words of SVG are set: the properties of fonts and text, as they are handed down (SVG 2 §11, CSS Fonts 4).

Raises ValueError, with words for the user, for a value that cannot be read.
"""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

T = TypeVar("T")
LengthReader = Callable[[str, float], float]  # a length in user units; per cent count from the second
WIDE = ("inherit", "initial", "unset")  # values that every property takes
_SIZES = {"xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32}
_LONGEST = 500  # characters of a value that are read
_STEP = 1.2  # from a size to one that is larger or smaller
_EX = 0.5  # em, in the place of the height of an x
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_WEIGHTS = {"normal": 400, "bold": 700}
_SLANTS = {"normal": False, "italic": True, "oblique": True}
_BASELINES = {
    **dict.fromkeys(("auto", "alphabetic", "baseline"), "alphabetic"),
    **dict.fromkeys(("hanging", "middle", "central"), ""),
    **dict.fromkeys(("text-before-edge", "text-top", "before-edge"), "text-top"),
    **dict.fromkeys(("text-after-edge", "text-bottom", "after-edge"), "text-bottom"),
}
_SPACES = {
    **dict.fromkeys(("normal", "nowrap"), False),
    **dict.fromkeys(("pre", "pre-wrap", "break-spaces"), True),
}
# What would change the words and is not drawn here, with the values that change nothing.
_NOT_SET = {
    "font": (),
    "text-decoration": ("none",),
    "text-decoration-line": ("none",),
    "font-variant": ("normal", "none"),
    "font-variant-caps": ("normal",),
    "font-stretch": ("normal", "100%"),
    "font-size-adjust": ("none",),
    "font-kerning": ("auto", "normal"),
    "font-feature-settings": ("normal",),
    "font-variation-settings": ("normal",),
    "writing-mode": ("horizontal-tb", "lr-tb", "lr"),
    "direction": ("ltr",),
    "unicode-bidi": ("normal", "embed", "isolate"),
    "text-transform": ("none",),
    "text-shadow": ("none",),
    "alignment-baseline": ("auto", "baseline", "alphabetic"),
    "inline-size": ("auto", "0"),
    "shape-inside": ("auto", "none"),
}
_SET = frozenset(
    {
        *("font-family", "font-size", "font-weight", "font-style", "text-anchor", "letter-spacing", "word-spacing"),
        *("dominant-baseline", "baseline-shift", "white-space"),
    }
)
TYPE_PROPERTIES = _SET | _NOT_SET.keys()
_SHIFTS = {"baseline": 0.0, "initial": 0.0, "super": 0.4, "sub": -0.2}  # em, as Inkscape places them
_WEIGHT_ALONE = re.compile(r"""\s*["']wght["']\s+([0-9.]{1,8})\s*""")  # as Illustrator repeats font-weight
_NAME_PARTS = re.compile(r"[A-Z][a-z]+|[a-z]+")
_BOLD_NAMES, _ITALIC_NAMES = (
    {"bold", "semibold", "demibold", "extrabold", "black", "heavy", "fett"},
    {"italic", "oblique", "it", "kursiv"},
)
_FAMILY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,"']+))\s*(?:,|$)""")
_IN_TYPE = re.compile(r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)\s*(em|ex|rem|ch)", re.I)
_SHORT = (r"(?P<before>.*?)(?:^|\s)(?P<size>[0-9.][^\s/]*|[a-z]+-?(?:small|large)|medium|smaller|larger)"
                    r"(?:\s*/\s*\S+)?\s+(?P<family>\S.*)")  # fmt: skip
_BEFORE_SIZE = {**dict.fromkeys(_WEIGHTS, "font-weight"), **dict.fromkeys(_SLANTS, "font-style")}


class TypeLook(NamedTuple):
    """Sizes and spaces in user units."""

    families: tuple[str, ...] = ()  # in the order in which they are wanted
    size: float = 16.0
    weight: int = 400
    italic: bool = False
    anchor: float = 0.0  # the share of a line that lies before its point
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    baseline: str = "alphabetic"
    shift: float = 0.0  # up from the baseline, that of what is around it included
    preserves: bool | None = None  # white space; None: as xml:space says
    not_set: tuple[tuple[str, str], ...] = ()  # properties that are not drawn here, with their values


def type_changed(look: TypeLook, name: str, value: str, length: LengthReader) -> TypeLook:
    """The look with one more property."""
    low = value.lower()
    match name:
        case _ if low in ("inherit", "unset"):
            return look
        case "baseline-shift":
            return look._replace(shift=look.shift + _shift(low, look.size, length))
        case "font-variation-settings" if (weight := _WEIGHT_ALONE.fullmatch(value)) is not None:
            return look._replace(weight=_weight(weight[1], look.weight))
        case _ if low == "initial":
            return _initial(look, name)
        case "font-family":
            return look._replace(families=read_families(value))
        case "font-size":
            return look._replace(size=_size(low, look.size, length))
        case "font-weight":
            return look._replace(weight=_weight(low, look.weight))
        case "font-style":
            return look._replace(italic=_word(low.split()[0] if low else low, _SLANTS))
        case "text-anchor":
            return look._replace(anchor=_word(low, _ANCHORS))
        case "letter-spacing" | "word-spacing":
            space = 0.0 if low == "normal" else in_type(value, look.size, 0.0, length)
            return look._replace(letter_spacing=space) if name[0] == "l" else look._replace(word_spacing=space)
        case "dominant-baseline":
            return look._replace(baseline=_word(low, _BASELINES) or low)
        case "white-space":
            return look._replace(preserves=_word(low, _SPACES))
    kept = tuple(each for each in look.not_set if each[0] != name)
    return look._replace(not_set=kept if low in _NOT_SET[name] else (*kept, (name, value)))


_FIELDS = {
    "font-family": "families",
    "font-size": "size",
    "font-weight": "weight",
    "font-style": "italic",
    "text-anchor": "anchor",
    "letter-spacing": "letter_spacing",
    "word-spacing": "word_spacing",
    "dominant-baseline": "baseline",
    "white-space": "preserves",
}


def _initial(look: TypeLook, name: str) -> TypeLook:
    if name in _FIELDS:
        return look._replace(**{_FIELDS[name]: TypeLook._field_defaults[_FIELDS[name]]})
    return look._replace(not_set=tuple(each for each in look.not_set if each[0] != name))


def _shift(value: str, size: float, length: LengthReader) -> float:
    """How far up; `size`: of the type around it, from which programs count."""
    if value in _SHIFTS:
        return _SHIFTS[value] * size
    return in_type(value, size, size, length)


def in_type(text: str, size: float, whole: float, length: LengthReader) -> float:
    """A length in user units, where a unit may count from the size of the type too."""
    found = _IN_TYPE.fullmatch(text.strip())
    if found is None:
        return length(text, whole)
    return float(found[1]) * size * (1.0 if found[2].lower() == "em" else _EX)


def read_families(text: str) -> tuple[str, ...]:
    """The names of a `font-family`, in their order."""
    names = (next(filter(None, found.groups()), "").strip() for found in _FAMILY.finditer(text[:_LONGEST]))
    return tuple(name[:60] for name in names if name)[:20]


def styles_named(family: str) -> tuple[bool, bool]:
    """Whether the name of a font says that it is bold, and italic: MyriadPro-BoldIt, as Illustrator names them."""
    parts = {part.lower() for part in _NAME_PARTS.findall(family)}
    return bool(parts & _BOLD_NAMES), bool(parts & _ITALIC_NAMES)


def longhands(value: str) -> dict[str, str]:
    """What a `font` says, property by property; itself where it cannot be read (CSS Fonts 4 §2.7)."""
    found = re.fullmatch(_SHORT, value.strip(), re.S | re.I) if len(value) <= _LONGEST else None
    if found is None or value.lower() in WIDE:
        return {"font": value}
    said = {"font-weight": "normal", "font-style": "normal"}
    for word in found["before"].lower().split():
        name = "font-weight" if word.isdecimal() or word in ("bolder", "lighter") else _BEFORE_SIZE.get(word)
        if name is None:
            return {"font": value}
        if word != "normal":
            said[name] = word
    return {**said, "font-size": found["size"], "font-family": found["family"]}


def _size(value: str, size: float, length: LengthReader) -> float:
    if value in _SIZES:
        return float(_SIZES[value])
    if value in ("smaller", "larger"):
        return size * _STEP if value == "larger" else size / _STEP
    read = in_type(value, size, size, length)
    if read < 0:
        raise ValueError("font-size is under nought")
    return read


def _weight(value: str, weight: int) -> int:
    if value == "bolder":
        return 400 if weight < 350 else 700 if weight < 550 else 900
    if value == "lighter":
        return 100 if weight < 550 else 400 if weight < 750 else 700
    if value.replace(".", "", 1).isdecimal() and 1 <= float(value) <= 1000:
        return round(float(value))
    return _word(value, _WEIGHTS)


def _word(value: str, known: dict[str, T]) -> T:
    if value not in known:
        raise ValueError(f"'{value[:30]}' is not one of {', '.join(known)}")
    return known[value]

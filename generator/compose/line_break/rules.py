"""UAX #14, revision 50 (Unicode 15.0): where a text may be broken into lines. No tailoring but that of numbers (§8.2,
example 7), which the test of the standard expects as well. The rules are called as they are there, LB4 to LB31.
"""

import re
from typing import NamedTuple

from generator.compose.line_break.classes import class_of

_MANDATORY = frozenset({"BK", "CR", "LF", "NL"})
_ALONE = _MANDATORY | {"SP", "ZW"}  # what takes no combining mark
_HANGUL = ("JL", "JV", "JT", "H2", "H3")
_LETTERS, _PICTURES = ("AL", "HL"), ("ID", "IDX", "EB", "EM")
_OPENING, _QUOTES = ("OP", "OPW"), ("QU", "QUI", "QUF")
_BEFORE_ANY = frozenset({"CL", "CP", "IS", "SY"})  # LB13, but after a digit

_Pairs = tuple[tuple[str, ...], tuple[str, ...]]
_HELD: tuple[_Pairs, ...] = (  # between the one and the other no line ends
    (_LETTERS, ("NU",)),  # LB23
    (("NU",), _LETTERS),
    (("PR",), _PICTURES),  # LB23a; a modifier of emoji counts as an ideograph
    (_PICTURES, ("PO",)),
    (("PR", "PO"), _LETTERS),  # LB24
    (_LETTERS, ("PR", "PO")),
    (("JL",), ("JL", "JV", "H2", "H3")),  # LB26
    (("JV", "H2"), ("JV", "JT")),
    (("JT", "H3"), ("JT",)),
    (_HANGUL, ("PO",)),  # LB27
    (("PR",), _HANGUL),
    (_LETTERS, _LETTERS),  # LB28
    (("IS",), _LETTERS),  # LB29
    ((*_LETTERS, "NU"), ("OP",)),  # LB30
    (("CP",), (*_LETTERS, "NU")),
    (("EB", "IDX"), ("EM",)),  # LB30b
    (("SY",), ("HL",)),  # LB21b
)
_HELD_PAIRS = frozenset((one, other) for before, after in _HELD for one in before for other in after)
_NUMBER = re.compile(  # LB25, over classes with a blank after each
    r"(?:P[RO] )?(?:(?:OPW?|HY) )?(?:NU )(?:NU |SY |IS )*(?:C[LP] )?(?=(P[RO] )?)"
)  # the sign at its end may open the next one


class _Units(NamedTuple):
    """Characters with the combining marks on them: the class of each, and where it begins."""

    names: list[str]
    starts: list[int]
    joined: set[int]  # those that a zero-width joiner ends


def opportunities(text: str) -> list[int]:
    """The places in a text before which a line may begin, its own ends left out."""
    units = _units(text)
    numbers = _inside_numbers(units.names)
    return [units.starts[at] for at in range(1, len(units.names)) if at not in numbers and _may_break(units, at)]


def _units(text: str) -> _Units:
    """LB9 and LB10: a mark belongs to its letter, and is one where it has none."""
    units = _Units([], [], set())
    names, starts, joined = units
    for at, name in enumerate(map(class_of, text)):
        if name in ("CM", "ZWJ"):
            joins = name == "ZWJ"
            if not names or names[-1] in _ALONE:
                names.append("AL")
                starts.append(at)
            (joined.add if joins else joined.discard)(len(names) - 1)
            continue
        names.append(name)
        starts.append(at)
    return units


def _inside_numbers(names: list[str]) -> set[int]:
    """The units before which no line begins, as they continue a number."""
    if "NU" not in names:
        return set()
    said = "".join(f"{name} " for name in names)
    inside: set[int] = set()
    for match in _NUMBER.finditer(said):
        first = said.count(" ", 0, match.start())
        inside.update(range(first + 1, first + (match[0] + (match[1] or "")).count(" ")))
    return inside


def _may_break(units: _Units, at: int) -> bool:
    """Whether a line may begin with a unit; the rules in their order."""
    names = units.names
    before, after = names[at - 1], names[at]
    if before in _MANDATORY:
        return not (before == "CR" and after == "LF")  # LB4, LB5
    if after in _MANDATORY or after in ("SP", "ZW"):
        return False  # LB6, LB7
    spaced = _before_spaces(names, at)
    if spaced == "ZW":
        return True  # LB8
    if at - 1 in units.joined or "WJ" in (before, after) or before == "GL":
        return False  # LB8a, LB11, LB12
    if after == "GL" and before not in ("SP", "BA", "HY"):
        return False  # LB12a
    if after == "EX" or (after in _BEFORE_ANY and before != "NU"):
        return False  # LB13
    if _held_over_spaces(spaced, after):
        return False
    return before == "SP" or not _is_held(names, at)  # LB18


def _before_spaces(names: list[str], at: int) -> str:
    """The class of what stands before a unit, spaces left out."""
    at -= 1
    while at > 0 and names[at] == "SP":
        at -= 1
    return names[at]


def _held_over_spaces(before: str, after: str) -> bool:
    """LB14 to LB17."""
    return (
        before in _OPENING
        or (before in _QUOTES and after in _OPENING)
        or (before in ("CL", "CP") and after == "NS")
        or before == after == "B2"
    )


def _is_held(names: list[str], at: int) -> bool:
    """LB19 to LB30b, where no space is between."""
    before, after = names[at - 1], names[at]
    if before in _QUOTES or after in _QUOTES:
        return True  # LB19
    if "CB" in (before, after):
        return False  # LB20
    if after in ("BA", "HY", "NS", "IN") or before == "BB":
        return True  # LB21, LB22
    if before in ("HY", "BA") and at > 1 and names[at - 2] == "HL":
        return True  # LB21a
    if before == after == "RI":
        return _flags(names, at) % 2 == 1  # LB30a
    return (before, after) in _HELD_PAIRS


def _flags(names: list[str], at: int) -> int:
    """How many regional indicators stand before a unit, without a gap."""
    first = at
    while first > 0 and names[first - 1] == "RI":
        first -= 1
    return at - first

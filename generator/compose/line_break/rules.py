"""UAX #14, revision 50 (Unicode 15.0): where a text may be broken into lines. No tailoring but that of numbers (§8.2,
example 7), which the test of the standard expects as well. The rules are called as they are there, LB4 to LB31.
"""

import re
from collections.abc import Iterator
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


class _Unit(NamedTuple):
    """A character with the combining marks on it."""

    name: str  # its class
    start: int
    joins: bool  # a zero-width joiner ends it


def opportunities(text: str) -> list[int]:
    """The places in a text before which a line may begin, its own ends left out."""
    units = _units(text)
    numbers = _inside_numbers(units)
    return [units[at].start for at in range(1, len(units)) if at not in numbers and _may_break(units, at)]


def _units(text: str) -> list[_Unit]:
    """LB9 and LB10: a mark belongs to its letter, and is one where it has none."""
    units: list[_Unit] = []
    for at, character in enumerate(text):
        name = class_of(character)
        if name in ("CM", "ZWJ"):
            if units and units[-1].name not in _ALONE:
                units[-1] = units[-1]._replace(joins=name == "ZWJ")
                continue
            units.append(_Unit("AL", at, name == "ZWJ"))
            continue
        units.append(_Unit(name, at, joins=False))
    return units


def _inside_numbers(units: list[_Unit]) -> set[int]:
    """The units before which no line begins, as they continue a number."""
    if not any(unit.name == "NU" for unit in units):
        return set()
    said = "".join(f"{unit.name} " for unit in units)
    inside: set[int] = set()
    for match in _NUMBER.finditer(said):
        first = said.count(" ", 0, match.start())
        inside.update(range(first + 1, first + (match[0] + (match[1] or "")).count(" ")))
    return inside


def _may_break(units: list[_Unit], at: int) -> bool:
    """Whether a line may begin with a unit; the rules in their order."""
    before, after = units[at - 1].name, units[at].name
    if before in _MANDATORY:
        return not (before == "CR" and after == "LF")  # LB4, LB5
    if after in _MANDATORY or after in ("SP", "ZW"):
        return False  # LB6, LB7
    spaced = _before_spaces(units, at)
    if spaced == "ZW":
        return True  # LB8
    if units[at - 1].joins or "WJ" in (before, after) or before == "GL":
        return False  # LB8a, LB11, LB12
    if after == "GL" and before not in ("SP", "BA", "HY"):
        return False  # LB12a
    if after == "EX" or (after in _BEFORE_ANY and before != "NU"):
        return False  # LB13
    if _held_over_spaces(spaced, after):
        return False
    return before == "SP" or not _is_held(units, at)  # LB18


def _before_spaces(units: list[_Unit], at: int) -> str:
    """The class of what stands before a unit, spaces left out."""
    at -= 1
    while at > 0 and units[at].name == "SP":
        at -= 1
    return units[at].name


def _held_over_spaces(before: str, after: str) -> bool:
    """LB14 to LB17."""
    return (
        before in _OPENING
        or (before in _QUOTES and after in _OPENING)
        or (before in ("CL", "CP") and after == "NS")
        or before == after == "B2"
    )


def _is_held(units: list[_Unit], at: int) -> bool:
    """LB19 to LB30b, where no space is between."""
    before, after = units[at - 1].name, units[at].name
    if before in _QUOTES or after in _QUOTES:
        return True  # LB19
    if "CB" in (before, after):
        return False  # LB20
    if after in ("BA", "HY", "NS", "IN") or before == "BB":
        return True  # LB21, LB22
    if before in ("HY", "BA") and at > 1 and units[at - 2].name == "HL":
        return True  # LB21a
    if before == after == "RI":
        return sum(1 for _ in _flags(units, at)) % 2 == 1  # LB30a
    return (before, after) in _HELD_PAIRS


def _flags(units: list[_Unit], at: int) -> Iterator[_Unit]:
    """The regional indicators that stand before a unit, without a gap."""
    while at > 0 and units[at - 1].name == "RI":
        at -= 1
        yield units[at]

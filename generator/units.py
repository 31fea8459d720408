"""Reads lengths such as '3mm', '1/8in' and '17pt'. The only room that knows 25.4 and 72."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0
POINTS_PER_MM = POINTS_PER_INCH / MM_PER_INCH
MM_PER_POINT = MM_PER_INCH / POINTS_PER_INCH

_MM = {
    "mm": Fraction(1),
    "cm": Fraction(10),
    "in": Fraction(254, 10),
    "pt": Fraction(254, 720),
}
_LENGTH = re.compile(r"\s*(-?)\s*(?:(\d+)\s+)?(\d+/\d+|\d+(?:[.,]\d+)?|[.,]\d+)\s*([a-zA-Z\"]*)\s*")


@lru_cache(maxsize=1024)
def millimetres(text: str) -> float:
    """'3mm', '0.3 cm', '1/8in', '2 1/2in', '9pt' in millimetres.

    Raises ValueError, with words for the user, for a bare number, an unknown unit or no length at all.
    """
    found = _LENGTH.fullmatch(text)
    if not found:
        raise ValueError(f"'{text}' is not a length; write a number with mm, cm, in or pt, such as 3mm")
    sign, whole, number, unit = found.groups()
    if not unit:
        raise ValueError(f"{text.strip()} has no unit; write {text.strip()}mm, or with cm, in or pt")
    if unit not in _MM:
        raise ValueError(f"'{unit}' is not a unit of length here; use mm, cm, in or pt")
    if "/" in number and number.endswith("/0"):
        raise ValueError(f"'{text}' divides by nought")
    size = Fraction(number.replace(",", ".")) + Fraction(whole or 0)
    return float(size * _MM[unit] * (-1 if sign else 1))


def points(text: str) -> float:
    """The same lengths in points: type sizes and line widths."""
    return round(millimetres(text) * POINTS_PER_MM, 6)


@dataclass(frozen=True, slots=True)
class LengthReader:
    """How a model's field of this kind reads its text, and what the JSON Schema says of it."""

    unit: Literal["mm", "pt"]

    def read(self, text: str) -> float:
        return millimetres(text) if self.unit == "mm" else points(text)

    def write(self, length: float) -> str:
        """A default as a file would say it."""
        return f"{length:g}{self.unit}"

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^-?\s*(\d+ )?(\d+/\d+|\d*[.,]?\d+)\s*(mm|cm|in|pt)$",
            "description": "a length with its unit, such as 3mm, 1/8in or 17pt",
        }


class Share(float):
    """A part of the whole width or height that a length is measured in: 0.5 is half of it."""


@dataclass(frozen=True, slots=True)
class ExtentReader:
    """A length, or a share of the whole such as '50%'."""

    def read(self, text: str) -> float:
        if not text.rstrip().endswith("%"):
            return millimetres(text)
        try:
            return Share(float(text.rstrip().removesuffix("%")) / 100)
        except ValueError:
            raise ValueError(f"'{text}' is not a share; write a number with %, such as 50%") from None

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^-?\s*(\d+ )?(\d+/\d+|\d*[.,]?\d+)\s*(mm|cm|in|pt|%)$",
            "description": "a length with its unit, such as 3mm, or a share of the whole, such as 50%",
        }


Extent = Annotated[float, ExtentReader()]
Mm = Annotated[float, LengthReader("mm")]
Pt = Annotated[float, LengthReader("pt")]

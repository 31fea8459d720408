"""Colours: an RGB value for screens and office printers, a CMYK build for print houses; contrast."""

import re
from functools import lru_cache
from typing import NamedTuple

Build = tuple[float, float, float, float]  # cyan, magenta, yellow and black, each from 0 to 1
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class Colour(NamedTuple):
    """Red, green, blue and, where given, a CMYK build; every part from 0 to 1."""

    red: float
    green: float
    blue: float
    cmyk: Build | None = None

    @classmethod
    def from_hex(cls, text: str) -> "Colour":
        """'#1B6CA8' or '#18c'. Raises ValueError with words for the user."""
        found = _HEX.fullmatch(text.strip())
        if not found:
            raise ValueError(f"'{text}' is not a colour; write six hexadecimal digits, such as '#1B6CA8' (in quotes)")
        digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
        red, green, blue = (int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4))
        return cls(red, green, blue)

    @property
    def hex(self) -> str:
        return _hex(self.red, self.green, self.blue)

    @property
    def luminance(self) -> float:
        """Relative luminance (WCAG 2.2)."""
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in self[:3]]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(self, other: "Colour") -> float:
        """Contrast ratio (WCAG 2.2), from 1 to 21."""
        lighter, darker = sorted((self.luminance, other.luminance), reverse=True)
        return (lighter + 0.05) / (darker + 0.05)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with `share` of another stirred in: solid, so that nothing is transparent."""
        red, green, blue = (own + (its - own) * share for own, its in zip(self[:3], other[:3], strict=True))
        cmyk = None
        if self.cmyk and other.cmyk:
            c, m, y, k = (own + (its - own) * share for own, its in zip(self.cmyk, other.cmyk, strict=True))
            cmyk = (c, m, y, k)
        return Colour(red, green, blue, cmyk)


@lru_cache(maxsize=256)
def _hex(*parts: float) -> str:
    """Each span of each card asks for it, and a deck has a few colours."""
    return "#" + "".join([f"{round(part * 255):02x}" for part in parts])


BLACK = Colour(0, 0, 0, (0, 0, 0, 1))
WHITE = Colour(1, 1, 1, (0, 0, 0, 0))

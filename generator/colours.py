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

    def __repr__(self) -> str:
        """As any named tuple's, in half the time: digests are made of it."""
        red, green, blue, cmyk = self
        return f"Colour(red={red!r}, green={green!r}, blue={blue!r}, cmyk={cmyk!r})"

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
        return _luminance(self.red, self.green, self.blue)

    def contrast(self, other: "Colour") -> float:
        """Contrast ratio (WCAG 2.2), from 1 to 21."""
        own, its = self.luminance, other.luminance
        return (own + 0.05) / (its + 0.05) if own > its else (its + 0.05) / (own + 0.05)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """This colour with `share` of another stirred in: solid, so that nothing is transparent."""
        return _mixed(self, other, share)


@lru_cache(maxsize=1024)
def _mixed(colour: Colour, other: Colour, share: float) -> Colour:
    """The same few are mixed for every frame of every card."""
    red, green, blue = [own + (its - own) * share for own, its in zip(colour[:3], other[:3], strict=True)]
    cmyk = None
    if colour.cmyk and other.cmyk:
        c, m, y, k = [own + (its - own) * share for own, its in zip(colour.cmyk, other.cmyk, strict=True)]
        cmyk = (c, m, y, k)
    return Colour(red, green, blue, cmyk)


@lru_cache(maxsize=256)
def _hex(*parts: float) -> str:
    """Each span of each card asks for it, and a deck has a few colours."""
    return "#" + "".join([f"{round(part * 255):02x}" for part in parts])


@lru_cache(maxsize=1024)
def _luminance(*parts: float) -> float:
    """Colours are compared for every frame of every card."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


BLACK = Colour(0, 0, 0, (0, 0, 0, 1))
WHITE = Colour(1, 1, 1, (0, 0, 0, 0))

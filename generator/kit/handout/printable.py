"""Words that people typed, as a press can set them: nothing is markup, and what cannot be set is said in its place.

`[U+0633]` stands for a character that no font here has or that would be printed wrong, and for one that is not seen but
turns others round; control characters stand as their pictures. Nothing is left out but what says how the character
before it is to be drawn.
"""

import re
import unicodedata
from collections.abc import Iterator

from generator.fonts import FontBook, MissingGlyphs, unset_places
from generator.sources.typed_text import PLACES

MOST_IN_CELL = 90
WIDEST = 1.2  # em, a letter of a font that stands in
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_VARIANTS = re.compile("[\ufe0e\ufe0f]")
_MARKUP = re.compile(r"([\\*])")
_PICTURES = {0x7F: "\u2421", **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}}
_WEIGHTS = (("text", False), ("text", True), ("display", True))  # in which words of handouts are set


class PrintableWords:
    """Makes them, and knows whether some were said in place of their characters."""

    def __init__(self, book: FontBook) -> None:
        self._fonts = [book.font(role, bold) for role, bold in _WEIGHTS]
        self._book = book
        self._missing: dict[str, bool] = {}
        self.has_unset = False

    def __call__(self, text: str) -> str:
        """For running text, in which a star is a star."""
        return _MARKUP.sub(r"\\\1", self.plain(text))

    def short(self, text: str) -> str:
        """The same of no more characters than have room in the cell of a table."""
        line = " ".join(self.plain(text).split())
        return _MARKUP.sub(r"\\\1", line if len(line) <= MOST_IN_CELL else f"{line[: MOST_IN_CELL - 1].rstrip()}…")

    def within(self, text: str, most: float) -> str:
        """Its beginning, on one line that is so many em long at the most."""
        line, font = " ".join(self.plain(text).split()), self._fonts[0]
        wide = [font.width(char) if font.has(char) else WIDEST for char in line]
        if sum(wide) <= most:
            return line
        fits = next(at for at in range(len(line), -1, -1) if sum(wide[:at]) <= most - WIDEST)
        return f"{line[:fits].rstrip()}…"

    def plain(self, text: str) -> str:
        text = _LINE_ENDS.sub("\n", text).translate(_PICTURES).replace("\t", " ")
        if text.isascii():
            return text
        text = unicodedata.normalize("NFC", _VARIANTS.sub("", text))
        unset = self._unset(text)
        if not unset:
            return text
        self.has_unset = True
        return "".join(_said(text, unset))

    def _unset(self, text: str) -> set[int]:
        """Places of what cannot be set."""
        found = {place for start, end in unset_places(text) for place in range(start, end)}
        return found | {place for place, char in enumerate(text) if not char.isascii() and self._is_missing(char)}

    def _is_missing(self, char: str) -> bool:
        known = self._missing.get(char)
        if known is None:
            known = self._missing[char] = char not in PLACES and (
                unicodedata.category(char) in ("Cc", "Cf", "Cs", "Cn") or not self._has(char)
            )
        return known

    def _has(self, char: str) -> bool:
        try:
            for font in self._fonts:
                self._book.spread(char, font)
        except MissingGlyphs:
            return False
        return True


def _said(text: str, unset: set[int]) -> Iterator[str]:
    """Those that stand together in one pair of brackets."""
    for place, char in enumerate(text):
        if place not in unset:
            yield char
            continue
        yield " " if place - 1 in unset else "["
        yield f"U+{ord(char):04X}"
        yield "" if place + 1 in unset else "]"

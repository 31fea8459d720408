"""One font: which characters it has, how wide they are and how they are kerned. All metrics in em."""

import unicodedata
from collections.abc import Iterable
from functools import cached_property

from generator.errors import FileError
from generator.fonts.kerning import Kerning, kerning_of
from generator.fonts.sfnt import Sfnt

_FULL_WIDTH = "\u2e80"
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # by their looks, whatever Unicode calls them


def is_blank(char: str) -> bool:
    """Whether nothing is drawn for a character: spaces, controls, joiners."""
    return char in _BLANKS or unicodedata.category(char)[0] in "ZC" or unicodedata.category(char) in ("Mn", "Me")


def damaged_outline(key: str, error: Exception) -> FileError:
    """Of a font that could be opened, and a letter of which cannot be drawn."""
    message = f"the font '{key}' is damaged: an outline of it cannot be read ({error})"
    return FileError(message, "use a file that opens in other programs")


class Font:
    """A TrueType font fit for embedding. `key` is unique within a job and does not change from run to run."""

    def __init__(self, key: str, data: bytes, *, doubted: bool = False) -> None:
        """`doubted`: of a file that is not ours its outlines count, whatever its tables say. Raises NotAFont and
        struct.error.
        """
        self.key = key
        self.data = data
        self._file = Sfnt(data)
        proportions = self._file.proportions()
        self.ascent, self.descent = proportions.ascent, proportions.descent
        self.cap_height, self.x_height = proportions.cap_height, proportions.x_height
        self._glyphs = self._file.characters()
        self._advances = self._file.advances()
        self._em = self._file.units_per_em
        self._widths: dict[str, float] = {}
        if doubted:
            self._glyphs = {code: glyph for code, glyph in self._glyphs.items() if self._is_drawn(code, glyph)}

    def _is_drawn(self, code: int, glyph: int) -> bool:
        """A letter whose glyph is empty is missing; a blank is not."""
        return self._file.is_drawn(glyph) or is_blank(chr(code))

    @cached_property
    def drawn_x_height(self) -> float:
        """Of its “x”, where it has the outline; else what the font says."""
        extent = self._file.extent(self._glyphs[ord("x")]) if self.has("x") else None
        return extent.top / self._em if extent else self.x_height

    def with_outlines(self, characters: Iterable[int]) -> bytes:
        """A file that has the outlines of these characters at least: this one has all."""
        return self.data

    def has(self, char: str) -> bool:
        return ord(char) in self._glyphs

    def has_all(self, text: str) -> bool:
        known, glyphs = self._widths, self._glyphs
        return known.keys() >= set(text) or all(char in known or ord(char) in glyphs for char in text)

    def width(self, text: str) -> float:
        """The sum of the advances; a character that the font lacks is as wide as its mark for that."""
        widths = self._widths
        total = 0.0
        for char in text:
            width = widths.get(char)
            if width is None:
                width = widths[char] = self._advances[self._glyphs.get(ord(char), 0)] / self._em
            total += width
        return total

    def kerns(self, text: str) -> tuple[tuple[int, float], ...]:
        """(n, move): before the n-th letter, in thousandths of an em; pairs that are not kerned are left out."""
        if len(text) < 2:
            return ()
        found: list[tuple[int, float]] = []
        known = self._pairs
        for index in range(1, len(text)):
            pair = text[index - 1 : index + 1]
            move = known.get(pair)
            if move is None:
                move = known[pair] = self._move(pair)
            if move:
                found.append((index, move))
        return tuple(found)

    @cached_property
    def _pairs(self) -> dict[str, float]:
        return {}

    @cached_property
    def _kerning(self) -> Kerning:
        return kerning_of(self._file)

    def _move(self, pair: str) -> float:
        if max(pair) >= _FULL_WIDTH:  # the squares of Chinese, Japanese and Korean stand side by side
            return 0.0
        left, right = (self._glyphs.get(ord(char), 0) for char in pair)
        return float(round(self._kerning.move(left, right) * 1000 / self._em, 3))

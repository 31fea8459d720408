"""The letters of one <text>: which are left once white space is folded, and where each stands (SVG 2 §11.4, §11.5)."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from generator.images.letter_fonts import LetterFont
from generator.images.svg.markup import Node
from generator.images.svg.walk import At

Point = tuple[float, float]
_AS_BLANK = dict.fromkeys(map(ord, "\t\n\r"), " ")


class Chain(NamedTuple):
    """An element that holds letters, and those around it: the text first."""

    nodes: tuple[Node, ...]
    at: At
    preserves: bool


class Char(NamedTuple):
    value: str
    chain: Chain


class Letter(NamedTuple):
    """`x`, `y`: where it is said to stand; `dx`, `dy`: how far it is moved."""

    value: str
    chain: Chain
    font: LetterFont
    x: float | None
    y: float | None
    dx: float
    dy: float

    @property
    def advance(self) -> float:
        """How far the next letter stands, in user units."""
        if is_nothing(self.value):
            return 0.0
        look, is_blank = self.chain.at.look.type, self.value in BLANKS
        width = self.font.width(" " if is_blank else self.value)
        return width * look.size + look.letter_spacing + (look.word_spacing if is_blank else 0.0)

    @property
    def drop(self) -> float:
        """How far below its point the letter stands, in user units (CSS Inline 3 §4.2)."""
        look, font = self.chain.at.look.type, self.font
        below = {
            "middle": font.x_height / 2,
            "central": (font.ascent + font.descent) / 2,
            "hanging": font.ascent * 0.8,
            "text-top": font.ascent,
            "text-bottom": font.descent,
        }
        return below.get(look.baseline, 0.0) * look.size - look.shift


BLANKS = (" ", "\xa0")


def is_nothing(char: str) -> bool:
    """Whether a character has neither width nor looks: joiners, hyphens that are seen only where a line ends."""
    return unicodedata.category(char) == "Cf"


def folded(chars: Sequence[Char]) -> list[Char]:
    """Without the white space that is not drawn: of blanks in a row the first, at the ends none (CSS Text 3 §4.1)."""
    kept: list[Char] = []
    for char in chars:
        value = char.value.translate(_AS_BLANK)
        is_folded = value == " " and not char.chain.preserves
        if is_folded and (not kept or (kept[-1].value == " " and not kept[-1].chain.preserves)):
            continue
        kept.append(char._replace(value=value))
    if kept and kept[-1].value == " " and not kept[-1].chain.preserves:
        kept.pop()
    return kept


def positions(letters: Sequence[Letter]) -> list[Point]:
    """Where each letter stands; every piece from an absolute place on lies about it as its anchor says."""
    spots: list[Point] = []
    x = y = 0.0
    before: Letter | None = None
    for letter in letters:
        look = letter.chain.at.look.type
        if letter.x is not None:
            x = letter.x
        elif before is not None and before.font is letter.font and before.chain.at.look.type.size == look.size:
            x += letter.font.kern(before.value + letter.value) * look.size
        y = y if letter.y is None else letter.y
        x, y = x + letter.dx, y + letter.dy
        spots.append((x, y))
        x += letter.advance
        before = letter
    for first, last in _pieces(letters):
        spots[first:last] = _anchored(letters[first:last], spots[first:last])
    return spots


def _pieces(letters: Sequence[Letter]) -> Iterator[tuple[int, int]]:
    starts = [at for at, letter in enumerate(letters) if not at or letter.x is not None or letter.y is not None]
    yield from pairwise((*starts, len(letters)))


def _anchored(letters: Sequence[Letter], spots: Sequence[Point]) -> list[Point]:
    """Moved so that the start, the middle or the end of the piece is where its first letter was (§11.5)."""
    ends = [x + letter.advance for letter, (x, _) in zip(letters, spots, strict=True)]
    left, right = min(*ends, *(x for x, _ in spots)), max(*ends, *(x for x, _ in spots))
    move = spots[0][0] - left - (right - left) * letters[0].chain.at.look.type.anchor
    return [(x + move, y) for x, y in spots]

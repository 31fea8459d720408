"""Letters as paths: for a word that is drawn and not set. Imports fontTools, so only who draws one imports this."""

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from generator.face import Path, PathStep
from generator.fonts.book import FontBook
from generator.fonts.font import Font, damaged_outline

Point = tuple[float, float]


class Lettering(NamedTuple):
    """A word in em: it begins at 0, 0 on its baseline and goes to the right; y runs down."""

    path: Path
    width: float
    cap_height: float


def lettering(word: str, font: Font, book: FontBook) -> Lettering:
    """The word in the font, kerned; what the font lacks comes from where the book finds it."""
    pen, at = _Pen(), 0.0
    for run, its in book.spread(word, font):
        glyphs = TTFont(BytesIO(its.with_outlines(map(ord, run))), lazy=True)
        outlines, names = glyphs.getGlyphSet(), glyphs.getBestCmap()
        moves = dict(its.kerns(run))
        for index, letter in enumerate(run):
            at += moves.get(index, 0.0) / 1000
            pen.place(outlines, at, glyphs["head"].unitsPerEm)
            outlines[names[ord(letter)]].draw(pen)
            at += its.width(letter)
    return Lettering(tuple(pen.steps), at, font.cap_height)


def letter_paths(font: Font, characters: str) -> dict[str, Path]:
    """The outline of each character that the font has, in em from its own origin on the baseline; y runs down.

    Raises FileError for a font that is damaged there.
    """
    known = [char for char in dict.fromkeys(characters) if font.has(char)]
    glyphs = TTFont(BytesIO(font.with_outlines(map(ord, known))), lazy=True)
    outlines, names, em = glyphs.getGlyphSet(), glyphs.getBestCmap(), glyphs["head"].unitsPerEm
    paths = {}
    for char in known:
        pen = _Pen()
        pen.place(outlines, 0.0, em)
        try:
            outlines[names[ord(char)]].draw(pen)
        except Exception as error:  # fontTools raises whatever its parsers do; the letters before were sound
            raise damaged_outline(font.key, error) from error
        paths[char] = tuple(pen.steps)
    return paths


class _Pen(BasePen):  # type: ignore[misc]  # it turns the quadratic curves of TrueType into cubic ones
    def __init__(self) -> None:
        super().__init__(None)
        self.steps: list[PathStep] = []
        self._left, self._em = 0.0, 1.0

    def place(self, outlines: object, left: float, units_per_em: float) -> None:
        """Where the next letter stands; its parts are found among `outlines`."""
        self.glyphSet, self._left, self._em = outlines, left, units_per_em

    def _numbers(self, points: Sequence[Point]) -> tuple[float, ...]:
        return tuple(n for x, y in points for n in (self._left + x / self._em, -y / self._em))

    def _moveTo(self, pt: Point) -> None:
        self.steps.append(PathStep("move", self._numbers([pt])))

    def _lineTo(self, pt: Point) -> None:
        self.steps.append(PathStep("line", self._numbers([pt])))

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self.steps.append(PathStep("curve", self._numbers([pt1, pt2, pt3])))

    def _closePath(self) -> None:
        self.steps.append(PathStep("close"))

"""Letters as paths: for a word that is drawn and not set. Imports fontTools, so only who draws one imports this."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from generator.errors import FileError
from generator.face import Path, PathStep
from generator.fonts.book import FontBook
from generator.fonts.font import Font, damaged_outline
from generator.fonts.outline_limits import MOST_PARTS

Point = tuple[float, float]


class Lettering(NamedTuple):
    """A word in em: it begins at 0, 0 on its baseline and goes to the right; y runs down."""

    path: Path
    width: float
    cap_height: float


def lettering(word: str, font: Font, book: FontBook) -> Lettering:
    """The word in the font, kerned; what the font lacks comes from where the book finds it. Raises as letter_paths."""
    steps, at = list[PathStep](), 0.0
    for run, its in book.spread(word, font):
        moves = dict(its.kerns(run))
        with _sound(its):
            glyphs = _Glyphs(its, run)
            for index, letter in enumerate(run):
                at += moves.get(index, 0.0) / 1000
                steps += glyphs.outline(letter, at)
                at += its.width(letter)
    return Lettering(tuple(steps), at, font.cap_height)


def letter_paths(font: Font, characters: str) -> dict[str, Path]:
    """The outline of each character that the font has, in em from its own origin on the baseline; y runs down.

    Raises FileError for a font that is damaged there.
    """
    known = [char for char in dict.fromkeys(characters) if font.has(char)]
    with _sound(font):
        glyphs = _Glyphs(font, "".join(known))
        return {char: glyphs.outline(char, 0.0) for char in known}


@contextmanager
def _sound(font: Font) -> Iterator[None]:
    try:
        yield
    except FileError:  # a large font draws them on the way, and says so itself
        raise
    except Exception as error:  # fontTools raises whatever its parsers do, and when a table is first asked for
        raise damaged_outline(font.key, error) from error


class _Glyphs:
    """Those of some characters that a font has."""

    def __init__(self, font: Font, characters: str) -> None:
        opened = TTFont(BytesIO(font.with_outlines(map(ord, characters))), lazy=True)
        self._outlines, self._names, self._em = opened.getGlyphSet(), opened.getBestCmap(), opened["head"].unitsPerEm

    def outline(self, char: str, left: float) -> Path:
        """In em, from a place on the baseline."""
        pen = _Pen(self._outlines, left, self._em)
        self._outlines[self._names[ord(char)]].draw(pen)
        return tuple(pen.steps)


class _Pen(BasePen):  # type: ignore[misc]  # it turns the quadratic curves of TrueType into cubic ones
    def __init__(self, outlines: object, left: float, units_per_em: float) -> None:
        """`outlines`: among which its parts are found; `left`: where it stands."""
        super().__init__(outlines)
        self.steps: list[PathStep] = []
        self._left, self._em = left, units_per_em
        self._parts = 0

    def addComponent(self, glyphName: str, transformation: tuple[float, ...]) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise ValueError(f"a letter of more than {MOST_PARTS} parts")
        super().addComponent(glyphName, transformation)

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

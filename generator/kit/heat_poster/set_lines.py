"""Words of a heat map in lines: whole, whatever people wrote. What no font has stands as its number in Unicode."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from generator.colours import Colour
from generator.compose import Typesetter
from generator.compose.inline import Run
from generator.compose.lines import Line
from generator.compose.setting import Setting, spans
from generator.face import Joint, Span, TextLine
from generator.fonts import FontBook, hyphens
from generator.kit.handout.printable import PrintableWords
from generator.units import MM_PER_POINT

LEADING = 1.25  # of the size
LEAST = 6.5  # points
WIDEST = 1.2  # em, a letter
_TEXT = Setting("text", bold=False, italic=False, kerning=True, tracking=0.0, upper=False)
LOOKS = {
    "text": _TEXT,
    "bold": _TEXT._replace(bold=True),
    "title": _TEXT._replace(role="display", bold=True),
}


class SetLine(NamedTuple):
    """A line at its size; `width` in mm."""

    line: Line
    size: float  # points
    width: float

    @property
    def text(self) -> str:
        return "".join(f"{' ' if at and atom.space else ''}{atom.text}" for at, atom in enumerate(self.line.atoms))

    @property
    def leading(self) -> float:
        return self.size * LEADING * MM_PER_POINT

    @property
    def capital(self) -> float:
        """How high its capitals are."""
        return self.size * 0.67 * MM_PER_POINT

    def at(self, x: float, baseline: float, colour: Colour, field: str = "") -> TextLine:
        letters: tuple[Span, ...] = spans(self.line, self.size, colour, 0.0)
        return TextLine(x, baseline, letters, field, self.line.joint)


class LineSetter:
    """Sets words in fonts of a brand; remembers whether something could not be set as it was written."""

    def __init__(self, language: str, book: FontBook) -> None:
        self.book = book
        self._typesetter = Typesetter(self.book, partial(hyphens, language), language)
        self._plain = PrintableWords(self.book)

    @property
    def has_unset(self) -> bool:
        """Whether some characters are said by their numbers."""
        return self._plain.has_unset

    def _size(self, size: float, look: str) -> float:
        """Of a family that looks larger or smaller than the house's, so that it does not; what is small stays."""
        return max(round(size * self._typesetter.match(LOOKS[look]).scale, 2), min(size, LEAST))

    def line(self, text: str, size: float, look: str = "text") -> SetLine:
        """All of it on one line, as long as it is."""
        size = self._size(size, look)
        atoms = self._typesetter.atoms((Run(self._plain.plain(text)),), LOOKS[look])
        length = sum(atom.width + (atom.space if at else 0.0) for at, atom in enumerate(atoms))
        return SetLine(Line(tuple(atoms), length, Joint.BREAK), size, length * size * MM_PER_POINT)

    def lines(self, text: str, size: float, width: float, look: str = "text", most: int = 0) -> list[SetLine]:
        """As many lines as it takes; with `most` no more, and an ellipsis where there were more."""
        size = self._size(size, look)
        found = list(self._lines(self._plain.plain(text), size, width, look))
        if not most or len(found) <= most:
            return found
        words = " ".join(each.text for each in found[:most])
        while words:
            words = words[:-1].rstrip()
            short = list(self._lines(f"{words}…", size, width, look))
            if len(short) <= most:
                return short
        return found[:most]

    def _lines(self, text: str, size: float, width: float, look: str) -> Iterator[SetLine]:
        setting, em = LOOKS[look], size * MM_PER_POINT
        for part in self._parts(text, width / em, setting):
            atoms = self._typesetter.atoms((Run(part),), setting)
            for line in self._typesetter.lines(atoms, width / em, setting):
                yield SetLine(line, size, line.width * em)

    def _parts(self, text: str, limit: float, setting: Setting) -> Iterator[str]:
        """The text, but for words that are wider than a line: these come in pieces, a line each."""
        words: list[str] = []
        for word in filter(None, text.replace("\n", " ").split(" ")):  # not at no-break spaces
            is_short = len(word) * WIDEST <= limit
            length = 0.0 if is_short else sum(atom.width for atom in self._typesetter.atoms((Run(word),), setting))
            if length <= limit:
                words.append(word)
                continue
            if words:
                yield " ".join(words)
            step = max(1, int(len(word) * limit / length * 0.8))
            yield from (word[at : at + step] for at in range(0, len(word), step))
            words = []
        if words:
            yield " ".join(words)

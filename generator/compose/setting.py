"""Words into lines: measures each word once, breaks at spaces, after hyphens and, where a style asks, inside words.

All widths are in em (1.0 = the type size), so that a line broken at one size is known at every other.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from generator.colours import Colour
from generator.compose.capitals import in_capitals
from generator.compose.inline import Paragraph
from generator.face import Joint, Span
from generator.units import MM_PER_POINT


class Font(Protocol):
    """What composition asks of a font; generator.fonts has them."""

    key: str
    cap_height: float
    descent: float

    def width(self, text: str) -> float: ...

    def kerns(self, text: str) -> tuple[tuple[int, float], ...]: ...


class FontBook(Protocol):
    def font(self, role: str, bold: bool = False, italic: bool = False) -> Font: ...

    def spread(self, text: str, font: Any) -> Sequence[tuple[str, Font]]: ...


class Setting(NamedTuple):
    """How a block is set: the font of each emphasis, kerning, tracking in em, upper case."""

    role: str
    bold: bool
    italic: bool
    kerning: bool
    tracking: float
    upper: bool


class Part(NamedTuple):
    """Letters of one font."""

    text: str
    font: str
    width: float
    kerns: tuple[tuple[int, float], ...]


class Atom(NamedTuple):
    """What is never broken, but by hyphenation: a word, or a word's part up to its hyphen."""

    text: str
    width: float
    parts: tuple[Part, ...]
    space: float  # the width of the space before it; 0 where it follows without one


class Line(NamedTuple):
    atoms: tuple[Atom, ...]
    width: float
    joint: Joint


BREAK = "\N{ZERO WIDTH SPACE}"  # a line may end here, and nothing is printed
_BREAKS = re.compile(rf"{BREAK}|(?<=[^\W\d][-–—])(?=[^\W\d])")
_SLACK = 1e-9


class Typesetter:
    """Measures and breaks; remembers every word it has measured."""

    def __init__(
        self, book: FontBook, hyphens: Callable[[str], Sequence[int]] | None = None, language: str = "en"
    ) -> None:
        self.book = book
        self.hyphens = hyphens
        self.language = language
        self._words: dict[Setting, dict[tuple[str, bool, bool], tuple[Atom, ...]]] = {}
        self._fonts: dict[tuple[str, bool, bool], Font] = {}

    def font(self, setting: Setting, bold: bool = False, italic: bool = False) -> Font:
        """The font of a setting; emphasis in one that is italic already stands upright."""
        asked = (setting.role, setting.bold or bold, setting.italic != italic)
        font = self._fonts.get(asked)
        if font is None:
            font = self._fonts[asked] = self.book.font(*asked)
        return font

    def atoms(self, paragraph: Paragraph, setting: Setting) -> list[Atom]:
        """The paragraph's words, measured. Raises MissingGlyphs where no font has a character."""
        known = self._words.setdefault(setting, {})
        atoms: list[Atom] = []
        spaced = False
        for run in paragraph:
            glued = bool(atoms) and not spaced and not run.text.startswith(" ")
            for word in run.text.split(" "):
                if not word:
                    spaced = True
                    continue
                word_atoms = known.get((word, run.bold, run.italic))
                if word_atoms is None:
                    word_atoms = self._measure(word, setting, run.bold, run.italic)
                    known[word, run.bold, run.italic] = word_atoms
                if glued:
                    atoms[-1] = _joined(atoms[-1], word_atoms[0])
                    atoms.extend(word_atoms[1:])
                else:
                    atoms.extend(word_atoms)
                glued = False
            spaced = run.text.endswith(" ")
        return atoms

    def _measure(self, word: str, setting: Setting, bold: bool, italic: bool) -> tuple[Atom, ...]:
        font = self.font(setting, bold, italic)
        shown = in_capitals(word, self.language) if setting.upper else word
        space = font.width(" ") + setting.tracking
        pieces = _BREAKS.split(shown) if not shown.isalpha() else [shown]
        return tuple(
            self._atom(piece, setting, font, space if index == 0 else 0.0)
            for index, piece in enumerate(pieces)
            if piece
        )

    def _atom(self, text: str, setting: Setting, font: Font, space: float) -> Atom:
        parts = []
        for piece, its_font in self.book.spread(text, font):
            kerns = its_font.kerns(piece) if setting.kerning else ()
            width = its_font.width(piece) + sum(move for _, move in kerns) / 1000 + setting.tracking * len(piece)
            parts.append(Part(piece, its_font.key, width, kerns))
        return Atom(text, sum(part.width for part in parts), tuple(parts), space)

    def lines(self, atoms: Sequence[Atom], limit: float, setting: Setting, *, hyphenate: bool = False) -> list[Line]:
        """Greedy lines of at most `limit` em; an atom wider than that stands alone and sticks out."""
        lines: list[Line] = []
        current: list[Atom] = []
        width = 0.0
        pending = list(reversed(atoms))
        while pending:
            atom = pending.pop()
            grown = width + atom.space + atom.width if current else atom.width
            if grown <= limit + _SLACK:
                current.append(atom)
                width = grown
                continue
            if hyphenate and (halves := self._halves(atom, limit - width - (atom.space if current else 0), setting)):
                head, tail = halves
                width += head.width + (atom.space if current else 0)
                lines.append(Line((*current, head), width, Joint.HYPHEN))
                current, width = [], 0.0
                pending.append(tail)
            elif current:
                lines.append(Line(tuple(current), width, Joint.SPACE if atom.space else Joint.NONE))
                current, width = [], 0.0
                pending.append(atom)
            else:
                current, width = [atom], atom.width
        if current:
            lines.append(Line(tuple(current), width, Joint.BREAK))
        return _no_lone_word([*lines[:-1], lines[-1]._replace(joint=Joint.BREAK)], limit) if lines else []

    def balanced(self, atoms: Sequence[Atom], limit: float, setting: Setting) -> list[Line]:
        """As few lines as greedy breaking needs, as even as they go."""
        lines = self.lines(atoms, limit, setting)
        if len(lines) < 2:
            return lines
        low, high = max(atom.width for atom in atoms), limit
        for _ in range(8):
            middle = (low + high) / 2
            tried = self.lines(atoms, middle, setting)
            if len(tried) > len(lines):
                low = middle
            else:
                high, best = middle, tried
                lines = best
        return lines

    def _halves(self, atom: Atom, room: float, setting: Setting) -> tuple[Atom, Atom] | None:
        """The word cut at its last hyphenation point that leaves `room`, or None."""
        if self.hyphens is None or len(atom.parts) != 1 or room <= 0:
            return None
        word = atom.text.strip("“”‘’\"'(),.;:!?…")
        offset = atom.text.find(word) if word else 0
        part = atom.parts[0]
        font = next((font for font in self._fonts.values() if font.key == part.font), None)
        if font is None or not word:
            return None
        for point in reversed(self.hyphens(word)):
            head = self._atom(atom.text[: offset + point] + "-", setting, font, atom.space)
            if head.width <= room + _SLACK:
                return head, self._atom(atom.text[offset + point :], setting, font, atom.space)
        return None


def _no_lone_word(lines: list[Line], limit: float) -> list[Line]:
    """The last line gets a second word from the line above, if that has words to spare."""
    if len(lines) < 2 or len(lines[-1].atoms) != 1 or lines[-2].joint is not Joint.SPACE or len(lines[-2].atoms) < 4:
        return lines
    above, last = lines[-2], lines[-1].atoms[0]
    moved = above.atoms[-1]
    width = moved.width + last.space + last.width
    if not moved.space or not last.space or width > limit + _SLACK:
        return lines
    shorter = Line(above.atoms[:-1], above.width - moved.space - moved.width, Joint.SPACE)
    return [*lines[:-2], shorter, Line((moved, last), width, Joint.BREAK)]


def _joined(first: Atom, second: Atom) -> Atom:
    return Atom(first.text + second.text, first.width + second.width, first.parts + second.parts, first.space)


def spans(line: Line, size: float, colour: Colour, tracking: float) -> tuple[Span, ...]:
    """The line's letters as spans of like font; `tracking` in em, widths in mm."""
    mm = size * MM_PER_POINT
    found: list[Span] = []
    text, font, width = "", "", 0.0
    kerns: list[tuple[int, float]] = []
    for index, atom in enumerate(line.atoms):
        for place, part in enumerate(atom.parts):
            space = atom.space if index and not place else 0.0
            if font and font != part.font:
                if space:  # the space belongs to the font that ends here
                    text, width = text + " ", width + space
                found.append(Span(text, font, size, colour, width * mm, tuple(kerns), tracking * size))
                text, width, kerns = "", 0.0, []
            elif space:
                text, width = text + " ", width + space
            font = part.font
            if part.kerns:
                start = len(text)
                kerns.extend((start + at, move) for at, move in part.kerns)
            text, width = text + part.text, width + part.width
    if text:
        found.append(Span(text, font, size, colour, width * mm, tuple(kerns), tracking * size))
    return tuple(found)

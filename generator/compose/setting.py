"""Words into lines: measures each word once, breaks where Unicode's rules say so and, where a style asks, inside words.

All widths are in em (1.0 = the type size), so that a line broken at one size is known at every other.
"""

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import accumulate
from typing import Any, NamedTuple, Protocol

from generator.colours import Colour
from generator.compose.capitals import in_capitals
from generator.compose.inline import Paragraph, Run
from generator.compose.line_break import USUAL_ENDS, USUAL_STARTS, is_held, may_part, pieces, stays_whole
from generator.compose.lines import SLACK, Atom, Line, Part, apart, evenest, named, well_ended
from generator.face import Joint, Span
from generator.fonts.family_size import Match
from generator.sources.typed_text import SOFT_HYPHEN
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

    def whole(self, word: str, font: Any) -> Font: ...

    def match(self, role: str, bold: bool = False, italic: bool = False) -> Match: ...


class Setting(NamedTuple):
    """How a block is set: the font of each emphasis, kerning, tracking in em, upper case."""

    role: str
    bold: bool
    italic: bool
    kerning: bool
    tracking: float
    upper: bool


_HALVINGS = 8  # of what lines could be narrower, to make them even
HYPHENS = ("-", "\N{HYPHEN}")


class Typesetter:
    """Measures and breaks; remembers every word it has measured."""

    def __init__(
        self, book: FontBook, hyphens: Callable[[str], Sequence[int]] | None = None, language: str = "en"
    ) -> None:
        self.book = book
        self.hyphens = hyphens
        self.language = language
        self._words: dict[tuple[Setting, bool, bool], dict[str, tuple[Atom, ...]]] = {}
        self._fonts: dict[tuple[str, bool, bool], Font] = {}
        self._matches: dict[tuple[str, bool, bool], Match] = {}
        self._by_key: dict[str, Font] = {}

    def font(self, setting: Setting, bold: bool = False, italic: bool = False) -> Font:
        """The font of a setting; emphasis in one that is italic already stands upright."""
        asked = (setting.role, setting.bold or bold, setting.italic != italic)
        font = self._fonts.get(asked)
        if font is None:
            font = self._fonts[asked] = self.book.font(*asked)
        return font

    def match(self, setting: Setting) -> Match:
        """How a setting's font is set so that it looks as large as the house's."""
        asked = (setting.role, setting.bold, setting.italic)
        known = self._matches.get(asked)
        if known is None:
            known = self._matches[asked] = self.book.match(*asked)
        return known

    def atoms(self, paragraph: Paragraph, setting: Setting) -> list[Atom]:
        """The paragraph's words, measured. Raises MissingGlyphs where no font has a character."""
        atoms: list[Atom] = []
        before = ""  # the word that stands before
        spaced = False
        for run in paragraph:
            glued = bool(atoms) and not spaced and not run.text.startswith(" ")
            known = self._words.setdefault((setting, run.bold, run.italic), {})
            for word in run.text.split(" "):
                if not word:
                    spaced = True
                    continue
                word_atoms = known.get(word)
                if word_atoms is None:
                    word_atoms = known[word] = self._measure(word, setting, run.bold, run.italic)
                if not word_atoms:
                    continue
                if glued:
                    _glue(atoms, word_atoms, may_part(before, word, self.language))
                    word = before + word
                elif before and (word[0] not in USUAL_STARTS or before[-1] not in USUAL_ENDS) and is_held(before, word):
                    atoms[-1:] = (self._over_space(atoms[-1], word_atoms[0], setting), *word_atoms[1:])
                else:
                    atoms.extend(word_atoms)
                glued, before = False, word
            spaced = run.text.endswith(" ")
        return atoms

    def names(self, names: Sequence[Paragraph], between: str, setting: Setting) -> list[Atom]:
        """Paragraphs as names in a row, each whole on a line that has room for it; `between` stands after all but the
        last of them.
        """
        (mark,) = self.atoms((Run(between),), setting)
        each = [named(atoms) for name in names if (atoms := self.atoms(name, setting))]
        return [*(named((name, mark)) for name in each[:-1]), *each[-1:]]

    def _measure(self, word: str, setting: Setting, bold: bool, italic: bool) -> tuple[Atom, ...]:
        font = self.font(setting, bold, italic)
        shown = in_capitals(word, self.language) if setting.upper else word
        space, blank = font.width(" ") + setting.tracking, font.key
        font = self.book.whole(shown, font)
        if stays_whole(shown):
            return (self._atom(shown, setting, font, space, blank),)
        parted = [self._parted(piece, setting, font) for piece in pieces(shown, self.language)]
        return (parted[0]._replace(space=space, blank=blank), *parted[1:]) if parted else ()

    def _parted(self, piece: str, setting: Setting, font: Font) -> Atom:
        """A piece without its soft hyphens, and with their places."""
        if SOFT_HYPHEN not in piece:
            return self._atom(piece, setting, font, 0.0)
        places: list[int] = []
        text = ""
        for part in piece.split(SOFT_HYPHEN):
            places.append(len(text))
            text += part
        return self._atom(text, setting, font, 0.0)._replace(hyphens=tuple(place for place in places if place))

    def _over_space(self, first: Atom, second: Atom, setting: Setting) -> Atom:
        """Two words on one line, with the space between them."""
        blank = Part(" ", first.parts[-1].font, second.space, ())
        spaced = Atom(" ", second.space, (blank,), 0.0)
        return _joined(_joined(first, spaced), second)

    def _atom(self, text: str, setting: Setting, font: Font, space: float, blank: str = "") -> Atom:
        parts = []
        for piece, its_font in self.book.spread(text, font):
            kerns = its_font.kerns(piece) if setting.kerning else ()
            width = its_font.width(piece) + sum(move for _, move in kerns) / 1000 + setting.tracking * len(piece)
            parts.append(Part(piece, its_font.key, width, kerns))
            self._by_key[its_font.key] = its_font
        return Atom(text, sum(part.width for part in parts), tuple(parts), space, blank=blank)

    def lines(
        self,
        atoms: Sequence[Atom],
        limit: float,
        setting: Setting,
        *,
        hyphenate: bool = False,
        need: bool = False,
        least: float = 0.0,
    ) -> list[Line]:
        """Greedy lines of at most `limit` em; an atom wider than that stands alone and sticks out.

        `hyphenate`: words are parted to fill the lines; `need`: to fit at all; `least`: em that the last of several
        lines has, where words of those above can make it longer.
        """
        return apart(
            well_ended(self._greedy(atoms, limit, setting, hyphenate=hyphenate, need=need), limit, least), atoms
        )

    def _greedy(
        self,
        atoms: Sequence[Atom],
        limit: float,
        setting: Setting,
        *,
        hyphenate: bool = False,
        need: bool = False,
        finer: bool = True,
    ) -> list[Line]:
        """The same, whatever the last line is like; `finer`: what is too wide is parted where it may be."""
        lines: list[Line] = []
        current: list[Atom] = []
        width = 0.0
        pending = list(reversed(atoms))
        while pending:
            atom = pending.pop()
            grown = width + atom.space + atom.width if current else atom.width
            if grown <= limit + SLACK:
                current.append(atom)
                width = grown
                continue
            before = width + atom.space if current else 0.0
            parts = hyphenate or atom.hyphens or (need and not current)
            if parts and not atom.words and (halves := self._halves(atom, limit - before, setting)):
                head, tail = halves
                width = before + head.width
                lines.append(Line((*current, head), width, Joint.HYPHEN))
                current, width = [], 0.0
                pending.append(tail)
            elif current:
                lines.append(Line(tuple(current), width, Joint.SPACE if atom.space else Joint.NONE))
                current, width = [], 0.0
                pending.append(atom)
            elif smaller := atom.words or (finer and self._finer(atom, setting)):
                pending.extend(reversed(smaller))
            else:
                current, width = [atom], atom.width
        if current:
            lines.append(Line(tuple(current), width, Joint.BREAK))
        return lines

    def balanced(
        self,
        atoms: Sequence[Atom],
        limit: float,
        setting: Setting,
        *,
        need: bool = False,
        least: float = 0.0,
        whole: bool = False,
    ) -> list[Line]:
        """As few lines as greedy breaking needs, as even as they go; `least` as with others. A word with a hyphen stays
        whole where a line has room for it; where all are `whole`, it sticks out of others.
        """
        atoms = _unparted(atoms)
        lines = self._greedy(atoms, limit, setting, need=need, finer=not whole)
        if len(lines) > 1 and any([atom.hyphens for atom in atoms]):
            lines = self._narrowed(lines, atoms, limit, setting, need=need, finer=not whole)
        return apart(evenest(lines, limit, least, balanced=True), atoms)

    def _narrowed(
        self, lines: list[Line], atoms: Sequence[Atom], limit: float, setting: Setting, *, need: bool, finer: bool
    ) -> list[Line]:
        """As many lines in the narrowest measure that has room for them: words are parted elsewhere in each."""
        low, high = min(limit, max(atom.width for atom in atoms)), limit
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if len(tried := self._greedy(atoms, middle, setting, need=need, finer=finer)) > len(lines):
                low = middle
            else:
                high, lines = middle, tried
        return lines

    def _finer(self, atom: Atom, setting: Setting) -> list[Atom]:
        """A word that its language keeps whole, parted as those of others are; empty where there is nothing to part."""
        parted = pieces(atom.text) if not stays_whole(atom.text) else []
        if len(parted) < 2 or sum(map(len, parted)) != len(atom.text):
            return []
        ends = list(accumulate(map(len, parted)))
        cut = [self._cut(atom, start, end, setting) for start, end in zip([0, *ends], ends, strict=False)]
        return [cut[0], *(piece._replace(space=0.0) for piece in cut[1:])]

    def _halves(self, atom: Atom, room: float, setting: Setting) -> tuple[Atom, Atom] | None:
        """The word cut at the last of its places for a hyphen that leaves `room`, or None."""
        if room <= 0:
            return None
        for place in reversed(atom.hyphens or self._hyphens_of(atom.text, setting)):
            head = self._cut(atom, 0, place, setting, "-")
            if head.width <= room + SLACK:
                return head, self._cut(atom, place, len(atom.text), setting)
        return None

    def _hyphens_of(self, text: str, setting: Setting) -> Sequence[int]:
        """Where a dictionary puts hyphens into a word, of which marks beside it are no part."""
        word = text.strip("“”‘’„‚«»‹›\"'()[].,;:!?…")
        if self.hyphens is None or not word:
            return ()
        offset = text.find(word)
        small = word.lower() if setting.upper else word  # a word in capitals is no abbreviation there
        return tuple(offset + place for place in self.hyphens(small)) if len(small) == len(word) else ()

    def _cut(self, atom: Atom, start: int, end: int, setting: Setting, mark: str = "") -> Atom:
        """The letters of a word from one place to another, measured anew, perhaps with a hyphen after them."""
        cut: list[Atom] = []
        at = 0
        for part in atom.parts:
            text = part.text[max(start - at, 0) : max(end - at, 0)]
            at += len(part.text)
            if text:
                cut.append(self._atom(text + (mark if at >= end else ""), setting, self._by_key[part.font], 0.0))
        hyphens = tuple(place - start for place in atom.hyphens if start < place < end)
        return reduce(_joined, cut)._replace(space=atom.space, hyphens=hyphens, blank=atom.blank)


def is_parted(atoms: Sequence[Atom]) -> bool:
    """Whether a line might end at the hyphen of a word."""
    return any([atom.text.endswith(HYPHENS) for atom in atoms[:-1]])


def _unparted(atoms: Sequence[Atom]) -> Sequence[Atom]:
    """What a hyphen parts, as one."""
    if not is_parted(atoms):
        return atoms
    whole: list[Atom] = []
    for atom in atoms:
        if whole and not atom.space and whole[-1].text.endswith(HYPHENS):
            whole[-1] = _joined(whole[-1], atom)
        else:
            whole.append(atom)
    return whole


def _glue(atoms: list[Atom], more: Sequence[Atom], parts: bool) -> None:
    """Adds a word of another emphasis, without a blank: one word with the one before, unless a line may end between."""
    if parts:
        atoms.extend((more[0]._replace(space=0.0), *more[1:]))
    else:
        atoms[-1:] = (_joined(atoms[-1], more[0]), *more[1:])


def _joined(first: Atom, second: Atom) -> Atom:
    places = (*first.hyphens, *(len(first.text) + place for place in second.hyphens))
    parts = first.parts + second.parts
    return Atom(first.text + second.text, first.width + second.width, parts, first.space, places, first.blank)


def spans(line: Line, size: float, colour: Colour, tracking: float) -> tuple[Span, ...]:
    """The line's letters as spans of like font; `tracking` in em, widths in mm."""
    mm = size * MM_PER_POINT
    found: list[Span] = []
    text, font, width = "", "", 0.0
    kerns: list[tuple[int, float]] = []
    for index, (_, _, parts, before, _, blank, _) in enumerate(line.atoms):
        space = before if index else 0.0
        for letters, its_font, its_width, its_kerns in parts:
            ends = font and (font != its_font or (space and font != blank))
            if space:  # it belongs to the font that ends here, whose own may be wider: emoji have one of an em
                text, width, space = text + " ", width + space, 0.0
            if ends:
                found.append(Span(text, font, size, colour, width * mm, tuple(kerns), tracking * size))
                text, width, kerns = "", 0.0, []
            font = its_font
            if its_kerns:
                start = len(text)
                kerns.extend([(start + at, move) for at, move in its_kerns])
            text, width = text + letters, width + its_width
    if text:
        found.append(Span(text, font, size, colour, width * mm, tuple(kerns), tracking * size))
    return tuple(found)

"""What words are in a line, and how the lines of a paragraph end: of all breakings into as few, the evenest that leaves
no stump. All widths are in em (1.0 = the type size).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain
from math import inf
from typing import NamedTuple

from generator.face import Joint

SLACK = 1e-9
SHORT = 0.5  # of the measure: a line that is not the last and shorter is a gap in the paragraph
SPARE = 3  # words that a line has at least, above a last line of one word
STRETCH = 1.35  # of the narrowest measure: what lines may have that end where one would pause
SENTENCE_ENDS, PAUSES, CLOSING = (".", "!", "?", ":", ";", "…"), (",", "–", "—"), "”’“»›«\"')]"
SHORT_WORD = 3  # letters: articles, prepositions, what belongs to the next word
AT_PAUSE, AT_WORD, AT_SHORT = 0.05, 0.18, 0.22  # of the measure, squared: two lines of 4 : 6 differ by 0.08


class Part(NamedTuple):
    """Letters of one font."""

    text: str
    font: str
    width: float
    kerns: tuple[tuple[int, float], ...]


class Atom(NamedTuple):
    """What is never broken, but by hyphenation: a word, or a part of one that a line may end after.

    One that has `words` is a name: a line that has no room for it alone is broken between them.
    """

    text: str
    width: float
    parts: tuple[Part, ...]
    space: float  # the width of the space before it; 0 where it follows without one
    hyphens: tuple[int, ...] = ()  # where its author says that it may be parted with a hyphen
    blank: str = ""  # the font whose space that is: the one asked for, where another one sets the word
    words: tuple["Atom", ...] = ()


class Line(NamedTuple):
    atoms: tuple[Atom, ...]
    width: float
    joint: Joint


def named(words: Sequence[Atom]) -> Atom:
    """Words as one name, which a line keeps where it has room for it."""
    if len(words) == 1:
        return words[0]
    text = "".join(" " * bool(word.space and at) + word.text for at, word in enumerate(words))
    width = sum(word.width for word in words) + sum(word.space for word in words[1:])
    return Atom(text, width, (), words[0].space, blank=words[0].blank, words=tuple(words))


def apart(lines: list[Line], atoms: Sequence[Atom]) -> list[Line]:
    """The same, in which the names among the atoms are the words that they were made of."""
    if not any([atom.words for atom in atoms]):
        return lines
    return [line._replace(atoms=tuple(chain.from_iterable(map(_words_of, line.atoms)))) for line in lines]


def _words_of(atom: Atom) -> Iterator[Atom]:
    """Those of a name and of the names in it; else itself."""
    if not atom.words:
        yield atom
    for word in atom.words:
        yield from _words_of(word)


def well_ended(lines: list[Line], limit: float, least: float) -> list[Line]:
    """The same where no line is too short; else the evenest breaking into as many lines of at most `limit` em, the last
    of which has `least` and is no lone word, if there is one. Words that a hyphen parts stay as they are.
    """
    if len(lines) < 2 or not _is_ragged(lines, limit, least):
        return lines
    moved = _moved(lines, limit, least)
    if len(lines) == 2:
        return moved  # the fewest words that do
    is_well = moved[-1].width >= least and not _is_lone(moved)
    return evenest(lines, limit, least, bound=_squares(moved[:-1], limit) if is_well else inf)


def _moved(lines: list[Line], limit: float, least: float) -> list[Line]:
    """The last line gets words from the line above until it is no lone word and has its least width, if that has words
    to spare.
    """
    while lines[-1].width < least or _is_lone(lines):
        above, last = lines[-2].atoms, lines[-1]
        start = next((at for at in range(len(above) - 1, 0, -1) if above[at].space), 0)
        space = last.atoms[0].space if lines[-2].joint is Joint.SPACE else 0.0
        moved = _line(above[start:], Joint.SPACE)
        if not start or lines[-2].joint is Joint.HYPHEN or moved.width + space + last.width > limit + SLACK:
            return lines
        ended = Line((*moved.atoms, *last.atoms), moved.width + space + last.width, Joint.BREAK)
        lines = [*lines[:-2], _line(above[:start], Joint.SPACE), ended]
    return lines


def _line(atoms: tuple[Atom, ...], joint: Joint) -> Line:
    return Line(atoms, sum(atom.width for atom in atoms) + sum(atom.space for atom in atoms[1:]), joint)


def _squares(lines: Sequence[Line], limit: float) -> float:
    return sum([(limit - line.width) ** 2 for line in lines]) + SLACK


def _is_ragged(lines: Sequence[Line], limit: float, least: float) -> bool:
    return lines[-1].width < least or _is_lone(lines) or any([line.width < SHORT * limit for line in lines[:-1]])


def evenest(lines: list[Line], limit: float, least: float, *, balanced: bool = False, bound: float = inf) -> list[Line]:
    """Of all breakings into as many lines that keep the rules of last lines the one with the least room to their right,
    as squares; where none keeps them, the one that is nearest to it. `balanced`: in little more than the narrowest
    measure, and lines end where one would pause, if that leaves them like enough.
    """
    start = next((at for at in range(len(lines) - 1, 0, -1) if lines[at - 1].joint is Joint.HYPHEN), 0)
    ragged = lines[start:]
    if len(ragged) < 2:
        return lines
    paragraph = _Paragraph(ragged, limit)
    if balanced:
        narrowest = max([line.width for line in paragraph.broken(least, max, inf, balanced=True)])
        limit = min(limit, STRETCH * narrowest)
        paragraph.weigh(limit, narrowest**2)

    def squares(so_far: float, width: float) -> float:
        return so_far + (limit - width) ** 2

    return [*lines[:start], *paragraph.broken(least, squares, bound, balanced=balanced)]


def unrest(word: str) -> float:
    """How much a line that ends with this word wants to go on: a share of the measure, squared."""
    bare = word.rstrip(CLOSING)
    if bare.endswith(SENTENCE_ENDS):
        return 0.0
    if bare.endswith(PAUSES):
        return AT_PAUSE
    return AT_SHORT if len(bare) <= SHORT_WORD else AT_WORD


def _is_lone(lines: Sequence[Line]) -> bool:
    """Whether the last line is one word that is no name, and the one above has words to spare."""
    last = lines[-1].atoms
    return len(last) == 1 and not last[0].words and lines[-2].joint is Joint.SPACE and len(lines[-2].atoms) > SPARE


_Sum = Callable[[float, float], float]  # of what lines before are worth, and the width of the next one


class _Stage(NamedTuple):
    """The ways through a paragraph with so many lines, by the place where the last of these ends: what the best is
    worth, and where its last line begins. Under the negative of a place: the best that leaves a lone word.
    """

    demerits: dict[int, float]
    starts: dict[int, int]


class _Paragraph:
    """Lines whose words may stand on others, as many of them. A line ends where a word does, or where one did."""

    def __init__(self, lines: Sequence[Line], limit: float) -> None:
        self.atoms = atoms = [atom for line in lines for atom in line.atoms]
        self.count, self.most = len(lines), limit + 2 * SLACK
        ends = set(accumulate([len(line.atoms) for line in lines]))
        self.places = [0, *[at for at in range(1, len(atoms)) if atoms[at].space or at in ends], len(atoms)]
        offsets = [0.0, *accumulate([atom.space + atom.width for atom in atoms])]
        self.ends = [offsets[at] for at in self.places]  # of a line up to each place; and where one from there begins
        is_word = self.places[-2] == len(atoms) - 1 and atoms[-1].space and not atoms[-1].words
        self.lone = len(self.places) - 2 if is_word else -1
        self.starts = [offsets[at] + atoms[at].space for at in self.places[:-1]]
        self.unrest = [0.0] * len(self.places)

    def weigh(self, limit: float, rest: float) -> None:
        """In another measure, where it is worth `rest` in em squared to end a line where one would pause."""
        self.most = limit + 2 * SLACK
        self.unrest = [0.0, *[rest * unrest(self.atoms[at - 1].text) for at in self.places[1:]]]

    def broken(self, least: float, add: _Sum, bound: float, *, balanced: bool) -> list[Line]:
        """The best of its breakings; `balanced`: its last line is weighed as the others are."""
        stages = self._stages(add, bound)
        worth = stages[-1].demerits

        def demerits(key: int) -> tuple[float, bool, float]:
            last = self.ends[-1] - self.starts[abs(key)]
            lack = least - last if last < least else 0.0
            return lack, key < 0, add(worth[key], last) if balanced else worth[key]

        place = min(worth, key=demerits)
        ends = [len(self.places) - 1]
        for stage in reversed(stages):
            ends.append(abs(place))
            place = stage.starts[place]
        ends.reverse()
        return [self._line(start, stop) for start, stop in zip([0, *ends], ends, strict=False)]

    def _stages(self, add: _Sum, bound: float) -> list[_Stage]:
        """For each line but the last; long lines come first, so that of like ones those stay."""
        stages: list[_Stage] = []
        ways = {0: 0.0}
        for first in self._earliest():
            stages.append(_Stage({}, {}))
            for before, so_far in ways.items():
                self._lengthen(before, so_far, first, add, bound, stages[-1])
            ways = stages[-1].demerits
        return stages

    def _lengthen(self, before: int, so_far: float, first: int, add: _Sum, bound: float, stage: _Stage) -> None:
        """With a line more, up to the place `first` at least; one word may be wider than the measure. Shorter lines are
        worse: none is tried after one that is over the bound.
        """
        best, starts = stage
        start = self.starts[before]
        room = max(bisect_right(self.ends, start + self.most) - 1, before + 1)
        for end in range(min(room, len(self.starts) - 1), max(before, first - 1), -1):
            demerits = add(so_far, self.ends[end] - start) + self.unrest[end]
            if demerits > bound:
                return
            is_lone = end == self.lone and self.places[end] - self.places[before] > SPARE
            key = -end if is_lone else end
            if key not in best or demerits < best[key]:
                best[key], starts[key] = demerits, before

    def _earliest(self) -> list[int]:
        """The place for each line but the last where it has to end at least, for the others to have room after it."""
        found: list[int] = []
        end = len(self.starts)
        for before in range(self.count - 1, 0, -1):
            start = end - 1
            while start > before and self.ends[end] - self.starts[start - 1] <= self.most:
                start -= 1
            found.append(start)
            end = start
        found.reverse()
        return found

    def _line(self, start: int, end: int) -> Line:
        """From one place to another."""
        joint = Joint.BREAK
        if end < len(self.starts):
            joint = Joint.SPACE if self.atoms[self.places[end]].space else Joint.NONE
        return Line(
            tuple(self.atoms[self.places[start] : self.places[end]]), self.ends[end] - self.starts[start], joint
        )

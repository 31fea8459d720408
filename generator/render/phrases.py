"""The words of a page as they stand in lines, and those under a point. Knows no PDF: letters in, phrases out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.geometry import Rect

GAP = 0.9  # of a letter's height: what stands farther apart belongs to different phrases
NEAR = 6.0  # points: so far beside the letters a click is still meant for them


class DrawnLetter(NamedTuple):
    """A character and its box, in points from the top left corner; a blank that was not drawn has none."""

    text: str
    box: Rect | None


class Phrase(NamedTuple):
    """What is set on one line, as far as no gap parts it."""

    letters: tuple[DrawnLetter, ...]

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters).strip()

    def word_at(self, x: float, y: float) -> int:
        """Which of its words, from 0, is nearest to a point."""
        place = min(range(len(self.letters)), key=lambda number: _distance(self.letters[number], x, y))
        before = "".join(letter.text for letter in self.letters[: place + 1])
        return max(0, len(before.split()) - 1)


def phrases(letters: Iterable[DrawnLetter]) -> list[Phrase]:
    """All of a page, in the order in which they are drawn."""
    return [Phrase(tuple(run)) for run in _runs(letters) if any(letter.text.strip() for letter in run)]


def _runs(letters: Iterable[DrawnLetter]) -> Iterator[list[DrawnLetter]]:
    run: list[DrawnLetter] = []
    last: Rect | None = None
    for letter in letters:
        is_apart = bool(last and letter.box and _apart(last, letter.box) > GAP * _high(last, letter.box))
        if letter.text in "\r\n" or is_apart:
            yield run
            run, last = [], None
        if letter.text not in "\r\n":
            run.append(letter)
            last = letter.box or last
    yield run


def nearest(found: Sequence[Phrase], x: float, y: float) -> int | None:
    """The number of the phrase under a point, in points from the top left corner; None where there is none near."""
    distances = [min((_distance(letter, x, y) for letter in phrase.letters), default=NEAR) for phrase in found]
    best = min(range(len(found)), key=distances.__getitem__, default=None)
    return best if best is not None and distances[best] < NEAR else None


def _distance(letter: DrawnLetter, x: float, y: float) -> float:
    return _apart(letter.box, Rect(x, y, 0, 0)) if letter.box else float("inf")


def _apart(one: Rect, other: Rect) -> float:
    across = max(one.x - other.right, other.x - one.right, 0)
    down = max(one.y - other.bottom, other.y - one.bottom, 0)
    return max(across, down)


def _high(one: Rect, other: Rect) -> float:
    """Of letters, whichever way they are turned: of a narrow one its longer side."""
    return max(min(one.width, one.height), min(other.width, other.height), 0.6 * max(one.width, one.height))

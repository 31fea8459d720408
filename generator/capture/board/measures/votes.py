"""Dots and choices, counted: how many each thing got, and from which group."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.reader import Question, option_id

if TYPE_CHECKING:
    from generator.capture.model import Entry

CARDS = ("card", "blank")  # kinds of things that an answer may be about

Counts = dict[str, Counter[str]]  # what was chosen → group → how often


class CastVote(NamedTuple):
    """What one voter has given."""

    group: str
    dots: Mapping[str, int]


class VoteTally:
    """Dots by option or by the id of the entry that they were given to. The last word of a device counts."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.dots: Counts = {}
        self.voters: Counter[str] = Counter()
        self._last: dict[int, CastVote] = {}

    @property
    def count(self) -> int:
        """How many have voted."""
        return self.voters.total()

    @property
    def devices(self) -> int:
        """How many of them with a phone of their own."""
        return sum(bool(cast.dots) for cast in self._last.values())

    def add(self, entry: "Entry", group: str) -> None:
        cast = CastVote(group, dots_of(self.question, entry.body.get(self.question.name)))
        if entry.device is not None:  # the facilitator votes for the room as often as hands go up
            if before := self._last.get(entry.device):
                self._count(before, -1)
            self._last[entry.device] = cast
        self._count(cast, 1)

    def _count(self, cast: CastVote, sign: int) -> None:
        for key, dots in cast.dots.items():
            self.dots.setdefault(key, Counter())[cast.group] += sign * dots
        if cast.dots:
            self.voters[cast.group] += sign


def dots_of(question: Question, answer: object) -> dict[str, int]:
    """Option's or entry's id → dots, of those that got any."""
    pairs = answer.items() if isinstance(answer, Mapping) else ()
    counts: dict[str, int] = {}
    for name, dots in pairs:
        if isinstance(name, str) and type(dots) is int and dots > 0:
            key = option_id(question, name) if question.options else name
            counts[key] = counts.get(key, 0) + dots
    return counts


class ChoiceTally:
    """How often each option was taken; of cards, what was chosen about each card."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.options: Counts = {}
        self.answered: Counter[str] = Counter()  # group → entries
        self.by_card: Counts = {}  # code → option → how often
        self.of_cards = 0  # entries

    def add(self, entry: "Entry", group: str) -> None:
        chosen = options_of(self.question, entry.body.get(self.question.name))
        if not chosen:
            return
        if entry.kind in CARDS:
            self.of_cards += 1
            self.by_card.setdefault(entry.code, Counter()).update(chosen)
            return
        self.answered[group] += 1
        for option in chosen:
            self.options.setdefault(option, Counter())[group] += 1


def options_of(question: Question, answer: object) -> list[str]:
    """The ids of what was chosen, of one or of several; what is no option stays what it says."""
    chosen = answer if isinstance(answer, list) else [answer]
    return [option_id(question, option) for option in chosen if isinstance(option, str) and option]


class ScaleTally:
    """How often each step was chosen."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.steps: Counter[int] = Counter()

    def add(self, entry: "Entry", group: str) -> None:
        answer = entry.body.get(self.question.name)
        if type(answer) is int and 1 <= answer <= self.question.steps:
            self.steps[answer] += 1

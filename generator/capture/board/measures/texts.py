"""What was written and laid: notes, recipes with their cards, and the names of what can be voted on. All of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.reader import Question, shown
from generator.capture.board.measures.groups import ABOUT_ONESELF
from generator.form import FIELD_KINDS

if TYPE_CHECKING:
    from generator.capture.model import Entry
    from generator.codes import ThingEntry

LONGEST_NAME = 80  # characters, of what is voted on


class WrittenNote(NamedTuple):
    """The first thing that an entry says in words, and one short answer beside it."""

    text: str
    beside: str
    category: str = ""  # of the card that it is about
    picture: str = ""  # … and the digest of its picture


class LaidRecipe(NamedTuple):
    """A recipe or pitch: its name, its sentence, the codes of its cards."""

    name: str
    sentence: str
    cards: tuple[str, ...]


class NoteTally:
    """One note an entry, the oldest first. Who and until when stay unsaid."""

    def __init__(self, questions: Sequence[Question], card_of: "Callable[[Entry], ThingEntry | None]") -> None:
        self.question = next(iter(_worded(questions)))
        self._beside = tuple(each for each in questions if each.kind == "choice" and each.name not in ABOUT_ONESELF)
        self._card_of = card_of
        self.notes: list[WrittenNote] = []

    def add(self, entry: "Entry", group: str) -> None:
        if text := answered(self.question, entry):
            choices = (answer for question in self._beside if (answer := answered(question, entry)))
            card = self._card_of(entry) if entry.kind == "card" else None
            if card:
                self.notes.append(WrittenNote(text, card.title, card.category, card.picture or ""))
            else:
                self.notes.append(WrittenNote(text, "" if entry.kind == "card" else next(choices, "")))


class RecipeTally:
    """Everything that was laid from cards or said as one sentence, the oldest first."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._sentences = [question for question in questions if question.kind == "sentence"]
        self._cards = [question for question in questions if question.kind == "cards"]
        lines = (each for each in questions if each.kind == "text" and each.name not in ABOUT_ONESELF)
        self._name = next(lines, None)
        self.recipes: list[LaidRecipe] = []
        self.laid: Counter[str] = Counter()  # code → recipes

    def add(self, entry: "Entry", group: str) -> None:
        cards = laid_cards(self._cards, entry)
        sentences = (text for question in self._sentences if (text := answered(question, entry)))
        name = answered(self._name, entry) if self._name else ""
        recipe = LaidRecipe(name, next(sentences, ""), cards)
        if any(recipe):
            self.recipes.append(recipe)
        self.laid.update(set(cards))


class NameTally:
    """What can be voted on, by the entry's id; named by its first words, else by its cards."""

    def __init__(self, questions: Sequence[Question]) -> None:
        kinds = (("text",), ("long-text", "sentence"), ("card", "cards"))
        self._asked = [each for some in kinds for each in questions if each.kind in some]
        self._asked = [each for each in self._asked if each.name not in ABOUT_ONESELF]
        self.names: dict[str, str] = {}
        self.posters: dict[str, str] = {}  # id → the poster that was scanned

    def add(self, entry: "Entry") -> None:
        name = next((text for question in self._asked if (text := answered(question, entry))), "")
        if name:
            self.names[entry.id] = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
            if entry.kind == "poster":
                self.posters[entry.id] = entry.thing


def _worded(questions: Iterable[Question]) -> Iterable[Question]:
    return (each for each in questions if each.kind in ("text", "long-text") and each.name not in ABOUT_ONESELF)


def first_words(questions: Sequence[Question]) -> "Callable[[Entry], str]":
    """A function that gives the title of an entry: the first thing it says in words, in one line; '' for none."""
    worded = tuple(question.name for question in _worded(questions))

    def name(entry: "Entry") -> str:
        for field in worded:
            answer = entry.body.get(field)
            if isinstance(answer, str) and (words := " ".join(answer.split())):
                return words
        return ""

    return name


def answered(question: Question, entry: "Entry") -> str:
    """An answer in words and one line; '' of one that is not of the kind the form asks for today."""
    answer = entry.body.get(question.name)
    if not answer or not isinstance(answer, FIELD_KINDS[question.kind].answer):
        return ""
    return " ".join(shown(question, answer).split())


def laid_cards(questions: Iterable[Question], entry: "Entry") -> tuple[str, ...]:
    """The codes of the cards that an entry was laid from."""
    answers = (entry.body.get(question.name) for question in questions)
    return tuple(code for answer in answers if isinstance(answer, list) for code in answer if isinstance(code, str))


def has_notes(questions: Sequence[Question]) -> bool:
    """Whether a form is read by its words: what lays cards, places or votes is shown in another way."""
    kinds = {question.kind for question in questions}
    return not kinds & {"cards", "sentence", "placement", "votes"} and next(iter(_worded(questions)), None) is not None

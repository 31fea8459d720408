"""What invented people answer: to each kind of question that a form may ask, from the cards and words of the kit."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

from generator.capture.answers.offers import about_another
from generator.capture.answers.questions import cards_field
from generator.capture.answers.reader import Question, prefilled, questions
from generator.capture.answers.slots import laid_words
from generator.capture.run.worked_examples import WorkedExample, taken_up
from generator.capture.web.translations import Say
from generator.form import FieldKind

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry
    from generator.form import Form

# Fields of our forms that ask for a person, or for a day; in people's own forms they may mean anything, and are text.
PERSONS = frozenset(("owner", "who", "cook", "host", "sponsor", "witness"))
DAYS = frozenset(("by", "when", "until", "week", "end", "follow-up"))
LEFT_OPEN = 0.25  # of the questions that need no answer
SPREAD = 16  # per cent of a grid, around the place that the room has in mind
MOST_LAID = 8  # cards of a form without roles
Choices = Mapping[str, Sequence[str]]  # field → ids of entries that a page offers


class Inventor:
    """Answers as one person in one language; `t` are the words of it."""

    def __init__(self, kit: "PrintedKit", chance: Random, t: Say, number: int) -> None:
        self._kit, self._chance, self._t, self._number = kit, chance, t, number
        self._by_kind: Mapping[FieldKind, Callable[[Question, Choices], Any]] = {
            "text": self._text,
            "long-text": lambda question, choices: self._remark(),
            "number": lambda question, choices: chance.randint(1, 500) * 10,
            "choice": lambda question, choices: self._liked([option.id for option in question.options]),
            "choices": lambda question, choices: self._some([option.id for option in question.options]),
            "scale": self._scale,
            "check": lambda question, choices: True,
            "card": self._card,
            "cards": self._cards,
            "placement": self._placement,
            "votes": self._votes,
            "sentence": lambda question, choices: None,  # the others make it
        }

    def answers(
        self,
        form: "Form",
        thing: "ThingEntry | None",
        choices: Choices,
        *,
        table: str,
        department: str,
        about: str,
        example: WorkedExample | None = None,
    ) -> dict[str, Any]:
        """Field → answer; empty where there is nothing to answer yet. `about`: the entry that is placed, if it is;
        `example`: what is taken up rather than invented.
        """
        form = about_another(form) if about else form
        worked = taken_up(example, form, self._kit, self._chance) if example else {}
        known = worked | prefilled(form, self._kit, thing, table=table, department=department)
        found = self._some_answers(form, choices, known, LEFT_OPEN) or self._some_answers(form, choices, known, 0.0)
        if laid := found.get(cards_field(form)):
            found |= {name: words for name, words in laid_words(form, self._kit, laid).items() if name not in worked}
        return found

    def _some_answers(
        self, form: "Form", choices: Choices, known: Mapping[str, Any], left_open: float
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for question in questions(form, self._kit):
            is_certain = question.required or question.name in (cards_field(form), *known)
            if is_certain or self._chance.random() >= left_open:
                answer = known.get(question.name) or self._by_kind[question.kind](question, choices)
                found |= {question.name: answer} if answer is not None else {}
        return found

    def _text(self, question: Question, choices: Choices) -> str:
        if question.name in PERSONS:
            return self._t("rehearsal-person", number=self._number)
        if question.name in DAYS:
            return self._t("rehearsal-date")
        return self._t("rehearsal-idea", what=self._title("content"), who=self._title("audience"))

    def _title(self, role: str) -> str:
        cards = self._kit.cards(role) or self._kit.cards()
        return self._chance.choice(cards).title if cards else self._kit.title

    def _remark(self) -> str:
        return self._chance.choice(self._t("rehearsal-remarks").splitlines())

    def _scale(self, question: Question, choices: Choices) -> int:
        return min(question.steps, max(1, round(self._chance.gauss(question.steps / 2 + 0.5, 1.2))))

    def _liked(self, ids: Sequence[str]) -> str | None:
        """The first are liked better, so that a room has a leaning."""
        return self._chance.choices(ids, range(len(ids) + 1, 1, -1))[0] if ids else None

    def _some(self, ids: Sequence[str]) -> list[str] | None:
        some = self._chance.sample(ids, self._chance.randint(1, len(ids))) if ids else []
        return [each for each in ids if each in some] or None

    def _card(self, question: Question, choices: Choices) -> str | None:
        return self._chance.choice(question.cards).code if question.cards else None

    def _cards(self, question: Question, choices: Choices) -> list[str] | None:
        """One of each role that a recipe has, two of some; of a kit without roles any few."""
        roles = [role for role in self._kit.roles if self._kit.cards(role)]
        if question.role or not roles:
            few = self._chance.sample(question.cards, min(len(question.cards), MOST_LAID))
            return [card.code for card in few] or None
        return [self._chance.choice(self._kit.cards(role)).code for role in roles]

    def _placement(self, question: Question, choices: Choices) -> dict[str, int]:
        """What lies near one place, as things do that a room agrees on by half."""
        near = self._chance.choice(((75, 75), (70, 30), (30, 70), (50, 55)))
        x, y = (min(96, max(4, round(self._chance.gauss(each, SPREAD)))) for each in near)
        return {"x": x, "y": y}

    def _votes(self, question: Question, choices: Choices) -> dict[str, int] | None:
        """All dots, one here and one there."""
        ids = [option.id for option in question.options] or list(choices.get(question.name, ()))
        dots: dict[str, int] = {}
        for _ in range(question.budget if ids else 0):
            key = self._liked(ids)
            assert key is not None
            dots[key] = dots.get(key, 0) + 1
        return dots or None

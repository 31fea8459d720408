"""Worked examples of a workshop, as invented people take them up: whose is laid when, and what one says of a form."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.capture.answers.questions import cards_field
from generator.capture.answers.reader import Question, questions

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry
    from generator.form import Form

TIMES_EACH = 3  # that an example is taken up at the most
OWN_MIND = 0.3  # of what is ticked: whoever takes an example up ticks something else
LEFT_OUT = 0.5  # of the examples with two cards of a role: one of those is not laid
OWN = ""  # the language of the workshop's own files


class WorkedExample(NamedTuple):
    """A form that is filled in; `answers` by field: what is written, or the options that are ticked, in words."""

    id: str
    form: str
    cards: tuple[str, ...] = ()  # ids
    answers: Mapping[str, tuple[str, ...]] = {}


Examples = Mapping[str, Sequence[WorkedExample]]  # by language, the workshop's own under OWN
NO_EXAMPLES: Examples = MappingProxyType({})


def spoken(examples: Examples, language: str) -> dict[str, WorkedExample]:
    """By their ids, in a language where the workshop has it."""
    own = [*examples.get(OWN, ()), *examples.get(language, ())]
    return {example.id: example for example in own}


def dealt(examples: Examples, chance: Random) -> dict[str, Iterator[str]]:
    """By the form: ids of examples, each once before one comes again."""
    by_form: dict[str, list[str]] = {}
    for example in examples.get(OWN, ()):
        by_form.setdefault(example.form, []).append(example.id)
    rounds = {
        form: [name for _ in range(TIMES_EACH) for name in chance.sample(ids, len(ids))]
        for form, ids in by_form.items()
    }
    return {form: iter(ids) for form, ids in rounds.items()}


def taken_up(example: WorkedExample, form: "Form", kit: "PrintedKit", chance: Random) -> dict[str, Any]:
    """Field → answer, as far as the form takes it; not quite the same each time."""
    found: dict[str, Any] = {}
    if laid := _laid(kit.named_cards(example.cards), chance):
        found[cards_field(form)] = [card.code for card in laid]
    for question in questions(form, kit):
        said = example.answers.get(question.name, ())
        answer = _answer(question, said) if said else None
        if answer and not (question.names and chance.random() < OWN_MIND):
            found[question.name] = answer
    found.pop("", None)  # a form that takes no cards
    return found


def _laid(cards: "Sequence[ThingEntry]", chance: Random) -> "list[ThingEntry]":
    roles = [card.role for card in cards]
    doubled = [card for card in cards if roles.count(card.role) > 1]
    left_out = chance.choice(doubled) if doubled and chance.random() < LEFT_OUT else None
    return [card for card in cards if card is not left_out]


def _answer(question: Question, said: Sequence[str]) -> Any:
    """As JSON says it; None for kinds that an example does not answer."""
    ids = [question.names[words] for words in said if words in question.names]
    match question.kind:
        case "text" | "long-text":
            return said[0]
        case "choice":
            return ids[0] if ids else None
        case "choices":
            return ids or None
        case "scale":
            return int(said[0])
        case "check":
            return True
        case _:
            return None

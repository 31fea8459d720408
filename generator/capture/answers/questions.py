"""A form's questions made ready for the page: what may be chosen, what is known already, what was filled in before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.capture.answers.reader import Fault, Question, headline, option_id, prefilled, questions
from generator.capture.answers.slots import laid_words, slots
from generator.capture.model import RELEASED, VISIBLE

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Device, Entry, Session
    from generator.capture.store import Store
    from generator.codes import PosterEntry, ThingEntry
    from generator.form import Form

Submitted = Mapping[str, Sequence[str]]  # as a page without script sends it
LONGEST_NAME = 80  # of an entry that is voted on
CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")


class Choice(NamedTuple):
    key: str
    label: str
    group: str = ""  # category, of a card
    note: str = ""
    is_drawn: bool = True  # not of a card that is not printed this time


class Pick(NamedTuple):
    """The cards that fill one field, by role: some of the inputs of the form's question for cards."""

    name: str  # of their inputs
    choices: tuple[Choice, ...]
    given: tuple[Choice, ...]


class Asked(NamedTuple):
    """One question on the page. `values` holds what stands in its inputs, by the name of each."""

    question: Question
    values: Mapping[str, tuple[str, ...]]
    fault: str = ""
    choices: tuple[Choice, ...] = ()
    pick: Pick | None = None
    elsewhere: frozenset[str] = frozenset()  # choices that stand with other questions

    @property
    def id(self) -> str:
        return f"f-{self.question.name}"

    @property
    def given(self) -> tuple[str, ...]:
        return self.values.get(self.question.name, ())

    @property
    def text(self) -> str:
        return self.given[0] if self.given else ""

    @property
    def typed(self) -> str:
        """What is no choice: a code that was typed."""
        known = {choice.key for choice in self.choices} | self.elsewhere
        return next((value for value in self.given if value not in known), "")

    def part(self, name: str) -> str:
        """What stands in the input `question.name`: an axis, or the dots on one choice."""
        values = self.values.get(f"{self.question.name}.{name}", ())
        return values[0] if values else ""

    @property
    def anchor(self) -> str:
        """The id of the input that an error leads to."""
        first = {"placement": ".x", "votes": f".{self.choices[0].key}" if self.choices else ""}
        return f"{self.id}{first.get(self.question.kind, '')}"


class PrintedPlane(NamedTuple):
    """The printed plane around a placement, in its own words."""

    ends: Mapping[str, str]  # top, right, bottom, left
    quarters: tuple[tuple[str, str], ...]  # name and hint, from the top left, row by row


class Subject(NamedTuple):
    """What an entry is about, and the form it is said with."""

    thing: "ThingEntry | None"
    form: "Form"


class Background(NamedTuple):
    """Whatever choices may have to be looked up in."""

    kit: "PrintedKit"
    store: "Store"
    session: "Session"
    device: "Device | None"


def asked(
    subject: Subject, back: Background, submitted: Submitted, faults: Iterable[tuple[Fault, str]] = ()
) -> tuple[Asked, ...]:
    """Every question of the form, in its order; `faults` with their words."""
    words: dict[str, str] = {}
    for fault, said in faults:
        words.setdefault(fault.field, said)
    picks = _picks(subject.form, back.kit, submitted)
    picked = frozenset(choice.key for pick in picks.values() for choice in pick.choices)
    found = []
    for question in questions(subject.form, back.kit):
        choices, elsewhere = _choices(question, back), frozenset[str]()
        if question.kind == "cards":
            laid = _laid_besides(question, submitted.get(question.name, ()), back.kit)
            choices, elsewhere = tuple(choice for choice in (*choices, *laid) if choice.key not in picked), picked
        pick, wrong = picks.get(question.name), words.get(question.name, "")
        found.append(Asked(question, _own(question, submitted), wrong, choices, pick, elsewhere))
    return tuple(found)


def cards_field(form: "Form") -> str:
    """The field that holds the cards of a recipe; '' of a form that is laid from none."""
    return next((name for name, field in form.fields.items() if field.kind == "cards"), "")


def _picks(form: "Form", kit: "PrintedKit", submitted: Submitted) -> dict[str, Pick]:
    """Each field that cards fill, with what may be laid there."""
    name, found = cards_field(form), {}
    for slot in slots(form, kit) if name else ():
        choices = tuple(_card(card, _part(card, kit)) for card in slot.cards)
        given = tuple(choice for choice in choices if choice.key in submitted.get(name, ()))
        found[slot.field] = Pick(name, choices, given)
    return found


def _laid_besides(question: Question, laid: Sequence[str], kit: "PrintedKit") -> Iterable[Choice]:
    """What lies there and is not offered: blank cards, cards that are in the kit no longer."""
    offered = {card.code for card in question.cards}
    return (Choice(code, kit.titles[code]) for code in laid if code in kit.titles and code not in offered)


def _own(question: Question, submitted: Submitted) -> dict[str, tuple[str, ...]]:
    """What stands in the inputs of one question; options by the ids that they have now."""
    own: dict[str, tuple[str, ...]] = {}
    for name, values in submitted.items():
        field, dot, part = name.partition(".")
        if field == question.name and question.options:
            own[f"{field}{dot}{option_id(question, part) if dot else ''}"] = tuple(
                values if dot else (option_id(question, value) for value in values)
            )
        elif field == question.name:
            own[name] = tuple(values)
    return own


def known(subject: Subject, back: Background, laid: Sequence[str]) -> dict[str, list[str]]:
    """What need not be asked: the table and the department of the phone, the scanned card, the cards that were laid."""
    device = back.device
    table, department = (device.table, device.department) if device else ("", "")
    said = prefilled(subject.form, back.kit, subject.thing, table=table, department=department)
    found = {name: list(value) if isinstance(value, list) else [str(value)] for name, value in said.items()}
    for question in questions(subject.form, back.kit):
        if question.kind == "cards" and laid:
            found[question.name] = list(dict.fromkeys([*laid, *found.get(question.name, [])]))
    cards = found.get(cards_field(subject.form), [])
    return found | {name: [said] for name, said in laid_words(subject.form, back.kit, cards).items()}


def _choices(question: Question, back: Background) -> tuple[Choice, ...]:
    if question.kind in ("card", "cards"):
        return tuple(_card(card, _family(card, back.kit)) for card in question.cards)
    if question.entries:
        return tuple(_entries(question, back))
    return tuple(Choice(option.id, option.text) for option in question.options)


def _card(card: "ThingEntry", note: str) -> Choice:
    return Choice(card.code, card.title, card.category, note, card.drawn is not False)


def _family(card: "ThingEntry", kit: "PrintedKit") -> str:
    category = kit.categories.get(card.category)
    return category.name if category else ""


def _part(card: "ThingEntry", kit: "PrintedKit") -> str:
    role = kit.roles.get(card.role)
    return role.name if role else ""


def _entries(question: Question, back: Background) -> Iterable[Choice]:
    """What others have logged, to be voted on: under the entry's id, by its first words."""
    states = RELEASED if back.session.premoderate else VISIBLE
    placing = {relation.source for relation in back.store.relations(back.session.id, "places")}
    for entry in back.store.entries(back.session.id, states=states, forms=question.entries):
        elsewhere = entry.kind == "poster" and question.poster_id and entry.thing != question.poster_id
        label = "" if elsewhere or entry.id in placing else name_of(entry, back.kit)
        if label:
            yield Choice(entry.id, label)


def name_of(entry: "Entry", kit: "PrintedKit") -> str:
    """The first words that somebody wrote in an entry; '' where there are none."""
    form = kit.forms.get(entry.form)
    text = " ".join(headline(questions(form, kit), entry.body).split()) if form else ""
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1].rstrip() + "…"


def ground(poster: "PosterEntry | None") -> PrintedPlane:
    """The axes' words; a plane without a poster has none."""

    def word(name: str) -> str:
        said = poster.words.get(name, "") if poster else ""
        return said if isinstance(said, str) else ""

    ends = {end: word(end) for end in ("top", "right", "bottom", "left")}
    return PrintedPlane(ends, tuple((word(corner), word(f"{corner}-hint")) for corner in CORNERS))


def form_of(entry: "Entry", kit: "PrintedKit") -> "Form | None":
    """The form that the entry was said with, about the poster that was scanned."""
    return kit.form_with(entry.code, entry.form)


def inputs_of(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """An entry's answers as the inputs of a page hold them."""
    found: dict[str, list[str]] = {}
    for name, answer in body.items():
        if isinstance(answer, Mapping):
            found |= {f"{name}.{key}": [str(value)] for key, value in answer.items()}
        elif isinstance(answer, list):
            found[name] = [str(item) for item in answer]
        else:
            found[name] = ["1" if answer is True else str(answer)]
    return found

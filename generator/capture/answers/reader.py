"""A form and what was submitted in, answers as JSON values out, and in words again. Knows no store and no page."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from generator.capture.answers.values import Question, Wrong, text, value
from generator.capture.kits import DEPARTMENT, PrintedKit
from generator.codes import PosterEntry, ThingEntry
from generator.form import FIELD_KINDS, MOST_FIELDS, FieldKind, Form

__all__ = [
    "Fault",
    "Question",
    "canonical",
    "headline",
    "of_today",
    "option_id",
    "option_text",
    "prefilled",
    "questions",
    "read",
    "read_json",
    "shown",
]

MISSING = "…"  # of a sentence: a part that nobody has answered
MOST_UNKNOWN = 5  # unknown fields that are named
_NAMING: tuple[tuple[FieldKind, ...], ...] = (("sentence",), ("text",), ("long-text",), ("card", "cards"))
_PART = re.compile(r"\{([^{}]*)\}")


class Fault(NamedTuple):
    """Why an answer is not taken; `message_key` is a key of the wording, `field` is empty for the whole form."""

    field: str
    message_key: str
    values: Mapping[str, str]


def questions(form: Form, kit: PrintedKit) -> tuple[Question, ...]:
    """The fields of a form with what the kit knows of them."""
    return tuple(_question(form, name, kit) for name in form.fields)


def _question(form: Form, name: str, kit: PrintedKit) -> Question:
    field = form.fields[name]
    options = kit.options(field)
    offers_cards = field.kind in ("card", "cards")
    return Question(
        name=name,
        kind=field.kind,
        label=field.label,
        hint=field.hint,
        options=options,
        names=kit.option_names(form, name) if options else {},
        steps=field.steps,
        low=field.low,
        high=field.high,
        role=field.role,
        poster=kit.poster(field.poster),
        budget=field.budget if field.kind == "votes" else 0,
        required=field.required,
        lines=field.lines if field.kind == "long-text" else 1,
        half=field.half,
        poster_id=field.poster,
        entries=kit.voted_on(field),
        cards=kit.cards(field.role) if offers_cards else (),
        titles=kit.titles if offers_cards else {},
        text=field.text,
        options_from=field.options_from,
        parts=field.parts,
    )


# --- what was submitted ---


def read(form: Form, kit: PrintedKit, submitted: Mapping[str, list[str]]) -> tuple[dict[str, Any], list[Fault]]:
    """The answers of a form-encoded page: each input's name with all its values."""
    asked = questions(form, kit)
    left = dict(submitted)
    said: dict[str, Any] = {}
    for question in asked:
        said[question.name] = _taken(question, left)
    return _read(asked, said, left)


def _taken(question: Question, left: dict[str, list[str]]) -> Any:
    """What a page said of a field, as JSON would say it; taken out of what is left."""
    inputs = FIELD_KINDS[question.kind].inputs
    if inputs == "parts":
        start = f"{question.name}."
        names = [name for name in left if name.startswith(start)]
        return {name.removeprefix(start): _single(left.pop(name)) for name in names} or None
    values = left.pop(question.name, [])
    return values if inputs == "several" else _single(values)


def _single(values: list[str]) -> Any:
    """The one value of an input, or all of them, which no reader of one takes."""
    said = [each for each in values if each.strip()]
    return said[0] if len(said) == 1 else said or None


def read_json(form: Form, kit: PrintedKit, body: Any) -> tuple[dict[str, Any], list[Fault]]:
    """The answers of a JSON object: each field with its answer."""
    if not isinstance(body, dict):
        return {}, [Fault("", "fault-answer", {})]
    asked = questions(form, kit)
    left = dict(body)
    return _read(asked, {question.name: left.pop(question.name, None) for question in asked}, left)


def _read(
    asked: Iterable[Question], said: Mapping[str, Any], unknown: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Fault]]:
    answers: dict[str, Any] = {}
    faults: list[Fault] = []
    for question in sorted(asked, key=lambda question: question.kind == "sentence"):  # built from the others
        try:
            raw = said[question.name]
            answer = value(question, raw)
            if answer is None and question.kind == "sentence":
                answer = text(_sentence(question, asked, answers)) or None
        except Wrong as wrong:
            faults.append(Fault(question.name, wrong.key, wrong.values))
            continue
        if answer is not None:
            answers[question.name] = answer
        elif question.required:
            faults.append(Fault(question.name, "fault-required", {}))
    faults += _unknown(unknown)
    if not answers and not faults:
        faults.append(Fault("", "fault-empty", {}))
    order = {question.name: place for place, question in enumerate(asked)}
    return (
        {name: answers[name] for name in order if name in answers},
        sorted(faults, key=lambda fault: order.get(fault.field, len(order))),
    )


def _unknown(unknown: Mapping[str, Any]) -> list[Fault]:
    if len(unknown) > MOST_FIELDS:
        return [Fault("", "fault-fields", {"most": str(MOST_FIELDS)})]
    names = [_clean(str(name))[:60] for name in unknown]
    return [Fault(name, "fault-unknown", {"name": name}) for name in names[:MOST_UNKNOWN]]


def _clean(name: str) -> str:
    """Without halves of letters, which no page could show."""
    return name.encode("utf-8", "replace").decode()


def _sentence(question: Question, asked: Iterable[Question], answers: Mapping[str, Any]) -> str:
    """The sentence that the other answers make; empty while there is none of them."""
    if not any(part in answers for part in question.parts):
        return ""
    named = {other.name: other for other in asked}

    def part(found: re.Match[str]) -> str:
        name = found[1]
        words = shown(named[name], answers[name]) if name in named and name in answers else ""
        return words.strip().rstrip(".,;") or MISSING

    return _PART.sub(part, question.text)


def canonical(body: Mapping[str, Any]) -> str:
    """The same text for the same answers, in whatever order they were given."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


# --- what is known before anybody answers, and answers in words ---


def prefilled(
    form: Form, kit: PrintedKit, thing: ThingEntry | None, *, table: str = "", department: str = ""
) -> dict[str, Any]:
    """The answers that the scanned thing and the joined device give already."""
    known: dict[str, Any] = {}
    scanned = thing.code if thing else ""
    for question in questions(form, kit):
        if scanned in question.titles:
            known[question.name] = [scanned] if question.kind == "cards" else scanned
            scanned = ""  # it is laid once
        if question.name == "category" and thing and thing.category in question.names:
            known[question.name] = question.names[thing.category]
        if question.name == "table" and question.kind == "text" and table:
            known[question.name] = table
        if question.name == DEPARTMENT and (own := _option_called(question, department, kit)):
            known[question.name] = own
    return known


def _option_called(question: Question, department: str, kit: PrintedKit) -> str:
    """The option for the department that a phone said as it joined; '' where the form has none for it."""
    meant = kit.department(department)
    same = (option.id for option in question.options if department and kit.department(option.text) == meant)
    return question.names.get(department) or next(same, "")


def headline(asked: Iterable[Question], body: Mapping[str, Any]) -> str:
    """What an entry is called where others choose it: by its name, else its sentence, other words, its cards."""
    others = [question for question in asked if question.name not in ("table", DEPARTMENT)]
    texts = [question for question in others if question.kind == "text"]
    said = [question for kinds in _NAMING for question in others if question.kind in kinds]
    named = (question for question in (*texts[:1], *said) if body.get(question.name))
    return next((shown(question, body[question.name]) for question in named), "")


def option_id(question: Question, answer: Any) -> str:
    """What a stored answer to a question with options counts as: the id of the option that it is, in whatever edition
    it was said; else itself, as text: an option that is gone, or what a form asked openly before.
    """
    said = answer if isinstance(answer, str) else str(answer)
    return question.names.get(said, said)


def option_text(question: Question, answer: Any) -> str:
    """The same in the words of today."""
    its = option_id(question, answer)
    return next((option.text for option in question.options if option.id == its), its)


def of_today(asked: Iterable[Question], body: Mapping[str, Any]) -> dict[str, Any]:
    """Stored answers as they would be read today: options by the ids that they have now."""
    named = {question.name: question for question in asked if question.options}

    def now(question: Question, answer: Any) -> Any:
        if isinstance(answer, Mapping):
            return {option_id(question, key): dots for key, dots in answer.items()}
        if not isinstance(answer, list):
            return option_id(question, answer)
        order = {option.id: place for place, option in enumerate(question.options)}
        return sorted((option_id(question, each) for each in answer), key=lambda each: order.get(each, len(order)))

    return {name: now(named[name], answer) if name in named else answer for name, answer in body.items()}


def shown(question: Question, answer: Any) -> str:
    """An answer in words, for boards and exports."""
    if answer is None:
        return ""
    return _WORDS[question.kind](question, answer)


def _options_in_words(question: Question, answer: Any) -> str:
    return ", ".join(option_text(question, each) for each in answer)


def _cards_in_words(question: Question, answer: Any) -> str:
    return " + ".join(question.titles.get(code, code) for code in answer)


def _votes_in_words(question: Question, answer: Any) -> str:
    return ", ".join(f"{option_text(question, key)}: {dots}" for key, dots in answer.items())


_WORDS: Mapping[FieldKind, Callable[[Question, Any], str]] = {
    **dict.fromkeys(("text", "long-text", "sentence", "number"), lambda question, answer: str(answer)),
    "choice": option_text,
    "choices": _options_in_words,
    "scale": lambda question, answer: f"{answer}/{question.steps}",
    "check": lambda question, answer: "✓" if answer else "",
    "card": lambda question, answer: question.titles.get(answer, answer),
    "cards": _cards_in_words,
    "placement": lambda question, answer: _where(question.poster, answer["x"], answer["y"]),
    "votes": _votes_in_words,
}


def _where(poster: PosterEntry | None, x: int, y: int) -> str:
    corner = f"{'top' if y >= 50 else 'bottom'}-{'right' if x >= 50 else 'left'}"
    name = poster.words.get(corner, "") if poster else ""
    return f"{name} ({x}, {y})" if name else f"{x}, {y}"

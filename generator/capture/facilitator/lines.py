"""Entries in words, as the desk lists and edits them. Entries and the kit in, lines out."""

import json
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.capture.answers.offers import with_name
from generator.capture.answers.questions import form_of, name_of
from generator.capture.answers.reader import Question, questions, shown
from generator.capture.model import Entry, Revision

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.form import Form


NOTHING_PLACED: Mapping[str, str] = {}


class EntryLine(NamedTuple):
    """An entry on the desk."""

    entry: Entry
    title: str  # of the thing that was scanned, else of the form
    form: str
    hue: str
    answers: tuple[tuple[str, str], ...]  # label, words
    is_held_back: bool = False  # a vote whose counts nobody sees yet


class Past(NamedTuple):
    """A change of an entry, with what stood there before it."""

    revision: Revision
    answers: tuple[tuple[str, str], ...]


def lines(
    entries: Iterable[Entry],
    named: Iterable[Entry],
    kit: "PrintedKit",
    places: Mapping[str, str] = NOTHING_PLACED,
    hidden: Container[str] = (),
) -> list[EntryLine]:
    """`named` are the entries that others may name, `places` placement → what it places, both by their ids.

    `hidden` are the ids of votes that nobody sees yet.
    """
    names = names_of(named, kit)
    return [_line(entry, names, kit, names.get(places.get(entry.id, ""), ""), entry.id in hidden) for entry in entries]


def names_of(entries: Iterable[Entry], kit: "PrintedKit") -> dict[str, str]:
    """Entry's id → its first words, of those that have any."""
    return {entry.id: name for entry in entries if (name := name_of(entry, kit))}


def _line(entry: Entry, names: Mapping[str, str], kit: "PrintedKit", placed: str, is_hidden: bool) -> EntryLine:
    thing, form = kit.thing(entry.code), form_of(entry, kit)
    hue = "" if thing is None else f"of-poster-{thing.id}" if thing.kind == "poster" else f"of-{thing.category}"
    title = form.title if form else entry.form
    body = {} if is_hidden else with_name(entry.body, form, placed)
    words = words_of(body, form, names, kit)
    return EntryLine(entry, (thing.title or thing.id) if thing else title, title, hue, words, is_hidden)


def past(revisions: Iterable[Revision], entry: Entry, named: Iterable[Entry], kit: "PrintedKit") -> list[Past]:
    """The last change first. `named` are the entries that others may name."""
    form, names = form_of(entry, kit), names_of(named, kit)
    return [Past(each, words_of(each.body, form, names, kit)) for each in reversed(list(revisions))]


def words_of(
    body: Mapping[str, Any], form: "Form | None", names: Mapping[str, str], kit: "PrintedKit"
) -> tuple[tuple[str, str], ...]:
    """Every answer with its question; of a form that is no longer asked so, with the field's own name."""
    asked = {question.name: question for question in questions(form, kit)} if form else {}
    known = [(asked[name].label, _answer(asked[name], body[name], names)) for name in asked if name in body]
    strange = [(name, _plain(answer)) for name, answer in body.items() if name not in asked]
    return tuple((label, words) for label, words in (*known, *strange) if words)


def _answer(question: Question, answer: Any, names: Mapping[str, str]) -> str:
    try:
        if question.kind == "votes":
            return ", ".join(f"{names.get(key, key)}: {dots}" for key, dots in answer.items())
        return shown(question, answer)
    except (AttributeError, KeyError, TypeError):  # the question was of another kind when this was said
        return _plain(answer)


def _plain(answer: Any) -> str:
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

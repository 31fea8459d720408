"""Votes and choices as bars, split by who gave them or, of cards, by what was chosen. A matter in, frames out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from generator.capture.answers.questions import name_of
from generator.capture.answers.reader import Question, option_id, option_text
from generator.capture.board.frames import Bar, Bars, Frame, Group, Part
from generator.capture.board.matters import ABOUT_ONESELF, MARKS, NOBODY, Matter, paged, share, title_of

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry

BARS = 8  # what fits one screen in letters of a thirtieth of its height
CARDS = ("card", "blank")

Given = Mapping[str, Mapping[int, int]]  # bar → mark → how many


def votes(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """Dots on options, or on what others have logged. Of a phone that voted again, the last vote counts."""
    found: list[Frame] = []
    for question in (asked for asked in matter.questions if asked.kind == "votes"):
        voted = [entry for entry in _last_of_each(matter.entries) if _dots(question, entry)]
        names = _voted_on(question, matter, kit)
        given: dict[str, Counter[int]] = {name: Counter() for name in names.values()}
        for entry in voted:
            for key, dots in _dots(question, entry).items():
                gone = words["board-gone"] if question.entries else key  # hidden or erased since
                name = names.get(key, gone)
                given.setdefault(name, Counter())[matter.groups.mark(entry)] += dots
        legend = matter.groups.legend(voted, words)
        found += _frames(matter, question, given, legend, len(voted))
    return found


def _last_of_each(entries: "Sequence[Entry]") -> "list[Entry]":
    """Everybody has one vote; the facilitator votes for the room as often as hands go up."""
    last = {entry.device: entry.id for entry in entries}
    return [entry for entry in entries if entry.device is None or last[entry.device] == entry.id]


def _dots(question: Question, entry: "Entry") -> dict[str, int]:
    given = entry.body.get(question.name)
    pairs = given.items() if isinstance(given, Mapping) else ()
    sound = ((key, dots) for key, dots in pairs if isinstance(key, str) and type(dots) is int and dots > 0)
    given_to: dict[str, int] = {}
    for key, dots in sound:
        key = option_id(question, key) if question.options else key
        given_to[key] = given_to.get(key, 0) + dots
    return given_to


def _voted_on(question: Question, matter: Matter, kit: "PrintedKit") -> dict[str, str]:
    """What each key stands for: an option, or the first words of an entry. Entries of the same words are one thing."""
    if not question.entries:
        return {option.id: option.text for option in question.options}
    named: dict[str, str] = {}
    spelled: dict[str, str] = {}  # as whoever came first wrote it
    for entry in matter.everything:
        elsewhere = entry.kind == "poster" and question.poster_id and entry.thing != question.poster_id
        if entry.form in question.entries and not elsewhere and (name := name_of(entry, kit)):
            named[entry.id] = spelled.setdefault(name.casefold(), name)
    return named


def choices(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """How often each option was taken; of cards, what was said of each card."""
    found: list[Frame] = []
    for question in (asked for asked in matter.questions if asked.kind in ("choice", "choices")):
        answered = [entry for entry in matter.entries if _picked(question, entry)]
        if question.name in ABOUT_ONESELF or not answered:
            continue
        of_cards = [entry for entry in answered if entry.kind in CARDS]
        others = [entry for entry in answered if entry.kind not in CARDS]
        found += _of_cards(matter, question, of_cards, kit)
        found += _of_options(matter, question, others, words)
    return found


def _picked(question: Question, entry: "Entry") -> list[str]:
    """In the words of today; what is no option stays what it says."""
    given = entry.body.get(question.name)
    options = given if isinstance(given, list) else [given]
    return [option_text(question, option) for option in options if isinstance(option, str) and option]


def _of_options(
    matter: Matter, question: Question, entries: "Sequence[Entry]", words: Mapping[str, str]
) -> Iterable[Frame]:
    if not entries:
        return ()
    given: dict[str, Counter[int]] = {option.text: Counter() for option in question.options}
    for entry in entries:
        for option in _picked(question, entry):
            given.setdefault(option, Counter())[matter.groups.mark(entry)] += 1
    return _frames(matter, question, given, matter.groups.legend(entries, words), len(entries), in_order=True)


def _of_cards(matter: Matter, question: Question, entries: "Sequence[Entry]", kit: "PrintedKit") -> Iterable[Frame]:
    marks = {option.text: min(index, MARKS - 1) for index, option in enumerate(question.options)}
    given: dict[str, Counter[int]] = {}
    totals: Counter[str] = Counter()
    for entry in entries:
        for option in _picked(question, entry):
            given.setdefault(title_of(entry, kit) or entry.code, Counter())[marks.get(option, NOBODY)] += 1
            totals[option] += 1
    legend = tuple(Group(option, mark, totals[option]) for option, mark in marks.items() if totals[option])
    return _frames(matter, question, given, legend, len(entries), key=f"{matter.key}-{question.name}-cards")


def _frames(
    matter: Matter,
    question: Question,
    given: Given,
    legend: tuple[Group, ...],
    count: int,
    *,
    key: str = "",
    in_order: bool = False,
) -> list[Frame]:
    """The longest bar first, or in the order of the options; what has nothing keeps its line."""
    totals = {name: sum(marks.values()) for name, marks in given.items()}
    longest = max(totals.values(), default=0)
    if not longest:
        return []
    order: Callable[[str], int] = (lambda name: 0) if in_order else (lambda name: -totals[name])
    order_of_marks = [*dict.fromkeys(group.mark for group in legend)] or [NOBODY]
    bars = [Bar(name, totals[name], _parts(given[name], order_of_marks, longest)) for name in sorted(given, key=order)]
    start = key or f"{matter.key}-{question.name}"
    return [
        Bars(f"{start}-{page}", matter.title, question.label, some, legend, count, page, pages)
        for page, pages, some in paged(bars, BARS)
    ]


def _parts(counts: Mapping[int, int], marks: Sequence[int], longest: int) -> tuple[Part, ...]:
    parts, start = [], 0
    for mark in marks:
        count = counts.get(mark, 0)
        if count:
            parts.append(Part(mark, count, share(start, longest), share(count, longest)))
            start += count
    return tuple(parts)

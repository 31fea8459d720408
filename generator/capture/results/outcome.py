"""What a workshop leaves with: objective, who was there, features, risks, roadmap, next steps, next meeting.

It rests on the forms `outcome`, `objective`, `risk` and `roadmap`, by the names of their fields. Where the room has not
written its features down, those that got the most votes stand for them.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from generator.capture.answers.reader import Question, questions
from generator.capture.board.measures.groups import ABOUT_ONESELF, Groups
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry
from generator.capture.results.backlog import backlog_of, words_of
from generator.capture.results.held import ResultsReader
from generator.capture.results.record import RecordedEntry
from generator.capture.results.small_groups import SharedSession, people_of
from generator.capture.web.times import Local
from generator.capture.web.translations import FALLBACK, Say, speaker

OUTCOME, OBJECTIVE, RISK, ROADMAP = "outcome", "objective", "risk", "roadmap"  # forms
FEATURES = ("first", "second", "third", "fourth", "fifth")  # fields of an outcome
MITIGATION = ("wrong", "failsafe", "decision")  # fields of a risk look
LATER = timedelta(days=14)
_DATES = (
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\. ?(?P<m>\d{1,2})\. ?(?P<y>\d{4})\b"),
)
_HOUR = re.compile(r"(?<![\d.:-])([01]?\d|2[0-3])[:.]([0-5]\d)(?![\d.:-])")


class Meeting(NamedTuple):
    """When people meet again: by a date that was typed, else two weeks later. `at`: an hour, by the clocks there.

    `is_sure`: the day is what was typed or said; else words were typed that are no date, and they count for readers.
    """

    day: date
    at: time | None
    typed: str
    host: str
    is_sure: bool


class Outcome(NamedTuple):
    session: str  # its id
    title: str
    kit: PrintedKit | None
    held: date
    written: str  # when the newest entry of it was, in UTC as the store has it
    objectives: tuple[str, ...]
    people: str  # as somebody typed it for this
    joined: int  # phones
    groups: tuple[tuple[str, int], ...]  # departments with their phones, small ones together
    features: tuple[RecordedEntry, ...]
    by_votes: bool  # the features are those with the most votes: nobody wrote them down
    care: str
    risks: tuple[RecordedEntry, ...]
    roadmap: tuple[RecordedEntry, ...]
    next_steps: str
    meeting: Meeting

    @property
    def promised(self) -> tuple[str, ...]:
        """What the next meeting asks for, each once: features, and rows of the roadmap."""
        titles = [each.title for each in (*self.features, *self.roadmap) if each.title]
        return tuple({title.casefold(): title for title in reversed(titles)}.values())[::-1]

    @property
    def language(self) -> str:
        return self.kit.language if self.kit else FALLBACK


def outcome_of(read: ResultsReader, local: Local, meet: date | None = None) -> Outcome:
    """Of the one session that is read. `meet`: the day on which people meet again, whatever was typed."""
    (shared,) = read.shared()
    kit, session = read.kit_of(shared.session), shared.session
    t = speaker(kit.language if kit else FALLBACK)
    said = _Said(shared, kit)
    held = local(datetime.fromisoformat(session.opened_at)).date()
    features = tuple(RecordedEntry(text, (), ()) for field in FEATURES if (text := said.of_outcome(field)))
    objective = said.of_outcome("objective")
    return Outcome(
        session=session.id,
        title=session.title,
        kit=kit,
        held=held,
        written=max((entry.at for entry in shared.entries), default=session.opened_at),
        objectives=(objective,) if objective else tuple(said.each(OBJECTIVE, "objective")),
        people=said.of_outcome("people"),
        joined=read.store.count_devices(session.id),
        groups=tuple(_groups(shared, kit, t)),
        features=features or tuple(_most_voted(read, t)),
        by_votes=not features,
        care=said.of_outcome("care"),
        risks=tuple(said.recorded(RISK, "scenario", MITIGATION)),
        roadmap=tuple(said.recorded(ROADMAP, "feature")),
        next_steps=said.of_outcome("next"),
        meeting=_meeting(said, held, meet),
    )


class _Said:
    """What was said on forms, by their fields."""

    def __init__(self, shared: SharedSession, kit: PrintedKit | None) -> None:
        self._kit = kit
        self._entries = [entry for entry in shared.entries if entry.state != "merged"]
        self._outcome = next((entry for entry in reversed(self._entries) if entry.form == OUTCOME), None)

    def of_outcome(self, field: str) -> str:
        """On the newest sheet."""
        return self._words(self._outcome).get(field, "") if self._outcome else ""

    def each(self, form: str, field: str) -> Iterator[str]:
        for entry in self._entries:
            if entry.form == form and (text := self._words(entry).get(field)):
                yield text

    def recorded(self, form: str, title: str, fields: Collection[str] = ()) -> Iterator[RecordedEntry]:
        """Each entry of a form, under what it says in one field; with these others, or all."""
        for entry in self._entries:
            words = self._words(entry) if entry.form == form else {}
            labels = self._labels(entry) if words else {}
            if words:
                rest = tuple(
                    (labels[name], text)
                    for name, text in words.items()
                    if name != title and (not fields or name in fields)
                )
                yield RecordedEntry(" ".join(words.get(title, "").split()), (), rest)

    def _words(self, entry: Entry) -> dict[str, str]:
        asked = [each for each in self._asked(entry) if each.name not in ABOUT_ONESELF]
        return {each.name: text for each in asked if (text := words_of(each, entry.body.get(each.name)))}

    def _labels(self, entry: Entry) -> dict[str, str]:
        return {each.name: each.label for each in self._asked(entry)}

    def _asked(self, entry: Entry) -> Sequence[Question]:
        form = self._kit.form_with(entry.code, entry.form) if self._kit else None
        return questions(form, self._kit) if form and self._kit else ()


def _groups(shared: SharedSession, kit: PrintedKit | None, t: Say) -> Iterator[tuple[str, int]]:
    """Nothing where only people without a department spoke."""
    people = people_of(Groups(shared.session, kit), shared.entries)
    named = {group: len(phones) for group, phones in people.items() if phones}
    if set(named) - {""}:
        yield from sorted(((group or t("sheet-no-department"), count) for group, count in named.items()), key=_most)


def _most(group: tuple[str, int]) -> tuple[int, str]:
    return -group[1], group[0]


def _most_voted(read: ResultsReader, t: Say) -> Iterator[RecordedEntry]:
    for item in backlog_of(read)[: len(FEATURES)]:
        facts = ((t("backlog-measure"), item.measure), (t("sheet-votes"), str(item.votes or "")))
        sentence = (("", item.sentence),) if item.sentence and item.sentence != item.title else ()
        yield RecordedEntry(item.title, (), (*sentence, *(fact for fact in facts if fact[1])))


# --- the next meeting ---


def _meeting(said: _Said, held: date, meet: date | None) -> Meeting:
    typed = said.of_outcome("follow-up")
    found = _date_in(typed)
    is_typed = meet is None and found is not None and found >= held
    day = meet or (found if found and is_typed else held + LATER)
    return Meeting(
        day,
        _hour_in(typed) if is_typed else None,
        typed,
        said.of_outcome("host"),
        meet is not None or is_typed or not typed,
    )


def _date_in(text: str) -> date | None:
    """The first date that reads in one way alone: 2026-12-06 or 6.12.2026."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
    return None


def _hour_in(text: str) -> time | None:
    without_dates = text
    for pattern in _DATES:
        without_dates = pattern.sub(" ", without_dates)
    match = _HOUR.search(without_dates)
    return time(int(match[1]), int(match[2])) if match else None

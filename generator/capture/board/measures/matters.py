"""Entries sorted by what they are about, and counted as they come."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, Protocol

from generator.capture.answers.ballots import key_of
from generator.capture.answers.reader import Question, questions
from generator.capture.board.measures.compared import ComparisonTally, compares
from generator.capture.board.measures.groups import ABOUT_ONESELF, Groups
from generator.capture.board.measures.planes import PlaneTally
from generator.capture.board.measures.texts import NameTally, NoteTally, RecipeTally, first_words, has_notes
from generator.capture.board.measures.votes import ChoiceTally, ScaleTally, VoteTally

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, Session
    from generator.codes import ThingEntry
    from generator.form import Form

MatterKey = tuple[str, str]  # form, poster


class Links(NamedTuple):
    """What entries have to do with one another, by their ids."""

    placed: Mapping[str, str]  # placement → the entry that it places
    merged: Mapping[str, str]  # twin → the one that stays


NO_LINKS = Links({}, {})


class Tally(Protocol):
    """Counts one thing of entries, in the order they come."""

    def add(self, entry: "Entry", group: str) -> None: ...


class Matter:
    """All entries of one form, on one poster where the form is about one, and what they come to."""

    def __init__(self, form: "Form", poster: str, kit: "PrintedKit") -> None:
        printed = kit.posters.get(poster)
        self.form, self.poster, self.ballot = form.id, poster, key_of(form)
        self.key = f"{form.id}-{poster}" if poster else form.id
        self.title = printed.title if printed else form.title
        self.questions: tuple[Question, ...] = questions(form, kit)
        self.count = 0  # entries, without those that were merged into others
        self.added = 0
        self.first: Entry | None = None
        self.name_of = first_words(self.questions)
        self.planes = [PlaneTally(each, self.name_of) for each in self._of_kind("placement")]
        self.votes = [VoteTally(each) for each in self._of_kind("votes")]
        self.choices = [ChoiceTally(each) for each in self._of_kind("choice", "choices")]
        self.scales = [ScaleTally(each) for each in self._of_kind("scale")]
        self.recipes = [RecipeTally(self.questions)] if self._of_kind("cards", "sentence") else []
        self.compared = [ComparisonTally(form, kit)] if compares(form) else []
        self.notes = [NoteTally(self.questions, partial(card_of, kit))] if has_notes(self.questions) else []
        fields = (field for each in kit.forms.values() for field in each.fields.values())
        is_voted_on = bool(self.planes) or any(form.id in kit.voted_on(field) for field in fields)
        self.names = [NameTally(self.questions)] if is_voted_on else []
        self._tallies: tuple[Tally, ...] = (
            *self.votes, *self.choices, *self.scales, *self.recipes, *self.compared, *self.notes,
        )  # fmt: skip

    def _of_kind(self, *kinds: str) -> list[Question]:
        return [each for each in self.questions if each.kind in kinds and each.name not in ABOUT_ONESELF]

    def add(self, entry: "Entry", group: str, placed: str) -> None:
        """Of what was merged into another entry, the place alone counts, and for the one that stays."""
        for plane in self.planes:
            plane.add(entry, group, placed)
        self.added += 1
        if entry.state == "merged":
            return
        self.count += 1
        self.first = self.first or entry
        for tally in self._tallies:
            tally.add(entry, group)
        for names in self.names if placed == entry.id else ():
            names.add(entry)


class Measures:
    """Everything that a session comes to so far; the caller leaves out what is hidden or waits to be released."""

    def __init__(
        self,
        session: "Session",
        kit: "PrintedKit",
        entries: "Iterable[Entry]" = (),
        links: Links = NO_LINKS,
        texts_until: int = 0,
    ) -> None:
        """Up to the entry of number `texts_until` the same words are one thing, as they were when it was kept."""
        self.kit = kit
        self._texts_until = texts_until
        self._worded: dict[tuple[str, str], str] = {}  # matter and words → the first entry that said them
        self.groups = Groups(session, kit)
        self.count = 0  # of all that was added
        self._merged: dict[str, str] = {}
        self._names: dict[str, str] = {}  # entries themselves are not kept
        self._matters: dict[MatterKey, Matter] = {}
        self._about: dict[tuple[str, str, str, str], Matter | None] = {}
        self.add(entries, links)

    def add(self, entries: "Iterable[Entry]", links: Links = NO_LINKS) -> None:
        """Entries that came after those that are counted already."""
        self._merged.update(links.merged)
        for entry in entries:
            self.count += 1
            group = self.groups.meet(entry)
            if matter := self.matter_of(entry):
                self._names[entry.id] = name = matter.name_of(entry)
                if entry.seq <= self._texts_until and name:
                    first = self._worded.setdefault((matter.key, name.casefold()), entry.id)
                    self._merged |= {} if first == entry.id else {entry.id: first}
                matter.add(entry, group, self.stays(links.placed.get(entry.id, entry.id)))

    def stays(self, id: str) -> str:
        """The entry that one was merged into, or itself."""
        seen = {id}
        while (id := self._merged.get(id, id)) not in seen:
            seen.add(id)
        return id

    def name(self, id: str) -> str:
        """The first words of an entry; '' of one that is not counted."""
        return self._names.get(id, "")

    @property
    def matters(self) -> tuple[Matter, ...]:
        """In the order in which each was first spoken of."""
        return tuple(self._matters.values())

    def candidates(self, question: Question) -> dict[str, str]:
        """What a question for votes is about: entry's id → its name, in the order they came."""
        named: dict[str, str] = {}
        for matter in self._matters.values():
            for tally in matter.names if matter.form in question.entries else ():
                if not question.poster_id:
                    named |= tally.names
                    continue
                elsewhere = {id for id, poster in tally.posters.items() if poster != question.poster_id}
                named |= {id: name for id, name in tally.names.items() if id not in elsewhere}
        return named

    def matter_of(self, entry: "Entry") -> Matter | None:
        """What an entry is about; None where the kit has no such form."""
        about = entry.code, entry.form, entry.kind, entry.thing
        if about not in self._about:
            self._about[about] = self._find(entry)
        return self._about[about]

    def _find(self, entry: "Entry") -> Matter | None:
        form = self.kit.form_with(entry.code, entry.form)
        if form is None:
            return None
        poster = _poster_of(form, entry, self.kit)
        if (form.id, poster) not in self._matters:
            self._matters[form.id, poster] = Matter(form, poster, self.kit)
        return self._matters[form.id, poster]


def _poster_of(form: "Form", entry: "Entry", kit: "PrintedKit") -> str:
    named = (field.poster for field in form.fields.values())
    return next((poster for poster in named if poster in kit.posters), entry.thing if entry.kind == "poster" else "")


def card_of(kit: "PrintedKit", entry: "Entry") -> "ThingEntry | None":
    """The thing that was scanned."""
    return kit.thing(entry.code)

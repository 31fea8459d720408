"""Worksheets that were filled in as files become entries: each file one, changed with it, never twice."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal, NamedTuple
from uuid import UUID

from generator.capture.answers.reader import Fault, Question, headline, questions, read_json
from generator.capture.departments import folded
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, NewEntry, Session
from generator.capture.store import Store
from generator.form import Form

Words = Mapping[str, str]
Outcome = Literal["new", "known", "updated", "both", "same", "erased", "refused"]
NOT_TAKEN = ("both", "same", "erased", "refused")
OF_THE_FILE = 0  # who changed an entry: a phone that nobody knows any more, and not the desk
_NUMBERS = re.compile(r"[^\d.]*(\d{1,3})[^\d.]+(\d{1,3})[^\d.]*")


class FilledSheet(NamedTuple):
    """A file by its name in the folder; `place` names it for good. `answers`: field → text, or the words chosen."""

    file: str
    place: str
    kit: str
    form: str
    version: int
    answers: Mapping[str, tuple[str, ...]]
    fault: str = ""  # why it could not be read: `forms-<fault>` is a key of the words

    @classmethod
    def of_line(cls, line: Mapping[str, Any]) -> "FilledSheet":
        """As `results forms --to` writes it."""
        return cls(**{**line, "answers": {name: tuple(said) for name, said in line["answers"].items()}})


class TakenSheet(NamedTuple):
    """What became of a file; `faults` are in words, of what of it could not be taken."""

    file: str
    outcome: Outcome
    form: str = ""  # its title
    title: str = ""
    faults: tuple[str, ...] = ()


async def take(
    store: Store, session: Session, kit: PrintedKit, sheets: Iterable[FilledSheet], say: Words
) -> list[TakenSheet]:
    """Into a session. What a file says once more adds nothing. What is not taken is said in these words."""
    taker = _Taker(store, session, kit, say)
    return [await taker.take(sheet) for sheet in sheets]


class _Taker:
    def __init__(self, store: Store, session: Session, kit: PrintedKit, say: Words) -> None:
        self.store, self.session, self.kit, self.say = store, session, kit, say
        self.claimed: set[str] = set()  # entries that a file of this run is

    async def take(self, sheet: FilledSheet) -> TakenSheet:
        form = self._form(sheet)
        if isinstance(form, str):
            return TakenSheet(sheet.file, "refused", faults=(form,))
        body, faults = _answers(form, self.kit, sheet.answers)
        told = tuple(_fault(fault, form, self.say) for fault in faults)
        if not body or any(each.required and each.name not in body for each in questions(form, self.kit)):
            return TakenSheet(sheet.file, "refused", form.title, faults=told)
        new = NewEntry(
            self._id(sheet), self.session.id, None, "", "", "", "", form.id, sheet.version or form.version, body
        )
        outcome = await self._keep(new)
        title = headline(questions(form, self.kit), body)
        return TakenSheet(
            sheet.file,
            outcome,
            form.title,
            title,
            (*(self.say[f"forms-{name}"] for name in [outcome] if name in NOT_TAKEN), *told),
        )

    def _form(self, sheet: FilledSheet) -> Form | str:
        """What it was filled in on; else why that is none of ours."""
        if sheet.kit and sheet.kit != self.session.kit:
            return self.say["forms-other-kit"].format(kit=sheet.kit, own=self.session.kit)
        if sheet.fault or not sheet.form:
            return self.say[f"forms-{sheet.fault or 'foreign'}"]
        found = self.kit.forms.get(sheet.form)
        return found or self.say["forms-no-form"].format(kit=self.session.kit, form=sheet.form)

    def _id(self, sheet: FilledSheet) -> str:
        digest = sha256("\0".join((self.session.id, sheet.place, sheet.form)).encode()).digest()
        return str(UUID(bytes=digest[:16], version=4))

    async def _keep(self, new: NewEntry) -> Outcome:
        there = self.store.entry(new.id)
        if there is None and (twin := self._same(new)):
            self.claimed.add(twin.id)
            return "same"
        self.claimed.add(new.id)
        if there is None:
            await self.store.submit(new)
            return "new"
        if there.state == "erased":
            return "erased"
        history = self.store.history(new.id)
        if new.body in (there.body, *(each.body for each in history)):
            return "known"
        if any(each.what == "edit" and each.by_device is None for each in history):
            await self.store.submit(new)
            return "both"
        await self.store.edit(new.id, new.body, OF_THE_FILE)
        return "updated"

    def _same(self, new: NewEntry) -> Entry | None:
        """An entry of nobody's phone that says the same, and is no other file of this run."""
        others = self.store.entries(self.session.id, forms=[new.form])
        return next(
            (each for each in others if each.device is None and each.body == new.body and each.id not in self.claimed),
            None,
        )


def _answers(
    form: Form, kit: PrintedKit, given: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, Any], Sequence[Fault]]:
    """Whatever can be read; with what is wrong with the rest."""
    asked = {question.name: question for question in questions(form, kit)}
    raw = {name: _raw(asked[name], said) if name in asked else said[0] for name, said in given.items() if said}
    if not raw:
        return {}, [Fault("", "fault-empty", {})]
    wrong: list[Fault] = []
    while True:
        body, faults = read_json(form, kit, raw)
        new = [fault for fault in faults if fault.field in raw]
        if not new:
            return body, [*wrong, *(fault for fault in faults if not wrong or _is_new(fault, wrong))]
        wrong += new
        for fault in new:
            del raw[fault.field]


def _is_new(fault: Fault, said: Sequence[Fault]) -> bool:
    """Whether it does not follow from what was said already: an answer was left out, and now it is missing."""
    return fault.message_key != "fault-empty" and fault.field not in {each.field for each in said}


def _raw(question: Question, said: tuple[str, ...]) -> Any:
    """What stands in a field, as JSON would say it to the form."""
    match question.kind:
        case "choices":
            return list(said)
        case "check":
            return True
        case "card":
            return next(_codes(question, said[0]), None)
        case "cards":
            return list(_codes(question, said[0]))
        case "placement":
            found = _NUMBERS.fullmatch(said[0])
            return {"x": found[1], "y": found[2]} if found else said[0]
        case _:
            return said[0]


def _codes(question: Question, text: str) -> Iterator[str]:
    """Cards by their titles, as people write them, or by their codes; one a line, or with commas or + between."""
    titles = {folded(title): code for code, title in reversed(tuple(question.titles.items()))}
    for line in filter(str.strip, text.split("\n")):
        whole = titles.get(folded(line))
        for part in [line] if whole else re.split(r"[,;+]", line):
            if part.strip():
                yield titles.get(folded(part), part.strip())


def _fault(fault: Fault, form: Form, say: Words) -> str:
    told = say[fault.message_key].format_map(fault.values)
    return f"{form.fields[fault.field].label}: {told}" if fault.field in form.fields else told

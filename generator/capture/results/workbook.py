"""Entries as sheets of a workbook: a sheet a form, in the words that people read; votes as who gave how many to what.

Numbers stay numbers, and times are those of the room. What was said stays text, whatever it begins with.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from generator.capture.answers.reader import Question, option_text, questions, shown
from generator.capture.board.measures.groups import Groups
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry
from generator.capture.results.cells import cells_of, original
from generator.capture.results.held import HeldSession
from generator.capture.results.vote_counts import counted_votes, open_tallies
from generator.capture.results.workbook_file import sheet_names
from generator.capture.web.times import NO_HOUR, Local
from generator.capture.web.translations import FALLBACK, Say, speaker

CellValue = str | int | float | bool | datetime | None
Row = Mapping[str, CellValue]  # heading → what stands below it


class ResultSheet(NamedTuple):
    """`rows` have no other keys than the headings."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


class Results(NamedTuple):
    """What was voted on and what was said, a sheet for each form; in the order of the names of the forms."""

    votes: tuple[ResultSheet, ...]  # one, or none
    forms: tuple[ResultSheet, ...]


def results_of(entries: Iterable[Entry], held: Sequence[HeldSession], local: Local) -> Results:
    """In the language of the kit."""
    t = speaker(language_of(held))
    forms: dict[str, list[Entry]] = {}
    for entry in entries:
        forms.setdefault(entry.form, []).append(entry)
    titles = _titles(sorted(forms), [each.kit for each in held if each.kit])
    of_form = _FormSheet(held, local, t)
    return Results(_votes(held, t), tuple(of_form.sheet(title, forms[form]) for form, title in titles.items()))


def workbook(
    entries: Sequence[Entry], held: Sequence[HeldSession], local: Local, hidden: int
) -> tuple[ResultSheet, ...]:
    """What the workbook is, then votes where there are any, then a sheet for each form.

    `hidden`: how many votes stay out, as they are open still.
    """
    t = speaker(language_of(held))
    votes, of_forms = results_of(entries, held, local)
    _, *names = sheet_names([t("sheet-read-me"), *(sheet.name for sheet in (*votes, *of_forms))])
    named = [sheet._replace(name=name) for sheet, name in zip((*votes, *of_forms), names, strict=True)]
    about = _read_me(held, entries, named[len(votes) :], named[: len(votes)], local, hidden, t)
    return (about, *named)


def _titles(forms: Iterable[str], kits: Sequence[PrintedKit]) -> dict[str, str]:
    """By the ids of the forms; forms of one title have their ids behind it."""
    titles = {form: next((kit.forms[form].title for kit in kits if form in kit.forms), form) for form in forms}
    count = Counter(titles.values())
    return {form: f"{title} ({form})" if count[title] > 1 else title for form, title in titles.items()}


def language_of(held: Iterable[HeldSession]) -> str:
    """That of the first kit that can be read."""
    return next((each.kit.language for each in held if each.kit), FALLBACK)


class _FormSheet:
    """All entries of one form: about each, when, from whom and on what; then what was answered, as it is asked."""

    def __init__(self, held: Iterable[HeldSession], local: Local, t: Say) -> None:
        self._held = {each.session.id: each for each in held}
        self._groups = {id: Groups(each.session, each.kit) for id, each in self._held.items()}
        self._local, self._t = local, t
        self._asked: dict[tuple[str, str, str], Mapping[str, Question]] = {}

    def sheet(self, title: str, entries: Sequence[Entry]) -> ResultSheet:
        self._asked = {}
        rows = [self._row(entry) for entry in entries]
        return ResultSheet(title, tuple(self._headings(rows)), tuple(rows))

    def _headings(self, rows: Iterable[Row]) -> Iterator[str]:
        """In the order in which the form asks; what nobody answered has a column too, where another entry shows it."""
        about = self._about_words()
        answered = dict.fromkeys(heading for row in rows for heading in row if heading not in about)
        order = {heading: place for place, heading in enumerate(self._all_asked())}
        yield from about[:-3]
        yield from sorted(answered, key=lambda heading: order.get(heading, len(order)))
        yield from about[-3:]

    def _all_asked(self) -> Iterator[str]:
        for asked in self._asked.values():
            for question in asked.values():
                yield from self._columns(question)

    def _about_words(self) -> tuple[str, ...]:
        t = self._t
        who = t("sheet-when"), t("sheet-session"), t("sheet-table"), t("sheet-department")
        return (
            *who,
            t("sheet-about"),
            t("sheet-code"),
            t("sheet-copy"),
            t("sheet-state"),
            t("sheet-id"),
            t("sheet-address"),
        )

    def _state(self, entry: Entry) -> str:
        """Said of what the board does not show as an entry of its own."""
        states = {"hidden": self._t("desk-state-hidden"), "merged": self._t("desk-state-merged")}
        return states.get(entry.state, "")

    def _row(self, entry: Entry) -> Row:
        session, kit, *_ = self._held[entry.session]
        thing = kit.thing(entry.code) if kit else None
        who = self._when(entry.at), session.title, entry.table, self._groups[entry.session].meet(entry)
        what = thing.title if thing else "", entry.code, entry.copy, self._state(entry), entry.id
        address = kit.entry_address(entry.id) if kit else ""
        row: dict[str, CellValue] = dict(zip(self._about_words(), (*who, *what, address), strict=True))
        asked = self._questions(entry, kit)
        for field, answer in entry.body.items():
            row |= self._answer(asked[field], self._named(asked[field], answer, entry)) if field in asked else {}
        unasked = (cells_of(field, answer) for field, answer in entry.body.items() if field not in asked)
        for column, cell in chain.from_iterable(unasked):
            while column in row:
                column = f"{column} ({entry.form})"
            row[column] = original(cell) if isinstance(cell, str) else cell
        return row

    def _named(self, question: Question, answer: Any, entry: Entry) -> Any:
        """Votes on entries by the first words of these, as the board has them; of one that is not there, by its id."""
        measures = self._held[entry.session].measures
        if question.kind != "votes" or not question.entries or not isinstance(answer, dict) or not measures:
            return answer
        return [f"{measures.name(measures.stays(key)) or key}: {dots}" for key, dots in answer.items()]

    def _questions(self, entry: Entry, kit: PrintedKit | None) -> Mapping[str, Question]:
        about = entry.session, entry.code, entry.form
        if about not in self._asked:
            form = kit.form_with(entry.code, entry.form) if kit else None
            self._asked[about] = self._told_apart(questions(form, kit)) if form and kit else {}
        return self._asked[about]

    def _told_apart(self, asked: Iterable[Question]) -> dict[str, Question]:
        """By their names; one whose column stands twice in a form, or is taken, has its field's name behind it."""
        taken = set(self._about_words())
        named: dict[str, Question] = {}
        for each in asked:
            question = each._replace(label=each.label or each.name)
            while taken.intersection(self._columns(question)):
                question = question._replace(label=f"{question.label} ({each.name})")
            taken.update(self._columns(question))
            named[each.name] = question
        return named

    def _when(self, at: str) -> CellValue:
        """By the clocks of the room; the day alone of what has no hour any more. A cell of a workbook has no zone."""
        if at.endswith(NO_HOUR):
            return at[:10]
        return self._local(datetime.fromisoformat(at)).replace(tzinfo=None)

    def _columns(self, question: Question) -> tuple[str, ...]:
        label = question.label
        match question.kind:
            case "placement":
                return self._t("sheet-across", label=label), self._t("sheet-up", label=label)
            case "card" | "cards":
                return label, self._t("sheet-codes", label=label)
            case "votes" if question.options:
                return tuple(f"{label} · {option.text}" for option in question.options)
            case _:
                return (label,)

    def _answer(self, question: Question, answer: Any) -> Row:
        """Heading → value. An answer that another edition took, and that is none today, stays what it says."""
        columns, label = self._columns(question), question.label
        match question.kind, answer:
            case "placement", {"x": int() | float() as across, "y": int() | float() as up}:
                return dict(zip(columns, (across, up), strict=True))
            case ("card", str()) | ("cards", [*_]):
                codes = [answer] if isinstance(answer, str) else list(map(str, answer))
                titles = (question.titles.get(code, code) for code in codes)
                return dict(zip(columns, ("\n".join(titles), "\n".join(codes)), strict=True))
            case "votes", dict() if question.options:
                return {f"{label} · {option_text(question, key)}": dots for key, dots in answer.items()}
            case "choices", [*_]:
                return {label: "\n".join(option_text(question, each) for each in answer)}
            case (("number" | "scale" | "check"), (bool() | int() | float())):
                return {label: answer}
            case (("choice" | "text" | "long-text" | "sentence"), str()):
                return {label: shown(question, answer)}
            case _:
                return {label: "\n".join(str(original(str(cell))) for _, cell in cells_of(label, answer))}


# --- votes ---


def _votes(held: Iterable[HeldSession], t: Say) -> tuple[ResultSheet, ...]:
    rows: list[dict[str, CellValue]] = []
    groups: dict[str, None] = {}
    first = t("sheet-session"), t("sheet-vote"), t("sheet-voted-on"), t("sheet-votes")
    nobody = t("sheet-no-department")

    def column(group: str) -> str:
        return f"{group} ({t('sheet-department')})" if group in (*first, nobody) else group or nobody

    for one in held:
        for matter, tally in open_tallies(one):
            names = one.measures.candidates(tally.question) if one.measures and tally.question.entries else {}
            for text, dots in sorted(
                counted_votes(one, tally, names, t("board-gone")), key=lambda pair: -sum(pair[1].values())
            ):
                by_group = {column(group): count for group, count in dots.items() if count}
                groups |= dict.fromkeys(by_group)
                about: tuple[CellValue, ...] = one.session.title, matter.title, text, sum(dots.values())
                rows.append({**dict(zip(first, about, strict=True)), **by_group})
    if not rows:
        return ()
    others = sorted(groups, key=lambda group: (group == nobody, group))
    return (ResultSheet(t("sheet-votes"), (*first, *others), tuple(rows)),)


# --- what it is ---


def _read_me(
    held: Sequence[HeldSession],
    entries: Sequence[Entry],
    forms: Sequence[ResultSheet],
    votes: Sequence[ResultSheet],
    local: Local,
    hidden: int,
    t: Say,
) -> ResultSheet:
    """A sheet of two columns that says what is where."""
    key, value = t("sheet-what"), t("sheet-is")
    kit = next((one.kit for one in held if one.kit), None)
    lines: list[tuple[str, CellValue]] = [(t("sheet-kit"), kit.title)] if kit else []
    if kit and kit.brand.client:
        lines.append((t("sheet-client"), kit.brand.client))
    for one in held:
        count = sum(entry.session == one.session.id for entry in entries)
        opened = local(datetime.fromisoformat(one.session.opened_at))
        lines.append((t("sheet-session"), one.session.title))
        lines.append((t("sheet-opened"), f"{opened:%Y-%m-%d %H:%M %Z}"))
        lines.append((t("sheet-entries"), count))
    lines += [(sheet.name, t("sheet-of-votes")) for sheet in votes]
    lines += [(sheet.name, t("sheet-of-form", count=len(sheet.rows))) for sheet in forms]
    lines.append((t("sheet-times"), t("sheet-times-words")))
    if hidden:
        lines.append((t("sheet-hidden"), t("desk-files-votes", count=hidden)))
    return ResultSheet(t("sheet-read-me"), (key, value), tuple({key: name, value: text} for name, text in lines))

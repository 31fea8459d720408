"""Entries as CSV that a spreadsheet opens: a row an entry, a column a field of a form. Text is whole, and inert."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from generator.capture.answers.reader import Question, option_id, option_text, questions
from generator.capture.departments import speller
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, Session
from generator.capture.results.cells import Cell, cells_of, inert, original
from generator.capture.results.lines import NO_NAMES, Names
from generator.capture.results.progress import Progress, no_progress
from generator.form import Form

_WHO = ("seq", "id", "at", "session", "series", "table", "department", "device", "state", "revision")
_WHAT = ("form", "version", "code", "kind", "thing", "copy", "title")
NAMES = "names"  # ids of the entries that it places, votes on, was merged into …, one on each line
ADDRESS = "address"  # that opens it, for those who were there
ABOUT = (*_WHO, *_WHAT, ADDRESS, NAMES)
TITLE = "title"  # of the thing; and, behind a field's name, of the cards that it names
ID = " id"  # behind a column of options in words: their ids, which stay when the words change


def write_table(
    to: Path,
    entries: Sequence[Entry],
    sessions: Mapping[str, Session],
    kits: Mapping[str, PrintedKit],
    separator: str = ",",
    names: Names = NO_NAMES,
    progress: Progress = no_progress,
) -> None:
    """`kits` may lack some: their things have codes and no titles then."""
    filled = []
    for done, entry in enumerate(entries, 1):
        filled.append(_answers(entry, kits.get(entry.kit)))
        progress(done, len(entries))
    columns = _columns(entries, filled, kits)
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
        table.writerow([*ABOUT, *map(inert, columns)])
        for entry, answers in zip(entries, filled, strict=True):
            about = _about(entry, sessions[entry.session], kits.get(entry.kit))
            others = "\n".join(target for _, target in names.get(entry.id, ()))
            table.writerow([*about, others, *(answers.get(column, "") for column in columns)])


def read_table(path: Path, separator: str = ",") -> list[dict[str, str]]:
    """The rows of a table that we wrote, with the words as they were said."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file, delimiter=separator)
    names = list(map(original, first))
    return [dict(zip(names, map(original, row), strict=True)) for row in rows]


def _about(entry: Entry, session: Session, kit: PrintedKit | None) -> list[Cell]:
    thing = kit.thing(entry.code) if kit else None
    group = group_name(session, entry.department, kit)  # a group of three is nobody's secret any more
    device = "" if entry.device is None else entry.device
    said: list[Cell] = [entry.seq, entry.id, entry.at, session.title, session.series, entry.table, group, device]
    said += [entry.state, entry.revision, entry.form, entry.version, entry.code, entry.kind, entry.thing, entry.copy]
    said += [thing.title if thing else "", kit.entry_address(entry.id) if kit else ""]
    return [inert(cell) if isinstance(cell, str) else cell for cell in said]


def group_name(session: Session, department: str, kit: PrintedKit | None) -> str:
    """By the name that the department has now, spelled as the session has it, as those that it was merged into."""
    now = speller(session.departments, kit.department if kit else str)
    merged = {now(name): now(to) for name, to in session.merged.items()}
    return merged.get(now(department), now(department))


def _answers(entry: Entry, kit: PrintedKit | None) -> dict[str, Cell]:
    """Column → cell, with the titles of cards beside their codes, and the ids of options beside their words."""
    form = kit.forms.get(entry.form) if kit else None
    asked = {question.name: question for question in questions(form, kit)} if form and kit else {}
    found: dict[str, Cell] = {}
    for field, answer in entry.body.items():
        column, question = f"{entry.form}.{field}", asked.get(field)
        if question and question.options:
            found |= _of_options(column, question, answer)
            continue
        found |= cells_of(column, answer)
        if kit and question and question.kind in ("card", "cards"):
            found[f"{column}.{TITLE}"] = inert("\n".join(_titles(answer, kit)))
    return found


def _of_options(column: str, question: Question, answer: Any) -> dict[str, Cell]:
    """Options in the words of today with their ids beside them; what is no option stays text and has no id."""
    if isinstance(answer, Mapping):
        dots = {option_text(question, key): count for key, count in answer.items()}
        ids = {option_text(question, key): option_id(question, key) for key in answer}
        return dict(cells_of(column, dots)) | {f"{column}.{text}{ID}": inert(its) for text, its in ids.items()}
    given = answer if isinstance(answer, list) else [answer]
    texts = [option_text(question, each) for each in given]
    known = {option.id for option in question.options}
    ids_of = [its for each in given if (its := option_id(question, each)) in known]
    cells = dict(cells_of(column, texts if isinstance(answer, list) else texts[0]))
    return cells | {f"{column}{ID}": inert("\n".join(ids_of))}


def _titles(answer: object, kit: PrintedKit) -> Iterable[str]:
    for code in answer if isinstance(answer, list) else [answer]:
        thing = kit.thing(code) if isinstance(code, str) else None
        yield thing.title if thing else str(code)


def _columns(
    entries: Sequence[Entry], filled: Sequence[Mapping[str, Cell]], kits: Mapping[str, PrintedKit]
) -> list[str]:
    """Form by form; the fields of each as the form asks them, then whatever else was answered."""
    seen: dict[str, dict[str, None]] = {}
    for entry, answers in zip(entries, filled, strict=True):
        seen.setdefault(entry.form, {}).update(dict.fromkeys(answers))
    known = {name: form for kit in kits.values() for name, form in kit.forms.items()}
    return list(chain.from_iterable(_in_order(name, seen[name], known.get(name)) for name in sorted(seen)))


def _in_order(name: str, columns: Iterable[str], form: Form | None) -> list[str]:
    asked = list(form.fields) if form else []
    places = {field: place for place, field in enumerate(asked)}

    def place(column: str) -> int:
        field = column.removeprefix(f"{name}.").split(".")[0]
        return places.get(field, places.get(field.removesuffix(ID), len(asked)))

    answered = sorted(columns, key=place)  # stable: parts stay as they came
    silent = [f"{name}.{field}" for field in asked if all(place(column) != places[field] for column in answered)]
    return sorted([*answered, *silent], key=place)

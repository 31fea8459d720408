"""Entries as CSV that a spreadsheet opens: a row an entry, a column a field of a form. Text is whole, and inert."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, Session
from generator.capture.results.cells import Cell, cells_of, inert, original
from generator.form import Form

_WHO = ("seq", "id", "at", "session", "table", "department", "device", "state", "revision")
_WHAT = ("form", "version", "code", "kind", "thing", "copy", "title")
ABOUT = _WHO + _WHAT
TITLE = "title"  # of the thing; and, behind a field's name, of the cards that it names


def write_table(
    to: Path,
    entries: Sequence[Entry],
    sessions: Mapping[str, Session],
    kits: Mapping[str, PrintedKit],
    separator: str = ",",
) -> None:
    """`kits` may lack some: their things have codes and no titles then."""
    filled = [_answers(entry, kits.get(entry.kit)) for entry in entries]
    columns = _columns(entries, filled, kits)
    with to.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC)
        table.writerow([*ABOUT, *map(inert, columns)])
        for entry, answers in zip(entries, filled, strict=True):
            about = _about(entry, sessions[entry.session], kits.get(entry.kit))
            table.writerow([*about, *(answers.get(column, "") for column in columns)])


def read_table(path: Path, separator: str = ",") -> list[dict[str, str]]:
    """The rows of a table that we wrote, with the words as they were said."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        first, *rows = csv.reader(file, delimiter=separator)
    names = list(map(original, first))
    return [dict(zip(names, map(original, row), strict=True)) for row in rows]


def _about(entry: Entry, session: Session, kit: PrintedKit | None) -> list[Cell]:
    thing = kit.thing(entry.code) if kit else None
    group = session.merged.get(entry.department, entry.department)  # a group of three is nobody's secret any more
    device = "" if entry.device is None else entry.device
    said: list[Cell] = [entry.seq, entry.id, entry.at, session.title, entry.table, group, device, entry.state]
    said += [entry.revision, entry.form, entry.version, entry.code, entry.kind, entry.thing, entry.copy]
    said.append(thing.title if thing else "")
    return [inert(cell) if isinstance(cell, str) else cell for cell in said]


def _answers(entry: Entry, kit: PrintedKit | None) -> dict[str, Cell]:
    """Column → cell, with the titles of cards beside their codes."""
    form = kit.forms.get(entry.form) if kit else None
    found: dict[str, Cell] = {}
    for field, answer in entry.body.items():
        found |= cells_of(f"{entry.form}.{field}", answer)
        asked = form.fields.get(field) if form else None
        if kit and asked and asked.kind in ("card", "cards"):
            found[f"{entry.form}.{field}.{TITLE}"] = inert("\n".join(_titles(answer, kit)))
    return found


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
        return places.get(column.removeprefix(f"{name}.").split(".")[0], len(asked))

    answered = sorted(columns, key=place)  # stable: parts stay as they came
    silent = [f"{name}.{field}" for field in asked if all(place(column) != places[field] for column in answered)]
    return sorted([*answered, *silent], key=place)

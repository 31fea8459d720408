"""Entries as JSON Lines, nothing left out: each with its history, and back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.capture.model import Entry, Revision, Session

# Some programs end a line at these as well.
_ENDS = {ord(separator): f"\\u{ord(separator):04x}" for separator in "\u0085\u2028\u2029"}


Names = Mapping[str, Sequence[tuple[str, str]]]  # entry → kind of relation and id of each entry that it names
NO_NAMES: Names = {}


def write_lines(
    to: Path,
    entries: Iterable[tuple[Entry, tuple[Revision, ...]]],
    sessions: Mapping[str, Session],
    names: Names = NO_NAMES,
    addresses: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """How many were written; each with the title and the series of its session, and with what opens it."""
    count = 0
    with to.open("w", encoding="utf-8", newline="\n") as file:
        for entry, history in entries:
            session = sessions[entry.session]
            said: dict[str, Any] = {**entry._asdict(), "title": session.title, "series": session.series}
            if address := addresses.get(entry.id):
                said["address"] = address
            if entry.id in names:
                said["names"] = names[entry.id]
            if history:
                said["history"] = [revision._asdict() for revision in history]
            file.write(json.dumps(said, ensure_ascii=False, allow_nan=False).translate(_ENDS) + "\n")
            count += 1
    return count


def read_lines(path: Path) -> tuple[tuple[Entry, tuple[Revision, ...]], ...]:
    """The entries that `write_lines` was given, with their history."""
    found = []
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            said = json.loads(line)
            history = tuple(Revision(**revision) for revision in said.get("history", ()))
            found.append((Entry(**{name: said[name] for name in Entry._fields if name in said}), history))
    return tuple(found)

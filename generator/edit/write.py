"""Edits of a workshop's files, written: each changes its own span alone, and all of one call are made or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import NamedTuple

from generator.edit.edits import Edit, OfTable, OfYaml, PutFile
from generator.edit.exchange import FOLDER, digest, exchange, read, turn
from generator.edit.faults import NotEdited, Stale
from generator.edit.yaml_file import edited_yaml
from generator.errors import Place

__all__ = ["Change", "FileChange", "NotEdited", "Stale", "apply", "digest", "digests", "plan", "put"]


class FileChange(NamedTuple):
    """A file with all of its bytes before and after; None where there is none."""

    name: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True)
class Change:
    """What was written; files that are as they were do not count."""

    files: tuple[FileChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files)


def digests(folder: Path, files: Iterable[str]) -> dict[str, str]:
    """What a page notes of the files that it is made from: '' of one that is not there. Raises FileError."""
    if (folder / FOLDER).exists():  # another is at work, or was stopped
        with turn(folder):
            pass
    return {name: digest(read(folder, name)) for name in files}


def apply(folder: Path, edits: Sequence[Edit], seen: Mapping[str, str]) -> Change:
    """Writes all edits, those of a file one after another. `seen`: its digest when the page was made; a file that is
    not in it was not there. Raises Stale, NotEdited, FileError: nothing was written then.
    """
    with turn(folder):
        return put(folder, plan(folder, edits, seen))


def plan(folder: Path, edits: Sequence[Edit], seen: Mapping[str, str]) -> Change:
    """What `apply` would write. Raises Stale, NotEdited, FileError."""
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.file, []).append(edit)
    changes = []
    for name, own in by_file.items():
        now = read(folder, name)
        if digest(now) != seen.get(name, ""):
            raise Stale(name, now, _wanted(now, name, own))
        after = edited(now, name, own)
        if after != now:
            changes.append(FileChange(name, now, after))
    return Change(tuple(changes))


def put(folder: Path, change: Change) -> Change:
    """Writes what was planned. Raises FileError, and Stale where a file is not as it was then."""
    with turn(folder):
        for each in change.files:
            now = read(folder, each.name)
            if now != each.before:
                raise Stale(each.name, now, each.after)
        if change:
            exchange(folder, {each.name: each.after for each in change.files})
        return change


def _wanted(now: bytes | None, name: str, edits: Sequence[Edit]) -> bytes | None:
    try:
        return edited(now, name, edits)
    except NotEdited:
        return None


def edited(data: bytes | None, name: str, edits: Sequence[Edit]) -> bytes | None:
    """A file with edits of one kind. Raises NotEdited."""
    yaml = [edit for edit in edits if isinstance(edit, OfYaml)]
    whole = [edit for edit in edits if isinstance(edit, PutFile)]
    if len(yaml) == len(edits):
        return edited_yaml(data, name, yaml)
    if len(whole) == len(edits):
        return whole[-1].data
    table = [edit for edit in edits if isinstance(edit, OfTable)]
    if len(table) == len(edits):
        return _edited_table(data, name, table)
    raise NotEdited(Place(name), "a file is changed in one way at a time")


def _edited_table(data: bytes | None, name: str, edits: Sequence[OfTable]) -> bytes:
    suffix = PurePath(name).suffix.lower()
    if suffix in (".csv", ".tsv", ".tab", ".txt"):
        from generator.edit.csv_cells import edited_csv

        return edited_csv(data, name, edits)
    if suffix in (".xlsx", ".xlsm"):
        from generator.edit.xlsx_cells import edited_workbook

        return edited_workbook(data, name, edits)
    raise NotEdited(Place(name), "this is no table whose cells can be changed", "save it as .xlsx or as CSV UTF-8")

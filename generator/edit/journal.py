"""What was changed in a workshop, change by change, so that it can be taken back, and made again, also tomorrow.

It lies in the user's own data, with every version of a file that a change has replaced. What is to be done is noted
before a file is touched, and that it was done after: whoever was killed in between finds out which by the files.
What is typed into one place is one change, however many times it was written meanwhile.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from generator.edit.edits import Edit, places
from generator.edit.exchange import digest, read, turn
from generator.edit.faults import Stale
from generator.edit.write import Change, FileChange, plan, put
from generator.errors import FileError
from generator.private_file import with_part

_HOME, _LIST, _VERSIONS = "edits", "journal.json", "files"
_FORMAT = 1
_MOST = 1000  # changes that are kept
_PAUSE = 5.0  # seconds without a write that end what is typed
_NEW, _UNDO, _REDO = "new", "undo", "redo"


class _FileStep(NamedTuple):
    """A file with its digests before and after; '' where there is none."""

    name: str
    old: str
    new: str


class _Step(NamedTuple):
    """A change that was made."""

    label: str
    files: tuple[_FileStep, ...]

    @property
    def back(self) -> "_Step":
        return _Step(self.label, tuple(_FileStep(each.name, each.new, each.old) for each in self.files))

    def goes_on(self, before: "_Step") -> bool:
        """Whether it begins where that one has ended: nobody else has written in between."""
        ends = {each.name: each.new for each in before.files}
        return self.label == before.label and all(ends.get(each.name) == each.old for each in self.files)

    def after(self, before: "_Step") -> "_Step":
        """Both as one; a file that is again what it was is no part of it."""
        ends = {each.name: each.new for each in self.files}
        whole = (each._replace(new=ends.get(each.name, each.new)) for each in before.files)
        return _Step(self.label, tuple(each for each in whole if each.old != each.new))


class _Typed(NamedTuple):
    """Where a change was typed, and when; places are empty where what comes after it is a change of its own."""

    places: tuple[tuple[str | int, ...], ...] = ()
    at: float = 0.0  # seconds since 1970

    def goes_on(self, before: "_Typed") -> bool:
        return bool(self.places) and self.places == before.places and 0 <= self.at - before.at <= _PAUSE


_NOT_TYPED = _Typed()


@dataclass(frozen=True)
class _Book:
    """All steps; the first `done` of them are in the files, the last of these as `typed` says. `begun`: what may have
    been done since, and how.
    """

    steps: tuple[_Step, ...] = ()
    done: int = 0
    begun: tuple[str, _Step, _Typed] | None = field(default=None)
    typed: _Typed = _NOT_TYPED

    def finished(self) -> "_Book":
        """With what was begun as done."""
        if self.begun is None:
            return self
        way, step, typed = self.begun
        if way != _NEW:
            return _Book(self.steps, self.done + (1 if way == _REDO else -1))
        steps = self.steps[: self.done]
        if steps and typed.goes_on(self.typed) and step.goes_on(steps[-1]):
            step = step.after(steps[-1])
            steps = steps[:-1]
        if not step.files:
            return _Book(steps, len(steps))
        steps = (*steps, step)[-_MOST:]
        return _Book(steps, len(steps), typed=typed)


class Journal:
    """The changes of one workshop. Each call looks at what is kept, so that any number of them may be open."""

    def __init__(self, folder: Path, data_folder: Path) -> None:
        """`data_folder` is the user's own."""
        self.folder = folder
        name = sha256(str(folder.resolve()).encode(errors="surrogateescape")).hexdigest()[:16]
        self.home = data_folder / _HOME / name

    @property
    def can_undo(self) -> bool:
        return self._book().done > 0

    @property
    def can_redo(self) -> bool:
        book = self._book()
        return book.done < len(book.steps)

    @property
    def undo_label(self) -> str:
        """What the next undo takes back; '' where there is nothing."""
        book = self._book()
        return book.steps[book.done - 1].label if book.done else ""

    @property
    def redo_label(self) -> str:
        book = self._book()
        return book.steps[book.done].label if book.done < len(book.steps) else ""

    @property
    def labels(self) -> list[str]:
        """Of all changes that can be taken back, the oldest first."""
        book = self._book()
        return [step.label for step in book.steps[: book.done]]

    def apply(self, edits: Sequence[Edit], seen: Mapping[str, str], label: str, at: datetime | None = None) -> Change:
        """Writes edits, as `generator.edit.write.apply` does, so that they can be taken back whatever happens. `at`:
        when they were typed; those of the same places and label that follow one another without a pause are one change.

        Raises Stale, NotEdited, FileError: nothing was written then.
        """
        with turn(self.folder):
            change = plan(self.folder, edits, seen)
            if change:
                try:
                    typed = _Typed(places(edits), at.timestamp()) if at else _NOT_TYPED
                    self._do(_NEW, self._step(change, label), change, typed)
                except (Stale, FileError):
                    self._drop_unused(self._book())  # it may want the room
                    raise
            return change

    def record(self, change: Change, label: str) -> None:
        """Notes a change that was made already. Raises FileError."""
        if change:
            with turn(self.folder):
                self._save(replace(self._book(), begun=(_NEW, self._step(change, label), _NOT_TYPED)).finished())

    def undo(self) -> Change:
        """Takes the last change back, byte by byte. Raises Stale, FileError: nothing was written then."""
        with turn(self.folder):
            book = self._book()
            if not book.done:
                return Change()
            step = book.steps[book.done - 1].back
            change = self._change(step)
            self._do(_UNDO, step, change)
            return change

    def redo(self) -> Change:
        """Makes the change again that was taken back last. Raises Stale, FileError: nothing was written then."""
        with turn(self.folder):
            book = self._book()
            if book.done == len(book.steps):
                return Change()
            step = book.steps[book.done]
            change = self._change(step)
            self._do(_REDO, step, change)
            return change

    def _do(self, way: str, step: _Step, change: Change, typed: _Typed = _NOT_TYPED) -> None:
        """Notes it, does it, notes that it was done; the last is found out by the files where it could not be noted."""
        before = self._book()
        begun = replace(before, begun=(way, step, typed))
        self._save(begun)
        try:
            put(self.folder, change)
        except (Stale, FileError):
            with suppress(FileError):
                self._save(before)
            raise
        with suppress(FileError):
            self._save(begun.finished(), outlasts=False)
            self._drop_unused(begun.finished())

    def _step(self, change: Change, label: str) -> _Step:
        """The step, with both versions of its files kept."""
        for each in change.files:
            for data in (each.before, each.after):
                self._keep(data)
        return _Step(
            label, tuple(_FileStep(each.name, digest(each.before), digest(each.after)) for each in change.files)
        )

    def _change(self, step: _Step) -> Change:
        files = []
        for each in step.files:
            now, wanted = read(self.folder, each.name), self._version(each.new)
            if digest(now) != each.old:
                raise Stale(each.name, now, wanted)
            files.append(FileChange(each.name, now, wanted))
        return Change(tuple(files))

    # --- what is kept -------------------------------------------------------------------------------

    def _book(self) -> _Book:
        """As it is, with what was stopped settled."""
        if (book := self._read()).begun is None:
            return book
        with turn(self.folder):
            if (book := self._read()).begun is None:
                return book
            is_undone = all(digest(read(self.folder, each.name)) == each.old for each in book.begun[1].files)
            return replace(book, begun=None) if is_undone else book.finished()

    def _read(self) -> _Book:
        place = self.home / _LIST
        try:
            raw = json.loads(place.read_bytes())
            if raw["format"] > _FORMAT:
                raise FileError(f"{place}: a newer prepdeck wrote what can be taken back here")
            begun, typed = raw["begun"], _typed_of(raw.get("typed"))
            if begun:
                begun = (begun[0], _step_of(begun[1]), _typed_of(*begun[2:]))
            return _Book(tuple(map(_step_of, raw["steps"])), raw["done"], begun, typed)
        except FileNotFoundError:
            return _Book()
        except OSError as error:
            raise FileError(f"{place}: cannot be read: {error.strerror or error}", reason="disk") from error
        except (ValueError, TypeError, KeyError, IndexError):  # nothing of the workshop is in it
            with suppress(OSError):
                place.replace(place.with_suffix(".damaged"))
            return _Book()

    def _save(self, book: _Book, *, outlasts: bool = True) -> None:
        written = {"format": _FORMAT, "folder": str(self.folder.resolve())}
        written |= {"done": book.done, "begun": book.begun, "steps": book.steps, "typed": book.typed}
        with_part(self.home / _LIST, partial(_fill, data=json.dumps(written).encode()), outlasts=outlasts)

    def _keep(self, data: bytes | None) -> None:
        place = self.home / _VERSIONS / digest(data)
        if data is not None and not place.exists():
            with_part(place, partial(_fill, data=zlib.compress(data, 1)))

    def _version(self, wanted: str) -> bytes | None:
        if not wanted:
            return None
        place = self.home / _VERSIONS / wanted
        try:
            data = zlib.decompress(place.read_bytes())
        except OSError as error:
            raise FileError(f"{place}: cannot be read: {error.strerror or error}", reason="disk") from error
        except zlib.error as error:
            raise FileError(f"{place}: is damaged") from error
        if digest(data) != wanted:
            raise FileError(f"{place}: is damaged")
        return data

    def _drop_unused(self, book: _Book) -> None:
        """Versions that no step needs any more."""
        used = {each for step in book.steps for file in step.files for each in (file.old, file.new)}
        with suppress(OSError):
            for place in (self.home / _VERSIONS).iterdir():
                if place.name not in used:
                    place.unlink()


def _fill(part: Path, data: bytes) -> None:
    part.write_bytes(data)


def _step_of(raw: Any) -> _Step:
    label, files = raw
    return _Step(label, tuple(_FileStep(*each) for each in files))


def _typed_of(raw: Any = None) -> _Typed:
    """Nothing of it is in journals of earlier versions."""
    return _Typed(tuple(tuple(place) for place in raw[0]), float(raw[1])) if raw else _NOT_TYPED

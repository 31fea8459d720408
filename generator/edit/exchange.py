"""Files of a folder exchanged for others: all of them or none, whatever happens.

Everything that needs room is written first: the new files, copies of the old ones, and the list of what is exchanged
for what. From then on names alone change. Whoever was killed is finished, or taken back, by whoever comes next. A file
that somebody else has changed meanwhile is left as it is, and then the others are as they were.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from threading import RLock
from typing import NamedTuple

from generator.edit.faults import NotEdited, Stale
from generator.errors import FileError, Place
from generator.file_lock import locked

FOLDER = ".prepdeck-edit"  # in the workshop: what is exchanged waits there
_LIST = "files.json"
_WHOLE = "all files are as they were"
_MIXED = "some files are new and some are not, until this is tried again"

_THREADS = RLock()  # pages are answered in threads
_HELD: set[Path] = set()


class _Exchange(NamedTuple):
    """A file with its digests before and after; '' where there is none."""

    name: str
    old: str
    new: str


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """One writer at a time in a workshop, of all threads and processes; the others wait."""
    with _THREADS:
        place = folder.resolve()
        if place in _HELD:
            yield
            return
        with locked(folder, "prepdeck, a change by hand", waits=True):
            _HELD.add(place)
            try:
                settle(folder)
                yield
            finally:
                _HELD.discard(place)


def digest(data: bytes | None) -> str:
    """Empty where there is no file."""
    return "" if data is None else sha256(data).hexdigest()


def place_of(folder: Path, name: str) -> Path:
    """Where a file of the workshop lies. Raises NotEdited where the name leads out of its folder."""
    path = PurePosixPath(name)
    parts = path.parts
    is_odd = path.is_absolute() or not parts or ".." in parts or "\\" in name or "\0" in name or ":" in name
    if is_odd or parts[0] == FOLDER:
        raise NotEdited(Place(name), "this is no name of a file in the workshop", "", "outside")
    place = folder.joinpath(*parts).resolve()
    if not place.is_relative_to(folder.resolve()):
        raise NotEdited(Place(name), "this file lies outside of the workshop", "", "outside")
    return place


def read(folder: Path, name: str) -> bytes | None:
    """None where there is none. Raises FileError, NotEdited."""
    place = place_of(folder, name)
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FileError(f"{place}: cannot be read: {error.strerror or error}", reason="disk") from error


def exchange(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Raises FileError, and Stale where somebody changed one of them just now, with all files as they were."""
    with turn(folder):
        if len(files) == 1:
            _exchange_one(folder, *next(iter(files.items())))
            return
        try:
            exchanges = _prepare(folder, files)
        except BaseException:
            _clear(folder / FOLDER)
            raise
        if other := _advance(folder, exchanges):
            raise Stale(other, read(folder, other), files[other])


def _exchange_one(folder: Path, name: str, data: bytes | None) -> None:
    """A single name changes at once, and nothing has to be noted for it."""
    place, home = place_of(folder, name), folder / FOLDER
    try:
        with _named(place):
            home.mkdir(exist_ok=True)
            _check_writable(place)
            if data is not None:
                _write(home / "new-0", data, place)
            _put(None if data is None else home / "new-0", place, folder)
    finally:
        _clear(home)


def _prepare(folder: Path, files: Mapping[str, bytes | None]) -> list[_Exchange]:
    home = folder / FOLDER
    exchanges = []
    with _named(place_of(folder, next(iter(files)))):
        home.mkdir(exist_ok=True)
    for number, (name, data) in enumerate(files.items()):
        place, before = place_of(folder, name), read(folder, name)
        with _named(place):
            _check_writable(place)
            if before is not None:
                _write(home / f"old-{number}", before, place)
            if data is not None:
                _write(home / f"new-{number}", data, place)
        exchanges.append(_Exchange(name, digest(before), digest(data)))
    with _named(home):
        part = home / f"{_LIST}.part"
        _write(part, json.dumps(exchanges).encode(), None)
        part.replace(home / _LIST)
        _keep(home)
    return exchanges


def _check_writable(place: Path) -> None:
    """A file that may not be written is not replaced either, though its folder would allow it."""
    with suppress(FileNotFoundError), place.open("rb+"):
        pass


def _write(path: Path, data: bytes, like: Path | None) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like is not None and like.exists():
        shutil.copymode(like, path)


def settle(folder: Path) -> None:
    """Finishes what was stopped here, or takes it back. Raises FileError."""
    home = folder / FOLDER
    if not home.is_dir():
        return
    exchanges = None
    try:
        exchanges = [_Exchange(*each) for each in json.loads((home / _LIST).read_bytes())]
    except FileNotFoundError:
        pass  # it was stopped before anything was exchanged
    except (OSError, ValueError, TypeError) as error:
        raise FileError(f"{home / _LIST}: cannot be read: {error}; the files from before are beside it") from error
    if exchanges is None:
        _clear(home)
    else:
        _advance(folder, exchanges)


def _advance(folder: Path, exchanges: Sequence[_Exchange]) -> str:
    """From wherever it stopped; the name of a file that somebody else changed, which keeps all from being exchanged.
    Raises FileError, with all files as they were; where that cannot be either, whoever comes next tries again.
    """
    home = folder / FOLDER
    try:
        other = next((each.name for each in exchanges if _now(folder, each) not in (each.old, each.new)), "")
        if other:
            _take_back(folder, exchanges)
        else:
            _put_all(folder, exchanges)
    except FileError:
        _take_back(folder, exchanges)
        _clear(home)
        raise
    _clear(home)
    return other


def _put_all(folder: Path, exchanges: Sequence[_Exchange]) -> None:
    for number, each in enumerate(exchanges):
        if _now(folder, each) != each.new:
            with _named(place_of(folder, each.name)):
                _put(folder / FOLDER / f"new-{number}" if each.new else None, place_of(folder, each.name), folder)


def _take_back(folder: Path, exchanges: Sequence[_Exchange]) -> None:
    home = folder / FOLDER
    for number, each in enumerate(exchanges):
        if each.old != each.new and _now(folder, each) == each.new:
            place = place_of(folder, each.name)
            with _named(place, _MIXED):
                _put(home / f"old-{number}" if each.old else None, place, folder)


def _now(folder: Path, each: _Exchange) -> str:
    return digest(read(folder, each.name))


def _put(waiting: Path | None, place: Path, folder: Path) -> None:
    """A file takes its place; without one the place is empty, and so may be its folder, which goes then."""
    if waiting is not None:
        place.parent.mkdir(parents=True, exist_ok=True)
        waiting.replace(place)
        _keep(place.parent)
        return
    place.unlink(missing_ok=True)
    home = place.parent
    with suppress(OSError):
        while home != folder.resolve():
            home.rmdir()
            home = home.parent
    _keep(home)


def _keep(folder: Path) -> None:
    """The names in a folder outlast a loss of power, where the system lets a folder be kept."""
    with suppress(OSError):
        there = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(there)
        finally:
            os.close(there)


def _clear(home: Path) -> None:
    """The list goes first: without it nothing else there means anything. What does not go now goes the next time."""
    with suppress(OSError):
        (home / _LIST).unlink(missing_ok=True)
        for path in home.iterdir():
            path.unlink()
        home.rmdir()


@contextmanager
def _named(path: Path, state: str = _WHOLE) -> Iterator[None]:
    """What the system refuses is said of the file that people know."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {error.strerror or error}; {state}", reason="disk") from error

"""Files in a folder: all of a delivery or none of it, whatever happens, and nobody else's.

Everything is written into `.delivery/new` first. Then a journal says what will be exchanged for what; every file that
is there is set aside, which tells whether it can be replaced at all; then each new one takes its place, the list of
all files last. What fails is taken back. What is killed is finished, or taken back, by whoever comes next: each step
can be done twice.
"""

import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from generator.codes import FONTS, LOGOS, SCREEN_KINDS, Manifest, picture_name
from generator.codes.journal import FOLDER, NAME, DeliveryJournal, Exchange
from generator.codes.records import Damaged
from generator.errors import FileError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
HELD = {errno.EACCES, errno.EPERM, errno.EBUSY}  # Windows says EACCES of a file that another program holds open
WHOLE = "all files are as they were"
MIXED = "some files are new now and some are of the run before, until this is run again"


def ours(published: Manifest | None) -> set[str]:
    return ({entry.name for entry in published.files} if published else set()) | pictures_of(published)


def pictures_of(manifest: Manifest | None, *, retired: bool = False) -> set[str]:
    """Where what screens show may lie beside it: all, or pictures of what is gone, whose codes still open a page."""
    things = manifest.things if manifest else ()
    names = [thing.code for thing in things if thing.picture and (thing.retired or not retired)]
    if manifest and manifest.brand.logo and not retired:
        names += LOGOS.values()
    if manifest and manifest.brand.fonts and not retired:
        names += FONTS.values()
    return {picture_name(name, kind) for name in names for kind in SCREEN_KINDS}


def refuse(folder: Path, names: Sequence[str], listed: Collection[str], writer: str) -> None:
    """Raises FileError where a file would be replaced that is not listed."""
    for name in names:
        place = folder / name
        try:
            is_folder = stat.S_ISDIR(place.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if is_folder or name not in listed:
            kind = "is a folder" if is_folder else "is there already"
            raise FileError(
                f"{place}: {kind} and was not written by {writer}; move it away, or choose another folder with -o"
            )


class Delivery:
    """The files of one delivery. What was not finished leaves the folder as it was."""

    def __init__(self, folder: Path, last: str) -> None:
        """`last` is the list of all files: who reads it finds them in their places."""
        self.folder, self.last = folder, last
        self._new, self._old = folder / FOLDER / "new", folder / FOLDER / "old"
        self.checksums: dict[str, str] = {}  # of the files that are to be delivered
        self._folders: list[Path] = []  # made for this delivery
        self._made: set[Path] = set()

    @contextmanager
    def part(self, name: str, known: str = "") -> Iterator[Path]:
        """Where a file is to be written first. Raises FileError, with the name that it will have.

        `known`: the checksum of what will be written, which is not read for it then.
        """
        with _named(self.folder / name):
            place = self._new / name
            if place.parent not in self._made:
                place.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(place.parent)
            yield place
            self.checksums[name] = known or checksum(place)

    def finish(self, gone: Collection[str] = ()) -> None:
        """Exchanges the files, and takes those away that are `gone`. Raises FileError, with all of them as before."""
        journal = DeliveryJournal(self.last, tuple(self._exchanges(gone)))
        with _named(self.folder / self.last):
            if (self.folder / self.last).exists():  # it is never missing, so a copy of it is set aside
                self._old.mkdir(exist_ok=True)
                shutil.copyfile(self.folder / self.last, self._old / self.last)
            _write_journal(self.folder, journal)
        _advance(self.folder, journal, WHOLE)
        with _named(self.folder):
            (self.folder / FOLDER / NAME).unlink()

    def _exchanges(self, gone: Collection[str]) -> Iterator[Exchange]:
        """In the order in which they are done; a file that stays as it is is left alone."""
        for name in (*(name for name in self.checksums if name != self.last), *gone, self.last):
            with _named(self.folder / name):
                exchange = Exchange(name, checksum(self.folder / name), self.checksums.get(name, ""))
            if exchange.old != exchange.new:
                yield exchange

    def __enter__(self) -> "Delivery":
        missing = [place for place in (self.folder, *self.folder.parents) if not place.exists()]
        with _named(self.folder):
            self._new.parent.mkdir(parents=True, exist_ok=True)
        self._folders = missing
        settle(self.folder)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        settle(self.folder, forward=False)
        for place in self._folders:
            with suppress(OSError):  # it is not empty where all went well
                place.rmdir()
        if isinstance(error, OSError):  # while a file was drawn, as of a temporary folder that is full
            raise FileError(f"{self.folder}: {_words(self.folder, error)}; {WHOLE}") from error


def settle(folder: Path, *, forward: bool = True) -> bool:
    """Finishes what a build that was stopped has begun here, or takes it back; whether there was something.

    `forward`: finished where all of its files are there, as some may have been printed already. Raises FileError
    where that cannot be done; it can be tried again.
    """
    place = folder / FOLDER
    if not place.is_dir():
        return False
    try:
        journal = DeliveryJournal.read(folder)
    except (OSError, Damaged) as error:
        raise FileError(
            f"{place / NAME}: cannot be read: {error}; the files from before are in {place / 'old'}"
        ) from error
    if journal:
        if forward and _is_complete(folder, journal):
            _advance(folder, journal, MIXED)
        else:
            _take_back(folder, journal)
        with _named(folder, MIXED):
            (place / NAME).unlink()
    _clear(folder)
    return journal is not None


def _write_journal(folder: Path, journal: DeliveryJournal) -> None:
    place = folder / FOLDER / NAME
    part = place.with_suffix(".part")
    with part.open("wb") as file:
        file.write(journal.to_bytes())
        file.flush()
        os.fsync(file.fileno())
    part.replace(place)


def _advance(folder: Path, journal: DeliveryJournal, state: str) -> None:
    """From wherever it stopped. A file that waits in `new` has not taken its place yet."""
    new, old = folder / FOLDER / "new", folder / FOLDER / "old"
    for name, _, its_new in journal.files:
        is_there = (folder / name).exists() and not (old / name).exists()
        if name != journal.last and is_there and (not its_new or (new / name).exists()):
            with _named(folder / name, state):
                (old / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).replace(old / name)
    for name, _, _ in journal.files:
        if (new / name).exists():
            with _named(folder / name, state):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (new / name).replace(folder / name)
    _drop_empty(folder, [name for name, _, its_new in journal.files if not its_new])


def _take_back(folder: Path, journal: DeliveryJournal) -> None:
    """Whatever was done. What was set aside is whole: it was renamed, or copied before there was a journal."""
    new, old = folder / FOLDER / "new", folder / FOLDER / "old"
    for name, its_old, its_new in reversed(journal.files):
        with _named(folder / name, MIXED):
            now = checksum(folder / name)
            if (old / name).exists() and now != its_old:
                (old / name).replace(folder / name)
            elif not its_old and not (new / name).exists() and now == its_new:
                (folder / name).unlink()
    _drop_empty(folder, [name for name, its_old, _ in journal.files if not its_old])


def _is_complete(folder: Path, journal: DeliveryJournal) -> bool:
    """Whether every new file is there and whole, in its place or waiting."""
    return all(
        not its_new or its_new in (checksum(folder / FOLDER / "new" / name), checksum(folder / name))
        for name, _, its_new in journal.files
    )


def checksum(path: Path) -> str:
    """Empty where there is no file."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def _clear(folder: Path) -> None:
    """Takes away what waits, where no journal needs it. What another program holds open goes the next time."""
    shutil.rmtree(folder / FOLDER, ignore_errors=True)


def _drop_empty(folder: Path, names: Collection[str]) -> None:
    """The folders of files that are gone, where nothing else is in them."""
    for place in {(folder / name).parent for name in names} - {folder}:
        with suppress(OSError):
            place.rmdir()


@contextmanager
def _named(path: Path, state: str = WHOLE) -> Iterator[None]:
    """What the system refuses is said of the file that people know, with what to do about it and what there is now."""
    try:
        yield
    except OSError as error:
        raise FileError(f"{path}: {_words(path, error)}; {state}") from error


def _words(path: Path, error: OSError) -> str:
    why = error.strerror or str(error)
    if error.errno in NO_ROOM:
        return f"cannot be written: {why}; make room there and run this again"
    if error.errno in HELD and path.is_file():
        return f"cannot be replaced: {why}; close it where it is open, or see if you may write there; run this again"
    return f"cannot be written: {why}"

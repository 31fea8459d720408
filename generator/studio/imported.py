"""An import in the making: files that somebody has sent, what is said of their columns, what they are taken for."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from typing import NamedTuple
from unicodedata import normalize

from generator.errors import Problem, Problems
from generator.intake.again import Changes, import_again
from generator.intake.files import KINDS
from generator.intake.folders import MARKDOWN
from generator.intake.memory import Memory, read_memory
from generator.intake.names import title_of_file
from generator.intake.pictures import SUFFIXES as PICTURES
from generator.intake.source import Arrangement, ListSource, ReadSource, arranged, read_draft
from generator.intake.workshop import Wishes
from generator.intake.written import Identity
from generator.kit.press.capacity import CHOSEN_FIRST
from generator.kit.trial import BestLayout, choose_layout, unprintable_symbols
from generator.sources import file_name_fault
from generator.studio.body import Upload
from generator.studio.refusal import Declined

LISTS = (*KINDS, *MARKDOWN, ".txt")
KEPT = 4  # imports in the making; the oldest goes first


@dataclass(frozen=True)
class Import:
    """What was sent, and what somebody has said of it. `map` is column → field, as far as it was said."""

    key: str
    name: str  # of the file, or of the first one
    source: ListSource
    folder: "TemporaryDirectory[str]" = field(repr=False)
    map: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    target: str = ""  # where the workshop is to lie, as it was typed
    paper: str = ""

    @property
    def stem(self) -> str:
        return Path(self.name).stem

    def read(self, before: Mapping[str, str] | None = None) -> tuple[ReadSource, Problems]:
        """What it is taken for, and what is wrong with cells of it; `before` is the mapping of the last import.

        Raises FileError, SourceError, UnknownColumn.
        """
        problems = Problems()
        wishes = Wishes(self.map, self.title, self.language, before or {})
        reading = read_draft(self.source, wishes, title_of_file(self.stem), problems, unprintable_symbols)
        return reading, problems


def arrange(reading: ReadSource, identity: Identity) -> Arrangement[BestLayout]:
    return arranged(reading, identity, CHOSEN_FIRST, choose_layout)


class Brought(NamedTuple):
    """What a list changes in a workshop that was imported from an earlier state of it."""

    files: dict[str, bytes]
    changes: Changes
    problems: list[Problem]

    @property
    def stamp(self) -> str:
        """Of what would be written: somebody has seen this, and nothing else."""
        parts = (f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in sorted(self.files.items()))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def memory_of(folder: Path) -> Memory | None:
    """What the last import of a workshop left; None where there was none that can be read."""
    return read_memory(folder, Problems())


def bring(made: Import, folder: Path, memory: Memory, prefer: str) -> Brought:
    """The changes of the list, three-way; nothing is written. Raises SourceError where both sides changed a field and
    `prefer` does not say whose words go, else as `Import.read`.
    """
    reading, problems = made.read(memory.fields)
    files, _, changes = import_again(reading.draft, memory, folder, made.name, prefer, problems)
    more = {name: data for name, data in reading.pictures.items() if not (folder / name).exists()}
    return Brought(files | more, changes, problems.sorted())


class Imports:
    """Those of a run. Files lie in folders of the run that are gone at its end."""

    def __init__(self) -> None:
        self._kept: dict[str, Import] = {}
        self._lock = RLock()

    def add(self, uploads: tuple[Upload, ...]) -> Import:
        """Raises Declined where there is no file with a list, or a file of another kind, and OSError."""
        for upload in uploads:
            _check(upload)
        _check_names(uploads)
        lists = [upload for upload in uploads if upload.suffix not in PICTURES]
        if not uploads:
            raise Declined(400, "nothing-sent", go="/intake")
        folder = TemporaryDirectory(prefix="prepdeck-import-")
        try:
            for upload in uploads:
                (Path(folder.name) / upload.name).write_bytes(upload.data)
        except OSError:
            folder.cleanup()
            raise
        path = Path(folder.name) / lists[0].name if len(lists) == 1 else Path(folder.name)
        name = lists[0].name if lists else uploads[0].name
        made = Import(secrets.token_hex(8), name, ListSource(path), folder)
        self.keep(made)
        return made

    def keep(self, made: Import) -> None:
        """In the place of what it was."""
        with self._lock:
            self._kept[made.key] = made
            while len(self._kept) > KEPT:
                self.drop(next(iter(self._kept)))

    def find(self, key: str) -> Import:
        made = self._kept.get(key)
        if made is None:
            raise Declined(404, "import-gone", go="/workshops#list")
        return made

    def drop(self, key: str) -> None:
        """It may be gone already: by another tab, or as one of too many."""
        with self._lock:
            made = self._kept.pop(key, None)
        if made:
            made.folder.cleanup()

    def end(self) -> None:
        for key in list(self._kept):
            self.drop(key)


def _check(upload: Upload) -> None:
    """What a list is, its reader finds out by its bytes; a picture has to begin as it is called."""
    if upload.suffix not in LISTS and not (upload.suffix in PICTURES and upload.is_as_named):
        kinds = ", ".join(dict.fromkeys(suffix.removeprefix(".").upper() for suffix in LISTS))
        raise Declined(415, "kind", go="/intake", name=upload.name, kinds=kinds)
    if fault := file_name_fault(upload.name):
        raise Declined(400, "folder-name", go="/intake", fault=fault)


def _check_names(uploads: tuple[Upload, ...]) -> None:
    """Of two files of one name, as some system has it, one would take the place of the other."""
    seen: set[str] = set()
    for upload in uploads:
        name = normalize("NFC", upload.name).casefold()
        if name in seen:
            raise Declined(400, "same-name", go="/intake", name=upload.name)
        seen.add(name)

"""A source in, the files of a workshop out, for whoever asks: a command, or a page that shows what was understood.

What only a press knows, which symbols no font has and which layout suits, is handed in.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from generator.errors import Problems
from generator.intake.draft import Draft
from generator.intake.files import read_bytes, read_source
from generator.intake.pictures import with_pictures
from generator.intake.records import Gathered
from generator.intake.workshop import Chosen, Wishes, files_of, finished, in_layout, understood, without_symbols
from generator.intake.written import Identity

ENGLISH = "en"  # whose marks numbers have where the language is not known
WORKBOOKS = (".xlsx", ".xlsm")

C = TypeVar("C", bound=Chosen)


class ListSource(NamedTuple):
    """A file or folder; or bytes that came by themselves, with nothing beside them."""

    path: Path | None
    data: bytes = b""

    @property
    def is_workbook(self) -> bool:
        return self.path.suffix.lower() in WORKBOOKS if self.path else self.data.startswith(b"PK")

    @property
    def home(self) -> Path | None:
        """Where pictures lie that it names."""
        return self.path.parent if self.path and not self.path.is_dir() else self.path


class ReadSource(NamedTuple):
    """What a source is taken for."""

    draft: Draft  # its cards without ids
    pictures: dict[str, bytes]  # that come along, by their paths in the workshop
    gathered: Gathered


class Arrangement(NamedTuple, Generic[C]):
    """A workshop that could be written."""

    draft: Draft
    choice: C
    files: dict[str, bytes]


def read_draft(
    source: ListSource,
    wishes: Wishes,
    otherwise: str,
    problems: Problems,
    unprintable: Callable[[Iterable[str]], frozenset[str]],
) -> ReadSource:
    """The cards of a source. `otherwise` is the title where it says none.

    Raises FileError, UnknownColumn, and SourceError where there is no list of cards.
    """
    draft, gathered = _understood(source, wishes, otherwise, problems, wishes.language)
    if source.is_workbook and draft.language not in (ENGLISH, wishes.language):
        problems.found.clear()  # numbers and dates again, in the marks of the language that the texts are in
        draft, gathered = _understood(source, wishes, otherwise, problems, draft.language)
    draft, pictures = with_pictures(without_symbols(draft, unprintable), source.home)
    return ReadSource(draft, pictures, gathered)


def _understood(
    source: ListSource, wishes: Wishes, otherwise: str, problems: Problems, language: str
) -> tuple[Draft, Gathered]:
    if source.path is None:
        gathered = read_bytes(source.data, "", problems, language)
    else:
        gathered = read_source(source.path, problems, language)
    return understood(gathered, wishes, otherwise, problems), gathered


def arranged(
    reading: ReadSource, identity: Identity, first: str, choose: Callable[[Mapping[str, bytes]], C]
) -> Arrangement[C]:
    """The workshop in the layout that suits its cards; `choose` is asked with its files in the layout `first`."""
    draft, pictures = finished(reading.draft), reading.pictures
    choice = choose(files_of(draft, identity, first) | pictures)
    draft = in_layout(draft, choice)
    return Arrangement(draft, choice, files_of(draft, identity, choice.layout) | pictures)

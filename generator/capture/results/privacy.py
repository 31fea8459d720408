"""What a client's data protection officer asks about a session: what is kept of it, where, how long, and what is left
once it was erased. Counts and settings alone: nothing that anybody typed into a phone.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.capture.answers.reader import questions
from generator.capture.kits import PrintedKit
from generator.capture.model import KEPT, Session
from generator.capture.phone.redirect import FORM
from generator.capture.results.held import ResultsReader
from generator.capture.results.names import person_fields
from generator.capture.store import StoreReader
from generator.capture.store.remains import Remains, emptied_session, remains_of
from generator.capture.store.retention import leaving_of
from generator.capture.store.upgrade import older_copies
from generator.capture.web.times import Local
from generator.capture.web.translations import FALLBACK
from generator.errors import FileError
from generator.form import FIELD_KINDS


class AskedForm(NamedTuple):
    title: str
    entries: int
    written: tuple[str, ...]  # labels of what people write in words of their own
    tapped: tuple[str, ...]  # of all else
    names: tuple[str, ...]  # of what asks who somebody is


class FileRemains(NamedTuple):
    """A file by its name, and what it holds of the session; None: it cannot be read."""

    name: str
    remains: Remains | None


class Privacy(NamedTuple):
    session: Session
    kit: PrintedKit | None
    first: date
    last: date | None  # None: it goes on
    at: datetime  # when it was looked at, as the clocks there showed it
    files: tuple[FileRemains, ...]  # the store, and its backup where there is one
    older: tuple[str, ...]  # names of copies that an earlier version left beside them
    forms: tuple[AskedForm, ...]
    elsewhere: tuple[str, ...]  # whose pages codes lead to, by the names of their computers
    trashed: date | None  # when it goes into the trash

    @property
    def remains(self) -> Remains:
        """In the store."""
        return self.files[0].remains or Remains(*[0] * len(Remains._fields))

    @property
    def is_erased(self) -> bool:
        """Something was there, and the store has nothing of it any more."""
        had_some = self.remains.erased > 0 or not self.session.title
        return not self.session.is_open and had_some and self.remains.is_nothing

    @property
    def is_gone(self) -> bool:
        """From every file that lies there."""
        return not self.older and all(each.remains is not None and each.remains.is_nothing for each in self.files)

    @property
    def language(self) -> str:
        return self.kit.language if self.kit else FALLBACK


def privacy_of(store: StoreReader, id: str, now: datetime, local: Local) -> Privacy:
    """Of one session, also of one that was erased for good. Raises FileError where there is none."""
    emptied = emptied_session(store.path, id)
    read = ResultsReader(store, None if emptied else id)
    session = emptied or read.sessions[id]
    kit, leaving = read.kit_of(session), leaving_of(session)
    ended = session.closed_at and not session.is_open
    return Privacy(
        session=session,
        kit=kit,
        first=local(datetime.fromisoformat(session.opened_at)).date(),
        last=local(datetime.fromisoformat(session.closed_at)).date() if ended else None,
        at=local(now),
        files=(FileRemains(store.path.name, remains_of(store.path, id)), *_backup(store, id)),
        older=tuple(path.name for path in older_copies(store.path)),
        forms=tuple(_forms(store, id, kit)) if kit else (),
        elsewhere=tuple(dict.fromkeys(_hosts(store, kit))),
        trashed=local(leaving.at).date() if leaving and leaving.step == "trash" else None,
    )


def _hosts(store: StoreReader, kit: PrintedKit | None) -> Iterator[str]:
    """Where codes and forms lead outside. A code that leads to a form leads nowhere else."""
    links = {**(kit.links if kit else {}), **{link.code.removeprefix(FORM): link.target for link in store.links()}}
    for target in links.values():
        if host := urlsplit(target).hostname:
            yield host


def _backup(store: StoreReader, id: str) -> Iterator[FileRemains]:
    path = store.backup_path
    if not path.exists():
        return
    try:
        yield FileRemains(path.name, remains_of(path, id))
    except FileError:
        yield FileRemains(path.name, None)


def _forms(store: StoreReader, session: str, kit: PrintedKit) -> Iterator[AskedForm]:
    """Every form that a code of the kit may lead to, filled in or not."""
    entries = Counter(entry.form for entry in store.each_entry(session, states=KEPT))
    for id, form in kit.forms.items():
        asked = questions(form, kit)
        written = {each.name: each.label for each in asked if FIELD_KINDS[each.kind].typed == "words"}
        tapped = tuple(each.label for each in asked if each.name not in written and each.kind != "sentence")
        who = person_fields(form)
        names = tuple(label for name, label in written.items() if name in who)
        yield AskedForm(form.title or id, entries[id], tuple(written.values()), tapped, names)

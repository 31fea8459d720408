"""The results of a session, or of all, into files of each kind, also while a server writes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, Revision, Session
from generator.capture.results.backlog import backlog_of
from generator.capture.results.backlog_file import Tracker, backlog_in_markdown, write_backlog
from generator.capture.results.calendar_file import calendar
from generator.capture.results.cookbook import cookbook_of
from generator.capture.results.cookbook_pages import cookbook_handout
from generator.capture.results.held import ResultsReader, in_order, spoken_in
from generator.capture.results.lines import write_lines
from generator.capture.results.markdown import markdown
from generator.capture.results.office_file import office_document
from generator.capture.results.outcome import Outcome, outcome_of
from generator.capture.results.outcome_file import outcome_in_markdown, outcome_page
from generator.capture.results.outcome_pages import outcome_handout
from generator.capture.results.privacy import privacy_of
from generator.capture.results.privacy_pages import privacy_handout, privacy_in_markdown
from generator.capture.results.progress import Progress, no_progress
from generator.capture.results.record import record_of
from generator.capture.results.record_file import write_record
from generator.capture.results.small_groups import SharedSession
from generator.capture.results.table import write_table
from generator.capture.results.workbook import workbook
from generator.capture.results.workbook_file import write_workbook
from generator.capture.store import StoreReader
from generator.capture.store.shared import Handed
from generator.capture.web.times import Local, in_utc
from generator.capture.web.translations import FALLBACK, speaker
from generator.errors import FileError, NothingYet
from generator.handout import Handout
from generator.private_file import with_part

Kind = Literal["xlsx", "csv", "md", "jsonl", "sqlite"]
BacklogKind = Literal["csv", "md"]
OutcomeKind = Literal["html", "md", "docx", "ics"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BACKLOG_KINDS: tuple[BacklogKind, ...] = get_args(BacklogKind)
OUTCOME_KINDS: tuple[OutcomeKind, ...] = get_args(OutcomeKind)


class PrintedResults(NamedTuple):
    """What a press gets: the pages, the kit in whose words they are, and how many things it is of."""

    handout: Handout
    kit: PrintedKit
    things: int


class ExportContent(NamedTuple):
    """What goes into a file, and with which words of their sessions."""

    entries: Sequence[Entry]
    sessions: Mapping[str, Session]  # by their ids
    is_shared: bool

    @classmethod
    def of(cls, read: ResultsReader, shared: Sequence[SharedSession] | None) -> "ExportContent":
        if shared is None:
            return cls(read.kept(), read.sessions, False)
        entries = in_order(entry for each in shared for entry in each.entries)
        return cls(entries, {each.session.id: each.session for each in shared}, True)


def export(
    store: StoreReader, session: str | None, to: Path, kind: Kind, separator: str = ",", local: Local = in_utc,
    progress: Progress = no_progress, *, share: bool = False,
) -> int:  # fmt: skip
    """Writes every entry that is not erased, and no hidden vote; how many. `separator` is that of CSV; `local` gives
    the times of a workbook, as the clocks in the room showed them.

    `share`: to be handed on. What the board does not show, what stood there before and who was named in it stay out,
    and small groups stand together.

    Raises FileError.
    """
    read = ResultsReader(store, session, names=not share)
    refuse_store(store, to)
    shared = read.shared() if share else None
    if kind == "sqlite":
        handed = _handed(shared) if shared is not None else None
        return store.share(to, session, None if handed else [entry.id for entry in read.kept()], handed)
    if kind == "md":
        return _write_markdown(read, to, local, progress, share=share)
    content = ExportContent.of(read, shared)

    def fill(part: Path) -> None:
        match kind:
            case "csv":
                _write_csv(read, content, part, separator, progress)
            case "xlsx":
                _write_workbook(read, content, part, local, progress)
            case _:
                _write_jsonl(read, content, part, progress)

    with_part(to, fill)
    return len(content.entries)


def record(
    store: StoreReader, session: str | None, to: Path, local: Local = in_utc, progress: Progress = no_progress
) -> int:
    """Writes what may be handed on as one page; how many entries it has. Raises FileError."""
    read = ResultsReader(store, session, names=False)
    refuse_store(store, to)
    found = record_of(read, local, progress)
    with_part(to, lambda part: write_record(part, found, store))
    return found.entries


def backlog(
    store: StoreReader,
    session: str | None,
    to: Path,
    kind: BacklogKind,
    tracker: Tracker = "",
    forms: Sequence[str] = (),
    *,
    share: bool = False,
) -> int:
    """Writes what could be built, for a tracker or ("") with columns of our own; how many items. `share`: without who
    does it. Raises FileError.
    """
    read = ResultsReader(store, session, names=not share)
    refuse_store(store, to)
    items = backlog_of(read, forms)
    kits = [kit for each in read.sessions.values() if (kit := read.kit_of(each))]
    t = speaker(kits[0].language if kits else FALLBACK)
    title = next(iter(read.sessions.values())).title if len(read.sessions) == 1 else kits[0].title if kits else ""

    def fill(part: Path) -> None:
        if kind == "md":
            _write_text(part, backlog_in_markdown(f"{title} · {t('backlog')}", items, t))
        else:
            write_backlog(part, items, tracker, t)

    with_part(to, fill)
    return len(items)


def outcome(
    store: StoreReader,
    session: str | None,
    to: Path,
    kind: OutcomeKind,
    local: Local = in_utc,
    meet: date | None = None,
    *,
    share: bool = False,
) -> Outcome:
    """Writes what one workshop leaves with, of the newest where none is named; what was written. `share`: without who
    does it, but with who was there, as that was typed for it. Raises FileError.
    """
    refuse_store(store, to)
    found = outcome_of(ResultsReader(store, session or _newest(store), names=not share), local, meet)

    def fill(part: Path) -> None:
        match kind:
            case "ics":
                part.write_bytes(calendar(found))
            case "docx":
                part.write_bytes(office_document(outcome_handout(found), found.kit))
            case "md":
                _write_text(part, outcome_in_markdown(found))
            case _:
                _write_text(part, outcome_page(found, store))

    with_part(to, fill)
    return found


def cookbook(
    store: StoreReader,
    session: str | None,
    local: Local = in_utc,
    along: Sequence[str] | None = None,
    *,
    share: bool = False,
) -> PrintedResults:
    """The recipes of one workshop, of the newest where none is named, for whoever prints them; to `share` without who
    does what.

    Raises FileError, also where there are none.
    """
    read = ResultsReader(store, session or _newest(store), names=not share)
    found = cookbook_of(read, along)
    if found is None:
        raise NothingYet("there is no recipe in this session, so there is no cookbook of it")
    return PrintedResults(cookbook_handout(found, local), found.kit, len(found.recipes))


def printed_outcome(
    store: StoreReader, session: str | None, local: Local = in_utc, meet: date | None = None, *, share: bool = False
) -> PrintedResults:
    """The same for whoever prints it. Raises FileError, also where the kit of the session cannot be read."""
    found = outcome_of(ResultsReader(store, session or _newest(store), names=not share), local, meet)
    return PrintedResults(outcome_handout(found), _printable(store, found.kit), len(found.features))


def privacy(store: StoreReader, session: str | None, to: Path, now: datetime, local: Local = in_utc) -> int:
    """Writes what is kept of one session, of the newest where none is named, as Markdown; of one that was erased, what
    is left. How many entries there are. Raises FileError.
    """
    refuse_store(store, to)
    found = privacy_of(store, session or _newest(store), now, local)
    with_part(to, lambda part: _write_text(part, privacy_in_markdown(found)))
    return found.remains.entries


def printed_privacy(store: StoreReader, session: str | None, now: datetime, local: Local = in_utc) -> PrintedResults:
    """The same for whoever prints it. Raises FileError, also where the kit of the session cannot be read."""
    found = privacy_of(store, session or _newest(store), now, local)
    return PrintedResults(privacy_handout(found), _printable(store, found.kit), found.remains.entries)


def _printable(store: StoreReader, kit: PrintedKit | None) -> PrintedKit:
    if kit is None:
        message = f"{store.path}: the kit of this session cannot be read, so nothing is printed in its brand"
        raise FileError(message, reason="no-kit")
    return kit


def _newest(store: StoreReader) -> str:
    newest = next((each.id for each in store.sessions()), None)
    if newest is None:
        raise FileError(f"{store.path}: there is no session in it")
    return newest


def refuse_store(store: StoreReader, to: Path) -> None:
    """Raises FileError where a file would take the place of the store."""
    if to.exists() and to.samefile(store.path):
        raise FileError(f"{to}: that is the store itself; choose another name for its copy")


def _write_markdown(read: ResultsReader, to: Path, local: Local, progress: Progress, *, share: bool) -> int:
    found = record_of(read, local, progress, share=share)
    with_part(to, lambda part: _write_text(part, markdown(found)))
    return found.entries


def _write_text(part: Path, text: str) -> None:
    part.write_text(text, "utf-8", newline="\n")


def _write_jsonl(read: ResultsReader, content: ExportContent, part: Path, progress: Progress) -> None:
    def history(entry: Entry) -> tuple[Revision, ...]:
        return () if content.is_shared else read.store.history(entry.id)

    def with_history() -> Iterator[tuple[Entry, tuple[Revision, ...]]]:
        for done, entry in enumerate(content.entries, 1):
            yield entry, history(entry)
            progress(done, len(content.entries))

    kits = {id: read.newest(id) for id in dict.fromkeys(entry.kit for entry in content.entries)}
    addresses = {entry.id: kit.entry_address(entry.id) for entry in content.entries if (kit := kits[entry.kit])}
    write_lines(part, with_history(), content.sessions, read.store.named(read.wanted or ""), addresses)


def _write_csv(read: ResultsReader, content: ExportContent, part: Path, separator: str, progress: Progress) -> None:
    """In the words of today; of one session alone that is over, in its own."""
    kits = {}
    for id in dict.fromkeys(entry.kit for entry in content.entries):
        if kit := read.kit_of(read.sessions[read.wanted]) if read.wanted else read.newest(id):
            kits[id] = kit
    names = read.store.named(read.wanted or "")
    write_table(part, content.entries, content.sessions, kits, separator, names, progress)


def _write_workbook(read: ResultsReader, content: ExportContent, part: Path, local: Local, progress: Progress) -> None:
    """Each session in the words that it was held in."""
    sessions: Iterable[Session] = content.sessions.values()
    held = [read.held(each) for each in (sessions if read.wanted else spoken_in(sessions, content.entries))]
    write_workbook(part, workbook(content.entries, held, local, len(read.hidden)), progress)


def _handed(shared: Iterable[SharedSession]) -> Handed:
    """What a copy of the store has in place of what the store has."""
    entries = {entry.id: (entry.department, entry.body) for each in shared for entry in each.entries}
    return Handed(entries, {each.session.id: each.departments for each in shared})

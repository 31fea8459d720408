"""The results of a session, or of all, into a workbook, CSV, JSON Lines or SQLite, also while a server writes."""

from collections.abc import Collection
from itertools import islice
from pathlib import Path
from typing import Literal, get_args

from generator.capture.answers.ballots import held_back
from generator.capture.board.upkeep import MeasuresOfSession
from generator.capture.editions import Editions
from generator.capture.kits import PrintedKit, readable
from generator.capture.model import KEPT, Session
from generator.capture.results.lines import write_lines
from generator.capture.results.table import write_table
from generator.capture.results.workbook import HeldSession, workbook
from generator.capture.results.workbook_file import write_workbook
from generator.capture.store import StoreReader
from generator.capture.store.copying import with_part
from generator.capture.web.times import Local, in_utc
from generator.errors import FileError

Kind = Literal["xlsx", "csv", "jsonl", "sqlite"]
KINDS: tuple[Kind, ...] = get_args(Kind)


def hidden_votes(store: StoreReader, session: str | None = None) -> frozenset[str]:
    """Ids of the votes that nobody may see yet: no file has them before their ballot is closed."""
    found: set[str] = set()
    for each in store.sessions():
        if not each.is_open or session not in (None, each.id):
            continue
        for kit in islice(readable(store.manifests(each.kit)), 1):
            found |= held_back(each, store.each_entry(each.id, states=KEPT), store.ballots(each.id), kit).keys()
    return frozenset(found)


def export(
    store: StoreReader, session: str | None, to: Path, kind: Kind, separator: str = ",", local: Local = in_utc
) -> int:
    """Writes every entry that is not erased, and no hidden vote; how many. `separator` is that of CSV; `local` gives
    the times of a workbook, as the clocks in the room showed them.

    Raises FileError.
    """
    if session is not None and store.session(session) is None:
        known = ", ".join(f"{found.id} ({found.title})" for found in store.sessions())
        raise FileError(f"{store.path}: there is no session '{session}' in it; it has {known or 'none'}")
    if to.exists() and to.samefile(store.path):
        raise FileError(f"{to}: that is the store itself; choose another name for its copy")
    hidden = hidden_votes(store, session)
    if kind == "sqlite":
        return store.share(to, session, hidden)
    written = 0

    def fill(part: Path) -> None:
        nonlocal written
        if kind == "csv":
            written = _write_csv(store, session, part, separator, hidden)
        elif kind == "xlsx":
            written = _write_workbook(store, session, part, local, hidden)
        else:
            entries = (entry for entry in store.each_entry(session or "", states=KEPT) if entry.id not in hidden)
            with_history = ((entry, store.history(entry.id)) for entry in entries)
            sessions = {each.id: each for each in store.sessions()}
            written = write_lines(part, with_history, sessions, store.named(session or ""))

    with_part(to, fill)
    return written


def _write_csv(store: StoreReader, session: str | None, part: Path, separator: str, hidden: Collection[str]) -> int:
    """In the words of today; of one session alone that is over, in its own."""
    entries = tuple(entry for entry in store.each_entry(session or "", states=KEPT) if entry.id not in hidden)
    sessions, kits = {found.id: found for found in store.sessions()}, {}
    for id in dict.fromkeys(entry.kit for entry in entries):
        if now := _newest_kit(store, id):
            kits[id] = Editions(store).of(sessions[session], now) if session else now
    write_table(part, entries, sessions, kits, separator, store.named(session or ""))
    return len(entries)


def _write_workbook(store: StoreReader, session: str | None, part: Path, local: Local, hidden: Collection[str]) -> int:
    """Each session in the words that it was held in."""
    entries = tuple(entry for entry in store.each_entry(session or "", states=KEPT) if entry.id not in hidden)
    of_whom = {entry.session for entry in entries} if session is None else {session}
    sessions = [each for each in store.sessions() if each.id in of_whom]
    kits = {kit: _newest_kit(store, kit) for kit in {each.kit for each in sessions}}
    editions = Editions(store)
    held = [_held(store, each, kits[each.kit], editions) for each in sessions]
    write_workbook(part, workbook(entries, held, local, len(hidden)))
    return len(entries)


def _newest_kit(store: StoreReader, kit: str) -> PrintedKit | None:
    newest, *before = [*readable(store.manifests(kit)), None]
    return newest.after(filter(None, before)) if newest else None


def _held(store: StoreReader, session: Session, now: PrintedKit | None, editions: Editions) -> HeldSession:
    kit = editions.of(session, now) if now else None
    measures = MeasuresOfSession(store).measures(session, kit) if kit else None
    return HeldSession(session, kit, measures, tuple(store.ballots(session.id)))

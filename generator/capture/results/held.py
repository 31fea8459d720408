"""Sessions of a store with what they come to, in the words that they were held in: all, or what may be handed on."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from generator.capture.answers.ballots import held_back, key_of
from generator.capture.board.measures.matters import Measures
from generator.capture.board.upkeep import MeasuresOfSession
from generator.capture.editions import Editions
from generator.capture.kits import PrintedKit, readable
from generator.capture.model import KEPT, RELEASED, VISIBLE, Ballot, Entry, Session
from generator.capture.results.names import nameless
from generator.capture.results.small_groups import SharedSession, shared_session
from generator.capture.store import StoreReader
from generator.capture.web.translations import FALLBACK, speaker
from generator.errors import FileError, seen


class HeldSession(NamedTuple):
    """A session with what it comes to. `kit` is in the words that it was held in; None: no kit can be read."""

    session: Session
    kit: PrintedKit | None
    measures: Measures | None
    ballots: tuple[Ballot, ...]
    placed: Mapping[str, str]  # placement → the entry that it places


class ResultsReader:
    """What files are made of, of one session or (None) of all that are in no trash; without `names` that people typed
    where a form asks who somebody is, for what is handed on. Raises FileError.
    """

    def __init__(self, store: StoreReader, session: str | None, *, names: bool = True) -> None:
        known = store.sessions()
        if session is not None and all(each.id != session for each in known):
            raise FileError(f"{store.path}: there is no session '{session}' in it; it has {titled(known)}")
        self.store, self.wanted, self._names = store, session, names
        self.sessions = {each.id: each for each in known if session in (None, each.id)}
        self._editions = Editions(store)
        self._newest: dict[str, PrintedKit | None] = {}
        self._kits: dict[str, PrintedKit | None] = {}  # by session

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Votes that nobody may see yet; looked for after entries were read, so that none that comes then is missed."""
        return hidden_votes(self.store, self.wanted)

    def kept(self) -> tuple[Entry, ...]:
        """All that is kept, without votes that nobody may see yet."""
        read = tuple(self.store.each_entry(self.wanted or "", states=KEPT))
        return tuple(entry for entry in read if entry.id not in self.hidden)

    def shared(self) -> tuple[SharedSession, ...]:
        """What may be handed on: of what is kept that which the board shows, and its twins; small groups merged."""
        shown = [(session, self.shown(session)) for session in self.sessions.values()]
        return tuple(self._shared(session, entries) for session, entries in shown)

    def held(self, session: Session) -> HeldSession:
        """With everything that it comes to; `session` may have merged what the store has not."""
        kit = self.kit_of(session)
        measures = MeasuresOfSession(self.store, self._seen(kit)).measures(session, kit) if kit else None
        placed = {each.source: each.target for each in self.store.relations(session.id, "places")}
        return HeldSession(session, kit, measures, self.store.ballots(session.id), placed)

    def kit_of(self, session: Session) -> PrintedKit | None:
        """In the words that a session was held in."""
        if session.id not in self._kits:
            now = self.newest(session.kit)
            self._kits[session.id] = self._editions.of(session, now) if now else None
        return self._kits[session.id]

    def newest(self, kit: str) -> PrintedKit | None:
        """A kit in the words of today."""
        if kit not in self._newest:
            newest, *before = [*readable(self.store.manifests(kit)), None]
            self._newest[kit] = newest.after(filter(None, before)) if newest else None
        return self._newest[kit]

    def _seen(self, kit: PrintedKit | None) -> Callable[[Entry], Entry] | None:
        return None if self._names else nameless(kit)

    def is_ballot(self, entry: Entry) -> bool:
        """Whether it is what one person has voted."""
        kit = self.kit_of(self.sessions[entry.session])
        return kit is not None and key_of(kit.form_with(entry.code, entry.form)) is not None

    def _shared(self, session: Session, shown: Iterable[Entry]) -> SharedSession:
        kit = self.kit_of(session)
        t = speaker(kit.language if kit else FALLBACK)
        entries = [entry for entry in shown if entry.id not in self.hidden]
        return shared_session(session, kit, entries, self.store.departments(session.id), t("results-others"))

    def shown(self, session: Session) -> tuple[Entry, ...]:
        """What the board shows, and its twins; also votes that nobody may see yet."""
        states = (*(RELEASED if session.premoderate else VISIBLE), "merged")
        read = tuple(self.store.each_entry(session.id, states=states))
        stays = {each.source: each.target for each in self.store.relations(session.id, "merged")}
        alone = {entry.id for entry in read if entry.state != "merged"}
        shown = (entry for entry in read if entry.id in alone or stays_of(entry.id, stays) in alone)
        seen = self._seen(self.kit_of(session))
        return tuple(map(seen, shown) if seen else shown)


def titled(sessions: Iterable[Session]) -> str:
    """How one can name them, for a terminal."""
    return ", ".join(f"{each.id} ({seen(each.title)})" for each in sessions) or "none"


def stays_of(id: str, stays: Mapping[str, str]) -> str:
    """The entry that one was merged into, by way of others."""
    met = {id}
    while (id := stays.get(id, id)) not in met:
        met.add(id)
    return id


def hidden_votes(store: StoreReader, session: str | None = None) -> frozenset[str]:
    """Ids of the votes that nobody may see yet: no file has them before their ballot is closed."""
    found: set[str] = set()
    for each in store.sessions():
        if not each.is_open or session not in (None, each.id):
            continue
        for kit in islice(readable(store.manifests(each.kit)), 1):
            found |= held_back(each, store.each_entry(each.id, states=KEPT), store.ballots(each.id), kit).keys()
    return frozenset(found)


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """As they came, whatever session they are of."""
    return tuple(sorted(entries, key=lambda entry: entry.seq))


def spoken_in(sessions: Iterable[Session], entries: Collection[Entry]) -> list[Session]:
    """The sessions in which something was said."""
    said = {entry.session for entry in entries}
    return [session for session in sessions if session.id in said]

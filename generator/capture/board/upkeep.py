"""The measures of a session, kept up with its store: what is new is added; only where something that is counted was
changed since is everything counted again."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from generator.capture.board.measures import Links, Measures
from generator.capture.model import RELEASED, STATES, VISIBLE, Entry, Session

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.store import StoreReader


class MeasuresOfSession:
    """Of one session; one thread at a time may ask it. `seen`: what counts of an entry; else all that it says."""

    def __init__(self, store: "StoreReader", seen: "Callable[[Entry], Entry] | None" = None) -> None:
        self._store, self._seen = store, seen
        self._kit: PrintedKit | None = None
        self._settings: object = None
        self._start(None)

    def _start(self, measures: "Measures | None") -> None:
        self._measures = measures
        self._sums: tuple[int, ...] = (0, 0, 0, 0)  # over the entries that were read, as StoreReader.sums gives them
        self._last_entry = self._last_relation = 0
        self._visible: set[str] = set()  # ids
        self._placed: dict[str, str] = {}
        self._merged: dict[str, str] = {}

    def measures(self, session: Session, kit: "PrintedKit") -> Measures:
        """With everything that is in the store by now."""
        settings = session.premoderate, session.merged, session.departments
        known = self._measures is not None and self._kit is kit and self._settings == settings
        if not known or self._store.sums(session.id, self._last_entry) != self._sums or self._moved(session):
            self._kit, self._settings = kit, settings
            self._start(Measures(session, kit, texts_until=self._store.texts_until()))
            self._moved(session)
            merged = self._store.relations(session.id, "merged")
            self._merged = {relation.source: relation.target for relation in merged}
        assert self._measures is not None
        self._measures.add(self._new_entries(session), Links(self._placed, self._merged))
        return self._measures

    def _moved(self, session: Session) -> bool:
        """Reads which entries place others; whether one that was counted already is among them."""
        relations = self._store.relations(session.id, "places", since=self._last_relation)
        self._placed |= {relation.source: relation.target for relation in relations}
        self._last_relation = max((relation.seq for relation in relations), default=self._last_relation)
        return any(relation.source in self._visible for relation in relations)

    def _new_entries(self, session: Session) -> list[Entry]:
        """Those that the board may show, and twins of them; a place of what is not shown is not shown either."""
        read = self._store.entries(session.id, since=self._last_entry, states=STATES)
        if not read:
            return []
        self._last_entry = read[-1].seq
        sums = (len(read), sum(entry.revision for entry in read), *_devices_and_erased(read))
        self._sums = tuple(before + more for before, more in zip(self._sums, sums, strict=True))
        states = (*(RELEASED if session.premoderate else VISIBLE), "merged")
        self._visible |= {entry.id for entry in read if entry.state in states}
        new = [entry for entry in read if entry.id in self._visible and self._root(entry.id) in self._visible]
        return list(map(self._seen, new)) if self._seen else new

    def _root(self, id: str) -> str:
        """What an entry places, itself or another one, and what that was merged into."""
        id, seen = self._placed.get(id, id), set[str]()
        while id in self._merged and id not in seen:
            seen.add(id)
            id = self._merged[id]
        return id


def _devices_and_erased(entries: Iterable[Entry]) -> tuple[int, int]:
    devices = erased = 0
    for entry in entries:
        devices += entry.device is not None
        erased += entry.state == "erased"
    return devices, erased

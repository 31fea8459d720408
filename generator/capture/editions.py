"""The kit in the words that a session was held in: of one that is over, the edition of its last entries."""

from typing import TYPE_CHECKING

from generator.capture.kits import PrintedKit, readable

if TYPE_CHECKING:
    from generator.capture.model import Session
    from generator.capture.store import StoreReader


class Editions:
    """Kits by the digests of their manifests, each read once."""

    def __init__(self, store: "StoreReader") -> None:
        self._store = store
        self._read: dict[tuple[str, ...], PrintedKit | None] = {}

    def of(self, session: "Session", now: PrintedKit) -> PrintedKit:
        """`now`, the kit that is served, for a session that is open: what is asked there is asked today."""
        if session.is_open:
            return now
        own = self._store.editions(session.id)
        if not own or own[0] == self._store.served(session.kit):
            return now
        if own not in self._read:
            self._read[own] = self._kit(own)
        return self._read[own] or now

    def _kit(self, digests: tuple[str, ...]) -> PrintedKit | None:
        """The newest of these editions, which understands the words of the others; None where none can be read."""
        manifests = (self._store.edition(digest) for digest in digests)
        kits = list(readable(content for content in manifests if content is not None))
        return kits[0].after(kits[1:]) if kits else None

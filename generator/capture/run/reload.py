"""The kit as it was printed last: its manifest is read again when it changes, and kept when it is deleted."""

from collections.abc import Iterable
from pathlib import Path

from generator.capture.kits import PrintedKit, readable
from generator.codes.journal import is_mixed, words_for_mixed
from generator.codes.records import Damaged

Stamp = tuple[int, int, int]


class KitNow:
    """Calling it gives the kit; `look` takes a newer manifest over."""

    def __init__(self, path: Path | None, data: bytes) -> None:
        """Raises Damaged where `data` are no manifest."""
        self.path, self.data = path, data
        self._kit = PrintedKit.of(data)
        self._stamp: Stamp | None = None  # the first look compares: it may have been printed since `data` were read

    def __call__(self) -> PrintedKit:
        return self._kit

    @property
    def folder(self) -> Path | None:
        """Where it was printed into."""
        return self.path.parent if self.path else None

    def remember(self, manifests: Iterable[bytes]) -> None:
        """Editions that were served before, the newest first: phones may hold pages of theirs."""
        self._kit = self._kit.after(readable(manifests))

    def doubts(self) -> Iterable[str]:
        """What is wrong with the folder that the kit was printed into."""
        if self.path and is_mixed(self.path.parent):
            yield ". ".join(words_for_mixed(self.path.parent))

    def look(self) -> str:
        """What there is to say: that a newer kit was taken over, or why not; empty where nothing changed."""
        stamp = self._stamp_now()
        if stamp is None or stamp == self._stamp or self.path is None:
            return ""  # deleted: the kit that we have goes on serving
        self._stamp = stamp
        try:
            data = self.path.read_bytes()
            if data == self.data:
                return ""
            kit = PrintedKit.of(data).after((self._kit.after(()), *self._kit.earlier))
        except (OSError, Damaged) as error:
            return f"{self.path}: cannot be read, so the kit stays as it was: {error}"
        if kit.id != self._kit.id:
            return f"{self.path}: is of another kit now ('{kit.id}'), so '{self._kit.id}' goes on being served"
        self._kit, self.data = kit, data
        return f"{self.path}: printed again; taken over"

    def _stamp_now(self) -> Stamp | None:
        try:
            found = self.path.stat() if self.path else None
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino) if found else None

"""What is read of the open workshop: once for each change of its files, for pages that ask again and again."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from generator.kit.workshop import Workshop
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.state import Studio
from generator.studio.watch import Stamps

T = TypeVar("T")
MOST_TRIES = 4  # where files are changed while they are read


class Latest(Generic[T]):
    """`read` gets which workshop it is, and how its files are while it reads."""

    def __init__(self, studio: Studio, read: Callable[[PreviewOptions, Stamps], T]) -> None:
        self._studio, self._read = studio, read
        self._lock = Lock()
        self._last: tuple[Redrawing, Stamps, T] | None = None

    def now(self) -> T:
        """Raises what `read` raises, and Declined where no workshop is open."""
        redrawing = self._studio.redrawing
        with self._lock:
            stamps = redrawing.stamps()  # not the round: what a page has just written is not drawn yet
            if self._last is None or self._last[0] is not redrawing or self._last[1] != stamps:
                self._last = self._read_whole(redrawing, stamps)
            return self._last[2]

    def _read_whole(self, redrawing: Redrawing, stamps: Stamps) -> tuple[Redrawing, Stamps, T]:
        for _ in range(MOST_TRIES):
            value, before = self._read(redrawing.asked, stamps), stamps
            stamps = redrawing.stamps()
            if stamps == before:
                break
        return redrawing, before, value


def latest_workshop(studio: Studio) -> Latest[Workshop]:
    """What is wrong with its sources is in its problems: pages of it show what there is. Raises FileError."""
    return Latest(studio, lambda options, stamps: options.load())

"""The open workshop, read once for each change of its sources, for pages that ask again and again."""

from threading import Lock

from generator.kit.workshop import Workshop
from generator.studio.state import Studio


class OpenShop:
    """What is wrong with the sources is in its problems: pages of it show what there is."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._lock = Lock()
        self._read: tuple[object, Workshop] | None = None

    def now(self) -> Workshop:
        """Raises FileError, and Declined where none is open."""
        redrawing = self._studio.redrawing
        version = (id(redrawing), redrawing.stamps())  # not the round: what a page has just written is not drawn yet
        with self._lock:
            if self._read is None or self._read[0] != version:
                self._read = version, redrawing.asked.load()
            return self._read[1]

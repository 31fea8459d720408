"""The state of one run of the studio: which workshop is open, who may ask, and where things of the user lie."""

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock

from generator.errors import FileError, seen
from generator.kit.request.whereabouts import BUNDLED_WORKSHOP, is_bundled
from generator.studio.jobs import Jobs
from generator.studio.places import is_text
from generator.studio.redrawing import PreviewOptions, Redrawing
from generator.studio.refusal import Declined
from generator.studio.remembered import Remembered
from generator.studio.shown import PreviewState


@dataclass(frozen=True)
class Surroundings:
    """What a run is given by the command: nothing below asks the system."""

    data: Path  # the user's data folder
    home: Path  # below which folders are chosen
    paper: str  # that printers here have
    token: str  # in the first address
    cookie: str  # what a browser that came by it holds
    clock: Callable[[], datetime]  # with its zone
    known: Path | None = None  # the user's list of where workshops lie
    language: str = ""  # of the pages; empty: as the browser has it
    serving: tuple[str, ...] = ()  # further options of the server of a day, such as a port
    environment: Mapping[str, str] = field(default_factory=dict)  # of commands beside the studio


class Studio:
    """At most one workshop is open at a time; pages of another one are told so."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self.remembered = Remembered(surroundings.data)
        self._language = surroundings.language or self.remembered.language
        self._redrawing: Redrawing | None = None
        self._of_request: ContextVar[Redrawing | None] = ContextVar("of_request", default=None)
        self._run = secrets.token_hex(4)  # versions of another run are not ours
        self._lock = RLock()
        self._end = ExitStack()
        self._stop: Callable[[], object] = lambda: None
        self.jobs = Jobs()
        self.at_end(self.jobs.close)

    @property
    def redrawing(self) -> Redrawing:
        """Of the open workshop; of a request that was checked for one that very one, whatever another tab opens
        meanwhile. Raises Declined where none is open.
        """
        if (mine := self._of_request.get()) is not None:
            return mine
        with self._lock:
            if self._redrawing is None:
                raise Declined(409, "nothing-open")
            return self._redrawing

    @property
    def folder(self) -> Path:
        """The open workshop. Raises Declined where none is open."""
        return self.redrawing.asked.folder

    @cached_property
    def scratch(self) -> Path:
        """A folder of this run, which is gone with it."""
        return Path(self._end.enter_context(TemporaryDirectory(prefix="prepdeck-studio-", ignore_cleanup_errors=True)))

    @property
    def language(self) -> str:
        """That somebody chose for the pages; empty: as each browser has it."""
        return self._language

    def speak(self, language: str) -> None:
        self._language = language
        self.remembered.speak(language)

    @property
    def is_own(self) -> bool:
        """Whether the open workshop may be changed: the bundled one is copied for that."""
        return not is_bundled(self.folder)

    @property
    def is_writable(self) -> bool:
        """Whether files of the open workshop can be written at all."""
        return os.access(self.folder, os.W_OK)

    def check_own(self) -> None:
        """Raises Declined where the open workshop is not to be changed, or cannot be."""
        if not self.is_own:
            raise Declined(409, "bundled", go=f"/workshops?from={BUNDLED_WORKSHOP}#new")
        if not self.is_writable:
            raise Declined(409, "read-only", folder=self.folder)

    @property
    def is_open(self) -> bool:
        return self._of_request.get() is not None or self._redrawing is not None

    @property
    def key(self) -> str:
        """Names the open workshop in forms; empty where none is open."""
        return _key_of(self.redrawing) if self.is_open else ""

    def version_of(self, state: PreviewState) -> str:
        """Is another one whenever pages would look otherwise, and in each run."""
        return f"{self._run}-{self.key}-{state.version}"

    def hold_open(self, key: str) -> None:
        """Raises Declined where a form was made for another workshop than the one that is open now, which is that of
        the request until its end.
        """
        redrawing = self.redrawing
        if key != _key_of(redrawing):
            raise Declined(409, "other-workshop", title=redrawing.state.title or redrawing.asked.folder.name)
        self._of_request.set(redrawing)

    def open(self, options: PreviewOptions) -> None:
        """Raises FileError where there is no such workshop or brand; what was open stays open then."""
        place = str(options.folder.resolve())
        if not is_text(place):
            raise FileError(seen(f"{place}: a name on this path is no text; rename it, so that pages can say it"))
        kit = options.load().kit
        if not is_bundled(options.folder):
            self.remembered.add(options.folder.resolve())
        self.show(Redrawing(options, kit.title if kit else ""), starts=True)

    def show(self, redrawing: Redrawing, *, starts: bool = False) -> None:
        """In the place of what was open."""
        with self._lock:
            before, self._redrawing = self._redrawing, redrawing
            if starts:
                redrawing.start()
        if before:
            before.stop(waits=False)

    def close(self, *, waits: bool = True) -> None:
        with self._lock:
            before, self._redrawing = self._redrawing, None
        if before:
            before.stop(waits=waits)

    def at_end(self, do: Callable[[], object]) -> None:
        """Calls it when the studio ends, the last one first."""
        self._end.callback(do)

    def stops_by(self, do: Callable[[], object]) -> None:
        """What ends whatever serves it."""
        self._stop = do

    def stop(self) -> None:
        """Somebody wants it to end: its pages answer no more."""
        self._stop()

    def end(self) -> None:
        self.close()
        self._end.close()


def _key_of(redrawing: Redrawing) -> str:
    folder = redrawing.asked.folder.resolve()
    return hashlib.sha256(str(folder).encode()).hexdigest()[:16]

"""Commands that the studio runs beside itself: one at a time of each kind, with how far it is and what came of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Condition, Lock, Thread
from typing import Any

from generator.child_process import Child, Ended, Event

MOST_WORDS = 200  # lines that are kept of what a command says


@dataclass(frozen=True)
class JobView:
    """A run of a command at one moment."""

    kind: str  # build, serve, rehearse …
    number: int  # counts the runs of the studio, from 1
    words: tuple[str, ...]  # of the command
    events: Mapping[str, Event] = field(default_factory=dict)  # the last of each name
    lines: tuple[str, ...] = ()  # what it has said to people, the newest last
    value: Any = None  # the object that it has written
    status: int | None = None  # with which it has ended; None while it runs
    is_stopped: bool = False  # somebody wanted it to end

    @property
    def is_running(self) -> bool:
        return self.status is None

    @property
    def is_done(self) -> bool:
        """Whether it has ended as it was to."""
        return self.status == 0 or (self.is_stopped and not self.is_running)

    @property
    def share(self) -> int:
        """Per cent of what it does now; -1 where it does not say."""
        progress = self.events.get("progress")
        return int(progress["done"] * 100 // max(progress["total"], 1)) if progress else -1

    @property
    def error(self) -> str:
        """What went wrong, in the words of the command; empty where nothing has."""
        if self.is_running or self.is_done:
            return ""
        said = self.value.get("error") if isinstance(self.value, dict) else None
        return str(said or "\n".join(self.lines).removeprefix("prepdeck: ") or self.status)


class Busy(Exception):
    """A command of this kind runs already."""


class CommandRun:
    """One run; `view` is what there is to say of it now."""

    def __init__(
        self, kind: str, number: int, words: Sequence[str], *, stands_back: bool, environment: Mapping[str, str] | None
    ) -> None:
        """Raises OSError where the system starts no process."""
        self._changed = Condition()
        self._view = JobView(kind, number, tuple(words))
        self.child = Child(words, self._hear, stands_back=stands_back, environment=environment)
        self._ending = Thread(target=self._wait, name=f"job {kind}", daemon=True)
        self._ending.start()

    @property
    def view(self) -> JobView:
        with self._changed:
            return self._view

    def wait_for(self, is_so: Callable[[JobView], bool], timeout: float) -> JobView:
        """Until that is so, or so many seconds are over."""
        with self._changed:
            self._changed.wait_for(lambda: is_so(self._view), timeout)
            return self._view

    def stop(self) -> None:
        if self.view.is_running:
            self._change(is_stopped=True)
        self.child.stop()

    def wait(self, timeout: float | None = None) -> JobView:
        self._ending.join(timeout)
        return self.view

    def _wait(self) -> None:
        self._change(status=self.child.wait().status)

    def _hear(self, event: Event) -> None:
        name = event["event"]
        if name == "object":
            self._change(value=event["value"])
        elif name == "words":
            self._change(lines=(*self.view.lines, str(event["text"]))[-MOST_WORDS:])
        else:
            self._change(events={**self.view.events, name: event})

    def _change(self, **what: Any) -> None:
        with self._changed:
            self._view = replace(self._view, **what)
            self._changed.notify_all()


class Jobs:
    """All that runs for one studio. `close` ends it; where the studio is killed, each ends by itself."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._jobs: dict[str, CommandRun] = {}  # by kind, the last one of each
        self._asked: set[Child] = set()
        self._count = 0

    def start(
        self,
        kind: str,
        words: Sequence[str],
        *,
        stands_back: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> JobView:
        """`environment`: for what is nobody's to read. Raises Busy, and OSError where the system starts no process."""
        with self._lock:
            if (before := self._jobs.get(kind)) and before.view.is_running:
                raise Busy(kind)
            self._count += 1
            self._jobs[kind] = CommandRun(kind, self._count, words, stands_back=stands_back, environment=environment)
            return self._jobs[kind].view

    def view(self, kind: str) -> JobView | None:
        """Of the last run of this kind."""
        job = self._jobs.get(kind)
        return job.view if job else None

    def running(self, *kinds: str) -> JobView | None:
        """The first of these kinds that runs."""
        return next((view for kind in kinds if (view := self.view(kind)) and view.is_running), None)

    def stop(self, kind: str) -> None:
        if job := self._jobs.get(kind):
            job.stop()

    def wait(self, kind: str, timeout: float | None = None) -> JobView | None:
        job = self._jobs.get(kind)
        return job.wait(timeout) if job else None

    def enter(self, kind: str, event: str, timeout: float) -> Event | None:
        """Presses Enter for a command, and gives the next event of that name; None where none comes in time."""
        job = self._jobs.get(kind)
        if job is None:
            return None
        before = job.view.events.get(event)
        job.child.enter()
        now = job.wait_for(lambda view: view.events.get(event) is not before or not view.is_running, timeout)
        return None if now.events.get(event) is before else now.events[event]

    def ask(self, words: Sequence[str]) -> Ended:
        """A short command, until its end. Raises OSError."""
        child = Child(words)
        with self._lock:
            self._asked.add(child)
        try:
            return child.wait()
        finally:
            with self._lock:
                self._asked.discard(child)

    def close(self) -> None:
        """Ends all, and waits until each has put away what it had."""
        with self._lock:
            jobs, asked = list(self._jobs.values()), list(self._asked)
        for child in asked:
            child.stop()
        for job in jobs:
            job.stop()
        for job in jobs:
            job.wait()

"""What is done for the store while a server runs: what is in its way is said, once; what is kept long enough goes."""

from collections.abc import Callable, Iterator

from generator.capture.model import Clock, Leaving, RetentionReport
from generator.capture.run.start import local
from generator.capture.store import Store


class Care:
    """Looks after one store; `notice` prints a line."""

    def __init__(self, store: Store, clock: Clock, notice: Callable[[str], None]) -> None:
        self._store, self._clock, self._notice = store, clock, notice
        self._is_ailing = False
        self._was_running = False
        self._known: set[str] = set()

    async def look_after(self) -> None:
        """To be called again and again: says a fault when it is met, tries the store, says when it is well."""
        fault = self._store.health.fault
        if fault is None:
            return
        if not self._is_ailing:
            self._is_ailing = True
            self._notice(f"{fault}. Phones keep what is written, and send it when that is mended.")
        if await self._store.recover():
            self._is_ailing = False
            self._notice(f"{self._store.path}: all is well again; entries are kept.")

    async def retain(self) -> None:
        """To be called every hour: what retention announces and takes is said, each once in a run."""
        report = await self._store.retain(self._clock(), was_running=self._was_running)
        self._was_running = True
        for key, line in _lines(report):
            if key not in self._known:
                self._known.add(key)
                self._notice(line)


def _lines(report: RetentionReport) -> Iterator[tuple[str, str]]:
    """A key that is the same for the same news, and the news."""
    if report.doubt:
        seen, now = (f"{local(time):%Y-%m-%d %H:%M}" for time in report.doubt)
        yield (
            f"doubt {seen}",
            f"The clock of this computer says {now}; when it was last right, it was {seen}. Nothing is erased until it"
            " is right again, or you say at the desk that it is.",
        )
    for leaving in report.leaving:
        yield f"{leaving.step} {leaving.session.id} {leaving.at}", _announcement(leaving)
    for session in report.trashed:
        line = f"“{session.title}” is in the trash now, for 30 days; the desk can restore it."
        yield f"trashed {session.id} {session.retention_days}", line
    for session in report.erased:
        yield f"erased {session.id}", f"“{session.title}” was in the trash for 30 days and is erased for good now."


def _announcement(leaving: Leaving) -> str:
    session, when = leaving.session, f"{local(leaving.at):%Y-%m-%d %H:%M}"
    if leaving.step == "erase":
        return f"“{session.title}” is erased for good on {when}; until then the desk can restore it."
    return (
        f"“{session.title}” has been kept for {session.retention_days} days and goes into the trash on {when}; to keep"
        " it longer, give it more days at the desk, under Settings."
    )

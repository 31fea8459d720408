"""`prepdeck serve` that kills itself at an evil moment: when so many entries are durable and nobody has been told.

`DIES_AFTER` is their number. `DIES=hasty` makes it faulty on purpose: it answers before anything is written.
"""

import asyncio
import os
import signal
import sys

from generator.capture.model import NewEntry
from generator.capture.run import start
from generator.capture.store import Store, store, writer
from generator.cli import main

DIES_AFTER = int(os.environ.get("DIES_AFTER", "0"))


class Dying(writer.Writer):
    """Dies in its own thread, after a commit that has entries in it and before its answer."""

    stored = 0

    def _answer(self, jobs: list[writer.Job]) -> None:
        self.stored += sum(job.result == "stored" for job in jobs)
        if self.stored >= DIES_AFTER:
            os.kill(os.getpid(), signal.SIGKILL)
        super()._answer(jobs)


class Hasty(Store):
    """Says that an entry is stored, and stores it later."""

    async def submit(self, entry: NewEntry, may_change: bool = True) -> str:
        self.late = [*getattr(self, "late", []), asyncio.ensure_future(self._later(entry))]
        return "stored"

    async def _later(self, entry: NewEntry) -> str:
        await asyncio.sleep(0.05)
        return await super().submit(entry)


if __name__ == "__main__":
    store.Writer = Dying
    if os.environ.get("DIES") == "hasty":
        start.Store = Hasty
    main(sys.argv[1:])

"""Files of results for the desk, by the command that writes them, in a process of its own that stands back.

What a file costs is no thread's of the server: entries that come meanwhile wait for nothing.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from generator.child_process import Child, Event
from generator.errors import REASONS, ExitCode, FileError, NothingYet, Reason


class ResultsProcess:
    """One at a time, in the order in which they are asked for."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._turn = asyncio.Lock()

    async def __call__(self, words: Sequence[str], to: Path) -> None:
        """`prepdeck results` with these words; nothing of it goes on where nobody waits for it any more.

        Raises FileError with what the command says where it fails, NothingYet where nothing is there to be written.
        """
        async with self._turn:
            reasons: list[Reason] = []

            def hear(event: Event) -> None:
                if event["event"] == "reason" and event["reason"] in REASONS:
                    reasons.append(event["reason"])

            child = Child(["results", *words, "--to", str(to), "--data", str(self._data)], hear)
            ending = asyncio.create_task(asyncio.to_thread(child.wait))
            try:
                ended = await asyncio.shield(ending)
            except asyncio.CancelledError:
                child.kill()
                await ending
                raise
        if ended.status:
            plain = ended.words.strip().removeprefix("prepdeck: ")
            if ended.status == ExitCode.NOTHING_YET:
                raise NothingYet(plain)
            if plain:
                raise FileError(plain, reason=reasons[-1] if reasons else "")
            raise FileError(f"the process that writes it was ended ({ended.status})", reason="ended")

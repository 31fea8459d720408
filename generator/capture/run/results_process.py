"""Files of results for the desk, by the command that writes them, in a process of its own that stands back.

What a file costs is no thread's of the server: entries that come meanwhile wait for nothing.
"""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import generator
from generator.errors import ExitCode, FileError, NothingYet

ROOT = Path(generator.__file__).parent.parent
# Where a system knows of niceness; on Windows a flag says the same.
COMMAND = """
import os, sys
sys.path.insert(0, {root!r})
if hasattr(os, "nice"):
    os.nice(10)
from generator.cli import main
main()
"""


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
            process = _started([*words, "--to", str(to), "--data", str(self._data)])
            ended = asyncio.create_task(asyncio.to_thread(process.communicate))
            try:
                _, message = await asyncio.shield(ended)
            except asyncio.CancelledError:
                process.kill()
                await ended
                raise
        if process.returncode:
            plain = message.decode("utf-8", "replace").strip().removeprefix("prepdeck: ")
            if process.returncode == ExitCode.NOTHING_YET:
                raise NothingYet(plain)
            raise FileError(plain or f"the process that writes it was ended ({process.returncode})")


def _started(words: Sequence[str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(root=str(ROOT)), "results", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )

"""Runs a command of prepdeck that dies at a step in a folder: `killed.py FOLDER STEP COMMAND…`.

A step is whatever changes the folder: a file opened to be written, renamed or removed, a folder made or removed. It is
named by its number, or as `os.rename .delivery/new/deck.pdf`; the process is killed before it is done, or stopped until
it is told to go on (SIGNAL=SIGSTOP). Where it does not come to that step the command ends by itself.
"""

import os
import signal
import sys
from pathlib import Path

from generator.cli import main

EVENTS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir")


def plant(folder: Path, step: str, end: signal.Signals) -> None:
    """The interpreter tells of every call to the system that is of interest here."""
    steps = 0

    def watch(event: str, words: tuple[object, ...]) -> None:
        nonlocal steps
        if event not in EVENTS or not words or not isinstance(words[0], str | os.PathLike):
            return
        is_read = event == "open" and isinstance(words[2], int) and not words[2] & (os.O_WRONLY | os.O_RDWR)
        if is_read or not str(os.fspath(words[0])).startswith(str(folder)):
            return
        steps += 1
        if step in (str(steps), f"{event} {os.path.relpath(os.fspath(words[0]), folder)}"):
            os.kill(os.getpid(), end)

    sys.addaudithook(watch)


if __name__ == "__main__":
    plant(Path(sys.argv[1]), sys.argv[2], signal.Signals[os.environ.get("SIGNAL", "SIGKILL")])
    main(sys.argv[3:])

"""A command that another part of prepdeck runs: it stands back, ends with its parent, and says what happens."""

import os
import signal
import sys
from io import TextIOWrapper

from generator.child_process import GRACE
from generator.cli import main as command
from generator.cli.keys import end_with_input
from generator.cli.streams import begin_events


def main(niceness: int) -> None:
    """The command of `sys.argv`. As started by `generator.child_process`."""
    if niceness and hasattr(os, "nice"):
        os.nice(niceness)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # as whoever reads it expects, wherever it runs
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored in the background
    begin_events()
    end_with_input(GRACE)
    command()

"""What a key does while a command goes on: Enter at the terminal of a server."""

import os
import signal
import sys
import threading
from collections.abc import Callable

MOST_BYTES = 4096  # of a line


def has_keys() -> bool:
    """Whether somebody sits at standard input, who can press one."""
    return sys.stdin is not None and sys.stdin.isatty()


def let_go_in_background() -> None:
    """In the background (`&`, Ctrl-Z and bg) a server reads nothing any more; the system would stop it for trying."""
    if has_keys() and hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)


def on_enter(do: Callable[[], None]) -> None:
    """Calls `do` whenever Enter is pressed, from a thread of its own, until the process ends or the terminal goes."""

    def listen() -> None:
        while _line():
            do()

    threading.Thread(target=listen, name="keys", daemon=True).start()


def _line() -> bytes:
    """Empty at the end of all input. Past sys.stdin: nobody may hold its lock when the interpreter ends."""
    try:
        return os.read(0, MOST_BYTES)
    except OSError:
        return b""  # in the background, or the terminal has been closed

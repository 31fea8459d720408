"""What a key does while a command goes on: Enter at the terminal of a server; the end of input, where a program has
started the command.
"""

import _thread
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

MOST_BYTES = 4096  # of a line

_on_enter: list[Callable[[], None]] = []  # of a command whose input is read already
_followed: list[threading.Thread] = []  # who reads it


def has_keys() -> bool:
    """Whether somebody sits at standard input, who can press one."""
    return sys.stdin is not None and sys.stdin.isatty()


def let_go_in_background() -> None:
    """In the background (`&`, Ctrl-Z and bg) a server reads nothing any more; the system would stop it for trying."""
    if has_keys() and hasattr(signal, "SIGTTIN"):
        signal.signal(signal.SIGTTIN, signal.SIG_IGN)


def on_enter(do: Callable[[], None]) -> None:
    """Calls `do` whenever Enter is pressed, from a thread of its own, until the process ends or the terminal goes."""
    if _followed:
        _on_enter.append(do)
        return

    def listen() -> None:
        while _line():
            do()

    threading.Thread(target=listen, name="keys", daemon=True).start()


def end_with_input(grace: float) -> None:
    """From now on the command ends as by Ctrl-C where standard input does: whoever started it is gone, or says so.

    `grace`: seconds that it has to stop by itself.
    """

    def follow() -> None:
        while _line():
            for do in _on_enter:
                do()
        _interrupt()
        time.sleep(grace)
        os._exit(1)

    reader = threading.Thread(target=follow, name="parent", daemon=True)
    _followed.append(reader)
    reader.start()


def _interrupt() -> None:
    """Wakes the main thread from what it waits for, where the system can."""
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        _thread.interrupt_main()


def _line() -> bytes:
    """Empty at the end of all input. Past sys.stdin: nobody may hold its lock when the interpreter ends."""
    try:
        return os.read(0, MOST_BYTES)
    except OSError:
        return b""  # in the background, or the terminal has been closed

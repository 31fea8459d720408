"""Serves the preview on this machine alone, until somebody ends it."""

import os
import signal
import socket
from collections.abc import Callable

import uvicorn

from generator.studio.pages import make_app
from generator.studio.redrawing import PreviewOptions, Redrawing

LOOPBACK = "127.0.0.1"


def serve(asked: PreviewOptions, port: int, announce: Callable[[str], None]) -> None:
    """Draws and serves until it is interrupted; `announce` gets the address as soon as it can be opened.

    Raises FileError, before anything is served, where there is no such workshop or brand.
    """
    asked.load()
    with listen(port) as door:
        redrawing = Redrawing(asked)
        redrawing.start()
        try:
            app = make_app(redrawing)
            config = uvicorn.Config(
                app,
                access_log=False,
                http="h11",
                lifespan="off",
                log_config=None,
                loop="asyncio",
                server_header=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
            # What ends a process from outside is to clean up like Ctrl-C does.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            announce(f"http://{LOOPBACK}:{door.getsockname()[1]}/")
            uvicorn.Server(config).run(sockets=[door])
        except KeyboardInterrupt:  # this is how one ends it
            pass
        finally:
            redrawing.stop()


def listen(port: int) -> socket.socket:
    """A door on this machine's own address: at that port, or at any free one where it is taken."""
    for wanted in (port, 0):
        door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":  # a port that was just left is free; elsewhere this would share it
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((LOOPBACK, wanted))
            door.listen(64)
        except OSError:
            door.close()
            if not wanted:
                raise
        else:
            return door
    raise AssertionError("the loop returns or raises")

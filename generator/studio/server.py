"""Serves the studio on this machine alone, until somebody ends it."""

import os
import signal
import socket
from collections.abc import Callable

import uvicorn

from generator.studio.app import make_app
from generator.studio.state import Studio

LOOPBACK = "127.0.0.1"
# What ends a process from outside, as a terminal does that is closed, is to clean up like Ctrl-C, which a shell may
# have ignored: lists that somebody has sent lie in folders for temporary files.
ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def serve(studio: Studio, port: int, announce: Callable[[str], None]) -> None:
    """Serves until it is interrupted, and ends the studio; `announce` gets the address, without a path, as soon as it
    can be opened.
    """
    with listen(port) as door:
        try:
            config = uvicorn.Config(
                make_app(studio),
                access_log=False,
                http="h11",
                lifespan="off",
                log_config=None,
                loop="asyncio",
                server_header=False,
                timeout_graceful_shutdown=1,
                ws="none",
            )
            for name in ENDINGS:
                if number := getattr(signal, name, None):
                    signal.signal(number, signal.default_int_handler)
            announce(f"http://{LOOPBACK}:{door.getsockname()[1]}")
            server = uvicorn.Server(config)
            studio.stops_by(lambda: setattr(server, "should_exit", True))
            server.run(sockets=[door])
        except KeyboardInterrupt:  # this is how one ends it
            pass
        finally:
            studio.end()


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

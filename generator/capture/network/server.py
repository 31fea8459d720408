"""Runs an ASGI application on sockets until a signal or `stop` says so; whoever dawdles is hung up on."""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, ClassVar

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

LONGEST_HEAD = 16 * 1024
KEPT_ALIVE = 10  # seconds: boards ask every two or three
LAST_ANSWERS = 5  # seconds for requests that are under way when we stop
FILES = 8192  # connections are files to the system; some allow 256 unless asked
STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP") if hasattr(signal, name))


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits so long for a whole request, and no longer: an open connection costs a file."""

    patience: ClassVar[float] = 20.0  # seconds
    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_whole:
            self._hurry_no_more()
        elif self._deadline is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._hurry_no_more()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """To what cannot be read. A page that is at work on what came before must not answer as well."""
        begun = self.cycle is not None and not self.cycle.response_complete
        if begun:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if begun and self.cycle.response_started:
            self.transport.close()
        else:
            super().send_400_response(msg)

    @property
    def _is_whole(self) -> bool:
        return self.conn.their_state.__name__ not in ("IDLE", "SEND_BODY")

    def _wait(self) -> None:
        self._deadline = self.loop.call_later(self.patience, self._hang_up)

    def _hurry_no_more(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.abort()


class Server(uvicorn.Server):
    """Leaves signals alone: whoever runs it has more to close than connections."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                http=PatientProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=KEPT_ALIVE,
                timeout_graceful_shutdown=LAST_ANSWERS,
                h11_max_incomplete_event_size=LONGEST_HEAD,
            )
        )

    def capture_signals(self) -> Any:
        return nullcontext()

    def stop(self) -> None:
        """Once: no new requests, those under way are answered. Twice: at once."""
        self.force_exit = self.should_exit
        self.should_exit = True


async def listening(server: Server, sockets: Sequence[socket.socket]) -> "asyncio.Task[None]":
    """The server, taking requests already; the task ends when it has stopped."""
    task = asyncio.create_task(server.serve(list(sockets)))
    while not server.started and not task.done():
        await asyncio.sleep(0.01)
    return task


@contextmanager
def stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Until the end of the block, Ctrl-C and its like call `stop` and nothing else."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda number, frame: stop()) for number in STOPS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def allow_many_connections() -> None:
    """Raises the soft limit of open files, as far as the system lets us."""
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

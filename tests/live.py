"""A room on a real port, for browsers: served from a thread, stopped and started again at will."""

import asyncio
import socket
import threading
from datetime import UTC, datetime

import uvicorn
from rooms import make_room

from generator.capture.app import create_app

NAME = "prepdeck.local"  # plain http under a name, as in a room: no secure context, no Sec-Fetch headers
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--no-sandbox", "--disable-dev-shm-usage")


class Live:
    def __init__(self, folder) -> None:
        self.room = make_room(folder, hosts=(NAME, "127.0.0.1"), clock=lambda: datetime.now(UTC))
        self._port = 0
        self.lose = 0  # so many answers to what is sent
        self.lost: list[int] = []
        self.start()

    def start(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(self._losing(create_app(self.room)), log_config=None, lifespan="off", ws="none")
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()

        async def serve() -> None:
            ready.set()
            await self._server.serve(sockets=[listening])

        def run() -> None:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(serve())
            listening.close()

        self._thread = threading.Thread(target=run)
        self._thread.start()
        ready.wait()

    def _losing(self, app):
        """The app, on a network that loses answers: what was asked for is done, and nobody hears of it."""

        async def losing(scope, receive, send):
            async def away(message):
                if message["type"] == "http.response.start":
                    self.lost.append(message["status"])

            losing = scope["type"] == "http" and scope["method"] == "POST" and self.lose > 0
            self.lose -= losing
            await app(scope, receive, away if losing else send)

        return losing

    def stop(self) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join()

    def do(self, coroutine):
        """Runs a write of the store in the server's loop, and gives its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    def close(self) -> None:
        if self._thread.is_alive():
            self.stop()
        self.room.store.close()

    def url(self, path: str) -> str:
        return f"http://{NAME}:{self._port}{path}"

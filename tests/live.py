"""A room on a real port, for browsers: served from a thread, stopped and started again at will."""

import asyncio
import re
import shutil
import socket
import threading
from datetime import UTC, datetime, timedelta

import uvicorn
from rooms import make_room

from generator.capture.app import create_app

NAME = "prepdeck.local"  # plain http under a name, as in a room: no secure context, no Sec-Fetch headers
LOOPBACK = "127.0.0.1"  # for a browser that cannot be told where a name is; a secure context
CHROMIUM = shutil.which("chromium")
# The same without windows, and without settings of a profile, in a third of the time.
QUICK = shutil.which("chromium-headless-shell") or CHROMIUM
ARGUMENTS = (f"--host-resolver-rules=MAP {NAME} {LOOPBACK}", "--no-sandbox", "--disable-dev-shm-usage")


class Live:
    def __init__(self, folder, **more) -> None:
        self.later = timedelta()  # than it is
        self.room = make_room(folder, hosts=(NAME, LOOPBACK), clock=self.now, **more)
        self.scripts = True  # false: pages come without theirs, for a browser whose driver cannot do without script
        self._port = 0
        self.lose = 0  # so many answers to what is sent
        self.lost: list[int] = []
        self.start()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.later

    def start(self) -> None:
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._losing(self._plain(create_app(self.room))), log_config=None, lifespan="off", ws="none"
        )
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

    def _plain(self, app):
        """The app, its pages as a browser without script sees them, as long as that is wanted."""

        async def plain(scope, receive, send):
            parts: list[bytes] = []

            async def held(message):
                parts.append(message)
                if message["type"] == "http.response.body" and not message.get("more_body"):
                    start, *rest = parts
                    body = re.sub(rb"<script\b.*?</script>|</?noscript>", b"", b"".join(each["body"] for each in rest))
                    headers = [header for header in start["headers"] if header[0] != b"content-length"]
                    await send({**start, "headers": [*headers, (b"content-length", str(len(body)).encode())]})
                    await send({"type": "http.response.body", "body": body})

            await app(scope, receive, send if self.scripts else held)

        return plain

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

    def url(self, path: str, name: str = NAME) -> str:
        return f"http://{name}:{self._port}{path}"

"""A room to test the server in: the bundled kit as it is printed, a fresh store, a clock that is moved by hand."""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import httpx

from generator.capture.kits import PrintedKit
from generator.capture.model import NewEntry
from generator.capture.network.reach import Entrance
from generator.capture.store import Store
from generator.capture.web.room import Room

ROOT = Path(__file__).parent.parent
HOST = "testserver"


def manifest() -> bytes:
    """The bundled kit's, with every code that the whole kit has."""
    return printed()[0]


@cache
def printed() -> tuple[bytes, tuple[bytes, ...]]:
    """The manifest of the bundled kit, and its pictures for screens."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "generator", "build", "-o", folder, "--only", "deck"]
        subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        pictures = tuple(path.read_bytes() for path in sorted((Path(folder) / "screen").iterdir()))
        return (Path(folder) / "manifest.json").read_bytes(), pictures


@cache
def kit() -> PrintedKit:
    return PrintedKit.of(manifest())


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class Pauses:
    """Waits for nothing, and remembers for how long it should have."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def make_room(folder: Path, **more) -> Room:
    """A room with a fresh store; whoever makes it closes `room.store`."""
    clock = more.pop("clock", None) or Clock()
    store = Store.open(folder / "room.db", clock, os.urandom)
    hosts = more.pop("hosts", (HOST, "localhost", "127.0.0.1"))
    way = more.pop("way", Entrance(f"http://{HOST}", desk="http://127.0.0.1"))
    own = {"pause": Pauses(), "write_results": partial(write_results, store.path)}
    return Room(store, more.pop("kits", kit), hosts, clock, lambda: way, **own | more)


async def write_results(data: Path, words, to: Path) -> None:
    """As a server has it done, in no process of its own."""
    from generator.cli import main

    said = ["results", *words, "--to", str(to), "--data", str(data)]
    assert await asyncio.to_thread(main, said, standalone_mode=False) in (None, 0)


def thing(kind: str, id: str, copy: str = ""):
    """A printed thing of the bundled kit."""
    return next(each for each in kit().things if (each.kind, each.id, each.copy) == (kind, id, copy))


class Phone:
    """A browser without script: keeps cookies, follows redirects only when it is told to."""

    def __init__(self, app, *, address: str = "10.0.0.7", raises: bool = True, **headers: str) -> None:
        transport = httpx.ASGITransport(app, client=(address, 50000), raise_app_exceptions=raises)
        own = {"origin": f"http://{HOST}", "accept-language": "en"} | headers
        self.client = httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=own)

    def __call__(self, method: str, path: str, **how) -> httpx.Response:
        return RUNNER.run(self.client.request(method, path, **how))

    def get(self, path: str, **how) -> httpx.Response:
        return self("GET", path, **how)

    def post(self, path: str, data=None, **how) -> httpx.Response:
        return self("POST", path, data=data, **how)


def press(browser: Phone, path: str) -> httpx.Response:
    """What comes of the one button on the page of a desk link."""
    key = re.search(r'name="key" value="([^"]+)"', browser.get(path).text)
    assert key, path
    return browser.post(path, {"key": key[1]})


class _Runner:
    """A loop in a thread of its own: where a browser is driven, that of the test's thread is in use."""

    def __init__(self) -> None:
        self._loop, self._thread = asyncio.Runner(), ThreadPoolExecutor(1)

    def run(self, coroutine):
        return self._thread.submit(self._loop.run, coroutine).result()


RUNNER = _Runner()


class People:
    """Phones of a session of the bundled kit, by what they say."""

    def __init__(self, room, session) -> None:
        self.room, self.session, self._count = room, session, 0
        RUNNER.run(room.store.keep_manifest(kit().id, manifest()))

    def joins(self, department: str, times: int = 1) -> list[int]:
        joined = (self.room.store.join(self.session.id, department=department) for _ in range(times))
        return [RUNNER.run(each)[1].number for each in joined]

    def says(self, device: int | None, department: str, body, form="note", on=None, **more) -> str:
        self._count += 1
        on = on or thing("card", "guest")
        about = on.code, on.kind, on.id, on.copy
        new = NewEntry(f"e{self._count}", self.session.id, device, *about, form, 1, body, department=department)
        assert RUNNER.run(self.room.store.submit(new._replace(**more))) == "stored"
        return new.id

"""A room full of phones and boards on raw sockets, as fast as they are told to be, against a server in its own process.

All of it goes to 127.0.0.1. Phones send what outbox.js sends, and try again until they have an answer.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from secrets import token_urlsafe
from types import TracebackType
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

ROOT = Path(__file__).parent.parent
FORM = "application/x-www-form-urlencoded"
EACH_PHONE = 20  # entries: the limit is 30 a minute
PATIENCE = 10.0  # seconds for an answer
AGAIN = 0.05  # seconds until the next try
SERVE = (sys.executable, "-m", "generator")


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """One connection that is kept. Raises ConnectionError or TimeoutError where no whole answer comes."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        head = {"Host": f"127.0.0.1:{self.port}", **headers}
        if body is not None:
            head |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Length": str(len(body.encode()))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in head.items())]
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._asked("\r\n".join(lines) + "\r\n\r\n" + (body or ""))
        except BaseException as error:
            self.close()
            if isinstance(error, asyncio.IncompleteReadError | OSError) and not isinstance(error, TimeoutError):
                raise ConnectionError("no whole answer") from error
            raise

    async def _asked(self, said: str) -> Answer:
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._ends
        writer.write(said.encode())
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in rest)}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            self.close()
        return Answer(int(first.split()[1]), headers, body)

    def close(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


class Note(NamedTuple):
    """An entry as a phone has it; its words are its number."""

    id: str
    number: int

    def body(self, key: str) -> str:
        return urlencode({"_id": self.id, "_consent": "1", "_device": key, "note": self.words})

    @property
    def words(self) -> str:
        return f"number {self.number}"


class Phone:
    """Keeps its cookie and its connection."""

    def __init__(self, line: Line) -> None:
        self.line, self.cookie = line, ""
        self.key = token_urlsafe(32)  # as the page has it that the first entry was written on

    async def send(self, code: str, note: Note) -> Answer:
        more = {"Cookie": self.cookie} if self.cookie else {}
        said = {"Content-Type": FORM, "Accept": "application/json", **more}
        answer = await self.line.ask("POST", f"/{code}", note.body(self.key), **said)
        if "set-cookie" in answer.headers:
            self.cookie = answer.headers["set-cookie"].partition(";")[0]
        return answer

    async def deliver(self, code: str, note: Note, heard: Counter[str]) -> int:
        """Sends until it is acknowledged; `heard` counts what came instead. Raises AssertionError for a refusal."""
        while True:
            try:
                answer = await self.send(code, note)
            except (ConnectionError, TimeoutError) as error:
                heard[type(error).__name__] += 1
                await asyncio.sleep(AGAIN)
                continue
            if answer.status in (200, 201):
                heard[json.loads(answer.body)["outcome"]] += 1
                return answer.status
            heard[str(answer.status)] += 1
            assert answer.status in (429, 503), f"{answer.status}: {answer.body[:300]!r}"
            await asyncio.sleep(float(answer.headers.get("retry-after", AGAIN)))


class Board:
    """A projector that asks for news as board.js does."""

    def __init__(self, line: Line, path: str) -> None:
        self.line, self.path, self.etag = line, path, ""
        self.content = b""
        self.largest = 0  # bytes of an answer
        self._key = self._digest = ""

    async def look(self) -> int:
        known = {"If-None-Match": self.etag} if self.etag else {}
        query = urlencode({"frame": self._key, "have": self._digest})
        answer = await self.line.ask("GET", f"{self.path}/data?{query}", **known)
        if answer.status == 200:
            self.etag, self.content = answer.headers["etag"], answer.body
            self.largest = max(self.largest, len(answer.body))
            if frame := json.loads(answer.body).get("frame"):
                self._key, self._digest = frame["key"], frame["digest"]
        return answer.status


class Served:
    """A server in a process of its own; `words` start it. What it says at the start is in `said`."""

    def __init__(
        self, *words: object, cwd: Path, program: tuple[str, ...] = SERVE, port: int = 0, **environ: str
    ) -> None:
        said = (*program, "serve", *map(str, words), "--port", str(port), "--json", "--no-open")
        self.errors = cwd / "errors.txt"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                said,
                cwd=cwd,
                env=os.environ | {"PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(cwd), **environ},
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self.process.stdout is not None
        self.said = json.loads(self.process.stdout.readline())
        if "error" in self.said:
            self.end()
            raise AssertionError(self.errors.read_text())
        self.port = int(self.said["urls"][0]["url"].rpartition(":")[2])

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> int:
        """Kills it if it still runs; how it ended."""
        self.process.kill()
        with self.process:
            return self.process.wait(30)

    def stop(self) -> int:
        """As Ctrl-C does; how it ended."""
        self.process.terminate()
        with self.process:
            return self.process.wait(30)

    def seconds(self) -> float:
        """Of the processor, so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Desk:
    """The facilitator's browser, let in by the link that the server printed."""

    def __init__(self, served: Served) -> None:
        self.served, self.line, self.cookie = served, Line(served.port), ""

    async def enter(self) -> None:
        path = "/f/" + self.served.said["facilitator"].rpartition("/f/")[2]
        body = urlencode({"key": token_urlsafe(32)})
        answer = await self.line.ask("POST", path, body, **{"Content-Type": FORM})
        assert answer.status == 303, answer
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    async def ask(self, method: str, path: str, **inputs: str) -> Answer:
        body = urlencode(inputs) if method == "POST" else None
        kind = {"Content-Type": FORM} if method == "POST" else {}
        return await self.line.ask(method, path, body, Cookie=self.cookie, **kind)

    async def board(self) -> str:
        """The path of the session's board."""
        page = (await self.ask("GET", f"/desk/{self.served.said['session']['id']}/links")).body.decode()
        return "/board/" + page.partition("/board/")[2][:22]


def build(output: Path) -> None:
    """Prints the bundled kit; its deck alone, but with every code in the manifest."""
    words = [*SERVE, "build", "-o", str(output), "--only", "deck"]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)


def code_of(manifest: Path, id: str = "guest") -> str:
    things = json.loads(manifest.read_text(encoding="utf-8"))["things"]
    return next(str(thing["code"]) for thing in things if (thing["kind"], thing["id"]) == ("card", id))


def note(number: int) -> Note:
    return Note(str(uuid4()), number)


class Times:
    """Latencies in seconds."""

    def __init__(self) -> None:
        self.all: list[float] = []

    def at(self, percent: float) -> float:
        found = sorted(self.all)
        return found[min(len(found) - 1, int(len(found) * percent / 100))] if found else 0.0

    def __str__(self) -> str:
        return " · ".join(f"{name} {self.at(percent) * 1000:.0f} ms" for name, percent in SHARES)


SHARES = (("p50", 50), ("p95", 95), ("p99", 99), ("longest", 100))


async def at(start: float, after: float) -> float:
    """Waits until so many seconds after the start; when that was due."""
    due = start + after
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    return due

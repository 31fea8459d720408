"""A command of prepdeck in a process of its own, which ends with whoever started it.

What it costs is no thread's of the program that waits for it. The child reads its standard input: where that is closed,
because it is to stop or because its parent was killed, it stops as by Ctrl-C. It says what happens meanwhile as one
JSON object a line on standard error, between the words for people.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any, NamedTuple

import generator

ROOT = Path(generator.__file__).parent.parent
COMMAND = """
import sys
sys.path.insert(0, {root!r})
from generator.cli.child import main
main({niceness})
"""
NICENESS = 10  # of what can wait; on Windows a flag says the same
GRACE = 10.0  # seconds that a command has to stop by itself

Event = Mapping[str, Any]  # {"event": "progress", "done": 3, "total": 54, "of": "cards"}
Heard = Callable[[Event], None]


class Ended(NamedTuple):
    """How a command has ended."""

    status: int  # as the command says, negative where a signal ended it
    words: str  # for people
    value: Any = None  # the object that it was to write; None where it wrote none


class Child:
    """One run of a command. `heard` gets its events, from threads of its own; what it says in words is one as well:
    {"event": "words", "text": …}, and so is the object: {"event": "object", "value": …}, as soon as it is whole.
    """

    def __init__(
        self,
        words: Sequence[str],
        heard: Heard | None = None,
        *,
        stands_back: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`environment`: all of it; None: that of this process. Raises OSError where the system starts no process."""
        self._heard = heard or (lambda event: None)
        self._words: list[str] = []
        self._value: Any = None
        self._writing = Lock()
        niceness = NICENESS if stands_back else 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", COMMAND.format(root=str(ROOT), niceness=niceness), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if stands_back else 0,
        )
        self._readers = [
            Thread(target=read, args=(stream,), name=f"child {self._process.pid}", daemon=True)
            for read, stream in ((self._read_words, self._process.stderr), (self._read_object, self._process.stdout))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    def enter(self) -> None:
        """As if somebody had pressed Enter at its terminal."""
        with self._writing, suppress(OSError, ValueError):  # it ends, or is to
            assert self._process.stdin is not None
            self._process.stdin.write(b"\n")
            self._process.stdin.flush()

    def stop(self) -> None:
        """Lets it end in its own way; after a while it ends at once."""
        with self._writing, suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def kill(self) -> None:
        self._process.kill()

    def wait(self) -> Ended:
        """Until it has ended, and all that it has said was heard."""
        status = self._process.wait()
        for reader in self._readers:
            reader.join()
        self.stop()
        return Ended(status, "\n".join(self._words), self._value)

    def _read_words(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._hear(line.decode("utf-8", "replace").rstrip())

    def _hear(self, line: str) -> None:
        event = event_of(line)
        if event is None:
            self._words.append(line)
            event = {"event": "words", "text": line}
        self._heard(event)

    def _read_object(self, stream: IO[bytes]) -> None:
        """A server writes its object on one line, once it is up; others a line a value, as they end."""
        with stream:
            first = stream.readline()
            if not self._take(first):
                self._take(first + stream.read())
            for _ in stream:
                pass  # nobody reads it, and the command is not to wait

    def _take(self, text: bytes) -> bool:
        try:
            self._value = json.loads(text)
        except ValueError:
            return False
        self._heard({"event": "object", "value": self._value})
        return True


def event_of(line: str) -> Event | None:
    """None for words."""
    if not line.startswith('{"event":'):
        return None
    try:
        return dict(json.loads(line))
    except ValueError:
        return None

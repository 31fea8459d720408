"""The studio that runs already: whoever starts it again, from the menu say, gets its pages and no second one."""

import json
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.errors import FileError
from generator.private_file import with_part

FILE = "studio-running.json"
PATIENCE = 1.0  # seconds: it is this computer
ALIVE = "/alive"


class RunningStudio(NamedTuple):
    """What the user's own programs may know of it, and nobody else."""

    address: str  # http://127.0.0.1:8760
    token: str
    cookie: str

    @property
    def first_address(self) -> str:
        return f"{self.address}/?token={self.token}"

    def note(self, data: Path) -> None:
        """For the next one; where it cannot be written the next one is a second studio."""
        with suppress(FileError):
            with_part(data / FILE, lambda part: _write(part, json.dumps(self._asdict())))

    def forget(self, data: Path) -> None:
        """Unless another one has noted itself meanwhile."""
        if _read(data) == self:
            with suppress(OSError):
                (data / FILE).unlink()

    def answers(self) -> bool:
        place = urlsplit(self.address)
        headers = {"Cookie": f"prepdeck-studio-{place.port}={self.cookie}"}
        connection = HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        try:
            connection.request("GET", ALIVE, headers=headers)
            answer = connection.getresponse()
            return answer.status == 200 and answer.read(100) == b"prepdeck studio"
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def find(data: Path) -> RunningStudio | None:
    """None where none runs."""
    noted = _read(data)
    return noted if noted and noted.answers() else None


def _read(data: Path) -> RunningStudio | None:
    try:
        record = json.loads((data / FILE).read_bytes())
        noted = RunningStudio(*(str(record[name]) for name in RunningStudio._fields))
        is_ours = urlsplit(noted.address).hostname == "127.0.0.1" and urlsplit(noted.address).port
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return noted if is_ours else None


def _write(part: Path, words: str) -> None:
    part.write_text(words, encoding="utf-8")

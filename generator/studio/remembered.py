"""What the studio remembers between its runs, in a file of the user's: workshops that were opened, the language.

What cannot be read counts as empty, and where it cannot be written nothing is remembered.
"""

import json
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import Any

from generator.errors import FileError
from generator.private_file import with_part

FILE = "studio.json"
MOST = 40  # workshops
_ONE_WRITER = RLock()  # of the threads of a run


class Remembered:
    def __init__(self, data: Path) -> None:
        self._file = data / FILE

    @property
    def workshops(self) -> tuple[Path, ...]:
        """The one opened last first; some may be gone."""
        listed = self._read().get("workshops")
        return tuple(Path(each) for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()

    @property
    def language(self) -> str:
        """Of the pages; empty where nobody has chosen one."""
        language = self._read().get("language")
        return language if isinstance(language, str) else ""

    def add(self, folder: Path) -> None:
        with _ONE_WRITER:
            others = [each for each in self.workshops if each != folder]
            self._write(workshops=[str(each) for each in (folder, *others)[:MOST]])

    def forget(self, folder: Path) -> None:
        with _ONE_WRITER:
            self._write(workshops=[str(each) for each in self.workshops if each != folder])

    def speak(self, language: str) -> None:
        self._write(language=language)

    def _read(self) -> dict[str, Any]:
        try:
            record = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def _write(self, **changed: Any) -> None:
        """Whole or not at all."""
        with _ONE_WRITER, suppress(FileError):
            words = json.dumps(self._read() | changed, ensure_ascii=False, indent=1) + "\n"
            with_part(self._file, lambda part: _fill(part, words), outlasts=False)


def _fill(part: Path, words: str) -> None:
    part.write_text(words, encoding="utf-8")

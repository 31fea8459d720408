"""A file of what was said, or of the way in: whole under its name or not there, and for nobody else on the computer."""

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

from generator.errors import FileError


def with_part(to: Path, write: Callable[[Path], None], *, outlasts: bool = True) -> None:
    """Lets `write` fill a file that nobody but us may read, and then gives it its name. What one that was killed left
    there goes: it has what was said. `outlasts` a loss of power as well, which takes its time. Raises FileError."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        part = next(part for number in count() if _is_made(part := to.with_name(f".{to.name}.{number}.part")))
    except OSError as error:
        raise FileError(f"{to}: cannot be written: {error.strerror}", reason="disk") from error
    try:
        write(part)
        if outlasts:
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        part.replace(to)
    except OSError as error:
        raise FileError(f"{to}: cannot be written: {error.strerror}", reason="disk") from error
    finally:
        with suppress(OSError):  # it goes the next time
            part.unlink(missing_ok=True)


def _is_made(part: Path) -> bool:
    """Anew, and empty; not where that of another user stays there."""
    with suppress(OSError):
        part.unlink()
    try:
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True

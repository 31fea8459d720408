"""One writer at a time in a folder: whoever comes while another is at work there says so, and touches nothing.

The system holds the lock, and lets go of it when its process ends, however it ends: a file that was left is no
obstacle. Where a file system knows no locks, or has no place for the file, nobody is kept out: what cannot be written
is said by what writes.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import FileError

NAME = ".prepdeck.lock"
TAKEN = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK}
TRIES = 10  # whoever ends takes the file away, perhaps between two steps of whoever comes
MOST_TRIES = 1000  # of whoever waits for its turn
BEYOND = 1 << 20  # Windows keeps others from reading what is locked: a byte after all that is said


@contextmanager
def locked(folder: Path, who: str, *, waits: bool = False) -> Iterator[None]:
    """For `who`, as others are told. Raises FileError where another writes there, unless it `waits` for its turn."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    path = folder / NAME
    file = _take(path, who, waits=waits)
    try:
        yield
    finally:
        if file is not None:
            _give_back(path, file)
        for place in missing:
            with suppress(OSError):  # it is not empty where something was written
                place.rmdir()


def _take(path: Path, who: str, *, waits: bool) -> int | None:
    """The file that is locked, open; None where there can be none."""
    for _ in range(MOST_TRIES if waits else TRIES):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        except FileNotFoundError:
            continue
        except OSError:
            return None
        if not _lock(file, waits=waits):
            words = os.read(file, 100).decode(errors="replace")
            os.close(file)
            raise FileError(_words(path.parent, words))
        if _is_at(path, file):
            os.truncate(file, 0)
            os.write(file, who.encode())
            return file
        os.close(file)
    return None


def _lock(file: int, *, waits: bool) -> bool:
    """Whether nobody else has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(file, BEYOND, os.SEEK_SET)
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK if waits else msvcrt.LK_NBLCK, 1)
            finally:
                os.lseek(file, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError as error:
        return error.errno not in TAKEN  # others say that there are no locks here
    return True


def _is_at(path: Path, file: int) -> bool:
    """Whether the file still has its name: a lock on one that was taken away keeps nobody out."""
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _give_back(path: Path, file: int) -> None:
    """The name goes first, so that nobody locks what is about to go; Windows takes no name from an open file."""
    try:
        path.unlink()
    except OSError:
        os.close(file)
        with suppress(OSError):  # another has opened it
            path.unlink()
    else:
        os.close(file)


def _words(folder: Path, holder: str) -> str:
    who = f" ({holder})" if holder else ""
    return f"{folder}: another prepdeck writes there just now{who}; let it finish, then run this again"

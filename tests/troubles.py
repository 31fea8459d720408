"""What gets into the way of a store, made at will and ended at will: a full disk, a lock, damage."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from rooms import RUNNER

SIZE = 4 * 1024 * 1024  # bytes of the disk that gets full
HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own, where one may be mounted; else a folder, and `full` limits the file of the store alone."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder]
    may_mount = sys.platform == "linux" and os.geteuid() == 0
    is_mounted = may_mount and subprocess.run(words, capture_output=True, check=False).returncode == 0
    try:
        yield folder
    finally:
        if is_mounted:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def full(store) -> Iterator[None]:
    """There is no room for anything more."""
    if not store.path.parent.is_mount():
        pages = _pragma(store, "max_page_count = 1")  # it never gets below what there is
        yield
        _pragma(store, f"max_page_count = {pages + 10_000}")
        return
    ballast = store.path.with_name("ballast")
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            yield
    ballast.unlink()


@contextmanager
def locked(store) -> Iterator[None]:
    """Another process writes into the file, and does not come to an end."""
    _pragma(store, "busy_timeout = 50")
    with held(store.path):
        yield


@contextmanager
def held(path: Path) -> Iterator[None]:
    words = [sys.executable, "-c", HOLD, path]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield
        assert process.stdin is not None
        process.stdin.close()


@contextmanager
def damaged(store, words: bytes) -> Iterator[None]:
    """The pages that hold these words are overwritten, as a dying disk does it."""
    with closing(sqlite3.connect(store.path)) as plain:
        assert plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    size = _pragma(store, "page_size")
    whole = store.path.read_bytes()
    starts = [at for at in range(0, len(whole), size) if words in whole[at : at + size]]
    _write(store.path, {at: b"\xff" * size for at in starts})
    yield
    _write(store.path, {at: whole[at : at + size] for at in starts})


def _write(path: Path, pages: Mapping[int, bytes]) -> None:
    with path.open("rb+") as file:
        for at, content in pages.items():
            file.seek(at)
            file.write(content)


def _pragma(store, words: str) -> int:
    return RUNNER.run(store._write(lambda connection: connection.execute(f"PRAGMA {words}").fetchone()[0]))

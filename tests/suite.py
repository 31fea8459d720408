"""What makes one run of all tests bearable: kits that many tests read are built once; the longest begin first."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.kit.workshop import bundled_workshop

ONLY_SOAKING = pytest.StashKey[set[str]]()  # of the run: see only_soaking
SLOW = {"chromium", "WebKitWebDriver", "gs"}
PATIENCE = 600.0  # seconds for another worker's build


class Built(NamedTuple):
    """A printed kit, for tests that read it and write nothing into it."""

    folder: Path
    report: dict[str, Any]


class Kits:
    """`kits("--for", "office")` is the bundled kit built with these options, once for all workers of a run."""

    def __init__(self, root: Path) -> None:
        """root: a folder of this run, the same for every worker."""
        self._root = root
        self._seen: dict[tuple[str, ...], tuple[Built, list[tuple[str, int, int]]]] = {}

    def __call__(self, *options: str, workshop: Path | None = None) -> Built:
        words = (str(workshop or bundled_workshop()), *options)
        if words not in self._seen:
            place = self._root / sha256("\0".join(words).encode()).hexdigest()[:16]
            with lock(place.with_suffix(".lock")):
                built = read(place) or build(place, words)
            self._seen[words] = built, listing(built.folder)
        return self._seen[words][0]

    def changed(self) -> list[tuple[str, ...]]:
        """The options of the kits that a test has written into since they were built."""
        return [words for words, (built, before) in self._seen.items() if listing(built.folder) != before]


def build(place: Path, words: tuple[str, ...]) -> Built:
    done = CliRunner().invoke(main, ["build", *words, "--json", "-o", str(place / "kit")])
    assert done.exit_code == 0, done.output
    (place / "report.json").write_text(done.stdout, encoding="utf-8")
    return Built(place / "kit", json.loads(done.stdout))


def read(place: Path) -> Built | None:
    """What a worker has built; its report is written last."""
    report = place / "report.json"
    return Built(place / "kit", json.loads(report.read_text(encoding="utf-8"))) if report.is_file() else None


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Held by one process at a time. SQLite locks files on every system, and lets go of them when a process dies."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def listing(folder: Path) -> list[tuple[str, int, int]]:
    stats = ((path, path.stat()) for path in sorted(folder.rglob("*")) if path.is_file())
    return [(path.name, stat.st_size, stat.st_mtime_ns) for path, stat in stats]


# --- matrices ----------------------------------------------------------------------------------------


def in_part(values: Iterable[Any], *always: Any) -> list[Any]:
    """For parametrize: all values in `make soak`, and in `make test` those that stand for them."""
    values = list(values)
    assert set(always) <= set(values), f"not among {values}"
    rows = [(value, value if isinstance(value, tuple) else (value,)) for value in values]
    return [pytest.param(*row, marks=() if value in always else pytest.mark.soak) for value, row in rows]


FEWER = 4  # so many times, in `make test`
IS_SOAK = bool(os.environ.get("SOAK"))


def examples(most: int) -> int:
    """How many examples a property is tried with: all of them in `make soak`."""
    return most if IS_SOAK else max(most // FEWER, 10)


# --- what runs, and when --------------------------------------------------------------------------


def waits(item: pytest.Item) -> bool:
    """Whether a test waits for a program that is slow to start: a browser, Ghostscript."""
    return any(SLOW & {*marker.args} for marker in item.iter_markers("needs"))


def only_soaking(items: Iterable[pytest.Item]) -> set[str]:
    """The tests of which no case is left in `make test`."""
    cases: dict[str, list[bool]] = {}
    for item in items:
        cases.setdefault(item.nodeid.partition("[")[0], []).append(item.get_closest_marker("soak") is not None)
    return {name for name, soaking in cases.items() if all(soaking)}

"""The run of all tests: a kit is built once for all workers, nobody writes into it; no test is left to `make soak`."""

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from suite import ONLY_SOAKING, Kits, only_soaking

SMALL = Path(__file__).parent / "small"


def test_a_kit_is_built_once_and_every_worker_has_it(tmp_path: Path) -> None:
    first = Kits(tmp_path)(workshop=SMALL)
    again, other = Kits(tmp_path), Kits(tmp_path)("--sides", "one-sided", workshop=SMALL)
    before = (first.folder / "deck.pdf").stat().st_mtime_ns
    assert again(workshop=SMALL) == first
    assert (first.folder / "deck.pdf").stat().st_mtime_ns == before
    assert other.folder != first.folder
    assert first.report["findings"] == []


def test_workers_that_want_a_kit_at_once_wait_for_one_build(tmp_path: Path) -> None:
    program = f"""
import sys, json
sys.path[:0] = {[str(SMALL.parent), str(SMALL.parent.parent)]!r}
from pathlib import Path
import suite
builds, real = [], suite.build
suite.build = lambda *asked: (builds.append(1), real(*asked))[1]
kit = suite.Kits(Path({str(tmp_path)!r}))(workshop=Path({str(SMALL)!r}))
print(json.dumps([len(builds), str(kit.folder)]))
"""
    workers = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    assert sorted(builds for builds, _ in told) == [0, 0, 1]
    assert len({folder for _, folder in told}) == 1


def test_a_build_that_was_broken_off_is_no_kit(tmp_path: Path) -> None:
    folder = Kits(tmp_path)(workshop=SMALL).folder
    (folder.parent / "report.json").unlink()
    (folder / "deck.pdf").unlink()
    assert (Kits(tmp_path)(workshop=SMALL).folder / "deck.pdf").is_file()


def test_a_test_that_writes_into_a_kit_is_caught(tmp_path: Path) -> None:
    kits = Kits(tmp_path)
    folder = kits(workshop=SMALL).folder
    assert kits.changed() == []
    (folder / "deck.pdf").write_bytes(b"")
    assert kits.changed() == [(str(SMALL),)]


def item(nodeid: str, soaks: bool) -> Any:
    return SimpleNamespace(nodeid=nodeid, get_closest_marker=lambda name: soaks or None)


def test_a_test_of_which_no_case_is_left_is_caught() -> None:
    cases = [item("a.py::both[x]", False), item("a.py::both[y]", True), item("a.py::gone[x]", True)]
    assert only_soaking(cases) == {"a.py::gone"}


def test_every_test_has_a_case_that_always_runs(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.stash[ONLY_SOAKING] == set()

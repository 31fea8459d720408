"""What the studio runs beside itself: one of each kind at a time, stopped when it is to be, gone with the studio."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_child_process import ENDLESS, LONG, ROOT, is_gone

from generator import child_process
from generator.studio.jobs import Busy, Jobs

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def jobs():
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def endless(monkeypatch):
    monkeypatch.setattr(child_process, "COMMAND", ENDLESS)


def test_a_build_says_how_far_it_is_and_what_it_has_printed(jobs, tmp_path):
    begun = jobs.start("build", ["build", str(SMALL), "-o", str(tmp_path / "printed"), "--only", "deck", "--json"])
    assert (begun.number, begun.is_running, begun.error) == (1, True, "")
    done = jobs.wait("build", LONG)
    assert (done.status, done.is_done, done.share, done.error) == (0, True, 100, "")
    (file,) = done.value["files"]
    assert Path(file["path"]).is_file()


def test_what_went_wrong_is_said(jobs, tmp_path):
    jobs.start("build", ["build", str(tmp_path / "nowhere"), "--json"])
    done = jobs.wait("build", LONG)
    assert not done.is_done
    assert "nowhere" in done.error


def test_one_of_a_kind_at_a_time(jobs, endless):
    jobs.start("serve", [])
    with pytest.raises(Busy):
        jobs.start("serve", [])
    assert jobs.running("build", "serve").kind == "serve"
    jobs.stop("serve")
    stopped = jobs.wait("serve", LONG)
    assert (stopped.is_running, stopped.is_stopped, stopped.is_done, stopped.error) == (False, True, True, "")
    assert jobs.running("serve") is None
    assert jobs.start("serve", []).number == 2


def test_nothing_is_left_where_it_ends(endless):
    jobs = Jobs()
    for kind in ("serve", "build"):
        jobs.start(kind, [])
    jobs.close()
    assert not jobs.running("serve", "build")


STUDIO = """
import sys, threading
sys.path.insert(0, {root!r})
from generator import child_process
child_process.COMMAND = {command!r}
from generator.studio.jobs import Jobs
jobs = Jobs()
for kind in ("serve", "build"):
    jobs.start(kind, [])
    print(jobs._jobs[kind].child._process.pid, flush=True)
threading.Event().wait()
"""


def test_a_studio_that_was_killed_leaves_no_children():
    text = STUDIO.format(root=str(ROOT), command=ENDLESS)
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True) as studio:
        children = [int(studio.stdout.readline()) for _ in range(2)]
        for pid in children:
            os.kill(pid, 0)  # they are there
        studio.send_signal(signal.SIGKILL)
    assert all(map(is_gone, children))


def test_a_short_command_is_waited_for(jobs):
    ended = jobs.ask(["list", "papers", "--json"])
    assert ended.status == 0
    assert "a4" in ended.value["papers"]

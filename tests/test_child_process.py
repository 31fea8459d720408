"""A command in a process of its own: its events, its object, and that it ends with whoever started it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from queue import SimpleQueue

import pytest
from click.testing import CliRunner

from generator import child_process
from generator.child_process import Child, event_of
from generator.cli import main

ROOT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small"
LONG = 30.0  # seconds: until a test gives up
# Says that it is there, and waits for somebody who never comes.
ENDLESS = """
import sys
sys.path.insert(0, {root!r})
from generator.cli import child, streams
def command():
    streams.show_event("up", niceness={niceness})
    import threading
    threading.Event().wait()
child.command = command
child.main(0)
"""
STUBBORN = ENDLESS.replace("def command():", "import signal\ndef command():\n    signal.signal(2, lambda *_: None)")


@pytest.fixture
def children(monkeypatch):
    """Starts endless children, which are gone after the test whatever became of it."""
    started: list[Child] = []

    def start(command: str = ENDLESS) -> tuple[Child, SimpleQueue]:
        monkeypatch.setattr(child_process, "COMMAND", command)
        heard: SimpleQueue = SimpleQueue()
        started.append(Child([], heard.put))
        assert heard.get(timeout=LONG)["event"] == "up"
        return started[-1], heard

    yield start
    for child in started:
        child.kill()
        child.wait()


def test_it_says_how_far_it_is_and_gives_its_object(tmp_path):
    heard: list[dict] = []
    child = Child(["build", str(SMALL), "-o", str(tmp_path / "printed"), "--only", "deck", "--json"], heard.append)
    ended = child.wait()
    assert ended.status == 0, ended.words
    steps = [event for event in heard if event["event"] == "progress"]
    assert steps
    assert steps[-1]["done"] == steps[-1]["total"] > 0
    assert ended.value["files"] == heard[-1]["value"]["files"] != []
    assert not any("progress" in line for line in ended.words.splitlines())


def test_what_goes_wrong_is_in_words_and_in_the_object(tmp_path):
    ended = Child(["build", str(tmp_path / "nowhere"), "--json"]).wait()
    assert ended.status == ended.value["status"] != 0
    assert "nowhere" in ended.words


def test_it_stops_when_it_is_told(children):
    child, _ = children()
    assert child.is_running
    child.stop()
    assert child.wait().status != 0
    child.enter()  # which nobody hears any more
    assert not child.is_running


def test_one_that_does_not_stop_is_ended(children, monkeypatch):
    child, _ = children(STUBBORN.replace("child.main", "child.GRACE = 0.1\nchild.main"))
    child.stop()
    assert child.wait().status == 1


def test_a_server_says_where_it_is_gives_new_links_and_is_put_away(print_once, tmp_path):
    heard: SimpleQueue = SimpleQueue()
    data = tmp_path / "entries.db"
    words = ["serve", str(print_once(workshop=SMALL).folder), "--data", str(data), "--port", "0", "--json"]
    child = Child([*words, "--poster", str(tmp_path / "join.pdf")], heard.put, stands_back=False)
    try:
        served = heard.get(timeout=LONG)["value"]
        child.enter()
        link = heard.get(timeout=LONG)
        assert link["event"] == "link"
        assert link["url"].partition("/f/")[0] == served["urls"][0]["url"]
        assert link["url"] != served["facilitator"]
        child.stop()
        assert child.wait().status == 0
    finally:
        child.kill()
    assert json.loads(run_sessions(data))["sessions"][0]["id"] == served["session"]["id"]


def run_sessions(data: Path) -> str:
    done = CliRunner().invoke(main, ["results", "sessions", "--data", str(data), "--json"])
    assert done.exit_code == 0, done.output
    return done.stdout


PARENT = """
import sys, threading
sys.path.insert(0, {root!r})
from generator import child_process
child_process.COMMAND = {command!r}
child = child_process.Child([], lambda event: print(child._process.pid, flush=True))
threading.Event().wait()
"""


def test_none_outlives_a_parent_that_was_killed():
    text = PARENT.format(root=str(ROOT), command=ENDLESS)
    with subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        os.kill(pid, 0)  # it is there
        parent.send_signal(signal.SIGKILL)
    assert is_gone(pid)


def is_gone(pid: int) -> bool:
    """Within a while; one that nobody has waited for yet is gone as well."""
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("line", ['{"event": broken', "words", '{"events": 1}', ""])
def test_words_are_no_events(line):
    assert event_of(line) is None


def test_an_event_is_one_line():
    assert event_of(json.dumps({"event": "note", "text": "a\nb"})) == {"event": "note", "text": "a\nb"}

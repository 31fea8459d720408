"""The doctor, visited by another computer in a network of its own: by the printed name, by number, not at all."""

import json
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from networks import LAPTOP, OPEN, PHONE, Computer, two_computers, why_not

from generator.capture.addresses import Address, printed_address
from generator.capture.doctor import Checkup, Finding, in_the_way, of_the_printed
from generator.capture.telling import lines_of_checkup
from generator.cli import main
from generator.errors import ExitCode

SMALL = Path(__file__).parent / "small"
PRINTED = "http://cards.local:8765"
HERE = (Address("192.168.1.20", "wlan0"),)

needs_two = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is all that is needed")


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from click.testing import CliRunner

    folder = tmp_path_factory.mktemp("kit") / "small"
    assert CliRunner().invoke(main, ["build", str(SMALL), "-o", str(folder)]).exit_code == ExitCode.DONE
    return folder


@pytest.fixture
def room() -> Iterator[tuple[Computer, Computer]]:
    with two_computers() as both:
        yield both


class Visited:
    """A doctor at work on the laptop; its invitations as they come, its report at the end."""

    def __init__(self, laptop: Computer, kit: Path, data: Path, *words: object) -> None:
        said = ("-m", "generator", "doctor", kit, "--data", data, "--json", "--timeout")
        self.process = laptop.start(*said, *(words or (20,)))
        self.urls: list[str] = []
        self._invited = threading.Condition()
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("http://"):
                with self._invited:
                    self.urls.append(line.split()[0])
                    self._invited.notify_all()

    def invitation(self, number: int) -> str:
        with self._invited:
            assert self._invited.wait_for(lambda: len(self.urls) >= number, timeout=30)
            return self.urls[number - 1]

    def report(self) -> tuple[int, dict]:
        assert self.process.stdout is not None
        with self.process:
            out = self.process.stdout.read()
            status = self.process.wait(timeout=30)
            self._ears.join(timeout=10)
        return status, json.loads(out)


def words_of(report: dict) -> str:
    return "\n".join(f"{each['words']} {each['hint']}" for each in report["findings"])


@needs_two
def test_a_phone_that_comes_by_the_printed_name_is_success(room, kit: Path, tmp_path: Path) -> None:
    laptop, phone = room
    doctor = Visited(laptop, kit, tmp_path / "entries.db")
    url = doctor.invitation(1)
    assert url.startswith(f"{PRINTED}/doctor-")
    assert phone.does(OPEN, url, phone.number).startswith("200 ")
    status, report = doctor.report()
    assert (status, report["works"], report["address"]) == (ExitCode.DONE, True, PRINTED)
    assert f"{PHONE} came by the printed address" in words_of(report)
    assert f"announced and leads to {LAPTOP}" in words_of(report)
    assert Path(report["poster"]).read_bytes().startswith(b"%PDF-")


@needs_two
def test_the_computer_itself_is_no_visitor(room, kit: Path, tmp_path: Path) -> None:
    laptop, _ = room
    doctor = Visited(laptop, kit, tmp_path / "entries.db", 3)
    assert laptop.does(OPEN, doctor.invitation(1), laptop.number).startswith("200 ")
    status, report = doctor.report()
    assert (status, report["works"], report["address"], report["poster"]) == (ExitCode.FILES, False, None, None)
    assert "No other device has come" in words_of(report)
    assert "client isolation" in words_of(report)
    assert f"http://{LAPTOP}:8765" in doctor.invitation(2)


@needs_two
def test_a_phone_that_knows_no_such_names_gets_a_poster_with_the_number(room, kit: Path, tmp_path: Path) -> None:
    laptop, phone = room
    doctor = Visited(laptop, kit, tmp_path / "entries.db", 3)
    url = doctor.invitation(2)
    assert phone.does(OPEN, url, phone.number).startswith("200 ")
    status, report = doctor.report()
    assert (status, report["works"], report["address"]) == (ExitCode.FILES, False, f"http://{LAPTOP}:8765")
    assert "passes no multicast" in words_of(report)
    printed = subprocess.run(["pdftotext", report["poster"], "-"], capture_output=True, text=True, check=True).stdout
    assert f"{LAPTOP}:8765/join" in printed


@needs_two
def test_a_name_that_another_computer_has_is_said_loudly(room, kit: Path, tmp_path: Path) -> None:
    laptop, phone = room
    other = phone.start("-m", "generator", "doctor", kit, "--data", tmp_path / "other.db", "--timeout", 60)
    assert other.stderr is not None
    while not other.stderr.readline().startswith("http://"):
        assert other.poll() is None
    try:
        status, report = Visited(laptop, kit, tmp_path / "entries.db", 1).report()
    finally:
        other.terminate()
        other.communicate(timeout=20)
    assert status == ExitCode.FILES
    assert f"ANOTHER COMPUTER ANSWERS TO CARDS.LOCAL: {PHONE}" in words_of(report)


@needs_two
def test_a_port_in_use_is_a_finding(room, kit: Path, tmp_path: Path) -> None:
    laptop, _ = room
    script = "import socket, time\ns = socket.create_server(('0.0.0.0', 8765))\nprint('on', flush=True)\ntime.sleep(60)"
    other = laptop.start("-c", script)
    assert other.stdout is not None
    other.stdout.readline()
    try:
        status, report = Visited(laptop, kit, tmp_path / "entries.db", 1).report()
    finally:
        other.kill()
        other.communicate(timeout=20)
    assert status == ExitCode.FILES
    assert "another program listens on port 8765" in words_of(report)


def of(url: str, port: int = 8765) -> list[Finding]:
    return of_the_printed(printed_address(url), port, HERE)


def test_a_good_printed_address_gives_nothing_to_say() -> None:
    assert of(PRINTED) == []
    assert of("http://192.168.1.20:8765") == []
    assert of("https://example.org/w") == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "printed without codes"),
        ("http://localhost:8765", "the phone itself"),
        ("http://127.0.0.1:8765", "the phone itself"),
        ("http://cards.local:9000", "ask at port 9000, and this server listens on 8765"),
        ("http://cards.local", "ask at port 80"),
        ("http://192.168.1.77:8765", "today are: 192.168.1.20"),
    ],
)
def test_what_is_wrong_with_a_printed_address_is_said_before_anybody_is_asked(url: str, words: str) -> None:
    (finding,) = of(url)
    assert not finding.is_well
    assert words in finding.words
    assert finding.hint


def test_the_likely_reason_depends_on_what_a_phone_came_by() -> None:
    printed = printed_address(PRINTED)
    (nobody,) = in_the_way(printed, 8765, "")
    (by_number,) = in_the_way(printed, 8765, "http://192.168.1.20:8765")
    (elsewhere,) = in_the_way(printed_address("https://example.org"), 8765, "http://192.168.1.20:8765")
    (unprinted,) = in_the_way(printed_address(""), 8765, "http://192.168.1.20:8765")
    assert "client isolation" in nobody.hint
    assert "multicast" in by_number.hint
    assert "but not by https://example.org" in elsewhere.words
    assert [each.is_well for each in (nobody, by_number, elsewhere, unprinted)] == [False, False, False, True]


def test_the_report_says_how_to_serve_where_a_number_alone_works() -> None:
    said = "\n".join(lines_of_checkup(Checkup((Finding(False, "no", "mend it"),), "http://192.168.1.20:8765"), "p.pdf"))
    assert "✗ no\n    mend it" in said
    assert "prepdeck serve --lan --address http://192.168.1.20:8765" in said
    assert "p.pdf" in said


def test_without_a_kit_there_is_nothing_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == ExitCode.FILES
    assert "prepdeck build" in result.stderr

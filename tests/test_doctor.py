"""The doctor, visited by another computer of its network: by the printed name, by number, not at all."""

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import printed
import pytest
from click.testing import CliRunner
from networks import Network

from generator.capture.network.addresses import Address, printed_address
from generator.capture.run.doctor import Checkup, Diagnosis, in_the_way, is_by, of_the_printed
from generator.capture.run.doctor_page import DoctorVisit
from generator.capture.run.terminal_lines import lines_of_checkup
from generator.capture.web.guard import host_name
from generator.cli import main
from generator.errors import ExitCode

SMALL = Path(__file__).parent / "small"
PRINTED = "http://cards.local:8765"
HERE = (Address("192.168.1.20", "wlan0"),)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kit") / "small"
    assert CliRunner().invoke(main, ["build", str(SMALL), "-o", str(folder)]).exit_code == ExitCode.DONE
    return folder


@pytest.fixture
def kit(built: Path, network: Network, tmp_path: Path) -> Path:
    return network.printed_kit(Path(shutil.copytree(built, tmp_path / "kit")))


class Doctor:
    """A doctor at work on a computer; its invitations as they come, its report at the end."""

    def __init__(self, computer: Any, kit: Path, *words: object) -> None:
        data = kit.parent / f"{computer.number}.db"
        said = ("doctor", kit, "--data", data, "--json")
        self.process = computer.prepdeck(*said, *words)
        self.urls: list[str] = []
        self._changed = threading.Condition()
        self._ears = threading.Thread(target=self._listen, daemon=True)
        self._ears.start()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if line.startswith("http://"):
                with self._changed:
                    self.urls.append(line.split()[0])
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()

    def invitation(self, number: int) -> str:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.urls) >= number, timeout=30)
            return self.urls[number - 1]

    def report(self) -> tuple[int, dict]:
        assert self.process.stdout is not None
        with self.process:
            out = self.process.stdout.read()
            status = self.process.wait(timeout=30)
            self._ears.join(timeout=10)
        return status, json.loads(out)

    def end(self) -> None:
        with self.process:
            self.process.kill()
            self.process.communicate(timeout=20)
            self._ears.join(timeout=10)


def words_of(report: dict) -> str:
    return "\n".join(f"{each['words']} {each['hint']}" for each in report["findings"])


def code_on(poster: str) -> str:
    """The address that a phone's camera reads from the rendered poster."""
    (page,) = printed.pages(Path(poster), 150)
    (link,) = printed.codes(page)
    return link


@pytest.mark.every_network
def test_a_phone_that_comes_by_the_printed_name_is_success(network: Network, kit: Path) -> None:
    doctor = Doctor(network.laptop, kit)
    url = doctor.invitation(1)
    assert url.startswith(f"{network.printed}/doctor-")
    assert network.phone.opens(f"{network.printed}/doctor-22222222").startswith("404 ")
    assert network.phone.opens(url).startswith("200 ")
    status, report = doctor.report()
    assert (status, report["works"], report["address"]) == (ExitCode.DONE, True, network.printed)
    assert f"{network.phone.number} came by the printed address" in words_of(report)
    assert code_on(report["poster"]).startswith(f"{network.printed}/j/")


def test_nobody_else_comes_where_guests_are_kept_apart_and_that_is_named(network: Network, kit: Path) -> None:
    network.keep_apart()
    doctor = Doctor(network.laptop, kit, "--timeout", 2)
    url = doctor.invitation(1)
    number = url.replace(network.printed, network.by_number)
    assert network.laptop.opens(url).startswith("200 ")  # the computer itself is no visitor
    assert network.phone.fails_to_open(url, number)
    assert doctor.invitation(2) == number
    status, report = doctor.report()
    assert (status, report["works"], report["address"], report["poster"]) == (ExitCode.FILES, False, None, None)
    assert f"{network.name} is announced and leads to {network.laptop.number}" in words_of(report)
    assert "No other device has come" in words_of(report)
    assert "client isolation" in words_of(report)
    assert "hotspot" in words_of(report)


def test_without_multicast_the_poster_has_the_number_and_its_code_opens(network: Network, kit: Path) -> None:
    network.pass_no_multicast()
    doctor = Doctor(network.laptop, kit, "--timeout", 4)
    assert network.phone.fails_to_open(doctor.invitation(1))
    assert doctor.invitation(2).startswith(f"{network.by_number}/doctor-")
    assert network.phone.opens(doctor.invitation(2)).startswith("200 ")
    status, report = doctor.report()
    assert (status, report["works"], report["address"]) == (ExitCode.FILES, False, network.by_number)
    assert "passes no multicast" in words_of(report)
    link = code_on(report["poster"])
    assert link.startswith(f"{network.by_number}/j/")
    words = ("serve", kit, "--data", kit.parent / f"{network.laptop.number}.db", "--lan", "--no-open", "--json")
    with network.laptop.prepdeck(*words, "--address", network.by_number) as server:
        assert server.stdout is not None
        try:
            said = json.loads(server.stdout.readline())
            assert code_on(said["poster"]) == link
            page = network.phone.opens(link)
            assert page.startswith("200 ")
            assert "A small kit" in page
            assert "device=" in network.phone.opens(link, "_consent=1")
        finally:
            server.kill()
            server.communicate(timeout=20)


def test_a_name_that_another_computer_has_is_said_loudly(network: Network, kit: Path) -> None:
    other = Doctor(network.phone, kit, "--timeout", 60)
    other.invitation(1)
    try:
        status, report = Doctor(network.laptop, kit, "--timeout", 1).report()
    finally:
        other.end()
    assert status == ExitCode.FILES
    assert f"ANOTHER COMPUTER ANSWERS TO {network.name.upper()}: {network.phone.number}" in words_of(report)


def test_a_port_in_use_is_a_finding(network: Network, kit: Path) -> None:
    script = (
        f"import socket, time\ns = socket.create_server(('{network.laptop.number}', {network.port}))\n"
        "print('on', flush=True)\ntime.sleep(60)"
    )
    with network.laptop.start("-c", script) as other:
        assert other.stdout is not None
        try:
            assert other.stdout.readline() == "on\n"
            status, report = Doctor(network.laptop, kit, "--timeout", 1).report()
        finally:
            other.kill()
            other.communicate(timeout=20)
    assert status == ExitCode.FILES
    assert f"another program listens on port {network.port}" in words_of(report)


def of(url: str, port: int = 8765) -> list[Diagnosis]:
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


@pytest.mark.parametrize(
    ("url", "authority", "is_it"),
    [
        (PRINTED, "cards.local:8765", True),
        (PRINTED, "Cards.local.:8765", True),
        (PRINTED, "cards.local:9000", False),
        (PRINTED, "cards.local", False),
        (PRINTED, "192.168.1.20:8765", False),
        (PRINTED, "", False),
        ("http://cards.local", "cards.local", True),
        ("http://cards.local", "cards.local:80", True),
        ("https://example.org/w", "example.org", True),
        ("https://example.org/w", "example.org:8765", False),
    ],
)
def test_only_the_name_and_the_port_that_are_printed_count(url: str, authority: str, is_it: bool) -> None:
    visit = DoctorVisit("192.168.1.7", host_name(authority), authority.lower())
    assert is_by(printed_address(url), visit) is is_it


def test_a_proxy_need_not_tell_the_port_of_its_door() -> None:
    visit = DoctorVisit("192.168.1.7", "example.org", "example.org:8765")
    assert is_by(printed_address("https://example.org"), visit, any_port=True)
    assert not is_by(printed_address("https://example.com"), visit, any_port=True)


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
    found = Checkup((Diagnosis(False, "no", "mend it"),), "http://192.168.1.20:8765")
    said = "\n".join(lines_of_checkup(found, "p.pdf", " my-kit"))
    assert "✗ no\n    mend it" in said
    assert "prepdeck serve my-kit --lan --address http://192.168.1.20:8765" in said
    assert "p.pdf" in said


def test_without_a_kit_there_is_nothing_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == ExitCode.FILES
    assert "prepdeck build" in result.stderr

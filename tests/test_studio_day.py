"""The day, in the studio: check, rehearsal and server run beside it, and are gone with it."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from studios import client_of, studio_on
from test_child_process import ENDLESS, LONG
from test_join import codes_of
from test_studio_print import press

from generator import child_process
from generator.cli import main
from generator.studio.state import Studio

HERE = ("--host", "127.0.0.1", "--port", "0")


@pytest.fixture
def day(starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """A studio whose workshop lies printed."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    CliRunner().invoke(main, ["build", str(starter), "--json"])
    studio = studio_on(starter, tmp_path, serving=HERE)
    yield studio
    studio.end()


@pytest.fixture
def hand(day: Studio) -> Iterator[TestClient]:
    with client_of(day) as client:
        yield client


def test_nothing_can_be_served_that_is_not_printed(mouse: TestClient) -> None:
    page = mouse.get("/day").text
    assert 'href="/print"' in page
    assert "/day/start" not in page


def test_a_rehearsal_from_its_poster_to_the_desk_and_nothing_is_left(day: Studio, hand: TestClient) -> None:
    assert press(hand, day, "/day/start", kind="rehearse", people="2", minutes="0") == 303
    job = day.jobs._jobs["rehearse"]
    full = job.wait_for(lambda view: "filled" in view.events or not view.is_running, LONG)
    assert full.error == ""
    page = hand.get("/day").text
    assert "REHEARSAL" in page
    assert "invented people" in page
    assert full.value["session"]["code"] in page
    assert hand.get("/day/poster.pdf").content.startswith(b"%PDF-")
    assert hand.get("/day/join.svg").text.startswith("<svg")
    links = {hand.get("/day/desk").headers["location"] for _ in range(2)}
    assert len(links) == 2
    assert all(asked(link)[0] == 200 for link in links)
    assert asked(full.value["board"])[0] == 200
    assert press(hand, day, "/day/start", kind="serve") == 409
    assert press(hand, day, "/day/stop", kind="rehearse") == 303
    assert "/day/start" in hand.get("/day").text
    assert hand.get("/day/desk").status_code == 409
    assert not Path(full.value["data"]).exists()


def asked(address: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=LONG)) as connection:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_a_session_of_a_title_is_opened_and_stays_when_the_server_stops(day: Studio, hand: TestClient) -> None:
    assert press(hand, day, "/day/start", kind="serve", title="Tuesday <b>", closes="yes") == 303
    job = day.jobs._jobs["serve"]
    up = job.wait_for(lambda view: view.value is not None or not view.is_running, LONG)
    assert up.error == ""
    assert "Tuesday &lt;b&gt;" in hand.get("/day").text
    assert hand.get("/day/poster.pdf").status_code == 404  # this computer alone can open it
    assert press(hand, day, "/day/stop", kind="serve") == 303
    (session,) = day.jobs.ask(["results", "sessions", str(day.folder), "--json"]).value["sessions"]
    assert (session["title"], session["is_open"]) == ("Tuesday <b>", True)


def test_the_poster_for_the_door_has_the_wifi_of_the_room(starter: Path, tmp_path: Path, day: Studio) -> None:
    poster = tmp_path / "door.pdf"
    studio = studio_on(starter, tmp_path, serving=(*HERE, "--poster", str(poster)))
    with client_of(studio) as hand:
        assert (
            press(hand, studio, "/day/start", kind="serve", title="T", wifi=" Room 5 ", password=" secret; 12 ") == 303
        )
        job = studio.jobs._jobs["serve"]
        up = job.wait_for(lambda view: view.value is not None or not view.is_running, LONG)
        assert up.error == ""
        assert hand.get("/day/poster.pdf").content == poster.read_bytes()
        assert "secret" not in hand.get("/day").text
        assert "secret" not in repr(up), "it would stand in the list of processes, or on a page"
    studio.end()
    assert r"WIFI:T:WPA;S:Room 5;P: secret\; 12 ;;" in codes_of(poster)


@pytest.mark.parametrize(("wifi", "password"), [("", "12345678"), ("Room 5", "short"), ("x" * 33, ""), ("R", "x" * 65)])
def test_a_wifi_that_no_phone_could_join_is_refused(
    wifi: str, password: str, studio: Studio, mouse: TestClient
) -> None:
    answer = mouse.post(
        "/day/start", data={"workshop": studio.key, "kind": "serve", "wifi": wifi, "password": password}
    )
    assert answer.status_code == 422
    assert "8 to 63 characters or none" in answer.text
    assert studio.jobs.view("serve") is None


def test_what_keeps_a_server_from_starting_is_said(starter: Path, tmp_path: Path, day: Studio) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        other = studio_on(starter, tmp_path, serving=("--host", "127.0.0.1", "--port", str(taken.getsockname()[1])))
        with client_of(other) as hand:
            assert press(hand, other, "/day/start", kind="serve") == 303
            other.jobs.wait("serve", LONG)
            page = hand.get("/day").text
            other.speak("de")
            german = hand.get("/day").text
        other.end()
    assert "The server did not start" in page
    assert "another program listens on port" in page
    assert "Ein anderes Programm hört schon auf Port" in german


def test_the_check_shows_what_a_phone_is_to_open(day: Studio, hand: TestClient) -> None:
    assert hand.get("/day/check.svg").status_code == 404
    assert press(hand, day, "/day/start", kind="doctor") == 303
    invited = day.jobs._jobs["doctor"].wait_for(lambda view: "invitation" in view.events or not view.is_running, LONG)
    assert invited.is_running, invited.lines
    assert invited.events["invitation"]["url"] in hand.get("/day").text
    assert hand.get("/day/check.svg").text.startswith("<svg")
    assert press(hand, day, "/day/stop", kind="doctor") == 303
    assert "/day/start" in hand.get("/day").text


@pytest.mark.parametrize("people", ["0", "201", "x", ""])
def test_numbers_of_the_form_are_checked(day: Studio, hand: TestClient, people: str) -> None:
    assert press(hand, day, "/day/start", kind="rehearse", people=people, minutes="0") == 422
    assert press(hand, day, "/day/start", kind="build") == 400


def test_what_runs_ends_with_the_studio(day: Studio, hand: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "COMMAND", ENDLESS)
    assert press(hand, day, "/day/start", kind="serve") == 303
    assert "Starting" in hand.get("/day").text
    day.end()
    assert not day.jobs.running("serve")

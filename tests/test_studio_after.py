"""After the day, in the studio: files of sessions and of a rehearsal, blank cards in the next edition."""

import shutil
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from accessible import wrong
from hands import LOOKS, Hand
from starlette.testclient import TestClient
from studios import NOW, client_of, served, studio_on
from test_child_process import LONG
from test_results_deck import FILES, Author
from test_studio_print import press

from generator.child_process import Ended
from generator.kit.workshop import bundled_workshop
from generator.studio.history import journal_of
from generator.studio.state import Studio

HERE = ("--host", "127.0.0.1", "--port", "0")


@pytest.fixture
def held(room, people, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """A studio with a workshop with which a session was held; one accepted card was written in it, and one that nobody
    has looked at.
    """
    author = Author(room, people)
    author.writes("Night owls", "They come after ten.")
    author.writes("Nobody looked at it", verdict="")
    room.store.close()
    data = tmp_path / "data" / "prepdeck"
    data.mkdir(parents=True)
    shutil.copyfile(room.store.path, data / "prepersonalization.db")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shop = tmp_path / "shop"
    for name, text in FILES.items():
        (shop / name).parent.mkdir(parents=True, exist_ok=True)
        (shop / name).write_text(text, "utf-8")
    studio = studio_on(shop, tmp_path, serving=HERE)
    yield studio
    studio.end()


@pytest.fixture
def hand(held: Studio) -> Iterator[TestClient]:
    with client_of(held) as client:
        yield client


def written(hand: TestClient, studio: Studio, session: str, file: str, **more: str) -> str:
    """The page once the file was written, or was not."""
    assert press(hand, studio, "/after/write", session=session, file=file, **more) == 303
    studio.jobs.wait("results", LONG)
    return hand.get(f"/after?session={session}").text


def test_a_workshop_that_was_never_held_says_so(
    mouse: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "nothing"))
    page = mouse.get("/after").text
    assert "No session was held" in page
    assert "/after/write" not in page


def test_a_folder_that_is_gone_is_called_so(mouse: TestClient, studio: Studio) -> None:
    shutil.rmtree(studio.folder)
    answer = mouse.get("/after")
    assert answer.status_code == 404
    assert f"The folder of this workshop, {studio.folder}, is not there any more" in answer.text
    assert "manifest" not in answer.text
    assert "cannot be written" not in answer.text, "it is not only that"
    assert 'href="/workshops"' in answer.text


def test_a_session_is_of_the_day_that_it_was_in_the_room(
    starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    west = NOW.astimezone(timezone(timedelta(hours=-8)))
    studio = studio_on(starter, tmp_path, clock=lambda: west)
    session = {"id": "s", "title": "Late", "opened_at": "2026-11-28T02:30:00Z", "is_open": False, "entries": 1}
    monkeypatch.setattr(studio.jobs, "ask", lambda words: Ended(0, "", {"sessions": [session]}))
    page = client_of(studio).get("/after").text
    assert "2026-11-27" in page
    assert "2026-11-28" not in page
    studio.end()


def test_files_of_a_session_are_written_opened_and_taken_along(hand: TestClient, held: Studio, session) -> None:
    page = hand.get("/after").text
    assert "Tuesday" in page
    assert "2 entries" in page
    page = written(hand, held, session.id, "entries-csv")
    href = f"/after/file/{session.id}/entries.csv"
    assert f'href="{href}?save"' in page
    answer = hand.get(href)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "Night owls" in answer.text
    written(hand, held, session.id, "record")
    record = hand.get(f"/after/file/{session.id}/record.html")
    assert record.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none'")
    lies = held.folder / "output/results" / session.id
    assert sorted(path.name for path in lies.iterdir()) == ["entries.csv", "record.html"]
    (lies / "notes.txt").write_text("mine")
    for name in ("notes.txt", "../../../kit.yaml", "..%2F..%2F..%2Fkit.yaml", "entries.xlsx"):
        assert hand.get(f"/after/file/{session.id}/{name}").status_code == 404
    assert hand.get("/after/file/../entries.csv").status_code == 404


def test_what_nobody_has_said_anything_for_is_no_fault(hand: TestClient, held: Studio, session) -> None:
    page = written(hand, held, session.id, "cookbook-pdf")
    assert "Nobody has said anything for this file yet" in page
    assert 'class="notice error' not in page
    for wanted in ({"session": "gone", "file": "record"}, {"session": session.id, "file": "gone"}):
        assert press(hand, held, "/after/write", **wanted) == 404


def test_blank_cards_become_cards_of_the_next_edition_and_nothing_else_changes(
    hand: TestClient, held: Studio, session
) -> None:
    kit = held.folder / "kit.yaml"
    answer = hand.post("/after/edition", data={"workshop": held.key, "session": session.id})
    assert answer.status_code == 303
    page = hand.get(answer.headers["location"].partition("#")[0]).text
    assert "One card is in the deck. The kit is edition 2 now." in page
    assert kit.read_text("utf-8") == FILES["kit.yaml"].replace('edition: "1"', 'edition: "2"')
    cards = (held.folder / "cards/room-tuesday.yaml").read_text("utf-8")
    assert ("Night owls" in cards, "Nobody looked" in cards) == (True, False)
    assert (held.folder / "deck.yaml").read_text("utf-8") == FILES["deck.yaml"]
    again = hand.post("/after/edition", data={"workshop": held.key, "session": session.id})
    assert "There is no new card." in hand.get(again.headers["location"].partition("#")[0]).text
    assert 'edition: "2"' in kit.read_text("utf-8")
    assert journal_of(held).labels == ["Blank cards into the next edition"]
    every = hand.post("/after/edition", data={"workshop": held.key, "session": session.id, "every": "yes"})
    assert "edition=3" in every.headers["location"]
    assert "Nobody looked" in (held.folder / "cards/room-tuesday.yaml").read_text("utf-8")
    for _ in range(2):
        assert press(hand, held, "/undo", back="/after") == 303
    assert kit.read_text("utf-8") == FILES["kit.yaml"]
    assert not (held.folder / "cards/room-tuesday.yaml").exists()


def test_the_bundled_workshop_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    studio = studio_on(bundled_workshop(), tmp_path)
    with client_of(studio) as hand:
        assert press(hand, studio, "/after/edition", session="x") == 409
    studio.end()


@pytest.mark.needs("chromium")
def test_blanks_of_a_session_into_the_next_edition_by_mouse(chromium, held: Studio) -> None:
    with served(held) as address:
        hand = Hand(chromium, address)
        hand.click("link", "After the day")
        hand.page.get_by_role("heading", name="Blank cards into the next edition").wait_for()
        assert wrong(hand.page, LOOKS) == []
        hand.click("button", "Take the cards into the deck")
        hand.click("link", "Print these cards")
        hand.click("button", "Print these cards")
        hand.page.get_by_role("heading", name="Done").wait_for()
        assert hand.opens("link", "Open deck-selected.pdf").startswith(b"%PDF-")
        assert hand.clicks == 5
        hand.context.close()


@pytest.mark.needs("chromium")
def test_a_rehearsal_from_its_door_poster_to_its_cookbook_by_mouse(
    chromium, print_once, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shop = tmp_path / "shop"
    shutil.copytree(bundled_workshop(), shop)
    (shop / "output").symlink_to(print_once().folder)
    studio = studio_on(shop, tmp_path, serving=HERE)
    with served(studio) as address:
        hand = Hand(chromium, address)
        hand.click("link", "The day", exact=True)
        hand.page.get_by_label("Invented people").fill("3")
        hand.click("button", "Start the rehearsal")
        hand.page.get_by_role("link", name="Results of the rehearsal").wait_for()
        assert wrong(hand.page, LOOKS) == []
        assert hand.opens("link", "Poster for the door").startswith(b"%PDF-")
        hand.click("link", "Results of the rehearsal")
        hand.click("button", "By votes (PDF)")
        assert hand.opens("link", "Open cookbook.pdf").startswith(b"%PDF-")
        assert wrong(hand.page, LOOKS) == []
        assert hand.clicks == 6
        hand.context.close()
    assert not list((shop / "output").glob("results*"))
    assert not studio.jobs.running("rehearse")

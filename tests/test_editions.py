"""A session that is over reads in its own words, whatever was printed since; one that is open in those of today."""

import csv
import json

import pytest
from rooms import RUNNER, Phone, manifest, thing

from generator.capture import results
from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.capture.web.tokens import entry_id

GUEST = thing("card", "guest")
THEN = json.loads(manifest())
NOW = json.loads(manifest())
FORM = NOW["forms"]["card-log"]["fields"]
FORM["opinion"] |= {
    "label": "How do we feel about it?",
    "options": ["we love it", *FORM["opinion"]["options"][1:]],
    "option_ids": ["admire", *FORM["opinion"]["options"][1:]],
    "was": {FORM["opinion"]["options"][0]: "admire"},
}
del FORM["note"]
WAS = THEN["forms"]["card-log"]["fields"]["opinion"]


def serve(room, kit):
    """The kit as it is printed now."""
    data = json.dumps(kit).encode()
    RUNNER.run(room.store.keep_manifest(kit["kit"]["id"], data))
    earlier = [PrintedKit.of(each) for each in room.store.manifests(kit["kit"]["id"])[1:]]
    now = PrintedKit.of(data).after(earlier)
    room.kits = lambda: now


def log(phone, **fields):
    answer = phone.post(f"/{GUEST.code}", {"_id": (id := entry_id()), "_form": "card-log", "_consent": "1", **fields})
    assert answer.status_code == 303, answer.text
    return id


@pytest.fixture
def old(room):
    """A session that was held with the first edition, and closed; its phone and its entry."""
    serve(room, THEN)
    session = RUNNER.run(room.store.open_session(THEN["kit"]["id"], "Spring"))
    phone = Phone(create_app(room))
    id = log(phone, opinion=WAS["options"][0], note="As it was said")
    RUNNER.run(room.store.close_session(session.id))
    serve(room, NOW)
    return session, phone, id


def desk_of(room):
    desk = Phone(create_app(room))
    assert desk.post(f"/f/{RUNNER.run(room.store.one_time_link())}").status_code == 303
    return desk


def test_a_session_that_is_over_keeps_its_words_on_phone_desk_and_board(room, old):
    session, phone, _ = old
    board = Phone(create_app(room)).get(f"/board/{session.board_token}").text
    pages = [phone.get("/mine").text, desk_of(room).get(f"/desk/{session.id}").text]
    for page in pages:
        assert WAS["label"] in page
        assert WAS["options"][0] in page
        assert THEN["forms"]["card-log"]["fields"]["note"]["label"] in page
        assert "we love it" not in page
    assert WAS["options"][0] in board


def test_one_that_is_open_again_speaks_as_today(room, old):
    session, phone, _ = old
    RUNNER.run(room.store.reopen_session(session.id))
    page = phone.get("/mine").text
    assert "How do we feel about it?" in page
    assert "we love it" in page
    assert "As it was said" in page  # nothing that was kept is left out


def test_its_own_file_says_what_it_said_and_a_file_of_all_says_it_as_today(room, old, tmp_path):
    session, _, id = old

    def row(which):
        results.export(room.store, which, tmp_path / "all.csv", "csv")
        with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
            return next(row for row in csv.DictReader(file) if row["id"] == id)

    assert row(session.id)["card-log.opinion"] == WAS["options"][0]
    assert row(None)["card-log.opinion"] == "we love it"
    assert row(None)["card-log.opinion id"] == "admire"
    assert row(session.id)["card-log.note"] == row(None)["card-log.note"] == "As it was said"


def test_an_edition_that_cannot_be_read_any_more_leaves_the_words_of_today(room, old, monkeypatch):
    session, _, _ = old
    monkeypatch.setattr(type(room.store), "edition", lambda store, digest: b"{}")
    assert room.kit_of(room.store.session(session.id)) is room.kits()


def test_an_edition_is_read_once(room, old):
    session = room.store.session(old[0].id)
    assert room.kit_of(session) is room.kit_of(session) is not room.kits()

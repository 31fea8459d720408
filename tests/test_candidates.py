"""What the desk says of cards that people wrote is kept beside the entries, and goes with them."""

import os
import sqlite3
from contextlib import closing

import pytest
from rooms import RUNNER, Clock, kit

from generator.capture.model import Candidate
from generator.capture.results import export
from generator.capture.store import Store, StoreReader, schema

BLANK = next(each for each in kit().things if each.kind == "blank")


@pytest.fixture
def written(people):
    return people.says(None, "", {"title": "Night owls"}, "blank", BLANK)


def consider(room, *said):
    RUNNER.run(room.store.consider(*said))


def test_what_is_said_comes_back_and_takes_the_place_of_what_was_said_before(room, session, written):
    said = Candidate(written, "accepted", {"title": "Owls"}, "thick", "Time", "Ada")
    consider(room, Candidate(written, label="first"), said)
    (found,) = room.store.candidates(session.id).values()
    assert found._replace(at="") == said
    assert found.at == "2026-11-22T09:30:00Z"
    assert room.store.candidates("another") == {}


def test_it_goes_with_its_entry_and_nothing_is_said_of_an_erased_one(room, session, written):
    consider(room, Candidate(written, credit="Zanzibar Smith"))
    RUNNER.run(room.store.set_state(written, "erased"))
    consider(room, Candidate(written, credit="Zanzibar Smith"))
    assert room.store.candidates(session.id) == {}
    room.store.close()
    assert b"Zanzibar" not in b"".join(path.read_bytes() for path in room.store.path.parent.iterdir())


def test_an_anonymous_session_names_no_writer(room, session, written):
    consider(room, Candidate(written, "accepted", credit="Ada"))
    RUNNER.run(room.store.anonymise(session.id))
    (found,) = room.store.candidates(session.id).values()
    assert (found.verdict, found.credit, found.at) == ("accepted", "", "2026-11-22T00:00:00Z")


def test_the_database_to_hand_on_has_none_and_that_of_a_session_its_own(room, session, people, written, tmp_path):
    other = RUNNER.run(room.store.open_session(kit().id, "Another"))
    elsewhere = people.says(None, "", {"title": "Early birds"}, "blank", BLANK, session=other.id)
    consider(room, Candidate(written, credit="Ada"), Candidate(elsewhere, credit="Grace"))

    def kept(**how):
        export(room.store, session.id, tmp_path / "room.sqlite", "sqlite", **how)
        with closing(sqlite3.connect(tmp_path / "room.sqlite")) as copy:
            return [row[0] for row in copy.execute("SELECT entry FROM candidate")]

    assert kept() == [written]
    assert kept(share=True) == []


def test_a_store_of_the_second_version_opens_and_is_read(tmp_path, monkeypatch):
    path, clock = tmp_path / "room.db", Clock()
    with monkeypatch.context() as before:
        before.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:2])
        store = Store.open(path, clock, os.urandom)
        session = RUNNER.run(store.open_session("demo", "A morning"))
        store.close()
    for opened in (StoreReader.open_to_read(path, clock), Store.open(path, clock, os.urandom)):
        assert [each.id for each in opened.sessions()] == [session.id]
        assert opened.candidates(session.id) == {}
        opened.close()
    assert (tmp_path / "room.v2.db").exists()

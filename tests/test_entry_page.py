"""`/e/…`: what somebody said, by the short address that papers and files have of it; for those who were there alone."""

import uuid

import pytest
from openpyxl import load_workbook
from rooms import RUNNER, Phone, kit, press, thing

from generator.capture.app import create_app
from generator.capture.results import backlog, export, record
from generator.capture.web.times import in_utc
from generator.codes import entry_address, entry_code, is_entry_code

GUEST = thing("card", "guest")
SHEET = next(each for each in kit().things if (each.kind, each.id) == ("worksheet", "recipe"))
RECIPE = {"name": "Come <b>back</b>", "who": "Guests", "table": "Table 7", "cards": [GUEST.code]}


@pytest.fixture
def recipe(people) -> str:
    return people.says(None, "", RECIPE, "recipe", SHEET)


@pytest.fixture
def guest(room, session) -> Phone:
    """A phone that has joined, and said nothing."""
    phone = Phone(create_app(room))
    phone.post(f"/j/{session.join_token}", {"_consent": "1", "next": ""})
    return phone


def at(entry: str) -> str:
    return f"/e/{entry_code(entry)}"


def test_an_address_comes_from_the_id_alone_and_fits_a_small_code():
    known = str(uuid.UUID(int=7))
    assert entry_code(known) == "VPNS93Q9PR"
    assert is_entry_code(entry_code(known))
    address = entry_address(f"{kit().url}/", known)
    assert address == f"{kit().url}/e/VPNS93Q9PR"
    assert len(address) <= 42  # version 3 at level M
    assert entry_address("", known) == ""


def test_a_phone_that_joined_reads_it_and_nothing_that_people_said_of_themselves(guest, recipe):
    page = guest.get(at(recipe))
    assert page.status_code == 200
    for words in ("Come &lt;b&gt;back&lt;/b&gt;", "Guests", GUEST.title):
        assert words in page.text
    assert "Table 7" not in page.text
    assert guest.get(at(recipe).lower()).status_code == 200  # however it was typed
    assert guest.get("/", params={"code": at(recipe)}).headers["location"] == at(recipe)


def test_who_has_not_joined_is_asked_to_whether_there_is_such_an_entry_or_not(room, session, recipe):
    stranger = Phone(create_app(room))
    for path in (at(recipe), at(str(uuid.uuid4()))):
        answer = stranger.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/join?next={path[1:]}")
    on = stranger.post(f"/j/{session.join_token}", {"_consent": "1", "next": at(recipe)[1:]})
    assert on.headers["location"] == at(recipe)
    assert stranger.get(at(recipe)).status_code == 200


def test_what_is_not_there_any_more_has_a_plain_page(room, session, people, guest, recipe):
    unknown = guest.get(at(str(uuid.uuid4())))
    assert unknown.status_code == 404
    assert "There is nothing at this address" in unknown.text
    assert guest.get("/e/no-code").status_code == 404
    RUNNER.run(room.store.set_state(recipe, "hidden"))
    hidden = guest.get(at(recipe))
    assert hidden.status_code == 404
    assert "Guests" not in hidden.text
    (device,) = people.joins("design")
    own = people.says(device, "design", {"note": "mine"})
    assert guest.get(at(own)).status_code == 200
    RUNNER.run(room.store.erase(device))
    assert guest.get(at(own)).status_code == 404


def test_of_twins_it_opens_the_one_that_stays_and_of_a_vote_nothing(room, people, guest, recipe):
    twin = people.says(None, "", {**RECIPE, "who": "Everybody"}, "recipe", SHEET)
    RUNNER.run(room.store.merge([twin], recipe))
    assert "Guests" in guest.get(at(twin)).text
    (device,) = people.joins("data")
    matrix = thing("poster", "priority-matrix")
    vote = people.says(device, "data", {"votes": {recipe: 1}}, "scenario-votes", matrix)
    assert guest.get(at(vote)).status_code == 404


def test_another_session_of_the_same_kit_is_not_opened(room, session, recipe):
    other = RUNNER.run(room.store.open_session(session.kit, "Another"))
    phone = Phone(create_app(room))
    phone.post(f"/j/{other.join_token}", {"_consent": "1", "next": ""})
    assert phone.get(at(recipe)).status_code == 404


def test_what_waits_to_be_released_is_seen_once_it_is(room, session, people, guest, recipe):
    RUNNER.run(room.store.set_session(session.id, premoderate=True))
    assert guest.get(at(recipe)).status_code == 404
    RUNNER.run(room.store.set_state(recipe, "shown"))
    assert guest.get(at(recipe)).status_code == 200


def test_the_desk_is_led_to_where_it_edits_and_a_phone_to_what_it_said(room, session, recipe, people):
    desk = Phone(create_app(room))
    press(desk, f"/f/{RUNNER.run(room.store.one_time_link())}")
    assert desk.get(at(recipe)).headers["location"] == f"/desk/{session.id}/entries/{recipe}"
    assert desk.get(f"/desk/{session.id}/entries/{recipe}").status_code == 200
    assert desk.get(at(str(uuid.uuid4()))).status_code == 404
    phone = Phone(create_app(room))
    id = str(uuid.uuid4())
    sent = {"_id": id, "_form": "card-log", "_consent": "1", "note": "First"}
    phone.post(f"/{GUEST.code}", sent)
    assert phone.get(at(id)).headers["location"] == f"/kept/{id}"


def test_old_entries_have_theirs_and_later_ones_are_learned(room, people, guest, recipe):
    assert guest.get(at(recipe)).status_code == 200
    assert guest.get(at(people.says(None, "", {"note": "later"}))).status_code == 200


def test_files_name_it(room, session, recipe, tmp_path):
    address = kit().entry_address(recipe)
    for name in ("a.csv", "a.jsonl", "a.md"):
        export(room.store, session.id, tmp_path / name, name.partition(".")[2])
    export(room.store, session.id, tmp_path / "a.xlsx", "xlsx")
    record(room.store, session.id, tmp_path / "a.html", in_utc)
    backlog(room.store, session.id, tmp_path / "b.md", "md")
    for name in ("a.csv", "a.jsonl", "b.md"):
        assert address.partition("://")[2] in (tmp_path / name).read_text("utf-8")
    for name in ("a.md", "a.html"):
        text = (tmp_path / name).read_text("utf-8")
        assert address.partition("://")[2] in text.replace("\\", "")
    sheet = load_workbook(tmp_path / "a.xlsx")["Recipe"]
    heading, row = sheet.iter_rows(values_only=True)
    assert row[heading.index("Address")] == address

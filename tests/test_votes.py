"""Votes under control: opened and closed at the desk, hidden until then, counted once for each phone."""

import csv
import json
import sqlite3
from contextlib import closing

import openpyxl
import pytest
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit, make_room, manifest, thing
from serialised import controls, sent

from generator.capture import results
from generator.capture.answers.ballots import BallotKey, Turnout, ballots_in, hides_counts, key_of, turnouts
from generator.capture.model import Ballot
from generator.capture.web.tokens import entry_id
from generator.capture.web.translations import words

GRID = thing("poster", "four-arguments")
KEY = BallotKey("idea-votes", "four-arguments")
EN = words("en")


@pytest.fixture
def room(tmp_path):
    room = make_room(tmp_path)
    RUNNER.run(room.store.keep_manifest(kit().id, manifest()))
    yield room
    room.store.close()


def place(phone, idea, x=10):
    answer = phone.post(
        f"/{GRID.code}",
        {"_id": (id := entry_id()), "_form": "idea", "_consent": "1", "idea": idea, "place.x": str(x), "place.y": "50"},
    )
    assert answer.status_code == 303, answer.text
    return id


def vote(phone, dots):
    """As a browser sends the page: every box, those that nobody touched as well."""
    page = phone.get(f"/{GRID.code}?form=idea-votes").text
    boxes = {name for name, _ in controls(page) if name.startswith("dots.")}
    consent = {"_consent": "1"} if 'name="_consent"' in page else {}
    filled = {f"dots.{key}": str(number) for key, number in dots.items()}
    assert filled.keys() < boxes
    return phone.post(f"/{GRID.code}", sent(page, filled | consent))


def change(desk, session, way, key=KEY):
    answer = desk.post(f"/desk/{session.id}/votes", {"form": key.form, "poster": key.poster, "do": way})
    assert answer.status_code == 303
    return desk.get(f"/desk/{session.id}/votes").text


@pytest.fixture
def voted(app, session):
    """Three phones, of which two have voted, one of them twice."""
    phones = [Phone(app, address=f"10.0.0.{number}") for number in range(3)]
    faster, kinder = place(phones[0], "Faster"), place(phones[1], "Kinder", 90)
    place(phones[2], "Cheaper", 30)
    assert vote(phones[0], {faster: 3}).status_code == 303
    assert vote(phones[0], {kinder: 1}).status_code == 303
    assert vote(phones[1], {kinder: 2}).status_code == 303
    return phones, faster, kinder


def test_every_form_that_votes_has_a_ballot_on_its_poster():
    assert set(ballots_in(kit())) >= {KEY, BallotKey("scenario-votes", "priority-matrix"), BallotKey("pitch-vote")}
    assert all(key_of(form) == key for key, form in ballots_in(kit()).items())


def test_the_desk_sees_how_many_have_voted_and_not_how(desk, session, voted):
    page = desk.get(f"/desk/{session.id}/votes").text
    assert EN["voted-of"].format(voted=2, joined=3) in page
    listed = desk.get(f"/desk/{session.id}").text
    assert EN["desk-vote-hidden"] in listed
    assert "Kinder: 2" not in listed
    change(desk, session, "close")
    assert "Kinder: 2" in desk.get(f"/desk/{session.id}").text


def test_whoever_voted_hears_how_many_have_and_only_that(voted):
    phones, faster, _ = voted
    answer = vote(phones[2], {faster: 1})
    page = phones[2].get(answer.headers["location"]).text
    assert EN["voted-of"].format(voted=3, joined=3) in page
    assert "Kinder" not in page.partition("<main")[2].partition("</dl>")[2]


def test_a_closed_vote_takes_no_more_and_says_so(room, desk, session, voted):
    phones, faster, _ = voted
    page = phones[2].get(f"/{GRID.code}?form=idea-votes").text
    change(desk, session, "close")
    late = phones[2].post(f"/{GRID.code}", sent(page, {f"dots.{faster}": "1"}))
    assert late.status_code == 403
    assert EN["ballot-closed-title"] in late.text
    assert EN["ballot-closed-title"] in phones[2].get(f"/{GRID.code}?form=idea-votes").text
    by_script = phones[2].post(
        f"/{GRID.code}",
        {"_id": entry_id(), "_form": "idea-votes", f"dots.{faster}": "1"},
        headers={"accept": "application/json"},
    )
    assert (by_script.status_code, by_script.json()["reason"]) == (403, "ballot-closed")
    assert len(room.store.entries(session.id, forms=("idea-votes",))) == 3
    assert phones[2].get(f"/{GRID.code}").status_code == 200  # ideas may still be placed
    change(desk, session, "open")
    assert vote(phones[2], {faster: 1}).status_code == 303


def test_a_vote_that_was_kept_is_known_after_the_end_as_well(app, desk, session, voted):
    phones, faster, _ = voted
    page = phones[2].get(f"/{GRID.code}?form=idea-votes").text
    fields = sent(page, {f"dots.{faster}": "1"})
    assert phones[2].post(f"/{GRID.code}", fields).status_code == 303
    change(desk, session, "close")
    retry = phones[2].post(f"/{GRID.code}", fields, headers={"accept": "application/json"})
    assert retry.json()["outcome"] == "known"


def test_counts_may_be_shown_before_the_end_and_hidden_again(room, desk, session, voted):
    def hidden():
        return len(results.hidden_votes(room.store, session.id))

    assert hidden() == 3
    change(desk, session, "show")
    assert hidden() == 0
    change(desk, session, "hide")
    assert hidden() == 3
    change(desk, session, "close")
    assert hidden() == 0


def test_with_the_session_every_vote_ends(room, session, voted):
    assert results.hidden_votes(room.store)
    RUNNER.run(room.store.close_session(session.id))
    assert not results.hidden_votes(room.store)


@pytest.mark.parametrize("kind", results.KINDS)
def test_no_file_has_what_is_hidden_and_the_desk_says_so(kind, room, desk, session, voted, tmp_path):
    def ids():
        to = tmp_path / f"all.{kind}"
        results.export(room.store, session.id, to, kind)
        if kind == "jsonl":
            return {json.loads(line)["id"] for line in to.read_text().splitlines()}
        if kind == "csv":
            with to.open(encoding="utf-8-sig", newline="") as file:
                return {row["id"] for row in csv.DictReader(file)}
        if kind == "xlsx":
            book = openpyxl.load_workbook(to)
            return {str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row}
        if kind == "md":
            return votes if f"## {kit().forms['idea-votes'].title} (3)" in to.read_text("utf-8") else set()
        with closing(sqlite3.connect(to)) as copy:
            return {row[0] for row in copy.execute("SELECT id FROM entry")}

    votes = {entry.id for entry in room.store.entries(session.id, forms=("idea-votes",))}
    assert not ids() & votes
    assert EN["desk-files-votes"].format(count=3) in desk.get(f"/desk/{session.id}/end").text
    change(desk, session, "close")
    assert ids() >= votes


def test_votes_for_the_room_are_one_each(room, desk, session, voted):
    for line in ("design 1", "design 1"):
        answer = desk.post(
            f"/desk/{session.id}/enter", {"_id": entry_id(), "code": GRID.code, "form": "idea-votes", "line": line}
        )
        assert answer.status_code == 303, answer.text
    entries = room.store.entries(session.id, forms=("idea-votes",))
    assert turnouts(entries, (KEY,), 3, kit()) == {KEY: Turnout(2, 3, 2)}
    assert EN["desk-vote-of-room"].format(number=2) in desk.get(f"/desk/{session.id}/votes").text


def test_what_is_no_vote_of_this_kit_cannot_be_opened(desk, session):
    answer = desk.post(f"/desk/{session.id}/votes", {"form": "idea", "poster": "", "do": "close"})
    assert answer.status_code == 400


def test_a_ballot_hides_until_it_is_closed_or_shown():
    assert hides_counts(Ballot("s", "f", ""))
    assert not hides_counts(Ballot("s", "f", "", is_shown=True))
    assert not hides_counts(Ballot("s", "f", "", state="closed"))


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_three_phones_vote_and_the_desk_closes(live, chromium, script):
    session = live.do(live.room.store.open_session(kit().id, "Tuesday"))
    secret = live.do(live.room.store.one_time_link())

    def browser(scripted):
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=scripted, locale="en-GB"
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    phones = [browser(script) for _ in range(3)]
    for number, page in enumerate(phones):
        page.goto(live.url(f"/{GRID.code}?form=idea"))
        page.locator('[name="idea"]').fill(f"Idea {number}")
        page.locator('[name="place.x"]').fill(str(20 + 30 * number))
        page.locator('[name="place.y"]').fill("50")
        page.locator('[name="_consent"]').check()
        page.get_by_role("button", name=EN["keep"]).click()
        expect(page.get_by_role("heading", name=EN["kept-title"])).to_be_visible()
    for number, page in enumerate(phones):  # one candidate each, the boxes of the others as they are
        page.goto(live.url(f"/{GRID.code}?form=idea-votes"))
        page.get_by_label("Idea 1", exact=True).fill("2")
        page.get_by_role("button", name=EN["keep"]).click()
        expect(page.get_by_text(EN["voted-of"].format(voted=number + 1, joined=3))).to_be_visible()
    desk = browser(script)
    desk.goto(live.url(f"/f/{secret}"))
    desk.get_by_role("button").first.click()
    desk.goto(live.url(f"/desk/{session.id}/votes"))
    vote = desk.locator("section").filter(has_text=kit().forms["idea-votes"].title)
    expect(vote).to_contain_text(EN["voted-of"].format(voted=3, joined=3))
    vote.get_by_role("button", name=EN["desk-vote-close"]).click()
    expect(vote.locator(".mark")).to_have_text(EN["desk-vote-closed"])
    phones[0].goto(live.url(f"/{GRID.code}?form=idea-votes"))
    expect(phones[0].get_by_role("heading", name=EN["ballot-closed-title"])).to_be_visible()
    bodies = [entry.body["dots"] for entry in live.room.store.entries(session.id, forms=("idea-votes",))]
    (idea,) = (entry.id for entry in live.room.store.entries(session.id) if entry.body.get("idea") == "Idea 1")
    assert bodies == [{idea: 2}] * 3
    for page in (*phones, desk):
        page.context.close()

"""The rules of the server, each shown to bite: who may send what, how much of it, how often, and what becomes of it."""

import asyncio
import json
import re
import subprocess
import sys
import uuid
from html import unescape
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rooms import HOST, ROOT, RUNNER, Clock, Pauses, Phone, kit, make_room, thing
from suite import examples

from generator.capture.app import create_app
from generator.capture.model import NewEntry
from generator.capture.phone.signature import kept_path
from generator.capture.web.guard import MOST_BYTES
from generator.capture.web.limits import Limits, Rate, Rates
from generator.codes import ALPHABET
from generator.colours import Colour
from generator.screen_colours import day, night, readable

GUEST = thing("card", "guest")
GRID = thing("poster", "four-arguments")
RECIPE = thing("worksheet", "recipe", "1")
JSON = {"accept": "application/json"}
SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}'


def entry(**more):
    return {"_id": str(uuid.uuid4()), "_consent": "1", "note": "Words"} | more


def log(phone, code=GUEST.code, **more):
    """Sends an entry as the outbox does."""
    return phone.post(f"/{code}", entry(**more), headers=JSON)


def entries(room, session, **more):
    return room.store.entries(session.id, **more)


# --- a session that was opened after a phone came in ---


@pytest.fixture
def yesterday(room, phone, session):
    """A phone that is in a session which nobody closed, and today's session."""
    log(phone)
    room.clock.pass_by(86_400)
    return RUNNER.run(room.store.open_session(kit().id, "Wednesday", retention_days=30))


def pressed(page, name, **more):
    """What the page of a form sends when this button is pressed: every value that stands in it."""
    hidden = dict(re.findall(r'<input type="hidden" name="(_[^"]+)" value="([^"]*)">', page.text))
    note = re.search(r'<textarea[^>]*name="note"[^>]*>\n?([^<]*)</textarea>', page.text)
    return {**hidden, "note": unescape(note[1]), "_newer": name, **more}


def test_a_phone_of_yesterdays_session_is_asked_once_where_it_is(room, phone, session, yesterday):
    first = phone.get(f"/{GUEST.code}")
    assert first.headers["location"] == f"/newer?next={GUEST.code}"
    page = phone.get(first.headers["location"])
    assert "Go to “Wednesday”" in page.text
    assert "Stay in “Tuesday”" in page.text
    answer = phone.post("/newer", {"_newer": "stay", "next": GUEST.code})
    assert answer.headers["location"] == f"/{GUEST.code}"
    assert phone.get(f"/{GUEST.code}").status_code == 200
    assert log(phone).status_code == 201
    assert len(entries(room, session)) == 2
    assert phone.get("/newer").headers["location"] == "/"
    room.clock.pass_by(60)
    RUNNER.run(room.store.open_session(kit().id, "Thursday"))  # another one, another question
    assert "Thursday" in phone.get(f"/newer?next={GUEST.code}").text


def test_a_phone_that_goes_agrees_to_the_notice_of_the_newer_session(room, phone, session, yesterday):
    on = phone.post("/newer", {"_newer": "go", "next": GUEST.code}).headers["location"]
    assert on == f"/j/{yesterday.join_token}?next={GUEST.code}"
    assert "30 days" in phone.get(on).text
    assert phone.get(f"/{GUEST.code}").status_code == 303  # it has not gone yet
    phone.post(f"/j/{yesterday.join_token}", {"_consent": "1", "next": GUEST.code})
    assert phone.get(f"/{GUEST.code}").status_code == 200
    assert log(phone).status_code == 201
    assert [len(entries(room, each)) for each in (session, yesterday)] == [1, 1]


def test_what_was_typed_stays_while_it_is_asked_and_goes_where_it_is_said(room, phone, session, yesterday):
    said = entry(note="Quiet <hours>")
    del said["_consent"]
    asked = phone.post(f"/{GUEST.code}", said)
    assert entries(room, yesterday) == ()
    assert len(entries(room, session)) == 1
    notice = phone.post(f"/{GUEST.code}", pressed(asked, "go"))
    assert 'name="_consent"' in notice.text
    assert "30 days" in notice.text
    kept = phone.post(f"/{GUEST.code}", pressed(notice, "go", _consent="1"))
    assert kept.headers["location"].startswith(f"/kept/{said['_id']}")
    assert [each.body["note"] for each in entries(room, yesterday)] == ["Quiet <hours>"]
    assert phone.get(f"/{GUEST.code}").status_code == 200


def test_what_was_typed_stays_where_the_phone_stays(room, phone, session, yesterday):
    asked = phone.post(f"/{GUEST.code}", entry(note="Here"))
    assert phone.post(f"/{GUEST.code}", pressed(asked, "stay")).status_code == 303
    assert [each.body["note"] for each in entries(room, session)] == ["Words", "Here"]
    assert log(phone).status_code == 201  # and it is not asked again


def test_a_script_is_told_that_it_has_to_be_asked(room, phone, session, yesterday):
    answer = log(phone)
    assert (answer.status_code, answer.json()["reason"]) == (409, "newer")
    assert "Wednesday" in answer.json()["message"]
    assert log(phone, _newer="elsewhere").status_code == 409
    assert log(phone, _newer="stay").status_code == 201


def test_a_phone_that_chose_among_several_is_not_asked(app, room, session):
    room.clock.pass_by(60)
    RUNNER.run(room.store.open_session(kit().id, "Next door"))
    room.clock.pass_by(60)
    phone = Phone(app)
    phone.post(f"/j/{session.join_token}", {"_consent": "1"})
    assert phone.get(f"/{GUEST.code}").status_code == 200
    assert log(phone).status_code == 201
    assert log(phone, _newer="go").status_code == 201  # nobody has asked
    assert len(entries(room, session)) == 2


def test_closing_yesterdays_session_asks_nothing(room, phone, session, yesterday):
    RUNNER.run(room.store.close_session(session.id))
    page = phone.get(f"/{GUEST.code}")
    assert page.status_code == 200
    assert "Wednesday" in page.text
    assert 'name="_consent"' in page.text
    RUNNER.run(room.store.close_session(yesterday.id))
    RUNNER.run(room.store.reopen_session(session.id))  # it is opened again: this phone is still in
    assert 'name="_consent"' not in phone.get(f"/{GUEST.code}").text
    assert log(phone).status_code == 201


# --- what a code opens ---


@pytest.mark.parametrize("typed", [GUEST.code, GUEST.code.lower(), f"{GUEST.code[:3]}-{GUEST.code[3:]}"])
def test_a_code_opens_its_form_however_it_is_written(phone, typed):
    page = phone.get(f"/{typed}")
    assert page.status_code == 200
    assert GUEST.title in page.text
    assert 'class="hero of-segments"' in page.text
    assert f'action="/{GUEST.code}?keep"' in page.text


def test_every_printed_code_opens_a_form(phone):
    at_the_door = thing("poster", "join")
    for printed in kit().things:
        page = phone.get(f"/{printed.code}")
        if printed == at_the_door:
            assert (page.status_code, page.headers["location"]) == (303, "/join")
        else:
            assert page.status_code == 200, printed
            assert 'name="_id"' in page.text, printed


@pytest.mark.parametrize("tail", [".", ",", ")", "%E2%80%9D", ":"])
def test_a_code_opens_with_what_a_reader_took_along_of_the_sentence(room, phone, session, tail):
    assert f'action="/{GUEST.code}?keep"' in phone.get(f"/{GUEST.code}{tail}").text
    assert session.title in phone.get(f"/j/{session.join_token}{tail}").text


@pytest.mark.parametrize("corner", ["1", "2", "3", "4"])
def test_the_code_in_each_corner_of_a_poster_opens_the_same(phone, corner):
    for code in (GRID.code, GRID.code.lower()):
        answer = phone.get(f"/{code}/{corner}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{GRID.code}")
        slashed = phone.get(f"/{code}/")
        assert (slashed.status_code, slashed.headers["location"]) == (
            303,
            f"/{GRID.code}",
        )  # no scheme: a proxy has its own
    typed = phone.get("/", params={"code": f"http://{HOST}/{GRID.code}/{corner}"})
    assert (typed.status_code, typed.headers["location"]) == (303, f"/{GRID.code}")


@pytest.mark.parametrize(
    "path",
    [
        "/{}/0",
        "/{}/5",
        "/{}/01",
        "/nobody/1",
        "/kept/1",
        "/%2Fevil.example/1",
        "//evil/1",
        "/nobody/",
        "/%5Cevil.example/",
    ],
)
def test_what_is_no_corner_leads_nowhere(phone, path):
    answer = phone.get(path.format(GRID.code))
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_a_typed_code_leads_where_a_scanned_one_does(phone):
    for typed in (GUEST.code.lower(), f" {GUEST.code} ", f"http://prepdeck.local:8765/{GUEST.code}"):
        answer = phone.get("/", params={"code": typed})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{GUEST.code}")


@pytest.mark.parametrize("path", ["/ABCDEF", "/nonsense-and-more", "/%00", "/a/b/c"])
def test_an_unknown_address_is_a_kind_page_with_the_box(phone, path):
    page = phone.get(path)
    assert page.status_code == 404
    assert 'name="code"' in page.text


def test_a_wrong_typed_code_is_shown_back_and_inert(phone):
    page = phone.get("/", params={"code": SCRIPT})
    assert page.status_code == 404
    assert "<script>alert" not in page.text


def test_the_axes_of_the_poster_stand_around_the_plane(phone):
    page = phone.get(f"/{GRID.code}").text
    for word in ("top", "bottom", "left", "right", "top-left", "bottom-right"):
        assert kit().posters["four-arguments"].words[word] in page


def test_a_code_may_be_pointed_to_another_form(room, phone):
    RUNNER.run(room.store.relink(GUEST.code, "form:risk"))
    assert kit().forms["risk"].intro in phone.get(f"/{GUEST.code}").text
    assert log(phone, note="", wrong="All of it").status_code == 422
    answer = phone.post(f"/{GUEST.code}", {"_id": str(uuid.uuid4()), "_consent": "1", "wrong": "All"}, headers=JSON)
    assert answer.status_code == 201


def test_a_code_that_leads_elsewhere_says_where_before_one_goes(room, phone):
    RUNNER.run(room.store.relink(GUEST.code, "https://forms.example/x?a=1"))
    page = phone.get(f"/{GUEST.code}").text
    assert "<strong>forms.example</strong>" in page
    assert 'href="https://forms.example/x?a=1"' in page
    assert log(phone).status_code == 404


def test_pages_follow_the_phone_and_the_choice_of_the_person(app, session):
    phone = Phone(app, **{"accept-language": "de-AT,en;q=0.5"})
    assert '<html lang="de"' in phone.get("/").text
    answer = phone.post("/language", {"to": "en", "back": "/mine"})
    assert answer.headers["location"] == "/mine"
    assert '<html lang="en"' in phone.get("/").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb: c", ""])
def test_nobody_is_sent_away_by_a_forged_way_back(phone, back):
    assert phone.post("/language", {"to": "de", "back": back}).headers["location"] == "/"


# --- an entry is kept once ---


def test_an_entry_is_kept_and_shown_to_its_phone_alone(app, room, session, phone):
    sent = entry(note="Well met", opinion="we know it")
    answer = phone.post(f"/{GUEST.code}", sent)
    assert (answer.status_code, answer.headers["location"]) == (303, kept_path(room.store, sent["_id"]))
    (kept,) = entries(room, session)
    assert kept.body == {"opinion": "we know it", "note": "Well met"}
    assert (kept.code, kept.kind, kept.thing, kept.form) == (GUEST.code, "card", "guest", "card-log")
    page = phone.get(f"/kept/{sent['_id']}")
    assert "Well met" in page.text
    assert page.text == phone.get(answer.headers["location"]).text.replace(answer.headers["location"], page.url.path)
    assert room.store.device(phone.client.cookies["device"]).receipt in page.text
    assert "Well met" in phone.get("/mine").text
    stranger = Phone(app)
    assert stranger.get(f"/kept/{sent['_id']}").status_code == 404
    assert "Well met" not in stranger.get("/mine").text


def test_a_retry_is_known_and_kept_once(room, session, phone):
    sent = entry()
    answers = [phone.post(f"/{GUEST.code}", sent, headers=JSON) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    (kept,) = entries(room, session)
    own = {"device": kept.device}
    assert answers[0].json() == {"outcome": "stored", "location": kept_path(room.store, sent["_id"])} | own
    assert answers[1].json() == {"outcome": "known", "location": f"/kept/{sent['_id']}"} | own
    assert len(entries(room, session)) == 1


def test_a_retry_without_the_cookie_that_was_lost_with_the_answer_is_known(app, room, session):
    sent = entry()
    assert Phone(app).post(f"/{GUEST.code}", sent, headers=JSON).status_code == 201
    assert Phone(app).post(f"/{GUEST.code}", sent, headers=JSON).status_code == 200
    assert len(entries(room, session)) == 1


def key_in(page):
    return page.text.partition('name="_device" value="')[2].partition('"')[0]


@pytest.mark.parametrize("script", [False, True])
def test_a_retry_brings_the_cookie_back_that_was_lost_with_the_answer(app, room, session, script):
    sent = entry(_device=key_in(Phone(app).get(f"/{GUEST.code}")))
    first, again = Phone(app), Phone(app)
    for phone in (first, again):
        answer = phone.post(f"/{GUEST.code}", sent, headers=JSON if script else {})
        location = answer.json()["location"] if script else answer.headers["location"]
        assert "Words" in phone.get(location).text
    devices = {phone.client.cookies["device"] for phone in (first, again)}
    assert devices == {sent["_device"]}
    assert room.store.device(sent["_device"]).receipt in again.get("/mine").text
    assert len(entries(room, session)) == 1


def test_two_entries_of_one_page_are_of_one_phone(app, room, session):
    key = key_in(Phone(app).get(f"/{GUEST.code}"))
    for _ in range(2):
        assert log(Phone(app), _device=key).status_code == 201
    assert len({kept.device for kept in entries(room, session)}) == 1


@pytest.mark.parametrize("key", ["", "1", "x" * 42, SCRIPT, "A" * 42 + "="])
def test_a_key_that_is_none_opens_nothing(app, room, session, key):
    sent = entry(_device=key)
    answer = Phone(app).post(f"/{GUEST.code}", sent, headers=JSON)
    assert answer.status_code == 201
    assert answer.cookies["device"] != key
    assert "set-cookie" not in Phone(app).post(f"/{GUEST.code}", sent, headers=JSON).headers


def test_the_id_of_an_entry_alone_makes_it_nobodys(app, room, session, phone):
    """Ids are seen by others: they stand in the page that votes on entries."""
    sent = entry()
    phone.post(f"/{GUEST.code}", sent)
    thief = Phone(app)
    answer = thief.post(f"/{GUEST.code}", sent | {"_device": key_in(thief.get(f"/{GUEST.code}"))}, headers=JSON)
    assert (answer.status_code, answer.json()["location"]) == (200, "/")
    assert "device" not in thief.client.cookies
    log(thief)
    assert thief.post(f"/{GUEST.code}", sent, headers=JSON).json()["location"] == "/"
    assert thief.get(f"/kept/{sent['_id']}").status_code == 404


def test_a_retry_after_the_end_is_known_and_anything_new_is_refused(room, session, phone):
    sent = entry()
    phone.post(f"/{GUEST.code}", sent, headers=JSON)
    RUNNER.run(room.store.close_session(session.id))
    assert phone.post(f"/{GUEST.code}", sent, headers=JSON).status_code == 200
    late = log(phone)
    assert (late.status_code, late.json()["reason"]) == (403, "closed")
    assert len(entries(room, session)) == 1


def test_other_words_under_the_id_of_somebody_else_are_refused_and_kept_beside(app, room, session):
    sent, phone = entry(note="First"), Phone(app)
    Phone(app).post(f"/{GUEST.code}", sent, headers=JSON)
    log(phone, note="Third")
    answer = phone.post(f"/{GUEST.code}", sent | {"note": "Second"}, headers=JSON)
    assert (answer.status_code, answer.json()["reason"]) == (409, "differs")
    assert [kept.body["note"] for kept in entries(room, session)] == ["First", "Third"]
    assert [(old.what, old.body["note"]) for old in room.store.history(sent["_id"])] == [("conflict", "Second")]


def test_what_was_taken_back_stays_gone(room, session, phone):
    sent = entry()
    phone.post(f"/{GUEST.code}", sent)
    assert phone.post(f"/kept/{sent['_id']}/take-back").headers["location"] == "/mine?erased=1"
    assert entries(room, session) == ()
    answer = phone.post(f"/{GUEST.code}", sent, headers=JSON)
    assert (answer.status_code, answer.json()["reason"]) == (410, "gone")


def test_json_says_the_same_as_a_form(room, session, phone):
    said = {"id": str(uuid.uuid4()), "consent": True, "answers": {"opinion": "we know it", "effort": 3}}
    assert phone("POST", f"/{GUEST.code}", json=said, headers=JSON).status_code == 201
    assert log(phone, note="", opinion="we know it", effort="3").status_code == 201
    first, second = entries(room, session)
    assert first.body == second.body


def test_a_placement_and_votes_on_what_was_placed(room, session, phone):
    idea = entry(idea="Remember the table", **{"place.x": "70", "place.y": "80"})
    del idea["note"]
    assert phone.post(f"/{GRID.code}", idea, headers=JSON).status_code == 201
    page = phone.get(f"/{GRID.code}?form=idea-votes").text
    assert "Remember the table" in page
    assert f'name="dots.{idea["_id"]}"' in page
    votes = {"_id": str(uuid.uuid4()), "_form": "idea-votes", f"dots.{idea['_id']}": "2"}
    assert phone.post(f"/{GRID.code}", votes, headers=JSON).status_code == 201
    assert entries(room, session)[-1].body == {"dots": {idea["_id"]: 2}}
    assert "Remember the table: 2" in phone.get(f"/kept/{votes['_id']}").text


def test_faults_are_shown_at_their_fields_with_what_was_written(phone):
    page = phone.post(f"/{GRID.code}", {"_id": str(uuid.uuid4()), "why": "Because", "place.x": "300"})
    assert page.status_code == 422
    assert "Because" in page.text
    for anchor in ("f-idea", "f-place.x", "_consent"):
        assert f'href="#{anchor}"' in page.text
        assert f'id="{anchor}"' in page.text
    assert page.text.count('aria-invalid="true"') == 4  # the idea, both numbers of the place, the notice


def test_faults_for_a_script_name_their_fields(phone):
    answer = phone.post(f"/{GRID.code}", {"_id": str(uuid.uuid4()), "why": "Because"}, headers=JSON)
    assert answer.status_code == 422
    assert {fault["field"] for fault in answer.json()["faults"]} == {"idea", "place", "_consent"}


# --- joining ---


def test_nothing_is_kept_before_the_notice_is_agreed_to(room, session, phone):
    assert log(phone, _consent="").status_code == 422
    assert entries(room, session) == ()
    assert "device" not in phone.client.cookies
    assert log(phone).status_code == 201
    assert room.store.device(phone.client.cookies["device"]).consent
    assert 'id="_consent"' not in phone.get(f"/{GUEST.code}").text
    assert log(phone, _consent="").status_code == 201


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(tmp_path, phone):
    cookie = log(phone).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    room = make_room(tmp_path / "secure", secure=True)
    RUNNER.run(room.store.open_session(kit().id, "Https"))
    assert "secure" in log(Phone(create_app(room))).headers["set-cookie"].lower()
    room.store.close()


@pytest.mark.parametrize("asks", [(), ("table",), ("department",)], ids=str)
def test_what_a_session_does_not_ask_is_not_taken(app, room, asks):
    """Forged or left over from an older page: by a form, by a script, and at the door."""
    session = RUNNER.run(room.store.open_session(kit().id, "Asking", asks=asks))
    joined = {"_table": "7", "_department": "legal"}
    expected = ("7" if "table" in asks else "", "legal" if "department" in asks else "")
    Phone(app).post(f"/{GUEST.code}", entry(**joined))
    Phone(app).post(f"/j/{session.join_token}", {"_consent": "1", **joined})
    body = {"id": str(uuid.uuid4()), "consent": True, "table": "7", "department": "legal", "answers": {"note": "x"}}
    assert Phone(app).post(f"/{GUEST.code}", json=body, headers=JSON).status_code == 201
    assert {(kept.table, kept.department) for kept in entries(room, session)} == {expected}
    assert room.store.departments(session.id) == (("legal",) if "department" in asks else ())  # of phones as well


@pytest.mark.parametrize("listed", [(), ("Sales", "Night  shift")], ids=["free", "listed"])
def test_departments_are_one_however_they_are_typed(app, room, listed):
    session = RUNNER.run(room.store.open_session(kit().id, "Asking", asks=("department",), departments=listed))
    for typed in ("Sales", "sales ", " SALES"):
        answer = Phone(app).post(f"/j/{session.join_token}", {"_consent": "1", "_department": typed})
        assert answer.status_code == 303, typed
    assert room.store.departments(session.id) == ("Sales",)
    phone = Phone(app)
    assert log(phone, _department="night shift").status_code == 201
    assert entries(room, session)[-1].department == ("Night  shift" if listed else "night shift")


def test_table_and_department_are_asked_before_it_is_kept_and_go_with_every_entry(app, room):
    session = RUNNER.run(
        room.store.open_session(kit().id, "Asking", asks=("table", "department"), departments=("product", "design"))
    )
    phone = Phone(app)
    page = phone.get(f"/{GUEST.code}").text
    parts = ("kept for 90 days", 'name="note"', 'name="_department"', 'name="_consent"', '<button class="main">')
    assert [page.index(part) for part in parts] == sorted(page.index(part) for part in parts)
    assert log(phone, _table="7", _department="legal").status_code == 422  # not one of those that are offered
    assert log(phone, _table="7", _department="design").status_code == 201
    log(phone)
    assert [(kept.table, kept.department) for kept in entries(room, session)] == [("7", "design")] * 2
    assert 'value="7"' in phone.get(f"/{RECIPE.code}").text  # known already


def test_what_a_form_asks_itself_is_not_asked_twice(app, room):
    session = RUNNER.run(room.store.open_session(kit().id, "Asking", asks=("department",)))
    phone, ready = Phone(app), thing("worksheet", "readiness-team", "1")
    assert 'name="_department"' not in phone.get(f"/{ready.code}").text
    log(phone, ready.code, note="", department="design", data="3")
    assert entries(room, session) == ()  # `note` is no field of this form
    sent = {"_id": str(uuid.uuid4()), "_consent": "1", "department": "design", "data": "3"}
    assert phone.post(f"/{ready.code}", sent, headers=JSON).status_code == 201
    assert entries(room, session)[0].department == "design"


def test_with_two_workshops_open_a_scan_asks_which(app, room, session):
    other = RUNNER.run(room.store.open_session(kit().id, "Other room"))
    phone = Phone(app)
    answer = phone.get(f"/{GUEST.code}")
    assert answer.headers["location"] == f"/join?next={GUEST.code}"
    assert log(phone).json()["reason"] == "which"
    answer = phone.post("/join", {"code": other.join_code.lower(), "next": GUEST.code})
    page = phone.get(answer.headers["location"])
    assert "Other room" in page.text
    answer = phone.post(answer.headers["location"].partition("?")[0], {"_consent": "1", "next": GUEST.code})
    assert answer.headers["location"] == f"/{GUEST.code}"
    assert log(phone, _consent="").status_code == 201
    assert [len(entries(room, each)) for each in (session, other)] == [0, 1]


def test_the_posters_token_joins_and_a_closed_one_says_so(app, room, session):
    RUNNER.run(room.store.open_session(kit().id, "Other room"))
    phone = Phone(app)
    assert "Tuesday" in phone.get(f"/j/{session.join_token}").text
    assert phone.post(f"/j/{session.join_token}", {}).status_code == 422
    assert phone.post(f"/j/{session.join_token}", {"_consent": "1"}).status_code == 303
    assert room.store.device(phone.client.cookies["device"]).session == session.id
    RUNNER.run(room.store.close_session(session.id))
    assert Phone(app).get(f"/j/{session.join_token}").status_code == 403


def test_looking_joins_nothing(room, session, phone):
    """Chat programs fetch every link ahead."""
    for path in (f"/j/{session.join_token}", f"/{GUEST.code}", "/join", "/mine", "/"):
        assert "set-cookie" not in phone.get(path).headers


def test_another_sessions_token_opens_nothing_here(app, room, session):
    other = RUNNER.run(room.store.open_session("another-kit", "Elsewhere"))
    phone = Phone(app)
    phone.post(f"/j/{other.join_token}", {"_consent": "1"})
    assert log(phone).status_code == 201
    assert len(entries(room, session)) == 1
    assert entries(room, other) == ()


def test_an_invented_cookie_is_a_stranger(app, session):
    phone = Phone(app)
    phone.client.cookies.set("device", "A" * 43)
    assert phone.get("/mine").status_code == 200
    assert log(phone, _consent="").status_code == 422


def test_a_phone_can_leave(room, session, phone):
    log(phone)
    phone.post("/leave", {})
    assert "device" not in phone.client.cookies
    assert len(entries(room, session)) == 1


# --- taking back ---


def test_a_receipt_takes_everything_back_from_any_phone(app, room, session, phone):
    log(phone, note="First")
    log(phone, note="Second")
    receipt = room.store.device(phone.client.cookies["device"]).receipt
    other = Phone(app)
    page = other.post("/erase", {"receipt": f" {receipt.lower()} "})
    assert "2" in page.text
    assert len(entries(room, session)) == 2
    assert other.post("/erase", {"receipt": receipt, "sure": "1"}).status_code == 200
    assert entries(room, session) == ()


def test_nobody_takes_back_what_is_not_theirs(app, room, session, phone):
    sent = entry()
    phone.post(f"/{GUEST.code}", sent)
    thief = Phone(app)
    log(thief, note="Mine")
    thief.post("/mine/erase", {"entry": sent["_id"]})
    thief.post("/erase", {"receipt": "AAAAAAAAAA", "sure": "1"})
    assert len(entries(room, session)) == 2


# --- a recipe, card by card ---


def test_three_scans_lay_a_recipe_that_is_written_once(app, room, session, phone):
    cards = [thing("card", name).code for name in ("guest", "about-to-lapse")] + [
        next(card.code for card in kit().cards("content"))
    ]
    log(phone)
    assert phone.post("/lay/cards", {"card": cards[0], "do": "add"}).headers["location"] == "/lay"
    for code in (cards[1], cards[2], cards[1]):
        assert kit().thing(code).title in phone.get(f"/{code}").text
    page = phone.get("/lay").text
    assert all(f'value="{code}" checked' in page for code in cards)
    sent = {"_id": str(uuid.uuid4()), "cards": cards, "if": "a guest comes", "then": "we say hello"}
    assert phone.post("/lay", sent, headers=JSON).status_code == 201
    kept = entries(room, session)[-1]
    assert kept.body["cards"] == cards
    assert kept.body["sentence"] == "If a guest comes, then we say hello."
    assert 'name="note"' in phone.get(f"/{GUEST.code}").text  # the recipe is closed: a scan logs again


def test_a_laid_card_can_be_taken_out_and_logged_instead(room, session, phone):
    log(phone)
    phone.post("/lay/cards", {"card": GUEST.code, "do": "add"})
    assert 'name="note"' in phone.get(f"/{GUEST.code}?log=1").text
    phone.post("/lay/cards", {"_laid": GUEST.code, "cards": "", "do": "save"})
    device = room.store.device(phone.client.cookies["device"])
    assert room.store.draft(device.number)["cards"] == []
    phone.post("/lay/cards", {"do": "clear"})
    assert room.store.draft(device.number) == {}


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"sec-purpose": "prefetch;prerender"}])
def test_a_link_elsewhere_or_a_preview_lays_no_card(room, session, phone, headers):
    log(phone)
    other = thing("card", "about-to-lapse").code
    phone.post("/lay/cards", {"card": GUEST.code, "do": "add"})
    phone.get(f"/{other}", headers=headers)
    phone("HEAD", f"/{other}")
    device = room.store.device(phone.client.cookies["device"])
    assert room.store.draft(device.number)["cards"] == [GUEST.code]


def test_laying_asks_a_stranger_to_come_in_first_and_goes_on_from_there(room, session, phone):
    answer = phone.post("/lay/cards", {"card": GUEST.code, "do": "add"})
    assert answer.headers["location"] == f"/join?next=lay-{GUEST.code}"
    answer = phone.post("/join", {"_consent": "1", "next": f"lay-{GUEST.code}"})
    assert answer.headers["location"] == "/lay"
    assert GUEST.title in phone.get("/lay").text


# --- hostile ---


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"http://{HOST}:99"},
        {"origin": f"ftp://{HOST}"},
        {"origin": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_sends_is_refused(room, session, phone, headers):
    for path in (f"/{GUEST.code}", "/lay", "/lay/cards", "/join", "/erase", "/mine/erase", "/language", "/leave"):
        assert phone.post(path, entry(), headers=headers | JSON).status_code == 403, path
    assert entries(room, session) == ()


@pytest.mark.parametrize(
    "headers", [{}, {"sec-fetch-site": "same-origin", "origin": "null"}, {"sec-fetch-site": "none"}]
)
def test_what_our_own_pages_send_is_taken(phone, headers):
    assert phone.post(f"/{GUEST.code}", entry(), headers=headers | JSON).status_code == 201


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "", "testserver@evil.example", "[::1]"])
def test_other_names_are_not_answered_to(phone, host):
    assert phone.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["testserver", "TESTSERVER:8765", "testserver.", "127.0.0.1:1"])
def test_our_names_are(phone, host):
    assert phone.get("/", headers={"host": host}).status_code == 200


def test_too_large_is_refused_before_it_is_read(room, session, phone):
    assert log(phone, note="a" * MOST_BYTES).status_code == 413

    async def pieces():
        for _ in range(100):
            yield b"note=" + b"a" * 1000

    headers = JSON | {"content-type": "application/x-www-form-urlencoded"}
    assert phone("POST", f"/{GUEST.code}", content=pieces(), headers=headers).status_code == 413
    assert log(phone, note="a" * 2001).status_code == 422
    assert phone.post(f"/{GUEST.code}", entry() | {f"x{n}": "" for n in range(800)}, headers=JSON).status_code == 400
    assert entries(room, session) == ()
    page = phone.post(f"/{GUEST.code}", entry(note="a" * MOST_BYTES))
    assert (page.status_code, "text/html" in page.headers["content-type"]) == (413, True)


def test_letters_of_any_script_count_alike_and_all_of_them_have_an_end(room, session, phone):
    """Percent signs make six octets of an Arabic letter: that is the browser's way, and not what somebody has said."""
    said = {"who": "ضيف" * 650, "what": "هدية" * 480, "why": "🍞" * 900}
    own = {"_id": str(uuid.uuid4()), "_consent": "1"}
    answer = phone.post(f"/{RECIPE.code}", own | said, headers=JSON)
    assert answer.status_code == 201, answer.text
    (kept,) = entries(room, session)
    assert {name: kept.body[name] for name in said} == said
    long = {name: "x" * 1999 for name in ("name", "who", "what", "when", "why", "if", "then", "measure", "by")}
    assert phone.post(f"/{RECIPE.code}", own | long, headers=JSON).status_code == 413
    assert phone.post(f"/{GUEST.code}", json={"answers": {"note": "x" * 17_000}}, headers=JSON).status_code == 413
    assert len(entries(room, session)) == 1


@pytest.mark.parametrize("length", ["-1", "x", "1e3", "99999999999999999999"])
def test_a_false_length_is_refused(phone, length):
    assert phone.post("/erase", content=b"", headers={"content-length": length}).status_code in (400, 413)


@pytest.mark.parametrize(
    ("kind", "content", "status"),
    [
        ("text/plain", b"note=hello", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded", b"note=%ff%fe", 400),
        ("application/x-www-form-urlencoded", "note=ä".encode(), 400),
        ("application/json", b"[1, 2]", 400),
        ("application/json", b"{", 400),
        ("application/json", b'{"answers": NaN}', 400),
        ("application/json", b"[" * 9000, 400),
        ("application/json", b'{"id": "\\ud800", "answers": {}}', 422),
        ("application/json", b"{}", 422),
    ],
)
def test_what_is_no_form_is_refused(room, session, phone, kind, content, status):
    answer = phone("POST", f"/{GUEST.code}", content=content, headers=JSON | {"content-type": kind})
    assert answer.status_code == status
    assert entries(room, session) == ()


@pytest.mark.parametrize(
    "id",
    [
        *("", "1", "x" * 36, "../../etc/passwd", "9a7bda72-e654-11f1-9115-02fc00000001"),  # the last of version 1
        *("C844243B-8BB6-41A4-B2ED-FA73A2241AC1", "0d984da0-077d-4508-a6dc-7f9d8d0776c6\n"),
    ],
)
def test_forged_ids_are_refused(room, session, phone, id):
    said = {"id": id, "consent": True, "answers": {"note": "Words"}}
    assert phone("POST", f"/{GUEST.code}", json=said, headers=JSON).status_code == 422
    assert entries(room, session) == ()


@pytest.mark.parametrize("answers", [5, "x", None, [], {"note": {"a": 1}}, {"effort": True}, {"nobody": "asked"}])
def test_wrong_types_are_refused(room, session, phone, answers):
    said = {"id": str(uuid.uuid4()), "consent": True, "answers": answers}
    assert phone("POST", f"/{GUEST.code}", json=said, headers=JSON).status_code == 422
    assert entries(room, session) == ()


def test_script_in_every_field_is_inert(app, room):
    session = RUNNER.run(room.store.open_session(kit().id, SCRIPT, asks=("table", "department")))
    phone = Phone(app)
    pages = [phone.get("/"), phone.get("/join")]
    joined = {"_table": SCRIPT[:40], "_department": SCRIPT[:40]}
    idea = {"_id": str(uuid.uuid4()), "_consent": "1", "idea": SCRIPT, "why": SCRIPT, "place.x": SCRIPT, "place.y": "1"}
    pages.append(phone.post(f"/{GRID.code}", idea | joined))
    sent = phone.post(f"/{GRID.code}", idea | joined | {"place.x": "1"})
    pages += [phone.get(sent.headers["location"]), phone.get("/mine"), phone.get(f"/{GRID.code}?form=idea-votes")]
    pages += [
        phone.get("/", params={"code": SCRIPT}),
        phone.get(f"/{SCRIPT}"),
        phone.post("/erase", {"receipt": SCRIPT}),
    ]
    pages += [phone.post("/join", {"code": SCRIPT, "next": SCRIPT}), phone.get(f"/join?next={SCRIPT}")]
    assert len(entries(room, session)) == 1
    for page in pages:
        text = page.text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert ">49<" not in text
        assert page.headers["content-security-policy"].startswith("default-src 'self';")


def test_no_page_holds_script_or_style_of_its_own(phone):
    """What the content policy would block, and a browser would not show."""
    log(phone)
    paths = [
        "/",
        "/join",
        "/mine",
        "/erase",
        "/lay",
        "/nowhere",
        *(f"/{printed.code}" for printed in kit().things[::7]),
    ]
    for path in paths:
        text = phone.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert "javascript:" not in text
        assert text.count("<script") == text.count("<script src=")
        assert not [part for part in text.split('"') if part.startswith("on") and "(" in part]


def test_every_answer_carries_the_guards(phone):
    for path in ("/", "/nowhere", "/static/style.css", "/static/none", f"/{GUEST.code}"):
        headers = phone.get(path).headers
        assert "script-src" not in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert part in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "name",
    [
        "../server.py", "..%2fserver.py", "%2e%2e/server.py", "....//base.html", "base.html", "/etc/passwd",
        "..\\room.py", "style.css/..", "style.css%00",
    ],
)  # fmt: skip
def test_path_tricks_reach_no_file(phone, name):
    answer = phone.get(f"/static/{name}")
    assert answer.status_code == 404
    assert "import" not in answer.text


def test_static_files_are_kept_by_the_phone_until_they_change(phone):
    page = phone.get("/").text
    address = next(part for part in page.split('"') if part.startswith("/static/style.css"))
    answer = phone.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert phone.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert "immutable" not in phone.get("/static/style.css?v=older").headers["cache-control"]


def test_answers_are_never_kept_by_a_proxy(phone):
    log(phone)
    for path in ("/", "/mine"):
        assert phone.get(path).headers["cache-control"] == "no-store"
    assert phone.get(f"/{GUEST.code}").headers["cache-control"] == "private, no-cache"  # Back finds it as it was left


# --- how often ---


def test_a_phone_may_send_thirty_a_minute_and_the_others_of_the_room_go_on(app, room, session):
    clock, phone, other = room.clock, Phone(app), Phone(app)
    log(other)
    log(phone)
    statuses = [log(phone, _consent="").status_code for _ in range(31)]
    assert statuses == [201] * 30 + [429]
    refused = log(phone, _consent="")
    assert 1 <= int(refused.headers["retry-after"]) <= 3
    assert log(other, _consent="").status_code == 201  # behind the same address
    clock.pass_by(int(refused.headers["retry-after"]))
    assert log(phone, _consent="").status_code == 201


def test_strangers_are_counted_by_address_and_joined_phones_are_not(app, room, session):
    room.limits.rates = Rates(stranger=Rate(5, 60))
    joined, stranger = Phone(app), Phone(app)
    log(joined)
    assert [stranger.get("/").status_code for _ in range(6)] == [200] * 4 + [429] * 2
    assert joined.get("/").status_code == 200
    assert Phone(app, address="10.0.0.8").get("/").status_code == 200


def test_guessed_codes_are_slowed_and_then_refused_but_nobody_who_has_joined(app, room, session):
    pauses = room.pause
    assert isinstance(pauses, Pauses)
    joined, guesser = Phone(app), Phone(app)
    log(joined)
    codes = [f"{ALPHABET[n % 31]}{ALPHABET[n // 31]}ZZZZ" for n in range(70)]
    statuses = [guesser.get(f"/{code}").status_code for code in codes if not kit().thing(code)]
    assert statuses[:60] == [404] * 60
    assert set(statuses[60:]) == {429}
    assert pauses.seconds[0] == 0
    assert pauses.seconds == sorted(pauses.seconds)
    assert pauses.seconds[-1] == 2
    assert guesser.get(f"/{GUEST.code}").status_code == 429  # also where it would be right
    assert joined.get(f"/{GUEST.code}").status_code == 200
    assert joined.get("/ABCDEF").status_code == 404
    room.clock.pass_by(60)
    assert guesser.get(f"/{GUEST.code}").status_code == 200


@pytest.mark.parametrize("path", ["/j/{n}", "/board/{n}"])
def test_guessed_tokens_are_slowed_and_refused_but_right_ones_pass(app, room, session, path):
    phone = Phone(app)
    assert phone.get(path.format(n=0)).status_code == 404
    statuses = {phone.get(path.format(n=n)).status_code for n in range(1, 70)}
    assert statuses == {404, 429}
    assert phone.get(f"/board/{session.board_token}").status_code == 200


def test_guessed_receipts_and_join_codes_are_refused(app, room, session):
    for path, name in (("/erase", "receipt"), ("/join", "code")):
        phone = Phone(app, address=f"10.1.0.{len(path)}")
        statuses = [phone.post(path, {name: f"AAAAAA{n}"}).status_code for n in range(62)]
        assert statuses == [422] * 60 + [429] * 2


def test_a_forwarded_address_is_believed_only_if_we_are_told_to(tmp_path, app, room, session):
    forged = [Phone(app, **{"x-forwarded-for": f"1.2.3.{n}"}) for n in range(7)]
    room.limits.rates = Rates(stranger=Rate(5, 60))
    assert [phone.get("/").status_code for phone in forged] == [200] * 5 + [429] * 2
    room.trust_proxy = True
    assert [phone.get("/").status_code for phone in forged] == [200] * 7


@given(st.lists(st.floats(-5, 90), max_size=60), st.integers(1, 40))
def test_no_limit_lets_more_through_than_it_says(waits, number):
    clock = Clock()
    limits = Limits(clock, Rates(device=Rate(number, 60)))
    start, latest, taken = clock(), clock(), 0
    for wait in waits:
        clock.pass_by(wait)
        latest = max(latest, clock())
        taken += limits.device(1) == 0
    backwards = sum(-wait for wait in waits if wait < 0)  # a clock that was set back counts its seconds twice
    assert taken <= number + ((latest - start).total_seconds() + backwards) * number / 60 + 1


def test_the_memory_of_limits_has_an_end(monkeypatch):
    monkeypatch.setattr("generator.capture.web.limits.MOST_KEPT", 100)
    limits = Limits(Clock())
    for number in range(1000):
        limits.stranger(str(number))
    assert len(limits._buckets) <= 100


def test_a_link_that_has_ended_says_so(phone):
    for page in (phone.get("/j/ended"), phone.post("/j/ended", {"_consent": "1"})):
        assert page.status_code == 404
        assert "This link has ended" in page.text


def test_what_breaks_is_said_and_tells_nothing_of_the_inside(app, room, session):
    def broken():
        raise RuntimeError("a secret of the inside")

    room.kits = broken
    page = Phone(app, raises=False, **{"accept-language": "de"}).get("/")
    assert page.status_code == 500
    assert page.text.startswith("Hier ist etwas")
    assert "secret" not in page.text


# --- slow and broken clients ---


def scope(app, method="POST", path="/erase", **headers):
    named = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"} | headers
    pairs = [(name.encode(), value.encode()) for name, value in named.items()]
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": pairs,
        "client": ("10.0.0.9", 1), "server": (HOST, 80), "scheme": "http", "http_version": "1.1", "root_path": "",
        "state": {},
    }  # fmt: skip


def talk(app, receive, **headers):
    """The messages that a client gets that behaves as `receive` does."""
    got = []

    async def send(message):
        got.append(message)

    RUNNER.run(app(scope(app, **headers), receive, send))
    return got


def test_a_client_that_stalls_is_told_so(app, session, monkeypatch):
    monkeypatch.setattr("generator.capture.web.guard.PATIENCE", 0.01)

    async def stall():
        await asyncio.sleep(60)

    assert talk(app, stall, accept="application/json")[0]["status"] == 408


def test_a_client_that_hangs_up_is_let_go(app, room, session):
    async def gone():
        return {"type": "http.disconnect"}

    assert talk(app, gone) == []
    assert entries(room, session) == ()


# --- anything at all ---

TEXTS = st.text(max_size=60) | st.sampled_from([SCRIPT, GUEST.code, "lay-" + GUEST.code, "../..", "\x00", "%00", "1"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
FORMS = [f"/{printed.code}" for printed in (GUEST, GRID, RECIPE)]
PATHS = st.sampled_from(
    [*FORMS, *"/ /lay /lay/cards /join /erase /mine/erase /language /leave /j/x".split()]  # noqa: SIM905
)
NAMES = st.sampled_from(
    "_id _form _consent _table note cards place.x place.y card do code next receipt sure entry to back idea".split()  # noqa: SIM905
)
FUZZ = settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])


def generous(room):
    room.limits.rates = Rates(*(Rate(10**9, 60) for _ in Rates()))


@FUZZ
@given(PATHS, st.dictionaries(NAMES, TEXTS, max_size=6), st.booleans())
def test_no_form_breaks_the_server(room, app, session, path, inputs, script):
    generous(room)
    answer = Phone(app).post(path, inputs, headers=JSON if script else {})
    assert answer.status_code < 500


@FUZZ
@given(PATHS, VALUES)
def test_no_json_breaks_the_server(room, app, session, path, value):
    generous(room)
    said = json.dumps({"id": str(uuid.uuid4()), "consent": True, "answers": value})
    for body in (said, json.dumps(value)):
        headers = JSON | {"content-type": "application/json"}
        assert Phone(app)("POST", path, content=body.encode(), headers=headers).status_code < 500


@FUZZ
@given(st.text(max_size=30), st.dictionaries(NAMES, TEXTS, max_size=3))
def test_no_address_breaks_the_server(room, app, session, path, query):
    generous(room)
    phone = Phone(app)
    log(phone)
    for start in ("/", "/kept/", "/j/", "/static/", f"/{GUEST.code}"):
        answer = phone.get(quote(start + path), params=query)
        assert answer.status_code < 500


# --- colours that can be read, whatever the brand ---

COLOURS = st.builds(Colour, *(st.floats(0, 1) for _ in range(3)))


@given(st.dictionaries(st.sampled_from(["ink", "ground", "paper", "muted", "accent"]), COLOURS))
def test_words_can_be_read_in_every_brand(brand):
    for tokens in (day(brand), night(brand)):
        for ground in (tokens["ground"], tokens["paper"]):
            assert tokens["ink"].contrast(ground) >= 4.5
            assert tokens["muted"].contrast(ground) >= 4.4
            assert tokens["accent"].contrast(ground) >= 4.4
            assert tokens["wrong"].contrast(ground) >= 4.4
            assert tokens["line"].contrast(ground) >= 2.9
        assert tokens["on-accent"].contrast(tokens["accent"]) >= 4.5


@given(COLOURS, COLOURS)
def test_a_colour_is_changed_only_as_far_as_it_must(colour, ground):
    found = readable(colour, ground, 4.5)
    assert found.contrast(ground) >= 4.5
    if colour.contrast(ground) >= 4.5:
        assert found[:3] == pytest.approx(colour[:3])


# --- a server runs where nothing can be printed ---


def test_the_server_starts_without_what_prints():
    code = """
import sys
for name in ("reportlab", "PIL", "fontTools", "click"):
    sys.modules[name] = None
import generator.capture.app
rooms = {name.split(".")[1] for name in sys.modules if name.startswith("generator.")}
assert not rooms & {"kit", "pdf", "compose", "impose", "images", "fonts"}, rooms
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_an_entry_for_the_room_is_nobodys(app, room, session):
    said = NewEntry(str(uuid.uuid4()), session.id, None, GUEST.code, "card", "guest", "", "card-log", 1, {"note": "x"})
    RUNNER.run(room.store.submit(said))
    assert Phone(app).get(f"/kept/{said.id}").status_code == 404

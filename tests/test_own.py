"""One's own entries: changed, split, taken back, by phone or by signed address; and words that are refused for now."""

import uuid

import pytest
from rooms import RUNNER, Pauses, Phone, kit, make_room, thing
from serialised import controls

from generator.capture.phone.signature import kept_path, sign
from generator.capture.store import changes
from generator.capture.web.limits import Rate, Rates

GUEST = thing("card", "guest")
GRID = thing("poster", "four-arguments")
RECIPE = thing("worksheet", "recipe", "1")
JSON = {"accept": "application/json"}


def entry(**more):
    return {"_id": str(uuid.uuid4()), "_form": "card-log", "_consent": "1", "note": "First"} | more


def keep(phone, sent, code=GUEST.code, **more):
    return phone.post(f"/{code}?keep", sent | more, headers=JSON)


def notes(room, session):
    return [kept.body.get("note") for kept in room.store.entries(session.id)]


# --- changed ---


def test_other_words_of_the_same_phone_change_its_entry(room, session, phone):
    sent = entry()
    keep(phone, sent)
    answer = keep(phone, sent, note="Second")
    assert (answer.status_code, answer.json()["outcome"]) == (200, "changed")
    assert keep(phone, sent, note="Second").json()["outcome"] == "known"
    (kept,) = room.store.entries(session.id)
    (old,) = room.store.history(sent["_id"])
    assert (kept.body["note"], kept.revision) == ("Second", 1)
    assert (old.what, old.body["note"], old.by_device) == ("edit", "First", kept.device)
    page = phone.get(f"/kept/{sent['_id']}").text
    assert "Second" in page
    assert "First" in page


def test_first_words_may_be_said_again(room, session, phone):
    sent = entry()
    for note in ("First", "Second", "First"):
        keep(phone, sent, note=note)
    assert notes(room, session) == ["First"]
    assert room.store.entries(session.id)[0].revision == 2


def test_a_late_retry_takes_nothing_back_that_the_desk_has_changed(room, session, phone):
    sent = entry()
    for note in ("First", "Second"):
        keep(phone, sent, note=note)
    RUNNER.run(room.store.edit(sent["_id"], {"note": "Mended"}))
    assert [keep(phone, sent, note=note).json()["outcome"] for note in ("Second", "First")] == ["known", "known"]
    assert notes(room, session) == ["Mended"]
    assert keep(phone, sent, note="Third").json()["outcome"] == "changed"
    assert notes(room, session) == ["Third"]


def test_the_desk_takes_back_its_own_changes_and_no_words_of_a_phone(room, session, phone):
    sent = entry()
    keep(phone, sent)
    RUNNER.run(room.store.edit(sent["_id"], {"note": "Mended"}))
    RUNNER.run(room.store.set_state(sent["_id"], "hidden"))
    keep(phone, sent, note="Second")
    back = RUNNER.run(room.store.undo(session.id))
    assert (back.state, back.body["note"]) == ("new", "Second")
    assert RUNNER.run(room.store.undo(session.id)) is None
    assert notes(room, session) == ["Second"]


def test_what_was_released_is_looked_at_again_once_it_is_changed(room, session, phone):
    RUNNER.run(room.store.set_session(session.id, premoderate=True))
    sent = entry()
    keep(phone, sent)
    for state, then in (("shown", "new"), ("accepted", "new"), ("hidden", "hidden")):
        RUNNER.run(room.store.set_state(sent["_id"], state))
        keep(phone, sent, note=f"Changed when {state}")
        assert room.store.entry(sent["_id"]).state == then


def test_nobody_changes_by_an_id_under_another_form_or_code(room, session, phone):
    sent = entry()
    keep(phone, sent)
    for code, more in ((GRID.code, {"_form": "card-log"}), (GUEST.code, {"_form": "note"})):
        assert keep(phone, sent, code, note="Second", **more).status_code in (409, 422)
    assert notes(room, session) == ["First"]


def test_after_the_end_a_retry_is_known_and_a_change_waits(room, session, phone):
    sent = entry()
    keep(phone, sent)
    RUNNER.run(room.store.close_session(session.id))
    assert keep(phone, sent).json()["outcome"] == "known"
    late = keep(phone, sent, note="Second")
    assert (late.status_code, late.json()["reason"], late.json()["passes"]) == (403, "closed", True)
    assert room.store.history(sent["_id"]) == ()
    assert "/change" not in phone.get(f"/kept/{sent['_id']}").text
    RUNNER.run(room.store.reopen_session(session.id))
    assert keep(phone, sent, note="Second").json()["outcome"] == "changed"


def test_after_the_vote_a_retry_is_known_and_no_vote_is_changed(room, session, phone):
    idea = {
        "_id": str(uuid.uuid4()),
        "_form": "idea",
        "_consent": "1",
        "idea": "Remember",
        "place.x": "7",
        "place.y": "2",
    }
    keep(phone, idea, GRID.code)
    vote = {"_id": str(uuid.uuid4()), "_form": "idea-votes", f"dots.{idea['_id']}": "1"}
    keep(phone, vote, GRID.code)
    assert keep(phone, vote, GRID.code, **{f"dots.{idea['_id']}": "2"}).json()["outcome"] == "changed"
    RUNNER.run(room.store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed"))
    assert keep(phone, vote, GRID.code, **{f"dots.{idea['_id']}": "2"}).json()["outcome"] == "known"
    late = keep(phone, vote, GRID.code, **{f"dots.{idea['_id']}": "1"})
    assert (late.status_code, late.json()["reason"]) == (403, "ballot-closed")
    assert room.store.entry(vote["_id"]).body == {"dots": {idea["_id"]: 2}}
    assert "/change" not in phone.get(f"/kept/{vote['_id']}").text


def test_the_form_of_an_entry_comes_filled_in_and_its_faults_with_it(room, session, phone):
    sent = {"_id": str(uuid.uuid4()), "_form": "idea", "_consent": "1", "idea": "Remember", "place.x": "70"}
    keep(phone, sent, GRID.code, **{"place.y": "20"})
    page = phone.get(f"/kept/{sent['_id']}/change").text
    stands = dict(controls(page))
    assert (stands["_id"], stands["idea"], stands["place.x"]) == (sent["_id"], "Remember", "70")
    assert "_consent" not in page.partition("<form")[2]
    faulty = phone.post(f"/{GRID.code}?keep", stands | {"idea": "", "why": "Because"})
    assert faulty.status_code == 422
    assert dict(controls(faulty.text))["why"] == "Because"
    assert "_consent" not in faulty.text.partition('id="entry"')[2]
    mended = phone.post(f"/{GRID.code}?keep", dict(controls(faulty.text)) | {"idea": "Remember the table"})
    assert mended.headers["location"] == f"/kept/{sent['_id']}"
    (kept,) = room.store.entries(session.id)
    assert (kept.body["idea"], kept.body["why"]) == ("Remember the table", "Because")


def test_what_changed_the_first_can_be_kept_as_a_second(room, session, phone):
    sent = entry()
    keep(phone, sent)
    keep(phone, sent, note="Second")
    first = f"/kept/{sent['_id']}"
    assert 'name="revision" value="1"' in phone.get(first).text
    assert phone.post(f"{first}/both", {"revision": "7"}).headers["location"] == first
    answer = phone.post(f"{first}/both", {"revision": "1"})
    assert "Second" in phone.get(answer.headers["location"]).text
    assert notes(room, session) == ["First", "Second"]
    assert len({kept.device for kept in room.store.entries(session.id)}) == 1
    assert phone.post(f"{first}/both", {"revision": "1"}).headers["location"] == first
    assert "/both" not in phone.get(first).text
    assert keep(phone, sent).json()["outcome"] == "known"
    assert notes(room, session) == ["First", "Second"]


# --- by signed address ---


def test_without_a_cookie_the_address_shows_changes_and_takes_back(app, room, session):
    def blocked(method, path, data=None):
        return Phone(app)(method, path, data=data)

    page = blocked("GET", f"/{GUEST.code}").text
    sent = dict(controls(page)) | {"note": "First", "_consent": "1"}
    seen = blocked("POST", f"/{GUEST.code}?keep", sent).headers["location"]
    assert "First" in blocked("GET", seen).text
    assert blocked("POST", f"/{GUEST.code}?keep", sent).headers["location"] == seen
    changed = blocked("POST", f"/{GUEST.code}?keep", sent | {"note": "Second"})  # from the page that came back
    assert changed.headers["location"] == seen
    stands = dict(controls(blocked("GET", f"{seen}/change").text))
    assert stands["note"] == "Second"
    assert blocked("POST", f"/{GUEST.code}?keep", stands | {"note": "Third"}).headers["location"] == seen
    assert notes(room, session) == ["Third"]
    assert "Third" in blocked("GET", f"{seen}/take-back").text
    assert blocked("POST", f"{seen}/take-back", {}).headers["location"] == seen
    assert blocked("GET", seen).status_code == 410
    assert notes(room, session) == []


def test_no_other_signature_opens_an_entry(app, room, session, phone):
    sent, other = entry(), entry(note="Other")
    keep(phone, sent)
    keep(phone, other)
    path, stranger = kept_path(room.store, sent["_id"]), Phone(app)
    assert "First" in stranger.get(path).text
    wrong = [f"{path}x", path[:-1], path.replace(sent["_id"], other["_id"]), f"/kept/{sent['_id']}/%ED%A0%80"]
    for address in wrong:
        for tail in ("", "/change", "/take-back"):
            assert stranger.get(address + tail).status_code == 404, address + tail
        assert stranger.post(f"{address}/take-back").status_code == 404
    answer = keep(stranger, sent, note="Stolen", _signature=sign(room.store, other["_id"]))
    assert answer.json()["reason"] == "differs"
    assert notes(room, session) == ["First", "Other"]


def test_no_address_opens_what_was_made_anonymous(app, room, session, phone):
    sent = entry()
    keep(phone, sent)
    keep(phone, sent, note="Second")
    RUNNER.run(room.store.anonymise(session.id))
    assert Phone(app).get(kept_path(room.store, sent["_id"])).status_code == 404
    assert [old.by_device for old in room.store.history(sent["_id"])] == [0]
    assert RUNNER.run(room.store.undo(session.id)) is None


def test_each_store_signs_with_a_key_of_its_own_and_gives_it_to_nobody(tmp_path, room, session):
    other = make_room(tmp_path / "other")
    assert sign(room.store, "x") != sign(other.store, "x")
    room.store.share(tmp_path / "copy.sqlite")
    assert room.store.meta("signing-key").encode() not in (tmp_path / "copy.sqlite").read_bytes()
    other.store.close()


# --- taken back ---


def test_taking_back_asks_first_and_is_for_good(room, session, phone):
    sent = entry()
    keep(phone, sent)
    page = phone.get("/mine").text
    assert f'href="/kept/{sent["_id"]}/take-back"' in page
    assert "First" in phone.get(f"/kept/{sent['_id']}/take-back").text
    assert notes(room, session) == ["First"]
    assert phone.post(f"/kept/{sent['_id']}/take-back").headers["location"] == "/mine?erased=1"
    assert keep(phone, sent, note="Second").json()["reason"] == "gone"
    assert notes(room, session) == []


def test_no_limit_refuses_to_erase(app, room, session, phone):
    sent, other = entry(), entry(note="Other")
    keep(phone, sent)
    keep(phone, other)
    receipt = room.store.device(phone.client.cookies["device"]).receipt
    room.limits.rates = Rates(*(Rate(1, 10**9) for _ in Rates()))
    keep(phone, entry(note="The last one that passes"))
    Phone(app).get("/")
    assert keep(phone, entry()).status_code == 429
    assert phone.get(f"/kept/{sent['_id']}/take-back").status_code == 200
    assert phone.post(f"/kept/{sent['_id']}/take-back").status_code == 303
    stranger = Phone(app)
    assert stranger.get("/").status_code == 429
    assert stranger.get("/erase").status_code == 200
    assert [stranger.post("/erase", {"receipt": "ABCDEFGHJK"}).status_code for _ in range(2)] == [422, 429]
    assert stranger.post("/erase", {"receipt": receipt, "sure": "1"}).status_code == 200
    assert notes(room, session) == []
    assert isinstance(room.pause, Pauses)
    assert max(room.pause.seconds) == 2  # late, and not refused


# --- refused for now: the words stay ---


def again(phone, page):
    """Presses the button of a page that holds words."""
    stands = controls(page.text, "held")
    fields = {}
    for name, value in stands:
        fields.setdefault(name, []).append(value)
    return phone.post(f"/{GUEST.code}?keep", fields)


def close(room, session):
    RUNNER.run(room.store.close_session(session.id))
    return lambda: RUNNER.run(room.store.reopen_session(session.id))


def hurry(room, session):
    rates, room.limits.rates = room.limits.rates, Rates(stranger=Rate(1, 10**9))
    room.limits.stranger("10.0.0.7")

    def later():
        room.limits.rates = rates
        room.clock.pass_by(60)

    return later


def open_another(room, session):
    other = RUNNER.run(room.store.open_session(kit().id, "Another"))
    return lambda: RUNNER.run(room.store.close_session(other.id))


@pytest.mark.parametrize(("hold", "status"), [(close, 403), (hurry, 429), (open_another, 403)])
def test_a_page_holds_what_is_refused_for_now_and_sends_it_again(app, room, session, hold, status):
    phone = Phone(app)
    release = hold(room, session)
    page = phone.post(f"/{GUEST.code}?keep", entry(note="Half a page of <b>words</b>", opinion="we know it"))
    assert page.status_code == status
    assert "Half a page of &lt;b&gt;words" in page.text
    assert "we know it" in page.text
    assert again(phone, page).status_code == status
    release()
    assert again(phone, page).status_code == 303
    (kept,) = room.store.entries(session.id)
    assert kept.body == {"note": "Half a page of <b>words</b>", "opinion": "we know it"}


def test_a_page_holds_what_was_written_for_a_form_that_the_kit_has_not(room, session, phone):
    page = phone.post(f"/{GUEST.code}?keep", entry(_form="gone-form", note="Words", **{"else": "More"}))
    assert page.status_code == 404
    assert ("Words" in page.text, "More" in page.text) == (True, True)
    lost = phone.post("/ABCDEF?keep", entry(note="Of another deck"))
    assert (lost.status_code, "Of another deck" in lost.text) == (404, True)
    assert keep(phone, entry(), "ABCDEF").json()["passes"] is True


def test_words_for_what_a_form_no_longer_asks_are_shown(room, session, phone):
    page = phone.post(f"/{GUEST.code}?keep", entry(note="Words", former="Half a page"))
    assert page.status_code == 422
    assert "Half a page" in page.text


def test_an_older_page_is_taken_at_its_word_wherever_its_code_leads_now(room, session, phone):
    for number, target in enumerate(("form:risk", "https://forms.example/x")):
        RUNNER.run(room.store.relink(GUEST.code, target))
        assert keep(phone, entry(note=f"Older page {number}")).status_code == 201
    RUNNER.run(room.store.relink(GUEST.code, ""))
    assert keep(phone, {"_id": str(uuid.uuid4()), "_form": "risk", "wrong": "All"}).status_code == 201
    assert [kept.form for kept in room.store.entries(session.id)] == ["card-log", "card-log", "risk"]


def test_what_was_taken_back_may_be_said_anew_under_an_id_of_its_own(room, session, phone):
    sent = entry()
    keep(phone, sent)
    phone.post(f"/kept/{sent['_id']}/take-back")
    page = phone.post(f"/{GUEST.code}?keep", sent | {"note": "Better"})
    assert (page.status_code, "Better" in page.text) == (410, True)
    assert again(phone, page).status_code == 303
    assert notes(room, session) == ["Better"]


# --- the faults, planted ---


def test_a_second_thought_that_is_taken_for_a_retry_is_caught(room, session, phone, monkeypatch):
    monkeypatch.setattr(changes, "_came_before", lambda connection, entry, sent: True)
    with pytest.raises(AssertionError):
        test_other_words_of_the_same_phone_change_its_entry(room, session, phone)


def test_a_signature_that_nobody_looks_at_is_caught(app, room, session, phone, monkeypatch):
    monkeypatch.setattr("generator.capture.phone.own.is_signed", lambda *words: True)
    with pytest.raises(AssertionError):
        test_no_other_signature_opens_an_entry(app, room, session, phone)

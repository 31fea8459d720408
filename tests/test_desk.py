"""The facilitator's desk: who gets in, what can be done there, and that it works from the keyboard, script or none."""

import csv
import io
import json
import re
from datetime import timedelta
from html import unescape

import pytest
from accessible import Look, first_of, walks, wear, wrong
from engines import UNLIKE_CODES, ZOOMED
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit, make_room, press, thing

from generator.capture import facilitator
from generator.capture.answers.reader import read_json
from generator.capture.app import create_app
from generator.capture.board.boards import Boards
from generator.capture.board.measures.groups import Groups
from generator.capture.facilitator.links import Target, svg, target_of
from generator.capture.facilitator.sessions import merged_by
from generator.capture.model import KEPT, NewEntry
from generator.capture.network.reach import Entrance
from generator.capture.store import StoreFault
from generator.capture.web.room import DoorPoster
from generator.capture.web.tokens import entry_id

GRID, GUEST = thing("poster", "four-arguments"), thing("card", "guest")
BLANK = next(each for each in kit().things if each.kind == "blank")


@pytest.fixture
def desk(room, app):
    browser = Phone(app, address="10.0.0.1")
    secret = RUNNER.run(room.store.one_time_link())
    assert press(browser, f"/f/{secret}").status_code == 303
    return browser


@pytest.fixture
def session(room):
    return RUNNER.run(room.store.open_session(kit().id, "Tuesday", departments=("product", "legal")))


def say(room, session, note="Hello", *, form="note", on=None, device=None, department="", body=None):
    id = entry_id()
    code, kind, of, copy = (on.code, on.kind, on.id, on.copy) if on else ("", "", "", "")
    new = NewEntry(id, session.id, device, code, kind, of, copy, form, 1, body or {"note": note}, department=department)
    RUNNER.run(room.store.submit(new))
    return id


def entries(room, session, states=KEPT):
    return room.store.entries(session.id, states=states)


# --- the poster for the door ---


def test_the_poster_for_the_door_is_downloaded_from_the_page_of_its_session(desk, room, session, tmp_path):
    path = tmp_path / "poster.pdf"
    path.write_bytes(b"%PDF-")
    assert "poster.pdf" not in desk.get(f"/desk/{session.id}/links").text
    room.door_poster = DoorPoster(session.join_token, path)
    assert f'href="/desk/{session.id}/poster.pdf" download' in desk.get(f"/desk/{session.id}/links").text
    answer = desk.get(f"/desk/{session.id}/poster.pdf")
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-", "application/pdf")
    assert answer.headers["content-disposition"] == f'attachment; filename="{session.kit}-tuesday.pdf"'


def test_a_poster_whose_link_leads_elsewhere_now_is_not_offered(desk, room, session, tmp_path):
    path = tmp_path / "poster.pdf"
    path.write_bytes(b"%PDF-")
    room.door_poster = DoorPoster(session.join_token, path)
    assert desk.post(f"/desk/{session.id}/do", {"do": "renew"}).status_code == 303
    assert "poster.pdf" not in desk.get(f"/desk/{session.id}/links").text
    assert desk.get(f"/desk/{session.id}/poster.pdf").status_code == 404


# --- the door ---


def link(room):
    return f"/f/{RUNNER.run(room.store.one_time_link())}"


CROSS_SITE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "referer": "https://mail.example/"}


def test_the_link_opens_one_browser_once(room, app):
    path = link(room)
    first, second = Phone(app), Phone(app)
    answer = press(first, path)
    cookie = answer.headers["set-cookie"].lower()
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert first.get("/desk").status_code == 200
    spent = second.get(path)
    assert (spent.status_code, second.post(path, {"key": "x" * 43}).status_code) == (404, 404)
    assert "press Enter in the terminal" in spent.text
    assert second.get("/desk").status_code == 403
    assert first.get(path).headers["location"] == "/desk"  # the one who is in already
    assert first.post(path).headers["location"] == "/desk"


@pytest.mark.parametrize(
    ("method", "headers"),
    [("HEAD", {}), ("GET", {}), ("GET", {"sec-purpose": "prefetch;prerender"}), ("GET", {"user-agent": "a bot"})],
)
def test_a_link_that_a_bot_has_looked_at_still_ends_at_a_desk(room, app, method, headers):
    path = link(room)
    for _ in range(20):
        assert Phone(app)(method, path, headers=headers).status_code == 200
    assert press(Phone(app), path).headers["location"] == "/desk"


def test_a_link_that_is_clicked_on_another_sites_page_ends_at_a_desk(room, app):
    path, browser = link(room), Phone(app, **CROSS_SITE)
    page = browser.get(path)
    assert (page.status_code, browser.post(path).status_code) == (200, 403)  # that page cannot press for anybody
    browser.client.headers["sec-fetch-site"] = "same-origin"
    assert press(browser, path).headers["location"] == "/desk"
    hidden = Phone(app, **CROSS_SITE)  # a strict cookie does not come along: as if it were another browser
    spent = hidden.get(path)
    assert '<a class="button soft" href="/desk">' in spent.text


def test_a_link_that_is_opened_twice_ends_at_a_desk_for_whoever_pressed_first(room, app):
    path, browser, other = link(room), Phone(app), Phone(app)
    assert [browser.get(path).status_code, other.get(path).status_code] == [200, 200]
    assert press(browser, path).status_code == 303
    assert browser.get(path).headers["location"] == "/desk"
    assert other.post(path, {"key": "y" * 43}).status_code == 404


def test_a_press_whose_answer_was_lost_is_pressed_again(room, app):
    path, browser = link(room), Phone(app)
    key = re.search(r'name="key" value="([^"]+)"', browser.get(path).text)[1]
    assert browser.post(path, {"key": key}).status_code == 303
    browser.client.cookies.clear()
    assert browser.post(path, {"key": key}).headers["location"] == "/desk"
    assert browser.get("/desk").status_code == 200
    browser.post("/desk/out", {"do": "one"})
    assert browser.post(path, {"key": key}).status_code == 404  # a desk that was locked stays so, for all of Back


def test_a_link_with_the_end_of_a_sentence_opens_the_desk(room, app):
    assert press(Phone(app), f"{link(room)}.").status_code == 303


def every_route(room, session, entry):
    for route in facilitator.routes(room, Boards(room)):
        path = route.path.format_map(
            {
                "session": session.id,
                "entry": entry,
                "which": "join",
                "kind": "csv",
                "way": "csv",
                "secret": "x",
                "code": "x",
            }
        )
        is_own = not path.startswith(("/f/", "/e/"))  # a door, and the address of an entry for its phones as well
        yield from ((method, path) for method in sorted(route.methods - {"HEAD"}) if is_own)


def test_nothing_of_the_desk_opens_without_its_cookie(room, app, session):
    entry = say(room, session)
    stranger = Phone(app)
    stranger.client.cookies.set("desk", "x" * 43)
    asked = list(every_route(room, session, entry))
    assert len(asked) > 15
    for method, path in asked:
        assert stranger(method, path, data={} if method == "POST" else None).status_code == 403, path
    assert entries(room, session)[0].state == "new"


def test_what_another_site_posts_is_refused(room, desk, session):
    say(room, session)
    for method, path in every_route(room, session, "x"):
        if method == "POST":
            answer = desk.post(path, {"do": "close"}, headers={"origin": "http://evil.example"})
            assert answer.status_code == 403, path
    assert room.store.session(session.id).is_open


def test_guessed_links_are_refused_after_ten_and_the_right_one_still_opens(room, app):
    guesser = Phone(app)
    assert [guesser.get(f"/f/{number}").status_code for number in range(12)] == [404] * 10 + [429] * 2
    assert int(guesser.get("/f/another").headers["retry-after"]) <= 91  # of a quarter of an hour, ten a time
    assert press(guesser, link(room)).status_code == 303


def test_leaving_locks_one_desk_or_all(room, app, desk):
    invited = unescape(desk.post("/desk/invite").text)
    other = Phone(app)
    assert press(other, "/f/" + re.search(r"/f/([\w-]+)", invited)[1]).status_code == 303
    unused = re.search(r"/f/([\w-]+)", desk.post("/desk/invite").text)[1]
    assert desk.post("/desk/out", {"do": "one"}).status_code == 303
    assert (desk.get("/desk").status_code, other.get("/desk").status_code) == (403, 200)
    other.post("/desk/out", {"do": "all"})
    assert Phone(app).get(f"/f/{unused}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/desk/nothere", "/desk/nothere/enter", "/desk/%ED%A0%80", "/desk/%00", "/desk/x/results.csv"]
)
def test_sessions_that_there_are_not(desk, path):
    assert desk.get(path).status_code == 404


# --- sessions ---


def test_a_session_is_opened_set_up_closed_and_opened_again(room, desk):
    said = {
        "title": " First  day\x00 ",
        "asks": ["department", "rights"],
        "departments": "a\nb, c\n\n A",
        "premoderate": "1",
        "days": "30",
    }
    answer = desk.post("/desk", said)
    (made,) = room.store.sessions(kit().id)
    assert answer.headers["location"] == f"/desk/{made.id}/links"
    assert (made.title, made.asks, made.departments) == ("First day", ("department",), ("a", "b", "c"))
    assert (made.premoderate, made.retention_days, made.is_open) == (True, 30, True)
    desk.post(f"/desk/{made.id}/settings", {"title": "Second day", "days": "10", "do": "save"})
    changed = room.store.session(made.id)
    assert (changed.title, changed.asks, changed.premoderate, changed.retention_days) == ("Second day", (), False, 10)
    desk.post(f"/desk/{made.id}/do", {"do": "close"})
    assert not room.store.session(made.id).is_open
    desk.post(f"/desk/{made.id}/do", {"do": "reopen"})
    assert room.store.session(made.id).is_open
    desk.post(f"/desk/{made.id}/do", {"do": "renew"})
    assert room.store.session(made.id).board_token != made.board_token


@pytest.mark.parametrize(
    ("title", "days", "departments", "words"),
    [("", "30", "", "name of one line"), ("x" * 121, "30", "", "name of one line"), ("A", "0", "", "number of days"),
     ("A", "-3", "", "number of days"), ("A", "٣", "", "number of days"), ("A", "9999999", "", "number of days"),
     ("A", "30", "x" * 41, "too many departments"),
     ("A", "30", "\n".join(map(str, range(41))), "too many departments")],
)  # fmt: skip
def test_a_session_that_cannot_be_is_not_opened_and_what_was_typed_stays(room, desk, title, days, departments, words):
    answer = desk.post("/desk", {"title": title, "days": days, "departments": departments})
    assert answer.status_code == 422
    assert words in answer.text
    assert title in answer.text
    assert room.store.sessions(kit().id) == ()


SAID = {"title": "Wednesday", "days": "30"}


def opened(room):
    return [each.title for each in room.store.open_sessions(kit().id)]


def test_opening_one_while_another_is_open_asks_whether_that_is_over(room, desk, session):
    page = desk.get("/desk").text
    assert f'name="shut" value="{session.id}" aria-describedby="others-hint" checked' in page
    late = desk.post("/desk", SAID)  # a page from before the other was opened
    assert late.status_code == 200
    assert "opened in the meantime" in late.text
    assert 'value="Wednesday"' in late.text
    assert opened(room) == ["Tuesday"]
    asked = {**SAID, "asked": session.id, "shut": session.id}
    assert desk.post("/desk", asked).status_code == 303
    assert opened(room) == ["Wednesday"]


def test_another_session_stays_open_where_somebody_says_so(room, desk, session):
    assert desk.post("/desk", {**SAID, "asked": session.id}).status_code == 303
    assert opened(room) == ["Wednesday", "Tuesday"]
    wrong = desk.post("/desk", {"title": "", "days": "30", "asked": [each.id for each in room.store.sessions()]})
    assert wrong.text.count('name="shut"') == 2
    assert " checked" not in wrong.text[wrong.text.index('name="shut"') :]  # what was said stays


def test_reopening_asks_the_same(room, desk, session):
    old = RUNNER.run(room.store.open_session(kit().id, "Monday"))
    RUNNER.run(room.store.close_session(old.id))
    page = desk.post(f"/desk/{old.id}/do", {"do": "reopen"})
    assert page.status_code == 200
    assert "Close “Tuesday”" in page.text
    assert opened(room) == ["Tuesday"]
    desk.post(f"/desk/{old.id}/do", {"do": "reopen", "asked": session.id, "shut": session.id})
    assert opened(room) == ["Monday"]
    desk.post(f"/desk/{session.id}/do", {"do": "reopen", "asked": old.id})
    assert opened(room) == ["Monday", "Tuesday"]


def test_a_series_stands_in_the_list_and_in_the_table(room, desk, session):
    desk.post("/desk", {**SAID, "series": " Linden <b>blatt ", "asked": session.id})
    made = room.store.open_sessions(kit().id)[0]
    assert made.series == "Linden <b>blatt"
    assert '<span class="quiet">Linden &lt;b&gt;blatt</span>' in desk.get("/desk").text
    assert '<option value="Linden &lt;b&gt;blatt">' in desk.get(f"/desk/{session.id}/settings").text
    say(room, made)
    (row,) = csv.DictReader(io.StringIO(desk.get(f"/desk/{made.id}/results.csv").text.removeprefix("\ufeff")))
    assert (row["session"], row["series"]) == ("Wednesday", "Linden <b>blatt")
    assert desk.post(f"/desk/{made.id}/settings", {**SAID, "series": "x" * 81, "do": "save"}).status_code == 422
    desk.post(f"/desk/{made.id}/settings", {**SAID, "series": "Another", "do": "save"})
    assert room.store.session(made.id).series == "Another"


def test_many_groups_are_paged_and_those_of_other_pages_stay_as_they_are(room, desk):
    names = tuple(f"group {number:02}" for number in range(30))
    session = RUNNER.run(room.store.open_session(kit().id, "Big", departments=names))
    path = f"/desk/{session.id}/settings"
    seen = []
    for page in (1, 2, 3):
        seen += re.findall(r'<th scope="row">([^<]*)</th>', desk.get(f"{path}?groups={page}").text)
    assert tuple(seen) == names
    assert desk.post(f"{path}?groups=3", {"do": "merge", "group": "group 29", "with": "group 00"}).status_code == 303
    first = {"do": "merge", "group": list(names[:12]), "with": ["", "group 00", *[""] * 10]}
    answer = desk.post(f"{path}?groups=1", first)
    assert answer.headers["location"] == f"{path}?groups=1#groups"
    assert dict(room.store.session(session.id).merged) == {"group 29": "group 00", "group 01": "group 00"}
    assert [desk.get(f"{path}?groups={wild}").status_code for wild in ("0", "99", "x", "-1")] == [200] * 4


def test_small_groups_are_warned_of_and_shown_with_others(room, desk, session):
    _, device = RUNNER.run(room.store.join(session.id))
    for _ in range(9):
        say(room, session, device=device.number, department="legal")  # one phone, however often it speaks
    page = desk.get(f"/desk/{session.id}/settings").text
    assert re.search(r"legal</th>\s*<td>1 <span class=\"fault\">", page)
    desk.post(
        f"/desk/{session.id}/settings", {"do": "merge", "group": ["product", "legal"], "with": ["nothere", "product"]}
    )
    assert dict(room.store.session(session.id).merged) == {"legal": "product"}
    page = desk.get(f"/desk/{session.id}/settings").text
    assert '<option value="product" selected>' in page
    assert 'class="fault"' not in page


def test_a_group_that_appears_while_the_page_lies_open_moves_nobody(room, desk):
    """Its name comes before the others in the list, and the page does not know it."""
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday", asks=("department",)))
    for name in ("Night", "Port"):
        say(room, session, department=name)
    page = desk.get(f"/desk/{session.id}/settings").text
    assert re.findall(r'name="group" value="([^"]*)"><select name="with"', page) == ["Night", "Port"]
    say(room, session, department="Alps")
    desk.post(f"/desk/{session.id}/settings", {"do": "merge", "group": ["Night", "Port"], "with": ["Port", ""]})
    assert dict(room.store.session(session.id).merged) == {"Night": "Port"}


def test_a_department_is_one_group_however_it_was_typed(room, desk):
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday", asks=("department",)))
    say(room, session, department="Sales")
    say(room, session, department="sales ")  # as older servers kept it
    desk.post(f"/desk/{session.id}/enter", {"_id": entry_id(), "form": "note", "line": "x", "department": " SALES"})
    assert [entry.department for entry in entries(room, session)] == ["Sales", "sales ", "Sales"]
    page = desk.get(f"/desk/{session.id}/settings").text
    assert re.findall(r'<th scope="row">([^<]*)</th>\s*<td>(\d+)', page) == [("Sales", "3")]
    groups = Groups(session, kit())
    assert {groups.meet(entry) for entry in entries(room, session)} == {"Sales"}


NAMES = ["a", "b", "c", "d"]


@given(st.dictionaries(st.sampled_from(range(4)), st.sampled_from([*NAMES, "", "x"])))
def test_groups_are_never_merged_in_a_ring(wanted):
    merged = merged_by({"group": [NAMES[place] for place in wanted], "with": list(wanted.values())}, NAMES)
    assert set(merged) <= set(NAMES)
    assert set(merged.values()) <= set(NAMES)
    assert not set(merged) & set(merged.values())  # one step, and whoever is merged shows nobody


def test_a_chain_of_merges_ends_with_its_last():
    assert merged_by({"group": ["a", "b"], "with": ["b", "c"]}, NAMES) == {"a": "c", "b": "c"}


# --- entries ---


def act(desk, session, do, entry="", **more):
    return desk.post(f"/desk/{session.id}/entries", {"do": do, "entry": entry, **more})


def test_entries_are_hidden_shown_and_undone(room, desk, session):
    entry = say(room, session)
    act(desk, session, "hide", entry)
    assert room.store.entry(entry).state == "hidden"
    act(desk, session, "undo")
    assert room.store.entry(entry).state == "new"
    act(desk, session, "hide", entry)
    act(desk, session, "show", entry)
    assert room.store.entry(entry).state == "shown"
    act(desk, session, "erase", entry)
    assert room.store.entry(entry).state == "erased"
    assert act(desk, session, "show", entry).status_code == 404


def test_entries_of_another_session_are_out_of_reach(room, desk, session):
    other = RUNNER.run(room.store.open_session(kit().id, "Other"))
    entry = say(room, other)
    assert act(desk, session, "hide", entry).status_code == 404
    assert desk.get(f"/desk/{session.id}/entries/{entry}").status_code == 404
    assert desk.post(f"/desk/{session.id}/entries/{entry}", {"note": "x"}).status_code == 404
    assert room.store.entry(entry).state == "new"


def test_what_waits_is_released_at_once_but_for_what_nobody_has_seen(room, desk):
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday", premoderate=True))
    say(room, session, "one")
    say(room, session, "two")
    page = desk.get(f"/desk/{session.id}").text
    until = re.search(r'name="until" value="(\d+)"', page)[1]
    say(room, session, "three")
    act(desk, session, "show-all", until=until)
    assert [entry.state for entry in entries(room, session)] == ["shown", "shown", "new"]
    assert "three" in desk.get(f"/desk/{session.id}").text
    assert "two" not in desk.get(f"/desk/{session.id}?show=new").text


def test_an_entry_is_changed_and_its_history_kept(room, desk, session):
    entry = say(room, session, form="idea", on=GRID, body={"idea": "Qiet hours", "place": {"x": 10, "y": 20}})
    path = f"/desk/{session.id}/entries/{entry}"
    page = desk.get(path).text
    assert 'value="Qiet hours"' in page
    assert 'value="10"' in page
    wrong = desk.post(path, {"idea": "", "place.x": "10", "place.y": "20"})
    assert wrong.status_code == 422
    assert "This is needed" in wrong.text
    assert desk.post(path, {"idea": "Quiet hours", "place.x": "90", "place.y": "20"}).status_code == 303
    assert room.store.entry(entry).body == {"idea": "Quiet hours", "place": {"x": 90, "y": 20}}
    assert "Qiet hours" in desk.get(path).text
    act(desk, session, "undo")
    assert room.store.entry(entry).body["idea"] == "Qiet hours"


def test_every_kind_of_answer_survives_an_edit_that_changes_nothing(room, desk, session):
    """What the form shows is what it was given: a save without a change is none."""
    said = {"cards": [GUEST.code], "name": "Soup", "who": "A\nB", "if": "a", "then": "b", "size": "feature"}
    body, faults = read_json(kit().forms["recipe"], kit(), said)
    assert not faults
    entry = say(room, session, form="recipe", body=body)
    path = f"/desk/{session.id}/entries/{entry}"
    inputs = dict(said, cards=[GUEST.code], who="A\r\nB")
    desk.post(path, inputs)
    assert room.store.entry(entry).body == body
    assert room.store.entry(entry).revision == 0


def test_an_entry_whose_form_is_gone_can_be_hidden_but_not_changed(room, desk, session):
    entry = say(room, session, form="of-old", body={"what": "ever", "n": [1, {"a": None}]})
    page = desk.get(f"/desk/{session.id}/entries/{entry}")
    assert page.status_code == 200
    assert "no longer in the kit" in page.text
    assert "ever" in desk.get(f"/desk/{session.id}").text
    desk.post(f"/desk/{session.id}/entries/{entry}", {"what": "else"})
    assert room.store.entry(entry).body["what"] == "ever"


def test_what_is_said_is_never_markup(room, desk, session):
    bad = "<script>alert(1)</script>\"'><img src=x>"
    say(room, session, bad, department=bad, on=GUEST)
    say(room, session, form="idea", on=GRID, body={"idea": bad, "place": {"x": 1, "y": 1}}, department=bad)
    for path in ("", "/settings", "/enter", "/news", f"/entries/{entries(room, session)[0].id}"):
        page = desk.get(f"/desk/{session.id}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    board = desk.get(f"/board/{session.board_token}/data").json()
    assert "<script>alert" not in json.dumps(board)
    assert "&lt;script&gt;" in json.dumps(board)


def test_news_comes_when_there_is_some(room, desk, session):
    path = f"/desk/{session.id}/news"
    first = desk.get(path)
    assert desk.get(path, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    say(room, session, "Fresh")
    again = desk.get(path, headers={"if-none-match": first.headers["etag"]})
    assert "Fresh" in again.json()["html"]


def test_a_long_session_is_paged_without_gaps(room, desk, session):
    for n in range(130):
        say(room, session, f"note-{n:03}.")
    seen, path = [], f"/desk/{session.id}"
    while path:
        page = desk.get(path).text
        seen += re.findall(r"note-(\d{3})\.", page)
        older = re.search(r'href="(\?show=all&amp;before=\d+)"', page)
        path = f"/desk/{session.id}{unescape(older[1])}" if older else ""
    assert seen == [f"{n:03}" for n in range(129, -1, -1)]


# --- for the room ---


def enter(desk, session, line, id=None, **at):
    return desk.post(f"/desk/{session.id}/enter", {"_id": id or entry_id(), "line": line, **at})


def test_the_room_is_typed_in_line_by_line(room, desk, session):
    answer = enter(desk, session, GRID.code.lower(), department="legal")
    assert answer.headers["location"].endswith(f"?code={GRID.code}&department=legal")
    page = desk.get(answer.headers["location"]).text
    assert "Customer experience" in page
    answer = enter(desk, session, "2 Faster refunds", code=GRID.code, department="legal")
    enter(desk, session, f"{GUEST.code} admire x3")
    found = entries(room, session)
    assert [(entry.code, dict(entry.body)) for entry in found] == [
        (GRID.code, {"idea": "Faster refunds", "place": {"x": 75, "y": 75}}),
        *[(GUEST.code, {"opinion": "we admire it"})] * 3,
    ]
    assert (found[0].department, found[0].device, found[0].kind, found[0].thing) == ("legal", None, "poster", GRID.id)
    assert "Faster refunds" in desk.get(answer.headers["location"]).text


def test_a_line_that_is_sent_again_counts_once(room, desk, session):
    id = entry_id()
    for _ in range(3):
        assert enter(desk, session, f"{GUEST.code} admire x4", id).status_code == 303
    assert len(entries(room, session)) == 4


def test_a_line_that_is_not_understood_stays_in_its_box(room, desk, session):
    for line, words in (("nonsense", "type a code first"), (f"{GRID.code} no place", "its place on the grid")):
        answer = enter(desk, session, line)
        assert answer.status_code == 422
        assert words in answer.text.lower()
        assert f'value="{line}"' in answer.text
    assert enter(desk, session, "2 A", id="forged", code=GRID.code).status_code == 422
    assert entries(room, session) == ()


def test_votes_of_the_room_go_to_what_is_numbered_on_the_page(room, desk, session):
    first = say(room, session, form="idea", on=GRID, body={"idea": "Quiet hours", "place": {"x": 1, "y": 1}})
    page = desk.get(f"/desk/{session.id}/enter?code={GRID.code}&form=idea-votes").text
    assert re.search(r"<kbd>1</kbd>\s*Quiet hours", page)
    enter(desk, session, "legal 1:2", code=GRID.code, form="idea-votes")
    assert entries(room, session)[-1].body == {"department": "legal", "dots": {first: 2}}


def test_what_the_facilitator_types_needs_no_release(room, desk):
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday", premoderate=True))
    enter(desk, session, "Said aloud", form="note")
    assert [entry.state for entry in entries(room, session)] == ["shown"]


# --- codes and links ---


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://forms.example.org/x?a=1#b", Target("https://forms.example.org/x?a=1#b", "", "forms.example.org")),
        ("https://Example.ORG:8443", Target("https://example.org:8443", "", "example.org:8443")),
        ("https://exämple.org/ä", Target("https://xn--exmple-cua.org/%C3%A4", "", "xn--exmple-cua.org")),
        ("https://раypal.com", Target("https://xn--ypal-43d9g.com", "", "xn--ypal-43d9g.com")),
        ("http://example.org", "desk-wrong-scheme"),
        ("javascript:alert(1)", "desk-wrong-scheme"),
        ("//example.org", "desk-wrong-scheme"),
        ("https://user:word@example.org", "desk-wrong-address"),
        ("https://user@example.org", "desk-wrong-address"),
        ("https://example.org\\@evil.org", "desk-wrong-address"),
        ("https://exa mple.org", "desk-wrong-address"),
        ("https://localhost", "desk-wrong-address"),
        ("https://", "desk-wrong-address"),
        ("https://[::1", "desk-wrong-address"),
        ("https://example.org:99999", "desk-wrong-address"),
        ("https://example.org/\r\nset-cookie: a=b", "desk-wrong-address"),
        ("https://example.org/" + "a" * 2000, "desk-wrong-address"),
        ("https://" + "a" * 70 + ".org", "desk-wrong-address"),
        ("", "desk-wrong-target"),
    ],
)
def test_codes_lead_to_https_alone_and_the_host_is_seen_for_what_it_is(address, target):
    assert target_of("", address, kit()) == target


@given(st.text(max_size=40))
def test_any_address_is_taken_or_refused_with_words(text):
    found = target_of("", f"https://{text}", kit())
    assert isinstance(found, str) or (
        found.text.isascii() and found.host and found.text.startswith(f"https://{found.host}")
    )


def test_a_code_is_pointed_elsewhere_once_the_host_was_looked_at_and_back(room, desk):
    said = {"code": GUEST.code, "address": "https://forms.example.org/x"}
    page = desk.post("/desk/codes", said)
    assert page.status_code == 200
    assert '<p class="host">forms.example.org</p>' in page.text
    assert room.store.links() == ()
    desk.post("/desk/codes", {**said, "sure": "https://evil.example/x"})  # another address than the one that was seen
    assert room.store.links() == ()
    assert desk.post("/desk/codes", {**said, "sure": "https://forms.example.org/x"}).status_code == 303
    assert room.store.link(GUEST.code).target == "https://forms.example.org/x"
    assert "forms.example.org" in desk.get("/desk/codes").text
    desk.post("/desk/codes", {"code": GUEST.code, "form": "blank"})
    assert room.store.link(GUEST.code).target == "form:blank"
    desk.post("/desk/codes", {"code": GUEST.code, "do": "back"})
    assert room.store.link(GUEST.code) is None


@pytest.mark.parametrize(
    "said", [{"code": "AAAAAA", "form": "note"}, {"code": GUEST.code, "form": "nothere"}, {"code": GUEST.code}]
)
def test_codes_and_forms_that_there_are_not(room, desk, said):
    assert desk.post("/desk/codes", said).status_code == 422
    assert room.store.links() == ()


def point(desk, code, address):
    """Points a code to a page, as somebody does who has looked at the host."""
    return desk.post("/desk/codes", {"code": code, "address": address, "sure": address})


@pytest.mark.parametrize(
    "path", ["/{}", "/{}/", "/{}.", "/{}/2", "/w/{}?utm=1", "/?code={}", ":8443/{}"], ids=lambda path: path
)
def test_a_code_is_never_pointed_to_itself(room, app, desk, session, path):
    host, _, rest = path.partition("/")
    address = f"https://prepdeck.local{host}/{rest.format(GUEST.code.lower())}"
    answer = point(desk, GUEST.code, address)
    assert answer.status_code == 422
    assert "leads back to the same code" in answer.text
    RUNNER.run(room.store.relink(GUEST.code, address))  # as an older server kept it, or before our address was this one
    assert 'name="_id"' in Phone(app).get(f"/{GUEST.code}").text


def test_codes_are_never_pointed_in_a_circle(room, app, desk, session):
    first, second, third = (thing("card", id).code for id in ("guest", "newly-registered", "about-to-lapse"))
    assert point(desk, first, f"https://prepdeck.local/{second}").status_code == 303
    assert point(desk, second, f"https://prepdeck.local/{third}").status_code == 303
    assert point(desk, third, f"https://prepdeck.local/{first}").status_code == 422
    assert point(desk, third, "https://prepdeck.local/join").status_code == 303
    assert point(desk, third, f"https://elsewhere.example/{first}").status_code == 303
    RUNNER.run(room.store.relink(third, f"https://prepdeck.local/{first}"))
    assert all('name="_id"' in Phone(app).get(f"/{code}").text for code in (first, second, third))


def test_a_dead_printed_address_is_said_at_the_desk_with_the_one_that_works(tmp_path):
    way = Entrance("http://192.168.1.20:8765", "http://prepdeck.local:8765", is_printed_dead=True)
    room = make_room(tmp_path, way=way)
    session = RUNNER.run(room.store.open_session(kit().id, "Tuesday"))
    browser = Phone(create_app(room))
    press(browser, link(room))
    for path in ("/desk", f"/desk/{session.id}/links"):
        page = browser.get(path).text
        assert "http://prepdeck.local:8765 does not lead here" in page
        assert '<p class="address">http://192.168.1.20:8765</p>' in page
    page = browser.get(f"/desk/{session.id}/links").text
    assert f"http://192.168.1.20:8765/j/{session.join_token}" in page
    assert "192.168.1.20:8765/join" in page
    assert "http://192.168.1.20:8765/f/" in browser.post("/desk/invite").text
    assert "192.168.1.20:8765" in browser.get(f"/board/{session.board_token}").text  # nothing yet: open …
    room.store.close()


def test_nothing_is_said_of_an_address_that_works_and_a_lonely_server_is(room, desk, tmp_path):
    assert "does not lead here" not in desk.get("/desk").text
    (tmp_path / "alone").mkdir()
    alone = make_room(tmp_path / "alone", way=Entrance("http://127.0.0.1:8765", "http://prepdeck.local:8765", True))
    browser = Phone(create_app(alone))
    press(browser, link(alone))
    assert "prepdeck serve --lan" in browser.get("/desk").text
    alone.store.close()


def test_links_are_shown_as_codes_that_can_be_read(room, desk, session):
    page = desk.get(f"/desk/{session.id}/links").text
    assert session.join_token in page
    assert session.board_token in page
    assert f"{session.join_code[:4]} {session.join_code[4:]}" in page
    picture = desk.get(f"/desk/{session.id}/join.svg")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert picture.text == svg(f"http://testserver/j/{session.join_token}")
    assert read_qr(picture.text) == f"http://testserver/j/{session.join_token}"
    assert desk.get(f"/desk/{session.id}/evil.svg").status_code == 404


def read_qr(drawn):
    """What an independent reader sees in the picture."""
    import zxingcpp
    from PIL import Image

    side = int(re.search(r'viewBox="0 0 (\d+)', drawn)[1])
    picture = Image.new("L", (side, side), 255)
    for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn):
        picture.putpixel((int(x), int(y)), 0)
    (found,) = zxingcpp.read_barcodes(picture.resize((8 * side, 8 * side), Image.Resampling.NEAREST))
    return found.text


# --- afterwards ---


@pytest.mark.parametrize("kind", ["csv", "jsonl", "sqlite"])
def test_results_are_taken_along_while_the_session_runs(room, desk, session, kind):
    say(room, session, "Take me along")
    answer = desk.get(f"/desk/{session.id}/results.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{kit().id}-tuesday.{kind}"'
    assert b"Take me along" in answer.content
    assert desk.get(f"/desk/{session.id}/results.exe").status_code == 404


@pytest.mark.parametrize("way", ["anonymise", "erase"])
def test_what_cannot_be_undone_is_asked_about(room, desk, session, way):
    _, device = RUNNER.run(room.store.join(session.id, table="7"))
    say(room, session, "Who am I", device=device.number)
    path = f"/desk/{session.id}/end"
    for sure in ("", "yes", "erase" if way == "anonymise" else "anonymise"):
        assert desk.post(path, {"do": way, "sure": sure}).status_code == 422
    assert entries(room, session)[0].device == device.number
    assert desk.post(path, {"do": way, "sure": way}).status_code == 303
    if way == "erase":
        assert entries(room, session) == ()
        assert not room.store.session(session.id).is_open
    else:
        (left,) = entries(room, session)
        assert (left.device, left.table, left.body) == (None, "", {"note": "Who am I"})
    assert room.store.find_receipt(device.receipt) is None
    assert desk.post(path, {"do": "explode", "sure": "explode"}).status_code == 400


def test_erasing_one_session_leaves_the_others(room, desk, session):
    other = RUNNER.run(room.store.open_session(kit().id, "Other"))
    say(room, session)
    say(room, other)
    desk.post(f"/desk/{session.id}/end", {"do": "erase", "sure": "erase"})
    assert (len(entries(room, session)), len(entries(room, other))) == (0, 1)


def test_a_session_that_was_erased_can_be_used_again(room, desk, session):
    desk.post(f"/desk/{session.id}/end", {"do": "erase", "sure": "erase"})
    desk.post(f"/desk/{session.id}/do", {"do": "reopen"})
    say(room, session, "A new day")
    assert len(entries(room, session)) == 1


# --- what goes, and what comes back ---


def let_go(room, session, days=1):
    """The session is closed, and put into the trash when it was announced for a day."""
    RUNNER.run(room.store.set_session(session.id, retention_days=days))
    RUNNER.run(room.store.close_session(session.id))
    for hours in (0, 24, 25):
        room.clock.pass_by(hours * 3600)
        RUNNER.run(room.store.retain(room.clock(), was_running=True))


def test_what_goes_soon_is_announced_with_the_way_to_keep_it(room, desk, session):
    say(room, session)
    RUNNER.run(room.store.set_session(session.id, retention_days=1))
    assert "Soon in the trash" not in desk.get("/desk").text
    RUNNER.run(room.store.close_session(session.id))
    page = desk.get("/desk").text
    at = f"{room.local(room.clock() + timedelta(days=1)):%Y-%m-%d %H:%M %Z}"
    assert f"“Tuesday” goes into the trash on {at}. Days kept: 1; entries: 1." in page
    assert f'<a href="/desk/{session.id}/settings">Keep it longer</a>' in page
    RUNNER.run(room.store.set_session(session.id, retention_days=30))
    assert "Soon in the trash" not in desk.get("/desk").text


def test_what_is_in_the_trash_is_restored_or_erased_at_the_desk(room, desk, session):
    say(room, session, "Zanzibar")
    let_go(room, session)
    for path in (f"/desk/{session.id}", f"/desk/{session.id}/end", f"/desk/{session.id}/results.csv"):
        assert desk.get(path).status_code == 404
    assert desk.get(f"/board/{session.board_token}").status_code == 404
    page = desk.get("/desk").text
    assert f'href="/desk/{session.id}"' not in page
    assert "Tuesday" in page
    assert desk.post("/desk/trash", {"do": "restore", "session": session.id}).status_code == 303
    assert "Zanzibar" in desk.get(f"/desk/{session.id}").text
    assert desk.post("/desk/trash", {"do": "erase", "session": session.id, "sure": session.id}).status_code == 303
    assert len(entries(room, session)) == 1  # it is not in the trash

    let_go(room, session, days=0)
    RUNNER.run(room.store.set_session(session.id, retention_days=0))
    for _ in range(2):
        room.clock.pass_by(25 * 3600)
        RUNNER.run(room.store.retain(room.clock(), was_running=True))
    answer = desk.post("/desk/trash", {"do": "erase", "session": session.id})
    assert answer.headers["location"] == f"/desk?unsure={session.id}"
    assert "Please tick this first" in desk.get(answer.headers["location"]).text
    assert len(entries(room, session)) == 1
    desk.post("/desk/trash", {"do": "erase", "session": session.id, "sure": session.id})
    assert entries(room, session) == ()
    assert "Tuesday" not in desk.get("/desk").text
    assert desk.post("/desk/trash", {"do": "explode"}).status_code == 400


def test_a_clock_that_jumped_is_asked_about(room, desk, session):
    let_go(room, session)
    room.clock.pass_by(4.5 * 86400)
    RUNNER.run(room.store.retain(room.clock(), was_running=True))
    page = desk.get("/desk").text
    assert "Is the clock right?" in page
    assert f"{room.local(room.clock()):%Y-%m-%d %H:%M %Z}" in page
    assert desk.post("/desk/trash", {"do": "believe"}).status_code == 303
    assert "Is the clock right?" not in desk.get("/desk").text


def test_nobody_but_the_facilitator_reaches_the_trash(room, app, session):
    let_go(room, session)
    stranger = Phone(app)
    assert stranger.post("/desk/trash", {"do": "restore", "session": session.id}).status_code == 403
    assert room.store.session(session.id) is None


def test_whose_workshop_is_in_the_trash_can_still_take_everything_back(room, app, session):
    secret, device = RUNNER.run(room.store.join(session.id))
    say(room, session, "Zanzibar", device=device.number)
    let_go(room, session)
    phone = Phone(app)
    phone.client.cookies.set("device", secret)
    assert "Zanzibar" in phone.get("/mine").text
    assert RUNNER.run(room.store.erase(room.store.find_receipt(device.receipt).number)) == 1
    RUNNER.run(room.store.restore(session.id))
    assert entries(room, session) == ()


# --- in a browser ---


@pytest.fixture
def laptop(chromium, live):
    """Makes pages of a facilitator who has come in by the link; each had no error and asked nobody else."""
    made = []

    def laptop(script=True, width=1280, **more):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="en-GB", **more
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda told: page.errors.append(told.text) if "Content Security" in told.text else None)
        page.goto(live.url(f"/f/{live.do(live.room.store.one_time_link())}"))
        page.get_by_role("button", name="Open the desk").click()
        page.wait_for_url("**/desk")
        made.append((context, page))
        return page

    yield laptop
    for context, page in made:
        assert page.errors == []
        context.close()


@pytest.fixture
def held(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday", departments=("product", "legal")))


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("script", "lines"),
    [
        pytest.param(True, 20, id="script"),
        pytest.param(False, 9, id="no script"),  # a page each; the last eight are shown
        pytest.param(False, 20, id="no script, twenty", marks=pytest.mark.soak),
    ],
)
def test_twenty_lines_are_typed_without_a_hand_on_the_mouse(live, held, laptop, script, lines):
    page = laptop(script)
    page.goto(live.url(f"/desk/{held.id}/enter"))
    expect(page.locator("#line")).to_be_focused()
    for number, line in enumerate([GRID.code, *[f"{n % 4 + 1} Idea {n}" for n in range(lines)]]):
        expect(page.locator("#line")).to_have_value("")
        expect(page.locator("#line")).to_be_focused()
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        if not script:
            page.wait_for_url(re.compile(r"/enter\?code="))
            expect(page.locator("#last .entry")).to_have_count(min(number, 8))
    expect(page.locator("#last .entry").first).to_contain_text(f"Idea {lines - 1}")
    found = live.room.store.entries(held.id)
    assert [entry.body["idea"] for entry in found] == [f"Idea {n}" for n in range(lines)]


@pytest.mark.needs("chromium")
def test_a_line_that_was_wrong_comes_back_to_be_mended(live, held, laptop):
    page = laptop()
    page.goto(live.url(f"/desk/{held.id}/enter?code={GRID.code}"))
    expect(page.locator("#line")).to_be_focused()  # a busy machine does so after the page has loaded
    page.keyboard.type("no place")
    page.keyboard.press("Enter")
    expect(page.locator("#wrong")).to_contain_text("Its place on the grid")
    expect(page.locator("#line")).to_have_value("no place")
    page.locator("#line").fill("2 a place")
    page.keyboard.press("Enter")
    expect(page.locator("#last .entry")).to_have_count(1)
    expect(page.locator("#wrong")).to_have_text("")


@pytest.mark.needs("chromium")
def test_entries_appear_on_the_desk_as_they_come(live, held, laptop):
    page = laptop()
    page.goto(live.url(f"/desk/{held.id}"))
    new = NewEntry(entry_id(), held.id, None, "", "", "", "", "note", 1, {"note": "Just now"})
    live.do(live.room.store.submit(new))
    expect(page.locator(".entry")).to_contain_text("Just now")
    page.get_by_role("button", name="Hide").click()
    expect(page.locator(".entry")).to_have_class(re.compile("is-hidden"))
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".entry")).to_have_class(re.compile("is-new"))


NARROW, WIDE = (320, 800), (1280, 800)
LOOKS = {
    "320 px": Look(NARROW),
    "dark": Look(WIDE, scheme="dark"),
    "forced colours": Look(WIDE, forced="active"),
    "right to left": Look(NARROW, rtl=True),
}


# what is filled in where, the button, and what the answer has beside the field
ANSWERED = (
    ("/desk", {"#title": ""}, "Open it", "#title-fault"),
    ("/desk/{old}", {}, "Open it again", "[name=shut]"),
    ("/desk", {}, "A link for another desk", ".panel .address"),
    ("/desk/codes", {"#code": "ABCDEF"}, "Let it lead there", "#code-fault"),
    ("/desk/codes", {"#code": GUEST.code, "#address": "http://plain.example"}, "Let it lead there", "#address-fault"),
    ("/desk/codes", {"#code": GUEST.code, "#address": "https://a.example"}, "Let it lead there", ".panel.wrong .host"),
    ("/desk/elsewhere", {"#link": "https://a.example/?a=CARD"}, "Look at it", "#form-fault"),
    ("{desk}/settings", {"#departments": "word\n" + "x" * 60}, "Save", "#departments-fault"),
    ("{desk}/settings", {"#days": "0"}, "Save", "#days-fault"),
    ("{desk}/enter?code=" + GRID.code, {"#line": "no place"}, "Enter", "#wrong .fault"),
    ("{desk}/entries/{entry}", {"#f-idea": ""}, "Save", "#faults"),
    ("{desk}/end", {}, "Erase it all", ".panel.wrong .fault"),
)


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_use_every_page_of_the_desk(live, held, laptop, looks):
    store = live.room.store
    body = {"idea": "Quiet hours", "place": {"x": 1, "y": 1}}
    new = NewEntry(entry_id(), held.id, None, GRID.code, "poster", GRID.id, "", "idea", 1, body, department="legal")
    live.do(store.submit(new))
    twins = [new._replace(id=entry_id(), body={**body, "idea": words}) for words in ("quiet hours", "Loud hours")]
    for twin in twins:
        live.do(store.submit(twin))
    live.do(store.merge([twins[0].id], new.id))
    live.do(store.edit(new.id, {**body, "idea": "Quieter hours"}))
    for words in ("Night owls", "Owls of night", "Larks"):
        about = BLANK.code, BLANK.kind, BLANK.id, BLANK.copy
        live.do(store.submit(NewEntry(entry_id(), held.id, None, *about, "blank", 1, {"title": words})))
    live.do(store.relink(GUEST.code, "https://forms.example.org/x"))
    live.do(store.relink("form:note", "https://forms.example.org/x?entry.1=CARD&entry.2=TITLE"))
    old = live.do(store.open_session(kit().id, "Monday", departments=map(str, range(30)), series="Lindenblatt"))
    live.do(store.close_session(old.id))
    page = laptop()
    wear(page, first_of(looks))
    own = [
        "",
        "/votes",
        "/compared",
        "/twins",
        "/cards?show=all",
        "/forms",
        "/enter",
        f"/enter?code={GRID.code}",
        "/board",
        "/links",
        "/settings",
        "/end",
        f"/entries/{new.id}",
        "?show=hidden",
    ]
    for path in [
        "/desk",
        "/desk/codes",
        "/desk/elsewhere",
        f"/desk/{old.id}/settings",
        *[f"/desk/{held.id}{each}" for each in own],
    ]:
        page.goto(live.url(path))
        assert wrong(page, looks, ZOOMED, UNLIKE_CODES) == [], path
    for path, filled, button, seen in ANSWERED:
        page.goto(live.url(path.format(desk=f"/desk/{held.id}", entry=new.id, old=old.id)))
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for field, words in filled.items():
            page.locator(field).fill(words)
        page.get_by_role("button", name=button, exact=True).first.click()
        expect(page.locator(seen)).to_be_visible()
        assert wrong(page, looks, ZOOMED, UNLIKE_CODES) == [], f"{path}, {button}"
    page.context.clear_cookies()
    for path in ("/desk", "/f/spent", f"/f/{live.do(store.one_time_link())}"):
        page.goto(live.url(path))
        assert wrong(page, looks, ZOOMED, UNLIKE_CODES) == [], path


@pytest.mark.needs("chromium")
@walks(LOOKS)
def test_everybody_can_see_what_goes_and_what_is_in_the_way(live, laptop, looks):
    store, now = live.room.store, live.room.clock()
    gone, soon = (
        live.do(store.open_session(kit().id, title, retention_days=days)) for title, days in (("One", 1), ("Two", 3))
    )
    for session in (gone, soon):
        live.do(store.close_session(session.id))
    for days in (0, 1, 2.1):
        live.do(store.retain(now + timedelta(days=days), was_running=True))
    assert [session.id for session in store.trash()] == [gone.id]
    live.do(store.set_session(soon.id, retention_days=1))
    page = laptop()
    wear(page, first_of(looks))
    store.health.note(StoreFault("full", "the disk is full"))
    for path, heading in (("/desk", "Soon in the trash"), (f"/desk?unsure={gone.id}", "Trash")):
        page.goto(live.url(path))
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page.get_by_role("status")).to_contain_text("The disk of this computer is full")
        assert wrong(page, looks, ZOOMED, UNLIKE_CODES) == [], path
    store.health.fault = None
    live.do(store.retain(now, was_running=True))
    page.goto(live.url("/desk"))
    expect(page.get_by_role("heading", name="Is the clock right?")).to_be_visible()
    assert wrong(page, looks, ZOOMED, UNLIKE_CODES) == []
    page.get_by_role("button", name="The clock is right").press("Enter")
    expect(page.get_by_role("heading", name="Is the clock right?")).to_have_count(0)
    page.get_by_role("button", name="Restore").press("Enter")
    expect(page.get_by_role("link", name="One")).to_be_visible()


@pytest.mark.needs("chromium")
def test_an_open_page_of_the_desk_says_a_trouble_and_that_it_is_over(live, held, laptop):
    store, page = live.room.store, laptop()
    page.goto(live.url(f"/desk/{held.id}"))
    expect(page.locator("#trouble")).to_be_hidden()
    store.health.note(StoreFault("full", "the disk is full"))
    expect(page.locator("#trouble")).to_contain_text("The disk of this computer is full", timeout=15_000)
    assert live.do(store.recover())
    expect(page.locator("#trouble")).to_be_hidden(timeout=15_000)

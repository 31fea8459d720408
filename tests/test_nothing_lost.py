"""Nothing typed is lost: drafts, Back and other words, what waits; in Chromium, and one of each kind in WebKit."""

import json
import re
import shutil

import pytest
from accessible import wrong
from engines import ENGINES, phones_of
from live import ARGUMENTS, CHROMIUM
from playwright.sync_api import expect
from rooms import kit, thing
from test_phone import LOOKS

from generator.capture.web.assets import PAGES

GUEST = thing("card", "guest")
OTHER = thing("card", "dabbler")
GRID = thing("poster", "four-arguments")
NOTE = '[name="note"]'
KEEP = "#entry button.main"
IN_BOTH = pytest.mark.parametrize("engine", ENGINES)
EITHER_WAY = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def session(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday"))


def notes(live, session):
    return [entry.body["note"] for entry in live.room.store.entries(session.id)]


def value(page, css=NOTE):
    return page.run(f"document.querySelector('{css}').value")


def keep(page):
    if page.run("Boolean(document.querySelector('#_consent'))"):
        page.tick("#_consent")
    page.press(KEEP)
    page.see("dl.answers")


# --- half filled in ---


@IN_BOTH
def test_what_is_begun_is_there_again_until_it_is_kept(live, session, phone_in):
    page = phone_in()
    path = f"/{GRID.code}"
    page.go(path)
    page.fill('[name="idea"]', "Half an idea")
    page.tap(".surface", 0.7, 0.8)
    page.go(f"/{GUEST.code}")  # another card
    assert value(page) == ""
    for come in (lambda: page.go(path), lambda: page.run("location.reload()")):
        come()
        page.see("#draft")
        assert (value(page, '[name="idea"]'), value(page, '[name="place.x"]')) == ("Half an idea", "70")
        assert page.run("document.querySelector('.dot').checkVisibility()")
    page.press("#draft button:not([hidden])")
    assert (value(page, '[name="idea"]'), value(page, '[name="place.x"]')) == ("", "")
    page.go(path)
    assert page.run("document.querySelector('#draft').hidden")
    page.fill('[name="idea"]', "A whole one")
    page.tap(".surface", 0.7, 0.8)
    keep(page)
    page.go(path)
    assert value(page, '[name="idea"]') == ""
    (kept,) = live.room.store.entries(session.id)
    assert kept.body["idea"] == "A whole one"


# --- Back ---


@IN_BOTH
@EITHER_WAY
def test_back_and_more_words_change_the_entry_that_was_kept(live, session, phone_in, script):
    page = phone_in(script)
    page.go(f"/{GUEST.code}")
    page.fill(NOTE, "First")
    keep(page)
    for more in (" and second", " and third"):
        page.back()
        page.see(NOTE)
        if script:
            page.see("#draft [data-when=kept]")
        page.write(NOTE, more)
        keep(page)
    assert notes(live, session) == ["First and second and third"]
    assert live.room.store.entries(session.id)[0].revision == 2


@IN_BOTH
@pytest.mark.parametrize("how", ["by hand", "by the button"])
def test_a_second_idea_in_an_emptied_form_is_a_second_entry(live, session, phone_in, how):
    page = phone_in()
    path = f"/{GRID.code}"
    page.go(path)
    page.fill('[name="idea"]', "First idea")  # a box that WebKit empties on the way back
    page.tap(".surface", 0.7, 0.8)
    keep(page)
    page.back()
    page.see("#draft [data-when=kept]")
    assert value(page, '[name="idea"]') == "First idea"
    if how == "by hand":
        for name in ("idea", "place.x", "place.y"):
            page.fill(f'[name="{name}"]', "")
        page.see("#draft [data-when=second]")
    else:
        page.press("#draft button:not([hidden])")
    page.fill('[name="idea"]', "Second idea")
    page.tap(".surface", 0.2, 0.2)
    keep(page)
    assert [entry.body["idea"] for entry in live.room.store.entries(session.id)] == ["First idea", "Second idea"]


@IN_BOTH
def test_without_script_what_was_meant_as_a_second_idea_becomes_one(live, session, phone_in):
    page = phone_in(script=False)
    page.go(f"/{GUEST.code}")
    page.fill(NOTE, "First")
    keep(page)
    page.back()
    page.fill(NOTE, "Second")
    keep(page)
    assert notes(live, session) == ["Second"]
    page.press('[name="revision"]')
    page.see("dl.answers")
    assert notes(live, session) == ["First", "Second"]


@IN_BOTH
@EITHER_WAY
def test_an_own_entry_is_changed_and_taken_back(live, session, phone_in, script):
    page = phone_in(script)
    page.go(f"/{GUEST.code}")
    page.fill(NOTE, "First")
    keep(page)
    page.go("/mine")
    page.press('a[href$="/change"]')
    page.see(NOTE)
    assert value(page) == "First"
    page.write(NOTE, ", and better")
    keep(page)
    assert notes(live, session) == ["First, and better"]
    page.press('a[href$="/take-back"]')
    page.see("button.danger")
    page.press("a.button.soft")
    page.see('a[href$="/change"]')
    assert notes(live, session) == ["First, and better"]
    page.press('a[href$="/take-back"]')
    page.see("button.danger")
    page.press("button.danger")
    page.see("main .panel")
    assert notes(live, session) == []


# --- what waits ---


@IN_BOTH
@EITHER_WAY
def test_what_is_sent_after_the_end_waits_with_its_words_and_goes_once_it_may(live, session, phone_in, script):
    page = phone_in(script)
    page.go(f"/{GUEST.code}")
    page.fill(NOTE, "Written while it was closed")
    page.tick("#_consent")
    live.do(live.room.store.close_session(session.id))
    page.press(KEEP)
    page.see("main > section:focus button" if script else "#held")
    words = page.run("document.querySelector('main').innerText")
    assert "Nothing is open yet" in words or "opens the workshop" in words
    assert notes(live, session) == []
    live.do(live.room.store.reopen_session(session.id))
    if script:
        page.go("/")
        page.see("#outbox.empty")
    else:
        assert value(page, '[name="note"]') == "Written while it was closed"
        page.press("#held button.main")
        page.see("dl.answers")
    assert notes(live, session) == ["Written while it was closed"]


# --- in Chromium alone ---


@pytest.fixture
def page(chromium, live):
    context = chromium.new_context(viewport={"width": 320, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
    context.close()


def write(page, words):
    page.locator(NOTE).fill(words)
    if page.locator("#_consent").count():
        page.locator("#_consent").check()
    page.get_by_role("button", name="Keep it").click()


@pytest.mark.needs("chromium")
def test_a_draft_is_of_the_person_who_began_it(live, session, page):
    """Begun before joining it goes with whoever joins; afterwards nobody else sees it, and leaving takes it away."""
    page.goto(live.url(f"/{GUEST.code}"))
    page.locator(NOTE).fill("Begun before I came in")
    page.goto(live.url(f"/{OTHER.code}"))
    write(page, "Kept")
    page.wait_for_url(re.compile("/kept/"))
    page.goto(live.url(f"/{GUEST.code}"))
    expect(page.locator(NOTE)).to_have_value("Begun before I came in")
    mine = page.context.cookies()
    page.context.clear_cookies()
    page.goto(live.url(f"/{GUEST.code}"))
    expect(page.locator(NOTE)).to_have_value("")
    page.context.add_cookies(mine)
    page.goto(live.url("/mine"))
    page.get_by_role("button", name="Leave the workshop").click()
    page.context.add_cookies(mine)
    page.goto(live.url(f"/{GUEST.code}"))
    expect(page.locator(NOTE)).to_have_value("")
    assert page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.needs("chromium")
def test_a_draft_outlives_the_tab(live, session, page):
    page.goto(live.url(f"/{GUEST.code}"))
    page.locator(NOTE).press_sequentially("In the lif")
    other = page.context.new_page()
    page.close()
    other.goto(live.url(f"/{GUEST.code}"))
    expect(other.locator(NOTE)).to_have_value("In the lif")
    expect(other.locator("#draft")).to_contain_text("is back")


@pytest.mark.needs("chromium")
def test_a_change_half_typed_survives_and_stays_a_change(live, session, page):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    page.wait_for_url(re.compile("/kept/"))
    page.get_by_role("link", name="Change it").click()
    page.locator(NOTE).fill("First, and half of")
    page.goto(live.url(f"/{GUEST.code}"))
    expect(page.locator(NOTE)).to_have_value("")
    page.goto(live.url("/mine"))
    page.get_by_role("link", name="Change it").click()
    expect(page.locator(NOTE)).to_have_value("First, and half of")
    page.locator(NOTE).fill("First, and all of it")
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    page.context.set_offline(False)
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent", timeout=20_000)
    assert notes(live, session) == ["First, and all of it"]


@pytest.mark.needs("chromium")
def test_after_taking_back_a_second_thought_is_a_new_entry(live, session, page):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    page.wait_for_url(re.compile("/kept/"))
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url(re.compile("/mine|/kept/"))
    for _ in range(3):
        page.go_back()
    expect(page.locator(NOTE)).to_have_value("First")
    write(page, "Better")
    expect(page.locator("#faults")).to_contain_text("erased")
    expect(page.locator(NOTE)).to_have_value("Better")
    write(page, "Better")
    page.wait_for_url(re.compile("/kept/"))
    assert notes(live, session) == ["Better"]
    expect(page.locator("#outbox")).to_be_hidden()


@pytest.mark.needs("chromium")
def test_what_a_form_refuses_after_its_page_is_gone_is_opened_again(live, session, page):
    page.goto(live.url(f"/{GRID.code}"))
    page.locator("#_consent").check()
    page.locator('[name="why"]').fill("Because")
    page.context.set_offline(True)
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main > section:focus")).to_contain_text("It is on your phone")
    page.context.set_offline(False)
    page.goto(live.url("/"))
    expect(page.locator("#outbox-count")).to_have_text("1 could not be taken")
    page.locator("#outbox summary").click()
    page.get_by_role("button", name="Open the form").click()
    expect(page.locator('[name="why"]')).to_have_value("Because")
    expect(page.locator("#outbox")).to_be_hidden()


@pytest.mark.needs("chromium")
def test_where_nothing_can_be_kept_and_nothing_sent_the_page_holds_the_words(live, session, page):
    page.add_init_script("indexedDB.open = () => { throw new Error('private window'); }")
    page.goto(live.url(f"/{GUEST.code}"))
    page.context.set_offline(True)
    write(page, "No memory, no network")
    panel = page.locator("main > section:focus")
    expect(panel).to_contain_text("Leave this page open")
    expect(panel).to_contain_text("No memory, no network")
    panel.get_by_role("button", name="Copy my words").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    expect(page.locator(NOTE)).to_have_value("No memory, no network")
    assert wrong(page, LOOKS) == []
    page.context.set_offline(False)
    page.wait_for_url(re.compile("/kept/"))
    assert notes(live, session) == ["No memory, no network"]


@pytest.mark.needs("chromium")
def test_what_is_kept_while_a_second_workshop_opens_goes_once_one_is_chosen(live, session, page):
    page.goto(live.url(f"/{GUEST.code}"))
    other = live.do(live.room.store.open_session(kit().id, "Another"))
    write(page, "Between two workshops")
    expect(page.locator("main > section:focus")).to_contain_text("Several are open here")
    page.goto(live.url(f"/j/{other.join_token}"))
    page.locator("#_consent").check()
    page.get_by_role("button", name="Come in").click()
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent")
    assert (notes(live, session), notes(live, other)) == ([], ["Between two workshops"])


@pytest.mark.needs("chromium")
def test_what_changed_is_seen_on_the_board_and_in_the_table(live, session, page):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    page.wait_for_url(re.compile("/kept/"))
    version = live.room.store.version(session.id)
    page.go_back()
    write(page, "Second")
    expect(page.locator("dl.answers").first).to_contain_text("Second")
    assert live.room.store.version(session.id) > version
    page.goto(live.url(f"/board/{session.board_token}"))
    expect(page.locator("#frame")).to_contain_text("Second")
    page.goto(live.url(f"/f/{live.do(live.room.store.one_time_link())}"))
    page.locator("main button").click()
    page.wait_for_url(re.compile("/desk"))
    table = page.evaluate(f"fetch('/desk/{session.id}/results.csv').then((answer) => answer.text())")
    assert ("Second" in table, "First" in table) == (True, False)


# --- the faults, planted ---


def begun_is_there_again(page, live, session):
    page.goto(live.url(f"/{GUEST.code}"))
    page.locator(NOTE).fill("Half a thought")
    page.reload()
    expect(page.locator(NOTE)).to_have_value("Half a thought", timeout=1000)


def kept_is_no_longer_begun(page, live, session):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "Whole")
    page.wait_for_url(re.compile("/kept/"))
    page.goto(live.url(f"/{GUEST.code}"))
    expect(page.locator(NOTE)).to_have_value("", timeout=1000)


def back_changes_the_first(page, live, session):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    page.wait_for_url(re.compile("/kept/"))
    page.go_back()
    page.reload()  # whatever the browser remembers of the page
    write(page, "Second")
    page.wait_for_url(re.compile("/kept/"))
    assert notes(live, session) == ["Second"]


def emptied_writes_a_second(page, live, session):
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    page.wait_for_url(re.compile("/kept/"))
    page.go_back()
    page.locator(NOTE).fill("")
    write(page, "Second")
    page.wait_for_url(re.compile("/kept/"))
    assert notes(live, session) == ["First", "Second"]


FAULTS = {  # in drafts.js
    begun_is_there_again: ("localStorage.setItem(key,", "String(key,"),
    kept_is_no_longer_begun: ("localStorage.removeItem(key)", "String(key)"),
    back_changes_the_first: ("history.replaceState({ session,", "String({ session,"),
    emptied_writes_a_second: ("isEmpty(values)) another", "false) another"),
}


def serve_drafts(page, text):
    page.context.route(re.compile("drafts.js"), lambda route: route.fulfill(body=text, content_type="text/javascript"))


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("check", FAULTS)
def test_each_promise_is_held_by_the_line_that_makes_it(live, session, chromium, check):
    source, (old, new) = (PAGES / "drafts.js").read_text(encoding="utf-8"), FAULTS[check]
    assert old in source
    with phones_of(chromium, live) as phone:
        check(phone().page, live, session)
        for entry in live.room.store.entries(session.id):
            live.do(live.room.store.set_state(entry.id, "erased"))
        faulty = phone().page
        serve_drafts(faulty, source.replace(old, new))
        with pytest.raises(AssertionError):
            check(faulty, live, session)


@pytest.fixture
def blocked(tmp_path):
    """A browser that takes no cookies, and so has no storage either."""
    profile = tmp_path / "profile" / "Default"
    profile.mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (profile / "Preferences").write_text(json.dumps(settings), encoding="utf-8")
    yield profile.parent
    shutil.rmtree(profile.parent)


@pytest.mark.needs("chromium")
@EITHER_WAY
def test_with_cookies_blocked_the_page_says_kept_changes_and_takes_back(live, session, chromium, blocked, script):
    options = {"executable_path": CHROMIUM, "args": [*ARGUMENTS], "java_script_enabled": script, "locale": "en-GB"}
    context = chromium.browser_type.launch_persistent_context(blocked, **options)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "First")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kept. Thank you!")
    assert context.cookies() == []
    page.go_back()
    page.locator(NOTE).fill("Second")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("dl.answers").first).to_contain_text("Second")
    page.get_by_role("link", name="Change it").click()
    page.locator(NOTE).fill("Third")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("dl.answers").first).to_contain_text("Third")
    assert notes(live, session) == ["Third"]
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This was taken back")
    assert notes(live, session) == []
    context.close()

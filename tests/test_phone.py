"""The pages in a browser as a phone in a room has it: 390 px wide, plain http under a .local name, script or none."""

import re
from urllib.parse import urlsplit

import pytest
from accessible import Look, first_of, walks, wear, wrong
from engines import ChromiumPage
from filling import WORDS, fill_in
from playwright.sync_api import expect
from rooms import kit, thing
from suite import in_part
from troubles import locked

from generator.capture.model import NewEntry
from generator.codes import entry_code

pytestmark = pytest.mark.needs("chromium")

WIDTH = 390
NOTE = '[name="note"]'
GUEST = thing("card", "guest")
GRID = thing("poster", "four-arguments")
RECIPE = thing("worksheet", "recipe", "1")
CARDS = [card.code for card in kit().cards()[:3]]


@pytest.fixture
def session(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday"))


@pytest.fixture
def phone(chromium):
    """Makes phones; each must have talked to nobody but the server, and had no error in its console."""
    made = []

    def phone(width=WIDTH, script=True, **more):
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, locale="en-GB", **more
        )
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.hosts, page.errors = set(), []
        page.on("request", lambda request: page.hosts.add(request.url.split("/")[2].split(":")[0]))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda told: page.errors.append(told.text) if "Content Security" in told.text else None)
        made.append((context, page))
        return page

    yield phone
    for context, page in made:
        assert page.hosts <= {"prepdeck.local"}
        assert page.errors == []
        context.close()


def entries(live, session):
    return live.room.store.entries(session.id)


KINDS = {field.kind for form in kit().forms.values() for field in form.fields.values()}
EVERY_KIND = {"card-log", "context", "idea", "idea-votes", "pantry", "readiness-team", "recipe", "roadmap", "segment"}


def test_the_forms_that_always_run_have_every_kind_of_question():
    assert {field.kind for id in EVERY_KIND for field in kit().forms[id].fields.values()} == KINDS


def every_form():
    """Each form of the kit with a thing whose code opens it; votes come last, when there is something to vote on."""
    found = {}
    for printed in kit().things:
        for form in kit().forms_of(printed):
            if printed.id != "join":  # that opens the door
                found.setdefault(form.id, (printed, form))
    return sorted(found.values(), key=lambda pair: any(field.kind == "votes" for field in pair[1].fields.values()))


SOME, ALL = frozenset(EVERY_KIND), frozenset(kit().forms)


@pytest.mark.parametrize(
    ("forms", "script"),
    in_part([(SOME, True), (ALL, True), (ALL, False)], (SOME, True)),
    ids=["every kind", "every form", "every form, no script"],
)
def test_every_form_is_filled_in_sent_and_kept(live, session, phone, script, forms):
    """Always those that have every kind of question between them; each kind goes without script in test_kinds.py."""
    page, expected = phone(script=script), []
    for printed, form in (pair for pair in every_form() if pair[1].id in forms):
        page.goto(live.url(f"/{printed.code}?form={form.id}"))
        expect(page.get_by_role("heading", level=1)).to_have_text(printed.title)
        expected.append((form.id, fill_in(ChromiumPage(page), form, kit(), script)))
        if page.locator("#_consent").count():
            page.locator("#_consent").check()
        page.get_by_role("button", name="Keep it").click()
        page.wait_for_url(re.compile("/kept/"))
        expect(page.get_by_role("heading", level=1)).to_have_text("Kept. Thank you!")
    kept = [(entry.form, dict(entry.body)) for entry in entries(live, session)]
    assert [form for form, _ in kept] == [form for form, _ in expected]
    for (form, body), (_, said) in zip(kept, expected, strict=True):
        built = {name for name, field in kit().forms[form].fields.items() if field.kind == "sentence"}
        assert {name: answer for name, answer in body.items() if name not in built} == said
        for name in built:
            assert WORDS in body[name]
    page.goto(live.url("/mine"))
    assert page.locator("section.panel").count() == len(kept) + 1  # and the receipt


def write(page, words):
    page.locator('[name="note"]').fill(words)
    if page.locator("#_consent").count():
        page.locator("#_consent").check()
    page.get_by_role("button", name="Keep it").click()


def test_what_is_written_offline_survives_a_reload_and_arrives_once(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    page.context.set_offline(True)
    write(page, "Written in the lift")
    expect(page.locator("main > section:focus")).to_contain_text("It is on your phone")
    expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    page.get_by_role("button", name="Go on").click()
    write(page, "And another one")
    expect(page.locator("#outbox-count")).to_have_text("2 entries are not sent yet")
    page.goto("about:blank")
    assert entries(live, session) == ()
    page.context.set_offline(False)
    page.goto(live.url("/"))
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent")
    page.reload()
    expect(page.locator("#outbox")).to_be_hidden()
    kept = entries(live, session)
    assert [entry.body["note"] for entry in kept] == ["Written in the lift", "And another one"]
    assert len({entry.device for entry in kept}) == 1


def test_a_server_that_was_away_gets_what_waits_by_itself(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    live.stop()
    write(page, "Into the void")
    expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    live.start()
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent", timeout=20_000)
    assert [entry.body["note"] for entry in entries(live, session)] == ["Into the void"]


def test_a_store_that_is_locked_gets_what_waits_when_it_is_free_again(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    with locked(live.room.store):
        write(page, "Nobody can hold this")
        expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
        page.reload()  # what is read is there; what waits stays
        expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    page.evaluate("dispatchEvent(new Event('online'))")  # or in ten seconds, as the server said
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent", timeout=20_000)
    assert [entry.body["note"] for entry in entries(live, session)] == ["Nobody can hold this"]


def test_an_answer_that_gets_lost_makes_no_second_entry(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    live.lose = 2
    write(page, "Once")
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent", timeout=15_000)
    assert live.lost == [201, 200]
    assert [entry.body["note"] for entry in entries(live, session)] == ["Once"]


def test_the_page_of_a_hotel_is_not_taken_for_an_answer(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    hotel = {"status": 200, "content_type": "text/html", "body": "<h1>Welcome to our Wi-Fi</h1>"}
    page.route(re.compile("keep"), lambda route: route.fulfill(**hotel))
    write(page, "Mind the captive portal")
    expect(page.locator("main > section:focus")).to_contain_text("It is on your phone")  # after the hotel's answer
    expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    page.unroute(re.compile("keep"))
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent", timeout=15_000)
    assert len(entries(live, session)) == 1


def test_what_is_refused_stays_in_sight_with_its_words(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    live.do(live.room.store.close_session(session.id))
    write(page, "Too late?")
    expect(page.locator("main > section:focus")).to_contain_text("Try again in a moment")
    page.goto(live.url("/"))
    expect(page.locator("#outbox-count")).to_have_text("One entry is not sent yet")
    page.locator("#outbox summary").click()
    expect(page.locator("#outbox-list")).to_contain_text("Too late?")
    page.get_by_role("button", name="Copy my words").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    live.do(live.room.store.reopen_session(session.id))
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#outbox-count")).to_have_text("Everything is sent")
    assert [entry.body["note"] for entry in entries(live, session)] == ["Too late?"]


def test_what_is_refused_for_good_stays_in_sight_as_well(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    theirs = NewEntry(
        page.locator("[name=_id]").input_value(), session.id, None, "", "", "", "", "note", 1, {"note": "x"}
    )
    live.do(live.room.store.submit(theirs))
    write(page, "Under the id of somebody else")
    expect(page.locator("#faults")).to_be_focused()
    expect(page.locator("#faults")).to_contain_text("Both are kept")
    page.goto(live.url("/"))
    expect(page.locator("#outbox-count")).to_have_text("1 could not be taken")
    page.locator("#outbox summary").click()
    expect(page.locator("#outbox-list")).to_contain_text("Under the id of somebody else")


def test_what_is_thrown_away_is_asked_about_first(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GUEST.code}"))
    live.do(live.room.store.close_session(session.id))
    write(page, "Never mind")
    page.locator("#outbox summary").click()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#outbox-list li")).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Throw away").click()
    expect(page.locator("#outbox-list li")).to_have_count(0)


def test_faults_lead_to_their_fields_and_mended_answers_are_kept_once(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{GRID.code}"))
    page.locator("#_consent").check()
    page.locator('[name="why"]').fill("Because")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#faults")).to_be_focused()
    page.get_by_role("link", name=re.compile("^The idea")).click()
    expect(page.locator('[name="idea"]')).to_be_focused()
    assert page.locator('[name="idea"]').get_attribute("aria-invalid") == "true"
    page.keyboard.type("Remember the table")
    page.locator(".surface").click(position={"x": 10, "y": 10})
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile("/kept/"))
    expect(page.locator("#outbox")).to_be_hidden()
    assert [entry.body["idea"] for entry in entries(live, session)] == ["Remember the table"]


def test_a_phone_without_storage_sends_as_without_script(live, session, phone):
    page = phone()
    page.add_init_script("indexedDB.open = () => { throw new Error('private window'); }")
    page.goto(live.url(f"/{GUEST.code}"))
    write(page, "No memory")
    page.wait_for_url(re.compile("/kept/"))
    assert [entry.body["note"] for entry in entries(live, session)] == ["No memory"]
    page.errors.clear()  # what we broke ourselves


def test_a_place_is_given_by_tap_by_keys_and_by_numbers(live, session, phone):
    page = phone(has_touch=True)
    page.goto(live.url(f"/{GRID.code}"))
    x, y, surface = page.locator('[name="place.x"]'), page.locator('[name="place.y"]'), page.locator(".surface")
    box = surface.bounding_box()
    surface.tap(position={"x": box["width"] * 0.75, "y": box["height"] * 0.1})
    assert (x.input_value(), y.input_value()) == ("75", "90")
    expect(page.locator("[data-said-here]")).to_contain_text("Customer experience")
    surface.focus()
    for key in ("ArrowLeft", "ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    assert (x.input_value(), y.input_value()) == ("70", "84")
    for _ in range(30):
        page.keyboard.press("ArrowUp")
    assert y.input_value() == "100"
    x.fill("25")
    middle = page.locator(".dot").bounding_box()
    assert abs(middle["x"] + middle["width"] / 2 - box["x"] - box["width"] * 0.25) < 3


def test_cards_are_found_by_name_and_by_code(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{RECIPE.code}"))
    page.locator("[data-picker] summary").click()
    page.get_by_label("Find a card").fill("NÄGGING")
    expect(page.locator(".picker label:visible")).to_have_text(re.compile("Nagging"))
    page.keyboard.press("Enter")
    assert page.locator(f'[name="cards"][value="{thing("card", "nagging").code}"]').is_checked()
    page.get_by_label("Find a card").fill("no such card")
    expect(page.get_by_text("No card is called that")).to_be_hidden()  # what is chosen stays in sight
    for code in (CARDS[0], GUEST.code):  # with those that belong to a question of their own
        page.get_by_label("type its code").fill(code.lower())
        page.keyboard.press("Tab")
        assert page.locator(f'[name="cards"][value="{code}"]').is_checked()
    assert page.locator(f'#f-cards-all [value="{GUEST.code}"]').inner_text() == "Guest"


def test_dots_are_spent_up_to_the_budget(live, session, phone):
    page = phone()
    for idea in ("One", "Two"):
        page.goto(live.url(f"/{GRID.code}"))
        page.locator('[name="idea"]').fill(idea)
        page.locator(".surface").click()
        if page.locator("#_consent").count():
            page.locator("#_consent").check()
        page.get_by_role("button", name="Keep it").click()
        page.wait_for_url(re.compile("/kept/"))
    page.goto(live.url(f"/{GRID.code}?form=idea-votes"))
    more = page.get_by_role("button", name="One more")
    more.first.click()
    more.first.click()
    more.last.click()
    expect(page.get_by_text("0 left")).to_be_visible()
    expect(more.first).to_be_disabled()
    expect(more.last).to_be_disabled()
    page.get_by_role("button", name="One less").last.click()
    expect(more.first).to_be_enabled()


def test_the_sentence_grows_as_one_writes(live, session, phone):
    page = phone()
    page.goto(live.url(f"/{RECIPE.code}"))
    page.locator('[name="if"]').fill("a guest comes.")
    expect(page.locator("[data-sentence]")).to_contain_text("If a guest comes, then ….")
    page.locator('[name="then"]').fill("we say hello")
    expect(page.locator("[data-sentence]")).to_have_text("If a guest comes, then we say hello.")


# --- for everybody ---


def pages(live, page, forms):
    """Every page that a participant may see, one after the other; of forms those that are named."""
    yield from ("/", "/?code=ABCDEF", "/join", "/erase", "/nowhere-at-all")
    yield from (f"/{at.code}?form={form.id}" for at, form in every_form() if form.id in forms)
    page.goto(live.url(f"/{GRID.code}"))
    page.locator('[name="idea"]').fill("A very long word: Personalisierungsgrundsatzentscheidungsvorlage " + "x" * 60)
    page.locator('[name="place.x"]').fill("20")
    page.locator('[name="place.y"]').fill("20")
    page.locator("#_consent").check()
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile("/kept/"))
    seen = urlsplit(page.url).path  # by its signed address
    own = seen.rpartition("/")[0]
    yield said_by_another(live)
    yield from (seen, own, f"{own}/take-back", "/mine", f"/{GRID.code}?form=idea-votes", f"{own}/change")
    yield f"/{GRID.code}"  # with what is there to be placed
    page.go_back()
    page.locator('[name="why"]').fill("Because of one more very long word: " + "x" * 90)
    page.reload()
    expect(page.locator("#draft")).to_be_visible()
    yield ""
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("button", name="Keep both")).to_be_visible()
    yield ""  # with what it said before
    page.goto(live.url(f"/{GUEST.code}"))
    page.get_by_role("button", name="Begin a recipe").click()
    page.wait_for_url("**/lay")
    yield from ("/lay", f"/{CARDS[0]}", "/lay#slot-who")
    yield from faulty(live, page)


def said_by_another(live) -> str:
    """The address of a recipe with a very long word."""
    store, (session,) = live.room.store, live.room.store.open_sessions(kit().id)
    about = RECIPE.code, RECIPE.kind, RECIPE.id, RECIPE.copy
    said = {"name": "Another one " + "y" * 90, "cards": list(CARDS), "who": "z" * 90}
    live.do(store.submit(NewEntry("another", session.id, None, *about, "recipe", 1, said)))
    return f"/e/{entry_code('another')}"


def faulty(live, page):
    """The pages that say what went wrong; an empty path is the page as it stands."""
    store, (session,) = live.room.store, live.room.store.open_sessions(kit().id)
    yield "/lay"
    page.locator("#f-cards").fill("ABCDEF")
    page.locator("#entry button.main").click()
    page.locator("#faults:focus").wait_for()
    yield ""
    live.do(store.set_ballot(session.id, "idea-votes", "four-arguments", state="closed"))
    yield f"/{GRID.code}?form=idea-votes"
    receipt = store.device(page.context.cookies()[0]["value"]).receipt
    yield from typed(page, "/erase", "#receipt", "ABCDEFGHJK")
    yield from typed(page, "/erase", "#receipt", receipt)
    live.do(store.relink(thing("card", "dabbler").code, "https://forms.example.org/x"))
    yield f"/{thing('card', 'dabbler').code}"
    page.goto(live.url(f"/{GUEST.code}?log=1"))
    live.do(store.close_session(session.id))
    write(page, "Too late")
    page.locator("#outbox summary").click()
    yield ""
    page.get_by_role("button", name="Go on").click()
    page.locator(NOTE).fill("Too late, without script: " + "x" * 90)
    page.evaluate("document.querySelector('#entry').submit()")
    expect(page.locator("#held")).to_be_visible()
    yield ""
    yield f"/{GRID.code}"
    page.context.clear_cookies()
    yield f"/{GRID.code}"
    others = [live.do(store.open_session(kit().id, name)) for name in ("One", "Another")]
    yield f"/{GRID.code}"
    yield from typed(page, "/join", "#code", "ABCDEFGH")
    page.goto(live.url(f"/j/{others[0].join_token}"))
    page.evaluate("document.querySelector('#_consent').form.submit()")
    expect(page.locator("#_consent-fault")).to_be_visible()
    yield ""


def typed(page, path, into, words):
    yield path
    with page.expect_navigation():
        page.locator(into).fill(words)
        page.locator(into).press("Enter")
    yield ""


NARROW = (320, 800)
LOOKS = {
    "narrow": Look(NARROW),
    "dark": Look((WIDTH, 800), scheme="dark"),
    "forced colours": Look((WIDTH, 800), forced="active", motion="reduce"),
    "right to left": Look(NARROW, rtl=True),
}
SMALL = """() => [...document.querySelectorAll(
    'button, input, select, textarea, .button, summary, .options label, .scale label, .picker label')]
    .filter((each) => each.checkVisibility() && !(each.matches('input') && each.closest('label')))
    .map((each) => [each.getBoundingClientRect().height, each.outerHTML]).filter(([height]) => height < 44)"""


@walks(LOOKS)
def test_everybody_can_use_every_page(live, session, phone, looks):
    """No violation, nothing beyond the edge, and whatever is pressed is 44 px high.

    In all looks at once the forms are those that have every kind of question between them; in one look, all forms.
    """
    live.do(live.room.store.set_session(session.id, asks=("table", "department"), departments=("product", "design")))
    page = phone()
    wear(page, first_of(looks))
    for path in pages(live, page, SOME - {"idea-votes", "recipe"} if len(looks) > 1 else ALL):
        if path:
            page.goto(live.url(path))
        assert wrong(page, looks, SMALL) == [], path or page.url


def faulty_page(live, page):
    page.goto(live.url(f"/{GRID.code}"))
    page.locator('[name="place.x"]').fill("20")
    page.locator("#_consent").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#faults li")).to_have_count(2)
    assert page.locator(".fault:visible").count() == 2


@walks(LOOKS)
def test_everybody_can_use_a_page_with_faults(live, session, phone, looks):
    page = phone()
    wear(page, first_of(looks))
    faulty_page(live, page)
    assert wrong(page, looks, SMALL) == []
    expect(page.locator("#outbox")).to_be_hidden()  # the form says it, and the words stand in it


def test_without_script_a_page_has_its_faults(live, session, phone):
    faulty_page(live, phone(320, script=False))

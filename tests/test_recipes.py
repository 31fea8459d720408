"""A recipe lays itself: scanned cards fill the form by their roles, and what a person wrote is never written over."""

import uuid
from dataclasses import replace

import pytest
from engines import ENGINES
from rooms import Phone, kit, manifest, thing
from serialised import controls

from generator.capture.answers.slots import laid_words, slots
from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.codes import ThingEntry
from generator.form import Form, FormField

TITLES = ["Guest", "First look", "A close neighbour", "Banner", "Saves time"]
BY_TITLE = {card.title: card.code for card in kit().cards()}
FIVE = [BY_TITLE[title] for title in TITLES]
FILLED = {
    "who": "Guest",
    "what": "A close neighbour (Banner)",
    "when": "First look",
    "why": "Saves time",
    "if": "“Guest”, “First look”",
    "then": "“A close neighbour” as “Banner”",
}
JSON = {"accept": "application/json"}


# --- which field takes which roles, and in which words, is said by the form ---


def own_kit(**fields):
    """A kit of other roles, whose form says how they fill it."""
    asked = {"laid": FormField(label="Cards", kind="cards")}
    asked |= {name: FormField(label=name, kind="long-text", laid_from=parts) for name, parts in fields.items()}
    form = Form(id="plan", title="Plan", fields=asked)
    things = [("AAAA22", "Rain", "weather"), ("BBBB22", "Tent", "shelter"), ("CCCC22", "Snow", "weather")]
    cards = tuple(ThingEntry(code, "card", title.lower(), title=title, role=role) for code, title, role in things)
    return form, replace(kit(), forms={"plan": form}, things=cards)


@pytest.mark.parametrize(
    ("laid", "words"),
    [
        ([], {}),
        (["AAAA22"], {"sky": "Rain", "both": "under Rain"}),
        (["AAAA22", "CCCC22"], {"sky": "Rain, Snow", "both": "under Rain, Snow"}),
        (["BBBB22"], {"both": "in Tent"}),
        (["AAAA22", "BBBB22"], {"sky": "Rain", "both": "under Rain, in Tent", "all": "Rain over Tent"}),
        (["NOSUCH"], {}),
    ],
)
def test_a_form_says_what_cards_fill_it_with(laid, words):
    form, printed = own_kit(
        sky=("weather",), both=("under {weather}", ", in {shelter}"), all=("{weather} over {shelter}",)
    )
    assert laid_words(form, printed, laid) == words


def test_a_role_is_picked_where_the_form_names_it_first():
    form, printed = own_kit(sky=("weather",), both=("under {weather}", ", in {shelter}"), all=("weather", "shelter"))
    found = {slot.field: [card.title for card in slot.cards] for slot in slots(form, printed)}
    assert found == {"sky": ["Rain", "Snow"], "both": ["Tent"]}


def test_the_manifest_hands_on_what_cards_fill():
    assert PrintedKit.of(manifest()).forms["recipe"].fields["who"].laid_from == ("audience", "({signal})")
    assert b'"laid_from"' in manifest()


# --- without script ---


@pytest.fixture
def phone(room, session):
    """In the workshop, with a recipe begun with the first card."""
    phone = Phone(create_app(room))
    phone.post("/join", {"_consent": "1"})
    phone.post("/lay/cards", {"card": FIVE[0], "do": "add"})
    return phone


def inputs(page):
    """What the form of a page would send."""
    sent = {}
    for name, value in controls(page.text):
        sent.setdefault(name, []).append(value)
    return sent


def said(page):
    return {name: values[0] for name, values in inputs(page).items() if name in FILLED}


def test_five_scans_fill_the_recipe_and_it_is_kept_as_it_stands(room, session, phone):
    for code in FIVE[1:]:
        page = phone.get(f"/{code}")
    assert said(page) == said(phone.get("/lay")) == FILLED
    assert phone.post("/lay", inputs(page)).headers["location"].startswith("/kept/")
    (kept,) = room.store.entries(session.id)
    assert {name: kept.body[name] for name in FILLED} == FILLED
    assert kept.body["sentence"] == "If “Guest”, “First look”, then “A close neighbour” as “Banner”."
    assert set(kept.body["cards"]) == set(FIVE)
    assert room.store.draft(kept.device) == {}


def test_what_was_typed_over_stays_through_later_scans_and_a_card_taken_out(phone):
    page = phone.get("/lay")
    sent = inputs(page) | {"who": ["Somebody\r\nnew"], "name": ["Hello"], "do": ["save"]}
    phone.post("/lay/cards", sent)
    page = phone.get(f"/{FIVE[1]}")
    assert said(page)["who"] == "Somebody\r\nnew"
    assert said(page)["when"] == "First look"
    assert inputs(page)["name"] == ["Hello"]
    out = inputs(page)
    out["cards"].remove(FIVE[0])
    phone.post("/lay/cards", out | {"do": ["save"]})
    page = phone.get("/lay")
    assert FIVE[0] not in inputs(page)["cards"]
    assert (said(page)["who"], said(page)["if"]) == ("Somebody\r\nnew", "“First look”")


def test_what_was_emptied_stays_empty_and_what_was_put_back_follows_the_cards_again(phone):
    page = phone.get("/lay")
    phone.post("/lay/cards", inputs(page) | {"who": [""], "do": ["save"]})
    assert said(phone.get(f"/{FIVE[1]}"))["who"] == ""
    page = phone.get("/lay")
    phone.post("/lay/cards", inputs(page) | {"who": ["Guest"], "do": ["save"]})
    assert said(phone.get(f"/{BY_TITLE['Dabbler']}"))["who"] == "Guest, Dabbler"


def test_a_page_that_is_older_than_the_last_scan_takes_nothing_away(phone):
    old = inputs(phone.get("/lay"))
    phone.get(f"/{FIVE[1]}")
    newer = inputs(phone.get("/lay")) | {"when": ["At night"], "do": ["save"]}
    phone.post("/lay/cards", newer)
    phone.post("/lay/cards", old | {"why": ["For joy"], "do": ["save"]})
    page = phone.get("/lay")
    assert {"when": "At night", "why": "For joy"}.items() <= said(page).items()
    assert set(inputs(page)["cards"]) >= set(FIVE[:2])


def test_what_is_sent_with_a_fault_is_in_the_draft(phone):
    sent = inputs(phone.get("/lay")) | {"why": ["For joy"], "cards": [FIVE[0], "ABCDEF"]}
    assert phone.post("/lay", sent | {"_id": str(uuid.uuid4())}).status_code == 422
    assert said(phone.get(f"/{FIVE[1]}"))["why"] == "For joy"


def test_a_typed_code_lays_its_card_and_a_wrong_one_is_said(phone):
    sent = inputs(phone.get("/lay"))
    sent["cards"] = [FIVE[0], FIVE[1].lower()]
    phone.post("/lay/cards", sent | {"do": ["save"]})
    page = phone.get("/lay")
    assert said(page)["when"] == "First look"
    page = phone.post("/lay/cards", inputs(page) | {"cards": [*FIVE[:2], "ABCDEF"], "do": ["save"]})
    assert page.status_code == 422
    assert "ABCDEF" in page.text
    assert set(inputs(page)["cards"]) == {*FIVE[:2], "ABCDEF"}


def test_a_card_that_is_not_offered_lies_there_all_the_same(room, session, phone):
    blanks = [each.code for each in kit().things if each.kind == "blank"][:2]
    for code in blanks:
        page = phone.get(f"/{code}")
    phone.post("/lay", inputs(page))
    assert set(room.store.entries(session.id)[0].body["cards"]) == {FIVE[0], *blanks}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["no what yet", "no when yet", "no why yet", "no measure yet"]),
        ("de", ["noch kein „what“", "noch kein „when“", "noch kein „why“", "noch kein „measure“"]),
    ],
)
def test_what_is_missing_is_named_by_its_role_until_it_is_there(phone, language, words):
    phone.post("/language", {"to": language, "back": "/lay"})
    assert [each for each in words if f">{each}</span>" in phone.get("/lay").text] == words
    assert not [each for each in ("who", "Who?") if f"{each} yet</span>" in phone.get("/lay").text]
    for code in FIVE[1:]:
        phone.get(f"/{code}")
    assert [each for each in words if f">{each}</span>" in phone.get("/lay").text] == words[-1:]


def test_beginning_anew_forgets_cards_and_words(room, phone):
    phone.post("/lay/cards", inputs(phone.get("/lay")) | {"why": ["For joy"], "do": ["save"]})
    phone.post("/lay/cards", {"do": "clear"})
    assert said(phone.get("/lay")) == dict.fromkeys(FILLED, "")


def test_a_retry_of_a_kept_recipe_leaves_the_next_one_alone(phone):
    sent = inputs(phone.get("/lay"))
    phone.post("/lay", sent)
    phone.post("/lay/cards", {"card": FIVE[1], "do": "add"})
    assert phone.post("/lay", sent, headers=JSON).json()["outcome"] == "known"
    assert said(phone.get("/lay"))["when"] == "First look"


# --- in browsers ---

engines = pytest.mark.parametrize("engine", ENGINES)
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
SEEN = "[...document.querySelectorAll('#entry [data-slot]')].filter((each) => each.checkVisibility()).length"


class Taps:
    """A page that counts what a finger does to it; a scan is one as well: on the link that the camera shows."""

    def __init__(self, page) -> None:
        self.page, self.count = page, 0

    def __getattr__(self, name):
        self.count += name in ("press", "tick", "tap", "go")
        return getattr(self.page, name)


def value(name):
    return f"document.querySelector('textarea[name={name}]').value"


def begin(page):
    page.go(f"/{FIVE[0]}")
    page.press('form[action="/lay/cards"] button')
    page.see("main:not(:has(#entry)) #_consent")
    page.tick("#_consent")
    page.press("main button.main")
    page.see("[data-slots]")


def scan(page, code):
    page.go(f"/{code}")
    page.see(f'#entry:has([value="{code}"]:checked)')


@pytest.fixture
def held(live):
    return live.do(live.room.store.open_session(kit().id, "Tuesday"))


@engines
@SCRIPT
def test_a_recipe_by_five_scans_takes_eight_taps_of_a_phone_that_is_new(live, held, phone_in, script):
    page = Taps(phone_in(script))
    begin(page)
    for code in FIVE[1:]:
        scan(page, code)
    page.press("#entry button.main")
    page.see(".receipt")
    assert page.count - 1 <= 8  # from the first scan on
    (kept,) = live.room.store.entries(held.id)
    assert {name: kept.body[name] for name in FILLED} == FILLED


@engines
def test_one_slot_is_a_step_and_what_was_written_there_outlives_scans_and_the_page(live, held, phone_in):
    page = phone_in()
    begin(page)
    page.see("body.steps")
    assert page.run(SEEN) == 0
    page.press('[data-row="why"]')
    page.see("#slot-why .picker")
    assert page.run(SEEN) == 1
    page.tick(f'#slot-why [value="{FIVE[4]}"]')
    page.see('#entry:has(#slot-why [value]:checked):has(input[name="_laid"])')
    wait_for(page, f"{value('why')} === 'Saves time'")
    scan(page, BY_TITLE["Keeps a customer"])
    assert page.run(value("why")) == "Saves time, Keeps a customer"  # nobody typed there yet
    page.press('[data-row="why"]')
    page.see("#slot-why .picker")
    page.fill('[name="why"]', "Nobody has to search")
    page.press("#slot-why .ways a")
    page.see("[data-slots]")
    assert "Nobody has to search" in page.run("document.querySelector('[data-row=why]').textContent")
    scan(page, BY_TITLE["The next favourite"])
    assert page.run(value("why")) == "Nobody has to search"
    page.go("/lay")
    assert page.run(value("why")) == "Nobody has to search"
    assert page.run(value("who")) == "Guest"
    page.press("#entry button.main")
    page.see(".receipt")
    (kept,) = live.room.store.entries(held.id)
    assert kept.body["why"] == "Nobody has to search"
    assert set(kept.body["cards"]) == {
        FIVE[0],
        FIVE[4],
        *map(BY_TITLE.get, ("Keeps a customer", "The next favourite")),
    }


def wait_for(page, script):
    page.run(f"void (window.wanted = setInterval(() => {{ if ({script}) document.body.dataset.there = 1 }}, 20))")
    page.see("body[data-there]")


@engines
def test_what_is_half_written_survives_where_the_server_does_not_hear_of_it(live, held, phone_in):
    """The phone's own draft and a later scan: what was touched is the person's, all else is as the cards say."""
    page = phone_in()
    begin(page)
    page.run("void (window.fetch = () => Promise.reject(new Error('no network')))")
    page.press('[data-row="when"]')
    page.see("#slot-when .picker")
    page.fill('[name="when"]', "On a train")
    scan(page, FIVE[1])
    assert (page.run(value("when")), page.run(value("if"))) == ("On a train", FILLED["if"])
    page.press("details:has([data-drop]) summary")
    page.press("[data-drop] button")
    page.see("#code")
    page.go("/lay")
    assert page.run(value("when")) == ""


def test_a_wide_page_shows_all_slots_at_once(live, held, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    page = context.new_page()
    page.goto(live.url(f"/{FIVE[0]}"))
    page.locator('form[action="/lay/cards"] button').click()
    page.locator("#_consent").check()
    page.locator("main button.main").click()
    page.wait_for_url("**/lay")
    assert page.evaluate(SEEN) == 5
    context.close()


@engines
def test_faults_lead_out_of_the_steps_to_the_slot_they_are_about(live, held, phone_in):
    page = phone_in()
    begin(page)
    page.press('[data-row="who"]')
    page.see("#slot-who .picker")
    page.run("void document.querySelector('[name=who]').removeAttribute('maxlength')")
    page.run("void (document.querySelector('[name=who]').value = 'x'.repeat(2001))")
    page.press("#slot-who .ways a")
    page.press("#entry button.main")
    page.see("#faults:focus")
    page.press("#faults li a")
    assert page.run("document.activeElement.name") == "who"


def test_the_codes_of_the_tests_are_those_of_five_roles():
    roles = [thing("card", kit().thing(code).id).role for code in FIVE]
    assert roles == ["audience", "trigger", "content", "element", "benefit"]


def test_whoever_comes_to_the_recipe_before_joining_comes_to_it_after(app, session):
    stranger = Phone(app, address="10.0.0.8")
    door = stranger.get("/lay").headers["location"]
    page = stranger.get(door).text
    assert 'name="next" value="lay"' in page
    joined = stranger.post("/join", {"_consent": "1", "next": "lay"})
    assert joined.headers["location"] == "/lay"
    assert stranger.get("/lay").status_code == 200

"""What a recipe leaves open is shown while it is laid and never in the way; an interaction begins it with its cards."""

import json
import uuid

import pytest
from accessible import Look, wrong
from rooms import RUNNER, Phone, kit, manifest, thing
from serialised import controls

from generator.capture.answers.doubts import kept_row, open_points
from generator.capture.app import create_app
from generator.capture.kits import PrintedKit
from generator.capture.model import NewEntry
from generator.capture.web.tokens import entry_id
from generator.capture.web.translations import words
from generator.codes import Manifest, in_language
from generator.codes.manifest import parse_manifest
from generator.codes.manifest_entries import LanguageEntry, ThingWords
from generator.lint import RULES

JSON = {"accept": "application/json"}
FORM = kit().forms["recipe"]
CORE = ("guest", "meets-a-title", "related-title", "banner")
SOUND = (*CORE, "page-viewed", "half-an-hours-talk", "consent-choice", "nagging")
GREET = thing("card", "greet-a-second-visit")
BEGINS = ("First row", "Pick up again", "Back after a gap")
WORKS = f"It works when you see: {thing('card', GREET.measures[0]).title}."


def codes_of(*ids):
    return [thing("card", name).code for name in ids]


# --- the facts are in the manifest ---


def test_the_manifest_says_what_recipes_are_judged_by_and_no_more():
    said = {each["id"]: each for each in json.loads(manifest())["things"] if each["kind"] == "card"}
    assert (said["page-viewed"]["depth"], said["page-viewed"]["consent"]) == ("thin", "needed")
    assert said["greet-a-second-visit"]["proposes"] == ["home-shelf", "pick-up-again", "back-after-a-gap"]
    assert said["renewal-rate"]["read_from"]
    assert said["banner"]["also"]
    assert {"drawn", "depth", "proposes"} & said["guest"].keys() == set()
    others = {"drawn": False, "measures": ["return-visits"]}
    assert others.items() <= said["greet-a-second-visit"].items()
    assert 40 < sum("drawn" not in each for each in said.values()) < len(said) / 2


def test_the_other_names_of_a_card_are_in_the_words_of_a_language():
    bare = parse_manifest(manifest())
    banner = thing("card", "banner")
    german = LanguageEntry("Ein Kasten", things={banner.code: ThingWords("Banner", also=("Kopfzeile",))})
    read = parse_manifest(bare._replace(languages={"de": german}).to_bytes())
    assert _card(in_language(read, "de"), "banner").also == ("Kopfzeile",)
    assert _card(in_language(read, "de"), "alert-bar").also == thing("card", "alert-bar").also


def _card(said: Manifest, name: str):
    return next(each for each in said.things if (each.kind, each.id) == ("card", name))


def test_pickers_offer_what_is_printed_first_and_the_others_after_it(phone):
    cards = kit().cards()
    assert [card.drawn is False for card in cards] == sorted(card.drawn is False for card in cards)
    assert {card.drawn for card in cards} == {None, False}
    page = phone.get("/lay").text
    why = page[page.index('id="slot-why"') :]
    why = why[: why.index("</details>")]
    offered = [thing("card", name).code in why.partition("not printed")[0] for name in ("saves-time", "peace-of-mind")]
    assert offered == [True, False]
    assert page.count("not printed") == sum(card.drawn is False for card in cards)


# --- while it is laid, without script ---


@pytest.fixture
def phone(room, session):
    phone = Phone(create_app(room))
    phone.post("/join", {"_consent": "1"})
    return phone


def lay(phone, *ids):
    for code in codes_of(*ids):
        phone.post("/lay/cards", {"card": code, "do": "add"})
    return phone.get("/lay")


def told(phone, **typed):
    """What the page hears of the recipe as it lies there."""
    return phone.post("/lay/cards", {"do": "save", **typed}, headers=JSON).json()


def rules(answer):
    return [doubt["rule"] for doubt in answer["doubts"]]


def keep(phone, *ids, **said):
    inputs = {}
    for name, value in controls(lay(phone, *ids).text):
        inputs.setdefault(name, []).append(value)
    answer = phone.post("/lay", inputs | {"_id": str(uuid.uuid4())} | said)
    assert answer.headers["location"].startswith("/kept/"), answer.text
    return answer


@pytest.mark.parametrize(
    ("laid", "rule", "titles"),
    [
        ([name for name in SOUND if name != "half-an-hours-talk"], "clicks-alone", "Page viewed"),
        ([name for name in SOUND if name != "consent-choice"], "no-consent", "Page viewed"),
        ([name for name in SOUND if name != "nagging"], "no-limit", "must not happen"),
        ([*SOUND, "renewal-rate"], "measure-unread", thing("card", "renewal-rate").title),
    ],
)
def test_what_is_open_stands_under_the_slots_and_keeps_nobody_from_keeping_it(phone, laid, rule, titles):
    page = lay(phone, *laid)
    assert rules(told(phone)) == [rule]
    said = words("en")
    assert titles in page.text[page.text.index(said["doubts-title"]) :]
    assert said[f"doubt-{rule}-advice"] in page.text
    keep(phone)


def test_a_recipe_that_leaves_nothing_open_is_left_alone(phone):
    page = lay(phone, *SOUND)
    assert told(phone)["doubts"] == []
    assert '<div class="stack" hidden><h2>Worth another look' in page.text


def test_a_recipe_is_seen_beside_those_that_were_kept_before_it(phone):
    for _ in range(2):
        lay(phone, *SOUND)
        assert rules(told(phone)) == []
        keep(phone)
    lay(phone, *SOUND)
    assert rules(told(phone)) == ["one-element"]


def test_an_element_by_another_name_is_seen_in_what_was_written_over_the_cards(phone):
    lay(phone, *SOUND)
    alias = thing("card", "banner").also[0]
    laid = " ".join(codes_of(*SOUND))
    answer = told(phone, _laid=laid, cards=codes_of(*SOUND), why=f"It is a {alias} they know")
    assert rules(answer) == ["two-names"]
    assert alias in answer["doubts"][0]["text"]


def test_a_kit_that_was_printed_before_the_marks_is_judged_by_what_it_says(room, session, phone):
    old = json.loads(manifest())
    for each in old["things"]:
        for name in ("drawn", "proposes", "measures", "depth", "consent", "read_from", "also"):
            each.pop(name, None)
    earlier = PrintedKit.of(json.dumps(old).encode())
    room.kits = lambda: earlier
    lay(phone, *CORE, "page-viewed", GREET.id)
    answer = told(phone)
    assert (rules(answer), answer["begun"]) == (["no-limit"], [])
    assert "not printed" not in phone.get("/lay").text


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_rule_has_words_in_every_language(language):
    said = words(language)
    assert {f"doubt-{rule}" for rule in RULES} | {f"doubt-{rule}-advice" for rule in RULES} == {
        name for name in said if name.startswith("doubt-")
    }


# --- an interaction ---


def test_an_interaction_begins_a_recipe_with_the_cards_that_it_proposes(phone):
    page = lay(phone, GREET.id)
    assert f"begins with {', '.join(BEGINS)}. Take better ones." in page.text
    answer = told(phone)
    assert answer["laid"] == codes_of(GREET.id, "home-shelf", "pick-up-again", "back-after-a-gap")
    assert answer["filled"]["what"] == "Pick up again (First row)"
    assert GREET.title not in "".join(answer["filled"].values())


def test_it_lays_nothing_for_a_role_that_has_a_card_and_scanned_again_brings_nothing_back(phone):
    lay(phone, "banner")
    phone.get(f"/{GREET.code}")
    there = codes_of("banner", GREET.id, "pick-up-again", "back-after-a-gap")
    assert told(phone)["laid"] == there
    phone.post("/lay/cards", {"do": "save", "_laid": " ".join(there), "cards": [there[0], there[1], there[3]]})
    page = phone.get(f"/{GREET.code}")
    assert told(phone)["laid"] == [there[0], there[1], there[3]]
    assert "begins with Back after a gap. Take better ones." in page.text
    phone.post("/lay/cards", {"do": "save", "_laid": " ".join(there), "cards": there[:2]})
    assert "Take better ones" not in phone.get("/lay").text


def test_an_interaction_that_is_ticked_brings_its_cards_along_too(phone):
    lay(phone, "guest")
    answer = told(phone, _laid=codes_of("guest")[0], cards=codes_of("guest", GREET.id))
    assert answer["laid"] == codes_of("guest", GREET.id, "home-shelf", "pick-up-again", "back-after-a-gap")
    assert answer["begun"] == [
        {"title": GREET.title, "text": f"begins with {', '.join(BEGINS)}. Take better ones. {WORKS}"}
    ]


def test_its_page_leads_to_the_cards_that_it_begins_with(phone):
    page = phone.get(f"/{GREET.code}").text
    for title, name in zip(BEGINS, GREET.proposes, strict=True):
        assert f'<a href="/{codes_of(name)[0]}?log=1" lang="en-GB">{title}</a>' in page
    assert "It begins a recipe with" not in phone.get(f"/{thing('card', 'guest').code}").text


def test_it_says_what_would_show_that_it_works_on_its_page_and_in_the_recipe(phone):
    (measure,) = (thing("card", name) for name in GREET.measures)
    page = phone.get(f"/{GREET.code}").text
    assert f'It works when you see: <a href="/{measure.code}?log=1" lang="en-GB">{measure.title}</a>' in page
    assert "It works when you see" not in phone.get(f"/{thing('card', 'guest').code}").text
    assert f"It works when you see: {measure.title}." in lay(phone, GREET.id).text


# --- on the desk ---


def test_the_desk_shows_what_a_kept_recipe_leaves_open_beside_those_before_it(room, session, desk):
    ids = [_kept(room, session, *SOUND) for _ in range(3)]
    pages = [desk.get(f"/desk/{session.id}/entries/{name}").text for name in ids]
    assert ["Worth another look" in page for page in pages] == [False, False, True]
    assert "At least two recipes before it are in this element: Banner." in pages[2]
    assert "<b>Recipe</b> · <time" in pages[0], "what no code was scanned for is named once"
    assert "Worth another look" in desk.get(f"/desk/{session.id}/entries/{_kept(room, session, *CORE)}").text
    bare = RUNNER.run(room.store.submit(NewEntry(note := entry_id(), session.id, None, "", "", "", "", "note", 1, {})))
    assert bare == "stored"
    assert "Worth another look" not in desk.get(f"/desk/{session.id}/entries/{note}").text


def _kept(room, session, *ids):
    entry = NewEntry(entry_id(), session.id, None, "", "", "", "", "recipe", 1, {"cards": codes_of(*ids)})
    RUNNER.run(room.store.submit(entry))
    return entry.id


def test_an_entry_without_cards_leaves_nothing_to_say(room, session):
    entry = NewEntry(entry_id(), session.id, None, "", "", "", "", "recipe", 1, {"who": "Ana", "cards": "odd"})
    RUNNER.run(room.store.submit(entry))
    (kept,) = room.store.entries(session.id)
    assert open_points(kept_row(kept, FORM, kit()), (), words("en")) == ()


# --- in a browser ---

LOOKS = {
    "light": Look((390, 844)),
    "narrow": Look((320, 640)),
    "dark": Look((390, 844), scheme="dark"),
    "right to left": Look((390, 844), rtl=True),
}
BELOW = (
    "document.documentElement.scrollHeight - scrollY - document.querySelector('footer').getBoundingClientRect().bottom"
)
DOUBTS = "[...document.querySelectorAll('[data-doubts] li')].map((each) => each.firstChild.textContent)"


@pytest.mark.needs("chromium")
def test_doubts_follow_along_and_everybody_can_use_the_page(live, chromium):
    live.do(live.room.store.open_session(kit().id, "Tuesday"))
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", has_touch=True)
    page = context.new_page()
    page.goto(live.url(f"/{GREET.code}"))
    assert wrong(page, LOOKS) == []
    page.locator('form[action="/lay/cards"] button').click()
    page.locator("#_consent").check()
    page.locator("main button.main").click()
    page.locator("[data-slots]").wait_for()
    assert page.evaluate(DOUBTS) == []
    assert page.locator("[data-doubts] h2").is_hidden()
    assert page.locator("[data-begun]").inner_text() == (
        f"Greet a second visit begins with First row, Pick up again, Back after a gap. Take better ones. {WORKS}"
    )
    assert page.evaluate(BELOW) < 100
    page.locator('[data-row="who"]').click()
    for name in ("guest", "page-viewed"):
        page.locator(f'#slot-who [value="{thing("card", name).code}"]').check()
    page.locator("#slot-who .ways a").first.click()
    page.locator("[data-doubts] h2").wait_for()
    page.wait_for_function(f"{DOUBTS}.length === 3")
    assert page.evaluate(DOUBTS) == [
        "It rests on clicks alone: Page viewed.",
        "It uses what needs a yes, and nothing says that there is one: Page viewed.",
        "It does not say when it must not happen.",
    ]
    assert wrong(page, LOOKS) == []
    page.goto(live.url(f"/{thing('card', 'nagging').code}"))
    assert len(page.evaluate(DOUBTS)) == 2
    page.locator('[data-row="what"]').click()
    page.locator(f'#slot-what [value="{thing("card", "pick-up-again").code}"]').uncheck()
    page.locator("#slot-what .ways a").first.click()
    page.wait_for_function("!document.querySelector('[data-begun]').textContent.includes('Pick up again')")
    assert (
        page.locator("[data-begun]")
        .inner_text()
        .endswith(f"begins with First row, Back after a gap. Take better ones. {WORKS}")
    )
    page.locator("#entry button.main").click()
    page.locator(".receipt").wait_for()
    context.close()

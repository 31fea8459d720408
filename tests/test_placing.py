"""Placing what is there: by its id, each phone once, and one more if it is new."""

import pytest
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit
from test_votes import EN, GRID

from generator.capture.answers import offers
from generator.capture.app import create_app
from generator.capture.web.tokens import entry_id

JSON = {"accept": "application/json"}


@pytest.fixture
def phones(room, session):
    app = create_app(room)
    return [Phone(app, address=f"10.0.0.{number}") for number in range(3)]


def place(phone, idea="", thing="", x=10, id="", **more):
    said = {"_id": id or entry_id(), "_form": "idea", "_consent": "1", "idea": idea, "_thing": thing, "place.x": str(x)}
    return phone.post(f"/{GRID.code}", said | {"place.y": "50"} | more), said["_id"]


def listed(phone):
    """The offers on the page, in their order."""
    page = phone.get(f"/{GRID.code}?form=idea").text
    fieldset = page.partition('id="offers"')[2].partition("</fieldset>")[0]
    return [part.partition('"')[0] for part in fieldset.split('name="_thing" value="')[1:]]


def test_there_is_nothing_to_choose_before_something_is_there(phones):
    assert listed(phones[0]) == []


def test_what_others_placed_is_placed_by_its_id_and_says_its_words_once(room, session, phones):
    _, idea = place(phones[0], "Faster refunds")
    answer, second = place(phones[1], thing=idea, x=90)
    assert answer.status_code == 303
    assert room.store.entry(second).body == {"place": {"x": 90, "y": 50}}
    assert [(each.source, each.target) for each in room.store.relations(session.id, "places")] == [(second, idea)]
    assert "Faster refunds" in phones[1].get(answer.headers["location"]).text
    assert "Faster refunds" in phones[1].get("/mine").text


def test_own_come_first_then_the_newest_and_what_one_has_placed_last(phones):
    _, first = place(phones[0], "First")
    _, second = place(phones[1], "Second")
    _, third = place(phones[1], "Third")
    assert listed(phones[2]) == ["", third, second, first]
    assert listed(phones[0]) == ["", third, second, first]  # one's own was placed as it was written
    place(phones[2], thing=third)
    assert listed(phones[2]) == ["", second, first, third]


def test_a_thing_is_chosen_or_written_and_never_both(room, session, phones):
    _, idea = place(phones[0], "Faster refunds")
    answer, _ = place(phones[1], "Mine", thing=idea)
    assert (answer.status_code, EN["fault-either"] in answer.text) == (422, True)
    assert f'value="{idea}" checked' in answer.text
    answer, _ = place(phones[1])
    assert (answer.status_code, EN["fault-required"] in answer.text) == (422, True)
    assert len(room.store.entries(session.id)) == 1


@pytest.mark.parametrize("thing", ["hidden", "elsewhere", "nothing", "a placement"])
def test_only_what_is_offered_is_placed(thing, room, session, phones):
    _, idea = place(phones[0], "Faster refunds")
    match thing:
        case "hidden":
            RUNNER.run(room.store.set_state(idea, "hidden"))
        case "elsewhere":
            idea = entry_id()
        case "nothing":
            idea = "<script>"
        case "a placement":
            _, idea = place(phones[1], thing=idea)
    answer, id = place(phones[2], thing=idea)
    assert (answer.status_code, EN["fault-thing"] in answer.text) == (422, True)
    assert room.store.entry(id) is None


def test_a_retry_is_known_also_when_what_it_places_is_gone_by_then(room, phones):
    _, idea = place(phones[0], "Faster refunds")
    _, id = place(phones[1], thing=idea)
    RUNNER.run(room.store.set_state(idea, "hidden"))
    again = phones[1].post(
        f"/{GRID.code}",
        {"_id": id, "_form": "idea", "_thing": idea, "place.x": "10", "place.y": "50"},
        headers=JSON,
    )
    assert again.json()["outcome"] == "known"


def test_json_places_what_is_there_as_a_page_does(room, session, phones):
    _, idea = place(phones[0], "Faster refunds")
    body = {"id": entry_id(), "form": "idea", "consent": True, "thing": idea, "answers": {"place": {"x": 1, "y": 2}}}
    answer = phones[1]("POST", f"/{GRID.code}?form=idea", json=body, headers=JSON)
    assert answer.status_code == 201, answer.text
    assert room.store.targets(body["id"], "places") == (idea,)


def test_a_placement_is_changed_and_goes_on_placing_the_same(room, phones):
    _, idea = place(phones[0], "Faster refunds")
    _, id = place(phones[1], thing=idea)
    page = phones[1].get(f"/kept/{id}/change").text
    assert "Faster refunds" in page
    assert 'name="idea"' not in page
    answer, _ = place(phones[1], thing=idea, x=77, id=id)
    assert answer.status_code == 303
    assert room.store.entry(id).body["place"]["x"] == 77
    assert room.store.targets(id, "places") == (idea,)


def test_a_vote_offers_things_and_not_their_placements(phones):
    _, idea = place(phones[0], "Faster refunds")
    _, id = place(phones[1], thing=idea, why="Because")
    page = phones[2].get(f"/{GRID.code}?form=idea-votes").text
    assert f'name="dots.{idea}"' in page
    assert f'name="dots.{id}"' not in page


def test_the_desk_says_what_a_placement_places(room, session, phones):
    _, idea = place(phones[0], "Faster refunds")
    place(phones[1], thing=idea)
    desk = phones[2]
    desk.post(f"/f/{RUNNER.run(room.store.one_time_link())}")
    assert desk.get(f"/desk/{session.id}").text.count("Faster refunds") == 2


def test_no_more_than_many_are_listed_and_one_sees_those_that_are_new(room, session, phones, monkeypatch):
    monkeypatch.setattr(offers, "MOST_OFFERED", 3)
    ids = [place(phones[0], f"Idea {number}")[1] for number in range(5)]
    assert listed(phones[1]) == ["", *ids[:1:-1]]
    assert f'data-most="{offers.NEWEST}"' in phones[1].get(f"/{GRID.code}?form=idea").text


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_phone_places_what_another_wrote_and_adds_one(live, chromium, script):
    live.do(live.room.store.open_session(kit().id, "Tuesday"))

    def browser():
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=script, locale="en-GB"
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    one, two = browser(), browser()
    one.goto(live.url(f"/{GRID.code}?form=idea"))
    expect(one.locator("#offers")).to_have_count(0)
    one.locator('[name="idea"]').fill("Faster refunds")
    one.locator('[name="place.x"]').fill("20")
    one.locator('[name="place.y"]').fill("30")
    one.locator('[name="_consent"]').check()
    one.get_by_role("button", name=EN["keep"]).click()
    expect(one.get_by_role("heading", name=EN["kept-title"])).to_be_visible()
    two.goto(live.url(f"/{GRID.code}?form=idea"))
    two.get_by_label("Faster refunds").focus()
    two.keyboard.press("Space")
    expect(two.locator('[name="idea"]')).to_be_hidden()  # it has its words already
    two.locator('[name="place.x"]').fill("80")
    two.locator('[name="place.y"]').fill("90")
    two.locator('[name="_consent"]').check()
    two.get_by_role("button", name=EN["keep"]).click()
    expect(two.get_by_role("heading", name=EN["kept-title"])).to_be_visible()
    expect(two.locator(".answers")).to_contain_text("Faster refunds")
    two.goto(live.url(f"/{GRID.code}?form=idea"))
    two.get_by_label(EN["offers-new"]).check()
    two.locator('[name="idea"]').fill("Call them")
    two.locator('[name="place.x"]').fill("50")
    two.locator('[name="place.y"]').fill("50")
    two.get_by_role("button", name=EN["keep"]).click()
    expect(two.locator(".answers")).to_contain_text("Call them")
    (relation,) = live.room.store.relations(live.room.store.sessions()[0].id, "places")
    assert live.room.store.entry(relation.target).body["idea"] == "Faster refunds"
    for page in (one, two):
        page.context.close()

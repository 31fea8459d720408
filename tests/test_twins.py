"""Twins: what says the same is merged at the desk, counts as one, and is taken apart again."""

import pytest
from playwright.sync_api import expect
from rooms import RUNNER, Phone, kit, thing
from test_votes import EN, GRID, place, vote

from generator.capture.model import STATES, NewEntry
from generator.capture.web.tokens import entry_id

MATRIX = thing("poster", "priority-matrix")


@pytest.fixture
def phones(app, session):
    return [Phone(app, address=f"10.0.0.{number}") for number in range(3)]


def merge(desk, session, stays, *twins):
    return desk.post(f"/desk/{session.id}/twins", {"do": "merge", "stays": stays, "twin": list(twins)})


def states(room, *ids):
    return [room.store.entry(id).state for id in ids]


def merged(room, session):
    return {(each.source, each.target) for each in room.store.relations(session.id, "merged")}


def test_the_same_words_stand_together_and_are_counted(desk, session, phones):
    for phone, words in zip(phones, ("Faster refunds", "Call them", "faster REFUNDS"), strict=True):
        place(phone, words)
    page = desk.get(f"/desk/{session.id}/twins").text
    assert EN["desk-twins-alike"].format(count=1) in page
    rows = page.partition("<tbody>")[2]
    assert rows.index("<b>Faster refunds") < rows.index("<b>faster REFUNDS") < rows.index("<b>Call them")


def test_a_merged_twin_is_no_candidate_and_comes_back_when_it_is_taken_apart(room, desk, session, phones):
    one, two, other = (place(phone, words) for phone, words in zip(phones, ("One", "one", "Other"), strict=True))
    assert merge(desk, session, one, two).status_code == 303
    assert (states(room, one, two), merged(room, session)) == (["new", "merged"], {(two, one)})
    page = phones[0].get(f"/{GRID.code}?form=idea-votes").text
    assert f'name="dots.{one}"' in page
    assert f'name="dots.{other}"' in page
    assert f'name="dots.{two}"' not in page
    assert vote(phones[0], {one: 1}).status_code == 303
    assert desk.post(f"/desk/{session.id}/twins", {"do": "apart", "entry": two}).status_code == 303
    assert (states(room, one, two), merged(room, session)) == (["new", "new"], set())


def test_the_desk_finds_its_way_back_to_the_state_before(room, desk, session, phones):
    one, two = place(phones[0], "One"), place(phones[1], "Uno")
    RUNNER.run(room.store.set_state(two, "shown"))
    merge(desk, session, one, two)
    RUNNER.run(room.store.unmerge(two))
    assert states(room, two) == ["shown"]
    assert [each.what for each in room.store.history(two)] == ["state", "merge", "undo"]


def test_what_was_merged_into_a_twin_goes_on_with_it(room, desk, session, phones):
    a, b, c = (place(phone, words) for phone, words in zip(phones, "ABC", strict=True))
    merge(desk, session, b, a)
    merge(desk, session, c, b)
    assert merged(room, session) == {(a, b), (b, c)}
    RUNNER.run(room.store.merge([c], a))  # in a circle: c is the last of the chain already
    assert states(room, a, b, c) == ["merged", "merged", "new"]


def test_when_the_one_that_stays_is_taken_back_its_twins_stand_again(room, desk, session, phones):
    one, two = place(phones[0], "One"), place(phones[1], "Uno")
    merge(desk, session, one, two)
    RUNNER.run(room.store.set_state(one, "erased"))
    assert (states(room, one, two), merged(room, session)) == (["erased", "new"], set())


@pytest.mark.needs("chromium")
def test_twins_are_merged_by_the_keyboard_alone(live, chromium):
    store = live.room.store
    session = live.do(store.open_session(kit().id, "Tuesday"))
    ids = [entry_id(), entry_id()]
    for id, words in zip(ids, ("Quiet hours", "quiet hours"), strict=True):
        body = {"idea": words, "place": {"x": 1, "y": 1}}
        live.do(store.submit(NewEntry(id, session.id, None, GRID.code, "poster", GRID.id, "", "idea", 1, body)))
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(live.url(f"/f/{live.do(store.one_time_link())}"))
    page.get_by_role("button").first.click()
    page.goto(live.url(f"/desk/{session.id}/twins"))
    page.get_by_label(f"{EN['desk-twins-stays']}: Quiet hours", exact=True).focus()
    for key in ("Space", "Tab", "Tab", "Space", "Tab", "Enter"):  # it stays; past its own box; its twin; merge
        page.keyboard.press(key)
    apart = page.get_by_role("button", name=f"{EN['desk-twins-apart']}: quiet hours")
    expect(apart).to_be_visible()
    assert [store.entry(id).state for id in ids] == ["new", "merged"]
    apart.press("Enter")
    expect(apart).to_have_count(0)
    assert [store.entry(id).state for id in ids] == ["new", "new"]
    context.close()


@pytest.mark.parametrize("chosen", [{"stays": ""}, {"twin": []}, {"stays": "same"}])
def test_a_merge_needs_one_that_stays_and_another(room, desk, session, phones, chosen):
    one, two = place(phones[0], "One"), place(phones[1], "Uno")
    fields = {"do": "merge", "stays": one, "twin": [two]} | chosen
    if fields["stays"] == "same":
        fields |= {"stays": two}
    answer = desk.post(f"/desk/{session.id}/twins", fields)
    assert (answer.status_code, EN["desk-wrong-twins"] in answer.text) == (422, True)
    assert states(room, one, two) == ["new", "new"]


def test_only_what_stands_together_is_merged(room, desk, session, phones):
    idea, scenario = place(phones[0], "One"), entry_id()
    said = {"_id": scenario, "_form": "scenario", "_consent": "1", "scenario": "One", "place.x": "1", "place.y": "1"}
    assert phones[1].post(f"/{MATRIX.code}", said).status_code == 303
    other = RUNNER.run(room.store.open_session(kit().id, "Another"))
    for where, stays, twin in ((session, scenario, idea), (session, idea, "nothing"), (other, idea, scenario)):
        assert merge(desk, where, stays, twin).status_code == 400
    assert {entry.state for entry in room.store.entries(session.id, states=STATES)} == {"new"}

"""Entries that are about others: places and votes when the desk merges, hides or changes what they name."""

import pytest
from rooms import RUNNER, Phone, kit
from test_votes import EN, GRID, change, place, vote

from generator.capture.board.upkeep import MeasuresOfSession
from generator.capture.web.tokens import entry_id


@pytest.fixture
def phones(app, session):
    return [Phone(app, address=f"10.0.0.{number}") for number in range(4)]


@pytest.fixture
def twins(room, phones):
    """Two ideas that say the same: the one that stays, and the one that was merged into it."""
    stays, twin = place(phones[0], "Quiet hours"), place(phones[1], "Hours of quiet")
    RUNNER.run(room.store.merge([twin], stays))
    return stays, twin


def place_again(phone, thing, x=90, id="", **more):
    said = {"_id": id or entry_id(), "_form": "idea", "_consent": "1", "idea": "", "_thing": thing, "place.x": str(x)}
    return phone.post(f"/{GRID.code}", said | {"place.y": "50"} | more), said["_id"]


def plane(room, session):
    """What was placed: name → how often."""
    measures = MeasuresOfSession(room.store).measures(session, kit())
    (tally,) = measures.matters[0].planes
    return {thing.name or measures.name(id): thing.count for id, thing in tally.things.items()}


def acts(desk, session, entry):
    """The buttons that the list of entries has for one of them."""
    own = desk.get(f"/desk/{session.id}").text.split('name="entry" value="' + entry)[1].partition("</form>")[0]
    return [way for way in ("hide", "show") if f'value="{way}"' in own]


# --- twins ---


def test_a_place_of_a_twin_is_called_as_the_one_that_stays(room, phones, twins):
    stays, twin = twins
    RUNNER.run(room.store.unmerge(twin))
    answer, id = place_again(phones[2], twin)
    RUNNER.run(room.store.merge([twin], stays))
    for page in (answer.headers["location"], "/mine", f"/kept/{id}/change"):
        assert "Quiet hours" in phones[2].get(page).text


def test_a_twin_that_was_merged_while_its_page_lay_open_is_placed_all_the_same(room, session, phones, twins):
    answer, id = place_again(phones[2], twins[1])
    assert answer.status_code == 303
    assert room.store.targets(id, "places") == (twins[1],)  # with it should they be taken apart
    assert plane(room, session) == {"Quiet hours": 3}


def test_whoever_wrote_or_placed_a_twin_has_placed_the_one_that_stays(phones, twins):
    for phone in phones[:2]:
        page = phone.get(f"/{GRID.code}?form=idea").text
        assert (
            page.partition(f'value="{twins[0]}"')[2].partition("</label>")[0].endswith(f"{EN['offers-placed']}</small>")
        )


def test_dots_on_a_twin_are_those_of_the_one_that_stays_where_a_vote_is_changed(room, phones, twins):
    stays, twin = twins
    RUNNER.run(room.store.unmerge(twin))
    place(phones[3], "Something else")
    kept = vote(phones[2], {stays: 1, twin: 2}).headers["location"]
    RUNNER.run(room.store.merge([twin], stays))
    page = phones[2].get(f"{kept}/change").text
    assert page.partition(f'name="dots.{stays}"')[2].partition(">")[0].partition('value="')[2].startswith("3")
    assert "Quiet hours: 3" in phones[2].get(kept).text


def test_what_was_said_of_a_twin_stays_when_the_twin_itself_is_taken_back(room, session, phones, twins):
    _, twin = twins
    place_again(phones[2], twin)
    RUNNER.run(room.store.erase(room.store.entry(twin).device))
    assert plane(room, session) == {"Quiet hours": 2}


def test_a_twin_is_neither_hidden_nor_shown_until_it_is_taken_apart(room, session, desk, twins):
    stays, twin = twins
    assert acts(desk, session, twin) == []
    assert EN["desk-state-merged"] in desk.get(f"/desk/{session.id}").text
    assert acts(desk, session, stays) == ["hide"]
    for way in ("hide", "show"):
        desk.post(f"/desk/{session.id}/entries", {"do": way, "entry": twin})
        assert room.store.entry(twin).state == "merged"


def test_undoing_an_older_change_leaves_a_twin_merged(room, session, desk, phones):
    stays, twin = place(phones[0], "Quiet hours"), place(phones[1], "Hours of quiet")
    for way in ("hide", "show"):
        desk.post(f"/desk/{session.id}/entries", {"do": way, "entry": twin})
    RUNNER.run(room.store.merge([twin], stays))
    desk.post(f"/desk/{session.id}/entries", {"do": "undo"})
    assert room.store.entry(twin).state == "merged"
    RUNNER.run(room.store.unmerge(twin))
    desk.post(f"/desk/{session.id}/entries", {"do": "undo"})
    assert room.store.entry(twin).state == "hidden"


def test_the_desk_says_what_was_done_with_an_entry_and_by_whom(session, desk, phones, twins):
    page = desk.get(f"/desk/{session.id}/entries/{twins[1]}")
    assert page.status_code == 200
    assert EN["desk-was-merge"] in page.text
    own = phones[0].get(f"/kept/{twins[0]}/change").text
    assert 'name="idea"' in own
    answer = phones[0].post(
        f"/{GRID.code}",
        {"_id": twins[0], "_form": "idea", "idea": "Quieter hours", "place.x": "10", "place.y": "50"},
    )
    assert answer.status_code == 303
    page = desk.get(f"/desk/{session.id}/entries/{twins[0]}").text
    assert EN["desk-was-edit-own"] in page
    assert EN["desk-was-edit"] not in page


# --- the desk ---


def test_the_desk_changes_a_place_without_naming_it_anew(room, session, desk, phones):
    idea = place(phones[0], "Quiet hours")
    _, id = place_again(phones[1], idea)
    page = desk.get(f"/desk/{session.id}/entries/{id}").text
    assert 'name="idea"' not in page
    assert "Quiet hours" in page
    answer = desk.post(f"/desk/{session.id}/entries/{id}", {"place.x": "5", "place.y": "6", "why": ""})
    assert answer.status_code == 303
    assert room.store.entry(id).body == {"place": {"x": 5, "y": 6}}
    assert room.store.targets(id, "places") == (idea,)


def test_a_vote_that_is_hidden_is_hidden_where_it_would_be_changed_too(room, session, desk, phones):
    idea = place(phones[0], "Quiet hours")
    place(phones[2], "Something else")
    vote(phones[1], {idea: 3})
    (cast,) = room.store.entries(session.id, forms=("idea-votes",))
    path = f"/desk/{session.id}/entries/{cast.id}"
    page = desk.get(path).text
    assert f'name="dots.{idea}"' not in page
    assert EN["desk-vote-hidden"] in page
    assert desk.post(path, {f"dots.{idea}": "1"}).status_code == 303
    assert room.store.entry(cast.id).body == cast.body
    change(desk, session, "close")
    assert f'name="dots.{idea}"' in desk.get(path).text


def enter(desk, session, line):
    answer = desk.post(
        f"/desk/{session.id}/enter", {"_id": entry_id(), "code": GRID.code, "form": "idea", "line": line}
    )
    assert answer.status_code == 303, answer.text


def test_a_show_of_hands_places_one_thing_so_many_times(room, session, desk):
    enter(desk, session, "2 Quiet hours x7")
    assert plane(room, session) == {"Quiet hours": 7}


def test_a_line_with_the_words_of_what_is_there_places_that(room, session, desk, phones):
    idea = place(phones[0], "Quiet hours")
    enter(desk, session, "1 quiet  HOURS x2")
    assert plane(room, session) == {"Quiet hours": 3}
    placing = room.store.relations(session.id, "places")
    assert {relation.target for relation in placing} == {idea}
    assert all(set(room.store.entry(relation.source).body) == {"place"} for relation in placing)
    enter(desk, session, "1 Loud hours")
    assert plane(room, session) == {"Quiet hours": 3, "Loud hours": 1}
    assert "Quiet hours" in desk.get(f"/desk/{session.id}/enter?code={GRID.code}").text.partition("<dl>")[2]


def test_a_phone_places_a_thing_once(room, session, phones):
    idea = place(phones[0], "Quiet hours")
    assert place_again(phones[1], idea)[0].status_code == 303
    answer, id = place_again(phones[1], idea, x=10)
    assert (answer.status_code, EN["fault-placed"] in answer.text) == (422, True)
    assert room.store.entry(id) is None
    assert place_again(phones[0], idea)[0].status_code == 422  # it was placed as it was written
    assert plane(room, session) == {"Quiet hours": 2}


def test_a_place_that_is_held_says_of_what_and_is_sent_again_with_it(room, session, phones):
    idea = place(phones[0], "Quiet hours")
    place(phones[1], "Something else")  # it has joined
    RUNNER.run(room.store.close_session(session.id))
    page, _ = place_again(phones[1], idea)
    assert page.status_code == 403
    assert "<dd>Quiet hours</dd>" in page.text
    assert f'name="_thing" value="{idea}"' in page.text
    stranger, _ = place_again(phones[2], idea)
    assert "Quiet hours" not in stranger.text


def test_a_vote_that_is_closed_asks_for_no_other_one(session, desk, phones):
    idea, _ = place(phones[0], "Quiet hours"), place(phones[1], "Something else")
    kept = vote(phones[2], {idea: 1}).headers["location"]
    assert EN["kept-again"] in phones[2].get(kept).text
    change(desk, session, "close")
    page = phones[2].get(kept).text
    assert EN["kept-again"] not in page
    assert f'href="/{GRID.code}?form=idea"' in page


def test_what_a_vote_said_before_is_told_by_names(session, desk, phones):
    idea, other = place(phones[0], "Quiet hours"), place(phones[1], "Something else")
    place(phones[2], "A third")
    id = vote(phones[2], {idea: 1}).headers["location"].split("/")[2]
    phones[2].post(f"/{GRID.code}", {"_id": id, "_form": "idea-votes", f"dots.{other}": "2"})
    change(desk, session, "close")
    assert "<dd>Quiet hours: 1</dd>" in desk.get(f"/desk/{session.id}/entries/{id}").text

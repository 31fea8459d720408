"""Cards that people wrote, at the desk: accepted, reworded, merged with what says the same, and handed to the deck."""

import re
from random import Random
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from rooms import RUNNER, kit

from generator.capture.model import NewEntry
from generator.capture.results.captured_cards import captured_cards
from generator.capture.results.near_duplicates import alike
from generator.capture.web.tokens import entry_id
from generator.capture.web.translations import words

EN = words("en")
BLANK = next(each for each in kit().things if each.kind == "blank" and each.category == "segments")
PLAIN = next(each for each in kit().things if each.kind == "blank" and each.category not in kit().categories)


@pytest.fixture
def write(people):
    def write(title, about="", on=BLANK, **body) -> str:
        return people.says(None, "", {"title": title, **({"words": about} if about else {}), **body}, "blank", on)

    return write


@pytest.fixture
def press(desk, session):
    def press(do, entry="", status=303, **fields):
        answer = desk.post(f"/desk/{session.id}/cards", {"do": do, "entry": entry, **fields})
        assert answer.status_code == status, answer.text
        return answer

    return press


def card(room, session, id):
    return next(each for each in captured_cards(room.store, session, kit()) if each.entry.id == id)


def test_alike_is_what_shares_half_of_its_words():
    said = {"a": "Night owls read", "b": "read, night OWLS!", "c": "Owls of the night", "d": "Larks", "e": "", "f": ""}
    assert alike(said) == (("a", "b"), ("c",), ("d",), ("e",), ("f",))
    assert alike({"a": "one two", "b": "one", "c": "x"}, {"c": "new", "a": "new"}) == (("a", "b", "c"),)
    chain = {"a": "one two", "b": "two three two", "c": "two three four", "d": "three four"}
    assert alike(chain) == (("a",), ("b", "c"), ("d",))  # d is like c, and not like b


def test_nothing_stands_alone_that_is_like_the_first_of_a_group():
    chance = Random(3)
    said = {f"k{n}": " ".join(chance.choices("abcdefgh", k=chance.randint(1, 5))) for n in range(60)}
    sets = {key: set(text.split()) for key, text in said.items()}

    def are_alike(one, other):
        return len(sets[one] & sets[other]) / len(sets[one] | sets[other]) >= 0.5

    firsts: dict[str, list[str]] = {}
    for key in said:
        firsts.setdefault(next((first for first in firsts if are_alike(first, key)), key), []).append(key)
    assert alike(said) == tuple(map(tuple, firsts.values()))
    assert 5 < len(firsts) < 40


def test_a_press_accepts_with_whatever_was_typed_beside_it(room, session, write, press):
    id = write("Night owls", "They read late.")
    press(
        "accept",
        id,
        title="Owls",
        words="They read late.",
        category="goals",
        label=" thick ",
        group="Time",
        writer="Ada",
    )
    found = card(room, session, id)
    assert found.said._replace(at="")[1:] == (
        "accepted",
        {"title": "Owls", "category": "goals"},
        "thick",
        "Time",
        "Ada",
        "",
    )
    assert (found.title, found.texts["words"], found.category) == ("Owls", "They read late.", "goals")
    assert room.store.entry(id).body == {"title": "Night owls", "words": "They read late."}
    press("reject", id)
    found = card(room, session, id)
    assert (found.said.verdict, found.said.label, found.title) == ("rejected", "thick", "Owls")
    press("save", id, title="Night owls", words="They read late.", category="segments")
    assert not card(room, session, id).said.body.get("words")
    assert card(room, session, id).title == "Night owls"
    press("open", id)
    assert card(room, session, id).said.verdict == ""


def test_what_cannot_be_kept_comes_back_to_be_mended(desk, session, write, press):
    id = write("Night owls")
    page = press("save", id, title="", words="Typed already", status=422).text
    assert EN["desk-cards-no-title"] in page
    assert "Typed already" in page
    assert "2000" in press("save", id, title="x" * 2001, status=422).text
    press("accept", "nobody", status=400)
    press("dance", id, status=400)


def test_twins_stand_side_by_side_and_are_merged_and_taken_apart(room, desk, session, write, press):
    one, two, other = write("Night owls"), write("Owls, night"), write("Larks")
    page = desk.get(f"/desk/{session.id}/cards").text
    assert page.count(EN["desk-cards-alike"]) == 1
    assert page.index(f"c-{one}") < page.index(f"c-{two}") < page.index(f"c-{other}")
    press("merge", one, twin=[two])
    assert card(room, session, one).twins == ((two, "Owls, night"),)
    assert "Owls, night" in desk.get(f"/desk/{session.id}/cards").text
    press("merge", one, twin=[two], status=400)  # it is no card of its own any more
    press("apart", twin=two)
    assert card(room, session, two).title == "Owls, night"
    press("apart", twin=other, status=400)


def test_all_that_were_seen_are_accepted_and_no_other(room, session, write, press):
    ids = [write("Night owls"), write("Larks"), write("Hidden")]
    RUNNER.run(room.store.set_state(ids[2], "hidden"))
    press("reject", ids[1])
    seen = max(room.store.entry(id).seq for id in ids)
    late = write("Late")
    press("accept-all", until=str(seen))
    verdicts = {each.entry.id: each.said.verdict for each in captured_cards(room.store, session, kit())}
    assert verdicts == {ids[0]: "accepted", ids[1]: "rejected", late: ""}


def test_the_file_is_that_of_the_command(desk, session, write, press):
    id = write("Night owls")
    press("accept", id)
    page = desk.get(f"/desk/{session.id}/cards?show=accepted").text
    assert f"prepdeck results deck WORKSHOP --session {session.id}" in page
    assert f"/desk/{session.id}/deck/yaml" in page
    file = desk.get(f"/desk/{session.id}/deck/yaml")
    assert file.headers["content-disposition"].endswith('-tuesday-cards.yaml"')
    assert "title: Night owls" in file.text
    assert f"/desk/{session.id}/cards" in desk.get(f"/desk/{session.id}/end").text


def test_many_cards_are_read_on_several_pages(desk, session, write):
    for number in range(50):
        write(f"Card{number}")
    page = desk.get(f"/desk/{session.id}/cards")
    assert page.text.count("<article") == 48
    more = re.search(r'href="(\?show=open&amp;from=\d+)"', page.text)[1].replace("&amp;", "&")
    assert desk.get(f"/desk/{session.id}/cards{more}").text.count("<article") == 2
    assert urlencode({"show": "open"}) in more


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.soak)])
def test_the_last_button_of_a_page_of_hardly_filled_cards_is_pressed(live, chromium, width):
    store = live.room.store
    held = live.do(store.open_session(kit().id, "Tuesday"))
    for title, on in (("Night owls", BLANK), ("Owls, night", BLANK), ("–", PLAIN), ("Larks", PLAIN)):
        about = on.code, on.kind, on.id, on.copy
        live.do(store.submit(NewEntry(entry_id(), held.id, None, *about, "blank", 1, {"title": title})))
    context = chromium.new_context(viewport={"width": width, "height": 844}, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(live.url(f"/f/{live.do(store.one_time_link())}"))
    page.get_by_role("button").click()
    page.goto(live.url(f"/desk/{held.id}/cards"))
    page.get_by_text("Change it").last.click()
    page.get_by_role("button").last.click()
    expect(page.locator(".written article")).to_have_count(0)
    page.get_by_role("link", name="Accepted").click()
    expect(page.locator(".written article")).to_have_count(4)
    expect(page.get_by_text("no family yet")).to_have_count(2)
    expect(page.get_by_role("link", name="The cards as a file (YAML)")).to_be_visible()
    context.close()

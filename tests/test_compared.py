"""Recipes side by side, slot by slot: what several have is counted, on the desk in a table and on the board by slot."""

from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest
from rooms import RUNNER, Phone, kit
from test_board import entry, of_kind
from test_desk import desk, say, session

from generator.bundled import folder
from generator.capture.board.measures.compared import ComparisonTally, compares
from generator.capture.facilitator.compared import comparisons
from generator.errors import Problems
from generator.example import load_examples
from generator.form import FormField, load_forms

__all__ = ["desk", "session"]  # fixtures

SOURCE = folder("deck_sources") / "prepersonalization"
CODES = {thing.id: thing.code for thing in kit().things if thing.kind == "card"}


def twelve():
    """The worked recipes as somebody would keep them."""
    examples = load_examples(SOURCE, load_forms(SOURCE, Problems()), Problems())
    return [
        {"name": each.answers["name"].text, "cards": [CODES[name] for name in each.cards if name in CODES]}
        for each in examples
    ]


def laid(*names, **answers):
    return {"cards": [CODES[name] for name in names], **answers}


def tally(*bodies):
    made = ComparisonTally(kit().forms["recipe"], kit())
    for seq, body in enumerate(bodies):
        made.add(entry("recipe", body, seq=seq))
    return made


def test_what_several_recipes_have_is_counted_once_a_recipe():
    made = tally(laid("guest", "banner", "banner"), laid("guest", "e-mail"), laid("dabbler", "e-mail", "e-mail"))
    assert made.palette("element") == [("E-mail", 2), ("Banner", 1)]
    assert made.palette("audience") == [("Guest", 2), ("Dabbler", 1)]
    assert made.palette("trigger") == []


def test_where_no_card_lies_the_words_stand_and_the_same_words_are_one():
    made = tally({"measure": "One in ten"}, {"measure": " one  in ten "}, laid("renewal-rate", measure="One in ten"))
    assert made.palette("measure") == [("one in ten", 2), ("Share who stay", 1)]
    both = tally(laid("e-mail", what="A letter to all"))
    assert both.recipes[0].slots.keys() == {"element"}  # the card says it already


def test_slots_are_those_of_the_form_then_what_else_was_laid():
    asked = ("audience", "signal", "content", "element", "trigger", "benefit", "measure")
    assert tally(laid("guest")).roles == asked
    assert tally(laid("guest", "nagging")).roles == (*asked, "risk")


def test_a_form_that_no_card_fills_compares_nothing():
    recipe = kit().forms["recipe"]
    assert [name for name, form in kit().forms.items() if compares(form)] == ["recipe"]
    unfilled = {name: replace(each, laid_from=()) for name, each in recipe.fields.items()}
    assert not compares(replace(recipe, fields=unfilled))
    assert not compares(replace(recipe, fields={"who": FormField(label="Who?", laid_from=("audience",))}))


def test_one_recipe_is_compared_with_nothing_and_two_are():
    one = entry("recipe", laid("guest", "banner"), seq=1)
    assert of_kind([one], "compared") == []
    (frame,) = of_kind([one, entry("recipe", laid("guest", "e-mail"), seq=2)], "compared")
    assert (frame.key, frame.count) == ("recipe-compared-1", 2)
    assert [(slot.name, [(card.text, card.count) for card in slot.cards]) for slot in frame.slots] == [
        ("Audience", [("Guest", 2)]),
        ("Element", [("Banner", 1), ("E-mail", 1)]),
    ]


def test_of_a_slot_with_many_cards_those_that_come_most_have_room_and_the_rest_is_counted():
    found = of_kind([entry("recipe", body, seq=seq) for seq, body in enumerate(twelve())], "compared")
    assert [(frame.count, len(frame.slots), frame.page, frame.pages) for frame in found] == [
        (12, 4, 1, 2),
        (12, 3, 2, 2),
    ]
    slots = [slot for frame in found for slot in frame.slots]
    elements = next(slot for slot in slots if slot.name == "Element")
    used = Counter(chain.from_iterable(set(body["cards"]) for body in twelve()))
    assert elements.cards[0].text == "E-mail"
    assert elements.cards[0].count == used[CODES["e-mail"]] == 2
    for slot in slots:
        counts = [card.count for card in slot.cards]
        assert counts == sorted(counts, reverse=True)
        assert len(slot.cards) <= 6
        assert slot.more == 0 or len(slot.cards) == 6


@pytest.mark.parametrize("count", [1, 12, 60])
def test_the_desk_has_all_recipes_in_one_table_and_marks_what_comes_again(room, desk, session, count):
    bodies = (twelve() * 5)[:count]
    for number, body in enumerate(bodies):
        say(room, session, form="recipe", body={**body, "name": f"No {number}"})
    page = desk.get(f"/desk/{session.id}/compared").text
    assert page.count('<th scope="row">') == count
    assert page.index(">No 0<") < page.index(f">No {count - 1}<") or count == 1
    (compared,) = comparisons(room, session)
    assert [len(row.cells) for row in compared.rows] == [len(compared.slots)] * count
    used = Counter(chain.from_iterable(set(body["cards"]) for body in bodies))
    titles = {code: kit().titles[code] for code in used}
    several = {titles[code]: times for code, times in used.items() if times > 1}
    assert {text: times for _, pairs in compared.again for text, times in pairs} == several
    assert page.count('class="repeated"') == sum(several.values())
    assert ("Nothing stands in two of them." in page) == (count == 1)


def test_hidden_and_merged_recipes_are_not_compared(room, desk, session):
    keep, hide, twin = (say(room, session, form="recipe", body=laid("guest", "e-mail")) for _ in range(3))
    RUNNER.run(room.store.set_state(hide, "hidden"))
    RUNNER.run(room.store.merge([twin], keep))
    (compared,) = comparisons(room, session)
    assert [row.recipe.entry for row in compared.rows] == [keep]
    assert compared.again == ()


def test_before_the_first_recipe_the_desk_says_so(desk, session):
    assert "No recipe has been laid yet." in desk.get(f"/desk/{session.id}/compared").text


def test_nobody_else_sees_the_comparison(app, session):
    assert Phone(app, address="10.0.0.9").get(f"/desk/{session.id}/compared").status_code == 403

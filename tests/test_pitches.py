"""A pitch is built on a recipe: by its id, one of those that are there; and the form says so, not the code."""

import pytest
from rooms import RUNNER, Phone, kit, manifest, thing

from generator.capture.answers.offers import offered_forms, relation_of
from generator.capture.kits import PrintedKit
from generator.capture.web.tokens import entry_id

PITCH = thing("worksheet", "pitch", "1")
JSON = {"accept": "application/json"}


@pytest.fixture
def phones(app, session):
    phones = [Phone(app, address=f"10.0.0.{number}") for number in range(2)]
    for phone in phones:
        phone.post("/join", {"_consent": "1"})
    return phones


def cook(phone, **answers):
    id = entry_id()
    assert phone.post("/lay", {"_id": id, **answers}, headers=JSON).status_code == 201
    return id


def pitch(phone, thing="", id="", **answers):
    said = {"_id": id or entry_id(), "_form": "pitch", "_thing": thing, "pilot": "A pilot", **answers}
    return phone.post(f"/{PITCH.code}", said), said["_id"]


def listed(phone):
    page = phone.get(f"/{PITCH.code}").text
    fieldset = page.partition('id="offers"')[2].partition("</fieldset>")[0]
    return [part.partition('"')[0] for part in fieldset.split('name="_thing" value="')[1:]]


def test_the_form_says_what_is_built_on_and_the_manifest_hands_it_on():
    forms = PrintedKit.of(manifest()).forms
    assert {name: form.builds_on for name, form in forms.items() if form.builds_on} == {"pitch": "recipe"}
    assert relation_of(forms["pitch"]) == "pitches"
    assert "recipe" in offered_forms(kit())


def test_recipes_are_offered_ones_own_first_and_what_one_has_pitched_last(phones):
    assert listed(phones[0]) == []
    first = cook(phones[0], name="First")
    second = cook(phones[1], name="Second")
    third = cook(phones[1], **{"if": "a guest comes", "then": "we say hello", "who": "A guest"})
    assert listed(phones[0]) == ["", first, third, second]
    assert "If a guest comes, then we say hello." in phones[0].get(f"/{PITCH.code}").text
    pitch(phones[0], first)
    assert listed(phones[0]) == ["", third, second, first]
    assert listed(phones[1]) == ["", third, second, first]


def test_a_pitch_is_kept_with_the_recipe_it_is_built_on_and_with_all_its_own_words(room, session, phones):
    recipe = cook(phones[1], name="Nurture")
    answer, id = pitch(phones[0], recipe)
    assert (answer.status_code, room.store.entry(id).body) == (303, {"pilot": "A pilot"})
    assert [(each.source, each.target) for each in room.store.relations(session.id, "pitches")] == [(id, recipe)]
    assert room.store.relations(session.id, "places") == ()
    for path in (answer.headers["location"], "/mine"):
        page = phones[0].get(path).text
        assert "<dt>Recipe</dt><dd>Nurture</dd>" in page
        assert "A pilot" in page


def test_a_changed_pitch_keeps_its_recipe(room, session, phones):
    recipe = cook(phones[1], name="Nurture")
    _, id = pitch(phones[0], recipe)
    page = phones[0].get(f"/kept/{id}/change").text
    assert f'name="_thing" value="{recipe}"' in page
    assert 'name="pilot"' in page
    answer, _ = pitch(phones[0], recipe, id, pilot="A better pilot")
    assert (answer.status_code, room.store.entry(id).body) == (303, {"pilot": "A better pilot"})
    assert [each.target for each in room.store.relations(session.id, "pitches")] == [recipe]


def test_none_of_them_may_be_chosen_and_only_what_is_there(room, session, phones):
    recipe = cook(phones[1], name="Nurture")
    assert pitch(phones[0])[0].status_code == 303
    RUNNER.run(room.store.set_state(recipe, "hidden"))
    assert pitch(phones[0], recipe)[0].status_code == 422
    assert pitch(phones[0], entry_id())[0].status_code == 422
    assert room.store.relations(session.id, "pitches") == ()


def test_in_german_the_choice_is_said_in_german(phones):
    cook(phones[0], name="Nurture")
    phones[0].post("/language", {"to": "de", "back": "/"})
    assert "Worauf baut es auf?" in phones[0].get(f"/{PITCH.code}").text

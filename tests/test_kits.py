"""The printed kit as the server reads it: from the octets of a manifest, old and damaged ones too."""

import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.capture.form_entries import read_form
from generator.capture.kits import ANYTHING, PLACE, PrintedKit, bundled_forms
from generator.codes import CategoryEntry, KitEntry, Manifest, PosterEntry, RoleEntry, ThingEntry
from generator.codes.records import Damaged
from generator.errors import Problems
from generator.form import FormField, load_forms
from generator.kit.delivery.kit_manifest import _form as written_form
from generator.kit.workshop import bundled_workshop
from generator.sources import NO_MARKS

GRID = {"left": "cheap", "right": "dear", "top": "soon", "bottom": "late", "top-right": "Dear and soon"}
FORMS = {
    "plain": {"version": 3, "title": "Plain", "intro": "", "fields": {"say": {"label": "Say"}}},
    "walk": {"fields": {"where": {"label": "Where", "kind": "placement"}, "dots": {"label": "Dots", "kind": "votes"}}},
    "fixed": {"fields": {"where": {"label": "Where", "kind": "placement", "poster": "map"}}},
    "map-votes": {"fields": {"dots": {"label": "Dots", "kind": "votes", "poster": "map"}}},
    "plain-votes": {"fields": {"dots": {"label": "Dots", "kind": "votes", "form": "plain"}}},
    "own": {"fields": {"department": {"label": "Where?", "kind": "choice", "options": ["hall", "stage"]}}},
}  # fmt: skip


def thing(code: str, kind: str, name: str, **more: object) -> ThingEntry:
    return ThingEntry(code=code, kind=kind, id=name, **{"title": name.title(), **more})  # type: ignore[arg-type]


THINGS = (
    thing("AAAAA2", "card", "owl", category="birds", role="who"),
    thing("AAAAA3", "card", "auk", category="birds", role="what"),
    thing("AAAAA4", "card", "elk", category="beasts", role="who"),
    thing("AAAAA5", "card", "dodo", category="birds", role="who", retired=True),
    thing("AAAAA6", "blank", "birds", copy="1", category="birds", title="Birds 1"),
    thing("AAAAA7", "poster", "map", form="fixed"),
    thing("AAAAA8", "poster", "wall"),
    thing("AAAAA9", "poster", "sea"),
    thing("AAAAAA", "worksheet", "plain", copy="1"),
    thing("AAAAAB", "poster", "walked", form="walk"),
    thing("AAAAAC", "worksheet", "gone", copy="1", form="vanished"),
    thing("AAAAAD", "card", "newt", category="beasts", form="plain"),
)


def octets(**changes: object) -> bytes:
    said = {
        "kit": KitEntry("zoo", "Zoo", language="de"),
        "categories": {"birds": CategoryEntry("Birds", form="plain"), "beasts": CategoryEntry("Beasts")},
        "roles": {"who": RoleEntry("Who"), "what": RoleEntry("What")},
        "forms": FORMS,
        "posters": {
            "map": PosterEntry("Map", words=GRID), "wall": PosterEntry("Wall", words={"legend": ["a"]}),
            "sea": PosterEntry("Sea", words=GRID), "walked": PosterEntry("Walked", words=GRID),
        },
        "things": THINGS,
    }  # fmt: skip
    return Manifest(**{**said, **changes}).to_bytes()


@pytest.fixture(scope="module")
def kit() -> PrintedKit:
    return PrintedKit.of(octets())


def form_id(kit: PrintedKit, code: str) -> str:
    found = kit.thing(code)
    assert found
    form = kit.form_of(found)
    assert form
    return form.id


def test_a_thing_is_found_by_its_code_even_when_it_is_retired(kit: PrintedKit) -> None:
    assert (kit.id, kit.title, kit.language) == ("zoo", "Zoo", "de")
    dodo = kit.thing("AAAAA5")
    assert dodo
    assert dodo.retired
    assert kit.thing("ZZZZZZ") is None
    assert kit.thing("aaaaa5") is None  # typed codes are made ours before


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("AAAAAD", "plain"),  # its own
        ("AAAAA2", "plain"),  # its category's
        ("AAAAA4", "card-log"),  # that of its kind, bundled
        ("AAAAA6", "blank"),  # a blank card is not logged as the cards of its family are
        ("AAAAA7", "fixed"),
        ("AAAAA8", ANYTHING),
        ("AAAAA9", PLACE),  # a grid
        ("AAAAAA", "plain"),  # named after its form
        ("AAAAAC", ANYTHING),  # what was named is nowhere
    ],
)
def test_every_thing_opens_a_form(kit: PrintedKit, code: str, form: str) -> None:
    assert form_id(kit, code) == form


def test_a_field_that_names_no_poster_is_about_the_scanned_one(kit: PrintedKit) -> None:
    for code, poster in (("AAAAAB", "walked"), ("AAAAA9", "sea"), ("AAAAA7", "map")):
        found = kit.thing(code)
        assert found
        form = kit.form_of(found)
        assert form
        asked = [each for each in form.fields.values() if each.kind in ("placement", "votes")]
        assert {each.poster for each in asked} == {poster}


def test_votes_are_offered_where_there_is_something_to_vote_on(kit: PrintedKit) -> None:
    def offered(code: str) -> list[str]:
        found = kit.thing(code)
        assert found
        return [form.id for form in kit.forms_of(found)]

    assert offered("AAAAA7") == ["fixed", "map-votes"]
    assert offered("AAAAAA") == ["plain", "plain-votes"]
    assert offered("AAAAA8") == [ANYTHING]
    assert offered("AAAAAB") == ["walk"]


def test_what_a_vote_is_on(kit: PrintedKit) -> None:
    on_map = set(kit.voted_on(kit.forms["map-votes"].fields["dots"]))
    assert {"fixed", "walk", PLACE} == on_map  # those of no poster may stand on any
    assert kit.voted_on(kit.forms["plain-votes"].fields["dots"]) == ("plain",)
    assert kit.voted_on(FormField(label="", kind="votes", options=("a", "b"))) == ()


def test_cards_are_offered_by_title_and_role_without_retired_ones(kit: PrintedKit) -> None:
    assert [card.id for card in kit.cards()] == ["auk", "elk", "newt", "owl"]
    assert [card.id for card in kit.cards("who")] == ["elk", "owl"]
    assert kit.titles["AAAAA5"] == "Dodo"
    assert kit.titles["AAAAA6"] == "Birds 1"
    assert "AAAAA7" not in kit.titles


def test_posters_grids_and_departments(kit: PrintedKit) -> None:
    sea = kit.poster("sea")
    assert sea
    assert kit.is_grid(sea)
    wall = kit.poster(THINGS[6])
    assert wall
    assert wall.title == "Wall"
    assert not kit.is_grid(wall)
    assert kit.poster(THINGS[0]) is None
    assert kit.poster("nowhere") is None
    assert kit.departments == ("hall", "stage")


def test_forms_of_the_kit_come_before_bundled_ones() -> None:
    own = {"note": {"title": "Ours", "fields": {"say": {"label": "Say"}}}}
    kit = PrintedKit.of(octets(forms=own))
    assert kit.forms["note"].title == "Ours"
    assert kit.forms["blank"] == bundled_forms()["blank"]
    assert "recipe" not in kit.forms  # not needed by this kit


def test_a_form_is_read_back_as_it_was_written() -> None:
    forms = load_forms(bundled_workshop(), Problems())
    assert len(forms) >= 20
    for name, form in forms.items():
        fields = {key: replace(field, shape="", pictures=()) for key, field in form.fields.items()}
        captured = replace(
            form, fields=fields, colour="", picture="", landscape=False
        )  # without what is for paper alone
        assert read_form(name, json.loads(json.dumps(written_form(form)))) == captured


def test_keys_of_a_newer_prepdeck_are_passed_over_and_kinds_asked_in_words() -> None:
    form = read_form("x", {"fields": {"a": {"label": "A", "kind": "hologram", "shine": 3}}, "mood": "blue"})
    assert form.fields["a"] == FormField(label="A", kind="long-text")
    assert form.title == "x"


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"fields": []},
        {"fields": {"a": "text"}},
        {"fields": {"a": {"label": 3}}},
        {"fields": {"a": {"label": "\ud800"}}},
        {"fields": {"a": {"label": "A", "kind": "choice"}}},
        {"fields": {"a": {"label": "A", "options": "yes"}}},
        {"fields": {"a": {"label": "A", "options": [1, 2]}}},
        {"fields": {"a": {"label": "A", "steps": True, "kind": "scale"}}},
        {"fields": {"a": {"label": "A", "steps": 99, "kind": "scale"}}},
        {"fields": {"a": {"label": "A", "options_from": "cards"}}},
        {"fields": {"a": {"label": "A", "kind": "sentence", "text": "If {b}."}}},
        {"fields": {"a": {"label": "A", "budget": 0, "kind": "votes"}}},
        {"fields": {}, "version": "2"},
        {"fields": {}, "title": 5},
    ],
)
def test_a_damaged_form_is_said(said: object) -> None:
    with pytest.raises(Damaged, match=r"forms\.x"):
        read_form("x", said)
    with pytest.raises(Damaged, match=r"forms\.x"):
        PrintedKit.of(json.dumps({**json.loads(octets()), "forms": {"x": said}}).encode())


@pytest.mark.parametrize("said", [b"", b"{}", b"\xff", b"[1]", octets()[:-20]])
def test_what_is_no_manifest_is_said(said: bytes) -> None:
    with pytest.raises(Damaged):
        PrintedKit.of(said)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = [each.name for each in fields(FormField)]


@given(
    st.dictionaries(st.text(max_size=5), st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), max_size=3) | JSON
)
def test_any_form_is_read_or_is_damaged(asked: object) -> None:
    try:
        form = read_form("x", {"fields": asked})
    except Damaged:
        return
    assert all(each.faults() == [] and each.marks is NO_MARKS for each in form.fields.values())

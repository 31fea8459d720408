"""What is submitted becomes the same answer however it was sent, or is a fault; nothing is cut, nothing crashes."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_kits import GRID, octets

from generator.capture.answers.reader import Question, canonical, headline, prefilled, questions, read, read_json, shown
from generator.capture.answers.values import MAX_CHARS, MOST_CARDS, MOST_VOTED
from generator.capture.kits import PrintedKit
from generator.capture.web.translations import words
from generator.codes import PosterEntry
from generator.form import Form, FormField

OPTIONS = ("red", "green", "dark blue")
FIELDS = {
    "title": FormField(label="Title"),
    "story": FormField(label="Story", kind="long-text"),
    "many": FormField(label="Many", kind="number"),
    "one": FormField(label="One", kind="choice", options=OPTIONS),
    "some": FormField(label="Some", kind="choices", options=OPTIONS),
    "step": FormField(label="Step", kind="scale", steps=7),
    "tick": FormField(label="Tick", kind="check"),
    "card": FormField(label="Card", kind="card", role="who"),
    "cards": FormField(label="Cards", kind="cards"),
    "place": FormField(label="Place", kind="placement", poster="map"),
    "dots": FormField(label="Dots", kind="votes", poster="map", budget=4),
    "colours": FormField(label="Colours", kind="votes", options=OPTIONS, budget=2),
    "said": FormField(label="Said", kind="sentence", text="If {title}, then {story}."),
}
FORM = Form(id="all", title="All", fields=FIELDS)
KIT = PrintedKit.of(octets())
CARDS = ["AAAAA2", "AAAAA3", "AAAAA4", "AAAAA5", "AAAAA6"]
ENTRY = "0b3e5bd2-77cf-4d5f-b1c1-6d6f3f6a2f5c"


def only(**asked: FormField) -> Form:
    return Form(id="one", title="One", fields=asked)


def answer(name: str, said: Any) -> Any:
    """The answer alone, from JSON; a fault fails the test."""
    answers, faults = read_json(only(**{name: FIELDS[name]}), KIT, {name: said})
    assert faults == []
    return answers[name]


def fault(name: str, said: Any) -> str:
    """The key of the one fault."""
    answers, faults = read_json(only(**{name: FIELDS[name]}), KIT, {name: said})
    assert answers == {}
    (found,) = faults
    assert found.field == name
    assert words("en")[found.message_key].format_map(found.values)
    return found.message_key


def encoded(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a page without script sends for these answers."""
    sent: dict[str, list[str]] = {}
    for name, value in body.items():
        if isinstance(value, dict):
            sent |= {f"{name}.{key}": [str(each)] for key, each in value.items()}
        elif isinstance(value, list):
            sent[name] = [str(each) for each in value]
        else:
            sent[name] = ["on"] if value is True else [str(value).replace("\n", "\r\n")]
    return sent


LINES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40)
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "title": LINES,
        "story": st.lists(LINES, max_size=4).map("\n".join),
        "many": st.integers(-(10**12), 10**12) | st.integers(-(10**9), 10**9).map(lambda cents: cents / 100),
        "one": st.sampled_from(OPTIONS),
        "some": st.lists(st.sampled_from(OPTIONS), max_size=3, unique=True),
        "step": st.integers(1, 7),
        "tick": st.just(True),
        "card": st.sampled_from(CARDS),
        "cards": st.lists(st.sampled_from(CARDS), max_size=6),
        "place": st.fixed_dictionaries({"x": st.integers(0, 100), "y": st.floats(0, 100).map(lambda y: round(y, 6))}),
        "dots": st.dictionaries(st.uuids().map(str), st.integers(0, 1), max_size=4),
        "colours": st.dictionaries(st.sampled_from(OPTIONS[:2]), st.integers(0, 1)),
        "said": LINES,
    },
)


@given(BODIES)
def test_a_page_with_and_one_without_script_say_the_same(body: dict[str, Any]) -> None:
    assert read(FORM, KIT, encoded(body)) == read_json(FORM, KIT, body)


@given(BODIES)
def test_answers_read_back_are_the_same_answers(body: dict[str, Any]) -> None:
    answers, _ = read_json(FORM, KIT, body)
    if answers:
        assert read_json(FORM, KIT, json.loads(canonical(answers))) == (answers, [])
        assert read(FORM, KIT, encoded(answers)) == (answers, [])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("9" * 5000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6) | st.just("x"), inner, max_size=4),
    max_leaves=10,
)
NAMES = st.sampled_from(list(FIELDS)) | st.text(max_size=6)


def within_limits(answers: Mapping[str, Any]) -> None:
    text = canonical(answers)
    text.encode()  # no half letter anywhere
    assert json.loads(text) == answers
    for name, value in answers.items():
        match FIELDS[name].kind:
            case "text" | "long-text" | "sentence":
                assert 0 < len(value) <= MAX_CHARS
            case "choice":
                assert value in OPTIONS
            case "choices":
                assert set(value) <= set(OPTIONS)
            case "scale":
                assert type(value) is int
                assert 1 <= value <= 7
            case "check":
                assert value is True
            case "card":
                assert value in KIT.titles
            case "cards":
                assert len(set(value)) == len(value) <= MOST_CARDS
                assert set(value) <= set(KIT.titles)
            case "placement":
                assert all(type(value[axis]) is int and 0 <= value[axis] <= 100 for axis in ("x", "y"))
            case "votes":
                assert all(type(dots) is int and dots > 0 for dots in value.values())
                assert sum(value.values()) <= FIELDS[name].budget
            case _:
                assert type(value) in (int, float)


@given(st.dictionaries(NAMES, ANYTHING, max_size=6) | ANYTHING)
def test_any_json_is_answers_within_the_limits_or_faults_with_words(body: Any) -> None:
    answers, faults = read_json(FORM, KIT, body)
    assert answers or faults
    within_limits(answers)
    for each in faults:
        words("en")[each.message_key].format_map(each.values).encode()
        each.field.encode()


@given(
    st.dictionaries(
        NAMES | st.sampled_from(["place.x", "place.y", "dots.a", "dots.", "colours.red", ".x", "place.z"]),
        st.lists(st.text(max_size=12) | st.sampled_from(["1", "AAAAA2", "red", "nan", "1e9", "٣"]), max_size=3),
        max_size=8,
    )
)
def test_any_page_is_answers_within_the_limits_or_faults_with_words(submitted: dict[str, list[str]]) -> None:
    before = {name: list(values) for name, values in submitted.items()}
    answers, faults = read(FORM, KIT, submitted)
    assert submitted == before
    assert answers or faults
    within_limits(answers)
    for each in faults:
        words("de")[each.message_key].format_map(each.values).encode()
        each.field.encode()


def test_a_text_is_whole_or_a_fault() -> None:
    assert answer("title", "x" * MAX_CHARS) == "x" * MAX_CHARS
    assert answer("title", "  \n" + "x" * MAX_CHARS + " ") == "x" * MAX_CHARS
    assert fault("title", "x" * (MAX_CHARS + 1)) == "fault-long"
    assert fault("story", "🦉" * (MAX_CHARS + 1)) == "fault-long"
    assert answer("story", "🦉" * MAX_CHARS) == "🦉" * MAX_CHARS


def test_text_is_data_with_its_line_ends_made_one() -> None:
    assert answer("story", "a\r\nb\rc\u2028d\x0be") == "a\nb\nc\nd\ne"
    assert answer("title", "a\nb") == "a b"
    assert answer("title", "=1+1<script>{title}") == "=1+1<script>{title}"
    for hidden in ("a\x00b", "a\x1bb", "a\ud800b", "a\x7fb"):
        assert fault("title", hidden) == "fault-characters"


@pytest.mark.parametrize(
    ("said", "number"),
    [("12", 12), (" 1 500 ", 1500), ("1’500", 1500), ("2,5", 2.5), ("2.50", 2.5), ("−3", -3), (3.0, 3), ("-0", 0)],
)
def test_numbers_as_people_write_them(said: Any, number: float) -> None:
    found = answer("many", said)
    assert found == number
    assert type(found) is type(number)


@pytest.mark.parametrize(
    "said", ["1.000", "1,125", "1e3", "12 apples", "٣", "nan", "0x1", "1" * 20, True, 10**13, 0.001, float("inf"), [1]]
)
def test_what_could_be_two_numbers_or_none_is_not_guessed(said: Any) -> None:
    assert fault("many", said) == ("fault-number")


def test_choices_are_those_that_are_offered_in_their_order() -> None:
    assert answer("some", ["dark blue", "red", "red"]) == ["red", "dark blue"]
    assert answer("some", "red") == ["red"]
    assert fault("some", ["red", "pink"]) == "fault-choice"
    assert fault("one", "pink") == "fault-choice"
    assert fault("one", ["red"]) == "fault-answer"


@pytest.mark.parametrize("said", [0, 8, -1, 2.5])
def test_a_step_is_on_the_scale(said: Any) -> None:
    assert fault("step", said) == "fault-step"


def test_a_page_that_says_two_things_for_one_answer_is_a_fault() -> None:
    answers, faults = read(FORM, KIT, {"one": ["red", "green"], "step": ["", "3"]})
    assert answers == {"step": 3}
    assert [(each.field, each.message_key) for each in faults] == [("one", "fault-answer")]


@pytest.mark.parametrize(
    "said", ["AAAAA2", "aaa-aa2", " aaa aa2 ", "http://cards.local:8765/AAAAA2?x", {"code": "AAAAA2"}]
)
def test_a_card_is_known_however_it_was_typed_or_scanned(said: Any) -> None:
    assert answer("card", said) == "AAAAA2"


@pytest.mark.parametrize("said", ["owl", "AAAAA7", "AAAAAZ", {"code": "AAAAA2", "more": 1}, 5])
def test_what_is_no_card_is_a_fault(said: Any) -> None:
    assert fault("card", said) in ("fault-card", "fault-answer")


def test_a_recipe_keeps_the_order_in_which_it_was_laid_each_card_once() -> None:
    assert answer("cards", ["AAAAA4", {"code": "aaaaa2"}, "AAAAA4", ""]) == ["AAAAA4", "AAAAA2"]
    assert answer("cards", "aaaaa3, AAAAA2\naaaaa6") == ["AAAAA3", "AAAAA2", "AAAAA6"]  # typed into one box
    assert fault("cards", ["AAAAA2"] * (MOST_CARDS + 1)) == "fault-cards"
    assert fault("cards", ["AAAAA2", "AAAAA7"]) == "fault-card"


def test_a_role_narrows_what_is_offered_not_what_may_be_laid() -> None:
    (card,) = (each for each in questions(FORM, KIT) if each.name == "card")
    assert [each.id for each in card.cards] == ["elk", "owl"]
    assert answer("card", "AAAAA3") == "AAAAA3"


def test_a_place_is_two_numbers_on_the_grid() -> None:
    assert answer("place", {"x": "12,6", "y": 99.5}) == {"x": 13, "y": 100}
    assert answer("place", {"x": 0, "y": "0"}) == {"x": 0, "y": 0}
    assert fault("place", {"x": 5}) == "fault-half-placed"
    assert fault("place", {"x": 5, "y": ""}) == "fault-half-placed"
    for off in (101, -1, "a", True, float("nan"), "1e9", "e"):
        assert fault("place", {"x": 5, "y": off}) == "fault-off-grid"
    assert fault("place", {"x": 5, "y": 5, "z": 5}) == "fault-answer"


def test_votes_stay_within_their_budget() -> None:
    assert answer("dots", {ENTRY: 3, "b": "1", "c": 0}) == {ENTRY: 3, "b": 1}
    assert fault("dots", {ENTRY: 3, "b": 2}) == "fault-budget"
    assert fault("dots", {ENTRY: -1}) == "fault-dots"
    assert fault("dots", {ENTRY: 1.5}) == "fault-dots"
    assert fault("dots", {"<b>": 1}) == "fault-choice"
    assert fault("colours", {"pink": 1}) == "fault-choice"
    assert fault("dots", {f"a{number}": 0 for number in range(MOST_VOTED + 1)}) == "fault-choice"


def test_a_sentence_is_built_from_its_parts_unless_it_was_written() -> None:
    parts = {"title": "it rains.", "story": "we stay"}
    assert read_json(FORM, KIT, parts)[0]["said"] == "If it rains, then we stay."
    assert read_json(FORM, KIT, {"title": "{story}"})[0]["said"] == "If {story}, then …."
    assert read_json(FORM, KIT, {**parts, "said": "Own words."})[0]["said"] == "Own words."
    assert "said" not in read_json(FORM, KIT, {"many": 1})[0]
    _, faults = read_json(FORM, KIT, {"title": "x" * MAX_CHARS, "story": "y" * MAX_CHARS})
    assert [(each.field, each.message_key) for each in faults] == [("said", "fault-long")]


def test_what_is_needed_is_asked_for_and_nothing_at_all_is_said() -> None:
    form = only(a=FormField(label="A", required=True), b=FormField(label="B"))
    assert [(each.field, each.message_key) for each in read_json(form, KIT, {"b": "x"})[1]] == [("a", "fault-required")]
    assert [(each.field, each.message_key) for each in read(FORM, KIT, {"title": [" "]})[1]] == [("", "fault-empty")]


def test_fields_that_no_form_asks_for_are_faults() -> None:
    answers, faults = read(FORM, KIT, {"many": ["1"], "titel": ["y"], "place.z": ["1"]})
    assert answers == {"many": 1}
    found = {(each.field, each.message_key) for each in faults}
    assert found == {("titel", "fault-unknown"), ("place", "fault-answer")}
    _, faults = read_json(FORM, KIT, {f"f{number}": 1 for number in range(60)})
    assert [each.message_key for each in faults] == ["fault-fields"]


def test_faults_stand_in_the_order_of_the_form() -> None:
    _, faults = read_json(FORM, KIT, {"zzz": 1, "step": 99, "title": 5})
    assert [each.field for each in faults] == ["title", "step", "zzz"]


def test_options_may_be_those_of_the_kit() -> None:
    form = only(
        category=FormField(label="C", kind="choice", options_from="categories"),
        role=FormField(label="R", kind="choice", options_from="roles"),
    )
    offered = [[(option.id, option.text) for option in each.options] for each in questions(form, KIT)]
    assert offered == [[("birds", "Birds"), ("beasts", "Beasts")], [("who", "Who"), ("what", "What")]]
    assert read_json(form, KIT, {"category": "birds"}) == ({"category": "birds"}, [])
    assert read_json(form, KIT, {"category": "Birds"}) == ({"category": "birds"}, [])  # as pages sent it before


def test_what_the_scanned_thing_and_the_phone_say_is_filled_in() -> None:
    form = only(
        cards=FIELDS["cards"],
        card=FIELDS["card"],
        category=FormField(label="C", kind="choice", options_from="categories"),
        table=FormField(label="T"),
        department=FormField(label="D", kind="choice", options=("hall", "stage")),
    )
    known = prefilled(form, KIT, KIT.thing("AAAAA6"), table="7", department="stage")
    assert known == {"cards": ["AAAAA6"], "category": "birds", "table": "7", "department": "stage"}
    assert read_json(form, KIT, known) == (known, [])
    assert prefilled(form, KIT, KIT.thing("AAAAA7"), department="elsewhere") == {}
    assert prefilled(form, KIT, None) == {}


def question(name: str) -> Question:
    return next(each for each in questions(FORM, KIT) if each.name == name)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "x", "x"),
        ("many", 2.5, "2.5"),
        ("some", ["red", "green"], "red, green"),
        ("step", 3, "3/7"),
        ("tick", True, "✓"),
        ("card", "AAAAA2", "Owl"),
        ("card", "ZZZZZZ", "ZZZZZZ"),
        ("cards", ["AAAAA4", "AAAAA6"], "Elk + Birds 1"),
        ("place", {"x": 70, "y": 50}, "Dear and soon (70, 50)"),
        ("place", {"x": 10, "y": 50}, "10, 50"),
        ("dots", {"a": 2, "b": 1}, "a: 2, b: 1"),
        ("title", None, ""),
    ],
)
def test_answers_in_words(name: str, value: Any, said: str) -> None:
    assert shown(question(name), value) == said


def test_an_entry_is_called_after_its_first_words() -> None:
    asked = questions(FORM, KIT)
    assert headline(asked, {"story": "long", "title": "short"}) == "short"
    assert headline(asked, {"story": "long", "cards": ["AAAAA2"]}) == "long"
    assert headline(asked, {"cards": ["AAAAA2", "AAAAA3"]}) == "Owl + Auk"
    assert headline(asked, {"step": 3}) == ""


def test_the_same_answers_are_the_same_text() -> None:
    assert canonical({"b": "ü", "a": {"y": 1, "x": 2}}) == '{"a":{"x":2,"y":1},"b":"ü"}'
    assert canonical({"a": {"x": 2, "y": 1}, "b": "ü"}) == canonical({"b": "ü", "a": {"y": 1, "x": 2}})


def test_a_question_knows_its_poster() -> None:
    assert question("place").poster == PosterEntry("Map", words=GRID)
    assert question("dots").poster_id == "map"
    assert "fixed" in question("dots").entries

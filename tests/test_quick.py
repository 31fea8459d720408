"""One line from the keyboard as the answers of a form: what is short first, then the words, seven times if need be."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rooms import kit, thing

from generator.capture.answers.questions import Asked, Choice
from generator.capture.answers.reader import questions, read
from generator.capture.facilitator.proxy import Topic, nth, split
from generator.capture.facilitator.quick import MOST_AT_ONCE, typed
from generator.capture.web.tokens import is_entry_id

GRID, GUEST, RECIPE = thing("poster", "four-arguments"), thing("card", "guest"), thing("worksheet", "recipe", "1")
CARDS = [card.code for card in kit().cards()[:3]]


def asked(form):
    """The questions of a form as a page has them; votes are on three entries."""
    found = []
    for question in questions(kit().forms[form], kit()):
        choices = tuple(Choice(option.id, option.text) for option in question.options)
        if question.kind == "votes":
            choices = tuple(Choice(f"id-{name}", name) for name in ("Quiet hours", "A shelf", "Letters"))
        found.append(Asked(question, {}, "", choices))
    return found


@pytest.mark.parametrize(
    ("form", "line", "inputs"),
    [
        ("idea", "2 Faster refunds", {"place.x": ["75"], "place.y": ["75"], "idea": ["Faster refunds"]}),
        ("idea", "3 A; B; C", {"place.x": ["25"], "place.y": ["25"], "idea": ["A"], "why": ["B; C"]}),
        ("idea", "30,70 A", {"place.x": ["30"], "place.y": ["70"], "idea": ["A"]}),
        ("idea", "Only words", {"idea": ["Only words"]}),
        ("idea-votes", "legal 2 3:2", {"department": ["legal"], "dots.id-A shelf": ["1"], "dots.id-Letters": ["2"]}),
        ("idea-votes", "- 1 1", {"dots.id-Quiet hours": ["2"]}),
        ("card-log", "admire 3 2 It works", {
            "opinion": ["we admire it"], "size": ["experience"], "effort": ["2"], "note": ["It works"],
        }),
        ("card-log", "3 - 5", {"opinion": ["we dislike it"], "effort": ["5"]}),
        ("card-log", "we had that", {"note": ["we had that"]}),  # 'we' begins three options
        ("readiness-team", "data 3 4 2 5 1 4", {
            "department": ["data"], "data": ["3"], "content": ["4"], "engine": ["2"], "time": ["5"],
            "courage": ["1"], "drive": ["4"],
        }),
        ("readiness-team", "- 9", {"wish": ["9"]}),  # no step of the scale
        ("risk", "1,3 half 2 A; B", {
            "kinds": ["creepy", "unfair"], "consent": ["half"], "decision": ["go on with the failsafe"],
            "scenario": ["A"], "wrong": ["B"],
        }),
        ("segment", "1500 Readers", {"many": ["1500"], "name": ["Readers"]}),
        ("recipe", f"{CARDS[0].lower()} {CARDS[1]} feature Soup", {
            "cards": [CARDS[0], CARDS[1]], "size": ["feature"], "name": ["Soup"],
        }),
        ("note", "", {}),
    ],
)  # fmt: skip
def test_a_line_is_the_answers_of_its_form(form, line, inputs):
    assert typed(line, asked(form)) == (inputs, 1)


@pytest.mark.parametrize(
    ("line", "times", "note"),
    [("admire x7", 7, None), ("admire ×12", 12, None), ("admire 2 2 Fine *3", 3, "Fine"), ("admire - - x51", 1, "x51"),
     ("admire - - x0", 1, "x0"), ("x3", 1, "x3")],
)  # fmt: skip
def test_a_show_of_hands_is_counted(line, times, note):
    found = typed(line, asked("card-log"))
    assert found.times == times
    assert found.inputs.get("note") == (note and [note])


def test_words_that_no_question_takes_are_left_over_for_the_form_to_refuse():
    choice = SimpleNamespace(kind="choice", name="only", names={"yes": "yes"})
    assert typed("nonsense", [Asked(choice, {}, "", (Choice("yes", "yes"),))]).inputs == {"": ["nonsense"]}
    _, faults = read(kit().forms["note"], kit(), {"": ["nonsense"]})
    assert faults


@given(st.sampled_from(sorted(kit().forms)), st.text(max_size=60))
def test_any_line_becomes_inputs_that_the_form_takes_or_refuses(form, line):
    found = typed(line, asked(form))
    assert 1 <= found.times <= MOST_AT_ONCE
    body, faults = read(kit().forms[form], kit(), found.inputs)
    assert body or faults


@pytest.mark.parametrize(
    ("line", "at", "now", "rest"),
    [
        (GRID.code, Topic(), Topic(GRID.code), ""),
        (
            f"{GUEST.code.lower()} admire",
            Topic(GRID.code, "idea-votes", "legal"),
            Topic(GUEST.code, "", "legal"),
            "admire",
        ),
        ("2 A shelf", Topic(GRID.code), Topic(GRID.code), "2 A shelf"),
        ("ABCDEF is no code of ours", Topic(GRID.code), Topic(GRID.code), "ABCDEF is no code of ours"),
        (f"{GUEST.code} Soup", Topic(RECIPE.code), Topic(RECIPE.code), f"{GUEST.code} Soup"),  # a card of the recipe
        (f"{GRID.code} 2 A", Topic(RECIPE.code), Topic(GRID.code), "2 A"),
    ],
)
def test_a_code_at_the_head_of_a_line_changes_what_lines_are_about(line, at, now, rest):
    assert split(line, at, kit()) == (now, rest)


def test_ids_of_a_line_that_counts_often_are_made_of_the_page_s_own():
    first = "123e4567-e89b-42d3-a456-426614174000"
    ids = [nth(first, turn) for turn in range(MOST_AT_ONCE)]
    assert ids[0] == first
    assert len(set(ids)) == MOST_AT_ONCE
    assert all(map(is_entry_id, ids))
    assert ids == [nth(first, turn) for turn in range(MOST_AT_ONCE)]

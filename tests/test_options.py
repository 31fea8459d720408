"""Options whose words change: what was answered stays counted, whichever page, edition or language it came from."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_kits import FORMS, octets

from generator.capture.answers.questions import Asked, Choice
from generator.capture.answers.reader import (
    Question,
    of_today,
    option_id,
    option_text,
    prefilled,
    questions,
    read,
    read_json,
    shown,
)
from generator.capture.board.frames import Ballots, Frames
from generator.capture.board.frames.frame import BarsFrame
from generator.capture.board.measures import Measures
from generator.capture.facilitator.quick import typed
from generator.capture.kits import PrintedKit
from generator.capture.model import Ballot, Entry, Session
from generator.capture.results.table import write_table
from generator.capture.web.translations import words
from generator.codes import CaptureEntry
from generator.codes.records import Damaged
from generator.form import FormField, Option, option_faults

AT = "2026-11-23T09:00:00Z"
ENTRY = Entry("e", "s", None, "", "", "", "", "asked", 1, {}, "", "", 1, "zoo", AT, "new", 0)
SESSION = Session("s", "zoo", "Tuesday", "", "", "", True, "")


def kit(field: dict[str, Any], *earlier: PrintedKit, **more: Any) -> PrintedKit:
    """A kit whose form `asked` asks for a team, once as a choice, once as several, once with dots."""
    fields = {"team": {"kind": "choice"}, "teams": {"kind": "choices"}, "dots": {"kind": "votes", "budget": 9}}
    fields = {name: {"label": name.title(), **kind, **field} for name, kind in fields.items()}
    return PrintedKit.of(octets(forms={**FORMS, "asked": {"fields": fields}}, **more)).after(earlier)


OLD = kit({"options": ["Sales", "Care", "Other"]})
NEW_FIELD = {
    "options": ["Sales team", "Care", "Other"],
    "option_ids": ["sales", "Care", "Other"],
    "was": {"Sales": "sales"},
}
NEW = kit(NEW_FIELD, OLD)
GERMAN = kit({"options": ["Vertrieb", "Pflege", "Andere"], "option_ids": ["sales", "Care", "Other"]}, NEW, OLD)


def question(of: PrintedKit, name: str = "team") -> Question:
    return next(each for each in questions(of.forms["asked"], of) if each.name == name)


def counts(of: PrintedKit, bodies: list[dict[str, Any]]) -> dict[str, list[tuple[str, int]]]:
    """What the board counts: each question with its bars."""
    entries = [replace_body(body, number) for number, body in enumerate(bodies)]
    ballots = Ballots.of(SESSION, [Ballot("s", "asked", "", "closed")], 0)
    made = [each.frame for each in Frames(words("en")).of(Measures(SESSION, of, entries), ballots)]
    panels = [panel for frame in made if isinstance(frame, BarsFrame) for panel in frame.panels]
    return {panel.question: [(bar.label, bar.count) for bar in panel.bars] for panel in panels}


def replace_body(body: dict[str, Any], number: int) -> Entry:
    return ENTRY._replace(seq=number, id=str(number), body=body)


THEN = [{"team": "Sales", "teams": ["Care", "Sales"], "dots": {"Sales": 2, "Care": 1}}, {"team": "Care"}]
NOW = [{"team": "sales", "teams": ["Care", "sales"], "dots": {"sales": 2, "Care": 1}}, {"team": "Care"}]


def test_counts_stay_when_an_option_is_renamed_or_the_language_is_another() -> None:
    assert counts(OLD, THEN)["Team"] == [("Sales", 1), ("Care", 1), ("Other", 0)]
    for bodies in (THEN, NOW, [*THEN[:1], *NOW[1:]]):
        assert counts(NEW, bodies)["Team"] == [("Sales team", 1), ("Care", 1), ("Other", 0)]
        assert counts(NEW, bodies)["Teams"] == [("Sales team", 1), ("Care", 1), ("Other", 0)]
        assert counts(NEW, bodies)["Dots"] == [("Sales team", 2), ("Care", 1), ("Other", 0)]
        assert counts(GERMAN, bodies)["Team"] == [("Vertrieb", 1), ("Pflege", 1), ("Andere", 0)]
        assert counts(GERMAN, bodies)["Dots"] == [("Vertrieb", 2), ("Pflege", 1), ("Andere", 0)]


def test_counts_would_not_stay_without_was_and_editions() -> None:
    alone = kit({**NEW_FIELD, "was": {}})
    assert ("Sales", 1) in counts(alone, THEN)["Team"]  # text that is no option is counted as that text
    assert ("Sales team", 0) in counts(alone, THEN)["Team"]


@pytest.mark.parametrize("said", ["sales", "Sales", "Sales team", "Vertrieb"])
def test_a_page_of_any_edition_is_understood(said: str) -> None:
    form = GERMAN.forms["asked"]
    body = {"team": "sales", "teams": ["sales"], "dots": {"sales": 2}}
    assert read(form, GERMAN, {"team": [said], "teams": [said], f"dots.{said}": ["2"]}) == (body, [])
    assert read_json(form, GERMAN, {"team": said, "teams": [said], "dots": {said: 2}}) == (body, [])
    asked = question(GERMAN)
    line = [Asked(asked, {}, "", tuple(Choice(each.id, each.text) for each in asked.options))]
    if " " not in said:
        assert typed(said, line).inputs == {"team": ["sales"]}
    assert read_json(OLD.forms["asked"], OLD, {"team": "Vertrieb"})[1][0].message_key == "fault-choice"


def test_answers_are_shown_in_the_words_of_today_and_strange_ones_as_they_are() -> None:
    assert shown(question(GERMAN), "Sales") == "Vertrieb"
    assert shown(question(GERMAN, "teams"), ["sales", "Care", "Kitchen"]) == "Vertrieb, Pflege, Kitchen"
    assert shown(question(GERMAN, "dots"), {"Sales": 2, "Kitchen": 1}) == "Vertrieb: 2, Kitchen: 1"
    assert option_id(question(GERMAN), "Kitchen") == option_text(question(GERMAN), "Kitchen") == "Kitchen"


def test_a_retry_is_the_same_entry_though_its_options_have_ids_now() -> None:
    again, faults = read_json(NEW.forms["asked"], NEW, THEN[0])
    assert faults == []
    assert of_today(questions(NEW.forms["asked"], NEW), THEN[0]) == again
    strange = {"team": "Kitchen", "teams": ["x"], "gone": "Sales"}
    assert of_today(questions(NEW.forms["asked"], NEW), strange) == strange


def test_an_id_counts_before_a_text_and_todays_text_before_an_older_one() -> None:
    before = kit({"options": ["A", "B"], "option_ids": ["one", "two"]})
    now = kit({"options": ["B", "A"], "option_ids": ["one", "two"]}, before)
    assert option_id(question(now), "A") == "two"
    assert option_id(question(now), "one") == "one"


def test_columns_in_words_and_their_ids_beside_them(tmp_path: Path) -> None:
    entries = [replace_body(body, number) for number, body in enumerate([*THEN, {"team": "Kitchen", "teams": ["x"]}])]
    write_table(tmp_path / "t.csv", entries, {"s": SESSION}, {"zoo": GERMAN})
    first, second, strange = csv.DictReader(io.StringIO((tmp_path / "t.csv").read_text("utf-8-sig")))
    assert (first["asked.team"], first["asked.team id"]) == ("Vertrieb", "sales")
    assert (first["asked.teams"], first["asked.teams id"]) == ("Pflege\nVertrieb", "Care\nsales")
    assert (first["asked.dots.Vertrieb"], first["asked.dots.Vertrieb id"]) == ("2", "sales")
    assert (second["asked.team"], second["asked.team id"]) == ("Pflege", "Care")
    assert (strange["asked.team"], strange["asked.team id"]) == ("Kitchen", "")
    assert (strange["asked.teams"], strange["asked.teams id"]) == ("x", "")
    names = list(first)
    assert names.index("asked.team id") == names.index("asked.team") + 1


def test_a_department_is_the_same_one_whatever_a_list_a_form_or_an_edition_calls_it() -> None:
    said = CaptureEntry("", ("department",), ("Sales", "Care"))
    before = PrintedKit.of(octets(capture=said))
    capture = CaptureEntry("", ("department",), ("Vertrieb", "Pflege"), ("sales", "care"), {"Sales": "sales"})
    fields = {"department": {"label": "D", "kind": "choice", "options": ["Verkauf", "Pflege"]}}
    fields["department"] |= {"option_ids": ["sales", "nurses"]}
    now = PrintedKit.of(octets(capture=capture, forms={"own": {"fields": fields}})).after([before])
    assert now.departments == ("Vertrieb", "Pflege")
    for name in ("sales", "Sales", "Vertrieb", "Verkauf"):
        assert now.department(name) == "Vertrieb"
    for name in ("care", "Pflege", "nurses"):
        assert now.department(name) == "Pflege"
    assert now.department("Kitchen") == "Kitchen"
    assert prefilled(now.forms["own"], now, None, department="Sales") == {"department": "sales"}
    assert prefilled(now.forms["own"], now, None, department="Pflege") == {"department": "nurses"}
    assert prefilled(now.forms["own"], now, None, department="Kitchen") == {}


@pytest.mark.parametrize(
    "capture",
    [{"departments": ["a", "b"], "department_ids": ["a"]}, {"departments": ["a"], "departments_were": {"b": "c"}}],
)
def test_departments_that_cannot_be_told_apart_are_damage(capture: dict[str, Any]) -> None:
    with pytest.raises(Damaged, match=r"capture\.departments"):
        PrintedKit.of(json.dumps({**json.loads(octets()), "capture": capture}).encode())


class Step(NamedTuple):
    """The next edition: which option is renamed, and whether its earlier text is said."""

    option: int
    is_said: bool


@given(st.integers(1, 4), st.lists(st.builds(Step, st.integers(0, 3), st.booleans()), max_size=8))
def test_whatever_an_option_was_ever_called_is_that_option(count: int, steps: list[Step]) -> None:
    now = [Option(text=f"text {number}", id=f"text {number}") for number in range(count)]
    said: list[set[str]] = [{option.text} for option in now]
    editions: list[PrintedKit] = []
    for number, (chosen, is_said) in enumerate(steps):
        editions.insert(0, _kit_of(now))
        option = now[chosen % count]
        was = (*option.was, option.text) if is_said or option.id == option.text else ()
        now[chosen % count] = replace(option, text=f"renamed {number}", id=f"id-{chosen % count}", was=was)
        said[chosen % count] |= {f"renamed {number}", f"id-{chosen % count}"}
        assert option_faults(now) == []
    asked = question(_kit_of(now).after(editions))
    for option, names in zip(now, said, strict=True):
        assert {option_id(asked, name) for name in names} == {option.id}


def _kit_of(options: list[Option]) -> PrintedKit:
    was = {earlier: option.id for option in options for earlier in option.was}
    many = [*options, Option(text="always there", id="always-there")]
    texts, ids = [option.text for option in many], [option.id for option in many]
    return kit({"options": texts, "option_ids": ids, "was": was})


def test_a_field_says_its_options_as_it_was_given_them() -> None:
    field = FormField(label="F", kind="choice", options=("a", "b"))
    assert field.option_ids == ("a", "b")
    assert replace(field, option_ids=("x",)).faults() == ["each of the `options` needs an id of its own"]
    assert replace(field, was={"c": "d"}).faults() == ["`was` names 'd', which is none of the options"]

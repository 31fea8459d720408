"""The least that a person fills in, kept: one answer, all other boxes sent along empty, as every browser does.

Read back from the page that says kept, from the phone's own list, and from each export.
"""

import csv
import json
import sqlite3
from contextlib import closing

import pytest
from minimum import GRID, SPARE, least, printed, written
from rooms import RUNNER, kit
from serialised import controls, sent

from generator.capture import results
from generator.capture.answers import values as reading
from generator.capture.answers.reader import questions
from generator.capture.kits import bundled_forms

FORMS = sorted(bundled_forms())


def place_ideas(phone):
    """Two ideas on the grid, a scenario and a pitch: something to vote on."""
    for form, fields in (
        ("idea", {"idea": "Faster", "place.x": "10", "place.y": "20"}),
        ("idea", {"idea": "Slower", "place.x": "90", "place.y": "20"}),
    ):
        fill(phone, form, fields)
    for form in ("scenario", "pitch"):
        for number in (1, 2):
            _, opened = printed(form)
            fill(phone, form, written(opened, f"{form} {number}"))


def fill(phone, form, answers):
    each, _ = printed(form)
    path = f"/{each.code}?form={form}"
    page = phone.get(path)
    assert page.status_code == 200, path
    asking = {"_consent": "1"} if 'name="_consent"' in page.text else {}
    return phone.post(f"/{each.code}", sent(page.text, answers | asking))


def answered(form, phone):
    """For each question of the form: what a person would fill in who answers that one and whatever must be said."""
    each, opened = printed(form)
    page = phone.get(f"/{each.code}?form={form}").text
    asked = questions(opened, kit())
    needed = written(opened, "Needed", page) if any(question.required for question in asked) else {}
    for question in asked:
        if question.kind != "sentence":  # it is made of the others
            yield question, needed | least(question, "Words", page)


@pytest.mark.parametrize("form", FORMS)
def test_one_answer_is_kept_whichever_it_is_and_comes_back_everywhere(form, room, session, phone, tmp_path):
    place_ideas(phone)
    if printed(form)[0] is SPARE:
        RUNNER.run(room.store.relink(SPARE.code, f"form:{form}"))
    wanted = {}
    for question, inputs in answered(form, phone):
        answer = fill(phone, form, inputs)
        assert answer.status_code == 303, (question.name, answer.text)
        entry = room.store.entries(session.id)[-1]
        assert question.name in entry.body, question.name
        page = phone.get(answer.headers["location"])
        assert page.status_code == 200
        assert question.label in page.text.replace("&#39;", "'")
        wanted[entry.id] = question.name, entry.body
    assert wanted
    mine = phone.get("/mine").text
    assert all(identity in mine for identity in wanted)
    for kind in ("csv", "jsonl", "sqlite"):
        results.export(room.store, session.id, tmp_path / f"all.{kind}", kind)
    lines = map(json.loads, (tmp_path / "all.jsonl").read_text().splitlines())
    assert {line["id"]: line["body"] for line in lines if line["id"] in wanted} == {
        identity: body for identity, (_, body) in wanted.items()
    }
    with closing(sqlite3.connect(tmp_path / "all.sqlite")) as copy:
        rows = copy.execute("SELECT id, body FROM entry")
        assert {id: json.loads(body) for id, body in rows if id in wanted} == {
            identity: body for identity, (_, body) in wanted.items()
        }
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for identity, (name, _) in wanted.items():
        assert any(value for column, value in rows[identity].items() if name in column), (name, rows[identity])


def test_a_vote_that_leaves_a_candidate_untouched_counts(room, session, phone):
    """As it was refused once: the box that nobody touched is sent along empty."""
    place_ideas(phone)
    page = phone.get(f"/{GRID.code}?form=idea-votes").text
    boxes = [name for name, _ in controls(page) if name.startswith("dots.")]
    assert len(boxes) == 2
    fields = sent(page, {boxes[0]: "2"})
    assert fields[boxes[1]] == [""]
    assert phone.post(f"/{GRID.code}", fields).status_code == 303
    assert room.store.entries(session.id)[-1].body == {"dots": {boxes[0].removeprefix("dots."): 2}}


def test_the_old_fault_is_caught(monkeypatch, room, session, phone):
    """Planted: a reader of numbers that does not know the empty box, as there was one."""
    right = reading.number

    def number(raw):
        if raw is None:
            raise reading.Wrong("fault-number")
        return right(raw)

    monkeypatch.setattr(reading, "number", number)
    with pytest.raises(AssertionError):
        test_a_vote_that_leaves_a_candidate_untouched_counts(room, session, phone)

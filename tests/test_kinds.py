"""Each kind of question and each form, answered as little as a person would and sent by the button, in a browser.

All that is left blank is sent along as the browser sends it. In Chromium and in WebKit, with script and without.
"""

import uuid
from dataclasses import replace
from typing import get_args

import pytest
from accessible import barriers
from engines import CHROMIUM, ENGINES, WIDTH
from filling import WORDS, answer
from live import Live
from minimum import GRID, SPARE, needed, printed
from rooms import kit
from suite import in_part

from generator.capture.answers import values as reading
from generator.capture.answers.reader import prefilled, questions
from generator.capture.kits import bundled_forms
from generator.capture.model import NewEntry
from generator.form import FieldKind, Form, FormField

OPTIONS = ("red", "green", "dark blue")
FIELDS = {  # a question of each kind, and how the kept page shows its answer
    "title": (FormField(label="Title"), f"{WORDS} title"),
    "story": (FormField(label="Story", kind="long-text"), f"{WORDS} story"),
    "many": (FormField(label="Many", kind="number"), "1500"),
    "one": (FormField(label="One", kind="choice", options=OPTIONS), "green"),
    "some": (FormField(label="Some", kind="choices", options=OPTIONS), "green"),
    "step": (FormField(label="Step", kind="scale"), "2/5"),
    "tick": (FormField(label="Tick", kind="check"), "✓"),
    "card": (FormField(label="Card", kind="card"), kit().cards()[0].title),
    "cards": (FormField(label="Cards", kind="cards"), " + ".join(card.title for card in kit().cards()[:2])),
    "place": (FormField(label="Place", kind="placement", poster=GRID.id), "Customer understanding (70, 20)"),
    "dots": (FormField(label="Dots", kind="votes", form="idea"), "Faster: 1"),
    "said": (FormField(label="Said", kind="sentence", text="So {title}."), f"So {WORDS} title."),
}
FORM = Form(id="every-kind", title="Every kind", fields={name: field for name, (field, _) in FIELDS.items()})
KIT = replace(kit(), forms={**kit().forms, FORM.id: FORM})
SPOTS = {"idea": {"place": {"x": 10, "y": 20}}, "scenario": {"place": {"x": 90, "y": 80}}, "pitch": {}}
CANDIDATES = [
    (form, {name: title} | spots)
    for (form, spots), name in zip(SPOTS.items(), ("idea", "scenario", "pilot"), strict=True)
    for title in ("Faster", "Slower")
]
ANSWERS = """Object.fromEntries([...document.querySelectorAll('.answers > div')]
    .map((answer) => [...answer.children].map((part) => part.textContent)))"""
ANSWERED = ".receipt, #faults:not([hidden])"
SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@pytest.fixture
def live(tmp_path):
    room = Live(tmp_path, kits=lambda: KIT)
    yield room
    room.close()


@pytest.fixture
def session(live):
    """With something to vote on."""
    session = live.do(live.room.store.open_session(KIT.id, "Tuesday"))
    for form, body in CANDIDATES:
        at, _ = printed(form)
        entry = NewEntry(str(uuid.uuid4()), session.id, None, at.code, at.kind, at.id, at.copy, form, 1, body)
        live.do(live.room.store.submit(entry))
    return session


def keep(page):
    """Agrees where that is still asked, sends, and gives what is kept as the page says it; fails with its faults."""
    if page.run("document.getElementById('_consent') !== null"):
        page.tick("#_consent")
    page.press("#entry button.main")
    page.see(ANSWERED)
    faults = page.run("document.querySelector('#faults')?.textContent")
    assert not faults, faults
    return page.run(ANSWERS)


def last(live, session):
    """What the store has kept of the one who answered."""
    return dict(live.room.store.entries(session.id)[-1].body)


def test_no_kind_of_question_is_left_out():
    assert {field.kind for field in FORM.fields.values()} == set(get_args(FieldKind))


def say_one(page, name, script):
    """Answers this question and no other; what should be kept, and what the page says of it by labels."""
    page.go(f"/{GRID.code}")
    (question,) = (each for each in questions(FORM, KIT) if each.name == name)
    given = {name: answer(page, question, KIT, script)}
    if name in FORM.fields["said"].parts:
        given["said"] = FIELDS["said"][1]
    return given, {FORM.fields[each].label: FIELDS[each][1] for each in given}


@SCRIPT
@pytest.mark.parametrize("engine", ENGINES)
def test_one_answer_of_each_kind_is_kept_and_nothing_else(live, session, phone_in, script):
    live.do(live.room.store.relink(GRID.code, f"form:{FORM.id}"))
    page = phone_in(script)
    for name in (name for name, field in FORM.fields.items() if field.kind != "sentence"):
        given, shown = say_one(page, name, script)
        assert (name, keep(page)) == (name, shown)
        assert last(live, session) == given


@SCRIPT
@pytest.mark.parametrize("engine", ENGINES)
def test_the_old_fault_is_caught(monkeypatch, live, session, phone_in, script):
    """Planted: a reader of numbers that does not know the box that is left empty, as there was one."""
    right = reading.number

    def number(raw):
        if raw is None:
            raise reading.Wrong("fault-number")
        return right(raw)

    monkeypatch.setattr(reading, "number", number)
    live.do(live.room.store.relink(GRID.code, f"form:{FORM.id}"))
    page = phone_in(script)
    say_one(page, "dots", script)
    with pytest.raises(AssertionError, match="plain number"):
        keep(page)


# The kinds above go both ways on every run; what the forms add to them is words.
@pytest.mark.parametrize("script", in_part([True, False], True), ids=["script", "no script"])
@pytest.mark.parametrize("engine", [CHROMIUM])
def test_each_form_is_kept_with_the_least_that_one_can_say(live, session, phone_in, script):
    page = phone_in(script)
    for form in sorted(bundled_forms()):
        at, opened = printed(form)
        if at is SPARE:
            live.do(live.room.store.relink(SPARE.code, f"form:{form}"))
        page.go(f"/{at.code}?form={form}")
        given = prefilled(opened, KIT, at)
        blank = [question for question in needed(opened) if question.name not in given]
        given |= {question.name: answer(page, question, KIT, script) for question in blank}
        shown = keep(page)
        body = last(live, session)
        assert set(shown) == {question.label for question in questions(opened, KIT) if question.name in body}
        for name, field in opened.fields.items():
            if field.kind == "sentence" and name in body:
                assert WORDS in body.pop(name)
        assert (form, body) == (form, given)


@pytest.mark.parametrize("engine", ENGINES)
def test_everybody_can_answer_every_kind(live, session, phone_in):
    live.do(live.room.store.relink(GRID.code, f"form:{FORM.id}"))
    page = phone_in()
    page.go(f"/{GRID.code}")
    assert barriers(page) == []
    assert page.run("document.documentElement.scrollWidth") <= WIDTH

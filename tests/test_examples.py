"""Worked examples: forms that are printed filled in, with crosses in their boxes and words on their lines."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from printed import pages, pdfium_text, words
from pypdf import PdfReader

from generator.cli import main
from generator.compose.worksheet.options import BOX
from generator.errors import Problems
from generator.example import load_examples
from generator.face import Face, Outline, TextLine
from generator.form import load_forms
from generator.geometry import Rect
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"
FORM = """\
id: note
title: A note
fields:
  story: {label: What happened?, kind: long-text, lines: 2}
  mood: {label: How was it?, kind: scale, steps: 5, low: bad, high: good}
  where: {label: Where?, kind: choices, options: [here, there, everywhere]}
  again: {label: Again., kind: check}
"""
RECIPES = """\
recipes:
  - id: one
    form: note
    title: Note one
    intro: By somebody.
    answers:
      story: We ate *all* of it.
      mood: "4"
      where: {any: [here, everywhere]}
      again: "yes"
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "forms").mkdir()
    (folder / "forms/note.yaml").write_text(FORM, encoding="utf-8")
    (folder / "recipes.yaml").write_text(RECIPES, encoding="utf-8")
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "worksheets: {copies: {note: 1}}\n", encoding="utf-8")
    return folder


def example_face(folder: Path) -> Face:
    shop = load(folder)
    assert not shop.problems.errors, shop.problems.sorted()
    production = Production(Shared(shop, None), shop.pieces["worksheets/examples"])
    production.prepare()
    face = production.face(production.deck.cards[0], "front")
    assert face is not None
    return face


def is_across(mark: Outline, box: Rect) -> bool:
    """Whether a mark is as wide as most of a box, or goes around it."""
    xs = [x for step in mark.path for x in step.numbers[::2]]
    return box.width * 0.5 < max(xs) - min(xs) < box.width + 4


def check(folder: Path) -> str:
    return words(CliRunner().invoke(main, ["check", str(folder)]).output)


def test_answers_stand_where_the_form_has_room_for_them(workshop: Path) -> None:
    face = example_face(workshop)
    entries = {entry.name: entry for entry in face.entries}
    marks = [item for item in face.items if isinstance(item, Outline) and item.cap == 1]
    ticked = {
        (name, option)
        for name, entry in entries.items()
        for option, box in zip(entry.options or ("yes",), entry.boxes, strict=False)
        for mark in marks
        if box.grown(1).contains(Rect(*mark.path[0].numbers, 0, 0)) and is_across(mark, box)
    }
    assert ticked == {("mood", "4"), ("where", "here"), ("where", "everywhere"), ("again", "yes")}
    assert len(marks) == len(ticked)
    (written,) = (item for item in face.items if isinstance(item, TextLine) and item.field == "story.answer")
    box = entries["story"].boxes[0]
    assert written.text == "We ate all of it."
    assert box.x < written.x < box.right
    assert box.y < written.baseline < box.y + box.height / 2  # on the first of several lines
    assert entries["story"].pitch >= 8
    assert [box.width for box in entries["again"].boxes] == [BOX]


def test_an_example_has_its_own_title_and_no_code(workshop: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    said = words(pdfium_text(tmp_path / "out/worksheets/examples.pdf")[0])
    assert "Note one By somebody." in said
    assert "We ate all of it." in said
    codes = (tmp_path / "out/manifest.json").read_text(encoding="utf-8")
    assert '"example"' not in codes


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("form: note", "form: nota", "recipes.yaml:3:11: there is no form 'nota'"),
        ("story: We", "stori: We", "recipes.yaml:7:14: the form 'note' has no field 'stori'"),
        ('mood: "4"', 'mood: "6"', "'6' is no option of 'mood'"),
        ("any: [here, everywhere]", "any: [here, nowhere]", "'nowhere' is no option of 'where'"),
        ("We ate *all* of it.", "word " * 900, "the answer to 'story' of 'one' needs"),
        ("We ate *all* of it.", "a \ue000", "no font of this kit has"),
        ("We ate *all* of it.", "سلام", "which would be printed wrong"),
        ("    answers", "    answer", "'answer' is not a key here"),
    ],
)
def test_answers_that_the_form_cannot_take_are_problems(workshop: Path, old: str, new: str, said: str) -> None:
    text = (workshop / "recipes.yaml").read_text(encoding="utf-8")
    assert old in text
    (workshop / "recipes.yaml").write_text(text.replace(old, new), encoding="utf-8")
    found = check(workshop)
    assert said in found


def test_two_examples_of_one_id_are_a_problem(workshop: Path) -> None:
    text = RECIPES + RECIPES.partition("\n")[2]
    (workshop / "recipes.yaml").write_text(text, encoding="utf-8")
    assert "the id 'one' is said twice" in check(workshop)


def test_the_twelve_bundled_recipes_are_complete_and_printed(tmp_path: Path) -> None:
    problems = Problems()
    forms = load_forms(bundled_workshop(), problems)
    examples = load_examples(bundled_workshop(), forms, problems)
    assert [example.id for example in examples][:3] == ["nurture", "welcome", "winback"]
    assert len(examples) == 12
    printed = {name for name, field in forms["recipe"].fields.items() if getattr(field, "print", True)}
    for example in examples:
        assert set(example.answers) == printed
    assert not problems.found
    done = CliRunner().invoke(main, ["build", "--only", "worksheets", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    pdf = tmp_path / "worksheets/examples.pdf"
    assert len(PdfReader(pdf).pages) == 12
    said = [words(page) for page in pdfium_text(pdf)]
    for example, page in zip(examples, said, strict=True):
        for name, answer in example.answers.items():
            if name not in ("size", "step"):
                assert answer.text in page
    assert all(page.getextrema()[0] < 255 for page in pages(pdf, 30))

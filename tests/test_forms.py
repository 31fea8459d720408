"""Forms with the kinds that are captured: what is wrong with them is said at its line, and paper takes them all."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from printed import pdfium_text, words

from generator.cli import main
from generator.compose.worksheet.places import DOT, SIDE
from generator.errors import ExitCode
from generator.face import Outline, Placed
from generator.form import FormField
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"
FORM = """\
id: note
title: A note
fields:
  who: {label: Who is it?, kind: card, role: quest}
  laid: {label: The recipe, kind: cards}
  where: {label: Its place, kind: placement, poster: wall}
  dots: {label: Your dots, kind: votes, poster: wall, budget: 4}
  fixed: {label: Fixed dots, kind: votes, options: [one, two], budget: 2}
  entries: {label: Which note?, kind: votes, form: note}
  family: {label: Its family, kind: choice, options_from: categories}
  hidden: {label: On screens alone, print: false}
  said: {label: In one breath, kind: sentence, text: "If {who}, then {family}."}
  filled: {label: From cards, kind: long-text, laid_from: [quest, "({quest})"]}
"""
POSTER = """\
id: wall
title: The wall
layout: quadrants
form: note
words: {left: cheap, right: dear, top: soon, bottom: late}
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    for name, text in (("forms/note.yaml", FORM), ("posters/wall.yaml", POSTER)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(
            text.replace("role: quest", f"role: {ROLE}")
            .replace("[quest, ", f"[{ROLE}, ")
            .replace("{quest}", f"{{{ROLE}}}"),
            encoding="utf-8",
        )
    with (folder / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("posters: {size: a3}\nworksheets: {copies: {note: 1}}\n")
    return folder


ROLE = next(iter(load(SMALL).deck.head.roles), "")  # type: ignore[union-attr]


def findings(folder: Path) -> list[tuple[str, str, int]]:
    done = CliRunner().invoke(main, ["check", str(folder), "--json"])
    return [(each["code"], each["file"], each["line"]) for each in json.loads(done.stdout)["findings"]]


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_every_kind_of_field_is_printed_but_those_of_screens(workshop: Path, tmp_path: Path) -> None:
    assert findings(workshop) == []
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(tmp_path / "out"), "--only", "worksheets"])
    assert done.exit_code == ExitCode.DONE, done.output
    (text,) = pdfium_text(tmp_path / "out/worksheets/note.pdf")
    for label in ("Who is it?", "The recipe", "Its place", "Your dots", "Which note?", "Its family", "In one breath"):
        assert label in words(text)
    assert "On screens alone" not in words(text)


def test_a_grid_is_a_square_with_a_cross_and_votes_are_as_many_circles_as_dots(workshop: Path) -> None:
    shop = load(workshop)
    production = Production(Shared(shop, None), shop.pieces["worksheets/note"])
    face = production.face(production.deck.cards[0], "front")
    assert face
    drawn = [item for placed in face.items if isinstance(placed, Placed) for item in placed.art.items]
    outlines = [item for item in drawn if isinstance(item, Outline)]
    sizes = [
        (round(max(xs) - min(xs), 3), round(max(ys) - min(ys), 3))
        for each in outlines
        for xs, ys in [zip(*(step.numbers[-2:] for step in each.path if step.numbers), strict=True)]
    ]
    sides = [width for width, height in sizes if width == height >= SIDE]
    assert len(sides) == 2  # the square, and the axes in it
    assert len(set(sides)) == 1
    circles = [each for each in outlines if sum(step.verb == "close" for step in each.path) == FormField.budget]
    assert any(step.numbers[:1] == (DOT,) or step.verb == "curve" for each in circles for step in each.path)
    assert len(circles) == 1


def test_the_bundled_forms_and_posters_name_what_is_there() -> None:
    shop = load(bundled_workshop())
    assert shop.problems.found == []
    assert all(form.fields for form in shop.forms.values())


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "line"),
    [
        ("posters/wall.yaml", "form: note", "form: noet", "unknown-form", 4),
        ("forms/note.yaml", "kind: placement, poster: wall", "kind: placement, poster: wal", "unknown-poster", 6),
        ("forms/note.yaml", "votes, poster: wall", "votes, poster: wal", "unknown-poster", 7),
        ("forms/note.yaml", "votes, form: note", "votes, form: noet", "unknown-form", 9),
        ("forms/note.yaml", "title: A note", "title: A note\nbuilds_on: noet", "unknown-form", 3),
        ("forms/note.yaml", f"role: {ROLE}", "role: nobody", "unknown-role", 4),
        ("forms/note.yaml", "If {who}", "If {whoo}", "unknown-field", 12),
        ("forms/note.yaml", "then {family}", "then {where}", "unknown-field", 12),
        ("forms/note.yaml", "then {family}", "then {said}", "unknown-field", 12),
        ("forms/note.yaml", "If {who}, then {family}.", "If so.", "bad-value", 12),
        ("forms/note.yaml", "budget: 4", "budget: 0", "bad-value", 7),
        ("forms/note.yaml", "budget: 4", "options: [a, b]", "bad-value", 7),
        ("forms/note.yaml", "options: [one, two]", "options: [one]", "bad-value", 8),
        ("forms/note.yaml", "options: [one, two]", "options: [one, one]", "bad-value", 8),
        ("forms/note.yaml", "options: [one, two]", 'options: [one, " "]', "bad-value", 8),
        ("forms/note.yaml", "options_from: categories", "options_from: planets", "bad-value", 10),
        ("forms/note.yaml", "kind: cards", "kind: cadrs", "bad-value", 5),
        ("forms/note.yaml", "kind: cards", "kind: card", "bad-value", 13),
        ("forms/note.yaml", "laid_from: [", "laid_from: [nobody, ", "unknown-role", 13),
        ("forms/note.yaml", "laid_from: [", 'laid_from: ["by {nobody}", ', "unknown-role", 13),
        ("forms/note.yaml", "long-text, laid_from", "number, laid_from", "bad-value", 13),
        ("forms/note.yaml", "print: false", "print: maybe", "wrong-type", 11),
    ],
)
def test_a_fault_is_said_at_its_line(workshop: Path, file: str, old: str, new: str, code: str, line: int) -> None:
    change(workshop, file, old, new)
    assert (code, file, line) in findings(workshop)


def test_an_option_is_a_text_or_has_an_id_and_what_it_was(workshop: Path) -> None:
    said = "[one, {two: Two of them, was: two}, {three: Three, was: [3, drei]}]"
    change(workshop, "forms/note.yaml", "[one, two]", said)
    assert findings(workshop) == []
    field = load(workshop).forms["note"].fields["fixed"]
    assert field.options == ("one", "Two of them", "Three")
    assert field.option_ids == ("one", "two", "three")
    assert field.was == {"two": "two", "3": "three", "drei": "three"}
    assert load(workshop).forms["note"].fields["family"].option_ids == ()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ("{was: two}", "'was' is a key of its own, and no id"),
        ("{two: Two, three: Three}", "'two' and 'three' are two: there is one id to a text"),
        ("{}", "this is empty"),
        ("{two: }", "'text' is empty"),
        ("{Two of us: Two}", "such as two-of-us"),
        ("{two: Two}\n    - {two: Three}", "`options`: two options are called 'two'"),
        ("{two: Two, was: one}", "`options`: two options are called 'one'"),
        ("{two: one}", "`options`: two options are called 'one'"),
        ("{two: Two, was: 2}\n    - {three: Three, was: 2}", "`options`: two options are called '2'"),
        ("{two: Two, was: [[2]]}", "is a list, not a text"),
    ],
)
def test_an_option_that_names_nothing_or_two_is_said_at_its_line(workshop: Path, options: str, words: str) -> None:
    more = f"  more:\n    label: More\n    kind: choice\n    options:\n    - one\n    - four\n    - {options}\n"
    (workshop / "forms/more.yaml").write_text(f"id: more\ntitle: More\nfields:\n{more}", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(workshop), "--json"])
    (finding,) = json.loads(done.stdout)["findings"]
    assert words in f"{finding['message']} {finding['hint']}"
    assert finding["line"] == (5 if "`options`" in words else 10)  # two options at odds: where their field begins


@pytest.mark.parametrize("where", ["category", "card"])
def test_a_form_that_a_card_or_category_names_is_there(workshop: Path, where: str) -> None:
    deck = workshop / "deck.yaml"
    cards = sorted((workshop / "cards").glob("*.yaml"))[0]
    path, key = (deck, "name:") if where == "category" else (cards, "category:")
    lines = path.read_text(encoding="utf-8").split("\n")
    after = deck.read_text(encoding="utf-8").split("\n").index("categories:") if where == "category" else 0
    at = next(number for number in range(after, len(lines)) if key in lines[number])
    lines[at] = (
        lines[at].replace("{name:", "{form: noet, name:")
        if "{name:" in lines[at]
        else lines[at] + "\n" + " " * lines[at].index(key) + "form: noet"
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(workshop)])
    assert result.exit_code == ExitCode.SOURCES
    assert "there is no form 'noet'" in result.stdout
    assert "did you mean 'note'?" in result.stdout
    assert any(code == "unknown-form" and line in (at + 1, at + 2) for code, _, line in findings(workshop))


def test_forms_that_the_server_brings_along_may_be_named_without_a_file(workshop: Path) -> None:
    change(workshop, "posters/wall.yaml", "form: note", "form: card-log")
    assert findings(workshop) == []


def test_a_form_that_asks_too_much_is_a_problem(workshop: Path) -> None:
    fields = "\n".join(f"  f{number}: {{label: F, print: false}}" for number in range(51))
    (workshop / "forms/long.yaml").write_text(f"id: long\ntitle: Long\nfields:\n{fields}\n", encoding="utf-8")
    assert ("bad-value", "forms/long.yaml", 4) in findings(workshop)

"""Findings by cause: a paragraph for what is mended once, with a count and the first places, however many there are."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.errors import Place, Problem, Problems, Severity, by_cause, in_short
from generator.kit.request.catalogue import LISTS

SMALL = Path(__file__).parent / "small"
MANY = 200


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "cells",
    [
        ["A1", "B2", "B10", "C10", "AA10", "A11"],
        ["Cards!B2", "Cards!B10", "Notes!A1"],
        ["B2", "Sheet 1!A1", "Sheet 1!Z1", "Sheet 1!AA1"],
    ],
)
def test_cells_are_in_the_order_of_rows_and_columns(cells: list[str]) -> None:
    places = [Place("cards.xlsx", cell=cell) for cell in cells]
    assert sorted(reversed(places)) == places
    assert sorted([Place("a", 10), Place("a", 9, 5), Place("a", 9, 12)]) == [
        Place("a", 9, 5),
        Place("a", 9, 12),
        Place("a", 10),
    ]


def test_one_cause_is_one_paragraph_with_its_first_places() -> None:
    problems = Problems()
    for row in (12, 2, 10, 11, 3, 4, 5, 6, 7, 8, 9):
        where = Place("cards.xlsx", cell=f"My deck!B{row}")
        problems.error(where, "there is no category 'Goals'", "did you mean 'goals'?", "unknown-category")
    (cause,) = by_cause(problems.sorted())
    assert str(cause).splitlines() == [
        "cards.xlsx:My deck!B2: there is no category 'Goals'",
        "    did you mean 'goals'?",
        "    and at 10 more places: B3, B4, B5, B6, B7, B8, B9, B10 …",
    ]


def test_other_files_are_named_again_and_other_words_are_other_causes() -> None:
    places = [Place("a.yaml", 3, 5), Place("a.yaml", 9, 5), Place("b.yaml", 2, 1)]
    problems = [Problem(place, f"card '{n}' has Thai", "", "script", cause="Thai") for n, place in enumerate(places)]
    other = Problem(Place("c.yaml"), "card 'x' has Lao", "", "script", cause="Lao")
    warning = Problem(Place("c.yaml"), "card 'x' has Lao", "", "script", Severity.WARNING, "Lao")
    causes = by_cause([*problems, other, warning])
    assert [str(cause) for cause in causes] == [
        "a.yaml:3:5: card '0' has Thai\n    and at 2 more places: 9:5, b.yaml:2:1",
        "c.yaml: card 'x' has Lao",
        "c.yaml: warning: card 'x' has Lao",
    ]


def test_many_causes_of_a_kind_are_capped_and_others_are_not_hidden_by_them() -> None:
    many = [Problem(Place("a.csv", n, 0, f"B{n}"), f"too long by {n}", "shorten it", "overset") for n in range(1, 61)]
    other = Problem(Place("a.csv", 99, 0, "B99"), "there is no category 'x'", "", "unknown-category")
    few = in_short(by_cause(many[:8]))
    assert [cause.first for cause in few] == many[:8]
    short = in_short(by_cause([*many, other]))
    assert [cause.first for cause in short[:3]] == many[:3]
    assert "57 more of this kind (overset)" in str(short[3])
    assert "check --all" in str(short[3])
    assert short[3].places == tuple(problem.where for problem in many[3:])
    assert short[4].first == other
    assert len(short) == 5


def _cards(folder: Path, row: Callable[[int], str], columns: str = "id,category,title") -> None:
    rows = "".join(f"c{n},{row(n)}\n" for n in range(MANY))
    (folder / "cards.csv").write_text(f"{columns}\n{rows}", encoding="utf-8")


def _hindi(folder: Path) -> None:
    _cards(folder, "one,नमस्ते दुनिया {}".format)


def _emoji_sequences(folder: Path) -> None:
    emoji = ("👩\u200d🍳", "👍🏽", "🇩🇪", "1\ufe0f\u20e3")
    _cards(folder, lambda n: f"one,Card {n} {emoji[n % 4]}")


def _no_font(folder: Path) -> None:
    _cards(folder, lambda n: f"one,第{chr(0x4E00 + n)}张卡片，{n}。")


def _unknown_category(folder: Path) -> None:
    _cards(folder, "Opportunities,Card {}".format)


def _categories_each_its_own(folder: Path) -> None:
    _cards(folder, "Family {0},Card {0}".format)


def _wrong_column(folder: Path) -> None:
    _cards(folder, "one,Card {},x".format, "id,category,tilte,abuot")


def _wrong_key(folder: Path) -> None:
    cards = (f"- {{id: c{n}, category: one, title: Card {n}, abuot: x}}\n" for n in range(MANY))
    (folder / "cards").mkdir()
    (folder / "cards/all.yaml").write_text("".join(cards), encoding="utf-8")


def _too_long(folder: Path) -> None:
    _cards(folder, lambda n: f"one,{f'far too long a title {n} ' * 12}")


HEAD = """\
id: many
title: Many cards
fields:
  title: {kind: text, required: true}
  about: {kind: text}
categories:
  one: {name: One}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deck.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "kit.yaml").write_text(
        "id: many\ntitle: Many\ncapture: none\ndeck: {layout: poker}\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize(
    "plant",
    [
        _hindi,
        _emoji_sequences,
        _no_font,
        _unknown_category,
        _categories_each_its_own,
        _wrong_column,
        _wrong_key,
        _too_long,
    ],
)
def test_two_hundred_cards_with_one_fault_are_a_paragraph(folder: Path, plant: Callable[[Path], None]) -> None:
    plant(folder)
    status, output = run("check", folder)
    assert status == 3
    assert len(output.splitlines()) <= 12, output
    assert len(output) < 3000, output
    assert "…" in output or plant is _wrong_column
    report = json.loads(run("check", folder, "--json")[1])
    assert sum(one["count"] for one in report["findings"]) >= (2 if plant is _wrong_column else MANY)
    assert all(len(one["places"]) == min(one["count"], MANY) for one in report["findings"])


def test_all_shows_each_place(folder: Path) -> None:
    _unknown_category(folder)
    _, output = run("check", folder, "--all")
    assert output.count("there is no category 'Opportunities'") == MANY
    assert "1 problem in 200 places." in output


def test_a_fault_of_a_family_is_at_the_family_and_not_at_its_cards(folder: Path) -> None:
    deck = HEAD.replace("name: One", f"name: {'X1' * 60}").replace("about: {", "about: {label: ราคา, ")
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    rows = (f"c{n},one,Card {n},x\n" for n in range(30))
    (folder / "cards.csv").write_text("id,category,title,about\n" + "".join(rows), encoding="utf-8")
    report = json.loads(run("check", folder, "--json")[1])
    assert {(one["file"], one["line"], one["code"]) for one in report["findings"]} == {
        ("deck.yaml", 7, "overset"),
    }, report["findings"]


@pytest.mark.parametrize("title", ["About alone", "A word alone"])
def test_a_deck_declares_what_it_uses_and_any_bundled_layout_takes_it(folder: Path, title: str) -> None:
    field = "about" if "About" in title else "title"
    head = f"id: bare\ntitle: {title}\nfields: {{{field}: {{}}}}\ncategories: {{one: {{name: One}}}}\n"
    (folder / "deck.yaml").write_text(head + f"cards:\n- {{id: a, category: one, {field}: Yes.}}\n", encoding="utf-8")
    for layout in (name for name in LISTS["layouts"]() if not name.startswith("blank")):
        report = json.loads(run("check", folder, "--layout", layout, "--json")[1])
        assert [one for one in report["findings"] if one["code"] == "unknown-field"] == [], layout

"""Decks from the files of a workshop folder: each refusal at its place; one deck whatever file it comes from."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples

from generator.deck import Card, Deck, load_deck
from generator.errors import FileError, Problems

HEAD = """\
id: sample
title: A sample
fields:
  title: {required: true}
  line: {}
  prompts: {kind: list, label: Ask}
  link: {kind: url}
  motif: {kind: picture}
categories:
  raw-data: {name: Raw data, colour: '#1B6CA8'}
  goals: {name: Goals}
roles:
  signal: {name: Signal, question: What do we see?}
"""
CARDS = """\
cards:
- id: one
  category: raw-data
  title: One
"""


def folder_of(top: Path, files: dict[str, str | bytes]) -> Path:
    for name, data in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return top


def load(top: Path, files: dict[str, str | bytes]) -> tuple[Deck | None, Problems]:
    problems = Problems()
    return load_deck(folder_of(top, files), problems), problems


def said(problems: Problems) -> list[str]:
    return [f"{problem.where} {problem.code}" for problem in problems.sorted()]


def faults(top: Path, card: str) -> list[str]:
    """What is wrong with one card of cards/a.yaml; 'id' stands in 1:3."""
    return [
        text.removeprefix("cards/a.yaml:") for text in said(load(top, {"deck.yaml": HEAD, "cards/a.yaml": card})[1])
    ]


def test_a_deck_in_one_file(tmp_path: Path) -> None:
    deck, problems = load(tmp_path, {"deck.yaml": HEAD + CARDS})
    assert said(problems) == []
    assert deck is not None
    assert deck.head.title == "A sample"
    assert deck.head.fields["prompts"].label == "Ask"
    assert deck.cards == (Card("one", "raw-data", values={"title": "One"}),)
    assert str(deck.cards[0].place("title")) == "deck.yaml:17:10"


def test_files_of_a_folder_in_the_order_of_their_names(tmp_path: Path) -> None:
    files = {
        "deck.yaml": HEAD,
        "cards/20-b.yaml": "- {id: b, category: goals, title: B}\n",
        "cards/10-a.yaml": "cards:\n- {id: a, category: goals, title: A}\n- {id: c, category: goals, title: C}\n",
        "cards/30-none.yaml": "# later\n",
        "cards/._10-a.yaml": b"\0\1 a system's own file",
        "cards/readme.md": "words",
    }
    deck, problems = load(tmp_path, files)
    assert said(problems) == []
    assert deck is not None
    assert [card.id for card in deck.cards] == ["a", "c", "b"]


FULL_YAML = """\
cards:
- id: quiet-hour
  category: raw-data
  role: signal
  quantity: 3
  title: Café Zürich – ‘quiet’
  line: |
    First line,  with   blanks
    second line
  prompts:
  - Who asks?
  - "And why: today?"
  link: https://example.org/a?b=c
  motif: pictures/owl.svg
  form: card-log
  layout: tarot
  code: ABC234
- id: plain
  category: goals
  title: '3'
  prompts: |
    one

    two
"""
FULL_ROWS = [
    ["ID", "Category", "Role", "Quantity", "Title", "Line", "Prompts", "Link", "Motif", "Form", "Layout", "Code"],
    [
        "quiet-hour",
        "raw-data",
        "signal",
        3,
        "Cafe\u0301 Zürich – ‘quiet’ ",
        "First line, with blanks\nsecond line",
        "Who asks?\nAnd why: today?",
        "https://example.org/a?b=c",
        "pictures/owl.svg",
        "card-log",
        "tarot",
        "ABC234",
    ],
    [],
    ["plain", "goals", None, None, 3, None, "one\n\ntwo", None, None, None, None, None],
]


def csv_of(rows: list[list[Any]], separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def xlsx_of(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Cards"
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                cell = book.active.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        {"cards/a.yaml": FULL_YAML},
        {"cards.csv": csv_of(FULL_ROWS)},
        {"cards.csv": b"\xef\xbb\xbf" + csv_of(FULL_ROWS, ";").encode()},
        {"cards.csv": csv_of(FULL_ROWS, "\t").encode("utf-16")},
        {"CARDS.CSV": csv_of(FULL_ROWS, end="\n")},
        {"cards.xlsx": xlsx_of(FULL_ROWS)},
    ],
    ids=["yaml", "csv", "german excel", "utf-16", "capitals", "xlsx"],
)
def test_one_deck_whatever_file_it_comes_from(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    expected, problems = load(tmp_path / "yaml", {"deck.yaml": HEAD + FULL_YAML})
    assert said(problems) == []
    assert expected is not None
    quiet, plain = expected.cards
    assert quiet.values["line"] == "First line, with blanks\nsecond line"
    assert quiet.values["prompts"] == ("Who asks?", "And why: today?")
    assert quiet.values["title"] == "Café Zürich – ‘quiet’"
    assert plain.values == {"title": "3", "prompts": ("one", "two")}
    assert (quiet.quantity, plain.quantity, quiet.code, quiet.form) == (3, 1, "ABC234", "card-log")
    deck, problems = load(tmp_path / "other", {"deck.yaml": HEAD, **files})
    assert said(problems) == []
    assert deck == expected
    assert repr(deck) == repr(expected)


def test_windows_code_page_gives_the_same_deck_and_a_warning(tmp_path: Path) -> None:
    rows = [["id", "category", "title"], ["a", "goals", "Größe – 5 €"]]
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards.csv": csv_of(rows, ";").encode("cp1252")})
    assert said(problems) == ["cards.csv:C2 encoding"]
    assert not problems.errors
    assert deck is not None
    assert deck.cards[0].values["title"] == "Größe – 5 €"


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ("- category: goals\n  title: T\n", ["1:3 missing-key"]),
        ("- id:\n  category: goals\n  title: T\n", ["1:6 missing-key"]),
        ("- id: ''\n  category: goals\n  title: T\n", ["1:7 missing-key"]),
        ("- id: [a]\n  category: goals\n  title: T\n", ["1:7 wrong-type"]),
        ("- id: Big Idea\n  category: goals\n  title: T\n", ["1:7 bad-id"]),
        (f"- id: {'a' * 65}\n  category: goals\n  title: T\n", ["1:7 bad-id"]),
        ("- id: a\n  title: T\n", ["1:3 missing-key"]),
        ("- id: a\n  category: gaols\n  title: T\n", ["2:13 unknown-category"]),
        ("- id: a\n  category: {goals: x}\n  title: T\n", ["2:13 wrong-type"]),
        ("- id: a\n  category: goals\n  role: noise\n  title: T\n", ["3:9 unknown-role"]),
        ("- id: a\n  category: goals\n", ["1:3 missing-key"]),
        ("- id: a\n  category: goals\n  title: '  '\n", ["3:10 missing-key"]),
        ("- id: a\n  category: goals\n  title: [T]\n", ["3:10 wrong-type"]),
        ("- id: a\n  category: goals\n  title: {T: t}\n", ["3:10 wrong-type"]),
        ("- id: a\n  category: goals\n  title: T\n  tilte: T\n", ["4:3 unknown-key"]),
        ("- id: a\n  category: goals\n  title: T\n  prompts: {a: b}\n", ["4:12 wrong-type"]),
        ("- id: a\n  category: goals\n  title: T\n  prompts:\n  - a\n  -\n", ["6:4 missing-value"]),
        ("- id: a\n  category: goals\n  title: T\n  prompts:\n  - Ask: why\n", ["5:5 wrong-type"]),
        ("- id: a\n  category: goals\n  title: T\n  quantity: 1.5\n", ["4:13 bad-value"]),
        ("- id: a\n  category: goals\n  title: T\n  quantity: -1\n", ["4:13 bad-value"]),
        ("- id: a\n  category: goals\n  title: T\n  quantity: 1000\n", ["4:13 bad-value"]),
        ("- id: a\n  category: goals\n  title: T\n  quantity: ٣\n", ["4:13 bad-value"]),
        (f"- id: a\n  category: goals\n  title: T\n  quantity: {'9' * 5000}\n", ["4:13 bad-value"]),
        ("- id: a\n  category: goals\n  title: T\n  form: Card Log\n", ["4:9 bad-id"]),
        ("- id: a\n  category: goals\n  title: T\n  link: www.example.org\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  link: javascript:alert(1)\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  link: file:///etc/passwd\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  link: https://\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  link: https://a b.org\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  link: https://me:pw@example.org\n", ["4:9 bad-url"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: ../owl.svg\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: /etc/owl.svg\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: a/../../owl.svg\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: a\\owl.svg\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: ~/owl.svg\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: 'C:\\owl.svg'\n", ["4:10 bad-picture"]),
        ("- id: a\n  category: goals\n  title: T\n  motif: https://example.org/owl.svg\n", ["4:10 bad-picture"]),
        ('- id: a\n  category: goals\n  title: "a\\x07b"\n', ["3:10 lost-character"]),
        ("- id: a\n  category: goals\n  title: caf\ufffd\n", ["3:10 lost-character"]),
        ("- id: a\n  category: goals\n  title: T\n  prompts: [ok, caf\ufffd]\n", ["4:17 lost-character"]),
        ("- a\n- id: b\n  category: goals\n  title: T\n", ["1:3 wrong-type"]),
        ("id: a\ncategory: goals\ntitle: T\n", ["1:1 wrong-type"]),
        ("card:\n- id: a\n", ["1:1 unknown-key"]),
        ("cards:\n  a: {id: a}\n", ["2:3 wrong-type"]),
        ("just words\n", ["1:1 wrong-type"]),
        ("- id: a\n  id: b\n  category: goals\n  title: T\n", ["2:3 duplicate-key"]),
    ],
)
def test_refusals(tmp_path: Path, card: str, expected: list[str]) -> None:
    assert faults(tmp_path, card) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"id": ""}, "A2 missing-key"),
        ({"id": "Big Idea"}, "A2 bad-id"),
        ({"category": "gaols"}, "B2 unknown-category"),
        ({"category": ""}, "B2 missing-key"),
        ({"title": " "}, "C2 missing-key"),
        ({"title": "caf\ufffd"}, "C2 lost-character"),
        ({"quantity": "2x"}, "D2 bad-value"),
        ({"prompts 1": "a\ufffd"}, "E2 lost-character"),
        ({"prompts 1": "a", "prompts 2": "b\ufffd"}, "F2 lost-character"),
        ({"prompts 2": "b\ufffd"}, "F2 lost-character"),
        ({"link": "example"}, "G2 bad-url"),
        ({"motif": "..\\owl.svg"}, "H2 bad-picture"),
    ],
)
def test_refusals_name_the_cell(tmp_path: Path, cell: dict[str, str], expected: str) -> None:
    names = ["id", "category", "title", "quantity", "prompts 1", "prompts 2", "link", "motif"]
    row = {"id": "a", "category": "goals", "title": "T"} | cell
    rows: list[list[Any]] = [names, [row.get(name) for name in names]]
    _, problems = load(tmp_path / "c", {"deck.yaml": HEAD, "cards.csv": csv_of(rows)})
    assert said(problems) == [f"cards.csv:{expected}"]
    _, problems = load(tmp_path / "x", {"deck.yaml": HEAD, "cards.xlsx": xlsx_of(rows)})
    assert said(problems) == [f"cards.xlsx:Cards!{expected}"]


def test_a_missing_column_is_said_once(tmp_path: Path) -> None:
    rows = [["id", "category", "line"], ["a", "goals", "x"], ["b", "gaols", "y"]]
    _, problems = load(tmp_path, {"deck.yaml": HEAD, "cards.csv": csv_of(rows)})
    assert said(problems) == ["cards.csv:A1 missing-column", "cards.csv:B3 unknown-category"]
    _, problems = load(tmp_path, {"cards.csv": "title\nx\ny\n"})
    assert said(problems) == ["cards.csv:A1 missing-column", "cards.csv:A1 missing-column"]


def test_a_cell_that_cannot_be_read_is_not_missing_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "category", "title", "prompts 1", "prompts 2"])
    book.active.append(["=A1", "#REF!", "=C1", "x", "=D1"])
    out = io.BytesIO()
    book.save(out)
    _, problems = load(tmp_path, {"deck.yaml": HEAD, "cards.xlsx": out.getvalue()})
    assert said(problems) == [
        "cards.xlsx:Sheet!A2 formula",
        "cards.xlsx:Sheet!B2 error-value",
        "cards.xlsx:Sheet!C2 formula",
        "cards.xlsx:Sheet!E2 formula",
    ]


def test_ids_are_unique_over_all_files(tmp_path: Path) -> None:
    card = "- {id: a, category: goals, title: A}\n"
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": card, "cards/b.yaml": "\n" + card})
    assert said(problems) == ["cards/b.yaml:2:8 duplicate-id"]
    assert "cards/a.yaml:1:8" in problems.found[0].message
    assert deck is not None
    assert [card.id for card in deck.cards] == ["a"]


def test_suggestions(tmp_path: Path) -> None:
    card = "- {id: Réseau 2, category: gaols, role: signla, tilte: T, title: T}\n"
    _, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": card})
    hints = {problem.code: problem.hint for problem in problems}
    assert hints["unknown-category"] == "did you mean 'goals'?"
    assert hints["unknown-role"] == "did you mean 'signal'?"
    assert hints["unknown-key"] == "did you mean 'title'?"


def test_no_fault_hides_another(tmp_path: Path) -> None:
    files = {
        "deck.yaml": HEAD.replace("title: A sample\n", ""),
        "cards/a.yaml": "- id: a\n  category: goals\n  title: T: u\n",
        "cards/b.yaml": "- id: B\n  category: gaols\n  tilte: T\n"
        "- id: c\n  category: goals\n  title: T\n  quantity: x\n",
    }
    deck, problems = load(tmp_path, files)
    assert deck is None
    assert [problem.split()[1] for problem in said(problems) if problem.startswith("deck.yaml")] == ["missing-key"]
    assert [problem for problem in said(problems) if not problem.startswith("deck.yaml")] == [
        "cards/a.yaml:3:11 yaml-syntax",
        "cards/b.yaml:1:3 missing-key",
        "cards/b.yaml:1:7 bad-id",
        "cards/b.yaml:2:13 unknown-category",
        "cards/b.yaml:3:3 unknown-key",
        "cards/b.yaml:7:13 bad-value",
    ]


def test_a_card_with_a_faulty_field_is_still_there_to_be_composed(tmp_path: Path) -> None:
    card = "- {id: a, category: goals, title: T, link: nowhere, quantity: many}\n- {id: B, category: goals, title: T}\n"
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": card})
    assert len(problems.errors) == 3
    assert deck is not None
    assert deck.cards == (Card("a", "goals", values={"title": "T"}),)


def test_without_a_readable_head_the_cards_are_still_checked(tmp_path: Path) -> None:
    files = {"deck.yaml": "id: [\n", "cards.csv": "id,category,anything\na,b,x\nA,b,\n"}
    deck, problems = load(tmp_path, files)
    assert deck is None
    assert [problem for problem in said(problems) if problem.startswith("cards")] == ["cards.csv:A3 bad-id"]
    assert "yaml-syntax" in [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"deck.yaml": HEAD}, ["deck.yaml no-cards"]),
        ({"deck.yaml": HEAD + "cards:\n"}, ["deck.yaml:14:1 no-cards"]),
        ({"deck.yaml": HEAD + "cards: []\n"}, ["deck.yaml:14:1 no-cards"]),
        ({"deck.yaml": HEAD + "cards: words\n"}, ["deck.yaml:14:8 wrong-type"]),
        ({"deck.yaml": HEAD, "cards.csv": "id,category,title\n"}, ["cards.csv no-cards"]),
        (
            {"deck.yaml": HEAD.replace("A sample", "''"), "cards.csv": "id,category,title\n"},
            ["cards.csv no-cards", "deck.yaml:2:8 missing-key"],
        ),
        ({"deck.yaml": HEAD, "cards/a.yaml": "cards:\n"}, ["cards/a.yaml no-cards"]),
        ({"deck.yaml": HEAD + CARDS, "cards.csv": "id,category,title\nA,goals,T\n"}, None),
        ({"deck.yaml": HEAD, "cards.xls": b"x"}, ["cards.xls unread-file", "deck.yaml no-cards"]),
        ({"deck.yaml": HEAD + CARDS, "cards/a.yml": "- id: a\n"}, ["cards/a.yml unread-file"]),
        ({"deck.yaml": HEAD + CARDS, "cards/deep/a.yaml": "- id: a\n"}, None),
        ({"deck.yaml": HEAD + CARDS, "cards.yaml": "- id: a\n"}, ["cards.yaml unread-file"]),
        ({"deck.yml": HEAD}, ["deck.yaml missing-file"]),
        ({"deck.yaml": ""}, ["deck.yaml empty"]),
        ({"deck.yaml": "# nothing yet\n", "cards.csv": "id,category\na,b\n"}, ["deck.yaml empty"]),
        ({"deck.yaml": "- id: a\n"}, ["deck.yaml:1:1 wrong-type"]),
    ],
)
def test_where_the_cards_are(tmp_path: Path, files: dict[str, str | bytes], expected: list[str] | None) -> None:
    _, problems = load(tmp_path, files)
    if expected is not None:
        assert said(problems) == expected
    assert problems.errors


def test_cards_in_several_places_are_all_checked(tmp_path: Path) -> None:
    files = {
        "deck.yaml": HEAD + CARDS,
        "cards.csv": "id,category,title\none,goals,T\nA,goals,T\n",
        "cards/a.yaml": "- {id: B, category: goals, title: T}\n",
    }
    deck, problems = load(tmp_path, files)
    assert said(problems) == ["cards.csv:A3 bad-id", "cards/a.yaml:1:8 bad-id", "deck.yaml:14:1 several-sources"]
    several = next(problem for problem in problems if problem.code == "several-sources")
    assert "'cards:' in deck.yaml, cards/*.yaml, cards.csv" in several.message
    assert deck is not None
    assert len(deck.cards) == 1


def test_what_a_table_was_saved_from_may_lie_beside_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "deck.yaml": HEAD,
        "cards.csv": "id,category,title\na,goals,T\n",
        "cards.ods": b"x",
    }
    _, problems = load(tmp_path, files)
    assert said(problems) == ["cards.ods unread-file"]
    assert not problems.errors


def test_a_subfolder_of_cards_is_not_passed_over(tmp_path: Path) -> None:
    _, problems = load(tmp_path, {"deck.yaml": HEAD + CARDS, "cards/deep/a.yaml": "- id: a\n"})
    assert said(problems) == ["cards/deep/a.yaml unread-file"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: sample", "id: Sample", ["deck.yaml:1:5 bad-id"]),
        ("title: A sample", "title: ' '", ["deck.yaml:2:8 missing-key"]),
        ("title: A sample", "title: A sample\nlanguage: 12", ["deck.yaml:3:11 bad-value"]),
        ("  line: {}", "  role: {}", ["deck.yaml:5:3 reserved-name"]),
        ("  line: {}", "  Line: {}", ["deck.yaml:5:3 bad-id"]),
        ("  line: {}", "  a-b: {}\n  a_b: {}", ["deck.yaml:6:3 bad-id"]),
        ("  goals: {name: Goals}", "  goals: {name: raw DATA}", ["deck.yaml:11:17 duplicate-name"]),
        ("  goals: {name: Goals}", "  Goals: {name: Goals}", ["deck.yaml:11:3 bad-id"]),
        ("  goals: {name: Goals}", "  goals: {name: ''}", ["deck.yaml:11:17 missing-key"]),
        ("{name: Goals}", "{name: Goals, glyph: ../g.svg}", ["deck.yaml:11:31 bad-picture"]),
        ("{name: Goals}", "{name: Goals, form: Card Log}", ["deck.yaml:11:30 bad-id"]),
        ("{name: Signal,", "{name: Si\ufffdnal,", ["deck.yaml:13:18 lost-character"]),
        ("kind: list", "kind: lists", ["deck.yaml:6:19 bad-value"]),
    ],
)
def test_refusals_of_the_head(tmp_path: Path, old: str, new: str, expected: list[str]) -> None:
    assert old in HEAD
    _, problems = load(tmp_path, {"deck.yaml": HEAD.replace(old, new) + CARDS})
    assert said(problems) == expected


@pytest.mark.parametrize(
    "url",
    [
        "http://prepdeck.local:8765",
        "https://example.org/a/b?c=d&e=%20#f",
        "https://[2001:db8::1]/x",
        "HTTPS://Example.org",
        "http://10.0.0.7/x",
    ],
)
def test_addresses_that_are_taken(tmp_path: Path, url: str) -> None:
    assert faults(tmp_path, f"- id: a\n  category: goals\n  title: T\n  link: '{url}'\n") == []


def test_words_are_kept_tidy(tmp_path: Path) -> None:
    card = '- id: a\n  category: goals\n  title: "\\t A\\u0301  b \\r\\n  c\\u2028d\\u00a0e  "\n  line: "1\\n\\n2"\n'
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": card})
    assert said(problems) == []
    assert deck is not None
    assert deck.cards[0].values == {"title": "Á b\nc\nd\u00a0e", "line": "1\n\n2"}


def test_a_card_may_be_left_out(tmp_path: Path) -> None:
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards.csv": "id,category,title,quantity\na,goals,T,0\n"})
    assert said(problems) == []
    assert deck is not None
    assert deck.cards[0].quantity == 0


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot read the folder"):
        load_deck(tmp_path / "none", Problems())


def yaml_of(nodes: list[dict[str, Any]]) -> str:
    """As JSON, which YAML includes but for pairs of surrogates."""
    text = json.dumps(nodes, ensure_ascii=False)
    return re.sub("[\x7f-\uffff]", lambda letter: f"\\u{ord(letter[0]):04x}", text)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufffd"), max_size=30)
LINES = st.lists(TEXTS, max_size=3).map("\n".join)


@settings(max_examples=examples(40), deadline=None)
@given(
    cards=st.lists(st.tuples(LINES, TEXTS, st.integers(0, 999), st.lists(LINES, max_size=3)), min_size=1, max_size=4)
)
def test_any_words_are_the_same_from_every_file(
    tmp_path_factory: pytest.TempPathFactory, cards: list[tuple[str, str, int, list[str]]]
) -> None:
    rows: list[list[Any]] = [["id", "category", "title", "line", "quantity", "prompts 1", "prompts 2", "prompts 3"]]
    nodes = []
    for n, (title, line, quantity, prompts) in enumerate(cards):
        title, prompts = f"T{title}", [f"P{prompt}" for prompt in prompts]
        rows.append([f"c{n}", "goals", title, line, quantity, *prompts, *[None] * (3 - len(prompts))])
        nodes.append({"id": f"c{n}", "category": "goals", "title": title, "line": line, "quantity": str(quantity)})
        nodes[-1]["prompts"] = prompts
    inline = HEAD + "cards: " + yaml_of(nodes) + "\n"
    top = tmp_path_factory.mktemp("deck")
    decks = []
    for name, files in {
        "yaml": {"deck.yaml": inline},
        "csv": {"deck.yaml": HEAD, "cards.csv": csv_of(rows)},
        "xlsx": {"deck.yaml": HEAD, "cards.xlsx": xlsx_of(rows)},
    }.items():
        deck, problems = load(top / name, files)
        assert said(problems) == []
        decks.append(deck)
    assert decks[0] is not None
    assert decks[0] == decks[1] == decks[2]
    assert len(decks[0].cards) == len(cards)

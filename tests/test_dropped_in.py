"""What people drop into a workshop folder: read, or named with what reads it; headings and families in their words."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.deck import Deck, load_deck
from generator.errors import Problems

HEAD = """\
id: sample
title: A sample
fields:
  title: {required: true}
  about: {}
  prompts: {kind: list}
categories:
  raw-data: {name: Raw data}
  goals: {name: Unsere Ziele}
"""
CARDS = "cards:\n- {id: one, category: goals, title: One}\n- {id: two, category: goals, title: Two}\n"
KIT = "id: sample\ntitle: Sample\ncapture: none\ndeck: {layout: poker}\n"
ITEMS = [{"name": "One", "text": "x"}, {"name": "Two", "text": "y"}]


def fill(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, data in {"kit.yaml": KIT, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


def load(folder: Path, files: dict[str, str | bytes]) -> tuple[Deck | None, Problems]:
    fill(folder, files)
    problems = Problems()
    return load_deck(folder, problems), problems


def check(folder: Path) -> str:
    return CliRunner().invoke(main, ["check", str(folder)]).output


UNREAD: dict[str, str | bytes] = {
    "deck.json": json.dumps(ITEMS),
    "ideas.json": json.dumps({"meta": {"v": 1}, "decks": [{"cards": ITEMS}]}),
    "cards.json": "[]",
    "cards.js": "const cards = [\n  { title: 'One' },\n];\n",
    "my cards.xls": b"\xd0\xcf\x11\xe0",
    "Workshop 2025.xlsx": b"PK",
    "list.csv": "name,text\nOne,x\n",
    "list.tsv": "name\ttext\n",
    "cards.ods": b"PK",
    "more-cards.yaml": "- {name: One, text: x}\n- {name: Two, text: y}\n",
    "suits.yml": "hearts:\n- {name: One, text: x}\n- {name: Two, text: y}\n",
    "cards.md": "## One\nx\n",
    "cards/three.md": "# Three\n",
    "cards/three.json": "{}",
    "cards/deep/a.yaml": "- id: a\n",
    "old/Karten.xlsx": b"PK",
    "data/deck.json": json.dumps(ITEMS),
}
PASSED_OVER: dict[str, str | bytes] = {
    "README.md": "# Cards\n\n## How\n\n## Why\n",
    "cards/README.md": "words",
    "package.json": json.dumps({"name": "x", "scripts": {"a": "b"}, "dependencies": {"c": "1"}}),
    "acme.yaml": "client: Acme\ncolours: {sea: '#00688B'}\n",
    "notes.txt": "words",
    "results.csv": '"seq","id","at","session","series"\n1,a,b,c,d\n',
    "output/deck.json": json.dumps(ITEMS),
    ".hidden.json": json.dumps(ITEMS),
    "~$cards.xlsx": b"x",
    "pictures/one.svg": "<svg/>",
}


@pytest.mark.parametrize("name", UNREAD)
def test_a_file_like_cards_that_is_not_read_is_named(tmp_path: Path, name: str) -> None:
    _, problems = load(tmp_path, {"deck.yaml": HEAD + CARDS, name: UNREAD[name]})
    (problem,) = problems
    assert (problem.where.file, problem.code) == (name, "unread-file")
    assert problem.message.startswith("not read: ")
    assert "prepdeck import" in problem.hint or problem.hint.startswith("it is read as cards/")


def test_check_never_says_no_problem_while_a_file_is_not_read(tmp_path: Path) -> None:
    fill(tmp_path, {"deck.yaml": HEAD + CARDS, **PASSED_OVER})
    assert "No problem found." in check(tmp_path)
    fill(tmp_path, {"deck.json": UNREAD["deck.json"]})
    said = check(tmp_path)
    assert "No problem found." not in said
    assert "not read: deck.json" in said
    assert "`prepdeck import deck.json`" in said


def test_what_was_imported_is_read(tmp_path: Path) -> None:
    memory = 'format: 1\nsource: "my: deck.json"\nmap:\n  Name: title\n'
    _, problems = load(
        tmp_path, {"deck.yaml": HEAD + CARDS, "my: deck.json": UNREAD["deck.json"], "import.yaml": memory}
    )
    assert not problems


def test_a_folder_of_markdown_is_one_finding(tmp_path: Path) -> None:
    fill(tmp_path, {"deck.yaml": HEAD + CARDS} | {f"cards/{n}.md": f"# Card {n}\n" for n in range(40)})
    said = check(tmp_path)
    assert said.count("`prepdeck import cards`") == 1
    assert "and at 39 more places" in said


def test_without_a_deck_the_import_is_the_remedy(tmp_path: Path) -> None:
    _, problems = load(tmp_path, {"My list.xlsx": b"PK"})
    hints = {problem.where.file: problem.hint for problem in problems if problem.code == "missing-file"}
    assert hints == {"deck.yaml": '`prepdeck import "My list.xlsx"` makes a workshop of it'}


def test_headings_and_families_in_peoples_own_words(tmp_path: Path) -> None:
    table = "ID;Kategorie;Titel;Beschreibung;Frage 1;Leitfragen 1;Leitfragen 2;Notiz\n"
    table += "a;RAW DATA;Eins;x;q;p;q;n\nb;unsere ziele;Zwei;y;q;;r;n\nc;Goals;Drei;z;q;;;n\n"
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards.csv": table})
    assert deck
    assert [card.category for card in deck.cards] == ["raw-data", "goals", "goals"]
    assert deck.cards[0].values == {"title": "Eins", "about": "x", "prompts": ("p", "q")}
    assert deck.cards[1].values["prompts"] == ("r",)
    meaning, unread = problems.sorted()
    assert (str(meaning.where), meaning.code) == ("cards.csv:B1", "column-meaning")
    assert "'Kategorie' as category, 'Titel' as title, 'Beschreibung' as about" in meaning.message
    assert (str(unread.where), unread.message) == ("cards.csv:E1", "columns not read: 'Frage 1', 'Notiz'")
    assert not problems.errors


def test_a_new_family_is_one_problem_with_the_line_to_write(tmp_path: Path) -> None:
    rows = "".join(f"c{n},Große Chancen,T\n" for n in range(30))
    fill(tmp_path, {"deck.yaml": HEAD, "cards.csv": "id,category,title\n" + rows})
    said = check(tmp_path)
    assert said.count("there is no category 'Große Chancen'") == 1
    assert "`grosse-chancen: {name: Große Chancen}`" in said
    assert "and at 29 more places: B3, B4" in said


def test_names_of_families_are_taken_from_every_kind_of_file(tmp_path: Path) -> None:
    cards = "- {id: one, category: Unsere Ziele, title: One}\n- {id: two, category: Raw Data, title: Two}\n"
    deck, problems = load(tmp_path, {"deck.yaml": HEAD, "cards/a.yaml": cards})
    assert deck
    assert [card.category for card in deck.cards] == ["goals", "raw-data"]
    assert not problems


def test_a_folder_that_was_printed_into_has_no_cards(tmp_path: Path) -> None:
    fill(tmp_path, {"deck.yaml": HEAD, "cards/cards.yaml": CARDS})
    done = CliRunner().invoke(main, ["build", str(tmp_path), "-o", str(tmp_path / "for the printer")])
    assert done.exit_code == 0, done.output
    assert "not read" not in check(tmp_path)
    (tmp_path / "for the printer/.build.json").unlink()
    assert "not read" in check(tmp_path), "any other folder with such a file is looked into"

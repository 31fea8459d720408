"""A workbook for a translator: every text once, and what comes back is what the workshop says in that language."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from suite import in_part

from generator.cli import main
from generator.intake.folder import write_files
from generator.kit.workshop import bundled_workshop, load
from generator.tables import WordRow, write_wordbook

SMALL = Path(__file__).parent / "small"


def run(*words: Any) -> Result:
    return CliRunner().invoke(main, [*map(str, words)], catch_exceptions=False)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def translate(book: Path, change: Any) -> None:
    """Fills in the last column as a translator does: `change` gives the words for an original, None for none."""
    opened = openpyxl.load_workbook(book)
    for row in opened.active.iter_rows(min_row=2):
        row[4].value = change(row[3].value)
    opened.save(book)


def rows_of(book: Path) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(book).active.iter_rows(min_row=2, max_col=5, values_only=True))


def bracketed(text: str) -> str:
    return f"«{text}»"


@pytest.mark.parametrize("source", in_part([SMALL, bundled_workshop()], SMALL), ids=lambda path: path.name)
def test_a_round_trip_loses_nothing(source: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(source, tmp_path / "workshop"))
    book = tmp_path / "de.xlsx"
    assert run("words", "out", book, folder, "--to", "de").exit_code == 0
    before = rows_of(book)
    assert len({row[0] for row in before}) == len(before) > 10
    assert all(row[2] >= len(row[3]) for row in before)
    translate(book, bracketed)
    done = run("words", "in", book, folder, "--json")
    assert done.exit_code == 0, done.output
    report = json.loads(done.stdout)
    assert report["translated"] == report["texts"] == len(before)
    shop = load(folder, language="de")
    assert shop.problems.sorted() == []
    assert shop.words is not None
    assert shop.words.missing == []
    assert all(text.said == bracketed(text.original) for text in shop.words.texts)
    assert run("words", "out", tmp_path / "again.xlsx", folder, "--to", "de").exit_code == 0
    after = [(row[0], *row[2:]) for row in rows_of(tmp_path / "again.xlsx")]
    assert after == [(row[0], row[2], row[3], bracketed(row[3])) for row in before]
    translate(book, lambda text: bracketed(bracketed(text)))
    assert run("words", "in", book, folder).exit_code == 0
    shop = load(folder, language="de")
    assert shop.problems.sorted() == []
    assert shop.words is not None
    assert all(text.said == bracketed(bracketed(text.original)) for text in shop.words.texts), "laid over what is there"


def test_what_is_left_empty_stays_as_it_is(workshop: Path, tmp_path: Path) -> None:
    book = tmp_path / "de.xlsx"
    run("words", "out", book, workshop, "--to", "de")
    translate(book, lambda text: "Erste" if text == "The first card" else None)
    done = run("words", "in", book, workshop)
    assert "de: 1 of " in done.stdout
    assert " are left" in done.stdout
    translate(book, lambda text: "Zweite" if text == "The second card" else None)
    assert "de: 2 of " in run("words", "in", book, workshop).stdout
    shop = load(workshop, language="de")
    assert shop.deck is not None
    assert [card.values["title"] for card in shop.deck.cards][:2] == ["Erste", "Zweite"]


def german(workshop: Path, **files: str) -> dict[str, Path]:
    """Files of words/de/ as a person wrote them."""
    home = workshop / "words" / "de"
    (home / "cards").mkdir(parents=True)
    places = {name: home / ("cards/all.yaml" if name == "cards" else f"{name}.yaml") for name in files}
    for name, text in files.items():
        places[name].write_text(text, encoding="utf-8")
    return places


def fill_in(workshop: Path, book: Path, words: Mapping[str, str]) -> Result:
    """A workbook comes back in which the originals named here are translated."""
    run("words", "out", book, workshop, "--to", "de")
    there = {row[3]: row[4] for row in rows_of(book)}
    translate(book, lambda text: words.get(text, there[text]))
    return run("words", "in", book, workshop)


def test_what_people_wrote_in_the_files_stays(workshop: Path, tmp_path: Path) -> None:
    kit = "# As Anna says it.\ntitle: Alt  # not final\n"
    first = "# Read aloud by Ben.\ncards:\n  - id: first  # the opener\n    title: Erste\n\n"
    cards = f"{first}  - id: second\n    title: 'Alt'\n"
    places = german(workshop, kit=kit, cards=cards)
    done = fill_in(workshop, tmp_path / "de.xlsx", {"The second card": "Zweite", "The third card": "No: 3"})
    assert (done.exit_code, "1 file changed" in done.stdout) == (0, True), done.output
    assert places["kit"].read_text("utf-8") == kit
    assert places["cards"].read_text("utf-8") == cards.replace("'Alt'", "Zweite") + (
        '  - id: third\n    title: "No: 3"\n'
    )
    before = {path: path.stat().st_mtime_ns for path in places.values()}
    assert "nothing has changed" in fill_in(workshop, tmp_path / "de.xlsx", {}).stdout
    assert {path: path.stat().st_mtime_ns for path in places.values()} == before


def test_words_of_a_card_are_changed_where_they_stand(workshop: Path, tmp_path: Path) -> None:
    """Whichever file that is: nothing is said twice."""
    home = german(workshop, deck="cards:\n  - {id: first, title: Alt}\n")["deck"].parent
    (home / "cards" / "more.yaml").write_text("- id: second\n", encoding="utf-8")
    done = fill_in(
        workshop,
        tmp_path / "de.xlsx",
        {"The first card": "Erste", "The second card": "Zweite", "The third card": "Dritte"},
    )
    assert done.exit_code == 0, done.output
    assert (home / "deck.yaml").read_text("utf-8") == 'cards:\n  - {id: first, title: "Erste"}\n'
    assert (home / "cards" / "more.yaml").read_text("utf-8") == "- id: second\n  title: Zweite\n"
    shop = load(workshop, language="de")
    assert not shop.problems.errors
    assert shop.deck is not None
    assert [card.values["title"] for card in shop.deck.cards][:3] == ["Erste", "Zweite", "Dritte"]


def test_words_of_cards_in_a_table_are_changed_there(workshop: Path, tmp_path: Path) -> None:
    home = workshop / "words" / "de"
    home.mkdir(parents=True)
    (home / "cards.csv").write_text("id,title\nfirst,Erste\n", encoding="utf-8")
    done = fill_in(workshop, tmp_path / "de.xlsx", {"The second card": "Zweite"})
    assert done.exit_code == 3
    assert "the words of the cards stand in words/de/cards.csv" in done.output
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["cards.csv"]
    done = fill_in(workshop, tmp_path / "de.xlsx", {"A small deck": "Ein kleiner Satz"})
    assert done.exit_code == 0, done.output
    (home / "cards.csv").unlink()
    assert run("words", "in", tmp_path / "de.xlsx", workshop).exit_code == 0
    shop = load(workshop, language="de")
    assert shop.deck is not None
    assert shop.deck.cards[0].values["title"] == "Erste"


@pytest.mark.parametrize("blocked", ["deck.yaml.importing", "deck.yaml"], ids=["as it is written", "as it is named"])
def test_files_are_written_all_or_none(workshop: Path, tmp_path: Path, blocked: str) -> None:
    home = german(workshop, kit="title: Alt\n")["kit"].parent
    (home / blocked).mkdir()  # no file can be there
    book = tmp_path / "de.xlsx"
    run("words", "out", book, workshop, "--to", "de")
    translate(book, bracketed)
    done = run("words", "in", book, workshop)
    assert done.exit_code == 5
    assert "deck.yaml: cannot be written" in done.output
    assert {path.name: path.read_bytes() for path in home.rglob("*") if path.is_file()} == {"kit.yaml": b"title: Alt\n"}


def test_an_interruption_between_two_files_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kit.yaml").write_bytes(b"old")
    rename = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "more.yaml":
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"kit.yaml": b"new", "cards/all.yaml": b"new", "more.yaml": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == {"kit.yaml": b"old"}


@pytest.mark.parametrize(
    ("cell", "status", "words"),
    [("de_AT", 0, "--language de-AT"), (None, 3, "the workbook names no language"), ("7", 3, "'7' is no language")],
)
def test_the_workbook_names_its_language(
    workshop: Path, tmp_path: Path, cell: str | None, status: int, words: str
) -> None:
    book = tmp_path / "de.xlsx"
    run("words", "out", book, workshop, "--to", "de")
    translate(book, bracketed)
    opened = openpyxl.load_workbook(book)
    opened.active["G1"] = cell
    opened.save(book)
    done = run("words", "in", book, workshop)
    assert (done.exit_code, words in done.output) == (status, True), done.output
    assert [path.name for path in workshop.glob("words/*")] == ([] if status else ["de-AT"])
    if status:
        assert "de.xlsx:words!G1" in done.output


def test_the_words_of_every_trade_are_in_the_workbook(workshop: Path, tmp_path: Path) -> None:
    (workshop / "trades").mkdir()
    for name in ("bank", "shop"):
        text = f"title: {name.title()}\nexamples:\n  first: An example of a {name}\n"
        (workshop / "trades" / f"{name}.yaml").write_text(text, encoding="utf-8")
    done = fill_in(workshop, tmp_path / "de.xlsx", {"An example of a shop": "Ein Beispiel im Laden"})
    assert done.exit_code == 0, done.output
    assert {"An example of a bank", "Shop"} <= {row[3] for row in rows_of(tmp_path / "de.xlsx")}
    deck = load(workshop, {"trade": "shop"}, language="de").deck
    assert deck is not None
    assert deck.cards[0].values["example"] == "Ein Beispiel im Laden"


def test_a_text_that_has_changed_or_gone_since_is_said(workshop: Path, tmp_path: Path) -> None:
    book = tmp_path / "de.xlsx"
    run("words", "out", book, workshop, "--to", "de")
    translate(book, bracketed)
    cards = next((workshop / "cards").glob("*.yaml"))
    text = cards.read_text(encoding="utf-8")
    assert "The first card" in text
    cards.write_text(text.replace("The first card", "Another first card").replace("id: second", "id: sixth"), "utf-8")
    report = json.loads(run("words", "in", book, workshop, "--json").stdout)
    codes = {finding["code"] for finding in report["findings"]}
    assert codes == {"changed-original", "no-original"}
    assert all(finding["cell"].startswith("words!E") for finding in report["findings"])
    shop = load(workshop, language="de")
    assert shop.deck is not None
    assert shop.deck.cards[0].values["title"] == "«The first card»"


def test_a_text_that_begins_like_a_formula_is_none(tmp_path: Path) -> None:
    book = tmp_path / "de.xlsx"
    book.write_bytes(write_wordbook([WordRow("k", "w", 9, "=1+1", "=cmd()")], "de"))
    row = next(openpyxl.load_workbook(book).active.iter_rows(min_row=2))
    assert [(cell.value, cell.data_type) for cell in row[3:5]] == [("=1+1", "s"), ("=cmd()", "s")]


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("--to", "en"), 5, "en is the workshop's own language"),
        (("--to", "x1"), 2, "'x1' is no language"),
    ],
)
def test_a_language_that_cannot_be_is_refused(
    workshop: Path, tmp_path: Path, options: tuple[str, ...], status: int, words: str
) -> None:
    done = run("words", "out", tmp_path / "de.xlsx", workshop, *options)
    assert (done.exit_code, words in done.output) == (status, True), done.output
    assert not (tmp_path / "de.xlsx").exists()


def test_another_workbook_is_no_workbook_of_words(workshop: Path, tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    other.active.append(["Name", "Text"])
    other.save(tmp_path / "other.xlsx")
    done = run("words", "in", tmp_path / "other.xlsx", workshop)
    assert done.exit_code == 3
    assert "this workbook has no column 'Key'" in done.output


def test_the_bundled_workshop_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "de.xlsx").write_bytes(write_wordbook([], "de"))
    done = run("words", "in", "de.xlsx")
    assert done.exit_code == 5
    assert "prepdeck new DIR --from prepersonalization" in done.output

"""A workbook for a translator: every text once, and what comes back is what the workshop says in that language."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from suite import in_part

from generator.cli import main
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

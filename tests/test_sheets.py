"""Workbooks as people make them: what stands out, what is struck or hidden, Strict Open XML, columns nobody reads."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from generator.errors import Problems, by_cause
from generator.sources import Map
from generator.tables import WantedColumns, read_table
from generator.tables.emphasis import StyledText, with_marks

NAMES = ("id", "category", "quantity", "title", "about", "motif")
WANTED = WantedColumns(NAMES, required=("id", "category"), plain=("id", "category", "quantity", "motif"), language="en")
HEAD = ["id", "category", "title", "about"]


def read(folder: Path, book: Any, wanted: WantedColumns = WANTED) -> tuple[list[Map], Problems]:
    path = folder / "cards.xlsx"
    if isinstance(book, bytes):
        path.write_bytes(book)
    else:
        book.save(path)
    problems = Problems()
    return read_table(path, "cards.xlsx", problems, wanted), problems


def said(problems: Problems) -> list[str]:
    return [f"{problem.where} {problem.code}" for problem in problems]


def workbook(*rows: list[Any], title: str = "Cards") -> Any:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in (HEAD, *rows):
        book.active.append(row)
    return book


def rich(*parts: str | tuple[str, dict[str, bool]]) -> CellRichText:
    return CellRichText(
        *(part if isinstance(part, str) else TextBlock(InlineFont(**part[1]), part[0]) for part in parts)
    )


BOLD, ITALIC, STRUCK = {"b": True}, {"i": True}, {"strike": True}


def test_what_stands_out_in_a_cell_has_our_marks(tmp_path: Path) -> None:
    book = workbook(
        ["a", "raw", rich("plain ", ("bold ", BOLD), ("both", BOLD | ITALIC)), "x"],
        ["b", "raw", rich(("All", ITALIC), " of it\n", ("and more", BOLD)), "x"],
        ["c", "raw", "Whole", "x"],
        ["d", "raw", rich("un", ("believ", BOLD), "able"), "x"],
        ["e", "raw", rich("old ", ("gone", STRUCK), " new"), "x"],
        ["f", "raw", rich("plain ", ("bold", BOLD), " and ", ("italic", ITALIC)), "x"],
        ["g", "raw", rich("bold ", ("italic", ITALIC)), "x"],
    )
    book.active["C7"].font = book.active["C8"].font = Font(bold=True)
    book.active["C4"].font = Font(bold=True)
    book.active["D3"].font = Font(strike=True)
    book.active["A2"].font = book.active["B2"].font = Font(bold=True)
    rows, problems = read(tmp_path, book)
    assert [row["title"] for row in rows] == [
        "plain **bold** ***both***",
        "*All* of it\n**and more**",
        "**Whole**",
        "unbelievable",
        "old gone new",
        "plain **bold** and *italic*",
        "**bold** *italic*",
    ]
    assert (rows[0]["id"], rows[0]["category"]) == ("a", "raw")
    assert said(problems) == [
        "cards.xlsx:Cards!D3 cell-struck",
        "cards.xlsx:Cards!C5 cell-emphasis",
        "cards.xlsx:Cards!C6 cell-struck",
    ]


def test_the_look_of_a_whole_column_emphasises_nothing(tmp_path: Path) -> None:
    book = workbook(*(["a", "raw", f"Title {n}", "text"] for n in range(5)))
    for row in range(1, 7):
        book.active.cell(row, 3).font = Font(bold=True, italic=row == 4)
        book.active.cell(row, 4).font = Font(bold=row == 4)
    rows, problems = read(tmp_path, book)
    assert [row["title"] for row in rows] == ["Title 0", "Title 1", "*Title 2*", "Title 3", "Title 4"]
    assert [row["about"] for row in rows] == ["text", "text", "**text**", "text", "text"]
    assert not problems


@pytest.mark.parametrize(
    ("runs", "text", "lost"),
    [
        ([StyledText("a "), StyledText("b", bold=True), StyledText(" c")], "a **b** c", False),
        ([StyledText("a "), StyledText("b c", bold=True), StyledText(".")], "a **b c**.", False),
        ([StyledText("a"), StyledText(" b ", italic=True), StyledText("c")], "a *b* c", False),
        ([StyledText("H"), StyledText("2", bold=True), StyledText("O")], "H2O", True),
        ([StyledText("word"), StyledText(":", bold=True)], "word:", False),
        ([StyledText("a", bold=True), StyledText("b", italic=True)], "ab", True),
        ([StyledText("a ", bold=True), StyledText("b", italic=True)], "**a** *b*", False),
        ([StyledText("one\r\ntwo", bold=True)], "**one**\n**two**", False),
        ([StyledText("  ", bold=True)], "  ", False),
    ],
)
def test_marks_stand_at_the_ends_of_words(runs: list[StyledText], text: str, lost: bool) -> None:
    assert with_marks(runs) == (text, lost)


def test_every_cell_that_is_not_followed_is_named_in_one_finding(tmp_path: Path) -> None:
    book = workbook(*(["a", "raw", n, n] for n in range(12)))
    for row in range(2, 14):
        book.active.cell(row, 3).number_format = "[DBNum1]0" if row % 2 else "0"
    _, problems = read(tmp_path, book)
    (cause,) = by_cause(problems)
    assert [place.cell for place in cause.places] == [f"Cards!C{row}" for row in (3, 5, 7, 9, 11, 13)]
    assert not cause.first.is_error


def test_cells_of_columns_that_nobody_reads_stop_nothing(tmp_path: Path) -> None:
    book = workbook(["a", "raw", "x", "y", True, "#N/A", "=1+1"])
    for column, name in enumerate(("Done", "Broken", "Sum"), 5):
        book.active.cell(1, column).value = name
    _, problems = read(tmp_path, book)
    assert said(problems) == ["cards.xlsx:Cards!E1 unknown-column"]
    assert not problems.errors


def test_a_hidden_sheet_loses_and_both_are_named(tmp_path: Path) -> None:
    book = workbook(["old", "raw", "x", "y"], title="cards")
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Deck 2026")
    for row in (HEAD, ["new", "raw", "x", "y"]):
        sheet.append(row)
    rows, problems = read(tmp_path, book)
    assert rows[0]["id"] == "new"
    (problem,) = problems
    assert problem.message == "the cards were taken from the sheet 'Deck 2026', not from 'cards' (hidden)"
    sheet.sheet_state = "veryHidden"
    book.create_sheet("Read me").append(["Welcome"])
    assert "not-a-workbook" not in "".join(said(read(tmp_path, book)[1]))


def test_of_visible_sheets_the_one_with_the_columns_is_taken(tmp_path: Path) -> None:
    book = workbook(["a", "raw", "x", "y"], title="Karten")
    book.create_sheet("Read me", 0).append(["Welcome to our deck"])
    rows, problems = read(tmp_path, book)
    assert rows[0]["id"] == "a"
    assert said(problems) == ["cards.xlsx:Karten!A1 other-sheets"]


def strict(book: Any) -> bytes:
    """The workbook in the names of ISO/IEC 29500 Strict, as Excel saves it on demand."""
    out, written = io.BytesIO(), io.BytesIO()
    book.save(out)
    names = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    with zipfile.ZipFile(out) as parts, zipfile.ZipFile(written, "w") as into:
        for name in parts.namelist():
            data = parts.read(name)
            for usual, other in names.items():
                data = data.replace(usual, other)
            into.writestr(name, data)
    return written.getvalue()


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    book = workbook(["a", "raw", rich("plain ", ("bold", BOLD)), 0.5])
    book.active["D2"].number_format = "0%"
    data = strict(book)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b"purl.oclc.org" in parts.read("xl/workbook.xml")
    rows, problems = read(tmp_path, data)
    assert (rows[0]["title"], rows[0]["about"]) == ("plain **bold**", "50%")
    assert not problems


def test_numbers_are_in_the_marks_of_the_decks_language(tmp_path: Path) -> None:
    book = workbook(["a", "raw", 1234.5, 2.5])
    book.active["C2"].number_format = '#,##0.00 "€"'
    rows, _ = read(tmp_path, book, replace(WANTED, language="de"))
    assert (rows[0]["title"], rows[0]["about"]) == ("1.234,50 €", "2,5")

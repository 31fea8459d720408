"""Tables as people have them: encodings, separators, headings, workbooks; each refusal at its cell."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples

from generator.errors import FileError, Problems
from generator.sources import Map
from generator.tables import WantedColumns, read_table

WANTED = WantedColumns(
    names=("id", "category", "quantity", "title", "prompts"), lists=("prompts",), required=("id", "category")
)
HEAD = ["id", "category", "title"]


def table(folder: Path, data: bytes | str, wanted: WantedColumns = WANTED) -> tuple[list[Map], list[str]]:
    """The rows of a CSV file, and its problems as 'line place code'."""
    path = folder / "cards.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    problems = Problems()
    rows = read_table(path, "cards.csv", problems, wanted)
    return rows, [f"{problem.where.line} {problem.where} {problem.code}" for problem in problems]


def workbook(rows: list[list[Any]], title: str = "Cards") -> Any:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def sheet(folder: Path, book: Any, wanted: WantedColumns = WANTED) -> tuple[list[Map], list[str]]:
    path = folder / "cards.xlsx"
    if isinstance(book, bytes):
        path.write_bytes(book)
    else:
        book.save(path)
    problems = Problems()
    rows = read_table(path, "cards.xlsx", problems, wanted)
    return rows, [f"{problem.where} {problem.code}" for problem in problems]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(tmp_path: Path, separator: str, end: str) -> None:
    text = f'id;category;title{end}a;raw;"x, y; z | ""q"""{end}{end};;{end}b;raw;{end}'.replace(";", separator)
    text = text.replace(f"x, y{separator} z", "x, y; z")
    rows, problems = table(tmp_path, text)
    assert problems == []
    assert rows[0]["title"].replace(separator, ";").startswith("x")  # type: ignore[union-attr]
    assert [row["id"] for row in rows] == ["a", "b"]
    assert rows[1]["title"] is None
    assert str(rows[1].marks.of("title")) == "cards.csv:C5"
    assert rows[1].marks.of("title").line == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom"])
def test_encodings_that_say_what_they_are(tmp_path: Path, encoding: str) -> None:
    text = "id,category,title\na,raw,Façade – “café” 10⁶ 日本\n"
    if encoding.endswith("-bom"):
        data = ("\ufeff" + text).encode(encoding.removesuffix("-bom"))
    else:
        data = text.encode(encoding)
    rows, problems = table(tmp_path, data)
    assert problems == []
    assert rows[0]["title"] == "Façade – “café” 10⁶ 日本"


def test_a_guessed_encoding_names_the_first_letter_it_decided(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, "id;category;title\na;raw;plain\nb;raw;Größe – 5 €\n".encode("cp1252"))
    assert problems == ["3 cards.csv:C3 encoding"]
    assert rows[1]["title"] == "Größe – 5 €"


def test_the_warning_shows_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_bytes("id;category;title\nb;raw;Größe\n".encode("cp1252"))
    problems = Problems()
    read_table(path, "cards.csv", problems, WANTED)
    assert "'ö'" in problems.found[0].message
    assert not problems.found[0].is_error


def test_damaged_utf8_is_not_taken_for_another_encoding(tmp_path: Path) -> None:
    data = "id,category,title\na,raw,naïve café\n".encode().replace(b"caf\xc3\xa9", b"caf\xe9")
    rows, _ = table(tmp_path, data)
    assert rows[0]["title"] == "naïve caf\ufffd"  # a character no card may say: see test_deck


@pytest.mark.parametrize("data", [b"i\0\0d,\0", b"\xff\xfei\0d", b"PK\x03\x04\0\0"])
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    rows, problems = table(tmp_path, data)
    assert rows == []
    assert problems == ["0 cards.csv encoding"]


def test_excels_own_separator_line(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, "sep=;\nid;category;title\na;raw;x, y, z\n")
    assert problems == []
    assert rows[0]["title"] == "x, y, z"
    assert rows[0].marks.of("title").line == 3


def test_a_separator_is_chosen_by_the_names_it_finds(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, '"id";"category";"title, with, many, commas"\na;raw;x\n')
    assert problems == ["1 cards.csv:C1 unknown-column"]
    assert rows[0]["category"] == "raw"


def test_headings_forgive_case_and_joints(tmp_path: Path) -> None:
    wanted = WantedColumns(names=("id", "one-liner", "big_idea", "prompts"), lists=("prompts",))
    rows, problems = table(
        tmp_path, " ID , One Liner ,BIG-IDEA,Prompts 2,prompts.1,PROMPTS_10\na,b,c,two,one,ten\n", wanted
    )
    assert problems == []
    assert rows[0] == {"id": "a", "one-liner": "b", "big_idea": "c", "prompts": ["one", "two", "ten"]}
    assert rows[0].marks.of("prompts", 1).cell == "D2"
    assert rows[0].marks.of("prompts", 2).cell == "F2"


def test_a_gap_in_numbered_columns_keeps_the_places(tmp_path: Path) -> None:
    rows, _ = table(tmp_path, "id,category,prompts 1,prompts 2,prompts 3\na,raw,,two,three\nb,raw,,,\n")
    assert rows[0]["prompts"] == ["two", "three"]
    assert rows[0].marks.of("prompts", 0).cell == "D2"
    assert rows[1]["prompts"] is None
    assert rows[1].marks.of("prompts", 0).cell == "C3"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,category,tilte\na,raw,x\n", ["1 cards.csv:C1 unknown-column"]),
        ("id,category,prompst 1\na,raw,x\n", ["1 cards.csv:C1 unknown-column"]),
        ("id,category,prompt 1,Fragen 2\na,raw,x,y\n", ["1 cards.csv:C1 column-meaning"]),
        (
            "id,Kategorie,Titel,Notes (us),No.\na,raw,x,,1\n",
            ["1 cards.csv:B1 column-meaning", "1 cards.csv:D1 unknown-column"],
        ),
        ("id,category,title,Name\na,raw,x,y\n", ["1 cards.csv:D1 unknown-column"]),
        ("id,category,title 1\na,raw,x\n", ["1 cards.csv:C1 unknown-column"]),
        ("id,category,title,Title\na,raw,x,y\n", ["1 cards.csv:D1 duplicate-column"]),
        ("id,category,prompts 1,prompts.1\na,raw,x,y\n", ["1 cards.csv:D1 duplicate-column"]),
        ("id,category,prompts,prompts 1\na,raw,x,y\n", ["1 cards.csv:D1 duplicate-column"]),
        ("\n\nid,title\na,raw\n", ["3 cards.csv:A3 missing-column"]),
        ("My cards,2026\na,raw\n", ["1 cards.csv:A1 no-headings"]),
        ("", ["0 cards.csv empty-table"]),
        (" , \n,,\n", ["0 cards.csv empty-table"]),
        ("id,category\na,raw,x\nb,raw,y,z\n", ["2 cards.csv:C2 extra-cell", "3 cards.csv:C3 extra-cell"]),
        ("id,,category\na,x,raw\nb,y,raw\n", ["2 cards.csv:B2 extra-cell"]),
        ("id,category,\na,raw,x\nb,raw,y\n", ["2 cards.csv:C2 extra-cell"]),
        ('id,category,title\na,raw,"x" y\nb,raw,z\n', ["2 cards.csv:C2 torn-cell"]),
        ('id,category,title\n"a\n1",raw,"x" y\nb,raw,z\n', ["3 cards.csv:C2 torn-cell"]),
        ('id,category,title\na,raw,x\nb,raw,"never closed\nc,raw,z\n', ["3 cards.csv:C3 torn-cell"]),
    ],
)
def test_refusals_of_csv(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert table(tmp_path, text)[1] == expected


def test_a_torn_row_hides_no_other(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, 'id,category,title\na,raw,"x" y\nb,raw,z\nc,raw,"x"y\nd,raw,\n')
    assert [row["id"] for row in rows] == ["b", "d"]
    assert problems == ["2 cards.csv:C2 torn-cell", "4 cards.csv:C4 torn-cell"]


def test_a_misspelt_column_gets_a_suggestion(tmp_path: Path) -> None:
    path = tmp_path / "cards.csv"
    path.write_text("id,category,Tilte,Prompst 2\na,raw,x,y\n", "utf-8")
    problems = Problems()
    read_table(path, "cards.csv", problems, WANTED)
    assert [problem.hint for problem in problems] == ["did you mean 'title'?", "did you mean 'prompts'?"]


def test_line_breaks_in_cells_keep_rows_and_lines_apart(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, 'id,category,title\na,raw,"one\ntwo\n\nthree"\nb,raw,x\n')
    assert problems == []
    assert rows[0]["title"] == "one\ntwo\n\nthree"
    assert (rows[1].marks.of("id").line, rows[1].marks.of("id").cell) == (6, "A3")


def test_a_quotation_mark_inside_a_plain_cell_is_a_letter(tmp_path: Path) -> None:
    rows, problems = table(tmp_path, 'id,category,title\na,raw,a 5" disk\nb, raw, "quoted, after a blank"\n')
    assert problems == []
    assert [row["title"] for row in rows] == ['a 5" disk', "quoted, after a blank"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"cannot read cards\.csv"):
        read_table(tmp_path / "cards.csv", "cards.csv", Problems(), WANTED)


def test_numbers_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    book = workbook([HEAD])
    shown = [
        (3.0, "General", "3"),
        (0.1 + 0.2, "General", "0.3"),
        (-12.5, "General", "-12.5"),
        (1234567890123, "General", "1234567890123"),
        (7, "000", "007"),
        (2.5, "0", "3"),
        (-2.345, "0.00", "-2.35"),
        (0.125, "0.0%", "12.5%"),
        (42, "@", "42"),
    ]
    for n, (value, number_format, _) in enumerate(shown, 2):
        book.active.append([f"c{n}", "raw", value])
        book.active.cell(n, 3).number_format = number_format
    rows, problems = sheet(tmp_path, book)
    assert [row["title"] for row in rows] == [text for _, _, text in shown]
    assert problems == []


def test_what_a_cell_can_hold_besides_text(tmp_path: Path) -> None:
    book = workbook(
        [
            HEAD,
            ["a", "raw", True],
            ["b", "raw", "#N/A"],
            ["c", "raw", "=1+1"],
            ["d", "raw", datetime.date(2026, 11, 22)],
            ["e", "raw", datetime.datetime(2026, 11, 22, 9, 30)],
            ["f", "raw", 1234.5],
            ["g", "raw", "text"],
            ["h", "raw", datetime.date(2026, 11, 22)],
            ["i", "raw", 3],
            ["j", "raw", 4],
        ]
    )
    book.active["C7"].number_format = '#,##0.00 "€"'
    book.active["C9"].number_format = 'ggge"年"m"月"'
    book.active["C10"].number_format = book.active["C11"].number_format = "[DBNum1]0"
    rows, problems = sheet(tmp_path, book)
    assert problems == [
        "cards.xlsx:Cards!C2 truth-value",
        "cards.xlsx:Cards!C3 error-value",
        "cards.xlsx:Cards!C4 formula",
        "cards.xlsx:Cards!C9 cell-date",
        "cards.xlsx:Cards!C10 cell-format",
        "cards.xlsx:Cards!C11 cell-format",
    ]
    assert [row["title"] for row in rows[3:7]] == ["2026-11-22", "2026-11-22 9:30:00", "1,234.50 €", "text"]
    assert [row["title"] for row in rows[7:]] == ["2026-11-22", "3", "4"]


def with_results(path: Path, results: dict[str, str]) -> None:
    """Writes results into the formulas of a saved workbook, as a spreadsheet program does."""
    import zipfile

    parts = {name: zipfile.ZipFile(path).read(name) for name in zipfile.ZipFile(path).namelist()}
    text = parts["xl/worksheets/sheet1.xml"].decode()
    for cell, result in results.items():
        start = text.index(f'<c r="{cell}"')
        end = text.index("</c>", start)
        formula = text[text.index("<f>", start) : text.index("</f>", start) + 4]
        text = f'{text[:start]}<c r="{cell}" t="str">{formula}<v>{result}</v>{text[end:]}'
    parts["xl/worksheets/sheet1.xml"] = text.encode()
    with zipfile.ZipFile(path, "w") as out:
        for name, data in parts.items():
            out.writestr(name, data)


def test_formulas_give_their_stored_results(tmp_path: Path) -> None:
    book = workbook([HEAD, ["a", "raw", '="to"&"gether"'], ["b", "raw", '=IF(1,"","x")'], ["c", "raw", "=A1"]])
    path = tmp_path / "cards.xlsx"
    book.save(path)
    with_results(path, {"C2": "together", "C3": ""})
    rows, problems = sheet(tmp_path, path.read_bytes())
    assert problems == ["cards.xlsx:Cards!C4 formula"]
    assert [row["title"] for row in rows[:2]] == ["together", None]


def test_the_sheet_named_cards_or_the_first_visible_one(tmp_path: Path) -> None:
    book = workbook([["notes"]], "Notes")
    book.active.sheet_state = "hidden"
    for name in ("First", "Second"):
        book.create_sheet(name)
        book[name].append(HEAD)
        book[name].append([name.lower(), "raw"])
    rows, problems = sheet(tmp_path, book)
    assert rows[0]["id"] == "first"
    assert problems == ["cards.xlsx:First!A1 other-sheets"]
    book["Second"].title = "CARDS"
    rows, problems = sheet(tmp_path, book)
    assert rows[0]["id"] == "second"
    assert problems == []


def test_merged_and_hidden_cells(tmp_path: Path) -> None:
    book = workbook([HEAD, ["a", "raw", "x"], ["b", "raw", "y"], ["c", "raw", "z"]])
    book.active.merge_cells("B2:B3")
    book.active.row_dimensions[4].hidden = True
    rows, problems = sheet(tmp_path, book)
    assert problems == ["cards.xlsx:Cards!B2 merged-cells", "cards.xlsx:Cards!A4 hidden-rows"]
    assert [row["id"] for row in rows] == ["a", "b", "c"]


def test_a_stray_cell_far_off_costs_nothing(tmp_path: Path) -> None:
    book = workbook([HEAD, ["a", "raw", "x"]])
    book.active["XFD1048576"] = "stray"
    rows, problems = sheet(tmp_path, book)
    assert problems == ["cards.xlsx:Cards!XFD1048576 extra-cell"]
    assert rows[0]["title"] == "x"


def test_empty_rows_and_columns_of_a_sheet(tmp_path: Path) -> None:
    book = workbook([[], [], [None, "id", None, "Category", "title"], [], [None, "a", None, "raw", " x "], [None, " "]])
    rows, problems = sheet(tmp_path, book)
    assert problems == []
    assert rows == [{"id": "a", "category": "raw", "title": " x "}]
    assert str(rows[0].marks.of("title")) == "cards.xlsx:Cards!E5"


def test_carriage_returns_as_workbooks_write_them(tmp_path: Path) -> None:
    rows, _ = sheet(tmp_path, workbook([HEAD, ["a", "raw", "one_x000D_\ntwo"]]))
    assert rows[0]["title"] == "one\r\ntwo"


def _zip(parts: dict[str, bytes]) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE, ".xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"id,category\n", "not a workbook"),
        (b"", "not a workbook"),
        (_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ".xlsx kind"),
        (_zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}), ".xlsx kind"),
        (_zip({"[Content_Types].xml": b"<Types"}), "cannot be read"),
        (_zip({"[Content_Types].xml": b"<Types/>"})[:-10], "not a workbook"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "cards.xlsx"
    path.write_bytes(data)
    problems = Problems()
    assert read_table(path, "cards.xlsx", problems, WANTED) == []
    (problem,) = problems
    assert str(problem.where) == "cards.xlsx"
    assert problem.code == "not-a-workbook"
    assert words in problem.message


def test_an_empty_sheet(tmp_path: Path) -> None:
    assert sheet(tmp_path, workbook([])) == ([], ["cards.xlsx:Cards!A1 empty-table"])


LETTERS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\"',;\t|"), max_size=20)


@settings(max_examples=examples(100), deadline=None)
@given(
    texts=st.lists(LETTERS, min_size=1, max_size=4),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], separator: str, encoding: str, quoting: Any
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, quoting=quoting)
    writer.writerow(HEAD)
    for n, text in enumerate(texts):
        writer.writerow([f"c{n}", "raw", text])
    rows, problems = table(tmp_path_factory.mktemp("csv"), out.getvalue().encode(encoding))
    assert problems == []
    assert [row["title"] or "" for row in rows] == [
        "" if text.isspace() else text.lstrip(" ") if quoting == csv.QUOTE_MINIMAL else text for text in texts
    ]


@settings(max_examples=examples(200), deadline=None)
@given(data=st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    rows, problems = table(folder, b"id,category\n" + data)
    assert all(set(row) <= {"id", "category"} for row in rows)
    assert all(problem.split()[-1] for problem in problems)
    (folder / "cards.xlsx").write_bytes(data)
    found = Problems()
    assert read_table(folder / "cards.xlsx", "cards.xlsx", found, WANTED) == []
    assert found.errors

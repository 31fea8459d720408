"""Edits of tables: the bytes of a cell change, or a row is one more or less, and nothing else in the file."""

import csv
import io
import random
import re
import struct
import zipfile

import openpyxl
import pytest
import python_calamine
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font

from generator.edit import csv_cells, xlsx_cells
from generator.edit.csv_cells import edited_csv
from generator.edit.edits import AddRow, OfTable, RemoveRow, SetCell
from generator.edit.faults import NotEdited
from generator.edit.sheet_xml import SheetXml
from generator.edit.write import edited as edited_file
from generator.edit.xlsx_cells import edited_workbook
from generator.edit.zip_member import with_members
from generator.errors import Problems
from generator.sources import column_letters
from generator.tables.grids import read_grids

TEXTS = ["One", "", "a,b", "x;y", 'say "x"', "two\nlines", " lead", "é漢", "tab\there", "=1+1", "007", "a|b", "'q'"]
TABLE = 'title,"about", quantity\r\nOne,"first, second",2\r\n\r\n"Two, too", plain,"=""007"""\r\nThree\r\n'


def edited(text: str, *edits: OfTable, encoding: str = "utf-8") -> str:
    return edited_csv(text.encode(encoding), "cards.csv", edits).decode(encoding)


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        (SetCell("cards.csv", "", 2, 1, "Uno"), "\nOne,", "\nUno,"),
        (SetCell("cards.csv", "", 2, 2, "short"), '"first, second"', '"short"'),
        (SetCell("cards.csv", "", 2, 1, 'a, "b"'), "\nOne,", '\n"a, ""b""",'),
        (SetCell("cards.csv", "", 4, 2, "x\ny"), ", plain,", ',"x\ny",'),
        (SetCell("cards.csv", "", 1, 3, "n"), " quantity", "n"),
        (SetCell("cards.csv", "", 4, 3, "008"), '"=""007"""', '"=""008"""'),
        (SetCell("cards.csv", "", 5, 3, "4"), "Three\r\n", 'Three,,"4"\r\n'),
        (RemoveRow("cards.csv", "", 2), 'One,"first, second",2\r\n', ""),
        (AddRow("cards.csv", "", 3, ("New", "n")), ',2\r\n', ',2\r\nNew,"n",\r\n'),
        (AddRow("cards.csv", "", 6, ("New",)), "Three\r\n", "Three\r\nNew\r\n"),
    ],
)  # fmt: skip
def test_a_cell_is_written_as_its_table_is(edit: OfTable, old: str, new: str) -> None:
    assert TABLE.count(old) == 1
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        text = edited(TABLE, edit, encoding=encoding)
        assert text == TABLE.replace(old, new)
    assert edited("sep=,\r\n" + TABLE, edit) == "sep=,\r\n" + TABLE.replace(old, new)
    without = TABLE.removesuffix("\r\n")
    assert edited(without, edit) == TABLE.replace(old, new).removesuffix("\r\n")


def test_what_cannot_be_written_is_refused_with_its_cell() -> None:
    latin = "title,about\nMenü,x\n".encode("cp1252")
    assert edited_csv(latin, "c.csv", [SetCell("c.csv", "", 2, 2, "y")]) == "title,about\nMenü,y\n".encode("cp1252")
    for data, edit in [
        (latin, SetCell("c.csv", "", 2, 2, "ü")),
        (b"a,b\n", SetCell("c.csv", "", 9, 2, "x")),
        (b"a,b\n", AddRow("c.csv", "", 9, ("x",))),
        (b'a,b\n"x,y\n', SetCell("c.csv", "", 1, 2, "x")),
        (b"a,b\n", SetCell("c.csv", "Sheet1", 1, 1, "x")),
        (b"a,b\n", SetCell("c.csv", "", 1, 1, "\ud800")),
    ]:
        with pytest.raises(NotEdited) as refused:
            edited_csv(data, "c.csv", [edit])
        assert str(refused.value.problem.where).startswith("c.csv:")


# --- workbooks ---------------------------------------------------------------------------------------


def workbook(*, plain: bool = False) -> bytes:
    """As a facilitator has it: a heading in bold, a column of numbers, a second sheet, and more unless it is plain."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Cards"
    rows = [["title", "about", "quantity"], ["One", "first & <second>", 2], ["Two", None, 1], ["Three", "third", 4]]
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet["C4"].number_format = "0.00"
    sheet.auto_filter.ref = "A1:C4"
    other = book.create_sheet("It's more")
    other["A1"] = "kept"
    if not plain:
        sheet["E1"] = "=SUM(C2:C4)"
        other["A2"] = "=Cards!B2"
        other["A3"] = "=1+1"
        sheet.add_image(Image(io.BytesIO(PIXEL)), "G2")
        sheet["A2"].comment = Comment("mine", "me")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


def cells(data: bytes, sheet: str = "Cards") -> dict[str, object]:
    """What openpyxl finds in it."""
    found = openpyxl.load_workbook(io.BytesIO(data))[sheet]
    return {cell.coordinate: cell.value for row in found.iter_rows() for cell in row if cell.value is not None}


def members(data: bytes) -> dict[str, tuple[int, bytes]]:
    """Where the packed bytes of each member stand and what they are."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        starts = {info.filename: (info.header_offset, info.compress_size) for info in archive.infolist()}
        assert archive.testzip() is None
    found = {}
    for name, (start, size) in starts.items():
        names, extra = struct.unpack_from("<2H", data, start + 26)
        found[name] = size, data[start : start + 30 + names + extra + size]
    return found


def changed_members(before: bytes, after: bytes) -> set[str]:
    old, new = members(before), members(after)
    assert old.keys() == new.keys()
    return {name for name in old if old[name] != new[name]}


SHEET = "xl/worksheets/sheet1.xml"
EDITS: list[tuple[OfTable, dict[str, object]]] = [
    (SetCell("b.xlsx", "Cards", 2, 1, "Uno & <b>"), {"A2": "Uno & <b>"}),
    (SetCell("b.xlsx", "Cards", 3, 2, " two\nlines"), {"B3": " two\nlines"}),
    (SetCell("b.xlsx", "Cards", 2, 3, "7"), {"C2": 7}),
    (SetCell("b.xlsx", "Cards", 2, 3, "many"), {"C2": "many"}),
    (SetCell("b.xlsx", "Cards", 4, 3, "7"), {"C4": "7"}),  # as a number it would be shown as 7.00
    (SetCell("b.xlsx", "Cards", 3, 1, ""), {"A3": None}),
    (SetCell("b.xlsx", "Cards", 9, 2, "far"), {"B9": "far"}),
    (SetCell("b.xlsx", "Cards", 2, 4, "new"), {"D2": "new"}),
    (AddRow("b.xlsx", "Cards", 5, ("New", "", "3")), {"A5": "New", "C5": 3}),
    (RemoveRow("b.xlsx", "Cards", 4), {"A4": None, "B4": None, "C4": None}),
]


@pytest.mark.parametrize(("edit", "new"), EDITS)
def test_a_cell_of_a_workbook_is_the_only_thing_that_changes(edit: OfTable, new: dict[str, object]) -> None:
    for before in (workbook(), workbook(plain=True)):
        after = edited_workbook(before, "b.xlsx", [edit])
        wanted = {at: value for at, value in {**cells(before), **new}.items() if value is not None}
        if isinstance(wanted.get("C5"), int) and "C5" in new:
            wanted["C5"] = cells(after)["C5"]  # beside 4.00 it is a text
            assert str(wanted["C5"]) == "3"
        assert cells(after) == wanted
        assert cells(after, "It's more") == cells(before, "It's more")
        assert SHEET in changed_members(before, after)
        assert changed_members(before, after) <= {SHEET, "xl/workbook.xml", "xl/worksheets/sheet2.xml"}
    assert changed_members(before, after) == {SHEET}, "nothing reads the cell of a plain workbook"


def test_what_a_formula_made_of_another_text_is_forgotten() -> None:
    before, name = workbook(), "xl/worksheets/sheet2.xml"
    sheet = zipfile.ZipFile(io.BytesIO(before)).read(name)
    for formula, result in ((rb"Cards!B2", b"3"), (rb"1\+1", b"2")):
        sheet, count = re.subn(rb"(<f>" + formula + rb"</f><v)(?: ?/>|></v>)", rb"\1>" + result + b"</v>", sheet)
        assert count == 1
    with_result = with_members(before, {name: sheet})
    after = edited_workbook(with_result, "b.xlsx", [SetCell("b.xlsx", "Cards", 2, 2, "new")])
    sheet = zipfile.ZipFile(io.BytesIO(after)).read(name)
    assert b"<f>Cards!B2</f></c>" in sheet
    assert b"<f>1+1</f><v>2</v>" in sheet
    assert b"<v>3</v>" not in sheet
    assert b"fullCalcOnLoad" in zipfile.ZipFile(io.BytesIO(after)).read("xl/workbook.xml")


def test_rows_of_a_workbook_move_with_what_is_said_of_them() -> None:
    before = workbook(plain=True)
    after = edited_workbook(before, "b.xlsx", [AddRow("b.xlsx", "Cards", 3, ("New", "x"))])
    assert cells(after) == {
        "A1": "title", "B1": "about", "C1": "quantity", "A2": "One", "B2": "first & <second>", "C2": 2,
        "A3": "New", "B3": "x", "A4": "Two", "C4": 1, "A5": "Three", "B5": "third", "C5": 4,
    }  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(after))
    assert book["Cards"].auto_filter.ref == "A1:C5"
    back = edited_workbook(after, "b.xlsx", [RemoveRow("b.xlsx", "Cards", 3)])
    assert cells(back) == cells(before)
    assert openpyxl.load_workbook(io.BytesIO(back))["Cards"].auto_filter.ref == "A1:C4"
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(after)).get_sheet_by_name("Cards").to_python()
    assert rows[1:4] == [["One", "first & <second>", 2.0], ["New", "x", ""], ["Two", "", 1.0]]


def test_formulas_read_what_they_read_when_rows_move() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(plain=True)))
    book["Cards"]["E9"], book["It's more"]["B1"] = '=SUM(C$2:C4)&"A4"&C1', "=Cards!C4+A4+SUM(Cards!C:C)"
    file = io.BytesIO()
    book.save(file)
    before = file.getvalue()
    after = edited_workbook(before, "b.xlsx", [AddRow("b.xlsx", "Cards", 3, ("New", "x"))])
    assert cells(after)["E10"] == '=SUM(C$2:C5)&"A4"&C1'
    assert cells(after, "It's more")["B1"] == "=Cards!C5+A4+SUM(Cards!C:C)"
    back = edited_workbook(after, "b.xlsx", [RemoveRow("b.xlsx", "Cards", 3)])
    assert cells(back) == cells(before)
    assert cells(back, "It's more") == cells(before, "It's more")
    with pytest.raises(NotEdited, match="a formula reads the row"):
        edited_workbook(before, "b.xlsx", [RemoveRow("b.xlsx", "Cards", 4)])


def test_what_cannot_be_changed_in_a_workbook_is_refused_with_its_cell() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(plain=True)))
    book["Cards"].merge_cells("A3:B3")
    file = io.BytesIO()
    book.save(file)
    for data, edit, where in [
        (workbook(), SetCell("b.xlsx", "Cards", 1, 5, "x"), "b.xlsx:Cards!E1"),
        (workbook(), SetCell("b.xlsx", "None", 1, 5, "x"), "b.xlsx:None!E1"),
        (workbook(), AddRow("b.xlsx", "Cards", 2, ("x",)), "b.xlsx:Cards!A2"),
        (workbook(), RemoveRow("b.xlsx", "Cards", 2), "b.xlsx:Cards!A2"),
        (file.getvalue(), SetCell("b.xlsx", "Cards", 3, 2, "x"), "b.xlsx:Cards!B3"),
        (workbook(), SetCell("b.xlsx", "Cards", 2, 1, "\ud800"), "b.xlsx:Cards!A2"),
        (b"PK", SetCell("b.xlsx", "Cards", 2, 1, "x"), "b.xlsx"),
    ]:
        with pytest.raises(NotEdited) as refused:
            edited_workbook(data, "b.xlsx", [edit])
        assert str(refused.value.problem.where) == where


def random_table(chance: random.Random) -> tuple[str, list[list[str]], str]:
    """As some program would have written it."""
    separator = chance.choice(",;\t|")
    file = io.StringIO(newline="")
    quoting = chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    newline = chance.choice(["\r\n", "\n"])
    rows = [["title", "about", "quantity"], *([chance.choice(TEXTS) for _ in range(3)] for _ in range(5))]
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=newline)
    writer.writerows(rows)
    return file.getvalue(), rows, separator


def test_random_edits_change_what_they_name_alone() -> None:
    chance = random.Random(7)
    for _ in range(150):
        text, rows, separator = random_table(chance)
        row, column, new = chance.randint(1, 6), chance.randint(1, 4), chance.choice(TEXTS)
        wanted = [[*cells] for cells in rows]
        kind = chance.choice("scar")
        if kind in "sc":
            edit: OfTable = SetCell("cards.csv", "", row, column, new)
            wanted[row - 1] = [*wanted[row - 1], ""][: max(column, 3)]
            wanted[row - 1][column - 1] = new
        elif kind == "a":
            edit = AddRow("cards.csv", "", row, (new, "x", "y"))
            wanted.insert(row - 1, [new, "x", "y"])
        else:
            edit = RemoveRow("cards.csv", "", row)
            del wanted[row - 1]
        if kind in "ar" and row == 1:
            continue  # the headings say what the separator is
        after = edited(text, edit)
        read = list(csv.reader(io.StringIO(after, newline=""), delimiter=separator))
        assert [[cell.replace("\r\n", "\n") for cell in cells] for cells in read] == wanted, (edit, text, after)
        untouched = [line for number, line in enumerate(text.splitlines()) if number < row - 2]
        assert after.splitlines()[: len(untouched)] == untouched


# Many at once


SPARSE = """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="2" spans="1:2"><c r="A2"><v>1</v></c><c r="D2" s="3"/></row><row r="4"/></sheetData></worksheet>"""
EMPTY = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


@pytest.mark.parametrize("text", [SPARSE, EMPTY], ids=["sparse", "empty"])
def test_cells_of_a_sheet_come_in_order_wherever_there_were_none(text: str) -> None:
    places = [(row, column) for row in range(1, 6) for column in range(1, 6)]
    cells = {(row, column): f'<c r="{column_letters(column)}{row}"/>' for row, column in reversed(places)}
    sheet = SheetXml(SheetXml(text.encode()).with_cells(cells))
    assert [(row.number, cell.column) for row in sheet.rows for cell in row.cells] == places
    assert b"spans" not in sheet.data


def test_a_cell_that_has_a_look_alone_is_set_as_excel_writes_it() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in (["a", "b", "c"], ["d", None, "f"], ["g", "h", None]):
        book.active.append(row)
    for name in ("B2", "C3"):
        book.active[name].font = Font(bold=True)
    book.save(out)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(out) as archive:
        sheet = archive.read(part).replace(b' t="n"></c>', b"/>")
    data = with_members(out.getvalue(), {part: sheet})
    assert sheet.count(b' s="1"/>') == 2
    for place in ((2, 2), (3, 3)):
        data = edited_file(data, "cards.xlsx", [SetCell("cards.xlsx", "Sheet", *place, "new")]) or b""
    (grid,) = read_grids(data, "cards.xlsx", Problems())
    assert [list(row.cells.values()) for row in grid.rows] == [
        ["a", "b", "c"],
        ["d", "new", "f"],
        ["g", "h", "new"],
    ]


def table_of(kind: str) -> bytes:
    rows = [[f"{row} {column}" for column in range(6)] for row in range(30)]
    if kind == "csv":
        return "\r\n".join(";".join(row) for row in rows).encode()
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.active["A1"] = "=B2"
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_block_of_cells_is_written_with_a_few_looks_at_the_table(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if one after another: with hundreds of them that took a minute."""
    name, sheet = f"cards.{kind}", "" if kind == "csv" else "Sheet"
    edits = [SetCell(name, sheet, row, column, f"n{row};{column}") for column in (2, 8) for row in range(4, 32, 3)]
    edits = [edit for edit in edits if kind == "xlsx" or (edit.row < 31 and edit.column < 6)]
    one_by_one = table_of(kind)
    for edit in edits:
        one_by_one = edited_file(one_by_one, name, [edit]) or b""
    looks: list[object] = []
    module, reader = (csv_cells, "_scan") if kind == "csv" else (xlsx_cells, "SheetXml")
    read = getattr(module, reader)
    monkeypatch.setattr(module, reader, lambda *args: looks.append(args) or read(*args))
    at_once = edited_file(table_of(kind), name, edits) or b""
    texts = [read_grids(data, name, Problems()) for data in (at_once, one_by_one)]
    assert texts[0] == texts[1]
    assert len(looks) < 5

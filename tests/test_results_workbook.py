"""The workbook of results: a sheet a form in people's words, real numbers and times, votes as who gave how many."""

import csv
import io
import json
import signal
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from office import converted
from python_calamine import CalamineWorkbook
from rooms import ROOT, RUNNER, kit, make_room, manifest, thing
from suite import examples

from generator.capture.model import NewEntry
from generator.capture.results import export
from generator.capture.results.workbook import ResultSheet
from generator.capture.results.workbook_file import LONGEST_TEXT, write_workbook
from generator.cli import main
from generator.errors import FileError

GUEST, GRID = thing("card", "guest"), thing("poster", "four-arguments")
EAST = timezone(timedelta(hours=5), "EAST")


@pytest.fixture
def room(tmp_path):
    room = make_room(tmp_path)
    RUNNER.run(room.store.keep_manifest(kit().id, manifest()))
    yield room
    room.store.close()


def say(room, session, form, body, on=None, **more):
    id = f"entry-{len(room.store.entries(session.id, states=('new', 'hidden', 'merged', 'erased')))}"
    about = (on.code, on.kind, on.id, on.copy) if on else ("", "", "", "")
    new = NewEntry(id, session.id, None, *about, form, 1, body)._replace(**more)
    assert RUNNER.run(room.store.submit(new)) == "stored"
    return id


def written(room, session, folder, **more) -> dict[str, list[dict[str, object]]]:
    """The sheets by their names, each row by its headings."""
    to = folder / "results.xlsx"
    export(room.store, session.id if session else None, to, "xlsx", **more)
    return sheets(to)


def sheets(path: Path) -> dict[str, list[dict[str, object]]]:
    book = openpyxl.load_workbook(path)
    rows = {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}
    return {
        name: [dict(zip(first, map(plain, row), strict=True)) for row in rest] for name, (first, *rest) in rows.items()
    }


def plain(value):
    return "" if value is None else value


def test_a_sheet_a_form_in_its_own_words_with_numbers_and_the_times_of_the_room(room, session, tmp_path):
    say(room, session, "place", {"place": {"x": 20, "y": 80.5}}, GRID, table="4", department="legal")
    title = kit().forms["place"].title
    label = kit().forms["place"].fields["place"].label
    (row,) = written(room, session, tmp_path, local=lambda time: time.astimezone(EAST))[title]
    assert row["When"] == room.clock().astimezone(EAST).replace(tzinfo=None)
    assert (row["Session"], row["Table"], row["Department"], row["On"]) == ("Tuesday", "4", "legal", GRID.title)
    assert (row[f"{label} · left to right, 0–100"], row[f"{label} · bottom to top, 0–100"]) == (20, 80.5)


def test_cards_stand_with_their_titles_and_codes(room, session, tmp_path):
    laid = [thing("card", "guest").code, thing("card", "human-call").code]
    fields = kit().forms["recipe"].fields
    name = next(name for name, field in fields.items() if field.kind == "cards")
    say(room, session, "recipe", {name: laid})
    (row,) = written(room, session, tmp_path)[kit().forms["recipe"].title]
    label = fields[name].label
    assert row[label] == "\n".join(kit().titles[code] for code in laid)
    assert row[f"{label} · codes"] == "\n".join(laid)


def test_votes_read_as_idea_votes_and_departments(room, session, tmp_path):
    ideas = [
        say(room, session, "idea", {"idea": words, "place": {"x": 1, "y": 1}}, GRID)
        for words in ("Slow", "Fast", "New")
    ]
    say(room, session, "idea-votes", {"dots": {ideas[0]: 1, ideas[1]: 2}}, GRID, department="legal")
    say(room, session, "idea-votes", {"dots": {ideas[1]: 3}}, GRID, department="data")
    say(room, session, "idea-votes", {"dots": {ideas[1]: 1}}, GRID)
    assert "Votes" not in written(room, session, tmp_path)  # nobody may see them yet
    (hidden,) = [row for row in written(room, session, tmp_path)["Read me"] if row["What"] == "Not in here"]
    assert "3" in hidden["Is"]
    RUNNER.run(room.store.close_session(session.id))
    read = written(room, session, tmp_path)
    votes = read["Votes"]
    label = kit().forms["idea-votes"].fields["dots"].label
    assert [row[label] for row in read[kit().forms["idea-votes"].title]] == ["Slow: 1\nFast: 2", "Fast: 3", "Fast: 1"]
    assert list(votes[0])[2:] == ["Voted on", "Votes", "data", "legal", "No department"]
    assert [list(row.values())[2:] for row in votes] == [
        ["Fast", 6, 3, 2, 1],
        ["Slow", 1, "", 1, ""],
        ["New", 0, "", "", ""],
    ]


def test_what_is_hidden_or_merged_says_so_and_what_was_erased_is_not_there(room, session, tmp_path):
    ids = [say(room, session, "note", {"note": f"zanzibar {number}"}, GUEST) for number in range(3)]
    RUNNER.run(room.store.set_state(ids[0], "erased"))
    RUNNER.run(room.store.set_state(ids[1], "hidden"))
    rows = written(room, session, tmp_path)[kit().forms["note"].title]
    assert [(row["Entry"], row["State"]) for row in rows] == [(ids[1], "hidden"), (ids[2], "")]
    with zipfile.ZipFile(tmp_path / "results.xlsx") as parts:
        assert not any(b"zanzibar 0" in parts.read(name) for name in parts.namelist())


def test_a_session_of_another_kit_keeps_its_entries_by_the_names_of_their_fields(room, session, tmp_path):
    other = RUNNER.run(room.store.open_session("gone", "Long ago"))
    say(room, other, "log", {"note": "=1+1", "size": 7, "pick": {"=a": 2}}, code="K7M2QX")
    (row,) = written(room, other, tmp_path)["log"]
    assert (row["note"], row["size"], row["pick.=a"], row["Code"]) == ("=1+1", 7, 2, "K7M2QX")


def test_an_answer_under_a_heading_that_is_taken_keeps_a_column_of_its_own(room, session, tmp_path):
    """A recipe asks for its table, and a form of another kit may call a field Code."""
    say(room, session, "recipe", {"table": "seven"}, table="4")
    (row,) = written(room, session, tmp_path)[kit().forms["recipe"].title]
    assert (row["Table"], "seven" in row.values()) == ("4", True)
    other = RUNNER.run(room.store.open_session("gone", "Long ago"))
    say(room, other, "log", {"Code": "of theirs"}, code="K7M2QX", id="another")
    (row,) = written(room, other, tmp_path)["log"]
    assert (row["Code"], row["Code (log)"]) == ("K7M2QX", "of theirs")


def changed(change) -> bytes:
    """The bundled kit as `change` makes its forms."""
    said = json.loads(manifest())
    change(said["forms"])
    return json.dumps(said).encode()


def test_who_says_it_is_the_same_on_every_sheet_and_on_the_board(room, session, tmp_path):
    """A form that asks for the department is heard before the phone."""
    RUNNER.run(room.store.set_session(session.id, departments=("Legal", "Data"), merged={"Data": "Legal"}))
    ids = [say(room, session, "idea", {"idea": "Slow"}, GRID)]
    say(room, session, "idea-votes", {"dots": {ids[0]: 1}, "department": "data"}, GRID, department="sales")
    say(room, session, "idea-votes", {"dots": {ids[0]: 1}}, GRID, department="LEGAL")
    RUNNER.run(room.store.close_session(session.id))
    read = written(room, session, tmp_path)
    assert [row["Department"] for row in read[kit().forms["idea-votes"].title]] == ["Legal", "Legal"]
    assert read["Votes"][0]["Legal"] == 2


def test_departments_by_the_names_of_other_columns_have_their_own(room, session, tmp_path):
    idea = say(room, session, "idea", {"idea": "Slow"}, GRID)
    for number, department in enumerate(("Votes", "No department", "", "Session"), 1):
        say(room, session, "idea-votes", {"dots": {idea: number}}, GRID, department=department)
    RUNNER.run(room.store.close_session(session.id))
    (row,) = written(room, session, tmp_path)["Votes"]
    own = {"Session": "Tuesday", "Votes": 10, "No department": 3}
    theirs = {"Votes (Department)": 1, "No department (Department)": 2, "Session (Department)": 4}
    assert row.items() >= (own | theirs).items()


def test_fields_by_the_names_of_any_column_have_their_own(room, session, tmp_path):
    """Those of a kit that is gone, and those of a form that asks twice for the same."""
    other = RUNNER.run(room.store.open_session("gone", "Long ago"))
    say(room, other, "log", {"State": "of theirs", "Entry": "too", "Entry (log)": "and this"}, id="it")
    (row,) = written(room, other, tmp_path)["log"]
    assert (row["State"], row["Entry"]) == ("", "it")
    assert [row[f"{name} (log)"] for name in ("State", "Entry", "Entry (log)")] == ["of theirs", "too", "and this"]

    def change(forms) -> None:
        text = forms["pitch"]["fields"]["proof"]
        labels = {"a": "X", "b": "X (c)", "c": "X", "d": "When", "e": "X"}
        forms["pitch"]["fields"] |= {name: {**text, "label": label} for name, label in labels.items()}

    RUNNER.run(room.store.keep_manifest(kit().id, changed(change)))
    say(room, session, "pitch", {name: f"of {name}" for name in "abcde"})
    (row,) = written(room, session, tmp_path)[kit().forms["pitch"].title]
    assert {f"of {name}" for name in "abcde"} <= set(row.values())
    assert row["X"] == "of a"


def test_forms_of_one_title_are_told_apart_and_listed_by_the_names_of_their_sheets(room, session, tmp_path):
    def change(forms) -> None:
        forms["note"]["title"] = forms["pitch"]["title"] = "Votes: what/if"

    RUNNER.run(room.store.keep_manifest(kit().id, changed(change)))
    say(room, session, "note", {"note": "x"}, GUEST)
    say(room, session, "pitch", {"proof": "y"})
    read = written(room, session, tmp_path)
    assert list(read) == ["Read me", "Votes what if (note)", "Votes what if (pitch)"]
    assert set(read) - {"Read me"} <= {row["What"] for row in read["Read me"]}


def test_it_says_for_whom_the_kit_is(room, session, tmp_path):
    say(room, session, "note", {"note": "once"}, GUEST)
    (client,) = [row["Is"] for row in written(room, session, tmp_path)["Read me"] if row["What"] == "Client"]
    assert client == kit().brand.client != ""


def test_the_same_bytes_every_time(room, session, tmp_path):
    say(room, session, "note", {"note": "once"}, GUEST)
    files = []
    for number in range(2):
        to = tmp_path / f"{number}.xlsx"
        export(room.store, None, to, "xlsx")
        files.append(to.read_bytes())
    assert files[0] == files[1]


HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "http://x.test",
    "007",
    "_x0041_",
    "\x00\x0b\r\n\ud7ff\ufffe",
]


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text()), min_size=1, max_size=12))
def test_text_is_text_and_comes_back_whole(tmp_path_factory, texts):
    to = tmp_path_factory.mktemp("book") / "book.xlsx"
    rows = tuple({"A": text, "B": "x"} for text in texts)
    write_workbook(to, [ResultSheet("S", ("A", "B"), rows)])
    read = [row[0] for row in CalamineWorkbook.from_path(to).get_sheet_by_index(0).to_python()[1:]]
    assert read == [no_character(text) for text in texts]
    with zipfile.ZipFile(to) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page
    assert b"hyperlink" not in page


AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"  # UTF-8, each sheet a file


def of_office(path: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet, as LibreOffice shows them."""
    texts = {
        each.stem.removeprefix(f"{path.stem}-"): each.read_bytes().decode() for each in converted(path, AS_CSV, "csv")
    }
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def of_library(path: Path) -> dict[str, list[list[str]]]:
    """As another library reads them."""
    pages = {page.title: page.iter_rows(values_only=True) for page in openpyxl.load_workbook(path)}
    return {name: [[as_shown(plain(cell)) for cell in row] for row in rows] for name, rows in pages.items()}


@pytest.mark.parametrize(
    "read", [of_library, pytest.param(of_office, marks=[pytest.mark.soak, pytest.mark.needs("soffice")])]
)
def test_whoever_opens_it_it_says_the_same_words(room, session, tmp_path, read):
    """Numbers as numbers, times as those of the room, text as it was typed, each sheet whole."""
    texts = (*HOSTILE[:-2], "two\nlines", "👩🏽\u200d🚒 مرحبا", "007", "1e9", "2026-12-08", "ab" * 1000)
    for number, text in enumerate(texts):
        say(room, session, "card-log", {"note": text, "effort": 1 + number % 5}, GUEST)
    say(room, session, "idea", {"idea": "=1+1", "place": {"x": 12, "y": 80}}, GRID)
    written(room, session, tmp_path, local=lambda time: time.astimezone(EAST))
    book = CalamineWorkbook.from_path(tmp_path / "results.xlsx")
    said = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert read(tmp_path / "results.xlsx") == {
        name: [list(map(as_shown, row)) for row in rows] for name, rows in said.items()
    }


def as_shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n")


def no_character(text: str) -> str:
    """XML has no way to say these; they are shown by their numbers."""
    return text.replace("\ufffe", "_xFFFE_").replace("\uffff", "_xFFFF_")


def test_a_text_that_is_too_long_for_a_cell_goes_on_beside_it(tmp_path):
    long = "ab" * LONGEST_TEXT
    write_workbook(
        tmp_path / "book.xlsx", [ResultSheet("S", ("Text", "After"), ({"Text": long, "After": 1}, {"Text": "x"}))]
    )
    first, second = sheets(tmp_path / "book.xlsx")["S"]
    assert first["Text"] + first["Text (2)"] == long
    assert (first["After"], second["Text"], second["Text (2)"]) == (1, "x", "")


def test_names_of_sheets_are_short_and_none_stands_twice(tmp_path):
    titles = ["What is it: a/b?", "what IS it a b", "History", "x" * 40, "x" * 50, "'", "[]"]
    write_workbook(tmp_path / "book.xlsx", [ResultSheet(title, ("A",), ()) for title in titles])
    names = openpyxl.load_workbook(tmp_path / "book.xlsx").sheetnames
    assert names == ["What is it a b", "what IS it a b 2", "History 2", "x" * 31, f"{'x' * 29} 2", "-", "- 2"]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "md", "jsonl"])
def test_an_export_says_how_far_it_is(room, session, tmp_path, kind):
    for number in range(5):
        say(room, session, "note", {"note": f"Note {number}"}, GUEST)
    steps: list[tuple[int, int]] = []
    export(room.store, None, tmp_path / "x", kind, progress=lambda *step: steps.append(step))
    assert steps == sorted(steps)
    assert len(steps) >= 3
    assert steps[-1][0] == steps[-1][1]


def test_what_a_workbook_cannot_hold_is_said(tmp_path):
    wide = tuple(f"column {number}" for number in range(16_385))
    with pytest.raises(FileError, match="more than a workbook holds"):
        write_workbook(tmp_path / "book.xlsx", [ResultSheet("S", wide, ({wide[-1]: 1},))])


def test_the_command_writes_it_and_csv_with_the_separator_that_is_wanted(room, session, tmp_path, monkeypatch):
    from generator.capture.run import start

    say(room, session, "note", {"note": "one; two"}, GUEST)
    monkeypatch.setattr(start, "local", lambda time: time.astimezone(UTC))
    data = ["--data", str(room.store.path)]
    for name, more in (("a.xlsx", []), ("a.csv", ["--separator", "semicolon"])):
        result = CliRunner().invoke(main, ["results", "export", "--to", str(tmp_path / name), *more, *data])
        assert result.exit_code == 0, result.output
    assert sheets(tmp_path / "a.xlsx")["Read me"]
    assert '";"' in (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()[0]


KILLED = """
import os, signal, sys
from pathlib import Path
from generator.private_file import with_part
with_part(Path(sys.argv[1]), lambda part: (part.write_text("half"), os.kill(os.getpid(), signal.SIGKILL)))
"""


def test_what_a_killed_export_left_goes_with_the_next(room, session, tmp_path):
    folder = tmp_path / "out"
    to, other = folder / "results.xlsx", folder / ".results.xlsx.csv.12345678.part"
    done = subprocess.run([sys.executable, "-c", KILLED, str(to)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()
    assert left.name != to.name
    other.touch()  # of a file of another name
    export(room.store, None, to, "xlsx")
    assert set(folder.iterdir()) == {to, other}


def test_a_time_without_its_hour_is_a_day(room, session, tmp_path):
    say(room, session, "note", {"note": "x"}, GUEST)
    RUNNER.run(room.store.anonymise(session.id))
    (row,) = written(room, session, tmp_path)[kit().forms["note"].title]
    assert row["When"] == f"{room.clock():%Y-%m-%d}"
    assert not isinstance(row["When"], datetime)

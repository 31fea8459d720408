"""Worksheets that foreign programs filled in, and people sent back: a file is an entry, in every export as it was."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from filled import fill
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject
from rooms import RUNNER, kit, thing
from test_fillable import SMALL, build, form, order

from generator.capture.facilitator import sent_forms
from generator.capture.results import export, read_lines, read_table
from generator.capture.results.cells import original
from generator.capture.results.filled_sheets import FilledSheet, take
from generator.capture.store import Store
from generator.capture.web.guard import MOST_BYTES, MOST_OF_FILES
from generator.capture.web.translations import words
from generator.cli import main
from generator.codes import form_mark
from generator.filled import NotTaken, read_filled

EN = words("en")
TEXTS = {"name": "Come back", "who": "Guests, Ωμέγα “x”", "if": "a guest\ncomes back", "then": "=1+1 *greet* <b>"}
SENTENCE = "If a guest\ncomes back, then =1+1 *greet* <b>."
BODY = {**TEXTS, "size": "feature", "step": "always on", "sentence": SENTENCE}
OTHER = next(card for card in kit().cards("content") if "," not in card.title)
# By MuPDF, whose widgets have what is asked for a name.
SCRIPT = """
var doc = new PDFDocument(scriptArgs[0]), said = JSON.parse(scriptArgs[2]), widgets = doc.loadPage(0).getWidgets();
for (var i = 0; i < widgets.length; ++i) {
    var text = said[widgets[i].getLabel()];
    if (text === true) widgets[i].toggle();
    else if (text) widgets[i].setTextValue(text);
    widgets[i].update();
}
doc.save(scriptArgs[1], "incremental");
"""


@pytest.fixture(scope="module")
def sheets(print_once) -> Path:
    return print_once().folder / "worksheets"


@pytest.fixture
def returned(tmp_path):
    (tmp_path / "returned").mkdir()
    return tmp_path / "returned"


@pytest.fixture
def forms(room, session, people, returned):
    """Runs the command on the store of the room, which is closed for it and opened again."""

    def forms(*more, on=returned):
        room.store.close()
        said = ["results", "forms", on, "--data", room.store.path, *more]
        done = CliRunner().invoke(main, list(map(str, said)))
        room.store = Store.open(room.store.path, room.clock, os.urandom)
        return done

    return forms


def by_pdfium(empty: Path, to: Path, folder: Path) -> None:
    typed = {name: text.replace("\n", "\r\n") for name, text in TEXTS.items()}
    fill(empty, to, {**typed, "size": (1,), "step": (1,)})


def by_mupdf(empty: Path, to: Path, folder: Path) -> None:
    fields = kit().forms["recipe"].fields
    said = {fields[name].label: text for name, text in TEXTS.items()}
    said |= {f"{fields[name].label} {BODY[name]}": True for name in ("size", "step")}
    (folder / "fill.js").write_text(SCRIPT, "utf-8")
    shutil.copy(empty, to)  # it is written at the end of the file that was read
    subprocess.run(["mutool", "run", folder / "fill.js", to, to, json.dumps(said)], check=True)


@pytest.mark.needs("mutool")
@pytest.mark.parametrize("program", [by_pdfium, by_mupdf])
def test_a_filled_worksheet_is_an_entry_in_every_export(room, session, forms, sheets, returned, tmp_path, program):
    program(sheets / "recipe-fillable.pdf", returned / "a.pdf", tmp_path)
    done = forms()
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == ["a.pdf: taken, Recipe · Come back", "Tuesday: 1 file, 1 taken"]
    (entry,) = room.store.entries(session.id)
    assert (entry.form, entry.version, entry.device) == ("recipe", kit().forms["recipe"].version, None)
    assert entry.body == BODY
    for kind in ("jsonl", "csv", "sqlite", "xlsx", "md"):
        export(room.store, None, tmp_path / f"out.{kind}", kind)
    assert [each for each, _ in read_lines(tmp_path / "out.jsonl")] == [entry]
    (row,) = read_table(tmp_path / "out.csv")
    assert {name: original(row[f"recipe.{name}"]) for name in BODY} == BODY
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as copy:
        assert [json.loads(body) for (body,) in copy.execute("SELECT body FROM entry")] == [BODY]
    book = load_workbook(tmp_path / "out.xlsx")
    cells = {original(str(cell)) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line}
    assert set(BODY.values()) <= cells
    assert "Come back" in (tmp_path / "out.md").read_text("utf-8")


def test_the_same_file_adds_nothing_and_a_changed_one_changes_its_entry(room, session, forms, sheets, returned):
    empty, file = sheets / "recipe-fillable.pdf", returned / "deep" / "a.pdf"
    file.parent.mkdir()
    fill(empty, file, {"name": "One"})
    assert "1 taken" in forms().stdout
    assert forms().stdout == "deep/a.pdf: known, Recipe · One\nTuesday: 1 file, 1 known\n"
    fill(empty, file, {"name": "Two"})
    assert "1 changed" in forms().stdout
    (entry,) = room.store.entries(session.id)
    assert entry.body["name"] == "Two"
    assert "1 known" in forms().stdout
    RUNNER.run(room.store.edit(entry.id, {"name": "From the desk"}))
    assert "1 known" in forms().stdout  # the file is as it was
    fill(empty, file, {"name": "Three"})
    done = forms()
    assert (done.exit_code, "the desk's words stay" in done.stderr) == (3, True)
    (entry,) = room.store.entries(session.id)
    assert entry.body == {"name": "From the desk"}
    assert room.store.history(entry.id)[-1].body == {"name": "Three"}
    RUNNER.run(room.store.set_state(entry.id, "erased"))
    assert "was erased here" in forms().stderr
    assert room.store.entries(session.id) == ()


def test_two_people_who_say_the_same_are_two_and_a_file_elsewhere_is_none_more(
    room, session, forms, sheets, returned, tmp_path
):
    for name in ("a.pdf", "b.pdf"):
        fill(sheets / "readiness-team-fillable.pdf", returned / name, {"data": (3,), "department": (0,)})
    assert "2 taken" in forms().stdout
    assert [dict(each.body) for each in room.store.entries(session.id)] == [{"department": "product", "data": 4}] * 2
    shutil.copytree(returned, tmp_path / "moved")
    done = forms(on=tmp_path / "moved")
    assert "2 not taken" in done.stdout
    assert "give both files at once" in done.stderr
    assert len(room.store.entries(session.id)) == 2


def changed(pdf: Path, to: Path, change) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    change(writer)
    with to.open("wb") as file:
        writer.write(file)


def keywords(text):
    return lambda writer: writer.add_metadata({"/Keywords": text})


def test_what_cannot_be_taken_is_listed_with_its_reason(forms, sheets, returned):
    empty = sheets / "recipe-fillable.pdf"
    fill(empty, returned / "good.pdf", {"name": "One"})
    good = returned / "good.pdf"
    changed(good, returned / "locked.pdf", lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    changed(good, returned / "flat.pdf", lambda writer: writer.root_object.pop("/AcroForm"))
    changed(good, returned / "other.pdf", keywords("prepdeck:another-kit/recipe/1"))
    changed(good, returned / "gone.pdf", keywords("prepdeck:prepersonalization/no-such/1"))
    changed(good, returned / "foreign.pdf", keywords("tax return"))
    changed(good, returned / "unknown.pdf", renamed("name", "nickname"))
    changed(good, returned / "choice.pdf", valued("size", "/77"))
    (returned / "torn.pdf").write_bytes(good.read_bytes()[:300])
    (returned / "empty.pdf").write_bytes(empty.read_bytes())
    shutil.copy(sheets / "recipe.pdf", returned / "paper.pdf")
    done = forms()
    assert done.exit_code == 3
    told = dict(line.split(": ", 1) for line in done.stderr.splitlines())
    expected = {
        "locked.pdf": "It is locked",
        "flat.pdf": "Its fields are gone",
        "other.pdf": "“another-kit”",
        "gone.pdf": "has no form “no-such”",
        "foreign.pdf": "no worksheet of prepdeck",
        "unknown.pdf": "does not ask for “nickname”",
        "choice.pdf": "How big is it?: Please choose one of those",
        "torn.pdf": "damaged",
        "empty.pdf": "nothing in it yet",
        "paper.pdf": "no fields in it",
    }
    assert {name: reason for name, reason in expected.items() if reason not in told.get(name, "")} == {}
    assert "good.pdf" not in told
    assert "choice.pdf: taken" in done.stdout  # what else it says
    assert done.stdout.splitlines()[-1] == "Tuesday: 11 files, 2 taken, 9 not taken"


def renamed(name, to):
    def change(writer):
        field(writer, name)[NameObject("/T")] = TextStringObject(to)

    return change


def valued(name, state):
    def change(writer):
        field(writer, name)[NameObject("/V")] = NameObject(state)

    return change


def field(writer, name):
    every = (each.get_object() for each in writer.root_object["/AcroForm"]["/Fields"])
    return next(each for each in every if each["/T"] == name)


def test_one_session_of_several_has_to_be_named(room, forms, sheets, returned):
    fill(sheets / "recipe-fillable.pdf", returned / "a.pdf", {"name": "One"})
    other = RUNNER.run(room.store.open_session(kit().id, "Wednesday"))
    refused = forms()
    assert (refused.exit_code, "(Wednesday)" in refused.stderr) == (5, True)
    assert forms("--session", other.id).exit_code == 0
    assert [each.body["name"] for each in room.store.entries(other.id)] == ["One"]
    assert "no session 'x'" in forms("--session", "x").stderr
    assert "no such file or folder" in forms(on="nowhere").stderr


def test_every_kind_of_field_is_read_by_its_name(tmp_path):
    workshop = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (workshop / "forms").mkdir()
    form(workshop)
    order(workshop, "{copies: {note: 1}}")
    build(workshop, tmp_path / "out")
    said = {
        "first": "Ada",
        "many": "12",
        "story": "one\r\ntwo",
        "mood": (4,),
        "what": (2,),
        "where": (0, 2),
        "again": (0,),
    }
    fill(tmp_path / "out/worksheets/note-fillable.pdf", tmp_path / "note.pdf", said)
    found = read_filled((tmp_path / "note.pdf").read_bytes())
    assert (found.form, found.version, bool(found.kit)) == ("note", 3, True)
    assert found.answers == {
        "first": ("Ada",),
        "many": ("12",),
        "story": ("one\ntwo",),
        "mood": ("5",),
        "what": ("τίποτα",),
        "where": ("here", "everywhere"),
        "again": ("Yes",),
    }


@pytest.mark.parametrize(
    ("form", "answers", "body", "faults"),
    [
        ("recipe", {"cards": (f"guest; {OTHER.title}\nk",)}, {}, 1),
        ("recipe", {"cards": (f"Guest, {OTHER.title.upper()}",)}, {"cards": ["guest", OTHER.id]}, 0),
        ("recipe", {"cards": (f"{OTHER.code.lower()}\nguest",)}, {"cards": [OTHER.id, "guest"]}, 0),
        ("place", {"idea": ("Mail",), "place": ("70 / 20",)}, {"idea": "Mail", "place": {"x": 70, "y": 20}}, 0),
        ("place", {"idea": ("Mail",), "place": ("top right",)}, {}, 1),
        ("recipe", {"name": ("x" * 2001,), "measure": ("10 %",)}, {"measure": "10 %"}, 1),
        ("blank", {"words": ("No title",)}, {}, 1),
    ],
)
def test_what_people_write_is_read_as_on_a_page(room, session, people, form, answers, body, faults):
    sheet = FilledSheet("a.pdf", "/a.pdf", kit().id, form, 1, answers)
    (taken,) = RUNNER.run(take(room.store, session, kit(), [sheet], words("en")))
    assert len(taken.faults) == faults, taken
    kept = [dict(each.body) for each in room.store.entries(session.id)]
    wanted = {name: [thing("card", id).code for id in said] if name == "cards" else said for name, said in body.items()}
    assert kept == ([wanted] if wanted else [])


def test_the_mark_says_kit_form_and_version():
    assert form_mark.read(f"anything; {form_mark.write('a-kit', 'recipe', 2)}") == ("a-kit", "recipe", 2)
    assert form_mark.read("form recipe, version 3") == ("", "recipe", 3)  # of an earlier prepdeck
    assert form_mark.read("Formular recipe, Version 3") == ("", "recipe", 3)
    assert form_mark.read("tax return 2026") is None
    with pytest.raises(NotTaken):
        read_filled(b"")


def send(desk, session, *files, status=200):
    chosen = [("files", (name, content, "application/pdf")) for name, content in files]
    answer = desk.post(f"/desk/{session.id}/forms", files=chosen or None)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_desk_takes_files_while_it_serves_and_knows_them_by_what_they_hold(
    room, session, people, desk, sheets, tmp_path
):
    said = []
    for number, name in enumerate(("One", "<b>Two</b>")):
        fill(sheets / "recipe-fillable.pdf", tmp_path / f"{number}.pdf", {"name": name})
        said.append((tmp_path / f"{number}.pdf").read_bytes())
    assert f"/desk/{session.id}/forms" in desk.get(f"/desk/{session.id}/end").text
    page = send(desk, session, ("recipe.pdf", said[0]), ("recipe.pdf", said[1]), ("a <b>.pdf", b"no PDF"))
    assert "Taken: 2 of 3" in page
    assert page.count("recipe.pdf") == 2
    assert EN["forms-damaged"] in page
    assert "a &lt;b&gt;.pdf" in page
    assert {each.body["name"] for each in room.store.entries(session.id)} == {"One", "<b>Two</b>"}
    again = send(desk, session, ("another name.pdf", said[0]))
    assert EN["desk-forms-is-known"] in again
    assert len(room.store.entries(session.id)) == 2
    nothing = [("files", ("", b"", "application/octet-stream"))]
    assert EN["desk-forms-none"] in desk.post(f"/desk/{session.id}/forms", files=nothing).text


def test_files_come_from_the_desk_alone_and_are_no_larger_than_it_takes(phone, desk, session):
    files = [("files", ("a.pdf", b"x" * (MOST_BYTES + 1), "application/pdf"))]
    assert phone.post(f"/desk/{session.id}/forms", files=files).status_code == 413
    assert desk.post(f"/desk/{session.id}/cards", files=files).status_code == 413
    assert EN["forms-damaged"] in send(desk, session, ("a.pdf", b"x" * (MOST_BYTES + 1)))
    send(desk, session, ("a.pdf", b"x" * MOST_OF_FILES), status=413)


def test_what_stands_in_files_can_be_written_without_a_store(sheets, returned, tmp_path):
    fill(sheets / "recipe-fillable.pdf", returned / "a.pdf", {"name": "One"})
    done = CliRunner().invoke(main, ["results", "forms", str(returned), "--to", str(tmp_path / "read.jsonl")])
    assert done.exit_code == 0, done.output
    line = json.loads((tmp_path / "read.jsonl").read_text("utf-8"))
    assert (line["file"], line["form"], line["answers"]["name"]) == ("a.pdf", "recipe", ["One"])


def test_a_file_that_keeps_its_reader_busy_is_given_up(room, session, desk, monkeypatch):
    async def read_for_ever(words, to):
        await asyncio.Event().wait()

    monkeypatch.setattr(room, "write_results", read_for_ever)
    monkeypatch.setattr(sent_forms, "PATIENCE", 0.0)
    page = send(desk, session, ("a.pdf", b"x"), status=422)
    assert "The files were not read. It took more than two minutes. Give fewer files at once." in page
    assert "reading took more than 0 s" in page


def test_a_damaged_file_is_refused_or_read_and_never_breaks_the_reader(sheets, tmp_path):
    fill(sheets / "recipe-fillable.pdf", tmp_path / "a.pdf", {"name": "One", "size": (1,)})
    good, chance, outcomes = (tmp_path / "a.pdf").read_bytes(), Random(5), set()
    for _ in range(60):
        torn = bytearray(good)
        for _ in range(chance.choice((1, 20, 400))):
            torn[chance.randrange(len(torn))] = chance.randrange(256)
        try:
            read_filled(bytes(torn[: chance.randrange(len(torn))] if chance.random() < 0.3 else torn))
            outcomes.add("read")
        except NotTaken as why:
            outcomes.add(why.reason)
    assert {"read", "damaged"} <= outcomes

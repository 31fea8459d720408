"""Worksheets to fill in on a screen: filled by pdfium, looked at by poppler too, read back by pypdf."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from filled import boxes, by_pdfium, by_poppler, fill, ink
from fontTools.ttLib import TTFont
from printed import codes, pages, pdfium_text, poppler_text, words
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject
from suite import Kits

from generator.cli import main
from generator.compose.worksheet import field_sheet
from generator.compose.worksheet.field_sheet import AIR
from generator.errors import ExitCode, Problems
from generator.face import Face
from generator.fonts import FontBook
from generator.form import Form, load_forms
from generator.geometry import Rect
from generator.kit.press.fillable import filling
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.pdf import DocumentInfo, Writer
from generator.pdf.fields import FONT
from generator.units import MM_PER_POINT

SMALL = Path(__file__).parent / "small"
LAYOUT = Path(__file__).parent.parent / "layouts/worksheets/worksheet.yaml"
SAID = "Ωμέγα Привет Łódź ő €"
FURTHER = "„Tiếng Việt“ – ẞ ½ № ĳ ΐ ὕ ѣ"
FORM = """\
id: note
version: 3
title: A note
intro: Short.
fields:
  first: {label: First name, half: true}
  many: {label: How many?, kind: number, half: true}
  story: {label: What *happened*?, kind: long-text, lines: 4, hint: In your own words.}
  mood: {label: How was it?, kind: scale, steps: 7, low: awful, high: great}
  what: {label: What was it?, kind: choice, options: [a walk, a talk, τίποτα]}
  where: {label: Where?, kind: choices, options: [here, there, everywhere]}
  again: {label: I would do it again., kind: check}
"""
ORDERED = {each.name.removeprefix("worksheets/") for each in load(bundled_workshop()).pieces.values()}
# In the order of the page, where that is not the order of the form: what cards would lie on comes after them.
ON_PAGE = {"recipe": ["who", "what", "when", "why", "if", "then", "name", "table", "measure", "by", "size", "step"]}
FORMS = {id: form for id, form in load_forms(bundled_workshop(), Problems()).items() if id in ORDERED}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "forms").mkdir()
    form(folder)
    order(folder, "{copies: {note: 3}}")
    return folder


@pytest.fixture
def note(workshop: Path, tmp_path: Path) -> Path:
    build(workshop, tmp_path / "out")
    return tmp_path / "out/worksheets/note-fillable.pdf"


@pytest.fixture(scope="module")
def bundled(print_once: Kits) -> Path:
    return print_once().folder / "worksheets"


def form(folder: Path, *changes: tuple[str, str]) -> None:
    text = FORM
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "forms/note.yaml").write_text(text, encoding="utf-8")


def order(folder: Path, said: str) -> None:
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").split("worksheets:")[0]
    kit.write_text(f"{text}worksheets: {said}\n", encoding="utf-8")


def own_layout(folder: Path, text: str) -> None:
    (folder / "layouts/worksheets").mkdir(parents=True)
    (folder / "layouts/worksheets/own.yaml").write_text(text, encoding="utf-8")
    order(folder, "{layout: own, copies: {note: 1}}")


def build(workshop: Path, output: Path, *options: str, only: str = "worksheets") -> dict:
    said = ["build", workshop, "-o", output, "--json", *(["--only", only] if only else []), *options]
    result = CliRunner().invoke(main, [str(word) for word in said])
    assert result.exit_code == ExitCode.DONE, result.output
    return json.loads(result.stdout)


def findings(workshop: Path) -> list[dict]:
    result = CliRunner().invoke(main, ["check", str(workshop), "--json"])
    return json.loads(result.stdout)["findings"]


def page_of(workshop: Path) -> Face:
    shop = load(workshop)
    face = filling(Production(Shared(shop, None), shop.pieces["worksheets/note"]))
    assert face is not None
    return face


def fields(pdf: Path) -> list[DictionaryObject]:
    """The fields at the top, in their order."""
    root = PdfReader(pdf).trailer["/Root"]
    return [field.get_object() for field in root["/AcroForm"]["/Fields"]]


def widgets(field: DictionaryObject) -> list[DictionaryObject]:
    return [kid.get_object() for kid in field.get("/Kids", [])] or [field]


def values(pdf: Path) -> dict[str, object]:
    return {name: field.get("/V") for name, field in PdfReader(pdf).get_fields().items()}


def glyphs(pdf: Path) -> tuple[DictionaryObject, TTFont, bytes]:
    """The font of the answers: as its dictionary, as its file, and the map from characters to glyphs."""
    (font,) = PdfReader(pdf).trailer["/Root"]["/AcroForm"]["/DR"]["/Font"].values()
    (own,) = (each.get_object() for each in font.get_object()["/DescendantFonts"])
    file = TTFont(io.BytesIO(own["/FontDescriptor"]["/FontFile2"].get_data()))
    return own, file, own["/CIDToGIDMap"].get_data()


@pytest.mark.parametrize("asked", FORMS.values(), ids=FORMS)
def test_every_field_of_a_form_is_one_field_of_its_file(asked: Form, bundled: Path) -> None:
    found = fields(bundled / f"{asked.id}-fillable.pdf")
    assert [field["/T"] for field in found] == ON_PAGE.get(asked.id, list(asked.printed))
    assert sorted(field["/T"] for field in found) == sorted(asked.printed)
    for field in found:
        said = asked.printed[field["/T"]]
        assert field["/TU"] == said.label
        kinds = {"long-text": "/Tx", "text": "/Tx", "number": "/Tx", "choices": None}
        assert field.get("/FT") == kinds.get(said.kind, "/Btn")
        assert bool(field.get("/Ff", 0) & 1 << 12) == (said.kind == "long-text")
        assert bool(field.get("/Ff", 0) & 1 << 15) == (said.kind in ("choice", "scale"))
        boxes_of = {"scale": said.steps, "choice": len(said.options), "choices": len(said.options)}
        assert len(widgets(field)) == boxes_of.get(said.kind, 1)


def test_fifteen_forms_are_ordered(bundled: Path) -> None:
    assert len(FORMS) == 15
    assert sorted(path.name for path in bundled.glob("*-fillable.pdf")) == sorted(f"{id}-fillable.pdf" for id in FORMS)


def test_the_tabulator_goes_through_the_form_in_its_order(note: Path) -> None:
    (page,) = PdfReader(note).pages
    assert page["/Tabs"] == "/S"
    in_order = [widget["/Rect"] for field in fields(note) for widget in widgets(field)]
    assert [widget.get_object()["/Rect"] for widget in page["/Annots"]] == in_order
    assert len(in_order) == 1 + 1 + 1 + 7 + 3 + 3 + 1


@pytest.mark.needs("pdftotext")
def test_what_is_typed_is_seen_and_read_back(note: Path, tmp_path: Path) -> None:
    story = f"{SAID}\r\n{FURTHER}"
    filled = tmp_path / "filled.pdf"
    fill(note, filled, {"first": SAID, "many": "12", "story": story})
    read = values(filled)
    assert (read["first"], read["many"], read["story"]) == (SAID, "12", story)
    for looked_at in (by_pdfium, by_poppler):
        empty, full = looked_at(note), looked_at(filled)
        for name, ((*box,), *_) in boxes(note).items():
            if name in ("first", "many", "story"):
                assert ink(empty, box) == 0 < ink(full, box)
    shown = words(poppler_text(filled)[0])
    assert SAID in shown
    assert FURTHER in shown
    for field in fields(filled)[:3]:  # with the font of the file, not with one of this machine
        assert set(re.findall(rb"/(\S+) [\d.]+ Tf", field["/AP"]["/N"].get_data())) == {FONT.encode()}


@pytest.mark.needs("pdftotext")
def test_boxes_and_circles_are_marked_and_say_which(note: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    fill(note, filled, {"mood": (0, 4), "what": (2,), "where": (0, 2), "again": (0,)})
    read = values(filled)
    assert read["mood"] == "/5"  # of a scale the step itself; the first click is taken back by the second
    assert read["what"] == "/2"
    what = next(field for field in fields(filled) if field["/T"] == "what")
    assert what["/Opt"][int(read["what"][1:])] == "τίποτα"
    assert [read[f"where.{place}"] for place in (1, 2, 3)] == ["/Yes", "/Off", "/Yes"]
    assert read["again"] == "/Yes"
    marked = {"mood": {4}, "what": {2}, "where": {0, 2}, "again": {0}}
    for looked_at in (by_pdfium, by_poppler):
        empty, full = looked_at(note), looked_at(filled)
        for name, places in marked.items():
            seen = {place for place, box in enumerate(boxes(filled)[name]) if ink(full, box) > ink(empty, box) + 20}
            assert seen == places
    fill(filled, note, {"again": (0,)})
    assert values(note)["again"] == "/Off"


LONG = "Whoever comes by in the evening and stays for an hour, as they have done since the shop was opened. " * 2


def cut_off(pdf: Path, name: str) -> bool:
    """Whether the last line of what is typed stands on the edge of its field, or under it."""
    field = next(each for each in fields(pdf) if each["/T"] == name)
    steps = re.findall(rb" (-?[\d.]+) Td", field["/AP"]["/N"].get_data())
    assert len(steps) > 1
    return sum(map(float, steps)) < 2


def test_a_long_answer_in_a_field_of_one_line_is_set_smaller_and_not_cut(bundled: Path, tmp_path: Path) -> None:
    recipe, filled = bundled / "recipe-fillable.pdf", tmp_path / "filled.pdf"
    fill(recipe, filled, {"if": LONG})
    assert not cut_off(filled, "if")
    writer = PdfWriter(clone_from=recipe)
    for widget in (each.get_object() for each in writer.pages[0]["/Annots"]):
        if widget.get("/T") == "if":
            size, said = re.subn(r" 0 Tf", " 10.7 Tf", widget["/DA"])
            widget[NameObject("/DA")] = TextStringObject(size)
            assert said == 1
    writer.write(tmp_path / "of-one-size.pdf")
    fill(tmp_path / "of-one-size.pdf", filled, {"if": LONG})
    assert cut_off(filled, "if")


def letters_over(face: Face) -> list[str]:
    """The lines of labels whose letters an area that is typed into would hide."""
    hidden = []
    for line in (each for each in face.lines() if each.field.endswith(".label")):
        depth = 0.24 * max(span.size for span in line.spans) * MM_PER_POINT  # of a y or a g
        foot = Rect(line.x, line.baseline, line.width, depth)
        if any(box.overlaps(foot) for entry in face.entries if not entry.mark for box in entry.boxes):
            hidden.append(line.text)
    return hidden


@pytest.mark.parametrize("name", ["objective", "recipe"])
def test_no_area_to_type_into_hides_the_letters_over_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = load(bundled_workshop())
    for air, hidden in ((AIR, False), (AIR - 4, True)):
        monkeypatch.setattr(field_sheet, "AIR", air)
        face = filling(Production(Shared(shop, None), shop.pieces[f"worksheets/{name}"]))
        assert face is not None
        assert bool(letters_over(face)) == hidden


CORNER = 8  # pixels: 1.4 mm, where the outline of a jar is


def test_what_is_filled_in_stays_inside_the_round_corners_of_a_jar(workshop: Path, tmp_path: Path) -> None:
    form(workshop, ("kind: scale, steps: 7", "kind: scale, shape: jar, steps: 5"))
    build(workshop, tmp_path / "out")
    jar, filled = tmp_path / "out/worksheets/note-fillable.pdf", tmp_path / "filled.pdf"
    for place in (0, 4):
        fill(jar, filled, {"mood": (place,)})
        picture, box = by_pdfium(filled), boxes(filled)["mood"][place]
        left, bottom, right, top = (round(side * 2) for side in box)
        down = picture.height - bottom - CORNER if place == 0 else picture.height - top
        seen, before = (np.asarray(each)[down : down + CORNER] for each in (picture, by_pdfium(jar)))
        for x in (left, right - CORNER):
            assert (seen[:, x : x + CORNER] == before[:, x : x + CORNER]).all()


@pytest.mark.needs("pdftotext")
def test_a_value_that_a_program_writes_is_drawn_by_readers(note: Path, tmp_path: Path) -> None:
    """Without an appearance, as a server would fill it in: poppler sets it with the font of the file."""
    writer = PdfWriter(clone_from=note)
    for widget in writer.pages[0]["/Annots"]:
        if widget.get_object().get("/T") == "story":
            widget.get_object()[NameObject("/V")] = TextStringObject(SAID)
    writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)
    writer.write(tmp_path / "written.pdf")
    assert ink(by_poppler(tmp_path / "written.pdf"), boxes(note)["story"][0]) > 0


def test_the_page_is_that_of_the_paper_without_number_and_codes(note: Path) -> None:
    (shown,) = pdfium_text(note)
    paper = pdfium_text(note.with_name("note.pdf"))[0]
    assert set(words(shown).split()) < set(words(paper).split())
    for said in ("A note", "Short.", "What happened?", "awful", "a talk", "everywhere", "I would do it again."):
        assert said in words(shown)
    assert "cards.local" in paper
    assert "cards.local" not in shown
    assert [codes(picture) for picture in pages(note, 150)] == [set()]
    sizes = [PdfReader(path).pages[0].mediabox for path in (note, note.with_name("note.pdf"))]
    assert sizes[0] == sizes[1]


def test_what_stood_beside_a_code_is_in_line_with_the_form(workshop: Path) -> None:
    lines = {line.text: line.x for line in page_of(workshop).lines()}
    assert lines["A note"] == lines["Short."] == lines["First name"]


def objects(pdf: Path) -> Iterator[object]:
    reader = PdfReader(pdf)
    for number in range(1, int(reader.trailer["/Size"])):
        yield reader.get_object(number)


@pytest.mark.needs("qpdf")
def test_the_file_is_sound_and_holds_no_script(bundled: Path, run) -> None:
    for pdf in sorted(bundled.glob("*-fillable.pdf")):
        assert "No syntax or stream encoding errors" in run("qpdf", "--check", "--warning-exit-0", pdf)
        root = PdfReader(pdf).trailer["/Root"]
        assert not {"/OutputIntents", "/OpenAction", "/AA", "/Names"} & set(root)
        for each in objects(pdf):
            if isinstance(each, DictionaryObject):
                assert not {"/JS", "/JavaScript", "/AA", "/GTS_PDFXVersion"} & set(each)
        assert pdf.stat().st_size < 150_000


def test_the_file_says_which_form_it_is(note: Path) -> None:
    said = PdfReader(note).metadata
    assert said["/Keywords"].startswith("form note, version 3; prepdeck:")
    assert said["/Title"].startswith("A note, ")


def test_a_character_is_its_own_code_and_shows_its_own_glyph(note: Path) -> None:
    own, file, to_glyph = glyphs(note)
    book = FontBook.load({}, {}, Problems())
    source = TTFont(io.BytesIO(book.for_answers.data))
    outlines, cut = source.getGlyphSet(), file.getGlyphSet()
    names, widths = source.getBestCmap(), dict(spread(own["/W"]))
    for letter in SAID + FURTHER + "ABC xyz 0123 ΑΒΓ АБВ":
        code = ord(letter)
        glyph = file.getGlyphName(int.from_bytes(to_glyph[2 * code : 2 * code + 2], "big"))
        assert glyph != ".notdef"
        assert drawn(cut, glyph) == drawn(outlines, names[code])
        assert widths[code] == source["hmtx"][names[code]][0]
    assert len(file.getGlyphOrder()) > 1000


def drawn(outlines, name: str) -> list:
    from fontTools.pens.recordingPen import DecomposingRecordingPen

    pen = DecomposingRecordingPen(outlines)
    outlines[name].draw(pen)
    return pen.value


def spread(listed) -> Iterator[tuple[int, float]]:
    """/W as pairs."""
    for first, its in zip(listed[::2], listed[1::2], strict=True):
        yield from enumerate(its, int(first))


def test_the_same_input_gives_the_same_bytes(workshop: Path, note: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "again")
    assert (tmp_path / "again/worksheets/note-fillable.pdf").read_bytes() == note.read_bytes()


def test_the_report_and_the_manifest_list_it_as_no_paper(workshop: Path, tmp_path: Path) -> None:
    report = build(workshop, tmp_path / "out")
    paper, fillable = report["files"]
    assert fillable["path"].endswith("worksheets/note-fillable.pdf")
    assert (fillable["pages"], fillable["sheets"], fillable["codes"]) == (1, 0, [])
    assert (paper["sheets"], len(paper["codes"])) == (3, 3)
    assert [piece["piece"] for piece in report["pieces"]] == ["worksheets/note"]
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    entry = next(file for file in manifest["files"] if file["name"] == "worksheets/note-fillable.pdf")
    assert (entry["pages"], entry["sha256"]) == (1, fillable["sha256"])
    assert len([thing for thing in manifest["things"] if thing["kind"] == "worksheet"]) == 3


def test_it_is_written_anew_whatever_copies_are_printed(workshop: Path, note: Path) -> None:
    form(workshop, ("title: A note", "title: Another note"))
    report = build(workshop, note.parent.parent)
    assert [Path(file["path"]).name for file in report["files"]] == ["note.pdf", "note-fillable.pdf"]
    assert report["findings"] == []
    assert "Another note" in pdfium_text(note)[0]
    report = build(workshop, note.parent.parent, "--numbers", "11-12")
    assert [Path(file["path"]).name for file in report["files"]] == ["note_11-12.pdf", "note-fillable.pdf"]


def test_it_goes_when_its_form_is_not_ordered_any_more(workshop: Path, tmp_path: Path) -> None:
    other = FORM.replace("id: note", "id: other")
    (workshop / "forms/other.yaml").write_text(other, encoding="utf-8")
    order(workshop, "{copies: {note: 1, other: 1}}")
    build(workshop, tmp_path / "out", only="")
    order(workshop, "{copies: {other: 1}}")
    build(workshop, tmp_path / "out", only="")
    left = sorted(path.name for path in (tmp_path / "out/worksheets").iterdir())
    assert left == ["other-fillable.pdf", "other.pdf"]


def test_what_can_be_filled_in_is_nothing_that_is_printed(workshop: Path) -> None:
    face = page_of(workshop)
    assert [entry.name for entry in face.entries] == ["first", "many", "story", "mood", "what", "where", "again"]
    assert next(entry.label for entry in face.entries if entry.name == "story") == "What happened?"
    assert Face(face.size, face.bleed, face.items).digest() == face.digest()


@pytest.mark.parametrize("name", ["first", "first.1"])
def test_two_fields_of_one_name_are_refused(workshop: Path, name: str) -> None:
    shop = load(workshop)
    face = page_of(workshop)
    first, second, *others = face.entries
    planted = Face(face.size, face.bleed, (), None, (first, second._replace(name=name), *others))
    book = Shared(shop, None).book
    with pytest.raises(ValueError, match=f"'{name}'"):
        Writer(DocumentInfo("planted"), book.get).fillable(planted, book.for_answers)


def test_a_layout_that_shows_a_form_twice_is_a_problem(workshop: Path) -> None:
    text = LAYOUT.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  form:"))
    own_layout(workshop, text.replace(line, f"{line}\n{line.replace('form:', 'again:', 1)}"))
    (found,) = [each for each in findings(workshop) if each["code"] == "form-frame"]
    assert "shows 'first' of the form 'note' twice" in found["message"]
    assert found["file"] == "layouts/worksheets/own.yaml"


def test_a_layout_that_leaves_a_field_out_is_a_problem(workshop: Path) -> None:
    lines = LAYOUT.read_text(encoding="utf-8").splitlines(keepends=True)
    own_layout(workshop, "".join(line for line in lines if not line.startswith("  form:")))
    (found,) = [each for each in findings(workshop) if each["code"] == "form-frame"]
    assert "does not show 'first' of the form 'note'" in found["message"]


def test_a_form_may_not_take_the_name_of_such_a_file(workshop: Path) -> None:
    form(workshop, ("id: note", "id: note-fillable"))
    order(workshop, "{copies: {note-fillable: 1}}")
    (found,) = findings(workshop)
    assert (found["code"], found["file"], found["line"]) == ("form-name", "forms/note.yaml", 1)

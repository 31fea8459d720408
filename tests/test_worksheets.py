"""Forms on paper: every field asked, lines for a hand, copies that are told apart."""

import json
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from printed import codes, pages, pdfium_text, words
from pypdf import PdfReader

from generator.cli import main
from generator.compose.worksheet.options import BOX
from generator.errors import ExitCode, Problems
from generator.face import Outline, Placed, TextLine
from generator.form import load_forms
from generator.geometry import Rect
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"
HAND = 8.0  # mm: what a line needs to be written on
FORM = """\
id: note
title: A note
intro: Short.
fields:
  first: {label: First name, half: true}
  many: {label: How many?, kind: number, half: true}
  story: {label: What happened?, kind: long-text, lines: 4, hint: In your own words.}
  mood: {label: How was it?, kind: scale, steps: 7, low: awful, high: great}
  where: {label: Where?, kind: choices, options: [here, there, everywhere]}
  again: {label: I would do it again., kind: check}
"""
SAID = (
    "A note", "Short.", "First name", "How many?", "What happened?", "In your own words.", "How was it?", "awful",
    "great", "Where?", "here", "there", "everywhere", "I would do it again.",
)  # fmt: skip


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "forms").mkdir()
    (folder / "forms/note.yaml").write_text(FORM, encoding="utf-8")
    order(folder, "{copies: {note: 3}}")
    return folder


def order(folder: Path, said: str) -> None:
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").split("worksheets:")[0]
    kit.write_text(f"{text}worksheets: {said}\n", encoding="utf-8")


def form(folder: Path, *changes: tuple[str, str]) -> None:
    text = FORM
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "forms/note.yaml").write_text(text, encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(workshop: Path, output: Path, *options: str) -> dict:
    result = run("build", workshop, "-o", output, "--only", "worksheets", "--json", *options)
    assert result.exit_code == ExitCode.DONE, result.output
    return json.loads(result.stdout)


def drawn(folder: Path) -> tuple[list[TextLine], list[Outline]]:
    """The words and the lines and boxes of the form on the first copy."""
    shop = load(folder)
    production = Production(Shared(shop, None), shop.pieces["worksheets/note"])
    face = production.face(production.deck.cards[0], "front")
    assert face is not None
    assert shop.problems.errors == []
    (placed,) = (item for item in face.items if isinstance(item, Placed) and SAID[2] in str(item.art.items))
    items = placed.art.items
    return [item for item in items if isinstance(item, TextLine)], [item for item in items if isinstance(item, Outline)]


def box_of(outline: Outline) -> Rect:
    xs = [number for step in outline.path for number in step.numbers[::2]]
    ys = [number for step in outline.path for number in step.numbers[1::2]]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def test_every_copy_asks_everything_and_has_four_codes_of_its_own(workshop: Path, tmp_path: Path) -> None:
    report = build(workshop, tmp_path / "out")
    assert report["findings"] == []
    pdf = tmp_path / "out/worksheets/note.pdf"
    texts = pdfium_text(pdf)
    assert len(texts) == 3
    for text in texts:
        for said in (
            "A note",
            "Short.",
            "First name",
            "How many?",
            "What happened?",
            "In your own words.",
            "awful",
            "great",
            "here",
            "there",
            "everywhere",
            "I would do it again.",
        ):
            assert said in words(text)
    things = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["things"]
    sheets = {thing["copy"]: thing["code"] for thing in things if thing["kind"] == "worksheet"}
    assert set(sheets) == {"1", "2", "3"}
    for number, picture in enumerate(pages(pdf, 150), 1):
        address = f"http://cards.local:8765/{sheets[str(number)]}"
        assert codes(picture) == {f"{address}/{corner}" for corner in (1, 2, 3, 4)}


def test_the_manifest_has_the_form_for_whoever_captures_it(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    forms = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["forms"]
    assert list(forms["note"]["fields"]) == ["first", "many", "story", "mood", "where", "again"]
    assert forms["note"]["fields"]["where"]["options"] == ["here", "there", "everywhere"]
    assert forms["note"]["version"] == 1


def test_lines_are_a_hand_apart_and_boxes_are_as_many_as_answers(workshop: Path) -> None:
    text, outlines = drawn(workshop)
    boxes = [outline for outline in outlines if box_of(outline).width == pytest.approx(BOX) == box_of(outline).height]
    rings = [outline for outline in outlines if outline.fill and outline not in boxes]
    assert len(boxes) == 1  # the check
    assert [sum(step.verb == "close" for step in ring.path) for ring in rings] == [
        7,
        14,
        1,
        1,
        1,
    ]  # planks, nails, words
    lines = [outline for outline in outlines if not outline.fill]
    heights = [[step.numbers[1] for step in line.path if step.verb == "move"] for line in lines]
    assert sorted(map(len, heights))[:2] == [1, 1]
    assert len(heights) == 3
    assert max(map(len, heights)) >= 4  # and more where the page has room
    for each in heights:
        assert all(below - above >= HAND for above, below in pairwise(each))
    label = next(line for line in text if line.text == "What happened?")
    hint = next(line for line in text if line.text == "In your own words.")
    first = max(heights, key=len)[0]
    assert label.baseline < hint.baseline < first - 5


def test_columns_are_as_many_answers_side_by_side_each_on_its_lines(workshop: Path) -> None:
    form(workshop, ("lines: 4,", "lines: 4, columns: 3,"))
    _, outlines = drawn(workshop)
    columns = [
        [step.numbers for step in outline.path]
        for outline in outlines
        if sum(step.verb == "move" for step in outline.path) >= 4 and not outline.fill
    ]
    assert len(columns) == 3
    assert len({tuple(y for _, y in points) for points in columns}) == 1
    spans = [(points[0][0], points[1][0]) for points in columns]
    assert all(left[1] + 2 < right[0] for left, right in pairwise(spans))
    assert len({round(right - left, 3) for left, right in spans}) == 1


def test_halves_stand_beside_one_another_and_all_else_on_its_own(workshop: Path) -> None:
    text, _ = drawn(workshop)
    at = {line.text: (line.x, line.baseline) for line in text}
    assert at["First name"][1] == at["How many?"][1]
    assert at["First name"][0] < at["How many?"][0]
    assert at["What happened?"][0] == at["First name"][0]


def test_on_another_paper_the_boxes_go_with_its_edges(workshop: Path, tmp_path: Path) -> None:
    order(workshop, "{paper: letter, copies: {note: 1}}")
    assert build(workshop, tmp_path / "out")["findings"] == []
    (page,) = PdfReader(tmp_path / "out/worksheets/note.pdf").pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((612, 792), abs=0.1)


def test_further_copies_are_numbered_on(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    report = build(workshop, tmp_path / "out", "--numbers", "11-12", "--cards", "note")
    assert [(piece["piece"], piece["cards"]) for piece in report["pieces"]] == [("worksheets/note", 2)]
    assert len(PdfReader(tmp_path / "out/worksheets/note_11-12.pdf").pages) == 2
    report = build(workshop, tmp_path / "out", "--more", "2")
    assert len(PdfReader(tmp_path / "out/worksheets/note_13-14.pdf").pages) == 2
    assert build(workshop, tmp_path / "out")["findings"] == []
    assert len(PdfReader(tmp_path / "out/worksheets/note.pdf").pages) == 3
    assert (tmp_path / "out/worksheets/note_13-14.pdf").is_file()


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_bundled_forms_fit_their_page(paper: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "workshop"))
    kit = folder / "kit.yaml"
    kit.write_text(
        kit.read_text(encoding="utf-8").replace("paper: a4", f"paper: {paper}"),
        encoding="utf-8",
    )
    assert f"paper: {paper}" in kit.read_text(encoding="utf-8")
    report = build(folder, tmp_path / "out")
    assert report["findings"] == []
    assert len(report["files"]) >= 11


@pytest.mark.parametrize(
    ("change", "line", "code"),
    [
        (("kind: choices, options: [here, there, everywhere]", "kind: choices"), 9, "bad-value"),
        (("steps: 7", "steps: 70"), 8, "bad-value"),
        (("steps: 7", "columns: 2"), 8, "bad-value"),
        (("lines: 4", "columns: 7"), 7, "bad-value"),
        (("lines: 4", "lines: 29"), None, "overset"),
        (("kind: scale", "kind: scael"), 8, "bad-value"),
        (("In your own words.", "In \U00012000 words."), 7, "missing-glyph"),
        (("In your own words.", "مرحبا"), 7, "script"),
        (("label: First name", f"label: {'W' * 60}"), 5, "overset"),
        (("id: note", "id: A Note"), 1, "bad-value"),
    ],
)
def test_a_fault_in_a_form_is_a_problem_at_its_line(
    workshop: Path, change: tuple[str, str], line: int | None, code: str
) -> None:
    form(workshop, change)
    report = json.loads(run("check", workshop, "--json").stdout)
    found = [(one["file"], one["line"]) for one in report["findings"] if one["code"] == code]
    assert found
    assert all(file == "forms/note.yaml" and (line is None or line == its) for file, its in found)


def test_a_form_that_is_not_there_is_suggested(workshop: Path) -> None:
    order(workshop, "{copies: {noet: 1}}")
    result = run("check", workshop)
    assert result.exit_code == ExitCode.SOURCES
    assert "did you mean 'note'?" in result.stdout


def test_two_forms_of_one_id_are_a_problem(workshop: Path) -> None:
    shutil.copy(workshop / "forms/note.yaml", workshop / "forms/other.yaml")
    problems = Problems()
    load_forms(workshop, problems)
    assert [problem.code for problem in problems] == ["duplicate-id"]

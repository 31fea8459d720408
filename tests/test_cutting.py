"""Outlines for cutting plotters: they lie where the cards are printed, and marks where the camera looks for them."""

import json
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from printed import pages

from generator.cli import main
from generator.cutting import CutSheet, dxf, svg
from generator.errors import NOWHERE, ExitCode, Problems
from generator.geometry import Point, Rect, Size
from generator.impose import plan
from generator.kit.request.shelf import Shelf

SMALL = Path(__file__).parent / "small"
SHELF = Shelf(SMALL, Problems())
MARKED = ("a4-silhouette", "letter-silhouette", "letter-cricut")
SVG = "{http://www.w3.org/2000/svg}"
POKER = Size(63.5, 88.9)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    layout = folder / "layouts/cards/plain.yaml"
    layout.write_text(layout.read_text(encoding="utf-8") + "corner: 3mm\n", encoding="utf-8")
    return folder


def svg_boxes(octets: bytes) -> tuple[Size, dict[str, list[Rect]]]:
    """The size of the sheet, and the bounds of what each layer has."""
    root = ElementTree.fromstring(octets)
    size = Size(*(float(root.attrib[name].removesuffix("mm")) for name in ("width", "height")))
    assert root.attrib["viewBox"] == f"0 0 {size.width:g} {size.height:g}"
    return size, {
        group.attrib["id"]: [_bounds(path.attrib["d"]) for path in group.iter(f"{SVG}path")]
        for group in root.iter(f"{SVG}g")
    }


def _bounds(path: str) -> Rect:
    """Of lines and of arcs that bulge outwards no further than their ends' tangents."""
    xs, ys = [], []
    for verb, numbers in re.findall(r"([MHVLA])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if verb != "V":
            xs.append(values[0] if verb == "H" else values[-2])
        if verb != "H":
            ys.append(values[-1])
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def dxf_boxes(octets: bytes, height: float) -> dict[str, list[tuple[Rect, list[float]]]]:
    """The bounds of each closed line, y down again, and its bulges, by layer."""
    lines = octets.decode("ascii").splitlines()
    groups = [(int(code), value) for code, value in zip(lines[::2], lines[1::2], strict=True)]
    entities = groups[groups.index((2, "ENTITIES")) :]
    found: dict[str, list[tuple[Rect, list[float]]]] = {}
    points: list[list[float]] = []
    for at, (code, value) in enumerate(entities):
        if (code, value) == (0, "POLYLINE"):
            points, layer = [], entities[at + 1][1]
        elif (code, value) == (0, "VERTEX"):
            points.append([float(entities[at + 2][1]), float(entities[at + 3][1]), 0.0])
        elif code == 42:
            points[-1][2] = float(value)
        elif (code, value) == (0, "SEQEND"):
            xs, ys = [x for x, _, _ in points], [height - y for _, y, _ in points]
            box = Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
            found.setdefault(layer, []).append((box, [bulge for _, _, bulge in points]))
    return found


def planned(sheet: str, trim: Size = POKER, problems: Problems | None = None) -> Any:
    layout = SHELF.sheet(sheet, NOWHERE)
    assert layout is not None
    paper = SHELF.paper(layout.paper, NOWHERE)
    return plan(
        trim, 3.0, layout, paper, "two-sided-long-edge", False, problems if problems is not None else Problems()
    )


@pytest.mark.parametrize("sheet", ["a4", "letter", "a4-silhouette", "letter-cricut"])
def test_what_is_cut_is_what_is_printed(sheet: str, workshop: Path, tmp_path: Path) -> None:
    done = run("build", workshop, "--sheet", sheet, "--cut", "svg", "--cut", "dxf", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.DONE, done.output
    found = planned(sheet)
    boxes = [found.box(slot) for slot in found.slots]
    size, drawn = svg_boxes((tmp_path / "out/cut/deck.svg").read_bytes())
    assert size == pytest.approx(found.paper)
    for box, cut in zip(boxes, drawn["CUT"], strict=True):
        assert cut == pytest.approx(box, abs=1e-3)
    lines = dxf_boxes((tmp_path / "out/cut/deck.dxf").read_bytes(), found.paper.height)
    assert lines["PAPER"][0][0] == pytest.approx((0, 0, *found.paper), abs=1e-3)
    for box, (cut, bulges) in zip(boxes, lines["CUT"], strict=True):
        assert cut == pytest.approx(box, abs=1e-3)
        assert sorted(bulges) == pytest.approx([0, 0, 0, 0, *[0.41421356] * 4])
    marks = drawn.get("REGISTRATION", [])
    assert [tuple(mark) for mark in marks] == [pytest.approx(tuple(mark), abs=1e-3) for mark in found.registration]
    assert len(lines.get("REGISTRATION", [])) == len(found.registration)


def test_corners_are_as_round_as_the_layout_says(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "--cut", "svg", "-o", tmp_path / "out")
    text = (tmp_path / "out/cut/deck.svg").read_text(encoding="utf-8")
    assert text.count("A3 3 0 0 1") == 4 * 8
    assert 'width="297mm" height="210mm"' in text


@given(x=st.floats(0, 100), y=st.floats(0, 100), width=st.floats(5, 200), height=st.floats(5, 200), r=st.floats(0, 300))
def test_any_rectangle_is_closed_and_keeps_its_bounds(
    x: float, y: float, width: float, height: float, r: float
) -> None:
    box = Rect(x, y, width, height)
    sheet = CutSheet("<Ä & B>\n", Size(400, 400), (box,), r)
    _, drawn = svg_boxes(svg(sheet))
    assert drawn["CUT"][0] == pytest.approx(box, abs=2e-4)
    assert svg(sheet).count(b"Z") == 1
    ((cut, bulges),) = dxf_boxes(dxf(sheet), 400)["CUT"]
    assert cut == pytest.approx(box, abs=2e-4)
    assert len(bulges) in (4, 8)


def test_pieces_that_share_a_cut_share_it_exactly() -> None:
    left, right = Rect(0.1 + 0.2, 1, 10, 20), Rect(0.3 + 10, 1, 10, 20)
    _, drawn = svg_boxes(svg(CutSheet("", Size(50, 50), (left, right))))
    assert drawn["CUT"][0].right == drawn["CUT"][1].x


def test_a_sheet_that_is_folded_has_its_fold(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "--sides", "gutter-fold", "--cut", "svg", "--cut", "dxf", "-o", tmp_path / "out")
    _, drawn = svg_boxes((tmp_path / "out/cut/deck.svg").read_bytes())
    (fold,) = drawn["FOLD"]
    assert min(fold.width, fold.height) == 0
    assert b"LINE\n8\nFOLD" in (tmp_path / "out/cut/deck.dxf").read_bytes()
    assert dxf(CutSheet("", Size(9, 9), (), fold=(Point(1, 2), Point(3, 4)))).count(b"FOLD") == 2  # layer and line


def test_kit_yaml_may_order_outlines_and_they_go_when_it_does_not(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    text = kit.read_text(encoding="utf-8")
    kit.write_text(text.replace("deck:", "deck:\n  cut: [dxf]"), encoding="utf-8")
    run("build", workshop, "-o", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out/cut").iterdir()] == ["deck.dxf"]
    listed = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["files"]
    assert {file["name"] for file in listed} == {"deck.pdf", "cut/deck.dxf"}
    kit.write_text(text, encoding="utf-8")
    run("build", workshop, "--only", "deck", "-o", tmp_path / "out")
    assert not (tmp_path / "out/cut").exists(), "an outline of another sheet would be cut by mistake"


def test_same_sheet_same_bytes(workshop: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("build", workshop, "--cut", "svg", "--cut", "dxf", "-o", tmp_path / name)
    for kind in ("svg", "dxf"):
        assert (tmp_path / f"one/cut/deck.{kind}").read_bytes() == (tmp_path / f"two/cut/deck.{kind}").read_bytes()


# --- registration marks ----------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", MARKED)
def test_marks_are_printed_on_the_side_that_is_cut(sheet: str, workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "--sheet", sheet, "-o", tmp_path)
    found = planned(sheet)
    front, back, *_ = pages(tmp_path / "deck.pdf", 254)
    assert found.registration
    for mark in found.registration:
        middle = (round(mark.centre.x * 10), round(mark.centre.y * 10))
        assert front.getpixel(middle) < 64
        assert back.getpixel(middle) == 255
    white = found.registration[0].centre
    assert front.getpixel((round(white.x * 10), round((white.y - 5) * 10))) == 255


@pytest.mark.parametrize("sheet", MARKED)
def test_marks_are_clear_of_the_cards_and_say_where_they_are_from(sheet: str) -> None:
    found, layout = planned(sheet), SHELF.sheet(sheet, NOWHERE)
    assert layout is not None
    said = layout.registration
    assert said is not None
    assert said.source
    assert not said.verified
    assert said.note
    for mark in found.registration:
        assert Rect(0, 0, *found.paper).contains(mark)
        assert not any(mark.grown(said.clear).overlaps(clip) for clip in found.clips)


def test_silhouette_marks_by_hand() -> None:
    found = planned("a4-silhouette")
    assert found.paper == Size(297, 210)
    assert [tuple(mark) for mark in found.registration] == [
        pytest.approx(mark)
        for mark in (
            (10, 10, 5, 5),
            (267, 10, 20, 0.5),
            (286.5, 10, 0.5, 20),
            (10, 199.5, 20, 0.5),
            (10, 180, 0.5, 20),
        )
    ]


def test_cards_that_come_too_near_to_a_mark_are_a_problem(workshop: Path, tmp_path: Path) -> None:
    done = run("build", workshop, "--sheet", "a4-silhouette", "--margin", "8mm", "-o", tmp_path / "out")
    assert done.exit_code == ExitCode.SOURCES
    assert "nearer than 2mm to the registration marks" in done.output
    assert "wider margin" in done.output
    assert not (tmp_path / "out").exists()

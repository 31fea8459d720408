"""Where the manifest says fields and axes stand, they stand in the drawn PDF: to a fifth of a millimetre."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pytest
from conftest import Kits
from first_reader import read_field, read_first
from pypdf import PdfReader

from generator.capture.kits import PrintedKit
from generator.codes import CodeSpot, Manifest, merge
from generator.codes.manifest import parse_manifest
from generator.errors import Problems
from generator.kit.job import MANIFEST_NAME

TRUE = 0.2  # mm
AIR = 0.9  # mm: an area to type into begins so far under its label, a line for a hand does not
POINT = 25.4 / 72
DPI = 250


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def is_near(self, other: "Box", apart: float = TRUE) -> bool:
        return all(abs(one - two) <= apart for one, two in zip(self, other, strict=True))


@pytest.fixture(scope="module")
def folder(print_once: Kits) -> Path:
    return print_once().folder


@pytest.fixture(scope="module")
def manifest(folder: Path) -> Manifest:
    problems = Problems()
    found = Manifest.read(folder / MANIFEST_NAME, problems)
    assert found, problems.found
    return found


def box(numbers: tuple[float, ...]) -> Box:
    left, top, width, height = numbers
    return Box(left, top, left + width, top + height)


def widgets(path: Path) -> dict[str, list[Box]]:
    """The boxes to fill in, by the name of the form's field."""
    page = PdfReader(path).pages[0]
    height = float(page.trimbox.height)
    left, bottom = float(page.trimbox.left), float(page.trimbox.bottom)
    found: dict[str, list[Box]] = {}
    for each in page["/Annots"]:
        widget = each.get_object()
        field = widget
        while "/Parent" in field:
            field = field["/Parent"].get_object()
        name = str(field["/T"])
        x1, y1, x2, y2 = map(float, widget["/Rect"])
        corners = (x1 - left, height - (y2 - bottom), x2 - left, height - (y1 - bottom))
        found.setdefault(name, []).append(Box(*(number * POINT for number in corners)))
    return found


def test_fields_stand_where_they_are_filled_in(folder: Path, manifest: Manifest) -> None:
    keys = {thing.id: thing.face for thing in manifest.things if thing.kind == "worksheet"}
    assert len(keys) >= 11
    for form, key in keys.items():
        filled_in = widgets(folder / f"worksheets/{form}-fillable.pdf")
        assert key
        fields = manifest.faces[key].fields
        assert set(fields) == set(filled_in)
        for name, boxes in fields.items():
            kind = manifest.forms[form]["fields"][name]["kind"]
            if kind in ("placement", "votes"):
                continue  # a square or dots on paper, words on a screen
            for said, drawn in zip(map(box, boxes), filled_in[name], strict=True):
                written = len(boxes) == 1 and kind != "check"
                assert said.is_near(drawn._replace(top=said.top) if written else drawn), (form, name)
                assert abs(said.top - drawn.top) <= TRUE + AIR


def test_axes_stand_where_they_are_drawn(folder: Path, manifest: Manifest) -> None:
    grids = [thing for thing in manifest.things if thing.face and manifest.faces[thing.face].axes]
    assert {thing.id for thing in grids} == {"four-arguments", "priority-matrix"}
    pixel = 25.4 / DPI
    for thing in grids:
        page = pdfium.PdfDocument(folder / f"posters/{thing.id}.pdf")[0]
        drawn = page.render(scale=DPI / 72, grayscale=True).to_numpy()
        assert thing.face
        axes = {name: box(numbers) for name, numbers in manifest.faces[thing.face].axes.items()}
        for name, said in axes.items():
            near, far = 4.0, 40.0  # before the pill at each end, and beside the crossing
            if name == "across":
                left, right = (run(drawn, x, said.top + 1, pixel) for x in (said.left + near, said.right - near))
                middle = run(drawn, (said.left + said.right) / 2 + far, said.top + 1, pixel)
                seen = Box(left.left, middle.top, right.right, middle.bottom)
            else:
                above, below = (run(drawn, said.left + 1, y, pixel) for y in (said.top + near / 2, said.bottom - 0.5))
                middle = run(drawn, said.left + 1, (said.top + said.bottom) / 2 + far, pixel)
                seen = Box(middle.left, above.top, middle.right, below.bottom)
            assert seen.is_near(said), (thing.id, name)
        for corner in thing.geometry.corners:
            assert dark(drawn, corner, pixel).is_near(square(corner)), (thing.id, corner)


def square(corner: CodeSpot) -> Box:
    return Box(corner.x, corner.y, corner.x + corner.side, corner.y + corner.side)


def dark(drawn: Any, corner: CodeSpot, pixel: float) -> Box:
    """What is dark at a code, with a little of its quiet zone around it, in mm."""
    around = corner.side / 10
    left, top, right, bottom = (int(side / pixel) for side in square(corner))
    near = (
        slice(top - int(around / pixel), bottom + int(around / pixel)),
        slice(left - int(around / pixel), right + int(around / pixel)),
    )
    rows, columns = np.nonzero(drawn[near] < 128)[:2]
    x, y = near[1].start, near[0].start
    ends = columns.min() + x, rows.min() + y, columns.max() + x + 1, rows.max() + y + 1
    return Box(*(float(end) * pixel for end in ends))


def run(drawn: Any, x: float, y: float, pixel: float) -> Box:
    """How far the one colour at a place goes, to the left, up, right and down, in mm."""
    column, row = int(x / pixel), int(y / pixel)
    across, up = drawn[row, :] == drawn[row, column], drawn[:, column] == drawn[row, column]

    def ends(same: Any, at: int) -> tuple[float, float]:
        others = [place for place in range(len(same)) if not same[place]]
        before = max(place for place in others if place < at) + 1
        return before * pixel, min(place for place in others if place > at) * pixel

    (left, right), (top, bottom) = ends(across, column), ends(up, row)
    return Box(left, top, right, bottom)


def test_a_face_is_said_once_for_all_its_copies(manifest: Manifest) -> None:
    sheets = [thing for thing in manifest.things if thing.kind == "worksheet"]
    assert len(sheets) > len({thing.face for thing in sheets}) == len({thing.id for thing in sheets})
    assert {thing.face for thing in manifest.things if thing.face} == set(manifest.faces)


def test_the_manifest_stays_small(folder: Path) -> None:
    before, things = 128_352, 126  # bytes, without guide, lines, faces and pictures; cards, blanks, sheets, posters
    manifest = json.loads((folder / MANIFEST_NAME).read_text(encoding="utf-8"))
    assert (folder / MANIFEST_NAME).stat().st_size <= 2 * before * len(manifest["things"]) / things


def test_things_say_their_line_and_the_guide_its_steps(manifest: Manifest) -> None:
    guest = next(thing for thing in manifest.things if thing.id == "guest")
    assert guest.line == "No name, no history, just here and now."
    assert [day.start for day in manifest.guide] == [540, 540, 570, 570, 570, 600]
    steps = [step for day in manifest.guide for step in day.steps]
    assert len({step.id for step in steps}) == len(steps)
    recipes = next(step for step in steps if step.id == "one-day-recipes")
    assert (recipes.minutes, recipes.form, recipes.frame) == (70, "recipe", "recipes")
    assert {step.form for step in steps} - {""} <= set(manifest.forms)


def test_a_server_of_the_first_release_reads_the_manifest_of_today(folder: Path, manifest: Manifest) -> None:
    found = read_first(json.loads((folder / MANIFEST_NAME).read_bytes()))
    assert [thing.code for thing in found.things] == [thing.code for thing in manifest.things]
    forms = PrintedKit.of((folder / MANIFEST_NAME).read_bytes()).forms
    for name, form in found.forms.items():
        for key, said in form["fields"].items():
            today = vars(forms[name].fields[key])
            assert {name: today[name] for name in read_field(said)} == read_field(said)


def test_a_retired_thing_keeps_its_face(manifest: Manifest) -> None:
    gone = manifest._replace(things=tuple(thing for thing in manifest.things if thing.id != "recipe"), faces={})
    joined = merge(manifest, gone)
    assert set(joined.faces) == {"worksheet/worksheet/recipe"}
    assert parse_manifest(joined.to_bytes()) == joined

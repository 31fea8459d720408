"""Tuck boxes: nets that fold up, words and colours on their panels, cuts and folds on layers of their own."""

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import combinations
from math import dist, pi
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from printed import poppler_text, words
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from generator.cli import main
from generator.cli.asking import PIECES
from generator.errors import NOWHERE, ExitCode, Problems
from generator.face import Item, PathStep, Placed
from generator.geometry import Point, Rect, Size
from generator.impose import Net, NetOnPaper, Panel, boxes, depth_of, inked, lies_on, on_paper, tuck_box
from generator.impose.net import MOST_DEPTH, rounded
from generator.kit.press.production import Production, Shared
from generator.kit.request.kit_yaml import Kit
from generator.kit.workshop import bundled_workshop, load
from generator.units import MM_PER_POINT

SMALL = Path(__file__).parent / "small"
CLIENT = Path(__file__).parent / "client/brand.yaml"
POKER = Size(63.5, 88.9)
BOX = """\
title: A small box
line: It holds a few cards.
about: What it is about.
inside: [This, That]
colour: sea
card:
  title: Make it
  steps: [Cut it., Fold it.]
  keep_title: Keep it
  keep: [Dry., Upright.]
"""
Solid = tuple[float, float, float]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(workshop: Path, output: Path, *options: str | Path) -> dict:
    result = run("build", workshop, "-o", output, "--json", *options)
    assert result.exit_code == ExitCode.DONE, result.output
    return json.loads(result.stdout)


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "box.yaml").write_text(BOX, encoding="utf-8")
    order(folder, "{}")
    return folder


def order(folder: Path, said: str) -> None:
    """On line 9 of kit.yaml."""
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").split("box:")[0]
    kit.write_text(f"{text}box: {said}\n", encoding="utf-8")


# --- folding ------------------------------------------------------------------------------------------------


def folded(net: Net, name: str, point: Point) -> Solid:
    """Where a point of a panel comes to lie: z runs into the box, the front lies at 0."""
    solid: Solid = (point.x, point.y, 0.0)
    hangs = {fold.panel: fold for fold in net.folds}
    while name in hangs:
        fold = hangs[name]
        solid = turned_back(solid, *fold.line, net.panel(name))
        name = fold.parent
    return solid


def turned_back(solid: Solid, start: Point, end: Point, panel: Panel) -> Solid:
    """By a right angle about a line: what lay outside it goes back, what lay behind the paper comes in."""
    length = dist(start, end)
    ux, uy = (end.x - start.x) / length, (end.y - start.y) / length
    nx, ny = -uy, ux
    centre = panel.box.centre
    if (centre.x - start.x) * nx + (centre.y - start.y) * ny < 0:
        nx, ny = -nx, -ny
    along = (solid[0] - start.x) * ux + (solid[1] - start.y) * uy
    out = (solid[0] - start.x) * nx + (solid[1] - start.y) * ny
    return (
        start.x + along * ux - solid[2] * nx,
        start.y + along * uy - solid[2] * ny,
        out,
    )


def faults(net: Net) -> list[str]:
    """What keeps a net from being a box."""
    found = []
    for one, other in net.meetings:
        if abs(dist(*one.line) - dist(*other.line)) > 0.01:
            found.append(f"{one.panel} and {other.panel} differ in length")
        for here, there in zip(one.line, other.line, strict=True):
            if dist(folded(net, one.panel, here), folded(net, other.panel, there)) > 0.01:
                found.append(f"{one.panel} and {other.panel} do not meet")
    for one, other in combinations(net.panels, 2):
        if overlap(one.corners, other.corners):
            found.append(f"{one.name} and {other.name} overlap")
    width, height, depth = net.inner
    front = net.panel("front").box
    for panel in net.panels:
        for corner in panel.corners:
            x, y, z = folded(net, panel.name, corner)
            if not (-0.01 <= x - front.x <= width + 0.01 and -0.01 <= y - front.y <= height + 0.01):
                found.append(f"{panel.name} stands out of the box")
            if not -0.01 <= z <= depth + 0.01:
                found.append(f"{panel.name} is not between front and back")
    return found


def overlap(one: tuple[Point, ...], other: tuple[Point, ...]) -> bool:
    """Whether two convex shapes share an area: no edge of either parts them."""
    for shape in (one, other):
        for place, end in enumerate(shape):
            start = shape[place - 1]
            nx, ny = end.y - start.y, start.x - end.x
            mine, its = ([corner.x * nx + corner.y * ny for corner in corners] for corners in (one, other))
            if max(mine) <= min(its) + 1e-6 or max(its) <= min(mine) + 1e-6:
                return False
    return True


def flat(path: tuple[PathStep, ...], pieces: int = 16) -> Iterator[Point]:
    """Points along a path, every curve in pieces."""
    here = Point(0, 0)
    for verb, numbers in path:
        if verb in ("move", "line"):
            here = Point(*numbers)
            yield here
        elif verb == "curve":
            a, b, c = (Point(*numbers[at : at + 2]) for at in (0, 2, 4))
            for step in range(1, pieces + 1):
                t = step / pieces
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                points = (here, a, b, c)
                yield Point(*(sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1)))
            here = c


def area(corners: list[Point] | tuple[Point, ...]) -> float:
    return abs(sum(a.x * b.y - b.x * a.y for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))) / 2


def bundled_net() -> Net:
    found = load(bundled_workshop()).pieces["box"].boxes
    assert found is not None
    return found.net


def test_the_box_of_54_poker_cards_folds_from_its_net() -> None:
    net = tuck_box(POKER, depth_of(54, 0.32))
    assert net.inner == pytest.approx((64.5, 89.9, 18.28))
    assert faults(net) == []
    assert {panel.name for panel in net.panels} >= {"front", "back", "left", "right", "lid", "bottom", "tuck", "glue"}
    assert len([panel for panel in net.panels if panel.name.startswith("dust")]) == 4
    assert len(net.meetings) == 7


def test_the_box_of_the_bundled_kit_folds_from_its_net_and_holds_the_deck_and_its_card() -> None:
    shop = load(bundled_workshop())
    found = shop.pieces["box"].boxes
    assert found is not None
    assert faults(found.net) == []
    inside = 1 + 1 + 3 + 3 + len(shop.deck.head.categories)  # how to make it, cover, ways to play, recipes, dividers
    assert found.holds == (sum(card.quantity for card in shop.deck.cards) + inside,)
    assert found.net.inner[2] == pytest.approx(found.holds[0] * 0.32 + 1)


sides = st.floats(35, 160)


@given(sides, sides, st.integers(1, 400), st.floats(0.1, 1.0))
def test_every_net_folds(width: float, height: float, count: int, thickness: float) -> None:
    holds = boxes(count, thickness)
    depth = depth_of(holds[0], thickness)
    net = tuck_box(Size(width, height), depth)
    assert faults(net) == []
    assert net.inner[0] <= net.inner[1]  # cards stand upright, however they are named
    missing = sum(area(panel.corners) for panel in net.panels) - area(list(flat(net.cut)))
    notch = min(8.0, net.inner[0] / 5)
    assert 0 < missing - pi * notch**2 / 2 < 45  # rounded corners
    for point in flat(net.cut):
        assert -1e-5 <= point.x <= net.size.width + 1e-5
        assert -1e-5 <= point.y <= net.size.height + 1e-5


@given(st.integers(1, 2000), st.floats(0.05, 3.0))
def test_boxes_are_few_and_evenly_filled(count: int, thickness: float) -> None:
    holds = boxes(count, thickness)
    assert sum(holds) == count
    assert max(holds) - min(holds) <= 1
    assert depth_of(max(holds), thickness) <= MOST_DEPTH + 1e-6
    if len(holds) > 1:  # one less would be too deep
        assert -(-count // (len(holds) - 1)) * thickness + 1 > MOST_DEPTH - 1e-6


def moved(net: Net, name: str, by: float) -> Net:
    """The net with one panel, and what is said of its edges, further right: all planted faults are of this kind."""

    def shift(points: tuple[Point, ...]) -> tuple[Point, ...]:
        return tuple(Point(x + by, y) for x, y in points)

    panels = tuple(
        panel._replace(corners=shift(panel.corners)) if panel.name == name else panel for panel in net.panels
    )
    meetings = tuple(
        tuple(edge._replace(line=shift(edge.line)) if edge.panel == name else edge for edge in pair)
        for pair in net.meetings
    )
    return net._replace(panels=panels, meetings=meetings)


def test_a_net_that_does_not_fold_is_caught() -> None:
    net = tuck_box(POKER, 18.6)
    assert "lid and front do not meet" in faults(moved(net, "lid", 0.5))
    assert any("overlap" in fault for fault in faults(moved(net, "glue", -5)))
    (one, other), *rest = net.meetings
    longer = one._replace(line=(one.line[0], Point(one.line[1].x, one.line[1].y + 0.1)))
    assert any("differ in length" in fault for fault in faults(net._replace(meetings=((longer, other), *rest))))
    deeper = net._replace(inner=(net.inner[0], net.inner[1], net.inner[2] - 1))
    assert "back is not between front and back" in faults(deeper)


def test_a_rounded_corner_is_an_arc_of_its_radius() -> None:
    square = [(Point(0, 0), 2.0), (Point(10, 0), 0.0), (Point(10, 10), 3.0), (Point(0, 10), 0.0)]
    points = list(flat(rounded(square)))
    assert {round(dist(point, (2, 2)), 2) for point in points if point.x < 2 and point.y < 2} == {2.0}
    assert {round(dist(point, (7, 7)), 2) for point in points if point.x > 7 and point.y > 7} == {3.0}
    assert Point(10, 0) in points


def test_colour_runs_over_cuts_but_not_over_folds() -> None:
    net = tuck_box(POKER, 18.6)
    for name, runs in {
        "front": (0.2, 3, 0.2, 0.2),  # left, top, right, bottom
        "left": (3, 0.2, 0.2, 1),
        "right": (0.2, 0.2, 0.2, 1),
        "back": (0.2, 0.2, 1, 3),
        "lid": (3, 0.2, 3, 0.2),
        "bottom": (3, 0.2, 3, 1),
        "tuck": (3, 3, 3, 0.2),
    }.items():
        panel = net.panel(name)
        box, ink = panel.box, inked(net, panel, 3)
        found = (box.x - ink.x, box.y - ink.y, ink.right - box.right, ink.bottom - box.bottom)
        assert found == pytest.approx(runs), name


def test_a_net_lies_upright_if_it_can_and_is_turned_if_it_must() -> None:
    a4 = Size(210, 297)
    upright, turned = (lies_on(tuck_box(POKER, depth), a4) for depth in (18.6, 38))
    assert upright is not None
    assert turned is not None
    assert (upright.paper, turned.paper) == (a4, a4.turned)
    for spread in (upright, turned):
        assert min(spread.x, spread.y) >= 6
        assert spread.x * 2 + spread.net.size.width == pytest.approx(spread.paper.width)
    problems = Problems()
    assert on_paper(tuck_box(POKER, 18.6), Size(148, 210), problems, NOWHERE, "A5") is None
    (problem,) = problems
    assert problem.message == "the net of the tuck box needs 189.2mm × 167.1mm of paper, and A5 is 148mm × 210mm"
    assert "larger" in problem.hint


# --- printing -----------------------------------------------------------------------------------------------


def spread_of(folder: Path, paper: Size) -> NetOnPaper:
    found = load(folder).pieces["box"].boxes
    assert found is not None
    spread = lies_on(found.net, paper)
    assert spread is not None
    return spread


def test_the_bundled_kit_has_a_box_and_its_card_on_a4_and_on_letter(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "workshop"))
    mm = 72 / 25.4
    for paper, size in (("a4", (210, 297)), ("letter", (215.9, 279.4))):
        text = (bundled_workshop() / "kit.yaml").read_text(encoding="utf-8")
        (folder / "kit.yaml").write_text(text.replace("paper: a4", f"paper: {paper}"), encoding="utf-8")
        report = build(folder, tmp_path / paper, "--only", "box")
        assert report["findings"] == []
        assert [Path(file["path"]).name for file in report["files"]] == ["tuck-box.pdf", "order.pdf"]
        assert report["pieces"][0]["sheets"] == report["files"][0]["pages"] == {"a4": 5, "letter": 7}[paper]
        for page in PdfReader(tmp_path / paper / "tuck-box.pdf").pages:
            assert sorted((float(page.mediabox.width), float(page.mediabox.height))) == pytest.approx(
                sorted(length * mm for length in size), abs=0.02
            )


def test_the_panels_and_the_card_say_their_words(workshop: Path, tmp_path: Path) -> None:
    report = build(workshop, tmp_path / "out", "--only", "box")
    assert report["findings"] == []
    assert list(report["files"][0]["codes"]) == []
    box, card = (words(text) for text in poppler_text(tmp_path / "out/tuck-box.pdf"))
    assert box.count("A small box") == 4  # front, both sides, lid
    for said in ("It holds a few cards.", "What it is about.", "This", "That", "A small kit", "glue", "box 1 of 1"):
        assert said in box
    for said in ("Make it", "Cut it.", "Fold it.", "Keep it", "Dry.", "Upright."):
        assert said in card
    assert "1 of 1" not in box.replace("tuck box 1 of 1", "")


def test_a_deck_that_one_box_cannot_hold_has_several(workshop: Path, tmp_path: Path) -> None:
    order(workshop, "{thickness: 3mm}")
    cards = workshop / "cards/all.yaml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("id: first\n", "id: first\n    quantity: 20\n"), encoding="utf-8")
    report = build(workshop, tmp_path / "out", "--only", "box")
    count = load(workshop).pieces["box"].boxes.count
    assert count >= 2
    assert report["files"][0]["pages"] == count + 1
    pages = [words(text) for text in poppler_text(tmp_path / "out/tuck-box.pdf")]
    for number, page in enumerate(pages[:-1], 1):
        assert page.replace("tuck box ", "").count(f"{number} of {count}") == 3  # both sides and the line at the foot
    assert "Make it" in pages[-1]


def letters_on(pdf: Path, number: int) -> Iterator[Rect]:
    """Of a page, in mm from its top left."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[number]
        text, height = page.get_textpage(), page.get_height()
        for at in range(text.count_chars()):
            if text.get_text_range(at, 1).strip():
                left, bottom, right, top = text.get_charbox(at)
                yield Rect(*(MM_PER_POINT * length for length in (left, height - top, right - left, top - bottom)))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_line_that_says_what_the_cards_are_meets_no_mark(paper: str, workshop: Path, tmp_path: Path) -> None:
    order(workshop, f"{{paper: {paper}}}")
    build(workshop, tmp_path / "out", "--only", "box")
    shop = load(workshop)
    plan = Production(Shared(shop, None), shop.pieces["box"]).plan()
    assert plan
    assert plan.fold
    lines = [Rect(*start, end.x - start.x, end.y - start.y).grown(0.2) for start, end in (*plan.marks, plan.fold)]
    letters = list(letters_on(tmp_path / "out/tuck-box.pdf", 1))
    assert len(letters) > 100
    assert not [box for box in letters if any(box.overlaps(line) for line in lines)]


def rendered(pdf: Path, page: int = 0, dpi: int = 200) -> np.ndarray:
    with pdfium.PdfDocument(pdf) as document:
        return np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("RGB"), dtype=int)


def without(pdf: Path, layer: str, target: Path) -> Path:
    """The file with a layer hidden, as a reader would."""
    writer = PdfWriter(clone_from=pdf)
    properties = writer._root_object["/OCProperties"]
    hidden = [group for group in properties["/OCGs"] if group.get_object()["/Name"] == layer]
    assert len(hidden) == 1
    properties["/D"][NameObject("/OFF")] = ArrayObject(hidden)
    properties["/D"][NameObject("/ON")] = ArrayObject()
    writer.write(target)
    return target


def along(start: Point, end: Point, step: float = 0.25) -> Iterator[Point]:
    pieces = max(1, round(dist(start, end) / step))
    for piece in range(pieces):
        share = piece / pieces
        yield Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)


def drawn_share(lines: np.ndarray, spread: NetOnPaper, points: list[Point], dpi: int = 200) -> float:
    """How many of the points have ink of these lines within a fifth of a millimetre."""
    hits = 0
    for x, y in points:
        column, row = round((spread.x + x) * dpi / 25.4), round((spread.y + y) * dpi / 25.4)
        hits += bool(lines[row - 1 : row + 2, column - 1 : column + 2].any())
    return hits / len(points)


def test_cuts_and_folds_are_layers_with_their_lines_where_they_were_computed(tmp_path: Path) -> None:
    build(bundled_workshop(), tmp_path / "out", "--only", "box")
    pdf = tmp_path / "out/tuck-box.pdf"
    properties = PdfReader(pdf).trailer["/Root"]["/OCProperties"]
    assert [group.get_object()["/Name"] for group in properties["/OCGs"]] == ["Cut", "Fold", "Glue"]
    assert len(properties["/D"]["/ON"]) == 3
    assert "/OFF" not in properties["/D"]
    spread, whole = spread_of(bundled_workshop(), Size(210, 297)), rendered(pdf)
    outline = list(flat(spread.net.cut))
    cut = [point for a, b in zip(outline, [*outline[1:], outline[0]], strict=True) for point in along(a, b)]
    folds = [point for fold in spread.net.folds for point in along(*fold.line)]
    ink = {
        layer: np.abs(whole - rendered(without(pdf, layer, tmp_path / f"{layer}.pdf"))).sum(axis=2) > 24
        for layer in ("Cut", "Fold", "Glue")
    }
    assert drawn_share(ink["Cut"], spread, cut) > 0.99
    assert 0.5 < drawn_share(ink["Fold"], spread, folds) < 0.95  # dashed
    assert drawn_share(ink["Cut"], spread, folds) < 0.2
    words = [panel.box.centre for panel in spread.net.panels if panel.is_glued]
    assert [drawn_share(ink[layer], spread, words) > 0 for layer in ("Cut", "Fold", "Glue")] == [False, False, True]
    off = spread._replace(x=spread.x + 1.2, y=spread.y + 0.9)
    assert drawn_share(ink["Cut"], off, cut) < 0.2  # a line that is elsewhere would be seen
    assert ink["Cut"].sum() < 1.5 * len(cut) * 0.25 * 200 / 25.4 * 2  # and there is hardly anything else on the layer


def colour_at(picture: np.ndarray, x: float, y: float, dpi: int = 200) -> tuple[int, ...]:
    """The commonest one a millimetre around: that of the ground under a pattern."""
    left, right, top, bottom = (round(edge * dpi / 25.4) for edge in (x - 0.9, x + 0.9, y - 0.9, y + 0.9))
    colours, counts = np.unique(picture[top:bottom, left:right].reshape(-1, 3), axis=0, return_counts=True)
    return tuple(int(part) for part in colours[counts.argmax()])


@pytest.mark.parametrize("brand", [None, CLIENT], ids=["house", "client"])
def test_the_panels_wear_the_brand_and_colour_runs_over_the_cut(brand: Path | None, tmp_path: Path) -> None:
    build(bundled_workshop(), tmp_path / "out", "--only", "box", *(("--brand", brand) if brand else ()))
    palette = load(bundled_workshop(), {}, brand).brand.palette()
    picture, spread = rendered(tmp_path / "out/tuck-box.pdf"), spread_of(bundled_workshop(), Size(210, 297))
    front, left, right, back, glue = (spread.net.panel(name).box for name in ("front", "left", "right", "back", "glue"))
    places = {
        (front.x + 3, front.centre.y): "layer-6",
        (left.x - 2, left.centre.y): "layer-6",  # bleed
        (front.centre.x, front.y - 2): "layer-6",
        (front.centre.x, front.bottom - 1.2): "layer-1",  # the foot
        (left.centre.x, left.bottom - 1.2): "layer-1",
        (left.x - 2, left.bottom - 1.2): "layer-1",
        (front.centre.x, front.bottom + 3): "layer-1",  # the bottom
        (front.x + 10, front.y + 0.58 * front.height + 1.1): "layer-5",
        (left.centre.x, left.y + 0.58 * left.height + 1.1): "layer-5",
        (front.centre.x, front.y + 0.58 * front.height - 1.1): "layer-6",
        (right.centre.x, right.bottom - 0.252 * right.height + 1.1): "layer-3",
        (back.x + 2.5, back.bottom - 0.252 * back.height + 1.1): "layer-3",
        (glue.x + 5, glue.y + 30): "white",
        (left.x - 4, left.centre.y): "white",
    }
    found = {place: colour_at(picture, spread.x + place[0], spread.y + place[1]) for place in places}
    for place, name in places.items():
        wanted = tuple(round(part * 255) for part in palette[name][:3])
        assert found[place] == pytest.approx(wanted, abs=3), (place, name)


def test_the_box_goes_with_the_kit_and_goes_away_with_its_order(workshop: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(workshop, out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert [file["name"] for file in manifest["files"]] == ["deck.pdf", "tuck-box.pdf"]
    assert {thing["kind"] for thing in manifest["things"]} == {"card"}  # a box has no codes
    before = (out / "tuck-box.pdf").read_bytes()
    build(workshop, out)
    assert (out / "tuck-box.pdf").read_bytes() == before
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").split("box:")[0], encoding="utf-8")
    assert run("build", workshop, "-o", out, "--only", "box").exit_code == ExitCode.USAGE
    build(workshop, out)
    assert not (out / "tuck-box.pdf").exists()


def test_a_layout_that_a_command_chooses_puts_the_box_on_larger_paper(tmp_path: Path) -> None:
    report = build(bundled_workshop(), tmp_path / "out", "--only", "box", "--layout", "a6")
    assert report["findings"] == []
    assert report["pieces"][0]["imposition"].endswith("on A3")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{paper: a6}", "box-paper"),
        ("{paper: a44}", "unknown-paper"),
        ("{thickness: 0mm}", "box-thickness"),
        ("{thickness: 32mm}", "box-thickness"),
        ("{thicknes: 1mm}", "unknown-key"),
    ],
)
def test_an_order_that_cannot_be_is_a_problem_in_the_kit(workshop: Path, tmp_path: Path, said: str, code: str) -> None:
    order(workshop, said)
    for command in (["check"], ["build", "-o", tmp_path / "out"]):
        report = json.loads(run(command[0], workshop, *command[1:], "--json").stdout)
        found = [(finding["file"], finding["line"], finding["code"]) for finding in report["findings"]]
        assert found == [("kit.yaml", 9, code)]
        assert report["findings"][0]["hint"]
    assert not (tmp_path / "out").exists()


def test_what_is_wrong_with_its_words_is_said_at_their_lines(workshop: Path) -> None:
    text = BOX.replace("colour: sea", "colour: see").replace("Cut it.", "Cut it. " * 120)
    (workshop / "box.yaml").write_text(text.replace("A small box", "A small " + "box" * 30), encoding="utf-8")
    found = {
        (finding["file"], finding["line"], finding["code"])
        for finding in json.loads(run("check", workshop, "--json").stdout)["findings"]
    }
    assert found >= {("box.yaml", 1, "overset"), ("box.yaml", 5, "unknown-colour"), ("box.yaml", 8, "overset")}
    text = f"{BOX}sides: [One, Two, Three]\nglue: {'Klebefläche ' * 12}\n"
    (workshop / "box.yaml").write_text(text, encoding="utf-8")
    found = json.loads(run("check", workshop, "--json").stdout)["findings"]
    assert {(finding["line"], finding["code"]) for finding in found} == {(11, "box-sides"), (12, "overset")}
    (workshop / "box.yaml").unlink()
    (finding,) = json.loads(run("check", workshop, "--json").stdout)["findings"]
    assert (finding["file"], finding["line"], finding["code"]) == ("kit.yaml", 9, "missing-file")


def test_every_piece_that_a_kit_orders_can_be_printed_alone() -> None:
    assert set(PIECES) == {each.name for each in fields(Kit) if "Order" in str(each.type)}


@pytest.mark.parametrize("layout", ["poker", "index-5x3", "a6"])
def test_pages_of_one_file_lie_alike(layout: str, tmp_path: Path) -> None:
    build(bundled_workshop(), tmp_path, "--only", "box", "--layout", layout)
    sizes = {tuple(map(float, page.mediabox[2:])) for page in PdfReader(tmp_path / "tuck-box.pdf").pages}
    assert len(sizes) == 1, sizes


def test_the_shelf_name_is_read_from_the_shelf_in_two_short_lines() -> None:
    shop = load(bundled_workshop())
    production = Production(Shared(shop, None), shop.pieces["box"])
    production.prepare()
    front = production.face(next(card for card in production.deck.cards if card.id == "front"), "front")
    assert front is not None
    lines = [line for line in front.lines() if line.field == "shelf"]
    assert [line.text for line in lines] == ["Prep", "deck"]
    assert all(span.size >= 40 for line in lines for span in line.spans)


def test_a_band_that_the_deck_has_no_category_for_is_a_problem(workshop: Path) -> None:
    (workshop / "box.yaml").write_text(f"{BOX}bands: [one, tow]\n", encoding="utf-8")
    found = [problem for problem in load(workshop).problems.errors if problem.code == "unknown-category"]
    assert [(problem.where.file, problem.where.line, problem.hint) for problem in found] == [
        ("box.yaml", 11, "did you mean 'two'?")
    ]


MORE = """
cover: {title: First, steps: [Open it.]}
play:
  - {title: Alone, time: an hour, steps: [Think.]}
  - {title: Together, steps: [Talk.]}
dividers: Ask of each
"""


def test_cover_ways_to_play_and_dividers_lie_in_it_and_it_is_as_much_deeper(workshop: Path, tmp_path: Path) -> None:
    before = load(workshop).pieces["box"].boxes
    (workshop / "box.yaml").write_text(BOX + MORE, encoding="utf-8")
    deck = workshop / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("name: One, ", "name: One, prompts: [Whose is it?], "), "utf-8")
    shop = load(workshop)
    after = shop.pieces["box"].boxes
    used = {card.category for card in shop.deck.cards if card.quantity}
    assert used == {"one", "two"}
    assert sum(after.holds) == sum(before.holds) + 1 + 2 + len(used)
    assert after.net.inner[2] == pytest.approx(max(6, sum(after.holds) * 0.32 + 1))
    report = build(workshop, tmp_path / "out", "--only", "box")
    assert report["findings"] == []
    pages = [words(text) for text in poppler_text(tmp_path / "out/tuck-box.pdf")]
    inside = " ".join(pages[1:])
    for said in ("First", "Open it.", "Alone", "an hour", "Together", "Talk.", "One", "Two", "Whose is it?"):
        assert said in inside
    assert inside.count("Ask of each") == 1  # there is nothing to ask of a family without questions


def clips(items: Sequence[Item]) -> Iterator[Rect]:
    """The boxes of patterns, which nothing moves."""
    for item in items:
        if isinstance(item, Placed):
            yield from (item.clip,) if item.clip else clips(item.art.items)


def test_the_pattern_of_a_divider_ends_where_its_sheet_begins_and_fills_one_without_questions(workshop: Path) -> None:
    """Under the sheet it would show at the edge of the bleed, where viewers smooth the two into each other."""
    (workshop / "box.yaml").write_text(BOX + MORE, encoding="utf-8")
    deck = workshop / "deck.yaml"
    deck.write_text(deck.read_text("utf-8").replace("name: One, ", "name: One, prompts: [Whose is it?], "), "utf-8")
    shop = load(workshop)
    production = Production(Shared(shop, None), shop.pieces["box"])
    foot = {}
    for card in production.deck.cards:
        if card.layout == "divider" and (face := production.face(card, "back")):
            foot[card.id] = max(clip.bottom for clip in clips(face.items))
    assert foot == {"divider-one": pytest.approx(19), "divider-two": pytest.approx(POKER.height + 3)}


def test_worked_recipes_lie_in_it_with_the_numbers_of_printed_cards() -> None:
    shop = load(bundled_workshop())
    production = Production(Shared(shop, None), shop.pieces["box"])
    card = next(card for card in production.deck.cards if card.id == "recipe-nurture")
    said = {"front": "", "back": ""}
    for side in said:
        face = production.face(card, side)
        assert face is not None
        said[side] = words(" ".join(line.text for line in face.lines()))
    assert "Who? A guest. No name, no history" in said["front"]
    assert "If a guest stays with a title for a minute" in said["back"]
    numbers = {each.id: number for number, each in enumerate(shop.deck.cards, 1)}
    assert f"{numbers['guest']} Guest" in said["back"]
    assert "Half an hour" not in said["back"]  # that card is not among those that are printed


@pytest.mark.parametrize(
    ("names", "front", "code"), [("nurtrue", "who", "unknown-recipe"), ("nurture", "whom", "unknown-field")]
)
def test_a_recipe_or_a_field_that_is_not_there_is_a_problem(names: str, front: str, code: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "shop"))
    text = (folder / "box.yaml").read_text(encoding="utf-8")
    text = text.replace("names: [nurture", f"names: [{names}").replace("front: [who", f"front: [{front}")
    (folder / "box.yaml").write_text(text, encoding="utf-8")
    (problem,) = [problem for problem in load(folder).problems.errors if problem.code == code]
    assert (problem.where.file, problem.hint) == (
        "box.yaml",
        f"did you mean '{'nurture' if code[8] == 'r' else 'who'}'?",
    )

"""Worksheets as place mats, measured on their faces: to the foot of the page, on one edge, one grid and one type scale;
shapes that a form says or that its kinds have; codes where they were, read as a camera sees them.
"""

import json
import shutil
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image
from printed import codes, pages, photographed
from suite import Kits, in_part
from test_floors import BRANDS, written

from generator.cli import main
from generator.colours import WHITE
from generator.compose.worksheet import field_sheet, form_setter, rows
from generator.compose.worksheet.shapes import SHAPES
from generator.face import Art, Face, Item, Outline, Placed, TextLine, transformed
from generator.form import FIELD_KINDS
from generator.geometry import Rect, Size
from generator.images.paths import bounds
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop, bundled_workshop, load
from generator.layout import FormFrame
from generator.units import MM_PER_POINT

SMALL = Path(__file__).parent / "small"
PAPERS = ("a4", "letter", "a3", "tabloid")
SCALE = {6.7, 8.5, 10.7, 13.5, 17.0, 21.4, 27.0, 34.0, 43.0, 54.0, 68.0, 86.0, 108.0}
MOST_SIZES = 5
GRID = 5.0  # mm
EDGE = 25.0  # mm, of all that is read
CODE, CORNER = 17.0, 5.0  # mm: the side of a code with its quiet zone, and its distance from the edges
FOOT = 0.97
APART = 0.95  # of the size of their letters, lines at the least
APART_SLOTS, UNDER_HEAD = 1.0, 1.5  # mm, at the least: between two slots, under the words at the head of the page
DEPTH = 0.25  # of the size of letters, how far they go under their baseline
PALE_AREA = 1.05  # a ratio of contrast to the paper
EPS = 0.02
FORM = """\
id: note
title: A note
fields:
  story: {label: What happened?, kind: long-text, lines: 1, shape: sentence}
  mood: {label: How was it?, kind: scale, low: bad, high: good, shape: jar}
  place: {label: Where?, kind: choice, options: [here, there], pictures: [jar, cup]}
"""


def worksheets(paper: str, shop: Workshop | None = None) -> Iterator[tuple[str, Face]]:
    """The first copy of each, and the first example."""
    shop = shop or load(bundled_workshop(), {"paper": paper})
    shared = Shared(shop, None)
    for name, piece in shop.pieces.items():
        if name.startswith("worksheets/"):
            production = Production(shared, piece)
            face = production.face(production.deck.cards[0], "front")
            assert face is not None
            yield name, face
    assert not shop.problems.errors


def form_of(face: Face) -> Art:
    """The fields: the art with labels in it."""
    return next(
        item.art
        for item in face.items
        if isinstance(item, Placed)
        and any(isinstance(each, TextLine) and each.field.endswith(".label") for each in item.art.items)
    )


def shown(item: Item) -> Iterator[Rect]:
    if isinstance(item, TextLine):
        yield Rect(item.x, item.baseline - 1, item.width, 1)
    elif isinstance(item, Outline):
        yield bounds(item.path)
    elif isinstance(item, Placed):
        for outline in (each for each in item.art.items if isinstance(each, Outline)):
            yield bounds(transformed(outline.path, item.transform))


def faults(face: Face, *, house: bool = True) -> Iterator[str]:
    """What keeps a page from being a mat, in words; `house`: of sizes, which a brand's fonts change."""
    form = form_of(face)
    boxes = [box for item in form.items for box in shown(item)]
    foot = max(box.bottom for box in boxes)
    if foot < FOOT * face.size.height:
        yield f"ends at {foot / face.size.height:.1%} of the page"
    left, right = min(box.x for box in boxes), max(box.right for box in boxes)
    words = [line.x for line in face.lines() if line.field == "title"]
    if any(abs(each - EDGE) > EPS for each in (left, face.size.width - right, *words)):
        yield f"edges at {left:.2f}, {face.size.width - right:.2f} and {words}"
    labels = [item for item in form.items if isinstance(item, TextLine) and item.field.endswith(".label")]
    if off := [line.text for line in labels if (line.baseline - labels[0].baseline + EPS) % GRID > 2 * EPS]:
        yield f"off the grid: {off[0]}"
    heads = [(one, other) for one, other in pairwise(labels) if one.field == other.field]
    if near := [one.text for one, other in heads if 0 < other.baseline - one.baseline < APART * _size(other)]:
        yield f"lines on one another: {near[0]}"
    slots = [bounds(slot.path) for slot in slots_of(face)]
    if any(one.grown(APART_SLOTS / 2).overlaps(other.grown(APART_SLOTS / 2)) for one, other in combinations(slots, 2)):
        yield "slots on one another"
    if any(box.overlaps(other) for box in boxes for other in _head(face)):
        yield "covers the head of the page"
    intro = max((line.baseline + _size(line) * DEPTH for line in face.lines() if line.field == "intro"), default=0.0)
    if min(box.y for box in boxes) < intro + UNDER_HEAD:
        yield "crowds the head of the page"
    sizes = {span.size for line in face.lines() for span in line.spans}
    if house and (not sizes <= SCALE or len(sizes) > MOST_SIZES):
        yield f"sizes {sorted(sizes)}"
    for code in face.codes():
        middle = (code.box.x + code.box.width / 2, code.box.y + code.box.height / 2)
        corner = CORNER + CODE / 2
        if any(min(at, whole - at) - corner > 0.2 for at, whole in zip(middle, face.size, strict=True)):
            yield f"a code at {middle}"


def _size(line: TextLine) -> float:
    return max(span.size for span in line.spans) * MM_PER_POINT


def _head(face: Face) -> Iterator[Rect]:
    for line in face.lines():
        if line.field in ("title", "intro"):
            yield Rect(line.x, line.baseline - 2, line.width, 2)


@pytest.mark.parametrize("paper", in_part(PAPERS, "a4", "letter"))
def test_every_worksheet_is_a_mat_on_every_paper(paper: str) -> None:
    found = {name: list(faults(face)) for name, face in worksheets(paper)}
    assert len(found) == 16
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("brand", in_part([name for name in BRANDS if name != "house"], "grey"))
def test_every_worksheet_is_a_mat_in_every_brand(brand: str, tmp_path: Path) -> None:
    shop = load(bundled_workshop(), {}, written(brand, tmp_path))
    found = {name: list(faults(face, house=False)) for name, face in worksheets("a4", shop)}
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("planted", ["foot", "edge", "grid", "sizes", "code", "head", "crowd"])
def test_a_page_that_is_none_is_noticed(planted: str, tmp_path: Path) -> None:
    changes = {
        "foot": ("top: 34mm, bottom: 6mm", "top: 34mm, bottom: 20mm", "ends at"),
        "head": ("top: 34mm, bottom: 6mm", "top: 22mm, bottom: 6mm", "covers the head"),
        "crowd": ("top: 34mm, bottom: 6mm", "top: 26mm, bottom: 6mm", "crowds the head"),
        "edge": ("{left: 25mm, right: 25mm, top: 34mm", "{left: 20mm, right: 25mm, top: 34mm", "edges at"),
        "grid": ("pitch: 10mm,", "pitch: 10mm, grid: 0mm,", "off the grid"),
        "sizes": ("hint:     {size: 8.5pt", "hint:     {size: 9pt", "sizes"),
        "code": ("field: code.corner-1, box: {left: 5mm", "field: code.corner-1, box: {left: 6mm", "a code"),
    }  # fmt: skip
    old, new, words = changes[planted]
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "workshop", ignore=shutil.ignore_patterns("output")))
    text = (Path(__file__).parent.parent / "layouts/worksheets/worksheet.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "layouts/worksheets").mkdir(parents=True)
    (folder / "layouts/worksheets/worksheet.yaml").write_text(text.replace(old, new), encoding="utf-8")
    said = [fault for _, face in worksheets("a4", load(folder)) for fault in faults(face)]
    assert any(fault.startswith(words) for fault in said)


def test_rows_that_are_not_shared_out_leave_a_page_half_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_grow", lambda given, heights, left: left)
    monkeypatch.setattr(rows, "_gaps", lambda many, left, spacing: [spacing.gap] * many)
    monkeypatch.setattr(
        form_setter,
        "shared_out",
        lambda given, area, spacing: _from_the_top(rows.shared_out(given, area, spacing), area),
    )
    assert any("ends at" in fault for _, face in worksheets("a4") for fault in faults(face))


def _from_the_top(places: list[tuple[float, float]] | None, area: Rect) -> list[tuple[float, float]] | None:
    return [(top - places[0][0] + area.y, height) for top, height in places] if places else None


@pytest.mark.parametrize("name", ["recipe", "readiness-team"])
def test_corner_codes_are_read_tilted_in_shadow_and_blurred(name: str, print_once: Kits) -> None:
    built = print_once()
    pdf = built.folder / f"worksheets/{name}.pdf"
    things = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))["things"]
    code = next(each["code"] for each in things if each["kind"] == "worksheet" and each["id"] == name)
    picture = next(iter(pages(pdf, 200)))
    shade = np.linspace(1.0, 0.6, picture.width)[None, :]
    shaded = Image.fromarray((np.asarray(picture, dtype=np.float32) * shade).astype(np.uint8))
    read = codes(photographed(shaded, seed=5))
    assert {each.rsplit("/", 2)[-2] for each in read} == {code}
    assert {each.rsplit("/", 1)[-1] for each in read} == {"1", "2", "3", "4"}


def check(folder: Path, form: str) -> list[dict]:
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms/note.yaml").write_text(form, encoding="utf-8")
    result = CliRunner().invoke(main, ["check", str(folder), "--json"])
    return json.loads(result.stdout)["findings"]


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    with (folder / "kit.yaml").open("a", encoding="utf-8") as kit:
        kit.write("worksheets: {copies: {note: 1}}\n")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("shape: jar", "shape: slot", "a field of kind scale cannot have the shape of a slot"),
        ("shape: jar", "shape: jra", "jra"),
        ("[jar, cup]", "[jar, cup, mug]", "there are more `pictures` than options"),
        ("[jar, cup]", "[jra, cup]", "jra"),
        ("title: A note\n", "title: A note\ncolour: layer-99\n", "the brand has no colour 'layer-99'"),
    ],
)
def test_a_shape_or_picture_that_is_not_there_is_a_problem_at_its_line(
    workshop: Path, old: str, new: str, said: str
) -> None:
    assert check(workshop, FORM) == []
    found = check(workshop, FORM.replace(old, new))
    assert any(said in each["message"] and each["file"] == "forms/note.yaml" for each in found), found


def test_each_kind_has_a_shape_and_each_shape_is_drawn() -> None:
    said = {shape for row in FIELD_KINDS.values() for shape in row.shapes}
    assert said <= set(SHAPES)
    assert {"slot", "sentence", "dial", "jar", "ring", "plank"} <= said


def test_a_sentence_begins_large_and_its_line_goes_on_beside_it(workshop: Path) -> None:
    check(workshop, FORM)
    shop = load(workshop)
    ((_, face),) = worksheets("a4", shop)
    opening = next(line for line in face.lines() if line.text == "What happened?")
    (box,) = next(entry.boxes for entry in face.entries if entry.name == "story")
    assert opening.spans[0].size == 27
    assert box.x > opening.x + opening.width
    levels = next(entry.boxes for entry in face.entries if entry.name == "mood")
    assert len(levels) == 5
    assert [level.y for level in levels] == sorted((level.y for level in levels), reverse=True)
    rings = next(entry.boxes for entry in face.entries if entry.name == "place")
    assert all(ring.height > 20 for ring in rings)  # with its picture


def slots_of(face: Face) -> list[Outline]:
    """Dashed, with round corners."""
    dashed = (item for item in form_of(face).items if isinstance(item, Outline) and item.dash)
    return [slot for slot in dashed if any(step.verb == "curve" for step in slot.path)]


def is_open(slot: Outline) -> bool:
    return all(step.verb != "close" for step in slot.path)


def test_slots_are_as_large_as_cards_where_the_paper_has_room() -> None:
    shop = load(bundled_workshop(), {"paper": "a3"})
    cards = shop.pieces["deck"].layout
    assert cards is not None
    faces = dict(worksheets("a3", shop))
    assert len(slots_of(faces["worksheets/recipe"])) == 4
    for name, face in faces.items():
        for slot in slots_of(face):
            box = bounds(slot.path)
            assert box.width >= cards.size.width, name
            assert box.height >= cards.size.height, name
            assert not is_open(slot)


def rail_faults(face: Face, card: Size) -> Iterator[str]:
    """What cards would cover that stand side by side on the rails of a page, or where they would leave it."""
    slots = [bounds(slot.path) for slot in slots_of(face) if is_open(slot)]
    if len({slot.bottom for slot in slots}) != 1:
        yield f"{len(slots)} slots on a rail"
        return
    foot, middle = slots[0].bottom, (slots[0].x + slots[-1].right) / 2
    left = middle - card.width * len(slots) / 2
    cards = [Rect(left + card.width * at, foot - card.height, card.width, card.height) for at in range(len(slots))]
    if left < 0 or cards[-1].right > face.size.width:
        yield "cards over the edge of the page"
    if any(card.overlaps(code.box) for card in cards for code in face.codes()):
        yield "a card on a code"
    for slot, card_on_it in zip(slots, cards, strict=True):
        if not card_on_it.x <= slot.x + slot.width / 2 <= card_on_it.right:
            yield "a card beside its slot"
    laid_on = [box for entry in face.entries for box in entry.boxes if any(slot.overlaps(box) for slot in slots)]
    others = [box for entry in face.entries for box in entry.boxes if box not in laid_on]
    for words, boxes in (
        ("under it", [box for box in others if box.bottom > foot + EPS]),
        ("over its slot", [box for box in others if box.bottom <= foot + EPS]),
    ):
        if any(card.overlaps(box) for card in cards for box in boxes):
            yield f"a card on what is written {words}"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_on_smaller_paper_cards_stand_on_a_rail_and_cover_no_code_and_nothing_that_is_written(
    paper: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = load(bundled_workshop(), {"paper": paper})
    cards = shop.pieces["deck"].layout
    assert cards is not None
    faces = dict(worksheets(paper, shop))
    assert list(rail_faults(faces["worksheets/recipe"], cards.size)) == []
    rails = {name for name, face in faces.items() if any(map(is_open, slots_of(face)))}
    assert rails == {"worksheets/recipe", "worksheets/examples"}  # what is written on and no card lies on is closed
    assert "a card on a code" in list(rail_faults(faces["worksheets/recipe"], Size(66, 120))), "planted"
    assert "0 slots on a rail" in list(rail_faults(faces["worksheets/pitch"], cards.size)), "planted"
    monkeypatch.setattr(form_setter, "under_rails", lambda sheet, fields: fields)
    recipe = dict(worksheets(paper, load(bundled_workshop(), {"paper": paper})))["worksheets/recipe"]
    assert "a card on what is written over its slot" in list(rail_faults(recipe, cards.size)), "planted"


def test_what_is_asked_over_a_rail_comes_after_it_and_short_halves_share_a_row() -> None:
    """On the paper that is smaller than four cards; a phone asks in the order of the form."""
    small, large = (
        {entry.name: entry.boxes[0] for entry in dict(worksheets(paper))["worksheets/recipe"].entries}
        for paper in ("a4", "a3")
    )
    row = [small[name] for name in ("name", "table", "measure", "by")]
    assert len({box.bottom for box in row}) == 1
    assert [box.x for box in row] == sorted(box.x for box in row)
    assert row[2].width > row[0].width > row[1].width, "each as its words need, and what cards fill more"
    assert small["then"].bottom < row[0].y < small["size"].y
    assert large["name"].bottom < large["who"].y
    assert large["by"].y > large["then"].bottom


def test_only_slots_on_which_no_card_lies_give_way_to_the_air_between_fields(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(faults(dict(worksheets("letter"))["worksheets/context"])) == []
    spacings = form_setter._spacings
    monkeypatch.setattr(form_setter, "_spacings", lambda frame: (each._replace(low=False) for each in spacings(frame)))
    assert "slots on one another" in list(faults(dict(worksheets("letter"))["worksheets/context"])), "planted"


def test_areas_are_seen_however_pale_the_colour_of_a_form_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = load(bundled_workshop(), {}, written("pale yellow", tmp_path))

    def palest() -> float:
        areas = (
            item.fill.contrast(WHITE)
            for _, face in worksheets("a4", shop)
            for item in form_of(face).items
            if isinstance(item, Outline) and item.fill
        )
        return min(areas)

    assert palest() > PALE_AREA
    monkeypatch.setattr(field_sheet, "standing_out", lambda colour, ground, contrast: colour)
    assert palest() < PALE_AREA, "planted"


def test_more_than_two_lines_of_a_sentence_begin_under_its_words(workshop: Path) -> None:
    for lines, stands_beside in ((2, True), (3, False)):
        check(workshop, FORM.replace("lines: 1", f"lines: {lines}").replace("What happened?", "Why?"))
        ((_, face),) = worksheets("a4", load(workshop))
        (box,) = next(entry.boxes for entry in face.entries if entry.name == "story")
        assert (box.x > 30) == stands_beside


def test_a_card_is_as_large_as_the_deck_has_them() -> None:
    shop = load(bundled_workshop())
    cards, page = shop.pieces["deck"].layout, shop.pieces["worksheets/recipe"].layout
    assert cards is not None
    assert page is not None
    (frame,) = (frame for frame in page.front.values() if isinstance(frame, FormFrame))
    assert (frame.card.width, frame.card.height) == cards.size


def test_answers_side_by_side_have_a_box_each_in_the_colour_of_what_they_speak_of() -> None:
    face = dict(worksheets("a4"))["worksheets/comparison"]
    rows = [
        item
        for item in form_of(face).items
        if isinstance(item, Outline) and item.fill and sum(step.verb == "close" for step in item.path) == 4
    ]
    assert len(rows) == 8
    assert len({row.fill for row in rows}) >= 6
    assert [entry.kind for entry in face.entries][:8] == ["long-text"] * 8
    assert all(len(entry.boxes) == 1 for entry in face.entries)


@pytest.mark.parametrize(
    ("third", "sizes"),
    [("Why?", {27.0}), ("Running it", {27.0}), ("Segment 1", {13.5}), ("Extraordinarily long-winded?", {13.5})],
)
def test_heads_of_slots_are_of_one_size(workshop: Path, third: str, sizes: set[float]) -> None:
    fields = "".join(
        f"  q{at}: {{label: {asked}, kind: long-text, lines: 2, shape: slot}}\n"
        for at, asked in enumerate(("Who?", "What?", third))
    )
    assert check(workshop, f"id: note\ntitle: A note\nfields:\n{fields}") == []
    ((_, face),) = worksheets("a4", load(workshop))
    heads = [line for line in form_of(face).items if isinstance(line, TextLine)]
    assert {span.size for line in heads for span in line.spans} == sizes


@pytest.mark.parametrize(
    ("fields", "labels"),
    [("", 0), ("  q: {label: Why?}\n", 1), ("  q: {label: Why?}\n  ok: {label: I agree., kind: check}\n", 2)],
)
def test_what_cannot_fill_a_page_begins_at_its_head(
    workshop: Path, fields: str, labels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only questions for screens, one short one, two: not at the foot, and not with half a page between them."""
    form = f"id: note\ntitle: A note\nfields:\n  screen: {{label: On a screen, print: false}}\n{fields}"
    assert check(workshop, form) == []
    for most, spread in ((rows.MOST_GAP, False), (999.0, labels > 1)):
        monkeypatch.setattr(rows, "MOST_GAP", most)
        ((_, face),) = worksheets("a4", load(workshop))
        asked = [line for line in face.lines() if line.field.endswith(".label")]
        assert len(asked) == labels
        assert all(line.baseline < 60 for line in asked[:1])
        assert any(line.baseline > 200 for line in asked) == spread


def test_a_form_without_room_for_shapes_is_printed_on_lines(workshop: Path) -> None:
    """A form of fifty questions would have no page otherwise."""
    fields = "".join(
        f"  q{n}: {{label: Question {n}, kind: scale, low: no, high: yes, shape: jar}}\n" for n in range(16)
    )
    long = f"id: note\ntitle: A note\nfields:\n{fields}"
    assert [(found["code"], found["line"]) for found in check(workshop, long)] == [("shape-given-up", 4)]
    ((_, face),) = worksheets("a4", load(workshop))
    planks = {entry.name: entry.boxes for entry in face.entries}
    ends = [line for line in form_of(face).items if isinstance(line, TextLine) and line.text == "no"]
    assert len(ends) == len(planks) == 16
    for line, boxes in zip(ends, planks.values(), strict=True):
        assert len({box.y for box in boxes}) == 1
        assert not any(box.overlaps(Rect(line.x, line.baseline - 2, line.width, 2)) for box in boxes)
    over = long + "".join(f"  t{n}: {{label: Text {n}, kind: long-text, lines: 9}}\n" for n in range(6))
    assert {each["code"] for each in check(workshop, over)} == {"overset"}

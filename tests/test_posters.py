"""Posters: at any size, with a code in each corner, whole and in tiles that go together again."""

import json
import shutil
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from chain import POINTS_PER_MM, Told
from click.testing import CliRunner, Result
from conftest import Kits
from families import FAMILIES, brand_of
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from printed import codes, pages, pdfium_text, words
from pypdf import PdfReader
from suite import in_part

from generator.cli import main
from generator.codes import parse
from generator.colours import WHITE, Colour
from generator.compose.shapes import cells
from generator.errors import NOWHERE, ExitCode, Problems
from generator.face import Face, Outline, Placed, TextLine
from generator.fonts import FontBook
from generator.geometry import Rect, Size
from generator.images.paths import bounds
from generator.impose import Tiling, Unbroken, clear_of, tile
from generator.kit.pieces.posters import at_size
from generator.kit.press.poster_map import CODE, clear_place, parts_seen, wholes
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import bundled_workshop, load
from generator.layout import CardLayout, ShapeFrame, TextFrame
from generator.units import MM_PER_POINT

SMALL = Path(__file__).parent / "small"
POSTER = """\
id: grid
title: A grid
layout: quadrants
colour: sea
words:
  subtitle: What goes where?
  top: Up
  bottom: Down
  left: Left
  right: Right
  top-left: One
  legend: [One dot each.]
"""


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "posters").mkdir()
    (folder / "posters/grid.yaml").write_text(POSTER, encoding="utf-8")
    order(folder, "{size: a2, tiles: a4}")
    return folder


def order(folder: Path, said: str) -> None:
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").split("posters:")[0]
    kit.write_text(f"{text}posters: {said}\n", encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(workshop: Path, output: Path, *options: str) -> dict:
    result = run("build", workshop, "-o", output, "--only", "posters", "--json", *options)
    assert result.exit_code == ExitCode.DONE, result.output
    return json.loads(result.stdout)


def test_a_poster_is_one_page_of_its_paper_and_says_its_words(workshop: Path, tmp_path: Path) -> None:
    report = build(workshop, tmp_path / "out")
    assert report["findings"] == []
    assert [Path(file["path"]).name for file in report["files"]] == ["grid.pdf", "grid-tiles.pdf"]
    pdf = tmp_path / "out/posters/grid.pdf"
    (page,) = PdfReader(pdf).pages
    mm = 72 / 25.4
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((594 * mm, 420 * mm), abs=0.02)
    text = words(pdfium_text(pdf)[0])
    for said in ("A grid", "What goes where?", "Up", "Down", "Left", "Right", "One dot each."):
        assert said in text


def test_each_corner_has_a_code_of_the_same_address_and_its_own_corner(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    (picture,) = pages(tmp_path / "out/posters/grid.pdf", 60)
    found = codes(picture)
    (thing,) = (
        thing
        for thing in json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["things"]
        if thing["kind"] == "poster"
    )
    address = f"http://cards.local:8765/{thing['code']}"
    assert found == {f"{address}/{corner}" for corner in (1, 2, 3, 4)}
    corners = thing["geometry"]["corners"]
    assert [(spot["x"] < 297, spot["y"] < 210) for spot in corners] == [
        (True, True), (False, True), (False, False), (True, False),
    ]  # fmt: skip
    assert "code" not in thing["geometry"]
    assert parse(address) == thing["code"]


def on_the_wall(sheet: np.ndarray, seed: int) -> np.ndarray:
    """As a telephone sees it from aside: its far edge shorter, a shadow across it, out of focus, noise of 4 of 255."""
    random = np.random.default_rng(seed)
    height, width = sheet.shape
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    far = flat + random.uniform(0, 0.06, (4, 2)).astype(np.float32) * (width, height) * [
        (1, 1),
        (-1, 1),
        (-1, -1),
        (1, -1),
    ]
    seen = cv2.warpPerspective(
        sheet, cv2.getPerspectiveTransform(flat, far.astype(np.float32)), (width, height), borderValue=150
    )
    shadow = np.linspace(0.45, 1.0, width)[None, :] * np.where(np.arange(height) < height * 0.6, 0.8, 1.0)[:, None]
    blurred = cv2.GaussianBlur(seen * shadow, (0, 0), 0.8)
    return np.clip(blurred + random.normal(0, 4, blurred.shape), 0, 255).astype(np.uint8)


PHOTOGRAPHED = ["pyramid", "four-arguments", "gap-board", "objective", "pantry", "persofail-board", "roadmap"]
WIDE = 4000 / 841  # pixels a mm: A1 across a photograph of 12 megapixels


@pytest.mark.parametrize("name", in_part(PHOTOGRAPHED, "pyramid"))
def test_the_codes_of_a_poster_are_read_from_a_photograph(name: str, print_once: Kits) -> None:
    kit = print_once().folder
    things = json.loads((kit / "manifest.json").read_bytes())["things"]
    (thing,) = (each for each in things if each["kind"] == "poster" and each["id"] == name)
    sheet = next(pages(kit / f"posters/{name}.pdf", round(WIDE * 25.4)))
    found = codes(Image.fromarray(on_the_wall(np.asarray(sheet), len(name))))
    assert {parse(each) for each in found} == {thing["code"]}
    assert {each[-1] for each in found} == {"1", "2", "3", "4"}


SIZES = [
    (size, tiles)
    for size in ("a3", "a2", "a1", "a0", "tabloid", "ansi-c", "ansi-d", "ansi-e")
    for tiles in ("a4", "letter")
]


@pytest.mark.parametrize(("size", "tiles"), in_part(SIZES, ("tabloid", "a4"), ("a0", "letter")))
def test_the_bundled_posters_are_clean_at_every_size(size: str, tiles: str, tmp_path: Path) -> None:
    """Always: the lowest poster, with the least room for words, and the one of the most tiles."""
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "workshop"))
    order(folder, f"{{size: {size}, tiles: {tiles}}}")  # all that there are, ordered by the bundled kit or not
    report = build(folder, tmp_path / "out")
    assert report["findings"] == []
    assert len(report["files"]) == 2 * len(list((folder / "posters").glob("*.yaml"))) >= 16


def test_all_lengths_grow_together_and_shares_stay_shares() -> None:
    shop = load(bundled_workshop())
    layout = shop.pieces["posters/four-arguments"].layout
    assert isinstance(layout, CardLayout)
    doubled = at_size(layout, Size(layout.size.width * 2, layout.size.height * 2))
    for name, frame in layout.front.items():
        box, twice = frame.box.within(layout.size), doubled.front[name].box.within(doubled.size)
        assert twice == pytest.approx(tuple(2 * length for length in box)), name
        if isinstance(frame, TextFrame):
            for one, two in zip(frame.blocks, doubled.front[name].blocks, strict=True):
                assert two.space_before == pytest.approx(2 * one.space_before)
    for name, style in layout.styles.items():
        assert doubled.styles[name].size == pytest.approx(2 * style.size)
        assert doubled.styles[name].capitals == pytest.approx(2 * style.capitals)
        assert doubled.styles[name].leading == style.leading


def test_tiles_put_together_again_are_the_poster(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    dpi, problems = 50, Problems()
    even = tile(Size(594, 420), Size(210, 297), 8, 10, problems, NOWHERE)
    assert even is not None
    ((_, production, face),) = posters(workshop)
    tiling = clear_of(even, tuple(wholes(face, production.desk.book)))
    pixels = dpi / 25.4
    (whole,) = pages(tmp_path / "out/posters/grid.pdf", dpi)
    expected = np.asarray(whole, dtype=int)
    built = np.full_like(expected, 255)
    with pdfium.PdfDocument(tmp_path / "out/posters/grid-tiles.pdf") as document:
        assert len(document) == len(tiling.tiles) + 1
        for page, one in enumerate(tiling.tiles, 1):
            sheet = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
            paste(built, np.asarray(sheet, dtype=int), one.window, tiling.margin, pixels)
    dark = expected < 128
    assert dark.sum() > 1000
    assert (np.abs(built - expected)[dark] > 100).mean() < 0.12  # edges of letters fall between pixels
    assert abs(int((built < 128).sum()) - int(dark.sum())) < 0.03 * dark.sum()


boxes = st.builds(Unbroken, st.builds(Rect, *[st.floats(0, 800)] * 2, *[st.floats(1, 300)] * 2), st.floats(1, 1e5))


@example(1110.0, 378.0, 10.747431275344505, [])  # the even seams are as far apart as they may be
@example(6 * 194 + 5e-7, 400.0, 0.0, [])  # so are they where the sheets reach the edges but for what is noise to them
@example(400.0, 3 * 281 + 5e-7, 0.0, [])
@example(200.0, 300.0, 96.0, [])  # and here what a tile shows of an edge is less than a third of its paper
@given(st.floats(300, 1200), st.floats(300, 1200), st.floats(0, 90), st.lists(boxes, max_size=12))
def test_tiles_with_seams_that_were_moved_still_are_the_poster(
    width: float, height: float, overlap: float, whole: list[Unbroken]
) -> None:
    even = tile(Size(width, height), Size(210, 297), 8, overlap, Problems(), NOWHERE)
    assert even is not None
    moved = clear_of(even, whole)
    if not whole:
        assert [one.window for one in moved.tiles] == [pytest.approx(one.window, abs=1e-6) for one in even.tiles]
    assert [one.label for one in moved.tiles] == [one.label for one in even.tiles]
    for number, one in enumerate(moved.tiles):
        row, column = divmod(number, moved.columns)
        assert one.window.width <= moved.area.width + 1e-6
        assert one.window.height <= moved.area.height + 1e-6
        if column:
            assert moved.tiles[number - 1].window.right - one.window.x == pytest.approx(overlap)
        if row:
            assert moved.tiles[number - moved.columns].window.bottom - one.window.y == pytest.approx(overlap)
        assert one.window.x == pytest.approx(moved.covered.x) or column
        assert one.window.right == pytest.approx(moved.covered.right) or column + 1 < moved.columns
    assert moved.covered.x <= 1e-6
    assert moved.covered.y <= 1e-6
    assert moved.covered.right >= width - 1e-6
    assert moved.covered.bottom >= height - 1e-6


def cut(tiling: Tiling, whole: Sequence[Unbroken]) -> set[Unbroken]:
    """What seams go through: the left and the upper edge of each tile with a neighbour there, as far as it is seen."""
    found: set[Unbroken] = set()
    for number, one in enumerate(tiling.tiles):
        row, column = divmod(number, tiling.columns)
        below = tiling.tiles[number + tiling.columns].window.y if row + 1 < tiling.rows else tiling.piece.height
        for each in whole:
            box = each.box
            beside = column and box.x < one.window.x < box.right and box.y < below and one.window.y < box.bottom
            if beside or (row and box.y < one.window.y < box.bottom):
                found.add(each)
    return found


def test_seams_keep_off_words_and_codes(workshop: Path) -> None:
    even = moved = 0
    for _, production, face in posters(bundled_workshop()):
        tiling, whole = production.tiling(), tuple(wholes(face, production.desk.book))
        assert tiling
        even += len(cut(tiling, whole))
        left = cut(clear_of(tiling, whole), whole)
        moved += len(left)
        assert max((each.cost for each in left), default=0.0) < CODE
    assert moved < 0.45 * even  # where five words of a line stand above five of another, a seam finds no way
    alone = [Unbroken(Rect(90 * number, 40, 60, 20), 9.0) for number in range(10)]
    tiling = tile(Size(841, 594), Size(210, 297), 8, 10, Problems(), NOWHERE)
    assert tiling
    assert cut(tiling, alone)
    assert not cut(clear_of(tiling, alone), alone)


def test_the_map_shows_the_poster_with_its_tiles(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "out")
    text = words(pdfium_text(tmp_path / "out/posters/grid-tiles.pdf")[0])
    assert {"A grid", "A1", "B3"} <= {each for each in ("A grid", "A1", "B3") if each in text}
    assert text.count("A grid") == 2  # in its line, and drawn
    page = next(pages(tmp_path / "out/posters/grid-tiles.pdf", 100))
    assert not codes(page)  # a square where a code is
    assert (np.asarray(page) < 128).mean() > 0.01


def test_names_of_tiles_hide_no_words_where_a_tile_has_room_for_both() -> None:
    hidden = in_the_middle = 0
    plate = Size(42.0, 26.0)  # mm of an A1 on the map of A4
    for _, production, face in posters(bundled_workshop()):
        whole = tuple(wholes(face, production.desk.book))
        tiling = production.tiling()
        assert tiling
        tiling = clear_of(tiling, whole)
        for part, tile_ in zip(parts_seen(tiling), tiling.tiles, strict=True):
            assert tile_.window.contains(part)
            middle, place = part.centre, clear_place(part, plate, whole)
            boxes = [Rect(x - plate.width / 2, y - plate.height / 2, *plate) for x, y in (middle, place)]
            assert part.grown(0.01).contains(boxes[1])
            in_the_middle += any(each.box.overlaps(boxes[0]) for each in whole)
            hidden += any(each.box.overlaps(boxes[1]) for each in whole)
    assert in_the_middle > 20, "planted: where the names would stand otherwise"
    assert hidden == 0
    assert clear_place(Rect(0, 0, 100, 100), plate, ()) == (50, 50)


def test_parts_of_a_poster_are_seen_once() -> None:
    tiling = tile(Size(841, 594), Size(210, 297), 8, 10, Problems(), NOWHERE)
    assert tiling
    parts = parts_seen(tiling)
    assert not any(one.grown(-0.01).overlaps(other) for one, other in combinations(parts, 2))
    covered = tiling.covered
    assert sum(part.width * part.height for part in parts) == pytest.approx(covered.width * covered.height)


def paste(built: np.ndarray, sheet: np.ndarray, window, margin: float, pixels: float) -> None:
    """The printed part of a sheet, where it belongs on the poster."""
    for row in range(built.shape[0]):
        y = row / pixels - window.y
        if not 0 <= y < window.height:
            continue
        columns = np.arange(built.shape[1])
        x = columns / pixels - window.x
        inside = (x >= 0) & (x < window.width - 0.6)
        from_row = min(round((margin + y) * pixels), sheet.shape[0] - 1)
        from_columns = np.clip(np.round((margin + x[inside]) * pixels).astype(int), 0, sheet.shape[1] - 1)
        built[row, columns[inside]] = sheet[from_row, from_columns]


FINE = {"brand.legal", "code.host", "code.sign"}  # nobody needs them while standing there; nor the slug, off the face
CAPITALS = 10.0  # mm


def low(face: Face, book: FontBook) -> list[tuple[str, float]]:
    """Lines that are needed while one stands at a poster, with capitals that are too low; in mm."""
    lines = [(line.text, line.field, span) for line in face.lines() for span in line.spans]
    heights = ((text, field, book.get(span.font).cap_height * span.size * MM_PER_POINT) for text, field, span in lines)
    return [(text, round(high, 1)) for text, field, high in heights if field not in FINE and high < CAPITALS]


def posters(folder: Path, *options: Path) -> Iterator[tuple[str, Production, Face]]:
    shared = Shared(load(folder, {}, *options), None)
    for name, piece in shared.shop.pieces.items():
        if name.startswith("posters/"):
            production = Production(shared, piece)
            if face := production.face(piece.deck.cards[0], "front"):
                yield name, production, face
            assert not production.problems.errors


@pytest.fixture
def on_ansi_d(tmp_path: Path) -> Path:
    """The bundled workshop where posters are a little smaller than A1."""
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "american"))
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").replace("paper: a4", "paper: letter"), encoding="utf-8")
    return folder


def test_what_is_needed_at_a_poster_has_capitals_of_a_centimetre(workshop: Path, on_ansi_d: Path) -> None:
    for folder, width in ((bundled_workshop(), 841), (on_ansi_d, 863.6)):
        drawn = {name: (face, one.desk.book) for name, one, face in posters(folder)}
        assert len(drawn) == 9
        assert {face.size.width for face, _ in drawn.values()} == {width}
        assert {name: found for name, each in drawn.items() if (found := low(*each))} == {}
    order(workshop, "{size: a1}")
    planted = {text for _, one, face in posters(workshop) for text, _ in low(face, one.desk.book)}
    assert "One dot each." in planted  # as they were before


@pytest.mark.parametrize("family", in_part(FAMILIES, "work-sans"))
def test_in_a_clients_letters_too(family: str, on_ansi_d: Path, tmp_path: Path) -> None:
    """The one that is widest of all, always."""
    brand = brand_of(family, tmp_path)
    for folder in (bundled_workshop(), on_ansi_d):
        assert [low(face, one.desk.book) for _, one, face in posters(folder, brand)] == [[]] * 9


def test_where_words_have_no_room_for_that_they_stay_as_they_were(workshop: Path, tmp_path: Path) -> None:
    shelves = "What of all this goes on which of the shelves"
    subtitle = f"{shelves}, and who of those who are here today has seen it there with their own two eyes?"
    written = OWN.replace("Up,", f"Up, subtitle: '{subtitle}',").replace("pictures: {picture-1: dot.svg}\n", "")
    (workshop / "posters/grid.yaml").write_text(written, encoding="utf-8")
    order(workshop, "{size: a1}")
    ((_, one, face),) = posters(workshop, brand_of("work-sans", tmp_path))
    assert [text for text, _ in low(face, one.desk.book)] == [subtitle]


@pytest.mark.parametrize("paper", [Size(841, 594), Size(863.6, 558.8)], ids=["A1", "ANSI D"])
def test_slots_hold_a_playing_card_on_its_side(paper: Size) -> None:
    card = Size(88.9, 63.5)
    found = []
    for name in ("posters/pyramid", "posters/pantry"):
        layout = load(bundled_workshop()).pieces[name].layout
        assert layout
        drawn = at_size(layout, paper)
        for frame in drawn.front.values():
            if isinstance(frame, ShapeFrame) and frame.shape == "slot":
                found += cells(frame, frame.box.within(drawn.size))
    assert len(found) == 21 + 5
    assert all(cell.width >= card.width and cell.height >= card.height for cell in found)
    assert not any(one.overlaps(other) for one, other in combinations(found[:21], 2))


OWN = """\
id: grid
title: A grid
layout: four-fields
colour: sea
colours: [rust, sea]
pictures: {picture-1: dot.svg}
words: {top: Up, left: Left, top-left: One}
"""


def test_a_poster_of_ones_own_has_colours_pictures_and_pills(workshop: Path) -> None:
    (workshop / "dot.svg").write_text(
        '<svg viewBox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>'
    )
    poster = workshop / "posters/grid.yaml"
    poster.write_text(OWN, encoding="utf-8")
    (_, _, face), *_ = posters(workshop)
    areas = [item for placed in face.items if isinstance(placed, Placed) for item in placed.art.items]
    fills = [item.fill.hex for item in areas if isinstance(item, Outline) and isinstance(item.fill, Colour)]
    rust, sea = Colour.from_hex("#8B3A1E"), Colour.from_hex("#00688B")
    for colour, tint in ((rust, 0.24), (sea, 0.14), (sea, 0.3)):
        assert WHITE.mixed(colour, tint).hex in fills
    drawn = {line.text: line for line in face.lines()}
    places = [
        place for place, item in enumerate(face.items) if isinstance(item, TextLine) and item.text in ("Up", "Left")
    ]
    for place in places:
        pill, line = face.items[place - 1], face.items[place]
        assert isinstance(pill, Outline)
        assert isinstance(line, TextLine)
        assert bounds(pill.path).contains(Rect(line.x, line.baseline - 5, line.width, 5))
        assert line.spans[0].colour.contrast(pill.fill) >= 4.5  # type: ignore[arg-type]
    assert len(places) == 2
    assert "One" in drawn
    poster.write_text(OWN.replace("[rust, sea]", "[rust, see]").replace("picture-1", "picture-9"), encoding="utf-8")
    report = json.loads(run("check", workshop, "--json").stdout)
    assert {(each["line"], each["code"]) for each in report["findings"]} == {
        (5, "unknown-colour"),
        (6, "unknown-field"),
    }


def test_a_list_of_a_poster_layout_has_its_words_and_pictures() -> None:
    said = json.loads(run("list", "posters", "four-fields", "--json").stdout)["posters"]["four-fields"]
    assert {"top", "left", "top-left-hint", "legend"} <= set(said["words"])
    assert said["pictures"] == ["picture-1", "picture-2", "picture-3", "picture-4"]
    assert "pictures:" in run("list", "posters", "bridge").output


sides = st.floats(150, 1200)


@given(sides, sides, st.floats(0, 15), st.floats(0, 20))
def test_tiles_cover_the_piece_overlap_as_asked_and_leave_the_slack_outside(
    width: float, height: float, margin: float, overlap: float
) -> None:
    tiling = tile(Size(width, height), Size(210, 297), margin, overlap, Problems(), NOWHERE)
    assert tiling is not None
    covered = tiling.covered
    assert covered.x <= 1e-6
    assert covered.y <= 1e-6
    assert covered.right >= width - 1e-6
    assert covered.bottom >= height - 1e-6
    assert covered.x == pytest.approx(width - covered.right)
    assert covered.y == pytest.approx(height - covered.bottom)
    for number, one in enumerate(tiling.tiles):
        row, column = divmod(number, tiling.columns)
        if column:
            assert tiling.tiles[number - 1].window.right - one.window.x == pytest.approx(overlap)
        if row:
            assert tiling.tiles[number - tiling.columns].window.bottom - one.window.y == pytest.approx(overlap)
        for start, end in tiling.ticks(one):
            for point in (start, end):
                assert 0 < point.x < tiling.paper.width
                assert 0 < point.y < tiling.paper.height
            assert not one.printed(margin).grown(-1e-6).overlaps(Rect(*end, 0, 0))
    other = tile(Size(height, width), Size(210, 297), margin, overlap, Problems(), NOWHERE)
    assert other is not None
    assert len(other.tiles) == len(tiling.tiles)  # a piece on its side takes as many: both ways were tried


@pytest.mark.parametrize(("size", "count"), [((297, 420), 4), ((420, 594), 8), ((594, 841), 15), ((841, 1189), 25)])
def test_as_few_sheets_as_there_can_be(size: tuple[float, float], count: int) -> None:
    """A3 to A0 on A4 with 8 mm margins and 10 mm overlap: worked out by hand from 194 × 281 mm a sheet."""
    tiling = tile(Size(*size), Size(210, 297), 8, 10, Problems(), NOWHERE)
    assert tiling is not None
    assert len(tiling.tiles) <= count


@pytest.mark.needs("mutool", "qpdf")
@pytest.mark.parametrize("margin", [5, 8])
def test_the_label_of_a_tile_keeps_off_the_poster_and_off_the_edge(margin: int, workshop: Path, tmp_path: Path) -> None:
    order(workshop, f"{{size: a2, tiles: a4, margin: {margin}mm}}")
    build(workshop, tmp_path / "out")
    label = [one for one in Told(tmp_path / "out/posters/grid-tiles.pdf").painted[1] if one.kind == "fill_text"][-1]
    low, high = label.box[1] / POINTS_PER_MM, label.box[3] / POINTS_PER_MM
    assert high <= margin
    assert low >= (3 if margin == 8 else 1.8)


def test_a_poster_that_is_not_ordered_any_more_goes_and_so_do_its_tiles(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    (tmp_path / "out/posters/mine.txt").write_text("mine")
    order(workshop, '{size: a2, tiles: ""}')
    run("build", workshop, "-o", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out/posters").iterdir()) == ["grid.pdf", "mine.txt"]
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8").split("posters:")[0], encoding="utf-8")
    run("build", workshop, "-o", tmp_path / "out", "--only", "deck")
    assert (tmp_path / "out/posters/grid.pdf").is_file()  # who asks for one piece keeps the others
    run("build", workshop, "-o", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out/posters").iterdir()) == ["mine.txt"]
    things = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["things"]
    assert [thing["retired"] for thing in things if thing["kind"] == "poster"] == [True]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("{size: a11}", "unknown-paper"),
        ("{tiles: a44}", "unknown-paper"),
        ("{names: [gird]}", "unknown-poster"),
        ("{overlap: 120mm}", "tiles"),
        ("{margin: -1mm}", "tiles"),
        ("{size: 3}", "unknown-paper"),
    ],
)
def test_an_order_that_cannot_be_is_a_problem_in_the_kit(workshop: Path, said: str, code: str) -> None:
    order(workshop, said)
    report = json.loads(run("check", workshop, "--json").stdout)
    assert [(finding["file"], finding["line"], finding["code"]) for finding in report["findings"]] == [
        ("kit.yaml", 9, code)
    ]


def test_a_fault_in_a_poster_is_a_problem_at_its_line(workshop: Path) -> None:
    poster = workshop / "posters/grid.yaml"
    poster.write_text(
        POSTER.replace("colour: sea", "colour: see").replace("  top: Up", f"  top: {'Up ' * 200}"), encoding="utf-8"
    )
    report = json.loads(run("check", workshop, "--json").stdout)
    found = {(finding["file"], finding["line"], finding["code"]) for finding in report["findings"]}
    assert ("posters/grid.yaml", 4, "unknown-colour") in found
    assert any(file == "posters/grid.yaml" and code == "overset" for file, _, code in found)

"""Heat maps: dots on paper where people put them, none hidden, small groups said with care, whatever was written."""

import base64
import ctypes
import math
import random
import statistics
import subprocess
from io import BytesIO
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from office import converted
from PIL import Image, ImageChops, ImageStat
from printed import pdfium_text, run_on
from rooms import ROOT, RUNNER, kit, thing
from test_record import HOSTILE

from generator.brand import Brand, BrandFont, FaceFile, Logo
from generator.capture.results.held import ResultsReader
from generator.capture.results.placements import LISTED, heat_map_of
from generator.capture.results.shrinkage import _given, leaning, pooled, pooled_groups
from generator.cli import main
from generator.colours import WHITE, Colour
from generator.errors import FileError, Problems, SourceError
from generator.face import Outline
from generator.fonts import FontBook
from generator.geometry import Rect, Size
from generator.heat_map import BarMap, PlaneMap
from generator.kit.heat_poster.dots import LARGEST, DotPlace, clusters, dot_size
from generator.kit.heat_poster.inks import inks_of
from generator.kit.heat_poster.look import MapLook
from generator.kit.heat_poster.pages import MapPages
from generator.kit.heat_poster.planes import Plane
from generator.kit.heat_poster.poster import picture_of, print_heat_map
from generator.kit.heat_poster.set_lines import LineSetter
from generator.sight import least_difference
from generator.units import MM_PER_POINT

MATRIX, LADDER = thing("poster", "priority-matrix"), thing("poster", "size-ladder")
PALE = {"accent": "#f4e04d", "ink": "#777777", "a": "#eeeeff", "b": "#eef0ff", "c": "#ddffee"}


def places(people, words, *at, device=None, group=""):
    """Somebody's idea and where it lies; the further places are those of others."""
    (x, y), *more = at
    id = people.says(device, group, {"scenario": words, "place": {"x": x, "y": y}}, "scenario", MATRIX)
    for x, y in more:
        puts(people, id, x, y, device, group)
    return id


def puts(people, id, x, y, device=None, group=""):
    return people.says(device, group, {"place": {"x": x, "y": y}}, "scenario", MATRIX, names=(("places", id),))


def heat(room, session=None, **how):
    return heat_map_of(ResultsReader(room.store, session), **how)


def printed(room, folder, paper="a4", **how):
    to = folder / "heat.pdf"
    print_heat_map(heat(room, **how), to, paper)
    return to


def text_of(pdf) -> str:
    return run_on(" ".join(pdfium_text(pdf)))


# --- dots ---


def filled(pdf, number=0):
    """(colour, left, bottom, right, top) in mm of whatever is filled on a page."""
    with pdfium.PdfDocument(pdf) as document:
        for item in document[number].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
            raw.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
            mode, stroke = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(item, mode, stroke)
            if mode.value:
                colour = f"#{red.value:02x}{green.value:02x}{blue.value:02x}"
                yield colour, *(each * MM_PER_POINT for each in item.get_bounds())


def dots_of(pdf, colours):
    """Where the dots of the first page lie on its plane, in mm off its left and its lower edge; and its size."""
    inks = inks_of(colours)
    tints = {tint.hex for tint in inks.tints[:2]}
    found = list(filled(pdf))
    ground = [box for colour, *box in found if colour in tints and box[2] - box[0] > 40]
    left, bottom, right, top = (pick(box[at] for box in ground) for at, pick in enumerate((min, min, max, max)))
    dots = [box for colour, *box in found if colour == inks.accent.hex and box[2] - box[0] < 12]
    middles = [((box[0] + box[2]) / 2 - left, (box[1] + box[3]) / 2 - bottom) for box in dots]
    return middles, (right - left, top - bottom)


@pytest.mark.parametrize("paper", ["a4", "tabloid"])
def test_dots_lie_where_they_were_put_to_the_millimetre(room, session, people, tmp_path, paper):
    put = [(0, 0), (100, 100), (3, 97), (50, 50), (71, 12), (88, 12)]
    for number, place in enumerate(put):
        places(people, f"Idea {number}", place)
    dots, (width, height) = dots_of(printed(room, tmp_path, paper), kit().brand.colours)
    assert min(width, height) > 100
    assert len(dots) == len(put)
    wanted = [(x / 100 * width, y / 100 * height) for x, y in put]
    for place in wanted:
        assert min(math.dist(place, dot) for dot in dots) < 1


def test_what_lies_at_one_place_is_one_dot_with_its_number(room, session, people, tmp_path):
    places(people, "Twice", (20, 20), (20, 20))
    places(people, "Elsewhere", (80, 80))
    (plane,) = heat(room).maps
    assert sorted(dot.times for dot in plane.dots) == [1, 2]
    pdf = printed(room, tmp_path)
    assert len(dots_of(pdf, kit().brand.colours)[0]) == 2
    assert "with a number in it" in text_of(pdf)


def test_where_dots_would_lie_on_one_another_each_is_small_and_squares_count_them(room, session, people, tmp_path):
    places(people, "Crowd", *[(40 + x, 40 + y) for x in range(12) for y in range(12)])
    pdf = printed(room, tmp_path)
    dots, (_, height) = dots_of(pdf, kit().brand.colours)
    assert len(dots) == 144
    assert "each square counts what lies in it" in text_of(pdf)
    assert "100" in pdfium_text(pdf)[0].split()  # of the square from 40 to 50
    assert min(math.dist(*pair) for pair in combinations(dots[:40], 2)) > height / 100 * 0.95


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 3)), min_size=1, max_size=60))
def test_no_dot_hides_another(at):
    """Of each the half towards its middle is seen, or it touches none; and every number stands free."""
    spots = {(x, y): DotPlace(x * 1.6, y * 1.5, times) for x, y, times in at}
    spread = [*spots.values()]
    size = dot_size(spread)
    assert 0 < size.diameter <= LARGEST
    for one, other in combinations(spread, 2):
        apart = math.dist(one[:2], other[:2])
        are_whole = size.is_crowded or (one.times > 1 and other.times > 1)
        assert apart >= max(size.of(one), size.of(other)) * (1 if are_whole else 0.5) - 1e-9
    together = clusters(spread, 5.0)
    assert sum(each.times for each in together) == sum(spot.times for spot in spread)


# --- what is said of things ---


def test_furthest_apart_comes_first_with_votes_median_and_middle_half(room, session, people):
    places(people, "Calm", (50, 50), (52, 51), (51, 52), (50, 52))
    wild = places(people, "Wild", (10, 90), (90, 10), (50, 50), (20, 80))
    places(people, "Few", (0, 0), (100, 100))
    people.says(None, "", {"dots": {wild: 2}}, "scenario-votes", MATRIX)
    RUNNER.run(room.store.close_session(session.id))
    plane = heat(room).maps[0]
    assert [each.name for each in plane.things] == ["Wild", "Calm", "Few"]
    first, _, last = plane.things
    low, middle, high = statistics.quantiles([10, 90, 50, 20], method="inclusive")
    assert (first.half.left, first.x, first.half.right) == (low, middle, high)
    assert last.half is None
    assert "votes: 2" in first.facts
    assert plane.quadrants[1] == ("Do now", 6)


def test_votes_that_are_open_and_what_is_hidden_are_not_in_it(room, session, people):
    id, gone = places(people, "Seen", (20, 20)), places(people, "Hidden", (80, 80))
    puts(people, gone, 81, 81)
    RUNNER.run(room.store.set_state(gone, "hidden"))
    people.says(None, "", {"dots": {id: 2}}, "scenario-votes", MATRIX)
    (plane,) = heat(room).maps
    assert isinstance(plane, PlaneMap)
    assert [each.name for each in plane.things] == ["Seen"]
    assert sum(dot.times for dot in plane.dots) == 1
    assert "votes" not in plane.things[0].facts
    RUNNER.run(room.store.close_session(session.id))
    _, votes = heat(room).maps
    assert [(row.label, row.total) for row in votes.rows] == [("Seen", 2)]


def test_twins_count_for_the_one_that_stays_and_things_that_few_placed_are_counted(room, session, people):
    stays, twin = places(people, "Stays", (20, 20)), places(people, "Twin", (30, 30))
    RUNNER.run(room.store.merge([twin], stays))
    for number in range(LISTED + 2):
        places(people, f"Idea {number}", (number, 50))
    (plane,) = heat(room).maps
    names = [each.name for each in plane.things]
    assert "Stays" in names
    assert "Twin" not in names
    assert len(names) == LISTED
    assert next(each for each in plane.things if each.name == "Stays").total == 2
    assert any(note.endswith("the list: 3.") for note in plane.notes)


def test_ladders_have_bars_by_department(room, session, people):
    for number, device in enumerate([*people.joins("data", 3), *people.joins("legal", 3)]):
        group = "data" if number < 3 else "legal"
        body = {"size": "feature", "complexity": 1 + number // 3}
        people.says(device, group, body, "size", LADDER)
    scale, *choices = heat(room, board="size-ladder").maps
    assert isinstance(scale, BarMap)
    assert [(row.total, row.by_group) for row in scale.rows][-2:] == [(3, (0, 3)), (3, (3, 0))]
    assert [len(each.rows[1].by_group) for each in choices] == [2]
    assert choices[0].rows[1].total == 6
    assert scale.charts[0].leans[0].pooled < 0 < scale.charts[0].leans[1].pooled
    with pytest.raises(FileError, match="size-ladder"):
        heat(room, board="pyramid")


# --- small groups ---


def test_what_is_known_of_a_group_where_tau_is_known_is_as_worked_out_by_hand():
    """Two groups at 40 and 60 of variances 100 and 300, tau 10: weights 1/200 and 1/400, so the mean is 46.667."""
    given = _given(10.0, [40.0, 60.0], [100.0, 300.0])
    assert given.mean == pytest.approx(46.6667, abs=1e-3)
    assert given.variance == pytest.approx(133.333, abs=1e-3)
    assert leaning(40.0, 100.0, given) == pytest.approx((-3.3333, 50 + 33.3333), abs=1e-3)  # half of it is kept
    assert leaning(60.0, 300.0, given) == pytest.approx((3.3333, 75 + 8.3333), abs=1e-3)  # a quarter


def test_eight_schools_come_out_as_in_the_book():
    """Bayesian Data Analysis, table 5.2 in, the medians of table 5.3 out; they are given in whole numbers."""
    means, errors = [28, 8, -3, 7, -1, 1, 18, 12], [15, 10, 16, 11, 9, 11, 10, 18]
    medians = [10, 8, 7, 8, 5, 6, 10, 8]
    found = pooled(means, [error**2 for error in errors], 25.0)
    centre = means[0] - found[0].bare
    assert centre == pytest.approx(8, abs=0.5)
    assert [centre + each.pooled for each in found] == pytest.approx(medians, abs=1.1)


def test_small_groups_are_drawn_to_the_rest_and_two_who_agree_are_no_certainty():
    chance = random.Random(4)
    rest = [[chance.gauss(50, 15) for _ in range(20)] for _ in range(4)]
    two, twenty = [[85.0, 85.0]], [[85.0 + chance.gauss(0, 15) for _ in range(20)]]
    small, large = pooled_groups([*rest, *two], 100)[-1], pooled_groups([*rest, *twenty], 100)[-1]
    assert small.pooled < 0.8 * small.bare
    assert large.pooled > 0.85 * large.bare
    assert large.low > 0
    alone = pooled_groups([[20.0, 20.0], [60.0, 60.0]], 100)
    assert alone[0].low < alone[0].pooled < 0 < alone[0].high
    assert pooled_groups([[1.0, 2.0]], 100) == ()


def test_files_to_hand_on_have_no_group_under_three(room, session, people, tmp_path):
    for group, many in (("data", 3), ("legal", 1), ("support", 2)):
        for number, device in enumerate(people.joins(group, many)):
            places(people, f"{group} {number}", (10 * number, 50), device=device, group=group)
    own, shared = heat(room).maps[0], heat(room, share=True).maps[0]
    assert set(own.groups) == {"data", "legal", "support"}
    assert set(shared.groups) == {"data", "Others"}
    assert {(each.name, each.people) for each in shared.charts[0].leans} == {("data", 3), ("Others", 3)}
    text = text_of(printed(room, tmp_path, share=True))
    assert "fewer than three people" in text
    assert "support" not in text.replace("support 0", "").replace("support 1", "")


# --- on paper ---


def test_hostile_words_are_whole_and_inert_and_what_cannot_be_set_is_said(room, session, people, tmp_path):
    for number, words in enumerate([*HOSTILE, "word " * 390]):
        places(people, words, (10 * number, 20), (10 * number + 2, 60), group=words[:60])
    pdf = printed(room, tmp_path, "letter")
    text = text_of(pdf)
    plain = text.replace(" ", "")
    for words in HOSTILE[:4]:
        assert words.strip("\u202e\u202c").replace(" ", "") in plain
    assert plain.count("ab" * 10) >= 99  # lines of it; a line may end within
    assert text.count("word word") >= 150
    assert "[U+0645 U+0631" in text
    assert "stand as their numbers in Unicode" in text
    assert b"/JavaScript" not in pdf.read_bytes()
    assert picture_of(heat(room)).content.startswith(b"\x89PNG")


def test_the_same_session_is_the_same_bytes_as_poster_and_as_picture(room, session, people, tmp_path):
    places(people, "Late readers", (20, 20), (60, 70))
    first = printed(room, tmp_path).read_bytes()
    assert printed(room, tmp_path).read_bytes() == first
    assert picture_of(heat(room)) == picture_of(heat(room))


# --- slides ---

SVG = "{http://www.w3.org/2000/svg}"
ON_PAPER = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:mimetype="application/vnd.oasis.opendocument.text" office:version="1.2"><office:automatic-styles>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="1300pt" fo:page-height="800pt"
 fo:margin="0pt"/></style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"/></office:master-styles>
<office:body><office:text><text:p><draw:frame text:anchor-type="as-char" svg:width="1280pt" svg:height="720pt">
<draw:image><office:binary-data>DATA</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body>
</office:document>"""


def of_rsvg(svg: Path) -> Image.Image:
    drawn = subprocess.run(["rsvg-convert", "-w", "1920", svg], check=True, capture_output=True, timeout=60).stdout
    return Image.open(BytesIO(drawn)).convert("RGB")


def of_office(svg: Path) -> Image.Image:
    """As LibreOffice prints a text that has nothing but the picture on a paper of its size."""
    data = base64.b64encode(svg.read_bytes()).decode()
    text = svg.with_suffix(".fodt")
    text.write_text(ON_PAPER.replace("DATA", data))
    (pdf,) = converted(text, "pdf")
    with pdfium.PdfDocument(pdf) as document:
        return document[0].render(scale=1.5).to_pil().convert("RGB").crop((0, 0, 1920, 1080))


@pytest.mark.parametrize(
    ("drawn", "apart"),
    [
        pytest.param(of_rsvg, 0.5, marks=pytest.mark.needs("rsvg-convert")),
        pytest.param(of_office, 2.0, marks=[pytest.mark.soak, pytest.mark.needs("soffice")]),
    ],
)
def test_shapes_for_slides_look_like_the_picture_whatever_draws_them(room, session, people, tmp_path, drawn, apart):
    for number, words in enumerate(("</title><script>alert(1)</script>", "Fjord Á ő 𝄞", "Late readers")):
        places(people, words, (20 * number, 30), (60, 20 * number))
    svg = tmp_path / "heat.svg"
    picture_of(heat(room), as_svg=True).save(svg)
    assert svg.read_bytes() == picture_of(heat(room), as_svg=True).content
    root = ElementTree.fromstring(svg.read_text())
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "title", "path"}
    assert root.findtext(f"{SVG}title") == f"{session.title} · Priority matrix"
    picture = Image.open(BytesIO(picture_of(heat(room)).content)).convert("RGB")
    difference = ImageChops.difference(drawn(svg), picture)
    assert max(ImageStat.Stat(difference).mean) < apart
    moved = ImageChops.offset(picture, 6, 0)  # the planted fault: the picture lies a little aside
    assert max(ImageStat.Stat(ImageChops.difference(moved, picture)).mean) > 2 * apart


def test_a_mark_of_pixels_stands_in_the_shapes_as_it_is(room, session, people, tmp_path):
    places(people, "Late readers", (20, 20))
    Image.new("RGBA", (40, 10), "#12345680").save(tmp_path / "mark.png")
    marks = Brand(logo=Logo(file="mark.png", folder=tmp_path))
    root = ElementTree.fromstring(picture_of(heat(room), marks, as_svg=True).content.decode())
    (image,) = root.iter(f"{SVG}image")
    kind, _, data = image.get("{http://www.w3.org/1999/xlink}href", "").partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(BytesIO(base64.b64decode(data))) as mark:
        assert (mark.size, mark.getpixel((5, 5))) == ((40, 10), (0x12, 0x34, 0x56, 0x80))


@pytest.mark.parametrize("places_at", [[(0, 0), (100, 100), (1, 99), (97, 4)], [(0, n) for n in range(9)] * 3])
def test_no_dot_lies_on_the_word_of_its_quadrant(room, session, people, monkeypatch, places_at):
    stood: list[Rect] = []
    drawn = Plane.quadrants

    def quadrants(plane, *about):
        stood.extend(found := drawn(plane, *about))
        return found

    monkeypatch.setattr(Plane, "quadrants", quadrants)
    for number, at in enumerate(places_at):
        places(people, f"Idea {number}", at)
    page = next(MapPages(heat(room), Size(297, 210), MapLook(heat(room))).pages())
    dots = [Rect(*box) for box in discs(page, heat(room))]
    assert len(stood) == 4
    assert dots
    assert [dot for dot in dots for word in stood if dot.overlaps(word)] == []


def discs(page, heat):
    """The boxes of the dots of a page, mm."""
    accent = inks_of(heat.colours).accent
    for item in page.items:
        if isinstance(item, Outline) and item.fill == accent and any(step.verb == "curve" for step in item.path):
            points = [step.numbers[-2:] for step in item.path if step.numbers]
            (left, right), (top, bottom) = ((min(each), max(each)) for each in zip(*points, strict=True))
            yield left, top, right - left, bottom - top


def test_the_brand_of_another_kit_is_not_worn_unasked(room, session, people, tmp_path, monkeypatch):
    monkeypatch.setenv("PREPDECK_WORKSHOPS", "")
    places(people, "Late readers", (20, 20))
    other = ROOT / "tests/german"
    words = ["results", "heatmap", str(other), "--data", str(room.store.path), "--to", str(tmp_path / "x.pdf")]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    assert inks_of(kit().brand.colours).accent.hex in {colour for colour, *_ in filled(tmp_path / "x.pdf")}


@pytest.mark.parametrize("colours", [kit().brand.colours, PALE], ids=["house", "pale"])
def test_marks_stand_out_and_are_told_apart_in_every_brand(colours):
    inks = inks_of(colours)
    assert inks.accent.contrast(WHITE) >= 4.5
    assert all(mark.contrast(tint) >= 2.9 for mark in inks.marks for tint in inks.tints[:2])
    assert min(least_difference(*pair) for pair in combinations(inks.marks[:5], 2)) >= 8
    assert inks.muted.contrast(Colour(*inks.tints[1][:3])) >= 4.5


def test_a_word_wider_than_a_line_goes_on_in_the_next_and_what_is_left_out_is_said():
    lettering = LineSetter("en", FontBook.load({}, {}, Problems()))
    lines = lettering.lines("a" * 300 + " end", 9, 40)
    assert "".join(line.text for line in lines).replace(" ", "") == "a" * 300 + "end"
    assert max(line.width for line in lines) <= 40
    assert not lettering.has_unset
    held = [line.text for line in lettering.lines("middle half 57–96,\u00a038–50", 9, 30)]
    assert any("96,\u00a038" in line for line in held)
    (short,) = lettering.lines("many words that have no room on one line", 9, 30, most=1)
    assert short.text.endswith("…")


BRAND = """
client: Harbour & Sons
legal: Confidential
colours: {harbour: '#007a6c'}
fonts: {display: {family: noto-sans}, text: {family: noto-sans}}
logo: {file: mark.svg}
"""
MARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10h-40z" fill="#123456"/></svg>'


def test_it_wears_a_client_s_brand_and_a_font_that_is_missing_is_said(room, session, people, tmp_path):
    places(people, "Late readers", (20, 20), (60, 70))
    (tmp_path / "brand").mkdir()
    (tmp_path / "brand/brand.yaml").write_text(BRAND)
    (tmp_path / "brand/mark.svg").write_text(MARK)
    to, folder = tmp_path / "heat.pdf", str(ROOT / "deck_sources/prepersonalization")
    words = ["results", "heatmap", folder, "--data", str(room.store.path), "--to", str(to)]
    done = CliRunner().invoke(main, [*words, "--brand", str(tmp_path / "brand")])
    assert done.exit_code == 0, done.output
    assert "Harbour & Sons · Confidential" in text_of(to)
    assert {"#007a6c", "#123456"} <= {colour for colour, *_ in filled(to)}
    assert b"NotoSans" in to.read_bytes()
    assert len(dots_of(to, {"accent": "#007a6c"})[0]) == 2
    assert print_heat_map(heat(room), to, brand=Brand(logo=Logo(file="none.svg"))) == 2
    with pytest.raises(SourceError):
        print_heat_map(heat(room), to, brand=Brand(fonts={"text": BrandFont(regular=FaceFile(file="none.ttf"))}))
    assert CliRunner().invoke(main, [*words[:2], *words[3:], "--brand", str(tmp_path / "gone")]).exit_code == 5


def test_a_dot_that_lies_elsewhere_is_seen(room, session, people, tmp_path, monkeypatch):
    """The planted fault: all dots two millimetres to the right."""
    drawn = Plane.all_dots

    def moved(plane, dots, size):
        drawn(Plane(plane.pen, plane.box._replace(x=plane.box.x + 2)), dots, size)

    monkeypatch.setattr(Plane, "all_dots", moved)
    with pytest.raises(AssertionError):
        test_dots_lie_where_they_were_put_to_the_millimetre(room, session, people, tmp_path, "a4")


def test_the_command_and_the_desk_write_it(room, desk, session, people, tmp_path):
    places(people, "Late readers", (20, 20), (60, 70))
    to, data = tmp_path / "heat.pdf", ["--data", str(room.store.path)]
    done = CliRunner().invoke(main, ["results", "heatmap", "--to", str(to), "--paper", "a3", "--share", *data])
    assert done.exit_code == 0, done.output
    assert f"{to}  1 board, 2 pages" in done.output
    assert to.stat().st_mode & 0o077 == 0  # as every file of what was said
    with pdfium.PdfDocument(to) as document:
        assert document.get_page_size(0) == pytest.approx((420 / MM_PER_POINT, 297 / MM_PER_POINT), abs=0.1)
    poster = desk.get(f"/desk/{session.id}/heat-map/pdf")
    assert poster.headers["content-type"] == "application/pdf"
    assert poster.content.startswith(b"%PDF")
    assert desk.get(f"/desk/{session.id}/heat-map/png").content.startswith(b"\x89PNG")
    assert desk.get(f"/desk/{session.id}/heat-map/svg").content.startswith(b"<svg ")
    assert f"/desk/{session.id}/heat-map/png" in desk.get(f"/desk/{session.id}/end").text
    for words in (["--to", "x.docx"], ["--to", "x.png", "--paper", "a4"]):
        assert CliRunner().invoke(main, ["results", "heatmap", *words, *data]).exit_code == 2
    with pytest.raises(SourceError):
        print_heat_map(heat(room), to, "a44")
    (tmp_path / "taken").write_text("")
    with pytest.raises(FileError, match="cannot be written"):
        print_heat_map(heat(room), tmp_path / "taken/heat.pdf")

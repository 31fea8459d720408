"""What is drawn, rendered by PDFium: colours, shapes, places, codes and pictures."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from drawn import (
    BLUE,
    GREEN,
    RED,
    SIZE,
    Shown,
    block,
    checked,
    face,
    line,
    near,
    objects,
    one_page,
    packed,
    raster,
    span,
    writer,
)
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import StreamObject

from generator.colours import BLACK, WHITE, Colour
from generator.face import (
    Face,
    GradientStop,
    Item,
    LinearGradient,
    Modules,
    Outline,
    PathStep,
    Picture,
    Placed,
    RepeatedPath,
    make_art,
    rectangle,
)
from generator.geometry import Rect, Size, Transform
from generator.pdf import Placement
from generator.pdf.content import dark_runs
from generator.qr import encode

# --- colours, shapes, places -------------------------------------------------------------------------


def test_outlines_have_their_colours_and_places() -> None:
    shown = Shown(
        one_page(
            block(Rect(10, 10, 20, 5), RED),
            block(Rect(10, 20, 20, 5), None, stroke=BLUE, stroke_width=1.0),
            Outline(rectangle(Rect(10, 30, 20, 20), 10), Colour(0.2, 0.4, 0.6)),
            Outline((*rectangle(Rect(40, 10, 15, 15)), *rectangle(Rect(45, 15, 5, 5))), GREEN, even_odd=True),
            block(Rect(40, 30, 10, 10), None),
        )
    )
    assert near(shown.box(RED), Rect(10, 10, 20, 5))
    assert near(shown.box(BLUE), Rect(9.5, 19.5, 21, 6))
    assert near(shown.box(Colour(0.2, 0.4, 0.6)), Rect(10, 30, 20, 20))
    assert shown.is_at(WHITE, 11, 31)  # the corner of the circle
    assert near(shown.box(GREEN), Rect(40, 10, 15, 15))
    assert shown.is_at(WHITE, 47, 17)
    assert shown.is_at(WHITE, 45, 35)


def test_a_path_that_is_written_once_is_written_as_any_other() -> None:
    plain = Outline(rectangle(Rect(10, 30, 20, 20), 10), BLUE)
    repeated = plain._replace(path=RepeatedPath(plain.path))
    assert repr(repeated) == repr(plain)
    for steps in range(3):
        path = plain.path[:steps]
        assert repr(Outline(path)).startswith(f"Outline(path={path!r}, fill=None, ")
        assert repr(RepeatedPath(path)) == repr(path)
    assert Face(SIZE, 3, (repeated,)).digest() == Face(SIZE, 3, (plain,)).digest()
    assert one_page(repeated) == one_page(plain)


def test_a_state_ends_with_the_shape_it_belongs_to() -> None:
    dashed = Outline(
        (PathStep("move", (5, 10)), PathStep("line", (55, 10))), None, RED, 2.0, dash=(5.0, 5.0), cap=1, join=2
    )
    whole = Outline((PathStep("move", (5, 20)), PathStep("line", (55, 20))), None, RED, 2.0)
    art = make_art(Rect(0, 0, 60, 10), (Outline(whole.path[:0] + tuple(shifted(whole.path, -15)), None, RED, 2.0),))
    shown = Shown(one_page(whole._replace(stroke=BLUE), dashed, Placed(art, Transform(1, 0, 0, 1, 0, 35))))
    assert shown.is_at(RED, 8, 10)
    assert shown.is_at(WHITE, 12.5, 10)
    assert shown.is_at(BLUE, 12.5, 20)
    assert shown.is_at(RED, 12.5, 40)  # the art was entered with dashes on, and has none
    assert shown.is_at(WHITE, 4.5, 40)  # nor round ends
    # black after a colour, and a fill that is the same again after art
    shown = Shown(one_page(block(Rect(0, 0, 5, 5), RED), Placed(art), block(Rect(9, 0, 5, 5), RED)))
    assert shown.is_at(RED, 10, 1)


def shifted(path: Sequence[PathStep], by: float) -> Iterator[PathStep]:
    for verb, (x, y) in path:  # type: ignore[misc]
        yield PathStep(verb, (x, y + by))


def test_gradients_reach_their_ends_and_pad_beyond() -> None:
    stops = (GradientStop(0, RED), GradientStop(1, BLUE))
    shown = Shown(
        one_page(
            block(Rect(0, 0, 60, 10), LinearGradient(20, 0, 40, 0, stops)),
            block(Rect(0, 10, 10, 60), LinearGradient(0, 20, 0, 60, stops)),
            block(
                Rect(20, 20, 20, 10),
                LinearGradient(20, 0, 40, 0, (stops[0], GradientStop(0.5, RED), GradientStop(0.5, BLUE), stops[1])),
            ),
            block(Rect(20, 40, 20, 10), LinearGradient(20, 0, 20, 0, stops)),
            block(
                Rect(20, 60, 20, 10),
                LinearGradient(
                    20, 0, 40, 0, (GradientStop(0.25, GREEN), GradientStop(0.5, RED), GradientStop(0.75, GREEN))
                ),
            ),
        )
    )
    assert shown.is_at(RED, 5, 5)
    assert shown.is_at(RED, 19.9, 5)
    assert shown.is_at(Colour(0.5, 0, 0.5), 30, 5)
    assert shown.is_at(BLUE, 40.1, 5)
    assert shown.is_at(RED, 5, 19.9)
    assert shown.is_at(Colour(0.75, 0, 0.25), 5, 30)
    assert shown.is_at(BLUE, 5, 61)
    assert shown.is_at(RED, 29.8, 25)  # a hard edge
    assert shown.is_at(BLUE, 30.2, 25)
    assert shown.is_at(BLUE, 21, 45)  # no length: the last colour
    assert shown.is_at(GREEN, 22, 65)
    assert shown.is_at(RED, 30, 65, within=8)
    assert shown.is_at(WHITE, 41, 25)  # cut to its path


MARKED = (
    block(Rect(0, 0, 60, 80), Colour(0.9, 0.9, 0.9)),
    block(Rect(0, 0, 20, 10), RED),
    block(Rect(55, 70, 5, 10), BLUE),
)


@pytest.mark.parametrize(
    ("turned", "red", "blue"),
    [
        (0, Rect(0, 0, 20, 10), Rect(55, 70, 5, 10)),
        (90, Rect(70, 0, 10, 20), Rect(0, 55, 10, 5)),
        (180, Rect(40, 70, 20, 10), Rect(0, 0, 5, 10)),
        (270, Rect(0, 40, 10, 20), Rect(70, 0, 10, 5)),
    ],
)
@pytest.mark.parametrize("repeated", [False, True])
def test_faces_are_turned_clockwise_about_their_place(turned: int, red: Rect, blue: Rect, repeated: bool) -> None:
    made = writer()
    drawn = made.draw(face(*MARKED), repeated=repeated)
    size = SIZE.turned if turned % 180 else SIZE
    trim = Rect(13.3, 7.7, *size)
    made.page(Size(110, 110), [Placement(drawn, trim.x, trim.y, turned, trim.grown(3))])
    shown = Shown(made.finish())
    for colour, box in ((RED, red), (BLUE, blue)):
        assert near(shown.box(colour), box._replace(x=box.x + trim.x, y=box.y + trim.y))


def test_faces_are_cut_at_the_clip_of_their_slot_and_marks_come_last() -> None:
    made = writer()
    drawn = made.draw(face(block(Rect(-3, -3, 66, 86), RED)))
    behind = made.draw(face(block(Rect(-3, -3, 66, 86), BLUE)), repeated=True)
    slots = [Placement(behind, 65, 10, 0, Rect(65, 8, 63, 84)), Placement(drawn, 5, 10, 0, Rect(2, 8, 62, 84))]
    made.page(Size(130, 110), slots, (block(Rect(0, 0, 4, 4), BLACK), block(Rect(60, 50, 2, 2), GREEN)))
    shown = Shown(made.finish())
    assert near(shown.box(RED), Rect(2, 8, 62, 84))
    assert near(shown.box(BLUE), Rect(65, 8, 63, 84))
    assert near(shown.box(GREEN), Rect(60, 50, 2, 2))
    assert near(shown.box(BLACK), Rect(0, 0, 4, 4))


def test_art_is_placed_scaled_turned_and_cut(tmp_path: Path) -> None:
    art = make_art(Rect(0, 0, 10, 10), (block(Rect(1, 1, 4, 2), RED), block(Rect(8, 8, 9, 9), BLUE)))
    tiny = make_art(Rect(0, 0, 1, 1), (block(Rect(0.1111, 0, 0.5, 1), GREEN),))
    corner = (PathStep("move", (30, 50)), PathStep("line", (40, 50)), PathStep("line", (30, 60)), PathStep("close"))
    data = one_page(
        Placed(art, Transform(2, 0, 0, 2, 0, 0)),
        Placed(art, Transform(0, 1, -1, 0, 50, 0)),  # a quarter turn clockwise about its corner
        Placed(tiny, Transform(40, 0, 0, 10, 5, 35)),
        Placed(
            make_art(Rect(0, 0, 10, 10), (block(Rect(0, 0, 10, 10), BLACK),)),
            Transform(1, 0, 0, 1, 30, 50),
            clip_path=corner,
        ),
    )
    checked(tmp_path, data)
    shown = Shown(data)
    assert shown.is_at(RED, 2.1, 2.1)
    assert shown.is_at(RED, 9.9, 5.9)
    assert shown.is_at(BLUE, 19.9, 19.9)
    assert shown.is_at(WHITE, 20.2, 20.2)  # the art ends at its box
    assert shown.is_at(RED, 48.9, 4.9)
    assert shown.is_at(RED, 47.1, 1.1)
    assert shown.is_at(WHITE, 46.8, 3)
    assert near(shown.box(GREEN), Rect(5 + 0.1111 * 40, 35, 20, 10))
    assert near(shown.box(BLACK), Rect(30, 50, 10, 10), 0.2)
    assert shown.is_at(WHITE, 39, 59)
    forms = [found for found in objects(data) if isinstance(found, dict) and found.get("/Subtype") == "/Form"]
    assert not forms  # each is so short that it is drawn where it stands


def blocks(count: int) -> tuple[Outline, ...]:
    return tuple(block(Rect(0.1 * at, 0, 0.05, 1 + at / 99), RED) for at in range(count))


def drawn(*items: Item) -> tuple[int, int]:
    """How many forms a file has, and how often pages and forms show one."""
    said = [found.get_data() for found in objects(one_page(*items)) if isinstance(found, StreamObject)]
    forms = [
        found for found in objects(one_page(*items)) if isinstance(found, dict) and found.get("/Subtype") == "/Form"
    ]
    return len(forms), sum(len(re.findall(rb"/X\d+ Do", each)) for each in said)


def test_what_a_drawing_shows_once_is_drawn_where_it_stands() -> None:
    """Twice it is a form, which is drawn once; what is long is one too: other drawings may show it as well."""
    box, aside = Rect(0, 0, 99, 9), Transform(1, 0, 0, 1, 0, 20)
    small, some, much = (make_art(box, blocks(count)) for count in (3, 50, 400))

    def within(*inner: Placed) -> Placed:
        return Placed(make_art(Rect(0, 0, 99, 99), (*inner, *blocks(90))))

    assert drawn(Placed(small), Placed(small, aside)) == (0, 0)
    assert drawn(Placed(some), Placed(some, aside)) == (1, 2)
    assert drawn(within(Placed(some))) == (1, 1)
    assert drawn(within(Placed(some), Placed(some, aside))) == (2, 3)
    assert drawn(within(Placed(much))) == (2, 2)


def test_what_is_painted_with_a_pattern_stays_a_form() -> None:
    """A pattern lies in the plane of its stream."""
    gradient = LinearGradient(0, 0, 9, 0, (GradientStop(0, RED), GradientStop(1, BLUE)))
    line_of_two = Outline((PathStep("move", (0, 4)), PathStep("line", (9, 4))), stroke=gradient, stroke_width=2)
    art = make_art(Rect(0, 0, 9, 9), (line_of_two,))
    assert drawn(Placed(art, Transform(2, 0, 0, 2, 20, 20))) == (1, 1)


def test_forms_bring_the_resources_that_they_use() -> None:
    """A form that leans on the resources of the page is invalid, though some viewers show it."""
    gradient = LinearGradient(0, 0, 9, 0, (GradientStop(0, RED), GradientStop(1, BLUE)))
    inner = make_art(Rect(0, 0, 99, 9), (block(Rect(0, 0, 9, 9), gradient), *blocks(150)))
    outer = make_art(Rect(0, 0, 99, 9), (Placed(inner), line(1, 5, span("in")), *blocks(50)))
    forms = [
        found
        for found in objects(one_page(Placed(outer), line(5, 50, span("out", "bold")), repeated=True))
        if isinstance(found, dict) and found.get("/Subtype") == "/Form"
    ]
    used = [{kind: len(named) for kind, named in form["/Resources"].items()} for form in forms]
    assert used == [{"/Shading": 1}, {"/Font": 1, "/XObject": 1}, {"/Font": 1, "/XObject": 1}]


# --- codes -----------------------------------------------------------------------------------------


def test_codes_are_read_from_the_rendered_page() -> None:
    urls = [f"http://prepdeck.local:8765/K7QX{place}M" for place in range(2, 8)]
    codes = [
        Modules(5 + 25 * (place % 2), 5 + 25 * (place // 2), 0.5, encode(url).rows, url, BLACK)
        for place, url in enumerate(urls)
    ]
    shown = pypdfium2.PdfDocument(one_page(*codes))[0].render(scale=200 / 72).to_pil()
    assert sorted(found.text for found in zxingcpp.read_barcodes(shown)) == urls


def test_a_code_has_its_place_and_no_seams() -> None:
    rows = ((1 << 29) - 1,) * 29
    shown = Shown(one_page(Modules(10.03, 20.07, 0.457, rows, "", BLACK)))
    assert near(shown.box(BLACK), Rect(10.03, 20.07, 29 * 0.457, 29 * 0.457))
    inside = shown.image.crop((102, 203, 232, 330))
    assert inside.getextrema() == ((0, 0),) * 3


@given(st.integers(1, 57).flatmap(lambda n: st.lists(st.integers(0, 2**n - 1), min_size=n, max_size=n)))
def test_runs_cover_the_dark_modules_and_nothing_else(rows: list[int]) -> None:
    covered = [0] * len(rows)
    for run in dark_runs(len(rows))(tuple(rows)).splitlines():
        x, y, long, high, operator = run.split()
        assert (high, operator) == ("1", "re")
        covered[int(y)] += ((1 << int(long)) - 1) << (len(rows) - int(x) - int(long))
    assert covered == rows


# --- pictures --------------------------------------------------------------------------------------


def test_pictures_are_shown_upright_and_stored_once(tmp_path: Path) -> None:
    reds = raster((2, 2), "RGB", rows=packed(6, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0])))
    data = one_page(
        Picture(Rect(10, 10, 20, 20), "photo", (2, 2)),
        Picture(Rect(40, 10, 10, 20), "photo", (2, 2), clip=Rect(40, 10, 10, 5)),
        pictures={"photo": reds}.__getitem__,
    )
    checked(tmp_path, data)
    shown = Shown(data)
    for colour, x, y in ((RED, 12, 12), (GREEN, 28, 12), (BLUE, 12, 28), (BLACK, 28, 28), (WHITE, 42, 16)):
        assert shown.is_at(colour, x, y)
    assert shown.is_at(RED, 41, 12)
    images = [found for found in objects(data) if isinstance(found, dict) and found.get("/Subtype") == "/Image"]
    assert len(images) == 1


def test_a_soft_mask_lets_the_ground_through() -> None:
    half = raster((2, 1), "L", rows=packed(2, bytes([0, 0])), alpha=packed(2, bytes([255, 0])))
    shown = Shown(
        one_page(block(Rect(0, 0, 60, 80), RED), Picture(Rect(10, 10, 20, 20), "p", (2, 1)), pictures=lambda _: half)
    )
    assert shown.is_at(BLACK, 12, 20)
    assert shown.is_at(RED, 28, 20)


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (200, 30, 60)), ("L", 90)])
def test_a_jpeg_passes_through(mode: str, colour: Any) -> None:
    file = BytesIO()
    Image.new(mode, (16, 16), colour).save(file, "JPEG", quality=95)
    data = one_page(
        Picture(Rect(10, 10, 20, 20), "p", (16, 16)), pictures=lambda _: raster((16, 16), mode, jpeg=file.getvalue())
    )
    assert file.getvalue() in data
    parts = colour if isinstance(colour, tuple) else (colour,) * 3
    assert Shown(data).is_at(Colour(*(part / 255 for part in parts)), 20, 20)

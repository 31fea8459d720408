"""What the PDF room writes, read by others: pypdf and qpdf for structure, poppler and PDFium for words and looks."""

import re
import subprocess
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import reportlab
import zxingcpp
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

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
    Span,
    TextLine,
    make_art,
    rectangle,
)
from generator.geometry import Rect, Size, Transform
from generator.images import Raster
from generator.pdf import Job, MissingGlyph, Placement, Writer, truetype
from generator.pdf.content import dark_runs
from generator.pdf.objects import Body, date, number, text_string
from generator.pdf.type import Codes, Typeface
from generator.qr import encode
from generator.units import POINTS_PER_MM

RED, GREEN, BLUE = Colour(1, 0, 0), Colour(0, 1, 0), Colour(0, 0, 1)
SIZE = Size(60, 80)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
JOB = Job(title="A deck", author="Cooks & Co", subject="Layers", created=NOON, duplex="long-edge")
MANY = [chr(code) for code in range(0x4E00, 0x4E00 + 600)] + ["\U0001f600", "\U0001d54f"]
DOTS_PER_MM = 10


@dataclass(frozen=True)
class FontOf:
    key: str
    data: bytes


def made_font(letters: Sequence[str]) -> bytes:
    """A font whose every letter is a square of its own size."""
    names = [".notdef", *(f"u{ord(letter):X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names[1:], strict=True)})
    glyphs = {}
    for place, name in enumerate(names):
        pen = TTGlyphPen(None)
        if name != "u20":
            side = 300 + place % 400
            pen.moveTo((50, 0))
            for corner in ((50, side), (50 + side, side), (50 + side, 0)):
                pen.lineTo(corner)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (800, 50) for name in names})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Squares", "styleName": "Regular", "psName": "Squares"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    file = BytesIO()
    builder.font.recalcTimestamp = False
    builder.save(file)
    return file.getvalue()


FOLDER = Path(reportlab.__file__).parent / "fonts"  # Bitstream Vera, which ReportLab brings along
FONTS = {
    "text": FontOf("text", (FOLDER / "Vera.ttf").read_bytes()),
    "bold": FontOf("bold", (FOLDER / "VeraBd.ttf").read_bytes()),
    "many": FontOf("many", made_font([" ", "a", "(", ")", "\\", *MANY])),
}


def width(text: str, key: str, size: float) -> float:
    """mm, as the composer measures."""
    file = Typeface(FONTS[key], 1)._file
    units = sum(file.hmetrics[file.charToGlyph[ord(letter)]][0] for letter in text)
    return float(units / file.unitsPerEm * size / POINTS_PER_MM)


def span(text: str, key: str = "text", size: float = 9, colour: Colour = BLACK, **more: Any) -> Span:
    return Span(text, key, size, colour, width(text.replace("\xa0", " "), key, size), **more)


def line(x: float, baseline: float, *spans: Span) -> TextLine:
    return TextLine(x, baseline, spans)


def block(box: Rect, fill: Colour | LinearGradient | None, **more: Any) -> Outline:
    return Outline(rectangle(box), fill, **more)


def face(*items: Item, size: Size = SIZE) -> Face:
    return Face(size, 3.0, items)


def writer(job: Job = JOB, pictures: Callable[[str], Any] | None = None) -> Writer:
    return Writer(job, FONTS.__getitem__, pictures)


def one_page(
    *items: Item, pictures: Callable[[str], Any] | None = None, job: Job = JOB, repeated: bool = False
) -> bytes:
    made = writer(job, pictures)
    drawn = made.draw(face(*items), repeated=repeated)
    made.page(SIZE, [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])
    return made.finish()


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[bytes], Path]:
    def check(data: bytes) -> Path:
        path = tmp_path / "checked.pdf"
        path.write_bytes(data)
        done = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stderr
        return path

    return check


def words_by_both(path: Path) -> tuple[list[str], list[str]]:
    poppler = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    document = pypdfium2.PdfDocument(path)
    pdfium = " ".join(page.get_textpage().get_text_range() for page in document)
    return poppler.split(), pdfium.split()


class Shown:
    """A rendered page, asked for colours at millimetres."""

    def __init__(self, data: bytes, page: int = 0) -> None:
        scale = DOTS_PER_MM * 25.4 / 72
        self.image = pypdfium2.PdfDocument(data)[page].render(scale=scale).to_pil().convert("RGB")

    def at(self, x: float, y: float) -> tuple[int, ...]:
        found = self.image.getpixel((int(x * DOTS_PER_MM), int(y * DOTS_PER_MM)))
        assert isinstance(found, tuple)
        return found

    def is_at(self, colour: Colour, x: float, y: float, within: int = 3) -> bool:
        return all(abs(seen - part * 255) <= within for seen, part in zip(self.at(x, y), colour[:3], strict=True))

    def box(self, colour: Colour) -> Rect:
        """Around all that has the colour, mm."""
        wanted = tuple(round(part * 255) for part in colour[:3])
        data = self.image.tobytes()
        mask = Image.new("L", self.image.size)
        mask.putdata([255 * (tuple(data[at : at + 3]) == wanted) for at in range(0, len(data), 3)])
        found = mask.getbbox()
        assert found, f"nothing on the page is {colour.hex}"
        left, top, right, bottom = (edge / DOTS_PER_MM for edge in found)
        return Rect(left, top, right - left, bottom - top)


def near(found: Rect, wanted: Rect, within: float = 0.1) -> bool:
    edges = zip(
        (found.x, found.y, found.right, found.bottom), (wanted.x, wanted.y, wanted.right, wanted.bottom), strict=True
    )
    return all(abs(one - other) <= within + 1e-6 for one, other in edges)


def objects(data: bytes) -> Iterator[Any]:
    reader = pypdf.PdfReader(BytesIO(data), strict=True)
    for at in range(1, len(reader.xref[0]) + 1):
        yield reader.get_object(at)


def kitchen_sink() -> bytes:
    """One page of everything."""
    art = make_art(Rect(0, 0, 10, 10), (block(Rect(1, 1, 8, 8), GREEN), line(2, 5, span("art"))))
    gradient = LinearGradient(0, 0, 60, 0, (GradientStop(0, RED), GradientStop(0.5, GREEN), GradientStop(1, BLUE)))
    return one_page(
        block(Rect(-3, -3, 66, 20), gradient, stroke=BLACK, stroke_width=0.5),
        line(5, 30, span("Words "), span("and bold", "bold", tracking=0.4)),
        Placed(art, Transform(2, 0, 0, 2, 5, 40), clip=Rect(5, 40, 15, 15)),
        Placed(art, Transform(0, 1, -1, 0, 50, 40)),
        Modules(30, 60, 0.5, encode("HTTP://A.B/C").rows, "", BLACK),
        Picture(Rect(2, 60, 10, 10), "photo", (2, 2)),
        pictures=lambda _: raster((2, 2), "RGB", rows=packed(6, bytes(range(12))), alpha=packed(2, b"\xff\x80\xff\0")),
    )


# --- the file --------------------------------------------------------------------------------------


def test_every_part_of_a_file_is_sound(checked: Callable[[bytes], Path]) -> None:
    checked(kitchen_sink())


def test_all_fonts_are_embedded_and_none_is_a_standard_one() -> None:
    fonts = [found for found in objects(kitchen_sink()) if isinstance(found, dict) and found.get("/Type") == "/Font"]
    names = sorted(str(font["/BaseFont"]).split("+")[1] for font in fonts)
    assert names == ["BitstreamVeraSans-Bold", "BitstreamVeraSans-Roman"]
    assert all(re.fullmatch(r"/[A-Z]{6}\+.+", font["/BaseFont"]) for font in fonts)
    for font in fonts:
        program = font["/FontDescriptor"].get_object()["/FontFile2"].get_object()
        assert len(program.get_data()) == program["/Length1"] > 1000
        assert "/ToUnicode" in font


def test_the_page_says_its_boxes() -> None:
    made = writer()
    drawn = made.draw(face())
    sheet, trim = Size(80, 100), Rect(10, 8, 60, 80)
    made.page(sheet, [Placement(drawn, 10, 8, 0, trim.grown(3))], trim=trim, bleed=trim.grown(3))
    made.page(sheet, [Placement(drawn, 10, 8, 0, trim.grown(3))])
    cut, whole = pypdf.PdfReader(BytesIO(made.finish())).pages
    mm = [[round(float(edge) / POINTS_PER_MM, 2) for edge in box] for box in (cut.mediabox, cut.trimbox, cut.bleedbox)]
    assert mm == [[0, 0, 80, 100], [10, 12, 70, 92], [7, 9, 73, 95]]
    assert whole.trimbox == whole.mediabox
    assert "/BleedBox" not in whole
    assert "/Annots" not in cut


@pytest.mark.parametrize(
    ("duplex", "said"),
    [("none", "/Simplex"), ("long-edge", "/DuplexFlipLongEdge"), ("short-edge", "/DuplexFlipShortEdge")],
)
def test_viewers_are_told_how_to_print(duplex: Any, said: str) -> None:
    reader = pypdf.PdfReader(BytesIO(one_page(job=replace(JOB, duplex=duplex, language="de"))))
    root: Any = reader.trailer["/Root"]
    assert root["/ViewerPreferences"] == {"/PrintScaling": "/None", "/Duplex": said, "/DisplayDocTitle": True}
    assert root["/Lang"] == "de"


def test_the_file_says_what_it_is() -> None:
    created = datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    meta = pypdf.PdfReader(BytesIO(one_page(job=replace(JOB, title="Größe (Ω)\\", created=created)))).metadata
    assert meta is not None
    assert (meta.title, meta.author, meta.subject) == ("Größe (Ω)\\", "Cooks & Co", "Layers")
    assert meta["/CreationDate"] == meta["/ModDate"] == "D:20261122120000Z"
    assert str(meta.producer).startswith("prepdeck ")


def test_a_moment_without_a_time_zone_is_utc() -> None:
    assert date(datetime(2026, 11, 22, 12, 0)) == date(NOON) == b"(D:20261122120000Z)"


def test_same_input_gives_the_same_bytes_and_the_identity_follows_the_content() -> None:
    def identity(data: bytes) -> Any:
        return pypdf.PdfReader(BytesIO(data)).trailer["/ID"][0]

    assert kitchen_sink() == kitchen_sink()
    one, other = one_page(line(5, 5, span("one"))), one_page(line(5, 5, span("eno")))
    assert identity(one) != identity(other)  # same title, same letters
    assert len(identity(one)) == 16


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
@example("(brackets) \\ back")
@example("Grüße")
def test_strings_for_people_are_read_back(text: str) -> None:
    coded = text_string(text)
    if coded.startswith(b"<"):
        assert bytes.fromhex(coded[5:-1].decode()).decode("utf-16-be") == text
    else:
        plain = coded[1:-1].replace(b"\\(", b"").replace(b"\\)", b"").replace(b"\\\\", b"")
        assert not set(plain) & set(b"()\\")
        assert pypdf.generic.read_string_from_stream(BytesIO(coded)) == text


@given(st.floats(-20000, 20000), st.integers(0, 5))
def test_numbers_are_short_and_never_have_an_exponent(value: float, decimals: int) -> None:
    short = number(value, decimals)
    assert set(short) <= set("-.0123456789")
    assert abs(float(short) - value) <= 0.51 * 10**-decimals
    assert not ("." in short and short.endswith("0"))
    assert short != "-0"


def test_a_page_tree_of_many_nodes_keeps_its_order(checked: Callable[[bytes], Path]) -> None:
    made = writer()
    drawn = made.draw(face(block(Rect(0, 0, 5, 5), RED)), repeated=True)
    for height in range(150):
        made.page(Size(60, 80 + height), [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])
    pages = pypdf.PdfReader(checked(made.finish())).pages
    assert [round(float(page.mediabox.height) / POINTS_PER_MM) for page in pages] == list(range(80, 230))


def test_faults_of_the_caller_are_not_written() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        writer().finish()
    with pytest.raises(ValueError, match="no pictures were given"):
        one_page(Picture(Rect(0, 0, 5, 5), "photo", (2, 2)))
    body = Body()
    at = body.reserve()
    with pytest.raises(ValueError, match=r"objects \[1\] are named and never written"):
        body.close(at, at)
    body.put(at, b"null")
    with pytest.raises(ValueError, match="written twice"):
        body.put(at, b"null")


def test_a_file_is_saved_to_a_path_and_to_a_stream(tmp_path: Path) -> None:
    made = writer()
    made.page(SIZE, [])
    stream = BytesIO()
    made.save(stream)
    made.save(tmp_path / "deck.pdf")
    assert stream.getvalue() == (tmp_path / "deck.pdf").read_bytes() == made.finish()


# --- little is held, little is repeated --------------------------------------------------------------


def test_no_stream_is_left_unpacked_and_what_is_the_same_is_there_once() -> None:
    mark = Outline((PathStep("move", (1, 1)), PathStep("line", (1, 5))), stroke=BLACK, stroke_width=0.1)
    made = writer()
    back = made.draw(face(block(Rect(0, 0, 60, 80), RED)), repeated=True)
    for place in range(20):
        front = made.draw(face(line(5, 20, span(f"card {place}"))))
        for drawn in (front, back):
            where = [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))]
            made.page(SIZE, where, (mark, replace_slug(f"sheet {place}")))
    assert len(back.operators) < 20
    data = made.finish()
    contents = [[entry.idnum for entry in page.raw_get("/Contents")] for page in pypdf.PdfReader(BytesIO(data)).pages]
    assert len({page[1] for page in contents}) == 1  # the marks
    assert len({page[0] for page in contents[1::2]}) == 1  # the backs
    assert len({page[0] for page in contents[::2]}) == 20
    streams = [found for found in objects(data) if isinstance(found, pypdf.generic.StreamObject)]
    assert len(streams) == 20 + 1 + 1 + 1 + 40 + 2  # fronts, backs, form, marks, slugs, font with its map
    raw = data.split(b"endstream")
    assert all(b"/Filter/FlateDecode" in part for part in raw[:-1])
    assert b"Tj" not in data


def replace_slug(text: str) -> Placed:
    """A slug line that reads upwards."""
    art = make_art(Rect(0, -5, 40, 10), (line(0, 0, span(text, size=5)),))
    return Placed(art, Transform(0, -1, 1, 0, 57, 70))


def test_a_turned_slug_is_drawn_in_place(tmp_path: Path) -> None:
    made = writer()
    made.page(SIZE, [], (replace_slug("reads upwards"),))
    path = tmp_path / "slug.pdf"
    made.save(path)
    assert "/XObject" not in pypdf.PdfReader(path).pages[0]["/Resources"]  # type: ignore[operator]
    page = pypdfium2.PdfDocument(path)[0].get_textpage()
    left, bottom, right, top = page.get_charbox(0)
    assert right / POINTS_PER_MM == pytest.approx(57, abs=0.1)
    assert bottom / POINTS_PER_MM == pytest.approx(10, abs=0.2)
    assert page.get_charbox(5)[1] > top > bottom > left - 1000


# --- words -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("repeated", [False, True])
def test_both_extractors_read_the_exact_words(checked: Callable[[bytes], Path], repeated: bool) -> None:
    kerned = span("AVATAR To. Wave (To)", kerns=((1, -80.0), (2, -80.5), (8, -120.0), (11, 0.25), (17, -99.0)))
    path = checked(
        one_page(
            line(5, 10, span("Plain words, "), span("bold ones", "bold"), span(" and more.")),
            line(5, 16, kerned),
            line(5, 22, span("SPACED OUT", tracking=0.8), span(" not spaced")),
            line(5, 28, span(r"(a\b) Größe café – naïve…")),
            line(5, 34, span("10\xa0mm “quoted”"), span(" \U0001f600 a", "many")),
            repeated=repeated,
        )
    )
    wanted = (
        "Plain words, bold ones and more. AVATAR To. Wave (To) SPACED OUT not spaced "
        r"(a\b) Größe café – naïve… 10 mm “quoted” " + "\U0001f600 a"
    ).split()
    assert words_by_both(path) == (wanted, wanted)


def test_more_letters_than_one_font_holds(checked: Callable[[bytes], Path]) -> None:
    text = " ".join("".join(MANY[start : start + 9]) for start in range(0, len(MANY), 9)) + " (a) \\"
    chunks = [text[start : start + 40] for start in range(0, len(text), 40)]
    mixed = "a" + MANY[-1] + "(" + MANY[5] + ") " + MANY[400] + " \\a"
    lines = [line(2, 4 + 3 * place, span(chunk, "many", 3)) for place, chunk in enumerate(chunks)]
    lines.append(line(2, 78, span(mixed, "many", 3, kerns=((1, -20.0), (3, 30.0), (4, -5.0)))))
    path = checked(one_page(*lines))
    wanted = "".join((text + mixed).split())
    poppler, pdfium = words_by_both(path)
    assert "".join(poppler) == wanted
    assert "".join(pdfium) == wanted


def test_a_missing_glyph_is_never_printed() -> None:
    with pytest.raises(MissingGlyph, match=r"font 'text' has no glyph for U\+4E00"):
        one_page(line(5, 5, Span("\u4e00", "text", 9, BLACK, 3.0)))


ALPHABET = [" ", "(", ")", "\\", *(chr(code) for code in range(33, 127)), *MANY]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=400), min_size=1, max_size=4))
def test_codes_can_be_read_back(texts: list[str]) -> None:
    codes = Codes("many", "F1", dict.fromkeys(map(ord, ALPHABET), 7))
    for text in texts:
        coded = [letter.translate(codes)[-1] for letter in text]
        assert "".join(chr(codes.parts[ord(code) // 256][ord(code) % 256]) for code in coded) == text
    assert all(byte not in {0, 8, 9, 10, 12, 13, 127} for part in codes.parts for byte in part)
    assert len({name for name in codes.names}) == len(codes.parts)


def test_letters_stand_where_the_face_says() -> None:
    data = one_page(line(20, 40, span("HH", size=24), span("H", "bold", 24), span("H", size=24, tracking=3)))
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    starts = [20 + width(before, "text", 24) for before in ("", "H", "HH")]
    starts.append(starts[2] + width("H", "bold", 24))
    bearing = 0.6  # what the letter keeps free at its left, mm
    for place, start in enumerate(starts):
        left, bottom, _, _ = page.get_charbox(place)
        assert 0 < left / POINTS_PER_MM - start < 2 * bearing
        assert bottom / POINTS_PER_MM == pytest.approx(40, abs=0.1)  # page 80 high, baseline at 40


def test_kerns_and_tracking_move_letters() -> None:
    def left(of: Span) -> float:
        page = pypdfium2.PdfDocument(one_page(line(10, 40, of)))[0].get_textpage()
        return float(page.get_charbox(1)[0])

    plain = left(span("AV", size=20))
    assert left(span("AV", size=20, kerns=((1, -100.0),))) == pytest.approx(plain - 2, abs=0.02)
    assert left(span("AV", size=20, tracking=1.5)) == pytest.approx(plain + 1.5, abs=0.02)
    # a state set for one line does not reach the next one
    data = one_page(line(10, 30, span("AV", size=20, tracking=1.5)), line(10, 40, span("AV", size=20)))
    assert pypdfium2.PdfDocument(data)[0].get_textpage().get_charbox(5)[0] == pytest.approx(plain, abs=0.02)


def test_the_last_advance_of_a_font_is_shared_in_its_own_units() -> None:
    """ReportLab mixes units for glyphs past the last full entry of `hmtx`: Vera has 2048 units an em."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    data = bytearray(FONTS["text"].data)
    plain = TTFontFile(BytesIO(bytes(data)))
    at = plain.get_table_pos("hhea")[0] + 34
    data[at : at + 2] = (10).to_bytes(2, "big")
    assert TTFontFile(BytesIO(bytes(data))).hmetrics[20][0] != plain.hmetrics[9][0]  # the fault
    assert Typeface(FontOf("x", bytes(data)), 1)._file.hmetrics[20][0] == plain.hmetrics[9][0]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(33, 0xD7FF), min_size=1, max_size=60, unique=True),
    st.lists(st.integers(0x10000, 0x1FFFF), max_size=5, unique=True),
    st.lists(st.integers(0, 0x1FFFF), max_size=50),
)
def test_characters_find_the_glyphs_that_fonttools_finds(near: list[int], far: list[int], others: list[int]) -> None:
    data = made_font([chr(code) for code in near + far])
    with TTFont(BytesIO(data)) as font:
        wanted = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
        advances = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
    read = truetype.read(data)
    asked = {*near, *far, *others, 0xFFFF, *(code + 1 for code in near)}
    assert {code: read.charToGlyph[code] for code in asked} == {code: wanted.get(code, 0) for code in asked}
    assert [advance for advance, _ in read.hmetrics] == advances


def test_a_font_without_a_unicode_map_is_refused() -> None:
    file = BytesIO()
    with TTFont(BytesIO(FONTS["text"].data)) as font:
        font["cmap"].tables = [table for table in font["cmap"].tables if table.platformID == 1]
        font.save(file)
    with pytest.raises(ValueError, match="no Unicode character map"):
        truetype.read(file.getvalue())


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


def test_art_is_placed_scaled_turned_and_cut(checked: Callable[[bytes], Path]) -> None:
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
    checked(data)
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
    assert len(forms) == 3  # one of them is placed twice


def test_forms_bring_the_resources_that_they_use() -> None:
    """A form that leans on the resources of the page is invalid, though some viewers show it."""
    gradient = LinearGradient(0, 0, 9, 0, (GradientStop(0, RED), GradientStop(1, BLUE)))
    inner = make_art(Rect(0, 0, 9, 9), (block(Rect(0, 0, 9, 9), gradient),))
    outer = make_art(Rect(0, 0, 9, 9), (Placed(inner), line(1, 5, span("in"))))
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


def raster(pixels: tuple[int, int], mode: Any, **more: bytes) -> Raster:
    return Raster("photo", pixels, mode, Size(10, 10), **more)  # type: ignore[arg-type]


def packed(stride: int, samples: bytes) -> bytes:
    """Rows with PNG's filter 0."""
    return zlib.compress(b"".join(b"\0" + samples[at : at + stride] for at in range(0, len(samples), stride)))


def test_pictures_are_shown_upright_and_stored_once(checked: Callable[[bytes], Path]) -> None:
    reds = raster((2, 2), "RGB", rows=packed(6, bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0])))
    data = one_page(
        Picture(Rect(10, 10, 20, 20), "photo", (2, 2)),
        Picture(Rect(40, 10, 10, 20), "photo", (2, 2), clip=Rect(40, 10, 10, 5)),
        pictures={"photo": reds}.__getitem__,
    )
    checked(data)
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

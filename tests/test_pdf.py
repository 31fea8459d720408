"""The file that the PDF room writes, read by others: pypdf and qpdf for structure, poppler and PDFium for words."""

import re
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from drawn import (
    FONTS,
    JOB,
    MANY,
    NOON,
    RED,
    SIZE,
    FontOf,
    block,
    checked,
    face,
    kitchen_sink,
    line,
    made_font,
    objects,
    one_page,
    span,
    width,
    writer,
)
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st
from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary
from suite import examples

from generator.colours import BLACK
from generator.face import Outline, PathStep, Picture, Placed, Span, make_art
from generator.geometry import Rect, Size, Transform
from generator.pdf import DocumentInfo, DrawnForms, MissingGlyph, Placement, Writer
from generator.pdf.content import Content
from generator.pdf.dictionary import Dictionary
from generator.pdf.document import Document, Info, date, number_array, string
from generator.pdf.numbers import number
from generator.pdf.steps import steps
from generator.pdf.subset import cutter
from generator.pdf.type import Typeface, parsed
from generator.units import POINTS_PER_MM

SHIPPED = Path(__file__).parent.parent / "fonts"


def words_by_both(path: Path) -> tuple[list[str], list[str]]:
    poppler = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, check=True).stdout.decode()
    document = pypdfium2.PdfDocument(path)
    pdfium = " ".join(page.get_textpage().get_text_range() for page in document)
    return poppler.split(), pdfium.split()


# --- the file --------------------------------------------------------------------------------------


def test_every_part_of_a_file_is_sound(tmp_path: Path) -> None:
    checked(tmp_path, kitchen_sink())


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
    [("simplex", "/Simplex"), ("long-edge", "/DuplexFlipLongEdge"), ("short-edge", "/DuplexFlipShortEdge")],
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
    assert date(datetime(2026, 11, 22, 12, 0)) == date(NOON) == "D:20261122120000Z"


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
    written = Info(replace(JOB, title=text)).format(Document(JOB))
    read: Any = pypdf.generic.read_object(BytesIO(written), None)
    assert read["/Title"] == text


def test_what_is_not_known_is_not_said() -> None:
    meta = pypdf.PdfReader(BytesIO(one_page(job=DocumentInfo(title="A deck")))).metadata
    assert meta is not None
    assert set(meta) == {"/Title", "/Creator", "/Producer"}


@given(st.floats(-20000, 20000), st.integers(0, 5))
def test_numbers_are_short_and_never_have_an_exponent(value: float, decimals: int) -> None:
    short = number(value, decimals)
    assert set(short) <= set("-.0123456789")
    assert abs(float(short) - value) <= 0.51 * 10**-decimals
    assert not ("." in short and short.endswith("0"))
    assert short != "-0"


def test_a_page_tree_of_many_nodes_keeps_its_order(tmp_path: Path) -> None:
    made = writer()
    drawn = made.draw(face(block(Rect(0, 0, 5, 5), RED)), repeated=True)
    for height in range(150):
        made.page(Size(60, 80 + height), [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])
    pages = pypdf.PdfReader(checked(tmp_path, made.finish())).pages
    assert [round(float(page.mediabox.height) / POINTS_PER_MM) for page in pages] == list(range(80, 230))


def test_faults_of_the_caller_are_not_written() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        writer().finish()
    with pytest.raises(ValueError, match="no pictures were given"):
        one_page(Picture(Rect(0, 0, 5, 5), "photo", (2, 2)))


def test_a_file_is_saved_to_a_path_and_to_a_stream(tmp_path: Path) -> None:
    made = writer()
    made.page(SIZE, [])
    stream = BytesIO()
    made.save(stream)
    made.save(tmp_path / "deck.pdf")
    assert stream.getvalue() == (tmp_path / "deck.pdf").read_bytes() == made.finish()


# --- little is held, little is repeated --------------------------------------------------------------


def test_what_is_written_is_not_held_beside_the_file() -> None:
    document = Document(DocumentInfo("Held once"))
    streams = [document.add_stream(bytes([number]) * 40) for number in range(3)]
    document.add_page({"MediaBox": (0, 0, 10, 10)}, streams, document.Reference(document.Pages))
    held = [document.idToObject[stream.name] for stream in streams]
    assert all(stream.content for stream in held)
    document.GetPDFData(None)
    assert [stream.content for stream in held] == [None, None, None]


def test_no_stream_is_left_unpacked_and_what_is_the_same_is_there_once() -> None:
    mark = Outline((PathStep("move", (1, 1)), PathStep("line", (1, 5))), stroke=BLACK, stroke_width=0.1)
    made = writer()
    back = made.draw(face(block(Rect(0, 0, 60, 80), RED)), repeated=True)
    for place in range(20):
        front = made.draw(face(line(5, 20, span(f"card {place}"))))
        for drawn in (front, back):
            where = [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))]
            made.page(SIZE, where, (mark, turned_slug(f"sheet {place}")))
    assert len(back.operators) < 20
    data = made.finish()
    contents = [[entry.idnum for entry in page.raw_get("/Contents")] for page in pypdf.PdfReader(BytesIO(data)).pages]
    assert len({page[1] for page in contents}) == 1  # the marks
    assert len({page[0] for page in contents[1::2]}) == 1  # the backs
    assert len({page[0] for page in contents[::2]}) == 20
    streams = [found for found in objects(data) if isinstance(found, pypdf.generic.StreamObject)]
    assert len(streams) == 20 + 1 + 1 + 1 + 40 + 2  # fronts, backs, form, marks, slugs, font with its map
    raw = data.split(b"endstream")
    assert all(b"/FlateDecode" in part for part in raw[:-1])
    assert b")Tj" not in data


def turned_slug(text: str) -> Placed:
    """A slug line that reads upwards."""
    art = make_art(Rect(0, -5, 40, 10), (line(0, 0, span(text, size=5)),))
    return Placed(art, Transform(0, -1, 1, 0, 57, 70))


def test_a_turned_slug_is_drawn_in_place(tmp_path: Path) -> None:
    made = writer()
    made.page(SIZE, [], (turned_slug("reads upwards"),))
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
def test_both_extractors_read_the_exact_words(tmp_path: Path, repeated: bool) -> None:
    kerned = span("AVATAR To. Wave (To)", kerns=((1, -80.0), (2, -80.5), (8, -120.0), (11, 0.25), (17, -99.0)))
    path = checked(
        tmp_path,
        one_page(
            line(5, 10, span("Plain words, "), span("bold ones", "bold"), span(" and more.")),
            line(5, 16, kerned),
            line(5, 22, span("SPACED OUT", tracking=0.8), span(" not spaced")),
            line(5, 28, span(r"(a\b) Größe café – naïve…")),
            line(5, 34, span("10\xa0mm “quoted”"), span(" \U0001f600 a", "many")),
            repeated=repeated,
        ),
    )
    wanted = (
        "Plain words, bold ones and more. AVATAR To. Wave (To) SPACED OUT not spaced "
        r"(a\b) Größe café – naïve… 10 mm “quoted” " + "\U0001f600 a"
    ).split()
    assert words_by_both(path) == (wanted, wanted)


def test_more_letters_than_one_font_holds(tmp_path: Path) -> None:
    text = " ".join("".join(MANY[start : start + 9]) for start in range(0, len(MANY), 9)) + " (a) \\"
    chunks = [text[start : start + 40] for start in range(0, len(text), 40)]
    mixed = "a" + MANY[-1] + "(" + MANY[5] + ") " + MANY[400] + " \\a"
    lines = [line(2, 4 + 3 * place, span(chunk, "many", 3)) for place, chunk in enumerate(chunks)]
    lines.append(line(2, 78, span(mixed, "many", 3, kerns=((1, -20.0), (3, 30.0), (4, -5.0)))))
    path = checked(tmp_path, one_page(*lines))
    wanted = "".join((text + mixed).split())
    poppler, pdfium = words_by_both(path)
    assert "".join(poppler) == wanted
    assert "".join(pdfium) == wanted


def test_a_missing_glyph_is_never_printed() -> None:
    with pytest.raises(MissingGlyph, match=r"font 'text' has no glyph for U\+4E00"):
        one_page(line(5, 5, Span("\u4e00", "text", 9, BLACK, 3.0)))


ALPHABET = [" ", "a", "(", ")", "\\", *MANY]


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(st.text(st.sampled_from(ALPHABET), min_size=1, max_size=400), min_size=1, max_size=4))
def test_codes_can_be_read_back(texts: list[str]) -> None:
    document = Document(JOB)
    typeface = Typeface(FONTS["many"], document)
    codes = typeface.codes
    for text in texts:
        coded = [letter.translate(codes) for letter in text]
        numbers = [13 if code == "\\r" else ord(code[-1]) for code in coded]
        subsets = typeface.state[document].subsets
        assert "".join(chr(subsets[number // 256][number % 256]) for number in numbers) == text
    assert all(number % 256 for number in numbers)  # 0 is the missing glyph
    assert not any(code in "\r()\\" for code in codes.values())  # what would end or change a string
    assert codes.names == [f"F1+{part}" for part in range(len(codes.names))]


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
    mended = Typeface(FontOf("x", bytes(data)), Document(JOB))
    assert mended.face.hmetrics[20][0] == plain.hmetrics[9][0]


def test_a_font_without_a_unicode_map_is_refused() -> None:
    file = BytesIO()
    with TTFont(BytesIO(FONTS["text"].data)) as font:
        font["cmap"].tables = [table for table in font["cmap"].tables if table.platformID == 1]
        font.save(file)
    with pytest.raises(ValueError, match="no Unicode character map"):
        Typeface(FontOf("x", file.getvalue()), Document(JOB))


def fonts_of(data: bytes) -> dict[str, Any]:
    """PostScript name, with its tag → font."""
    found = [entry for entry in objects(data) if isinstance(entry, dict) and entry.get("/Type") == "/Font"]
    return {str(font["/BaseFont"]): font for font in found}


def program_of(font: Any) -> bytes:
    return bytes(font["/FontDescriptor"].get_object()["/FontFile2"].get_object().get_data())


def test_only_the_letters_in_use_are_embedded() -> None:
    """ReportLab's own subsets hold all of ASCII, and long tables that nobody reads."""
    ((_, font),) = fonts_of(one_page(line(5, 10, span("Ab\xa0bA–"), span("–", size=7)))).items()
    program = TTFont(BytesIO(program_of(font)))
    assert len(program.getGlyphOrder()) == 1 + len("Ab –")
    assert not {"name", "OS/2"} & set(program.keys())
    letters = re.findall(rb"^<..><(....)>$", font["/ToUnicode"].get_object().get_data(), re.MULTILINE)
    assert sorted(chr(int(letter, 16)) for letter in letters) == sorted("Ab –")


def test_other_letters_have_another_tag() -> None:
    """Files that are joined by name of their fonts keep their letters."""
    (one,), (other,), (same,) = (fonts_of(one_page(line(5, 10, span(text)))) for text in ("ab", "ac", "ba"))
    assert one == same != other


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.ttf")), ids=lambda path: path.stem)
def test_a_font_is_cut_as_reportlab_cuts_it(path: Path) -> None:
    face = parsed(path.stem, path.read_bytes()).face
    known = sorted(code for code, glyph in face.charToGlyph.items() if glyph)
    composite = [ord(letter) for letter in "ÄöéÅŠñ" if ord(letter) in known]
    for letters in ([0], [0, *composite], [*composite, 0, *composite[:1]], known[:255], known[::17], known[-9:]):
        assert cutter(face).cut(letters) == face.makeSubset(letters)


def test_two_fonts_of_one_name_are_both_there(tmp_path: Path) -> None:
    fonts = {"few": FontOf("few", made_font("ab")), "more": FontOf("more", made_font("xyb"))}
    made = Writer(JOB, fonts.__getitem__)
    drawn = made.draw(
        face(line(5, 10, Span("ab", "few", 9, BLACK, 5.0)), line(5, 20, Span("xb", "more", 9, BLACK, 5.0)))
    )
    made.page(SIZE, [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])
    path = checked(tmp_path, made.finish())
    assert words_by_both(path) == (["ab", "xb"], ["ab", "xb"])
    assert [name.split("+")[1] for name in fonts_of(path.read_bytes())] == ["Squares", "Squares"]


def test_files_that_are_written_at_the_same_time_do_not_mix() -> None:
    def draw(made: Writer, text: str) -> None:
        drawn = made.draw(face(line(5, 10, span(text), span(text[::-1], "bold"))))
        made.page(SIZE, [Placement(drawn, 0, 0, 0, Rect(0, 0, *SIZE))])

    both, texts = (writer(), writer()), (("Grüße", "née"), ("ça – 1", "“2”"))
    for place in range(2):
        for made, of in zip(both, texts, strict=True):
            draw(made, of[place])
    for made, of in zip(both, texts, strict=True):
        alone = writer()
        for text in of:
            draw(alone, text)
        assert made.finish() == alone.finish()


def test_a_bold_font_is_not_made_bolder() -> None:
    from reportlab.pdfbase.ttfonts import FF_FORCEBOLD, TTFontFile

    assert TTFontFile(BytesIO(FONTS["bold"].data)).flags & FF_FORCEBOLD
    ((_, font),) = fonts_of(one_page(line(5, 10, span("bold", "bold")))).items()
    assert not font["/FontDescriptor"].get_object()["/Flags"] & FF_FORCEBOLD


@settings(max_examples=examples(50), deadline=None)
@given(st.floats(-1e9, 1e9) | st.integers(-2000, 2000).map(float) | st.floats(-1, 1), st.integers(2, 4))
@example(-1e-9, 2)
@example(-0.0, 2)
@example(1e9, 4)
@example(100 / POINTS_PER_MM, 2)
def test_a_step_is_written_as_its_number_rounded(value: float, decimals: int) -> None:
    """To the byte: files do not change with how it is made."""
    short = [f"{round(each * POINTS_PER_MM + 0.0, decimals):.9g}" for each in (value, 7 - value)]
    path = (PathStep("line", (value, value)),)
    assert (
        steps(path, 7, decimals) == steps(path * 65, 7, decimals)[: len(" ".join(short)) + 2] == f"{' '.join(short)} l"
    )


VERBS = {"move": 2, "line": 2, "curve": 6, "close": 0}
NUMBERS = st.floats(-900, 900) | st.sampled_from([1e4, -1e5, 123456.789, 0.0, -0.0])
STEPS = st.sampled_from(sorted(VERBS)).flatmap(
    lambda verb: st.builds(PathStep, st.just(verb), st.tuples(*[NUMBERS] * VERBS[verb]))
)


@given(st.lists(STEPS, min_size=1, max_size=8), st.integers(2, 4))
def test_a_path_is_written_as_its_steps_are(path: list[PathStep], decimals: int) -> None:
    """Also where some of its numbers are large."""
    assert steps(tuple(path), 88.9, decimals) == " ".join(steps((each,), 88.9, decimals) for each in path)


def test_art_is_drawn_once_for_all_files_of_a_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The logo of a client may have thousands of paths, and stands in every file. What has words names a font of its
    file, and is drawn in each.
    """
    calls: list[int] = []
    draw = Content.draw
    monkeypatch.setattr(Content, "draw", lambda self, items: (calls.append(len(items)), draw(self, items))[1])
    areas = make_art(Rect(0, 0, 10, 10), tuple(block(Rect(at, at, 1, 1), RED) for at in range(8)))
    words = make_art(Rect(0, 0, 10, 10), (line(2, 5, span("art")), block(Rect(1, 1, 1, 1), RED)))
    for art, counts in ((areas, [1, 8, 1]), (words, [1, 2, 1, 2])):
        forms, files = DrawnForms(), []
        calls.clear()
        for _ in range(2):
            writer = Writer(JOB, FONTS.__getitem__, forms=forms)
            writer.page(SIZE, [Placement(writer.draw(face(Placed(art))), 0, 0, 0, Rect(0, 0, *SIZE))])
            files.append(writer.finish())
        assert calls == counts
        assert files == [one_page(Placed(art))] * 2


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 25])
def test_an_array_of_numbers_is_written_as_reportlab_writes_it(count: int) -> None:
    values = [side * 1.25 - 7 for side in range(count)]
    assert number_array(values) == PDFArrayCompact(values).format(None)


@given(st.lists(st.tuples(*[st.floats(-1e9, 1e9)] * 2), min_size=2, max_size=9), st.integers(1, 4))
@example([(0.0, -0.0), (-1e-9, 1e-9), (352.7777777, 1e9 / 3)], 2)
@example([(0.0017638888, 17638.88888), (100.0, 3527777.0)], 4)
def test_points_of_a_path_are_written_short_and_rounded_as_numbers_are(
    points: list[tuple[float, float]], decimals: int
) -> None:
    path = (PathStep("move", points[0]), *(PathStep("line", point) for point in points[1:]))
    store: Any = None  # a plain outline asks it for nothing
    words = Content(store, 50.0, decimals).draw([Outline(path, fill=BLACK)]).text().split()
    flat = [side for x, y in points for side in (x * POINTS_PER_MM + 0.0, (50.0 - y) * POINTS_PER_MM)]
    written = [word for word in words[words.index("g") + 1 :] if word not in "mlf"]
    assert written == [f"{round(side, decimals):.9g}" for side in flat]


def test_a_dictionary_is_written_as_reportlab_writes_it() -> None:
    document = Document(DocumentInfo(title="t"))
    named = document.Reference(PDFDictionary({"Any": 1}))
    for count in (0, 1, 6, 7, 13):
        values = ["/Name", 7, 0.25, b"[ 1 2 ]", named, "true", string("Jürg (a)"), PDFDictionary({"B c": 1})]
        entries = {f"Key {at}": values[at % len(values)] for at in reversed(range(count))}
        assert Dictionary(entries).format(document) == PDFDictionary(entries).format(document)

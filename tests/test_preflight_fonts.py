"""Preflight of text whose fonts say little of themselves: standard fonts, Type 3, vertical writing."""

import re
import struct

import pytest
from drawn import made_font
from plain_pdf import CARD, MEDIA, MM, TRIM, Pdf, card
from reportlab.pdfbase import _fontdata
from test_preflight import found, rules

from generator.fonts import cmap
from generator.fonts.sfnt import Sfnt
from generator.geometry import Rect
from generator.preflight import font_program, standard_fonts
from generator.preflight.encodings import encoding

WORDS = "/Over gs 0 0 0 1 k BT /T {size} Tf {x} {y} Td {show} ET /Knock gs"
DRAWING = b"0 0 0 0 700 700 d1 0 0 700 700 re f"


def set_in(
    font: str, show: str, *, size: float = 9, x: float = 60, y: float = 190, objects: tuple[str, ...] = ()
) -> bytes:
    """The sound card with a line of text in a font of its own; @0, @1 … in its words are the objects."""

    def change(parts: dict[str, str], pdf: Pdf) -> None:
        numbers = [pdf.stream(each) if each.endswith("f") else pdf.add(each) for each in objects]
        words = re.sub(r"@(\d)", lambda each: f"{numbers[int(each[1])]} 0 R", font)
        parts["fonts"] += f" /T << /Type /Font {words} >>"

    return card(f"{CARD}\n{WORDS.format(size=size, x=x, y=y, show=show)}", change=change)


def place(file: bytes, rule: str) -> Rect:
    placed = found(file, rule).place
    assert placed is not None
    return placed


# --- standard fonts -----------------------------------------------------------------------------------


def core(name: str, show: str, *, x: float = 60, more: str = "") -> set[str]:
    return rules(set_in(f"/Subtype /Type1 /BaseFont /{name} {more}", show, x=x), "print") - {"font-not-embedded"}


@pytest.mark.parametrize(
    ("name", "letters", "wide"),
    [
        ("Helvetica-Bold", "W" * 20, True),  # 20 × 0.944 × 9 pt from 60 pt on: past the trim at 207 pt
        ("Helvetica", "i" * 60, False),  # 60 × 0.222 × 9 pt: half em each would run off
        ("Times-Roman", "illicit little till " * 2, False),
        ("Arial,BoldItalic", "W" * 20, True),
        ("ArialMT", "i" * 60, False),
        ("TimesNewRomanPS-BoldMT", "W" * 20, True),
        ("Courier", "i" * 28, True),  # 28 × 0.6 × 9 pt
        ("Courier", "i" * 24, False),
        ("Symbol", "W" * 22, True),  # omega, 0.768
    ],
)
def test_standard_fonts_without_widths_have_their_own(name: str, letters: str, wide: bool) -> None:
    assert ("cut-off" in core(name, f"({letters}) Tj")) is wide
    assert ("unsafe-text" in core(name, f"({letters}) Tj")) is False


def test_the_encoding_of_a_standard_font_says_which_width_a_code_has() -> None:
    assert core("Helvetica", f"({'i' * 20}) Tj", more="/Encoding << /Differences [105 /W] >>") == {"cut-off"}
    assert core("Helvetica", "(" + "\\205" * 18 + ") Tj", more="/Encoding /WinAnsiEncoding") == {"cut-off"}  # ellipses
    assert core("Helvetica", "(" + "\\354" * 18 + ") Tj", more="/Encoding /WinAnsiEncoding") == set()  # ì


def test_widths_that_a_file_says_go_first() -> None:
    assert core("Helvetica", f"({'i' * 25}) Tj", more="/FirstChar 105 /Widths [1000]") == {"cut-off"}


def test_a_font_of_another_family_has_no_standard_widths() -> None:
    assert standard_fonts.by_code("Helvetica-Narrow", "", {}) == standard_fonts.by_code("HelveticaNeue", "", {}) == {}
    assert (
        "thought to have"
        not in found(set_in("/Subtype /Type1 /BaseFont /Helvetica-Narrow", "(A) Tj"), "font-not-embedded").what
    )


@pytest.mark.parametrize("name", _fontdata.standardFonts)
def test_widths_are_those_of_the_metrics_files(name: str) -> None:
    """ReportLab carries the same figures, of its own reading."""
    own = name in ("Symbol", "ZapfDingbats")
    for base in ("",) if own else ("/StandardEncoding", "/WinAnsiEncoding", "/MacRomanEncoding"):
        glyphs = _fontdata.encodings[f"{name}Encoding" if own else base.removeprefix("/")]
        theirs = {code: glyph for code, glyph in enumerate(glyphs) if code >= 32 and glyph not in (None, ".notdef")}
        ours = standard_fonts.by_code(name, base, {})
        widths = _fontdata.widthsByFontGlyph[name]
        assert {code: ours[code] for code in theirs} == {code: widths[glyph] / 1000 for code, glyph in theirs.items()}
        assert own or {code: encoding(base)[code] for code in theirs} == theirs


def test_text_that_the_edge_of_the_page_cuts_crosses_the_trim() -> None:
    line = "BT /F1 24 Tf {} 150 Td (ABCABC) Tj ET"  # 72 pt
    whole = {"BleedBox": MEDIA, "TrimBox": MEDIA}
    clip = "q 0 0 200 307 re W n {} Q"
    for x, content, cut in ((180, line, True), (50, line, False), (180, clip.format(line), False)):
        page = card(f"0.1 0 0.1 0 k 0 0 236 307 re f 0 0 0 1 k {content.format(x)}", boxes=whole)
        assert ("cut-off" in rules(page, "print")) is cut, content


def test_spaces_at_the_end_of_a_line_cross_nothing() -> None:
    assert core("Helvetica", f"(A{' ' * 80}) Tj") == set()
    assert core("Helvetica", f"(A{' ' * 80}A) Tj") == {"cut-off"}


# --- Type 3 -------------------------------------------------------------------------------------------


def type3(
    show: str,
    *,
    widths: str = "700 700",
    encoding_: str = "/Differences [65 /A /B]",
    x: float = 60,
    box: str = "0 0 700 700",
    drawing: str = DRAWING.decode(),
) -> bytes:
    font = (
        f"/Subtype /Type3 /FontBBox [{box}] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 65 /LastChar 66 "
        f"/Widths [{widths}] /Encoding << {encoding_} >> /CharProcs << /A @0 /B @0 /eacute @0 >>"
    )
    return set_in(font, show, x=x, objects=(drawing,))


@pytest.mark.parametrize(
    ("encoding_", "text", "missing"),
    [
        ("/BaseEncoding /WinAnsiEncoding", "AB", False),
        ("/BaseEncoding /WinAnsiEncoding /Differences []", "A\\351", False),
        ("/BaseEncoding /MacRomanEncoding", "A\\216", False),
        ("/BaseEncoding /WinAnsiEncoding", "AC", True),
        ("/BaseEncoding /WinAnsiEncoding /Differences [65 /Z]", "A", True),
        ("/Differences [65 /A]", "AB", True),
    ],
)
def test_a_type_3_font_has_the_glyphs_of_its_base_encoding(encoding_: str, text: str, missing: bool) -> None:
    assert ("missing-glyph" in rules(type3(f"({text}) Tj", encoding_=encoding_), "print")) is missing


def alone(file: bytes) -> bytes:
    """Nothing on the page but the last line of it."""
    return file.replace(CARD.encode(), b" " * len(CARD.encode()))


def test_type_3_text_without_widths_is_text() -> None:
    assert rules(alone(type3("(AB) Tj", widths="0 0")), "print") == {"type3-font"}
    assert rules(alone(type3("(AB) Tj", widths="0 0", drawing="0 0 d0 0 0 700 700 re f")), "print") == {"type3-font"}


def test_type_3_text_without_widths_lies_where_its_drawings_do() -> None:
    edge = TRIM[2] - 3  # the drawing is 6.3 pt wide
    for options in ({}, {"drawing": "0 0 d0 0 0 700 700 re f"}):
        file = type3("(AB) Tj", widths="0 0", x=edge, **options)
        assert tuple(place(file, "cut-off")) == pytest.approx(
            (edge / MM, (MEDIA[3] - 190 - 6.3) / MM, 6.3 / MM, 6.3 / MM), abs=0.02
        )
    assert "cut-off" not in rules(type3("(AB) Tj", widths="0 0", x=edge, drawing="0 0 0 0 100 700 d1 0 0 100 700 re f"))
    assert "cut-off" in rules(type3("(A) Tj", widths="0 0", x=edge, box="0 0 0 0", drawing="0 0 -9000 0 700 700 d1 f"))


def test_glyphs_without_widths_are_text_in_every_font() -> None:
    file = alone(set_in("/Subtype /Type1 /BaseFont /Made /FirstChar 65 /Widths [0]", "(A) Tj"))
    assert "empty-page" not in rules(file)


# --- vertical writing ---------------------------------------------------------------------------------


def composite(encoding_: str, show: str, *, x: float, y: float, more: str = "", objects: tuple[str, ...] = ()) -> bytes:
    own = f"/Type /Font /Subtype /CIDFontType0 /BaseFont /Song {more}"
    font = f"/Subtype /Type0 /BaseFont /Song /Encoding {encoding_} /DescendantFonts [<< {own} >>]"
    return set_in(font, show, x=x, y=y, objects=objects)


TEN = f"<{'0041' * 10}> Tj"  # 90 pt long
CMAP = "<< /Type /CMap /CMapName /Own {} /Length {} >>\nstream\n{}\nendstream"


def cmap_stream(entries: str, content: str) -> str:
    return CMAP.format(entries, len(content), content)


CMAP_STREAM = cmap_stream("/WMode 1", "/WMode 1 def")


@pytest.mark.parametrize(
    ("encoding_", "objects", "down"),
    [
        ("/Identity-V", (), True),
        ("/UniJIS-UCS2-V", (), True),
        ("/V", (), True),
        ("/Identity-H", (), False),
        ("@0", (CMAP_STREAM,), True),
        ("@0", (cmap_stream("", "begincmap /WMode 1 def"),), True),
        ("@0", (cmap_stream("/WMode 0", "/WMode 0 def"),), False),
    ],
)
def test_vertical_writing_runs_down(encoding_: str, objects: tuple[str, ...], down: bool) -> None:
    beside_the_right_edge = composite(encoding_, TEN, x=TRIM[2] - 20, y=240, objects=objects)
    assert ("cut-off" in rules(beside_the_right_edge)) is not down
    near_the_foot = composite(encoding_, TEN, x=80, y=TRIM[1] + 50, objects=objects)
    assert ("cut-off" in rules(near_the_foot)) is down


def test_vertical_writing_lies_left_and_right_of_its_line() -> None:
    box = place(composite("/Identity-V", TEN, x=TRIM[2] - 3, y=240), "cut-off")  # 4.5 pt to both sides
    assert (box.x, box.width) == pytest.approx(((TRIM[2] - 7.5) / MM, 9 / MM), abs=0.02)
    assert box.height == pytest.approx((9 * 9 + 0.94 * 9) / MM, abs=0.02)


def test_vertical_metrics_of_the_file_are_used() -> None:
    short = "/DW2 [880 -100]"
    for more, cut in (
        ("", True),
        (short, False),
        ("/W2 [65 [-100 500 880]]", False),
        ("/W2 [60 70 -100 500 880]", False),
    ):
        assert ("cut-off" in rules(composite("/Identity-V", TEN, x=80, y=TRIM[1] + 50, more=more))) is cut, more
    assert "cut-off" in rules(composite("/Identity-V", TEN, x=80, y=240, more="/W2 [65 [-100 6000 880]]"))


def test_what_follows_vertical_writing_stands_below_it() -> None:
    show = f"{TEN} <0041> Tj"
    assert "cut-off" in rules(composite("/Identity-V", show, x=80, y=TRIM[1] + 95))
    assert "cut-off" not in rules(composite("/Identity-V", TEN, x=80, y=TRIM[1] + 95))
    for move, cut in ((4000, True), (-500, False)):  # above 0 is further down
        moved = f"[<0041> {move} <0041>] TJ"
        assert ("cut-off" in rules(composite("/Identity-V", moved, x=80, y=TRIM[1] + 40))) is cut


# --- programs of fonts --------------------------------------------------------------------------------


def test_one_reader_of_letters_serves_whole_fonts_and_those_in_files() -> None:
    data = made_font("ABCé")
    program = font_program.read(data)
    assert program is not None
    assert program.maps[3, 1] == Sfnt(data).characters()
    assert set(program.maps[3, 1]) == set(map(ord, "ABCé"))


def test_a_table_of_letters_that_claims_too_many_comes_to_an_end() -> None:
    groups = struct.pack(">HHIII", 12, 0, 16 + 12 * 400, 0, 400) + struct.pack(">III", 0, 60_000, 1) * 400
    assert len(cmap.glyphs(groups, 0, 70_000) or {}) <= 70_000
    assert cmap.glyphs(struct.pack(">H", 2), 0) is None
    assert cmap.glyphs(struct.pack(">HHHHH", 6, 0, 0, 65, 2) + struct.pack(">HH", 7, 0), 0) == {65: 7}

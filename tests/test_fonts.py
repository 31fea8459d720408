"""Fonts: the bundled ones are fit for print, read as fontTools reads them; a brand's are converted or refused."""

import io
import struct
from contextlib import suppress
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from generator import bundled
from generator.errors import FileError, Place, Problems, Severity
from generator.fonts import (
    DEFAULT_FAMILIES,
    Font,
    FontBook,
    Hyphenator,
    MissingGlyphs,
    large,
    outline_limits,
    unset_script,
)
from generator.fonts.convert import Unusable, large_font, usable
from generator.fonts.families import FACES, face_file, family_names, load_family
from generator.fonts.kerning import coverage, from_kern
from generator.fonts.outlines import letter_paths
from generator.fonts.sfnt import NotAFont, Sfnt

FOLDER = bundled.folder("fonts")
FILES = sorted(FOLDER.glob("*/*.ttf"))
EVERYDAY = "‘’“”–—…•→←↑↓✓✗×÷≤≥≈½¼¾⁰¹²³⁴⁵⁶⁷⁸⁹€£¥"
ALPHABETS = "".join(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3CE), (0x410, 0x44F))
    for code in range(first, last + 1)
)


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.load({}, {}, Problems())


@pytest.mark.parametrize("name", family_names())
def test_a_family_has_its_files_and_its_licence_beside_them(name: str) -> None:
    problems = Problems()
    family = load_family(name, problems)
    assert family is not None, list(problems)
    for face in FACES:
        assert not getattr(family, face) or (FOLDER / name / getattr(family, face)).is_file()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / name / family.licence).read_text(encoding="utf-8")
    named = {getattr(family, face) for face in FACES}
    assert {path.name for path in (FOLDER / name).glob("*.ttf")} <= named


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_font_is_static_truetype_that_may_be_embedded(path: Path) -> None:
    font = Sfnt(path.read_bytes())
    assert b"glyf" in font.tables
    assert not font.is_variable
    assert font.embedding == 0


def test_the_bundled_fonts_together_have_the_everyday_characters(book: FontBook) -> None:
    for role in DEFAULT_FAMILIES:
        for bold in (False, True):
            assert book.spread(EVERYDAY + ALPHABETS, book.font(role, bold))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_widths_and_characters_are_those_that_fonttools_reads(path: Path) -> None:
    ours = Sfnt(path.read_bytes())
    theirs = TTFont(path)
    order = theirs.getReverseGlyphMap()
    assert ours.characters() == {code: order[name] for code, name in theirs.getBestCmap().items() if order[name]}
    assert list(ours.advances()) == [theirs["hmtx"][name][0] for name in theirs.getGlyphOrder()]
    proportions = ours.proportions()
    assert proportions.ascent * ours.units_per_em == pytest.approx(theirs["hhea"].ascent)
    assert proportions.cap_height * ours.units_per_em == pytest.approx(theirs["OS/2"].sCapHeight)


def gpos_move(font: TTFont, left: str, right: str) -> int:
    """Kerning of a pair as OpenType defines it, looked up slowly in fontTools' tables."""
    cmap = font.getBestCmap()
    first, second = cmap[ord(left)], cmap[ord(right)]
    gpos = font["GPOS"].table
    scripts = {record.ScriptTag: record.Script for record in gpos.ScriptList.ScriptRecord}
    language = (scripts.get("latn") or scripts["DFLT"]).DefaultLangSys
    features = [gpos.FeatureList.FeatureRecord[index] for index in language.FeatureIndex]
    lookups = sorted({index for one in features if one.FeatureTag == "kern" for index in one.Feature.LookupListIndex})
    total = 0
    for index in lookups:
        for table in gpos.LookupList.Lookup[index].SubTable:
            table = getattr(table, "ExtSubTable", table)
            move = pair_move(table, first, second)
            if move is not None:
                total += move
                break
    return total


def pair_move(table, first: str, second: str) -> int | None:
    if table.LookupType != 2 or first not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        records = table.PairSet[table.Coverage.glyphs.index(first)].PairValueRecord
        found = [one.Value1.XAdvance for one in records if one.SecondGlyph == second]
        return found[0] if found else None
    left, right = table.ClassDef1.classDefs.get(first, 0), table.ClassDef2.classDefs.get(second, 0)
    value = table.Class1Record[left].Class2Record[right].Value1
    return getattr(value, "XAdvance", 0) if value else 0


@pytest.mark.parametrize(
    "name",
    ["Fraunces-SemiBold", "AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold", "NotoSans-Regular"],
)
def test_kerning_is_what_the_font_says(name: str) -> None:
    (path,) = (path for path in FILES if path.stem == name)
    ours, theirs = Font("x", path.read_bytes()), TTFont(path)
    em = theirs["head"].unitsPerEm
    letters = "AVTYoaewr.,’fPLy"
    moves = {left + right: gpos_move(theirs, left, right) for left in letters for right in letters}
    assert any(moves.values())
    for pair, move in moves.items():
        expected = ((1, pytest.approx(move * 1000 / em, abs=0.01)),) if move else ()
        assert ours.kerns(pair) == expected, pair


def test_a_text_is_as_wide_as_its_letters(book: FontBook) -> None:
    font = book.font("text")
    assert font.width("Hello") == pytest.approx(sum(font.width(letter) for letter in "Hello"))
    assert font.kerns("A") == ()


def test_a_missing_character_falls_back_and_one_that_no_font_has_is_named(book: FontBook) -> None:
    font = book.font("display")
    runs = book.spread("x→x x→яx", font)
    assert "".join(text for text, _ in runs) == "x→x x→яx"
    assert [text for text, its in runs if its is font] == ["x", "x "]
    assert all(other.has(letter) for text, other in runs for letter in text)
    with pytest.raises(MissingGlyphs, match="U\\+12000, cuneiform sign a"):
        book.spread("x\U00012000", font)


@pytest.mark.parametrize("bold", [False, True])
def test_emoji_of_one_code_point_are_set_in_one_colour(book: FontBook, bold: bool) -> None:
    emoji = "😀👍🚀🎉💡🧠🌍🥇👩🏠⏰🫶🦄🪜☎☀❤✈♻⚠✅❌⭐"
    runs = book.spread(f"a {emoji}", book.font("text", bold=bold))
    assert "".join(text for text, _ in runs) == f"a {emoji}"
    assert runs[-1][1].has(runs[-1][0][-1])
    (font,) = (path for path in FILES if path.stem == "NotoEmoji-Regular")
    assert font.stat().st_size <= 450_000
    assert Font("emoji", font.read_bytes()).has(" ")  # a blank before one stands in its font


def test_bold_text_falls_back_to_a_bold_font(book: FontBook) -> None:
    runs = book.spread("a я", book.font("text", bold=True))
    assert runs[1][1].key == "notosans-bold"


# -- a brand's own fonts ----------------------------------------------------------------------------------------


def outline(pen) -> None:
    pen.moveTo((50, 0))
    pen.lineTo((50, 700))
    pen.lineTo((550, 700))
    pen.lineTo((550, 0))
    pen.closePath()


def made_font(*, cff: bool = False, permission: int = 0, variable: bool = False) -> bytes:
    """A font of three glyphs, made for the test."""
    builder = FontBuilder(1000, isTTF=not cff)
    order = [".notdef", "space", "A"]
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({0x20: "space", 0x41: "A"})
    glyphs = {}
    for name in order:
        pen = T2CharStringPen(600, None) if cff else TTGlyphPen(None)
        if name == "A":
            outline(pen)
        glyphs[name] = pen.getCharString() if cff else pen.glyph()
    if cff:
        builder.setupCFF("Made", {}, glyphs, {})
    else:
        builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics({name: (600, 0) for name in order})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        builder.setupGvar({name: [] for name in order})
    builder.setupOS2(sCapHeight=700, sxHeight=500, fsType=permission)
    builder.setupPost()
    packed = io.BytesIO()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    builder.save(packed)
    return packed.getvalue()


def packed_as(data: bytes, flavor: str) -> bytes:
    font = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font.flavor = flavor
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        made_font(),
        made_font(cff=True),
        made_font(variable=True),
        packed_as(made_font(), "woff"),
        packed_as(made_font(cff=True), "woff2"),
    ],
    ids=["ttf", "otf", "variable", "woff", "woff2 of otf"],
)
def test_a_brand_font_becomes_static_truetype_with_the_same_outline_and_the_same_bytes_each_time(data: bytes) -> None:
    converted = usable(data)
    assert usable(data) == converted
    font = TTFont(io.BytesIO(converted))
    assert "glyf" in font
    assert "fvar" not in font
    assert "CFF " not in font
    glyph = font["glyf"]["A"]
    assert (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax) == (50, 0, 550, 700)
    ours = Font("made", converted)
    assert ours.has("A")
    assert ours.width("A") == pytest.approx(0.6)


def test_reportlab_embeds_a_converted_font() -> None:
    from reportlab.pdfbase.ttfonts import TTFont as Embedded

    face = Embedded("Made", io.BytesIO(usable(made_font(cff=True)))).face
    assert face.charToGlyph[0x41] == 2


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (made_font(permission=0x0002), "does not permit embedding"),
        (made_font(permission=0x0100), "a part of it"),
        (made_font(permission=0x0200), "bitmaps"),
        (packed_as(made_font(permission=0x0002), "woff2"), "does not permit embedding"),
        (made_font()[:300], "cut off|damaged"),
        (b"%!PS-AdobeFont-1.0", "Type 1"),
        (b"wOF2" + bytes(40), "converted"),
        (b"<html>", "no TrueType outlines"),
        (b"", "no TrueType outlines"),
    ],
)
def test_a_font_that_cannot_be_used_is_refused_with_a_remedy(data: bytes, fault: str) -> None:
    with pytest.raises(Unusable, match=fault) as refused:
        usable(data)
    assert refused.value.remedy


GOOD = {
    "ttf": made_font(),
    "otf": made_font(cff=True),
    "variable": made_font(variable=True),
    "woff2": packed_as(made_font(), "woff2"),
}


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=60), st.integers(min_value=0, max_value=900))
def test_damaged_fonts_are_refused_and_nothing_else_happens(kind: str, noise: bytes, at: int) -> None:
    data = GOOD[kind]
    damaged = data[:at] + noise + data[at + len(noise) :]
    with suppress(Unusable):
        usable(damaged)


def test_tables_that_say_a_lot_in_a_few_bytes_are_not_believed() -> None:
    back_and_forth = struct.pack(">HHH", 0, 0xFFFF, 0) + struct.pack(">HHH", 0xFFFF, 0, 0)
    with pytest.raises(ValueError, match="more than any font has"):
        coverage(struct.pack(">HH", 2, 9000) + back_and_forth * 4500, 0)
    on_the_spot = struct.pack(">HHHHHHH", 0, 0, 1, 0xFFFF, 0, 0, 0) + bytes(6 * 0xFFFF)
    with pytest.raises(ValueError, match="more than any font has"):
        from_kern(struct.pack(">HH", 0, 900) + on_the_spot, 0)


def of_parts(deep: int, wide: int) -> bytes:
    """A is made of parts, each of parts again."""
    font = TTFont(io.BytesIO(made_font()), recalcBBoxes=False)
    whole = font["glyf"]["A"]
    names = [f"part{level}" for level in range(deep)]
    font.setGlyphOrder([*font.getGlyphOrder(), *names])
    for name, part in zip([*names, "A"], [None, *names], strict=True):
        pen = TTGlyphPen(dict.fromkeys(names))
        for _ in range(wide if part else 0):
            pen.addComponent(part, (1, 0, 0, 1, 0, 0))
        font["glyf"][name] = pen.glyph() if part else whole
        font["glyf"][name].xMin = font["glyf"][name].yMin = font["glyf"][name].xMax = font["glyf"][name].yMax = 0
        font["hmtx"][name] = (600, 0)
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()


def of_calls(deep: int, wide: int, *, variable: bool = False) -> bytes:
    """A's outline is a call of a subroutine, which calls another so often, which calls another."""
    builder = FontBuilder(1000, isTTF=False)
    ends = () if variable else ("endchar",)
    glyphs = {name: T2CharString(program=[*ends]) for name in (".notdef", "space", "A")}
    glyphs["A"].program = [-107, "callgsubr", *ends]
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0x20: "space", 0x41: "A"})
    builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
    if variable:
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
        builder.setupCFF2(glyphs, regions=[{"wght": (0, 1, 1)}])
    else:
        builder.setupCFF("Made", {}, glyphs, {})
    for level in range(deep):
        calls = [level + 1 - 107, "callgsubr"] * wide if level < deep - 1 else [10, 10, "rmoveto", 9, 9, "rlineto"]
        returns = () if variable else ("return",)
        builder.font["CFF2" if variable else "CFF "].cff.GlobalSubrs.append(T2CharString(program=[*calls, *returns]))
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(sCapHeight=700, sxHeight=500)
    builder.setupPost()
    builder.font.recalcBBoxes = False
    packed = io.BytesIO()
    builder.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("variable", [False, True], ids=["one weight", "variable"])
def test_outlines_that_call_each_other_without_end_are_stopped(variable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outline_limits, "MOST_STEPS", 20_000)
    assert usable(of_calls(3, 9, variable=variable))
    bomb = of_calls(9, 100, variable=variable)
    with pytest.raises(Unusable, match="call each other without end") as refused:
        usable(bomb)
    assert refused.value.remedy
    monkeypatch.setattr(large, "LARGE", 2)
    assert large_font("sound", of_calls(3, 9, variable=variable), bold=False)
    with pytest.raises(Unusable, match="damaged"):  # letter by letter
        large_font("bomb", bomb, bold=False)


def of_unknown_post() -> bytes:
    data = bytearray(made_font())
    at = Sfnt(bytes(data)).tables[b"post"][0]
    data[at : at + 4] = b"\x00\x05\x00\x01"
    return bytes(data)


@pytest.mark.parametrize("data", [of_parts(7, 60), of_unknown_post()], ids=["parts without end", "an unknown table"])
def test_letters_that_cannot_be_drawn_are_said_with_their_font(data: bytes, book: FontBook) -> None:
    with pytest.raises(FileError, match=r"the font 'own-[0-9a-f]*' is damaged"):
        letter_paths(book.made("own.ttf", data, bold=False), "A")
    sound = book.made("own.ttf", of_parts(2, 2), bold=False)
    assert len(letter_paths(sound, "A")["A"]) == 4 * len(
        letter_paths(book.made("a.ttf", made_font(), bold=False), "A")["A"]
    )


def test_a_brand_font_from_the_folder_is_used_and_its_missing_bold_is_said(tmp_path: Path) -> None:
    (tmp_path / "own.otf").write_bytes(made_font(cff=True))
    problems = Problems()
    places = {"text": {"regular": Place("brand.yaml", 3, 5)}}
    own = FontBook.load({"text": {"regular": "own.otf"}}, {"text": tmp_path}, problems, places)
    assert own.font("text").has("A")
    assert not own.font("text").has("B")
    assert not problems
    for bold, italic in ((True, False), (False, True), (True, True), (True, False)):
        own.font("text", bold, italic)
    assert not problems
    own.report()
    (problem,) = problems  # of all faces one
    assert (
        problem.message
        == "the font 'text' has no bold and no italic and no bold italic; its regular is printed instead"
    )
    assert problem.severity is Severity.WARNING
    assert problem.where == Place("brand.yaml", 3, 5)
    assert own.get(own.font("text").key) is own.font("text")


@pytest.mark.parametrize("name", ["absent.ttf", "../own.ttf", "/etc/hostname"])
def test_a_font_that_is_not_in_the_folder_is_a_problem(tmp_path: Path, name: str) -> None:
    (tmp_path / "own.ttf").write_bytes(made_font())
    (tmp_path / "shop").mkdir()
    problems = Problems()
    FontBook.load({"text": {"regular": name}}, {"text": tmp_path / "shop"}, problems)
    assert [problem.code for problem in problems] == ["font"]


def test_a_misspelt_family_is_a_problem_with_a_suggestion() -> None:
    problems = Problems()
    FontBook.load({"display": {"family": "fraunce"}}, {}, problems)
    (problem,) = problems
    assert problem.hint == "did you mean 'fraunces'?"


def test_bold_before_italic_where_a_family_lacks_both() -> None:
    family = load_family("fraunces", Problems())
    assert family is not None
    assert face_file(family, bold=True, italic=True) == family.bold


def test_no_font_is_no_font() -> None:
    with pytest.raises(NotAFont):
        Sfnt(b"\x00\x01\x00\x00\x00\x05")


# -- scripts and hyphens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("سلام", "Arabic"),
        ("שלום", "Hebrew"),
        ("नमस्ते", "Devanagari"),
        ("தமிழ்", "Tamil"),
        ("ไทย", "Thai"),
        ("မြန်မာ", "Myanmar"),
        ("q\u0303", "a combining mark that no letter takes in"),
        ("👩\u200d🍳", "an emoji of several code points"),
        ("👍🏽", "an emoji of several code points"),
        ("🇩🇪", "an emoji of several code points"),
        ("1\u20e3", "an emoji of several code points"),
        ("🏴\U000e0067\U000e0062\U000e007f", "an emoji of several code points"),
    ],
)
def test_text_that_needs_shaping_is_named(text: str, script: str) -> None:
    found = unset_script(f"well {text}")
    assert found is not None
    assert found.what == script
    assert found.piece in text
    assert found.why
    assert found.hint


@pytest.mark.parametrize(
    "text", ["plain", "naïve façade", "e\u0301tude", "Ελληνικά", "Русский", "10⁶ → 中文", "½ “…” –", "👍 ☎ 🏴 🚀🎉 #1"]
)
def test_text_that_needs_no_shaping_passes(text: str) -> None:
    assert unset_script(text) is None


def test_words_break_where_their_language_breaks_them() -> None:
    english = Hyphenator.of("en-GB")
    assert english is not None
    assert len(english.points("personalisation")) > 0
    assert english.points("NASA") == english.points("mp3") == english.points("it") == ()
    assert all(2 <= point <= len("personalisation") - 3 for point in english.points("personalisation"))
    assert Hyphenator.of("de") is not None
    assert Hyphenator.of("tlh") is None

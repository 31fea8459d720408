"""A brand's own fonts: of what one lacks whole words stand in another, and one warning names font and letters."""

import io
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from random import Random
from struct import pack

import pytest
from families import FOLDER
from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

from generator.errors import Place, Problems
from generator.fonts import Font, FontBook, MissingGlyphs, cmap
from generator.fonts.collection import directory
from generator.fonts.convert import Unusable, usable
from generator.fonts.kerning import coverage, from_kern, kerning_of
from generator.fonts.sfnt import Sfnt
from generator.kit.press.production import Shared
from generator.kit.workshop import bundled_workshop, load
from generator.pdf.type import can_embed

WHOLE = FOLDER / "inter" / "Regular.woff2"
AT = {"text": {"regular": Place("brand.yaml", 3, 5)}}


def saved(font: TTFont) -> bytes:
    font.flavor = None
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def upper_only() -> bytes:
    font = TTFont(WHOLE, recalcTimestamp=False)
    cutter = subset.Subsetter(subset.Options(layout_features=["kern"]))
    cutter.populate(text="ABCDEFGHIJKLMNOPQRSTUVWXYZ .,-→")
    cutter.subset(font)
    return saved(font)


def empty_lower() -> bytes:
    """Its small letters are there, and nothing is drawn for them; nor for “ó”, which is made of one and an accent."""
    font = TTFont(WHOLE, recalcTimestamp=False)
    for letter in "abcdefghijklmnopqrstuvwxyz":
        font["glyf"][font.getBestCmap()[ord(letter)]] = Glyph()
    return saved(font)


def book_with(data: bytes, folder: Path, problems: Problems) -> FontBook:
    (folder / "own.ttf").write_bytes(data)
    return FontBook.load({"text": {"regular": "own.ttf"}}, {"text": folder}, problems, AT)


@pytest.mark.parametrize("made", [upper_only, empty_lower])
def test_a_word_is_set_from_one_font_and_one_warning_names_font_and_letters(
    made: Callable[[], bytes], tmp_path: Path
) -> None:
    problems = Problems()
    book = book_with(made(), tmp_path, problems)
    own = book.font("text")
    runs = book.spread("ABC Abc → (Ż) DÓB-m", own)
    assert [text for text, its in runs if its is own] == ["ABC ", " ", " ", " "]
    assert {its.key for text, its in runs if text in ("Abc", "(Ż)", "DÓB-m")} == {"notosans-regular"}
    book.report()
    (problem,) = problems
    assert not problem.is_error
    assert problem.where == AT["text"]["regular"]
    assert problem.code == "font-letters"
    letters = "b c m Ż" if made is empty_lower else "b c m Ó Ż"
    assert problem.message == f"'own.ttf' lacks {letters}: words with them, such as “Abc”, are set in Noto Sans"
    assert book.match("text").scale == 1  # there is too little of it to tell how large it looks


def test_what_a_font_has_is_not_said_and_nothing_is_said_of_the_houses(tmp_path: Path) -> None:
    problems = Problems()
    book = book_with(saved(TTFont(WHOLE)), tmp_path, problems)
    assert book.spread("Łatwo → ok", book.font("display"))[0][0] == "Łatwo "
    assert book.spread("Straße ✓", book.font("text"))[0] == ("Straße ", book.font("text"))
    assert book.spread("10⁶", book.font("text"))[0] == ("10", book.font("text"))
    book.spread("Жук", book.font("display"))
    book.report()
    assert list(problems) == []


def test_a_typesetter_takes_a_compound_from_one_font(tmp_path: Path) -> None:
    from generator.compose.inline import Run
    from generator.compose.setting import Setting, Typesetter

    book = book_with(saved(TTFont(WHOLE)), tmp_path, Problems())
    plain = Setting("text", bold=False, italic=False, kerning=True, tracking=0.0, upper=False)
    atoms = Typesetter(book).atoms((Run("Łódź-Widzew today"),), plain)
    fonts = [{part.font for part in atom.parts} for atom in atoms]
    assert [atom.text for atom in atoms] == ["Łódź-", "Widzew", "today"]
    assert fonts == [{"notosans-regular"}, {"notosans-regular"}, {book.font("text").key}]


def with_kern(*, has_gpos_kern: bool) -> bytes:
    """A 'kern' table beside a 'GPOS' that has a feature of that name, or one of another."""
    font = TTFont(WHOLE, recalcTimestamp=False)
    table = newTable("kern")
    table.version = 0
    pairs = KernTable_format_0()
    pairs.version, pairs.coverage, pairs.tupleIndex, pairs.apple = 0, 1, None, False
    names = font.getBestCmap()
    pairs.kernTable = {(names[ord("H")], names[ord("I")]): -400}
    table.kernTables = [pairs]
    font["kern"] = table
    for record in font["GPOS"].table.FeatureList.FeatureRecord if not has_gpos_kern else ():
        record.FeatureTag = "dist"
    return saved(font)


def test_the_kern_table_counts_where_gpos_has_no_kerning() -> None:
    assert Font("x", with_kern(has_gpos_kern=False)).kerns("HI") == ((1, pytest.approx(-400 / 2.048, abs=0.01)),)
    both = Font("x", with_kern(has_gpos_kern=True))
    assert both.kerns("HI") == ()
    assert both.kerns("AV")


@pytest.mark.parametrize("tag", ["GPOS", "kern"])
def test_damaged_kerning_is_no_kerning(tag: str) -> None:
    """Each byte of what leads to the pairs, made large: no crash, no hang, nothing that grows."""
    data = usable(with_kern(has_gpos_kern=tag == "GPOS"))
    start, length = Sfnt(data).tables[tag.encode()]
    for at in range(start, start + min(length, 160)):
        font = Sfnt(data[:at] + b"\xff" + data[at + 1 :])
        kerning_of(font).move(3, 4)


# -- damaged fonts ----------------------------------------------------------------------------------------------


@cache
def whole_ones() -> list[bytes]:
    return [saved(TTFont(WHOLE)), with_kern(has_gpos_kern=False), variable()]


def damaged(chance: Random) -> bytes:
    """A font with some bytes of its directory, of the heads of its tables or anywhere overwritten, or cut off."""
    data = bytearray(chance.choice(whole_ones()))
    tables = list(directory(bytes(data)).values())
    for _ in range(chance.choice((1, 1, 2, 8))):
        start, length = chance.choice([(0, 12 + 16 * len(tables)), (0, len(data)), *tables])
        at = start + chance.randrange(min(length, 64 if start else length) or 1)
        data[min(at, len(data) - 1)] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))
    return bytes(data[: chance.randrange(len(data))] if chance.random() < 0.05 else data)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 80))])
def test_a_damaged_font_is_refused_or_printed(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    outcomes = set()
    for _ in range(60):
        (tmp_path / "own.ttf").write_bytes(damaged(chance))
        problems = Problems()
        choice, home = {"text": {"regular": "own.ttf"}}, {"text": tmp_path}
        book = FontBook.load(choice, home, problems, can_embed=can_embed)
        font = book.font("text")
        with suppress(MissingGlyphs):
            book.spread("AVATAR Wort, ó", font)
        font.kerns("AVATAR")
        assert 0.8 <= book.match("text").scale <= 1.1
        outcomes.add(bool(problems.errors))
        assert problems.errors or can_embed(font)
    assert outcomes == {True, False}


def test_a_small_font_that_says_a_lot_is_not_believed() -> None:
    pairs = b"".join(pack(">HHh", number, number, 1) for number in range(1000))
    same = pack(">HHHHHHH", 0, 0, 1, 1000, 0, 0, 0) + pairs  # its length is nought: the next table is this one again
    with pytest.raises(ValueError, match="more than any font has"):
        from_kern(pack(">HH", 0, 0xFFFF) + same, 0)
    ranges = pack(">HH", 2, 1000) + pack(">HHH", 0, 0xFFF0, 0) * 1000
    with pytest.raises(ValueError, match="more than any font has"):
        coverage(ranges, 0)
    everything = pack(">HHIIIIII", 12, 0, 28, 0, 1, 0, 0x10FFFF, 1)
    assert cmap.glyphs(everything, 0, 200_000) == {}


# -- variable fonts ---------------------------------------------------------------------------------------------


@cache
def variable() -> bytes:
    """“I” is as wide as its weight; three instances have names."""
    from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, InstanceDescriptor, SourceDescriptor
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.varLib import build

    def master(width: int) -> TTFont:
        builder = FontBuilder(1000, isTTF=True)
        builder.setupGlyphOrder([".notdef", "space", "I"])
        builder.setupCharacterMap({0x20: "space", 0x49: "I"})
        pen = TTGlyphPen(None)
        for number, corner in enumerate(((0, 0), (0, 700), (width, 700), (width, 0))):
            (pen.lineTo if number else pen.moveTo)(corner)
        pen.closePath()
        blank = TTGlyphPen(None).glyph()
        builder.setupGlyf({".notdef": blank, "space": blank, "I": pen.glyph()})
        builder.setupHorizontalMetrics({".notdef": (500, 0), "space": (250, 0), "I": (width, 0)})
        builder.setupHorizontalHeader(ascent=800, descent=-200)
        builder.setupNameTable({"familyName": "Made", "styleName": "Regular"})
        builder.setupOS2(sCapHeight=700, sxHeight=500)
        builder.setupPost()
        builder.font.recalcTimestamp = False
        return builder.font

    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(tag="wght", name="Weight", minimum=100, default=400, maximum=900))
    for weight in (400, 100, 900):
        space.addSource(SourceDescriptor(font=master(weight), location={"Weight": weight}))
    for name, weight in (("Light", 300), ("Semi Bold", 600), ("Black", 900)):
        space.addInstance(InstanceDescriptor(styleName=name, familyName="Made", location={"Weight": weight}))
    return saved(build(space)[0])


@pytest.mark.parametrize(("instance", "bold", "width"), [
    ("", False, 0.4), ("", True, 0.7), ("Light", False, 0.3), ("semibold", True, 0.6), ("BLACK", False, 0.9),
])  # fmt: skip
def test_of_a_variable_font_an_instance_is_named_or_the_weight_is_asked_for(
    instance: str, bold: bool, width: float
) -> None:
    assert Font("x", usable(variable(), bold=bold, instance=instance)).width("I") == pytest.approx(width, abs=0.001)


def test_an_instance_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unusable, match="no instance 'Thin'") as refused:
        usable(variable(), instance="Thin")
    assert refused.value.remedy == "it has: Light, Semi Bold, Black"
    with pytest.raises(Unusable, match="not variable"):
        usable(WHOLE.read_bytes(), instance="Bold")
    with pytest.raises(Unusable, match="not variable"):
        usable(saved(TTFont(WHOLE)), instance="Bold")


def test_a_brand_names_an_instance_of_each_face(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(variable())
    (tmp_path / "brand.yaml").write_text(
        "fonts:\n  text:\n    regular: {file: own.ttf, instance: Light}\n    bold: {file: own.ttf, instance: Black}\n"
        "  display: {regular: {file: own.ttf, instance: Semi Bold}}\n"
    )
    shop = load(bundled_workshop(), {}, tmp_path / "brand.yaml")
    book = Shared(shop, None).book
    widths = {(role, bold): book.font(role, bold).width("I") for role in ("text", "display") for bold in (False, True)}
    assert widths == {
        ("text", False): 0.3, ("text", True): 0.9, ("display", False): 0.6, ("display", True): 0.7,
    }  # fmt: skip
    assert shop.problems.errors == []

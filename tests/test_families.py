"""Whatever family a client brings, the kit is printed in it: as large as it looks in the house's fonts, and whole."""

from io import BytesIO
from pathlib import Path

import pytest
from families import FAMILIES, FOLDER, Set, brand_of, composed, in_house_fonts, known_in
from fontTools.ttLib import TTFont
from suite import in_part

from generator.errors import Problems
from generator.fonts import DEFAULT_FAMILIES, FontBook
from generator.fonts.family_size import LARGEST, SMALLEST
from generator.kit.request.shelf import Shelf
from generator.kit.workshop import bundled_workshop

LEAST_SHARE = 0.8
WORDS = "A recipe is tried on one shelf first. What would tell us, within two weeks, that nobody misses it?"
AT_THE_ENDS = ("lato", "montserrat", "syne", "work-sans")  # set largest, smallest, unevenly, and widest of all
LAYOUTS = [name for name in Shelf(bundled_workshop(), Problems()).names("cards") if not name.startswith("blank")]


def too_small(theirs: Set, house: Set, share: float = LEAST_SHARE) -> dict[tuple[str, ...], tuple[float, float]]:
    """Fields that are set under a share of the size they have in the house's fonts: both sizes."""
    both = {key: (size, house.sizes[key]) for key, size in theirs.sizes.items() if key in house.sizes}
    assert len(both) > 0.9 * len(house.sizes)
    return {key: sizes for key, sizes in both.items() if sizes[0] < share * sizes[1] - 0.01}


def book_in(family: str) -> FontBook:
    choice = {"regular": "Regular.woff2", "bold": "Bold.woff2"}
    roles = ("display", "text")
    return FontBook.load(dict.fromkeys(roles, choice), dict.fromkeys(roles, FOLDER / family), Problems())


def look(book: FontBook, role: str, bold: bool, scale: float) -> tuple[float, float]:
    """How wide running words are and how high their small letters, in the sizes of the house's fonts."""
    font = book.font(role, bold)
    return font.width(WORDS) * scale, font.drawn_x_height * scale


@pytest.mark.parametrize("role", sorted(DEFAULT_FAMILIES))
@pytest.mark.parametrize("family", FAMILIES)
def test_words_look_as_large_in_any_family_and_are_no_wider(family: str, role: str) -> None:
    house, theirs = FontBook.load({}, {}, Problems()), book_in(family)
    for bold in (False, True):
        assert house.match(role, bold).scale == 1
        scale = theirs.match(role, bold).scale
        assert SMALLEST <= scale <= LARGEST
        (width, height), (own_width, own_height) = look(theirs, role, bold, scale), look(house, role, bold, 1)
        assert own_width * 0.88 < width < own_width * 1.03
        assert own_height * 0.8 < height < own_height * 1.15
        assert look(theirs, role, bold, 1.2)[0] > own_width * 1.03  # what is not scaled is seen


def test_a_family_of_the_house_in_another_role_is_measured_too() -> None:
    book = FontBook.load({"text": {"family": "noto-sans"}, "display": {"family": "fraunces"}}, {}, Problems())
    assert book.match("display", bold=True).scale == 1
    assert 0.9 < book.match("text").scale < 1


@pytest.mark.parametrize("family", in_part(FAMILIES, *AT_THE_ENDS))
def test_a_poker_deck_is_printed_in_any_family(family: str, tmp_path: Path) -> None:
    theirs = composed(brand_of(family, tmp_path), layout="poker", sheet="a4")
    assert theirs.errors == []
    assert too_small(theirs, in_house_fonts(layout="poker", sheet="a4")) == {}


IN_ALL = [(layout, family) for layout in LAYOUTS for family in FAMILIES]


@pytest.mark.parametrize(("layout", "family"), in_part(IN_ALL, ("index-5x3", "work-sans"), ("business-85x54", "inter")))
def test_every_layout_is_printed_in_any_family(layout: str, family: str, tmp_path: Path) -> None:
    """On A4 and on Letter. Two stand for all: words have no room there unless lines stand closer."""
    brand = brand_of(family, tmp_path)
    for paper in ("a4", "letter"):
        theirs = composed(brand, known_in(family), layout=layout, paper=paper)
        assert theirs.errors == [], paper
        assert too_small(theirs, in_house_fonts(layout=layout, paper=paper)) == {}, paper


def widened(path: Path, share: float) -> bytes:
    """The font with letters as much wider."""
    font = TTFont(path, recalcTimestamp=False)
    for name in font.getGlyphOrder():
        glyph = font["glyf"][name]
        for part in glyph.components if glyph.isComposite() else ():
            part.x = round(part.x * share)
        if glyph.numberOfContours > 0:
            glyph.coordinates.scale((share, 1))
            glyph.coordinates.toInt()
        width, left = font["hmtx"][name]
        font["hmtx"][name] = (round(width * share), round(left * share))
    font.flavor = None
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def test_our_own_words_stop_no_kit_with_titles_as_wide_as_they_come(tmp_path: Path) -> None:
    brand = brand_of("syne", tmp_path)
    (tmp_path / "fonts" / "Wide.ttf").write_bytes(widened(FOLDER / "syne" / "Bold.woff2", 1.25))
    text = brand.read_text(encoding="utf-8")
    brand.write_text(
        text.replace(
            "display: {regular: fonts/Regular.woff2, bold: fonts/Bold.woff2}", "display: {regular: fonts/Wide.ttf}"
        )
    )
    theirs = composed(brand, layout="poker", sheet="a4")
    assert theirs.errors == []

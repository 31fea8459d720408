"""What results print: words as people typed them, whole and inert on pages of the kit, with the faces of its cards."""

import re
import shutil
import time
import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader

from generator.errors import Problems, SourceError
from generator.fonts import FontBook
from generator.handout import (
    Bullets,
    Chapter,
    ContentsList,
    FactSheet,
    Handout,
    LaidCard,
    LaidCards,
    Prose,
    Subheading,
    TextTable,
)
from generator.kit.handout.press import MOST_TITLE, print_handout
from generator.kit.handout.printable import PrintableWords
from generator.kit.request.whereabouts import bundled_workshop
from generator.kit.workshop import load

SMALL = Path(__file__).parent / "small"
URL = "http://prepdeck.local:8765/e/K7M2QX4P9B"
RTL, CHINESE, FAMILY = "\u0633\u0644\u0627\u0645", "\u6f22\u5b57", "\U0001f469\u200d\U0001f4bb"
HOSTILE = (
    '=1+1 <b>*bold*</b> **x** C:\\*.* <script>alert("1")</script>',
    f"\u202eevil\u202c {RTL} {CHINESE} {FAMILY} \x07\x1b[31m",
    "W" * 400,
    "\U0001f600 and \u2764\ufe0f e\u0301",
    "word " * 400,
    "\n".join(f"line {number}" for number in range(90)),
)


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.load({}, {}, Problems())


def letters(text: str) -> str:
    """Whatever lines they stand on."""
    return "".join(text.split())


def pages_of(path: Path) -> list[str]:
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def running(pages: list[str], head: str = "Spring") -> str:
    """The words of all pages, as if they were one."""
    bodies = (re.sub(rf"^{head}\b|[0-9]+\s*$", "", page) for page in pages)
    return letters("".join(bodies))


def printed(blocks, tmp_path, paper="", **more):
    to = tmp_path / "handout.pdf"
    handout = Handout("Spring", "As it was", tuple(blocks), **more)
    return print_handout(load(bundled_workshop()), handout, to, paper), pages_of(to)


@pytest.mark.parametrize(
    ("typed", "set_as"),
    [
        ("*a* \\ b", "\\*a\\* \\\\ b"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("bell\x07 del\x7f tab\tx", "bell\u2407 del\u2421 tab x"),
        (f"a{RTL}b", "a[U+0633 U+0644 U+0627 U+0645]b"),
        ("\u202eevil\u202c", "[U+202E]evil[U+202C]"),
        (CHINESE, "[U+6F22 U+5B57]"),
        ("e\u0301", "\u00e9"),
        ("\u2764\ufe0f", "\u2764"),
        ("\U0001f600", "\U0001f600"),
        (FAMILY, "[U+1F469 U+200D U+1F4BB]"),
        ("a\ud800b", "a[U+D800]b"),
    ],
)
def test_what_cannot_be_set_is_said_in_its_place(typed, set_as, book):
    words = PrintableWords(book)
    assert words(typed) == set_as
    assert words.has_unset == ("[U+" in set_as)


def test_everything_comes_out_whole_whatever_was_typed(tmp_path, book):
    blocks = [Chapter("Title " * 40 + "X" * 200, "1", "about it", URL, "prepdeck.local:8765/e/K7M2QX4P9B")]
    blocks += [
        Prose(HOSTILE[0], is_large=True),
        LaidCards((LaidCard(HOSTILE[1][:60]), LaidCard("Gone", "no-such-card"))),
    ]
    blocks += [FactSheet(tuple(("Said", text) for text in HOSTILE)), Subheading(HOSTILE[2])]
    blocks += [Prose(text) for text in HOSTILE] + [
        Bullets(HOSTILE, numbered=True),
        TextTable(("a",), tuple((text,) for text in HOSTILE)),
    ]
    done, pages = printed(blocks, tmp_path)
    text, words = running(pages), PrintableWords(book)
    assert done.has_unset
    assert done.pages == len(pages)
    for typed in HOSTILE:
        assert text.count(letters(words.plain(typed))) >= 3, typed[:40]
    assert "What stands in square brackets" in " ".join(pages[-1].split())
    assert not any(unicodedata.bidirectional(char) in ("RLO", "RLE", "R", "AL") for char in text)


def test_contents_name_the_page_of_each_chapter_and_cards_lie_there_with_their_faces(tmp_path):
    long = FactSheet(tuple(("label", "text " * 200) for _ in range(12)))
    card = next(card for card in load(bundled_workshop()).deck.cards if card.id == "guest")
    laid = LaidCards((LaidCard("Guest", card.id), LaidCard("A card of our own")))
    chapters = [Chapter(f"Recipe no. {number} of many", str(number)) for number in range(1, 60)]
    blocks = [ContentsList("Contents"), chapters[0], laid, long, *chapters[1:]]
    done, pages = printed(blocks, tmp_path, "letter", has_cover=True)
    listed = "".join(pages[1:3])
    for number in (1, 2, 59):
        page = int(re.search(rf"Recipe no\. {number} of many\s*(\d+)", listed)[1])  # the cover counts as none
        assert page > 2
        assert f"Recipe no. {number} of many" in pages[page]
    reader = PdfReader(done.path)
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    assert "A card of our own" in pages[3]
    assert pages[3].count("Guest") == 2  # on its face and under it


@pytest.mark.parametrize("count", [19, 23])
def test_no_fact_stands_alone_on_a_page(tmp_path, count):
    """Neither the last one nor the first, under its heading or without one."""
    facts = tuple((f"Label {number}", f"said {number}") for number in range(count))
    more = FactSheet(tuple((f"More {number}", f"said {number}") for number in range(8)), "What the more is said of")
    _, pages = printed([FactSheet(facts), Subheading("A heading"), more], tmp_path)
    for sheet in ("Label", "More"):
        counts = [page.count(sheet) for page in pages if sheet in page]
        assert min(counts) > 1
    titled = next(page for page in pages if "What the more is said of" in page)
    assert "A heading" in titled
    assert "More 1" in titled


def test_each_page_says_of_what_it_is(tmp_path, book):
    """In one line, whatever the title: a page that is copied is known for what it is."""
    _, pages = printed([Prose("word " * 900)], tmp_path)
    assert len(pages) > 1
    assert [page for page in pages if not page.startswith("Spring")] == []
    words = PrintableWords(book)
    for title in ("W" * 400, "word " * 100, "\u4e00" * 200, "\U0001f600" * 90):
        line = words.within(title, 20.0)
        assert line.endswith("…")
        assert sum(book.font("text").width(char) for char in line) <= 20.0
    assert words.within("A\nB", 20.0) == "A B"


def test_a_title_of_any_length_has_room_on_the_cover(tmp_path):
    to = tmp_path / "handout.pdf"
    for title in ("W" * 400, "word " * 100, "\u4e00" * 200, ""):
        print_handout(load(bundled_workshop()), Handout(title, title, (Prose("x"),), has_cover=True), to)
        assert len(letters(pages_of(to)[0])) < 4 * MOST_TITLE


def test_the_same_handout_has_the_same_bytes_and_a_broken_workshop_is_named(tmp_path):
    for name in ("a", "b"):
        printed([Chapter("A", "1"), LaidCards((LaidCard("Guest", "guest"),))], tmp_path / name)
    assert (tmp_path / "a/handout.pdf").read_bytes() == (tmp_path / "b/handout.pdf").read_bytes()
    with pytest.raises(SourceError, match="there is no paper 'b5'"):
        printed([Prose("x")], tmp_path / "c", "b5")
    workshop = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (workshop / "deck.yaml").write_text("cards: 5", encoding="utf-8")
    with pytest.raises(SourceError):
        print_handout(load(workshop), Handout("a", "", ()), tmp_path / "no.pdf")
    assert not (tmp_path / "no.pdf").exists()


@pytest.mark.parametrize("count", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_two_hundred_recipes_take_no_ten_seconds(count, tmp_path):
    shop = load(bundled_workshop())
    ids = [card.id for card in shop.deck.cards][:60]
    facts = FactSheet(tuple((f"Label {number}", "Some words that somebody typed. " * 4) for number in range(8)))
    blocks = [ContentsList("Contents")]
    for number in range(count):
        laid = LaidCards(tuple(LaidCard("Title", ids[(number * 7 + turn) % 60]) for turn in range(9)))
        blocks += [
            Chapter(f"Recipe {number}", str(number), "about", URL),
            laid,
            Prose("If this, then that.", True),
            facts,
        ]
    started = time.process_time()
    print_handout(shop, Handout("Many", "", tuple(blocks)), tmp_path / "many.pdf")
    assert time.process_time() - started < 10

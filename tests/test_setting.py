"""Words into lines, and lines into spans."""

import pytest
from fake_fonts import FakeBook
from hypothesis import given
from hypothesis import strategies as st

from generator.colours import BLACK
from generator.compose.inline import paragraphs
from generator.compose.lines import Line
from generator.compose.setting import Setting, Typesetter, spans
from generator.errors import Problems
from generator.face import Joint
from generator.fonts import FontBook
from generator.units import MM_PER_POINT

PLAIN = Setting("text", bold=False, italic=False, kerning=False, tracking=0.0, upper=False)


def set_lines(text: str, limit: float, setting: Setting = PLAIN, **options: object) -> list[Line]:
    typesetter = Typesetter(FakeBook(), options.pop("hyphens", None))
    atoms = typesetter.atoms(paragraphs(text)[0], setting)
    return typesetter.lines(atoms, limit, setting, **options)


def words(line: Line) -> str:
    return "".join((" " if atom.space and index else "") + atom.text for index, atom in enumerate(line.atoms))


def read_back(lines: list[Line]) -> str:
    text = ""
    for line in lines:
        said = words(line)
        if line.joint is Joint.HYPHEN:
            assert said.endswith("-")
            text += said[:-1]
        else:
            text += said + ("" if line.joint is Joint.NONE else " ")
    return text.strip()


def test_lines_break_at_spaces_and_fill_the_measure() -> None:
    lines = set_lines("aaaa bbbb cccc", 4.5)  # nine letters of half an em: 'aaaa bbbb' just fits
    assert [words(line) for line in lines] == ["aaaa bbbb", "cccc"]
    assert [line.width for line in lines] == [4.5, 2.0]
    assert [line.joint for line in lines] == [Joint.SPACE, Joint.BREAK]


def test_a_word_breaks_after_its_hyphen_but_not_between_figures() -> None:
    assert [words(line) for line in set_lines("front-stage", 3.5)] == ["front-", "stage"]
    assert set_lines("front-stage", 3.5)[0].joint is Joint.NONE
    assert [words(line) for line in set_lines("10-20", 1.5)] == ["10-20"]


def test_hyphenation_takes_the_last_point_that_fits() -> None:
    lines = set_lines("aa hyphenation", 5.0, hyphenate=True, hyphens=lambda word: (2, 6))
    assert [words(line) for line in lines] == ["aa hyphen-", "ation"]
    assert lines[0].joint is Joint.HYPHEN
    assert read_back(lines) == "aa hyphenation"


def test_no_word_stands_alone_on_the_last_line_where_the_line_above_can_spare_one() -> None:
    assert [words(line) for line in set_lines("aa bb cc dd eeee", 5.5)] == ["aa bb cc", "dd eeee"]
    assert [words(line) for line in set_lines("aaaa bbbb eeee", 4.5)] == ["aaaa bbbb", "eeee"]  # it has none to spare


def test_a_word_wider_than_the_measure_stands_alone_and_is_not_cut() -> None:
    assert [words(line) for line in set_lines("a bbbbbbbbbbbb c", 3.0)] == ["a", "bbbbbbbbbbbb", "c"]


def test_balanced_lines_are_as_few_and_more_even() -> None:
    typesetter = Typesetter(FakeBook())
    atoms = typesetter.atoms(paragraphs("aaaaaaa bbbbbb cc")[0], PLAIN)
    greedy = typesetter.lines(atoms, 7.0, PLAIN)
    even = typesetter.balanced(atoms, 7.0, PLAIN)
    assert [words(line) for line in greedy] == ["aaaaaaa bbbbbb", "cc"]
    assert len(even) == len(greedy)
    assert min(line.width for line in even) > min(line.width for line in greedy)


def test_emphasis_changes_the_font_inside_a_word_and_the_line_reads_the_same() -> None:
    (line,) = set_lines("so (un)*believ*(able) **now**", 50)
    found = spans(line, 10, BLACK, 0.0)
    assert [(span.text, span.font) for span in found] == [
        ("so (un)", "text"),
        ("believ", "text-italic"),
        ("(able) ", "text"),
        ("now", "text-bold"),
    ]


def test_spans_are_as_wide_as_their_letters() -> None:
    (line,) = set_lines("so (un)*believ*(able) αβγ now", 50)
    found = spans(line, 10, BLACK, 0.0)
    assert "".join(span.text for span in found) == "so (un)believ(able) αβγ now"
    for span in found:
        assert span.width == pytest.approx(len(span.text) * 0.5 * 10 * MM_PER_POINT)


def test_words_that_another_font_sets_stand_apart_as_those_around_them() -> None:
    """Each has a span of its own: a space in the font of emoji is wider than one of the text."""
    (line,) = set_lines("so αβγ δε **ζ** now", 50)
    found = spans(line, 10, BLACK, 0.0)
    assert [(span.text, span.font) for span in found] == [
        ("so ", "text"),
        ("αβγ ", "fallback"),
        ("δε ", "fallback"),
        ("ζ ", "fallback"),
        ("now", "text"),
    ]


def test_what_is_drawn_of_a_span_is_as_wide_as_it_was_measured() -> None:
    """But for a space at its end: what follows begins where it was measured, whatever was drawn before."""
    book = FontBook.load({}, {}, Problems())
    typesetter = Typesetter(book)
    atoms = typesetter.atoms(paragraphs("Ask 🔥 🎯 ⏰ and\u2060🚀 🧠")[0], PLAIN)
    (line,) = typesetter.lines(atoms, 100.0, PLAIN)
    found = spans(line, 10, BLACK, 0.0)
    assert "".join(span.text for span in found) == "Ask 🔥 🎯 ⏰ and🚀 🧠"
    blank = book.font("text").width(" ")
    for span in found:
        text = span.text.rstrip()
        ends = blank * (len(span.text) - len(text))
        assert span.width == pytest.approx((book.get(span.font).width(text) + ends) * 10 * MM_PER_POINT)


def test_kerning_and_tracking_count_in_the_width_and_stand_at_their_letters() -> None:
    setting = PLAIN._replace(kerning=True, tracking=0.1)
    (line,) = set_lines("xx AVA", 50, setting)
    (span,) = spans(line, 10, BLACK, setting.tracking)
    assert span.kerns == ((4, -100.0),)
    assert span.tracking == pytest.approx(1.0)
    assert span.width == pytest.approx((6 * 0.5 + 6 * 0.1 - 0.1) * 10 * MM_PER_POINT)


def test_upper_case_changes_what_is_set_not_what_is_measured_twice() -> None:
    (line,) = set_lines("straße", 50, PLAIN._replace(upper=True))
    assert words(line) == "STRASSE"


@given(
    st.lists(st.text(alphabet="abcdefghij-", min_size=1, max_size=14), min_size=1, max_size=30),
    st.floats(min_value=1.0, max_value=12.0),
    st.booleans(),
)
def test_no_word_is_lost_and_no_line_too_long(text: list[str], limit: float, hyphenate: bool) -> None:
    lines = set_lines(" ".join(text), limit, hyphenate=hyphenate, hyphens=lambda word: range(2, len(word) - 2))
    assert read_back(lines) == " ".join(text)
    for line in lines:
        assert line.width <= limit + 1e-6 or len(line.atoms) == 1
        width = sum(atom.width + (atom.space if index else 0) for index, atom in enumerate(line.atoms))
        assert line.width == pytest.approx(width)

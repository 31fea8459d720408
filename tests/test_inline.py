"""The small syntax inside a card's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.inline import Run, paragraphs, plain, runs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", [Run("plain words")]),
        ("a *soft* word", [Run("a "), Run("soft", italic=True), Run(" word")]),
        ("a **loud** word", [Run("a "), Run("loud", bold=True), Run(" word")]),
        ("***both***", [Run("both", bold=True, italic=True)]),
        ("**bold with *soft* in it**", [Run("bold with ", True), Run("soft", True, True), Run(" in it", True)]),
        ("5 * 3 * 2", [Run("5 * 3 * 2")]),
        ("a lone *star", [Run("a lone *star")]),
        (r"a real \*star\*", [Run("a real *star*")]),
        (r"C:\temp", [Run(r"C:\temp")]),
        ("un*believ*able", [Run("un"), Run("believ", italic=True), Run("able")]),
    ],
)
def test_emphasis(text: str, expected: list[Run]) -> None:
    assert runs(text) == expected


def test_a_new_line_is_a_line_break_and_empty_lines_are_left_out() -> None:
    assert paragraphs("one\n\n two") == [(Run("one"),), (Run("two"),)]


@given(st.text(alphabet="ab *\\\n", max_size=40))
def test_nothing_but_marks_is_ever_lost(text: str) -> None:
    letters = [sign for sign in text if sign in "ab"]
    assert [sign for sign in plain(text) if sign in "ab"] == letters


@given(st.text(max_size=60).filter(lambda text: "*" not in text and "\\" not in text))
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert plain(text) == text

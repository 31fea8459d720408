"""The small syntax inside a card's text."""

import re

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
        ("(un)*believ*(able)", [Run("(un)"), Run("believ", italic=True), Run("(able)")]),
        ("“*soft*”, *loud*!", [Run("“"), Run("soft", italic=True), Run("”, "), Run("loud", italic=True), Run("!")]),
        ("5*10 and 2*3*4 = 24", [Run("5*10 and 2*3*4 = 24")]),
        ("2**3**4, un*believ*able", [Run("2**3**4, un*believ*able")]),
        ("3*(4+5)*6", [Run("3*(4+5)*6")]),
        ("**Note:**read", [Run("Note:", bold=True), Run("read")]),
        ("*5*10*", [Run("5*10", italic=True)]),
        (r"\**a*", [Run("*"), Run("a", italic=True)]),
        ("这是*重点*内容", [Run("这是"), Run("重点", italic=True), Run("内容")]),
    ],
)
def test_emphasis(text: str, expected: list[Run]) -> None:
    assert runs(text) == expected


def test_emphasis_in_emphasis_a_thousand_deep_loses_no_word() -> None:
    assert plain("**a *b " * 2000).replace("*", "").split() == ["a", "b"] * 2000


def test_a_new_line_is_a_line_break_and_empty_lines_are_left_out() -> None:
    assert paragraphs("one\n\n two") == [(Run("one"),), (Run("two"),)]


@given(st.text(alphabet="ab *\\\n", max_size=40))
def test_nothing_but_marks_is_ever_lost(text: str) -> None:
    letters = [sign for sign in text if sign in "ab"]
    assert [sign for sign in plain(text) if sign in "ab"] == letters


@given(st.text(max_size=60).filter(lambda text: "*" not in text and "\\" not in text))
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert plain(text) == re.sub("[\u00ad\u200b\u2060]", "", text)


@given(st.text(alphabet="ab1*", max_size=12), st.sampled_from("ab1"), st.sampled_from("ab1"))
def test_a_star_between_letters_or_digits_is_a_star(text: str, before: str, after: str) -> None:
    inside = re.findall(r"(?<=[ab1])\*+(?=[ab1])", f"{before}{text}{after}")
    assert "".join(inside).count("*") == plain(f"{before}{text}{after}").count("*")

"""Lengths with units."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.units import millimetres, points


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3mm", 3),
        ("0.3 cm", 3),
        ("1in", 25.4),
        ("1/8in", 3.175),
        ("2 1/2in", 63.5),
        ("72pt", 25.4),
        ("-3mm", -3),
        ("0,5cm", 5),
    ],
)
def test_lengths(text: str, expected: float) -> None:
    assert millimetres(text) == pytest.approx(expected)


def test_points() -> None:
    assert points("9pt") == 9
    assert points("1in") == 72


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3", "write 3mm"),
        ("3px", "'px' is not a unit"),
        ("mm", "not a length"),
        ("", "not a length"),
        ("3mmm", "not a unit"),
        ("1/0in", "nought"),
        ("1e3mm", "not a length"),
        ("nan mm", "not a length"),
    ],
)
def test_what_is_no_length_says_what_to_write(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        millimetres(text)


@given(st.decimals(min_value=-9999, max_value=9999, places=3), st.sampled_from(["mm", "cm", "in", "pt"]))
def test_a_length_reads_back_in_every_unit(number, unit: str) -> None:
    size = {"mm": 1, "cm": 10, "in": 25.4, "pt": 25.4 / 72}[unit]
    assert millimetres(f"{number:f}{unit}") == pytest.approx(float(number) * size, abs=1e-9)


@given(st.text(max_size=12))
def test_any_other_text_is_refused_and_nothing_else_happens(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(millimetres(text), float)

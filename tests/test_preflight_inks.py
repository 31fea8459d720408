"""How much ink a page has: what is looked at before the cells are inked never clears what a cell would show."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suite import examples

from generator.preflight import ink_coverage
from generator.preflight.ink_coverage import CELL, Ground, Sheet

PAGE = (0.0, 0.0, 60 * CELL, 60 * CELL)
PLATES = ("Cyan", "Magenta", "Yellow", "Black")


def ground(left: float, low: float, wide: float, high: float, tints: tuple[float, ...], overprint: bool) -> Ground:
    """In cells; an area that is full of its inks."""
    box = (left * CELL, low * CELL, (left + wide) * CELL, (low + high) * CELL)
    plates = tuple((name, tint) for name, tint in zip(PLATES, tints, strict=True) if tint)
    return Ground(box, plates, 1.0, overprint)


def most_of_cells(grounds: list[Ground]) -> float:
    sheet = Sheet(PAGE)
    for each in grounds:
        sheet.put(each)
    return sheet.most()


def clears(grounds: list[Ground], limit: float) -> bool:
    return ink_coverage._heavy(grounds, limit, CELL) == []


def sums_up(grounds: list[Ground]) -> float:
    """What overprints, wherever it lies: where that is too much, nothing is cleared before."""
    return sum(ink_coverage._most_over(each for each in grounds if each.overprint).values())


sides = st.floats(0.3, 20)
places = st.floats(0, 39)
tints = st.tuples(*[st.sampled_from([0.0, 0.4, 0.7, 1.0])] * 4)
laid = st.builds(ground, places, places, sides, sides, tints, st.booleans())


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(laid, min_size=1, max_size=12), st.sampled_from([1.2, 2.4, 3.0]))
def test_what_is_cleared_before_has_no_cell_over_the_limit(grounds: list[Ground], limit: float) -> None:
    most = most_of_cells(grounds)
    assert not clears(grounds, limit) or most <= limit + 1e-9
    assert ink_coverage._may_exceed(grounds, limit, PAGE) or most <= limit + 1e-9
    assert not ink_coverage._may_exceed(grounds, limit, PAGE) or most > limit - 1e-9 or sums_up(grounds) > limit


HEAVY = ground(10, 10, 10, 10, (0.9, 0.9, 0.4, 0.0), overprint=False)
BESIDE = [(20.4, 10), (10, 20.4), (9.4, 10)]  # overprints that share a cell with the ground, not a place


@pytest.mark.parametrize("place", [(12, 12), *BESIDE])
def test_an_overprint_within_a_cell_of_a_heavy_ground_is_not_passed_over(place: tuple[float, float]) -> None:
    above = ground(*place, 0.5, 5, (0.0, 0.0, 0.0, 1.0), overprint=True)
    assert not clears([HEAVY, above], 2.4)


def test_one_that_is_far_away_is() -> None:
    far = ground(40, 40, 5, 5, (0.0, 0.0, 0.0, 1.0), overprint=True)
    assert clears([HEAVY, far], 2.4)
    assert most_of_cells([HEAVY, far]) <= 2.4


def test_a_bound_that_looks_at_the_place_alone_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small areas of one cell, which a cell adds up."""
    parts = [ground(10.05, 10.05, 0.4, 0.4, (1, 1, 0.2, 0), False), ground(10.5, 10.5, 0.4, 0.4, (0, 0, 0, 1), True)]
    assert all(one.box[2] < two.box[0] for one, two in pairwise(parts))
    assert not clears(parts, 2.4)
    monkeypatch.setattr(ink_coverage, "grown", lambda box, by: box)
    assert clears(parts, 2.4)

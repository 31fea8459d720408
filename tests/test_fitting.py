"""Shrink-to-fit: text fits, or what is left over is named."""

from collections.abc import Sequence

import pytest
from fake_fonts import FakeBook
from hypothesis import given
from hypothesis import strategies as st

from generator.colours import BLACK, WHITE
from generator.compose.baselines import Baselines
from generator.compose.fitting import STEPS, Copy, TextBox, measure, place
from generator.compose.inline import Run, paragraphs
from generator.compose.setting import Typesetter
from generator.face import Outline, TextLine
from generator.geometry import Rect
from generator.layout import Style
from generator.units import MM_PER_POINT

TEN = Style(size=10, min_size=5, leading=1.2, kerning=False)


def copy_of(text: str, style: Style = TEN, field: str = "about", **more: object) -> Copy:
    return Copy(field, style, BLACK, (tuple(paragraphs(text)),), **more)


def text_box(copies: Sequence[Copy], width: float, height: float) -> TextBox:
    typesetter = Typesetter(FakeBook())
    return TextBox(typesetter, [measure(typesetter, copy) for copy in copies], width, height)


def fit(copies: Sequence[Copy], frame: Rect, align: str = "left", valign: str = "top"):
    box = text_box(copies, frame.width, frame.height)
    return place(box, box.first_fit(), frame, align, valign)


def lines_of(fitted) -> list[TextLine]:
    return [item for item in fitted.items if isinstance(item, TextLine)]


def test_text_that_fits_is_set_at_its_designed_size_with_its_cap_height_at_the_top() -> None:
    fitted = fit([copy_of("aa bb")], Rect(5, 10, 50, 20))
    (line,) = lines_of(fitted)
    assert fitted.overset is None
    assert line.spans[0].size == 10
    assert line.x == 5
    assert line.baseline == pytest.approx(10 + 0.7 * 10 * MM_PER_POINT, abs=1e-3)


class LargeLooks(FakeBook):
    """A family whose letters look larger than the house's."""

    scale = 0.8


def test_a_family_that_looks_larger_is_set_smaller_and_its_lines_stand_where_they_would() -> None:
    typesetter = Typesetter(LargeLooks())
    styles = {"a": TEN, "b": Style(size=7, leading=1.2), "c": Style(size=5.5, leading=1.2)}
    blocks = [measure(typesetter, copy_of("aa\nbb", style, name)) for name, style in styles.items()]
    lines = lines_of(place(TextBox(typesetter, blocks, 50, 50), 0, Rect(0, 0, 50, 50), "left", "top"))
    assert [line.spans[0].size for line in lines[::2]] == [8, 6.5, 5.5]  # what is read at all stays large enough
    assert lines[0].baseline == pytest.approx(0.7 * 10 * MM_PER_POINT, abs=1e-3)
    apart = [below.baseline - above.baseline for above, below in zip(lines[::2], lines[1::2], strict=True)]
    assert apart == pytest.approx([1.2 * size * MM_PER_POINT for size in (10, 7, 5.5)], abs=1e-3)


def test_text_shrinks_in_both_axes_and_no_further_than_it_must() -> None:
    text = " ".join(["aaaa"] * 20)
    frame = Rect(0, 0, 40, 9)
    box = text_box([copy_of(text)], frame.width, frame.height)
    step = box.first_fit()
    assert 0 < step < STEPS
    assert box.fits(step)
    assert not box.fits(step - 1)
    narrow = fit([copy_of("a" * 20)], Rect(0, 0, 25, 20))  # one word: only the width presses
    assert narrow.overset is None
    assert lines_of(narrow)[0].spans[0].size < 10


def test_overset_names_the_field_and_the_very_words_that_are_left() -> None:
    height = (0.7 + 1.2 + 0.2) * 5 * MM_PER_POINT  # two lines at the smallest size
    frame = Rect(0, 0, 0.5 * 9 * 5 * MM_PER_POINT, height)  # nine letters wide
    fitted = fit([copy_of("aaaa bbbb cccc dddd eeee ffff")], frame)
    assert fitted.overset is not None
    assert (fitted.overset.field, fitted.overset.left_over) == ("about", "eeee ffff")


def test_a_word_that_is_too_wide_at_the_smallest_size_is_named() -> None:
    fitted = fit([copy_of("a bbbbbbbbbbbbbbbbbbbb")], Rect(0, 0, 10, 50))
    assert fitted.overset is not None
    assert fitted.overset.too_wide
    assert fitted.overset.left_over == "bbbbbbbbbbbbbbbbbbbb"


def test_blocks_shrink_together_each_to_its_own_minimum() -> None:
    firm = Style(size=10, min_size=9, leading=1.2, kerning=False)
    copies = [copy_of("aa", firm, "title"), copy_of("bbbb " * 12, TEN, "about")]
    fitted = fit(copies, Rect(0, 0, 30, 11))
    sizes = {line.field: line.spans[0].size for line in lines_of(fitted)}
    assert fitted.overset is None
    assert 9 <= sizes["title"] < 10
    assert (10 - sizes["about"]) / 5 == pytest.approx((10 - sizes["title"]) / 1, abs=0.02)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("centre", 0.5), ("right", 1.0)])
def test_horizontal_alignment(align: str, share: float) -> None:
    (line,) = lines_of(fit([copy_of("aaaa")], Rect(10, 0, 50, 20), align))
    slack = 50 - 4 * 0.5 * 10 * MM_PER_POINT
    assert line.x == pytest.approx(10 + slack * share, abs=1e-3)


@pytest.mark.parametrize(("valign", "share"), [("top", 0.0), ("middle", 0.5), ("bottom", 1.0)])
def test_vertical_alignment(valign: str, share: float) -> None:
    (line,) = lines_of(fit([copy_of("aaaa")], Rect(0, 10, 50, 20), "left", valign))
    slack = 20 - 0.9 * 10 * MM_PER_POINT
    assert line.baseline == pytest.approx(10 + slack * share + 0.7 * 10 * MM_PER_POINT, abs=1e-3)


def test_a_list_has_one_marker_an_item_and_hangs_its_lines() -> None:
    items = (tuple(paragraphs("aaaa bbbb cccc")), tuple(paragraphs("dddd")))
    bullets = Copy("prompts", TEN, BLACK, items, marker="bullet", indent=4.0, item_space=1.0)
    fitted = fit([bullets], Rect(0, 0, 24, 60))
    again = fit([bullets._replace(colour=WHITE)], Rect(0, 0, 24, 60))
    dots = [[item.path for item in each.items if isinstance(item, Outline)] for each in (fitted, again)]
    assert len(dots[0]) == 2
    assert list(map(id, dots[0])) == list(map(id, dots[1]))  # in one place it is one object, and so written once
    lines = lines_of(fitted)
    assert {line.x for line in lines} == {4.0}
    assert len(fitted.items) - len(lines) == 2
    numbers = fit([bullets._replace(marker="number")], Rect(0, 0, 24, 60))
    assert [line.text for line in lines_of(numbers) if line.field == "list.number"] == ["1.", "2."]


@given(
    st.lists(st.text(alphabet="abcdef", min_size=1, max_size=12), min_size=1, max_size=60),
    st.floats(min_value=5, max_value=80),
    st.floats(min_value=2, max_value=60),
)
def test_all_that_is_set_lies_in_the_frame_or_the_rest_is_named(words: list[str], width: float, height: float) -> None:
    frame = Rect(3, 4, width, height)
    fitted = fit([copy_of(" ".join(words))], frame)
    lines = lines_of(fitted)
    assert " ".join(line.text for line in lines).split() == words  # nothing is lost on the way
    inside = all(
        line.x + line.width <= frame.right + 1e-3
        and line.baseline - 0.7 * line.spans[0].size * MM_PER_POINT >= frame.y - 1e-3
        and line.baseline + 0.2 * line.spans[0].size * MM_PER_POINT <= frame.bottom + 1e-3
        for line in lines
    )
    assert inside == (fitted.overset is None)
    if fitted.overset:
        left = fitted.overset.left_over.split()
        assert left == words[-len(left) :] or (fitted.overset.too_wide and left[0] in words)


def baselines(copies: Sequence[Copy], height: float) -> tuple[float, list[float]]:
    """The size, and where lines stand on a grid of 5 mm whose frame begins at 1 mm, from the top of the card."""
    typesetter = Typesetter(FakeBook())
    box = TextBox(typesetter, [measure(typesetter, each) for each in copies], 50, height, grid=Baselines(5, 1))
    lines = lines_of(place(box, box.first_fit(), Rect(0, 1, 50, height), "left", "top"))
    return lines[0].spans[0].size, [line.baseline for line in lines]


ON_GRID = [copy_of("aa\naa"), copy_of("a", field="b.label", space_before=2), copy_of("bb", field="b", space_before=1)]


@pytest.mark.parametrize(
    ("height", "size", "lines"),
    [
        (26, 10, [5, 10, 20, 25]),  # a line between two blocks, none under a label
        (21, 10, [5, 10, 15, 20]),  # where there is no room for it
    ],
)
def test_blocks_on_a_grid_stand_apart_where_there_is_room(height: float, size: float, lines: list[float]) -> None:
    assert baselines(ON_GRID, height) == (size, pytest.approx(lines))


def test_off_the_grid_the_first_line_stands_on_it_where_there_is_room() -> None:
    size, lines = baselines(ON_GRID, 19.4)
    assert size < 10
    assert lines[0] == pytest.approx(5)
    assert any(line % 5 > 0.1 for line in lines)
    size, tight = baselines([copy_of("aa\n" * 5)], 16.3)
    assert size < 10
    assert tight[0] < 5


def test_a_label_that_runs_in_begins_the_first_line_in_bold() -> None:
    """Eleven letters have room."""
    copies = [copy_of("cc dd eeee ffff", lead=(Run("aa bb", bold=True),))]
    lines = lines_of(fit(copies, Rect(0, 0, 56 * MM_PER_POINT, 20)))
    assert [line.text for line in lines] == ["aa bb cc dd", "eeee ffff"]
    assert [span.font for span in lines[0].spans] == ["text-bold", "text"]


def test_a_planted_overset_is_seen() -> None:
    """The property above would be empty if nothing were ever overset."""
    assert fit([copy_of("aaaa " * 50)], Rect(0, 0, 10, 5)).overset is not None

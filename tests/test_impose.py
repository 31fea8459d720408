"""Imposition: how many fit, where they lie, what lies behind them; every check is shown to catch a planted fault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import isclose
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from suite import examples

from generator.errors import Place, Problems
from generator.geometry import Point, Rect, Size
from generator.impose import Plan, SheetPage, Slot, grid, marks, page_order, plan, planning
from generator.layout import CardLayout, Paper, SheetLayout, Sides
from generator.sources import bind, parse, read_merged
from generator.units import millimetres

LAYOUTS = Path(__file__).parents[1] / "layouts"
PAPERS = {
    "a4": Paper(title="A4", width=210, height=297),
    "letter": Paper(title="Letter", width=215.9, height=279.4, family="US"),
    "a3": Paper(title="A3", width=297, height=420),
    "tabloid": Paper(title="Tabloid", width=279.4, height=431.8, family="US"),
}
TRIMS = {
    "poker": Size(63.5, 88.9),
    "poker 63x88": Size(63, 88),
    "tarot": Size(70, 120),
    "a6": Size(105, 148),
    "business": Size(85, 55),
}
TWO_SIDED: tuple[Sides, ...] = tuple(sides for sides in get_args(Sides) if sides != "one-sided")
FOLD: Sides = "gutter-fold"
TURNED_OVER: tuple[Sides, ...] = tuple(sides for sides in TWO_SIDED if sides != FOLD)
TOLERANCE = 1e-6


def made(
    trim: Size = TRIMS["poker"],
    paper: Paper | None = PAPERS["a4"],
    sides: Sides = "two-sided-long-edge",
    bleed: float = 3.0,
    uniform: bool = False,
    problems: Problems | None = None,
    **sheet: Any,
) -> Plan:
    """A plan that must come about."""
    problems = Problems() if problems is None else problems
    found = plan(trim, bleed, SheetLayout(title="test", **sheet), paper, sides, uniform, problems)
    assert found is not None, list(map(str, problems))
    return found


def refused(trim: Size = TRIMS["poker"], paper: Paper = PAPERS["a4"], bleed: float = 3.0, **sheet: Any) -> Problems:
    """The problems of a plan that must not come about."""
    problems = Problems()
    assert plan(trim, bleed, SheetLayout(title="test", **sheet), paper, "one-sided", False, problems) is None
    assert problems.errors
    return problems


# How many fit, worked out by hand with margins of 8 mm and a bleed of 3 mm. Along a side there go
# ⌊(room + gutter) / (length + gutter)⌋ pieces; the room is the paper less 16 mm. P(ortrait) or L(andscape) paper;
# pieces stand upright on it.
#
# room + 6:   A4 200 × 287     Letter 205.9 × 269.4   A3 287 × 410   Tabloid 269.4 × 421.8
# room:       A4 194 × 281     Letter 199.9 × 263.4   A3 281 × 404   Tabloid 263.4 × 415.8
#
# poker + 6 = 69.5 × 94.9      A4      P 2.88 3.02 = 2×3   L 4.13 2.11 = 4×2
#                              Letter  P 2.96 2.84 = 2×2   L 3.88 2.17 = 3×2
#                              A3      P 4.13 4.32 = 4×4   L 5.90 3.02 = 5×3
#                              Tabloid P 3.88 4.44 = 3×4   L 6.07 2.84 = 6×2, even: portrait
# poker butt-cut 63.5 × 88.9   A4      P 3.06 3.16 = 3×3   L 4.43 2.18 = 4×2
#                              Letter  P 3.15 2.96 = 3×2   L 4.15 2.25 = 4×2
#                              A3      P 4.43 4.54 = 4×4   L 6.36 3.16 = 6×3
#                              Tabloid P 4.15 4.68 = 4×4   L 6.55 2.96 = 6×2
# 63×88 + 6 = 69 × 94          A4      P 2.90 3.05 = 2×3   L 4.16 2.13 = 4×2
#                              Letter  P 2.98 2.87 = 2×2   L 3.90 2.19 = 3×2
#                              A3      P 4.16 4.36 = 4×4   L 5.94 3.05 = 5×3
#                              Tabloid P 3.90 4.49 = 3×4   L 6.11 2.87 = 6×2, even: portrait
# 63×88 butt-cut               A4      P 3.08 3.19 = 3×3   L 4.46 2.20 = 4×2
#                              Letter  P 3.17 2.99 = 3×2   L 4.18 2.27 = 4×2
#                              A3      P 4.46 4.59 = 4×4   L 6.41 3.19 = 6×3
#                              Tabloid P 4.18 4.73 = 4×4   L 6.60 2.99 = 6×2
# tarot + 6 = 76 × 126         A4      P 2.63 2.28 = 2×2   L 3.78 1.59 = 3×1
#                              Letter  P 2.71 2.14 = 2×2   L 3.54 1.63 = 3×1
#                              A3      P 3.78 3.25 = 3×3   L 5.39 2.28 = 5×2
#                              Tabloid P 3.54 3.35 = 3×3   L 5.55 2.14 = 5×2
# tarot butt-cut 70 × 120      A4      P 2.77 2.34 = 2×2   L 4.01 1.62 = 4×1, even: portrait
#                              Letter  P 2.86 2.20 = 2×2   L 3.76 1.67 = 3×1
#                              A3      P 4.01 3.37 = 4×3   L 5.77 2.34 = 5×2
#                              Tabloid P 3.76 3.47 = 3×3   L 5.94 2.20 = 5×2
# A6 + 6 = 111 × 154           A4      P 1.80 1.86 = 1×1   L 2.59 1.30 = 2×1
#                              Letter  P 1.85 1.75 = 1×1   L 2.43 1.34 = 2×1
#                              A3      P 2.59 2.66 = 2×2   L 3.69 1.86 = 3×1
#                              Tabloid P 2.43 2.74 = 2×2   L 3.80 1.75 = 3×1
# A6 butt-cut 105 × 148        A4      P 1.85 1.90 = 1×1   L 2.68 1.31 = 2×1
#                              Letter  P 1.90 1.78 = 1×1   L 2.51 1.35 = 2×1
#                              A3      P 2.68 2.73 = 2×2   L 3.85 1.90 = 3×1
#                              Tabloid P 2.51 2.81 = 2×2   L 3.96 1.78 = 3×1
# business + 6 = 91 × 61       A4      P 2.20 4.70 = 2×4   L 3.15 3.28 = 3×3
#                              Letter  P 2.26 4.42 = 2×4   L 2.96 3.38 = 2×3
#                              A3      P 3.15 6.72 = 3×6   L 4.51 4.70 = 4×4
#                              Tabloid P 2.96 6.91 = 2×6   L 4.64 4.42 = 4×4
# business butt-cut 85 × 55    A4      P 2.28 5.11 = 2×5   L 3.31 3.53 = 3×3
#                              Letter  P 2.35 4.79 = 2×4   L 3.10 3.63 = 3×3
#                              A3      P 3.31 7.35 = 3×7   L 4.75 5.11 = 4×5
#                              Tabloid P 3.10 7.56 = 3×7   L 4.89 4.79 = 4×4
PER_SHEET = """
poker        gutters  a4 L 4 2   letter L 3 2   a3 P 4 4   tabloid P 3 4
poker        butt     a4 P 3 3   letter L 4 2   a3 L 6 3   tabloid P 4 4
poker 63x88  gutters  a4 L 4 2   letter L 3 2   a3 P 4 4   tabloid P 3 4
poker 63x88  butt     a4 P 3 3   letter L 4 2   a3 L 6 3   tabloid P 4 4
tarot        gutters  a4 P 2 2   letter P 2 2   a3 L 5 2   tabloid L 5 2
tarot        butt     a4 P 2 2   letter P 2 2   a3 P 4 3   tabloid L 5 2
a6           gutters  a4 L 2 1   letter L 2 1   a3 P 2 2   tabloid P 2 2
a6           butt     a4 L 2 1   letter L 2 1   a3 P 2 2   tabloid P 2 2
business     gutters  a4 L 3 3   letter P 2 4   a3 P 3 6   tabloid L 4 4
business     butt     a4 P 2 5   letter L 3 3   a3 P 3 7   tabloid P 3 7
"""


def _hand_made() -> Iterator[tuple[str, str, str, str, int, int]]:
    for line in PER_SHEET.strip().splitlines():
        trim, cut, *cells = (part.strip() for part in line.split("  ") if part.strip())
        for cell in cells:
            paper, way, columns, rows = cell.split()
            yield trim, cut, paper, way, int(columns), int(rows)


@pytest.mark.parametrize(("trim", "cut", "paper", "way", "columns", "rows"), list(_hand_made()))
def test_cards_per_sheet_as_worked_out_by_hand(
    trim: str, cut: str, paper: str, way: str, columns: int, rows: int
) -> None:
    for found in (
        made(TRIMS[trim], PAPERS[paper], uniform=cut == "butt"),
        made(TRIMS[trim], PAPERS[paper], gutter="butt" if cut == "butt" else 6.0),
    ):
        assert (found.columns, found.rows, found.per_sheet) == (columns, rows, columns * rows)
        assert (found.paper.landscape, found.turned) == (way == "L", False)
        assert found.gutter == (0 if cut == "butt" else 6)


def test_the_counts_that_the_product_promises() -> None:
    counts = [made(paper=PAPERS[name], uniform=uniform).per_sheet for uniform in (0, 1) for name in ("a4", "letter")]
    assert counts == [8, 6, 9, 8]


def test_a_fixed_orientation_turns_the_pieces_where_that_wins() -> None:
    upright = made(orientation="portrait")
    assert (upright.columns, upright.rows, upright.turned) == (2, 4, True)
    assert {slot.turned for slot in upright.slots} == {90}
    assert not made(TRIMS["tarot"], orientation="landscape", gutter="butt").turned  # 4 upright, 4 turned


def test_columns_and_rows_that_are_given_are_kept() -> None:
    found = made(columns=2, rows=2)
    assert (found.columns, found.rows, found.paper.landscape, found.turned) == (2, 2, False, False)
    assert (made(columns=3).columns, made(columns=3).rows) == (3, 2)
    assert made(rows=1).rows == 1


# What must hold of every plan, checked from nothing but its numbers.


def on_sheet(slot: Slot, trim: Size, u: float, v: float) -> Point:
    """Where a point of a face, from the top left of its trim, comes to lie."""
    return {
        0: Point(slot.x + u, slot.y + v),
        90: Point(slot.x + trim.height - v, slot.y + u),
        180: Point(slot.x + trim.width - u, slot.y + trim.height - v),
        270: Point(slot.x + v, slot.y + trim.width - u),
    }[slot.turned]


def turned_over(point: Point, paper: Size, sides: Sides) -> Point:
    """The same spot of the paper after it was turned over as a duplex printer does."""
    upright = paper.height >= paper.width
    # Upright paper turned on its long edge, or lying paper on its short edge, turns like the leaf of a book.
    like_a_leaf = upright if sides != "two-sided-short-edge" else not upright
    return Point(paper.width - point.x, point.y) if like_a_leaf else Point(point.x, paper.height - point.y)


def shines_through(point: Point, found: Plan, sides: Sides) -> Point:
    """Where a spot of the front comes to lie among the backs: the sheet turned over, or folded on its line."""
    if found.fold is None:
        return turned_over(point, found.paper, sides)
    start, end = found.fold
    if start.x == end.x:
        return Point(2 * start.x - point.x, point.y)
    assert start.y == end.y
    return Point(point.x, 2 * start.y - point.y)


def near(one: Point, other: Point) -> bool:
    return isclose(one.x, other.x, abs_tol=TOLERANCE) and isclose(one.y, other.y, abs_tol=TOLERANCE)


def overlap(one: Rect, other: Rect) -> bool:
    return (
        min(one.right, other.right) - max(one.x, other.x) > TOLERANCE
        and min(one.bottom, other.bottom) - max(one.y, other.y) > TOLERANCE
    )


def pieces(found: Plan) -> list[tuple[Rect, Rect]]:
    """The trim and the clip of all that one side of the sheet has, in reading order; backs too where it is folded."""
    size = found.trim.turned if found.turned else found.trim
    slots, clips = found.slots, found.clips
    if found.fold:
        slots, clips = slots + found.backs, clips + found.back_clips
    both = [(Rect(slot.x, slot.y, *size), clip) for slot, clip in zip(slots, clips, strict=True)]
    return sorted(both, key=lambda each: (round(each[0].y, 3), round(each[0].x, 3)))


def boxes(found: Plan) -> list[Rect]:
    return [box for box, _ in pieces(found)]


def gaps(found: Plan) -> tuple[list[float], list[float]]:
    """What should lie between columns and between rows."""
    across, down = [found.gutter] * (found.columns - 1), [found.gutter] * (found.rows - 1)
    if found.fold:
        folded = across if found.fold[0].x == found.fold[1].x else down
        assert len(folded) % 2, "halves that are folded on one another are alike"
        folded[len(folded) // 2] = max(found.gutter, 2 * found.bleed, 4.0)
    return across, down


def faults(found: Plan, sides: Sides, margin: float) -> list[str]:
    return [*slot_faults(found, margin), *back_faults(found, sides), *clip_faults(found), *mark_faults(found)]


def slot_faults(found: Plan, margin: float) -> Iterator[str]:
    all_boxes, paper = boxes(found), found.paper
    inside = Rect(0, 0, *paper).grown(-margin)
    if len(all_boxes) != found.columns * found.rows:
        yield "slots are missing"
    if not all(inside.contains(box) for box in all_boxes):
        yield "a slot lies in the margin"
    if any(overlap(one, other) for n, one in enumerate(all_boxes) for other in all_boxes[:n]):
        yield "slots overlap"
    across, down = gaps(found)
    for n, box in enumerate(all_boxes):
        row, column = divmod(n, found.columns)
        after, below = n + 1, n + found.columns
        if column < len(across) and not isclose(all_boxes[after].x - box.right, across[column], abs_tol=TOLERANCE):
            yield "neighbours in a row are not one gutter apart"
        if row < len(down) and not isclose(all_boxes[below].y - box.bottom, down[row], abs_tol=TOLERANCE):
            yield "neighbours in a column are not one gutter apart"
    first, last = all_boxes[0], all_boxes[-1]
    if not near(Point(first.x, first.y), Point(paper.width - last.right, paper.height - last.bottom)):
        yield "the block is not centred"


def back_faults(found: Plan, sides: Sides) -> Iterator[str]:
    if sides == "one-sided":
        if found.backs or found.back_clips:
            yield "one-sided sheets have backs"
        return
    width, height = found.trim
    for front, back in zip(found.slots, found.backs, strict=True):
        # Behind the top left corner of a front lies the top right corner of its back, and so on.
        for u, v in ((0, 0), (width, 0), (0, height), (width / 3, height / 5)):
            lies = shines_through(on_sheet(front, found.trim, u, v), found, sides)
            if not near(lies, on_sheet(back, found.trim, width - u, v)):
                yield "a back does not lie behind its front, head to head"
    for front, back in zip(found.clips, found.back_clips, strict=True):
        corners = [shines_through(Point(front.x, front.y), found, sides)]
        corners.append(shines_through(Point(front.right, front.bottom), found, sides))
        left, right = sorted(corner.x for corner in corners)
        top, bottom = sorted(corner.y for corner in corners)
        if not (near(Point(left, top), Point(back.x, back.y)) and near(Point(right, bottom), Point(*_far(back)))):
            yield "the bleed of a back is not that of its front"


def _far(box: Rect) -> tuple[float, float]:
    return box.right, box.bottom


def clip_faults(found: Plan) -> Iterator[str]:
    paper, all_pieces = Rect(0, 0, *found.paper), pieces(found)
    across, down = ([None, *each, None] for each in gaps(found))
    for n, (box, clip) in enumerate(all_pieces):
        row, column = divmod(n, found.columns)
        if not clip.contains(box):
            yield "a piece is cut inside its trim"
        if not paper.contains(clip):
            yield "bleed runs past the paper"
        if any(overlap(clip, other) for _, other in all_pieces[:n]):
            yield "bleeds overlap"
        for shown, room, gap in (
            (box.x - clip.x, box.x, across[column]),
            (box.y - clip.y, box.y, down[row]),
            (clip.right - box.right, paper.right - box.right, across[column + 1]),
            (clip.bottom - box.bottom, paper.bottom - box.bottom, down[row + 1]),
        ):
            wanted = min(found.bleed, room if gap is None else gap / 2)
            if not isclose(shown, wanted, abs_tol=TOLERANCE):
                yield "more than the bleed is shown" if shown > wanted else "bleed is lost"


def mark_faults(found: Plan) -> Iterator[str]:
    all_boxes = boxes(found)
    first, last = all_boxes[0], all_boxes[-1]
    block = Rect(first.x, first.y, last.right - first.x, last.bottom - first.y)
    bleeding, paper = block.grown(found.bleed), Rect(0, 0, *found.paper)
    for start, end in found.marks:
        line = Rect(min(start.x, end.x), min(start.y, end.y), abs(start.x - end.x), abs(start.y - end.y))
        if line.width and line.height:
            yield "a mark is not straight"
        ends = (start.y, end.y, found.paper.height) if line.height else (start.x, end.x, found.paper.width)
        if not paper.contains(line) or min(ends) < 1.4 or max(ends[:2]) > ends[2] - 1.4:
            yield "a mark runs off the paper"
        apart = (
            line.right < bleeding.x or line.x > bleeding.right or line.bottom < bleeding.y or line.y > bleeding.bottom
        )
        if not apart:
            yield "a mark touches the bleed or the block"
        if found.slug and overlap(line.grown(0.1), found.slug.box):
            yield "the slug line touches a mark"
    for sides in TWO_SIDED[:2]:
        for mark in found.marks:
            one, other = (turned_over(end, found.paper, sides) for end in mark)
            if not any(near(one, start) and near(other, end) for start, end in found.marks):
                yield "marks do not coincide with those of the other side"
    yield from cut_faults(found, all_boxes)
    yield from fold_faults(found, all_boxes, paper)
    if found.slug and (overlap(found.slug.box, bleeding) or not paper.grown(-1.4).contains(found.slug.box)):
        yield "the slug line lies in the bleed or off the paper"
    if found.slug:
        line, along = found.slug.box, block.grown(TOLERANCE)
        beside = line.right < block.x and along.y <= line.y and line.bottom <= along.bottom
        if not beside and not (line.y > block.bottom and along.x <= line.x and line.right <= along.right):
            yield "the slug line is not along the foot or the left side of the block"


def fold_faults(found: Plan, all_boxes: list[Rect], paper: Rect) -> Iterator[str]:
    """The fold line runs between fronts and backs, through the whole block and not off the paper."""
    if found.fold is None:
        return
    (x, y), (right, bottom) = found.fold
    line = Rect(x, y, right - x, bottom - y)
    if not paper.contains(line):
        yield "the fold line runs off the paper"
    if line.height + line.width < _long(all_boxes, upright=x == right) - TOLERANCE:
        yield "the fold line is shorter than the block"
    if any(overlap(line.grown(0.1), box) for box in all_boxes):
        yield "the fold line touches a piece"
    if found.slug and overlap(line.grown(0.1), found.slug.box):
        yield "the fold line touches the slug line"


def _long(all_boxes: list[Rect], upright: bool) -> float:
    first, last = all_boxes[0], all_boxes[-1]
    return last.bottom - first.y if upright else last.right - first.x


def cut_faults(found: Plan, all_boxes: list[Rect]) -> Iterator[str]:
    """Each cut has a mark at both ends, and no mark is without a cut."""
    upright = sorted(round(start.x, 5) for start, end in found.marks if start.x == end.x)
    lying = sorted(round(start.y, 5) for start, end in found.marks if start.y == end.y)
    for name, given_marks, cuts in (
        ("upright", upright, {round(x, 5) for box in all_boxes for x in (box.x, box.right)}),
        ("lying", lying, {round(y, 5) for box in all_boxes for y in (box.y, box.bottom)}),
    ):
        if given_marks and (sorted(set(given_marks)) != _apart(cuts) or len(given_marks) != 2 * len(_apart(cuts))):
            yield f"{name} marks are not at the cuts"


def _apart(cuts: set[float]) -> list[float]:
    """Cuts that are one, but for the noise of sums, once."""
    kept: list[float] = []
    for cut in sorted(cuts):
        if not kept or cut - kept[-1] > 1.5e-5:
            kept.append(cut)
    return kept


lengths = st.one_of(st.integers(30, 200).map(float), st.floats(30, 200).map(lambda n: round(n, 3)))
sheet_layouts = st.builds(
    SheetLayout,
    title=st.just("any"),
    columns=st.none() | st.integers(1, 4),
    rows=st.none() | st.integers(1, 4),
    orientation=st.sampled_from(["auto", "auto", "portrait", "landscape"]),
    margin=st.sampled_from([0.0, 3.0, 5.0, 8.0, 12.7]) | st.floats(0, 20),
    gutter=st.sampled_from(["auto", "butt"]) | st.sampled_from([0.0, 1.0, 3.0, 6.0, 10.0]) | st.floats(0.1, 12),
    crop_marks=st.booleans(),
    slug=st.booleans(),
)


@settings(max_examples=examples(300), deadline=None)
@given(
    trim=st.builds(Size, lengths, lengths),
    bleed=st.sampled_from([0.0, 1.5, 3.0, 3.175]) | st.floats(0, 5),
    sheet=sheet_layouts,
    paper=st.sampled_from(list(PAPERS.values())),
    sides=st.sampled_from(get_args(Sides)),
    uniform=st.booleans(),
)
def test_every_plan_is_sound(
    trim: Size, bleed: float, sheet: SheetLayout, paper: Paper, sides: Sides, uniform: bool
) -> None:
    problems = Problems()
    found = plan(trim, bleed, sheet, paper, sides, uniform, problems)
    if found is None:
        assert problems.errors
        assert all(problem.hint for problem in problems)
        return
    assert not problems.errors
    assert faults(found, sides, sheet.margin) == []
    assert found.columns == (sheet.columns or found.columns)
    assert found.rows == (sheet.rows or found.rows)
    if sheet.crop_marks and not any(problem.code == "no-marks" for problem in problems):
        assert found.marks
    if sheet.slug:
        assert (found.slug is None) == any(problem.code == "no-slug" for problem in problems)


@settings(max_examples=examples(100), deadline=None)
@given(trim=st.builds(Size, lengths, lengths), margin=st.floats(0, 20), gutter=st.floats(0, 12))
def test_no_plan_with_more_pieces_exists(trim: Size, margin: float, gutter: float) -> None:
    sheet = SheetLayout(title="any", margin=margin, gutter=gutter)
    found = plan(trim, 3, sheet, PAPERS["a4"], "one-sided", False, Problems())
    most = 0
    for wide, high in ((210, 297), (297, 210)):
        columns = rows = 0
        while (columns + 1) * trim.width + columns * gutter <= wide - 2 * margin + TOLERANCE:
            columns += 1
        while (rows + 1) * trim.height + rows * gutter <= high - 2 * margin + TOLERANCE:
            rows += 1
        most = max(most, columns * rows)
    assert (found.per_sheet if found else 0) == most


# Planted faults: each must be seen by the checks above.


_true_starts = grid._starts
_true_behind, _true_crop_marks = planning.behind, marks.crop_marks

PLANTED: dict[str, tuple[object, str, object, str]] = {
    "mirror lost": (planning, "behind", lambda box, paper, axis: box, "does not lie behind"),
    "mirrored about the wrong axis": (
        planning,
        "flip_axis",
        lambda paper, sides: "horizontal" if paper.height >= paper.width else "vertical",
        "does not lie behind",
    ),
    "short edge forgotten": (
        planning,
        "flip_axis",
        lambda paper, sides: "vertical" if paper.height >= paper.width else "horizontal",
        "does not lie behind",
    ),
    "turn lost": (planning, "turned_behind", lambda turned, axis: turned, "head to head"),
    "half turn always": (planning, "turned_behind", lambda turned, axis: (turned + 180) % 360, "head to head"),
    "mirrored about the first column": (
        planning,
        "behind",
        lambda box, paper, axis: _true_behind(box, Size(paper.width - 1, paper.height - 1), axis),
        "does not lie behind",
    ),
    "gutter lost": (planning, "_gutter", lambda sheet, bleed, uniform: 0.0, "gutter"),
    "not centred": (
        grid,
        "_starts",
        lambda *args: tuple(start + 0.2 for start in _true_starts(*args)),
        "not centred",
    ),
    "bleed not clipped": (planning, "_clip", lambda cell, grid, bleed: cell.grown(bleed + 1), "more than the bleed"),
    "bleed lost": (planning, "_clip", lambda cell, grid, bleed: cell, "bleed is lost"),
    "marks in the bleed": (marks, "offset", lambda bleed: bleed - 0.1, "touches the bleed"),
    "a mark forgotten": (
        marks,
        "crop_marks",
        lambda grid, bleed, reach: _true_crop_marks(grid, bleed, reach)[1:],
        "coincide",
    ),
    "a column forgotten": (
        marks,
        "crop_marks",
        lambda grid, bleed, reach: _true_crop_marks(grid._replace(xs=grid.xs[:-1]), bleed, reach),
        "not at the cuts",
    ),
    "slug on the marks": (marks, "SLUG_ASCENT", -1.5, "slug line"),
}


def _matrix() -> Iterator[tuple[Sides, dict[str, Any]]]:
    for sides in get_args(Sides):
        for orientation in ("portrait", "landscape"):
            for columns, rows in ((None, None), (2, 2)):
                yield sides, {"orientation": orientation, "columns": columns, "rows": rows}


def _all_faults() -> list[str]:
    found = []
    for sides, settings_ in _matrix():
        planned = made(sides=sides, **settings_)
        found += faults(planned, sides, 8)
        if settings_["columns"] and planned.gutter != 6:
            found.append("the gutter is not twice the bleed")
    return found


def test_without_a_planted_fault_nothing_is_found() -> None:
    assert _all_faults() == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, attribute, fault, expected = PLANTED[name]
    monkeypatch.setattr(room, attribute, fault)
    assert expected in " | ".join(_all_faults())


# Backs, sheets, pages.


@pytest.mark.parametrize("sides", TWO_SIDED)
@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_the_back_of_a_back_is_the_front(sides: Sides, orientation: str) -> None:
    found = made(sides=sides, orientation=orientation)
    assert list(back_faults(found._replace(slots=found.backs, backs=found.slots), sides)) == []


@pytest.mark.parametrize(
    ("orientation", "sides", "axis", "turn"),
    [
        ("portrait", "two-sided-long-edge", "vertical", 0),
        ("portrait", "two-sided-short-edge", "horizontal", 180),
        ("landscape", "two-sided-long-edge", "horizontal", 180),
        ("landscape", "two-sided-short-edge", "vertical", 0),
        ("portrait", "fronts-and-backs-apart", "vertical", 0),
        ("landscape", "fronts-then-backs", "horizontal", 180),
        ("portrait", "backs-only", "vertical", 0),
    ],
)
def test_first_back_by_hand(orientation: str, sides: Sides, axis: str, turn: int) -> None:
    # 2 × 2 poker with 6 mm gutters: the block is 133 × 183.8; on 210 × 297 it starts at 38.5, 56.6,
    # on 297 × 210 at 82, 13.1. The back of the first card is in the other column or in the other row.
    found = made(sides=sides, orientation=orientation, columns=2, rows=2)
    x, y = (38.5, 56.6) if orientation == "portrait" else (82, 13.1)
    expected = Point(x + 69.5, y) if axis == "vertical" else Point(x, y + 94.9)
    assert found.axis == axis
    assert near(Point(*found.slots[0][:2]), Point(x, y))
    assert near(Point(*found.backs[0][:2]), expected)
    assert found.backs[0].turned == turn


@given(count=st.integers(0, 500))
def test_each_piece_lies_on_one_sheet_and_its_back_behind_it(count: int) -> None:
    found = made()
    pieces = [piece for sheet in range(found.sheets(count)) for piece in found.pieces_on(sheet, count)]
    assert pieces == list(range(count))
    assert all(found.pieces_on(sheet, count) for sheet in range(found.sheets(count)))
    for sheet in range(found.sheets(count)):
        fronts, backs = list(found.lay("recto", sheet, count)), list(found.lay("verso", sheet, count))
        assert [laid.piece for laid in fronts] == [laid.piece for laid in backs] == list(found.pieces_on(sheet, count))
        part = found._replace(
            slots=tuple(laid.slot for laid in fronts),
            backs=tuple(laid.slot for laid in backs),
            clips=tuple(laid.clip for laid in fronts),
            back_clips=tuple(laid.clip for laid in backs),
        )
        assert list(back_faults(part, "two-sided-long-edge")) == []


def test_one_sided_sheets_have_no_verso() -> None:
    found = made(sides="one-sided")
    assert (found.backs, found.back_clips, found.duplex) == ((), (), "simplex")
    assert list(found.lay("verso", 0, 20)) == []
    assert list(page_order(found, 9, "one-sided")) == [SheetPage("deck", "recto", 0), SheetPage("deck", "recto", 1)]


@pytest.mark.parametrize(
    ("sides", "pages"),
    [
        ("one-sided", "deck recto 0, deck recto 1"),
        ("two-sided-long-edge", "deck recto 0, deck verso 0, deck recto 1, deck verso 1"),
        ("two-sided-short-edge", "deck recto 0, deck verso 0, deck recto 1, deck verso 1"),
        ("fronts-and-backs-apart", "fronts recto 0, fronts recto 1, backs verso 0, backs verso 1"),
        ("fronts-then-backs", "deck recto 0, deck recto 1, deck verso 0, deck verso 1"),
        ("backs-only", "backs verso 0, backs verso 1"),
    ],
)
def test_page_order(sides: Sides, pages: str) -> None:
    found = made(sides=sides)  # 8 on a sheet
    assert ", ".join(f"{page.file} {page.side} {page.sheet}" for page in page_order(found, 9, sides)) == pages
    assert list(page_order(found, 0, sides)) == []


def test_duplex_names_the_edge_only_where_the_printer_turns_the_sheet() -> None:
    edges = {sides: made(sides=sides).duplex for sides in get_args(Sides)}
    assert edges == {
        "one-sided": "simplex",
        "two-sided-long-edge": "long-edge",
        "two-sided-short-edge": "short-edge",
        "fronts-and-backs-apart": "simplex",
        "fronts-then-backs": "simplex",
        "backs-only": "simplex",
        "gutter-fold": "simplex",
    }


# One per page.


def test_one_per_page_is_the_piece_with_its_bleed() -> None:
    problems = Problems()
    found = made(paper=None, margin=0.0, problems=problems)
    assert found.paper == Size(69.5, 94.9)
    assert (found.slots, found.backs) == ((Slot(3, 3, 0),), (Slot(3, 3, 0),))
    assert found.trim_box == Rect(3, 3, 63.5, 88.9)
    assert found.bleed_box == Rect(0, 0, 69.5, 94.9) == found.clips[0]
    assert (found.marks, found.slug, found.sheets(142)) == ((), None, 142)
    assert not problems, "margins mean nothing here"


@pytest.mark.parametrize("sides", ["two-sided-long-edge", "two-sided-short-edge"])
def test_one_per_page_backs_stand_upright_and_the_duplex_edge_follows(sides: Sides) -> None:
    card, business = made(paper=None, sides=sides), made(TRIMS["business"], None, sides)
    assert card.backs == card.slots
    assert business.backs == business.slots
    assert (card.duplex, business.duplex) == ("long-edge", "short-edge")
    assert list(back_faults(business, "two-sided-short-edge")) == []


def test_sheets_of_many_have_no_trim_box() -> None:
    assert (made().trim_box, made().bleed_box) == (None, None)


# Marks and slug line.


def test_crop_marks_by_hand() -> None:
    # 8-up on A4 lying: block 272 × 183.8 at 12.5, 13.1. Marks start 3.5 from the trim; above and below they are
    # 3 long, so that the slug line stays 4 from the edge: 13.1 - 3.5 - 3 - 0.5 - 2.1 = 4.
    found = made()
    assert len(found.marks) == 2 * (8 + 4)  # twice each cut: 4 columns × 2 edges, 2 rows × 2 edges
    assert [*found.marks[0][0], *found.marks[0][1]] == pytest.approx([12.5, 9.6, 12.5, 6.6])
    assert found.slug is not None
    assert found.slug.turned == 0
    assert found.slug.width == pytest.approx(272)
    assert 210 - found.slug.box.bottom == pytest.approx(4)


def test_shared_cuts_have_one_mark() -> None:
    assert len(made(gutter="butt").marks) == 2 * (4 + 4)  # 3 × 3


def test_marks_shorten_and_then_are_left_out_with_a_warning() -> None:
    tight = Size(63.5, 297 - 2 * 6.5)  # 6.5 - 3.5 - 1.5 leaves 1.5
    assert made(tight, margin=6.5, columns=1, rows=1, orientation="portrait").marks
    problems = Problems()
    without = made(Size(63.5, 297 - 12), margin=6, columns=1, rows=1, orientation="portrait", problems=problems)
    assert [problem.code for problem in problems] == ["no-marks"]
    assert "6.5mm" in problems.found[0].hint
    assert {start.y == end.y for start, end in without.marks} == {True}  # those at the sides are there


def test_marks_and_slug_only_where_wanted() -> None:
    found = made(crop_marks=False, slug=False)
    assert (found.marks, found.slug) == ((), None)


def test_the_slug_line_goes_between_the_marks_or_up_the_side_where_the_foot_is_narrow() -> None:
    # 8 mm of margin on all sides: 3.5 + 2.1 + 1.5 = 7.1 leaves room between the marks, none behind them.
    found = made(Size(194, 281))
    assert found.slug is not None
    assert found.slug.width == pytest.approx(192)
    side = made(Size(100, 284), margin=6.5, orientation="portrait", columns=1, rows=1)
    assert side.slug is not None
    assert side.slug.turned == 270
    assert list(mark_faults(side)) == list(mark_faults(found)) == []


def test_the_slug_line_up_the_side_by_hand() -> None:
    # At the side 8 mm, at the foot 6.5: between the marks, 3.5 from the trim, 1 mm inside the cuts.
    found = made(Size(194, 284), margin=6.5).slug
    assert found is not None
    assert [*found] == pytest.approx([8 - 3.5 - 0.5, 6.5 + 284 - 1, 282, 270, 5.5])
    # At the side 55 mm, at the foot 3.5: behind the marks, 3.5 + 4.5 + 0.5 from the trim, 4 mm from the edge below.
    found = made(Size(100, 290), margin=3.5).slug
    assert found is not None
    assert [*found] == pytest.approx([55 - 8.5 - 0.5, 297 - 4, 289, 270, 5.5])


def test_no_room_for_the_slug_line_is_said() -> None:
    problems = Problems()
    assert made(Size(198, 285), margin=6, problems=problems).slug is None
    assert "no-slug" in {problem.code for problem in problems}


# Problems.


def test_too_small_a_paper_says_what_would_fit() -> None:
    problem = refused(Size(200, 290)).errors[0]
    assert problem.code == "does-not-fit"
    assert "200mm × 290mm does not fit on A4 (210mm × 297mm) with margins of 8mm" in problem.message
    assert "216mm × 306mm" in problem.hint
    assert "one per page" in problem.hint


def test_too_many_columns_say_how_many_fit() -> None:
    problem = refused(columns=5, rows=3).errors[0]
    assert "5 columns × 3 rows of 63.5mm × 88.9mm do not fit on A4" in problem.message
    assert problem.hint.startswith("at most: 4 × 2 (landscape), ")
    assert "3 × 3" not in problem.hint  # that is only without gutters
    assert "9 rows of" in refused(rows=9).errors[0].message


def test_misfits_stand_at_the_setting_that_asks_for_too_much() -> None:
    where = Place("kit.yaml", 7, 3)
    for text, size, expected in (
        ("columns: 9", TRIMS["poker"], "many.yaml:3:10"),
        ("rows: 9", TRIMS["poker"], "many.yaml:3:7"),
        ("columns: 1\nrows: 9", TRIMS["poker"], "many.yaml:3:10"),
        ("rows: 1", Size(300, 300), "kit.yaml:7:3"),  # of paper and piece no setting of the sheet is at fault
    ):
        problems = Problems()
        source = f"title: Many\npaper: a4\n{text}\n".encode()
        sheet = bind(parse(source, "many.yaml", problems), SheetLayout, problems, Place("many.yaml"))
        assert sheet is not None
        assert plan(size, 3, sheet, PAPERS["a4"], "one-sided", False, problems, where) is None
        assert [str(problem.where) for problem in problems] == [expected]


def test_a_paper_without_area_is_refused() -> None:
    assert "has no area" in refused(paper=Paper(title="Strip", width=0, height=297)).errors[0].message


def test_hints_give_the_lengths_that_would_do() -> None:
    problems = Problems()
    made(bleed=3.0, gutter=2.5, problems=problems)
    assert "leaves 1.25mm of the bleed of 3mm" in problems.found[0].message
    assert problems.found[0].hint.startswith("6mm keeps")
    problems = Problems()
    assert made(Size(198, 285), margin=6, problems=problems).slug is None
    (said,) = (problem for problem in problems if problem.code == "no-slug")
    assert said.hint.startswith("a margin of 7.1mm has room")  # 3.5 + 2.1 + 1.5
    assert made(Size(195, 282), margin=7.1).slug


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ({"columns": 0}, "0 columns are less than one"),
        ({"rows": -2}, "-2 rows are less than one"),
        ({"margin": -1.0}, "margin of -1mm"),
        ({"gutter": -0.5}, "gutter of -0.5mm"),
    ],
)
def test_settings_that_cannot_be(sheet: dict[str, Any], words: str) -> None:
    assert words in str(refused(**sheet).errors[0])


def test_all_problems_of_a_sheet_are_said_at_once() -> None:
    assert len(refused(Size(3, 88), bleed=-1, columns=0, rows=0, margin=-1.0, gutter=-1.0).errors) == 6


def test_tiny_pieces_are_refused_not_laid_by_the_thousand() -> None:
    assert "too small" in refused(Size(0.5, 0.5)).errors[0].message
    assert "too small" in refused(Size(0, 50)).errors[0].message


@pytest.mark.parametrize(
    ("sheet", "bleed", "codes"),
    [
        ({"margin": 4.9}, 1.0, ["margin"]),
        ({"margin": 5.0}, 1.0, []),
        ({"gutter": 5.9}, 3.0, ["gutter"]),
        ({"gutter": 6.0}, 3.0, []),
        ({"gutter": 0.0}, 3.0, []),
        ({"gutter": "butt"}, 3.0, []),
    ],
)
def test_warnings(sheet: dict[str, Any], bleed: float, codes: list[str]) -> None:
    problems = Problems()
    made(bleed=bleed, problems=problems, **sheet)
    assert [problem.code for problem in problems] == codes
    assert not problems.errors


def test_problems_stand_where_the_caller_says() -> None:
    problems, where = Problems(), Place("kit.yaml", 7, 3)
    plan(Size(400, 400), 3, SheetLayout(title="x", margin=1), PAPERS["a4"], "one-sided", False, problems, where)
    assert {problem.where for problem in problems} == {where}


def test_problems_of_a_setting_stand_at_its_line() -> None:
    text = "title: Tight\npaper: a4\nmargin: 3mm\n"
    problems, where = Problems(), Place("kit.yaml", 7, 3)
    sheet = bind(parse(text.encode(), "tight.yaml", problems), SheetLayout, problems, Place("tight.yaml"))
    assert sheet is not None
    plan(
        Size(50, 50), 3, replace(sheet, gutter=1.0, crop_marks=False), PAPERS["a4"], "one-sided", False, problems, where
    )
    assert [(str(problem.where), problem.code) for problem in problems] == [
        ("tight.yaml:3:9", "margin"),
        ("kit.yaml:7:3", "gutter"),  # the sheet layout says nothing of it
    ]


# Sheets that are folded: fronts on one half, backs on the other.
#
# How many fronts, worked out by hand as above, with 6 mm over the fold. In the direction that is folded
# there go, with gutters, as many as without a fold, made even; butt-cut 2 × ⌊(room − 6) / 2 lengths⌋.
# poker + 6    A4 P 2.88 3.02: 2×2 either way = 2   L 4.13 2.11: 4×2 = 4      Letter P 2×2 = 2   L 3.88: 3×2 = 3
# poker butt   A4 P (194−6)/63.5 = 2.96: 2×3 = 3, (281−6)/88.9 = 3.09: 3×2 = 3   L (281−6)/63.5 = 4.33: 4×2 = 4
#              Letter P 3.05: 2×2 = 2, 3×2 = 3   L (263.4−6)/63.5 = 4.05: 4×2 = 4
# business + 6 A4 P 2×4 = 4   L 3.15 3.28: 2×3 = 3, 3×2 = 3;   turned 61 × 91: P 3.28 3.15: 3, 3   L 4.70 2.20: 4×2 = 4
FOLDED = """
poker     gutters  a4 4  letter 3
poker     butt     a4 4  letter 4
business  gutters  a4 4
"""


@pytest.mark.parametrize("line", FOLDED.strip().splitlines())
def test_folded_sheets_as_worked_out_by_hand(line: str) -> None:
    trim, cut, *rest = line.split()
    for paper, fronts in zip(rest[::2], rest[1::2], strict=True):
        found = made(TRIMS[trim], PAPERS[paper], FOLD, uniform=cut == "butt")
        assert (found.per_sheet, len(found.backs), found.columns * found.rows) == (
            int(fronts),
            int(fronts),
            2 * int(fronts),
        )


def test_folded_sheet_by_hand() -> None:
    # 4 × 2 poker on A4 lying: block 272 × 183.8 at 12.5, 13.1; columns at 12.5, 82, 151.5, 221, the fold at 148.5.
    found = made(sides=FOLD)
    assert (found.axis, found.fold is not None) == ("vertical", True)
    assert [slot.x for slot in found.slots] == pytest.approx([12.5, 82, 12.5, 82])
    assert [slot.x for slot in found.backs] == pytest.approx([221, 151.5, 221, 151.5])
    assert [slot.y for slot in found.backs] == [slot.y for slot in found.slots]
    assert {slot.turned for slot in found.slots + found.backs} == {0}
    assert found.fold is not None
    assert [*found.fold[0], *found.fold[1]] == pytest.approx([148.5, 13.1 - 6.5, 148.5, 196.9 + 6.5])
    # Folded on the line that lies, backs stand on their heads.
    lying = made(sides=FOLD, orientation="portrait", columns=1, rows=2)
    assert lying.axis == "horizontal"
    assert [(slot.turned, back.turned) for slot, back in zip(lying.slots, lying.backs, strict=True)] == [(0, 180)]


def test_over_the_fold_there_is_room_for_both_bleeds_and_4_mm_at_least() -> None:
    for bleed, gutter, between in ((3.0, "butt", 6.0), (0.0, "butt", 4.0), (1.0, 3.0, 4.0), (3.0, 8.0, 8.0)):
        found = made(bleed=bleed, sides=FOLD, gutter=gutter, orientation="landscape")
        middle = max(slot.x for slot in found.slots) + found.cell.width
        assert min(slot.x for slot in found.backs) - middle == pytest.approx(between)


@settings(max_examples=examples(100), deadline=None)
@given(trim=st.builds(Size, lengths, lengths), margin=st.floats(0, 20), gutter=st.floats(0, 12))
def test_no_folded_plan_with_more_pieces_exists(trim: Size, margin: float, gutter: float) -> None:
    sheet = SheetLayout(title="any", margin=margin, gutter=gutter)
    found = plan(trim, 3, sheet, PAPERS["a4"], FOLD, False, Problems())
    wide_fold = max(gutter, 6) - gutter
    most = 0
    for wide, high in ((210, 297), (297, 210)):
        for more, less in ((wide, high), (high, wide)):  # the fold crosses `more`
            for along, across in ((trim.width, trim.height), (trim.height, trim.width)):
                pairs = rows = 0
                while 2 * (pairs + 1) * (along + gutter) - gutter + wide_fold <= more - 2 * margin + TOLERANCE:
                    pairs += 1
                while (rows + 1) * (across + gutter) - gutter <= less - 2 * margin + TOLERANCE:
                    rows += 1
                most = max(most, pairs * rows)
    assert (found.per_sheet if found else 0) == most


_true_fold_line = marks.fold_line


def _folded_elsewhere(x: float, y: float, shorter: float = 0) -> Callable[[grid.Grid, marks.MarkReach], marks.Mark]:
    def fold_line(grid: grid.Grid, reach: marks.MarkReach) -> marks.Mark:
        start, end = _true_fold_line(grid, reach) or (Point(0, 0), Point(0, 0))
        if start.x == end.x:
            return Point(start.x + x, start.y + shorter), Point(end.x + x, end.y - shorter)
        return Point(start.x + shorter, start.y + y), Point(end.x - shorter, end.y + y)

    return fold_line


FOLD_FAULTS: dict[str, tuple[object, str, object, str]] = {
    "mirror lost": (planning, "behind", lambda box, paper, axis: box, "slots overlap"),
    "copied to the other half": (
        planning,
        "behind",
        lambda box, paper, axis: (
            box._replace(x=box.x + paper.width / 2 - 9.5) if axis == "vertical" else box._replace(y=box.y + 94.9)
        ),
        "does not lie behind",
    ),
    "turn lost": (planning, "turned_behind", lambda turned, axis: 0, "head to head"),
    "no room at the fold": (planning, "LEAST_FOLD", -1.0, "gutter"),
    "fold off the middle": (marks, "fold_line", _folded_elsewhere(0.3, 0.3), "does not lie behind"),
    "fold over a piece": (marks, "fold_line", _folded_elsewhere(20, 20), "touches a piece"),
    "fold too short": (marks, "fold_line", _folded_elsewhere(0, 0, 30), "shorter than the block"),
    "fold off the paper": (marks, "fold_line", _folded_elsewhere(0, 0, -30), "runs off the paper"),
}


def _folded_faults() -> list[str]:
    found: list[str] = []
    for sheet in ({}, {"orientation": "portrait", "columns": 1, "rows": 2}, {"orientation": "portrait"}):
        found += faults(made(bleed=1.0, sides=FOLD, gutter="butt", **sheet), FOLD, 8)
        found += faults(made(sides=FOLD, **sheet), FOLD, 8)
    return found


def test_folded_sheets_are_sound() -> None:
    assert _folded_faults() == []


@pytest.mark.parametrize("name", FOLD_FAULTS)
def test_a_fault_planted_in_a_folded_sheet_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    room, attribute, fault, expected = FOLD_FAULTS[name]
    monkeypatch.setattr(room, attribute, fault)
    assert expected in " | ".join(_folded_faults())


def test_what_cannot_be_folded_is_said() -> None:
    problems = Problems()
    sheet = SheetLayout(title="test", columns=3, rows=1, orientation="landscape")
    assert plan(TRIMS["poker"], 3, sheet, PAPERS["a4"], FOLD, False, problems) is None
    assert "an even number of columns or of rows" in problems.errors[0].hint
    problems = Problems()
    assert plan(Size(150, 200), 3, SheetLayout(title="test"), PAPERS["a4"], FOLD, False, problems) is None
    assert "150mm × 200mm beside its back does not fit on A4" in problems.errors[0].message
    assert "322mm × 216mm" in problems.errors[0].hint  # 2 × 150 + 6 + 16, 200 + 16
    problems = Problems()
    assert plan(TRIMS["poker"], 3, SheetLayout(title="test"), None, FOLD, False, problems) is None
    assert [problem.code for problem in problems.errors] == ["fold"]


def test_a_folded_sheet_is_one_page_with_both_sides_of_its_pieces() -> None:
    found = made(sides=FOLD)
    assert list(page_order(found, 5, FOLD)) == [SheetPage("deck", "recto", 0), SheetPage("deck", "recto", 1)]
    laid = [(one.piece, one.side) for one in found.lay("recto", 1, 6)]
    assert laid == [(4, "front"), (5, "front"), (4, "back"), (5, "back")]
    assert list(found.lay("verso", 0, 6)) == []


# Cut and stack: the stack that is cut from each slot, put on the next one, is the deck in its order.


def cut_and_stacked(found: Plan, count: int, side: str = "front") -> list[int]:
    """The pieces as they lie after all sheets were cut in one pile, and the stacks were put on one another."""
    places = found.slots if side == "front" else found.backs
    stacks: dict[Slot, list[int]] = {slot: [] for slot in places}
    for sheet in range(found.sheets(count)):
        for face in ("recto", "verso"):
            for piece, slot, _, printed in found.lay(face, sheet, count):
                if printed == side:
                    stacks[slot].append(piece)
    return [piece for slot in places for piece in stacks[slot]]


@given(count=st.integers(0, 300), sides=st.sampled_from(get_args(Sides)), columns=st.integers(1, 2))
def test_cutting_and_stacking_gives_the_deck_in_order(count: int, sides: Sides, columns: int) -> None:
    found = made(sides=sides, order="cut-and-stack", columns=columns, rows=2, orientation="portrait")
    assert cut_and_stacked(found, count) == list(range(count))
    if sides != "one-sided":
        assert cut_and_stacked(found, count, "back") == list(range(count))
    for sheet in range(found.sheets(count)):
        on_it = list(found.pieces_on(sheet, count))
        assert 0 < len(on_it) <= found.per_sheet
        fronts = [one.piece for one in found.lay("recto", sheet, count) if one.side == "front"]
        assert fronts == on_it


def test_cut_and_stack_by_hand_and_rows_are_something_else() -> None:
    found = made(order="cut-and-stack")  # 8 on a sheet; 18 pieces on 3 sheets
    assert [list(found.pieces_on(sheet, 18)) for sheet in range(4)] == [
        [0, 3, 6, 9, 12, 15],
        [1, 4, 7, 10, 13, 16],
        [2, 5, 8, 11, 14, 17],
        [],
    ]
    assert cut_and_stacked(made(), 18) != list(range(18))
    assert list(made(paper=None, order="cut-and-stack").pieces_on(4, 18)) == [4]


# Perforated and label stock.

INCH = 25.4
# Card, columns × rows, first corner, pitch, paper: as the gLabels template database publishes them.
STOCK: dict[str, tuple[tuple[float, float], tuple[int, int], tuple[float, float], tuple[float, float], str, str]] = {
    "avery-5371": ((88.9, 50.8), (2, 5), (0.75 * INCH, 0.5 * INCH), (88.9, 50.8), "letter", "business-us"),
    "avery-8373": ((88.9, 50.8), (2, 4), (0.5 * INCH, 0.75 * INCH), (4 * INCH, 2.5 * INCH), "letter", "business-us"),
    "avery-5388": ((5 * INCH, 3 * INCH), (1, 3), (1.75 * INCH, 1 * INCH), (5 * INCH, 3 * INCH), "letter", "index-5x3"),
    "avery-c32011-10": ((85, 54), (2, 5), (15, 13.5), (95, 54), "a4", "business-85x54"),
    "avery-c32015": ((85, 54), (2, 4), (17, 31.5), (91, 60), "a4", "business-85x54"),
    "avery-7414": ((90, 52), (2, 5), (15, 18.5), (90, 52), "a4", "business-90x52"),
    "sigel-lp800": ((85, 55), (2, 5), (15, 10), (95, 55), "a4", "business"),
}  # fmt: skip


def shipped(name: str) -> SheetLayout:
    problems, file = Problems(), LAYOUTS / f"sheets/{name}.yaml"
    sheet = bind(parse(file.read_bytes(), file.name, problems), SheetLayout, problems, Place(file.name))
    assert sheet is not None, list(map(str, problems))
    return sheet


def on_stock(
    name: str, trim: Size, sides: Sides = "two-sided-long-edge", bleed: float = 3.0, **said: Any
) -> tuple[Plan | None, Problems]:
    problems, sheet = Problems(), shipped(name)
    paper = PAPERS[sheet.paper]
    return plan(trim, bleed, replace(sheet, **said), paper, sides, False, problems, Place("kit.yaml", 3, 3)), problems


def test_every_sheet_of_stock_has_its_figures_checked_here() -> None:
    assert {path.stem for path in (LAYOUTS / "sheets").glob("*.yaml") if shipped(path.stem).stock} == set(STOCK)
    assert all("gLabels" in shipped(name).source for name in STOCK)


@pytest.mark.parametrize("name", STOCK)
@pytest.mark.parametrize("sides", TURNED_OVER)
def test_pieces_lie_where_the_stock_has_them(name: str, sides: Sides) -> None:
    card, (columns, rows), (left, top), (across, down), paper, _ = STOCK[name]
    found, problems = on_stock(name, Size(*card), sides)
    assert found is not None
    assert not problems, list(map(str, problems))
    assert (found.paper, found.marks, found.columns, found.rows) == (PAPERS[paper].size, (), columns, rows)
    expected = [(left + column * across, top + row * down) for row in range(rows) for column in range(columns)]
    for slot, place in zip(found.slots, expected, strict=True):
        assert (slot.x, slot.y) == pytest.approx(place, abs=0.01)
        assert slot.turned == 0
    assert list(back_faults(found, sides)) == []
    for n, (box, clip) in enumerate(pieces(found)):
        assert clip.contains(box)
        assert Rect(0, 0, *found.paper).contains(clip)
        assert not any(overlap(clip, other) for _, other in pieces(found)[:n])
    if found.slug:
        assert not any(overlap(found.slug.box, clip) for clip in (*found.clips, *found.back_clips))


def test_bleed_runs_into_the_waste_and_stops_half_way_to_a_neighbour() -> None:
    butted, _ = on_stock("avery-5371", Size(3.5 * INCH, 2 * INCH))
    apart, _ = on_stock("avery-8373", Size(3.5 * INCH, 2 * INCH))
    mixed, _ = on_stock("avery-c32011-10", Size(85, 54))
    assert butted is not None
    assert apart is not None
    assert mixed is not None
    assert [*butted.clips[0]] == pytest.approx([19.05 - 3, 12.7 - 3, 88.9 + 3, 50.8 + 3])
    assert [*apart.clips[3]] == pytest.approx([0.5 * INCH + 101.6 - 3, 19.05 + 63.5 - 3, 94.9, 56.8])
    assert [*mixed.clips[2]] == pytest.approx([15 - 3, 67.5, 91, 54])


@pytest.mark.parametrize("name", STOCK)
def test_a_bundled_layout_fits_each_stock(name: str) -> None:
    problems = Problems()

    def find(asked: str) -> Path:
        return LAYOUTS / f"cards/{asked}.yaml"

    layout = read_merged(STOCK[name][5], find, CardLayout, problems)
    stock = shipped(name).stock
    assert layout is not None
    assert stock is not None
    assert stock.fits(layout.size)


def test_a_trim_that_differs_a_little_is_centred_and_may_be_turned() -> None:
    found, problems = on_stock("sigel-lp800", Size(84.5, 55.4))
    assert found is not None
    assert not problems
    assert [*found.slots[0]] == pytest.approx([15.25, 9.8, 0])
    found, _ = on_stock("sigel-lp800", Size(55, 85))
    assert found is not None
    assert {slot.turned for slot in found.slots} == {90}
    assert list(back_faults(found, "two-sided-long-edge")) == []


@pytest.mark.parametrize("trim", [Size(84.3, 55), Size(85, 55.7), Size(63.5, 88.9)])
def test_another_trim_is_refused_and_the_layouts_that_fit_are_named(trim: Size) -> None:
    found, problems = on_stock("sigel-lp800", trim, fitting=("business", "own"))
    assert found is None
    (said,) = problems.errors
    assert "does not fit Sigel LP800 (10 cards on A4), whose pieces are 85mm × 55mm" in said.message
    assert said.hint == "these layouts fit: business, own"
    assert str(said.where) == "kit.yaml:3:3"
    (said,) = on_stock("sigel-lp800", trim)[1].errors
    assert said.hint == "write a card layout with a trim of 85mm × 55mm"


def test_what_the_stock_decides_is_said_to_do_nothing() -> None:
    found, problems = on_stock("sigel-lp800", Size(85, 55), margin=3.0, gutter="butt", columns=1, rows=2)
    assert found is not None
    assert found.per_sheet == 10
    assert [problem.code for problem in problems] == ["stock-setting"] * 4
    assert not problems.errors


def test_stock_is_not_folded() -> None:
    assert [problem.code for problem in on_stock("sigel-lp800", Size(85, 55), FOLD)[1]] == ["stock-fold"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"columns": 0}, "0 columns are less than one"),
        ({"across": 84.0}, "across 84mm is less than the piece's 85mm"),
        ({"down": 54.0}, "down 54mm is less than the piece's 55mm"),
        ({"left": 40.0}, "do not lie on A4"),
        ({"rows": 6}, "do not lie on A4"),
        ({"top": -1.0}, "do not lie on A4"),
    ],
)
def test_figures_that_no_stock_has(fault: dict[str, Any], words: str) -> None:
    stock = shipped("sigel-lp800").stock
    assert stock is not None
    found, problems = on_stock("sigel-lp800", Size(85, 55), stock=replace(stock, **fault))
    assert found is None
    assert words in " | ".join(map(str, problems.errors))
    assert all("sigel-lp800.yaml" in str(problem.where) for problem in problems.errors)


# The data.


def test_papers_and_sheets_that_ship() -> None:
    papers = yaml.safe_load((LAYOUTS / "papers.yaml").read_text())
    for name, paper in PAPERS.items():
        said = papers[name]
        size = Size(millimetres(said["width"]), millimetres(said["height"]))
        assert (size, said["family"]) == (paper.size, paper.family)
    sheets = {path.stem: yaml.safe_load(path.read_text()) for path in (LAYOUTS / "sheets").glob("*.yaml")}
    assert {"a4", "letter", "a3", "tabloid", "one-per-page"} <= set(sheets)
    assert all(sheet.get("paper", "a4") in papers for sheet in sheets.values())
    assert "paper" not in sheets["one-per-page"]
    assert all(millimetres(paper["width"]) < millimetres(paper["height"]) for paper in papers.values())


@given(trim=st.builds(Size, lengths, lengths), sides=st.sampled_from(TURNED_OVER), way=st.sampled_from([False, True]))
def test_backs_move_with_the_sheet_not_with_the_grid(trim: Size, sides: Sides, way: bool) -> None:
    """The place of a back depends on its front and the paper alone, so a sheet with fewer pieces changes nothing."""
    assume(min(trim) <= 80)
    first = made(trim, PAPERS["a3"], sides, columns=1, rows=1, orientation="landscape" if way else "portrait")
    found = made(trim, PAPERS["a3"], sides, orientation="landscape" if way else "portrait")
    for slot, back in zip(found.slots, found.backs, strict=True):
        moved = Point(slot.x - first.slots[0].x, slot.y - first.slots[0].y)
        sign = (-1, 1) if found.axis == "vertical" else (1, -1)
        if first.turned == found.turned:
            assert near(
                Point(back.x, back.y),
                Point(first.backs[0].x + sign[0] * moved.x, first.backs[0].y + sign[1] * moved.y),
            )

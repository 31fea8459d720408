"""Shapes of posters: each keeps to its box, in rows and columns too, in the colours that it is given."""

from typing import get_args

import pytest

from generator.colours import BLACK, WHITE, Colour
from generator.compose.shapes import ShapeInks, cells, shaped
from generator.geometry import Rect
from generator.images.paths import bounds
from generator.layout import Box, ShapeFrame
from generator.layout.frames import ShapeName

BOX = Box(left=0.0, right=0.0, top=0.0, bottom=0.0)
AREA = Rect(10, 20, 120, 90)
SEA = Colour.from_hex("#00688B")
INKS = ShapeInks(SEA, BLACK, WHITE)


def frame(name: str, **keys: object) -> ShapeFrame:
    return ShapeFrame(kind="shape", box=BOX, shape=name, **keys)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", get_args(ShapeName))
def test_a_shape_fills_its_box_and_keeps_to_it(name: str) -> None:
    drawn = [bounds(outline.path) for outline in shaped(frame(name, level=1.0), AREA, INKS)]
    assert all(AREA.contains(box, 0.01) for box in drawn)
    assert min(box.y for box in drawn) == pytest.approx(20, abs=0.1)
    assert max(box.bottom for box in drawn) == pytest.approx(110, abs=0.1)
    fills = {outline.fill for outline in shaped(frame(name, level=1.0), AREA, INKS)}
    assert SEA in fills


def test_shapes_stand_in_columns_and_rows_with_a_gap() -> None:
    places = list(cells(frame("slot", columns=3, rows=2, gap=6.0), AREA))
    assert places[0] == Rect(10, 20, 36, 42)
    assert places[-1] == Rect(94, 68, 36, 42)
    assert len(places) == 6 == len(list(shaped(frame("slot", columns=3, rows=2, gap=6.0), AREA, INKS)))


@pytest.mark.parametrize(("level", "share"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_a_jar_is_filled_up_to_its_level(level: float, share: float) -> None:
    outlines = list(shaped(frame("jar", level=level), AREA, INKS))
    glass = bounds(outlines[0].path)
    filled = [bounds(each.path) for each in outlines if each.fill == SEA]
    wall = 2 * 25.4 / 72  # mm: the line around it
    assert sum(box.height for box in filled) == pytest.approx(share * (glass.height - 2 * wall), abs=0.01)
    assert all(box.bottom == pytest.approx(glass.bottom - wall, abs=0.01) for box in filled)


def test_a_shape_without_an_edge_has_no_line() -> None:
    assert all(each.stroke is None for each in shaped(frame("plank"), AREA, INKS._replace(edge=None)))

"""Things of the kitchen that posters are made of: trays and slots for cards, planks, pots, jars, plates, dockets."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from generator.colours import Colour
from generator.face import Outline, Path, PathStep, rectangle
from generator.geometry import Rect
from generator.images.paths import QUARTER, ellipse
from generator.layout import ShapeFrame
from generator.units import MM_PER_POINT

GRIP = 0.35  # of a tray's height
RIM, EAR = 0.0625, 0.06  # of a pot's width: how high the rim, how wide a handle
LID = 0.14  # of a jar's height
WELL = 0.68  # of a plate
TOOTH = 9.0  # mm: of the edge along which a docket is torn off
NAIL = 0.035  # of a plank's shorter side


class ShapeInks(NamedTuple):
    """What a shape is drawn in."""

    area: Colour
    edge: Colour | None
    paper: Colour


def shaped(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """The shapes of a frame, row by row."""
    draw = _DRAWN[frame.shape]
    for cell in cells(frame, box):
        yield from draw(frame, cell, inks)


def cells(frame: ShapeFrame, box: Rect) -> Iterator[Rect]:
    """Where each of them stands."""
    columns, rows = max(1, frame.columns), max(1, frame.rows)
    width = (box.width - frame.gap * (columns - 1)) / columns
    height = (box.height - frame.gap * (rows - 1)) / rows
    for row in range(rows):
        for column in range(columns):
            yield Rect(box.x + column * (width + frame.gap), box.y + row * (height + frame.gap), width, height)


def _outlined(frame: ShapeFrame, path: Path, fill: Colour, inks: ShapeInks) -> Outline:
    width = frame.width * MM_PER_POINT if inks.edge else 0.0
    dash = tuple(length * MM_PER_POINT for length in frame.dash)
    return Outline(_rounded(path), fill=fill, stroke=inks.edge, stroke_width=width, join=1, dash=dash)


def _rounded(path: Path) -> Path:
    return tuple(PathStep(verb, tuple(round(number, 3) for number in numbers)) for verb, numbers in path)


def _slot(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    yield _outlined(frame, rectangle(box, frame.radius), inks.area, inks)


def _tray(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """With a grip cut out of each end."""
    yield _outlined(frame, rectangle(box, frame.radius), inks.area, inks)
    wide, high = frame.radius / 2, box.height * GRIP
    for x in (box.x + wide / 2, box.right - wide * 1.5):
        yield Outline(_rounded(rectangle(Rect(x, box.y + (box.height - high) / 2, wide, high), wide / 2)), inks.paper)


def _plank(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """With a nail in each corner."""
    yield _outlined(frame, rectangle(box, frame.radius), inks.area, inks)
    nail = min(box.width, box.height) * NAIL
    inner = box.grown(-3 * nail)
    if inks.edge:
        nails = ((x, y) for x in (inner.x, inner.right) for y in (inner.y, inner.bottom))
        yield Outline(tuple(step for x, y in nails for step in _rounded(ellipse(x, y, nail, nail))), fill=inks.edge)


def _pot(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """A rim, two handles, and a body with a round foot, whose corners are those of the frame."""
    rim, ear = box.width * RIM, box.width * EAR
    body = Rect(box.x + ear, box.y + rim, box.width - 2 * ear, box.height - rim)
    handle = min(body.height * 0.3, 3 * ear)
    dark = inks.edge or inks.area
    for x in (box.x, box.right - 2 * ear):
        yield Outline(_rounded(rectangle(Rect(x, body.y + body.height * 0.16, 2 * ear, handle), ear / 2)), fill=dark)
    yield _outlined(frame, _bowl(body, min(frame.radius, body.height / 2)), inks.area, inks)
    lip = Rect(box.x + ear / 2, box.y, box.width - ear, rim)
    yield Outline(_rounded(rectangle(lip, rim / 2)), fill=dark)


def _jar(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """A lid, and a glass filled up to its level."""
    lid = box.height * LID
    glass = Rect(box.x, box.y + lid * 1.1, box.width, box.height - lid * 1.1)
    yield _outlined(frame, rectangle(glass, frame.radius), inks.paper, inks)
    room = glass.grown(-frame.width * MM_PER_POINT)  # the glass is seen around what is in it
    if frame.level > 0:
        filled = room.height * min(frame.level, 1.0)
        path = _bowl(Rect(room.x, room.bottom - filled, room.width, filled), frame.radius)
        yield Outline(_rounded(path), fill=inks.area)
    if inks.edge:
        top = Rect(box.x + box.width * 0.12, box.y, box.width * 0.76, lid)
        yield Outline(_rounded(rectangle(top, lid / 3)), fill=inks.edge)


def _plate(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """Round, in the middle of its box, with a well to lay something in."""
    (x, y), radius = box.centre, min(box.width, box.height) / 2
    yield _outlined(frame, ellipse(x, y, radius, radius), inks.area, inks)
    yield _outlined(frame, ellipse(x, y, radius * WELL, radius * WELL), inks.paper, inks)


def _docket(frame: ShapeFrame, box: Rect, inks: ShapeInks) -> Iterator[Outline]:
    """A slip of paper torn off at its foot."""
    teeth = max(2, round(box.width / TOOTH))
    wide, deep = box.width / teeth, box.width / teeth / 2
    steps = [PathStep("move", (box.x, box.y)), PathStep("line", (box.right, box.y))]
    for number in range(teeth):
        right = box.right - number * wide
        steps.append(PathStep("line", (right, box.bottom - deep)))
        steps.append(PathStep("line", (right - wide / 2, box.bottom)))
    steps += [PathStep("line", (box.x, box.bottom - deep)), PathStep("close")]
    yield _outlined(frame, tuple(steps), inks.area, inks)


def _bowl(box: Rect, radius: float) -> Path:
    """Square above, round below."""
    r = min(radius, box.width / 2, box.height)
    k = r * (1 - QUARTER)
    left, top, right, foot = box.x, box.y, box.right, box.bottom
    return (
        PathStep("move", (left, top)),
        PathStep("line", (right, top)),
        PathStep("line", (right, foot - r)),
        PathStep("curve", (right, foot - k, right - k, foot, right - r, foot)),
        PathStep("line", (left + r, foot)),
        PathStep("curve", (left + k, foot, left, foot - k, left, foot - r)),
        PathStep("close"),
    )


_DRAWN: dict[str, Callable[[ShapeFrame, Rect, ShapeInks], Iterator[Outline]]] = {
    "slot": _slot, "tray": _tray, "plank": _plank, "pot": _pot, "jar": _jar, "plate": _plate, "docket": _docket,
}  # fmt: skip

"""What lies under a frame: the one area it stands on, and a colour for its words that can be read there (WCAG 2.2)."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeGuard

from generator.colours import BLACK, WHITE, Colour
from generator.compose.colouring import readable
from generator.geometry import Rect, Size
from generator.layout import (
    CodeFrame,
    FillFrame,
    Frame,
    PatternFrame,
    PictureFrame,
    ShapeFrame,
    TextFrame,
    TileFrame,
)

BAR = 20  # times as long as it is wide
WOVEN = 1.5  # of a hem with its ground, and of a thing in the colour of its family
TINTED = 1.06  # of an area that is lighter than its colour
LEAST_CONTRAST = 4.5  # of text with its ground, success criterion 1.4.3


def ground_under(name: str, frames: Mapping[str, Frame], trim: Size) -> FillFrame | ShapeFrame | None:
    """The last area drawn before the frame that holds all of it; None where that is the paper itself.

    Of an area with round corners the corners are taken as filled: words keep clear of them.
    """
    box = frames[name].box.within(trim)
    ground: FillFrame | ShapeFrame | None = None
    for other, frame in frames.items():
        if other == name:
            break
        if _is_ground(frame) and frame.box.within(trim).contains(box):
            ground = frame
    return ground


def _is_ground(frame: Frame) -> TypeGuard[FillFrame | ShapeFrame]:
    """An area, or a shape that is written on: one, and not what lies in rows."""
    if isinstance(frame, ShapeFrame):
        return frame.columns == frame.rows == 1 and frame.shape not in ("jar", "plate")
    return isinstance(frame, FillFrame)


def stands_on_one(name: str, frames: Mapping[str, Frame], trim: Size) -> bool:
    """Whether nothing but the ground under the frame is drawn there: no other area, no picture, no round corner."""
    box = frames[name].box.within(trim)
    ground = ground_under(name, frames, trim)
    drawn = list(frames.values())[: list(frames).index(name)]
    above = drawn[drawn.index(ground) + 1 :] if ground else drawn
    if any(
        isinstance(frame, FillFrame | ShapeFrame | PictureFrame) and frame.box.within(trim).overlaps(box)
        for frame in above
    ):
        return False
    patterns = [other for other, frame in frames.items() if isinstance(frame, PatternFrame) and frame in above]
    if any(
        frames[each].box.within(trim).overlaps(box) and name not in kept_clear(each, frames, trim) for each in patterns
    ):
        return False
    return ground is None or _inside_round(box, ground.box.within(trim), ground.radius)


def kept_clear(pattern: str, frames: Mapping[str, Frame], trim: Size) -> Iterator[str]:
    """The frames that stand on a pattern and of which its marks keep clear: words, codes, tiles, pictures that are seen
    whole; no area lies between.
    """
    order, box = list(frames), frames[pattern].box.within(trim)
    for name in order[order.index(pattern) + 1 :]:
        frame = frames[name]
        whole = isinstance(frame, PictureFrame) and frame.fit == "contain"
        if (whole or isinstance(frame, TextFrame | CodeFrame | TileFrame)) and frame.box.within(trim).overlaps(box):
            ground = ground_under(name, frames, trim)
            if not any(frames[between] is ground for between in order[order.index(pattern) :]):
                yield name


def _inside_round(box: Rect, area: Rect, radius: float) -> bool:
    """Whether all corners of the box lie in an area with round corners."""
    core = area.grown(-min(radius, area.width / 2, area.height / 2))
    for x, y in ((box.x, box.y), (box.right, box.y), (box.x, box.bottom), (box.right, box.bottom)):
        past_x, past_y = max(core.x - x, x - core.right, 0), max(core.y - y, y - core.bottom, 0)
        if radius and past_x**2 + past_y**2 > radius**2 + 1e-6:
            return False
    return True


@lru_cache(maxsize=1024)
def legible(colour: Colour, ground: Colour, ink: Colour, paper: Colour) -> tuple[Colour, float]:
    """The colour itself where it stands out enough, else ink or paper, whichever does more, else black or white, one of
    which always does; and its contrast."""
    if (contrast := colour.contrast(ground)) >= LEAST_CONTRAST:
        return colour, contrast
    other = readable(ground, ink, paper)
    if other.contrast(ground) < LEAST_CONTRAST:
        other = readable(ground, BLACK, WHITE)
    return other, other.contrast(ground)


def is_woven(name: str, frames: Mapping[str, Frame], trim: Size) -> bool:
    """Whether an area is a hem: inside the trim, with nothing but a pattern on it."""
    box = frames[name].box.within(trim)
    held = [other for key, other in frames.items() if key != name and box.contains(other.box.within(trim))]
    inside = Rect(0, 0, *trim).grown(-0.5).contains(box)
    return inside and bool(held) and all(isinstance(other, PatternFrame) for other in held)


def is_bar(name: str, frames: Mapping[str, Frame], trim: Size) -> bool:
    """Whether an area is a thick line, such as an axis: narrow, inside the trim, and nothing stands on it."""
    box = frames[name].box.within(trim)
    inside = Rect(0, 0, *trim).grown(-0.5).contains(box)
    narrow = max(box.width, box.height) >= BAR * min(box.width, box.height)
    bare = not any(box.contains(other.box.within(trim)) for key, other in frames.items() if key != name)
    return inside and narrow and bare

"""What lies under a frame: the one area it stands on, and a colour for its words that can be read there (WCAG 2.2)."""

from collections.abc import Mapping
from functools import lru_cache

from generator.colours import Colour
from generator.compose.colouring import readable
from generator.geometry import Size
from generator.layout import FillFrame, Frame

LEAST_CONTRAST = 4.5  # of text with its ground, success criterion 1.4.3


def ground_under(name: str, frames: Mapping[str, Frame], trim: Size) -> FillFrame | None:
    """The last area drawn before the frame that holds all of it; None where that is the paper itself.

    Of an area with round corners the corners are taken as filled: words keep clear of them.
    """
    box = frames[name].box.within(trim)
    ground = None
    for other, frame in frames.items():
        if other == name:
            break
        if isinstance(frame, FillFrame) and frame.box.within(trim).contains(box):
            ground = frame
    return ground


@lru_cache(maxsize=1024)
def legible(colour: Colour, ground: Colour, ink: Colour, paper: Colour) -> tuple[Colour, float]:
    """The colour itself where it stands out enough, else ink or paper, whichever does more; and its contrast."""
    if (contrast := colour.contrast(ground)) >= LEAST_CONTRAST:
        return colour, contrast
    other = readable(ground, ink, paper)
    return other, other.contrast(ground)

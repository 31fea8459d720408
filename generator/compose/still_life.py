"""Where a picture stands on the table: its foot on a line below the table edge, as large as its weight wants.

What a drawing leaves empty around itself is none of the picture. Narrow ones are enlarged until they fill their share
of the frame; their head stays in sight, and what is too tall goes below the trim.
"""

from generator.geometry import Rect, Size

SHARE = 0.72  # of the frame inside the trim, that a picture fills at least
WIDEST = 0.95  # of what is seen of it: the most that a picture takes that need not be enlarged
LEAST_SEEN = 0.45  # of the height and of the width of a picture: no more of it is cut off than the rest


def standing(frame: Rect, trim: Size, lift: float, picture: Size) -> Rect:
    """Where all of a picture stands: over the frame's foot by `lift`, centred in what the trim leaves of the frame.

    `picture`: its size in any unit. It may be taller or wider than the frame, which cuts it.
    """
    seen = _within(frame, trim)
    line = frame.bottom - lift - seen.y  # how far the foot is below the frame's top
    contained = min(WIDEST * seen.width / picture.width, line / picture.height)
    most = max(contained, min(seen.height / (LEAST_SEEN * picture.height), seen.width / (LEAST_SEEN * picture.width)))
    scale = _filling(seen, picture, contained, most)
    width, height = picture.width * scale, picture.height * scale
    top = seen.y + max(line - height, 0.0)
    spans = seen.width > trim.width - 1  # else its left side stays in sight
    left = seen.x + (seen.width - width) / 2 if spans or width <= seen.width else seen.x
    return Rect(left, top, width, height)


def _within(frame: Rect, trim: Size) -> Rect:
    x, y = max(frame.x, 0.0), max(frame.y, 0.0)
    return Rect(x, y, min(frame.right, trim.width) - x, min(frame.bottom, trim.height) - y)


def _filling(seen: Rect, picture: Size, least: float, most: float) -> float:
    """The smallest scale from `least` to `most` at which as much as the share is filled, else `most`."""
    wanted = SHARE * seen.width * seen.height

    def area(scale: float) -> float:
        return min(picture.width * scale, seen.width) * min(picture.height * scale, seen.height)

    low, high = least, most
    if area(low) >= wanted or area(high) <= wanted:
        return low if area(low) >= wanted else high
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if area(middle) < wanted else (low, middle)
    return high

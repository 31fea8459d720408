"""Where a picture stands on the table: its foot on a line below the table edge, as large as its weight wants.

What a drawing leaves empty around itself is none of the picture. Narrow ones are enlarged until they fill their share
of the frame; their head stays in sight, and what is too tall goes below the trim.
"""

from collections.abc import Sequence
from itertools import chain, product
from math import ceil, floor, log

from generator.geometry import Rect, Size

SHARE = 0.72  # of the frame inside the trim, that a picture fills at least
WIDEST = 0.95  # of what is seen of it: the most that a picture takes that need not be enlarged
CLEAR = 0.75  # mm inside the trim: what ends there looks cut by mistake
GROWTHS, GROWTH = 30, 0.02  # so often, and by so much each time, a picture is made larger until its parts bleed
ASIDE = tuple(side * step / 50 for step in range(1, 8) for side in (1, -1))  # of its width: so far it is moved for that
LEAST_SEEN = 0.4  # of the height and of the width of a picture: no more of it is cut off than the rest
ENOUGH = 0.66  # of the frame inside the trim: the box around what is seen of a picture has so much, where that can be
FACE = 0.28  # or of the card, if that is less
LEAST_LEFT = 0.22  # of the height and of the width of a picture that has less
MIDDLE = 0.3  # of the shorter side of a part: so far inside it is where it is surely painted
STRIDE = 1.03  # from one size to the next that is tried for that
BESIDE = tuple(side * step / 50 for step in range(8) for side in (1, -1)[: step + 1])  # of the frame: its places then
EPS = 1e-6


def standing_parts(frame: Rect, trim: Size, lift: float, picture: Rect, parts: Sequence[Rect]) -> Rect:
    """The same for a drawing of which each part that goes over the trim has to reach the end of the bleed: a little
    larger, or beside its place, or else so small that none does. Rather none lies in the bleed alone. Where little of
    it is seen then, it has the nearest size at which there is enough.
    """
    area, seen = _reaching(frame, trim, lift, picture, parts), inside(frame, trim)
    if seen == frame or _share(parts, picture, area, seen) >= _enough(seen, trim):
        return area
    return _fuller(frame, trim, lift, picture, parts, area)


def _reaching(frame: Rect, trim: Size, lift: float, picture: Rect, parts: Sequence[Rect]) -> Rect:
    size = Size(picture.width, picture.height)
    area = standing(frame, trim, lift, size)
    least = standing(frame, trim, lift, size, least=True)
    smallest = least.width / area.width
    larger = [1 + GROWTH * step for step in range(GROWTHS)]
    smaller = [1 - GROWTH * step for step in range(1, ceil((1 - smallest) / GROWTH))]
    seen, fair = inside(frame, trim), None
    for aside, times in chain(product((0.0, *ASIDE), larger), product((0.0,), smaller)):
        if fair and times < 1:
            break
        grown = _moved(_grown(area, frame, seen, trim, times), aside, frame, trim)
        if grown and _all_reach(parts, picture, grown, frame, trim):
            if not _is_any_in_bleed(parts, picture, grown, frame, trim):
                return grown
            fair = fair or grown
    return fair or least


def _fuller(frame: Rect, trim: Size, lift: float, picture: Rect, parts: Sequence[Rect], area: Rect) -> Rect:
    """The size nearest to that of `area` at which enough is seen, else the one of which most is."""
    seen = inside(frame, trim)
    best, most, enough = area, _share(parts, picture, area, seen), _enough(seen, trim)
    for width, aside in product(_widths(frame, trim, lift, picture, area.width), BESIDE):
        whole = _on_line(frame, trim, lift, width, width * picture.height / picture.width)
        placed = _moved(whole, aside * seen.width / width, frame, trim)
        if not placed or _clipped(placed, seen) <= most or (share := _share(parts, picture, placed, seen)) <= most:
            continue
        if _all_reach(parts, picture, placed, frame, trim) and (
            not _is_any_in_bleed(parts, picture, placed, frame, trim)
        ):
            best, most = placed, share
            if most >= enough:
                break
    return best


def _widths(frame: Rect, trim: Size, lift: float, picture: Rect, width: float) -> list[float]:
    """In which a picture may stand, the nearest first."""
    seen, size = inside(frame, trim), Size(picture.width, picture.height)
    least = standing(frame, trim, lift, size, least=True).width
    most = min(seen.width, seen.height * picture.width / picture.height) / LEAST_LEFT
    steps = range(ceil(log(least / width, STRIDE)), max(floor(log(most / width, STRIDE)), 0) + 1)
    return [width * STRIDE**step for step in sorted(steps, key=abs)]


def _enough(seen: Rect, trim: Size) -> float:
    return min(ENOUGH, FACE * trim.width * trim.height / (seen.width * seen.height))


def _share(parts: Sequence[Rect], picture: Rect, area: Rect, seen: Rect) -> float:
    """Of what the trim leaves of a frame, the box around all that is seen of a picture: what of a part lies far from
    its middle may be a corner of its box.
    """
    scale = picture.width / area.width
    least_x, least_y = picture.x + (seen.x - area.x) * scale, picture.y + (seen.y - area.y) * scale
    most_x, most_y = least_x + seen.width * scale, least_y + seen.height * scale
    left, top, right, bottom = most_x, most_y, least_x, least_y
    for x, y, width, height in parts:
        edge = MIDDLE * min(width, height)
        ends_x, ends_y = x + width, y + height
        if x + edge < most_x and ends_x - edge > least_x and y + edge < most_y and ends_y - edge > least_y:
            left, top = x if x < left else left, y if y < top else top
            right, bottom = ends_x if ends_x > right else right, ends_y if ends_y > bottom else bottom
    width, height = min(right, most_x) - max(left, least_x), min(bottom, most_y) - max(top, least_y)
    return max(width, 0.0) * max(height, 0.0) / (seen.width * seen.height * scale * scale)


def _clipped(area: Rect, seen: Rect) -> float:
    """The same of a picture that fills its box: no other has more."""
    width = min(area.right, seen.right) - max(area.x, seen.x)
    height = min(area.bottom, seen.bottom) - max(area.y, seen.y)
    return max(width, 0.0) * max(height, 0.0) / (seen.width * seen.height)


def _is_any_in_bleed(parts: Sequence[Rect], picture: Rect, area: Rect, frame: Rect, trim: Size) -> bool:
    """Whether nothing of some part is on the card, but a cut that drifts would show it."""
    scale = area.width / picture.width
    start, end, foot = frame.x, frame.right, frame.bottom
    for x, y, width, _ in parts:
        left = area.x + (x - picture.x) * scale
        if start < left + width * scale <= 0 or trim.width <= left < end:
            return True
        if trim.height <= area.y + (y - picture.y) * scale < foot:
            return True
    return False


def _moved(area: Rect, aside: float, frame: Rect, trim: Size) -> Rect | None:
    """Beside its place, by a share of its width; None where the frame would cut it there inside the trim."""
    if not aside:
        return area
    moved = Rect(area.x + aside * area.width, area.y, area.width, area.height)
    cut = (frame.x >= 0 and moved.x < frame.x) or (frame.right <= trim.width and moved.right > frame.right)
    return None if cut else moved


def cut_to(area: Rect, box: Rect, edge: float = 0.0) -> Rect | None:
    """The box, where a picture sticks out of it; on the other sides there is room for the edge around a drawing."""
    if box.contains(area):
        return None
    whole = area.grown(edge)
    left = min(box.x, whole.x) if area.x >= box.x - EPS else box.x
    top = min(box.y, whole.y) if area.y >= box.y - EPS else box.y
    right = max(box.right, whole.right) if area.right <= box.right + EPS else box.right
    bottom = max(box.bottom, whole.bottom) if area.bottom <= box.bottom + EPS else box.bottom
    return Rect(left, top, right - left, bottom - top)


def _grown(area: Rect, frame: Rect, seen: Rect, trim: Size, times: float) -> Rect:
    """With its foot where it is, unless its head would leave the frame."""
    width, height = area.width * times, area.height * times
    return Rect(_left(frame, seen, trim, width), max(area.bottom - height, seen.y), width, height)


def _all_reach(parts: Sequence[Rect], picture: Rect, area: Rect, frame: Rect, trim: Size) -> bool:
    """Whether each part keeps clear of each edge of the trim that the frame goes over, or goes as far as that."""
    scale = area.width / picture.width
    start, end, foot = frame.x, frame.right, frame.bottom
    over_left, over_right, over_foot = start < 0, end > trim.width, foot > trim.height
    near_right, near_foot = trim.width - CLEAR, trim.height - CLEAR
    for x, y, width, height in parts:
        left, top = area.x + (x - picture.x) * scale, area.y + (y - picture.y) * scale
        right, bottom = left + width * scale, top + height * scale
        if (
            (over_left and start < left < CLEAR and right > 0)
            or (over_right and near_right < right < end and left < trim.width)
            or (over_foot and near_foot < bottom < foot and top < trim.height)
        ):
            return False
    return True


def standing(frame: Rect, trim: Size, lift: float, picture: Size, *, least: bool = False) -> Rect:
    """Where all of a picture stands: over the frame's foot by `lift`, centred in what the trim leaves of the frame.

    `picture`: its size in any unit. It may be taller or wider than the frame, which cuts it, unless `least`.
    """
    seen = inside(frame, trim)
    least = least or seen == frame  # a frame that goes over no edge shows it whole
    line = frame.bottom - lift - seen.y  # how far the foot is below the frame's top
    contained = min(WIDEST * seen.width / picture.width, line / picture.height)
    most = max(contained, min(seen.height / (LEAST_SEEN * picture.height), seen.width / (LEAST_SEEN * picture.width)))
    filling = contained if least else _filling(seen, picture, contained, most)
    scale = filling if least else _bled(frame, seen, trim, picture, filling)
    return _on_line(frame, trim, lift, picture.width * scale, picture.height * scale)


def _on_line(frame: Rect, trim: Size, lift: float, width: float, height: float) -> Rect:
    """With its foot over the frame's by `lift`, or lower where it is too tall for that."""
    seen = inside(frame, trim)
    line = frame.bottom - lift - seen.y
    return Rect(_left(frame, seen, trim, width), seen.y + max(line - height, 0.0), width, height)


def _left(frame: Rect, seen: Rect, trim: Size, width: float) -> float:
    """In the middle; of what is too wide for a frame that ends inside the trim the left side stays in sight."""
    if width <= seen.width or seen.width > trim.width - 1:
        return seen.x + (seen.width - width) / 2
    return frame.x


def _bled(frame: Rect, seen: Rect, trim: Size, picture: Size, scale: float) -> float:
    """As large as it must be for what goes over the trim to reach the end of the bleed, as far as the frame does."""
    width, height = picture.width * scale, picture.height * scale
    if seen.bottom < seen.y + height < frame.bottom:
        scale = max(scale, (frame.bottom - seen.y) / picture.height)
    if seen.width < width and _left(frame, seen, trim, width) + width < frame.right:
        whole = frame.width if seen.width > trim.width - 1 else frame.right - frame.x
        scale = max(scale, whole / picture.width)
    return scale


def inside(frame: Rect, trim: Size) -> Rect:
    """What the trim leaves of a frame."""
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

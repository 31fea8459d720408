"""Art that is seen through, made of solid colours on a ground of one colour, for files that may have no transparency.

Where a shape lets another show, that other is drawn once more, cut to the shape and in the colour that both make
together; of a line and an area the area is the cut. Geometry stays as it is: nothing becomes pixels.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from generator.colours import Build, Colour
from generator.face import (
    Art,
    GradientStop,
    LinearGradient,
    Outline,
    Paint,
    Path,
    PathStep,
    Placed,
    RadialGradient,
    make_art,
    transformed,
)
from generator.geometry import IDENTITY, Rect, Transform

MOST_PIECES = 4_000
_STEPS = 8  # stops that stand for a shade between two, where colour and cover both change
BLACK_GREY = Colour(0, 0, 0)  # of a mask: nothing is let through
Mix = Callable[[Colour, Colour, float], Colour]  # the colour over another, and how much it covers


class NotFlat(ValueError):
    """What cannot be made of solid colours; words for the user."""


class _Clip(NamedTuple):
    path: Path
    even_odd: bool


class _Piece(NamedTuple):
    """One paint of one outline, moved by `place`, seen inside all clips (in the coordinates of the art)."""

    outline: Outline
    place: Transform
    clips: tuple[_Clip, ...]
    opacity: float = 1.0
    cover: Paint | None = None  # its greys say how much it covers
    group: int = 0  # pieces of one group do not show through one another

    @property
    def paint(self) -> Paint:
        paint = self.outline.fill if self.outline.fill is not None else self.outline.stroke
        assert paint is not None
        return paint

    def painted(self, paint: Paint) -> "_Piece":
        is_area = self.outline.fill is not None
        outline = self.outline._replace(fill=paint) if is_area else self.outline._replace(stroke=paint)
        return self._replace(outline=outline, opacity=1.0, cover=None)

    @property
    def area(self) -> _Clip | None:
        """Where it paints, if that is the inside of an outline."""
        if self.outline.fill is None:
            return None
        return _Clip(transformed(self.outline.path, self.place), self.outline.even_odd)


def flattened(item: Placed, inks: Callable[[Colour], Build] | None = None) -> Placed:
    """The same on its ground, with nothing seen through. Raises NotFlat."""
    assert item.ground is not None
    mix = _mixer(inks)
    own = item._replace(transform=IDENTITY, clip=None, clip_path=None, ground=None)
    pieces = list(_pieces((own,), IDENTITY, ()))
    flat: list[_Piece] = []
    for piece in pieces:
        _add(flat, piece, item.ground, mix)
        if len(flat) > MOST_PIECES:
            raise NotFlat("lets too many shapes show through one another")
    art = make_art(item.art.box, tuple(_item(piece, item.art.box) for piece in flat))
    return item._replace(art=art, opacity=1.0, mask=None, ground=None)


def _mixer(inks: Callable[[Colour], Build] | None) -> Mix:
    def mix(over: Colour, under: Colour, share: float) -> Colour:
        if inks is None:
            return under.mixed(over, share)
        return under._replace(cmyk=inks(under)).mixed(over._replace(cmyk=inks(over)), share)

    return mix


# Items as pieces


def _pieces(items: Iterable[object], place: Transform, clips: tuple[_Clip, ...]) -> Iterator[_Piece]:
    for item in items:
        if isinstance(item, Outline):
            if item.fill is not None:
                yield _Piece(item._replace(stroke=None, stroke_width=0.0), place, clips)
            if item.stroke is not None and item.stroke_width > 0:
                yield _Piece(item._replace(fill=None), place, clips)
        elif isinstance(item, Placed):
            yield from _placed(item, place, clips)
        else:
            raise NotFlat("has more in it than shapes")


def _placed(item: Placed, place: Transform, clips: tuple[_Clip, ...]) -> Iterator[_Piece]:
    inside = place.after(item.transform)
    if item.clip_path:
        clips = (*clips, _Clip(transformed(item.clip_path, place), item.even_odd))
    pieces = list(_pieces(item.art.items, inside, clips))
    if item.opacity >= 1 and item.mask is None:
        yield from pieces
        return
    cover = _cover(item.mask, inside) if item.mask is not None else None
    if len(pieces) > 1 and any(one.opacity < 1 or one.cover is not None for one in pieces):
        raise NotFlat("has groups of shapes seen through one another inside of a group that is seen through")
    for piece in pieces:
        yield _veiled(piece, item.opacity, cover)._replace(group=id(item))


def _veiled(piece: _Piece, opacity: float, cover: Paint | None) -> _Piece:
    if cover is not None and piece.cover is not None:
        raise NotFlat("has a mask behind a mask")
    return piece._replace(opacity=piece.opacity * opacity, cover=cover or piece.cover)


def _cover(mask: Art, place: Transform) -> Paint:
    """The greys of a mask that is one area in one paint."""
    pieces = list(_pieces(mask.items, place, ()))
    if len(pieces) != 1 or pieces[0].clips or pieces[0].cover is not None:
        raise NotFlat("has a mask of several shapes")
    return _dimmed(pieces[0].paint, pieces[0].opacity)


def _dimmed(greys: Paint, share: float) -> Paint:
    if isinstance(greys, Colour):
        return BLACK_GREY.mixed(greys, share)
    return greys._replace(
        stops=tuple(stop._replace(colour=BLACK_GREY.mixed(stop.colour, share)) for stop in greys.stops)
    )


# Pieces on one another


def _add(flat: list[_Piece], piece: _Piece, ground: Colour, mix: Mix) -> None:
    """Lay a piece on those that are there already."""
    if piece.opacity >= 1 and piece.cover is None:
        flat.append(piece)
        return
    below, box = [other for other in flat if other.group != piece.group], _box(piece)
    flat.append(piece.painted(_over(piece, ground, mix)))
    for other in below:
        if not box.overlaps(_box(other)):
            continue
        colour = _over(piece, other.paint, mix)
        if (area := piece.area) is not None:
            shown = other.painted(colour)._replace(clips=(*other.clips, *piece.clips, area))
            flat.append(shown._replace(group=piece.group))
        elif (area := other.area) is not None:
            flat.append(piece.painted(colour)._replace(clips=(*piece.clips, *other.clips, area)))
        else:
            raise NotFlat("has lines that are seen through one another")


def _over(piece: _Piece, under: Paint, mix: Mix) -> Paint:
    """The colours that come of a piece over what lies under it."""
    paint, cover = piece.paint, piece.cover
    planes = [each for each in (paint, cover, under) if isinstance(each, LinearGradient | RadialGradient)]
    if not planes:
        share = cover.red if isinstance(cover, Colour) else 1.0
        assert isinstance(paint, Colour)
        assert isinstance(under, Colour)
        return mix(paint, under, share * piece.opacity)
    if any(each._replace(stops=()) != planes[0]._replace(stops=()) for each in planes):
        raise NotFlat("has gradients that are seen through one another")
    return planes[0]._replace(stops=tuple(_stops(piece, under, planes, mix)))


def _stops(
    piece: _Piece, under: Paint, planes: list[LinearGradient | RadialGradient], mix: Mix
) -> Iterator[GradientStop]:
    marks = sorted({stop.offset for plane in planes for stop in plane.stops})
    if len(planes) > 1:
        marks = sorted({*marks, *(a + (b - a) * n / _STEPS for a, b in pairwise(marks) for n in range(1, _STEPS))})
    for mark in marks:
        for late in (False, True):  # where two stops share an offset, the colour jumps
            cover = _at(piece.cover, mark, late).red if piece.cover is not None else 1.0
            share = cover * piece.opacity
            yield GradientStop(mark, mix(_at(piece.paint, mark, late), _at(under, mark, late), share))


def _at(paint: Paint, offset: float, late: bool) -> Colour:
    """The colour of a gradient at an offset, before it or after it where it jumps."""
    if isinstance(paint, Colour):
        return paint
    stops = paint.stops
    if offset < stops[0].offset or (offset == stops[0].offset and not late):
        return stops[0].colour
    for before, after in pairwise(stops):
        inside = before.offset <= offset < after.offset if late else before.offset < offset <= after.offset
        if inside:
            return before.colour.mixed(after.colour, (offset - before.offset) / (after.offset - before.offset))
    return stops[-1].colour


# Pieces as items again


def _item(piece: _Piece, box: Rect) -> Outline | Placed:
    item: Outline | Placed = piece.outline
    if piece.place != IDENTITY:
        item = Placed(make_art(_grown(piece.outline), (item,)), piece.place)
    for clip in reversed(piece.clips):
        item = Placed(make_art(box, (item,)), clip_path=clip.path, even_odd=clip.even_odd)
    return item


def _grown(outline: Outline) -> Rect:
    return bounds(outline.path).grown(outline.stroke_width / 2 * max(outline.mitre, 1.5))


def _box(piece: _Piece) -> Rect:
    """Where a piece may paint."""
    corners = _grown(piece.outline)
    box = bounds(transformed(_corners(corners), piece.place))
    for clip in piece.clips:
        other = bounds(clip.path)
        left, top = max(box.x, other.x), max(box.y, other.y)
        box = Rect(
            left, top, max(min(box.right, other.right) - left, 0.0), max(min(box.bottom, other.bottom) - top, 0.0)
        )
    return box


def _corners(box: Rect) -> Path:
    points = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
    return tuple(PathStep("line", point) for point in points)


def bounds(path: Path) -> Rect:
    """Around all points of a path, those that bend it too."""
    across = [x for step in path for x in step.numbers[::2]]
    down = [y for step in path for y in step.numbers[1::2]]
    if not across:
        return Rect(0, 0, 0, 0)
    return Rect(min(across), min(down), max(across) - min(across), max(down) - min(down))

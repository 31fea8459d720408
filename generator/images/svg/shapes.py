"""The basic shapes of SVG as outlines of a drawing: their fill and stroke, and how far each is seen through."""

from typing import NamedTuple

from generator.face import Path, transformed
from generator.geometry import IDENTITY, Transform
from generator.images.paths import bounds
from generator.images.svg.gradients import GRADIENTS, Shade, read_gradient
from generator.images.svg.look import Look, painted
from generator.images.svg.markup import Node
from generator.images.svg.paint import Gradient, Reference, Tint
from generator.images.svg.walk import At, Walk, even_scale
from generator.images.vector import Group, Items, Shape


class _Pen(NamedTuple):
    """What a shape is drawn along: `warp` moves path and pen where the pen comes out uneven."""

    path: Path
    scale: float
    warp: Transform | None


class Shapes(Walk):
    def shape(self, node: Node, at: At) -> Items:
        path = self.outline(node, at.view)
        return self.outlined(node, path, path, at)

    def outlined(self, node: Node, path: Path, room: Path, at: At) -> Items:
        """The path as the element is painted; gradients count from around `room`."""
        look, frame = at.look, at.frame
        if not path or not look.visible or frame.a * frame.d == frame.b * frame.c:
            return ()
        has_stroke, scale = _has_stroke(look), even_scale(frame)
        warp = frame if has_stroke and scale is None else None
        placed = transformed(path, frame if warp is None else IDENTITY)
        pen = _Pen(placed, 1.0 if scale is None else scale, warp)
        width = look.width * pen.scale if has_stroke else 0.0
        if self.out_of_reach(node, placed, width) or (warp and self.out_of_reach(node, transformed(path, warp))):
            return ()
        inside = at if warp is None else at._replace(frame=IDENTITY)
        fill = self.shade(node, look.fill, room, inside, look.fill_opacity) if node.tag != "line" else Shade(None)
        stroke = self.shade(node, look.stroke, room, inside, look.stroke_opacity) if has_stroke else Shade(None)
        return self.drawn_with(look, pen, fill, stroke)

    def drawn_with(self, look: Look, pen: _Pen, fill: Shade, stroke: Shade) -> Items:
        """One shape where that can be; two where fill or stroke is seen through, or the stroke lies below."""
        is_one = _covers(fill) and _covers(stroke) and not look.stroke_first
        is_inked = stroke.fill is not None and not isinstance(stroke.fill, Gradient)
        if not (is_one and is_inked) and not _has_area(pen.path):
            fill = Shade(None)  # a PDF may show the hair of it
        if fill.fill is None and stroke.fill is None:
            return ()
        if is_one:
            return (_shape(look, pen, fill, stroke),)
        parts = [
            _veiled(_shape(look, pen, own, Shade(None)) if own is fill else _shape(look, pen, Shade(None), own), own)
            for own in ((stroke, fill) if look.stroke_first else (fill, stroke))
            if own.fill is not None and own.alpha > 0
        ]
        return tuple(parts)

    def shade(self, node: Node, paint: Tint | Reference, path: Path, at: At, opacity: float) -> Shade:
        own = painted(paint, at.look.colour)
        if not isinstance(own, Reference):
            return Shade(own.solid, alpha=own.alpha * opacity)
        target = self.tree.ids.get(own.id)
        if target is None or target.tag not in GRADIENTS:
            return self.without_target(node, own, target)
        try:
            shade = read_gradient(target, self.tree.ids, bounds(path), at.frame, at.view)
        except ValueError as error:
            self.notices.fault(target, error)
            return Shade(None)
        self.grow(sum(len(each.stops) for each in (shade.fill, shade.cover) if isinstance(each, Gradient)))
        if shade.fill is None and own.has_fallback:
            return Shade(own.fallback.solid, alpha=own.fallback.alpha * opacity)
        return shade._replace(alpha=shade.alpha * opacity)

    def without_target(self, node: Node, paint: Reference, target: Node | None) -> Shade:
        if target is None and paint.has_fallback:
            return Shade(paint.fallback.solid, alpha=paint.fallback.alpha)
        if target is None:
            self.notices.lost(node, paint.id)
        else:
            self.notices.not_drawn(target)
        return Shade(None)


def _has_area(path: Path) -> bool:
    if any([verb == "curve" for verb, _ in path]):
        return True
    box = bounds(path)
    return bool(box.width and box.height) and len({step.numbers[-2:] for step in path if step.numbers}) > 2


def _has_stroke(look: Look) -> bool:
    paint = painted(look.stroke, look.colour)
    seen = isinstance(paint, Reference) or paint.solid is not None
    return seen and look.width > 0 and look.stroke_opacity > 0


def _covers(shade: Shade) -> bool:
    return shade.fill is None or (shade.alpha >= 1 and shade.cover is None)


def _shape(look: Look, pen: _Pen, fill: Shade, stroke: Shade) -> Shape:
    has_stroke = stroke.fill is not None
    width = round(look.width * pen.scale, 6) if has_stroke else 0.0
    dash = tuple(round(part * pen.scale, 6) for part in look.dash)
    start = round(look.dash_starts * pen.scale, 6) if dash and has_stroke else 0.0
    how = (width, look.even_odd, look.cap, look.join, look.mitre, dash)
    return Shape(pen.path, fill.fill, stroke.fill, *how, pen.warp, start)


def _veiled(shape: Shape, shade: Shade) -> Shape | Group:
    """The shape, as far as its only paint covers."""
    if _covers(shade):
        return shape
    if shade.cover is None:
        return Group((), (shape,), opacity=shade.alpha)
    greys = shape._replace(fill=shade.cover) if shape.fill is not None else shape._replace(stroke=shade.cover)
    return Group((), (shape,), opacity=shade.alpha, mask=(greys,))

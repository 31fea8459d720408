"""Clips and masks of SVG: a clip where outlines can say it, else a mask of greys (CSS Masking 1)."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from generator.colours import WHITE, Colour
from generator.face import Path, rectangle, transformed
from generator.geometry import Rect, Size, Transform
from generator.images.letter_fonts import LetterFonts
from generator.images.paths import bounds
from generator.images.svg.clips import united
from generator.images.svg.elements import SHAPES
from generator.images.svg.gradients import grey, inverse
from generator.images.svg.look import INITIAL, length, look_of
from generator.images.svg.markup import Node, Tree
from generator.images.svg.notices import Notices
from generator.images.svg.paint import Fill, Gradient, Reference, read_paint
from generator.images.svg.shapes import Shapes
from generator.images.svg.walk import At
from generator.images.vector import Group, Items, Shape

if TYPE_CHECKING:
    from generator.images.svg.text_shapes import TextShapes

_HOLDS_NO_SHAPE = frozenset({"title", "desc", "metadata", "style", "script"})
_ALL_OF_BOX = Rect(-0.1, -0.1, 1.2, 1.2)


class Cuts(Shapes):
    def __init__(self, tree: Tree, notices: Notices, fonts: LetterFonts) -> None:
        super().__init__(tree, notices)
        self._fonts = fonts

    @cached_property
    def words(self) -> "TextShapes":
        from generator.images.svg.text_shapes import TextShapes

        return TextShapes(self, self._fonts)

    def clipped(self, node: Node, value: str, items: Items, at: At) -> Items:
        target = self.named(node, "clip-path", "clipPath", value, at)
        if target is None:
            return items
        inside = at._replace(using=(*at.using, target.attributes["id"]), depth=at.depth + 1)
        moved = self.moved(target, inside)
        frame = self.units(target, "clipPathUnits", "userSpaceOnUse", items, at, moved.frame)
        if frame is None:
            return ()
        parts = self.clip_parts(target, inside._replace(frame=frame))
        own = target.said.get("clip-path", "none")
        cut = _cut(parts, items)
        return self.clipped(target, own, cut, inside) if own != "none" and cut else cut

    def named(self, node: Node, name: str, tag: str, value: str, at: At) -> Node | None:
        """The element of the file that a property leads to."""
        try:
            reference = read_paint(value)
        except ValueError:
            reference = None
        target = self.tree.ids.get(reference.id) if isinstance(reference, Reference) else None
        if target is None or target.tag != tag:
            message = f"<{node.tag}>: {name} '{value[:40]}' is not a {tag} of this file"
            self.notices.say(node.place, message, "export the whole drawing again", "svg-reference")
            return None
        if target.attributes["id"] in at.using:
            self.notices.say(target.place, f"<{tag}> cuts itself", "break the circle", "svg-reference")
            return None
        return target

    def units(
        self, node: Node, name: str, usual: str, items: Items, at: At, frame: Transform | None = None
    ) -> Transform | None:
        """The frame that numbers inside a clip or mask count in: the drawing's, or the box of what is cut. `frame`: the
        drawing's with the transform of the clip itself.
        """
        said = node.attributes.get(name, usual)
        outer = at.frame if frame is None else frame
        if said == "userSpaceOnUse":
            return outer
        if said != "objectBoundingBox":
            self.notices.say(node.place, f"<{node.tag}>: {name} '{said[:20]}' is not known", "export it in user units")
            return None
        box = _box_of(items, at.frame)
        if box is None or not box.width or not box.height:
            return None
        return outer.after(Transform(box.width, 0, 0, box.height, box.x, box.y))

    def clip_parts(self, node: Node, at: At) -> list[Items]:
        """Each child's white shapes, cut as it is cut itself."""
        inside = at._replace(look=look_of(node, at.view))
        return [part for child in node.children if (part := self.clip_part(child, inside))]

    def clip_part(self, node: Node, at: At) -> Items:
        self.count(at)
        if node.tag in _HOLDS_NO_SHAPE:
            return ()
        if node.tag not in ("use", "text") and node.tag not in SHAPES:
            self.notices.not_drawn(node)
            return ()
        at = self.moved(node, self.painted(node, at))
        at = at._replace(depth=at.depth + 1)
        if node.said.get("display") == "none":
            return ()
        items = self.clip_use(node, at) if node.tag == "use" else self.clip_shape(node, at)
        own = node.said.get("clip-path", "none")
        return self.clipped(node, own, items, at) if own != "none" and items else items

    def clip_use(self, node: Node, at: At) -> Items:
        found = self.target(node, at)
        if not found:
            return ()
        return self.clip_part(found[1], self.shifted(node, at)._replace(using=(*at.using, found[0])))

    def clip_shape(self, node: Node, at: At) -> Items:
        if not at.look.visible and node.tag != "text":
            return ()
        is_text = node.tag == "text"
        path = transformed(self.words.outline(node, at) if is_text else self.outline(node, at.view), at.frame)
        if not path or self.out_of_reach(node, path):
            return ()
        return (_white(path, at.look.clip_even_odd and not is_text),)

    # Masks

    def masked(self, node: Node, value: str, items: Items, at: At) -> Items:
        target = self.named(node, "mask", "mask", value, at)
        if target is None:
            return items
        frame = self.units(target, "maskContentUnits", "userSpaceOnUse", items, at)
        region = self.region(target, items, at)
        if frame is None or region is None:
            return ()
        look = look_of(target.parent, at.view) if target.parent else INITIAL
        inside = At(look, frame, at.view, at.depth + 1, (*at.using, target.attributes["id"]))
        inside = self.painted(target, inside)
        drawn = tuple(item for child in target.children for item in self.element(child, inside))
        own = target.said.get("mask", "none")
        if own != "none" and drawn:
            drawn = self.masked(target, own, drawn, inside)
        alone = target.said.get("mask-type", "luminance") == "alpha"
        try:
            greys = _greys(drawn, alone=alone)
        except ValueError as error:
            self.notices.say(target.place, f"<mask>: {error}", "cut with a clipping path instead")
            return ()
        return _behind(greys, items, region)

    def region(self, node: Node, items: Items, at: At) -> Path | None:
        """Outside of it a mask hides all; empty where that is not to be seen."""
        said = node.attributes
        frame = self.units(node, "maskUnits", "objectBoundingBox", items, at)
        whole = Size(1, 1) if said.get("maskUnits", "objectBoundingBox") == "objectBoundingBox" else at.view
        if frame is None:
            return None
        try:
            x, y = length(said.get("x", "-10%"), whole.width), length(said.get("y", "-10%"), whole.height)
            box = Rect(
                x, y, length(said.get("width", "120%"), whole.width), length(said.get("height", "120%"), whole.height)
            )
        except ValueError as error:
            self.notices.fault(node, error)
            return None
        path = transformed(rectangle(box), frame)
        return None if self.out_of_reach(node, path) else path


def _white(path: Path, even_odd: bool) -> Shape:
    return Shape(path, WHITE, None, 0.0, even_odd, 0, 0, 4.0, ())


def _cut(parts: list[Items], items: Items) -> Items:
    """Items seen inside any of the parts, each of white shapes."""
    if not parts:
        return ()
    shapes = [part[0] for part in parts if len(part) == 1 and isinstance(part[0], Shape)]
    if len(shapes) == len(parts):
        if len(shapes) == 1:
            return (Group(shapes[0].path, items, shapes[0].even_odd),)
        try:
            return (Group(united([(shape.path, shape.even_odd) for shape in shapes]), items),)
        except ValueError:
            pass  # outlines that cross: which of their inside is inside is for a renderer to say
    only = parts[0][0]
    if len(parts) == 1 and len(parts[0]) == 1 and isinstance(only, Group) and only.mask is None and only.opacity == 1:
        return (only._replace(items=_cut([only.items], items)),)
    return (Group((), items, mask=tuple(item for part in parts for item in part)),)


def _leaves(items: Items) -> Iterator[Shape]:
    for item in items:
        if isinstance(item, Group):
            yield from _leaves(item.items)
        else:
            yield item


def _box_of(items: Items, frame: Transform) -> Rect | None:
    """Around the outlines, in the coordinates of whoever they belong to."""
    if frame.a * frame.d == frame.b * frame.c:
        return None
    back = inverse(frame)
    boxes = [
        bounds(transformed(shape.path, back.after(shape.warp) if shape.warp else back)) for shape in _leaves(items)
    ]
    if not boxes:
        return None
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def _greys(items: Items, *, alone: bool) -> Items:
    """The drawing of a mask in greys: how light each colour is, or white for all where its cover `alone` counts."""
    out: list[Shape | Group] = []
    for item in items:
        if isinstance(item, Group):
            out.append(item._replace(items=_greys(item.items, alone=alone)))
        else:
            fill, stroke = (_lightness(paint, alone) for paint in (item.fill, item.stroke))
            out.append(item._replace(fill=fill, stroke=stroke))
    return tuple(out)


def _lightness(paint: Fill, alone: bool) -> Fill:
    if paint is None:
        return None
    if isinstance(paint, Gradient):
        stops = tuple(stop._replace(paint=_light(stop.paint, alone)) for stop in paint.stops)
        return paint._replace(stops=stops)
    return _light(paint, alone)


def _light(paint: object, alone: bool) -> Colour:
    if alone:
        return grey(1.0)
    if not isinstance(paint, Colour):
        raise ValueError("a mask in a colour of the brand is not drawn here")
    return grey(round(0.2125 * paint.red + 0.7154 * paint.green + 0.0721 * paint.blue, 4))


def _behind(mask: Items, items: Items, region: Path) -> Items:
    """Items behind a mask: a mask of one plain grey is a clip, and an opacity."""
    if not mask or not items:
        return ()
    levels = {_level(item) for item in mask}
    if len(levels) == 1 and (share := levels.pop()) is not None:
        cut = _cut([tuple(_leaves((item,))) for item in mask], items) if share else ()
        if cut and all(isinstance(each, Group) and each.mask is None for each in cut):
            return (Group(region, cut, opacity=share),)
    return (Group(region, items, mask=mask),)


def _level(item: Shape | Group) -> float | None:
    """How much an area of one grey lets through; None of anything else."""
    if isinstance(item, Group):
        inside = _level(item.items[0]) if len(item.items) == 1 and not item.clip and item.mask is None else None
        return None if inside is None else inside * item.opacity
    is_area = item.stroke is None and item.warp is None and isinstance(item.fill, Colour)
    return item.fill.red if is_area and isinstance(item.fill, Colour) else None

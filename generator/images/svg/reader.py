"""SVG in, a Vector out: what is drawn here, flattened; whatever else is a problem with its line.

Nothing that a file says is fetched, run or passed over in silence.
"""

from collections.abc import Callable
from math import hypot
from typing import NamedTuple

from generator.errors import Problems
from generator.face import Path, rectangle
from generator.geometry import IDENTITY, Rect, Size, Transform
from generator.images.paths import MAX_COORDINATE, bounds, is_finite, transformed
from generator.images.svg.clips import united
from generator.images.svg.elements import SHAPES, outline_of
from generator.images.svg.gradients import read_gradient
from generator.images.svg.look import INITIAL, Look, changed, length, look_of, painted, read_transform, refused
from generator.images.svg.markup import MAX_DEPTH, Node, Tree, read_markup
from generator.images.svg.notices import Notices
from generator.images.svg.page import page, view_box
from generator.images.svg.paint import Gradient, Reference, Solid, read_opacity, read_paint
from generator.images.svg.style_sheets import TooManyRules, apply_styles
from generator.images.vector import Group, Shape, Vector

MAX_DRAWN = 20_000  # elements, each use counted
MAX_STEPS = 200_000  # of all their outlines

_SILENT = frozenset({"title", "desc", "metadata", "defs", "linearGradient", "clipPath", "symbol", "stop", "style"})
_HOLDS = frozenset({"g", "a", "svg", "switch"})
_SHOWN = _HOLDS | SHAPES | {"use", "text", "image"}
_UNUSED = frozenset({"radialGradient", "pattern", "mask", "filter", "marker", "view", "cursor"})  # seen only when named
_ANYWHERE = frozenset({"script", "animate", "animateTransform", "animateMotion", "animateColor", "set"})


class _TooMuch(Exception):
    """The drawing has grown past what is drawn."""


class _At(NamedTuple):
    """Where the reader is: what is handed down, and how it got there."""

    look: Look
    frame: Transform
    view: Size
    depth: int = 0
    using: tuple[str, ...] = ()


_Items = tuple[Shape | Group, ...]


def read_vector(data: bytes, name: str, problems: Problems) -> Vector | None:
    """The drawing, or None with every reason among the problems."""
    tree = read_markup(data, name, problems)
    if tree is None:
        return None
    before = len(problems.errors)
    reader = _Reader(tree, problems)
    try:
        apply_styles(tree, reader.notices)
    except TooManyRules:
        hint = "export with 'presentation attributes' instead of a style sheet"
        problems.error(tree.root.place, "has too many rules in its style sheets", hint, "svg-huge")
        return None
    box = page(tree.root, reader.notices)
    for node in tree.nodes:
        if node.tag in _ANYWHERE:
            reader.notices.not_drawn(node)
    items: _Items = ()
    try:
        at = _At(INITIAL, Transform(e=-box.x, f=-box.y), Size(box.width, box.height))
        items = reader.element(tree.root, at)
    except _TooMuch:
        hint = "simplify the drawing, or export it as PNG"
        problems.error(tree.root.place, "is too intricate to be drawn", hint, "svg-huge")
    if len(problems.errors) > before:
        return None
    if not items:
        problems.warn(tree.root.place, "draws nothing", "", "svg-empty")
    return Vector(Size(box.width, box.height), items)


class _Reader:
    def __init__(self, tree: Tree, problems: Problems) -> None:
        self.tree = tree
        self.notices = Notices(problems)
        self.drawn = 0
        self.steps = 0

    # Elements

    def element(self, node: Node, at: _At) -> _Items:
        """What an element draws, in the coordinates of the whole drawing."""
        self.count(at)
        tag = node.tag
        if tag in _SILENT or tag in _UNUSED or tag in _ANYWHERE:
            return ()
        if tag in SHAPES:
            return self.placed(node, at, lambda inside: self.shape(node, inside))
        if tag == "use":
            return self.placed(node, at, lambda inside: self.use(node, inside))
        if tag == "svg" and node is not self.tree.root:
            return self.placed(node, at, lambda inside: self.viewport(node, inside, node.attributes))
        if tag in _HOLDS:
            return self.placed(node, at, lambda inside: self.children(node, inside))
        if node.said.get("display") != "none":
            self.notices.not_drawn(node)
        return ()

    def count(self, at: _At) -> None:
        self.drawn += 1
        if self.drawn > MAX_DRAWN or at.depth > MAX_DEPTH:
            raise _TooMuch

    def children(self, node: Node, at: _At) -> _Items:
        chosen = node.children if node.tag != "switch" else _first_shown(node)
        return tuple(item for child in chosen for item in self.element(child, at))

    def placed(self, node: Node, at: _At, draw: Callable[[_At], _Items]) -> _Items:
        """What `draw` gives, under the element's own properties: seen or not, moved and cut."""
        at = self.painted(node, at)
        said = node.said
        if said.get("display") == "none" or not self.seen(node, said):
            return ()
        at = at._replace(frame=self.moved(node, said, at.frame), depth=at.depth + 1)
        items = draw(at)
        clip = said.get("clip-path", "none")
        return self.clipped(node, clip, items, at) if clip != "none" and items else items

    def painted(self, node: Node, at: _At) -> _At:
        """Where the reader is with the look that the element has."""
        look = at.look
        for name, value in node.said.items():
            if refused(name, value):
                self.notices.property(node, name, value)
                continue
            try:
                look = changed(look, name, value, at.view, node.place)
            except ValueError as error:
                self.notices.fault(node, error, name)
        return at._replace(look=look)

    def seen(self, node: Node, said: dict[str, str]) -> bool:
        if "opacity" not in said:
            return True
        try:
            return read_opacity(said["opacity"])
        except ValueError as error:
            self.notices.fault(node, error, f"opacity {said['opacity'][:10]}")
            return True

    def moved(self, node: Node, said: dict[str, str], frame: Transform) -> Transform:
        if "transform" not in said:
            return frame
        try:
            return frame.after(read_transform(said["transform"]))
        except ValueError as error:
            self.notices.fault(node, error, "transform")
            return frame

    # Shapes

    def outline(self, node: Node, view: Size) -> Path:
        """In its own coordinates; empty if there is none, or it has been said why not."""
        try:
            path = outline_of(node, view)
        except ValueError as error:
            self.notices.fault(node, error)
            return ()
        self.steps += len(path)
        if self.steps > MAX_STEPS:
            raise _TooMuch
        return path

    def shape(self, node: Node, at: _At) -> _Items:
        look, frame = at.look, at.frame
        path = self.outline(node, at.view)
        if not path or not look.visible or frame.a * frame.d == frame.b * frame.c:
            return ()
        stroke, scale = self.stroke(node, look), _even_scale(frame)
        warp = frame if stroke is not None and scale is None else None
        placed = transformed(path, frame if warp is None else IDENTITY)
        size = 1.0 if scale is None else scale
        width = round(look.width * size, 6) if stroke is not None else 0.0
        if self.out_of_reach(node, placed, width) or (warp and self.out_of_reach(node, transformed(path, warp))):
            return ()
        fill = self.fill(node, look, path, at if warp is None else at._replace(frame=IDENTITY))
        if fill is None and stroke is None:
            return ()
        dash = tuple(round(part * size, 6) for part in look.dash)
        pen = (width, look.even_odd, look.cap, look.join, look.mitre, dash)
        return (Shape(placed, fill, stroke, *pen, warp),)

    def out_of_reach(self, node: Node, path: Path, width: float = 0.0) -> bool:
        """Whether transforms have moved it beyond what a PDF can say; if so, it has been said."""
        if is_finite(path) and width <= MAX_COORDINATE:
            return False
        self.notices.say(node.place, f"<{node.tag}> lies out of reach", "move it into the drawing", "svg-value")
        return True

    def fill(self, node: Node, look: Look, path: Path, at: _At) -> Solid | Gradient:
        paint = painted(look.fill, look.colour)
        if not look.fill_seen or node.tag == "line":
            return None
        if not isinstance(paint, Reference):
            return paint
        target = self.tree.ids.get(paint.id)
        if target is not None and target.tag == "linearGradient":
            try:
                return read_gradient(target, self.tree.ids, bounds(path), at.frame, at.view)
            except ValueError as error:
                self.notices.fault(target, error)
                return None
        return self.unknown_paint(node, paint, target)

    def stroke(self, node: Node, look: Look) -> Solid:
        paint = painted(look.stroke, look.colour)
        if paint is None or not look.stroke_seen or look.width == 0:
            return None
        if look.dash and look.dash_starts:
            hint = "let the dashes start at 0, or convert the stroke to outlines (paths)"
            self.notices.say(node.place, f"<{node.tag}>: stroke-dashoffset is not drawn here", hint)
        if not isinstance(paint, Reference):
            return paint
        target = self.tree.ids.get(paint.id)
        if target is not None and target.tag == "linearGradient":
            hint = "convert the stroke to an outline (path); its fill may have a gradient"
            self.notices.say(node.place, f"<{node.tag}>: a stroke with a gradient is not drawn here", hint)
            return None
        return self.unknown_paint(node, paint, target)

    def unknown_paint(self, node: Node, paint: Reference, target: Node | None) -> Solid:
        if target is None and paint.has_fallback:
            return paint.fallback
        if target is None:
            self.notices.lost(node, paint.id)
        else:
            self.notices.not_drawn(target)
        return None

    # What is used from elsewhere in the file

    def target(self, node: Node, at: _At) -> tuple[str, Node] | None:
        """The element that a use names."""
        href = node.attributes.get("href", "").strip()
        if not href.startswith("#"):
            message = f"<use> of '{href[:60]}' leads out of the file" if href else "<use> names nothing"
            self.notices.say(node.place, message, "put what it shows into the file itself", "svg-reference")
            return None
        name = href[1:]
        target = self.tree.ids.get(name)
        if target is None:
            self.notices.lost(node, name)
        elif name in at.using:
            self.notices.say(node.place, f"<use> of '{name[:40]}' inside itself", "break the circle", "svg-reference")
        else:
            return name, target
        return None

    def use(self, node: Node, at: _At) -> _Items:
        found = self.target(node, at)
        if found is None:
            return ()
        name, target = found
        at = at._replace(frame=self.shifted(node, at), using=(*at.using, name))
        if target.tag not in ("symbol", "svg"):
            return self.element(target, at)
        self.count(at)
        own: dict[str, str] = {side: node.attributes[side] for side in ("width", "height") if side in node.attributes}
        sizes = {**target.attributes, **own}
        return self.placed(target, at, lambda inside: self.viewport(target, inside, sizes))

    def shifted(self, node: Node, at: _At) -> Transform:
        try:
            x = length(node.attributes.get("x", "0"), at.view.width)
            y = length(node.attributes.get("y", "0"), at.view.height)
        except ValueError as error:
            self.notices.fault(node, error)
            return at.frame
        return at.frame.after(Transform(e=x, f=y))

    def viewport(self, node: Node, at: _At, sizes: dict[str, str]) -> _Items:
        """A drawing within the drawing: its viewBox fitted, centred and cut (SVG 2 §8.2)."""
        if node.attributes.get("preserveAspectRatio", "xMidYMid") not in ("xMidYMid", "xMidYMid meet"):
            self.notices.say(node.place, f"<{node.tag}>: preserveAspectRatio is not drawn here", "leave it out")
        try:
            x, y = length(sizes.get("x", "0"), at.view.width), length(sizes.get("y", "0"), at.view.height)
            width = length(_said(sizes, "width"), at.view.width)
            height = length(_said(sizes, "height"), at.view.height)
        except ValueError as error:
            self.notices.fault(node, error)
            return ()
        if width <= 0 or height <= 0:
            return ()
        window = transformed(rectangle(Rect(x, y, width, height)), at.frame)
        box = view_box(node, self.notices) or Rect(0, 0, width, height)
        scale = min(width / box.width, height / box.height)
        left, top = x + (width - box.width * scale) / 2, y + (height - box.height * scale) / 2
        inner = Transform(scale, 0, 0, scale, left - box.x * scale, top - box.y * scale)
        at = at._replace(frame=at.frame.after(inner), view=Size(box.width, box.height))
        items = tuple(item for child in node.children for item in self.element(child, at))
        if not items or node.said.get("overflow") in ("visible", "auto") or self.out_of_reach(node, window):
            return items
        return (Group(window, items),)

    # Clips

    def clipped(self, node: Node, value: str, items: _Items, at: _At) -> _Items:
        try:
            reference = read_paint(value)
        except ValueError:
            reference = None
        target = self.tree.ids.get(reference.id) if isinstance(reference, Reference) else None
        if not isinstance(reference, Reference) or target is None or target.tag != "clipPath":
            message = f"<{node.tag}>: clip-path '{value[:40]}' is not a clipPath of this file"
            self.notices.say(node.place, message, "export the whole drawing again", "svg-reference")
            return items
        if reference.id in at.using:
            self.notices.say(target.place, "<clipPath> cuts itself", "break the circle", "svg-reference")
            return items
        at = at._replace(using=(*at.using, reference.id), depth=at.depth + 1)
        clip = self.clip_outline(target, at)
        said = target.said.get("clip-path", "none")
        if not clip:
            return ()
        cut: _Items = (Group(clip, items),)
        return self.clipped(target, said, cut, at) if said != "none" else cut

    def clip_outline(self, node: Node, at: _At) -> Path:
        if node.attributes.get("clipPathUnits", "userSpaceOnUse") != "userSpaceOnUse":
            self.notices.say(
                node.place, "<clipPath>: clipPathUnits is not drawn here", "export it in user units", "svg-property"
            )
        at = at._replace(look=look_of(node, at.view), frame=self.moved(node, node.said, at.frame))
        outlines = [outline for child in node.children for outline in self.clip_part(child, at)]
        try:
            return united(outlines)
        except ValueError as error:
            hint = "unite its outlines to one simple path in the drawing program"
            self.notices.say(node.place, f"<clipPath> {error}", hint, "svg-value")
            return ()

    def clip_part(self, node: Node, at: _At) -> list[tuple[Path, bool]]:
        self.count(at)
        if node.tag in _SILENT or node.tag in _ANYWHERE:
            return []
        if node.tag != "use" and node.tag not in SHAPES:
            self.notices.not_drawn(node)
            return []
        at, said = self.painted(node, at), node.said
        if said.get("display") == "none":
            return []
        if said.get("clip-path", "none") != "none":
            self.notices.say(node.place, f"<{node.tag}>: a clip within a clip is not drawn here", "unite them")
        at = at._replace(frame=self.moved(node, said, at.frame), depth=at.depth + 1)
        if node.tag == "use":
            found = self.target(node, at)
            at = at._replace(frame=self.shifted(node, at))
            return self.clip_part(found[1], at._replace(using=(*at.using, found[0]))) if found else []
        if not at.look.visible:
            return []
        path = transformed(self.outline(node, at.view), at.frame)
        if self.out_of_reach(node, path):
            return []
        return [(path, at.look.clip_even_odd)]


def _said(sizes: dict[str, str], name: str) -> str:
    value = sizes.get(name, "auto")
    return "100%" if value == "auto" else value


def _first_shown(node: Node) -> list[Node]:
    """The child of a <switch> that a reader of plain English and SVG is shown (SVG 2 §5.9)."""
    for child in node.children:
        said = child.attributes
        languages = [each.strip().lower() for each in said.get("systemLanguage", "en").split(",")]
        speaks = any(each == "en" or each.startswith("en-") for each in languages)
        if child.tag in _SHOWN and speaks and not said.get("requiredExtensions", ""):
            return [child]
    return []


def _even_scale(frame: Transform) -> float | None:
    """How much a transform scales a pen, if it scales it alike in all directions."""
    across, down = hypot(frame.a, frame.b), hypot(frame.c, frame.d)
    slant = frame.a * frame.c + frame.b * frame.d
    size = across * down
    even = abs(across - down) <= 1e-6 * max(across, down) and abs(slant) <= 1e-6 * size
    return across if even else None

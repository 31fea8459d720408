"""SVG in, a Vector out: what is drawn here, flattened; whatever else is a problem with its line.

Nothing that a file says is fetched, run or passed over in silence.
"""

from collections.abc import Callable

from generator.errors import Problems
from generator.face import rectangle, transformed
from generator.geometry import Rect, Size, Transform
from generator.images.letter_fonts import LetterFonts
from generator.images.svg.cuts import Cuts
from generator.images.svg.elements import SHAPES
from generator.images.svg.look import INITIAL, length
from generator.images.svg.markup import Node, read_markup
from generator.images.svg.notices import Notices
from generator.images.svg.page import fitted, page, view_box
from generator.images.svg.paint import read_colour
from generator.images.svg.style_sheets import TooManyRules, apply_styles
from generator.images.svg.walk import At, TooMuch
from generator.images.vector import Group, Items, Shape, Vector

_SILENT = frozenset(
    {
        *("title", "desc", "metadata", "defs", "linearGradient", "radialGradient", "clipPath", "mask", "symbol"),
        *("stop", "style"),
    }
)
_HOLDS = frozenset({"g", "a", "svg", "switch"})
_SHOWN = _HOLDS | SHAPES | {"use", "text", "image"}
_UNUSED = frozenset({"pattern", "filter", "marker", "view", "cursor"})  # seen only when named
_ANYWHERE = frozenset({"script", "animate", "animateTransform", "animateMotion", "animateColor", "set"})


def read_vector(data: bytes, name: str, problems: Problems, fonts: LetterFonts) -> Vector | None:
    """The drawing, its words in `fonts`, or None with every reason among the problems."""
    tree = read_markup(data, name, problems)
    if tree is None:
        return None
    before = len(problems.errors)
    notices = Notices(problems)
    try:
        apply_styles(tree, notices)
    except TooManyRules:
        hint = "export with 'presentation attributes' instead of a style sheet"
        problems.error(tree.root.place, "has too many rules in its style sheets", hint, "svg-huge")
        return None
    reader = _Reader(tree, notices, fonts)
    box = page(tree.root, reader.notices)
    for node in tree.nodes:
        if node.tag in _ANYWHERE:
            reader.notices.not_drawn(node)
    items: Items = ()
    try:
        at = At(INITIAL, Transform(e=-box.x, f=-box.y), Size(box.width, box.height))
        items = (*reader.ground(tree.root, box), *reader.element(tree.root, at))
    except TooMuch:
        hint = "simplify the drawing, or export it as PNG"
        problems.error(tree.root.place, "is too intricate to be drawn", hint, "svg-huge")
    if len(problems.errors) > before:
        return None
    if any(node.tag == "text" for node in tree.nodes):
        reader.words.warn_of_words(Size(box.width, box.height))
    if not items:
        problems.warn(tree.root.place, "draws nothing", "export it again, with what it shows", "svg-empty")
    return Vector(Size(box.width, box.height), items)


class _Reader(Cuts):
    def ground(self, root: Node, box: Rect) -> Items:
        """What CSS says of the ground of a drawing that stands alone, as browsers show it."""
        try:
            tint = read_colour(root.said.get("background-color", root.said.get("background", "none")), root.place)
        except ValueError:
            return ()
        whole = rectangle(Rect(0, 0, box.width, box.height))
        shape = Shape(whole, tint.solid, None, 0.0, False, 0, 0, 4.0, ())
        if tint.solid is None or tint.alpha == 0:
            return ()
        return (Group((), (shape,), opacity=tint.alpha),) if tint.alpha < 1 else (shape,)

    def element(self, node: Node, at: At) -> Items:
        """What an element draws, in the coordinates of the whole drawing."""
        self.count(at)
        tag = node.tag
        if tag in _SILENT or tag in _UNUSED or tag in _ANYWHERE:
            return ()
        if tag in SHAPES:
            return self.placed(node, at, lambda inside: self.shape(node, inside))
        if tag == "text":
            return self.placed(node, at, lambda inside: self.words.drawn(node, inside))
        if tag == "flowRoot" and not _has_words(node):  # Inkscape leaves them behind
            return ()
        if tag == "use":
            return self.placed(node, at, lambda inside: self.use(node, inside))
        if tag == "svg" and node is not self.tree.root:
            return self.placed(node, at, lambda inside: self.viewport(node, inside, node.attributes))
        if tag in _HOLDS:
            return self.placed(node, at, lambda inside: self.children(node, inside))
        if node.said.get("display") != "none":
            self.notices.not_drawn(node)
        return ()

    def children(self, node: Node, at: At) -> Items:
        chosen = node.children if node.tag != "switch" else _first_shown(node)
        return tuple(item for child in chosen for item in self.element(child, at))

    def placed(self, node: Node, at: At, draw: Callable[[At], Items]) -> Items:
        """What `draw` gives, under the element's own properties: seen or not, moved, cut, and seen through."""
        at = self.painted(node, at)
        opacity = self.opacity(node)
        if node.said.get("display") == "none" or opacity == 0 or not _speaks(node):
            return ()
        at = self.moved(node, at)._replace(depth=at.depth + 1)
        items = draw(at)
        for name, cut in (("clip-path", self.clipped), ("mask", self.masked)):
            value = node.said.get(name, "none")
            if value.lower() != "none" and items:
                items = cut(node, value, items, at)
        return (Group((), items, opacity=opacity),) if opacity < 1 and items else items

    def use(self, node: Node, at: At) -> Items:
        found = self.target(node, at)
        if found is None:
            return ()
        name, target = found
        at = self.shifted(node, at)._replace(using=(*at.using, name))
        if target.tag not in ("symbol", "svg"):
            return self.element(target, at)
        self.count(at)
        own: dict[str, str] = {side: node.attributes[side] for side in ("width", "height") if side in node.attributes}
        sizes = {**target.attributes, **own}
        return self.placed(target, at, lambda inside: self.viewport(target, inside, sizes))

    def viewport(self, node: Node, at: At, sizes: dict[str, str]) -> Items:
        """A drawing within the drawing: its viewBox fitted and cut (SVG 2 §8.2)."""
        try:
            x, y = length(sizes.get("x", "0"), at.view.width), length(sizes.get("y", "0"), at.view.height)
            width = length(_said(sizes, "width"), at.view.width)
            height = length(_said(sizes, "height"), at.view.height)
        except ValueError as error:
            self.notices.fault(node, error)
            return ()
        if width <= 0 or height <= 0:
            return ()
        room = Rect(x, y, width, height)
        window = transformed(rectangle(room), at.frame)
        box = view_box(node, self.notices) or Rect(0, 0, width, height)
        try:
            inner = fitted(box, room, node.attributes.get("preserveAspectRatio", ""))
        except ValueError as error:
            self.notices.fault(node, error)
            return ()
        at = at._replace(frame=at.frame.after(inner), view=Size(box.width, box.height))
        items = tuple(item for child in node.children for item in self.element(child, at))
        if not items or node.said.get("overflow") in ("visible", "auto") or self.out_of_reach(node, window):
            return items
        return (Group(window, items),)


def _has_words(node: Node) -> bool:
    return any(_has_words(part) if isinstance(part, Node) else part.strip() for part in node.content or ())


def _said(sizes: dict[str, str], name: str) -> str:
    value = sizes.get(name, "auto")
    return "100%" if value == "auto" else value


def _first_shown(node: Node) -> list[Node]:
    """The child of a <switch> that a reader of plain English and SVG is shown (SVG 2 §5.9)."""
    return [child for child in node.children if child.tag in _SHOWN and _speaks(child)][:1]


def _speaks(node: Node) -> bool:
    """Whether an element is for a reader of English, without more than SVG."""
    languages = [each.strip().lower() for each in node.attributes.get("systemLanguage", "en").split(",")]
    is_english = any(each == "en" or each.startswith("en-") for each in languages)
    return is_english and not node.attributes.get("requiredExtensions", "")

"""Through the elements of one SVG file: what is handed down, how an element is moved, what its names lead to."""

from math import hypot
from typing import NamedTuple

from generator.face import Path
from generator.geometry import Size, Transform
from generator.images.paths import MAX_COORDINATE, is_finite
from generator.images.svg.elements import outline_of
from generator.images.svg.look import Look, changed, length, read_origin, read_transform, refused
from generator.images.svg.markup import MAX_DEPTH, Node, Tree
from generator.images.svg.notices import Notices
from generator.images.svg.paint import read_opacity
from generator.images.vector import Items

MAX_DRAWN = 20_000  # elements, each use counted
MAX_STEPS = 200_000  # of all their outlines, and stops of their gradients


class TooMuch(Exception):
    """The drawing has grown past what is drawn."""


class At(NamedTuple):
    """Where the reader is: what is handed down, and how it got there."""

    look: Look
    frame: Transform
    view: Size
    depth: int = 0
    using: tuple[str, ...] = ()


class Walk:
    """What is the same for every element."""

    def __init__(self, tree: Tree, notices: Notices) -> None:
        self.tree = tree
        self.notices = notices
        self.drawn = 0
        self.steps = 0

    def element(self, node: Node, at: At) -> Items:
        """What an element draws, in the coordinates of the whole drawing."""
        raise NotImplementedError

    def count(self, at: At) -> None:
        self.drawn += 1
        if self.drawn > MAX_DRAWN or at.depth > MAX_DEPTH:
            raise TooMuch

    def grow(self, steps: int) -> None:
        """So many steps more of outlines, or stops of gradients."""
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise TooMuch

    def painted(self, node: Node, at: At) -> At:
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

    def opacity(self, node: Node) -> float:
        if "opacity" not in node.said:
            return 1.0
        try:
            return read_opacity(node.said["opacity"])
        except ValueError as error:
            self.notices.fault(node, error, f"opacity {node.said['opacity'][:10]}")
            return 1.0

    def moved(self, node: Node, at: At) -> At:
        """Where the reader is after the element's own transform."""
        if "transform" not in node.said:
            return at
        try:
            own = read_transform(node.said["transform"])
            if "transform-origin" in node.said:
                x, y = read_origin(node.said["transform-origin"], at.view)
                own = Transform(e=x, f=y).after(own).after(Transform(e=-x, f=-y))
        except ValueError as error:
            self.notices.fault(node, error, "transform")
            return at
        return at._replace(frame=at.frame.after(own))

    def outline(self, node: Node, view: Size) -> Path:
        """In its own coordinates; empty if there is none, or it has been said why not."""
        try:
            path = outline_of(node, view)
        except ValueError as error:
            self.notices.fault(node, error)
            return ()
        self.grow(len(path))
        return path

    def out_of_reach(self, node: Node, path: Path, width: float = 0.0) -> bool:
        """Whether transforms have moved it beyond what a PDF can say; if so, it has been said."""
        if is_finite(path) and width <= MAX_COORDINATE:
            return False
        self.notices.say(node.place, f"<{node.tag}> lies out of reach", "move it into the drawing", "svg-value")
        return True

    def target(self, node: Node, at: At) -> tuple[str, Node] | None:
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

    def shifted(self, node: Node, at: At) -> At:
        """Where the reader is after a use's own place."""
        try:
            x = length(node.attributes.get("x", "0"), at.view.width)
            y = length(node.attributes.get("y", "0"), at.view.height)
        except ValueError as error:
            self.notices.fault(node, error)
            return at
        return at._replace(frame=at.frame.after(Transform(e=x, f=y)))


def even_scale(frame: Transform) -> float | None:
    """How much a transform scales a pen, if it scales it alike in all directions."""
    across, down = hypot(frame.a, frame.b), hypot(frame.c, frame.d)
    slant = frame.a * frame.c + frame.b * frame.d
    size = across * down
    even = abs(across - down) <= 1e-6 * max(across, down) and abs(slant) <= 1e-6 * size
    return across if even else None

"""What is said of an SVG file that cannot be drawn as it is, with its line and a remedy."""

from generator.errors import Place, Problems
from generator.images.svg.markup import Node

_OUTLINES = "convert it to outlines (paths) in the drawing program"
_REMEDIES = {
    "textPath": "convert the text to outlines (paths) in the drawing program",
    "flowRoot": "convert it to text (Text > Convert to Text in Inkscape), or to outlines (paths)",
    "image": "place the PNG or JPEG by itself, or trace it to paths",
    "pattern": "use a solid colour, or draw the pattern as paths",
    "mask": "cut with a clipping path instead",
    "filter": "remove the effect, or export the drawing as PNG",
    "marker": "convert the stroke and its ends to outlines (paths)",
    "script": "remove it; nothing in a picture is run",
    "foreignObject": "remove it, or export the drawing as PNG",
    "mix-blend-mode": "use a solid tint instead",
}


class Notices:
    """Collects what is wrong with one drawing."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def say(self, place: Place, message: str, hint: str = "", code: str = "svg-property") -> None:
        self._problems.error(place, message, hint, code)

    def warn(self, place: Place, message: str, hint: str = "", code: str = "svg-style") -> None:
        self._problems.warn(place, message, hint, code)

    def fault(self, node: Node, error: ValueError, what: str = "") -> None:
        """A value that cannot be read."""
        lead = f"<{node.tag}>: {what}" if what else f"<{node.tag}>"
        self.say(node.place, f"{lead}: {error}", "correct it, or export the drawing again", "svg-value")

    def not_drawn(self, node: Node) -> None:
        """An element of a kind that is not drawn."""
        hint = _REMEDIES.get(node.tag, _OUTLINES)
        if node.tag.startswith("animate") or node.tag == "set":
            hint = "remove the animation; what is printed stands still"
        self.say(node.place, f"<{node.tag[:40]}> is not drawn here", hint, "svg-element")

    def property(self, node: Node, name: str, value: str) -> None:
        """A property that would change the drawing and is not drawn."""
        hint = _REMEDIES.get(name) or _REMEDIES.get(name.partition("-")[0], _OUTLINES)
        self.say(node.place, f"<{node.tag}>: {name} '{value[:40]}' is not drawn here", hint)

    def lost(self, node: Node, name: str) -> None:
        message = f"<{node.tag}>: nothing in the file has the id '{name[:40]}'"
        self.say(node.place, message, "export the whole drawing again", "svg-reference")

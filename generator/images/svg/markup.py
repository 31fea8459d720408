"""SVG text in, a tree of elements with their lines out. Refuses entities but for plain words; reads no other file.

Built on expat, which is told to resolve nothing; size, depth and number of elements are bounded.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from generator.errors import NOWHERE, Place, Problems

SVG_SPACE = "http://www.w3.org/2000/svg"
_XLINK_HREF = "http://www.w3.org/1999/xlink href"
_HOLDS_WORDS = ("text", "style", "flowRoot")
MAX_DEPTH = 80
MAX_ELEMENTS = 50_000
_HREF = re.compile(r"""\bhref\s*=\s*(["'])(.*?)\1""", re.S)
_ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)([\w.-]{0,100}+)")
_LONGEST_ENTITY = 200  # characters: Illustrator names the spaces of its elements so
_MOST_ENTITIES = 200_000  # characters of all that are named


@dataclass(slots=True)
class Node:
    """An element of SVG; those of other languages (editors' notes) are left out with all they hold."""

    tag: str
    attributes: dict[str, str]
    place: Place
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)  # properties: of attributes, sheets and `style`, the strongest
    text_place: Place = NOWHERE  # where the words of a style sheet begin
    content: "list[Node | str] | None" = None  # words and elements of what holds words: a <text>, a <style>


@dataclass(slots=True)
class Tree:
    root: Node
    ids: dict[str, Node]
    nodes: list[Node]
    sheets: list[tuple[Place, str]]  # style sheets that the file names, and where


class _Refused(Exception):
    """Reading stops; the problem has been said."""


class _Reader:
    def __init__(self, name: str, data: bytes, problems: Problems) -> None:
        self.name = name
        self.data = data
        self.problems = problems
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.ProcessingInstructionHandler = self.instruction
        self.parser.EndDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.declared
        self.parser.ElementDeclHandler = self.parser.AttlistDeclHandler = self.declaration
        self.parser.NotationDeclHandler = self.declaration
        self.parser.ExternalEntityRefHandler = self.entity
        self.parser.SkippedEntityHandler = self.entity
        self.root: Node | None = None
        self.open: list[Node] = []
        self.ids: dict[str, Node] = {}
        self.foreign = 0  # how deep in elements of another language
        self.nodes: list[Node] = []
        self.sheets: list[tuple[Place, str]] = []
        self.count = 0  # foreign ones too
        self.entities: dict[str, int] = {}  # name → characters

    def here(self) -> Place:
        return Place(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def refuse(self, message: str, hint: str) -> _Refused:
        self.problems.error(self.here(), message, hint, "svg")
        return _Refused()

    def declaration(self, *_: object) -> None:
        raise self.refuse("a DOCTYPE with declarations is not read", "export plain SVG, or delete the DOCTYPE")

    def declared(self, name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        """An entity that is a few plain letters, such as the name of a space."""
        if is_parameter or value is None or len(value) > _LONGEST_ENTITY or set(value) & set("&<%"):
            self.entity()
        else:
            self.entities[name] = len(value)

    def doctype(self) -> None:
        """A DOCTYPE, as older programs write it, is not looked up."""
        named = [found[1].decode("latin-1") for found in _ENTITY.finditer(self.data.replace(b"\0", b""))]
        is_known = self.entities.keys() >= set(named)  # expat would pass over others in silence, in an attribute
        if not is_known or sum(self.entities[name] for name in named) > _MOST_ENTITIES:
            self.entity()

    def entity(self, *_: object) -> int:
        raise self.refuse("entities are not read", "export plain SVG, without a DOCTYPE and entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise self.refuse(f"has more than {MAX_ELEMENTS} elements", "simplify the drawing, or export it as PNG")
        space, _, tag = name.rpartition(" ")
        if self.foreign or space not in ("", SVG_SPACE):
            if self.root is None:
                raise self.refuse(f"<{tag}> is not SVG", "export the drawing as SVG or PNG")
            self.foreign += 1
            return
        if len(self.open) >= MAX_DEPTH:
            raise self.refuse(f"elements are nested more than {MAX_DEPTH} deep", "ungroup the drawing")
        if _XLINK_HREF in attributes:
            attributes.setdefault("href", attributes[_XLINK_HREF])
        node = Node(tag, attributes, self.here(), self.open[-1] if self.open else None)
        if self.open:
            self.open[-1].children.append(node)
            if self.open[-1].content is not None:
                self.open[-1].content.append(node)
        else:
            self.root = node
        if tag in _HOLDS_WORDS or (node.parent is not None and node.parent.content is not None):
            node.content = []
        self.open.append(node)
        self.nodes.append(node)
        name = attributes.get("id", "")
        if name:
            self.ids.setdefault(name, node)

    def end(self, _name: str) -> None:
        if self.foreign:
            self.foreign -= 1
        else:
            self.open.pop()

    def text(self, data: str) -> None:
        node = self.open[-1] if self.open and not self.foreign else None
        if node is not None and node.content is not None:
            if not node.content:
                node.text_place = self.here()
            node.content.append(data)

    def instruction(self, target: str, data: str) -> None:
        named = _HREF.search(data)
        if target == "xml-stylesheet" and named:
            self.sheets.append((self.here(), named[2]))


def read_markup(data: bytes, name: str, problems: Problems) -> Tree | None:
    """The tree, or None with the reason among the problems."""
    reader = _Reader(name, data, problems)
    try:
        reader.parser.Parse(data, True)
    except _Refused:
        return None
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code) or "an error"
        place = Place(name, error.lineno, error.offset + 1)
        problems.error(place, f"is not well-formed XML: {what}", "export the drawing again as SVG", "svg")
        return None
    except (LookupError, ValueError):  # an encoding that nobody knows
        problems.error(Place(name, 1, 1), "is in an unknown encoding", "save it as UTF-8", "svg")
        return None
    root = reader.root
    if root is None or root.tag != "svg":
        tag = root.tag if root else ""
        problems.error(Place(name, 1, 1), f"begins with <{tag}>, not with <svg>", "export the drawing as SVG", "svg")
        return None
    return Tree(root, reader.ids, reader.nodes, reader.sheets)

"""What a file's pages share: its fonts, colours and layers, each read once, and the budget of its interpretation."""

import re
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from generator.preflight.across_files import AcrossFiles
from generator.preflight.boxes import UPRIGHT, Matrix
from generator.preflight.colours import CMYK, GRAY, RGB, Ink, Space, ink, space_of
from generator.preflight.objects import Box, Objects, StreamObject, Value, name_of, number_of, text_of, true
from generator.preflight.shared_forms import SharedForms
from generator.preflight.stencils import Stencils
from generator.preflight.tokens import Statement, statements
from generator.preflight.typefaces import Typeface

MOST_STEPS = 12_000_000  # operators, and eight operands for one: a deck of 14,200 cards takes two thirds of them
MOST_KEPT = 32 << 20  # bytes of streams that are kept unpacked
MOST_OF_A_FORM = 1 << 20  # bytes of one whose operators are kept: a logo of thousands of paths stands on every page

_KNOWN = {"/DeviceGray": GRAY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK, "/G": GRAY, "/RGB": RGB, "/CMYK": CMYK}


_NAME = re.compile(rb"/[^\x00\t\n\f\r \[\]()<>{}/%]*+")
_MORE = re.compile(rb"[(<%#]|BT|BI|BMC|BDC|sh")  # than paths and forms: text, pictures, layers, shadings
DEEPEST_DRAWING = 12  # forms in forms


class Budget:
    """Steps that are left for the whole file."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def take(self, steps: int) -> bool:
        self.left -= steps
        return self.left > 0

    def read(self, count: int) -> bool:
        """The same for what is read and may hold no operator at all."""
        return self.take(1 + count // 100)


class FormFacts(NamedTuple):
    """What a form or picture says of itself. It is held, so that its identity stays its own."""

    stream: StreamObject
    kind: str  # /Form or /Image
    layer: str
    is_group: bool
    clip: Box | None
    matrix: Matrix
    resources: Value


class Stores:
    def __init__(self, objects: Objects, budget: Budget, known: AcrossFiles | None = None) -> None:
        self._objects, self.budget, self.known = objects, budget, known
        self._inks: dict[tuple[str, tuple[float, ...]], Ink] = {}
        self._spaces: dict[tuple[int, str], Space | None] = {}
        self._resources: dict[tuple[int, str, str], tuple[Value, Value]] = {}
        self._typefaces: dict[int, tuple[Value, Typeface]] = {}
        self._contents: dict[int, tuple[Value, bytes]] = {}
        self._forms: dict[int, tuple[int, tuple[Statement, ...]]] = {}
        self._facts: dict[int, FormFacts] = {}
        self._changes: dict[int, tuple[Value, dict[str, Any]]] = {}
        self._drawings: dict[int, int | None] = {}
        self._kept = 0
        self.shared = SharedForms()
        self.stencils = Stencils()
        self.layers: dict[int, str] = {}
        self.hidden: set[str] = set()
        self._read_layers()

    def _read_layers(self) -> None:
        groups = self._objects.entry(self._objects.root, "/OCProperties")
        for group in self._objects.items(self._objects.entry(groups, "/OCGs")):
            self.layers[id(group)] = text_of(self._objects.entry(group, "/Name")) or "without a name"
        off = self._objects.items(self._objects.path(groups, "/D", "/OFF"))
        self.hidden = {self.layers[id(group)] for group in off if id(group) in self.layers}

    def ink(self, space: Space, values: tuple[float, ...]) -> Ink:
        if space is GRAY or space is RGB or space is CMYK:
            key = (space.family, values)
            if key not in self._inks:
                self._inks[key] = ink(space, values)
            return self._inks[key]
        return ink(space, values)

    def space(self, objects: Objects, name: object, resources: Value) -> Space | None:
        if not isinstance(name, str):
            return None
        if name in _KNOWN:
            return _KNOWN[name]
        key = (id(resources), name)
        if key not in self._spaces:
            self._spaces[key] = space_of(objects, name, resources)
        return self._spaces[key]

    def resource(self, resources: Value, kind: str, name: str) -> Value:
        """What a name stands for in resources; None for nothing. They are held, so that their identity stays theirs."""
        key = (id(resources), kind, name)
        if key not in self._resources:
            self._resources[key] = resources, self._objects.path(resources, kind, name)
        return self._resources[key][1]

    def drawing(self, stream: Value, depth: int = 0) -> int | None:
        """A number for a form, the same for those of any file that paint alike; None where that cannot be told."""
        if self.known is None or depth > DEEPEST_DRAWING:
            return None
        if id(stream) not in self._drawings:
            self._drawings[id(stream)] = self._number_of(stream, self.known, depth)
        return self._drawings[id(stream)]

    def _number_of(self, stream: Value, known: AcrossFiles, depth: int) -> int | None:
        facts, content = self.facts(stream), self.content(stream)
        resources = facts.resources
        if facts.kind != "/Form" or facts.layer or facts.is_group or resources is None or _MORE.search(content):
            return None
        meanings: list[Hashable] = []
        for name in _NAME.findall(content):
            meaning = self._meaning(resources, name.decode("latin-1"), depth)
            if meaning is None:
                return None
            meanings.append(meaning)
        return known.number((*_NAME.split(content), facts.clip, facts.matrix, *meanings))

    def _meaning(self, resources: Value, name: str, depth: int) -> Hashable:
        """What a name changes in the state, its colours, and what it paints; None where it stands for more."""
        if any(self.resource(resources, kind, name) is not None for kind in ("/Pattern", "/Font")):
            return None
        extended, form = (self.resource(resources, kind, name) for kind in ("/ExtGState", "/XObject"))
        changes = self.changes(extended) if extended is not None else {}
        drawing = self.drawing(form, depth + 1) if isinstance(form, StreamObject) else 0
        if "font" in changes or drawing is None:
            return None
        return (tuple(changes.items()), self.space(self._objects, name, resources), drawing)

    def typeface(self, font: Value) -> Typeface:
        if id(font) not in self._typefaces:
            self._typefaces[id(font)] = (font, Typeface(self._objects, font))
        return self._typefaces[id(font)][1]

    def facts(self, stream: StreamObject) -> FormFacts:
        if id(stream) not in self._facts:
            objects = self._objects
            edges = objects.numbers(objects.entry(stream, "/BBox"))
            self._facts[id(stream)] = FormFacts(
                stream,
                objects.name(stream, "/Subtype"),
                self.layer(objects.entry(stream, "/OC")),
                objects.name(objects.entry(stream, "/Group"), "/S") == "/Transparency",
                (edges[0], edges[1], edges[2], edges[3]) if len(edges) == 4 else None,
                self.matrix(stream),
                objects.entry(stream, "/Resources"),
            )
        return self._facts[id(stream)]

    def matrix(self, holder: Value) -> Matrix:
        numbers = self._objects.numbers(self._objects.entry(holder, "/Matrix"))
        if len(numbers) != 6:
            return UPRIGHT
        a, b, c, d, e, f = numbers
        return (a, b, c, d, e, f)

    def layer(self, group: Value) -> str:
        """Its name; nothing for what is no layer."""
        if group is None:
            return ""
        if id(group) in self.layers:
            return self.layers[id(group)]
        members = self._objects.items(self._objects.entry(group, "/OCGs"))
        return next((self.layers[id(each)] for each in members if id(each) in self.layers), "")

    def changes(self, extended: Value) -> dict[str, Any]:
        """What a dictionary of `gs` sets in the graphics state (§8.4.5)."""
        if id(extended) not in self._changes:
            self._changes[id(extended)] = extended, self._read_changes(extended)
        return self._changes[id(extended)][1]

    def _read_changes(self, extended: Value) -> dict[str, Any]:
        objects = self._objects
        found: dict[str, Any] = {}
        for key, value in objects.entries(extended):
            number = number_of(value)
            match key:
                case "/LW" if number is not None:
                    found["line_width"] = abs(number)
                case "/Font" if isinstance(value, list) and len(value) == 2:
                    font = objects.resolve(value[0])
                    found["font"] = self.typeface(font) if isinstance(font, dict) else None
                    found["size"] = number_of(objects.resolve(value[1])) or 0.0
                case "/ca" if number is not None:
                    found["alpha"] = number
                case "/CA" if number is not None:
                    found["stroke_alpha"] = number
                case "/BM":
                    names = [name_of(each) for each in objects.items(value)]
                    found["blend"] = next((name for name in names if name), "/Normal")
                case "/SMask":
                    found["soft_mask"] = isinstance(value, dict)
                case "/OP":
                    found["stroke_overprint"] = true(value)
                    found["takes_overprint"] = False
                    if "/op" not in extended:
                        found["overprint"] = true(value)
                case "/op":
                    found["overprint"] = true(value)
        return found

    def content(self, stream: Value) -> bytes:
        if id(stream) in self._contents:
            return self._contents[id(stream)][1]
        data = self._objects.data(stream)
        if self._kept + len(data) < MOST_KEPT:
            self._kept += len(data)
            self._contents[id(stream)] = (stream, data)
        return data

    def form(self, stream: Value) -> Iterable[Statement]:
        """The operators of a form; those of small ones, such as a logo on each card, are kept from the second time."""
        data = self.content(stream)
        if not self.budget.read(len(data)):
            return ()
        times, kept = self._forms.get(id(stream), (0, ()))
        if times == 0 or len(data) > MOST_OF_A_FORM or id(stream) not in self._contents:
            self._forms[id(stream)] = (1, ())
            return statements(data)
        if times == 1:
            kept = tuple(statements(data))
            self._forms[id(stream)] = (2, kept)
        return kept

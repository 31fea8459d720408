"""What a file's pages share: its fonts, colours and layers, each read once, and the budget of its interpretation."""

from collections.abc import Iterable

from generator.preflight.colours import CMYK, GRAY, RGB, Ink, Space, ink, space_of
from generator.preflight.objects import Objects, Value, text_of
from generator.preflight.shared_forms import SharedForms
from generator.preflight.tokens import Statement, statements
from generator.preflight.typefaces import Typeface

MOST_STEPS = 12_000_000  # operators, and eight operands for one: a deck of 14,200 cards takes two thirds of them
MOST_KEPT = 32 << 20  # bytes of streams that are kept unpacked
MOST_OF_A_FORM = 1 << 20  # bytes of one whose operators are kept: a logo of thousands of paths stands on every page

_KNOWN = {"/DeviceGray": GRAY, "/DeviceRGB": RGB, "/DeviceCMYK": CMYK, "/G": GRAY, "/RGB": RGB, "/CMYK": CMYK}


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


class Stores:
    def __init__(self, objects: Objects, budget: Budget) -> None:
        self._objects, self._budget = objects, budget
        self._inks: dict[tuple[str, tuple[float, ...]], Ink] = {}
        self._spaces: dict[tuple[int, str], Space | None] = {}
        self._resources: dict[tuple[int, str, str], tuple[Value, Value]] = {}
        self._typefaces: dict[int, tuple[Value, Typeface]] = {}
        self._contents: dict[int, tuple[Value, bytes]] = {}
        self._forms: dict[int, tuple[int, tuple[Statement, ...]]] = {}
        self._kept = 0
        self.shared = SharedForms()
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

    def typeface(self, font: Value) -> Typeface:
        if id(font) not in self._typefaces:
            self._typefaces[id(font)] = (font, Typeface(self._objects, font))
        return self._typefaces[id(font)][1]

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
        if not self._budget.read(len(data)):
            return ()
        times, kept = self._forms.get(id(stream), (0, ()))
        if times == 0 or len(data) > MOST_OF_A_FORM or id(stream) not in self._contents:
            self._forms[id(stream)] = (1, ())
            return statements(data)
        if times == 1:
            kept = tuple(statements(data))
            self._forms[id(stream)] = (2, kept)
        return kept

"""Entries of a face as fields of an AcroForm (ISO 32000-2 §12.7): one field for each, by its name.

- text, long-text, number: a text field;
- check: a check box, /Yes where it is ticked;
- choice: a group of radio buttons, its states /0, /1 … in the order of the options, whose words are its /Opt;
- scale: a group of radio buttons, its states the steps, /1, /2 …;
- choices: a field of which each option is a check box: `name.1`, `name.2` …

All have appearances, so that nobody needs to draw them; there is no script, and a page keeps what is drawn on it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFArrayCompact,
    PDFObjectReference,
)

from generator.colours import Colour
from generator.face import Entry, Outline, Path, PathStep, rectangle
from generator.geometry import Rect
from generator.pdf import colour as paint
from generator.pdf.answers import embed
from generator.pdf.content import Content, NamedResources
from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.document import Document, number_array, string
from generator.pdf.numbers import number
from generator.pdf.type import FontFile
from generator.units import POINTS_PER_MM

# The name of the font in the file. PDFium, and with it Chromium, types letters past Latin-1 with the font of a field
# only where this is the name of a symbol font; else with one of the machine's, which it does not embed.
FONT = "Wingdings"
_PRINTED = 1 << 2  # §12.5.3
_MULTILINE, _RADIO = 1 << 12, 1 << 15  # §12.7.5
_INSET = 2  # points, from the edge of a text field to its letters
_LEADING = 1.4  # of a size: as far apart as readers set lines
_AS_FITS = 0.0  # points: readers take the size that fits, 12 at most (§12.7.4.3)
_OFF, _YES = "Off", "Yes"
_DISC = 0.52  # of the width of its circle
_TICK = ((0.2, 0.52), (0.42, 0.75), (0.82, 0.25))  # of the sides of its box, y down
_TICK_WIDTH = 0.14
_RING, _RING_WIDTH = 0.9, 0.9  # mm: from the edge of a box to the line or the fill inside it, and how wide a line is
_ROUND = 3.8  # mm: the radius of its corners


class _Page(NamedTuple):
    """Where widgets lie."""

    reference: PDFObjectReference
    height: float  # mm


class Fields:
    """The fields of one file. Names are those of its form: two of one name are refused."""

    def __init__(self, document: Document, store: NamedResources, font: FontFile) -> None:
        self._document, self._store = document, store
        self._fields = PDFArray([])
        self._names: set[str] = set()
        self._marks: dict[object, PDFObjectReference] = {}
        self._fonts = Dictionary({"Font": Dictionary({FONT: embed(font, document)})})
        document.Catalog.AcroForm = Dictionary({"Fields": self._fields, "DR": self._fonts})

    def widgets(self, entries: Sequence[Entry], page: PDFObjectReference, height: float) -> PDFArrayCompact:
        """The annotations of a page, in the order of the form: that is the way of the tabulator."""
        annotations: list[PDFObjectReference] = []
        for entry in entries:
            if entry.name in self._names or "." in entry.name:
                raise ValueError(f"two fields of the file would be named '{entry.name}', or a part of it")
            self._names.add(entry.name)
            annotations += self._field(entry, _Page(page, height))
        return PDFArrayCompact(annotations)

    def _field(self, entry: Entry, page: _Page) -> list[PDFObjectReference]:
        match entry.kind:
            case "choice" | "scale":
                return self._group(entry, page)
            case "choices":
                return self._family(entry, page)
            case "check":
                entries = self._named(entry.name, entry.label) | self._button(entry, entry.boxes[0], page, _YES)
            case _:
                entries = self._named(entry.name, entry.label) | self._text(entry, page)
        widget = self._document.Reference(Dictionary(entries))
        self._fields.sequence.append(widget)
        return [widget]

    def _named(self, name: str, label: str) -> dict[str, Any]:
        return {"T": string(name), "TU": string(label)}

    def _text(self, entry: Entry, page: _Page) -> dict[str, Any]:
        (box,) = entry.boxes
        colour = paint.fill(entry.colour)
        return {
            "FT": name_of("Tx"),
            "Ff": _MULTILINE if entry.kind == "long-text" else 0,
            "DA": string(f"/{FONT} {number(_size(entry))} Tf {colour}"),
            **self._widget(box, page, _INSET),
            "AP": Dictionary({"N": self._appearance(("text", box[2:]), box, b"/Tx BMC\nEMC")}),
        }

    def _button(self, entry: Entry, box: Rect, page: _Page, state: str) -> dict[str, Any]:
        """A check box, or with what its parent says a radio button."""
        return {
            "FT": name_of("Btn"),
            "V": name_of(_OFF),
            "AS": name_of(_OFF),
            **self._widget(box, page),
            "AP": Dictionary({"N": Dictionary(self._states(entry, box, state))}),
        }

    def _group(self, entry: Entry, page: _Page) -> list[PDFObjectReference]:
        """One of several: one field, whose value is the state of the button that is on."""
        group = Dictionary(
            {**self._named(entry.name, entry.label), "FT": name_of("Btn"), "Ff": _RADIO, "V": name_of(_OFF)}
        )
        if entry.kind == "choice":
            group["Opt"] = PDFArray([string(option) for option in entry.options])
        parent = self._document.Reference(group)
        kids = []
        for place, (box, option) in enumerate(zip(entry.boxes, entry.options, strict=True)):
            own = self._button(entry, box, page, option if entry.kind == "scale" else str(place))
            del own["FT"], own["V"]
            kids.append(self._kid(parent, own | {"TU": string(f"{entry.label} {option}")}))
        group["Kids"] = PDFArrayCompact(kids)
        self._fields.sequence.append(parent)
        return kids

    def _family(self, entry: Entry, page: _Page) -> list[PDFObjectReference]:
        """Any of several: each a field of its own under the one that has the name."""
        family = Dictionary(self._named(entry.name, entry.label))
        parent = self._document.Reference(family)
        kids = []
        for place, (box, option) in enumerate(zip(entry.boxes, entry.options, strict=True), 1):
            named = self._named(str(place), f"{entry.label} {option}")
            kids.append(self._kid(parent, named | self._button(entry, box, page, _YES)))
        family["Kids"] = PDFArrayCompact(kids)
        self._fields.sequence.append(parent)
        return kids

    def _kid(self, parent: PDFObjectReference, entries: dict[str, Any]) -> PDFObjectReference:
        return self._document.Reference(Dictionary({**entries, "Parent": parent}))

    def _widget(self, box: Rect, page: _Page, border: int = 0) -> dict[str, Any]:
        """The border has no colour, so it is not seen; it keeps letters off the edge (§12.5.6.19)."""
        sides = (box.x, page.height - box.bottom, box.right, page.height - box.y)
        return {
            "Type": name_of("Annot"),
            "Subtype": name_of("Widget"),
            "Rect": number_array(round(side * POINTS_PER_MM, 3) for side in sides),
            "F": _PRINTED,
            "P": page.reference,
            "BS": Dictionary({"W": border}),
        }

    def _states(self, entry: Entry, box: Rect, state: str) -> dict[str, PDFObjectReference]:
        kind = entry.mark or ("disc" if entry.kind in ("choice", "scale") else "tick")
        drawn = Content(self._store, box.height).draw([_MARKS[kind](box, entry.colour)]).bytes()
        return {
            state: self._appearance((kind, box[2:], entry.colour), box, drawn),
            _OFF: self._appearance(("off", box[2:]), box, b""),
        }

    def _appearance(self, key: object, box: Rect, operators: bytes) -> PDFObjectReference:
        """§12.5.5; the same for all boxes of one size."""
        if key not in self._marks:
            entries = {
                "Type": name_of("XObject"),
                "Subtype": name_of("Form"),
                "BBox": number_array([0, 0, *(round(side * POINTS_PER_MM, 3) for side in box[2:])]),
                "Resources": self._fonts,
            }
            self._marks[key] = self._document.add_stream(operators, entries)
        return self._marks[key]


def _size(entry: Entry) -> float:
    """In points. What may be long and has room for a single line is set smaller as it grows, instead of being cut."""
    (box,) = entry.boxes
    lines = (box.height * POINTS_PER_MM - 2 * _INSET) / (entry.size * _LEADING)
    return _AS_FITS if entry.kind == "long-text" and lines < 2 else entry.size


def _disc(box: Rect, colour: Colour) -> Outline:
    side = box.width * _DISC
    edge = (box.width - side) / 2
    return Outline(rectangle(Rect(edge, edge, side, side), side / 2), fill=colour)


def _tick(box: Rect, colour: Colour) -> Outline:
    points = [(x * box.width, y * box.height) for x, y in _TICK]
    path = (PathStep("move", points[0]), *(PathStep("line", point) for point in points[1:]))
    return Outline(path, stroke=colour, stroke_width=box.width * _TICK_WIDTH, cap=1, join=1)


def _ring(box: Rect, colour: Colour) -> Outline:
    return Outline(_inside(box), stroke=colour, stroke_width=_RING_WIDTH)


def _filled(box: Rect, colour: Colour) -> Outline:
    return Outline(_inside(box), fill=colour)


def _inside(box: Rect) -> Path:
    """Round at its corners as the shapes are that it lies in, a jar's among them."""
    return rectangle(Rect(0, 0, box.width, box.height).grown(-_RING), _ROUND)


_MARKS: Mapping[str, Callable[[Rect, Colour], Outline]] = {
    "disc": _disc,
    "tick": _tick,
    "ring": _ring,
    "fill": _filled,
}

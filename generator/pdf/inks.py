"""The items of a face for a press: four inks, black type that overprints, rich black areas, cuts as spot colours.

ISO 32000-2 §8.6 (colour spaces, overprint). What an ink is made of comes from outside; it converts nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from reportlab.pdfbase.pdfdoc import PDFArrayCompact

from generator.colours import Build, Colour
from generator.face import Art, Item, Layer, Modules, Outline, Paint, Picture, Placed, TextLine, is_seen_through
from generator.geometry import IDENTITY, Rect
from generator.pdf.content import Content, NamedResources
from generator.pdf.dictionary import Dictionary, name_of
from generator.pdf.flatten import bounds, flattened
from generator.pdf.numbers import number, numbers
from generator.units import MM_PER_POINT

SPACE = "DeviceCMYK"
BLACK: Build = (0.0, 0.0, 0.0, 1.0)
DARK_TYPE = 0.85  # of black in a build, from which other inks under it are not seen any more
GREYISH = 0.07  # between the parts of a colour that is taken for a grey
RICH_FROM = 15.0  # mm: an area of full black as wide and as high looks grey without other inks under it
ALL = 4.0  # inks, each in full
ROUNDING = 0.005
SMALL_TYPE = (
    12.0  # points: black type below it overprints, or a press that drifts shows white around it (GWG 2022, R0009)
)
# What type that small covers at the most: bold letters of a window of 1 mm, lines of them of one that lines go through.
TYPE_COVERS, LINES_COVER, LINES_FROM = 0.75, 0.4, 5.0  # mm, the last
OVERPRINTED_LINE = 2 * MM_PER_POINT  # up to this width a black line needs no gap in the colours under it
# Layers that are tools, not ink: their spot colours, as cutters know them, and what a screen shows instead.
SPOTS: Mapping[str, tuple[str, Build]] = {"Cut": ("CutContour", (0, 1, 0, 0)), "Fold": ("Crease", (1, 0, 0, 0))}
STEPS = {"Cut": "Cutting", "Fold": "Folding"}  # ISO 19593-1


class Raster(Protocol):
    @property
    def alpha(self) -> bytes: ...


@dataclass(frozen=True)
class Inks:
    """How colours and pictures become inks; `rich`: the build of large black areas, none where it is no other."""

    build: Callable[[Colour], Build]
    picture: Callable[[Any, Build | None], Any]  # a raster and the ground it is stirred into
    rich: Build | None = None
    limit: float = ALL  # of all inks on the mean of a window: black that would exceed it knocks out
    window: float = 1.0  # mm, the side of that square
    transparent: bool = False  # pictures may let through what is under them
    layered: bool = False  # readers of the file may hide layers
    _known: dict[Colour, Build] = field(default_factory=dict)
    _flat: dict[object, Art] = field(default_factory=dict)

    @property
    def small_type(self) -> float:
        """The part of a window that small type covers."""
        return TYPE_COVERS if self.window < LINES_FROM else LINES_COVER

    def of(self, colour: Colour) -> Build:
        known = self._known.get(colour)
        if known is None:
            known = self._known[colour] = self.build(colour)
        return known

    def type(self, colour: Colour) -> Colour:
        """Type whose inks are found here is black alone where it is dark or nearly grey: plates that drift blur it."""
        if colour.cmyk is not None:
            return colour
        if self.of(colour)[3] >= DARK_TYPE:
            return colour._replace(cmyk=BLACK)
        least, middle, most = sorted(colour[:3])
        return Colour(middle, middle, middle) if most - least <= GREYISH else colour

    def raster(self, raster: Any, item: Picture) -> Any:
        """The picture in inks; one that lets its ground through takes it in, where nothing may be transparent."""
        if not raster.alpha or self.transparent:
            return self.picture(raster, None)
        if item.ground is None:
            raise ValueError(f"the picture '{item.key}' is transparent, and what it stands on is not of one colour")
        return self.picture(raster, self.of(item.ground))

    def flattened(self, item: Placed) -> Placed:
        """Art that is seen through, made solid on its ground, once for each."""
        key = (item.art.key, item.ground, item.opacity, item.mask.key if item.mask else "")
        if key not in self._flat:
            self._flat[key] = flattened(item, self.of).art
        return item._replace(art=self._flat[key], opacity=1.0, mask=None, ground=None)


class PressStore(NamedResources, Protocol):
    @property
    def inks(self) -> Inks: ...
    def spot(self, name: str) -> str: ...
    def overprint(self, on: bool) -> str: ...


class InkContent(Content):
    """A content stream in inks. Its state `op` is whether what is painted leaves the other plates as they are."""

    def __init__(self, store: PressStore, *where: Any, spot: str = "", **how: Any) -> None:
        super().__init__(store, *where, **how)
        self._press, self._inks = store, store.inks
        self._fresh = bool(how.get("fresh", True))
        self._set |= {"op": False} if self._fresh else {}
        self._spot = spot
        self._may_overprint = False
        self._heavy: list[tuple[Rect, float]] = []  # areas of a face, and how much of black there is room for on them
        self.names |= {"ColorSpace": {}}

    def _text_line(self, line: TextLine) -> None:
        is_small = max((span.size for span in line.spans), default=0.0) < SMALL_TYPE
        self._may_overprint = self._bears_black(line.x, line.baseline, self._inks.small_type if is_small else 1.0)
        if not self._may_overprint and self._set.get("op"):
            self._set["rg"] = None
        spans = (span._replace(colour=self._inks.type(span.colour)) for span in line.spans)
        super()._text_line(line._replace(spans=tuple(spans)))
        self._may_overprint = False

    def _bears_black(self, x: float, y: float, covers: float = 1.0) -> bool:
        """Whether black that covers so much of a place may be added to what lies there."""
        for (left, top, width, height), room in reversed(self._heavy):
            if left <= x <= left + width and top <= y <= top + height:
                return covers <= room
        return True

    def _remember(self, items: Iterable[Item]) -> None:
        """The areas of a face in their order; what is scaled or turned onto it is a drawing, and no ground."""
        for item in items:
            if isinstance(item, Placed) and item.transform == IDENTITY:
                self._remember(item.art.items)
            elif isinstance(item, Outline) and item.fill is not None:
                inks = (self._inks.of(colour) for colour in _colours(item.fill))
                room = self._inks.limit + ROUNDING - max(map(sum, inks))
                if room < 1 or self._heavy:
                    self._heavy.append((bounds(item.path), room))
            elif isinstance(item, Picture) and self._inks.limit < ALL:
                self._heavy.append((item.clip or item.box, 0.0))  # it may have all the ink that is allowed

    def _fill(self, colour: Colour) -> None:
        if self._spot:
            return self._in_spot("rg", "cs", "scn")
        build = self._inks.of(colour)
        over = build == BLACK and self._may_overprint
        self._overprint(over)
        if self._set.get("rg") != colour:
            self._add(f"{numbers(*build)} k")
        # black that knocks out is another state than black that overprints, which type asks for by the colour alone
        self._set["rg"] = colour if over or build != BLACK else None
        return None

    def _line(self, colour: Colour) -> None:
        if self._spot:
            return self._in_spot("RG", "CS", "SCN")
        return self._state("RG", f"{numbers(*self._inks.of(colour))} K")

    def _in_spot(self, state: str, space: str, tint: str) -> None:
        self._overprint(True)
        name = self._press.spot(self._spot)
        self.names["ColorSpace"][name] = None
        written = f"/{name} {space} 1 {tint}"
        if self._set.get(state) != written:
            self._add(written)
        self._set[state] = written

    def _overprint(self, on: bool) -> None:
        if self._set.get("op") is not on:
            self._set |= {"op": on, "rg": None}
            name = self._press.overprint(on)
            self.names["ExtGState"][name] = None
            self._add(f"/{name} gs")

    def _outline(self, item: Outline) -> None:
        if not self._spot:
            line = item.stroke if item.fill is None and 0 < item.stroke_width <= OVERPRINTED_LINE else None
            is_black = self._fresh and isinstance(line, Colour) and self._inks.of(line) == BLACK
            self._overprint(is_black and self._bears_black(*item.path[0].numbers[:2]))
            item = self._enriched(item)
            self._remember((item,))
        super()._outline(item)

    def _enriched(self, item: Outline) -> Outline:
        """Areas of a face alone: how large art is drawn is not known here."""
        fill, rich = item.fill, self._inks.rich
        if rich and self._fresh and isinstance(fill, Colour) and self._inks.of(fill) == BLACK:
            box = bounds(item.path)
            if min(box.width, box.height) >= RICH_FROM:
                return item._replace(fill=fill._replace(cmyk=rich))
        return item

    def _modules(self, item: Modules) -> None:
        self._may_overprint = self._bears_black(item.x, item.y)
        super()._modules(item)
        self._may_overprint = False

    def _placed(self, item: Placed) -> None:
        if item.ground is not None and not self._inks.transparent and is_seen_through((item,)):
            item = self._inks.flattened(item)
        self._remember((item,))
        super()._placed(item)

    def _picture(self, item: Picture) -> None:
        if not self._spot:
            self._overprint(False)
        self._remember((item,))
        super()._picture(item)

    def _gradient(self, item: Outline, gradient: Paint) -> None:
        self._overprint(False)
        super()._gradient(item, gradient)

    def _layer(self, item: Layer) -> None:
        before, self._spot = self._spot, item.name if item.name in SPOTS else self._spot
        if self._inks.layered:
            super()._layer(item)
        else:
            self.draw(item.items)
        self._spot = before

    def _form(self, art: Any) -> str:
        """Art that is drawn once for all is drawn in its own colours."""
        return self._in_place(art) if self._spot else super()._form(art)

    def _inside(self) -> Content:
        return InkContent(self._press, 0.0, self._decimals, fresh=False, inline=True, spot=self._spot)


def _colours(fill: Paint) -> tuple[Colour, ...]:
    return (fill,) if isinstance(fill, Colour) else tuple(stop.colour for stop in fill.stops)


def overprinting(on: bool) -> Dictionary:
    """Graphics state parameters (§8.4.5): with mode 1 an ink of nought leaves its plate as it is."""
    word = "true" if on else "false"
    return Dictionary({"Type": name_of("ExtGState"), "OP": word, "op": word, "OPM": 1})


def separation(layer: str) -> Any:
    """The colour space of a spot colour (§8.6.6.4)."""
    name, shown = SPOTS[layer]
    ends = {"C0": PDFArrayCompact([0, 0, 0, 0]), "C1": PDFArrayCompact([number(part) for part in shown])}
    tint = Dictionary({"FunctionType": 2, "Domain": PDFArrayCompact([0, 1]), "N": 1, **ends})
    return PDFArrayCompact([name_of("Separation"), name_of(name), name_of(SPACE), tint])


def step(layer: str) -> dict[str, Any]:
    """What a layer is for, as packaging software reads it (ISO 19593-1)."""
    if layer not in STEPS:
        return {}
    said = {"GTS_ProcStepsGroup": name_of("Structural"), "GTS_ProcStepsType": name_of(STEPS[layer])}
    return {"GTS_Metadata": Dictionary(said)}

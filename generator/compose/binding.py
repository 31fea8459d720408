"""A layout meets a deck: every field, style, colour and box it names exists and has the right kind."""

from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches

from generator.brand import colour_named
from generator.colours import Colour
from generator.compose.colouring import CATEGORY_ROLES, OWN_COLOURS
from generator.compose.facts import CODE_FACT, CORNER_FACTS, PICTURE_FACTS, TEXT_FACTS
from generator.compose.marker import SMALLEST, marker_in
from generator.deck import USUAL_FIELDS, Category, Deck
from generator.errors import Place, Problems, did_you_mean
from generator.geometry import Rect
from generator.layout import (
    Block,
    CardLayout,
    CodeFrame,
    FillFrame,
    FlowFrame,
    FormFrame,
    Frame,
    LineFrame,
    PatternFrame,
    PictureFrame,
    ShapeFrame,
    SpreadFrame,
    Style,
    TextFrame,
    TileFrame,
)

# Of a code's box at least this much on each side is quiet zone (version 4, the largest we print on cards), which a cut
# that drifts does not hurt.
QUIET_SHARE = 4 / (33 + 8)
MISSPELT = 0.8  # likeness from which a name of a frame is one that is there, misspelt
_READ = (TextFrame, CodeFrame, TileFrame)
LIGHTEST_TINT = 0.05  # below it offset and toner print nothing, or dots
# From where to where numbers of frames and styles go: what lies beyond cannot be drawn, or takes for ever.
OF_FRAMES = {
    "pitch": (0.5, 500),
    "columns": (1, 100),
    "rows": (1, 100),
    "level": (0, 1),
    "radius": (0, 500),
    "gap": (0, 500),
}
OF_STYLES = {
    "size": (1, 1000),
    "min_size": (1, 1000),
    "last_size": (1, 1000),
    "leading": (0.5, 5),
    "tracking": (-200, 2000),
}


def bind(layout: CardLayout, deck: Deck, palette: Mapping[str, Colour], fonts: Set[str], problems: Problems) -> bool:
    """Whether the layout can be composed with this deck and brand; else problems, at the layout's lines."""
    before = len(problems.errors)
    _Binding(layout, deck, palette, fonts, problems).check()
    return len(problems.errors) == before


class _Binding:
    def __init__(
        self, layout: CardLayout, deck: Deck, palette: Mapping[str, Colour], fonts: Set[str], problems: Problems
    ) -> None:
        self.layout, self.deck, self.palette, self.fonts, self.problems = layout, deck, palette, fonts, problems

    def check(self) -> None:
        if self.layout.bleed < 0:
            message = f"the bleed of {self.layout.bleed:g}mm is less than nought"
            self.problems.error(self.layout.marks.of("bleed"), message, "3mm is usual", "bleed")
            return
        if self.layout.size.width <= 0 or self.layout.size.height <= 0:
            self.problems.error(
                self.layout.marks.of("trim"), "a card needs a width and a height over nought", code="box"
            )
            return
        for style in self.layout.styles.values():
            self._colour(style.colour, style.marks.of("colour"))
            self._numbers(style, OF_STYLES)
            if style.font not in self.fonts:
                hint = did_you_mean(style.font, sorted(self.fonts))
                message = f"the brand has no font '{style.font}'"
                self.problems.error(style.marks.of("font"), message, hint, "unknown-font")
        for side in (self.layout.front, self.layout.back):
            for name, frame in side.items():
                self._frame(name, frame)
                self._neighbours(frame, side)
            self._hidden(side)

    def _frame(self, name: str, frame: Frame) -> None:
        faults = frame.box.faults()
        for fault in faults:
            self.problems.error(frame.box.marks.here, f"the box of '{name}': {fault}", code="box")
        if not faults:
            self._size(name, frame)
        self._numbers(frame, OF_FRAMES)
        for block in frame.blocks if isinstance(frame, TextFrame) else ():
            self._block(block)
        if isinstance(frame, PictureFrame):
            self._known(frame.field, self._fields("picture") | set(PICTURE_FACTS), frame.marks.of("field"))
        if isinstance(frame, FormFrame):
            for key in ("label", "hint", "option", "sentence", "slot", "answer"):
                if getattr(frame, key) or key in ("label", "hint", "option"):
                    self._style(getattr(frame, key), frame.marks.of(key))
        if isinstance(frame, FlowFrame):
            for key in ("title", "intro", "heading", "text", "head", "cell"):
                self._style(getattr(frame, key), frame.marks.of(key))
            for key in ("number", "chapter", "about", "sentence", "label", "caption"):
                if style := getattr(frame, key):
                    self._style(style, frame.marks.of(key))
        if isinstance(frame, SpreadFrame):
            for key in ("time", "title", "label", "text", "say", "name"):
                self._style(getattr(frame, key), frame.marks.of(key))
        if isinstance(frame, CodeFrame):
            self._known(frame.field, self._fields("url") | {CODE_FACT, *CORNER_FACTS}, frame.marks.of("field"))
        if not isinstance(frame, TextFrame) and (frame.colour or not isinstance(frame, PatternFrame)):
            self._colour(frame.colour, frame.marks.of("colour"))
        if isinstance(frame, TileFrame):
            self._colour(frame.ground, frame.marks.of("ground"))
        for key in ("pill", "edge"):
            if role := getattr(frame, key, ""):
                self._colour(role, frame.marks.of(key))
        if isinstance(frame, FillFrame | FlowFrame | SpreadFrame | ShapeFrame) and not LIGHTEST_TINT <= frame.tint <= 1:
            message = f"a tint of {frame.tint:g} does not print evenly; use 0.05 to 1"
            self.problems.error(frame.marks.of("tint"), message, code="tint")

    def _numbers(self, said: Frame | Style, ranges: Mapping[str, tuple[float, float]]) -> None:
        for key, (least, most) in ranges.items():
            value = getattr(said, key, None)
            if value is not None and not least <= value <= most:
                message = f"'{key}' is {value:g} at this size, and goes from {least:g} to {most:g}"
                self.problems.error(said.marks.of(key), message, "write a number between these", "bad-value")

    def _neighbours(self, frame: Frame, side: Mapping[str, Frame]) -> None:
        """A frame that lends its room may have been left out by a layout that extends another, but not be misspelt."""
        key = {"text": "takes", "pattern": "instead"}.get(frame.kind, "holds")
        for other in getattr(frame, key, ()):
            if other not in side and (near := get_close_matches(other, side, n=1, cutoff=MISSPELT)):
                message = f"there is no frame '{other}' on this side"
                self.problems.error(frame.marks.of(key), message, f"did you mean '{near[0]}'?", "unknown-frame")

    def _size(self, name: str, frame: Frame) -> None:
        box = frame.box.within(self.layout.size)
        flat = isinstance(frame, LineFrame)
        if min(box.width, box.height) < 0 or (not flat and min(box.width, box.height) == 0):
            self._misfit(name, frame, f"the box of '{name}' has no room inside")
        trim = Rect(0, 0, *self.layout.size)
        safe = trim.grown(-self.layout.safe)
        matters = _matters(frame, box)
        if isinstance(frame, TextFrame | CodeFrame | TileFrame) and not safe.contains(matters):
            message = f"'{name}' leaves the safe area of {self.layout.safe:g} mm; a cut that drifts may touch it"
            self.problems.warn(frame.box.marks.here, message, "move its box inwards or lower `safe`", "safe-area")
        if isinstance(frame, TileFrame) and 0 < matters.width < SMALLEST:
            message = f"the marker of '{name}' is {matters.width:.1f} mm wide; on a table cameras read {SMALLEST:g} mm"
            self.problems.warn(frame.box.marks.here, message, "give its box more room", "tile-small")
        if not trim.grown(self.layout.bleed).contains(box):
            self._misfit(name, frame, f"the box of '{name}' reaches past the bleed of {self.layout.bleed:g} mm")

    def _misfit(self, name: str, frame: Frame, message: str) -> None:
        """A box that the card has no place for; it may be that of a layout which this one extends."""
        hint = f"say its `box:` in layout {self.layout.name}, or leave the frame out there: `{name}:`"
        self.problems.error(frame.box.marks.here, message, hint, "box")

    def _hidden(self, side: Mapping[str, Frame]) -> None:
        """Frames are drawn in their order: no area may lie over what is read, and no text over another."""
        read: list[tuple[str, Rect]] = []
        for name, frame in side.items():
            if frame.box.faults():
                continue
            box = frame.box.within(self.layout.size)
            for other, its in read:
                if not isinstance(frame, (*_READ, FillFrame, ShapeFrame)) or not its.overlaps(box):
                    continue
                if isinstance(frame, FillFrame | ShapeFrame) and not isinstance(side[other], TileFrame):
                    message = f"'{name}' is drawn over '{other}' and hides it"
                    self.problems.error(frame.box.marks.here, message, "name it before the other", "hidden")
                else:
                    message = f"'{name}' and '{other}' overlap: what they say may run into each other"
                    self.problems.warn(frame.box.marks.here, message, "move or shorten one of their boxes", "overlap")
            if isinstance(frame, _READ):
                read.append((name, box))

    def _block(self, block: Block) -> None:
        known = self._fields("text") | self._fields("list") | self._fields("url") | self._fields("cards")
        known |= set(TEXT_FACTS)
        self._known(block.field, known, block.marks.of("field"))
        for key, style in (("style", block.style), ("label", block.label)):
            if style:
                self._style(style, block.marks.of(key))

    def _style(self, name: str, where: Place) -> None:
        if name not in self.layout.styles:
            hint = did_you_mean(name, self.layout.styles)
            self.problems.error(where, f"this layout has no style '{name}'", hint, "unknown-style")

    def _fields(self, kind: str) -> set[str]:
        """Of the deck, and those that a deck need not declare as long as it does not use them."""
        declared = {name: rule.kind for name, rule in self.deck.head.fields.items()}
        return {name for name, its in {**USUAL_FIELDS, **declared}.items() if its == kind}

    def _known(self, field: str, known: set[str], where: Place) -> None:
        if field not in known:
            message = f"'{field}' is no field of the deck that can stand here"
            self.problems.error(where, message, did_you_mean(field, sorted(known)), "unknown-field")

    def _colour(self, role: str, where: Place) -> None:
        if role not in (*CATEGORY_ROLES, *OWN_COLOURS) and colour_named(role, self.palette) is None:
            hint = did_you_mean(role, [*self.palette, *CATEGORY_ROLES])
            self.problems.error(where, f"the brand has no colour '{role}'", hint, "unknown-colour")


def _matters(frame: Frame, box: Rect) -> Rect:
    """What of a frame's box a cut that drifts must not touch."""
    if isinstance(frame, TileFrame):
        return marker_in(box)
    return box.grown(-QUIET_SHARE * box.width) if isinstance(frame, CodeFrame) else box


def category_colours(deck: Deck, palette: Mapping[str, Colour], problems: Problems) -> Iterator[tuple[str, Colour]]:
    """Each category's colour; a problem, and ink, where the brand has none of that name."""
    for name, category in deck.head.categories.items():
        colour = colour_named(category.colour, palette)
        if colour is None:
            hint = did_you_mean(category.colour, palette) or "write a name of brand.yaml or '#rrggbb' in quotes"
            message = f"the brand has no colour '{category.colour}'"
            problems.error(category.marks.of("colour"), message, hint, "unknown-colour")
        yield name, colour or palette["ink"]


def own_colours(category: Category, palette: Mapping[str, Colour], problems: Problems) -> Iterator[tuple[str, Colour]]:
    """What a layout calls colour-1, colour-2 …, as far as a poster names them."""
    for role, name in zip(OWN_COLOURS, category.colours, strict=False):
        colour = colour_named(name, palette)
        if colour is None:
            message = f"the brand has no colour '{name}'"
            problems.error(category.marks.of("colours"), message, did_you_mean(name, palette), "unknown-colour")
        else:
            yield role, colour

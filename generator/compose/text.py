"""The words of a card in the text frames of a layout: looked up, checked, fitted; what cannot be printed is named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import NamedTuple

from generator.colours import Colour
from generator.compose import inline
from generator.compose.arrangement import FrameBoxes, LentSize
from generator.compose.baselines import Baselines
from generator.compose.desk import Desk, Spot
from generator.compose.facts import BETWEEN_NAMES, is_static, picked, subject
from generator.compose.fitting import (
    LAST,
    LAST_SHARE,
    LEAST,
    LEAST_SHARE,
    STEPS,
    Copy,
    Fitted,
    Measured,
    Overset,
    TextBox,
    measure,
    place,
)
from generator.compose.inks import Inks
from generator.compose.printed_address import HOST, breakable, is_address
from generator.compose.setting import Typesetter
from generator.compose.unset import report_missing, report_script
from generator.deck import Card, Value
from generator.errors import Problems
from generator.face import Item, Outline, TextLine, rectangle
from generator.fonts import MissingGlyphs
from generator.fonts.family_size import LARGEST
from generator.geometry import Rect, Size
from generator.layout import SIDES, Block, CardLayout, TextFrame
from generator.units import MM_PER_POINT

CAPITAL = 0.67  # of the size: how high capitals are
PILL_ENDS, PILL_RISE = 0.9, 0.5  # of the size of its words, beside and above them
LEAST_SQUEEZED = 0.55  # of the designed size: a long word that would be smaller is parted, where its language lets it
HALF_QUOTE = 60  # characters of the beginning and of the end of what has no room


def _quoted(text: str) -> str:
    """Where the text breaks off, how it ends, and how much that is: a message is no place for pages."""
    if len(text) <= 2 * HALF_QUOTE:
        return f"“{text}”"
    start = text[:HALF_QUOTE].rpartition(" ")[0] or text[:HALF_QUOTE]
    end = text[-HALF_QUOTE:].partition(" ")[2] or text[-HALF_QUOTE:]
    return f"“{start} … {end}” ({len(text.split()):,} words)"


def _grid(spot: Spot, frame: TextFrame) -> Baselines | None:
    return Baselines(frame.grid, spot.box.y) if frame.grid > 0 and frame.valign == "top" else None


def _is_whole(frame: TextFrame) -> bool:
    """Whether its words rather shrink than end a line at a hyphen."""
    return frame.fit == "shrink" and not frame.common_size


def _better(fitted: Fitted, parted: Fitted) -> Fitted:
    """With words that are too long parted, where that is of use."""
    return fitted if parted.overset and parted.overset.too_wide else parted


def _with_fewest_lines(box: TextBox, first: int) -> int:
    """Of the steps from the first at which everything fits, that of fewest lines; of several that of largest words."""

    def lines(step: int) -> int:
        return sum(len(stack.rows) for stack in box.stacks(step))

    return min((step for step in range(first, LAST + 1) if box.fits(step)), key=lines, default=first)


def _down_to_least(block: Measured) -> Measured:
    style = block.copy.style
    return block._replace(copy=block.copy._replace(style=replace(style, last_size=min(style.last, LEAST))))


def _with_capitals(block: Measured, typesetter: Typesetter) -> Measured:
    """In a family that has another size than the house's: larger, where its capitals are lower than its style says."""
    if block.scale == 1:
        return block
    style, capital = block.copy.style, typesetter.font(block.setting).cap_height * MM_PER_POINT
    size = ceil(style.capitals / capital * 100) / 100  # points, as sizes are set
    return block._replace(scale=max(block.scale, min(size / style.size, LARGEST)))


class _Shrunk(NamedTuple):
    """The copy of a frame as it was set last."""

    card: str
    area: Rect
    blocks: Sequence[Measured]  # as their family is set anywhere
    box: TextBox
    step: int


class TextSetter:
    """Sets the text frames of one layout."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems
        self._steps: dict[tuple[str, str], int] = {}
        self._shared = {
            (side, name)
            for side in SIDES
            for name, frame in layout.side(side).items()
            if isinstance(frame, TextFrame) and all(is_static(block.field) for block in frame.blocks)
        }
        self._last: dict[tuple[str, ...], _Shrunk] = {}

    def prepare(self, cards: Iterable[Card], boxes: Callable[[Card, str], FrameBoxes]) -> None:
        """Finds the one size of frames that want the same on every card."""
        common = [
            (side, name, frame)
            for side in SIDES
            for name, frame in self.layout.side(side).items()
            if isinstance(frame, TextFrame) and frame.common_size and frame.fit == "shrink"
        ]
        for card in cards if common else ():
            for side, name, frame in common:
                spot = Spot(card, side, name, boxes(card, side).rects[name])
                box = self._text_box(spot, frame, quiet=True)
                before = self._steps.get((side, name), 0)
                step = box.fit(before)
                if step >= STEPS and box.is_too_narrow:
                    step = box.parted().fit(before)
                self._steps[side, name] = step

    def items(self, spot: Spot, frame: TextFrame) -> tuple[Item, ...]:
        """The frame's lines, positioned."""
        fitted = self._fitted(spot, frame)
        kit = self.desk.facts.kit
        if fitted.overset and not (is_address(frame) and (kit.is_overlong or kit.is_refused)):
            self._overset(spot.card, spot.name, fitted.overset)
        return (*self._pill(spot, frame, fitted), *fitted.items) if frame.pill else fitted.items

    def _pill(self, spot: Spot, frame: TextFrame, fitted: Fitted) -> Iterator[Outline]:
        """A bar with round ends that holds all lines."""
        lines = [item for item in fitted.items if isinstance(item, TextLine)]
        if not lines:
            return
        size = max(span.size for line in lines for span in line.spans) * MM_PER_POINT
        left, right = min(line.x for line in lines), max(line.x + line.width for line in lines)
        top, bottom = lines[0].baseline - CAPITAL * size, lines[-1].baseline
        ends, rise = PILL_ENDS * size, PILL_RISE * size
        bar = Rect(left - ends, top - rise, right - left + 2 * ends, bottom - top + 2 * rise)
        yield Outline(rectangle(bar, CAPITAL / 2 * size + rise), fill=self.inks.pill(spot, frame))

    def _inside(self, spot: Spot, frame: TextFrame) -> Spot:
        """Where the words of a frame have room: between the ends of a pill."""
        if not frame.pill:
            return spot
        ends = PILL_ENDS * MM_PER_POINT * max(self.layout.styles[block.style].size for block in frame.blocks)
        box = spot.box
        return spot._replace(box=Rect(box.x + ends, box.y, box.width - 2 * ends, box.height))

    def lines(self, spot: Spot, frame: TextFrame) -> Iterator[TextLine]:
        """Where the frame's lines will stand; whoever sets them says what has no room."""
        return (item for item in self._fitted(spot, frame).items if isinstance(item, TextLine))

    def overset(self, spot: Spot, frame: TextFrame) -> Iterator[Overset]:
        """What of the frame's words has no room; the address is none of the card's words."""
        if not is_address(frame) and (overset := self._fitted(spot, frame).overset):
            yield overset

    def is_crowded(self, spot: Spot, frame: TextFrame, size: LentSize) -> bool:
        """Whether some of the frame's words have no room at the smallest size or only at one that is small in their
        family, if room is lent of others that are no smaller than this.
        """
        box, step = self._shrunk(spot, frame)
        if size == "smallest" and box.is_short_of_room(step):  # others are made small after lines stand closer
            box = box.tightened()
            step = box.first_fit()
        if box.is_small(step, LAST_SHARE if size == "smallest" else LEAST_SHARE):
            return True
        return (step >= STEPS or not box.shrinks) and not box.fits(step)

    def last_step(self, spot: Spot, frame: TextFrame) -> int | None:
        """The step at which the frame's words have room, the last sizes too; None where they have none."""
        box, step = self._shrunk(spot, frame)
        last = box.last_fit(step)
        return last if box.fits(last) else None

    def need(self, spot: Spot, frame: TextFrame, size: LentSize) -> Size | None:
        """How wide and deep the frame's words are, at that size; None where they have no room."""
        box, step = self._shrunk(spot, frame)
        if size == "own":
            return box.extent(step)
        return box.extent(box.smallest if size == "small" else STEPS)

    def _shrunk(self, spot: Spot, frame: TextFrame) -> tuple[TextBox, int]:
        """The frame's copy and its step, remembered until the next card: frames are arranged before they are set.

        What all cards of a category and role share is remembered for good.
        """
        spot = self._inside(spot, frame)
        card, is_shared = spot.card, (spot.side, spot.name) in self._shared
        place = (spot.side, spot.name, *((card.category, card.role) if is_shared else ()))
        known = self._last.get(place)
        if known and (is_shared or known.card == card.id):
            if known.area == spot.box:
                return known.box, known.step
            size = spot.box.width, spot.box.height
            plain = TextBox(self.desk.typesetter, known.blocks, *size, grid=_grid(spot, frame), whole=_is_whole(frame))
        else:
            plain = self._text_box(spot, frame)
        if any(block.optional for block in frame.blocks) and not plain.fits(plain.last_fit(plain.first_fit())):
            plain = self._text_box(spot, frame, required=True)
        box = plain if frame.common_size else self._raised(plain)
        step = self._step(spot, frame, box)
        self._last[place] = _Shrunk(card.id, spot.box, plain.blocks, box, step)
        return box, step

    def _raised(self, box: TextBox) -> TextBox:
        """With capitals as high as its styles want them at least, where there is room for that; else as it is."""
        if not any(block.copy.style.capitals and block.scale != 1 for block in box.blocks):
            return box
        blocks = [_with_capitals(block, self.desk.typesetter) for block in box.blocks]
        higher = TextBox(self.desk.typesetter, blocks, box.width, box.height, grid=box.grid, whole=box.whole)
        return higher if higher.fits(0) else box

    def _step(self, spot: Spot, frame: TextFrame, box: TextBox) -> int:
        if frame.fit == "fixed" or not box.blocks:
            return 0
        return self._steps.get((spot.side, spot.name), 0) if frame.common_size else box.first_fit()

    def _fitted(self, spot: Spot, frame: TextFrame) -> Fitted:
        box, step = self._shrunk(spot, frame)
        if not box.blocks:
            return Fitted((), None)
        spot = self._inside(spot, frame)
        if frame.fit != "fixed" and not frame.common_size:
            if box.is_short_of_room(step):  # it has a line more than in the house's font, and none lends room
                box = box.tightened()
                step = box.first_fit()
            step = box.last_fit(step)
        fitted = place(box, step, spot.box, frame.align, frame.valign)
        if fitted.overset and is_address(frame):
            broken = self._text_box(spot, frame, breaks=True)
            fitted = place(broken, broken.fit(), spot.box, frame.align, frame.valign)
        elif fitted.overset and fitted.overset.too_wide:
            parted = box.parted()
            first = parted.fit(step if frame.common_size else 0)
            fewest = first if frame.common_size else _with_fewest_lines(parted, first)
            again = place(parted, fewest, spot.box, frame.align, frame.valign)
            return self._squeezed(spot, frame, box, fitted, again) if frame.fit == "shrink" else _better(fitted, again)
        return fitted

    def _squeezed(self, spot: Spot, frame: TextFrame, box: TextBox, fitted: Fitted, parted: Fitted) -> Fitted:
        """With what holds a word that is too long smaller than the layout wants it, and a warning; where that is of no
        use, or much smaller than is designed, the word is parted as its language does.
        """
        squeezed, wide = fitted, fitted.overset
        fields: set[str] = set()
        while squeezed.overset and squeezed.overset.too_wide and squeezed.overset.field not in fields:
            wide = squeezed.overset
            fields.add(wide.field)
            blocks = [_down_to_least(block) if block.copy.field in fields else block for block in box.blocks]
            smaller = TextBox(self.desk.typesetter, blocks, box.width, box.height, grid=box.grid)
            squeezed = place(smaller, smaller.last_fit(STEPS), spot.box, frame.align, frame.valign)
        if squeezed.overset or wide is None:
            return _better(fitted, parted)
        size = min(span.size for line in squeezed.items if isinstance(line, TextLine) for span in line.spans)
        designed = max(block.copy.style.size for block in box.blocks if block.copy.field in fields)
        if size < LEAST_SQUEEZED * designed and not parted.overset:
            return parted
        start = subject(spot.card, wide.field)
        message = f"{start}“{wide.left_over}” of {wide.field} has room in '{spot.name}' only at {size:.1f} pt"
        hint = "shorten the word, or write a hyphen, or a soft one (U+00AD), where it may be parted"
        self.problems.warn(self.desk.facts.place(spot.card, wide.field), message, hint, "long-word")
        return squeezed

    def _overset(self, card: Card, name: str, overset: Overset) -> None:
        where, start = self.desk.facts.place(card, overset.field), subject(card, overset.field)
        if overset.too_wide:
            message = f"{start}the word “{overset.left_over}” of {overset.field} is wider than '{name}'"
        else:
            message = (
                f"{start}{overset.field} does not fit in '{name}' of {self.layout.name}"
                f" at its smallest size; left over: {_quoted(overset.left_over)}"
            )
        roomier = self.desk.roomier(self.layout)
        hint = "shorten the text, or give the frame more room or a smaller min_size"
        self.problems.error(where, message, f"{roomier}; or {hint}" if roomier else hint, "overset")

    def _text_box(
        self, spot: Spot, frame: TextFrame, *, quiet: bool = False, breaks: bool = False, required: bool = False
    ) -> TextBox:
        """The frame's copy, measured; what cannot be set is a problem (unless `quiet`) and left out.

        `breaks`: the address may break after its points and slashes. `required`: without what is optional.
        """
        blocks: list[Measured] = []
        ground = self.inks.ground(spot)
        above: Block | None = None  # shows nothing, and is of the same field: its space stays
        for block in (block for block in frame.blocks if not (required and block.optional)):
            if above and above.field == block.field:
                block = replace(block, space_before=max(above.space_before, block.space_before))
            copies = self._copies(spot.card, block, ground, breaks)
            above = None if copies else block
            for copy in copies:
                try:
                    blocks.append(measure(self.desk.typesetter, copy))
                except MissingGlyphs as missing:
                    if not quiet:
                        self._missing(spot.card, copy.field, missing)
        size, grid = (spot.box.width, spot.box.height), _grid(spot, frame)
        return TextBox(self.desk.typesetter, blocks, *size, grid=grid, whole=_is_whole(frame))

    def _missing(self, card: Card, field: str, missing: MissingGlyphs) -> None:
        start = f"{subject(card, field)}{field}: "
        report_missing(missing, self.desk.facts.place(card, field), start, self.problems)

    def _copies(self, card: Card, block: Block, ground: Colour, breaks: bool) -> list[Copy]:
        """The block's label and text as copy; nothing where the field is empty or its script cannot be set."""
        value = picked(self.desk.facts.value(card, block.field), block.pick)
        if not value or self._is_unset(card, block.field, value):
            return []
        if breaks and block.field == HOST and isinstance(value, str):
            value = breakable(value)
        names = self.desk.facts.names(card, block.field)
        items = tuple(tuple(inline.paragraphs(item)) for item in ((value,) if isinstance(value, str) else value))
        if names:
            items = (tuple(tuple(inline.runs(name.replace("\n", " "))) for name in names),)
        copies: list[Copy] = []
        space = block.space_before
        label = self.desk.facts.label(block.field, block.pick) if block.label or block.run_in else ""
        if label and self._is_unset(card, f"{block.field}.label", label):
            label = ""
        if label and not block.run_in:
            style = self.layout.styles[block.label]
            colour = self.inks.words(card, style.colour, ground)
            copies.append(
                Copy(f"{block.field}.label", style, colour, ((tuple(inline.paragraphs(label))),), space_before=space)
            )
            space = block.label_space
        style = self.layout.styles[block.style]
        colour = self.inks.words(card, style.colour, ground)
        indent = block.indent if block.list != "none" else 0.0
        between = BETWEEN_NAMES if names else ""
        lead = (inline.Run(label, bold=True),) if label and block.run_in else ()
        copies.append(
            Copy(block.field, style, colour, items, block.list, None, indent, block.item_space, space, between, lead)
        )
        return copies

    def _is_unset(self, card: Card, field: str, value: Value) -> bool:
        text = value if isinstance(value, str) else "\n".join(value)
        if text.isascii():
            return False  # most texts are, and have no need of a place
        return report_script(text, self.desk.facts.place(card, field), f"{subject(card, field)}{field}", self.problems)

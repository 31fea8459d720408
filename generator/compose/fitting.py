"""Text frames: blocks stacked in a box, shrunk together until they fit, or what is left over."""

from collections.abc import Sequence
from typing import NamedTuple

from generator.colours import Colour
from generator.compose.baselines import NEARER, Baselines
from generator.compose.inline import Paragraph, Run
from generator.compose.lines import Atom, Line
from generator.compose.list_marker import list_marker
from generator.compose.setting import Setting, Typesetter, is_parted, spans
from generator.face import Item, Joint, TextLine
from generator.geometry import Rect, Size
from generator.layout import ListMarker, Style
from generator.units import MM_PER_POINT

STEPS = 40  # shrink-to-fit tries sizes in fortieths of the way from the designed size to the smallest
LAST = 2 * STEPS  # and then in as many of the way from that to the last
LAST_LINE = 14.0  # mm: a last line that is shorter gets words of the line above
LEAST = 6.5  # pt: what nobody reads is not printed smaller, it stops the build
# Of a designed size: a family that is set smaller than the house's rather takes room than less; under the last share
# it takes all that others can spare.
LEAST_SHARE, LAST_SHARE = 0.8, 0.75
CLOSEST = 1.1  # em from line to line, where they stand closer than the layout has them
_ROUND = 1e-6


class Copy(NamedTuple):
    """What one block of a frame says, ready to be set."""

    field: str
    style: Style
    colour: Colour
    items: tuple[tuple[Paragraph, ...], ...]  # each item (one, where it is no list) as its paragraphs
    marker: ListMarker = "none"
    marker_colour: Colour | None = None
    indent: float = 0.0
    item_space: float = 0.0
    space_before: float = 0.0
    between: str = ""  # what stands between paragraphs that run on as one: names, each whole on a line with room for it
    lead: Paragraph = ()  # what the first paragraph begins with
    last_share: float = 1.0  # of the width of its lines, that a last line has where that is less than LAST_LINE


class Overset(NamedTuple):
    """The first field of a frame that does not fit at the smallest size, and its words that are left over."""

    field: str
    left_over: str
    too_wide: bool = False  # one word is wider than the frame


class Fitted(NamedTuple):
    items: tuple[Item, ...]
    overset: Overset | None


class Measured(NamedTuple):
    """A block with its words measured, once for all sizes."""

    copy: Copy
    setting: Setting
    tracking: float
    scale: float  # of its family, beside the house's
    cap_height: float  # of the size that is designed
    depth: float
    items: tuple[tuple[list[Atom], ...], ...]

    def size(self, designed: float, least: float = LEAST) -> float:
        """In points: what is set where a layout says `designed`. What is read at all is not made too small for that."""
        return designed if self.scale == 1 else max(round(designed * self.scale, 2), min(designed, least))

    def is_small(self, step: int, share: float) -> bool:
        """Whether the words have less than a share of the size that is designed."""
        return self.size(_size_at(self.copy.style, step)) < share * self.copy.style.size


class _Row(NamedTuple):
    """A line and where its baseline is from the top of the frame."""

    line: Line
    baseline: float
    opens: int  # the number of the list item that it opens, from 1; else 0


class _Stack(NamedTuple):
    """A block broken into lines at one size."""

    block: Measured
    designed: float  # in points: where its lines stand
    size: float  # in the block's family
    rows: tuple[_Row, ...]
    bottom: float


def setting_of(style: Style) -> Setting:
    return Setting(style.font, style.bold, style.italic, style.kerning, style.tracking / 1000, style.upper)


def measure(typesetter: Typesetter, copy: Copy) -> Measured:
    """The words of a block, measured. Raises MissingGlyphs where no font has a character."""
    setting = setting_of(copy.style)
    scale, cap_height, depth = typesetter.match(setting)
    items = tuple(tuple(_measured(typesetter, copy.between, item, setting)) for item in copy.items)
    if copy.lead:
        items[0][0][:0] = typesetter.atoms(copy.lead, setting)
    return Measured(copy, setting, setting.tracking, scale, cap_height, depth, items)


def _measured(typesetter: Typesetter, between: str, item: Sequence[Paragraph], setting: Setting) -> list[list[Atom]]:
    return [typesetter.names(item, between, setting)] if between else [typesetter.atoms(line, setting) for line in item]


class TextBox:
    """The copy of one text frame, measured: can be broken at any step between designed and smallest size.

    `parts`: a word that is wider than the frame is parted with a hyphen, where its language has a place for one;
    `tight`: the lines of a family that is set smaller than the house's stand as much closer; `least`: the size in
    points under which such a family is not set; `grid`: where baselines stand at the designed size; `whole`: lines that
    are balanced end at a hyphen only where the words have no room otherwise down to the smallest size.
    """

    def __init__(
        self,
        typesetter: Typesetter,
        blocks: Sequence[Measured],
        width: float,
        height: float,
        *,
        parts: bool = False,
        tight: bool = False,
        least: float = LEAST,
        grid: Baselines | None = None,
        whole: bool = False,
    ) -> None:
        self.typesetter, self.grid = typesetter, grid
        self.whole = whole and any(map(_has_hyphens, blocks))
        self.blocks = blocks
        self.width, self.height = width, height
        self.parts, self.tight, self.least = parts, tight, least
        self._known: dict[int, list[_Stack]] = {}
        self._fits: dict[int, bool] = {}

    def parted(self) -> "TextBox":
        """The same, whose words that are too wide are parted."""
        return self._with(parts=True, tight=self.tight, least=self.least)

    def tightened(self) -> "TextBox":
        """The same where a family is set smaller than the house's: its lines stand closer; where that is not enough, it
        is set as small as looks like the smallest size of the house's.
        """
        closer = self._with(parts=self.parts, tight=True, least=LEAST)
        if closer.has_room:
            return closer
        least = LEAST * min(block.scale for block in self.blocks)
        return self._with(parts=self.parts, tight=True, least=least)

    def _with(self, *, parts: bool, tight: bool, least: float) -> "TextBox":
        size, grid = (self.width, self.height), None if tight else self.grid
        return TextBox(
            self.typesetter, self.blocks, *size, parts=parts, tight=tight, least=least, grid=grid, whole=self.whole
        )

    @property
    def shrinks(self) -> bool:
        return any(block.copy.style.last < block.copy.style.size for block in self.blocks)

    def is_small(self, step: int, share: float = LEAST_SHARE) -> bool:
        """Whether words come out small because their family is set smaller than the house's, and shrinks as well."""
        return step > 0 and any(block.scale < 1 and block.is_small(step, share) for block in self.blocks)

    def is_short_of_room(self, step: int) -> bool:
        """Whether words of a family that is set smaller than the house's come out small, or have no room at all."""
        smaller = any(block.scale < 1 for block in self.blocks)
        return smaller and (self.is_small(step) or not self.fits(self.last_fit(step)))

    @property
    def smallest(self) -> int:
        """The last step at which they do not."""
        return next(step for step in range(STEPS, -1, -1) if not self.is_small(step))

    @property
    def has_room(self) -> bool:
        """Whether everything fits at some size."""
        return self.fits(self.fit())

    @property
    def is_too_narrow(self) -> bool:
        """Whether a word has no room at the last size."""
        return not all(map(self._is_narrow, self.stacks(LAST if self.shrinks else 0)))

    def fit(self, at_least: int = 0) -> int:
        """The first step, from `at_least`, at which everything fits, the last sizes too; the last step where none."""
        return self.last_fit(self.first_fit(at_least))

    def first_fit(self, at_least: int = 0) -> int:
        """The first step, from `at_least`, at which everything fits; STEPS where nothing down to the smallest does."""
        step = self._first_fit(at_least)
        if self.whole and not self.fits(step):
            self.whole = False
            self._known.clear()
            self._fits.clear()
            step = self._first_fit(at_least)
        return step

    def _first_fit(self, at_least: int) -> int:
        if at_least >= STEPS or self.fits(at_least) or not self.shrinks:
            return at_least
        return self._first_of(at_least, STEPS)

    def last_fit(self, step: int) -> int:
        """The step, where everything fits at it; else the first after the smallest size at which it does, or LAST."""
        if self.fits(step) or not any(block.copy.style.last < block.copy.style.least for block in self.blocks):
            return step
        return self._first_of(max(step, STEPS), LAST)

    def _first_of(self, low: int, high: int) -> int:
        while high - low > 1:
            middle = (low + high) // 2
            if self.fits(middle):
                high = middle
            else:
                low = middle
        return high

    def stacks(self, step: int) -> list[_Stack]:
        """Every block broken into lines, one under the other; once for each step that is tried."""
        if step not in self._known:
            self._known[step] = self._broken(step)
        return self._known[step]

    def _broken(self, step: int) -> list[_Stack]:
        """On the grid blocks have a line between them rather than none, where there is room. Off it the first line
        stands at the same height as on it, where there is room for that.
        """
        stacks = self._from(0.0, step, NEARER)
        if not self.grid or not stacks or not stacks[0].rows:
            return stacks
        first = stacks[0].rows[0].baseline
        apart = self._from(0.0, 0, 0.0) if step == 0 else self._from(self.grid.on(first) - first, step, NEARER)
        return apart if apart[-1].bottom <= self.height + _ROUND else stacks

    def _from(self, top: float, step: int, nearer: float) -> list[_Stack]:
        stacks: list[_Stack] = []
        for block in self.blocks:
            if stacks:
                top = stacks[-1].bottom + block.copy.space_before
            is_apart = stacks and stacks[-1].block.copy.field != f"{block.copy.field}.label"
            stacks.append(self._stack(block, step, top, nearer if is_apart else NEARER))
        return stacks

    def _stack(self, block: Measured, step: int, top: float, nearer: float) -> _Stack:
        style = block.copy.style
        designed = round(_size_at(style, step), 2)
        size = block.size(designed, self.least)
        em = designed * MM_PER_POINT  # lines stand where the layout has them, in any family that has room so
        advance = style.leading * em
        if self.tight and block.scale < 1:
            advance = max(advance * block.scale, min(style.leading, CLOSEST) * size * MM_PER_POINT)
            designed = min(size, designed)
            em = designed * MM_PER_POINT
        limit = (self.width - block.copy.indent) / (size * MM_PER_POINT)
        rows: list[_Row] = []
        baseline, between = top + block.cap_height * em, block.copy.item_space
        if self.grid and step == 0:
            baseline, between = self.grid.on(baseline, nearer), self.grid.lines(between)
            advance = max(self.grid.lines(advance), self.grid.pitch)
        for number, item in enumerate(block.items, 1):
            if number > 1:
                baseline += between
            opens = number if block.copy.marker != "none" else 0
            for atoms in item:
                least = min(LAST_LINE / (size * MM_PER_POINT), block.copy.last_share * limit)
                for line in self._lines(atoms, limit, block, least):
                    rows.append(_Row(line, baseline, opens))
                    baseline += advance
                    opens = 0
        bottom = rows[-1].baseline + block.depth * em if rows else top
        return _Stack(block, designed, size, tuple(rows), bottom)

    def _lines(self, atoms: Sequence[Atom], limit: float, block: Measured, least: float) -> list[Line]:
        style, setting = block.copy.style, block.setting
        if style.balance:
            whole = self.whole and not self.parts
            return self.typesetter.balanced(atoms, limit, setting, need=self.parts, least=least, whole=whole)
        return self.typesetter.lines(atoms, limit, setting, hyphenate=style.hyphenate, need=self.parts, least=least)

    def fits(self, step: int) -> bool:
        """Whether everything has room at that step; asked of each several times, and looked at once."""
        known = self._fits.get(step)
        if known is None:
            stacks = self.stacks(step)
            low = not stacks or stacks[-1].bottom <= self.height + _ROUND
            known = self._fits[step] = low and all(map(self._is_narrow, stacks))
        return known

    def _is_narrow(self, stack: _Stack) -> bool:
        """Whether no line is wider than the frame."""
        em, room = stack.size * MM_PER_POINT, self._room(stack)
        return all([row.line.width * em <= room for row in stack.rows])

    def _room(self, stack: _Stack) -> float:
        """For a line of it, in mm."""
        return self.width - stack.block.copy.indent + _ROUND

    def extent(self, step: int) -> Size | None:
        """How wide and deep the words are, in mm, where they fit at that step."""
        stacks = self.stacks(step)
        if not self.fits(step):
            return None
        wide = (
            row.line.width * stack.size * MM_PER_POINT + stack.block.copy.indent
            for stack in stacks
            for row in stack.rows
        )
        return Size(max(wide, default=0.0), stacks[-1].bottom if stacks else 0.0)

    def overset(self, stacks: Sequence[_Stack]) -> Overset | None:
        """What does not fit: a word that is too wide, or the words below the frame."""
        for stack in stacks:
            em, room = stack.size * MM_PER_POINT, self._room(stack)
            for row in stack.rows:
                if row.line.width * em > room:
                    widest = max(row.line.atoms, key=lambda atom: atom.width)
                    return Overset(stack.block.copy.field, widest.text, too_wide=True)
        left: list[str] = []
        field = ""
        for stack in stacks:
            depth = stack.block.depth * stack.designed * MM_PER_POINT
            for row in stack.rows:
                if row.baseline + depth > self.height + _ROUND:
                    field = field or stack.block.copy.field
                    left.append(_words(row.line))
        return Overset(field, "".join(left).strip()) if left else None


def _has_hyphens(block: Measured) -> bool:
    """Whether a word of what is balanced might end a line at a hyphen."""
    return block.copy.style.balance and any(is_parted(atoms) for item in block.items for atoms in item)


def _size_at(style: Style, step: int) -> float:
    """In points."""
    if step <= STEPS:
        return style.size - (style.size - style.least) * step / STEPS
    return style.least - (style.least - style.last) * (step - STEPS) / STEPS


def _words(line: Line) -> str:
    text = "".join((" " if atom.space and index else "") + atom.text for index, atom in enumerate(line.atoms))
    if line.joint is Joint.HYPHEN:
        return text.removesuffix("-")
    return text if line.joint is Joint.NONE else text + " "


def place(box: TextBox, step: int, frame: Rect, align: str, valign: str) -> Fitted:
    """The frame's lines at a step, positioned; those that do not fit too, with what is left over."""
    stacks = box.stacks(step)
    overset = None if box.fits(step) else box.overset(stacks)
    slack = frame.height - stacks[-1].bottom if stacks else 0.0
    drop = {"top": 0.0, "middle": slack / 2, "bottom": slack}[valign]
    share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    items: list[Item] = []
    for stack in stacks:
        copy, em = stack.block.copy, stack.size * MM_PER_POINT
        for row in stack.rows:
            baseline = round(frame.y + drop + row.baseline, 4)
            left = frame.x + copy.indent
            slack_x = frame.width - copy.indent - row.line.width * em
            if row.opens:
                items.append(_marker(copy, stack, row.opens, frame.x, baseline, box.typesetter))
            set_spans = spans(row.line, stack.size, copy.colour, stack.block.tracking)
            items.append(TextLine(round(left + slack_x * share, 4), baseline, set_spans, copy.field, row.line.joint))
    return Fitted(tuple(items), overset)


def _marker(copy: Copy, stack: _Stack, number: int, x: float, baseline: float, typesetter: Typesetter) -> Item:
    """A bullet, dash or box to tick is drawn, not set, so that it is no letter of the card's text; a number is set."""
    em = stack.size * MM_PER_POINT
    colour = copy.marker_colour or copy.colour
    middle = baseline - stack.block.cap_height * stack.designed * MM_PER_POINT * 0.42
    if copy.marker == "number":
        atoms = typesetter.atoms(_numeral(number), stack.block.setting)
        line = Line(tuple(atoms), sum(atom.width for atom in atoms), Joint.BREAK)
        return TextLine(x, baseline, spans(line, stack.size, colour, 0.0), "list.number")
    return list_marker(copy.marker, x, middle, em, colour)


def _numeral(number: int) -> Paragraph:
    return (Run(f"{number}."),)

"""Running text in the frames of as many pages as it needs: no heading parted from its text, no line left alone."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from generator.booklet import Document, Heading, Listing, Paragraph, Plain, Table
from generator.compose import inline
from generator.compose.colouring import HAIRLINE, standing_out
from generator.compose.desk import Desk, Spot
from generator.compose.fitting import Copy, Measured, TextBox, measure, place
from generator.compose.inks import Inks
from generator.compose.unset import report_missing, report_script
from generator.errors import Place, Problems
from generator.face import Item, Outline, PathStep, TextLine
from generator.fonts import MissingGlyphs
from generator.geometry import Rect
from generator.layout import CardLayout, FlowFrame, ListMarker
from generator.units import MM_PER_POINT

TALL = 10_000.0  # mm: a column that is broken into pages afterwards
ALONE = 2  # lines at the head and the foot of a page that are not parted from the next
LIST_SPACE = 1.0  # mm, between items of a list


class Slab(NamedTuple):
    """What is never broken: a line, or a row of a table; y from its own top."""

    items: tuple[Item, ...]
    height: float
    before: float = 0.0  # space above, but at the head of a page
    keeps: bool = False  # stays with the next
    head: "Slab | None" = None  # stands above it once more where it opens a page
    opens: bool = False  # begins a page


class FlowSetter:
    """Sets the documents of one layout, each once, all its pages."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems
        self._done: dict[str, list[tuple[Item, ...]]] = {}

    def pages(self, spot: Spot, frame: FlowFrame) -> list[tuple[Item, ...]]:
        """Every page of the document of the card's category."""
        name = spot.card.category
        if name not in self._done:
            document = self.desk.documents.get(name)
            self._done[name] = self._paged(document, spot, frame) if document else []
        return self._done[name]

    def items(self, spot: Spot, frame: FlowFrame) -> tuple[Item, ...]:
        """The page that the card is."""
        pages = self.pages(spot, frame)
        number = int(spot.card.id.rpartition("-")[2])
        return pages[number - 1] if number <= len(pages) else ()

    def _paged(self, document: Document, spot: Spot, frame: FlowFrame) -> list[tuple[Item, ...]]:
        setting = _Setting(self, spot, frame)
        slabs = [*setting.opening(document)]
        for block in document.blocks:
            slabs.extend(setting.block(block))
        return [tuple(items) for items in _broken(slabs, spot.box)]


class _Setting:
    """One document in the making."""

    def __init__(self, setter: FlowSetter, spot: Spot, frame: FlowFrame) -> None:
        self.setter, self.spot, self.frame = setter, spot, frame
        self.ground = setter.inks.ground(spot)

    def opening(self, document: Document) -> Iterator[Slab]:
        frame, marks = self.frame, document.marks
        yield from _kept(self._rows(frame.title, (document.title,), marks.of("title")))
        yield from _kept(_spaced(self._rows(frame.intro, (document.intro,), marks.of("intro")), frame.gap))

    def block(self, block: Plain) -> Iterator[Slab]:
        frame, where = self.frame, block.marks.here
        match block:
            case Heading():
                slabs = _kept(_spaced(self._rows(frame.heading, (block.text,), where), frame.above))
                if block.page and slabs:
                    slabs[0] = slabs[0]._replace(opens=True)
                yield from slabs
            case Paragraph():
                yield from _spaced(self._rows(frame.text, (block.text,), where), frame.gap)
            case Listing():
                marker: ListMarker = "number" if block.numbered else "bullet"
                yield from _spaced(self._rows(frame.text, block.items, where, marker), frame.gap)
            case Table():
                yield from self._table(block)

    def _rows(self, style: str, texts: Sequence[str], where: Place, marker: ListMarker = "none") -> list[Slab]:
        """The lines of a paragraph or of a list, a slab each; the first and the last two stay together."""
        items, bottom = self._set(style, texts, Rect(0, 0, self.spot.box.width, TALL), where, marker)
        lines: list[list[Item]] = [[]]
        for item in items:
            lines[-1].append(item)
            if isinstance(item, TextLine) and item.field != "list.number":
                lines.append([])
        lines.pop()
        ends = [_baseline(line) for line in lines]
        depth = bottom - ends[-1] if ends else 0.0
        slabs: list[Slab] = []
        top = 0.0
        for number, (line, end) in enumerate(zip(lines, ends, strict=True)):
            height = end + depth - top
            keeps = number < ALONE - 1 or number == len(lines) - ALONE
            keeps = keeps and number < len(lines) - 1
            slabs.append(Slab(tuple(_moved(item, -top) for item in line), height, keeps=keeps))
            top += height
        return slabs

    def _set(
        self, style_name: str, texts: Sequence[str], area: Rect, where: Place, marker: ListMarker = "none"
    ) -> tuple[tuple[Item, ...], float]:
        """The words in a column, and how deep they go; what cannot be set is a problem and left out."""
        setter, style = self.setter, self.setter.layout.styles[style_name]
        texts = [text for text in texts if text and not report_script(text, where, "this text", setter.problems)]
        colour = setter.inks.words(self.spot.card, style.colour, self.ground)
        paragraphs = tuple(tuple(inline.paragraphs(text)) for text in texts)
        indent = self.frame.indent if marker != "none" else 0.0
        copy = Copy(f"flow.{style_name}", style, colour, paragraphs, marker, None, indent, LIST_SPACE)
        blocks: list[Measured] = []
        try:
            blocks = [measure(setter.desk.typesetter, copy)] if texts else []
        except MissingGlyphs as missing:
            report_missing(missing, where, "", setter.problems)
        box = TextBox(setter.desk.typesetter, blocks, area.width, TALL, parts=True)
        fitted = place(box, 0, area, "left", "top")
        if fitted.overset:
            message = f"the word “{fitted.overset.left_over}” is wider than its column"
            setter.problems.error(where, message, "shorten it, or give the column more of the width", "overset")
        stacks = box.stacks(0)
        return fitted.items, stacks[-1].bottom if stacks else 0.0

    def _table(self, table: Table) -> Iterator[Slab]:
        """A row a slab, with a rule under it; the names of the columns stand above each page of it."""
        shares = table.widths or (1.0,) * len(table.columns)
        frame = self.frame
        free = self.spot.box.width - frame.between * (len(shares) - 1)
        widths = [free * share / sum(shares) for share in shares]
        row = partial(self._row, widths=widths)
        head = row(frame.head, table.columns, table.marks.of("columns"))._replace(keeps=True)
        yield head._replace(before=frame.gap)
        for number, cells in enumerate(table.rows):
            yield row(frame.cell, cells, table.marks.of("rows", number))._replace(head=head)

    def _row(self, style: str, cells: Sequence[str], where: Place, widths: Sequence[float]) -> Slab:
        frame = self.frame
        items: list[Item] = []
        x = deepest = 0.0
        for cell, width in zip(cells, widths, strict=False):
            found, bottom = self._set(style, (cell,), Rect(x, frame.padding, width, TALL), where)
            items.extend(found)
            deepest = max(deepest, bottom)
            x += width + frame.between
        height = deepest + 2 * frame.padding
        if height > self.spot.box.height / 2:
            message = f"a row of this table is {height:.0f} mm high, more than half of a page"
            self.setter.problems.error(where, message, "make two rows of it", "overset")
        pale = self.ground.mixed(self.setter.inks.of(self.spot.card, frame.colour), frame.tint)
        ink = standing_out(pale, self.ground, HAIRLINE)
        path = (PathStep("move", (0.0, height)), PathStep("line", (self.spot.box.width, height)))
        items.append(Outline(path, stroke=ink, stroke_width=frame.width * MM_PER_POINT))
        return Slab(tuple(items), height)


def _baseline(line: Sequence[Item]) -> float:
    return next(item.baseline for item in reversed(line) if isinstance(item, TextLine))


def _kept(slabs: list[Slab]) -> list[Slab]:
    """All of them with the next: a heading."""
    return [slab._replace(keeps=True) for slab in slabs]


def _spaced(slabs: list[Slab], before: float) -> list[Slab]:
    return [slabs[0]._replace(before=before), *slabs[1:]] if slabs else []


def _broken(slabs: Sequence[Slab], box: Rect) -> Iterator[list[Item]]:
    """The slabs on pages, those that keep together on one."""
    page: list[Item] = []
    y = 0.0
    for group in _groups(slabs):
        needed = sum(slab.height + slab.before for slab in group)
        if page and (group[0].opens or y + needed > box.height):
            yield page
            page, y = [], 0.0
        if not page and group[0].head:
            page, y = [_moved(item, box.y, box.x) for item in group[0].head.items], group[0].head.height
        for slab in group:
            y += slab.before if page else 0.0
            page.extend(_moved(item, box.y + y, box.x) for item in slab.items)
            y += slab.height
    if page:
        yield page


def _groups(slabs: Sequence[Slab]) -> Iterator[list[Slab]]:
    group: list[Slab] = []
    for slab in slabs:
        group.append(slab)
        if not slab.keeps:
            yield group
            group = []
    if group:
        yield group


def _moved(item: Item, down: float, right: float = 0.0) -> Item:
    """Text and outlines, elsewhere."""
    match item:
        case TextLine():
            return item._replace(x=round(item.x + right, 4), baseline=round(item.baseline + down, 4))
        case Outline():
            return item._replace(path=tuple(_moved_step(step, right, down) for step in item.path))
        case _:
            raise TypeError(f"running text has no {type(item).__name__}")


def _moved_step(step: PathStep, right: float, down: float) -> PathStep:
    moved = (round(number + (down if index % 2 else right), 4) for index, number in enumerate(step.numbers))
    return PathStep(step.verb, tuple(moved))

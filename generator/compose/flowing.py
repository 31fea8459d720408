"""Running text in the frames of as many pages as it needs: no heading parted from its text, no line left alone."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, zip_longest
from math import ceil
from typing import NamedTuple

from generator.booklet import (
    Document,
    Heading,
    Listing,
    Paragraph,
    PieceFace,
    Plain,
    SetAsItIs,
    StepSpread,
    Table,
)
from generator.compose import inline
from generator.compose.colouring import HAIRLINE, standing_out
from generator.compose.desk import Desk, Spot
from generator.compose.fitting import Copy, Measured, TextBox, measure, place
from generator.compose.flow_items import Slab, kept, moved, spaced
from generator.compose.handout_blocks import HandoutSetter, ListedChapter, parted_anywhere
from generator.compose.inks import Inks
from generator.compose.miniature import Miniatures, lying
from generator.compose.spreads import SpreadSetter
from generator.compose.unset import report_missing, report_script
from generator.errors import Place, Problems
from generator.face import Item, Outline, PathStep, TextLine, rectangle
from generator.fonts import MissingGlyphs
from generator.geometry import Rect
from generator.handout import Chapter, ContentsList
from generator.layout import CardLayout, FlowFrame, ListMarker, SpreadFrame
from generator.units import MM_PER_POINT

TALL = 10_000.0  # mm: a column that is broken into pages afterwards
ALONE = 2  # lines at the head and the foot of a page that are not parted from the next
LIST_SPACE = 1.0  # mm, between items of a list
FIRST = 0.64  # of a line of the grid: the first baseline of a row under its rule
LONG_WORDS = (24, 1)  # characters: of what is parted anywhere first, and then
SPARE = 1.6  # mm, under the words of a row beside a picture, and under its rule
ON_GRID = 0.02  # of a line of a grid: what stands on it
TICK_WIDTH = 0.7  # points
LAST_SHARE = 0.3  # of a narrow column, that a last line has: words taken from the line above would leave a hole there


class _Page(NamedTuple):
    """Words, or half of a spread: the table on a page that is opened first, the words on the next."""

    items: tuple[Item, ...] = ()
    spread: StepSpread | None = None
    is_blank: bool = False  # it is there for the next to be opened first
    end: float | None = None  # of the words, from the head of the frame, where the next page is a spread
    chapters: int = 0  # that begin on it


class FlowSetter:
    """Sets the documents of one layout, each once, all its pages."""

    def __init__(self, desk: Desk, layout: CardLayout, inks: Inks, problems: Problems) -> None:
        self.desk, self.layout, self.inks, self.problems = desk, layout, inks, problems
        self.miniatures = Miniatures()
        self._done: dict[str, list[_Page]] = {}
        self._is_typed = False  # the document that is being set

    def count(self, spot: Spot, frame: FlowFrame) -> int:
        return len(self.pages(spot, frame))

    def pages(self, spot: Spot, frame: FlowFrame) -> list[_Page]:
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
        return pages[number - 1].items if number <= len(pages) else ()

    def spread_items(self, spot: Spot, frame: SpreadFrame) -> tuple[Item, ...]:
        """The half of a spread that the card is; its running text is set by then."""
        pages, number = self._done.get(spot.card.category, []), int(spot.card.id.rpartition("-")[2])
        page = pages[number - 1] if number <= len(pages) else _Page()
        setter = SpreadSetter(self, spot, frame)
        if page.spread is None:
            return tuple(setter.blank(0.0 if page.is_blank else page.end, _strewn_on(pages, number - 1)))
        return tuple(setter.table(page.spread) if number % 2 else setter.words(page.spread))

    def words(
        self,
        spot: Spot,
        style_name: str,
        texts: Sequence[str],
        area: Rect,
        where: Place,
        marker: ListMarker = "none",
        indent: float = 0.0,
        item_space: float = 0.0,
    ) -> tuple[tuple[Item, ...], float]:
        """The words in a column, and how deep they go; what cannot be set is a problem and left out."""
        style, problems = self.layout.styles[style_name], self.problems
        texts = [text for text in texts if text and not report_script(text, where, "this text", problems)]
        colour = self.inks.words(spot.card, style.colour, self.inks.ground(spot))
        paragraphs = tuple(tuple(inline.paragraphs(text)) for text in texts)
        name = f"flow.{style_name}"
        copy = Copy(name, style, colour, paragraphs, marker, None, indent, item_space, last_share=LAST_SHARE)
        blocks: list[Measured] = []
        try:
            blocks = [measure(self.desk.typesetter, copy)] if texts else []
        except MissingGlyphs as missing:
            report_missing(missing, where, "", problems)
        box = TextBox(self.desk.typesetter, blocks, area.width, TALL, parts=True)
        fitted = place(box, 0, area, "left", "top")
        for longer in LONG_WORDS if self._is_typed else ():
            if fitted.overset:
                parted = tuple(tuple(parted_anywhere(runs, longer) for runs in item) for item in paragraphs)
                again = [measure(self.desk.typesetter, copy._replace(items=parted))]
                box = TextBox(self.desk.typesetter, again, area.width, TALL, parts=True)
                fitted = place(box, 0, area, "left", "top")
        if fitted.overset:
            message = f"the word “{fitted.overset.left_over}” is wider than its column"
            problems.error(where, message, "shorten it, or give the column more of the width", "overset")
        stacks = box.stacks(0)
        return fitted.items, area.y + stacks[-1].bottom if stacks else area.y

    def _paged(self, document: Document, spot: Spot, frame: FlowFrame) -> list[_Page]:
        self._is_typed = document.is_typed
        setting = FlowSetting(self, spot, frame)
        setting.chapters = [ListedChapter(block, 0) for block in document.blocks if isinstance(block, Chapter)]
        parts = [[*setting.opening(document)], *setting.parts(document.blocks)]
        pages = list(_opened(_broken([*chain.from_iterable(parts)], spot.box, frame.grid)))
        lists = [number for number, block in enumerate(document.blocks, 1) if isinstance(block, ContentsList)]
        if lists:
            begun = [number for number, page in enumerate(pages, 1) for _ in range(page.chapters)]
            setting.chapters = [each._replace(page=page) for each, page in zip(setting.chapters, begun, strict=True)]
            for number in lists:  # as long as before: the pages of chapters are known now
                parts[number] = [*setting.block(document.blocks[number - 1])]
            pages = list(_opened(_broken([*chain.from_iterable(parts)], spot.box, frame.grid)))
        return pages


class FlowSetting:
    """One document in the making."""

    def __init__(self, setter: FlowSetter, spot: Spot, frame: FlowFrame) -> None:
        self.setter, self.spot, self.frame = setter, spot, frame
        self.ground = setter.inks.ground(spot)
        self.chapters: Sequence[ListedChapter] = ()  # of the document; page 0 as long as it has none

    def opening(self, document: Document) -> Iterator[Slab]:
        frame, marks = self.frame, document.marks
        yield from kept(self.rows(frame.title, (document.title,), marks.of("title")))
        yield from kept(spaced(self.rows(frame.intro, (document.intro,), marks.of("intro")), frame.gap))

    def parts(self, blocks: Sequence[Plain]) -> Iterator[list[Slab]]:
        """The blocks' slabs; words that lead to what follows, as above a table, stay with it."""
        for block, following in zip_longest(blocks, blocks[1:]):
            slabs = [*self.block(block)]
            if isinstance(block, Paragraph) and (isinstance(following, Table) or block.text.rstrip().endswith(":")):
                slabs[-1 - ALONE :] = kept(slabs[-1 - ALONE :])
            yield slabs

    def block(self, block: Plain) -> Iterator[Slab]:
        if isinstance(block, SetAsItIs):
            yield from HandoutSetter(self).slabs(block)
            return
        frame, where = self.frame, block.marks.here
        match block:
            case Heading():
                slabs = kept(spaced(self.rows(frame.heading, (block.text,), where), frame.above))
                if block.page and slabs:
                    slabs[0] = slabs[0]._replace(opens=True)
                yield from slabs
            case Paragraph():
                yield from spaced(self.rows(frame.text, (block.text,), where), frame.gap)
            case Listing():
                marker: ListMarker = "number" if block.numbered else "bullet"
                yield from spaced(_in_company(self.rows(frame.text, block.items, where, marker)), frame.gap)
            case Table():
                yield from self._table(block)
            case StepSpread():
                yield Slab((), 0.0, spread=block)

    def rows(
        self, style: str, texts: Sequence[str], where: Place, marker: ListMarker = "none", width: float = 0.0
    ) -> list[Slab]:
        """The lines of a paragraph or of a list, a slab each; the first and the last two stay together."""
        width = self._width(style, width or self.spot.box.width)
        items, bottom = self.set_words(style, texts, Rect(0, 0, width, TALL), where, marker)
        lines: list[list[Item]] = [[]]
        for item in items:
            lines[-1].append(item)
            if not _is_marker(item):
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
            slabs.append(Slab(tuple(moved(item, -top) for item in line), height, end - top, keeps=keeps))
            top += height
        return slabs

    def _width(self, style: str, width: float) -> float:
        """No wider than a line that is read with ease."""
        most = self.frame.measure * self.setter.layout.styles[style].size * MM_PER_POINT
        return min(width, most) if most else width

    def set_words(
        self, style: str, texts: Sequence[str], area: Rect, where: Place, marker: ListMarker = "none"
    ) -> tuple[tuple[Item, ...], float]:
        indent = self.frame.indent if marker != "none" else 0.0
        space = 0.0 if self.frame.grid else LIST_SPACE
        items, bottom = self.setter.words(self.spot, style, texts, area, where, marker, indent, space)
        return items, bottom - area.y

    def _table(self, table: Table) -> Iterator[Slab]:
        """A row a slab, with a rule under it; the names of the columns stand above each page of it. What is shown of a
        row stands before it, beside a box to tick.
        """
        shares = table.widths or (1.0,) * len(table.columns)
        frame = self.frame
        left = frame.tick + frame.picture + 2 * frame.between if table.shown else 0.0
        free = self.spot.box.width - left - frame.between * (len(shares) - 1)
        widths = [free * share / sum(shares) for share in shares]
        row = partial(self.row, widths=widths, left=left)
        if any(table.columns):
            head = row(frame.head, table.columns, table.marks.of("columns"))._replace(keeps=True)
            yield head._replace(before=frame.above if table.shown else frame.gap)
        else:
            head = None
        for number, cells in enumerate(table.rows):
            beside = self._beside(table.shown[number]) if table.shown else ()
            slab = row(frame.cell, cells, table.marks.of("rows", number), beside=beside)
            keeps = number < len(table.rows) - 1 and number in (0, len(table.rows) - ALONE)
            yield slab._replace(head=head, before=frame.gap if not (number or head) else 0.0, keeps=keeps)

    def _beside(self, shown: PieceFace | None) -> tuple[Item, ...]:
        """A box to tick, and what is shown."""
        frame, setter = self.frame, self.setter
        ink = setter.inks.words(self.spot.card, "ink", self.ground)
        box = rectangle(Rect(0.3, SPARE, frame.tick, frame.tick))
        items: list[Item] = [Outline(box, stroke=ink, stroke_width=TICK_WIDTH * MM_PER_POINT)]
        face = setter.desk.faces(shown) if shown else None
        if face:
            size = face.face.size
            small = setter.miniatures.of(face, frame.picture / max(size))
            middle = (frame.tick + frame.between + frame.picture / 2, SPARE + small.height / 2)
            edge = standing_out(setter.inks.of(self.spot.card, "muted"), self.ground, HAIRLINE)
            items.extend(lying(small, middle, setter.desk.palette["paper"], edge))
        return tuple(items)

    def row(
        self,
        style: str,
        cells: Sequence[str],
        where: Place,
        widths: Sequence[float],
        left: float,
        beside: tuple[Item, ...] = (),
    ) -> Slab:
        frame = self.frame
        words: list[Item] = []
        x, deepest = left, 0.0
        for cell, width in zip(cells, widths, strict=False):
            found, bottom = self.set_words(
                style, (cell,), Rect(x, frame.padding, self._width(style, width), TALL), where
            )
            words.extend(found)
            deepest = max(deepest, bottom)
            x += width + frame.between
        base = min((item.baseline for item in words if isinstance(item, TextLine)), default=None)
        down = FIRST * frame.grid - base if frame.grid and base is not None else 0.0
        items = [*beside, *(moved(item, down) for item in words)]
        height = max(deepest + down, _foot(beside)) + (2 * SPARE if beside else 2 * frame.padding)
        if frame.grid:
            height = frame.grid * ceil(height / frame.grid - ON_GRID)
        if height > self.spot.box.height / 2:
            message = f"a row of this table is {height:.0f} mm high, more than half of a page"
            self.setter.problems.error(where, message, "make two rows of it", "overset")
        pale = self.ground.mixed(self.setter.inks.of(self.spot.card, frame.colour), frame.tint)
        ink = standing_out(pale, self.ground, HAIRLINE)
        end = height - (SPARE if beside else 0.0)
        path = (PathStep("move", (0.0, end)), PathStep("line", (self.spot.box.width, end)))
        items.append(Outline(path, stroke=ink, stroke_width=frame.width * MM_PER_POINT))
        return Slab(tuple(items), height, base + down if base is not None else None)


def _is_marker(item: Item) -> bool:
    return not isinstance(item, TextLine) or item.field == "list.number"


def _in_company(lines: Sequence[Slab]) -> list[Slab]:
    """The lines of a list: neither its first item nor its last stands alone on a page."""
    first = [number for number, line in enumerate(lines) if any(_is_marker(item) for item in line.items)]
    pairs = (first[: ALONE + 1], [*first, len(lines)][-ALONE - 1 :]) if len(first) >= ALONE else ()
    together = {number for pair in pairs for number in range(pair[0], pair[-1] - 1)}
    return [line._replace(keeps=line.keeps or number in together) for number, line in enumerate(lines)]


def _foot(items: Sequence[Item]) -> float:
    """How deep areas reach."""
    return max((y for item in items if isinstance(item, Outline) for _, at in item.path for y in at[1::2]), default=0.0)


def _baseline(line: Sequence[Item]) -> float:
    return next(item.baseline for item in reversed(line) if isinstance(item, TextLine))


def _opened(pages: Iterable[_Page]) -> Iterator[_Page]:
    """The pages, with one before each spread that would not be opened first: those whose number is odd are."""
    count = 0
    for page in pages:
        if page.spread:
            if count % 2:
                yield _Page(is_blank=True)
            yield page
            count += count % 2 + 1
        yield page
        count += 1


def _broken(slabs: Sequence[Slab], box: Rect, grid: float) -> Iterator[_Page]:
    """The slabs on pages, those that keep together on one."""
    page: list[Item] = []
    end, chapters = 0.0, 0
    for group in chain.from_iterable(_parted(group, box, grid) for group in _groups(slabs)):
        tops, new = _standing(group, end, box.y, grid, is_first=not page)
        if page and (group[0].opens or group[0].spread or new > box.height):
            yield _Page(tuple(page), end=end if group[0].spread else None, chapters=chapters)
            page, end, chapters = [], 0.0, 0
        if group[0].spread:
            yield _Page(spread=group[0].spread)
            continue
        if not page:
            again = [group[0].head] if group[0].head else []
            tops, new = _standing([*again, *group], 0.0, box.y, grid, is_first=True)
            group = [*again, *group]
        for slab, top in zip(group, tops, strict=True):
            page.extend(moved(item, box.y + top, box.x) for item in slab.items)
        end, chapters = new, chapters + sum(slab.is_chapter for slab in group)
    if page:
        yield _Page(tuple(page), end=end, chapters=chapters)


def _standing(
    group: Sequence[Slab], y: float, start: float, grid: float, *, is_first: bool
) -> tuple[list[float], float]:
    """Where each stands from the head of the frame, which is at `start` of the page, and where the last one ends."""
    tops: list[float] = []
    for slab in group:
        y += 0.0 if is_first and not tops else slab.before
        if grid and slab.base is not None:
            y = grid * ceil((start + y + slab.base) / grid - ON_GRID) - start - slab.base
        tops.append(y)
        y += slab.height
    return tops, y


def _groups(slabs: Sequence[Slab]) -> Iterator[list[Slab]]:
    group: list[Slab] = []
    for slab in slabs:
        if slab.opens and group:  # a heading without anything under it
            yield group
            group = []
        group.append(slab)
        if not slab.keeps:
            yield group
            group = []
    if group:
        yield group


def _parted(group: list[Slab], box: Rect, grid: float) -> Iterator[list[Slab]]:
    """As it is; one that no page holds is parted wherever a page is full."""
    while group:
        again = [group[0].head] if group[0].head else []
        counts = range(len(group), 1, -1)
        ends = ((count, _standing([*again, *group[:count]], 0.0, box.y, grid, is_first=True)[1]) for count in counts)
        most = next((count for count, end in ends if end <= box.height), 1)
        yield group[:most]
        group = group[most:]


def _strewn_on(pages: Sequence[_Page], at: int) -> list[PieceFace]:
    """The cards that lie on the tables of a document, each once, for what is left of a page; none for a whole page
    before the only table that there is.
    """
    cards = list(dict.fromkeys(shown for page in pages if page.spread for shown in page.spread.cards))
    following = pages[at + 1].spread if at + 1 < len(pages) and pages[at].is_blank else None
    return [] if following and set(cards) <= set(following.cards) else cards

"""Blocks of handouts as slabs of running text: chapters, facts, cards on a table, codes to scan, contents."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from generator.booklet import PieceFace, SetAsItIs
from generator.compose.colouring import HAIRLINE, standing_out
from generator.compose.flow_items import Slab, kept, moved, spaced
from generator.compose.inline import Paragraph, Run
from generator.compose.miniature import EDGE, lying
from generator.errors import NOWHERE
from generator.face import Item, Modules, Outline, PathStep, TextLine, rectangle
from generator.geometry import Rect, Size
from generator.handout import Chapter, ContentsList, FactSheet, LaidCard, LaidCards, Prose, WritingLines
from generator.qr import MIN_MODULE_MM, QUIET_ZONE, encode
from generator.sources.typed_text import ZERO_WIDTH_SPACE
from generator.units import MM_PER_POINT

if TYPE_CHECKING:
    from generator.compose.flowing import FlowSetting

SHORT = 200  # characters of a sentence that is set large
NUMBER_WIDTH, NUMBER_TO_TITLE, ABOUT_UNDER = 20.0, 6.0, 3.0  # mm
TABLE, ROUND, TINT = "category", 3.0, 0.1  # the colour, the corners and how much of it: of the table that cards lie on
AROUND, BETWEEN = 5.0, 4.0  # mm, on that table
PLAIN_CARD, CORNER = Size(63.0, 88.0), 3.0  # mm, of a card that is none of the deck's
MOST_CARDS = 16  # on one table
WRITING = 10.0  # mm, from line to line
CAPTION, CAPTION_GAP = 8.0, 1.2  # mm: what is reckoned for the title under a card
CONTENTS = (1.0, 11.0, 6.0, 1.0)  # shares: number, title, what stands below it, page
LISTED = 120  # characters of a title


class ListedChapter(NamedTuple):
    chapter: Chapter
    page: int


def parted_anywhere(runs: Paragraph, longer: int) -> Paragraph:
    """Words that have more characters are parted wherever a line ends."""

    def parted(run: Run) -> Run:
        words = (ZERO_WIDTH_SPACE.join(word) if len(word) > longer else word for word in run.text.split(" "))
        return run._replace(text=" ".join(words))

    return tuple(map(parted, runs))


class HandoutSetter:
    """Sets blocks for one document."""

    def __init__(self, setting: "FlowSetting") -> None:
        self.setting, self.frame, self.spot = setting, setting.frame, setting.spot
        self.width = setting.spot.box.width

    def slabs(self, block: SetAsItIs) -> Iterator[Slab]:
        frame = self.frame
        match block:
            case Chapter():
                yield from self._chapter(block)
            case Prose():
                is_large = block.is_large and len(block.text) <= SHORT
                style = frame.sentence if is_large and frame.sentence else frame.text
                yield from spaced(self._lines(style, block.text, self.width), frame.above if is_large else frame.gap)
            case FactSheet():
                yield from self._facts(block)
            case LaidCards():
                for start in range(0, len(block.cards), MOST_CARDS):
                    yield self._table(block.cards[start : start + MOST_CARDS])
            case WritingLines():
                for _ in range(block.lines):
                    yield Slab((self._rule(WRITING),), WRITING)
            case ContentsList():
                yield from self._contents(block)

    def _facts(self, sheet: FactSheet) -> Iterator[Slab]:
        """No fact stands alone at the head or the foot of a page, where there are several."""
        frame = self.frame
        title = self._lines(frame.entry or frame.label or frame.text, sheet.title, self.width)
        yield from kept(spaced(title, frame.above)) if sheet.rows else spaced(title, frame.above)
        for number, row in enumerate(sheet.rows):
            slabs = spaced(self._fact(*row), frame.gap if number or title else frame.above)
            if slabs and number in (0, len(sheet.rows) - 2) and number < len(sheet.rows) - 1:
                slabs[-1] = slabs[-1]._replace(keeps=True)
            yield from slabs

    def _chapter(self, chapter: Chapter) -> Iterator[Slab]:
        """Its number stands before the title, on one line with it; a code at the right edge."""
        frame = self.frame
        number = self._lines(frame.number or frame.heading, chapter.number, self.width)
        beside = max(NUMBER_WIDTH, _reach(number[:1]) + NUMBER_TO_TITLE) if number else 0.0
        code, side = self._code(chapter.url)
        free = self.width - beside - (side + frame.between if side else 0.0)
        lines = self._lines(frame.chapter or frame.heading, chapter.title, free)
        below = (chapter.about, chapter.address)
        about = [slab for text in below for slab in self._lines(frame.about or frame.text, text, free)]
        slabs = [_moved_right(slab, beside) for slab in (*lines, *spaced(about, ABOUT_UNDER))] or [Slab((), 0.0)]
        first, items = slabs[0], list(code)
        if number:
            down = (first.base or 0.0) - (number[0].base or 0.0)
            items.extend(moved(item, down) for item in number[0].items)
        slabs[0] = first._replace(items=(*items, *first.items), opens=True, is_chapter=True)
        slabs[-1] = slabs[-1]._replace(height=slabs[-1].height + max(0.0, side - sum(map(_depth, slabs))))
        yield from kept(slabs)

    def _code(self, url: str) -> tuple[tuple[Item, ...], float]:
        """At the right edge, and how wide it is with its quiet zone; nothing of what no code can say."""
        try:
            rows = encode(url).rows if url else ()
        except ValueError:  # an address of 300 characters; it can be typed
            rows = ()
        if not rows:
            return (), 0.0
        modules = len(rows) + 2 * QUIET_ZONE
        side = max(self.frame.code, MIN_MODULE_MM * modules)
        module = side / modules
        ink = self.setting.setter.inks.words(self.spot.card, "ink", self.setting.ground)
        x = self.width - module * (len(rows) + QUIET_ZONE)
        return (Modules(x, 0.0, module, rows, url, ink),), side

    def _fact(self, label: str, text: str) -> list[Slab]:
        """What it is beside what was said; the first lines of both stand on one line."""
        frame = self.frame
        left = frame.label_width + frame.between if label else 0.0
        labels = self._lines(frame.label or frame.text, label, frame.label_width)
        texts = self._lines(frame.text, text, self.width - left)
        lines = [_beside(*pair, left) for pair in zip_longest(labels, texts)]
        if lines:
            lines[0] = lines[0]._replace(items=(self._rule(-frame.gap), *lines[0].items))
        return lines

    def _lines(self, style: str, text: str, width: float) -> list[Slab]:
        return self.setting.rows(style, (text,), NOWHERE, width=width)

    def _rule(self, y: float) -> Outline:
        frame, inks = self.frame, self.setting.setter.inks
        pale = self.setting.ground.mixed(inks.of(self.spot.card, frame.colour), frame.tint)
        path = (PathStep("move", (0.0, y)), PathStep("line", (self.width, y)))
        ink = standing_out(pale, self.setting.ground, HAIRLINE)
        return Outline(path, stroke=ink, stroke_width=frame.width * MM_PER_POINT)

    # --- cards on a table ---

    def _table(self, cards: Sequence[LaidCard]) -> Slab:
        setter, frame = self.setting.setter, self.frame
        faces = [setter.desk.faces(PieceFace("deck", card.id)) if card.id else None for card in cards]
        size = next((face.face.size for face in faces if face), PLAIN_CARD)
        columns, scale = self._arranged(len(cards), size)
        across, down = size.width * scale, size.height * scale
        under, deepest = self._captions(cards, across)
        step = down + CAPTION_GAP + deepest + BETWEEN
        height = -(-len(cards) // columns) * step - BETWEEN + 2 * AROUND
        colour = setter.desk.palette["paper"].mixed(setter.inks.of(self.spot.card, TABLE), TINT)
        paper, edge = setter.desk.palette["paper"], standing_out(colour, setter.desk.palette["paper"], HAIRLINE)
        items: list[Item] = [Outline(rectangle(Rect(0, 0, self.width, height), ROUND), fill=colour)]
        for number, (face, caption) in enumerate(zip(faces, under, strict=True)):
            row, column = divmod(number, columns)
            x, y = AROUND + column * (across + BETWEEN), AROUND + row * step
            if face:
                small = setter.miniatures.of(face, min(across / face.face.size.width, down / face.face.size.height))
                items.extend(lying(small, (x + across / 2, y + down / 2), paper, edge))
            else:
                box = rectangle(Rect(x, y, across, down), CORNER * scale)
                items.append(Outline(box, fill=paper, stroke=edge, stroke_width=EDGE))
            items.extend(moved(item, y + down + CAPTION_GAP, x) for item in caption)
        return Slab(tuple(items), height, before=frame.above)

    def _captions(self, cards: Sequence[LaidCard], width: float) -> tuple[list[tuple[Item, ...]], float]:
        """Of each card, and how deep the deepest is."""
        style, area = self.frame.caption or self.frame.cell, Rect(0, 0, width, CAPTION)
        under = [self.setting.setter.words(self.spot, style, (_short(card.title),), area, NOWHERE) for card in cards]
        return [items for items, _ in under], max(bottom for _, bottom in under)

    def _arranged(self, count: int, size: Size) -> tuple[int, float]:
        """In how many columns, and at which scale: as large as has room."""
        frame, width = self.frame, self.width - 2 * AROUND

        def scale(columns: int) -> float:
            rows = -(-count // columns)
            across = (width - (columns - 1) * BETWEEN) / columns
            down = (frame.cards - 2 * AROUND - (rows - 1) * BETWEEN) / rows - CAPTION
            return round(min(across / size.width, down / size.height, frame.card / size.width), 4)

        columns = max(range(1, count + 1), key=scale)
        return columns, max(scale(columns), 0.05)

    def _contents(self, contents: ContentsList) -> Iterator[Slab]:
        frame, setting = self.frame, self.setting
        yield from kept(spaced(self._lines(frame.heading, contents.title, self.width), frame.above))
        free = self.width - frame.between * (len(CONTENTS) - 1)
        widths = [free * share / sum(CONTENTS) for share in CONTENTS]
        for listed in setting.chapters:
            chapter, page = listed.chapter, str(listed.page or "")
            number = f"**{chapter.number}**" if chapter.number else ""
            cells = (number, _short(chapter.title), _short(chapter.about), page)
            yield setting.row(frame.cell, cells, NOWHERE, widths, 0.0)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LISTED else f"{line[: LISTED - 1].rstrip()}…"


def _reach(slabs: Sequence[Slab]) -> float:
    """How far to the right words go."""
    return max(
        (item.x + item.width for slab in slabs for item in slab.items if isinstance(item, TextLine)), default=0.0
    )


def _depth(slab: Slab) -> float:
    return slab.before + slab.height


def _moved_right(slab: Slab, right: float) -> Slab:
    return slab._replace(items=tuple(moved(item, 0.0, right) for item in slab.items))


def _beside(label: Slab | None, text: Slab | None, left: float) -> Slab:
    """Two lines as one, on one baseline."""
    if label is None or text is None:
        slab = text or label or Slab((), 0.0)
        return _moved_right(slab, left) if text else slab
    bases = label.base or 0.0, text.base or 0.0
    base, depth = max(bases), min(label.height - bases[0], text.height - bases[1])
    items = [moved(item, base - bases[0]) for item in label.items]
    items += [moved(item, base - bases[1], left) for item in text.items]
    # no deeper than either, as the next line of one would miss its line of the grid by the depth of the other
    return Slab(tuple(items), base + depth, base, keeps=text.keeps or label.keeps)

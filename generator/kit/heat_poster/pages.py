"""The pages of a heat map: each map's overview with its list, then each thing and each department by itself."""

from collections.abc import Iterator, Sequence

from generator.geometry import Rect, Size
from generator.heat_map import NOBODY, BarMap, BarRow, HeatMap, LeanChart, ListMap, MappedThing, PlaneMap
from generator.kit.heat_poster.charts import Bars, draw_leans, lean_height, row_height
from generator.kit.heat_poster.look import MapLook
from generator.kit.heat_poster.marks import mark
from generator.kit.heat_poster.pen import Pen
from generator.kit.heat_poster.planes import EDGE, Plane
from generator.kit.heat_poster.set_lines import SetLine

MARGIN, GAP = 10.0, 7.0  # mm
TITLE, ABOUT, SIZE, SMALL = 21.0, 9.0, 9.0, 7.0  # points
FOOT = 4.0  # mm, of the line at the foot
ENDS = 10.7  # points, of the ends of axes
GROWTH = (2.0, 1.6, 1.3, 1.0)  # of bars, the largest that has room
SIDE = 82.0  # mm, of the list beside a plane
COLUMN = 84.0  # of a list on a page of its own, at least
PANEL = 54.0  # of a small plane with its words, at least
PANELS = 24  # things that have one
FEW = 30  # rows of a list that are set larger
FLATTEST, TALLEST = 0.9, 1.1  # of a panel: its height to its width

Row = tuple[str, str, str]  # number, name, facts


class MapPages:
    """Draws the pages of a heat map at the size of a sheet that is as large as an A4."""

    def __init__(self, heat: HeatMap, size: Size, look: MapLook) -> None:
        self.heat, self.size, self.look = heat, size, look
        self.inks, self.lettering, self.words = look.inks, look.lettering, heat.words

    @property
    def inner(self) -> Rect:
        """Between the margins, above the foot."""
        return Rect(MARGIN, MARGIN, self.size.width - 2 * MARGIN, self.size.height - 2 * MARGIN - FOOT)

    def pages(self) -> Iterator[Pen]:
        for each in self.heat.maps:
            match each:
                case PlaneMap():
                    yield from self._plane(each)
                    yield from self._leans(each.title, each.charts)
                case BarMap():
                    yield from self._bars(each)
                    yield from self._leans(each.title, each.charts)
                case ListMap():
                    yield from self._list(each.title, each.about, _numbered(each))

    def picture(self) -> Pen:
        """The first map that is no list on one page, for a slide; it says where the rest of it is."""
        rest: Sequence[object]
        match next((each for each in self.heat.maps if not isinstance(each, ListMap)), self.heat.maps[0]):
            case PlaneMap() as plane:
                pen, rest = self._overview(plane)
            case BarMap() as bars:
                pen, rest = self._some_bars(bars, bars.rows, bars.about)
            case ListMap() as listed:
                pen, rest = self._some_rows(listed.title, listed.about, _numbered(listed))
        if rest:
            pen.text(self.words["more"], self.inner.right, self.size.height - MARGIN + 2, SMALL, align="right")
        return pen

    def _page(self, title: str, about: str) -> tuple[Pen, float]:
        """A page with its head; where what it shows begins."""
        pen, box = Pen(self.size, self.inks, self.lettering), self.inner
        pen.box(Rect(box.x, box.y - 4, box.width, 1.6), fill=self.inks.accent)
        mark, wide = self.look.mark(box.right, box.y)
        pen.items += mark
        width = box.width - wide - (GAP if mark else 0)
        top = pen.block(title, box.x, box.y + 1, TITLE, width, look="title", most=2)
        top = pen.block(about, box.x, top + 0.6, ABOUT, width, colour=self.inks.muted)
        return pen, top + 2.5

    # --- planes ---

    def _plane(self, plane: PlaneMap) -> Iterator[Pen]:
        pen, rest = self._overview(plane)
        yield pen
        yield from self._list(plane.title, f"{self.words['order']}, {self.words['continued']}", rest)
        several = [(f"{number}  ", thing) for number, thing in enumerate(plane.things, 1) if thing.total > 1]
        yield from self._panels(plane, self.words["by-thing"], several[:PANELS])
        yield from self._panels(plane, self.words["by-group"], [("", group) for group in plane.of_groups])

    def _overview(self, plane: PlaneMap) -> tuple[Pen, list[Row]]:
        """All on one plane, the list beside it; what of that has no room there."""
        pen, top = self._page(plane.title, plane.about)
        room = Rect(self.inner.x, top, self.inner.width - SIDE - GAP, self.inner.bottom - top)
        said = " ".join((self.words["box"], *plane.notes))
        captions = [f"{self.words[key]} {said}" for key in ("squares", "dot")]
        notes = max(self._height(caption, room.width - 2 * EDGE) for caption in captions)
        box = Rect(room.x + EDGE, room.y + EDGE, room.width - 2 * EDGE, room.height - 2 * EDGE - notes)
        drawn = Plane(pen, box)
        dots = drawn.size(plane.dots)
        drawn.ground()
        if dots.is_crowded:
            drawn.squares(plane.dots)
        drawn.axes()
        drawn.words(plane, ENDS)
        taken = [] if dots.is_crowded else drawn.quadrants(plane, 10.7, dots)
        drawn.all_dots(plane.dots, dots)
        if dots.is_crowded:
            taken = drawn.quadrants(plane, 10.7, dots)
            drawn.counts(plane.dots, taken)
        drawn.names(plane, dots, taken)
        caption = captions[0 if dots.is_crowded else 1]
        pen.block(caption, box.x, box.bottom + EDGE + 1, SMALL, box.width, colour=self.inks.muted)
        rows = [(str(number), thing.name, thing.facts) for number, thing in enumerate(plane.things, 1)]
        side = Rect(room.right + GAP, top, SIDE, room.height)
        head = pen.block(self.words["order"], side.x, side.y, 10.7, side.width, look="bold") + 1.5
        return pen, self._rows(pen, rows, side._replace(y=head, height=side.bottom - head))

    def _height(self, text: str, width: float) -> float:
        return sum(line.leading for line in self.lettering.lines(text, SMALL, width))

    def _notes(self, pen: Pen, notes: Sequence[str], x: float, width: float, bottom: float) -> float:
        """What is to be known of a page, at its foot; where it begins."""
        lines = self.lettering.lines(" ".join(notes), SMALL, width)
        top = y = bottom - sum(line.leading for line in lines)
        for line in lines:
            pen.put(line, x, y + line.capital, self.inks.muted)
            y += line.leading
        return top

    def _rows(self, pen: Pen, rows: Sequence[Row], box: Rect, size: float = SMALL) -> list[Row]:
        """As many as there is room for; the rest of a name that goes on is a row without a number."""
        y = box.y
        for at, (number, name, facts) in enumerate(rows):
            names = self.lettering.lines(name, SIZE, box.width - 7, "bold")
            about = self.lettering.lines(facts, size, box.width - 7)
            height = sum(line.leading for line in (*names, *about)) + 2.2
            if y + height <= box.bottom:
                self._row(pen, number, names, about, box.x, y)
                y += height
                continue
            fits = int((box.bottom - y) / names[0].leading) if names else 0
            if height < box.height or fits < 2 or not names:
                return list(rows[at:])
            self._row(pen, number, names[:fits], [], box.x, y)
            return [("", " ".join(line.text for line in names[fits:]), facts), *rows[at + 1 :]]
        return []

    def _row(
        self, pen: Pen, number: str, names: Sequence[SetLine], about: Sequence[SetLine], x: float, y: float
    ) -> None:
        if number:
            pen.text(number, x + 5, y + (names or about)[0].capital, SIZE, look="bold", align="right")
        for lines, colour in ((names, self.inks.ink), (about, self.inks.muted)):
            for line in lines:
                pen.put(line, x + 7, y + line.capital, colour)
                y += line.leading

    def _list(self, title: str, about: str, rows: Sequence[Row]) -> Iterator[Pen]:
        while rows:
            pen, rows = self._some_rows(title, about, rows)
            yield pen

    def _some_rows(self, title: str, about: str, rows: Sequence[Row]) -> tuple[Pen, Sequence[Row]]:
        """A page of a list in columns; what has no room on it."""
        pen, top = self._page(title, about)
        count = max(1, int((self.inner.width + GAP) / (COLUMN + GAP)))
        width = (self.inner.width - GAP * (count - 1)) / count
        size = SIZE if len(rows) <= FEW else SMALL
        for column in range(count):
            box = Rect(self.inner.x + column * (width + GAP), top + 2, width, self.inner.bottom - top - 2)
            rows = self._rows(pen, rows, box, size)
        return pen, rows

    def _panels(self, plane: PlaneMap, about: str, things: Sequence[tuple[str, MappedThing]]) -> Iterator[Pen]:
        """Small planes with the numbers of their things, as many to a page as there is room for."""
        waiting = list(things)
        while waiting:
            pen, top = self._page(plane.title, about)
            top = self._legend(pen, plane, top) if plane.groups else top
            room = Rect(self.inner.x, top, self.inner.width, self.inner.bottom - top - 6)
            pages = -(-len(waiting) // _capacity(room))
            some = -(-len(waiting) // pages)  # pages that are about as full as one another
            said = dict.fromkeys(
                self._panel(pen, plane, number, thing, box)
                for (number, thing), box in zip(waiting[:some], _cells(room, some), strict=True)
            )
            notes = [self.words["box"], *(self.words[key] for key in said if key)]
            self._notes(pen, notes, self.inner.x, self.inner.width, self.inner.bottom + 1)
            waiting = waiting[some:]
            yield pen

    def _panel(self, pen: Pen, plane: PlaneMap, number: str, thing: MappedThing, box: Rect) -> str:
        """Which caption it needs."""
        y = pen.block(f"{number}{thing.name}", box.x, box.y, SIZE, box.width, look="bold", most=2)
        y = pen.block(thing.facts, box.x, y, SMALL, box.width, colour=self.inks.muted, most=2)
        edge = 4.4
        drawn = Plane(pen, Rect(box.x + edge, y + edge, box.width - 2 * edge, box.bottom - y - 2 * edge))
        drawn.ground()
        drawn.axes(0.45)
        drawn.words(plane, 6.5)
        needed = drawn.marks(thing.dots)
        drawn.frame(thing)
        if thing.total > 1:
            drawn.cross(thing)
        return needed

    def _legend(self, pen: Pen, plane: PlaneMap, top: float) -> float:
        """The departments with their marks, in lines."""
        x = self.inner.x
        has_nobody = any(dot.group == NOBODY for thing in plane.things for dot in thing.dots)
        names = [
            *enumerate(plane.groups),
            *([(NOBODY, plane.of_groups[-1].name)] if has_nobody and plane.of_groups else []),
        ]
        for number, name in names:
            line = self.lettering.lines(name, SIZE, self.inner.width / 3, most=1)[0]
            if x + line.width + 12 > self.inner.right:
                x, top = self.inner.x, top + 5.5
            pen.items.append(mark(number, x + 1.8, top + 1.4, 3.2, self.inks))
            pen.put(line, x + 5, top + 1.4 + line.capital / 2, self.inks.ink)
            x += line.width + 12
        return top + 6.5

    # --- ladders and the rest ---

    def _bars(self, bars: BarMap) -> Iterator[Pen]:
        pen, rest = self._some_bars(bars, bars.rows, bars.about)
        yield pen
        while rest:
            pen, rest = self._some_bars(bars, rest, f"{bars.about} · {self.words['continued']}")
            yield pen

    def _some_bars(self, bars: BarMap, rows: Sequence[BarRow], about: str) -> tuple[Pen, Sequence[BarRow]]:
        """As many rows as a page holds, larger where they are few; what is left."""
        pen, top = self._page(bars.title, about)
        foot = self._notes(pen, bars.notes, self.inner.x, self.inner.width, self.inner.bottom) - 3
        sizes = (Bars(pen, bars, self.inner.x, self.inner.width, grow) for grow in GROWTH)
        drawn = next((each for each in sizes if top + 2 + each.total_height(rows) <= foot), None)
        drawn = drawn or Bars(pen, bars, self.inner.x, self.inner.width, 1.0)
        y, done = drawn.heads(top + 2), 0
        while done < len(rows) and (not done or y + drawn.height(rows[done]) <= foot):
            y = drawn.row(rows[done], y)
            done += 1
        return pen, rows[done:]

    def _leans(self, title: str, charts: Sequence[LeanChart]) -> Iterator[Pen]:
        """How departments differ: charts side by side where the page is wide, else one below another."""
        waiting = list(charts)
        while waiting:
            pen, top = self._page(title, self.words["differ"])
            top = pen.block(self.words["method"], self.inner.x, top, SIZE, self.inner.width) + 4
            width = (self.inner.width - GAP) / 2
            begun, y = len(waiting), [top, top]
            while waiting:
                column = 0 if y[0] <= y[1] else 1
                height = lean_height(pen, waiting[0], width)
                if y[column] + height > self.inner.bottom and len(waiting) < begun:
                    break
                chart, x = waiting.pop(0), self.inner.x + column * (width + GAP)
                row = row_height(pen, chart, width, self.inner.bottom - y[column])
                y[column] = draw_leans(pen, chart, x, y[column], width, row, self.words["people"])
            yield pen


def _numbered(each: ListMap) -> list[Row]:
    return [(str(number), name, facts) for number, (name, facts) in enumerate(each.rows, 1)]


def _capacity(room: Rect) -> int:
    """How many panels a page holds, as small as they may be."""
    columns = max(1, int((room.width + GAP) / (PANEL + GAP)))
    width = (room.width - GAP * (columns - 1)) / columns
    return columns * max(1, int((room.height + GAP) / (width * FLATTEST + GAP)))


def _cells(room: Rect, count: int) -> list[Rect]:
    """So many places for panels, row by row, as large as they go."""
    for columns in range(min(2, count), count + 1):
        rows = -(-count // columns)
        width, height = (room.width - GAP * (columns - 1)) / columns, (room.height - GAP * (rows - 1)) / rows
        if height >= FLATTEST * width or columns == count:
            break
    height = min(height, width * TALLEST)
    return [
        Rect(room.x + at % columns * (width + GAP), room.y + at // columns * (height + GAP), width, height)
        for at in range(count)
    ]


def foot(pen: Pen, heat: HeatMap, look: MapLook, page: str) -> None:
    """Whose it is on the left, the page on the right."""
    baseline = pen.size.height - MARGIN + 2
    pages = pen.lettering.line(page, SMALL)
    pen.put(pages, pen.size.width - MARGIN, baseline, pen.inks.muted, "right")
    codes = heat.words["codes"] if pen.lettering.has_unset else ""
    words = " · ".join(part for part in (heat.title, look.client, look.legal, codes) if part)
    lines = pen.lettering.lines(words, SMALL, pen.size.width - 2 * MARGIN - pages.width - 6, most=2)
    for at, line in enumerate(lines):
        pen.put(line, MARGIN, baseline - (len(lines) - 1 - at) * line.leading, pen.inks.muted)

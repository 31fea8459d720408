"""One plane on a page: tints, axes and words around it, dots where they were put, frames and medians."""

from collections import Counter
from collections.abc import Sequence

from generator.face import Outline
from generator.geometry import Point, Rect, Size
from generator.heat_map import NOBODY, MapDot, MappedThing, PlaneMap
from generator.images.paths import ellipse
from generator.kit.heat_poster.dots import READ, DotPlace, DotSize, clusters, dot_size
from generator.kit.heat_poster.marks import HALO, disc, mark
from generator.kit.heat_poster.names import nearest_edge, place_name
from generator.kit.heat_poster.pen import Pen

EDGE = 6.5  # mm, of the words around a plane
SIZE, SMALL = 9.0, 6.5  # points, of names and of figures
SQUARES = 10  # from left to right and from bottom to top
NAMED, NAMED_IN_CROWD = 24, 12  # things with a name on the plane
FRAMED = 5  # things with a frame there: those on which people are furthest apart
LONGEST = 46.0  # mm, of a name on the plane
MARK = 3.0  # mm, on a small plane
CROSS = 4.4  # mm
STEP = 2.0  # mm, by which the word of a quadrant gives way to dots
WIDE = 2.2  # marks: what reaches over more than that is counted by squares


class Plane:
    """A plane in its box; `box`: the plane itself, without the words around it."""

    def __init__(self, pen: Pen, box: Rect) -> None:
        self.pen, self.box = pen, box

    def at(self, x: float, y: float) -> Point:
        """Of per cent from the left and from the bottom."""
        return Point(self.box.x + x / 100 * self.box.width, self.box.bottom - y / 100 * self.box.height)

    def ground(self) -> None:
        """The quadrants, the one at the top right the fullest."""
        box, middle = self.box, self.at(50, 50)
        for at, (x, y) in enumerate(((box.x, box.y), (middle.x, box.y), (box.x, middle.y), (middle.x, middle.y))):
            shade = self.pen.inks.tints[(0, 1, 0, 0)[at]]
            self.pen.box(Rect(x, y, box.width / 2, box.height / 2), fill=shade)

    def axes(self, width: float = 0.9) -> None:
        pen, box, middle = self.pen, self.box, self.at(50, 50)
        pen.stroke((middle.x, box.y), (middle.x, box.bottom), colour=pen.inks.ink, width=width)
        pen.stroke((box.x, middle.y), (box.right, middle.y), colour=pen.inks.ink, width=width)

    def words(self, plane: PlaneMap, size: float) -> None:
        """The ends of the axes outside, on all four sides, clear of dots that lie on an edge."""
        pen, box = self.pen, self.box
        top, bottom, left, right = plane.ends
        gap = size * 0.27
        for text, is_above in ((top, True), (bottom, False)):
            if text:
                line = pen.lettering.lines(text, size, box.width, "bold", most=1)[0]
                baseline = box.y - gap if is_above else box.bottom + gap + line.capital
                pen.put(line, box.x + box.width / 2, baseline, pen.inks.ink, "centre")
        middle = box.y + box.height / 2
        if left:
            pen.turned(left, box.x - gap, middle, size, box.height, upwards=True)
        if right:
            pen.turned(right, box.right + gap, middle, size, box.height, upwards=False)

    def quadrants(self, plane: PlaneMap, size: float, dots: DotSize) -> list[Rect]:
        """Their names with how much lies there, each in its outer corner, or as near to it along its edge as nothing
        lies; where they stand. Where dots are crowded they stand on a little paper over them.
        """
        taken, covered = [], [*self._covered(plane.dots, dots), *self._crosses(plane.things)]
        for at, (word, times) in enumerate(plane.quadrants):
            is_right, is_low = at % 2 == 1, at >= 2
            text = f"{word} · {times}" if word else str(times)
            line = self.pen.lettering.lines(text, size, self.box.width / 2 - 6, "bold", most=1)[0]
            x = self.box.right - 2.5 - line.width if is_right else self.box.x + 2.5
            baseline = self.box.bottom - 2.5 if is_low else self.box.y + 2.5 + line.capital
            box = Rect(x, baseline - line.capital, line.width, line.capital).grown(0.8)
            move = _aside(box, -STEP if is_right else STEP, self.box.width / 2 - line.width - 5, covered)
            x, box = x + move, box._replace(x=box.x + move)
            if dots.is_crowded:
                self.pen.box(box, fill=self.pen.inks.paper, radius=0.8)
            self.pen.put(line, x, baseline, self.pen.inks.muted)
            taken.append(box)
        return taken

    def _covered(self, dots: Sequence[MapDot], size: DotSize) -> list[Rect]:
        return [Rect(*place[:2], 0, 0).grown(size.of(place) / 2) for place in self._places(dots)]

    def _crosses(self, things: Sequence[MappedThing]) -> list[Rect]:
        """Around the medians of what several placed."""
        return [Rect(*self.at(thing.x, thing.y), 0, 0).grown(CROSS / 2) for thing in things if thing.total > 1]

    def size(self, dots: Sequence[MapDot]) -> DotSize:
        return dot_size(self._places(dots))

    def _places(self, dots: Sequence[MapDot]) -> list[DotPlace]:
        return [DotPlace(*self.at(dot.x, dot.y), dot.times) for dot in dots]

    def all_dots(self, dots: Sequence[MapDot], size: DotSize) -> None:
        """Each where it was put, the fullest last."""
        inks, places = self.pen.inks, sorted(self._places(dots), key=lambda place: place.times)
        for place in places:
            self.pen.items.append(disc(place.x, place.y, size.of(place), inks.accent, inks.paper))
        for place in places if not size.is_crowded else ():
            if place.times > 1:
                self._number(place.times, Point(place.x, place.y), size.counted)

    def _number(self, times: int, at: Point, diameter: float) -> None:
        """In a dot; three figures are smaller than two."""
        size = SMALL if times < 10 else min(SMALL, diameter / 0.62 / len(str(times)) * 1.6)
        line = self.pen.lettering.line(str(times), size, "bold")
        self.pen.put(line, at.x, at.y + line.capital / 2, self.pen.inks.on_accent, "centre")

    def _in_squares(self, dots: Sequence[MapDot]) -> Counter[tuple[int, int]]:
        step, last = 100 / SQUARES, SQUARES - 1
        counts: Counter[tuple[int, int]] = Counter()
        for dot in dots:
            counts[min(int(dot.x / step), last), min(int(dot.y / step), last)] += dot.times
        return counts

    def _square(self, column: int, row: int) -> Rect:
        corner = self.at(100 / SQUARES * column, 100 / SQUARES * (row + 1))
        return Rect(corner.x, corner.y, self.box.width / SQUARES, self.box.height / SQUARES)

    def squares(self, dots: Sequence[MapDot]) -> None:
        """The more lies in one, the fuller its tint."""
        counts = self._in_squares(dots)
        most = max(counts.values(), default=1)
        tints = self.pen.inks.tints
        for (column, row), times in sorted(counts.items()):
            shade = tints[min(int(times / most * len(tints)), len(tints) - 1)]
            self.pen.box(self._square(column, row), fill=shade, stroke=self.pen.inks.paper, width=0.15)

    def counts(self, dots: Sequence[MapDot], taken: Sequence[Rect] = ()) -> None:
        """Over the dots, each on a little paper; at the foot of a square whose head is taken."""
        for (column, row), times in sorted(self._in_squares(dots).items()):
            square = self._square(column, row)
            line = self.pen.lettering.line(str(times), SMALL, "bold")
            label = Rect(square.x + 0.5, square.y + 0.5, line.width + 1, line.capital + 1)
            if any(label.overlaps(each) for each in taken):
                label = label._replace(y=square.bottom - label.height - 0.5)
            self.pen.box(label, fill=self.pen.inks.paper, radius=0.5)
            self.pen.put(line, label.x + 0.5, label.y + 0.5 + line.capital, self.pen.inks.ink)

    def frame(self, thing: MappedThing, number: str = "") -> None:
        """The middle half, with the number of the thing in its corner where several are on one plane."""
        if thing.half:
            low, high = self.at(thing.half.left, thing.half.high), self.at(thing.half.right, thing.half.low)
            own = Rect(low.x, low.y, high.x - low.x, high.y - low.y)
            self.pen.box(own, stroke=self.pen.inks.ink, width=0.45, radius=0.6)
            if number:
                line = self.pen.lettering.line(number, SMALL, "bold")
                self.pen.put(line, own.x + 0.9, own.y + 0.8 + line.capital, self.pen.inks.ink)

    def cross(self, thing: MappedThing, size: float = CROSS) -> None:
        """At the median: thin, so that it hides nothing."""
        x, y = self.at(thing.x, thing.y)
        for colour, width in ((self.pen.inks.paper, 1.1), (self.pen.inks.ink, 0.5)):
            self.pen.stroke((x - size / 2, y), (x + size / 2, y), colour=colour, width=width)
            self.pen.stroke((x, y - size / 2), (x, y + size / 2), colour=colour, width=width)

    def names(self, plane: PlaneMap, dots: DotSize, taken: list[Rect]) -> None:
        """Things by number and, where there is room, by name; the most disagreed ones choose first."""
        most = NAMED_IN_CROWD if dots.is_crowded else NAMED
        things = list(enumerate(plane.things, 1))[:most]
        taken += [Rect(x, y, 0, 0).grown(dots.counted / 2) for x, y in (self.at(dot.x, dot.y) for dot in plane.dots)]
        for number, thing in things[:FRAMED]:
            self.frame(thing, str(number))
        taken += self._crosses([thing for _, thing in things])
        for _, thing in things:
            if thing.total > 1:
                self.cross(thing)
        for number, thing in things:
            self._name(number, thing, taken, over=dots.is_crowded)

    def _name(self, number: int, thing: MappedThing, taken: list[Rect], *, over: bool) -> None:
        """`over`: where there is no room left it covers what squares count; else only the list has it."""
        pen, middle = self.pen, self.at(thing.x, thing.y)
        forms = [pen.lettering.line(str(number), SIZE, "bold")]
        whole = pen.lettering.line(f"{number}  {thing.name[:80]}", SIZE, "bold")
        if len(thing.name) <= 80 and whole.width <= LONGEST:
            forms.insert(0, whole)
        sizes = [Size(form.width + 1.6, form.capital + 1.8) for form in forms]
        place = place_name(middle, sizes, taken, self.box)
        if place.is_over and not over:
            return
        edge = nearest_edge(middle, place.box)
        pen.stroke(middle, edge, colour=pen.inks.ink, width=0.25)
        pen.box(place.box, fill=pen.inks.paper, radius=0.8)
        line = forms[place.form]
        pen.put(line, place.box.x + 0.8, place.box.y + 0.9 + line.capital, pen.inks.ink)
        taken.append(place.box)

    def marks(self, dots: Sequence[MapDot], size: float = MARK) -> str:
        """By department. What lies too near to be told apart is one disc with a number; where that would reach far,
        squares count all. What of the captions says so, "" for none.
        """
        places = self._places(dots)
        found = clusters(places, size * 0.62)
        if any(_reach([places[at] for at in each.members]) > WIDE * size for each in found):
            self.squares(dots)
            self.counts(dots)
            return "counted"
        for each in found:
            groups = {dots[at].group for at in each.members}
            group = groups.pop() if len(groups) == 1 else NOBODY
            if each.times == 1:
                self.pen.items.append(mark(group, each.x, each.y, size, self.pen.inks))
            else:
                self._together(each.times, group, Point(each.x, each.y))
        return "together" if any(each.times > 1 for each in found) else ""

    def _together(self, times: int, group: int, at: Point) -> None:
        """A ring in the colour of the department, where all are of one."""
        inks = self.pen.inks
        colour = inks.ink if group == NOBODY else inks.marks[group % len(inks.marks)]
        line = self.pen.lettering.line(str(times), SMALL, "bold")
        radius = max(READ, line.width + 1.4) / 2
        path = ellipse(at.x, at.y, radius, radius)
        self.pen.items.append(Outline(path, fill=inks.paper, stroke=colour, stroke_width=HALO * 1.6))
        self.pen.put(line, at.x, at.y + line.capital / 2, inks.ink, "centre")


def _aside(box: Rect, step: float, room: float, covered: Sequence[Rect]) -> float:
    """How far a word moves along its edge to where it covers nothing; not at all where there is no such place."""
    moves = (number * step for number in range(max(1, int(room / abs(step)))))
    return next((by for by in moves if not any(box._replace(x=box.x + by).overlaps(each) for each in covered)), 0.0)


def _reach(places: Sequence[DotPlace]) -> float:
    """From end to end, along the axis on which that is more."""
    across, down = [place.x for place in places], [place.y for place in places]
    return max(max(across) - min(across), max(down) - min(down))

"""A tuck box from the cards it holds: its panels on one flat net, where it is cut, folded and glued.

A size and a depth go in, positions in millimetres come out: origin at the top left of the net, y down, the printed side
up. Knows no words, no colours and no paper but the one the net shall lie on.
"""

from collections.abc import Iterator, Sequence
from math import acos, ceil, dist, floor, pi, tan
from typing import NamedTuple

from generator.errors import Place, Problems
from generator.face import Path, PathStep
from generator.geometry import Point, Rect, Size
from generator.impose.grid import NOISE
from generator.impose.marks import Mark
from generator.impose.wording import size_words

CLEARANCE = 1.0  # mm, in width, height and depth: a deck is put back with one hand
LEAST_DEPTH = 6.0  # a shallower box does not hold its folds
MOST_DEPTH = 38.0  # a deeper deck is neither held nor pulled out with one hand
TUCK = 14.0  # how far the lid and the bottom reach into the box
GLUE = 11.0
DUST = 18.0
INSET = 0.5  # flaps that go inside are narrower by this on each side
NOTCH = 8.0  # the radius of the thumb notch
OVER_FOLD = 1.0  # colour runs so far onto a flap that is glued, so that a fold that drifts shows no white
SEAM = 0.2  # and so far under its neighbour, so that no printer shows a seam
EDGE = 6.0  # mm, from the net to the edge of the paper: printers reach no nearer, and bleed has room


class Panel(NamedTuple):
    """One area between folds and cuts; the corners go round it, from the start of the fold it hangs on."""

    name: str
    corners: tuple[Point, Point, Point, Point]
    turned: int = 0  # degrees clockwise that what is printed on it is turned
    is_glued: bool = False  # glue goes on its printed side

    @property
    def box(self) -> Rect:
        left, top = min(corner.x for corner in self.corners), min(corner.y for corner in self.corners)
        right, bottom = max(corner.x for corner in self.corners), max(corner.y for corner in self.corners)
        return Rect(left, top, right - left, bottom - top)


class Fold(NamedTuple):
    """Where a panel hangs on the one nearer to the front; all folds go back by a right angle."""

    panel: str
    parent: str
    line: Mark


class NetEdge(NamedTuple):
    panel: str
    line: Mark


class Net(NamedTuple):
    inner: tuple[float, float, float]  # width, height and depth inside
    size: Size
    panels: tuple[Panel, ...]
    folds: tuple[Fold, ...]
    cut: Path  # once round
    meetings: tuple[tuple[NetEdge, NetEdge], ...]  # edges that come to lie on each other when it is folded

    def panel(self, name: str) -> Panel:
        return next(panel for panel in self.panels if panel.name == name)


class NetOnPaper(NamedTuple):
    """A net in the middle of a sheet."""

    net: Net
    paper: Size  # as turned
    x: float
    y: float


def boxes(count: int, thickness: float, most_depth: float = MOST_DEPTH) -> tuple[int, ...]:
    """How many cards go into each box: as few boxes as there can be, filled evenly."""
    holds = max(1, floor((most_depth - CLEARANCE) / thickness + NOISE))
    number = max(1, ceil(count / holds))
    return tuple(count // number + (1 if place < count % number else 0) for place in range(number))


def depth_of(cards: int, thickness: float) -> float:
    return max(LEAST_DEPTH, cards * thickness + CLEARANCE)


def tuck_box(card: Size, depth: float) -> Net:
    """The net for cards of a size, which stand upright in it: left, front, right, back and the flap that joins them."""
    width, height = min(card) + CLEARANCE, max(card) + CLEARANCE
    tuck, glue = min(TUCK, height / 4), min(GLUE, depth - INSET)
    top = depth + tuck
    foot = top + height
    xs = (0.0, depth, depth + width, 2 * depth + width, 2 * (depth + width))
    walls = {
        name: _wall(Rect(x, top, right - x, height))
        for name, x, right in zip(("left", "front", "right", "back"), xs[:-1], xs[1:], strict=True)
    }
    dust = min(DUST, 0.45 * width, top)
    taper = min(2.0, depth / 8)
    flaps = {
        "dust-top-left": _flap(*_top(walls["left"]), dust, taper),
        "dust-top-right": _flap(*_top(walls["right"]), dust, taper),
        "lid": _flap(*_top(walls["back"]), depth),
        "glue": _flap(*_side(walls["back"]), glue, min(glue * 0.6, height / 8)),
        "dust-bottom-right": _flap(*_bottom(walls["right"]), dust, taper),
        "bottom": _flap(*_bottom(walls["front"]), depth),
        "dust-bottom-left": _flap(*_bottom(walls["left"]), dust, taper),
    }
    flaps["tuck"] = _flap(*flaps["lid"][1:3], tuck, inset=INSET)
    flaps["bottom-tuck"] = _flap(*flaps["bottom"][1:3], tuck, min(4.0, tuck / 3), inset=INSET)
    found = walls | flaps
    return Net(
        inner=(width, height, depth),
        size=Size(xs[-1] + glue, foot + top),
        panels=tuple(Panel(name, found[name], _TURNED.get(name, 0), name in _GLUED) for name in found),
        folds=tuple(Fold(name, parent, _shared(found[name], found[parent])) for name, parent in _HANGS.items()),
        cut=rounded(list(_outline(walls, flaps, min(NOTCH, width / 5), tuck))),
        meetings=tuple(_meetings(walls, flaps)),
    )


Corners = tuple[Point, Point, Point, Point]
_Corner = tuple[Point, float]  # with its radius

_TURNED = {
    "left": 90, "right": 90, "lid": 180, "tuck": 180, "glue": 270, "dust-bottom-left": 90, "dust-bottom-right": 90,
}  # fmt: skip
_GLUED = ("glue", "dust-bottom-left", "dust-bottom-right", "bottom-tuck")
_HANGS = {
    "left": "front", "right": "front", "back": "right", "glue": "back", "lid": "back", "tuck": "lid",
    "bottom": "front", "bottom-tuck": "bottom", "dust-top-left": "left", "dust-top-right": "right",
    "dust-bottom-left": "left", "dust-bottom-right": "right",
}  # fmt: skip


def on_paper(net: Net, paper: Size, problems: Problems, where: Place, named: str) -> NetOnPaper | None:
    """The net on the sheet; None, and a problem, where it does not fit. `named`: what the message calls the paper."""
    if found := lies_on(net, paper):
        return found
    needed = size_words(Size(net.size.width + 2 * EDGE, net.size.height + 2 * EDGE))
    message = f"the net of the tuck box needs {needed} of paper, and {named} is {size_words(paper)}"
    problems.error(where, message, "choose a larger `paper`, or smaller cards or fewer of them", "box-paper")
    return None


def lies_on(net: Net, paper: Size) -> NetOnPaper | None:
    """In the middle of the sheet, upright if it can be; None where it fits neither way round."""
    upright = paper.turned if paper.landscape else paper
    for turned in (upright, upright.turned):
        x, y = (turned.width - net.size.width) / 2, (turned.height - net.size.height) / 2
        if min(x, y) >= EDGE - NOISE:
            return NetOnPaper(net, turned, x, y)
    return None


def inked(net: Net, panel: Panel, bleed: float) -> Rect:
    """How far what is printed on a panel runs: over a cut by its bleed, over a fold hardly at all."""
    left, top, right, bottom = panel.box.x, panel.box.y, panel.box.right, panel.box.bottom
    runs = {"left": bleed, "top": bleed, "right": bleed, "bottom": bleed}
    for fold in net.folds:
        if panel.name in (fold.panel, fold.parent):
            beyond = net.panel(fold.parent if panel.name == fold.panel else fold.panel)
            (x, y), (to_x, to_y) = fold.line
            side = ("left" if x == left else "right") if x == to_x else ("top" if y == to_y == top else "bottom")
            runs[side] = OVER_FOLD if beyond.is_glued else SEAM
    x, y = left - runs["left"], top - runs["top"]
    return Rect(x, y, right + runs["right"] - x, bottom + runs["bottom"] - y)


def _wall(box: Rect) -> Corners:
    return _point(box.x, box.y), _point(box.right, box.y), _point(box.right, box.bottom), _point(box.x, box.bottom)


def _point(x: float, y: float) -> Point:
    """Rounded far below what can be cut, so that corners that are one are equal."""
    return Point(round(x, 6), round(y, 6))


def _top(wall: Corners) -> Mark:
    """Edges run clockwise round the net, so that what lies outside them is on their left."""
    return wall[0], wall[1]


def _side(wall: Corners) -> Mark:
    return wall[1], wall[2]


def _bottom(wall: Corners) -> Mark:
    return wall[2], wall[3]


def _flap(start: Point, end: Point, length: float, taper: float = 0.0, *, inset: float = 0.0) -> Corners:
    """What hangs outside an edge: narrower than it by `inset` on each side, and by `taper` more at its own end."""
    span = max(abs(end.x - start.x), abs(end.y - start.y))
    x, y = (end.x - start.x) / span, (end.y - start.y) / span  # along the edge; outside it is (y, -x)

    def at(along: float, out: float) -> Point:
        return _point(start.x + x * along + y * out, start.y + y * along - x * out)

    near, far = inset, inset + taper
    return at(near, 0), at(far, length), at(span - far, length), at(span - near, 0)


def _shared(child: Corners, parent: Corners) -> Mark:
    """The edge on which a panel hangs: of a flap its first and last corner, of a wall the one that both have."""
    both = [corner for corner in child if corner in parent]
    return (both[0], both[1]) if len(both) == 2 else (child[0], child[-1])


def _outline(walls: dict[str, Corners], flaps: dict[str, Corners], notch: float, tuck: float) -> Iterator[_Corner]:
    """The cut, clockwise from the top left of the left wall, each corner with its radius."""

    def flap(name: str, radius: float = 0.0) -> Iterator[_Corner]:
        start, out, back, end = flaps[name]
        yield from ((start, 0.0), (out, radius), (back, radius), (end, 0.0))

    (left, top), (right, _) = _top(walls["front"])
    middle = (left + right) / 2
    yield from flap("dust-top-left", 1.5)
    yield from ((Point(middle - notch, top), 0.0), (Point(middle - notch, top + notch), notch))
    yield from ((Point(middle + notch, top + notch), notch), (Point(middle + notch, top), 0.0))
    yield from flap("dust-top-right", 1.5)
    lid, bottom = flaps["lid"], flaps["bottom"]
    yield from (
        (lid[0], 0.0),
        (lid[1], 0.0),
        *flap("tuck", min(tuck * 0.6, abs(lid[2].x - lid[1].x) / 4)),
        (lid[2], 0.0),
        (lid[3], 0.0),
    )
    yield from flap("glue")
    yield from flap("dust-bottom-right", 1.5)
    yield from ((bottom[0], 0.0), (bottom[1], 0.0), *flap("bottom-tuck", 1.5), (bottom[2], 0.0), (bottom[3], 0.0))
    yield from flap("dust-bottom-left", 1.5)


def _meetings(walls: dict[str, Corners], flaps: dict[str, Corners]) -> Iterator[tuple[NetEdge, NetEdge]]:
    """What lies on what when the box is closed; the lines run so that their starts meet."""
    left, front, right, back = walls.values()
    lid, bottom = flaps["lid"], flaps["bottom"]
    yield NetEdge("left", (left[0], left[3])), NetEdge("back", (back[1], back[2]))
    yield NetEdge("lid", (lid[1], lid[2])), NetEdge("front", (front[1], front[0]))
    yield NetEdge("lid", (lid[0], lid[1])), NetEdge("right", (right[1], right[0]))
    yield NetEdge("lid", (lid[3], lid[2])), NetEdge("left", (left[0], left[1]))
    yield NetEdge("bottom", (bottom[1], bottom[2])), NetEdge("back", (back[3], back[2]))
    yield NetEdge("bottom", (bottom[0], bottom[1])), NetEdge("right", (right[3], right[2]))
    yield NetEdge("bottom", (bottom[3], bottom[2])), NetEdge("left", (left[2], left[3]))


def rounded(corners: Sequence[_Corner]) -> Path:
    """A closed path through the corners, each cut off by an arc of its radius (nought: a sharp one)."""
    kept = [corner for place, corner in enumerate(corners) if corner[0] != corners[place - 1][0]]
    steps: list[PathStep] = []
    for place, (here, radius) in enumerate(kept):
        before, after = kept[place - 1][0], kept[(place + 1) % len(kept)][0]
        steps.extend(_corner(before, here, after, radius))
    first = steps[0]
    return (PathStep("move", first.numbers), *steps[1:], PathStep("close"))


def _corner(before: Point, here: Point, after: Point, radius: float) -> Iterator[PathStep]:
    if radius <= 0:
        yield PathStep("line", tuple(here))
        return
    (ax, ay), (bx, by) = _towards(here, before), _towards(here, after)
    angle = acos(max(-1.0, min(1.0, ax * bx + ay * by)))
    away = radius / tan(angle / 2)  # from the corner to where the arc begins
    handle = away - 4 / 3 * tan((pi - angle) / 4) * radius
    yield PathStep("line", (here.x + ax * away, here.y + ay * away))
    handles = (here.x + ax * handle, here.y + ay * handle, here.x + bx * handle, here.y + by * handle)
    yield PathStep("curve", (*handles, here.x + bx * away, here.y + by * away))


def _towards(here: Point, there: Point) -> tuple[float, float]:
    length = dist(here, there)
    return (there.x - here.x) / length, (there.y - here.y) / length

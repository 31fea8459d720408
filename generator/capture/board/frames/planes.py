"""Placements as frames: each thing that was placed with its name, how far opinions lie apart, and who."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from heapq import nlargest

from generator.capture.board.frames.frame import (
    Dot,
    Ends,
    GroupMiddle,
    GroupPlane,
    Idea,
    LegendItem,
    PlaneFrame,
    Quadrant,
    Spread,
)
from generator.capture.board.frames.labels import name_on_plane
from generator.capture.board.frames.screen import NOBODY, Palette
from generator.capture.board.frames.spread import spread, squares
from generator.capture.board.measures import Matter, Measures
from generator.capture.board.measures.planes import PlacedThing, Places, PlaneTally, quartiles

IDEAS = 12  # with a name on the plane or in the list beside it
SPREAD_FROM = 3  # placements: fewer have no middle half
DOT = 3.4  # per cent of the plane's height
SMALL_DOT = 7.0  # of a plane that is one among several
BADGE = 9.5
DOTS, SMALL_DOTS = 200, 40  # on one plane; more are counted by parts of it
ROWS, SMALL_ROWS = 18, 10  # parts that a plane is counted by, from bottom to top
QUADRANTS = ("top-left", "top-right", "bottom-left", "bottom-right")


def plane_frames(matter: Matter, measures: Measures, palette: Palette) -> Iterable[PlaneFrame]:
    """For each plane what was placed and, where departments are known, the same split by them."""
    for tally in matter.planes:
        if tally.count:
            plane = _plane(matter, tally)
            yield _with_ideas(plane, tally, measures)
            yield from _by_groups(plane, tally, palette)


def _plane(matter: Matter, tally: PlaneTally) -> PlaneFrame:
    poster = tally.question.poster
    printed = poster.words if poster else {}

    def word(name: str) -> str:
        return value if isinstance(value := printed.get(name, ""), str) else ""

    return PlaneFrame(
        key=f"{matter.key}-{tally.question.name}",
        title=poster.title if poster else matter.title,
        poster=tally.question.poster_id if poster else "",
        ends=Ends(word("top"), word("bottom"), word("left"), word("right")),
        quadrants=tuple(Quadrant(word(name), count) for name, count in zip(QUADRANTS, tally.quadrants, strict=True)),
        count=tally.count,
    )


def _with_ideas(plane: PlaneFrame, tally: PlaneTally, measures: Measures) -> PlaneFrame:
    """What was placed, by name: what most people placed comes first; the rest lies there as dots."""
    ranked = nlargest(IDEAS, tally.things.items(), key=lambda item: item[1].count)  # of two alike the earlier one
    named = [(thing.name or measures.name(id), thing) for id, thing in ranked]
    rest: Places = Counter()
    for places in tally.groups.values():
        rest.update(places)
    for _, thing in named:
        rest.subtract(thing.places)
    rest = +rest
    crowded = rest.total() > DOTS
    return replace(
        plane,
        ideas=_ideas(named),
        more=len(tally.things) - len(named),
        dots=() if crowded else _dots(rest, NOBODY),
        squares=squares(rest, ROWS) if crowded else (),
    )


def _ideas(things: Sequence[tuple[str, PlacedThing]]) -> tuple[Idea, ...]:
    spreads = [_spread(thing.places) for _, thing in things]
    middles = spread([(box.x, box.y) for box in spreads], BADGE)
    sides = name_on_plane([_label(name, thing.count) for name, thing in things], middles)
    ideas, number = [], 0
    for (name, thing), box, (x, y), side in zip(things, spreads, middles, sides, strict=True):
        number += not side
        own = box if thing.count >= SPREAD_FROM else None
        ideas.append(Idea(0 if side else number, name, thing.count, x, y, own, side))
    return tuple(ideas)


def _label(name: str, count: int) -> str:
    return f"{name} ×{count}" if count > 1 else name


def _by_groups(plane: PlaneFrame, tally: PlaneTally, palette: Palette) -> Iterable[PlaneFrame]:
    """On so many screens as the groups take: all on one plane, told apart by shape and colour; then each on its own."""
    counts = Counter({group: places.total() for group, places in tally.groups.items()})
    screens = [(part, groups) for part in palette.parts() if (groups := part.legend(counts))]
    for at, (part, groups) in enumerate(screens):
        first = replace(
            plane,
            key=f"{plane.key}-groups-{2 * at + 1}",
            title=f"{plane.title} · {palette.words['board-by-department']}",
            groups=groups,
            page=2 * at + 1,
            pages=2 * len(screens),
        )
        own = [(group, _places(group, tally, part)) for group in groups]
        with_plane = [pair for pair in own if part.screens == 1 or pair[0].mark != NOBODY]
        yield replace(first, dots=() if tally.count > DOTS else _marked_dots(own), middles=_middles(with_plane))
        yield _by_group(first, tally, with_plane)


def _places(group: LegendItem, tally: PlaneTally, part: Palette) -> Places:
    if group.mark != NOBODY:
        return tally.groups[group.name]
    rest: Places = Counter()
    for name, places in tally.groups.items():
        rest.update(places if name not in part.marks else ())
    return rest


def _middles(own: Iterable[tuple[LegendItem, Places]]) -> tuple[GroupMiddle, ...]:
    """Of the groups that are large enough to have one."""
    named = [(group, places) for group, places in own if group.mark != NOBODY and group.count >= SPREAD_FROM]
    spreads = [_spread(places, group.mark) for group, places in named]
    sides = name_on_plane([group.name for group, _ in named], [(each.x, each.y) for each in spreads])
    groups = (group for group, _ in named)
    return tuple(GroupMiddle(*middle) for middle in zip(groups, spreads, sides, strict=True))


def _by_group(first: PlaneFrame, tally: PlaneTally, own: Sequence[tuple[LegendItem, Places]]) -> PlaneFrame:
    """The screen after the first: each group on a plane of its own, with its spread."""
    crowded = tally.count > DOTS or any(group.count > SMALL_DOTS for group, _ in own)
    planes = tuple(_group_plane(group, places, crowded) for group, places in own)
    page = first.page + 1
    return replace(first, key=first.key.removesuffix(str(first.page)) + str(page), page=page, planes=planes)


def _group_plane(group: LegendItem, places: Places, crowded: bool) -> GroupPlane:
    box = _spread(places, group.mark) if group.count >= SPREAD_FROM else None
    if crowded:
        return GroupPlane(group, squares=squares(places, SMALL_ROWS), spread=box)
    return GroupPlane(group, dots=_dots(places, group.mark, SMALL_DOT), spread=box)


def _dots(places: Places, mark: int, size: float = DOT) -> tuple[Dot, ...]:
    return tuple(Dot(x, y, mark) for x, y in spread(places.elements(), size))


def _marked_dots(own: Iterable[tuple[LegendItem, Places]]) -> tuple[Dot, ...]:
    pairs = [(place, group.mark) for group, places in own for place in places.elements()]
    places = spread((place for place, _ in pairs), DOT)
    return tuple(Dot(x, y, mark) for (x, y), (_, mark) in zip(places, pairs, strict=True))


def _spread(places: Places, mark: int = 0) -> Spread:
    across, up = Counter[int](), Counter[int]()
    for (x, y), count in places.items():
        across[x] += count
        up[y] += count
    wide, high = quartiles(across), quartiles(up)
    left, right, low, top = (round(number, 2) for number in (wide.low, wide.high, high.low, high.high))
    return Spread(left, right, low, top, round(wide.middle, 2), round(high.middle, 2), mark)

"""Placements of one form on a poster's plane: each thing that was placed, how far opinions lie apart, and who."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.reader import Question
from generator.capture.board.frames import Box, Dot, Ends, Frame, Grid, Idea, Quadrant, Share
from generator.capture.board.matters import ABOUT_ONESELF, NOBODY, Matter
from generator.capture.board.spacing import spread

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry

IDEAS = 12  # with a number and a line in the list beside the plane
SPREAD_FROM = 3  # placements: fewer have no middle half
DOT = 3.4  # per cent of the plane's height
SMALL_DOT = 7.0  # of a plane that is one among several
BADGE = 9.5
QUADRANTS = ("top-left", "top-right", "bottom-left", "bottom-right")


class Placement(NamedTuple):
    entry: "Entry"
    x: float
    y: float


def grids(matter: Matter, kit: "PrintedKit", words: Mapping[str, str]) -> list[Frame]:
    """For each plane what was placed and, where departments are known, the same split by them."""
    found: list[Frame] = []
    for question in (asked for asked in matter.questions if asked.kind == "placement"):
        placed = list(_placements(question.name, matter.entries))
        if not placed:
            continue
        grid = _grid(matter, question, placed)
        found.append(_with_ideas(grid, matter, placed))
        found += _by_group(grid, matter, placed, words)
    return found


def _by_group(grid: Grid, matter: Matter, placed: Sequence[Placement], words: Mapping[str, str]) -> list[Frame]:
    """All on one plane, told apart by shape and colour; then each group on a plane of its own, with its spread."""
    groups = matter.groups.legend((each.entry for each in placed), words)
    if not groups:
        return []
    marks = [matter.groups.mark(each.entry) for each in placed]
    shares = []
    for group in groups:
        own = [each for each in placed if matter.groups.of(each.entry) == group.name or group.mark == NOBODY]
        own = [each for each in own if group.mark != NOBODY or not matter.groups.of(each.entry)]
        shares.append(Share(group, _dots(own, [group.mark] * len(own), SMALL_DOT), _box(own, group.mark)))
    medians = tuple(share.box for share in shares if share.box and share.group.mark != NOBODY)
    split = replace(grid, title=f"{grid.title} · {words['board-by-department']}", groups=groups, pages=2)
    return [
        replace(split, key=f"{grid.key}-groups-1", dots=_dots(placed, marks), medians=medians),
        replace(split, key=f"{grid.key}-groups-2", page=2, shares=tuple(shares)),
    ]


def _placements(name: str, entries: "Iterable[Entry]") -> Iterable[Placement]:
    for entry in entries:
        answer = entry.body.get(name)
        if isinstance(answer, Mapping) and all(isinstance(answer.get(axis), int | float) for axis in "xy"):
            yield Placement(entry, _within(answer["x"]), _within(answer["y"]))


def _within(share: float) -> float:
    return min(max(float(share), 0.0), 100.0)


def _grid(matter: Matter, question: Question, placed: Sequence[Placement]) -> Grid:
    said = question.poster.words if question.poster else {}

    def word(name: str) -> str:
        return value if isinstance(value := said.get(name, ""), str) else ""

    counts = [0, 0, 0, 0]
    for each in placed:
        counts[(each.x >= 50) + 2 * (each.y < 50)] += 1
    return Grid(
        key=f"{matter.key}-{question.name}",
        title=question.poster.title if question.poster else matter.title,
        ends=Ends(word("top"), word("bottom"), word("left"), word("right")),
        quadrants=tuple(Quadrant(word(name), count) for name, count in zip(QUADRANTS, counts, strict=True)),
        count=len(placed),
    )


def _dots(placed: Sequence[Placement], marks: Sequence[int], size: float = DOT) -> tuple[Dot, ...]:
    places = spread(((each.x, each.y) for each in placed), size)
    return tuple(Dot(x, y, mark) for (x, y), mark in zip(places, marks, strict=True))


def _box(placed: Sequence[Placement], mark: int = 0) -> Box | None:
    if len(placed) < SPREAD_FROM:
        return None
    left, x, right = quantiles((each.x for each in placed), n=4, method="inclusive")
    low, y, high = quantiles((each.y for each in placed), n=4, method="inclusive")
    left, right, low, high, x, y = (round(value, 2) for value in (left, right, low, high, x, y))
    return Box(left, right, low, high, x, y, mark)


def _with_ideas(grid: Grid, matter: Matter, placed: Sequence[Placement]) -> Grid:
    """What was placed, by name: what most people placed is numbered first; the rest lies there as dots."""
    by_name: dict[str, list[Placement]] = {}
    for each in placed:
        by_name.setdefault(_name_of(matter, each.entry).casefold(), []).append(each)
    nameless = by_name.pop("", [])
    ranked = sorted(by_name.values(), key=lambda some: -len(some))
    numbered, rest = ranked[:IDEAS], ranked[IDEAS:]
    middles = [(median(each.x for each in some), median(each.y for each in some)) for some in numbered]
    ideas = tuple(
        Idea(number, _name_of(matter, some[0].entry), len(some), x, y, _box(some))
        for number, (some, (x, y)) in enumerate(zip(numbered, spread(middles, BADGE), strict=True), 1)
    )
    unnumbered = [each for some in rest for each in some] + nameless
    return replace(grid, ideas=ideas, more=len(rest), dots=_dots(unnumbered, [NOBODY] * len(unnumbered)))


def _name_of(matter: Matter, entry: "Entry") -> str:
    """The first words of the entry: its title."""
    for question in matter.questions:
        answer = entry.body.get(question.name)
        worded = question.kind in ("text", "long-text") and question.name not in ABOUT_ONESELF
        if worded and isinstance(answer, str) and answer.strip():
            return " ".join(answer.split())
    return ""

"""Where the frames of a side stand on a card: one that shows nothing, or needs less than it has, lends its room.

A text frame `takes` the room of frames beside or below it. An area is there for what it `holds`, and for what else
stands on it: it is not drawn without these, and draws back to what is left of them. Frames that lend and take nothing
stand where the layout says.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from types import UnionType
from typing import Literal, NamedTuple, Protocol

from generator.compose.desk import Spot
from generator.compose.grounds import ground_under
from generator.deck import Card
from generator.geometry import Rect, Size
from generator.layout import (
    SIDES,
    CardLayout,
    CodeFrame,
    FillFrame,
    Frame,
    LineFrame,
    PatternFrame,
    PictureFrame,
    TextFrame,
    TileFrame,
)

GAP = 2.0  # mm: a frame that grows comes no nearer to another one; nor to one below, unless it was nearer
AIR = 0.05  # mm more than its words need are left to a frame that lends
LEFT, TOP, RIGHT, BOTTOM = range(4)  # edges, and the directions in which a frame grows
_SIGNS = (-1, -1, 1, 1)
_EPS = 1e-6
_SHOWN = TextFrame | PictureFrame | CodeFrame  # what is read or looked at, in colours that its ground decides
_LENDERS = _SHOWN | TileFrame  # what may be missing, and is met where it is not

LentSize = Literal["own", "small", "smallest"]  # of a lender's words: "small" differs only in families set smaller
LENT_SIZES: tuple[LentSize, ...] = ("own", "small", "smallest")

Edges = tuple[float, float, float, float]


class CardWords(Protocol):
    """What is asked of the words of a card; TextSetter has them."""

    def is_crowded(self, spot: Spot, frame: TextFrame, size: LentSize) -> bool: ...

    def last_step(self, spot: Spot, frame: TextFrame) -> int | None: ...

    def need(self, spot: Spot, frame: TextFrame, size: LentSize) -> Size | None: ...


class FrameBoxes(NamedTuple):
    """The boxes of a side's frames; a frame without one is not drawn."""

    rects: Mapping[str, Rect]
    changes: Mapping[str, Rect | None]  # of these the frames that stand elsewhere than the layout says

    def key(self, names: Collection[str]) -> tuple[tuple[str, Rect | None], ...]:
        """What tells an arrangement of these frames from others."""
        return tuple((name, self.changes[name]) for name in names if name in self.changes) if self.changes else ()


class Arranger:
    """Arranges the sides of one layout."""

    def __init__(self, layout: CardLayout, shows: Callable[[Card, Frame], bool], words: CardWords) -> None:
        self.sides = {side: _Side(layout, side) for side in SIDES}
        self.shows, self.words = shows, words

    def boxes(self, card: Card, side: str) -> FrameBoxes:
        """Where this card's frames stand."""
        frames = self.sides[side]
        if not frames.moves:
            return frames.plain
        empty = frozenset(name for name, frame in frames.lenders.items() if not self.shows(card, frame))
        lent: dict[str, Rect] = {}
        for name, lenders in frames.crowders.items():
            if some := [each for each in lenders if each not in empty]:
                self._relieve(card, frames, name, some, empty, lent)
        arranged = frames.arranged(empty, lent)
        standing_in = [name for name in frames.stand_ins if name in arranged.rects]
        return self._stood_in(card, frames, arranged, standing_in) if standing_in else arranged

    def _stood_in(self, card: Card, frames: "_Side", boxes: FrameBoxes, names: Sequence[str]) -> FrameBoxes:
        """With the frames that stand in the place of others, where words that would take the room are as large without
        it.
        """
        rects, plain = dict(boxes.rects), frames.plain.rects
        for name in names:
            others = frames.stand_ins[name]
            takers = [taker for taker, lenders in frames.takers.items() if not set(lenders).isdisjoint(others)]
            if not all(self._is_at_ease(card, frames, each) for each in takers):
                del rects[name]
            else:
                rects |= {taker: plain[taker] for taker in takers}
        return FrameBoxes(rects, _changes(rects, plain))

    def _is_at_ease(self, card: Card, frames: "_Side", name: str) -> bool:
        """Whether a frame's words have the size that is designed where the layout has it."""
        frame = frames.frames[name]
        spot = Spot(card, frames.side, name, frames.plain.rects[name])
        return isinstance(frame, TextFrame) and self.words.last_step(spot, frame) == 0

    def _relieve(
        self,
        card: Card,
        frames: "_Side",
        name: str,
        lenders: Collection[str],
        empty: frozenset[str],
        lent: dict[str, Rect],
    ) -> None:
        """Adds to `lent` what is left to frames that need less than they have, where this one's words have no room."""
        frame = frames.frames[name]
        assert isinstance(frame, TextFrame)

        def spot() -> Spot:
            return Spot(card, frames.side, name, frames.arranged(empty, lent).rects[name])

        before = dict(lent)
        for each, size in ((each, size) for size in LENT_SIZES for each in lenders):
            if not self.words.is_crowded(spot(), frame, size):
                break
            if left := self._left(card, frames, name, each, lent, size):
                lent[each] = left
        if lent == before or (step := self.words.last_step(spot(), frame)) is None:
            return
        for each in [each for each in reversed(lent) if each not in before]:  # not what is of no use
            left = lent.pop(each)
            without = self.words.last_step(spot(), frame)
            if without is None or without > step:
                lent[each] = left

    def _left(
        self, card: Card, frames: "_Side", name: str, lender: str, lent: Mapping[str, Rect], size: LentSize
    ) -> Rect | None:
        """What a lender keeps: as much as its words need, at a size; None where that is all."""
        frame, whole = frames.frames[lender], frames.plain.rects[lender]
        direction = _direction(frames.plain.rects[name], whole)
        if not isinstance(frame, TextFrame) or direction is None:
            return None
        need = self.words.need(Spot(card, frames.side, lender, whole), frame, size)
        if need is None:
            return None
        near, sign = _opposite(direction), _SIGNS[direction]
        edges = list(_edges(whole))
        edges[near] = edges[direction] - sign * ((need.height if direction in (TOP, BOTTOM) else need.width) + AIR)
        is_less = sign * (edges[near] - _edges(lent.get(lender, whole))[near]) > _EPS
        return _rect(edges) if is_less else None


class _Side:
    """The frames of a side, who takes from whom, and where they stand whenever some show nothing."""

    def __init__(self, layout: CardLayout, side: str) -> None:
        self.side, self.frames, self.trim = side, layout.side(side), layout.size
        self.safe = _edges(Rect(0, 0, *layout.size).grown(-layout.safe))
        rects = {name: frame.box.within(layout.size) for name, frame in self.frames.items() if not frame.box.faults()}
        self.plain = FrameBoxes(rects, {})
        self.takers = self._related(TextFrame, "takes")
        self.holders = {
            name: (*others, *(each for each in self._standing_on(name) if each not in others))
            for name, others in self._related(FillFrame | LineFrame, "holds").items()
        }
        self.stand_ins = self._related(PatternFrame, "instead")
        self._known: dict[frozenset[str], FrameBoxes] = {}

    def _related(self, kind: type[Frame] | UnionType, key: str) -> dict[str, tuple[str, ...]]:
        named = {name: getattr(frame, key) for name, frame in self.frames.items() if isinstance(frame, kind)}
        there = {name: tuple(each for each in others if each in self.frames) for name, others in named.items()}
        return {name: others for name, others in there.items() if others}

    def _standing_on(self, area: str) -> Iterator[str]:
        """What has its colours of an area."""
        sound = {name: self.frames[name] for name in self.plain.rects}
        for name, frame in sound.items():
            if isinstance(frame, _SHOWN) and ground_under(name, sound, self.trim) is self.frames[area]:
                yield name

    @cached_property
    def moves(self) -> bool:
        """Whether a frame ever stands elsewhere than the layout says."""
        return bool(self.takers or self.holders or self.stand_ins)

    @cached_property
    def lenders(self) -> dict[str, Frame]:
        """The frames that may show nothing, whose emptiness changes something."""
        return {name: frame for name, frame in self.frames.items() if isinstance(frame, _LENDERS)}

    @cached_property
    def crowders(self) -> dict[str, tuple[str, ...]]:
        """The frames that take room from words, and from whose."""
        words = {
            name: tuple(each for each in others if isinstance(self.frames[each], TextFrame))
            for name, others in self.takers.items()
        }
        return {name: others for name, others in words.items() if others and not _has_common_size(self.frames[name])}

    def arranged(self, empty: frozenset[str], lent: Mapping[str, Rect]) -> FrameBoxes:
        """Without what is empty, and with what lenders have left."""
        if lent:
            return self._arranged(empty, lent)
        if empty not in self._known:
            self._known[empty] = self._arranged(empty, lent)
        return self._known[empty]

    def _arranged(self, empty: frozenset[str], lent: Mapping[str, Rect]) -> FrameBoxes:
        plain = self.plain.rects
        rects = {**plain, **lent}
        for name, others in self.stand_ins.items():
            if not empty.issuperset(others):
                del rects[name]
        for name in self.holders:
            self._hold(name, rects, empty)
        gone = empty | (plain.keys() - rects.keys())
        for name, lenders in self.takers.items():
            rects[name] = self._grown(name, rects, gone, {each for each in lenders if each in gone or each in lent})
        for name in self.holders.keys() & rects.keys():  # once more: what it holds may have grown
            self._hold(name, rects, empty)
        return FrameBoxes(rects, _changes(rects, plain))

    def _hold(self, name: str, rects: dict[str, Rect], empty: frozenset[str]) -> None:
        """Takes an area away, or moves its edges with those of what it holds. Edges that run off the card stay."""
        held = self.holders[name]
        left = [rects[each] for each in held if each in rects and each not in empty]
        if not left:
            del rects[name]
            return
        before, after = _union([self.plain.rects[each] for each in held]), _union(left)
        edges = list(_edges(self.plain.rects[name]))
        ends = (0.0, 0.0, self.trim.width, self.trim.height)
        for edge in range(4):
            if _SIGNS[edge] * (ends[edge] - edges[edge]) > _EPS:
                edges[edge] += after[edge] - before[edge]
        rects[name] = _rect(edges)

    def _grown(self, name: str, rects: Mapping[str, Rect], gone: Collection[str], lenders: Collection[str]) -> Rect:
        """A frame over the room that is lent to it, as far as it meets nothing."""
        own = self.plain.rects[name]
        edges = list(_edges(rects[name]))
        for direction in range(4):
            sign = _SIGNS[direction]
            ends = [
                sign * _edges(self.plain.rects[each])[direction]
                for each in lenders
                if _direction(own, self.plain.rects[each]) == direction
            ]
            if ends:
                limits = (sign * edge for edge in self._limits(name, _rect(edges), direction, rects, gone))
                edges[direction] = sign * max(min(max(ends), *limits), sign * edges[direction])
        return _rect(edges)

    def _limits(
        self, name: str, now: Rect, direction: int, rects: Mapping[str, Rect], gone: Collection[str]
    ) -> Iterator[float]:
        """Where a frame that grows in a direction has to stop: the safe area, and all that is shown there."""
        yield self.safe[direction]
        own, sign, near = self.plain.rects[name], _SIGNS[direction], _opposite(direction)
        for other, rect in rects.items():
            frame = self.frames[other]
            if other in (*gone, name) or not _stands_in_the_way(frame):
                continue
            apart = sign * (_edges(self.plain.rects[other])[near] - _edges(own)[direction])
            if apart >= -_EPS and _crosses(now, rect, direction):
                yield _edges(rect)[near] - sign * (GAP if direction in (LEFT, RIGHT) else min(apart, GAP))


def _changes(rects: Mapping[str, Rect], plain: Mapping[str, Rect]) -> dict[str, Rect | None]:
    moved: dict[str, Rect | None] = {name: rect for name, rect in rects.items() if rect != plain[name]}
    return moved | dict.fromkeys(plain.keys() - rects.keys())


def _stands_in_the_way(frame: Frame) -> bool:
    """An area that holds nothing is a ground, on which others stand."""
    return bool(frame.holds) if isinstance(frame, FillFrame) else isinstance(frame, _LENDERS)


def _has_common_size(frame: Frame) -> bool:
    return isinstance(frame, TextFrame) and frame.common_size


def _direction(own: Rect, other: Rect) -> int | None:
    """On which side of a frame another one lies; None where it lies across a corner, or over it."""
    for direction, sign in enumerate(_SIGNS):
        apart = sign * (_edges(other)[_opposite(direction)] - _edges(own)[direction])
        if apart >= -_EPS and _crosses(own, other, direction):
            return direction
    return None


def _crosses(own: Rect, other: Rect, direction: int) -> bool:
    """Whether a frame that grew far enough in the direction would meet the other."""
    if direction in (TOP, BOTTOM):
        return own.x < other.right - _EPS and other.x < own.right - _EPS
    return own.y < other.bottom - _EPS and other.y < own.bottom - _EPS


def _opposite(direction: int) -> int:
    return (direction + 2) % 4


def _edges(rect: Rect) -> Edges:
    return rect.x, rect.y, rect.right, rect.bottom


def _rect(edges: Collection[float]) -> Rect:
    left, top, right, bottom = edges
    return Rect(left, top, right - left, bottom - top)


def _union(rects: Collection[Rect]) -> Edges:
    edges = [_edges(rect) for rect in rects]
    return min(e[0] for e in edges), min(e[1] for e in edges), max(e[2] for e in edges), max(e[3] for e in edges)

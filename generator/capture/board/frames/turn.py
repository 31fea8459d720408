"""Which frame comes when: what the desk wants, else votes and planes often and the newest words next."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from generator.capture.board.frames.frame import Frame, Weight

EVERY = 20  # seconds that a frame stands, unless a board says otherwise
ROUND = 9  # frames, until the most important ones come again: three minutes
SLOTS: Mapping[Weight, int] = {"often": 4, "newest": 2, "rest": 3}  # of a round, where there is enough of each


class FrameWishes(NamedTuple):
    """What the desk says of frames, by their keys; keys of frames that are gone do no harm."""

    pinned: tuple[str, ...] = ()  # these take turns, and no others
    skipped: tuple[str, ...] = ()  # these have no turn
    now: str = ""  # this one stands

    @classmethod
    def of(cls, board: Mapping[str, Any]) -> "FrameWishes":
        """As a session keeps them."""
        now = board.get("now")
        return cls(_keys(board.get("pinned")), _keys(board.get("skipped")), now if isinstance(now, str) else "")

    def kept(self) -> dict[str, Any]:
        return {"pinned": list(self.pinned), "skipped": list(self.skipped), "now": self.now}


def _keys(value: object) -> tuple[str, ...]:
    return tuple(key for key in value if isinstance(key, str)) if isinstance(value, list) else ()


def turn(frames: Sequence[Frame], wishes: FrameWishes) -> tuple[int, ...]:
    """Places in `frames`, in the order in which they are shown, over and over."""
    pinned = tuple(index for index, frame in enumerate(frames) if frame.key in wishes.pinned)
    if pinned:
        return pinned
    left = [index for index, frame in enumerate(frames) if frame.key not in wishes.skipped]
    if len(left) <= ROUND:
        return tuple(left)
    weighed = {weight: [index for index in left if frames[index].weight == weight] for weight in SLOTS}
    return tuple(_rounds(weighed))


def _rounds(weighed: Mapping[Weight, Sequence[int]]) -> Iterator[int]:
    """So many rounds that everything was there; in each round some of every weight, in turns."""
    slots = _slots({weight: len(some) for weight, some in weighed.items()})
    rounds = max(-(-len(weighed[weight]) // slots[weight]) for weight in SLOTS if slots[weight])
    for number in range(rounds):
        picked = [
            [some[(number * slots[weight] + slot) % len(some)] for slot in range(slots[weight])]
            for weight, some in weighed.items()
        ]
        yield from (index for row in zip_longest(*picked) for index in row if index is not None)


def _slots(counts: Mapping[Weight, int]) -> dict[Weight, int]:
    """How many frames of each weight a round has; what one does not need is for those that wait longest."""
    slots = {weight: min(counts[weight], SLOTS[weight]) for weight in SLOTS}
    while sum(slots.values()) < ROUND:
        waiting = [weight for weight in SLOTS if slots[weight] < counts[weight]]
        slots[max(waiting, key=lambda weight: counts[weight] / slots[weight])] += 1
    return slots

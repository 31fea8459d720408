"""Placements on a plane, counted: each thing that was placed, and each group, with how often it stands where."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.reader import Question

if TYPE_CHECKING:
    from generator.capture.model import Entry

Place = tuple[int, int]  # per cent from the left and from the bottom
Places = Counter[Place]

MIDDLE = 50  # what stands on it belongs to the right and to the top


class Quartiles(NamedTuple):
    """The middle half of some numbers, and their median."""

    low: float
    middle: float
    high: float


class PlacedThing:
    """Something that was placed: its name as whoever came first wrote it, and its places."""

    __slots__ = ("count", "name", "places")

    def __init__(self) -> None:
        self.name = ""
        self.places: Places = Counter()
        self.count = 0

    def add(self, places: Mapping[Place, int]) -> None:
        self.places.update(places)
        self.count += sum(places.values())


class PlaneTally:
    """What one question for a place has been answered with.

    A thing is the entry that was placed, by whoever, and never its words.
    """

    def __init__(self, question: Question, name_of: "Callable[[Entry], str]") -> None:
        self.question = question
        self._name_of = name_of
        self.things: dict[str, PlacedThing] = {}  # by the id of the entry that is placed
        self.nameless: Places = Counter()
        self.groups: dict[str, Places] = {}
        self.quadrants = [0, 0, 0, 0]  # top left, top right, bottom left, bottom right
        self.count = 0

    def add(self, entry: "Entry", group: str, placed: str) -> None:
        """`placed`: the id of the entry that this one places; its own of one that brings the thing along."""
        place = place_of(entry.body.get(self.question.name))
        if place is None:
            return
        self.count += 1
        self.quadrants[(place[0] >= MIDDLE) + 2 * (place[1] < MIDDLE)] += 1
        self.groups.setdefault(group, Counter())[place] += 1
        name = self._name_of(entry) if placed == entry.id else ""
        if placed == entry.id and not name:
            self.nameless[place] += 1
            return
        thing = self.things.setdefault(placed, PlacedThing())
        thing.name = thing.name or name
        thing.add({place: 1})


def place_of(answer: object) -> Place | None:
    """Where an answer stands on the plane; None of what is no place."""
    if not isinstance(answer, Mapping):
        return None
    x, y = answer.get("x"), answer.get("y")
    if not isinstance(x, int | float) or not isinstance(y, int | float):
        return None
    return round(min(max(x, 0), 100)), round(min(max(y, 0), 100))


def quartiles(counts: Mapping[int, int]) -> Quartiles:
    """Of numbers given as number → how often; between two numbers as `statistics.quantiles(method="inclusive")`."""
    numbers = sorted(counts)
    last = sum(counts.values()) - 1
    return Quartiles(*(_at(numbers, counts, last * part / 4) for part in (1, 2, 3)))


def _at(numbers: list[int], counts: Mapping[int, int], position: float) -> float:
    """The number at a position of the sorted row, which may lie between two."""
    below = int(position)
    first = _nth(numbers, counts, below)
    rest = position - below
    return first + rest * (_nth(numbers, counts, below + 1) - first) if rest else float(first)


def _nth(numbers: list[int], counts: Mapping[int, int], index: int) -> int:
    for number in numbers:
        index -= counts[number]
        if index < 0:
            return number
    return numbers[-1]

"""A session to be drawn, and how its departments lie to one another: a person counts once, small groups with care."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.capture.board.measures.matters import Matter, Measures
from generator.capture.model import Entry
from generator.capture.results.held import HeldSession
from generator.capture.results.plain_text import visible
from generator.capture.results.shrinkage import pooled_groups
from generator.capture.web.translations import Say
from generator.heat_map import Lean, LeanChart

FINE = 10  # an axis that is shorter has leans with a decimal


class MappedSession(NamedTuple):
    """A session with the entries that may be shown of it."""

    held: HeldSession
    measures: Measures
    entries: tuple[Entry, ...]
    votes: Counter[str]  # by what they are on
    are_several: bool  # sessions, so that each map says which it is of

    def wanted(self, board: str) -> Iterator[Matter]:
        """`board`: the id of a poster or a form; "": all."""
        return (matter for matter in self.measures.matters if board in ("", matter.form, matter.poster))

    def titled(self, title: str) -> str:
        return visible(f"{title} · {self.held.session.title}" if self.are_several else title)

    def groups(self, met: Iterable[str]) -> tuple[str, ...]:
        """Those that were met, in the order of the board."""
        named = set(met)
        return tuple(name for name in self.measures.groups.names if name in named)


def person_of(entry: Entry) -> str:
    """The phone; what was typed for the room is of somebody else each time."""
    return entry.id if entry.device is None else str(entry.device)


class PeopleFigures:
    """Figures by group and person."""

    def __init__(self) -> None:
        self._figures: dict[str, dict[str, list[float]]] = {}

    def add(self, group: str, person: str, figure: float) -> None:
        self._figures.setdefault(group, {}).setdefault(person, []).append(figure)

    def of(self, group: str) -> list[float]:
        """The mean of each person."""
        return [sum(figures) / len(figures) for figures in self._figures.get(group, {}).values()]


def lean_chart(
    figures: PeopleFigures, groups: Sequence[str], title: str, ends: tuple[str, str], reach: float, t: Say
) -> LeanChart | None:
    """None of fewer than two departments. Who says none is in no comparison."""
    people = [figures.of(group) for group in groups]
    pooled = pooled_groups(people, reach)
    if not pooled:
        return None
    leans = tuple(
        Lean(visible(group), len(own), *each) for group, own, each in zip(groups, people, pooled, strict=True)
    )
    decimals = 0 if reach >= FINE else 1
    apart = ", ".join(f"{each.name} ({each.pooled:+.{decimals}f})" for each in leans if each.is_apart)
    low, high = map(visible, ends)
    return LeanChart(
        visible(title), low, high, reach, leans, t("heat-apart", names=apart) if apart else t("heat-none-apart")
    )

"""What is the same for all frames: how much fits a screen, and the shape and colour that a group has on each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.capture.answers.ballots import BallotKey, hides_counts
from generator.capture.board.frames.frame import Frame, LegendItem

if TYPE_CHECKING:
    from generator.capture.model import Ballot, Session

MARKS = 14  # seven shapes, filled and hollow
GROUPS = 12  # on one screen; more are told apart, and read, on further ones
NOBODY = -1  # the mark of who says no department
MOST_PAGES = 6  # of one kind in one matter: nobody waits for more

Item = TypeVar("Item")


class Ballots(NamedTuple):
    """Which votes may be counted on the board, and how many phones could vote."""

    counted: tuple[BallotKey, ...] = ()
    phones: int = 0
    are_over: bool = False  # with the session all votes have ended

    @classmethod
    def of(cls, session: "Session", ballots: "Iterable[Ballot]", phones: int) -> "Ballots":
        shown = (BallotKey(each.form, each.poster) for each in ballots if not hides_counts(each))
        return cls(tuple(sorted(shown)), phones, not session.is_open)

    def is_counted(self, key: BallotKey | None) -> bool:
        return self.are_over or key in self.counted


class Palette(NamedTuple):
    """The words of a board, the marks of its groups, and what may be counted on it."""

    words: Mapping[str, str]
    marks: Mapping[str, int]  # the groups of a screen; those of other screens are the others there
    ballots: Ballots
    screen: int = 1
    screens: int = 1

    @classmethod
    def of(cls, names: Sequence[str], words: Mapping[str, str], ballots: Ballots) -> "Palette":
        return cls(words, {name: index % GROUPS for index, name in enumerate(names)}, ballots)

    def parts(self) -> "tuple[Palette, ...]":
        """One for each screen that the groups take."""
        screens = paged(tuple(self.marks), GROUPS)
        return tuple(
            self._replace(marks={name: mark for mark, name in enumerate(some)}, screen=screen, screens=of)
            for screen, of, some in screens
        ) or (self,)

    def titled(self, title: str) -> str:
        """The title of a frame that shows groups; where they take several screens it says which of them this is."""
        by = f"{self.words['board-by-department']} {self.screen}/{self.screens}"
        return f"{title} · {by}" if self.screens > 1 else title

    def mark(self, group: str) -> int:
        return self.marks.get(group, NOBODY)

    def legend(self, counts: Counter[str]) -> tuple[LegendItem, ...]:
        """Who is to be seen on this screen, with how many; nothing where none of its groups said anything."""
        listed = [LegendItem(name, mark, counts[name]) for name, mark in self.marks.items() if counts[name]]
        rest = sum(count for name, count in counts.items() if name not in self.marks)
        word = "board-other" if self.screens > 1 else "board-no-department"
        others = [LegendItem(self.words[word], NOBODY, rest)] if rest else []
        return (*listed, *others) if listed else ()


def paged(items: Sequence[Item], most: int) -> list[tuple[int, int, tuple[Item, ...]]]:
    """(page, pages, what stands on it): nothing is left out; it comes on another screen, which is as full."""
    pages = -(-len(items) // most)
    size = -(-len(items) // pages) if pages else 0
    return [(page + 1, pages, tuple(items[page * size : (page + 1) * size])) for page in range(pages)]


def listed_title(frame: Frame) -> str:
    """As it stands in a list of frames."""
    return f"{frame.title} {frame.page}/{frame.pages}" if frame.pages > 1 else frame.title


def share(count: int, most: int) -> float:
    """In per cent."""
    return round(100 * count / most, 2)


def newest(items: Sequence[Item], most: int) -> Iterable[Item]:
    """The last ones, the newest first."""
    return reversed(items[-most:])

"""Whom entries come from: departments by the names they are shown with."""

from typing import TYPE_CHECKING

from generator.capture.departments import speller

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, Session

DEPARTMENT, TABLE = "department", "table"  # questions of these names ask for them
ABOUT_ONESELF = (DEPARTMENT, TABLE)


class Groups:
    """The departments that were met so far, small ones under the name of those that they are shown with."""

    def __init__(self, session: "Session", kit: "PrintedKit | None") -> None:
        self._shown: dict[str, str] = {}
        self._called = speller(session.departments, kit.department if kit else str)
        self._merged = {self._called(name): self._called(to) for name, to in session.merged.items()}
        self._listed = tuple(dict.fromkeys(map(self.shown_with, session.departments)))
        self._met: set[str] = set()

    def meet(self, entry: "Entry") -> str:
        """The group of an entry: what its form says, else what its phone said when it joined; '' for none."""
        answer = entry.body.get(DEPARTMENT)
        name = answer if isinstance(answer, str) and answer else entry.department
        group = self.shown_with(name)
        self._met.add(group)
        return group

    def shown_with(self, name: str) -> str:
        """The group of a department, however it is spelled."""
        if name not in self._shown:
            own = self._called(name)
            self._shown[name] = self._merged.get(own, own)
        return self._shown[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Those that were met, in the order of the session's own list, then by their names."""
        listed = (name for name in self._listed if name in self._met)
        return (*listed, *sorted(self._met - {"", *self._listed}))

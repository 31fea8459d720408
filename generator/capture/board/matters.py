"""Entries sorted by what they are about, and the groups they come from. Entries and the kit in, no frame yet."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from generator.capture.answers.reader import Question, questions
from generator.capture.board.frames import Group
from generator.capture.departments import folded

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, Session
    from generator.form import Form

MARKS = 14  # seven shapes, filled and hollow; later groups share the last one
NOBODY = -1  # the mark of who says no department
DEPARTMENT = "department"  # a question of that name asks for it
ABOUT_ONESELF = (DEPARTMENT, "table")

Item = TypeVar("Item")


class Matter(NamedTuple):
    """All entries of one form, on one poster where the form is about one."""

    key: str
    title: str
    questions: tuple[Question, ...]
    entries: "tuple[Entry, ...]"
    groups: "Groups"
    everything: "Sequence[Entry]"  # of the session: what is voted on lies in other matters


class Groups:
    """Departments by the names they are shown with, in the order of the session's own list."""

    def __init__(self, session: "Session", entries: "Iterable[Entry]", kit: "PrintedKit") -> None:
        self._kit = kit
        self._spelled: dict[str, str] = {}
        for name in session.departments:
            self._called(name)
        self._merged = {self._called(name): self._called(to) for name, to in session.merged.items()}
        met = {self.of(entry) for entry in entries} - {""}
        listed = dict.fromkeys(self._shown_with(name) for name in session.departments)
        names = [*(name for name in listed if name in met), *sorted(met - set(listed))]
        self._marks = {name: min(index, MARKS - 1) for index, name in enumerate(names)}

    def of(self, entry: "Entry") -> str:
        """The group that an entry is shown with: what its form says, else what its phone said when it joined."""
        answer = entry.body.get(DEPARTMENT)
        said = answer if isinstance(answer, str) and answer else entry.department
        return self._shown_with(said)

    def _shown_with(self, name: str) -> str:
        name = self._called(name)
        return self._merged.get(name, name)

    def _called(self, name: str) -> str:
        """As it is called today, and spelled the first time."""
        name = self._kit.department(name)
        return self._spelled.setdefault(folded(name), name)

    def mark(self, entry: "Entry") -> int:
        return self._marks.get(self.of(entry), NOBODY)

    def legend(self, entries: "Iterable[Entry]", words: Mapping[str, str]) -> tuple[Group, ...]:
        """Who is to be seen, with how many entries; nothing where nobody said a department."""
        counts = Counter(self.of(entry) for entry in entries)
        listed = [Group(name, mark, counts[name]) for name, mark in self._marks.items() if counts[name]]
        nobody = [Group(words["board-no-department"], NOBODY, counts[""])] if counts[""] else []
        return (*listed, *nobody) if listed else ()


def matters(session: "Session", entries: "Sequence[Entry]", kit: "PrintedKit") -> list[Matter]:
    """In the order in which each was first spoken of."""
    groups = Groups(session, entries, kit)
    found: dict[tuple[str, str], tuple[Form, list[Entry]]] = {}
    for entry in entries:
        form = _form_of(entry, kit)
        if form is not None:
            found.setdefault((form.id, _poster_of(form, entry, kit)), (form, []))[1].append(entry)
    listed = []
    for (name, poster), (form, of_form) in found.items():
        on = kit.posters.get(poster)
        key = f"{name}-{poster}" if poster else name
        listed.append(
            Matter(key, on.title if on else form.title, questions(form, kit), tuple(of_form), groups, entries)
        )
    return listed


def _form_of(entry: "Entry", kit: "PrintedKit") -> "Form | None":
    """With the poster that was scanned, where the form itself names none."""
    thing = kit.thing(entry.code)
    opened = kit.forms_of(thing) if thing else ()
    return next((form for form in opened if form.id == entry.form), kit.forms.get(entry.form))


def _poster_of(form: "Form", entry: "Entry", kit: "PrintedKit") -> str:
    named = (field.poster for field in form.fields.values())
    return next((poster for poster in named if poster in kit.posters), entry.thing if entry.kind == "poster" else "")


def title_of(entry: "Entry", kit: "PrintedKit") -> str:
    """What is printed on the thing that was scanned."""
    thing = kit.thing(entry.code)
    return thing.title if thing else ""


def paged(items: Sequence[Item], most: int) -> list[tuple[int, int, tuple[Item, ...]]]:
    """(page, pages, what stands on it): nothing is left out; it comes on another screen, which is as full."""
    pages = -(-len(items) // most)
    size = -(-len(items) // pages) if pages else 0
    return [(page + 1, pages, tuple(items[page * size : (page + 1) * size])) for page in range(pages)]


def share(count: int, most: int) -> float:
    """In per cent."""
    return round(100 * count / most, 2)

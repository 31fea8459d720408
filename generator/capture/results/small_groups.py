"""Groups that are too small to stand for themselves in what is handed on: they stand together, or nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.capture.board.measures.groups import DEPARTMENT, TABLE, Groups
from generator.capture.kits import PrintedKit
from generator.capture.model import Entry, Session
from generator.capture.web.translations import Say

FEWEST = 3  # people of a group that stands for itself; fewer may be known by what they say

People = Mapping[str, set[int]]  # group, "" for none → the phones that spoke for it


class SharedSession(NamedTuple):
    """A session as it may be handed on, its small groups merged, and its entries with them."""

    session: Session
    entries: tuple[Entry, ...]
    departments: Mapping[str, str]  # as somebody wrote them → as they are handed on; "": not at all
    together: str | None = None  # what small groups stand under; "": no group stands at all; None: none is small


def shared_session(
    session: Session, kit: PrintedKit | None, entries: Sequence[Entry], joined: Iterable[str], others: str
) -> SharedSession:
    """`joined`: the departments that phones named, whether or not they said anything; `others`: what small groups are
    called together.

    People are counted by their phones. Of what was typed for the room nobody knows how many said it: it counts none.
    """
    groups = Groups(session, kit)
    people = people_of(groups, entries)
    merged = _merged(people)
    together = None if not merged else others if len(merged) < len(people) else ""
    stands = {group: together or "" if group in merged else group for group in people}
    written = dict.fromkeys(name for entry in entries for name in (entry.department, answer_of(entry)))
    known = [*written, *sorted({*joined, *session.departments, *session.merged} - written.keys())]
    departments = {name: stands.get(groups.shown_with(name), "") for name in known}
    shown = session._replace(merged={name: to for name, to in departments.items() if name != to and name in written})
    return SharedSession(shown, tuple(_shared(entry, departments) for entry in entries), departments, together)


def together_of(shared: Iterable[SharedSession]) -> tuple[str, ...]:
    """What small groups stand under in these, each once; "" where no group stands."""
    return tuple(dict.fromkeys(each.together for each in shared if each.together is not None))


def notes_on(together: Iterable[str], t: Say) -> list[str]:
    """The same for readers."""
    return [t("record-together", others=name) if name else t("record-no-groups") for name in together]


def answer_of(entry: Entry) -> str:
    """The department that an entry says itself; "" where it says none."""
    answer = entry.body.get(DEPARTMENT)
    return answer if isinstance(answer, str) else ""


def people_of(groups: Groups, entries: Iterable[Entry]) -> People:
    """The phones that spoke for each group."""
    people: dict[str, set[int]] = {}
    for entry in entries:
        people.setdefault(groups.meet(entry), set()).update(() if entry.device is None else (entry.device,))
    return people


def _merged(people: People) -> set[str]:
    """The groups that are too small, with as many of the next as make them large enough together."""
    ranked = sorted(people, key=lambda group: (len(people[group]), group))
    merged = {group for group in ranked if len(people[group]) < FEWEST and (group or people[group])}
    for group in (name for name in ranked if people[name]):
        if not merged or len(set[int]().union(*(people[name] for name in merged))) >= FEWEST:
            break
        merged.add(group)
    return merged


def _shared(entry: Entry, departments: Mapping[str, str]) -> Entry:
    """What a form asked counts before what the phone said: an entry that has it gains no group by its phone.

    Tables stay out: of a department one sits at each.
    """
    answer, own = answer_of(entry), entry.department
    department = departments[own] if own or not answer else own
    group = departments[answer] if answer else ""
    body = {name: group if name == DEPARTMENT else said for name, said in entry.body.items() if name != TABLE}
    if not group:
        body.pop(DEPARTMENT, None)
    return entry._replace(department=department, table="", body=body)

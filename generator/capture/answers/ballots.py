"""Votes of the room: which forms vote and on which poster, and whether a vote is open. Kit and records in, no page."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.model import Ballot

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry, Session
    from generator.form import Form


class BallotKey(NamedTuple):
    """What a ballot is on: a form, on one poster where it votes on what is placed there."""

    form: str
    poster: str = ""


def key_of(form: "Form | None") -> BallotKey | None:
    """None of a form that does not vote."""
    votes = [field for field in form.fields.values() if field.kind == "votes"] if form else []
    return BallotKey(form.id, next((field.poster for field in votes if field.poster), "")) if form and votes else None


def ballots_in(kit: "PrintedKit") -> "dict[BallotKey, Form]":
    """Every vote that a code of the kit opens, or can be pointed to."""
    opened = (form for thing in kit.things if not thing.retired for form in kit.forms_of(thing))
    named = {key: form for form in opened if (key := key_of(form))}
    for form in kit.forms.values():
        key = key_of(form)
        if key and not any(other.form == key.form for other in named):
            named[key] = form
    return named


def of_those_that_stay(dots: Mapping[str, int], stays: Callable[[str], str]) -> dict[str, int]:
    """Dots by the entries that they count for: those of a twin by the one that it was merged into."""
    counts = Counter[str]()
    for key, given in dots.items():
        counts[stays(key)] += given
    return dict(counts)


def ballot_of(session: "Session", ballots: Iterable[Ballot], key: BallotKey) -> Ballot:
    """As it stands; with the session every vote ends."""
    found = next((ballot for ballot in ballots if (ballot.form, ballot.poster) == key), Ballot(session.id, *key))
    return found if session.is_open else found._replace(state="closed")


def hides_counts(ballot: Ballot) -> bool:
    """Whether nobody may see yet how the room votes."""
    return ballot.state == "open" and not ballot.is_shown


def held_back(
    session: "Session", entries: "Iterable[Entry]", ballots: Iterable[Ballot], kit: "PrintedKit"
) -> "dict[str, Ballot]":
    """The votes of a session that are not shown yet, by their ids, with what they are votes on."""
    states: dict[BallotKey, Ballot] = {}
    found: dict[str, Ballot] = {}
    for entry in entries:
        key = key_of(kit.form_with(entry.code, entry.form))
        if key is None:
            continue
        if key not in states:
            states[key] = ballot_of(session, ballots, key)
        if hides_counts(states[key]):
            found[entry.id] = states[key]
    return found


class Turnout(NamedTuple):
    """How many phones have voted of those that joined, and how many votes the desk gave for the room."""

    voted: int
    joined: int
    of_room: int = 0


def turnouts(
    entries: "Iterable[Entry]", keys: Iterable[BallotKey], joined: int, kit: "PrintedKit"
) -> Mapping[BallotKey, Turnout]:
    phones: dict[BallotKey, set[int]] = {key: set() for key in keys}
    of_room = dict.fromkeys(phones, 0)
    for entry in entries:
        key = key_of(kit.form_with(entry.code, entry.form))
        if key not in phones:
            continue
        if entry.device is None:
            of_room[key] += 1
        else:
            phones[key].add(entry.device)
    return {key: Turnout(len(voted), max(joined, len(voted)), of_room[key]) for key, voted in phones.items()}

"""What is captured, as plain records: sessions, devices, entries and their history. Knows no storage and no page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

Clock = Callable[[], datetime]  # gives a time with its zone
Random = Callable[[int], bytes]  # so many bytes that nobody can guess, as secrets.token_bytes gives them

State = Literal["new", "shown", "accepted", "hidden", "merged", "erased"]
Outcome = Literal["stored", "known", "changed", "closed", "differs", "gone"]
Change = Literal["state", "edit", "undo", "conflict", "merge"]
RelationKind = Literal["votes", "places", "pitches", "merged", "reviewed"]
BallotState = Literal["open", "closed"]
Step = Literal["trash", "erase"]
Verdict = Literal["", "accepted", "rejected"]

STATES: tuple[State, ...] = ("new", "shown", "accepted", "hidden", "merged", "erased")
RELEASED: tuple[State, ...] = ("shown", "accepted")  # what the board shows where entries are released one by one
VISIBLE: tuple[State, ...] = ("new", *RELEASED)
KEPT: tuple[State, ...] = ("new", "shown", "accepted", "hidden", "merged")
MOST_COOKIE_DAYS = 400  # that a phone keeps the key to its entries: browsers keep none longer
NONE_MERGED: Mapping[str, str] = MappingProxyType({})
NO_WISHES: Mapping[str, Any] = MappingProxyType({})


class Session(NamedTuple):
    """One workshop held with a kit. Times are UTC, ISO 8601, to the second."""

    id: str
    kit: str
    title: str
    join_code: str  # 8 characters, for typing
    join_token: str  # in the QR of the join poster
    board_token: str
    is_open: bool
    opened_at: str
    closed_at: str = ""
    premoderate: bool = False  # the board shows what was released, not what is new
    asks: tuple[str, ...] = ()  # of "table" and "department": asked when joining
    departments: tuple[str, ...] = ()  # the choices
    merged: Mapping[str, str] = NONE_MERGED  # small group → the group it is shown with
    retention_days: int = 90
    series: str = ""  # client or programme
    board: Mapping[str, Any] = NO_WISHES  # what the desk says of frames
    trashed_at: str = ""


class Leaving(NamedTuple):
    """A session that has been kept for as long as was said: what becomes of it, and when."""

    session: Session
    step: Step
    at: datetime


class ClockJump(NamedTuple):
    """A clock that jumped: its last reading that was believed, and the one that is not."""

    seen: datetime
    now: datetime


class RetentionReport(NamedTuple):
    """What a look at retention came to: announced for later, put into the trash, erased for good."""

    leaving: tuple[Leaving, ...] = ()
    trashed: tuple[Session, ...] = ()
    erased: tuple[Session, ...] = ()
    doubt: ClockJump | None = None


class Device(NamedTuple):
    """A phone that joined. `consent` is the version of the notice that was agreed to, "" as long as none was."""

    number: int
    session: str
    table: str
    department: str
    language: str
    consent: str
    receipt: str  # 10 characters: whoever has them may erase this device's entries
    at: str
    answered: str = ""  # the newest session that it was asked about, whether to go there


class NewEntry(NamedTuple):
    """What somebody logged, as it arrives. `id` is the client's own, so that a retry is known as one."""

    id: str
    session: str
    device: int | None  # None: entered for the room by the facilitator
    code: str  # of the thing that was scanned; "" for none
    kind: str  # of the thing, with `thing` and `copy` its key in the manifest
    thing: str
    copy: str
    form: str
    version: int
    body: Mapping[str, Any]  # field → answer
    table: str = ""
    department: str = ""
    edition: str = ""  # digest of the manifest that it was said with; "": of the one that is served
    names: tuple[tuple["RelationKind", str], ...] = ()  # entries that it is about, by their ids


class Entry(NamedTuple):
    """An entry that is kept. `seq` counts over the whole store, `revision` the changes of this entry."""

    id: str
    session: str
    device: int | None
    code: str
    kind: str
    thing: str
    copy: str
    form: str
    version: int
    body: Mapping[str, Any]
    table: str
    department: str
    seq: int
    kit: str
    at: str
    state: State
    revision: int
    edition: str = ""


class Revision(NamedTuple):
    """What a change replaced: body and state as they were before it. Of a conflict: the other body that came."""

    entry: str
    number: int
    at: str
    what: Change
    body: Mapping[str, Any]
    state: State
    by_device: int | None = None  # who changed it; None: the facilitator; 0: a phone that was forgotten


class Relation(NamedTuple):
    """What one entry has to do with another: a vote with what it names, a twin with the one that stays."""

    kind: RelationKind
    source: str
    target: str
    at: str
    seq: int = 0  # counts over the whole store


class Ballot(NamedTuple):
    """A vote of the room on what one form asks, on one poster where it is about one. Without a record it is open."""

    session: str
    form: str
    poster: str
    state: BallotState = "open"
    is_shown: bool = False  # its counts, while it is open
    opened_at: str = ""
    closed_at: str = ""


class Candidate(NamedTuple):
    """A card that somebody wrote, on its way into a deck: what the desk says of the entry."""

    entry: str
    verdict: Verdict = ""
    body: Mapping[str, Any] = NO_WISHES  # field → what the card says in place of the entry
    label: str = ""
    group: str = ""  # what it lies with at the desk
    credit: str = ""  # who wrote it, where somebody typed that for the deck
    at: str = ""


class Link(NamedTuple):
    """A code that leads elsewhere than it was printed for: "form:<id>", or an https address."""

    code: str
    target: str
    at: str

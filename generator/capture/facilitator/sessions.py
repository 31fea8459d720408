"""Sessions on the desk: opened, closed, opened again, set up, and small groups shown with others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.departments import folded, one_each
from generator.capture.facilitator.door import back_to, guarded, inputs, number, one, plain, session_of
from generator.capture.facilitator.trash import retention
from generator.capture.kits import ASKS
from generator.capture.model import KEPT, NONE_MERGED, Entry
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

LONGEST_TITLE = 120
LONGEST_SERIES = 80
GROUPS_ON_A_PAGE = 12
MOST_DEPARTMENTS = 40
MOST_DAYS = 3650
SMALL = 5  # people: fewer may be known by what they say


class SessionGroup(NamedTuple):
    name: str
    people: int
    shown_with: str

    @property
    def is_small(self) -> bool:
        return self.people < SMALL


class SessionForm(NamedTuple):
    """A session as the form on the desk describes it."""

    title: str
    asks: tuple[str, ...]
    departments: tuple[str, ...]
    premoderate: bool
    days: int
    series: str = ""
    wrong: str = ""  # key of the words

    @classmethod
    def of(cls, sent: Mapping[str, list[str]]) -> "SessionForm":
        title = plain(one(sent, "title"))
        said = one(sent, "departments").replace(",", "\n").split("\n")
        departments = one_each(name for each in said if (name := plain(each)))
        series = plain(one(sent, "series"))
        days = number(one(sent, "days"), 0)
        wrong = "" if 1 <= days <= MOST_DAYS else "desk-wrong-days"
        wrong = wrong if title and len(title) <= LONGEST_TITLE else "desk-wrong-title"
        wrong = wrong if len(series) <= LONGEST_SERIES else "desk-wrong-series"
        if len(departments) > MOST_DEPARTMENTS or any(len(name) > 40 for name in departments):
            wrong = "desk-wrong-departments"
        asks = tuple(name for name in ASKS if name in sent.get("asks", ()))
        return cls(title, asks, departments, "premoderate" in sent, days, series, wrong)

    @classmethod
    def of_session(cls, session: "Session") -> "SessionForm":
        asked = session.asks, session.departments, session.premoderate, session.retention_days
        return cls(session.title, *asked, session.series)

    @property
    def columns(self) -> dict[str, Any]:
        """As the store has them."""
        said: dict[str, Any] = {"asks": self.asks, "departments": self.departments, "premoderate": self.premoderate}
        return said | {"retention_days": self.days, "series": self.series}


class Others(NamedTuple):
    """What is open beside a session that is to be opened. Phones would have to be asked which one is meant."""

    sessions: "tuple[Session, ...]"
    spared: frozenset[str]  # ids of those that somebody has said may stay open
    is_asked: bool  # whether all of them were asked about

    @classmethod
    def of(cls, room: Room, sent: Mapping[str, list[str]], but: str = "") -> "Others":
        found = tuple(each for each in room.store.open_sessions(room.kits().id) if each.id != but)
        asked = frozenset(sent.get("asked", ()))
        return cls(found, asked - set(sent.get("shut", ())), asked.issuperset(each.id for each in found))

    async def close(self, room: Room) -> None:
        for each in self.sessions:
            if each.id not in self.spared:
                await room.store.close_session(each.id)


def routes(room: Room) -> list[Route]:
    async def home(request: Request) -> Response:
        return _home(room, request, None, Others.of(room, {}))

    async def open_one(request: Request) -> Response:
        sent = await inputs(request)
        setting, others = SessionForm.of(sent), Others.of(room, sent)
        if setting.wrong or not others.is_asked:
            return _home(room, request, setting, others)
        session = await room.store.open_session(room.kits().id, setting.title, **setting.columns)
        await others.close(room)
        return back_to(f"/desk/{session.id}/links")

    async def settings(request: Request) -> Response:
        return await _settings(room, request)

    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [
        guarded(room, "/desk", home),
        guarded(room, "/desk", open_one, "POST"),
        guarded(room, "/desk/{session}/settings", settings, "GET", "POST"),
        guarded(room, "/desk/{session}/do", change, "POST"),
    ]


def _home(room: Room, request: Request, setting: SessionForm | None, others: Others) -> Response:
    kit = room.kits()
    sessions = room.store.sessions(kit.id)
    counts = {each.id: len(room.store.entries(each.id, states=KEPT)) for each in sessions}
    fresh = SessionForm(kit.title, kit.asks, kit.departments, False, 90)
    return room.page(
        request,
        "desk-home.html",
        422 if setting and setting.wrong else 200,
        sessions=sessions,
        others=others,
        is_late=setting is not None and not setting.wrong and not others.is_asked,
        all_series=_all_series(sessions),
        counts=counts,
        setting=setting or fresh,
        retention=retention(room),
        unsure=request.query_params.get("unsure", ""),
        session=None,
        here="home",
    )


def _all_series(sessions: "Sequence[Session]") -> list[str]:
    return sorted({each.series for each in sessions} - {""}, key=str.casefold)


async def _change(room: Room, request: Request) -> Response:
    session, store = session_of(room, request), room.store
    sent = await inputs(request)
    match one(sent, "do"):
        case "close":
            await store.close_session(session.id)
        case "reopen":
            others = Others.of(room, sent, session.id)
            if not others.is_asked:
                return room.page(request, "desk-reopen.html", session=session, here="", others=others, is_late=False)
            await store.reopen_session(session.id)
            await others.close(room)
        case "renew":
            await store.renew_tokens(session.id)
            return back_to(f"/desk/{session.id}/links")
    return back_to(f"/desk/{session.id}")


async def _settings(room: Room, request: Request) -> Response:
    session = session_of(room, request)
    setting = SessionForm.of_session(session)
    page = number(request.query_params.get("groups", ""), 1)
    if request.method == "POST":
        sent = await inputs(request)
        if one(sent, "do") == "merge":
            found = _groups(session, room.store.entries(session.id, states=KEPT), room.kits())
            before = {group.name: group.shown_with for group in found}
            await room.store.set_session(session.id, merged=merged_by(sent, [group.name for group in found], before))
            return back_to(f"/desk/{session.id}/settings?groups={page}#groups")
        setting = SessionForm.of(sent)
        if not setting.wrong:
            await room.store.set_session(session.id, title=setting.title, **setting.columns)
            return back_to(f"/desk/{session.id}")
    groups = _groups(session, room.store.entries(session.id, states=KEPT), room.kits())
    page = min(max(page, 1), max(1, -(-len(groups) // GROUPS_ON_A_PAGE)))
    status = 422 if setting.wrong else 200
    return room.page(
        request,
        "desk-settings.html",
        status,
        session=session,
        setting=setting,
        groups=groups,
        pages=-(-len(groups) // GROUPS_ON_A_PAGE),
        page=page,
        first=(page - 1) * GROUPS_ON_A_PAGE,
        on_a_page=GROUPS_ON_A_PAGE,
        all_series=_all_series(room.store.sessions(room.kits().id)),
        here="settings",
        small=SMALL,
    )


def _groups(session: "Session", entries: Sequence[Entry], kit: "PrintedKit") -> list[SessionGroup]:
    """Departments with how many people spoke for each: phones, and entries that were made for the room."""
    people: Counter[str] = Counter()
    met: set[tuple[str, int]] = set()
    spelled: dict[str, str] = {}

    def called(name: str) -> str:
        name = kit.department(name)
        return spelled.setdefault(folded(name), name)

    listed = [called(name) for name in session.departments]
    for entry in entries:
        said = entry.body.get("department")
        name = called(said if isinstance(said, str) and said else entry.department)
        if not name or (entry.device is not None and (name, entry.device) in met):
            continue
        if entry.device is not None:
            met.add((name, entry.device))
        people[name] += 1
    names = dict.fromkeys([*listed, *sorted(people)])
    merged = {called(name): called(to) for name, to in session.merged.items()}
    return [SessionGroup(name, people[name], merged.get(name, "")) for name in names]


def merged_by(
    sent: Mapping[str, list[str]], names: Iterable[str], before: Mapping[str, str] = NONE_MERGED
) -> dict[str, str]:
    """Group → the one it is shown with. A group that is itself shown with another leads on to that; never in a ring.

    What is sent are names, one of "with" for each "group": a list may be longer by now than its page was. Groups of
    which nothing was sent stay as they were before.
    """
    known = list(names)
    said = dict(zip(sent.get("group", ()), sent.get("with", ()), strict=False))
    wanted = {name: said.get(name, before.get(name, "")) for name in known}
    direct = {name: to for name, to in wanted.items() if to in known and to != name}
    found = {}
    for name in direct:
        seen, at = {name}, direct[name]
        while at in direct and at not in seen:
            seen.add(at)
            at = direct[at]
        if at not in seen:
            found[name] = at
    return found

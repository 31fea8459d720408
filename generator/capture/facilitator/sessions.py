"""Sessions on the desk: opened, closed, opened again, set up, and small groups shown with others."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.departments import folded
from generator.capture.facilitator.door import back_to, guarded, inputs, number, one, plain, session_of
from generator.capture.facilitator.trash import retention
from generator.capture.kits import ASKS
from generator.capture.model import KEPT, Entry
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

LONGEST_TITLE = 120
MOST_DEPARTMENTS = 40
MOST_DAYS = 3650
SMALL = 5  # people: fewer may be known by what they say


class Group(NamedTuple):
    name: str
    people: int
    shown_with: str

    @property
    def is_small(self) -> bool:
        return self.people < SMALL


class Setting(NamedTuple):
    """A session as the form on the desk describes it."""

    title: str
    asks: tuple[str, ...]
    departments: tuple[str, ...]
    premoderate: bool
    days: int
    wrong: str = ""  # key of the words

    @classmethod
    def of(cls, sent: Mapping[str, list[str]]) -> "Setting":
        title = plain(one(sent, "title"))
        said = one(sent, "departments").replace(",", "\n").split("\n")
        departments = tuple(dict.fromkeys(name for each in said if (name := plain(each))))
        days = number(one(sent, "days"), 0)
        wrong = "" if 1 <= days <= MOST_DAYS else "desk-wrong-days"
        wrong = wrong if title and len(title) <= LONGEST_TITLE else "desk-wrong-title"
        if len(departments) > MOST_DEPARTMENTS or any(len(name) > 40 for name in departments):
            wrong = "desk-wrong-departments"
        asks = tuple(name for name in ASKS if name in sent.get("asks", ()))
        return cls(title, asks, departments, "premoderate" in sent, days, wrong)


def routes(room: Room) -> list[Route]:
    async def home(request: Request) -> Response:
        return _home(room, request, None)

    async def open_one(request: Request) -> Response:
        setting = Setting.of(await inputs(request))
        if setting.wrong:
            return _home(room, request, setting)
        session = await room.store.open_session(
            room.kits().id,
            setting.title,
            asks=setting.asks,
            departments=setting.departments,
            premoderate=setting.premoderate,
            retention_days=setting.days,
        )
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


def _home(room: Room, request: Request, setting: Setting | None) -> Response:
    kit = room.kits()
    sessions = room.store.sessions(kit.id)
    counts = {each.id: len(room.store.entries(each.id, states=KEPT)) for each in sessions}
    fresh = Setting(kit.title, kit.asks, kit.departments, False, 90)
    return room.page(
        request,
        "desk-home.html",
        422 if setting else 200,
        sessions=sessions,
        counts=counts,
        setting=setting or fresh,
        retention=retention(room),
        unsure=request.query_params.get("unsure", ""),
        session=None,
        here="home",
    )


async def _change(room: Room, request: Request) -> Response:
    session, store = session_of(room, request), room.store
    match one(await inputs(request), "do"):
        case "close":
            await store.close_session(session.id)
        case "reopen":
            await store.reopen_session(session.id)
        case "renew":
            await store.renew_tokens(session.id)
            return back_to(f"/desk/{session.id}/links")
    return back_to(f"/desk/{session.id}")


async def _settings(room: Room, request: Request) -> Response:
    session = session_of(room, request)
    setting = Setting(session.title, session.asks, session.departments, session.premoderate, session.retention_days)
    if request.method == "POST":
        sent = await inputs(request)
        if one(sent, "do") == "merge":
            found = _groups(session, room.store.entries(session.id, states=KEPT), room.kits())
            await room.store.set_session(session.id, merged=merged_by(sent, [group.name for group in found]))
            return back_to(f"/desk/{session.id}/settings")
        setting = Setting.of(sent)
        if not setting.wrong:
            await room.store.set_session(
                session.id,
                title=setting.title,
                asks=setting.asks,
                departments=setting.departments,
                premoderate=setting.premoderate,
                retention_days=setting.days,
            )
            return back_to(f"/desk/{session.id}")
    groups = _groups(session, room.store.entries(session.id, states=KEPT), room.kits())
    status = 422 if setting.wrong else 200
    return room.page(
        request,
        "desk-settings.html",
        status,
        session=session,
        setting=setting,
        groups=groups,
        here="settings",
        small=SMALL,
    )


def _groups(session: "Session", entries: Sequence[Entry], kit: "PrintedKit") -> list[Group]:
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
    return [Group(name, people[name], merged.get(name, "")) for name in names]


def merged_by(sent: Mapping[str, list[str]], names: Iterable[str]) -> dict[str, str]:
    """Group → the one it is shown with. A group that is itself shown with another leads on to that; never in a ring."""
    known = list(names)
    # inputs carry the place of a group in the list: names are anybody's words
    wanted = {name: one(sent, f"with-{place}") for place, name in enumerate(known)}
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

"""Which session a phone is in, and how it comes into one: by the poster's code, a typed one, or the only one open."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from generator import codes
from generator.capture.answers.proposals import with_proposals
from generator.capture.departments import own_spelling
from generator.capture.model import MOST_COOKIE_DAYS
from generator.capture.web.body import posted
from generator.capture.web.guard import address
from generator.capture.web.refusal import Refused
from generator.capture.web.room import DEVICE_COOKIE, Room
from generator.capture.web.tokens import is_phone_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.capture.model import Device, Session

NOTICE = "2"  # the version of the notice in the wording: raise it when the notice says something else
LONGEST_TABLE = 40
LONGEST_TYPED = 80
DAY = 86400
_LAY = "lay"  # the recipe that is laid
_LAY_WITH = "lay-"  # before a code: lay a recipe with it
_ENTRY = f"{codes.ENTRIES}/"  # before what names one


class Visit(NamedTuple):
    """Who asks, and in which session; without one, why."""

    device: "Device | None"
    session: "Session | None"
    why: Literal["", "closed", "none-open", "which"] = ""  # a key of the words
    newer: "Session | None" = None  # that was opened after the phone joined; nobody has said yet which one is meant

    @property
    def asking(self) -> bool:
        """Whether the notice has still to be agreed to."""
        return self.device is None or not self.device.consent


def visit(request: Request, room: Room) -> Visit:
    """The session that the phone joined, as long as it is open; else the only one that is."""
    device = room.device(request)
    joined = room.store.session(device.session) if device else None
    if joined and joined.is_open and joined.kit == room.kits().id:
        return Visit(device, joined, newer=_newer(room, device, joined) if device else None)
    opened = room.store.open_sessions(room.kits().id)
    if len(opened) == 1:
        return Visit(None, opened[0])
    return Visit(device, None, "which" if opened else "closed" if joined else "none-open")


def _newer(room: Room, device: "Device", joined: "Session") -> "Session | None":
    """Whoever joins one while several are open has chosen; yesterday's that nobody closed is not chosen."""
    newest = room.store.open_sessions(room.kits().id)[0]
    is_known = newest.id in (joined.id, device.answered) or newest.opened_at <= device.at
    return None if is_known else newest


async def settled(room: Room, came: Visit, answer: str) -> Visit:
    """The visit once the phone has said where it is: "go" to the newer session, or "stay". Raises Refused without."""
    if came.newer is None or came.device is None:
        return came
    if answer == "go":
        return Visit(None, came.newer)
    if answer != "stay":
        raise Refused(409, "newer", "newer", newer=came.newer.title)
    await room.store.set_device(came.device.number, answered=came.newer.id)
    return came._replace(newer=None)


async def guessed(request: Request, room: Room) -> None:
    """Counts a wrong code, and holds the answer back if there were many. Raises Refused where there were too many."""
    who = guesser(request, room)
    wait = room.limits.wrong(who)
    await room.pause(room.limits.hesitation(who))
    if wait:
        raise Refused(429, "slow-down", "too-many", wait=wait)


def may_guess(request: Request, room: Room) -> None:
    """Before a code is looked up. Raises Refused."""
    wait = room.limits.guessing(guesser(request, room))
    if wait:
        raise Refused(429, "slow-down", "too-many", wait=wait)


def guesser(request: Request, room: Room) -> str:
    """A phone that has joined answers for itself, so that a stranger behind the same address does not lock it out."""
    device = room.device(request)
    return f"device {device.number}" if device else address(request, room.trust_proxy)


async def agree(request: Request, room: Room, session: "Session", joined: "Mapping[str, str]") -> tuple["Device", str]:
    """The phone as it has joined now, and the secret for its cookie; '' where it had one already."""
    device = visit(request, room).device
    table, department = told(room, session, joined)
    if device is None or device.session != session.id:
        key = joined.get("_device", "")
        token, made = await room.store.join(
            session.id,
            table=table,
            department=department,
            language=room.language(request),
            consent=NOTICE,
            offered=key if is_phone_key(key) else "",
        )
        return made, token
    if not device.consent:
        table, department = table or device.table, department or device.department
        await room.store.set_device(device.number, consent=NOTICE, table=table, department=department)
        device = device._replace(consent=NOTICE, table=table, department=department)
    return device, ""


def told(room: Room, session: "Session", joined: "Mapping[str, str]") -> tuple[str, str]:
    """Table and department, where the session asks for them; whatever else comes is not taken."""
    table = joined.get("_table", "") if "table" in session.asks else ""
    department = joined.get("_department", "") if "department" in session.asks else ""
    return table, _own(room, session, department) if department else ""


def _own(room: Room, session: "Session", department: str) -> str:
    """As the session calls it, else as it was spelled there first; a kit may have called it otherwise."""
    meant = room.kits().department(department)
    known = session.departments or room.store.departments(session.id)
    return next((own for own in known if room.kits().department(own) == meant), own_spelling(department, known))


def faults(room: Room, session: "Session", joined: "Mapping[str, str]") -> dict[str, str]:
    """What keeps a phone from joining: field → key of the words."""
    found = {}
    if not joined.get("_consent"):
        found["_consent"] = "notice-missing"
    table, department = told(room, session, joined)
    if department and session.departments and department not in session.departments:
        found["_consent"] = "fault-choice"
    if max(len(table), len(department)) > LONGEST_TABLE:
        found["_consent"] = "fault-answer"
    return found


def remember(response: Response, room: Room, session: "Session", token: str) -> Response:
    """Puts the secret into the phone. Lax, as a code is scanned from outside."""
    if token:
        age = min(MOST_COOKIE_DAYS, session.retention_days) * DAY
        response.set_cookie(DEVICE_COOKIE, token, max_age=age, httponly=True, samesite="lax", secure=room.secure)
    return response


# --- pages ---


async def join_page(room: Room, request: Request) -> Response:
    """`/join`: the box for a session's code; where only one is open, its notice at once."""
    on = next_of(request.query_params.get("next", ""))
    found = visit(request, room)
    if found.device and found.session and not found.asking:
        return RedirectResponse(after(on), 303)
    return _page(room, request, found.session, on)


async def newer_page(room: Room, request: Request) -> Response:
    """`/newer`: asked once of a phone that joined a session before another one was opened."""
    came, on = visit(request, room), next_of(request.query_params.get("next", ""))
    if came.newer is None:
        return RedirectResponse(after(on), 303)
    return room.page(request, "newer.html", session=came.session, newer=came.newer, next=on)


async def newer(room: Room, request: Request) -> Response:
    """Where it goes is asked; that it goes there is agreed to on the page of the session, as by everybody."""
    said = {name: values[0].strip() for name, values in (await posted(request)).items()}
    came, on = visit(request, room), next_of(said.get("next", ""))
    if came.newer and said.get("_newer") == "go":
        return RedirectResponse(f"/j/{came.newer.join_token}" + (f"?next={on}" if on else ""), 303)
    if said.get("_newer") == "stay":
        await settled(room, came, "stay")
    return RedirectResponse(after(on), 303)


async def join_poster(room: Room, request: Request) -> Response:
    """`/j/{token}`: what the join poster's code opens."""
    session = invited(room, request.path_params["token"])
    if session is None:
        raise Refused(404, "unknown", "join-unknown")
    if not session.is_open:
        raise Refused(403, "closed", "closed")
    device = room.device(request)
    if device and device.session == session.id and device.consent:
        return RedirectResponse("/", 303)
    return _page(room, request, session, next_of(request.query_params.get("next", "")))


async def join(room: Room, request: Request) -> Response:
    """A session's code was typed, or its notice agreed to."""
    said = {name: values[0].strip() for name, values in (await posted(request)).items()}
    on = next_of(said.get("next", ""))
    token = request.path_params.get("token", "")
    if not token and "code" in said:
        return await _typed(room, request, said["code"][:LONGEST_TYPED], on)
    session = invited(room, token) if token else visit(request, room).session
    if session is None:
        raise Refused(404, "unknown", "join-unknown")
    if not session.is_open:
        raise Refused(403, "closed", "closed")
    wrong = {name: room.say(request, key) for name, key in faults(room, session, said).items()}
    if wrong:
        return room.page(
            request, "join.html", 422, session=session, next=on, wrong="", joined=said, faults=wrong, asks=session.asks
        )
    device, secret = await agree(request, room, session, said)
    if on.startswith(_LAY_WITH):
        first = [on.removeprefix(_LAY_WITH)]
        await room.store.set_draft(device.number, {"cards": with_proposals(room.kits(), first, first)})
    return remember(RedirectResponse(after(on), 303), room, session, secret)


async def _typed(room: Room, request: Request, code: str, on: str) -> Response:
    may_guess(request, room)
    session = session_typed(room, code)
    if session:
        return RedirectResponse(f"/j/{session.join_code}" + (f"?next={on}" if on else ""), 303)
    await guessed(request, room)
    return room.page(request, "join.html", 422, session=None, next=on, wrong=code, joined={}, faults={}, asks=())


def invited(room: Room, token_or_code: str) -> "Session | None":
    """The session of this kit, open or not, that a join token or a typed code names."""
    session = room.store.session_by_join(codes.without_tail(token_or_code[:LONGEST_TYPED]))
    return session if session and session.kit == room.kits().id else None


def session_typed(room: Room, typed: str) -> "Session | None":
    """The open session whose code this is; a poster's address may be pasted as well."""
    code = codes.normalise(codes.without_tail(typed).rpartition("/")[2])
    session = invited(room, code)
    return session if session and session.is_open and session.join_code == code else None


def next_of(said: str) -> str:
    """Where to go on after joining: a code, a code to lay a recipe with, the recipe, or an entry; '' for all else."""
    is_entry = said.startswith(_ENTRY) and codes.is_entry_code(said.removeprefix(_ENTRY))
    return said if said == _LAY or is_entry or codes.is_code(said.removeprefix(_LAY_WITH)) else ""


def after(on: str) -> str:
    return "/lay" if on.startswith(_LAY) else f"/{on}"


def _page(room: Room, request: Request, session: "Session | None", on: str) -> Response:
    asks = session.asks if session else ()
    return room.page(request, "join.html", session=session, next=on, wrong="", joined={}, faults={}, asks=asks)

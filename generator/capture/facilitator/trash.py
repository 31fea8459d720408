"""What goes soon, and what can still be restored: the trash on the desk, and a clock that is not believed."""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.facilitator.door import back_to, guarded, inputs, one
from generator.capture.model import KEPT, Step
from generator.capture.store.retention import leaving_of
from generator.capture.web.room import Room
from generator.capture.web.times import full_time

if TYPE_CHECKING:
    from generator.capture.model import Session


class Going(NamedTuple):
    """A session on its way out, and when it takes the next step."""

    session: "Session"
    step: Step
    at: str
    entries: int


class Retention(NamedTuple):
    """As the desk shows it. `doubt` is what the clock says and said, where it is not believed."""

    doubt: tuple[str, str] | None
    soon: tuple[Going, ...]
    trash: tuple[Going, ...]


def routes(room: Room) -> list[Route]:
    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [guarded(room, "/desk/trash", change, "POST")]


def retention(room: Room) -> Retention:
    """Of the kit's sessions. As long as the clock is not believed nothing goes, and so nothing is announced."""
    kit, store, when = room.kits().id, room.store, partial(full_time, local=room.local)
    doubt = store.doubt()
    leaving = () if doubt else store.leaving(kit)
    soon = tuple(Going(each.session, each.step, when(each.at), _count(room, each.session)) for each in leaving)
    trash = (leaving_of(session) for session in store.trash(kit))
    return Retention(
        (when(doubt.now), when(doubt.seen)) if doubt else None,
        tuple(each for each in soon if each.step == "trash"),
        tuple(Going(each.session, each.step, when(each.at), _count(room, each.session)) for each in trash if each),
    )


def _count(room: Room, session: "Session") -> int:
    return len(room.store.entries(session.id, states=KEPT))


async def _change(room: Room, request: Request) -> Response:
    sent, store = await inputs(request), room.store
    session = one(sent, "session")
    match one(sent, "do"):
        case "believe":
            await store.believe_clock()
        case "restore":
            await store.restore(session)
        case "erase" if one(sent, "sure") == session:
            await store.erase_for_good(session)
        case "erase":
            known = {each.id for each in store.trash(room.kits().id)}
            return back_to(f"/desk?unsure={session}" if session in known else "/desk")
        case _:
            raise HTTPException(400)
    return back_to("/desk")

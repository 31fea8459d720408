"""Votes on the desk: how many have voted, opened and closed, and counts that wait until then or are shown before."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.answers.ballots import BallotKey, Turnout, ballot_of, ballots_in, turnouts
from generator.capture.facilitator.door import back_to, guarded, inputs, one, session_of
from generator.capture.model import VISIBLE, Ballot, BallotState
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Session

WAYS: dict[str, tuple[BallotState, bool]] = {
    "open": ("open", False),
    "show": ("open", True),
    "hide": ("open", False),
    "close": ("closed", True),
}


class Vote(NamedTuple):
    """One vote as the desk lists it."""

    key: BallotKey
    title: str
    on: str  # the poster's title; '' where it is about none
    ballot: Ballot
    turnout: Turnout


def routes(room: Room) -> list[Route]:
    async def page(request: Request) -> Response:
        session = session_of(room, request)
        votes = votes_of(room, session)
        return room.page(request, "desk-votes.html", session=session, here="votes", votes=votes)

    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [
        guarded(room, "/desk/{session}/votes", page),
        guarded(room, "/desk/{session}/votes", change, "POST"),
    ]


def votes_of(room: Room, session: "Session") -> list[Vote]:
    """Those in which somebody has voted first, then by title."""
    kit, store = room.kit_of(session), room.store
    named, records = ballots_in(kit), store.ballots(session.id)
    forms = {key.form for key in named}
    entries = store.entries(session.id, states=VISIBLE, forms=forms) if forms else ()
    counts = turnouts(entries, named, store.count_devices(session.id), kit)
    votes = [
        Vote(key, form.title, _title_of(key, kit), ballot_of(session, records, key), counts[key])
        for key, form in named.items()
    ]
    return sorted(votes, key=lambda vote: (not vote.turnout.voted + vote.turnout.of_room, vote.title.casefold()))


def _title_of(key: BallotKey, kit: "PrintedKit") -> str:
    poster = kit.poster(key.poster) if key.poster else None
    return poster.title if poster else ""


async def _change(room: Room, request: Request) -> Response:
    session, sent = session_of(room, request), await inputs(request)
    key = BallotKey(one(sent, "form"), one(sent, "poster"))
    if one(sent, "do") not in WAYS or key not in ballots_in(room.kit_of(session)):
        raise HTTPException(400)
    state, is_shown = WAYS[one(sent, "do")]
    await room.store.set_ballot(session.id, *key, state=state, is_shown=is_shown)
    return back_to(f"/desk/{session.id}/votes")

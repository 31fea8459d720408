"""The board on the desk: its frames, which of them take turns, and the one at which all screens stand."""

from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from generator.capture.board.boards import Boards
from generator.capture.board.frames import EVERY, ROUND, Frame, FrameWishes, listed_title
from generator.capture.board.frames.frame import BallotFrame, BarsFrame, LoneFrame, NotesFrame, ScalesFrame
from generator.capture.facilitator.door import back_to, guarded, inputs, one, session_of
from generator.capture.web.room import Room

if TYPE_CHECKING:
    from generator.capture.board.boards import DrawnBoard

WAYS = ("now", "go-on", "pin", "unpin", "skip", "unskip")


class ListedFrame(NamedTuple):
    """A frame as the desk lists it."""

    frame: Frame
    title: str
    about: tuple[str, ...]  # what it asks, or whom it is of
    is_pinned: bool
    is_skipped: bool
    stands: bool  # on all screens
    has_turn: bool


def routes(room: Room, boards: Boards) -> list[Route]:
    async def page(request: Request) -> Response:
        session = session_of(room, request)
        drawn = await boards.of(session, room.language(request))
        return room.page(
            request,
            "desk-board.html",
            session=session,
            here="board",
            listed=listed(drawn),
            wishes=FrameWishes.of(drawn.session.board),
            seconds=EVERY * min(len(drawn.turn), ROUND),
        )

    async def change(request: Request) -> Response:
        return await _change(room, request)

    return [
        guarded(room, "/desk/{session}/board", page),
        guarded(room, "/desk/{session}/board", change, "POST"),
    ]


def listed(drawn: "DrawnBoard") -> list[ListedFrame]:
    """In the order of the board's own list."""
    wishes, turns = FrameWishes.of(drawn.session.board), set(drawn.turn)
    return [
        ListedFrame(
            each.frame,
            listed_title(each.frame),
            about(each.frame),
            is_pinned=each.frame.key in wishes.pinned,
            is_skipped=each.frame.key in wishes.skipped,
            stands=each.frame.key == drawn.now,
            has_turn=place in turns,
        )
        for place, each in enumerate(drawn.frames)
    ]


def about(frame: Frame) -> tuple[str, ...]:
    """What tells a frame from others of the same title."""
    match frame:
        case BarsFrame():
            return tuple(panel.question for panel in frame.panels)
        case ScalesFrame():
            return tuple(scale.label for scale in frame.scales)
        case BallotFrame() | NotesFrame():
            return (frame.question,)
        case LoneFrame():
            return tuple(entry.title for entry in frame.entries)
    return ()


async def _change(room: Room, request: Request) -> Response:
    session, sent = session_of(room, request), await inputs(request)
    way, key = one(sent, "do"), one(sent, "frame")
    if way not in WAYS:
        raise HTTPException(400)
    wishes = changed(FrameWishes.of(session.board), way, key)
    await room.store.set_session(session.id, board={**session.board, **wishes.kept()})
    return back_to(f"/desk/{session.id}/board{'' if way == 'go-on' else f'#f-{key}'}")


def changed(wishes: FrameWishes, way: str, key: str) -> FrameWishes:
    """What the desk says after one more press; pinned frames are not skipped, skipped ones not pinned."""
    pinned = tuple(each for each in wishes.pinned if each != key)
    skipped = tuple(each for each in wishes.skipped if each != key)
    match way:
        case "now":
            return wishes._replace(now=key)
        case "go-on":
            return wishes._replace(now="")
        case "pin":
            return wishes._replace(pinned=(*pinned, key), skipped=skipped)
        case "skip":
            return wishes._replace(pinned=pinned, skipped=(*skipped, key), now="" if wishes.now == key else wishes.now)
    return wishes._replace(pinned=pinned) if way == "unpin" else wishes._replace(skipped=skipped)

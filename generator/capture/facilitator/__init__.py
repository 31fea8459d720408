"""The facilitator's desk: sessions, entries, codes and exports, behind a link that works once."""

from starlette.routing import BaseRoute

from generator.capture.board.boards import Boards
from generator.capture.facilitator import (
    board,
    compared,
    door,
    endings,
    entries,
    entry_page,
    form_links,
    links,
    proxy,
    sent_forms,
    sessions,
    trash,
    twins,
    votes,
    written_cards,
)
from generator.capture.web.room import Room

PARTS = (
    door,
    links,
    form_links,
    trash,
    sessions,
    proxy,
    votes,
    compared,
    twins,
    written_cards,
    sent_forms,
    endings,
    entries,
    entry_page,
)


def routes(room: Room, boards: Boards) -> list[BaseRoute]:
    return [*board.routes(room, boards), *(route for part in PARTS for route in part.routes(room))]

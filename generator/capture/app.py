"""The app: all routes behind one guard, and a kind page for whatever goes wrong."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from generator.capture import board_pages, facilitator
from generator.capture.board.boards import Boards
from generator.capture.phone import routes as phone_routes
from generator.capture.phone.held import held_page
from generator.capture.web.guard import Guard, refusal, wants_json
from generator.capture.web.pictures import FOR_GOOD, picture
from generator.capture.web.refusal import Refused
from generator.capture.web.room import Room
from generator.capture.web.translations import choose, words

A_DAY = "public, max-age=86400"


def create_app(room: Room, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The server of a room as an ASGI app; `more` are routes that come before all others."""

    async def static(request: Request) -> Response:
        return _static(room, request)

    async def screen_picture(request: Request) -> Response:
        return picture(room, request)

    boards = Boards(room)
    routes: list[BaseRoute] = [
        *more,
        Route("/static/{name}", static),
        Route("/picture/{name}", screen_picture),
        *facilitator.routes(room, boards),
        *board_pages.routes(room, boards),
        *phone_routes.routes(room),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Guard, room=room)], exception_handlers=_pages_of_faults(room))
    app.router.redirect_slashes = False  # it names the scheme, and behind a proxy the wrong one
    return app


def _pages_of_faults(room: Room) -> dict[Any, Any]:
    """What is answered where something goes wrong, by what it is."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refused)
        return await held_page(room, request, error) or refusal(room, request, error)

    async def failed(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        return _failed(room, request, status)

    return {Refused: refused, HTTPException: failed, ClientDisconnect: _gone, 500: _broken}


async def _broken(request: Request, error: Exception) -> Response:
    """No page: whatever failed may be what a page needs."""
    said = words(choose(request.headers.get("accept-language", ""), ""))
    return PlainTextResponse(f"{said['failed-title']}. {said['failed-words']}\n", 500)


async def _gone(request: Request, error: Exception) -> Response:
    """Nobody waits for it."""
    return Response(status_code=400)


def _static(room: Room, request: Request) -> Response:
    asset = room.screens.asset(request.path_params["name"], room.kits())
    if asset is None:
        raise HTTPException(404)
    etag = f'"{asset.digest}"'
    current = request.query_params.get("v") == asset.digest
    headers = {"etag": etag, "cache-control": FOR_GOOD if current else A_DAY}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(asset.data, media_type=asset.media_type, headers=headers)


def _failed(room: Room, request: Request, status: int) -> Response:
    """404 of an address that is none of ours, 405, and what the framework refuses by itself."""
    if wants_json(request):
        return JSONResponse({"reason": HTTPStatus(status).phrase.lower().replace(" ", "-")}, status)
    return room.page(
        request,
        "message.html",
        status,
        heading=room.say(request, "missing-title"),
        words=room.say(request, "missing-words"),
        way="",
        way_words="",
        box=True,
        wrong="",
    )

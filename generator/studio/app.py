"""The app: a studio in, an ASGI application out. Each page gives its routes; what goes wrong becomes a page, too."""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.edit.faults import Stale
from generator.errors import FileError, SourceError
from generator.studio import (
    after,
    day,
    folders,
    intake,
    pages,
    printed,
    static_files,
    workshops,
)
from generator.studio.body import Posted, posting
from generator.studio.brand import page as brand_page
from generator.studio.cards import table_page
from generator.studio.conflict import stale_page
from generator.studio.frame import Frame
from generator.studio.guard import StudioGuard
from generator.studio.history import own_path
from generator.studio.history import routes as undo_routes
from generator.studio.pieces import page as pieces_page
from generator.studio.refusal import Declined, words_of
from generator.studio.remedies import page as remedies_page
from generator.studio.state import Studio
from generator.studio.texts import text_page
from generator.studio.words import languages

PAGES: tuple[Callable[[Studio, Frame], list[Route]], ...] = (
    undo_routes,
    workshops.routes,
    folders.routes,
    intake.routes,
    brand_page.routes,
    table_page.routes,
    pieces_page.routes,
    pages.routes,
    remedies_page.routes,
    text_page.routes,
    printed.routes,
    day.routes,
    after.routes,
)


def make_app(studio: Studio) -> Starlette:
    frame = Frame(studio)

    def home(request: Request) -> Response:
        return RedirectResponse("/pages" if studio.is_open else "/workshops", 303)

    def speak(request: Request, posted: Posted) -> Response:
        if posted.text("language") in languages():
            studio.speak(posted.text("language"))
        return RedirectResponse(own_path(posted.text("back")), 303)

    def alive(request: Request) -> Response:
        return PlainTextResponse("prepdeck studio")

    def end(request: Request, posted: Posted) -> Response:
        page = frame.page(request, "ended.html", "frame", bare=True)
        page.background = BackgroundTask(studio.stop)
        return page

    routes = [
        Route("/", home),
        Route("/alive", alive),
        Route("/end", posting(studio, end, of_workshop=False), methods=["POST"]),
        Route("/language", posting(studio, speak, of_workshop=False), methods=["POST"]),
        *static_files.routes(),
        *(route for page in PAGES for route in page(studio, frame)),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(StudioGuard, studio=studio, frame=frame)],
        exception_handlers=_handlers(frame),
    )


def _handlers(frame: Frame) -> dict[type[Exception], Callable[[Request, Exception], Response]]:
    def declined(request: Request, error: Exception) -> Response:
        assert isinstance(error, Declined)
        return frame.refusal(request, error)

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        words = frame.words(request, "frame")
        key = f"status-{error.status_code}"
        return frame.message(request, words(key if key in words else "status-other"), error.status_code, key)

    def file(request: Request, error: Exception) -> Response:
        assert isinstance(error, FileError)
        return frame.message(request, words_of(error), 422, "file")

    def system(request: Request, error: Exception) -> Response:
        """A full disk, a folder that is closed to us: what the system says of it, and no end of the page."""
        assert isinstance(error, OSError)
        words = ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
        return frame.message(request, words, 422, "file")

    def sources(request: Request, error: Exception) -> Response:
        assert isinstance(error, SourceError)
        return frame.message(request, "\n".join(map(str, error.problems)), 422, "sources")

    def stale(request: Request, error: Exception) -> Response:
        assert isinstance(error, Stale)
        return stale_page(request, frame, error)

    return {
        Declined: declined,
        HTTPException: http,
        FileError: file,
        OSError: system,
        SourceError: sources,
        Stale: stale,
    }

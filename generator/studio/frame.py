"""What every page stands in: its row of pages, its words, its refusals. Templates in, answers out."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from generator.edit.journal import Journal
from generator.errors import FileError
from generator.studio.nav import NAV
from generator.studio.refusal import Declined
from generator.studio.sentences import sentences
from generator.studio.state import Studio
from generator.studio.words import Say, languages, preferred, speaker

TEMPLATES = Path(__file__).parent / "templates"


class Frame:
    """Renders pages of a studio."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._seal: Callable[[str], str] = vars(self._templates.get_template("seal.html").module)["seal"]

    def language(self, request: Request) -> str:
        return self._studio.language or preferred(request.headers.get("accept-language", ""))

    def words(self, request: Request, page: str) -> Say:
        return speaker(self.language(request), page)

    def page(
        self, request: Request, template: str, page: str, status: int = 200, *, bare: bool = False, **values: Any
    ) -> Response:
        """A template with the words of a page. `bare`: for whoever may see nothing of the workshop.

        Every template has `t`, `translated` (for what checks say), `language`, `key` (of the open workshop), `seal` (a
        form's hidden input with it) and what frame.html needs.
        """
        studio, language = self._studio, self.language(request)
        is_open = studio.is_open and not bare
        key = studio.key if is_open else ""
        shown = [each for each in NAV if not bare and (is_open or not each.of_workshop)]
        html = self._templates.get_template(template).render(
            t=speaker(language, page),
            translated=sentences(language).translated,
            language=language,
            other_languages=[]
            if bare
            else [(tag, speaker(tag, "frame")("language-name")) for tag in _others(language)],
            nav=[(each, speaker(language, each.name)("nav")) for each in shown],
            page=page,
            warning=(warning := self._warning() if is_open else ""),
            path="/" + request.url.path.lstrip("/"),
            back_to=_address(request),
            key=key,
            seal=self._seal(key),
            turns=self._turns() if is_open and not warning else [],
            workshop_title=(studio.redrawing.state.title or studio.folder.resolve().name) if is_open else "",
            **values,
        )
        return HTMLResponse(html, status)

    def _turns(self) -> list[tuple[str, str]]:
        """What can be undone and redone, as it was called; no buttons where what was changed cannot be read."""
        journal = Journal(self._studio.folder, self._studio.surroundings.data)
        with suppress(FileError):
            return [("undo", journal.undo_label), ("redo", journal.redo_label)]
        return []

    def _warning(self) -> str:
        """Why nothing can be changed in the open workshop: the key of words; empty where it can."""
        if not self._studio.is_own:
            return "bundled-here"
        if not self._studio.folder.is_dir():
            return "gone-here"
        return "" if self._studio.is_writable else "read-only-here"

    def refusal(self, request: Request, declined: Declined, *, bare: bool = False) -> Response:
        """A refusal for a script or for a person. Its reason is stable; words may change."""
        message = self.words(request, "frame")(f"declined-{declined.reason}", **declined.values)
        if declined.reason == "nothing-open" and request.method == "GET" and not wants_json(request) and not bare:
            return RedirectResponse("/", 303)
        return self.message(request, message, declined.status, declined.reason, bare=bare, go=declined.go)

    def message(
        self, request: Request, message: str, status: int, reason: str, *, bare: bool = False, go: str = ""
    ) -> Response:
        """`go`: where the way on leads; empty: to the page that has the form."""
        if wants_json(request):
            return JSONResponse({"reason": reason, "message": message}, status)
        on = "" if bare else go or self._way_back(request)
        return self.page(request, "message.html", "frame", status, bare=bare, message=message, go=on)

    def _way_back(self, request: Request) -> str:
        """From an answer that is a refusal: to the page of the form, and to the workshops where this one is gone."""
        if self._studio.is_open and not self._studio.folder.is_dir():
            return "/workshops"
        return _page_of(request)


def _address(request: Request) -> str:
    """Where a form of the frame leads back to: the page as it is, of an answer to a form the page of that form."""
    url = request.url
    if request.method != "GET":
        return _page_of(request)
    return "/" + url.path.lstrip("/") + (f"?{url.query}" if url.query else "")


def _page_of(request: Request) -> str:
    return next((each.path for each in NAV if request.url.path.startswith(f"{each.path}/")), "/")


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _others(language: str) -> list[str]:
    return [tag for tag in languages() if tag != language]

"""What pages write into the open workshop, so that it can be taken back and made again, also tomorrow."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.edit.edits import Edit
from generator.edit.faults import Stale
from generator.edit.journal import Journal
from generator.edit.write import Change
from generator.studio.body import Posted, posting
from generator.studio.frame import Frame, wants_json
from generator.studio.refusal import Declined
from generator.studio.state import Studio


def journal_of(studio: Studio) -> Journal:
    """Of the open workshop. Raises Declined where none is open."""
    return Journal(studio.folder, studio.surroundings.data)


def save(studio: Studio, edits: Sequence[Edit], seen: Mapping[str, str], label: str = "") -> Change:
    """Writes edits at once, or none. `seen`: the digests of the files as the page had them; `label`: what is
    done, in words; else the files are named.

    Raises NotEdited, FileError, Stale where a file was changed meanwhile, Declined where nothing of it is the user's.
    """
    studio.check_own()
    files = dict.fromkeys(edit.file for edit in edits)
    change = journal_of(studio).apply(edits, seen, label or ", ".join(files), studio.surroundings.clock())
    studio.redrawing.wake()
    return change


def routes(studio: Studio, frame: Frame) -> list[Route]:
    def undo(request: Request, posted: Posted) -> Response:
        return turned(request, posted, journal_of(studio).undo_label, "undone", back=True)

    def redo(request: Request, posted: Posted) -> Response:
        return turned(request, posted, journal_of(studio).redo_label, "redone", back=False)

    def turned(request: Request, posted: Posted, label: str, key: str, *, back: bool) -> Response:
        studio.check_own()
        journal, address = journal_of(studio), own_path(posted.text("back"))
        try:
            change = journal.undo() if back else journal.redo()
        except Stale as error:
            raise Declined(409, "cannot-undo", go=address, file=error.file) from error
        studio.redrawing.wake()
        if not wants_json(request):
            return RedirectResponse(address, 303)
        words = frame.words(request, "frame")
        return JSONResponse({"message": words(key, label=label) if change else words("nothing-to-undo")})

    def buttons(request: Request) -> Response:
        return frame.page(request, "history.html", "frame", back=own_path(request.query_params.get("back", "")))

    return [
        Route("/history", buttons),
        Route("/undo", posting(studio, undo), methods=["POST"]),
        Route("/redo", posting(studio, redo), methods=["POST"]),
    ]


def own_path(address: str) -> str:
    """A path of this studio; the first page for an address elsewhere."""
    is_own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return address if is_own and address.isprintable() else "/"

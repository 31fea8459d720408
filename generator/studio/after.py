"""After the day: results of a session as files, and the blank cards that people wrote as the next edition.

Sessions are known, and files written, by commands beside the studio: it has no store of its own.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.edit.edits import Edit, OfYaml, PutFile
from generator.edit.write import digests
from generator.errors import ExitCode, FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.whereabouts import output_folder, read_kit
from generator.studio.body import Posted, posting
from generator.studio.day import hosted
from generator.studio.frame import Frame
from generator.studio.history import save
from generator.studio.jobs import Busy
from generator.studio.refusal import Declined
from generator.studio.result_files import FILES, GROUPS
from generator.studio.setting_edit import setting_edit
from generator.studio.state import Studio

RESULTS = "results"  # the kind of job, and the folder beside what is printed
REHEARSAL = "rehearsal"
WAIT = 10.0  # seconds for a command to stop
SHOWN = {".pdf": "application/pdf", ".png": "image/png"}  # by the browser itself
PAGES = {".html": "text/html"}
SANDBOX = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; " + (
    "img-src data:; font-src data:"
)


class Held(NamedTuple):
    """The sessions that results can be had of."""

    sessions: Sequence[Mapping[str, Any]] = ()  # newest first, as `results sessions --json` says them
    data: str = ""  # the file of the entries, where it is not the workshop's own
    error: str = ""

    def chosen(self, wanted: str) -> Mapping[str, Any] | None:
        """The session of that id, else the newest."""
        named = (each for each in self.sessions if each["id"] == wanted)
        return next(named, self.sessions[0] if self.sessions else None)


def routes(studio: Studio, frame: Frame) -> list[Route]:
    after = After(studio, frame)
    return [
        Route("/after", after.page),
        Route("/after/write", posting(studio, after.write), methods=["POST"]),
        Route("/after/stop", posting(studio, after.stop, of_workshop=False), methods=["POST"]),
        Route("/after/edition", posting(studio, after.take_cards, writes=True), methods=["POST"]),
        Route("/after/file/{session}/{name}", after.file),
    ]


class After:
    """Answers for the session that a page has chosen."""

    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._lock = Lock()
        self._known: dict[tuple[str, str], Held] = {}  # while a file is written: nobody asks for sessions each time

    def page(self, request: Request) -> Response:
        if not self._studio.folder.is_dir():
            raise Declined(404, "folder-gone", folder=self._studio.folder, go="/workshops")
        of = REHEARSAL if request.query_params.get("of") == REHEARSAL else ""
        view = self._studio.jobs.view(RESULTS)
        held = self._held(of, fresh=not (view and view.is_running))
        chosen = held.chosen(request.query_params.get("session", ""))
        mine = view if view and str(self._studio.folder) in view.words else None
        return self._frame.page(
            request,
            "after.html",
            "after",
            of=of,
            held=held,
            chosen=chosen,
            groups=GROUPS,
            day_of=self._day_of,
            job=mine,
            nothing=bool(mine and mine.status == ExitCode.NOTHING_YET),
            written=self._written(of, chosen["id"]) if chosen else (),
            rehearses=self._rehearsed() != "",
            is_own=self._studio.is_own,
            added=[each for each in request.query_params.get("added", "").split(",") if each],
            edition=request.query_params.get("edition", ""),
            none_added="none" in request.query_params,
        )

    def _day_of(self, time: str) -> str:
        """As it was in the room, of a time in UTC."""
        zone = self._studio.surroundings.clock().tzinfo
        return f"{datetime.fromisoformat(time).astimezone(zone):%Y-%m-%d}"

    def _rehearsed(self) -> str:
        """The file of the entries of the rehearsal that runs; empty where none does."""
        up = hosted(self._studio)
        return str(up.served["data"]) if up and up.kind == "rehearse" and not up.is_other else ""

    def _held(self, of: str, *, fresh: bool = True) -> Held:
        data = self._rehearsed() if of else ""
        if of and not data:
            return Held()
        key = self._studio.key, data
        with self._lock:
            if fresh or key not in self._known:
                named = ["--data", data] if data else []
                ended = self._studio.jobs.ask([RESULTS, "sessions", str(self._studio.folder), *named, "--json"])
                record = ended.value if isinstance(ended.value, dict) else {}
                error = "" if ended.status == 0 else str(record.get("error", ended.words))
                self._known = {key: Held(record.get("sessions", ()), data, error)}
            return self._known[key]

    def write(self, request: Request, posted: Posted) -> Response:
        of, file = posted.text("of"), FILES.get(posted.text("file"))
        held = self._held(of, fresh=False)
        session = next((each for each in held.sessions if each["id"] == posted.text("session")), None)
        if file is None or session is None:
            raise Declined(404, "no-file", go="/after")
        to = self._folder(of, session["id"]) / file.name
        chosen = [] if file.is_of_all else ["--session", session["id"]]
        command, *options = file.words
        words = [RESULTS, command, str(self._studio.folder), *options, *chosen, "--to", str(to)]
        try:
            self._studio.jobs.start(RESULTS, [*words, *(["--data", held.data] if held.data else [])])
        except Busy as busy:
            raise Declined(409, "runs-already", go="/after") from busy
        return RedirectResponse(_address(of, session["id"]) + "#files", 303)

    def stop(self, request: Request, posted: Posted) -> Response:
        self._studio.jobs.stop(RESULTS)
        self._studio.jobs.wait(RESULTS, WAIT)
        return RedirectResponse(_address(posted.text("of"), posted.text("session")), 303)

    def _folder(self, of: str, session: str) -> Path:
        """Where files of a session lie: beside what is printed; those of a rehearsal go with the studio."""
        place = re.sub(r"[^\w-]", "-", session)
        if of:
            return self._studio.scratch / REHEARSAL / place
        kit = read_kit(self._studio.folder)
        if kit is None:
            raise FileError(f"{self._studio.folder / KIT_FILE}: cannot be read")
        return output_folder(self._studio.folder, kit.id) / RESULTS / place

    def _written(self, of: str, session: str) -> list[str]:
        names = {file.name for file in FILES.values()}
        folder = self._folder(of, session)
        there = [path for path in folder.iterdir() if path.name in names] if folder.is_dir() else []
        return [path.name for path in sorted(there, key=lambda path: path.stat().st_mtime, reverse=True)]

    def file(self, request: Request) -> Response:
        """A file that was written; `?save` to take along, else shown by the browser where it can."""
        of, session, name = (
            request.query_params.get("of", ""),
            request.path_params["session"],
            request.path_params["name"],
        )
        if name not in self._written(of, session):
            raise Declined(404, "no-file", go="/after")
        path = self._folder(of, session) / name
        media = (SHOWN | PAGES).get(path.suffix, "application/octet-stream")
        shown = "attachment" if "save" in request.query_params or path.suffix not in SHOWN | PAGES else "inline"
        answer = FileResponse(path, media_type=media, filename=name, content_disposition_type=shown)
        if path.suffix in PAGES:  # it has a script of its own, and nothing of ours is within its reach
            answer.headers["content-security-policy"] = SANDBOX
        return answer

    def take_cards(self, request: Request, posted: Posted) -> Response:
        """Cards of the session into the deck, and the next edition, as one change that can be taken back."""
        folder, session = self._studio.folder, posted.text("session")
        if all(each["id"] != session for each in self._held("", fresh=False).sessions):
            raise Declined(404, "no-file", go="/after")
        names = [KIT_FILE, *(path.relative_to(folder).as_posix() for path in _card_files(folder))]
        seen = digests(folder, names)
        every = ["--all"] if posted.text("every") else []
        ended = self._studio.jobs.ask(
            [RESULTS, "deck", str(folder), "--session", session, "--since", "edition", *every, "--json"]
        )
        record = ended.value if isinstance(ended.value, dict) else {}
        if ended.status:
            raise FileError(str(record.get("error", ended.words)))
        files: Mapping[str, str] = record["files"]
        if not files:
            return RedirectResponse(_address("", session) + "&none#edition", 303)
        edits: list[Edit] = [PutFile(name, text.encode()) for name, text in files.items()]
        raised = self._raised()
        edits += [raised[1]] if raised else []
        save(self._studio, edits, seen, self._frame.words(request, "after")("edition"))
        added = ",".join(each["id"] for each in record["new"])
        edition = raised[0] if raised else ""
        return RedirectResponse(f"{_address('', session)}&added={added}&edition={edition}#edition", 303)

    def _raised(self) -> tuple[str, OfYaml] | None:
        """The next edition with its edit, where editions are counted."""
        kit = read_kit(self._studio.folder)
        if kit is None or not (kit.edition.isascii() and kit.edition.isdigit()):
            return None
        following = str(int(kit.edition) + 1)
        edit = setting_edit((self._studio.folder / KIT_FILE).read_bytes(), KIT_FILE, ("edition",), following)
        return (following, edit) if edit else None


def _card_files(folder: Path) -> list[Path]:
    """What a command that adds cards may change."""
    return [*folder.glob("deck.yaml"), *folder.glob("captured.yaml"), *sorted(folder.glob("cards/*.yaml"))]


def _address(of: str, session: str) -> str:
    return f"/after?{f'of={REHEARSAL}&' if of else ''}session={session}"

"""The day: the check with a phone, a rehearsal, the server with its addresses, its poster, desk and board.

What runs are commands beside the studio, which say what a page shows.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from generator.kit.join_poster import MOST_CHARACTERS, Wifi
from generator.kit.request.whereabouts import printed_folder, read_kit
from generator.studio.body import Posted, posting
from generator.studio.frame import Frame
from generator.studio.jobs import Busy, JobView
from generator.studio.qr_picture import qr_svg
from generator.studio.refusal import Declined
from generator.studio.state import Studio

Kind = Literal["serve", "rehearse", "doctor"]
SERVERS: tuple[Kind, ...] = ("serve", "rehearse")  # they want the same port
KINDS: tuple[Kind, ...] = (*SERVERS, "doctor")
PHONE_WAIT = 180  # seconds in which a phone may come
LINK_WAIT = 10.0  # … in which the server says a new link to the desk
REHEARSAL_POSTER = "rehearsal-join.pdf"
MOST_PEOPLE, MOST_MINUTES = 200, 60  # of a rehearsal
PASSWORD = "PREPDECK_WIFI_PASSWORD"  # which options would show to whoever sees the list of processes


class Hosted(NamedTuple):
    """What a page shows of a server that is up."""

    kind: Kind
    served: Mapping[str, Any]  # as `serve --json` says it
    filled: Mapping[str, Any]  # of a rehearsal: what invented people have said, once they have
    lines: tuple[str, ...]  # what it says meanwhile
    is_other: bool  # of another workshop than the one that is open
    has_poster: bool

    @property
    def reach(self) -> list[tuple[str, str, str, bool]]:
        """Each address: its URL, for whom it is as a key of the words, on which device, and whether it leads here."""
        rows = ((each, *str(each["who"]).partition(" (")) for each in self.served["urls"])
        return [
            (str(each["url"]), f"who-{who}", device.rstrip(")"), bool(each["works"])) for each, who, _, device in rows
        ]


def routes(studio: Studio, frame: Frame) -> list[Route]:
    day = Day(studio, frame)
    return [
        Route("/day", day.page),
        Route("/day/start", posting(studio, day.start), methods=["POST"]),
        Route("/day/stop", posting(studio, day.stop, of_workshop=False), methods=["POST"]),
        Route("/day/desk", day.desk),
        Route("/day/poster.pdf", day.poster),
        Route("/day/{code}.svg", day.picture),
    ]


def hosted(studio: Studio) -> Hosted | None:
    """The server that is up, if one is."""
    view = studio.jobs.running(*SERVERS)
    if view is None or not isinstance(view.value, Mapping):
        return None
    kind: Kind = "serve" if view.kind == "serve" else "rehearse"
    poster = view.value.get("poster")
    filled = view.events.get("filled", {})
    is_other = not studio.is_open or view.words[1] != str(studio.folder)
    return Hosted(kind, view.value, filled, view.lines, is_other, bool(poster) and Path(str(poster)).is_file())


class Day:
    """Answers from what runs as it is when it is asked for."""

    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame

    def page(self, request: Request) -> Response:
        jobs, folder = self._studio.jobs, self._studio.folder
        kit = read_kit(folder)
        runs = jobs.running(*KINDS)
        return self._frame.page(
            request,
            "day.html",
            "day",
            is_printed=kit is not None and printed_folder(folder, kit.id) is not None,
            hosted=hosted(self._studio),
            starting=runs if runs and runs.kind in SERVERS and runs.value is None else None,
            doctor=jobs.view("doctor"),
            failed=[view for kind in SERVERS if (view := jobs.view(kind)) and view.error],
            runs=runs,
            can_code=_has_code,
            most_people=MOST_PEOPLE,
            most_characters=MOST_CHARACTERS,
            most_minutes=MOST_MINUTES,
        )

    def start(self, request: Request, posted: Posted) -> Response:
        kind = posted.text("kind")
        if kind not in KINDS:
            raise Declined(400, "broken")
        if self._studio.jobs.running(*KINDS):
            raise Declined(409, "runs-already", go="/day")
        words, environment = [kind, str(self._studio.folder), *self._options(kind, posted)], None
        if kind == "serve" and (network := _network(posted)):
            words.append(f"--wifi={network.name}")
            environment = {**self._studio.surroundings.environment, PASSWORD: network.password}
        try:  # in the front: phones wait for it
            self._studio.jobs.start(kind, [*words, "--json"], stands_back=False, environment=environment)
        except Busy as busy:
            raise Declined(409, "runs-already", go="/day") from busy
        return RedirectResponse("/day", 303)

    def _options(self, kind: str, posted: Posted) -> list[str]:
        reach = [*(["--lan"] if posted.text("lan") and kind in SERVERS else []), *self._studio.surroundings.serving]
        if kind == "doctor":
            return [*reach, "--timeout", str(PHONE_WAIT)]
        if kind == "rehearse":
            people = str(posted.whole("people", 1, MOST_PEOPLE, go="/day"))
            minutes = str(posted.whole("minutes", 0, MOST_MINUTES, go="/day", otherwise="0"))
            poster = str(self._studio.scratch / REHEARSAL_POSTER)
            return [*reach, "--people", people, "--minutes", minutes, "--poster", poster, "--no-open"]
        title = posted.text("title").strip()
        session = [f"--title={title}", "--close-open" if posted.text("closes") else "--keep-open"] if title else []
        return [*reach, *session, "--no-open"]

    def stop(self, request: Request, posted: Posted) -> Response:
        for kind in KINDS:
            if posted.text("kind") == kind:
                self._studio.jobs.stop(kind)
                self._studio.jobs.wait(kind, LINK_WAIT)
        return RedirectResponse("/day", 303)

    def desk(self, request: Request) -> Response:
        """Leads there by a new link: each works once."""
        up = hosted(self._studio)
        event = self._studio.jobs.enter(up.kind, "link", LINK_WAIT) if up else None
        if event is None or "url" not in event:
            raise Declined(409, "no-server", go="/day")
        return RedirectResponse(str(event["url"]), 303)

    def poster(self, request: Request) -> Response:
        up = hosted(self._studio)
        if up is None or not up.has_poster:
            raise Declined(404, "no-poster", go="/day")
        return FileResponse(str(up.served["poster"]), media_type="application/pdf")

    def picture(self, request: Request) -> Response:
        """The code of what a phone is to open now."""
        code, up = request.path_params["code"], hosted(self._studio)
        view = self._studio.jobs.running("doctor")
        text = up.served["join"] if code == "join" and up else _invited(view) if code == "check" else ""
        if not text or not _has_code(text):
            raise Declined(404, "no-code", go="/day")
        return Response(qr_svg(text), media_type="image/svg+xml")


def _network(posted: Posted) -> Wifi | None:
    """What the poster at the door shows, so that phones join it by a code; None where nobody has named one."""
    network = Wifi(posted.text("wifi").strip(), posted.text("password"))  # blanks are part of one
    if network == Wifi(""):
        return None
    if network.faults():
        raise Declined(422, "wifi", go="/day", most=MOST_CHARACTERS)
    return network


def _invited(view: JobView | None) -> str:
    invitation = view.events.get("invitation") if view else None
    return str(invitation["url"]) if invitation else ""


def _has_code(text: str) -> bool:
    try:
        qr_svg(text)
    except ValueError:
        return False
    return True

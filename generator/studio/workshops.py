"""The workshops of this computer: opened, copied as one's own, or made new, in a client's colours on demand."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from generator.errors import FileError
from generator.kit.request.kit_yaml import KIT_FILE
from generator.kit.request.known_workshops import listed
from generator.kit.request.starter import id_of, start, starter_languages
from generator.kit.request.whereabouts import BUNDLED_WORKSHOP, bundled_workshop, is_bundled, read_kit
from generator.studio.body import Posted, Upload, posting
from generator.studio.frame import Frame
from generator.studio.logo import LOGO_SUFFIXES, proposed
from generator.studio.places import Places
from generator.studio.redrawing import PreviewOptions
from generator.studio.refusal import Declined, words_of
from generator.studio.state import Studio

SMALL = "small"  # the starter, and behind a colon its language
PAPERS = ("a4", "letter")
FIRST_NAME = "our-workshop"


class ListedWorkshop(NamedTuple):
    name: str  # what forms call it: its folder, or that of the bundled one
    title: str
    place: str  # as people call it
    is_there: bool
    is_open: bool
    is_own: bool


class WorkshopPages:
    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._places = Places(studio.surroundings.home)

    def page(self, request: Request) -> Response:
        fields = {"from": request.query_params.get("from", ""), "folder": "", "paper": "", "client": ""}
        return self._show(request, fields)

    def open(self, request: Request, posted: Posted) -> Response:
        folder = self._named(posted.text("folder"))
        self._studio.open(PreviewOptions(folder, {}))
        return RedirectResponse("/pages", 303)

    def forget(self, request: Request, posted: Posted) -> Response:
        self._studio.remembered.forget(Path(posted.text("folder")))
        return RedirectResponse("/workshops", 303)

    def new(self, request: Request, posted: Posted) -> Response:
        """A new workshop, opened; what was wrong stands beside what was filled in."""
        t = self._frame.words(request, "workshops")
        fields = {name: posted.text(name) for name in ("from", "folder", "paper", "client")}
        try:
            folder = self._places.new_path(fields["folder"])
            if id_of(folder) in self._taken():
                return self._show(request, fields, t("name-taken", name=folder.name), 422)
            self._make(folder, fields, posted.upload("logo", LOGO_SUFFIXES))
        except Declined as declined:
            return self._show(request, fields, t(f"declined-{declined.reason}", **declined.values), declined.status)
        except FileError as error:
            return self._show(request, fields, words_of(error), 422)
        self._studio.open(PreviewOptions(folder, {}))
        return RedirectResponse("/pages", 303)

    def _make(self, folder: Path, fields: dict[str, str], logo: Upload | None) -> None:
        name, _, language = (
            fields["from"].partition(":") if fields["from"].startswith(SMALL) else (fields["from"], "", "")
        )
        source = None if name == SMALL else self._named(name)
        is_own = source is not None and not is_bundled(source)
        paper = fields["paper"] if fields["paper"] in PAPERS and not is_own else ""
        with TemporaryDirectory(prefix="prepdeck-logo-") as place:
            brand = proposed(Path(place), logo, fields["client"].strip() or folder.name) if logo else None
            start(folder, paper, source, language if language in starter_languages() else "", brand)

    def _named(self, name: str) -> Path:
        """A workshop of the list by its folder, or one that was typed. Raises Declined where there is none, and outside
        of the home folder."""
        if name == BUNDLED_WORKSHOP:
            return bundled_workshop()
        folder = next((path for path in self._known() if str(path) == name), None) or self._places.path(name)
        if not (folder / KIT_FILE).is_file():
            raise Declined(404, "no-workshop", go="/workshops", folder=self._places.shown(folder))
        return folder

    def _known(self) -> list[Path]:
        """What was opened here, and what was built elsewhere."""
        known = [Path(path) for path in listed(self._studio.surroundings.known).values()]
        return list(dict.fromkeys((*self._studio.remembered.workshops, *known)))

    def _taken(self) -> set[str]:
        """The ids of workshops: their codes come from them, so each has one of its own."""
        kits = (read_kit(path) for path in self._known())
        return {kit.id for kit in kits if kit}

    def _listed(self) -> list[ListedWorkshop]:
        own = [self._entry(path) for path in self._known() if not is_bundled(path)]
        bundled = self._entry(bundled_workshop())._replace(name=BUNDLED_WORKSHOP, place="", is_own=False)
        return [*own, bundled]

    def _entry(self, path: Path) -> ListedWorkshop:
        studio = self._studio
        is_open = studio.is_open and studio.folder.resolve() == path.resolve()
        kit = read_kit(path)
        title = kit.title if kit and kit.title else path.name
        return ListedWorkshop(str(path), title, self._places.shown(path), (path / KIT_FILE).is_file(), is_open, True)

    def _show(self, request: Request, fields: dict[str, str], fault: str = "", status: int = 200) -> Response:
        workshops = self._listed()
        name = FIRST_NAME if not fields["folder"] else ""
        filled = fields | {
            "folder": fields["folder"] or self._places.free(name),
            "paper": fields["paper"] or self._studio.surroundings.paper,
        }
        return self._frame.page(
            request,
            "workshops.html",
            "workshops",
            status,
            workshops=workshops,
            sources=[each for each in workshops if each.is_own and each.is_there],
            languages=("en", *starter_languages()),
            fields=filled,
            fault=fault,
            logos=",".join(LOGO_SUFFIXES),
        )


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pages = WorkshopPages(studio, frame)
    return [
        Route("/workshops", pages.page),
        Route("/workshops/open", posting(studio, pages.open, of_workshop=False), methods=["POST"]),
        Route("/workshops/forget", posting(studio, pages.forget, of_workshop=False), methods=["POST"]),
        Route("/workshops/new", posting(studio, pages.new, of_workshop=False), methods=["POST"]),
    ]

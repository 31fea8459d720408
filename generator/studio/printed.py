"""Print: a build with how far it is, files to open and to take along, bundles for whoever prints; pictures of cards."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from generator import bundled
from generator.codes import Manifest
from generator.errors import FileError, Problems
from generator.kit.delivery.bundle import bundles, pack
from generator.kit.request.whereabouts import MANIFEST, printed_folder
from generator.kit.workshop import Workshop
from generator.layout import Profile
from generator.sources import read
from generator.studio.body import Posted, posting
from generator.studio.frame import Frame
from generator.studio.jobs import Busy, JobView
from generator.studio.latest import latest_workshop
from generator.studio.refusal import Declined
from generator.studio.state import Studio

BUILD = "build"
MOST_COPIES = 200  # of one press
WAIT = 10.0  # seconds for a build to stop
LAST = "last"  # the bundle of what was printed last
IMAGES = "images"  # another command of the same kind: one at a time of both
PICTURES = {  # whom pictures of the cards are for, beside vendors that take them
    "whiteboard": ("--whiteboard",),
    "tabletop": ("--sprites",),
    "overview": ("--contact", "pdf"),
}
MEDIA = {".pdf": "application/pdf", ".svg": "image/svg+xml", ".dxf": "image/vnd.dxf"}


class ShownFile(NamedTuple):
    """A printed file, named from the folder of what is printed on."""

    name: str
    pages: int
    bytes: int

    @property
    def size(self) -> str:
        return f"{self.bytes / 1e6:.1f} MB" if self.bytes >= 1e6 else f"{-(-self.bytes // 1000)} kB"


def routes(studio: Studio, frame: Frame) -> list[Route]:
    pages = PrintPages(studio, frame)
    return [
        Route("/print", pages.page),
        Route("/print/build", posting(studio, pages.build), methods=["POST"]),
        Route("/print/pictures", posting(studio, pages.draw), methods=["POST"]),
        Route("/print/stop", posting(studio, pages.stop, of_workshop=False), methods=["POST"]),
        Route("/print/file/{name:path}", pages.file),
        Route("/print/bundle/{number:int}.zip", pages.bundle),
        Route("/print/last.zip", pages.last),
    ]


class PrintPages:
    """Answers from what lies printed, and from the build that runs."""

    def __init__(self, studio: Studio, frame: Frame) -> None:
        self._studio, self._frame = studio, frame
        self._shop = latest_workshop(studio)

    def page(self, request: Request) -> Response:
        shop, view = self._shop.now(), self._of_this(self._studio.jobs.view(BUILD))
        folder = self._printed(shop)
        known = _files(folder) if folder else {}
        report = view.value if view and isinstance(view.value, Mapping) else {}
        last = [known[name] for name in _names(report, folder) if name in known] if folder else []
        return self._frame.page(
            request,
            "print.html",
            "print",
            job=view,
            findings=report.get("findings", ()),
            notes=report.get("notes", ()),
            advice=report.get("advice", ""),
            last=last,
            known=list(known.values()),
            folder=str(folder.resolve()) if folder else "",
            printers=[
                (number, who, [known[name] for name in names if name in known])
                for number, (who, names) in enumerate(self._bundles(shop, folder).items())
            ],
            blanks=_categories(shop),
            cards=request.query_params.get("cards", ""),
            has_deck=any(name.startswith("deck") for name in known),
            most=MOST_COPIES,
            is_of_pictures=view is not None and view.words[0] == IMAGES,
            drawn=_pictures(report),
            pictures=list(PICTURES),
            vendors=_vendors(),
        )

    def _of_this(self, view: JobView | None) -> JobView | None:
        """Nothing of a build of another workshop."""
        return view if view and view.words[1] == str(self._studio.folder) else None

    def _printed(self, shop: Workshop) -> Path | None:
        return printed_folder(shop.folder, shop.kit.id) if shop.kit else None

    def _bundles(self, shop: Workshop, folder: Path | None) -> Mapping[str, Sequence[str]]:
        return bundles(shop, folder) if folder and shop.kit and not shop.problems.errors else {}

    def build(self, request: Request, posted: Posted) -> Response:
        return self._start([BUILD, str(self._studio.folder), *self._part(posted), "--json"])

    def draw(self, request: Request, posted: Posted) -> Response:
        """Pictures of the cards, for a vendor, a whiteboard, a virtual table or an overview."""
        wanted = posted.text("for")
        if wanted not in PICTURES and wanted not in _vendors():
            raise Declined(400, "broken", go="/print")
        options = PICTURES.get(wanted, ("--for", wanted))
        return self._start([IMAGES, str(self._studio.folder), *options, "--json"])

    def _start(self, words: list[str]) -> Response:
        try:
            self._studio.jobs.start(BUILD, words)
        except Busy as busy:
            raise Declined(409, "runs-already", go="/print") from busy
        return RedirectResponse("/print", 303)

    def _part(self, posted: Posted) -> list[str]:
        """What of the kit is printed: the options of the command."""
        match posted.text("what"):
            case "all":
                return []
            case "changed":
                shop = self._shop.now()
                folder = self._printed(shop)
                if folder is None:
                    raise Declined(409, "not-printed", go="/print")
                return ["--since", str(self._kept(folder / MANIFEST))]
            case "more":
                number, category = posted.whole("number", 1, MOST_COPIES, go="/print"), posted.text("category")
                return ["--only", "blanks", "--more", str(number), *(["--cards", category] if category else [])]
            case "cards" if cards := posted.text("cards").strip(" ,"):
                return [f"--cards={cards}"]
        raise Declined(400, "broken")

    def _kept(self, manifest: Path) -> Path:
        """A copy: the build writes another one where it lies."""
        copy = self._studio.scratch / "before.json"
        try:
            copy.write_bytes(manifest.read_bytes())
        except OSError as error:
            raise FileError(f"{manifest}: cannot be read: {error.strerror}") from error
        return copy

    def stop(self, request: Request, posted: Posted) -> Response:
        self._studio.jobs.stop(BUILD)
        self._studio.jobs.wait(BUILD, WAIT)
        return RedirectResponse("/print", 303)

    def file(self, request: Request) -> Response:
        """A file that the manifest lists; `?save` to take along, else shown by the browser."""
        folder, name = self._printed(self._shop.now()), request.path_params["name"]
        if folder is None or name not in _files(folder):
            raise Declined(404, "no-file", go="/print")
        media = MEDIA.get(Path(name).suffix, "application/octet-stream")
        shown = "attachment" if "save" in request.query_params or media != MEDIA[".pdf"] else "inline"
        return FileResponse(folder / name, media_type=media, filename=Path(name).name, content_disposition_type=shown)

    def bundle(self, request: Request) -> Response:
        shop = self._shop.now()
        found = [*self._bundles(shop, self._printed(shop)).items()]
        number = request.path_params["number"]
        if number >= len(found):
            raise Declined(404, "no-file", go="/print")
        who, names = found[number]
        return self._packed(shop, names, who)

    def last(self, request: Request) -> Response:
        shop, view = self._shop.now(), self._of_this(self._studio.jobs.view(BUILD))
        folder = self._printed(shop)
        report = view.value if view and isinstance(view.value, Mapping) else {}
        if view and view.words[0] == IMAGES and (drawn := _pictures(report)):
            return self._packed(shop, drawn, IMAGES, Path(report["folder"]))
        known = _files(folder) if folder else {}
        names = [name for name in _names(report, folder) if name in known] if folder else []
        return self._packed(shop, names, LAST)

    def _packed(self, shop: Workshop, names: Sequence[str], about: str, folder: Path | None = None) -> Response:
        """Of the folder of what is printed, or of another."""
        folder = folder or self._printed(shop)
        if folder is None or shop.kit is None or not names:
            raise Declined(404, "no-file", go="/print")
        title = "-".join(filter(None, (shop.kit.id, _plain(shop.kit.edition), _plain(about))))
        to = self._studio.scratch / f"{title}.zip"
        pack(folder, names, title, to)
        return FileResponse(to, media_type="application/zip", filename=to.name)


def _files(folder: Path) -> dict[str, ShownFile]:
    """What the manifest lists and what lies there, by name."""
    manifest = Manifest.read(folder / MANIFEST, Problems())
    found = {}
    for file in manifest.files if manifest else ():
        path = folder / file.name
        if path.is_file():
            found[file.name] = ShownFile(file.name, file.pages, path.stat().st_size)
    return found


def _names(report: Mapping[str, Any], folder: Path | None) -> list[str]:
    """Of the files that a build has written, in all languages."""
    if folder is None:
        return []
    reports = [report, *report.get("languages", {}).values()]
    paths = [Path(file["path"]).resolve() for each in reports for file in each.get("files", ())]
    home = folder.resolve()
    return [path.relative_to(home).as_posix() for path in paths if path.is_relative_to(home)]


def _pictures(report: Mapping[str, Any]) -> list[str]:
    """Of those that a command has drawn the names in their folder, as far as they lie there."""
    folder = report.get("folder")
    return [each["name"] for each in report["files"] if (Path(folder) / each["name"]).is_file()] if folder else []


@cache
def _vendors() -> dict[str, str]:
    """Those that take pictures, with their titles."""
    folder, found = bundled.folder("layouts") / "profiles", {}
    for path in sorted(folder.glob("*.yaml")):
        profile = read(path, Profile, Problems(), salvage=True)
        if profile and profile.vendor and IMAGES in profile.vendor.takes:
            found[path.stem] = profile.title
    return found


def _categories(shop: Workshop) -> list[tuple[str, str]]:
    """Of the blank cards that the kit orders: id and name; '' where a card belongs to none."""
    counts = shop.kit.blanks.counts if shop.kit and shop.kit.blanks else {}
    names = shop.deck.head.categories if shop.deck else {}
    return [(name, names[name].name if name in names else "") for name in counts]


def _plain(words: str) -> str:
    """As a part of a file's name."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:40]

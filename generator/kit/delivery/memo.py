"""`.build.json` beside the files of a build: what they were made of, so that nothing is drawn again that is as it was.

A digest of all that a build reads: every file of the workshop, the client's brand, what was asked for, this program
with its shapes and fonts, the libraries. And of each file its checksum: a kit is unchanged where all of them are as
they were. It says nothing that is not in the files, and may be deleted.
"""

import json
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, fields
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from generator import __version__, bundled
from generator.codes.records import Damaged, plain, read_record
from generator.deck.loading import DECK_FILE
from generator.errors import Place, Problem, Severity
from generator.kit.delivery.deliver import checksum
from generator.kit.delivery.report import BuildRecord, BuildReport, PrintedFile, PrintedPiece
from generator.kit.pieces.kept import KeptPiece
from generator.kit.request.whereabouts import OUTPUT
from generator.kit.workshop import Workshop
from generator.sources.translation import FOLDER

NAME = ".build.json"
UNCHANGED = "Nothing has changed since the last build: its files are there as they were, and nothing was drawn again."
OF_CARDS = (".yaml", ".yml", ".csv", ".xlsx")
SHIPPED = ("deck_sources", "fonts", "layouts")


def inputs(shop: Workshop, folder: Path, epoch: str | None) -> tuple[str, str]:
    """Digests of what decides on the files of a build: but for the cards, and with them. `folder`: where files go."""
    digest = sha256()
    for part in (__version__, sys.version, zlib.ZLIB_RUNTIME_VERSION, shop.asked, epoch, shop.printer, *_libraries()):
        digest.update(f"{part}\0".encode())
    for part in _program():
        digest.update(f"{part}\0".encode())
    if brand := shop.brand:
        digest.update(repr((brand.client, brand.legal, brand.palette())).encode())
    if shop.deck:
        digest.update(repr(shop.deck.head).encode())
    sources = [(name, checksum(path)) for name, path in _sources(shop, folder) if _is_read(name, shop)]
    digest.update(repr([source for source in sources if not _holds_cards(source[0])]).encode())
    without = digest.hexdigest()
    digest.update(repr([source for source in sources if _holds_cards(source[0])]).encode())
    return without, digest.hexdigest()


def _is_read(name: str, shop: Workshop) -> bool:
    """Not what is said in languages that are not printed."""
    return not name.startswith(f"{FOLDER}/") or bool(shop.words and name.startswith(shop.words.called("")))


def _holds_cards(name: str) -> bool:
    """Whether nothing but cards, and the head of the deck, are in a file: pictures may lie beside them."""
    place = PurePosixPath(name)
    if place.parts[0] == FOLDER and len(place.parts) > 2:
        place = PurePosixPath(*place.parts[2:])
    return place.as_posix() == DECK_FILE or (
        place.suffix.lower() in OF_CARDS and (place.parts[0] == "cards" or place.stem == "cards")
    )


def unchanged(folder: Path, given: str) -> BuildReport | None:
    """What the last build said, if it was of the same inputs and all of its files are there as they were."""
    try:
        raw = json.loads((folder / NAME).read_bytes()) if given else {}
        if raw.get("inputs") != given or any(checksum(folder / name) != its for name, its in raw["kept"].items()):
            return None
        return _report(folder, raw["report"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none of ours, or of another release
        return None


def kept_pieces(folder: Path) -> dict[str, KeptPiece]:
    """What the last build remembered of its pieces."""
    try:
        raw = json.loads((folder / NAME).read_bytes())
        return {name: read_record(KeptPiece, said) for name, said in raw["pieces"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Damaged):  # none of ours, or of another release
        return {}


def remember(folder: Path, given: str, printed: BuildRecord) -> None:
    """For the next build. Where there is no room for it, no matter."""
    kept = {name: known or checksum(folder / name) for name, known in sorted(printed.files.items())}
    pieces = {name: plain(piece) for name, piece in printed.pieces.items() if piece.inputs}
    record = {"inputs": given, "kept": kept, "report": _as_record(folder, printed.report), "pieces": pieces}
    with suppress(OSError):
        (folder / NAME).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


def _as_record(folder: Path, report: BuildReport) -> dict[str, Any]:
    said = {
        each.name: getattr(report, each.name) for each in fields(BuildReport) if each.name not in ("since", "preflight")
    }
    files = [{**vars(file), "path": file.path.relative_to(folder).as_posix()} for file in report.files]
    problems = [asdict(problem) for problem in report.problems]
    return {**said, "files": files, "pieces": [vars(piece) for piece in report.pieces], "problems": problems}


def _report(folder: Path, said: dict[str, Any]) -> BuildReport:
    files = (
        PrintedFile(**{**file, "path": folder / file["path"], "codes": (*file["codes"],)}) for file in said["files"]
    )
    pieces = (PrintedPiece(**piece) for piece in said["pieces"])
    problems = (
        Problem(**{**problem, "where": Place(**problem["where"]), "severity": Severity(problem["severity"])})
        for problem in said["problems"]
    )
    notes = (*said["notes"], UNCHANGED)
    return BuildReport(**{**said, "files": (*files,), "pieces": (*pieces,), "notes": notes, "problems": (*problems,)})


def _sources(shop: Workshop, folder: Path) -> Iterator[tuple[str, Path]]:
    """The files that a build may read: all of the workshop, whatever it does with them, and what lies outside."""
    yield from sorted((path.relative_to(shop.folder).as_posix(), path) for path in _files(shop.folder, folder))
    named: list[tuple[Path, str]] = []
    for font in shop.brand.fonts.values() if shop.brand else ():
        named += ((font.folder, font_file.file) for font_file in font.files.values())
    if shop.brand and (logo := shop.brand.logo):
        named += ((logo.folder, name) for name in (logo.file, logo.on_dark) if name)
    yield from ((name, place / name) for place, name in named)
    if shop.icc:
        yield "icc", shop.icc


def _files(place: Path, but: Path) -> Iterator[Path]:
    """All files under a folder, links followed; not in hidden folders, nor where a build writes."""
    seen: set[Path] = set()
    own = {place / OUTPUT, but.resolve()}
    for here, folders, names in os.walk(place, followlinks=True):
        inner = [(name, Path(here) / name) for name in folders if not name.startswith(".")]
        folders[:] = [name for name, path in inner if path not in own and path.resolve() not in own]
        if Path(here).resolve() in seen:  # a link that leads in a circle
            folders.clear()
            continue
        seen.add(Path(here).resolve())
        yield from (Path(here) / name for name in names)


def _program() -> Iterator[str]:
    """Every file that was installed with this program, by its size and time: they are many, and change together."""
    for place in (Path(__file__).parents[2], *(bundled.folder(name) for name in SHIPPED)):
        yield from sorted(_stamps(place))


def _stamps(place: str | Path, beneath: str = "") -> Iterator[str]:
    for entry in os.scandir(place):
        if entry.is_dir():
            if entry.name not in ("__pycache__", "shipped"):
                yield from _stamps(entry.path, f"{beneath}{entry.name}/")
        else:
            found = entry.stat()
            yield f"{beneath}{entry.name} {found.st_size} {found.st_mtime_ns}"


def _libraries(places: Iterable[str] = sys.path) -> Iterator[str]:
    """What is installed beside it, with versions: the names of their folders say both."""
    for place in places:
        with suppress(OSError):
            yield from sorted(path.name for path in Path(place).iterdir() if path.suffix == ".dist-info")

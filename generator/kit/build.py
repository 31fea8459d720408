"""Prints a kit: every page drawn, every file whole, and the manifest that describes them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from generator.codes import FileEntry, Manifest, where_it_works
from generator.deck import Card
from generator.errors import FileError, Problem, Problems, SourceError
from generator.kit.check import check
from generator.kit.delivery import Delivery, refuse_strangers, remove_stale
from generator.kit.manifest import described
from generator.kit.press import Press
from generator.kit.production import Production, Progress
from generator.kit.workshop import Workshop

WHOLE_DECK = {"deck": "deck.pdf", "fronts": "deck-fronts.pdf", "backs": "deck-backs.pdf"}
# Some cards alone are a file beside the deck: whoever prints deck.pdf next week must find all of it.
SELECTION = {"deck": "deck-selected.pdf", "fronts": "deck-selected-fronts.pdf", "backs": "deck-selected-backs.pdf"}
MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True)
class PrintedFile:
    path: Path
    pages: int
    sha256: str


@dataclass(frozen=True)
class Report:
    """What a build has written and found."""

    kit: str
    files: tuple[PrintedFile, ...]
    cards: int
    sheets: int
    codes: int
    summary: str
    reach: str
    problems: tuple[Problem, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        return {
            "kit": self.kit,
            "files": [{"path": str(file.path), "pages": file.pages, "sha256": file.sha256} for file in self.files],
            "cards": self.cards,
            "sheets": self.sheets,
            "codes": self.codes,
            "imposition": self.summary,
            "reach": self.reach,
        }


def build(shop: Workshop, output: Path | None, cards: Sequence[Card], epoch: str | None, progress: Progress) -> Report:
    """Writes the deck and the manifest into `output`. Raises SourceError, with nothing written, on a problem.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date. Raises FileError where a file cannot be written,
    or would replace one that no build of ours has listed.
    """
    if shop.problems.errors:
        raise SourceError(check(shop, progress))
    assert shop.kit is not None
    folder = output or Path("output") / shop.kit.id
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: is a file, so nothing can be written into it; choose another folder with -o")
    published = Manifest.read(folder / MANIFEST_NAME, shop.problems, shop.kit.id)
    production = Production(shop, published)
    plan = production.plan()
    if plan is None:
        raise SourceError(check(shop, progress))
    production.prepare()
    press = Press(production, plan, cards, _created(shop, epoch))
    if not press.pieces:
        where = production.deck.head.marks.here
        shop.problems.error(where, "no card is printed: the quantity of each is 0", code="nothing-to-print")
    press.run(progress)
    production.compose_rest(lambda done, total: None)
    _raise_errors(shop.problems)
    return _deliver(press, folder, published)


def _raise_errors(problems: Problems) -> None:
    if problems.errors:
        raise SourceError(problems.sorted())


def _created(shop: Workshop, epoch: str | None) -> datetime | None:
    if shop.kit and shop.kit.date:
        return datetime.combine(shop.kit.date, time(), UTC)
    return datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else None


def _deliver(press: Press, folder: Path, published: Manifest | None) -> Report:
    """All files whole under temporary names first, then all of them under their own, the manifest last."""
    possible = WHOLE_DECK if press.is_whole else SELECTION
    names = {file: possible[file] for file in press.writers}
    refuse_strangers(folder, [*names.values()], published)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Delivery(folder) as delivery:
            printed = []
            for file, name in names.items():
                press.writers[file].save(delivery.part(name))
                sha256 = hashlib.sha256(delivery.part(name).read_bytes()).hexdigest()
                printed.append(PrintedFile(folder / name, press.pages[file], sha256))
            entries = [FileEntry(file.path.name, file.sha256, file.pages) for file in printed]
            stale = [name for name in possible.values() if name not in names.values()]
            manifest = described(press.production, entries, stale, published)
            delivery.part(MANIFEST_NAME).write_bytes(manifest.to_bytes())
            delivery.finish([*names.values(), MANIFEST_NAME])
            remove_stale(folder, stale, published)
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return _report(press, tuple(printed))


def _report(press: Press, printed: tuple[PrintedFile, ...]) -> Report:
    production = press.production
    url = production.kit.capture.url
    return Report(
        kit=production.kit.id,
        files=printed,
        cards=len(press.pieces),
        sheets=press.plan.sheets(len(press.pieces)),
        codes=len(production.codes),
        summary=press.summary(),
        reach=where_it_works(url) if url else "No codes: kit.yaml has no capture.url.",
        problems=tuple(production.problems.sorted()),
    )

"""Prints a kit: faces on sheets, sheets into files, and the manifest that describes them."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from generator.codes import FileEntry, Manifest, where_it_works
from generator.colours import BLACK
from generator.compose.slug import slug_line
from generator.deck import Card
from generator.errors import FileError, Problem, Problems, SourceError
from generator.face import Item, Outline, PathStep, Placed, make_art
from generator.geometry import Rect, Transform
from generator.impose import Page, Plan, page_order
from generator.kit.check import check
from generator.kit.manifest import described
from generator.kit.production import Production, Progress
from generator.kit.workshop import Workshop
from generator.pdf import Drawn, Job, Placement, Writer
from generator.units import MM_PER_POINT

MARK_WIDTH = 0.25 * MM_PER_POINT  # a hairline that every printer shows
FILE_NAMES = {"deck": "deck.pdf", "fronts": "deck-fronts.pdf", "backs": "deck-backs.pdf"}
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
    press = _Press(production, plan, cards, _created(shop, epoch))
    press.run(progress)
    production.compose_rest(lambda done, total: None)
    _raise_errors(shop.problems)
    return _deliver(press, folder, published)


def _raise_errors(problems: Problems) -> None:
    if problems.errors:
        raise SourceError(problems.sorted())


def _created(shop: Workshop, epoch: str | None) -> datetime | None:
    assert shop.kit
    if shop.kit.date:
        return datetime.combine(shop.kit.date, time(), UTC)
    return datetime.fromtimestamp(int(epoch), UTC) if epoch and epoch.isdigit() else None


class _Press:
    """Draws the pages of a deck, file by file; a card that is printed once is composed, drawn and forgotten."""

    def __init__(self, production: Production, plan: Plan, cards: Sequence[Card], created: datetime | None) -> None:
        self.production, self.plan = production, plan
        self.kit = production.kit
        self.sides = production.shop.sides
        self.pieces = [card for _ in range(self.kit.deck.sets) for card in cards for _ in range(card.quantity)]
        self.copies = Counter(card.id for card in self.pieces)
        self.created = created
        self.writers: dict[str, Writer] = {}
        self.pages: Counter[str] = Counter()
        self._kept: dict[tuple[str, ...], Drawn] = {}
        self._marks = tuple(_mark(mark) for mark in plan.marks)

    def run(self, progress: Progress) -> None:
        """Goes through all pages; where a problem turns up it composes on, to find the others, but draws no more."""
        count = len(self.pieces)
        done = 0
        for page in page_order(self.plan, count, self.sides):
            laid = list(self.plan.lay(page.side, page.sheet, count))
            placements = [
                Placement(drawn, slot.x, slot.y, slot.turned, clip)
                for piece, slot, clip in laid
                if (drawn := self._drawn(page, self.pieces[piece]))
            ]
            self._writer(page.file).page(
                self.plan.paper, placements, self._extra(page), self.plan.trim_box, self.plan.bleed_box
            )
            self.pages[page.file] += 1
            if page.side == "recto":
                done += len(laid)
                progress(done, count)

    def _writer(self, file: str) -> Writer:
        if file not in self.writers:
            job = Job(
                title=f"{self.kit.title}, edition {self.kit.edition}",
                author=self.production.shop.brand.client if self.production.shop.brand else "",
                subject=self.production.deck.head.title,
                language=self.production.deck.head.language,
                created=self.created,
                duplex=self.plan.duplex,
            )
            desk = self.production.desk
            self.writers[file] = Writer(job, desk.book.get, desk.pictures.get)
        return self.writers[file]

    def _drawn(self, page: Page, card: Card) -> Drawn | None:
        """The card's side, drawn; kept only where it will be wanted again."""
        side = "front" if page.side == "recto" else "back"
        composer = self.production.composer(card)
        shared = composer is not None and composer.shared(side)
        key = (page.file, side, card.category, card.role, card.layout) if shared else (page.file, side, card.id)
        if key in self._kept:
            self.production.face(card, side)  # known already, but its digest is the card's too
            return self._kept[key]
        face = self.production.face(card, side)
        if face is None or self.production.problems.errors:
            return None
        repeated = shared or self.copies[card.id] > 1
        drawn = self._writer(page.file).draw(face, repeated=repeated)
        if repeated:
            self._kept[key] = drawn
        return drawn

    def _extra(self, page: Page) -> tuple[Item, ...]:
        slug = self.plan.slug
        if slug is None:
            return self._marks
        line = slug_line(self._slug_words(page), self.production.desk.typesetter, slug.width, slug.size)
        if line is None:
            return self._marks
        if not slug.turned:
            return (*self._marks, line._replace(x=slug.x, baseline=slug.y))
        art = make_art(Rect(0, -slug.size, slug.width, slug.size * 2), (line,))
        return (*self._marks, Placed(art, Transform(0, -1, 1, 0, slug.x, slug.y)))

    def _slug_words(self, page: Page) -> list[str]:
        side = "front" if page.side == "recto" else "back"
        sheet = f"sheet {page.sheet + 1} of {self.plan.sheets(len(self.pieces))}"
        return [f"{self.kit.title}, edition {self.kit.edition}", f"{sheet}, {side}", self.summary()]

    def summary(self) -> str:
        """The settings in a few words, for the slug and the report."""
        plan, shop = self.plan, self.production.shop
        sides = self.sides.replace("two-sided-", "two-sided on the ").replace("-", " ")
        if plan.alone:
            return f"{self.kit.deck.layout}, one per page, {sides}"
        gutter = f"{plan.gutter:g} mm gutters" if plan.gutter else "butt-cut"
        paper = shop.paper.title if shop.paper else ""
        return f"{self.kit.deck.layout}, {plan.per_sheet} on {paper}, {gutter}, {sides}"


def _mark(mark: tuple[tuple[float, float], tuple[float, float]]) -> Outline:
    start, end = mark
    path = (PathStep("move", tuple(start)), PathStep("line", tuple(end)))
    return Outline(path, stroke=BLACK, stroke_width=MARK_WIDTH)


def _deliver(press: _Press, folder: Path, published: Manifest | None) -> Report:
    """All files whole under temporary names first, then all of them under their own, the manifest last."""
    names = {file: FILE_NAMES[file] for file in press.writers}
    _refuse_strangers(folder, [*names.values()], published)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _Delivery(folder) as delivery:
            printed = []
            for file, name in names.items():
                press.writers[file].save(delivery.part(name))
                sha256 = hashlib.sha256(delivery.part(name).read_bytes()).hexdigest()
                printed.append(PrintedFile(folder / name, press.pages[file], sha256))
            entries = [FileEntry(file.path.name, file.sha256, file.pages) for file in printed]
            stale = [name for name in FILE_NAMES.values() if name not in names.values()]
            manifest = described(press.production, entries, stale, published)
            delivery.part(MANIFEST_NAME).write_bytes(manifest.to_bytes())
            delivery.finish([*names.values(), MANIFEST_NAME])
            _remove_stale(folder, stale, published)
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return _report(press, tuple(printed))


def _report(press: _Press, printed: tuple[PrintedFile, ...]) -> Report:
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


def _refuse_strangers(folder: Path, names: Sequence[str], published: Manifest | None) -> None:
    """Only files that our last manifest lists are replaced."""
    ours = {entry.name for entry in published.files} if published else set()
    strangers = [name for name in names if name not in ours and (folder / name).exists()]
    if strangers:
        raise FileError(
            f"{folder / strangers[0]}: is there already and was not written by this kit's last build;"
            " move it away, or choose another folder with -o"
        )


def _remove_stale(folder: Path, names: Sequence[str], published: Manifest | None) -> None:
    """Files of an earlier way to print the deck would be printed by mistake."""
    ours = {entry.name for entry in published.files} if published else set()
    for name in names:
        if name in ours:
            (folder / name).unlink(missing_ok=True)


class _Delivery:
    """Files under temporary names, renamed together; nothing is left behind when something fails."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: list[Path] = []

    def part(self, name: str) -> Path:
        path = self.folder / f".{name}.part"
        if path not in self._parts:
            self._parts.append(path)
        return path

    def finish(self, names: Sequence[str]) -> None:
        for name in names:
            self.part(name).replace(self.folder / name)

    def __enter__(self) -> "_Delivery":
        return self

    def __exit__(self, *exc: object) -> None:
        for path in self._parts:
            with suppress(OSError):
                path.unlink(missing_ok=True)

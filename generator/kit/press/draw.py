"""Draws what a job prints: each piece by the presses that it needs. All in memory: nothing is written yet."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.codes import FileEntry
from generator.deck import Card
from generator.impose import Plan
from generator.kit.job import PrintJob
from generator.kit.pieces import vendor_pages, worksheets
from generator.kit.press.box_sheets import BoxPress
from generator.kit.press.cut_files import CutPress
from generator.kit.press.fillable import FillPress
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.poster_tiles import TilePress
from generator.kit.press.press import Press
from generator.kit.press.production import Production, Progress, Shared
from generator.kit.press.separations import load_prepress
from generator.kit.press.since import Changes, changes_since
from generator.kit.request.proof_names import END, proof_name

KEPT = ("blanks", "worksheets/", "deck-selected", f"{vendor_pages.FOLDER}/")  # files with codes that no other has
FILLABLE_END = f"{worksheets.FILLABLE}.pdf"


@dataclass(frozen=True)
class Finished:
    """A press that has run; of a selection the file has another name, so that the whole one stays."""

    press: Press
    is_whole: bool = True

    def names(self) -> dict[str, str]:
        names = self.press.names(self.is_whole)
        is_proof = self.press.production.shared.shop.proof
        return {file: proof_name(name) if is_proof else name for file, name in names.items()}

    def codes(self) -> tuple[str, ...]:
        """Of the things in its files, each once."""
        production = self.press.production
        codes = (production.shared.codes.get(production.piece.key(card)) for card in self.press.cards)
        return tuple(dict.fromkeys(code for code in codes if code))

    def files(self) -> Iterator[FileEntry]:
        """The files that it gives, by the names that they will have."""
        for file, writer in self.press.writers.items():
            yield FileEntry(self.names()[file], writer.sha256(), self.press.pages[file])


@dataclass(frozen=True)
class DrawnKit:
    """What a job has become: its files, and what the manifest says of all pieces, printed or not."""

    job: PrintJob
    shared: Shared
    productions: tuple[Production, ...]
    finished: tuple[Finished, ...]
    changes: Changes | None = None  # since an earlier edition

    @property
    def names(self) -> list[str]:
        return [file.name for each in self.finished for file in each.files()]

    @property
    def stale(self) -> list[str]:
        return stale(self.job, self.finished, self.names)


def draw(job: PrintJob, progress: Progress) -> DrawnKit:
    """What is wrong is added to the workshop's problems: then what is here is not whole."""
    shop = job.shop
    shared = Shared(shop, job.published, load_prepress(shop, job.created))
    productions = {name: Production(shared, piece) for name, piece in shop.pieces.items() if not piece.lists_files}
    changes = changes_since(job.before, productions["deck"]) if job.before else None
    finished: list[Finished] = []
    for name, production in productions.items():
        if job.wanted.wants(name):
            cards = changes.cards if changes and name == "deck" else job.cards[name]
            finished += _draw_piece(job, production, cards, progress)
    for production in productions.values():
        production.compose_rest(_quiet)
    finished += _draw_order_sheet(job, shared, finished)
    return DrawnKit(job, shared, tuple(productions.values()), tuple(finished), changes)


def stale(job: PrintJob, finished: Sequence[Finished], names: Collection[str]) -> list[str]:
    """Files of earlier builds that would be printed by mistake: another way to print a piece that is printed now and,
    where everything is, pieces that the kit does not order any more. Selections and numbered copies stay: theirs are
    the only sheets with those codes. Files to fill in have none: those of a form that is not ordered go.
    """
    possible = {name for each in finished for name in each.names().values()}
    if job.is_everything and job.published:
        possible |= {
            entry.name
            for entry in job.published.files
            if not entry.name.endswith(END) and (not entry.name.startswith(KEPT) or entry.name.endswith(FILLABLE_END))
        }
    return sorted(possible - set(names))


def _draw_order_sheet(job: PrintJob, shared: Shared, finished: Sequence[Finished]) -> Iterator[Finished]:
    """Drawn last, and in every build: it lists the files as they are now, those of earlier builds too."""
    sheet = next((piece for piece in job.shop.pieces.values() if piece.lists_files), None)
    if sheet is None or job.shop.proof or job.wanted.among:
        return
    files: tuple[FileEntry, ...] = ()
    if not shared.problems.errors:
        drawn = [file for each in finished for file in each.files()]
        names = [file.name for file in drawn]
        gone = {*names, *stale(job, finished, names)}
        before = job.published.files if job.published else ()
        files = (*drawn, *(file for file in before if file.name not in gone))
    whole = replace(job, wanted=replace(job.wanted, cards=(), numbers=(), since=None))
    yield from _draw_piece(whole, Production(shared, sheet, files), (), _quiet)


def _draw_piece(job: PrintJob, production: Production, cards: Sequence[Card], progress: Progress) -> Iterator[Finished]:
    """The piece, all of its pages drawn; nothing where there is nothing to print."""
    plan = production.plan()
    if plan is None:
        return
    production.prepare()
    if production.piece.is_text:
        cards = production.pages()
    for each in _presses(job, production, plan, cards):
        each.press.run(progress)
        yield each


def _presses(job: PrintJob, production: Production, plan: Plan, cards: Sequence[Card]) -> Iterator[Finished]:
    """All that have to run for a piece."""
    piece, wanted, is_proof = production.piece, job.wanted, job.shop.proof
    if piece.boxes:
        if spread := production.net():
            yield Finished(BoxPress(production, piece.boxes, spread, plan, job.created))
        return
    sheets = SheetPress(production, plan, cards, job.created)
    if sheets.cards:
        yield Finished(sheets, is_whole=not wanted.is_part)
        if piece.order.cut and not is_proof:
            yield Finished(CutPress(production, plan))
    elif not wanted.cards and not wanted.since and not piece.has_copies:
        where = piece.deck.head.marks.here
        production.problems.error(where, "no card is printed: the quantity of each is 0", code="nothing-to-print")
    if is_proof:
        return
    is_form = piece.is_form and not production.shared.prepress
    if is_form and (sheets.cards or not wanted.cards):  # the same, whatever copies
        yield Finished(FillPress(production, job.created))
    if tiling := production.tiling():
        yield Finished(TilePress(production, tiling, job.created))


def _quiet(done: int, total: int | None) -> None:
    """Progress that nobody watches."""

"""Draws what a job prints: each piece by the presses that it needs. All in memory: nothing is written yet."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator.codes import FileEntry
from generator.deck import Card
from generator.impose import Plan
from generator.kit.job import PrintJob
from generator.kit.pieces import copies, vendor_pages
from generator.kit.pieces.copies import is_of_numbers
from generator.kit.pieces.kept import KeptFile, KeptPiece
from generator.kit.pieces.piece import Piece
from generator.kit.press.booklet_sheets import BookletPress
from generator.kit.press.box_sheets import BoxPress
from generator.kit.press.cut_files import CutPress
from generator.kit.press.fillable import FillPress
from generator.kit.press.kept import FileThere, files_there, kept_piece, to_keep
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.poster_tiles import TilePress
from generator.kit.press.press import FileWriter, Press
from generator.kit.press.production import Production, Progress, Shared, unwatched
from generator.kit.press.separations import load_prepress
from generator.kit.press.since import EditionChanges, changes_since
from generator.kit.request.proof_names import END, proof_name
from generator.kit.selection import Wanted

SELECTED = "-selected"  # some cards of the deck
EARLIER = re.compile(rf"(blanks|worksheets/[^/]+){SELECTED}(-fronts|-backs)?\.\w+")  # copies, as they were called once


@dataclass(frozen=True)
class Finished:
    """A press that has run; of a selection the file has another name, so that the whole one stays."""

    press: Press
    suffix: str = ""  # of a part
    there: Mapping[str, FileThere] = field(default_factory=dict)  # files that lie there as they would be drawn

    @property
    def writers(self) -> Mapping[str, FileWriter]:
        """The files that it gives, by what they are."""
        if not self.there:
            return self.press.writers
        return {file: self.there[name] for file, name in self.names().items() if name in self.there}

    def names(self) -> dict[str, str]:
        names = self.press.names(self.suffix)
        is_proof = self.press.production.shared.shop.proof
        return {file: proof_name(name) if is_proof else name for file, name in names.items()}

    def codes(self) -> tuple[str, ...]:
        """Of the things in its files, each once."""
        production = self.press.production
        codes = (production.shared.codes.get(production.piece.key(card)) for card in self.press.cards)
        return tuple(dict.fromkeys(code for code in codes if code))

    def files(self) -> Iterator[FileEntry]:
        """The files that it gives, by the names that they will have; of further copies with what is on them."""
        for file, writer in self.writers.items():
            pages = self.press.pages[file] if not self.there else self.there[self.names()[file]].pages
            entry = FileEntry(self.names()[file], writer.sha256(), pages)
            if is_of_numbers(entry.name) and not self.press.production.shared.shop.proof:
                drawn = self.press.production.drawn(self.press.cards)
                entry = entry._replace(codes=self.codes(), drawn=drawn)
            yield entry


@dataclass(frozen=True)
class DrawnKit:
    """What a job has become: its files, and what the manifest says of all pieces, printed or not."""

    job: PrintJob
    shared: Shared
    productions: tuple[Production, ...]
    finished: tuple[Finished, ...]
    changes: EditionChanges | None = None  # since an earlier edition
    kept: Mapping[str, KeptPiece] = field(default_factory=dict)  # for the next build
    originals: tuple[Production, ...] = ()  # the same pieces in the kit's own language, composed and not drawn

    @property
    def outdated(self) -> Iterator[str]:
        """Files of further copies that lie there, and would be drawn otherwise now."""
        cards = {
            production.shared.codes.get(production.piece.key(card)): (production, card)
            for production in self.productions
            if production.piece.has_copies
            for card in production.deck.cards
        }
        for entry in self.job.published.files if self.job.published else ():
            if entry.codes and entry.name not in self.names and (self.job.folder / entry.name).exists():
                on_it = [cards[code] for code in entry.codes if code in cards]
                known = [card for _, card in on_it]
                if len(known) < len(entry.codes) or on_it[0][0].drawn(known) != entry.drawn:
                    yield entry.name

    @property
    def names(self) -> list[str]:
        return [each.names()[file] for each in self.finished for file in each.writers]

    @property
    def stale(self) -> list[str]:
        return stale(self.job, self.finished, self.names)


def draw(
    job: PrintJob, progress: Progress, show: "Callable[[Production, Sequence[Finished]], None] | None" = None
) -> DrawnKit:
    """What is wrong is added to the workshop's problems: then what is here is not whole. `show` is handed each piece
    once it is drawn: nothing is kept for a next build then.
    """
    shop = job.shop
    shared = Shared(shop, job.published, load_prepress(shop, job.created))
    productions = {name: Production(shared, piece) for name, piece in shop.pieces.items() if not piece.lists_files}
    changes = changes_since(job.before, productions["deck"]) if job.before else None
    finished: list[Finished] = []
    kept: dict[str, KeptPiece] = {}
    for name, production in productions.items():
        before = _faults(shared)
        cards = changes.cards if changes and name == "deck" else job.cards[name]
        drawn = list(_draw_piece(job, production, cards, progress))
        production.compose_printed()
        finished += drawn
        if show:
            show(production, drawn)
        elif drawn and _faults(shared) == before and not shared.problems.errors and not job.wanted.is_part:
            files = {entry.name: KeptFile(entry.sha256, entry.pages) for each in drawn for entry in each.files()}
            kept[name] = to_keep(job, production, files)
    finished += _draw_order_sheet(job, shared, finished)
    shared.book.report()
    originals = () if shared.problems.errors or job.original is None else tuple(_compose(job.original))
    return DrawnKit(job, shared, tuple(productions.values()), tuple(finished), changes, kept, originals)


def _faults(shared: Shared) -> tuple[int, int]:
    """What there is to say until now: of a piece that adds to it, a later build has to say it too."""
    return len(shared.problems.found), shared.book.gaps


def _compose(job: PrintJob) -> Iterator[Production]:
    """All pieces, for the manifest alone. What does not fit there is said when they are printed."""
    shared = Shared(job.shop, job.published, load_prepress(job.shop, job.created))
    for piece in job.shop.pieces.values():
        if not piece.lists_files:
            production = Production(shared, piece)
            production.prepare()
            production.compose_printed()
            yield production


def stale(job: PrintJob, finished: Sequence[Finished], names: Collection[str]) -> list[str]:
    """Files of earlier builds that would be printed by mistake: another way to print a piece that is printed now and,
    where everything is, pieces that the kit does not order any more. What was asked for beside the order stays.
    """
    possible = {name for each in finished for name in each.names().values()}
    if job.is_everything and job.published:
        possible |= {
            entry.name
            for entry in job.published.files
            if not entry.name.endswith(END) and not _is_beside_the_order(entry.name)
        }
    return sorted(possible - set(names))


def _is_beside_the_order(name: str) -> bool:
    is_selected = name.startswith((f"deck{SELECTED}", f"{vendor_pages.FOLDER}/")) or EARLIER.fullmatch(name)
    return bool(is_selected) or is_of_numbers(name)


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
    whole = replace(job, wanted=Wanted())
    yield from _draw_piece(whole, Production(shared, sheet, files), (), unwatched)


def _draw_piece(job: PrintJob, production: Production, cards: Sequence[Card], progress: Progress) -> Iterator[Finished]:
    """The piece, all of its pages drawn or there; nothing where there is nothing to print, or it is not wanted."""
    kept = kept_piece(job, production)
    if not job.wanted.wants(production.piece.name):
        return
    plan = production.plan()
    if plan is None:
        return
    if kept and not job.wanted.is_part and (there := files_there(job, kept)):
        yield from (replace(each, there=there) for each in _presses(job, production, plan, cards))
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
        yield Finished(sheets, _suffix(job, piece, cards))
        if piece.order.cut and not is_proof:
            yield Finished(CutPress(production, plan))
    elif not wanted.is_part:
        where = piece.deck.head.marks.here
        production.problems.error(where, "no card is printed: the quantity of each is 0", code="nothing-to-print")
    if is_proof:
        return
    if piece.is_form and sheets.cards and not production.shared.prepress:  # the same, whatever copies
        yield Finished(FillPress(production, job.created))
    if piece.folded and sheets.cards:
        yield Finished(BookletPress(production, piece.folded, sheets.cards, job.created))
    if tiling := production.tiling():
        yield Finished(TilePress(production, tiling, job.created))


def _suffix(job: PrintJob, piece: Piece, cards: Sequence[Card]) -> str:
    """What tells a part of a piece from the whole: of copies their numbers."""
    if not job.wanted.is_part:
        return ""
    return copies.suffix(piece.deck, cards) if piece.has_copies else SELECTED

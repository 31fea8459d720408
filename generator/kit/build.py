"""Prints a kit: every page drawn, every file whole, and the manifest that describes them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.codes import FileEntry, Manifest, where_it_works
from generator.deck import Card, Deck
from generator.errors import FileError, Problem, Problems, SourceError
from generator.kit.check import check
from generator.kit.delivery.deliver import Delivery, refuse_strangers, remove_stale
from generator.kit.delivery.kit_manifest import described, proofs_listed
from generator.kit.pieces import copies, running_text, vendor_pages, worksheets
from generator.kit.pieces.piece import Piece
from generator.kit.press.box_sheets import BoxPress
from generator.kit.press.cut_files import CutPress
from generator.kit.press.fillable import FillPress
from generator.kit.press.piece_sheets import SheetPress
from generator.kit.press.poster_tiles import TilePress
from generator.kit.press.press import Press
from generator.kit.press.production import Production, Progress, Shared
from generator.kit.press.separations import NO_FIELDS, load_prepress, made_at
from generator.kit.request.proof_names import END, NOTE, proof_name
from generator.kit.selection import Wanted, check_names, check_proof_names, chosen
from generator.kit.workshop import Workshop

if TYPE_CHECKING:
    from generator.kit.delivery.gate import Passed
    from generator.kit.delivery.since import Changes

MANIFEST_NAME = "manifest.json"
PDF = ".pdf"


@dataclass(frozen=True)
class PrintedFile:
    path: Path
    pages: int
    sheets: int  # of paper
    codes: tuple[str, ...]  # of the things in it, each once
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "path": str(self.path)}


@dataclass(frozen=True)
class PrintedPiece:
    """How many of a piece were printed, and how."""

    piece: str
    cards: int
    sheets: int
    imposition: str


@dataclass(frozen=True)
class Report:
    """What a build has written and found."""

    kit: str
    files: tuple[PrintedFile, ...]
    pieces: tuple[PrintedPiece, ...]
    codes: int
    reach: str
    advice: str = ""  # of the print profile
    notes: tuple[str, ...] = ()  # what else there is to know
    since: "Changes | None" = None  # an earlier edition
    preflight: "Passed | None" = None  # of files that somebody else prints
    problems: tuple[Problem, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        return {
            "kit": self.kit,
            "files": [file.as_dict() for file in self.files],
            "pieces": [vars(piece) for piece in self.pieces],
            "cards": sum(piece.cards for piece in self.pieces),
            "sheets": sum(piece.sheets for piece in self.pieces),
            "codes": self.codes,
            "reach": self.reach,
            "advice": self.advice,
            "notes": list(self.notes),
            "since": self.since.as_dict() if self.since else None,
            "preflight": self.preflight.as_dict() if self.preflight else None,
        }


@dataclass(frozen=True)
class _Job:
    """A piece on the press; of a selection the file has another name, so that the whole one stays."""

    press: Press
    is_whole: bool

    def names(self) -> Mapping[str, str]:
        names = self.press.names(self.is_whole)
        is_proof = self.press.production.shared.shop.proof
        return {file: proof_name(name) for file, name in names.items()} if is_proof else names

    def codes(self) -> tuple[str, ...]:
        production = self.press.production
        found = (production.shared.codes.get(production.piece.key(card)) for card in self.press.cards)
        return tuple(dict.fromkeys(code for code in found if code))

    def files(self) -> Iterator[FileEntry]:
        """The files that it gives, by the names that they will have."""
        for file, writer in self.press.writers.items():
            yield FileEntry(self.names()[file], writer.sha256(), self.press.pages[file])


def build(shop: Workshop, wanted: Wanted, output: Path | None, epoch: str | None, progress: Progress) -> Report:
    """Writes the pieces and the manifest into `output`. Raises SourceError, with nothing written, on a problem, and
    PreflightError where a file for a press has a fault.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date. Raises FileError where a file cannot be written,
    or would replace one that no build of ours has listed; UnknownName where what is wanted is none of the kit's.
    """
    if shop.problems.errors or shop.kit is None:
        raise SourceError(check(shop, epoch, progress))
    folder = output or Path("output") / shop.kit.id
    if folder.exists() and not folder.is_dir():
        raise FileError(f"{folder}: is a file, so nothing can be written into it; choose another folder with -o")
    wanted = _of_vendor(wanted, shop)
    check_names(wanted, shop)
    if shop.proof:
        check_proof_names(shop, wanted)
    published = Manifest.read(folder / MANIFEST_NAME, shop.problems, shop.kit.id)
    printed = None if shop.proof else published  # a proof shows all copies, and counts as none
    to_print = {name: _to_print(piece, shop, wanted, printed) for name, piece in shop.pieces.items()}
    shop = replace(shop, pieces={name: piece for name, (piece, _) in to_print.items()})
    cards = {name: some for name, (_, some) in to_print.items()}
    _say_printed_already(cards, shop.pieces, wanted, shop.problems)
    created = made_at(shop, epoch)
    shared = Shared(shop, published, load_prepress(shop, created))
    productions = [Production(shared, piece) for piece in shop.pieces.values() if not piece.lists_files]
    since = _since(productions[0], wanted.since) if wanted.since else None
    if since:
        cards["deck"] = since.cards
    jobs: list[_Job] = []
    for production in productions:
        if wanted.wants(production.piece.name):
            jobs += _printed(production, cards[production.piece.name], wanted, created, progress)
    for production in productions:
        production.compose_rest(lambda done, total: None)
    if (order := shop.pieces.get(running_text.ORDER)) and not shop.proof and not wanted.among:
        jobs += _order_sheet(shared, order, jobs, wanted, published, epoch)
    if shop.problems.errors:
        raise SourceError(shop.problems.sorted())
    passed = _looked_over(shop, jobs, folder)
    everything = not wanted.pieces and not wanted.among and not shop.proof
    report = _deliver(jobs, productions, folder, published, everything=everything)
    return replace(report, since=since, preflight=passed, notes=tuple(_notes(shop, jobs, since)))


def _of_vendor(wanted: Wanted, shop: Workshop) -> Wanted:
    """Only what the vendor prints, where the kit is printed for one."""
    if shop.profile is None or shop.profile.vendor is None or shop.kit is None:
        return wanted
    vendor_pages.check_takes(shop.profile, "pdf", shop.kit.marks.of("profile"), shop.problems)
    return replace(wanted, among=shop.profile.vendor.pieces)


def _since(deck: Production, manifest: Path) -> "Changes | None":
    from generator.kit.delivery.since import changes, earlier

    before = earlier(manifest, deck.kit.id, deck.problems)
    return changes(deck, before) if before else None


def _notes(shop: Workshop, jobs: Sequence[_Job], since: "Changes | None") -> Iterator[str]:
    if since:
        yield from since.lines()
    if shop.printer:
        from generator.kit.press.backs import told

        yield told(shop.printer, [job.press.drift for job in jobs if job.press.drift])
    if shop.proof:
        yield NOTE


def _order_sheet(
    shared: Shared, order: Piece, jobs: Sequence[_Job], wanted: Wanted, published: Manifest | None, epoch: str | None
) -> list[_Job]:
    """Drawn last, and in every build: it lists the files as they are now, those of earlier builds too."""
    if not shared.problems.errors:
        drawn = [file for job in jobs for file in job.files()]
        names = [file.name for file in drawn]
        gone = {*names, *_stale(jobs, names, published, everything=not wanted.pieces)}
        shared.files = (*drawn, *(file for file in (published.files if published else ()) if file.name not in gone))
    everything = replace(wanted, cards=(), numbers=(), since=None)
    return _printed(Production(shared, order), (), everything, made_at(shared.shop, epoch), lambda done, total: None)


def _to_print(piece: Piece, shop: Workshop, wanted: Wanted, published: Manifest | None) -> tuple[Piece, Sequence[Card]]:
    """Of the deck the cards that are wanted; of copies those whose numbers are asked for, or are not printed yet.

    A piece of copies then holds all that there are: these, those that the kit orders, and those of earlier builds.
    """
    if piece.name == "deck":
        return piece, chosen(shop, () if wanted.numbers else wanted.cards)
    if not piece.has_copies:
        return piece, piece.deck.cards
    ordered = piece.deck
    if wanted.numbers and wanted.wants(piece.name):
        asked = copies.numbered(ordered, wanted.numbers, wanted.cards)
    else:
        asked = copies.not_yet_printed(piece.kind, ordered, published)
    cards = {card.id: card for card in (*ordered.cards, *asked.cards)}
    known = Deck(ordered.head, tuple(cards.values()))
    deck = replace(known, cards=(*known.cards, *copies.published_before(piece.kind, known, published)))
    return replace(piece, deck=deck), asked.cards


def _printed(
    production: Production, cards: Sequence[Card], wanted: Wanted, created: datetime | None, progress: Progress
) -> list[_Job]:
    """The piece, all of its pages drawn; nothing where there is nothing to print."""
    plan = production.plan()
    if plan is None:
        return []
    production.prepare()
    if production.piece.is_text:
        cards = production.pages()
    if boxes := production.piece.boxes:
        spread = production.net()
        if spread is None:
            return []
        box = BoxPress(production, boxes, spread, plan, created)
        box.run(progress)
        return [_Job(box, is_whole=True)]
    press = SheetPress(production, plan, cards, created)
    jobs = []
    if press.cards:
        press.run(progress)
        jobs.append(_Job(press, is_whole=not wanted.is_part))
        if production.piece.order.cut and not production.shared.shop.proof:
            outlines = CutPress(production, plan)
            outlines.run(lambda done, total: None)
            jobs.append(_Job(outlines, is_whole=True))
    elif not wanted.cards and not wanted.since and not production.piece.has_copies:
        where = production.deck.head.marks.here
        production.problems.error(where, "no card is printed: the quantity of each is 0", code="nothing-to-print")
    if production.shared.shop.proof:
        return jobs
    is_form = production.piece.is_form and not production.shared.prepress
    if is_form and (press.cards or not wanted.cards):  # the same, whatever copies
        fillable = FillPress(production, created)
        fillable.run(lambda done, total: None)
        jobs.append(_Job(fillable, is_whole=True))
    if tiling := production.tiling():
        tiles = TilePress(production, tiling, created)
        tiles.run(progress)
        jobs.append(_Job(tiles, is_whole=True))
    return jobs


def _say_printed_already(
    cards: Mapping[str, Sequence[Card]], prints: Mapping[str, Piece], wanted: Wanted, problems: Problems
) -> None:
    """One warning a family: two papers must not share a code, so copies that were printed are not printed again."""
    families: dict[str, list[str]] = {}
    for piece, each in prints.items():
        if each.has_copies and wanted.wants(piece) and not wanted.numbers and not cards[piece]:
            families.setdefault(piece.partition("/")[0], []).append(piece)
    for family, pieces in families.items():
        names = ", ".join(piece.partition("/")[2] or piece for piece in pieces)
        message = f"{family}: the copies that the kit orders are printed already, each with a code of its own: {names}"
        hint = f"order more, or ask for them by number: --only {family} --numbers 1-8"
        problems.warn(prints[pieces[0]].order.marks.here, message, hint, "printed-already")


def _looked_over(shop: Workshop, jobs: Sequence[_Job], folder: Path) -> "Passed | None":
    """Files for a press or a vendor, looked over as they will be sent; others are not, and lose no time."""
    profile = shop.profile
    if shop.proof or profile is None or not (profile.standard or profile.vendor):
        return None
    from generator.kit.delivery.gate import pass_through

    named = ((job.names()[file], writer) for job in jobs for file, writer in job.press.writers.items())
    return pass_through(profile, ((folder / name, each.finish()) for name, each in named if name.endswith(PDF)))


def _stale(jobs: Sequence[_Job], names: Collection[str], published: Manifest | None, everything: bool) -> list[str]:
    """Files of earlier builds that would be printed by mistake: another way to print a piece that is printed now and,
    where everything is, pieces that the kit does not order any more. Selections and numbered copies stay: theirs are
    the only sheets with those codes. Files to fill in have none: those of a form that is not ordered go.
    """
    possible = {name for job in jobs for name in job.names().values()}
    if everything and published:
        kept, fillable = (
            ("blanks", "worksheets/", "deck-selected", f"{vendor_pages.FOLDER}/"),
            f"{worksheets.FILLABLE}.pdf",
        )
        names_before = (entry.name for entry in published.files)
        possible |= {
            name
            for name in names_before
            if not name.endswith(END) and (not name.startswith(kept) or name.endswith(fillable))
        }
    return sorted(possible - set(names))


def _deliver(
    jobs: Sequence[_Job],
    productions: Sequence[Production],
    folder: Path,
    published: Manifest | None,
    *,
    everything: bool,
) -> Report:
    """All files whole under temporary names first, then all of them under their own, the manifest last."""
    names = [job.names()[file] for job in jobs for file in job.press.writers]
    stale = _stale(jobs, names, published, everything)
    refuse_strangers(folder, names, published)
    printed: list[PrintedFile] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Delivery(folder) as delivery:
            for job in jobs:
                for file, writer in job.press.writers.items():
                    name = job.names()[file]
                    writer.save(delivery.part(name))
                    pages, sheets = job.press.pages[file], job.press.sheets
                    printed.append(PrintedFile(folder / name, pages, sheets, job.codes(), writer.sha256()))
            entries = [FileEntry(file.path.relative_to(folder).as_posix(), file.sha256, file.pages) for file in printed]
            codes = {code for file in printed for code in file.codes}
            if productions[0].shared.shop.proof:  # nothing counts as printed, and what was stays
                manifest = proofs_listed(productions, entries, stale, published)
            else:
                manifest = described(productions, entries, stale, published, codes)
            delivery.part(MANIFEST_NAME).write_bytes(manifest.to_bytes())
            delivery.finish([*names, MANIFEST_NAME])
            remove_stale(folder, stale, published)
    except OSError as error:
        raise FileError(f"{error.filename or folder}: cannot be written: {error.strerror}") from error
    return _report(jobs, productions[0].shared, tuple(printed))


def _advice(shared: Shared) -> str:
    profile, pieces = shared.shop.profile, shared.shop.pieces
    note = vendor_pages.advice(profile, pieces.get("deck"))
    has_forms = any(piece.is_form for piece in pieces.values())
    return f"{note} {NO_FIELDS}".strip() if shared.prepress and has_forms and not (profile and profile.vendor) else note


def _report(jobs: Sequence[_Job], shared: Shared, printed: tuple[PrintedFile, ...]) -> Report:
    url = shared.kit.capture.url
    pieces = tuple(
        PrintedPiece(
            piece=job.press.production.piece.name,
            cards=len(job.press.cards),
            sheets=job.press.sheets,
            imposition=job.press.summary(),
        )
        for job in jobs
        if job.press.sheets
    )
    return Report(
        kit=shared.kit.id,
        files=printed,
        pieces=pieces,
        codes=len(shared.codes),
        reach=where_it_works(url) if url else "No codes: kit.yaml has no capture.url.",
        advice=_advice(shared),
        problems=tuple(shared.problems.sorted()),
    )

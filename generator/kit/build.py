"""Prints a kit: planned, drawn, handed over; and what there is to say of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.codes import where_it_works
from generator.errors import Problem, SourceError
from generator.kit.check import check
from generator.kit.delivery.deliver import settle
from generator.kit.delivery.hand_over import PrintedFile, hand_over
from generator.kit.job import plan
from generator.kit.pieces import vendor_pages
from generator.kit.pieces.copies import asked_again
from generator.kit.press.draw import DrawnKit, draw
from generator.kit.press.production import Progress, Shared
from generator.kit.press.separations import NO_FIELDS
from generator.kit.press.since import Changes
from generator.kit.request.proof_names import NOTE
from generator.kit.request.whereabouts import output_folder
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop

if TYPE_CHECKING:
    from generator.kit.delivery.gate import Passed

PDF = ".pdf"
SETTLED = "An earlier build was stopped while it put its files there; that was mended first."


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
    since: Changes | None = None  # an earlier edition
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


def build(shop: Workshop, wanted: Wanted, output: Path | None, epoch: str | None, progress: Progress) -> Report:
    """Writes the pieces and the manifest into `output`. Raises SourceError, with nothing written, on a problem, and
    PreflightError where a file for a press has a fault.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date. Raises FileError where a file cannot be written,
    or would replace one that no build of ours has listed; UnknownName where what is wanted is none of the kit's.
    """
    if shop.problems.errors or shop.kit is None:
        raise SourceError(check(shop, epoch, progress))
    was_stopped = settle(output_folder(shop.folder, shop.kit.id, output))
    drawn = draw(plan(shop, shop.kit, wanted, output, epoch), progress)
    if shop.problems.errors:
        raise SourceError(shop.problems.sorted())
    passed = _preflight(drawn)
    report = _report(drawn, hand_over(drawn), passed)
    return replace(report, notes=(SETTLED, *report.notes)) if was_stopped else report


def _preflight(drawn: DrawnKit) -> "Passed | None":
    """Files for a press or a vendor, looked over as they will be sent; others are not, and lose no time."""
    shop, folder = drawn.job.shop, drawn.job.folder
    profile = shop.profile
    if shop.proof or profile is None or not (profile.standard or profile.vendor):
        return None
    from generator.kit.delivery.gate import pass_through

    named = ((each.names()[file], writer) for each in drawn.finished for file, writer in each.press.writers.items())
    return pass_through(profile, ((folder / name, writer.finish()) for name, writer in named if name.endswith(PDF)))


def _report(drawn: DrawnKit, files: tuple[PrintedFile, ...], passed: "Passed | None") -> Report:
    shared = drawn.shared
    url = shared.kit.capture.url
    presses = (each.press for each in drawn.finished)
    pieces = (
        PrintedPiece(press.production.piece.name, len(press.cards), press.sheets, press.summary())
        for press in presses
        if press.sheets
    )
    return Report(
        kit=shared.kit.id,
        files=files,
        pieces=tuple(pieces),
        codes=len(shared.codes),
        reach=where_it_works(url) if url else "No codes: kit.yaml has no capture.url.",
        advice=_advice(shared),
        notes=tuple(_notes(drawn)),
        since=drawn.changes,
        preflight=passed,
        problems=tuple(shared.problems.sorted()),
    )


def _advice(shared: Shared) -> str:
    profile, pieces = shared.shop.profile, shared.shop.pieces
    note = vendor_pages.advice(profile, pieces.get("deck"))
    has_forms = any(piece.is_form for piece in pieces.values())
    return f"{note} {NO_FIELDS}".strip() if shared.prepress and has_forms and not (profile and profile.vendor) else note


def _notes(drawn: DrawnKit) -> Iterator[str]:
    shop = drawn.job.shop
    if drawn.changes:
        yield from drawn.changes.lines()
    for name in () if shop.proof else drawn.outdated:
        yield f"{name} stays as it was printed, and would look otherwise now: print it anew with {asked_again(name)}"
    if shop.printer:
        from generator.kit.press.backs import backs_note

        yield backs_note(shop.printer, [drift for each in drawn.finished if (drift := each.press.drift)])
    if shop.proof:
        yield NOTE

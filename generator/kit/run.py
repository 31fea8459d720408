"""A job goes to print: drawn, looked over, handed over; and what there is to say of it. Loads all that draws."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from generator.codes import Manifest, where_it_works
from generator.errors import SourceError
from generator.kit.delivery.hand_over import hand_over
from generator.kit.delivery.report import BuildRecord, BuildReport, PrintedFile, PrintedPiece
from generator.kit.job import MANIFEST_NAME, PrintJob
from generator.kit.pieces import vendor_pages
from generator.kit.pieces.copies import asked_again
from generator.kit.press.draw import DrawnKit, draw
from generator.kit.press.production import Progress, Shared
from generator.kit.press.separations import NO_FIELDS
from generator.kit.request.proof_names import NOTE

if TYPE_CHECKING:
    from generator.kit.delivery.gate import Passed

PDF = ".pdf"
NO_CODES = "No codes: kit.yaml has no capture.url."
NO_PHONES = "No codes: this kit is one without phones."


class Ready(NamedTuple):
    """A job that is drawn, with what was found in its files where somebody else prints them. Nothing is written yet."""

    drawn: DrawnKit
    passed: "Passed | None"


def prepare(job: PrintJob, progress: Progress) -> Ready:
    """Raises SourceError on a problem, and PreflightError where a file for a press has a fault."""
    drawn = draw(job, progress)
    if job.shop.problems.errors:
        raise SourceError(job.shop.problems.sorted())
    return Ready(drawn, _preflight(drawn))


def finish(ready: Ready, *, is_first: bool) -> BuildRecord:
    """Writes it, first or after other languages. Raises FileError where a file cannot be written, or would replace one
    that is not ours; SourceError where the manifest cannot be gone on from.
    """
    drawn, passed = ready
    job = drawn.job
    if not is_first:  # another language has been written since it was read
        now = Manifest.read(job.home / MANIFEST_NAME, job.shop.problems, job.shop.kit.id if job.shop.kit else "")
        if job.shop.problems.errors:
            raise SourceError(job.shop.problems.sorted())
        drawn = replace(drawn, job=replace(job, listed=now))
    files, ours = hand_over(drawn)
    return BuildRecord(_report(drawn, files, passed), drawn.kept, ours)


def _preflight(drawn: DrawnKit) -> "Passed | None":
    """Files for a press or a vendor, looked over as they will be sent; others are not, and lose no time."""
    shop, folder = drawn.job.shop, drawn.job.folder
    profile = shop.profile
    if shop.proof or profile is None or not (profile.standard or profile.vendor):
        return None
    from generator.kit.delivery.gate import pass_through

    named = ((each.names()[file], writer) for each in drawn.finished for file, writer in each.writers.items())
    return pass_through(profile, ((folder / name, writer.finish()) for name, writer in named if name.endswith(PDF)))


def _report(drawn: DrawnKit, files: tuple[PrintedFile, ...], passed: "Passed | None") -> BuildReport:
    shared = drawn.shared
    url = shared.kit.capture.url
    presses = (each.press for each in drawn.finished)
    pieces = (
        PrintedPiece(press.production.piece.name, len(press.cards), press.sheets, press.summary())
        for press in presses
        if press.sheets
    )
    return BuildReport(
        kit=shared.kit.id,
        language=drawn.job.language,
        files=files,
        pieces=tuple(pieces),
        codes=len(shared.codes),
        reach=where_it_works(url) if url else NO_PHONES if shared.kit.capture.is_none else NO_CODES,
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

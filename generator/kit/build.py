"""Prints a kit: planned, drawn, handed over; or left as it lies there, where nothing has changed since."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import SourceError
from generator.kit.delivery.deliver import settle
from generator.kit.delivery.lock import sole_writer
from generator.kit.delivery.memo import inputs, kept_pieces, remember, unchanged
from generator.kit.delivery.report import BuildReport
from generator.kit.job import plan
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.whereabouts import output_folder
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop

if TYPE_CHECKING:
    from generator.kit.run import Ready

Progress = Callable[[int, int], None]

SETTLED = "An earlier build was stopped while it put its files there; that was mended first."


class DrawnLanguage(NamedTuple):
    """A kit in one language, drawn and not yet written."""

    folder: Path  # where its files go
    given: str  # a digest of what it was made of
    is_whole: bool
    ready: "Ready"


def build(shop: Workshop, wanted: Wanted, output: Path | None, epoch: str | None, progress: Progress) -> BuildReport:
    """The same in one language."""
    return build_all([shop], wanted, output, epoch, progress)[0]


def build_all(
    shops: Sequence[Workshop], wanted: Wanted, output: Path | None, epoch: str | None, progress: Progress
) -> list[BuildReport]:
    """Writes the pieces of a workshop into `output`, in each of the languages that `shops` are, and one manifest for
    all. Raises SourceError, with nothing written in any, on a problem, and PreflightError where a file for a press has
    a fault.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date. Raises FileError where a file cannot be written,
    would replace one that no build of ours has listed, or another build writes there; UnknownName where what is wanted
    is none of the kit's.
    """
    kit = printable(shops, epoch, progress)
    folder = output_folder(shops[0].folder, kit.id, output)
    with sole_writer(folder, "prepdeck build"):
        was_stopped = settle(folder)
        drawn = [_draw(shop, kit.id, wanted, output, epoch, progress) for shop in shops]
        reports = _write(drawn)
    return [replace(report, notes=(SETTLED, *report.notes)) for report in reports] if was_stopped else reports


def printable(shops: Sequence[Workshop], epoch: str | None, progress: Progress) -> Kit:
    """The kit of those that can be printed. Raises SourceError with all problems where one of them cannot."""
    for shop in shops:
        if shop.words:
            shop.words.report(shop.problems, is_error=not shop.proof)
    faulty = [shop for shop in shops if shop.problems.errors or shop.kit is None]
    if faulty or shops[0].kit is None:
        from generator.kit.check import check

        found = [problem for shop in faulty for problem in check(shop, epoch, progress)]
        raise SourceError(dict.fromkeys(found))
    return shops[0].kit


def _draw(
    shop: Workshop, kit_id: str, wanted: Wanted, output: Path | None, epoch: str | None, progress: Progress
) -> BuildReport | DrawnLanguage:
    """What the last build says, where nothing has changed since; else it is drawn."""
    home = output_folder(shop.folder, kit_id, output)
    folder = home / shop.words.language if shop.words else home
    is_whole = wanted == Wanted() and not shop.proof
    of_pieces, given = inputs(shop, home, epoch) if is_whole or _keeps_pieces(shop) else ("", "")
    if is_whole and (report := unchanged(folder, given)):
        return report
    from generator.kit.run import prepare  # what draws takes longer to load than to find that nothing has changed

    assert shop.kit is not None
    job = replace(plan(shop, shop.kit, wanted, output, epoch), inputs=of_pieces, kept=kept_pieces(folder))
    return DrawnLanguage(folder, given, is_whole, prepare(job, progress))


def _keeps_pieces(shop: Workshop) -> bool:
    """Whether some piece may be left as it lies there: what shows cards never is."""
    return not all(piece.shows_cards for piece in shop.pieces.values())


def _write(drawn: Sequence[BuildReport | DrawnLanguage]) -> list[BuildReport]:
    """All of them, then what is remembered of each: the manifest is that of all."""
    reports, remembered = [], []
    for each in drawn:
        if isinstance(each, BuildReport):
            reports.append(each)
            continue
        from generator.kit.run import finish

        printed = finish(each.ready, is_first=not reports)
        reports.append(printed.report)
        if each.is_whole and not printed.report.preflight:
            remembered.append((each, printed))
    for each, printed in remembered:
        remember(each.folder, each.given, printed)
    return reports

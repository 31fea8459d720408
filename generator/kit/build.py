"""Prints a kit: planned, drawn, handed over; or left as it lies there, where nothing has changed since."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from generator.errors import SourceError
from generator.kit.delivery.deliver import settle
from generator.kit.delivery.lock import sole_writer
from generator.kit.delivery.memo import inputs, kept_pieces, remember, unchanged
from generator.kit.delivery.report import Report
from generator.kit.job import plan
from generator.kit.request.kit_yaml import Kit
from generator.kit.request.whereabouts import output_folder
from generator.kit.selection import Wanted
from generator.kit.workshop import Workshop

SETTLED = "An earlier build was stopped while it put its files there; that was mended first."


def build(
    shop: Workshop, wanted: Wanted, output: Path | None, epoch: str | None, progress: Callable[[int, int], None]
) -> Report:
    """Writes the pieces and the manifest into `output`. Raises SourceError, with nothing written, on a problem, and
    PreflightError where a file for a press has a fault.

    `epoch` is SOURCE_DATE_EPOCH, used where the kit has no date. Raises FileError where a file cannot be written,
    would replace one that no build of ours has listed, or another build writes there; UnknownName where what is wanted
    is none of the kit's.
    """
    if shop.problems.errors or shop.kit is None:
        from generator.kit.check import check

        raise SourceError(check(shop, epoch, progress))
    folder = output_folder(shop.folder, shop.kit.id, output)
    with sole_writer(folder, "prepdeck build"):
        was_stopped = settle(folder)
        report = _print(shop, shop.kit, wanted, output, epoch, progress)
    return replace(report, notes=(SETTLED, *report.notes)) if was_stopped else report


def _print(
    shop: Workshop,
    kit: Kit,
    wanted: Wanted,
    output: Path | None,
    epoch: str | None,
    progress: Callable[[int, int], None],
) -> Report:
    """What the last build says, where nothing has changed since; else it is printed."""
    folder = output_folder(shop.folder, kit.id, output)
    of_pieces, given = inputs(shop, folder, epoch)
    is_whole = wanted == Wanted() and not shop.proof
    if is_whole and (report := unchanged(folder, given)):
        return report
    from generator.kit.run import run  # what draws takes longer to load than to find that nothing has changed

    job = plan(shop, kit, wanted, output, epoch)
    printed = run(replace(job, inputs=of_pieces, kept=kept_pieces(folder)), progress)
    if is_whole and not printed.report.preflight:
        remember(folder, given, printed)
    return printed.report

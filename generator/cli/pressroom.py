"""Commands for finished PDFs and for printers: preflight, calibration."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from generator.cli.asking import Command, paper_here, printers_option
from generator.cli.places import WRITTEN
from generator.cli.streams import show_object
from generator.errors import ExitCode

SHEET_SIDES = ("two-sided-long-edge", "two-sided-short-edge")  # of a sheet to calibrate with


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--profile", metavar="NAME", help="A print profile or vendor, office or print, or a file; else what the PDF says."
)
@click.option(
    "--workshop",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder whose layouts/profiles/ has print profiles of your own.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def preflight(files: tuple[Path, ...], profile: str | None, workshop: Path | None, as_json: bool) -> None:
    """Look finished PDFs over before they are printed, ours or not. Nothing is changed. Exit status 4: errors."""
    from generator.preflight.demands import by_claim
    from generator.preflight.files import check as look_over
    from generator.preflight.files import words

    started = time.perf_counter()
    demands = _demands(profile, workshop) if profile else by_claim
    done = []
    for checked in look_over(files, demands):
        done.append(checked)
        for line in () if as_json else words(checked):
            click.echo(line)
    errors = sum(checked.errors for checked in done)
    if as_json:
        seconds = round(time.perf_counter() - started, 3)
        whole = {
            "profile": profile,
            "files": [checked.as_dict() for checked in done],
            "errors": errors,
            "seconds": seconds,
        }
        show_object(whole)
    if not all(checked.readable for checked in done):
        sys.exit(ExitCode.FILES)
    if errors:
        sys.exit(ExitCode.PREFLIGHT)


def _demands(profile: str, workshop: Path | None) -> Any:
    from generator.kit.delivery.needs import demands_named

    return demands_named(profile, workshop)


@click.group()
def calibrate() -> None:
    """Measure how a printer lays backs behind fronts: print a sheet, cut it, read it."""


def sheet_options(command: Command) -> Command:
    """Which sheet it is."""
    options = (
        click.option("--paper", metavar="NAME", help="A paper of the printer; else that of the kit here, or a4."),
        click.option(
            "--landscape/--portrait",
            default=True,
            show_default=True,
            help="How the deck's sheets lie; `prepdeck build --printer` says which is wanted.",
        ),
        click.option("--sides", type=click.Choice(SHEET_SIDES), default=SHEET_SIDES[0], show_default=True),
    )
    for option in reversed(options):
        command = option(command)
    return command


@calibrate.command(name="sheet")
@sheet_options
@click.option("--language", metavar="TAG", help="Of its words: en or de; else that of the kit here.")
@click.option("-o", "--output", type=WRITTEN, default=Path("calibration.pdf"), show_default=True)
def calibrate_sheet(paper: str | None, landscape: bool, sides: Any, language: str | None, output: Path) -> None:
    """Write the sheet: print both sides at 100 %, cut, read."""
    from generator.kit.calibration_sheet import find_sheet, language_in, write_sheet
    from generator.kit.words.fixed_words import is_spoken, shipped_languages

    if language and not is_spoken(language):
        raise click.UsageError(f"the sheet knows no '{language}'; there are words in {', '.join(shipped_languages())}")
    try:
        sheet = find_sheet(paper or paper_here(), sides, landscape)
        write_sheet(sheet, output, language or language_in(Path()))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{output}  2 pages")
    then = f"prepdeck calibrate read --printer NAME{sheet.options}"
    click.echo(f"Print both sides at 100 %, cut along the dashed lines, then: {then}")


@calibrate.command(name="read")
@click.option("--printer", required=True, metavar="NAME", help="What you call it: small letters, digits, hyphens.")
@sheet_options
@click.option("--readings", type=click.Path(path_type=Path), help="A file with front:, back: and ruler: instead.")
@printers_option
def calibrate_read(
    printer: str, paper: str | None, landscape: bool, sides: Any, readings: Path | None, printers: Path | None
) -> None:
    """Type what the stairs say; the printer is saved for `prepdeck build --printer`."""
    from generator.kit import calibration_sheet
    from generator.kit.request.printer_profile import check_name, printers_folder, read_readings

    try:
        check_name(printer)
        sheet = calibration_sheet.find_sheet(paper or paper_here(), sides, landscape)
        said = read_readings(readings) if readings else _ask_readings(sheet.letters, sheet.ruler)
        for line in calibration_sheet.save(printer, sheet, said, printers or printers_folder()):
            click.echo(line)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _ask_readings(letters: Iterable[str], ruler: float) -> Any:
    from generator.impose.calibration import STEPS
    from generator.kit.request.printer_profile import Readings

    number = click.IntRange(1, STEPS)
    length = click.prompt(f"How long is the printed ruler, in mm, from 0 to {ruler:g}?", default=ruler, type=float)
    sides = []
    for side in ("front", "back"):
        click.echo(f"The {side}: the lowest number that still has some black, of each stair.")
        sides.append({letter: float(click.prompt(f"  {letter}", type=number)) for letter in letters})
    return Readings(front=sides[0], back=sides[1], ruler=length)

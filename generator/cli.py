"""The commands. The only room that prints, asks or exits; what is heavy is imported by the command that needs it."""

import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from generator import __version__
from generator.cli_event import doctor, results, serve
from generator.errors import ExitCode, FileError, Problem, SourceError

if TYPE_CHECKING:
    from generator.kit.build import Report
    from generator.kit.imaging import Gallery

Command = TypeVar("Command", bound=Callable[..., Any])

SIDES = (
    "one-sided",
    "two-sided-long-edge",
    "two-sided-short-edge",
    "fronts-and-backs-apart",
    "fronts-then-backs",
    "backs-only",
    "gutter-fold",
)
PIECES = ("deck", "blanks", "posters", "join", "worksheets", "box", "guide", "order")
ORDERS = ("rows", "cut-and-stack")
KINDS = ("decks", "layouts", "posters", "sheets", "papers", "profiles", "fonts", "printers")
SHEET_SIDES = ("two-sided-long-edge", "two-sided-short-edge")  # of a sheet to calibrate with


class Commands(click.Group):
    """Maps what went wrong to an exit status, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SourceError as error:
            _show_problems(error.problems)
            ctx.exit(ExitCode.SOURCES)
        except FileError as error:
            click.echo(f"prepdeck: {error}", err=True)
            ctx.exit(ExitCode.FILES)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="prepdeck")
def main() -> None:
    """Card definitions in, a printed workshop out."""


for command in (serve, doctor, results):
    main.add_command(command)


def workshop_argument(command: Command) -> Command:
    return click.argument("workshop", required=False, type=click.Path(path_type=Path))(command)


def deck_options(command: Command) -> Command:
    """What kit.yaml says under `deck:`, said on the command line instead."""
    options = (
        click.option("--brand", type=click.Path(path_type=Path), help="A client's brand.yaml, worn by every piece."),
        click.option(
            "--for", "profile", metavar="NAME", help="What suits the printer: home, office, pdfx-4, or a card vendor."
        ),
        click.option("--layout", metavar="NAME", help="Card layout, such as poker, tarot or a6."),
        click.option("--sheet", metavar="NAME", help="How cards lie on paper: a4, one-per-page, or stock: avery-5371."),
        click.option("--paper", metavar="NAME", help="Another paper for the sheet, such as letter."),
        click.option("--sides", type=click.Choice(SIDES), help="How fronts and backs are printed."),
        click.option("--order", type=click.Choice(ORDERS), help="In which order cards lie on the sheets."),
        click.option("--sets", type=click.IntRange(1, 999), help="How many whole decks."),
        click.option("--gutter", metavar="LENGTH", help="Between cards: auto, butt (one shared cut) or a length: 6mm."),
        click.option("--cut", multiple=True, type=click.Choice(["svg", "dxf"]), help="Outlines for a cutting plotter."),
        click.option("--margin", metavar="LENGTH", help="From the paper's edge to the outermost card: 8mm."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def printers_option(command: Command) -> Command:
    """For tests and for printers that several people share; PREPDECK_PRINTERS says it for good."""
    place = click.Path(path_type=Path, file_okay=False)
    return click.option("--printers", type=place, help="The folder of measured printers; else your own.")(command)


@main.command()
@workshop_argument
@click.option("--only", type=click.Choice(PIECES), help="Print this piece of the kit alone.")
@click.option("--cards", multiple=True, metavar="IDS", help="Only these cards or categories; commas between.")
@click.option(
    "--numbers", metavar="NUMBERS", help="Copies of these numbers: 51-100. With --cards, of those categories or forms."
)
@deck_options
@click.option("--since", type=click.Path(path_type=Path), help="An earlier manifest.json: only the cards that changed.")
@click.option("--printer", metavar="NAME", help="Move the backs as measured by `prepdeck calibrate`.")
@printers_option
@click.option("--proof", is_flag=True, help="Pale grey files to read, …-proof.pdf, beside the real ones.")
@click.option("--icc", type=click.Path(path_type=Path), help="The print house's own colour profile.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write; else output/<kit>.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def build(
    workshop: Path | None,
    only: str | None,
    cards: tuple[str, ...],
    numbers: str | None,
    since: Path | None,
    printer: str | None,
    printers: Path | None,
    proof: bool,
    icc: Path | None,
    output: Path | None,
    as_json: bool,
    brand: Path | None,
    profile: str | None,
    **said: Any,
) -> None:
    """Print what the kit in folder WORKSHOP orders (without it: the bundled workshop)."""
    from generator.kit.build import build as print_kit
    from generator.kit.selection import UnknownName, Wanted, names_of
    from generator.kit.workshop import bundled_workshop, load

    started = time.perf_counter()
    shop = load(workshop or bundled_workshop(), _overrides(said), brand, profile or "")
    shop.proof = proof
    shop.icc = icc
    try:
        shop.printer = _printer(printer, printers)
        wanted = Wanted(only or "", names_of(cards), _numbers(numbers), since)
        with _Progress(quiet=as_json) as progress:
            report = print_kit(shop, wanted, output, os.environ.get("SOURCE_DATE_EPOCH"), progress)
    except UnknownName as error:
        raise click.UsageError(str(error)) from error
    except SourceError as error:
        if as_json:
            click.echo(json.dumps(_as_json(None, error.problems, started), ensure_ascii=False, indent=1))
            sys.exit(ExitCode.SOURCES)
        raise
    if as_json:
        click.echo(json.dumps(_as_json(report, report.problems, started), ensure_ascii=False, indent=1))
    else:
        _show_problems(report.problems)
        _show_report(report, time.perf_counter() - started)


@main.command()
@workshop_argument
@deck_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check(workshop: Path | None, as_json: bool, brand: Path | None, profile: str | None, **said: Any) -> None:
    """Every problem of the sources at once: file:line:column, what is wrong and how to mend it."""
    from generator.kit.check import check as find_problems
    from generator.kit.workshop import bundled_workshop, load

    started = time.perf_counter()
    shop = load(workshop or bundled_workshop(), _overrides(said), brand, profile or "")
    with _Progress(quiet=as_json) as progress:
        problems = find_problems(shop, progress)
    if as_json:
        click.echo(json.dumps(_as_json(None, problems, started), ensure_ascii=False, indent=1))
    else:
        _show_problems(problems, out=True)
        if not problems:
            click.echo("No problem found.")
    if any(problem.is_error for problem in problems):
        sys.exit(ExitCode.SOURCES)


@main.command()
@workshop_argument
@click.option("--for", "profile", metavar="NAME", help="A card vendor that takes images: makeplayingcards …")
@click.option("--cards", multiple=True, metavar="IDS", help="Only these cards or categories; commas between.")
@click.option("--brand", type=click.Path(path_type=Path), help="A client's brand.yaml, worn by every piece.")
@click.option("--layout", metavar="NAME", help="Card layout, such as poker, tarot or a6.")
@click.option("--bleed", is_flag=True, help="With the bleed around the trim.")
@click.option("--dpi", type=click.IntRange(10, 1200), help="Pixels an inch: 300, for whiteboards 200, unless said.")
@click.option("--format", type=click.Choice(["png", "jpeg"]), help="png unless said.")
@click.option("--whiteboard", is_flag=True, help="Cards with cut corners, named by id and title.")
@click.option("--sprites", is_flag=True, help="Sheets of up to 69 cards, for Tabletop Simulator.")
@click.option("--side", type=click.IntRange(512, 16384), help="Of a sheet of sprites: 4096 pixels at most unless said.")
@click.option("--contact", type=click.Choice(["png", "pdf"]), help="All cards on one page.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write into images/ there; else output/<kit>.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def images(
    workshop: Path | None,
    profile: str | None,
    cards: tuple[str, ...],
    brand: Path | None,
    layout: str | None,
    output: Path | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Pictures of the cards: for vendors that want images, for whiteboards and virtual tables, and as an overview."""
    from generator.kit.albums import Wish
    from generator.kit.imaging import write_images
    from generator.kit.selection import UnknownName, names_of
    from generator.kit.workshop import bundled_workshop, load

    started = time.perf_counter()
    shop = load(workshop or bundled_workshop(), _overrides({"layout": layout}), brand, profile or "")
    try:
        wish = Wish(names_of(cards), profile or "", **{key: value for key, value in said.items() if value is not None})
        with _Progress(quiet=as_json, of="pictures") as progress:
            gallery = write_images(shop, wish, output, progress)
    except UnknownName as error:
        raise click.UsageError(str(error)) from error
    except SourceError as error:
        if as_json:
            click.echo(json.dumps(_as_json(None, error.problems, started), ensure_ascii=False, indent=1))
            sys.exit(ExitCode.SOURCES)
        raise
    if as_json:
        click.echo(json.dumps(_as_json(gallery, gallery.problems, started), ensure_ascii=False, indent=1))
        return
    _show_problems(gallery.problems)
    for name, count in gallery.counts.items():
        click.echo(f"{gallery.folder / name}  {_count(count, 'file')}")
    click.echo(f"{time.perf_counter() - started:.2f} s")
    if gallery.advice:
        click.echo(gallery.advice)


@main.command()
@workshop_argument
@deck_options
@click.option("--port", default=8760, show_default=True, type=click.IntRange(0, 65535), help="A free one if taken.")
@click.option("--no-open", is_flag=True, help="Say the address, and open no browser.")
def preview(
    workshop: Path | None, brand: Path | None, profile: str | None, port: int, no_open: bool, **said: Any
) -> None:
    """Show the kit in the browser, redrawn as its sources change, problems shown in place. Ctrl-C ends it."""
    import webbrowser
    from threading import Thread

    from generator.kit.workshop import bundled_workshop
    from generator.preview.redrawing import Asked
    from generator.preview.serving import serve

    def announce(address: str) -> None:
        click.echo(f"{address}  (Ctrl-C ends it)")
        if not no_open:  # beside the server: a browser in the terminal would keep it from answering
            Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    serve(Asked(workshop or bundled_workshop(), _overrides(said), brand, profile or ""), port, announce)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--profile", default="print", show_default=True, metavar="NAME", help="office, print, pdfx-1a, pdfx-4; or a file."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def preflight(files: tuple[Path, ...], profile: str, as_json: bool) -> None:
    """Look finished PDFs over before they are printed, ours or not. Nothing is changed. Exit status 4: errors."""
    import logging

    from generator.preflight.demands import asked
    from generator.preflight.files import check as look_over
    from generator.preflight.files import words

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mutters of damaged files is said by findings
    started = time.perf_counter()
    demands = asked(profile)
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
        click.echo(json.dumps(whole, ensure_ascii=False, indent=1))
    if not all(checked.readable for checked in done):
        sys.exit(ExitCode.FILES)
    if errors:
        sys.exit(ExitCode.PREFLIGHT)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a small workshop into FOLDER: it builds as it is, and its comments teach."""
    from generator.kit.starting import start

    for path in start(folder):
        click.echo(str(path))
    click.echo(f"Now edit these, and: prepdeck build {shlex.quote(str(folder))}")


@main.command(name="list")
@click.argument("what", required=False, type=click.Choice(KINDS))
@printers_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def list_names(what: str | None, printers: Path | None, as_json: bool) -> None:
    """What can be ordered: decks, layouts of cards and posters, sheets, papers, print profiles, fonts, printers."""
    from generator.kit import listing

    lists: dict[str, Callable[[], dict[str, str]]]
    lists = {**listing.LISTS, "printers": partial(listing.printers, printers)}
    found = {name: lists[name]() for name in KINDS if what in (None, name)}
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for name, titles in found.items():
        if what is None:
            click.echo(f"{name}:")
        width = max(map(len, titles), default=0)
        for each, title in titles.items():
            click.echo(f"{'' if what else '  '}{each:<{width}}  {title}")


@main.group()
def calibrate() -> None:
    """Measure how a printer lays backs behind fronts: print a sheet, cut it, read it."""


def sheet_options(command: Command) -> Command:
    """Which sheet it is."""
    options = (
        click.option("--paper", default="a4", show_default=True, metavar="NAME", help="A paper of the printer."),
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
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("calibration.pdf"), show_default=True)
def calibrate_sheet(paper: str, landscape: bool, sides: Any, output: Path) -> None:
    """Write the sheet: print both sides at 100 %, cut, read."""
    from generator.kit.calibrating import find_sheet, write_sheet

    try:
        write_sheet(find_sheet(paper, sides, landscape), output)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"{output}  2 pages")
    click.echo("Print both sides at 100 %, cut along the dashed lines, then: prepdeck calibrate read --printer NAME")


@calibrate.command(name="read")
@click.option("--printer", required=True, metavar="NAME", help="What you call it: small letters, digits, hyphens.")
@sheet_options
@click.option("--readings", type=click.Path(path_type=Path), help="A file with front:, back: and ruler: instead.")
@printers_option
def calibrate_read(
    printer: str, paper: str, landscape: bool, sides: Any, readings: Path | None, printers: Path | None
) -> None:
    """Type what the stairs say; the printer is saved for `prepdeck build --printer`."""
    from generator.kit import calibrating
    from generator.kit.printers import check_name, printers_folder, read_readings

    try:
        check_name(printer)
        sheet = calibrating.find_sheet(paper, sides, landscape)
        said = read_readings(readings) if readings else _ask_readings(sheet.letters, sheet.ruler)
        for line in calibrating.save(printer, sheet, said, printers or printers_folder()):
            click.echo(line)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _ask_readings(letters: Iterable[str], ruler: float) -> Any:
    from generator.impose.calibration import STEPS
    from generator.kit.printers import Readings

    number = click.IntRange(1, STEPS)
    length = click.prompt(f"How long is the printed ruler, in mm, from 0 to {ruler:g}?", default=ruler, type=float)
    sides = []
    for side in ("front", "back"):
        click.echo(f"The {side}: the lowest number that still has some black, of each stair.")
        sides.append({letter: float(click.prompt(f"  {letter}", type=number)) for letter in letters})
    return Readings(front=sides[0], back=sides[1], ruler=length)


def _printer(name: str | None, folder: Path | None) -> Any:
    if name is None:
        return None
    from generator.kit.printers import load_printer, printers_folder

    return load_printer(name, folder or printers_folder())


def _numbers(text: str | None) -> tuple[int, ...]:
    from generator.kit.copies import read_numbers

    try:
        return tuple(read_numbers(text)) if text else ()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--numbers") from error


def _overrides(said: dict[str, Any]) -> dict[str, Any]:
    """The options that were given, lengths read."""
    from generator.units import millimetres

    given = {key: value for key, value in said.items() if value not in (None, ())}
    for key in ("gutter", "margin"):
        if key in given and given[key] not in (("auto", "butt") if key == "gutter" else ()):
            try:
                given[key] = millimetres(given[key])
            except ValueError as error:
                raise click.BadParameter(str(error), param_hint=f"--{key}") from error
    return given


def _show_problems(problems: Iterable[Problem], *, out: bool = False) -> None:
    found = list(problems)
    for problem in found:
        click.echo(str(problem), err=not out)
    errors = sum(problem.is_error for problem in found)
    if errors:
        click.echo(f"{_count(errors, 'problem')}; nothing was written.", err=not out)


def _show_report(report: "Report", seconds: float) -> None:
    for file in report.files:
        click.echo(f"{file.path}  {_count(file.pages, 'page')}")
    for piece in report.pieces:
        click.echo(
            f"{piece.piece}: {_count(piece.cards, 'card')} on {_count(piece.sheets, 'sheet')}, {piece.imposition}"
        )
    click.echo(f"{seconds:.2f} s")
    for said in (report.reach, report.advice, *report.notes):
        if said:
            click.echo(said)


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _as_json(report: "Report | Gallery | None", problems: Iterable[Problem], started: float) -> dict[str, Any]:
    findings = [
        {
            "file": problem.where.file,
            "line": problem.where.line or None,
            "column": problem.where.column or None,
            "cell": problem.where.cell or None,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]
    seconds = round(time.perf_counter() - started, 3)
    return {**(report.as_dict() if report else {"files": []}), "findings": findings, "seconds": seconds}


class _Progress:
    """A bar on a terminal, silence in a pipe."""

    def __init__(self, *, quiet: bool, of: str = "cards") -> None:
        self._of = of
        self._shown = sys.stderr.isatty() and not quiet
        self._last = -1

    def __enter__(self) -> Callable[[int, int], None]:
        return self._step if self._shown else lambda done, total: None

    def _step(self, done: int, total: int) -> None:
        share = done * 100 // max(total, 1)
        if share != self._last:
            self._last = share
            bar = "█" * (share // 4)
            click.echo(f"\r{bar:<25} {share:3d} %  {done} of {total} {self._of}", nl=False, err=True)

    def __exit__(self, *exc: object) -> None:
        if self._shown:
            click.echo("\r\x1b[2K", nl=False, err=True)

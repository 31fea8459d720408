"""Commands that print the kit, show it, or say what is wrong with its sources."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.asking import (
    PIECES,
    deck_options,
    known_workshops,
    language_named,
    language_option,
    load_shop,
    load_shops,
    numbers_of,
    overrides,
    printer_of,
    printers_option,
    same_option,
    selection_options,
    workshop_argument,
)
from generator.cli.places import WRITTEN
from generator.cli.streams import show_failure, show_object
from generator.cli.telling import Progress, as_record, as_records, counted, show_kit, show_problems, show_report
from generator.errors import ExitCode, PreflightError, Problem

if TYPE_CHECKING:
    from generator.kit.workshop import Workshop

NEW_OBJECTS = 1_000_000  # before memory is looked through for circles: a build makes few, and looking took a tenth
COMMON = gc.get_threshold()
MANY_CARDS = 2000  # of which it would hold 15 MB that nobody needs: what is new is looked through as it commonly is,
ONLY_NEW = 1000  # and what has lasted is not: it is needed to the end, and looking again took a thirtieth of the build


@click.command()
@workshop_argument
@click.option("--only", multiple=True, type=click.Choice(PIECES), help="Print this piece alone; say it again for more.")
@click.option("--cards", multiple=True, metavar="IDS", help="Only these cards or categories; commas between.")
@click.option(
    "--numbers", metavar="NUMBERS", help="Copies of these numbers: 51-100. With --cards, of those categories or forms."
)
@click.option("--more", type=click.IntRange(1, 999), help="So many further copies, numbered on from the last build's.")
@deck_options
@language_option(several=True)
@click.option("--since", type=click.Path(path_type=Path), help="An earlier manifest.json: only the cards that changed.")
@click.option("--printer", metavar="NAME", help="Move the backs as measured by `prepdeck calibrate`.")
@printers_option
@same_option
@click.option("--proof", is_flag=True, help="Pale grey files to read, …-proof.pdf, beside the real ones.")
@click.option("--icc", type=click.Path(path_type=Path), help="The print house's own colour profile.")
@click.option("-o", "--output", type=WRITTEN, help="Where to write; else output/ in the workshop.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def build(
    workshop: Path | None,
    only: tuple[str, ...],
    cards: tuple[str, ...],
    numbers: str | None,
    more: int | None,
    since: Path | None,
    printer: str | None,
    printers: Path | None,
    same_workshop: bool,
    proof: bool,
    icc: Path | None,
    output: Path | None,
    as_json: bool,
    brand: Path | None,
    profile: str | None,
    languages: tuple[str, ...],
    **said: Any,
) -> None:
    """Print what the kit in folder WORKSHOP orders (without it: the one you stand in, else the bundled one)."""
    gc.set_threshold(NEW_OBJECTS)
    from generator.kit.build import build_all
    from generator.kit.request.known_workshops import claim
    from generator.kit.request.whereabouts import find_workshop, take_over
    from generator.kit.selection import UnknownName, Wanted, names_of

    started = time.perf_counter()
    shops = load_shops(find_workshop(workshop), overrides(said), brand, profile, languages)
    shop = shops[0]
    if shop.deck and len(shop.deck.cards) > MANY_CARDS:
        gc.set_threshold(*COMMON[:2], ONLY_NEW)
    show_kit(shop, quiet=as_json)
    if shop.kit:
        claim(known_workshops(), shop.kit.id, shop.folder, is_same=same_workshop)
    try:
        for each in shops:
            each.proof, each.icc, each.printer = proof, icc, printer_of(printer, printers)
        wanted = Wanted(tuple(dict.fromkeys(only)), names_of(cards), numbers_of(numbers), more or 0, since)
        if shop.kit and not output and (words := take_over(shop.folder, shop.kit.id)):
            click.echo(words, err=True)
        with Progress(quiet=as_json) as progress:
            reports = build_all(shops, wanted, output, os.environ.get("SOURCE_DATE_EPOCH"), progress)
    except UnknownName as error:
        raise click.UsageError(str(error)) from error
    except PreflightError as error:
        found = [problem for each in shops for problem in each.problems.sorted()]
        show_problems(found)
        if as_json:
            record = as_record(None, found, started) | {"preflight": error.record}
            show_failure(click.get_current_context(), error.lines[-1], ExitCode.PREFLIGHT, **record)
        raise
    if as_json:
        show_object(as_records(reports, started))
        return
    for report in reports:
        show_problems(report.problems)
        show_report(report, time.perf_counter() - started)


@click.command()
@workshop_argument
@deck_options
@click.option("--all", "each", is_flag=True, help="Each place by itself, not one paragraph for all of one cause.")
@language_option(several=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def check(
    workshop: Path | None,
    each: bool,
    as_json: bool,
    brand: Path | None,
    profile: str | None,
    languages: tuple[str, ...],
    **said: Any,
) -> None:
    """Every problem of the sources, in every language, at once: file:line:column, what is wrong and how to mend it."""
    from generator.kit.request.whereabouts import find_workshop
    from generator.kit.request.workshop_languages import spoken_languages

    started, folder = time.perf_counter(), find_workshop(workshop)
    named: tuple[str | None, ...] = languages or (None, *spoken_languages(folder))
    shops = [load_shop(folder, overrides(said), brand, profile, language) for language in named]
    show_kit(shops[0], quiet=as_json)
    with Progress(quiet=as_json) as progress:
        problems = problems_of(shops, progress)
    if as_json:
        show_object(as_record(None, problems, started))
    else:
        show_problems(problems, out=True, each=each)
        if not problems:
            click.echo("No problem found.")
    if any(problem.is_error for problem in problems):
        sys.exit(ExitCode.SOURCES)


def problems_of(shops: Iterable["Workshop"], progress: Callable[[int, int], None]) -> list[Problem]:
    """Of a workshop in each of several languages, each once."""
    from generator.kit.check import check as find_problems
    from generator.kit.request.whereabouts import output_folder

    found: list[Problem] = []
    for shop in shops:
        printed = output_folder(shop.folder, shop.kit.id) if shop.kit else None
        if shop.words:
            shop.words.report(shop.problems)
        found += find_problems(shop, os.environ.get("SOURCE_DATE_EPOCH"), progress, folder=printed)
    return sorted(dict.fromkeys(found), key=lambda problem: (problem.where, problem.message))


@click.command()
@workshop_argument
@click.option("--for", "profile", metavar="NAME", help="A card vendor that takes images: makeplayingcards …")
@click.option("--cards", multiple=True, metavar="IDS", help="Only these cards or categories; commas between.")
@click.option("--brand", type=click.Path(path_type=Path), help="A client's brand.yaml, worn by every piece.")
@click.option("--layout", metavar="NAME", help="Card layout, such as poker, tarot or a6.")
@selection_options
@language_option(several=False)
@click.option("--bleed", is_flag=True, help="With the bleed around the trim.")
@click.option("--dpi", type=click.IntRange(10, 1200), help="Pixels an inch: 300, for whiteboards 200, unless said.")
@click.option("--format", type=click.Choice(["png", "jpeg"]), help="png unless said.")
@click.option("--whiteboard", is_flag=True, help="Cards with cut corners, named by id and title.")
@click.option("--sprites", is_flag=True, help="Sheets of up to 69 cards, for Tabletop Simulator.")
@click.option("--side", type=click.IntRange(512, 16384), help="Of a sheet of sprites: 4096 pixels at most unless said.")
@click.option("--contact", type=click.Choice(["png", "pdf"]), help="All cards on one page.")
@click.option("--motifs", type=click.Choice(["png", "pdf"]), help="All words of `motif:` as pictures, on one page.")
@click.option("-o", "--output", type=WRITTEN, help="Write into images/ there; else in the workshop's output/.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def images(
    workshop: Path | None,
    profile: str | None,
    cards: tuple[str, ...],
    brand: Path | None,
    layout: str | None,
    trade: str | None,
    selection: str | None,
    language: str | None,
    output: Path | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Pictures of the cards: for vendors that want images, for whiteboards and virtual tables, and as an overview."""
    from generator.kit.pictures.command import write_images
    from generator.kit.pictures.sets import Wish
    from generator.kit.request.whereabouts import find_workshop
    from generator.kit.selection import UnknownName, names_of

    started = time.perf_counter()
    shop = load_shop(
        find_workshop(workshop),
        overrides({"layout": layout, "trade": trade, "selection": selection}),
        brand,
        profile,
        language,
    )
    show_kit(shop, quiet=as_json)
    try:
        wish = Wish(names_of(cards), profile or "", **{key: value for key, value in said.items() if value is not None})
        with Progress(quiet=as_json, of="pictures") as progress:
            gallery = write_images(shop, wish, output, progress)
    except UnknownName as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        show_object(as_record(gallery, gallery.problems, started))
        return
    show_problems(gallery.problems)
    for name, count in gallery.counts.items():
        click.echo(f"{gallery.folder / name}  {counted(count, 'file')}")
    click.echo(f"{time.perf_counter() - started:.2f} s")
    if gallery.advice:
        click.echo(gallery.advice)


@click.command()
@workshop_argument
@deck_options
@language_option(several=False)
@click.option("--port", default=8760, show_default=True, type=click.IntRange(0, 65535), help="A free one if taken.")
@click.option("--no-open", is_flag=True, help="Say the address, and open no browser.")
def preview(
    workshop: Path | None,
    brand: Path | None,
    profile: str | None,
    language: str | None,
    port: int,
    no_open: bool,
    **said: Any,
) -> None:
    """Show the kit in the browser, redrawn as its sources change, problems shown in place. Ctrl-C ends it."""
    from generator.cli.studio import open_studio
    from generator.kit.request.whereabouts import find_workshop
    from generator.studio.redrawing import PreviewOptions

    folder = find_workshop(workshop)
    spoken = language_named(folder, language) if language else ""
    options = PreviewOptions(folder, overrides(said), brand, profile or "", spoken)
    open_studio(options, port, opens_browser=not no_open)

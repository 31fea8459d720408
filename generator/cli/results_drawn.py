"""The commands of results that are drawn: heat maps of boards, and what became of the cards."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.results import (
    SEPARATORS,
    open_results,
    results,
    results_options,
    say_hidden,
    separator_option,
    share_option,
)
from generator.cli.results_look import PDF, check_look, look_options, worn_workshop
from generator.cli.telling import Progress, counted
from generator.errors import FileError, SourceError

if TYPE_CHECKING:
    from generator.brand import Brand
    from generator.heat_map import HeatMap

SVG = ".svg"
HEAT_MAPS = (PDF, ".png", SVG)


@results.command()
@results_options("heat-map.pdf, .png or .svg")
@click.option("--board", default="", metavar="ID", help="Of this poster or form alone; else all that there are.")
@look_options
@share_option()
def heatmap(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    board: str,
    share: bool,
    paper: str | None,
    brand: Path | None,
) -> None:
    """Draw what the boards of WORKSHOP came to: what lies where, the furthest apart first, and how departments differ;
    as a poster (.pdf), or its first page for a slide (.png, or .svg to be scaled and taken apart).
    """
    from generator.capture.results import hidden_votes
    from generator.capture.results.exporting import refuse_store
    from generator.capture.results.held import ResultsReader
    from generator.capture.results.placements import heat_map_of

    kind = to.suffix.lower()
    if kind not in HEAT_MAPS:
        raise click.BadParameter("a heat map is a .pdf, or for slides a .png or .svg", param_hint="--to")
    check_look(to, paper, brand, HEAT_MAPS)
    with open_results(folder, data) as store:
        refuse_store(store, to)
        with Progress(quiet=False, of="workshops") as progress:
            heat = heat_map_of(ResultsReader(store, session, names=not share), board, progress, share=share)
        say_hidden(len(hidden_votes(store, session)))
    pages = _draw(heat, to, paper, _worn(folder, data, brand, heat.kit))
    click.echo(f"{to}  {counted(len(heat.maps) if kind == PDF else 1, 'board')}, {counted(pages, 'page')}")


@results.command()
@results_options("cards.xlsx, .csv, .md, .pdf or for slides .png, .svg", named=False)
@click.option("--also", multiple=True, type=click.Path(path_type=Path), help="Another file of entries. Several.")
@click.option("--series", default="", metavar="NAME", help="Of the workshops of this series alone.")
@separator_option
@look_options
@share_option()
def cards(
    folder: Path | None,
    to: Path | None,
    session: str | None,
    data: Path | None,
    also: tuple[Path, ...],
    series: str,
    separator: str,
    share: bool,
    paper: str | None,
    brand: Path | None,
) -> None:
    """Show what became of the cards over all workshops of WORKSHOP: never chosen, laid together, admired, disliked; and
    what that suggests for the next edition. Without --to, here.
    """
    from generator.capture.results.card_files import CARD_KINDS, card_lines, write_cards
    from generator.capture.results.card_maps import card_maps
    from generator.capture.results.card_use import used_cards
    from generator.capture.results.exporting import refuse_store
    from generator.capture.results.held import ResultsReader

    kind = to.suffix.lower() if to else ""
    if to and kind not in (*CARD_KINDS, *HEAT_MAPS):
        raise click.BadParameter("it is a .xlsx, .csv, .md or .pdf, or for slides a .png or .svg", param_hint="--to")
    check_look(to, paper, brand, HEAT_MAPS)
    if session and also:
        raise click.BadParameter("a session is in one file: say --session or --also", param_hint="--session")
    with ExitStack() as files:
        stores = [files.enter_context(open_results(folder, data))]
        stores += [files.enter_context(open_results(None, file)) for file in also]
        for store in stores:
            if to:
                refuse_store(store, to)
        with Progress(quiet=False, of="workshops") as progress:
            used = used_cards(
                [ResultsReader(store, session, names=not share) for store in stores], series, progress, share=share
            )
    if to is None:
        click.echo("\n".join(card_lines(used)))
    elif kind in CARD_KINDS:
        write_cards(used, to, kind, SEPARATORS[separator])
    else:
        _draw(card_maps(used), to, paper, _worn(folder, data, brand, used.kit.id))
    if to:
        click.echo(f"{to}  {counted(len(used.cards), 'card')}, {counted(len(used.workshops), 'workshop')}")


def _draw(heat: "HeatMap", to: Path, paper: str | None, brand: "Brand | None") -> int:
    """On so many pages; the first map alone as a picture for slides."""
    from generator.kit.heat_poster.poster import picture_of, print_heat_map
    from generator.private_file import with_part

    if to.suffix.lower() == PDF:
        return print_heat_map(heat, to, paper or "", brand)
    with_part(to, picture_of(heat, brand, as_svg=to.suffix.lower() == SVG).save)
    return 1


def _worn(folder: Path | None, data: Path | None, brand: Path | None, kit: str) -> "Brand | None":
    """The brand of the workshop, as the kit was printed, or a client's; None where no workshop of that kit lies there:
    another one's is not worn unless it is asked for.
    """
    if folder is None and data is not None and brand is None:
        return None  # whatever workshop lies around
    shop = worn_workshop(folder, brand)
    if brand and shop is None:
        raise FileError("a client's brand is worn over that of a workshop; name its folder")
    if brand and shop and shop.problems.errors:
        raise SourceError(shop.problems.sorted())
    is_of_kit = brand or (shop and shop.kit and shop.kit.id == kit)
    return shop.brand if shop and is_of_kit else None

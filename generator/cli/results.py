"""The commands of what was captured: files to take along, and what is handed on."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import Command, meant_kit
from generator.cli.places import WRITTEN
from generator.cli.telling import Progress, counted

if TYPE_CHECKING:
    from generator.capture.results import BacklogKind, Kind
    from generator.capture.results.backlog_file import Tracker
    from generator.capture.store import StoreReader
    from generator.heat_map import HeatMap

FORMATS: "tuple[Kind, ...]" = ("xlsx", "csv", "md", "jsonl", "sqlite")
TRACKERS = ("jira", "github", "gitlab")
BACKLOG_OF: "dict[str, BacklogKind]" = {".csv": "csv", ".md": "md"}
HEAT_MAPS = (".pdf", ".png")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
ALSO: "dict[str, Kind]" = {".db": "sqlite", ".markdown": "md"}
FORMAT_OF: "dict[str, Kind]" = {**{f".{kind}": kind for kind in FORMATS}, **ALSO}


def results_options(example: str, *, named: bool = True) -> Callable[[Command], Command]:
    """Which results a command writes, and where to; `named`: a file has to be."""
    options = (
        click.argument("folder", metavar="[WORKSHOP]", required=False, type=click.Path(path_type=Path)),
        click.option("--to", required=named, type=WRITTEN, help=f"The file to write, such as {example}."),
        click.option("--session", metavar="ID", help="Of this session alone."),
        click.option("--data", type=WRITTEN, help="The file of the entries; else in your data folder."),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@contextmanager
def open_results(folder: Path | None, data: Path | None) -> "Iterator[StoreReader]":
    """The entries of a workshop, to be read beside a server that may be running."""
    from generator.capture.run.start import Order, open_to_read

    order = Order(data=data)  # whatever kit lies around
    if folder or data is None:
        meant = meant_kit(folder)
        order = Order(meant.folder, data, kit=meant.kit, output=meant.output, words=meant.words)
    with closing(open_to_read(order)) as store:
        yield store


def _show_written(to: Path, count: int, hidden: int) -> None:
    click.echo(f"{to}  {count:,} {'entry' if count == 1 else 'entries'}")
    _say_hidden(hidden)


def _say_hidden(hidden: int) -> None:
    if hidden:
        click.echo(f"Votes that are still open, and stay out until they are closed on the desk: {hidden}", err=True)


@click.group()
def results() -> None:
    """What was captured."""


@results.command(name="export")
@results_options("entries.xlsx")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Else what the name of the file ends in.")
@click.option("--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", help="Of CSV; else comma.")
@click.option("--share", is_flag=True, help="To hand it on: departments under three together, nothing that is hidden.")
def export_results(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    kind: "Kind | None",
    separator: str,
    share: bool,
) -> None:
    """Write the entries of WORKSHOP (without it: the one you stand in, or the only kit), also while a server runs."""
    from generator.capture.results import export, hidden_votes
    from generator.capture.run.start import local

    kind = kind or FORMAT_OF.get(to.suffix.lower())
    if kind is None:
        raise click.BadParameter(
            f"say one of {', '.join(FORMATS)}; the file's name does not tell", param_hint="--format"
        )
    with open_results(folder, data) as store:
        written = export(store, session, to, kind, SEPARATORS[separator], local, share=share)
        _show_written(to, written, len(hidden_votes(store, session)))


@results.command()
@results_options("record.html")
def record(folder: Path | None, to: Path, session: str | None, data: Path | None) -> None:
    """Write one page to hand on, which opens from the disk: boards, votes and entries of WORKSHOP, with a search."""
    from generator.capture.results import hidden_votes
    from generator.capture.results import record as write
    from generator.capture.run.start import local

    with open_results(folder, data) as store:
        with Progress(quiet=False, of="steps") as progress:
            written = write(store, session, to, local, progress)
        _show_written(to, written, len(hidden_votes(store, session)))


@results.command()
@results_options("backlog.csv or backlog.md")
@click.option("--for", "tracker", type=click.Choice(TRACKERS), help="The columns that a tracker takes.")
@click.option("--form", "forms", multiple=True, metavar="ID", help="Of this form; else recipes and scenarios. Several.")
def backlog(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    tracker: "Tracker | None",
    forms: tuple[str, ...],
) -> None:
    """Write the recipes and scenarios of WORKSHOP, most votes first, for the tracker of whoever builds them."""
    from generator.capture.results import backlog as write
    from generator.capture.results import hidden_votes

    kind = BACKLOG_OF.get(to.suffix.lower())
    if kind is None or (tracker and kind != "csv"):
        raise click.BadParameter("a backlog is a .csv or a .md; with --for it is a .csv", param_hint="--to")
    with open_results(folder, data) as store:
        written = write(store, session, to, kind, tracker or "", forms)
        click.echo(f"{to}  {counted(written, 'item')}")
        _say_hidden(len(hidden_votes(store, session)))


@results.command()
@results_options("heat-map.pdf or heat-map.png")
@click.option("--board", default="", metavar="ID", help="Of this poster or form alone; else all that there are.")
@click.option("--paper", metavar="NAME", help="Such as a4, letter, a3, tabloid; else the kit's.")
@click.option("--share", is_flag=True, help="To hand it on: departments under three together, nothing that is hidden.")
def heatmap(
    folder: Path | None, to: Path, session: str | None, data: Path | None, board: str, paper: str | None, share: bool
) -> None:
    """Draw what the boards of WORKSHOP came to: what lies where, the furthest apart first, and how departments differ;
    as a poster (.pdf), or its first page for a slide (.png).
    """
    from generator.capture.results import hidden_votes
    from generator.capture.results.exporting import refuse_store
    from generator.capture.results.held import ResultsReader
    from generator.capture.results.placements import heat_map_of

    kind = to.suffix.lower()
    if kind not in HEAT_MAPS or (paper and kind != ".pdf"):
        raise click.BadParameter("a heat map is a .pdf, on a --paper, or for slides a .png", param_hint="--to")
    with open_results(folder, data) as store:
        refuse_store(store, to)
        heat = heat_map_of(ResultsReader(store, session), board, share=share)
        _say_hidden(len(hidden_votes(store, session)))
    pages = _draw(heat, to, paper)
    click.echo(f"{to}  {counted(len(heat.maps) if kind == '.pdf' else 1, 'board')}, {counted(pages, 'page')}")


@results.command()
@results_options("cards.xlsx, .csv, .md, .pdf or for slides .png", named=False)
@click.option("--also", multiple=True, type=click.Path(path_type=Path), help="Another file of entries. Several.")
@click.option("--series", default="", metavar="NAME", help="Of the workshops of this series alone.")
@click.option("--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", help="Of CSV; else comma.")
@click.option("--paper", metavar="NAME", help="Of a .pdf, such as a4, letter, a3; else the kit's.")
@click.option("--share", is_flag=True, help="To hand it on: departments under three together, nothing that is hidden.")
def cards(
    folder: Path | None,
    to: Path | None,
    session: str | None,
    data: Path | None,
    also: tuple[Path, ...],
    series: str,
    separator: str,
    paper: str | None,
    share: bool,
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
    if (to and kind not in (*CARD_KINDS, *HEAT_MAPS)) or (paper and kind != ".pdf"):
        raise click.BadParameter("it is a .xlsx, .csv, .md, .png, or a .pdf on a --paper", param_hint="--to")
    if session and also:
        raise click.BadParameter("a session is in one file: say --session or --also", param_hint="--session")
    with ExitStack() as files:
        stores = [files.enter_context(open_results(folder, data))]
        stores += [files.enter_context(open_results(None, file)) for file in also]
        for store in stores:
            if to:
                refuse_store(store, to)
        used = used_cards([ResultsReader(store, session) for store in stores], series, share=share)
    if to is None:
        click.echo("\n".join(card_lines(used)))
    elif kind in CARD_KINDS:
        write_cards(used, to, kind, SEPARATORS[separator])
    else:
        _draw(card_maps(used), to, paper)
    if to:
        click.echo(f"{to}  {counted(len(used.cards), 'card')}, {counted(len(used.workshops), 'workshop')}")


def _draw(heat: "HeatMap", to: Path, paper: str | None) -> int:
    """On so many pages; the first map alone as a picture for slides."""
    from generator.kit.delivery.single_file import save_whole
    from generator.kit.heat_poster.poster import picture_of, print_heat_map

    if to.suffix.lower() == ".pdf":
        return print_heat_map(heat, to, paper or "")
    save_whole(picture_of(heat), to)
    return 1

"""The commands of what was captured: files to take along, and what is handed on."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.asking import Command, meant_kit
from generator.cli.places import WRITTEN
from generator.cli.streams import show_object
from generator.cli.telling import Progress, counted
from generator.errors import seen

if TYPE_CHECKING:
    from generator.capture.results import BacklogKind, Kind
    from generator.capture.results.backlog_file import Tracker
    from generator.capture.run.start import Order
    from generator.capture.store import StoreReader

FORMATS: "tuple[Kind, ...]" = ("xlsx", "csv", "md", "jsonl", "sqlite")
TRACKERS = ("jira", "github", "gitlab")
BACKLOG_OF: "dict[str, BacklogKind]" = {".csv": "csv", ".md": "md"}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
SHOWN_OF_SESSION = ("id", "title", "kit", "series", "opened_at", "closed_at", "is_open")
ALSO: "dict[str, Kind]" = {".db": "sqlite", ".markdown": "md"}
FORMAT_OF: "dict[str, Kind]" = {**{f".{kind}": kind for kind in FORMATS}, **ALSO}


separator_option = click.option(
    "--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", help="Of CSV; else comma."
)


NAMELESS = "without the names of who does what"


def share_option(
    how: str = "departments under three together, nothing hidden, no names",
) -> Callable[[Command], Command]:
    """`how` it is made fit for that."""
    return click.option("--share", is_flag=True, help=f"To hand it on: {how}.")


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
    from generator.capture.run.start import open_to_read

    with closing(open_to_read(_order(folder, data))) as store:
        yield store


def _order(folder: Path | None, data: Path | None) -> "Order":
    """Whose entries are meant."""
    from generator.capture.run.start import Order

    if data and not folder:
        return Order(data=data)  # whatever kit lies around
    meant = meant_kit(folder)
    return Order(meant.folder, data, kit=meant.kit, output=meant.output, words=meant.words)


def _show_written(to: Path, count: int, hidden: int) -> None:
    click.echo(f"{to}  {count:,} {'entry' if count == 1 else 'entries'}")
    say_hidden(hidden)


def say_hidden(hidden: int) -> None:
    if hidden:
        click.echo(f"Votes that are still open, and stay out until they are closed on the desk: {hidden}", err=True)


@click.group()
def results() -> None:
    """What was captured."""


@results.command(name="export")
@results_options("entries.xlsx")
@click.option("--format", "kind", type=click.Choice(FORMATS), help="Else what the name of the file ends in.")
@separator_option
@share_option()
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
        with Progress(quiet=False, of="steps") as progress:
            written = export(store, session, to, kind, SEPARATORS[separator], local, progress, share=share)
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
@share_option(NAMELESS)
def backlog(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    tracker: "Tracker | None",
    forms: tuple[str, ...],
    share: bool,
) -> None:
    """Write the recipes and scenarios of WORKSHOP, most votes first, for the tracker of whoever builds them."""
    from generator.capture.results import backlog as write
    from generator.capture.results import hidden_votes

    kind = BACKLOG_OF.get(to.suffix.lower())
    if kind is None or (tracker and kind != "csv"):
        raise click.BadParameter("a backlog is a .csv or a .md; with --for it is a .csv", param_hint="--to")
    with open_results(folder, data) as store:
        written = write(store, session, to, kind, tracker or "", forms, share=share)
        click.echo(f"{to}  {counted(written, 'item')}")
        say_hidden(len(hidden_votes(store, session)))


@results.command()
@click.argument("folder", metavar="[WORKSHOP]", required=False, type=click.Path(path_type=Path))
@click.option("--data", type=WRITTEN, help="The file of the entries; else in your data folder.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def sessions(folder: Path | None, data: Path | None, as_json: bool) -> None:
    """List the sessions that were held with WORKSHOP, newest first, by the IDs that --session takes."""
    from generator.capture.run.start import local
    from generator.capture.web.times import day

    found = [] if _has_none(folder, data) else _sessions(folder, data)
    if as_json:
        show_object({"sessions": found})
        return
    for each in found:
        state = "open" if each["is_open"] else "closed"
        count = f"{each['entries']:,} {'entry' if each['entries'] == 1 else 'entries'}"
        click.echo(f"{each['id']}  {day(each['opened_at'], local)}  {state}  {count}  {seen(each['title'])}")
    if not found:
        click.echo("None yet: prepdeck serve opens one.")


def _has_none(folder: Path | None, data: Path | None) -> bool:
    """Whether nothing was ever kept of the workshop. Raises FileError where it is not known which one is meant."""
    from generator.capture.run.paths import data_file

    kit = "" if data else _order(folder, data).kit
    return bool(kit) and not data_file(kit).exists()


def _sessions(folder: Path | None, data: Path | None) -> list[dict[str, Any]]:
    from generator.capture.model import KEPT

    with open_results(folder, data) as store:
        return [
            {
                **{name: getattr(each, name) for name in SHOWN_OF_SESSION},
                "entries": sum(1 for _ in store.each_entry(each.id, states=KEPT)),
            }
            for each in sorted(store.sessions(), key=lambda each: each.opened_at, reverse=True)
            if not each.trashed_at
        ]

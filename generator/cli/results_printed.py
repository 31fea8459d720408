"""The commands of results that are printed: what was captured, handed to the press of the kit."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.results import NAMELESS, open_results, results, results_options, share_option
from generator.cli.results_look import PDF, check_look, look_options, worn_workshop
from generator.cli.telling import Progress, counted
from generator.errors import FileError, seen

if TYPE_CHECKING:
    from datetime import datetime

    from generator.capture.results import OutcomeKind, PrintedResults
    from generator.capture.results.cookbook import RecipeOrder
    from generator.kit.handout.press import PrintedHandout
    from generator.kit.workshop import Workshop

OUTCOME_OF: "dict[str, OutcomeKind]" = {".html": "html", ".md": "md", ".docx": "docx", ".ics": "ics"}
ORDERS: "tuple[RecipeOrder, ...]" = ("votes", "journey")


def workshop_to_print(folder: Path | None, brand: Path | None) -> "Workshop":
    """In the brand that the kit was printed in, or a client's. Raises FileError where only its printed kit lies
    there.
    """
    shop = worn_workshop(folder, brand)
    if shop is None:
        raise FileError("what is printed shows cards, which are drawn from the folder of their workshop; name it")
    return shop


def print_results(shop: "Workshop", to: Path, found: "PrintedResults", paper: str | None) -> "PrintedHandout":
    """Raises FileError where the workshop is that of another kit."""
    from generator.kit.handout.press import print_handout

    if shop.kit and shop.kit.id != found.kit.id:
        own = f"is the workshop of the kit '{shop.kit.id}'"
        raise FileError(f"{shop.folder}: {own}, and the session was held with '{found.kit.id}'", reason="other-kit")
    with Progress(quiet=False, of="pages") as progress:
        return print_handout(shop, found.handout, to, paper or "", os.environ.get("SOURCE_DATE_EPOCH"), progress)


def check_pdf(to: Path) -> None:
    if to.suffix.lower() != PDF:
        raise click.BadParameter("it is printed: name a .pdf", param_hint="--to")


@results.command()
@results_options("cookbook.pdf")
@look_options
@click.option("--order", type=click.Choice(ORDERS), default="votes", help="Most votes first, or as people travel.")
@share_option(NAMELESS)
def cookbook(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    order: "RecipeOrder",
    share: bool,
    paper: str | None,
    brand: Path | None,
) -> None:
    """Print the recipes of WORKSHOP: each with its cards, what people said of it, and what it leaves open."""
    from generator.capture.results import cookbook as written
    from generator.capture.results.exporting import refuse_store
    from generator.capture.run.start import local

    check_pdf(to)
    shop = workshop_to_print(folder, brand)
    along = [card.id for card in shop.deck.cards] if shop.deck and order == "journey" else None
    with open_results(folder, data) as store:
        refuse_store(store, to)
        found = written(store, session, local, along, share=share)
    printed = print_results(shop, to, found, paper)
    click.echo(f"{to}  {counted(found.things, 'recipe')} on {counted(printed.pages, 'page')}")
    say_unset(printed)


@results.command()
@results_options("outcome.pdf, .html, .md, .docx or follow-up.ics")
@look_options
@click.option("--meet", type=click.DateTime(["%Y-%m-%d"]), help="When you meet again; else as typed, or in two weeks.")
@share_option(f"{NAMELESS}; who was there stands as typed")
def outcome(
    folder: Path | None,
    to: Path,
    session: str | None,
    data: Path | None,
    meet: "datetime | None",
    share: bool,
    paper: str | None,
    brand: Path | None,
) -> None:
    """Write what WORKSHOP leaves with: objective, features, risks, roadmap, next steps; or the follow-up (.ics)."""
    from generator.capture.results import outcome as write
    from generator.capture.results import printed_outcome
    from generator.capture.results.exporting import refuse_store
    from generator.capture.run.start import local

    day, kind = meet.date() if meet else None, OUTCOME_OF.get(to.suffix.lower())
    if kind is None and to.suffix.lower() != PDF:
        kinds = "an outcome is a .pdf, .html, .md or .docx, or for calendars a .ics"
        raise click.BadParameter(kinds, param_hint="--to")
    check_look(to, paper, brand)
    with open_results(folder, data) as store:
        if kind:
            found = write(store, session, to, kind, local, day, share=share)
            features = counted(len(found.features), "feature")
            click.echo(f"{to}  {seen(found.title)}, {features}, next meeting {found.meeting.day}")
            return
        refuse_store(store, to)
        pages = printed_outcome(store, session, local, day, share=share)
    printed = print_results(workshop_to_print(folder, brand), to, pages, paper)
    click.echo(f"{to}  {counted(pages.things, 'feature')} on {counted(printed.pages, 'page')}")
    say_unset(printed)


@results.command()
@results_options("privacy.pdf or privacy.md")
@look_options
def privacy(
    folder: Path | None, to: Path, session: str | None, data: Path | None, paper: str | None, brand: Path | None
) -> None:
    """Write for a data protection officer what is kept of WORKSHOP and how it is erased; once it was, what is left."""
    from generator.capture.results import printed_privacy
    from generator.capture.results import privacy as write
    from generator.capture.results.exporting import refuse_store
    from generator.capture.run.start import local, now

    if to.suffix.lower() not in (PDF, ".md"):
        raise click.BadParameter("privacy is a .pdf or a .md", param_hint="--to")
    check_look(to, paper, brand)
    with open_results(folder, data) as store:
        if to.suffix.lower() != PDF:
            click.echo(f"{to}  entries: {write(store, session, to, now(), local)}")
            return
        refuse_store(store, to)
        pages = printed_privacy(store, session, now(), local)
    printed = print_results(workshop_to_print(folder, brand), to, pages, paper)
    click.echo(f"{to}  entries: {pages.things}, {counted(printed.pages, 'page')}")
    say_unset(printed)


def say_unset(printed: "PrintedHandout") -> None:
    if printed.has_unset:
        click.echo("Some characters cannot be set: their numbers stand in their places, as [U+0633].", err=True)

"""`prepdeck results deck`: cards that people wrote in a room become cards of the workshop, for its next edition."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.asking import load_shop, meant_kit
from generator.cli.printing import problems_of
from generator.cli.results import open_results, results, results_options
from generator.cli.shell import quoted
from generator.cli.streams import show_object
from generator.cli.telling import Progress, counted, show_problems
from generator.errors import ExitCode, FileError, NothingYet, Problems, SourceError, seen

if TYPE_CHECKING:
    from generator.capture.results.captured_cards import CapturedCard, DeckWish
    from generator.capture.store import StoreReader
    from generator.intake.captured import AddedCards, WrittenCard

EDITION = "edition"
NONE = "no card of people is accepted: accept some on the desk, under Cards, or say --all"


@results.command(name="deck")
@results_options("cards.yaml; else it goes into cards/ of the workshop", named=False)
@click.option("--all", "every", is_flag=True, help="Also cards that nobody has looked at; rejected ones never.")
@click.option(
    "--since", metavar="WHEN", help="Only what came since a day (2026-12-08), a session (its ID), or edition."
)
@click.option("--category", metavar="ID", help="Of cards for which nobody chose a family.")
@click.option("--json", "as_json", is_flag=True, help="Write nothing: one JSON object says what would be written.")
def deck(
    folder: Path | None,
    to: Path | None,
    session: str | None,
    data: Path | None,
    every: bool,
    since: str | None,
    category: str | None,
    as_json: bool,
) -> None:
    """Take the cards that people wrote, and that the desk has accepted, into the deck of WORKSHOP, to be printed.

    Their ids stay, whatever becomes of their words. A later run adds what is new; what you changed stays as you have
    it. --since edition: those that the manifest of the last build does not have.
    """
    from generator.capture.results.captured_cards import deck_cards
    from generator.capture.results.held import ResultsReader

    with open_results(folder, data) as store:
        read = ResultsReader(store, session)
        cards = deck_cards(read, _wish(store, since, every, folder))
    written = [_written(card, category or "") for card in cards]
    if to is not None and as_json:
        raise click.BadParameter("with --json nothing is written: leave --to away", param_hint="--json")
    if to is not None:
        _write_file(to, written, NONE if since is None else f"no accepted card came since {since}")
        return
    shop = _workshop(folder)
    added = _added(shop, written)
    if as_json:
        show_object(_as_dict(added, {card.id: card.title for card in cards}))
        return
    if added.changes:
        from generator.intake.folder import write_files

        write_files(shop, added.files)
    _show(added, {card.id: card.title for card in cards}, whole=not (since or session))
    _check(shop, added)


def _wish(store: "StoreReader", since: str | None, every: bool, folder: Path | None) -> "DeckWish":
    from generator.capture.results.captured_cards import DeckWish
    from generator.capture.results.held import titled

    wish = DeckWish(every)
    if since is None:
        return wish
    if since == EDITION:
        return wish._replace(known=_printed(store, folder))
    try:
        day = datetime.strptime(since, "%Y-%m-%d").astimezone(UTC)
    except ValueError:
        if all(each.id != since for each in store.sessions()):
            there = titled(store.sessions())
            message = f"'{since}' is no day such as 2026-12-08, not 'edition', and no session; there are {there}"
            raise click.BadParameter(message, param_hint="--since") from None
        return wish._replace(after=since)
    return wish._replace(since=f"{day:%Y-%m-%dT%H:%M:%SZ}")


def _printed(store: "StoreReader", folder: Path | None) -> frozenset[str]:
    """Ids of the cards in the manifest of the last build; where there is none, in that of the last server."""
    from generator.capture.kits import readable
    from generator.capture.results.captured_cards import cards_of
    from generator.kit.request.whereabouts import MANIFEST

    printed = meant_kit(folder).folder
    path = printed / MANIFEST if printed else None
    manifests = [path.read_bytes()] if path and path.is_file() else [store.manifest(kit) or b"" for kit in store.kits()]
    return cards_of(readable(manifests))


def _written(card: "CapturedCard", category: str) -> "WrittenCard":
    from generator.intake.captured import WrittenCard

    return WrittenCard(
        id=card.id,
        session=card.session.title,
        texts=card.texts,
        category=card.category or category,
        role=card.role,
        label=card.said.label,
        group=card.said.group,
        credits=card.credits,
    )


def _write_file(to: Path, cards: "Sequence[WrittenCard]", none: str) -> None:
    """A file of its own, in no workshop yet. Raises FileError where there is one: somebody may have edited it."""
    from generator.intake.captured import new_file, values_of
    from generator.intake.folder import write_files

    if to.exists():
        raise FileError(f"{to}: is there already; name another file, or leave --to away to add to the workshop")
    if not cards:
        raise NothingYet(none)
    write_files(to.parent, {to.name: new_file(cards, {card.id: values_of(card, None) for card in cards})})
    click.echo(f"{to}  {counted(len(cards), 'card')}")


def _workshop(folder: Path | None) -> Path:
    from generator.kit.request.whereabouts import find_workshop, is_bundled

    shop = find_workshop(folder)
    if is_bundled(shop):
        hint = "write them with --to, or into a workshop of your own: prepdeck new DIR --from prepersonalization"
        raise FileError(f"{shop}: the bundled workshop is everybody's", hint)
    return shop


def _added(folder: Path, cards: "Sequence[WrittenCard]") -> "AddedCards":
    from generator.intake.captured import add_to_workshop
    from generator.kit.workshop import load

    shop = load(folder)
    if shop.deck is None:
        raise SourceError(shop.problems.sorted())
    return add_to_workshop(folder, shop.deck.head, cards, Problems())


def _as_dict(added: "AddedCards", titles: dict[str, str]) -> dict[str, Any]:
    """The files whole, as whoever writes them wants them."""
    return {
        "files": {name: data.decode() for name, data in added.files.items()} if added.changes else {},
        "new": [{"id": name, "title": titles[name], "file": file} for name, file in added.where.items()],
        "changed": added.changes.changed,
        "kept": added.changes.kept,
        "left_out": added.changes.left_out,
    }


def _show(added: "AddedCards", titles: dict[str, str], *, whole: bool) -> None:
    """What was done. `whole`: all that was captured was looked at, so that what is not in it has gone."""
    changes = added.changes
    for file in dict.fromkeys(added.where.values()):
        new = [name for name, its in added.where.items() if its == file]
        click.echo(f"{file}  {counted(len(new), 'new card')}")
        for name in new:
            click.echo(f"  {name}  {seen(titles[name])}")
    lines = [
        ("changed", _with_fields(changes.changed)),
        ("not as it was captured, and kept as you have it", _with_fields(changes.kept)),
        ("taken out by you, and left out", ", ".join(changes.left_out)),
        ("in the deck, and not accepted any more", ", ".join(added.unsaid) if whole else ""),
    ]
    for words, names in lines:
        if names:
            click.echo(f"{words}: {names}")
    if whole and not titles and not added.unsaid:
        click.echo(NONE)
    elif not changes:
        click.echo("nothing new")


def _with_fields(cards: dict[str, list[str]]) -> str:
    return ", ".join(f"{name} ({', '.join(fields)})" for name, fields in cards.items())


def _check(folder: Path, added: "AddedCards") -> None:
    """What is wrong with the workshop now, which may be that a card has no room; and how the new ones are printed."""
    from generator.kit.request.workshop_languages import spoken_languages

    if not added.changes:
        return
    shops = [load_shop(folder, {}, None, None, language) for language in (None, *spoken_languages(folder))]
    with Progress(quiet=False) as progress:
        problems = problems_of(shops, progress)
    show_problems(problems)
    if any(problem.is_error for problem in problems):
        sys.exit(ExitCode.SOURCES)
    if added.where:
        click.echo("Raise `edition:` in kit.yaml; then all of it with the new cards, or these alone:")
        click.echo(f"  prepdeck build {quoted(str(folder))}")
        click.echo(f"  prepdeck build {quoted(str(folder))} --cards {','.join(added.where)}")

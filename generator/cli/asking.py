"""What commands ask for: arguments and options that several have, and what was typed, read."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from generator.cli.shell import quoted

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
PIECES = ("deck", "blanks", "posters", "join", "worksheets", "box", "guide", "catalogue", "order")
ORDERS = ("rows", "cut-and-stack")


def workshop_argument(command: Command) -> Command:
    return click.argument("workshop", required=False, type=click.Path(path_type=Path))(command)


def selection_options(command: Command) -> Command:
    """Which cards of the deck, and in the examples of which trade."""
    command = click.option("--selection", metavar="NAME", help="Which cards: a selection of deck.yaml, or all.")(
        command
    )
    return click.option("--trade", metavar="NAME", help="Whose examples: a file of trades/, such as bank or health.")(
        command
    )


def deck_options(command: Command) -> Command:
    """What kit.yaml says under `deck:`, said on the command line instead."""
    options = (
        click.option(
            "--brand",
            type=click.Path(path_type=Path),
            help="A client's brand.yaml, or its folder; every piece wears it.",
        ),
        click.option(
            "--for", "profile", metavar="NAME", help="What suits the printer: home, office, pdfx-4, or a card vendor."
        ),
        click.option("--layout", metavar="NAME", help="Card layout, such as poker, tarot or a6."),
        click.option("--sheet", metavar="NAME", help="How cards lie on paper: a4, one-per-page, or stock: avery-5371."),
        click.option("--paper", metavar="NAME", help="Of every piece: a4, letter; with --sheet, the sheet's."),
        click.option("--sides", type=click.Choice(SIDES), help="How fronts and backs are printed."),
        click.option("--backs", type=click.Choice(["own", "common"]), help="One back for all: shuffled and drawn."),
        click.option("--order", type=click.Choice(ORDERS), help="In which order cards lie on the sheets."),
        click.option("--sets", type=click.IntRange(1, 999), help="How many whole decks."),
        click.option("--gutter", metavar="LENGTH", help="Between cards: auto, butt (one shared cut) or a length: 6mm."),
        click.option("--cut", multiple=True, type=click.Choice(["svg", "dxf"]), help="Outlines for a cutting plotter."),
        click.option("--margin", metavar="LENGTH", help="From the paper's edge to the outermost card: 8mm."),
    )
    for option in reversed(options):
        command = option(command)
    return selection_options(command)


def printers_option(command: Command) -> Command:
    """For tests and for printers that several people share; PREPDECK_PRINTERS says it for good."""
    place = click.Path(path_type=Path, file_okay=False)
    return click.option("--printers", type=place, help="The folder of measured printers; else your own.")(command)


def same_option(command: Command) -> Command:
    words = "It is the workshop that lay elsewhere, in a new place, and no copy of it."
    return click.option("--same-workshop", is_flag=True, help=words)(command)


def language_option(*, several: bool) -> Callable[[Command], Command]:
    words = "A folder of words/, such as de; or the workshop's own." + (" Say it again for more." if several else "")
    return click.option(
        "--language", "languages" if several else "language", multiple=several, metavar="TAG", help=words
    )


def load_shop(
    folder: Path, options: dict[str, Any], brand: Path | None, profile: str | None, language: str | None
) -> Any:
    """The workshop in a language that a command named, or its own."""
    from generator.kit.workshop import load

    return load(folder, options, brand, profile or "", language_named(folder, language) if language else "")


def load_shops(
    folder: Path, options: dict[str, Any], brand: Path | None, profile: str | None, languages: tuple[str, ...]
) -> list[Any]:
    """The same in each of several; where none is named in its own, and in those that its kit.yaml names."""
    named = [load_shop(folder, options, brand, profile, language) for language in languages]
    if named:
        return list({shop.language: shop for shop in named}.values())
    own = load_shop(folder, options, brand, profile, None)
    if own.kit is None or own.problems.errors:
        return [own]
    others = [language for language in own.kit.languages if language_named(folder, language)]
    return [own, *(load_shop(folder, options, brand, profile, language) for language in dict.fromkeys(others))]


def language_named(folder: Path, language: str) -> str:
    """As the workshop calls it; empty for its own."""
    from generator.kit.request.kit_yaml import Kit
    from generator.kit.request.whereabouts import read_kit
    from generator.kit.request.workshop_languages import UnknownLanguage
    from generator.kit.request.workshop_languages import language_named as known

    kit = read_kit(folder)
    try:
        return known(folder, kit.language if kit else Kit.language, language)
    except UnknownLanguage as error:
        raise click.UsageError(f"--language: {error}") from error


def known_workshops() -> Path | None:
    """The user's list of where workshops lie; PREPDECK_WORKSHOPS names another file, or none."""
    from generator.capture.run.paths import user_data_folder

    named = os.environ.get("PREPDECK_WORKSHOPS")
    return user_data_folder() / "workshops.json" if named is None else Path(named) if named else None


class MeantKit(NamedTuple):
    """What a command of the event is about."""

    folder: Path | None  # where it lies printed, if it does
    kit: str = ""  # the id, where the workshop is known
    output: Path | None = None  # where it will be printed
    words: str = ""  # that name it again, with a blank before them
    workshop: Path | None = None


def meant_kit(named: Path | None) -> MeantKit:
    """The printed kit of the workshop or the printed folder that was named, or where the command is given.

    Raises FileError where another kit lies in the output of the workshop.
    """
    from generator.kit.request import whereabouts

    words = f" {quoted(str(named))}" if named else ""
    here = named or Path()
    folder = here.parent if here.name == whereabouts.MANIFEST else here
    printed = folder if (folder / whereabouts.MANIFEST).is_file() else None
    workshop = whereabouts.workshop_of(folder) if printed else whereabouts.find_workshop(here)
    kit = whereabouts.read_kit(workshop) if workshop else None
    if workshop is None or kit is None:
        return MeantKit(printed or named, words=words)
    printed = whereabouts.printed_folder(workshop, kit.id, printed)
    return MeantKit(printed, kit.id, whereabouts.output_folder(workshop, kit.id), words, workshop)


def paper_here() -> str:
    """The paper of the kit in the folder where the command is given, else A4."""
    from generator.kit.request.papers import paper_of

    return paper_of(Path())


def numbers_of(text: str | None) -> tuple[int, ...]:
    from generator.kit.pieces.copies import read_numbers

    try:
        return tuple(read_numbers(text)) if text else ()
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--numbers") from error


def overrides(said: dict[str, Any]) -> dict[str, Any]:
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


def printer_of(name: str | None, folder: Path | None) -> Any:
    if name is None:
        return None
    from generator.kit.request.printer_profile import load_printer, printers_folder

    return load_printer(name, folder or printers_folder())

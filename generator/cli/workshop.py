"""Commands for a workshop's sources: a new one, and what can be ordered."""

import json
import locale
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from generator.cli.asking import printers_option
from generator.cli.keys import has_keys
from generator.cli.places import WRITTEN
from generator.cli.shell import quoted
from generator.cli.streams import show_object

PAPERS = ("a4", "letter")
LANGUAGES = ("en", "de")  # of the starter
KINDS = (
    "decks",
    "layouts",
    "posters",
    "sheets",
    "papers",
    "profiles",
    "fonts",
    "printers",
    "colours",
    "languages",
    "words",
    "motifs",
)
ON_DEMAND = ("words", "motifs")  # listed only where they are asked for
PICTURE = click.Path(exists=True, dir_okay=False, path_type=Path)
ANATOMY = {"layouts": "cards", "posters": "posters"}  # of which one layout can be shown: its folder


@click.command()
@click.argument("folder", type=WRITTEN)
@click.option("--paper", type=click.Choice(PAPERS), help="That your printer has; else what your locale suggests.")
@click.option("--language", type=click.Choice(LANGUAGES), help="Of its words: English unless said.")
@click.option(
    "--from", "source", metavar="X", help="A workshop to copy, with a new id: a folder, or prepersonalization."
)
@click.option("--logo", type=PICTURE, help="Of a client: a brand of its colours is proposed and worn.")
@click.option("--client", metavar="NAME", help="Whose logo it is; else the folder's name.")
def new(
    folder: Path,
    paper: str | None,
    language: str | None,
    source: str | None,
    logo: Path | None,
    client: str | None,
) -> None:
    """Write a small workshop into FOLDER: it builds as it is, and its comments teach. Or a copy of another one.

    With the logo of a client all of it wears a brand whose colours are read off that file, in client/brand.yaml; blank
    cards are printed too.
    """
    from generator.kit.request.proposed_brand import propose
    from generator.kit.request.starter import source_of, start
    from generator.kit.request.whereabouts import is_bundled

    if source and language:
        raise click.UsageError("--language is that of the starter: a copy of --from has the words of what it copies")
    if client is not None and logo is None:
        raise click.UsageError("--client says whose logo it is: it goes with --logo")
    brand = propose(logo, client or folder.resolve().name) if logo else None
    copied = source_of(source) if source else None
    is_own = copied is not None and not is_bundled(copied)
    for path in start(folder, paper or ("" if is_own else _ask_paper()), copied, language or "", brand):
        click.echo(str(path))
    if brand:
        click.echo(brand.said)
    click.echo(f"Now edit these, and: prepdeck build {quoted(str(folder))}")


def _ask_paper() -> str:
    """Of whoever sits there; in a pipe the locale decides."""
    usual = usual_paper()
    if not has_keys():
        return usual
    return str(click.prompt("Which paper does your printer have?", default=usual, type=click.Choice(PAPERS), err=True))


def usual_paper() -> str:
    """By the locale."""
    from generator.kit.request.starter import paper_of_people

    named = (os.environ.get(name) for name in ("LC_ALL", "LC_PAPER", "LANG"))
    return paper_of_people(next(filter(None, named), None) or locale.getlocale()[0] or "")


@click.command(name="list")
@click.argument("what", required=False, type=click.Choice(KINDS))
@click.argument("name", required=False)
@printers_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def list_names(what: str | None, name: str | None, printers: Path | None, as_json: bool) -> None:
    """What can be named: decks, layouts of cards and posters, sheets, papers, print profiles, fonts, printers, colours;
    and the languages of a workshop.

    With the NAME of a layout of cards or posters: its frames and fields, the words of a poster, its colours. Colours
    and languages are those of the workshop NAME, else of the one you stand in or the bundled one. Words, which are
    listed only where they are asked for, are what prepdeck itself prints, in the language NAME, else in English; so are
    motifs, the words with which a card says its picture (`prepdeck images --motifs pdf` shows them).
    """
    if name and what in ANATOMY:
        _list_layout(what, name, as_json)
        return
    if name and what not in ("colours", "languages", "words"):
        raise click.UsageError(f"`list {what}` takes no name; {', '.join(ANATOMY)}, colours, languages and words do")
    from generator.kit import colour_list
    from generator.kit.request import catalogue

    lists: dict[str, Callable[[], dict[str, str]]] = {
        **catalogue.LISTS,
        "printers": partial(catalogue.printers, printers),
        "colours": partial(colour_list.colours, Path(name) if name else None),
        "languages": partial(catalogue.languages, Path(name) if name else None),
        "words": partial(catalogue.fixed, name),
    }
    found = {kind: lists[kind]() for kind in KINDS if what == kind or (what is None and kind not in ON_DEMAND)}
    if as_json:
        show_object(found)
        return
    if what == "words":
        click.echo("\n".join(f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in found[what].items()))
        return
    for kind, titles in found.items():
        if what is None:
            click.echo(f"{kind}:")
        width = max(map(len, titles), default=0)
        for each, title in titles.items():
            click.echo(f"{'' if what else '  '}{each:<{width}}  {title}")


def _list_layout(what: str, name: str, as_json: bool) -> None:
    """What a layout of cards or of posters shows."""
    from generator.kit.request import anatomy

    layout, is_poster = anatomy.find_layout(ANATOMY[what], name), what == "posters"
    if as_json:
        show_object({what: {name: anatomy.as_dict(layout, is_poster=is_poster)}})
        return
    click.echo("\n".join(anatomy.lines(name, layout, is_poster=is_poster)))

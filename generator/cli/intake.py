"""`prepdeck import`: people's own files become a workshop, and it says what it took for what."""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.places import WRITTEN
from generator.cli.shell import quoted
from generator.cli.streams import show_object
from generator.cli.telling import counted, findings, show_problems
from generator.cli.workshop import usual_paper
from generator.errors import Problem, Problems, by_cause

if TYPE_CHECKING:
    from generator.intake.draft import Draft
    from generator.intake.written import Identity
    from generator.kit.press.capacity import Capacity
    from generator.kit.trial import Choice

LEFT = "-"
STDIN = "-"
MOST_NAMED = 5
NEARLY = 12  # mm that width and height differ, together


@click.command(name="import")
@click.argument("source", metavar="FILE|FOLDER|-", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("folder", metavar="[DIR]", required=False, type=WRITTEN)
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What a column becomes; '-' leaves it out."
)
@click.option("--title", metavar="TEXT", help="Of the deck; else what stands above the table, or the file's name.")
@click.option("--language", metavar="CODE", help="Of the texts, such as de; else what they look like.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def import_workshop(
    source: Path, folder: Path | None, mapping: tuple[str, ...], title: str | None, language: str | None, as_json: bool
) -> None:
    """Make a workshop of cards as people have them: a spreadsheet, CSV, JSON, YAML, Markdown, a folder of any.

    It is written into DIR, else into a folder here that is called after the source. What each column was taken for is
    printed, and can be given back with --map.
    """
    from generator.intake.files import read_bytes, read_source
    from generator.intake.folder import check_free, write_files
    from generator.intake.mapping import UnknownColumn
    from generator.intake.names import slug, title_of_file
    from generator.intake.pictures import with_pictures
    from generator.intake.workshop import Wishes, files_of, finished, in_layout, understood, without_symbols
    from generator.kit.press.capacity import CHOSEN_FIRST
    from generator.kit.trial import choose_layout, problems_of, unprintable_symbols

    problems = Problems()
    is_piped = str(source) == STDIN
    stem = "deck" if is_piped else source.resolve().stem
    target = folder or Path(slug(stem) or "deck")
    check_free(target)
    gathered = read_bytes(sys.stdin.buffer.read(), "", problems) if is_piped else read_source(source, problems)
    try:
        draft = understood(
            gathered, Wishes(_pairs(mapping), title or "", language or ""), title_of_file(stem), problems
        )
    except UnknownColumn as error:
        raise click.BadParameter(str(error), param_hint="--map") from error
    draft = finished(without_symbols(draft, unprintable_symbols))
    draft, pictures = with_pictures(draft, None if is_piped else source if source.is_dir() else source.parent)
    identity = _identity(target, source.name)
    choice = choose_layout(files_of(draft, identity, CHOSEN_FIRST) | pictures)
    draft = in_layout(draft, choice)
    files = files_of(draft, identity, choice.layout) | pictures
    found = [*problems.sorted(), *problems_of(files)]
    write_files(target, files)
    if as_json:
        show_object(_as_record(draft, target, choice, found))
    else:
        _show(draft, target, choice, found)


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in mapping:
        column, parted, field = text.rpartition("=")
        if not parted:
            raise click.BadParameter(f"'{text}' has no =; write COLUMN=FIELD", param_hint="--map")
        pairs[column.strip()] = field.strip()
    return pairs


def _identity(target: Path, source: str) -> "Identity":
    from generator.intake.written import Identity
    from generator.kit.request.starter import id_of

    today = datetime.now(UTC).date().isoformat()
    return Identity(id_of(target), today, usual_paper(), "standard input" if source == "-" else source)


def _show(draft: "Draft", target: Path, choice: "Choice", found: list[Problem]) -> None:
    """What was understood, for people."""
    click.echo(f"{draft.title}: {counted(len(draft.cards), 'card')} from {draft.where}")
    width = max(len(column.name) for column in draft.columns)
    for column in draft.columns:
        if column.field != LEFT or column.why:
            goal = "left over" if column.field == LEFT else column.field
            click.echo(f"  {column.name:<{width}}  → {goal}  ({column.why})")
    if rest := [column.name for column in draft.columns if column.field == LEFT and not column.why]:
        click.echo(f"  left over: {', '.join(rest)}")
    families = Counter(card.category for card in draft.cards)
    click.echo("categories: " + ", ".join(f"{name or draft.title} {count}" for name, count in families.items()))
    for left in draft.left:
        click.echo(f"left over: {left}")
    click.echo(f"room for: {', '.join(map(str, _of_each_size(choice)))}")
    click.echo(f"{choice.layout} it is, in {target / 'kit.yaml'}{_exceptions(draft, choice)}")
    show_problems(found)
    click.echo(f"Now: prepdeck build {quoted(str(target))}")


def _of_each_size(choice: "Choice") -> "list[Capacity]":
    """The layouts to name: of several that hold as many cards on nearly the same size, the first and the chosen one."""
    named: list[Capacity] = []
    for one in sorted(choice.capacities, key=lambda it: it.layout.name != choice.layout):
        size = one.layout.size
        is_alike = any(
            abs(it.layout.size.width - size.width) + abs(it.layout.size.height - size.height) < NEARLY
            and it.holds == one.holds
            for it in named
        )
        if not one.fault and not is_alike:
            named.append(one)
    return named


def _exceptions(draft: "Draft", choice: "Choice") -> str:
    """The cards that the chosen layout does not hold, and what becomes of them."""
    others = Counter(choice.others.values())
    parts = [f"; {counted(count, 'card')} in {name}" for name, count in others.items()]
    aside = [card for card in draft.cards if card.no_room]
    if aside:
        names = ", ".join(f"{card.id} ({', '.join(card.no_room)})" for card in aside[:MOST_NAMED])
        more = " …" if len(aside) > MOST_NAMED else ""
        parts.append(f"; too long for each of them and put aside in cards/cards.yaml: {names}{more}")
    return "".join(parts)


def _as_record(draft: "Draft", target: Path, choice: "Choice", found: list[Problem]) -> dict[str, Any]:
    return {
        "workshop": str(target),
        "title": draft.title,
        "language": draft.language,
        "where": draft.where,
        "cards": len(draft.cards),
        "map": {column.name: column.field for column in draft.columns},
        "categories": dict(Counter(draft.categories[card.category] for card in draft.cards)),
        "left": [{"what": it.what, "times": it.times, "first": str(it.first)} for it in draft.left],
        "layouts": {it.layout.name: it.holds for it in choice.capacities if not it.fault},
        "layout": choice.layout,
        "aside": {card.id: list(card.no_room) for card in draft.cards if card.no_room},
        "findings": findings(by_cause(found)),
    }

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
from generator.errors import ExitCode, Problem, Problems, SourceError, by_cause

if TYPE_CHECKING:
    from generator.intake.again import Changes
    from generator.intake.draft import Draft
    from generator.intake.memory import Memory
    from generator.intake.source import ReadSource
    from generator.intake.workshop import Wishes
    from generator.intake.written import Identity
    from generator.kit.trial import BestLayout

LEFT = "-"
STDIN = "-"
MOST_NAMED = 5


@click.command(name="import")
@click.argument("source", metavar="FILE|FOLDER|-", type=click.Path(path_type=Path, allow_dash=True))
@click.argument("folder", metavar="[DIR]", required=False, type=WRITTEN)
@click.option(
    "--map", "mapping", multiple=True, metavar="COLUMN=FIELD", help="What a column becomes; '-' leaves it out."
)
@click.option("--title", metavar="TEXT", help="Of the deck; else what stands above the table, or the file's name.")
@click.option("--language", metavar="CODE", help="Of the texts, such as de; else what they look like.")
@click.option("--prefer", type=click.Choice(["file", "workshop"]), help="Whose words go where both sides have changed.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def import_workshop(
    source: Path,
    folder: Path | None,
    mapping: tuple[str, ...],
    title: str | None,
    language: str | None,
    prefer: str | None,
    as_json: bool,
) -> None:
    """Make a workshop of cards as people have them: a spreadsheet, CSV, JSON, YAML, Markdown, a folder of any.

    It is written into DIR, else into a folder here that is called after the source. What each column was taken for is
    printed, and can be given back with --map. Into a workshop that was imported before it brings what has changed.
    """
    from generator.intake.columns import UnknownColumn
    from generator.intake.folder import check_free
    from generator.intake.memory import read_memory
    from generator.intake.names import slug
    from generator.intake.workshop import Wishes
    from generator.sources.translation import is_language

    if language and not is_language(language):
        raise click.BadParameter(f"'{language}' is no language tag such as de or pt-BR", param_hint="--language")
    problems = Problems()
    stem = "deck" if str(source) == STDIN else source.resolve().stem
    target = folder or Path(slug(stem) or "deck")
    memory = read_memory(target, problems)
    if problems.errors:
        raise SourceError(problems.sorted())
    if memory is None:
        check_free(target)
    wishes = Wishes(_pairs(mapping), title or "", language or "", memory.fields if memory else {})
    intake = _Import(source, target, wishes, problems)
    try:
        record, lines = intake.again(memory, prefer or "") if memory else intake.new(stem)
    except UnknownColumn as error:
        raise click.BadParameter(str(error), param_hint="--map") from error
    is_sound = not any(problem.is_error for problem in intake.found)
    if as_json:
        show_object(record | {"findings": findings(by_cause(intake.found))})
    else:
        click.echo("\n".join(lines))
        show_problems(intake.found)
        click.echo(f"Now: prepdeck {'build' if is_sound else 'check'} {quoted(str(target))}")
    if not is_sound:
        sys.exit(ExitCode.SOURCES)


class _Import:
    """One import: it reads, writes, and gives what it says for programs and for people."""

    def __init__(self, source: Path, target: Path, wishes: "Wishes", problems: Problems) -> None:
        self.source, self.target, self.wishes, self.problems = source, target, wishes, problems
        self.found: list[Problem] = []
        self.name = "standard input" if str(source) == STDIN else source.name

    def _read(self, otherwise: str) -> "ReadSource":
        """The cards without ids, and the pictures that come along."""
        from generator.intake.source import ListSource, read_draft
        from generator.kit.trial import unprintable_symbols

        source = ListSource(None, sys.stdin.buffer.read()) if str(self.source) == STDIN else ListSource(self.source)
        return read_draft(source, self.wishes, otherwise, self.problems, unprintable_symbols)

    def new(self, stem: str) -> tuple[dict[str, Any], list[str]]:
        from generator.intake.folder import write_files
        from generator.intake.names import title_of_file
        from generator.intake.source import arranged
        from generator.kit.press.capacity import CHOSEN_FIRST
        from generator.kit.trial import choose_layout, problems_of

        reading = self._read(title_of_file(stem))
        draft, choice, files = arranged(reading, self._identity(), CHOSEN_FIRST, choose_layout)
        self.found = [*self.problems.sorted(), *problems_of(files)]
        write_files(self.target, files)
        lines = [*_taken(draft), *_room(draft, choice, self.target)]
        return {"workshop": str(self.target), **_as_record(draft), **_chosen(draft, choice)}, lines

    def again(self, memory: "Memory", prefer: str) -> tuple[dict[str, Any], list[str]]:
        from dataclasses import asdict

        from generator.intake.again import import_again
        from generator.intake.folder import write_files
        from generator.kit.check import check
        from generator.kit.workshop import load

        draft, pictures, _ = self._read("")
        files, draft, changes = import_again(draft, memory, self.target, self.name, prefer, self.problems)
        more = {name: data for name, data in pictures.items() if not (self.target / name).exists()}
        write_files(self.target, files | more)
        self.found = [*self.problems.sorted(), *check(load(self.target), None, lambda done, total: None)]
        record = {"workshop": str(self.target), **_as_record(draft), "changes": asdict(changes)}
        return record, [*_taken(draft), *_said_of(changes)]

    def _identity(self) -> "Identity":
        from generator.intake.written import Identity
        from generator.kit.request.starter import id_of

        return Identity(id_of(self.target), datetime.now(UTC).date().isoformat(), usual_paper(), self.name)


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in mapping:
        column, parted, field = text.rpartition("=")
        if not parted:
            raise click.BadParameter(f"'{text}' has no =; write COLUMN=FIELD", param_hint="--map")
        pairs[column.strip()] = field.strip()
    return pairs


def _taken(draft: "Draft") -> list[str]:
    """What was understood, for people."""
    lines = [f"{draft.title}: {counted(len(draft.cards), 'card')} from {draft.where}"]
    width = max(len(column.name) for column in draft.columns)
    for column in draft.columns:
        if column.field != LEFT or column.why:
            goal = "left over" if column.field == LEFT else column.goal
            lines.append(f"  {column.name:<{width}}  → {goal}  ({column.why})")
    if rest := [column.name for column in draft.columns if column.field == LEFT and not column.why]:
        lines.append(f"  left over: {', '.join(rest)}")
    families = Counter(card.category for card in draft.cards)
    lines.append("categories: " + ", ".join(f"{name or draft.title} {count}" for name, count in families.items()))
    return lines + [f"left over: {left}" for left in draft.left]


def _room(draft: "Draft", choice: "BestLayout", target: Path) -> list[str]:
    """How many cards each layout holds, and which was chosen."""
    room = ", ".join(map(str, choice.of_each_size()))
    return [f"room for: {room}", f"{choice.layout} it is, in {target / 'kit.yaml'}{_exceptions(draft, choice)}"]


def _said_of(changes: "Changes") -> list[str]:
    """What an import of a changed source did, for people."""

    def with_fields(cards: dict[str, list[str]]) -> str:
        return ", ".join(f"{ident} ({', '.join(fields)})" for ident, fields in cards.items())

    lines = [
        ("new", ", ".join(changes.new)),
        ("changed", with_fields(changes.changed)),
        ("gone, and their codes retire", ", ".join(changes.gone)),
        ("new categories", ", ".join(changes.categories)),
        ("kept as you have them", with_fields(changes.kept)),
        ("changed there, but taken out here", ", ".join(changes.left_out)),
    ]
    said = [f"{name}: {words}" for name, words in lines if words]
    return said if changes else [*said, "nothing has changed"]


def _exceptions(draft: "Draft", choice: "BestLayout") -> str:
    """The cards that the chosen layout does not hold, and what becomes of them."""
    others = Counter(choice.others.values())
    parts = [f"; {counted(count, 'card')} in {name}" for name, count in others.items()]
    aside = [card for card in draft.cards if card.no_room]
    if aside:
        names = ", ".join(f"{card.id} ({', '.join(card.no_room)})" for card in aside[:MOST_NAMED])
        more = " …" if len(aside) > MOST_NAMED else ""
        parts.append(f"; too long for each of them and put aside in cards/cards.yaml: {names}{more}")
    return "".join(parts)


def _as_record(draft: "Draft") -> dict[str, Any]:
    return {
        "title": draft.title,
        "language": draft.language,
        "where": draft.where,
        "cards": len(draft.cards),
        "map": {column.name: column.goal for column in draft.columns},
        "categories": dict(Counter(draft.categories[card.category] for card in draft.cards)),
        "left": [{"what": it.what, "times": it.times, "first": str(it.first)} for it in draft.left],
    }


def _chosen(draft: "Draft", choice: "BestLayout") -> dict[str, Any]:
    return {
        "layouts": {it.layout.name: it.holds for it in choice.capacities if not it.fault},
        "layout": choice.layout,
        "aside": {card.id: list(card.no_room) for card in draft.cards if card.no_room},
    }

"""`prepdeck words`: a workbook for a translator, and back into `words/<language>/`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import workshop_argument
from generator.cli.places import WRITTEN
from generator.cli.shell import quoted
from generator.cli.streams import show_object
from generator.cli.telling import findings, show_problems
from generator.errors import FileError, Problems, SourceError, by_cause

if TYPE_CHECKING:
    from generator.kit.workshop import Workshop

MADE_BY_US = "prepdeck new DIR --from prepersonalization"


@click.group()
def words() -> None:
    """The texts of a workshop for a translator: out into a workbook, and in again."""


@words.command("out")
@click.argument("file", metavar="FILE.xlsx", type=WRITTEN)
@workshop_argument
@click.option("--to", "language", required=True, metavar="LANG", help="The language to translate into, such as de.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def words_out(file: Path, workshop: Path | None, language: str, as_json: bool) -> None:
    """Write a workbook: one row a text, with where it stands, how long it may be, and what is translated already."""
    from generator.intake.folder import write_files
    from generator.kit.request.whereabouts import find_workshop
    from generator.kit.wordbook import rows
    from generator.tables import write_wordbook

    tag = _tag(language)
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"'{file}' is no name of a workbook: end it with .xlsx", param_hint="FILE.xlsx")
    shop = _spoken(find_workshop(workshop), tag)
    every = rows(shop)
    write_files(file.parent, {file.name: write_wordbook(every, tag)})
    done = sum(bool(row.translation) for row in every)
    if as_json:
        show_object({"file": str(file), "language": tag, "texts": len(every), "translated": done})
        return
    click.echo(f"{file}: {len(every)} texts, {done} of them in {tag} already")
    click.echo(f"Fill in the last column, then: prepdeck words in {quoted(str(file))}")


@words.command("in")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@workshop_argument
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def words_in(file: Path, workshop: Path | None, as_json: bool) -> None:
    """Take a workbook with translations into words/<language>/ of the workshop. What it leaves empty stays as it is."""
    from generator.intake.folder import write_files
    from generator.intake.words_files import laid_into
    from generator.kit.request.whereabouts import bundled_workshop, find_workshop
    from generator.kit.wordbook import in_words, rows, words_trees
    from generator.sources.translation import FOLDER
    from generator.tables import read_wordbook

    folder = find_workshop(workshop)
    if folder == bundled_workshop():
        raise FileError("the bundled workshop is not written to", f"make one of your own: {MADE_BY_US}")
    problems = Problems()
    language, translated = read_wordbook(file, problems)
    if problems.errors:
        raise SourceError(problems.sorted())
    shop = _spoken(folder, language)
    trees, said = words_trees(shop, translated, problems)
    if problems.errors:
        raise SourceError(problems.sorted())
    home = folder / FOLDER / language
    files = laid_into(home, trees)
    write_files(home, files)
    total = len(rows(shop))
    if as_json:
        found = findings(by_cause(problems.sorted()))
        show_object(
            {"language": language, "files": sorted(files), "texts": total, "translated": said, "findings": found}
        )
        return
    show_problems(problems.sorted())
    click.echo(in_words(said, total, language, len(files)))
    click.echo(f"Now: prepdeck build {quoted(str(folder))} --language {language}")


def _tag(language: str) -> str:
    from generator.sources import is_language, tidy_language

    tag = tidy_language(language)
    if not is_language(tag):
        raise click.BadParameter(f"'{language}' is no language; such as de or pt-BR", param_hint="--to")
    return tag


def _spoken(folder: Path, language: str) -> "Workshop":
    """The workshop in that language. Faults of its own files are problems; what is not said yet is none."""
    from generator.kit.request.whereabouts import read_kit
    from generator.kit.wordbook import load_in
    from generator.sources import tidy_language

    kit = read_kit(folder)
    if kit and tidy_language(kit.language) == language:
        raise FileError(f"{language} is the workshop's own language", "name another one")
    shop = load_in(folder, language)
    if shop.problems.errors:
        raise SourceError(shop.problems.sorted())
    return shop

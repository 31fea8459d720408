"""The command that lets invented people play a workshop before the day."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import click

from generator.cli.asking import meant_kit
from generator.cli.event import give_links, join_poster
from generator.cli.keys import let_go_in_background
from generator.cli.places import WRITTEN
from generator.cli.streams import has_events, qr_look, show_event, show_object
from generator.errors import FileError

if TYPE_CHECKING:
    from generator.capture.network.reach import Served
    from generator.capture.run.invented_people import FilledRoom
    from generator.capture.run.serve import Hang, NewLink
    from generator.capture.run.worked_examples import Examples

MOST_PEOPLE = 200
PREFIX = "prepdeck-rehearsal-"
# Each command of results with the files that it writes; what is printed needs the folder of the workshop.
FILES = {
    "export": ("entries.xlsx", "entries.csv", "entries.md", "entries.jsonl", "entries.db"),
    "record": ("record.html",),
    "backlog": ("backlog.csv", "backlog.md"),
    "heatmap": ("heat-map.pdf", "heat-map.png", "heat-map.svg"),
    "cards": ("cards.xlsx", "cards.pdf"),
    "deck": ("cards.yaml",),
    "outcome": ("outcome.html", "outcome.md", "follow-up.ics"),
}
PRINTED = {"outcome": "outcome.pdf", "cookbook": "cookbook.pdf"}
POSTER = "rehearsal-join.pdf"


class Play(NamedTuple):
    """What the command was asked for beside the server."""

    people: int
    seed: int
    minutes: float
    files: Path | None


@click.command()
@click.argument("folder", metavar="[WORKSHOP]", required=False, type=click.Path(path_type=Path))
@click.option("--people", default=12, show_default=True, type=click.IntRange(1, MOST_PEOPLE), help="Who are invented.")
@click.option("--seed", default=1, show_default=True, help="Another number, and they say something else.")
@click.option("--minutes", default=0.0, type=click.FloatRange(0, 600), help="To watch it fill; else at once.")
@click.option("--files", type=click.Path(path_type=Path, file_okay=False), help="Write all results there, and end.")
@click.option("--lan", is_flag=True, help="Phones in the same network may open it; else this computer alone.")
@click.option("--host", default="", metavar="ADDRESS", help="Listen to this address of the computer alone.")
@click.option("--port", type=click.IntRange(0, 65535), help="Else the one that is printed, or 8765.")
@click.option("--poster", type=WRITTEN, help="Where the join poster goes; else it is gone with all the rest.")
@click.option("--open/--no-open", "opens", default=None, help="Open the facilitator's page in the browser.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def rehearse(
    folder: Path | None,
    people: int,
    seed: int,
    minutes: float,
    files: Path | None,
    lan: bool,
    host: str,
    port: int | None,
    poster: Path | None,
    opens: bool | None,
    as_json: bool,
) -> None:
    """See board, desk and results of WORKSHOP full before the day: invented people join the real server and fill in its
    forms. All of it is marked, and gone when it ends; the workshop's own entries are not touched.
    """
    from generator.capture.run.invented_people import Cast
    from generator.capture.run.rehearse import rehearse as run
    from generator.capture.run.start import Order

    meant = meant_kit(folder)
    if files:
        _make(files)
    written: list[str] = []
    context = click.get_current_context()
    let_go_in_background()
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as name:
        order = Order(
            meant.folder, None, lan, host, port, kit=meant.kit, output=meant.output, words=meant.words,
            workshop=meant.workshop.resolve() if meant.workshop else None, ends=files is not None,
        )  # fmt: skip

        def started(served: "Served", new_link: "NewLink", hang: "Hang") -> None:
            place = poster or (files or Path(name)) / POSTER
            printed = join_poster(served, place, None, None) if poster or served.is_for_phones else ""
            if printed:
                hang(Path(printed))
            if files:
                return
            if has_events():
                give_links(new_link)
            _show_served(served, printed, context if as_json else None, opens)

        def full(served: "Served", filled: "FilledRoom") -> None:
            _say_filled(filled, people)
            if files:
                written.extend(_write(files, served.data, meant.workshop, err=as_json))

        cast = Cast(people, Random(seed), minutes * 60, worked_examples(meant.workshop) if meant.workshop else {})
        run(order, Path(name), cast, started, full, _say)
    if files and as_json:
        show_object({"files": written}, indent=None)


def worked_examples(workshop: Path) -> "Examples":
    """In each language of the workshop; what is wrong with one of them is for `check` to say."""
    from generator.capture.run.worked_examples import OWN, WorkedExample
    from generator.errors import Problems
    from generator.example import load_examples
    from generator.form import load_forms
    from generator.kit.request.workshop_languages import spoken_languages, translation

    found = {}
    for language in (OWN, *spoken_languages(workshop)):
        problems, words = Problems(), translation(workshop, language)
        forms = load_forms(workshop, problems, words)
        found[language] = [
            WorkedExample(
                one.id,
                one.form,
                one.cards,
                {name: answer.chosen for name, answer in one.answers.items() if answer.chosen},
            )
            for one in load_examples(workshop, forms, problems, words)
        ]
    return found


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"{folder}: cannot be made: {error.strerror}") from error


def _say(words: str) -> None:
    click.echo(words, err=True)


def _show_served(served: "Served", printed: str, asks_json: click.Context | None, opens: bool | None) -> None:
    from generator.capture.run.terminal_lines import lines_of_rehearsal

    if asks_json:
        show_object(served.as_dict() | {"poster": printed or None}, asks_json, indent=None)
    else:
        click.echo("\n".join(lines_of_rehearsal(served, printed, qr_look(sys.stdout))))
    sys.stdout.flush()
    if sys.stdout.isatty() if opens is None else opens:
        click.launch(served.desk_to_open)


def _say_filled(filled: "FilledRoom", people: int) -> None:
    if has_events():
        show_event("filled", entries=filled.entries, people=people)
    else:
        who = "person" if people == 1 else "people"
        _say(f"The session is full: {filled.entries:,} entries of {people} invented {who}.")
    for refused in filled.refused:
        _say(f"! Not taken: {refused}")


def _write(to: Path, data: Path, workshop: Path | None, *, err: bool) -> Iterator[str]:
    """All results that there are, by the commands that write them; what one of them cannot write is said."""
    from generator.cli import results_commands

    results = results_commands()
    wanted = [(command, file) for command, files in FILES.items() for file in files]
    wanted += PRINTED.items() if workshop else ()
    named = [str(workshop)] if workshop else []
    for command, file in wanted:
        path = to / f"rehearsal-{file}"
        if command == "deck":
            path.unlink(missing_ok=True)  # it is never written over, as somebody may have edited it
        try:
            with redirect_stdout(sys.stderr if err else sys.stdout):
                results.main([command, *named, "--to", str(path), "--data", str(data)], standalone_mode=False)
        except (FileError, click.ClickException) as error:
            _say(f"{path.name} is left out: {error}")
            continue
        yield str(path)

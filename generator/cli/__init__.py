"""The commands. The only room that prints, asks or exits; what is heavy is imported by the command that needs it."""

import atexit
import gc
import time
from errno import ENOSPC
from typing import Any

import click

from generator import __version__
from generator.cli.streams import drop_output, show_event, show_failure, silence_readers, take_all_characters
from generator.cli.telling import as_record, show_problems
from generator.errors import ExitCode, FileError, NothingYet, PreflightError, SourceError

atexit.register(gc.freeze)  # whoever ends need not look through all that it has made: a sixth of a build of 142 cards

WRITERS = ("build", "images", "import", "publish")  # commands that write nothing where the sources have problems


COMMANDS = (
    *("build", "check", "studio", "preview", "images", "new", "import", "list", "preflight", "calibrate"),
    *("serve", "doctor", "rehearse", "results", "words", "forms", "publish"),
)


class Commands(click.Group):
    """Loads the command that is asked for, and maps what went wrong to an exit status, in one place; with --json to an
    object as well.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _command(cmd_name) if cmd_name in COMMANDS else None

    def main(self, *arguments: Any, **named: Any) -> Any:
        take_all_characters()
        return super().main(*arguments, **named)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args:
            from generator.cli.screen import is_for_studio

            args = ["studio"] if is_for_studio(args) else args
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        is_for_programs, started = "--json" in ctx.args, time.perf_counter()

        def fail(message: str, status: int, **more: Any) -> None:
            if is_for_programs:
                show_failure(ctx, message, status, **more)

        silence_readers()
        try:
            return super().invoke(ctx)
        except SourceError as error:
            whole = show_problems(error.problems, writes=ctx.invoked_subcommand in WRITERS)
            show_event("reason", reason="sources")
            fail(whole, ExitCode.SOURCES, **as_record(None, error.problems, started))
            ctx.exit(ExitCode.SOURCES)
        except PreflightError as error:
            click.echo(str(error), err=True)
            fail(str(error), ExitCode.PREFLIGHT)
            ctx.exit(ExitCode.PREFLIGHT)
        except FileError as error:
            words = "; ".join(filter(None, (str(error), error.hint)))
            click.echo(f"prepdeck: {words}", err=True)
            show_event("reason", reason=error.reason)
            status = ExitCode.NOTHING_YET if isinstance(error, NothingYet) else ExitCode.FILES
            fail(words, status)
            ctx.exit(status)
        except click.ClickException as error:
            fail(error.format_message(), error.exit_code)
            raise
        except (click.Abort, KeyboardInterrupt):
            fail("stopped", 1)
            raise
        except OSError as error:  # of what it says: what cannot be written elsewhere is a FileError
            if error.errno != ENOSPC:
                raise
            click.echo(f"prepdeck: {error.filename or 'standard output'}: {error.strerror}", err=True)
            drop_output()
            ctx.exit(ExitCode.FILES)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="prepdeck")
def main() -> None:
    """Card definitions in, a printed workshop out."""


def _command(name: str) -> click.Command:
    """One of COMMANDS."""
    match name:
        case "build" | "check" | "preview" | "images":
            from generator.cli.printing import build, check, images, preview

            return {"build": build, "check": check, "images": images}.get(name, preview)
        case "studio":
            from generator.cli.studio import studio

            return studio
        case "new" | "list":
            from generator.cli.workshop import list_names, new

            return new if name == "new" else list_names
        case "import":
            from generator.cli.intake import import_workshop

            return import_workshop
        case "preflight" | "calibrate":
            from generator.cli.pressroom import calibrate, preflight

            return preflight if name == "preflight" else calibrate
        case "serve" | "doctor":
            from generator.cli.event import doctor, serve

            return serve if name == "serve" else doctor
        case "rehearse":
            from generator.cli.rehearsal import rehearse

            return rehearse
        case "publish":
            from generator.cli.publish import publish

            return publish
        case "forms":
            from generator.cli.forms import forms

            return forms
        case "words":
            from generator.cli.words import words

            return words
    return results_commands()


def results_commands() -> click.Command:
    """With the commands that other modules add to it."""
    from generator.cli import results_deck as results_deck
    from generator.cli import results_drawn as results_drawn
    from generator.cli import results_forms as results_forms
    from generator.cli import results_printed as results_printed
    from generator.cli.results import results

    return results

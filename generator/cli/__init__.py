"""The commands. The only room that prints, asks or exits; what is heavy is imported by the command that needs it."""

from typing import Any

import click

from generator import __version__
from generator.cli.event import doctor, results, serve
from generator.cli.pressroom import calibrate, preflight
from generator.cli.printing import build, check, images, preview
from generator.cli.telling import show_problems
from generator.cli.workshop import list_names, new
from generator.errors import ExitCode, FileError, PreflightError, SourceError


class Commands(click.Group):
    """Maps what went wrong to an exit status, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SourceError as error:
            show_problems(error.problems)
            ctx.exit(ExitCode.SOURCES)
        except PreflightError as error:
            click.echo(str(error), err=True)
            ctx.exit(ExitCode.PREFLIGHT)
        except FileError as error:
            click.echo(f"prepdeck: {error}", err=True)
            ctx.exit(ExitCode.FILES)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="prepdeck")
def main() -> None:
    """Card definitions in, a printed workshop out."""


for command in (build, check, preview, images, new, list_names, preflight, calibrate, serve, doctor, results):
    main.add_command(command)

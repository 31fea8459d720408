"""`prepdeck forms`: the forms of a printed kit for other services."""

from pathlib import Path

import click

from generator.cli.asking import meant_kit, workshop_argument
from generator.cli.places import WRITTEN
from generator.cli.streams import show_object
from generator.cli.telling import counted


@click.group()
def forms() -> None:
    """The forms of a workshop for services that take an XLSForm: ODK, KoboToolbox, Enketo."""


@forms.command("out")
@click.argument("to", metavar="FOLDER", type=WRITTEN)
@workshop_argument
@click.option("--form", "chosen", multiple=True, metavar="ID", help="This form alone; else all of them. Several.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def forms_out(to: Path, workshop: Path | None, chosen: tuple[str, ...], as_json: bool) -> None:
    """Write a workbook for each form of the printed WORKSHOP: its questions, what can be chosen, in its languages."""
    from generator.capture.elsewhere.xlsform import xlsform
    from generator.capture.run.start import Order, open_kit
    from generator.intake.folder import write_files

    meant = meant_kit(workshop)
    kit = open_kit(Order(meant.folder, kit=meant.kit, output=meant.output, words=meant.words))[0]()
    if unknown := next((name for name in chosen if name not in kit.forms), None):
        raise click.BadParameter(f"'{unknown}' is none of {', '.join(sorted(kit.forms))}", param_hint="--form")
    wanted = [form for name, form in sorted(kit.forms.items()) if not chosen or name in chosen]
    write_files(to, {f"{form.id}.xlsx": xlsform(kit, form) for form in wanted})
    if as_json:
        show_object({"files": [str(to / f"{form.id}.xlsx") for form in wanted]})
        return
    click.echo(f"{to}  {counted(len(wanted), 'form')}")

"""`prepdeck studio`: the whole product in the browser of this computer."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import known_workshops
from generator.cli.workshop import usual_paper

if TYPE_CHECKING:
    from generator.studio.redrawing import PreviewOptions

PORT = 8760


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="A free one if taken.")
@click.option("--no-open", is_flag=True, help="Say the address, and open no browser.")
def studio(folder: Path | None, port: int, no_open: bool) -> None:
    """Everything in the browser, without a terminal: on this computer alone. Ctrl-C ends it.

    With FOLDER that workshop is open; else the one you stand in, else you choose.
    """
    from generator.kit.request.whereabouts import find_workshop, is_bundled
    from generator.studio.redrawing import PreviewOptions

    workshop = find_workshop(folder)
    is_chosen = folder is not None or not is_bundled(workshop)
    open_studio(PreviewOptions(workshop, {}) if is_chosen else None, port, opens_browser=not no_open)


def open_studio(options: "PreviewOptions | None", port: int, *, opens_browser: bool) -> None:
    """Serves until Ctrl-C. Raises FileError, before anything is served, where there is no such workshop."""
    import secrets
    import webbrowser
    from datetime import datetime
    from threading import Thread

    from generator.capture.run.paths import user_data_folder
    from generator.studio.serving import serve
    from generator.studio.state import Studio, Surroundings

    token = secrets.token_urlsafe(24)
    surroundings = Surroundings(
        data=user_data_folder(),
        home=Path.home(),
        paper=usual_paper(),
        command=(sys.executable, "-m", "generator"),
        token=token,
        cookie=secrets.token_urlsafe(24),
        clock=lambda: datetime.now().astimezone(),
        known=known_workshops(),
    )

    def announce(address: str) -> None:
        first = f"{address}/?token={token}"
        click.echo(f"{first}  (Ctrl-C ends it)")
        if opens_browser:  # beside the server: a browser in the terminal would keep it from answering
            Thread(target=webbrowser.open, args=(first,), daemon=True).start()

    run = Studio(surroundings)
    if options:
        run.open(options)
    serve(run, port, announce)

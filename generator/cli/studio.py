"""`prepdeck studio`: the whole product in the browser of this computer."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import known_workshops
from generator.cli.workshop import usual_paper

if TYPE_CHECKING:
    from generator.studio.redrawing import PreviewOptions

PORT = 8760
OPENING = 1.0  # seconds that are waited for a browser: one in the terminal stays


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="A free one if taken.")
@click.option("--no-open", is_flag=True, help="Say the address, and open no browser.")
@click.option("--shortcut", is_flag=True, help="Put it where programs are started from, and do nothing else.")
def studio(folder: Path | None, port: int, no_open: bool, shortcut: bool) -> None:
    """Everything in the browser, without a terminal: on this computer alone. Ctrl-C ends it.

    With FOLDER that workshop is open; else the one you stand in, else you choose. Where a studio runs already, its
    pages are opened then.
    """
    from generator.capture.run.paths import user_data_folder
    from generator.cli.running_studio import find
    from generator.kit.request.whereabouts import find_workshop, is_bundled
    from generator.studio.redrawing import PreviewOptions

    if shortcut:
        click.echo(f"{_put_shortcut()}: a click on it opens the studio")
        return
    workshop = find_workshop(folder)
    is_chosen = folder is not None or not is_bundled(workshop)
    if not is_chosen and (running := find(user_data_folder())):
        _show(running.first_address, "it runs already", opens_browser=not no_open)
        return
    open_studio(PreviewOptions(workshop, {}) if is_chosen else None, port, opens_browser=not no_open)


def _put_shortcut() -> Path:
    import os

    from generator.cli.shortcut import shortcut, write

    return write(shortcut(sys.platform, Path.home(), os.environ, (sys.executable, "-m", "generator", "studio")))


def _show(first_address: str, words: str, *, opens_browser: bool) -> None:
    import webbrowser
    from threading import Thread

    click.echo(f"{first_address}  ({words})")
    if opens_browser:  # beside the server: a browser in the terminal would keep it from answering
        opening = Thread(target=webbrowser.open, args=(first_address,), daemon=True)
        opening.start()
        opening.join(OPENING)


def open_studio(options: "PreviewOptions | None", port: int, *, opens_browser: bool) -> None:
    """Serves until Ctrl-C. Raises FileError, before anything is served, where there is no such workshop."""
    import secrets
    from datetime import datetime

    from generator.capture.run.paths import user_data_folder
    from generator.cli.running_studio import RunningStudio
    from generator.studio.server import serve
    from generator.studio.state import Studio, Surroundings

    surroundings = Surroundings(
        data=user_data_folder(),
        home=Path.home(),
        paper=usual_paper(),
        token=secrets.token_urlsafe(24),
        cookie=secrets.token_urlsafe(24),
        clock=lambda: datetime.now().astimezone(),
        known=known_workshops(),
        environment=os.environ,
    )
    run = Studio(surroundings)

    def announce(address: str) -> None:
        running = RunningStudio(address, surroundings.token, surroundings.cookie)
        running.note(surroundings.data)
        run.at_end(lambda: running.forget(surroundings.data))
        _show(running.first_address, "Ctrl-C ends it", opens_browser=opens_browser)

    if options:
        run.open(options)
    serve(run, port, announce)

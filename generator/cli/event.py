"""The commands of the event: what printed codes lead to."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.asking import Command, known_workshops, meant_kit, same_option
from generator.cli.keys import has_keys, let_go_in_background, on_enter
from generator.cli.places import WRITTEN
from generator.cli.streams import has_events, qr_look, show_event, show_object
from generator.errors import ExitCode, FileError, SourceError

if TYPE_CHECKING:
    from generator.capture.model import Session
    from generator.capture.network.reach import Served
    from generator.capture.run.doctor import Invitation
    from generator.capture.run.start import Order
    from generator.kit.join_poster import Wifi

JOIN_TODAY = "join-today.pdf"


def capture_options(command: Command) -> Command:
    """How a printed kit is served, and the poster that says so at the door."""
    options = (
        click.argument("folder", metavar="[WORKSHOP]", required=False, type=click.Path(path_type=Path)),
        same_option,
        click.option("--data", type=WRITTEN, help="The file of the entries; else in your data folder."),
        click.option("--host", default="", metavar="ADDRESS", help="Listen to this address of the computer alone."),
        click.option("--port", type=click.IntRange(0, 65535), help="Else the one that is printed, or 8765."),
        click.option("--title", default="", help="Open a new session of this title."),
        click.option(
            "--behind-proxy", is_flag=True, help="A proxy or tunnel leads here: believe what it says of visitors."
        ),
        click.option("--wifi", metavar="NAME", help="Wi-Fi for the join poster; PREPDECK_WIFI_PASSWORD, or it asks."),
        click.option("--poster", type=WRITTEN, help="Where the join poster goes; else beside what is printed."),
        click.option("--paper", metavar="NAME", help="The paper of the join poster; else that of the kit."),
        click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _order(folder: Path | None, data: Path | None, same_workshop: bool, **asked: Any) -> "Order":
    """What a server is asked for. Raises FileError for a copy of a workshop that lies elsewhere as well."""
    from generator.capture.run.start import Order
    from generator.kit.request.known_workshops import claim

    meant = meant_kit(folder)
    if meant.workshop and data is None:
        claim(known_workshops(), meant.kit, meant.workshop, is_same=same_workshop)
    return Order(
        meant.folder,
        data,
        kit=meant.kit,
        output=meant.output,
        workshop=meant.workshop.resolve() if meant.workshop else None,
        words=meant.words,
        **asked,
    )


@click.command()
@capture_options
@click.option("--lan", is_flag=True, help="Phones in the same network may open it; else this computer alone.")
@click.option("--close-open/--keep-open", "shuts", default=None, help="With --title: close what is open; else it asks.")
@click.option("--address", default="", metavar="URL", help="What the join poster leads to; else the best address.")
@click.option("--open/--no-open", "opens", default=None, help="Open the facilitator's page in the browser.")
def serve(
    wifi: str | None, poster: Path | None, paper: str | None, as_json: bool, opens: bool | None, **asked: Any
) -> None:
    """Serve what the printed codes of WORKSHOP lead to: a workshop or what is printed of it (without it: the one you
    stand in, else the only kit under output/).
    """
    from generator.capture.run.serve import serve as run
    from generator.capture.run.terminal_lines import lines_of_served

    network = _wifi(wifi)
    order = _order(**asked)
    context = click.get_current_context()
    let_go_in_background()

    def started(served: "Served", new_link: Callable[[], str], hang: Callable[[Path], None]) -> None:
        printed = join_poster(served, poster, paper, network) if poster or served.is_for_phones else ""
        if printed:
            hang(Path(printed))
        give_links(new_link)  # from when the addresses are said on
        if as_json:
            show_object(served.as_dict() | {"poster": printed or None}, context, indent=None)
        else:
            lines = lines_of_served(served, printed, qr_look(sys.stdout), keys=has_keys(), words=order.words)
            click.echo("\n".join(lines))
        sys.stdout.flush()
        if sys.stdout.isatty() if opens is None else opens:
            click.launch(served.desk_to_open)

    run(order, started, lambda words: click.echo(words, err=True), _are_over if has_keys() else None)


@click.command()
@capture_options
@click.option("--timeout", default=60.0, show_default=True, type=click.FloatRange(0, 3600), help="Seconds for a phone.")
def doctor(
    wifi: str | None, poster: Path | None, paper: str | None, as_json: bool, timeout: float, **asked: Any
) -> None:
    """Before the event: show a code, and see whether a phone opens it; else say what is likely in the way."""
    from generator.capture.run.doctor import checkup
    from generator.capture.run.terminal_lines import lines_of_checkup, lines_of_invitation

    network = _wifi(wifi)
    order = _order(**asked)

    def invite(each: "Invitation") -> None:
        show_event("invitation", **each._asdict())
        if not has_events():
            click.echo("\n".join(lines_of_invitation(each, qr_look(sys.stderr))), err=True)

    found = checkup(order, timeout, invite)
    printed = join_poster(found.served, poster, paper, network) if found.served else ""
    if as_json:
        show_object(found.as_dict() | {"poster": printed or None}, indent=None)
    else:
        click.echo("\n".join(lines_of_checkup(found, printed, order.words)))
    sys.exit(ExitCode.DONE if found.is_printed else ExitCode.FILES)


def _are_over(others: "Sequence[Session]") -> bool:
    from generator.capture.run.start import names

    are, them = ("is", "it") if len(others) == 1 else ("are", "them")
    return click.confirm(f"{names(others)} {are} open still. Close {them}?", default=True, err=True)


def give_links(make: Callable[[], str]) -> None:
    """A new one whenever Enter is pressed."""

    if has_events():
        on_enter(lambda: show_event("link", **_link(make)))
    elif has_keys():
        on_enter(lambda: click.echo(_new_link(make), err=True))


def _new_link(make: Callable[[], str]) -> str:
    link = _link(make)
    if "url" in link:
        return f"A new link to the desk, works once: {link['url']}"
    return f"No new link to the desk: {link['error']}"


def _link(make: Callable[[], str]) -> dict[str, str]:
    try:
        return {"url": make()}
    except FileError as error:
        return {"error": str(error)}


def _wifi(name: str | None) -> "Wifi | None":
    if not name:
        return None
    from generator.kit.join_poster import Wifi

    password = os.environ.get("PREPDECK_WIFI_PASSWORD")
    if password is None:
        password = click.prompt(f"Password of “{name}” (empty: none)", default="", show_default=False, err=True)
    network = Wifi(name, password)
    if faults := network.faults():
        raise click.BadParameter("; ".join(faults), param_hint="--wifi")
    return network


def _place_of_poster(served: "Served") -> Path:
    """Beside what is printed, where people look for it; beside the data where nothing can be written there."""
    if served.folder and os.access(served.folder, os.W_OK):
        return served.folder / JOIN_TODAY
    return served.data.with_name(f"{served.data.stem}-{JOIN_TODAY}")


def join_poster(served: "Served", poster: Path | None, paper: str | None, wifi: "Wifi | None") -> str:
    """Where the join poster was printed. The server goes on without one."""
    from generator.kit.join_poster import Join, print_join_poster
    from generator.kit.request.papers import DEFAULT

    path = poster or _place_of_poster(served)
    join = Join(
        session=served.session.title,
        link=served.join_link,
        address=served.join_address,
        sign=served.session.join_code,
        days=served.session.retention_days,
        language=served.language,
        brand=served.brand,
        folder=served.folder,
    )
    try:
        return str(print_join_poster(join, path, wifi, paper or served.paper or DEFAULT))
    except (SourceError, FileError) as error:
        click.echo(f"No join poster was printed: {error}", err=True)
        return ""

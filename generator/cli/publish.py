"""`prepdeck publish`: the printed kit as a folder of pages that needs no server of ours."""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import language_option, load_shop, meant_kit, workshop_argument
from generator.cli.places import WRITTEN
from generator.cli.streams import show_object
from generator.cli.telling import counted, findings
from generator.errors import FileError, Problem, SourceError, by_cause

if TYPE_CHECKING:
    from generator.capture.elsewhere.site import Fields

KEPT = ("CNAME",)  # what may lie beside the pages: hosts ask for it


@click.command()
@workshop_argument
@click.option("-o", "--output", "to", required=True, type=WRITTEN, help="The folder of the pages.")
@language_option(several=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def publish(workshop: Path | None, to: Path, language: str | None, as_json: bool) -> None:
    """Write the printed kit of WORKSHOP as pages for any host of files: one for each code, and one for all cards.

    Public is what stands on the cards, and where kit.yaml leads codes to forms of other services.
    """
    from generator.capture.elsewhere.site import site
    from generator.capture.run.start import Order, open_kit
    from generator.intake.folder import write_files

    meant = meant_kit(workshop)
    printed = open_kit(Order(meant.folder, kit=meant.kit, output=meant.output, words=meant.words))[0]
    kit = printed()
    if language and language not in (kit.language, *kit.languages):
        known = ", ".join((kit.language, *kit.languages))
        raise click.BadParameter(
            f"the kit is printed in {known}; build it in {language} first", param_hint="--language"
        )
    _check_place(to, kit.id)
    spoken = language if language != kit.language else None
    fields, problems = _fields(meant.workshop or _workshop_of(printed.folder), spoken)
    files = site(kit, printed.folder, fields, spoken or "")
    write_files(to, files)
    _drop_pictures(to, files)
    if as_json:
        found = findings(by_cause(problems))
        show_object({"folder": str(to), "files": len(files), "codes": len(kit.things), "findings": found})
        return
    click.echo(f"{to}  {counted(len(kit.things), 'code')} on pages of their own")
    click.echo(_where(kit.url))


def _drop_pictures(to: Path, files: Mapping[str, bytes]) -> None:
    """Those of an earlier run that no page shows any more, such as the mark of another client."""
    from generator.capture.elsewhere.site import PICTURE, STATIC

    for path in (to / STATIC).iterdir():
        if PICTURE.fullmatch(path.name) and f"{STATIC}/{path.name}" not in files:
            with suppress(OSError):  # it goes the next time
                path.unlink()


def _where(url: str) -> str:
    """What has still to be done, so that printed codes lead there."""
    return (
        f"Put the folder on the host of {url}: that is where the printed codes lead."
        if url
        else "The kit prints no codes."
    )


def _workshop_of(printed: Path | None) -> Path | None:
    """Whose printed folder it is, the bundled one's too; None where that is not at hand."""
    from generator.kit.request.whereabouts import find_workshop

    with suppress(FileError):
        return find_workshop(printed) if printed else None
    return None


def _fields(workshop: Path | None, language: str | None) -> "tuple[Fields, list[Problem]]":
    """What the cards say, where their workshop is at hand, and warnings about it; their titles and lines are in what
    was printed.
    """
    if workshop is None:
        return {}, []
    from generator.capture.elsewhere.site import PublicField
    from generator.kit.public_words import card_fields

    shop = load_shop(workshop, {}, None, None, language)
    if shop.problems.errors:
        raise SourceError(shop.problems.sorted())
    said = {id: [PublicField(*field) for field in fields] for id, fields in card_fields(shop).items()}
    return said, shop.problems.sorted()


def _check_place(to: Path, kit: str) -> None:
    """Raises FileError where something else lies there: a site has hundreds of files."""
    from generator.capture.elsewhere.site import LIST

    if not to.exists():
        return
    if not to.is_dir():
        raise FileError(f"{to}: is a file; name a folder")
    if (to / LIST).is_file():
        try:
            own = json.loads((to / LIST).read_text(encoding="utf-8"))["kit"]["id"]
        except (ValueError, KeyError, TypeError, OSError):
            own = ""
        if own == kit:
            return
        raise FileError(f"{to}: holds pages of something else; name another folder")
    if any(not path.name.startswith(".") and path.name not in KEPT for path in to.iterdir()):
        raise FileError(f"{to}: is not empty; name a new folder, or one that `prepdeck publish` has written")

"""`prepdeck results forms`: worksheets that people filled in as PDF files, and sent back, become entries."""

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.asking import meant_kit
from generator.cli.places import WRITTEN
from generator.cli.results import results
from generator.cli.telling import counted
from generator.errors import ExitCode, FileError, seen

if TYPE_CHECKING:
    from generator.capture.model import Session
    from generator.capture.results.filled_sheets import FilledSheet, TakenSheet
    from generator.capture.store import Store

LARGEST = 64 << 20  # bytes of a file
WORDS = {"new": "taken", "known": "known", "updated": "changed"}


@results.command(name="forms")
@click.argument("files", metavar="FOLDER|FILE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workshop", "folder", metavar="DIR", type=click.Path(path_type=Path), help="Else where you stand.")
@click.option("--session", metavar="ID", help="Into this session; else the only one.")
@click.option("--data", type=WRITTEN, help="The file of the entries; else in your data folder.")
@click.option("--to", type=WRITTEN, help="Only write what stands in them, as JSON Lines; no entry is made.")
def forms(
    files: tuple[Path, ...], folder: Path | None, session: str | None, data: Path | None, to: Path | None
) -> None:
    """Take worksheets that were filled in as PDF files, and saved, as entries. While a server runs, its desk does it.

    The same file again adds nothing, a changed one changes its entry. What cannot be taken is listed with its reason.
    """
    sheets = _read(_found(files))
    if to is not None:
        _write_lines(to, sheets)
        return
    held, taken = _take(sheets, folder, session, data)
    _show(taken, held)


def _take(
    sheets: "list[FilledSheet]", folder: Path | None, session: str | None, data: Path | None
) -> "tuple[Session, list[TakenSheet]]":
    import asyncio

    from generator.capture.results.filled_sheets import take
    from generator.capture.results.held import ResultsReader
    from generator.capture.run.start import Order, open_kit, open_store
    from generator.capture.web.translations import FALLBACK, words

    meant = meant_kit(folder)
    place = data or open_kit(Order(meant.folder, kit=meant.kit, output=meant.output, words=meant.words))[1]
    if not place.is_file():
        raise FileError(f"{place}: there is no such store; a session is opened by prepdeck serve")
    with closing(open_store(place)) as store:
        held = _session(store, session)
        kit = ResultsReader(store, held.id).newest(held.kit)
        if kit is None:
            raise FileError(f"{place}: the manifest of the kit '{held.kit}' cannot be read; serve it once")
        return held, asyncio.run(take(store, held, kit, sheets, words(FALLBACK)))


def _write_lines(to: Path, sheets: "list[FilledSheet]") -> None:
    """Each file with what stands in it, or why it cannot be read."""
    import json

    from generator.private_file import with_part

    lines = "".join(json.dumps(sheet._asdict(), ensure_ascii=False) + "\n" for sheet in sheets)

    def fill(part: Path) -> None:
        part.write_text(lines, "utf-8", "replace", newline="\n")

    with_part(to, fill)
    click.echo(f"{to}  {counted(len(sheets), 'file')}")


def _found(files: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """Each PDF with the name by which it is called: in a folder by its path from there."""
    for named in files:
        if not named.exists():
            raise FileError(f"{named}: there is no such file or folder")
        if not named.is_dir():
            yield named.name, named
            continue
        inside = (path for path in named.rglob("*") if path.suffix.lower() == ".pdf" and path.is_file())
        for path in sorted(inside):
            yield path.relative_to(named).as_posix(), path


def _read(files: Iterator[tuple[str, Path]]) -> "list[FilledSheet]":
    from generator.capture.results.filled_sheets import FilledSheet
    from generator.filled import NotTaken, read_filled

    sheets: list[FilledSheet] = []
    for name, path in files:
        place = path.resolve().as_posix()
        try:
            found = read_filled(_content(path))
        except NotTaken as why:
            sheets.append(FilledSheet(name, place, "", "", 0, {}, why.reason))
        else:
            sheets.append(FilledSheet(name, place, found.kit, found.form, found.version, found.answers))
    return sheets


def _content(path: Path) -> bytes:
    from generator.filled import NotTaken

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NotTaken("unreadable") from error
    if len(data) > LARGEST:
        raise NotTaken("large")
    return data


def _session(store: "Store", wanted: str | None) -> "Session":
    """Raises FileError with the sessions that there are."""
    from generator.capture.results.held import titled

    known = store.sessions()
    found = [each for each in known if wanted in (None, each.id)]
    if len(found) == 1:
        return found[0]
    missing = f"there is no session '{wanted}' in it" if wanted else "say which one with --session"
    raise FileError(f"{store.path}: {missing}; it has {titled(known)}")


def _show(sheets: "list[TakenSheet]", session: "Session") -> None:
    """One line a file, and last how many; exit status 3 where one was not taken whole."""
    from generator.capture.results.filled_sheets import NOT_TAKEN

    for sheet in sheets:
        name = seen(sheet.file)
        if sheet.outcome not in NOT_TAKEN:
            click.echo(f"{name}: {WORDS[sheet.outcome]}, {' · '.join(filter(None, (sheet.form, seen(sheet.title))))}")
        for fault in sheet.faults:
            how = "not taken: " if sheet.outcome in NOT_TAKEN else "but not all of it: "
            click.echo(f"{name}: {how}{seen(fault)}", err=True)
    count = {name: sum(sheet.outcome == name for sheet in sheets) for name in WORDS}
    left = sum(sheet.outcome in NOT_TAKEN for sheet in sheets)
    parts = [f"{number} {WORDS[name]}" for name, number in count.items() if number] + (
        [f"{left} not taken"] if left else []
    )
    click.echo(f"{seen(session.title)}: {counted(len(sheets), 'file')}{', ' if parts else ''}{', '.join(parts)}")
    if any(sheet.faults for sheet in sheets):
        sys.exit(ExitCode.SOURCES)

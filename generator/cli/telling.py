"""What commands show: problems, reports, progress; for people and as JSON."""

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.streams import has_events, show_event
from generator.errors import Cause, Place, Problem, by_cause, in_short

if TYPE_CHECKING:
    from generator.kit.delivery.report import BuildReport
    from generator.kit.pictures.command import Gallery
    from generator.kit.workshop import Workshop


MOST_PLACES = 200  # of one cause in JSON
MOST_FINDINGS = 1000  # in JSON


def show_problems(problems: Iterable[Problem], *, out: bool = False, writes: bool = False, each: bool = False) -> str:
    """One paragraph a cause; and how many causes there are, in words, which it gives.

    `writes`: they kept the command from writing; `each`: every cause and every place is shown.
    """
    problems = list(problems)
    causes = by_cause(problems)
    for shown in problems if each else in_short(causes):
        click.echo(str(shown), err=not out)
    errors = [cause for cause in causes if cause.first.is_error]
    places = sum(len(cause.places) for cause in errors)
    where = f" in {places:,} places" if places > len(errors) else ""
    whole = f"{counted(len(errors), 'problem')}{where}{'; nothing was written' if writes else ''}." if errors else ""
    if whole:
        click.echo(whole, err=not out)
    return whole


def show_kit(shop: "Workshop", *, quiet: bool) -> None:
    """Which kit it is, before anything else."""
    from generator.kit.request.whereabouts import bundled_workshop

    if quiet:
        return
    is_ours, is_here = (shop.folder.resolve() == place.resolve() for place in (bundled_workshop(), Path()))
    where = "the bundled workshop" if is_ours else "this folder" if is_here else str(shop.folder)
    spoken = f", in {shop.language}" if shop.words else ""
    click.echo(f"{shop.kit.title} ({where}{spoken})" if shop.kit else where)


def show_report(report: "BuildReport", seconds: float) -> None:
    for file in report.files:
        click.echo(f"{file.path}  {counted(file.pages, 'page')}")
    for piece in report.pieces:
        cards, sheets = counted(piece.cards, "card"), counted(piece.sheets, "sheet")
        click.echo(f"{piece.piece}: {cards} on {sheets}, {piece.imposition}")
    if report.preflight:
        *findings, whole = report.preflight.lines()
        for line in findings:
            click.echo(line, err=True)
        click.echo(whole)
    click.echo(f"{seconds:.2f} s")
    for said in (report.reach, report.advice, *report.notes):
        if said:
            click.echo(said)


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def findings(causes: Iterable[Cause]) -> list[dict[str, Any]]:
    """A cause each, for programs: where it is first, how many places have it, and these places, up to a bound."""
    return [
        {
            **_where(cause.first.where),
            "severity": cause.first.severity.value,
            "code": cause.first.code,
            "message": cause.first.message,
            "hint": cause.first.hint,
            "count": len(cause.places),
            "places": [_where(place) for place in cause.places[:MOST_PLACES]],
        }
        for cause in islice(causes, MOST_FINDINGS)
    ]


def as_record(report: "BuildReport | Gallery | None", problems: Iterable[Problem], started: float) -> dict[str, Any]:
    causes = by_cause(problems)
    shown = findings(causes)
    return {
        **(report.as_dict() if report else {"files": []}),
        "findings": shown,
        "findings_left_out": len(causes) - len(shown),
        "seconds": round(time.perf_counter() - started, 3),
    }


def _where(place: Place) -> dict[str, Any]:
    return {
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "cell": place.cell or None,
    }


def as_records(reports: "Sequence[BuildReport]", started: float) -> dict[str, Any]:
    """What was built; further languages under their names."""
    first, *others = reports
    problems = dict.fromkeys(problem for report in reports for problem in report.problems)
    record = as_record(first, problems, started)
    return record | ({"languages": {report.language: report.as_dict() for report in others}} if others else {})


class Progress:
    """A bar on a terminal, events for a program that started the command, silence in a pipe."""

    def __init__(self, *, quiet: bool, of: str = "cards") -> None:
        self._of = of
        self._shown = sys.stderr.isatty() and not quiet
        self._last = -1

    def __enter__(self) -> Callable[[int, int], None]:
        return self._step if self._shown or has_events() else lambda done, total: None

    def _step(self, done: int, total: int) -> None:
        share = done * 100 // max(total, 1)
        if share != self._last:
            self._last = share
            if has_events():
                show_event("progress", done=done, total=total, of=self._of)
                return
            bar = "█" * (share // 4)
            click.echo(f"\r{bar:<25} {share:3d} %  {done} of {total} {self._of}", nl=False, err=True)

    def __exit__(self, *exc: object) -> None:
        if self._shown:
            click.echo("\r\x1b[2K", nl=False, err=True)

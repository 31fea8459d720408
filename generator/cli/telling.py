"""What commands show: problems, reports, progress; for people and as JSON."""

import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.errors import Problem

if TYPE_CHECKING:
    from generator.kit.delivery.report import Report
    from generator.kit.pictures.command import Gallery
    from generator.kit.workshop import Workshop


def show_problems(problems: Iterable[Problem], *, out: bool = False, writes: bool = False) -> str:
    """And how many they are, in words, which it gives; `writes`: they kept the command from writing."""
    found = list(problems)
    for problem in found:
        click.echo(str(problem), err=not out)
    errors = sum(problem.is_error for problem in found)
    whole = f"{counted(errors, 'problem')}{'; nothing was written' if writes else ''}." if errors else ""
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
    click.echo(f"{shop.kit.title} ({where})" if shop.kit else where)


def show_report(report: "Report", seconds: float) -> None:
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


def findings(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for programs."""
    return [
        {
            "file": problem.where.file,
            "line": problem.where.line or None,
            "column": problem.where.column or None,
            "cell": problem.where.cell or None,
            "severity": problem.severity.value,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
        }
        for problem in problems
    ]


def as_record(report: "Report | Gallery | None", problems: Iterable[Problem], started: float) -> dict[str, Any]:
    seconds = round(time.perf_counter() - started, 3)
    return {**(report.as_dict() if report else {"files": []}), "findings": findings(problems), "seconds": seconds}


class Progress:
    """A bar on a terminal, silence in a pipe."""

    def __init__(self, *, quiet: bool, of: str = "cards") -> None:
        self._of = of
        self._shown = sys.stderr.isatty() and not quiet
        self._last = -1

    def __enter__(self) -> Callable[[int, int], None]:
        return self._step if self._shown else lambda done, total: None

    def _step(self, done: int, total: int) -> None:
        share = done * 100 // max(total, 1)
        if share != self._last:
            self._last = share
            bar = "█" * (share // 4)
            click.echo(f"\r{bar:<25} {share:3d} %  {done} of {total} {self._of}", nl=False, err=True)

    def __exit__(self, *exc: object) -> None:
        if self._shown:
            click.echo("\r\x1b[2K", nl=False, err=True)

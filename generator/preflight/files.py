"""PDF files by their paths in, what is said of each out: as words for people and as one object for programs."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import Severity
from generator.preflight.across_files import AcrossFiles
from generator.preflight.demands import Demands
from generator.preflight.findings import Finding
from generator.preflight.inspecting import Report, claim_of, inspect

Choice = Callable[[str], tuple[str, Demands]]  # the PDF/X that a file says it is → as what it is looked at, and how

LARGEST = 1 << 30  # bytes of a file that is read
RUNS = 8  # of pages that a line names
SHOWN = 6  # findings of one rule that people are shown; programs get all


class Checked(NamedTuple):
    """`fault`: why the file could not be read at all; `claim`: the PDF/X that it was looked at as, as it says it is."""

    path: Path
    report: Report | None
    fault: str = ""
    claim: str = ""

    @property
    def readable(self) -> bool:
        return self.report is not None and self.report.readable

    @property
    def errors(self) -> int:
        return self.report.errors if self.report else 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        return self.report.findings if self.report else ()

    def as_dict(self) -> dict[str, Any]:
        if self.report is None:
            return {"path": self.path.as_posix(), "readable": False, "fault": self.fault, "findings": []}
        return {"path": self.path.as_posix(), "claim": self.claim or None, **self.report.as_dict()}


def check(paths: Iterable[Path], demands: Demands | Choice) -> Iterator[Checked]:
    """One after another, all by the same demands, or each by those that are chosen for it."""
    known = AcrossFiles()
    for path in paths:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as fault:
            yield Checked(path, None, fault.strerror or str(fault))
            continue
        if len(data) > LARGEST:
            yield Checked(path, None, "it has more than a gigabyte")
        elif isinstance(demands, Demands):
            yield Checked(path, inspect(data, demands, known=known))
        else:
            claim, chosen = demands(claim_of(data))
            yield Checked(path, inspect(data, chosen, known=known), claim=claim)


def words(checked: Checked) -> Iterator[str]:
    """Lines for people: the same on several pages is said once."""
    name = checked.path.as_posix()
    if checked.report is None:
        yield f"{name}: cannot be read: {checked.fault}"
        return
    report = checked.report
    warnings = len(report.findings) - report.errors
    counted = [count(report.errors, "error")] if report.errors else []
    counted += [count(warnings, "warning")] if warnings else []
    name = f"{name}, as {checked.claim}" if checked.claim else name
    yield f"{name}: {count(report.pages, 'page')}, {', '.join(counted) or 'nothing found'}"
    for rule, groups in _grouped(report.findings).items():
        for group in groups[:SHOWN]:
            yield f"  {_line(group)}"
        if len(groups) > SHOWN:
            yield f"  … and {len(groups) - SHOWN} more of {groups[0][0].code} {rule}; --json tells all"
        yield f"      {groups[0][0].mend}"
    if report.left_off:
        yield f"  … and {report.left_off:,} more of these on other pages"


class PictureFault(NamedTuple):
    """What is wrong with a picture that stands in several files: said for the first, true of all."""

    finding: Finding
    files: tuple[tuple[str, int], ...]  # name, and on how many pages

    def lines(self) -> Iterator[str]:
        first = self.finding
        named = [f"{name}, {count(pages, 'page')}" for name, pages in self.files[:SHOWN]]
        more = sum(pages for _, pages in self.files[SHOWN:])
        named += [f"{count(len(self.files) - SHOWN, 'more file')}, {count(more, 'page')}"] if more else []
        where = "; ".join(named)
        yield f"{first.severity.value} {first.code} {first.rule}: {first.what}: {where}"
        yield f"    {first.mend}"


def apart(files: Sequence[Checked]) -> tuple[list[Checked], list[PictureFault]]:
    """The files without what is wrong with pictures that several of them show, and that by itself."""
    uses: dict[tuple[str, str], list[tuple[Checked, Finding]]] = {}
    for checked in files:
        for finding in checked.findings:
            if finding.picture:
                uses.setdefault((finding.rule, finding.picture), []).append((checked, finding))
    several = {key: met for key, met in uses.items() if len(met) > 1}
    faults = [
        PictureFault(met[0][1], tuple((checked.path.name, len(finding.pages)) for checked, finding in met))
        for met in several.values()
    ]
    return [_without(checked, several.keys()) for checked in files], faults


def _without(checked: Checked, said: Container[tuple[str, str]]) -> Checked:
    if checked.report is None:
        return checked
    rest = tuple(each for each in checked.findings if (each.rule, each.picture) not in said)
    return checked._replace(report=checked.report._replace(findings=rest))


def _grouped(findings: Sequence[Finding]) -> dict[str, list[list[Finding]]]:
    """Rule → what was found → on which pages."""
    rules: dict[str, dict[tuple[str, Severity], list[Finding]]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, {}).setdefault((finding.what, finding.severity), []).append(finding)
    return {rule: list(groups.values()) for rule, groups in rules.items()}


def _line(group: Sequence[Finding]) -> str:
    first = group[0]
    pages = sorted({page for finding in group for page in finding.pages})
    where = f"{'page' if len(pages) == 1 else 'pages'} {_ranges(pages)}: " if pages else ""
    place = f", at {first.place.x:.1f}, {first.place.y:.1f} mm" if first.place else ""
    times = sum(finding.times for finding in group)
    often = f" ({times:,} ×)" if times > max(len(group), len(pages)) else ""
    return f"{first.severity.value} {first.code} {first.rule}: {where}{first.what}{place}{often}"


def _ranges(pages: Sequence[int]) -> str:
    """1, 2, 3, 7 as '1–3, 7'; of many, the first and the last."""
    ends = [place for place, (a, b) in enumerate(pairwise(pages)) if b != a + 1]
    starts = [0, *(place + 1 for place in ends)]
    runs = [(pages[start], pages[end]) for start, end in zip(starts, [*ends, len(pages) - 1], strict=True)]
    said = [str(a) if a == b else f"{a}–{b}" for a, b in runs]
    return ", ".join(said) if len(said) <= RUNS else f"{', '.join(said[: RUNS - 2])} … {said[-1]} ({len(pages)} in all)"


def count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"

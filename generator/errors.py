"""What can be wrong, where it stands and how to mend it; the exit status of the command."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from typing import Any


class ExitCode(IntEnum):
    DONE = 0
    USAGE = 2
    SOURCES = 3
    PREFLIGHT = 4
    FILES = 5


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a source file: a line and column (both from 1), or a cell of a table."""

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""  # "Sheet!C7" in a workbook, "C7" in a CSV file

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.cell}"
        parts = [self.file, str(self.line or ""), str(self.column or "")]
        return ":".join(part for part in parts if part)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the user mends in the sources. `code` is stable and short, such as `overset`."""

    where: Place
    message: str
    hint: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        label = "warning: " if self.severity is Severity.WARNING else ""
        place = str(self.where)
        text = f"{place}: {label}{self.message}" if place else f"{label}{self.message}"
        return f"{text}\n    {self.hint}" if self.hint else text

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


@dataclass(slots=True)
class Problems:
    """Collects problems: none hides another."""

    found: list[Problem] = field(default_factory=list)
    strict: Collection[str] = ()  # codes of warnings that are errors for whoever prints

    def error(self, where: Place, message: str, hint: str = "", code: str = "") -> None:
        self.found.append(Problem(where, message, hint, code))

    def warn(self, where: Place, message: str, hint: str = "", code: str = "") -> None:
        severity = Severity.ERROR if code in self.strict else Severity.WARNING
        self.found.append(Problem(where, message, hint, code, severity))

    def extend(self, more: Iterable[Problem]) -> None:
        self.found.extend(replace(one, severity=Severity.ERROR) if one.code in self.strict else one for one in more)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.found if problem.is_error]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __bool__(self) -> bool:
        return bool(self.found)

    def sorted(self) -> list[Problem]:
        """By file, line and column; each said once."""
        return sorted(dict.fromkeys(self.found), key=lambda problem: (problem.where, problem.message))


class SourceError(Exception):
    """The sources have problems: nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


class PreflightError(Exception):
    """Finished files have faults that a print house would refuse: none was written. What was found, as words and as a
    record.
    """

    def __init__(self, lines: Iterable[str], record: dict[str, Any]) -> None:
        self.lines, self.record = list(lines), record
        super().__init__("\n".join(self.lines))


class FileError(Exception):
    """A file cannot be read or written; the message says which and why, the hint how to go on."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: the nearest known one, or all of them where they are few."""
    names = list(known)
    near = get_close_matches(name, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if 0 < len(names) <= 12:
        return "known here: " + ", ".join(names)
    return ""

"""What can be wrong, where it stands and how to mend it; the exit status of the command."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import IntEnum, StrEnum
from functools import total_ordering
from typing import Any, Literal, NamedTuple, get_args
from unicodedata import category, name

_CELL = re.compile(r"(?:(.*)!)?([A-Z]+)([0-9]+)", re.DOTALL)
MOST_CAUSES = 8  # of one kind that are shown in full; of more than these
LONGEST = 400  # characters of a message that is not looked through for long quotations
_QUOTED = re.compile(r"(['“])([^'“”]{80})[^'“”]{120,}(['”])")  # what somebody wrote, of which 80 show where it is
FIRST_CAUSES = 3  # are shown, and the others are counted
MOST_PLACES = 8  # that are named of one cause
_UNSEEN = ("Cf", "Co", "Cn", "Cs", "Zl", "Zp")  # of Unicode's categories


class ExitCode(IntEnum):
    DONE = 0
    USAGE = 2
    SOURCES = 3
    PREFLIGHT = 4
    FILES = 5
    NOTHING_YET = 6


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@total_ordering
@dataclass(frozen=True, slots=True)
class Place:
    """A place in a source file: a line and column (both from 1), or a cell of a table.

    In order of files, lines and columns; cells in that of sheets, rows and columns: B2 before B10, Z9 before AA9.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""  # "Sheet!C7" in a workbook, "C7" in a CSV file

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.cell}"
        parts = [self.file, str(self.line or ""), str(self.column or "")]
        return ":".join(part for part in parts if part)

    def __lt__(self, other: "Place") -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, int, str, int, int, str]:
        cell = _CELL.fullmatch(self.cell) if self.cell else None
        sheet, letters, row = (cell[1] or "", cell[2], int(cell[3])) if cell else (self.cell, "", 0)
        return self.file, self.line, self.column, sheet, row, len(letters), letters

    def after(self, other: "Place") -> str:
        """How it is written in a list, after another one: the file and the sheet are not said again."""
        if self.file != other.file:
            return str(self)
        sheet = other.cell.rpartition("!")[0]
        if self.cell:
            return self.cell.removeprefix(f"{sheet}!") if sheet else self.cell
        return str(self).removeprefix(f"{self.file}:")


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something the user mends in the sources. `code` is stable and short, such as `overset`.

    `cause` is what problems of one code have in common whose words differ, such as the script that cannot be set.
    """

    where: Place
    message: str
    hint: str = ""
    code: str = ""
    severity: Severity = Severity.ERROR
    cause: str = ""

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

    def error(self, where: Place, message: str, hint: str = "", code: str = "", cause: str = "") -> None:
        self.found.append(Problem(where, seen(message), seen(hint), code, cause=cause))

    def warn(self, where: Place, message: str, hint: str = "", code: str = "", cause: str = "") -> None:
        severity = Severity.ERROR if code in self.strict else Severity.WARNING
        self.found.append(Problem(where, seen(message), seen(hint), code, severity, cause))

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


class Cause(NamedTuple):
    """What is to be mended once: its first problem, and the places of all."""

    first: Problem
    places: tuple[Place, ...]  # each once, from the first problem's on

    def __str__(self) -> str:
        return "\n    ".join(filter(None, (str(self.first), self.others)))

    @property
    def others(self) -> str:
        """Where else it is so, in words, as far as a line holds it."""
        before, *rest = self.places
        if not rest:
            return ""
        shown: list[str] = []
        for place in rest[:MOST_PLACES]:
            shown.append(place.after(before))
            before = place
        dots = " …" if len(rest) > MOST_PLACES else ""
        return f"and at {len(rest):,} more place{'' if len(rest) == 1 else 's'}: {', '.join(shown)}{dots}"


def by_cause(problems: Iterable[Problem]) -> list[Cause]:
    """Problems of one kind with one cause together, in the order of the first ones."""
    alike: dict[tuple[str, ...], list[Problem]] = {}
    for problem in problems:
        cause = (problem.cause,) if problem.cause else (problem.message, problem.hint)
        alike.setdefault((problem.severity, problem.code, *cause), []).append(problem)
    return [Cause(same[0], tuple(dict.fromkeys(problem.where for problem in same))) for same in alike.values()]


def in_short(causes: Iterable[Cause]) -> list[Cause]:
    """The same, as far as somebody reads them: of a kind that has many causes the first few, and one for the rest."""
    causes = list(causes)
    kinds: dict[tuple[str, str], list[Cause]] = {}
    for cause in causes:
        kinds.setdefault(_kind(cause), []).append(cause)
    shown: list[Cause] = []
    for cause in causes:
        same = kinds[_kind(cause)]
        if len(same) <= MOST_CAUSES or cause in same[:FIRST_CAUSES]:
            shown.append(cause)
        elif cause is same[FIRST_CAUSES]:
            shown.append(_summed(same[FIRST_CAUSES:]))
    return shown


def _kind(cause: Cause) -> tuple[str, str]:
    return cause.first.severity, cause.first.code or cause.first.message


def _summed(causes: list[Cause]) -> Cause:
    first = causes[0].first
    message = f"and {len(causes):,} more of this kind ({first.code}), this one the first: {first.message}"
    places = tuple(sorted({place for cause in causes for place in cause.places}))
    return Cause(replace(first, message=message, hint="`prepdeck check --all` shows each of them"), places)


def seen(message: str) -> str:
    """The message with each invisible character of what it quotes by code point and name, and the beginning of what
    it quotes at length.
    """
    if len(message) > LONGEST:
        message = _QUOTED.sub(lambda found: f"{found[1]}{found[2]} …{found[3]}", message)
    if message.isprintable():
        return message
    return "".join(f"({code_point(sign)})" if category(sign) in _UNSEEN else sign for sign in message)


def code_point(sign: str) -> str:
    """U+200B, zero width space."""
    return f"U+{ord(sign):04X}, {name(sign, 'a character without a name').lower()}"


class SourceError(Exception):
    """The sources have problems: nothing was written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, in_short(by_cause(self.problems)))))


class PreflightError(Exception):
    """Finished files have faults that a print house would refuse: none was written. What was found, as words and as a
    record.
    """

    def __init__(self, lines: Iterable[str], record: dict[str, Any]) -> None:
        self.lines, self.record = list(lines), record
        super().__init__("\n".join(self.lines))


Reason = Literal["", "disk", "ended", "large", "no-kit", "office", "other-kit", "slow", "sources"]
REASONS: tuple[Reason, ...] = get_args(Reason)


class FileError(Exception):
    """A file cannot be read or written; the message says which and why, the hint how to go on, and the reason the same
    for a page that has words of its own for it.
    """

    def __init__(self, message: str, hint: str = "", reason: "Reason" = "") -> None:
        self.hint, self.reason = hint, reason
        super().__init__(message)


class NothingYet(FileError):
    """Nobody has said anything yet that the file would hold."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for a misspelt name: the nearest known one, or all of them where they are few."""
    names = list(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{near[0]}'?"
    if 0 < len(names) <= 12:
        return "known here: " + ", ".join(names)
    return ""

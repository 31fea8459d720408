"""The gate before delivery: files for a press are looked over as they would be sent; where one has an error, none goes.

Files in, what was found out. Plain files of home and office pass without a look: nothing is imported for them.
"""

import gc
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from generator.errors import PreflightError
from generator.kit.delivery.needs import demands_of
from generator.layout import Profile
from generator.preflight.across_files import AcrossFiles
from generator.preflight.files import Checked, apart, count, words
from generator.preflight.findings import errors
from generator.preflight.inspecting import inspect


class Passed(NamedTuple):
    """What was found in all files, and how long it took to look."""

    profile: str
    files: tuple[Checked, ...]
    seconds: float

    @property
    def errors(self) -> int:
        files, faults = apart(self.files)
        return sum(checked.errors for checked in files) + len(errors(fault.finding for fault in faults))

    def as_dict(self) -> dict[str, Any]:
        files = [checked.as_dict() for checked in self.files]
        return {"profile": self.profile, "files": files, "errors": self.errors, "seconds": round(self.seconds, 3)}

    def lines(self) -> Iterator[str]:
        """Findings, file by file, for people; those of pictures that several files show once; how many there are."""
        files, faults = apart(self.files)
        for checked in files:
            if checked.findings:
                yield from words(checked)
        for fault in faults:
            yield from fault.lines()
        warnings = sum(len(checked.findings) for checked in files) + len(faults) - self.errors
        found = [count(self.errors, "error")] if self.errors else []
        found += [count(warnings, "warning")] if warnings else []
        yield f"preflight as {self.profile}: {count(len(self.files), 'file')}, {', '.join(found) or 'nothing found'}"


def pass_through(profile: Profile, files: Iterable[tuple[Path, bytes]]) -> Passed:
    """Looks at each file, under the name that it will have. Raises PreflightError where one has an error."""
    started = time.perf_counter()
    demands, known = demands_of(profile), AcrossFiles()
    gc.freeze()  # what was drawn is kept to the end: looking through it for circles took a seventh of the time
    try:
        found = tuple(Checked(path, inspect(content, demands, known=known)) for path, content in files)
    finally:
        gc.unfreeze()
    passed = Passed(profile.name, found, time.perf_counter() - started)
    if passed.errors:
        lines = [*passed.lines(), f"{count(passed.errors, 'error')}; nothing was written."]
        raise PreflightError(lines, passed.as_dict())
    return passed

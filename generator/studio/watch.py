"""Whether the sources have changed: the times and sizes of their files, looked at again and again."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

LEFT_OUT = {"output", "node_modules", "__pycache__"}  # folders; hidden ones are left out as well


class Stamp(NamedTuple):
    modified: int  # ns
    size: int


Stamps = dict[Path, Stamp | None]


class Watch:
    """A workshop folder with all that is in it, and single files elsewhere, which may not be there yet."""

    def __init__(self, folder: Path, files: Iterable[Path] = ()) -> None:
        self._folder = folder
        self._files = set(files)

    def also(self, files: Iterable[Path]) -> Stamps:
        """Looks at these from now on; gives those that are new, as they are now."""
        new = {file for file in files if file not in self._files and not file.is_relative_to(self._folder)}
        self._files |= new
        return {file: _stamp(file) for file in new}

    def look(self) -> Stamps:
        stamps = {file: _stamp(file) for file in self._files}
        pending = [self._folder]
        while pending:
            try:
                with os.scandir(pending.pop()) as entries:
                    for entry in entries:
                        if entry.name.startswith("."):
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            pending += [] if entry.name in LEFT_OUT else [Path(entry.path)]
                        else:
                            stamps[Path(entry.path)] = _stamp(Path(entry.path))
            except OSError:  # it went while we looked: the next look shows it
                continue
        return stamps


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Stamp(found.st_mtime_ns, found.st_size)

"""Where a command writes: a path whose name a file can have on every system."""

import re
from pathlib import Path
from typing import Any

import click

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)  # and no drive of Windows, which is one letter


class WrittenPath(click.Path):
    """A file or folder that may be made. Refused, as the command is misused: web addresses, names kept by Windows."""

    name = "path"

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from generator.sources import file_name_fault

        if ADDRESS.match(str(value)):
            self.fail(f"'{value}' is an address; name a file or folder on this computer", param, ctx)
        path = Path(value)
        new = [path, *(parent for parent in path.parents if not parent.exists())]
        if fault := next(filter(None, (file_name_fault(place.name) for place in new)), ""):
            self.fail(f"{fault}; choose another name", param, ctx)
        return super().convert(value, param, ctx)


WRITTEN = WrittenPath()

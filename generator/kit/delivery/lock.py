"""One writer at a time in a folder that files are delivered to; others are told which process it is."""

import os
from contextlib import AbstractContextManager
from pathlib import Path

from generator.file_lock import locked


def sole_writer(folder: Path, what: str) -> AbstractContextManager[None]:
    """`what` is done in the folder, as its words for others. Raises FileError where another process writes there."""
    return locked(folder, f"{what}, process {os.getpid()}")

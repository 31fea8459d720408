"""A logo as the page shows it, read once for each state of its file: a large one takes seconds to read."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.colours import BLACK
from generator.errors import FileError
from generator.images import Raster
from generator.images.main_colours import ColourShare
from generator.kit.press.screen_logo import drawn_mark
from generator.kit.request.proposed_brand import colours_of, mark_of

MOST_KEPT = 4


class DrawnLogo(NamedTuple):
    """As it stands on light ground, drawn by us: nothing of a client's file reaches a browser."""

    data: bytes
    media_type: str


def drawn_logo(path: Path) -> DrawnLogo | None:
    """None where it cannot be read as a picture."""
    state = _state(path)
    return _drawn(path, state) if state else None


def logo_colours(path: Path) -> list[ColourShare]:
    """The largest first. Empty where nothing of it can be read: `check` says why."""
    state = _state(path)
    return _colours(path, state) if state else []


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


@lru_cache(maxsize=MOST_KEPT)
def _drawn(path: Path, _state_of_file: tuple[int, int, int]) -> DrawnLogo | None:
    try:
        mark = mark_of(path)
    except FileError:
        return None
    data = drawn_mark(mark if isinstance(mark, Raster) else mark.art({}, BLACK))
    kind = "image/svg+xml" if data[:1] == b"<" else "image/png" if data[:4] == b"\x89PNG" else "image/jpeg"
    return DrawnLogo(data, kind)


@lru_cache(maxsize=MOST_KEPT)
def _colours(path: Path, _state_of_file: tuple[int, int, int]) -> list[ColourShare]:
    try:
        return colours_of(path)
    except FileError:
        return []

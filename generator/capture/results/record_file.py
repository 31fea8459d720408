"""A record as one page that opens from the disk: its pictures, its style and its search in it, and no request."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.capture.results.record import SessionRecord
from generator.capture.results.standalone_page import standalone_page
from generator.capture.web.assets import Screens

if TYPE_CHECKING:
    from generator.capture.store import StoreReader

STYLES = ("frames.css", "record.css")
SCRIPT = "record.js"


def write_record(to: Path, record: SessionRecord, store: "StoreReader") -> None:
    screens = Screens()
    page = standalone_page("record.html", record.kit, store, _style(screens), screens.text(SCRIPT), record=record)
    with to.open("w", encoding="utf-8", newline="\n") as file:
        file.write(page)


def _style(screens: Screens) -> str:
    """Of frames lengths are parts of the height of the box that each has here, not of a window."""
    frames, own = (screens.text(name) for name in STYLES)
    return re.sub(r"(?<=\d)vh\b", "cqh", frames) + own

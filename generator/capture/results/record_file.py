"""A record as one page that opens from the disk: its pictures, its style and its search in it, and no request.

Whatever was said is text of the page. What no page can show as itself, control characters, stands as its picture.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from generator.capture.board.colours import colours
from generator.capture.results.plain_text import visible
from generator.capture.results.record import SessionRecord
from generator.capture.results.standalone_page import embedded_logo, policy
from generator.capture.web.assets import Screens
from generator.capture.web.translations import speaker

if TYPE_CHECKING:
    from generator.capture.store import StoreReader

STYLES = ("frames.css", "record.css")
SCRIPT = "record.js"


def write_record(to: Path, record: SessionRecord, store: "StoreReader") -> None:
    screens = Screens()
    style = _style(screens, record)
    script = screens.text(SCRIPT)
    t = speaker(record.language)
    values = {
        "t": t,
        "record": record,
        "language": record.language,
        "dir": t("dir"),
        "logo": embedded_logo(record.kit, store),
        "kit": record.kit,
        "policy": policy(style, script),
        "style": style,
        "script": script,
        "theme": "",
    }
    with to.open("w", encoding="utf-8", newline="\n") as file:
        file.write(visible(screens.render("record.html", values)))


def _style(screens: Screens, record: SessionRecord) -> str:
    """Of frames lengths are parts of the height of the box that each has here, not of a window."""
    frames, own = (screens.text(name) for name in STYLES)
    kit = colours(record.kit, "") if record.kit else ""
    return kit + re.sub(r"(?<=\d)vh\b", "cqh", frames) + own

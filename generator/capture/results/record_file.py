"""A record as one page that opens from the disk: its pictures, its style and its search in it, and no request.

Whatever was said is text of the page. What no page can show as itself, control characters, stands as its picture.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.board.colours import colours
from generator.capture.results.plain_text import visible
from generator.capture.results.record import Record
from generator.capture.web.assets import Screens
from generator.capture.web.pictures import TYPES
from generator.capture.web.translations import speaker
from generator.codes import picture_kind

if TYPE_CHECKING:
    from generator.capture.store import StoreReader

STYLES = ("frames.css", "record.css")
SCRIPT = "record.js"


class EmbeddedLogo(NamedTuple):
    """The client's mark, as addresses that hold it."""

    day: str
    night: str


def write_record(to: Path, record: Record, store: "StoreReader") -> None:
    screens = Screens()
    style = _style(screens, record)
    script = screens.text(SCRIPT)
    t = speaker(record.language)
    values = {
        "t": t,
        "record": record,
        "language": record.language,
        "dir": t("dir"),
        "logo": _logo(record, store),
        "kit": record.kit,
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "theme": "",
    }
    with to.open("w", encoding="utf-8", newline="\n") as file:
        file.write(visible(screens.render("record.html", values)))


def _style(screens: Screens, record: Record) -> str:
    """Of frames lengths are parts of the height of the box that each has here, not of a window."""
    frames, own = (screens.text(name) for name in STYLES)
    kit = colours(record.kit, "") if record.kit else ""
    return kit + re.sub(r"(?<=\d)vh\b", "cqh", frames) + own


def _policy(style: str, script: str) -> str:
    """Nothing but what is in the page."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _logo(record: Record, store: "StoreReader") -> EmbeddedLogo | None:
    logo = record.kit.brand.logo if record.kit else None
    found = EmbeddedLogo(_embedded(logo.day, store), _embedded(logo.night, store)) if logo else None
    return found if found and all(found) else None


def _embedded(digest: str, store: "StoreReader") -> str:
    content = store.picture(digest)
    kind = picture_kind(content) if content else ""
    return f"data:{TYPES[kind]};base64,{base64.b64encode(content).decode()}" if content and kind else ""

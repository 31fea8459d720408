"""A page that opens from the disk and fetches nothing: what it wears and runs, and the client's mark, stand in it.

Whatever was said is text of the page. What no page can show as itself, control characters, stands as its picture.
"""

import base64
import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.capture.board.colours import colours
from generator.capture.kits import PrintedKit
from generator.capture.results.plain_text import visible
from generator.capture.web.assets import Screens, hue_sheet
from generator.capture.web.pictures import TYPES
from generator.capture.web.translations import FALLBACK, speaker
from generator.codes import picture_kind

if TYPE_CHECKING:
    from generator.capture.store import StoreReader


class EmbeddedLogo(NamedTuple):
    """The client's mark, as addresses that hold it."""

    day: str
    night: str


def standalone_page(
    template: str, kit: PrintedKit | None, store: "StoreReader", style: str, script: str = "", **values: Any
) -> str:
    """In the words and the colours of the kit."""
    language = kit.language if kit else FALLBACK
    t = speaker(language)
    style = (colours(kit, "") + hue_sheet(kit) if kit else "") + style
    about = {"t": t, "kit": kit, "language": language, "dir": t("dir"), "logo": embedded_logo(kit, store), "theme": ""}
    worn = {"policy": policy(style, script), "style": style, "script": script}
    return visible(Screens().render(template, about | worn | values))


def policy(style: str, script: str = "") -> str:
    """What a page may do: wear this style, run this script if it has one, and nothing else."""
    scripts = f" script-src '{_hash(script)}';" if script else ""
    return (
        f"default-src 'none'; style-src '{_hash(style)}';{scripts} img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def embedded_logo(kit: PrintedKit | None, store: "StoreReader") -> EmbeddedLogo | None:
    logo = kit.brand.logo if kit else None
    found = EmbeddedLogo(_embedded(logo.day, store), _embedded(logo.night, store)) if logo else None
    return found if found and all(found) else None


def _embedded(digest: str, store: "StoreReader") -> str:
    content = store.picture(digest)
    kind = picture_kind(content) if content else ""
    return f"data:{TYPES[kind]};base64,{base64.b64encode(content).decode()}" if content and kind else ""

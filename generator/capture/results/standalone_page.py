"""A page that opens from the disk and fetches nothing: its policy, and the client's mark inside it."""

import base64
import hashlib
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.kits import PrintedKit
from generator.capture.web.pictures import TYPES
from generator.codes import picture_kind

if TYPE_CHECKING:
    from generator.capture.store import StoreReader


class EmbeddedLogo(NamedTuple):
    """The client's mark, as addresses that hold it."""

    day: str
    night: str


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

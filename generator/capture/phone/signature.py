"""The signed address of an entry: whoever has it may see, change and take back that entry, without any cookie."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

from generator.capture.store.signing_key import SIGNING_KEY

if TYPE_CHECKING:
    from generator.capture.store import Store


def sign(store: "Store", entry: str) -> str:
    """43 characters of base64url: HMAC-SHA-256 over the id of the entry."""
    key = bytes.fromhex(store.meta(SIGNING_KEY))
    return urlsafe_b64encode(hmac.digest(key, f"entry {entry}".encode(), hashlib.sha256)).decode().rstrip("=")


def is_signed(store: "Store", entry: str, signature: str) -> bool:
    return hmac.compare_digest(sign(store, entry).encode(), signature.encode(errors="replace"))


def kept_path(store: "Store", entry: str) -> str:
    """Where an entry is seen again after it was kept."""
    return f"/kept/{entry}/{sign(store, entry)}"

"""Ids that nobody guesses, made and recognised. The one module of the server that draws lots by itself."""

import re
import secrets
from uuid import UUID

_PHONE = re.compile(r"[A-Za-z0-9_-]{43}")
_ENTRY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def entry_id() -> str:
    """The id of an entry that a page without script will send: a random UUID, made as the page is loaded."""
    return str(UUID(bytes=secrets.token_bytes(16), version=4))


def is_entry_id(text: str) -> bool:
    """Whether this is an id as we and outbox.js make them."""
    return _ENTRY.fullmatch(text) is not None


def phone_key() -> str:
    """What a phone that has not joined may have as its secret: it lies in the form, so that a retry brings it again."""
    return secrets.token_urlsafe(32)


def is_phone_key(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None

"""Ids that nobody guesses, made and recognised. The one module of the server that draws lots by itself."""

import re
import secrets
from uuid import UUID

_ENTRY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def entry_id() -> str:
    """The id of an entry that a page without script will send: a random UUID, made as the page is loaded."""
    return str(UUID(bytes=secrets.token_bytes(16), version=4))


def is_entry_id(text: str) -> bool:
    """Whether this is an id as we and outbox.js make them."""
    return _ENTRY.fullmatch(text) is not None

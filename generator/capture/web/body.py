"""The body of a request, read: a form's inputs or JSON. Nothing of it is believed yet."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from generator.capture.web.refusal import Refused

MOST_SAID = 16 * 1024  # bytes of a form, once it is read: two thousand letters of any script in several fields
MOST_INPUTS = 700  # a picker of 54 cards and a vote on many entries stay well below
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FILES = "multipart/form-data"


def media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def posted(request: Request) -> dict[str, list[str]]:
    """The inputs of a form, each name with all its values; read once a request. Raises Refused."""
    if not hasattr(request.state, "posted"):
        request.state.posted = await _posted(request)
    found: dict[str, list[str]] = request.state.posted
    return found


async def _posted(request: Request) -> dict[str, list[str]]:
    if media_type(request) != FORM and (media_type(request) or await request.body()):
        raise Refused(415, "type", "refused")
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_INPUTS)
    except ValueError as error:
        raise Refused(400, "broken", "refused") from error
    if sum(len(name.encode()) + len(value.encode()) for name, value in pairs) > MOST_SAID:
        raise Refused(413, "too-large", "too-large")
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


async def posted_json(request: Request) -> dict[str, Any]:
    """A JSON object. Raises Refused."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    if len(await request.body()) > MOST_SAID:
        raise Refused(413, "too-large", "too-large")
    try:
        said = json.loads(await request.body(), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "broken", "refused") from error
    if not isinstance(said, dict):
        raise Refused(400, "broken", "refused")
    return said

"""What keeps a text from being an id, an address or a path."""

import re

from generator.sources import check_id

_URL = (
    r"(?i:https?)://"
    r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"  # host
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"  # the characters of RFC 3986
)
LONGEST_ID = 64


def bad_id(text: str) -> tuple[str, str] | None:
    """What keeps a text from being an id."""
    if len(text) > LONGEST_ID:
        return f"this id has {len(text)} characters", f"use at most {LONGEST_ID}"
    try:
        check_id(text)
    except ValueError as fault:
        return str(fault), ""
    return None


def bad_url(text: str) -> tuple[str, str] | None:
    """What keeps a text from being an address that a phone opens."""
    if re.fullmatch(_URL, text):
        return None
    message = f"'{text}' is not a web address"
    if re.match(r"https?://", text, re.IGNORECASE):
        if re.search(r"\s", text):
            return message, "there is a blank in it; a blank in an address is written %20"
        if not text.isascii():
            return message, "write letters other than a to z as the browser copies them, with %"
        return message, "write it as the browser shows it, such as https://example.org/page"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9])", text):
        return message, "it must begin with https:// or http://"
    return message, f"write https://{text}" if "." in text and not re.search(r"\s", text) else "begin with https://"


def bad_path(text: str) -> tuple[str, str] | None:
    """What keeps a text from being the path of a file in the workshop folder."""
    message = f"'{text}' is not a path inside the workshop folder"
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/~]|\\", text) or ".." in re.split(r"[/\\]", text):
        return message, "copy the picture into the folder and write its path, such as pictures/owl.svg"
    if "\\" in text:
        return message, "write the path with / in place of \\"
    return (message, "write the path of one file") if "\n" in text else None

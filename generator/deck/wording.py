"""Texts as they are kept, whatever file they come from: NFC, no stray blanks, no character that cannot be printed."""

import re
from unicodedata import is_normalized, normalize

from generator.sources import check_id

_BREAK = re.compile(r" *(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]) *")
_BLANKS = re.compile(r" {2,}")
# Not compiled until a text needs them.
_UNPRINTABLE = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
_URL = (
    r"(?i:https?)://"
    r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"  # host
    r"(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*)?"  # the characters of RFC 3986
)
LONGEST_ID = 64


def tidy(text: str) -> str:
    """A line break is a line break; runs of blanks are one blank, none stands beside a break or at either end."""
    if not text.isprintable():
        text = _BREAK.sub("\n", text.replace("\t", " "))
    if "  " in text:
        text = _BREAK.sub("\n", _BLANKS.sub(" ", text))
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text.strip()


def lost(text: str) -> tuple[str, str] | None:
    """What is wrong with the characters of a tidy text, and how to mend it."""
    if "\ufffd" in text:
        before = text[: text.index("\ufffd")][-20:]
        return (
            f"a character was lost when this was saved, after '{before}'" if before else "the first character was lost",
            "type it again and save the file as UTF-8",
        )
    if text.isprintable():
        return None
    found = re.search(_UNPRINTABLE, text)
    if not found:
        return None
    before = text[: found.start()][-20:]
    return f"the character U+{ord(found[0]):04X} after '{before}' cannot be printed", "delete it"


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

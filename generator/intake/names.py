"""Ids of titles, unique; titles of the names of files."""

import re
import unicodedata
from collections.abc import Container

_LONGEST = 40
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya i yi ye g".replace(
            "_", "-"
        ).split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_OTHER = {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "þ": "th", "ı": "i", "ð": "d"}
_LETTERS = {**{key: value.replace("-", "") for key, value in _CYRILLIC.items()}, **_GREEK, **_OTHER}


def slug(text: str) -> str:
    """Small letters, digits and hyphens; '' where nothing of the text can be written so."""
    bare = unicodedata.normalize("NFC", text.replace("*", "")).casefold()
    spelt = "".join(_LETTERS.get(letter, letter) for letter in unicodedata.normalize("NFKD", bare))
    joined = re.sub(r"['’](?=(?:s|t|d|m|ll|re|ve)\b)", "", spelt)  # don’t is one word, l’heure is two
    plain = joined.replace("’", " ").replace("&", " and ").encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(short) > _LONGEST:
        short = short[: _LONGEST + 1].rpartition("-")[0] or short[:_LONGEST]
    return short.strip("-")


def new_id(text: str, taken: Container[str], otherwise: str) -> str:
    """An id that is not taken, after the text; after `otherwise` where its script has no letters a to z."""
    stem = slug(text)
    if not stem or (stem.isdigit() and not text.strip().isdigit()):
        stem = f"{otherwise}-{stem}".strip("-")
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def title_of_file(stem: str) -> str:
    """'03_quiet-hour' as 'Quiet hour'."""
    words = re.sub(r"^\d+[\s._-]+(?=\D)", "", stem)
    words = re.sub(r"\s[0-9a-f]{32}$", "", words)  # Notion's own number behind a page's name
    words = " ".join(re.split(r"[\s_-]+", words)).strip()
    return words[:1].upper() + words[1:] if words else stem

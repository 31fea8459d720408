"""Text in capitals, as its language writes them (Unicode's SpecialCasing, and CLDR for Greek)."""

import re
from collections.abc import Callable
from unicodedata import normalize

_DOTTED = str.maketrans({"i": "İ", "ı": "I"})  # of Turkish and Azerbaijani: the dot stays, or stays away
_ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0313\u0314\u0342"
_DIALYTIKA = "\u0308"
_VOWELS = "αεηιουωΑΕΗΙΟΥΩ"
_LONE_ETA = re.compile(r"(?<!\w)([ήΉ])(?!\w)")  # "or", which capitals would make "the"
_ACCENTED = re.compile(f"([{_VOWELS}])[{_ACCENTS}]+(?=[ιυ](?![{_ACCENTS}{_DIALYTIKA}]))([ιυ])")
_MARKS = re.compile(f"(?<=[{_VOWELS}{_DIALYTIKA}])[{_ACCENTS}]+")


def in_capitals(text: str, language: str) -> str:
    """The text in capitals of a language such as 'el' or 'tr-CY'."""
    rule = _RULES.get(language.partition("-")[0].lower())
    return rule(text) if rule else text.upper()


def _turkic(text: str) -> str:
    return text.translate(_DOTTED).upper()


def _greek(text: str) -> str:
    """Without accents; a diphthong that an accent held apart is held apart by a dialytika."""
    return "".join(
        part if number % 2 else _without_accents(part) for number, part in enumerate(_LONE_ETA.split(text))
    ).replace("ή", "Ή")


def _without_accents(text: str) -> str:
    apart = _ACCENTED.sub(rf"\1\2{_DIALYTIKA}", normalize("NFD", text))
    return normalize("NFC", _MARKS.sub("", apart).upper())


_RULES: dict[str, Callable[[str], str]] = {"tr": _turkic, "az": _turkic, "el": _greek}

"""Words: where one may be parted, and which blanks hold two of them together.

The rules are those of UAX #14, but for what its later editions and the trade do better, each said where it is done.
"""

import re
from functools import lru_cache
from string import ascii_letters, digits

from generator.compose.line_break.classes import class_of
from generator.compose.line_break.rules import opportunities
from generator.sources.typed_text import SOFT_HYPHEN, WORD_JOINER, ZERO_WIDTH_SPACE

_ORDINARY = re.compile(r"\(?[A-Za-z0-9À-ÖØ-öø-ɏͰ-ԯ.,:;'’‘“”\"]*\)?[.,:;!?]*")
_ADDRESS = re.compile(r"(?:[a-z][a-z+.-]*://|www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/)\S", re.IGNORECASE)
_HANGUL = re.compile(
    "[\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb]"
)  # Korean words stay whole, as they have blanks
_INVISIBLE = dict.fromkeys(map(ord, ZERO_WIDTH_SPACE + WORD_JOINER))
_LONE_LETTER = re.compile(r"(?<!\w)\w/(?=\w)|(?<=\w)/(?=\w(?!\w))")  # A/B, w/o, and/a
_QUOTES = ("QU", "QUI", "QUF")
_OPENING = ("OP", "OPW")
# A word that begins so is held by none that ends so.
USUAL_STARTS = frozenset(ascii_letters + digits)
USUAL_ENDS = USUAL_STARTS | frozenset(",.;:!?)")
# What holds on to the word before it, and what to the word after it, even over a blank.
_CLINGS = frozenset({"CL", "CP", "EX", "IS", "SY", "NS", "WJ", *_QUOTES})
_HOLDS = frozenset({"WJ", *_OPENING, *_QUOTES})
_AFTER_QUOTE = frozenset({"CL", "CP", "EX", "IS", "SY", "GL", "WJ", *_QUOTES})


def stays_whole(word: str) -> bool:
    """Whether a word is seen at once to have no place to part it: most are like this."""
    return _ORDINARY.fullmatch(word) is not None


def pieces(word: str, language: str = "") -> list[str]:
    """The word parted wherever a line may end in it; what only says so is left out."""
    ends = _ends(word, language)
    cut = [word[start:end].translate(_INVISIBLE) for start, end in zip([0, *ends], [*ends, len(word)], strict=True)]
    return [piece for piece in cut if piece.strip(SOFT_HYPHEN)]


@lru_cache(maxsize=4096)
def may_part(before: str, after: str, language: str) -> bool:
    """Whether a line may end between two parts of a word, such as those of two emphases."""
    return len(before) in _ends(before + after, language)


def _ends(word: str, language: str) -> list[int]:
    if _ADDRESS.match(word):
        return _address_places(word)
    return _places(_HANGUL.sub("x", word) if language.partition("-")[0] == "ko" else word)


def _places(word: str) -> list[int]:
    lone = {match.end() for match in _LONE_LETTER.finditer(word)}
    return [at for at in opportunities(word) if at not in lone and not _stays(word, at)]


def _stays(word: str, at: int) -> bool:
    """Whether a place of the standard is none to us."""
    if word[at - 1] == SOFT_HYPHEN:
        return True  # there a word is parted with a hyphen
    before, after = class_of(word[at - 1]), class_of(word[at])
    if after == "NU":
        is_range = before == "BA" and at > 1 and class_of(word[at - 2]) == "NU"  # 10–20
        return is_range or before in ("IS", "SY")  # .5, as LB25 is written without the tailoring of numbers
    if before in ("PR", "PO") and after in ("OP", "PR", "PO"):
        return True  # LB25 too; C++
    if after == "B2":
        return True  # a line does not begin with a dash that follows a word
    return not word[:at].strip("-\N{HYPHEN}")  # LB20a of Unicode 16: a hyphen that begins a word stays with it


def _address_places(word: str) -> list[int]:
    """Of an address: after a slash, before a question mark or an ampersand, which are part of what follows them."""
    plain = [at for at in opportunities(word) if word[at - 1] not in "?/" and not _stays(word, at)]
    slashes = [match.end() for match in re.finditer(r"/+(?=[^/])", word)]
    questions = [match.start() for match in re.finditer(r"(?<=[^?&/])[?&](?=\w)", word)]
    return sorted({*plain, *slashes, *questions} - {0, len(word)})


@lru_cache(maxsize=4096)
def is_held(before: str, after: str) -> bool:
    """Whether two words stay on one line although there is a blank between them: in « those », or before a lone !"""
    last, first = class_of(before[-1]), class_of(after[0])
    if first not in _CLINGS and last not in _HOLDS:
        return first == last == "B2"  # LB17
    if last == "QUI" and (len(before) == 1 or class_of(before[-2]) in (*_OPENING, *_QUOTES, "GL")):
        return True  # LB15a of Unicode 15.1
    if first == "QUF" and (len(after) == 1 or class_of(after[1]) in _AFTER_QUOTE):
        return True  # LB15b
    if first == "IS" and len(after) > 1 and class_of(after[1]) == "NU":
        return False  # LB15c: .5
    if last in _QUOTES:
        before += "x"  # LB15 is no rule any more
    return len(before) + 1 not in opportunities(f"{before} {after}")

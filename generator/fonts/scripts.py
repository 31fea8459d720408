"""What is printed wrong without shaping: scripts that join or reorder, marks that must be placed, right-to-left text.

Knows Unicode only; whether a font has a character is the book's business.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

_SCRIPTS = (
    ("Hebrew", "\u0590-\u05ff\ufb1d-\ufb4f"),
    ("Arabic", "\u0600-\u061b\u061d-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc\U00010ec0-\U00010eff"),
    ("Syriac", "\u0700-\u074f\u0860-\u086f"),
    ("Thaana", "\u0780-\u07bf"),
    ("N’Ko", "\u07c0-\u07ff"),
    ("Samaritan or Mandaic", "\u0800-\u085f"),
    ("an Indic script", "\u0900-\u0dff\u1cd0-\u1cff\ua830-\ua83f\ua8e0-\ua8ff\ua880-\ua8df\U00011000-\U00011fff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Lao", "\u0e80-\u0eff"),
    ("Tibetan", "\u0f00-\u0fff"),
    ("Myanmar", "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"),
    ("Hangul as single letters", "\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"),
    ("a Philippine script", "\u1700-\u177f"),
    ("Khmer", "\u1780-\u17ff\u19e0-\u19ff"),
    ("Mongolian", "\u1800-\u18af"),
    (
        "a script of South-East Asia",
        "\u1900-\u19df\u1a00-\u1aaf\u1b00-\u1c4f\ua900-\ua9df\uaa00-\uaa5f\uaa80-\uaadf\uabc0-\uabff",
    ),
    ("a script that runs from right to left", "\U00010800-\U00010fff\U0001e800-\U0001efff"),
    (
        "a combining mark that no letter takes in",
        "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f",
    ),
)
_SHAPED = "it needs shaping, and here one letter is set after the other"
_JOINED = "it is drawn as one picture, and here each code point is set for itself"
_OTHERWISE = (
    "put these words on the card as a picture (a field of the kind picture, letters as outlines), write them in another"
)
_OTHERWISE += " script, or leave the cards out with `quantity: 0`"
_COMPOSED = "write the letter without its mark, or use the letter that has it"
_ONE_EMOJI = "use an emoji of one code point, without tones, flags and keycaps, or a picture"
_NEEDS_SHAPING = re.compile("[" + "".join(ranges for _, ranges in _SCRIPTS) + "]")


_EMOJI = "\u203c-\u3299\U0001f000-\U0001faff"
_TONES = "\U0001f3fb-\U0001f3ff"
_SEQUENCE = re.compile(
    f"[{_EMOJI}](?:[{_TONES}]|\u200d[{_EMOJI}])+|[\U0001f1e6-\U0001f1ff]{{1,2}}|[0-9#*]\u20e3"
    "|\U0001f3f4[\U000e0020-\U000e007f]+|\u200d|[\U000e0020-\U000e007f]"
)


class Unset(NamedTuple):
    """What cannot be set right in a text, the first piece of it, and how to go on."""

    what: str  # the script
    piece: str
    why: str
    hint: str


def unset_places(text: str) -> Iterator[tuple[int, int]]:
    """From where to where a text in NFC has something that would be printed wrong."""
    yield from (found.span() for pattern in (_SEQUENCE, _NEEDS_SHAPING) for found in pattern.finditer(text))


def unset_script(text: str) -> Unset | None:
    """The first thing in a text that would be printed wrong; None for all else."""
    if text.isascii():
        return None
    text = unicodedata.normalize("NFC", text)
    if sequence := _SEQUENCE.search(text):
        return Unset("an emoji of several code points", sequence[0], _JOINED, _ONE_EMOJI)
    if found := _NEEDS_SHAPING.search(text):
        mark = found[0]
        script = next(name for name, ranges in _SCRIPTS if re.match(f"[{ranges}]", mark))
        is_family = script.startswith(("a script", "an Indic", "a Philippine"))
        said = unicodedata.name(mark, script).split()[0].capitalize() if is_family else script
        return Unset(said, mark, _SHAPED, _COMPOSED if script.startswith("a combining") else _OTHERWISE)
    return None

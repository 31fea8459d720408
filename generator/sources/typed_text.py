"""The one door of every text, whichever file it comes from: what people type or paste becomes what is kept.

A line break is a line break, runs of blanks are one blank, and none stands beside a break or at either end. Letters
are NFC. What steers other programs and prints nothing is left out; what says where a word may be parted stays.
"""

import re
from unicodedata import is_normalized, normalize

SOFT_HYPHEN = "\u00ad"  # a word may be parted here, with a hyphen
ZERO_WIDTH_SPACE = "\u200b"  # a line may end here
WORD_JOINER = "\u2060"  # no line ends here
PLACES = SOFT_HYPHEN + ZERO_WIDTH_SPACE + WORD_JOINER  # kept, and never printed

_BREAK = re.compile(r" *(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]) *")
_BLANKS = re.compile(r" {2,}")
_UNSEEN = re.compile(  # the direction of text, variants of a letter, byte-order marks, fillers
    "[\u034f\u061c\u180b-\u180f\u200c\u200e\u200f\u202a-\u202e\u2061-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_STRAY = re.compile(  # joiners but between emoji, which they make another one; tags but after a flag
    f"(?<![{_EMOJI}])\u200d+|\u200d+(?![{_EMOJI}\u200d])|\u200d{{2,}}"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0001-\U000e007f]+"
)
_SPACES = "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_AT_ENDS = f"\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0{_SPACES}{PLACES}"
_PLACES = dict.fromkeys(map(ord, PLACES))
# Not compiled until a text needs them.
_UNPRINTABLE = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"


def tidy(text: str) -> str:
    """The text as it is kept."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()  # most texts are like this
    if not text.isascii():
        text = _STRAY.sub("", _UNSEEN.sub("", text))
    if not text.isprintable():
        text = _BREAK.sub("\n", text.replace("\t", " "))
    if "  " in text:
        text = _BREAK.sub("\n", _BLANKS.sub(" ", text))
    if not text.isascii() and not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return text.strip(_AT_ENDS)


def shown(text: str) -> str:
    """The text as a reader sees it: without the places where a word may be parted."""
    return text if text.isascii() else text.translate(_PLACES)


def lost(text: str) -> tuple[str, str] | None:
    """What is wrong with the characters of a tidy text, and how to mend it."""
    if text.isprintable() and "\ufffd" not in text:
        return None
    if "\ufffd" in text:
        before = text[: text.index("\ufffd")][-20:]
        return (
            f"a character was lost when this was saved, after '{before}'" if before else "the first character was lost",
            "type it again and save the file as UTF-8",
        )
    found = re.search(_UNPRINTABLE, text)
    if not found:
        return None
    before = text[: found.start()][-20:]
    return f"the character U+{ord(found[0]):04X} after '{before}' cannot be printed", "delete it"

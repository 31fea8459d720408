"""Text for documents: every character of it seen, and in Markdown none of it taken for markup."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_PICTURES = {0x7F: "\u2421", **{code: chr(0x2400 + code) for code in range(0x20)}}  # Unicode's control pictures
_LINE_ENDS = re.compile("\r\n|\x85|\u2028|\u2029")
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&$@]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_AT_START = re.compile(r"^(?:[-+=#]|\d{1,9}[.)])")


def visible(text: str) -> str:
    """With a picture of each control character: no page shows them, and some a reader would drop."""
    lines = text.replace("\r\n", "\n")
    return _UNSEEN.sub(lambda found: _PICTURES.get(ord(found[0]), f"\\u{ord(found[0]):04x}"), lines)


def in_markdown(text: str) -> str:
    """One line or several that read as they were written (CommonMark, 2.4; GitHub's links that are not marked up too).

    Blanks at the ends of lines, which no reader of Markdown shows, go.
    """
    return "\n".join(_line(line.strip()) for line in visible(_LINE_ENDS.sub("\n", text)).strip().split("\n"))


def _line(line: str) -> str:
    inert = _MARKUP.sub(lambda found: f"\\{found[0]}", line)
    return _AT_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", inert)

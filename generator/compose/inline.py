"""The small syntax inside a card's text: *emphasis*, **bold**, \\* for a star, a new line for a line break.

Emphasis begins where a word begins, and does not end within one. Any other star is a star, as in 5*10 and 2*3*4:
nothing a card says is lost.
"""

import re
from functools import cache
from typing import NamedTuple

from generator.sources import shown


class Run(NamedTuple):
    """Words of one emphasis."""

    text: str
    bold: bool = False
    italic: bool = False


Paragraph = tuple[Run, ...]

_DEEPEST = 8  # of emphasis in emphasis: from there on stars are stars
_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
_LETTER = rf"(?![{_WIDE}])[^\W_]"  # or a digit; but of scripts that put no blank between words
_OPENS = rf"(?<!(?<!\\)\*)(?:(?<!{_LETTER})|(?=\*{{1,3}}[{_WIDE}]))"
_CLOSES = rf"(?<=[^\s\\])(?:(?<!{_LETTER})|(?!\*{{1,3}}{_LETTER}))"
_MARKED = rf"\\([\\*])|{_OPENS}(\*{{1,3}})(?=\S)(.+?){_CLOSES}\2(?!\*)"


@cache
def _marked() -> re.Pattern[str]:
    """Takes longer to compile than many a build has stars for."""
    return re.compile(_MARKED, re.DOTALL)


def paragraphs(text: str) -> list[Paragraph]:
    """The lines the author wrote, each as runs; empty lines are left out."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    return [tuple(runs(line)) for line in lines if line]


def runs(text: str) -> list[Run]:
    """One line as runs of like emphasis."""
    if "*" not in text and "\\" not in text:
        return [Run(text)]
    return [run for run in _merged(_runs(text, bold=False, italic=False)) if run.text]


def plain(text: str) -> str:
    """The words alone, as a reader sees them."""
    if "*" not in text and "\\" not in text:
        return shown(text)
    return shown("\n".join("".join(run.text for run in runs(line)) for line in text.split("\n")))


def _runs(text: str, depth: int = 0, *, bold: bool, italic: bool) -> list[Run]:
    found: list[Run] = []
    at = 0
    for match in _marked().finditer(text) if depth < _DEEPEST else ():
        found.append(Run(text[at : match.start()], bold, italic))
        if match[1]:
            found.append(Run(match[1], bold, italic))
        else:
            strength = len(match[2])
            found.extend(_runs(match[3], depth + 1, bold=bold or strength >= 2, italic=italic or strength != 2))
        at = match.end()
    found.append(Run(text[at:], bold, italic))
    return found


def _merged(found: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in found:
        if merged and merged[-1][1:] == run[1:]:
            merged[-1] = run._replace(text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged

"""What a heading of people's files means for a card: words that tables know, and words that only an import meets."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator.sources import read_shipped
from generator.tables.synonyms import folded, meaning

LEFT = "-"  # the column is not imported
_OF_SEVERAL_WORDS = ("title", "line", "about", "prompts", "example", "motif", "category")
_FILE = Path(__file__).with_name("headings.yaml")
_NUMBERED = re.compile(r"(.*?\D)[\s_#.-]*\d{1,2}")


class Words(NamedTuple):
    """The words of headings.yaml, folded."""

    left: frozenset[str]
    totals: frozenset[str]
    languages: Mapping[str, str]


@cache
def words() -> Words:
    listed = read_shipped(_FILE, dict[str, tuple[str, ...]])
    lists = {name: frozenset(map(folded, some)) for name, some in listed.items()}
    languages = {word: name for name, some in lists.items() if len(name) == 2 for word in some}
    return Words(lists["left"], lists["totals"], languages)


def plain_heading(text: str) -> str:
    return folded(text)


def meaning_of(heading: str) -> str:
    """The field that the heading is a word for, LEFT where it is of the editors' own, '' where nobody knows it."""
    plain = folded(heading)
    if not plain:
        return ""
    if plain in words().left or folded(re.sub(r"[(\[（].*", "", heading)) in words().left:
        return LEFT
    return meaning(heading) or _numbered(heading) or _last(heading)


def _numbered(heading: str) -> str:
    """'Question 2' is one of several questions."""
    found = _NUMBERED.fullmatch(heading.strip())
    meant = meaning(found[1]) if found else ""
    return "prompts" if found and folded(found[1]) in ("question", "frage", "pregunta", "domanda", "vraag") else meant


def _last(heading: str) -> str:
    """'back.text' and 'Text of the card': the word that decides, as headings of several words have one."""
    parts = folded(re.split(r"[(\[（]", heading)[0]).split()
    if len(parts) < 2 or len(parts) > 4:
        return ""
    if parts[0] in words().left or parts[-1] in words().left:
        return LEFT
    meant = [meaning(parts[-1]), meaning(parts[0])]
    if meant[0] == "title" and meant[1] == "category":
        return "category"  # the name of the list
    decides = meant[0] or meant[1]
    return decides if decides in _OF_SEVERAL_WORDS else ""


def language_named(word: str) -> str:
    """The code of the language that a word names, as a code or in words; '' where it names none."""
    return words().languages.get(folded(word), "")


def is_total(text: str) -> bool:
    return folded(text) in words().totals or folded(text.split(":")[0]) in words().totals

"""What a column's heading means: words in a dozen languages, in synonyms.yaml, for one name each. Knows no table."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path

from generator.sources import read_shipped

_FILE = Path(__file__).with_name("synonyms.yaml")
_APART = re.compile(r"[\W_]+")
_PARENTHESES = re.compile(r"[(（\[][^)）\]]*[)）\]]")


def folded(heading: str) -> str:
    """A heading without what people vary: case, accents, punctuation, how its words are joined."""
    letters = unicodedata.normalize("NFKD", heading.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _APART.sub(" ", bare).strip()


@cache
def _words() -> dict[str, str]:
    listed = read_shipped(_FILE, dict[str, tuple[str, ...]])
    return {folded(word): name for name, words in listed.items() for word in words}


def meaning(heading: str) -> str:
    """The name on the left of synonyms.yaml that a heading is a word for; '' where nobody knows it.

    What stands in parentheses counts only where nothing stands outside of them.
    """
    words = _words()
    return words.get(folded(heading)) or words.get(folded(_PARENTHESES.sub(" ", heading)), "")


def same_meaning(heading: str, names: Collection[str]) -> str:
    """The one of the names that means what the heading means; '' where none does, or several do."""
    meant = meaning(heading)
    if not meant:
        return ""
    if meant in names:
        return meant
    alike = [name for name in names if meaning(name) == meant]
    return alike[0] if len(alike) == 1 else ""

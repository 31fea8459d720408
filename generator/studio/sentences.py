"""What checks and commands say, in the language of the pages. They say finished English sentences, often in a process
of their own; a sentence is known by its fixed words, and what stands between them goes over as it is.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.sources import read_shipped

FOLDER = Path(__file__).parent / "words"
FILE = "sentences.yaml"  # English, then the language of its folder; of English there is none
NESTED = "sentence"  # how places begin that hold a sentence
LONGEST = 2000  # characters
DEEPEST = 4  # sentences in sentences
_PLACE = re.compile(r"\{([a-z]+[0-9]?)\}")


class _Known(NamedTuple):
    """A sentence: the fixed words before, between and after its places, and the same in another language."""

    fixed: tuple[str, ...]
    places: tuple[str, ...]
    words: str

    @property
    def weight(self) -> int:
        return sum(map(len, self.fixed))

    def match(self, text: str) -> Mapping[str, str] | None:
        """What stands at its places in this text; None where it says something else. In one go from left to right, as
        what stands there may be of any length and have any words.
        """
        first, *between = self.fixed
        if not between:
            return {} if text == first else None
        if not text.startswith(first):
            return None
        at, values = len(first), []
        for part in between[:-1]:
            end = text.find(part, at + 1)
            if end < 0:
                return None
            values.append(text[at:end])
            at = end + len(part)
        end = len(text) - len(between[-1])
        if end <= at or not text.endswith(between[-1]):
            return None
        return dict(zip(self.places, (*values, text[at:end]), strict=True))


class Sentences:
    def __init__(self, wording: Mapping[str, str]) -> None:
        """`wording`: English with {places}, and the same in another language."""
        self.wording = wording
        known = (_known(english, words) for english, words in wording.items())
        self._known = sorted(known, key=lambda each: -each.weight)  # what says most of a text is what was meant
        self._found = lru_cache(maxsize=2048)(self._look_up)

    def translated(self, text: str) -> str:
        """The text itself where nobody has translated it, or a sentence in it."""
        return self._found(text, 0) or text

    def _look_up(self, text: str, depth: int) -> str:
        if len(text) > LONGEST or depth > DEEPEST:
            return ""
        matches = ((each, each.match(text)) for each in self._known)
        found = (self._filled(each.words, values, depth) for each, values in matches if values is not None)
        return next(filter(None, found), "")

    def _filled(self, words: str, values: Mapping[str, str], depth: int) -> str:
        own = {name: self._found(text, depth + 1) if name.startswith(NESTED) else text for name, text in values.items()}
        return _PLACE.sub(lambda place: own[place[1]], words) if all(own.values()) else ""


@cache
def sentences(language: str) -> Sentences:
    """In that language; all stay English where there are none."""
    there = (FOLDER / language / FILE).is_file()
    return Sentences(
        read_shipped(FOLDER / language / FILE, dict[str, str], f"words/{language}/{FILE}") if there else {}
    )


def places(text: str) -> list[str]:
    return sorted(_PLACE.findall(text))


def _known(english: str, words: str) -> _Known:
    parts = _PLACE.split(english)
    return _Known(tuple(parts[::2]), tuple(parts[1::2]), words)

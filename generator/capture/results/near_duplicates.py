"""What says nearly the same: texts that share most of their words, whatever the order."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping

ALIKE = 0.5  # of the words of both, so many are in both
_WORD = re.compile(r"\w+")


def word_set(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def alike(*ways: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Keys in groups: each with the first one that its text is like, in one of several ways. A group has what is like
    its first, and no chain of what is like one another. Keys that are like no other stand alone; all in their order.
    """
    indexes = [_Index({key: word_set(text) for key, text in texts.items()}) for texts in ways]
    groups: dict[str, list[str]] = {key: [] for texts in ways for key in texts}
    place = {key: number for number, key in enumerate(groups)}
    for key in groups:
        found = (first for index in indexes for first in index.like(key))
        first = min(found, key=place.__getitem__, default=key)
        groups[first].append(key)
        for index in indexes if first == key else ():
            index.add(key)
    return tuple(tuple(keys) for keys in groups.values() if keys)


class _Index:
    """Keys by the rarest words of their texts: two that are alike share one of those (prefix filtering: Chaudhuri,
    Ganti and Kaushik, 2006), so that not every pair has to be compared. The measure is Jaccard's: words in both, of
    words in either.
    """

    def __init__(self, sets: Mapping[str, frozenset[str]]) -> None:
        self._sets = sets
        self._times = Counter(word for words in sets.values() for word in words)
        self._holding: dict[str, list[str]] = {}

    def like(self, key: str) -> Iterator[str]:
        """Of the keys that were added, those that this one is like."""
        words = self._sets.get(key, frozenset())
        for other in {other: None for word in self._rarest(words) for other in self._holding.get(word, ())}:
            if len(words & self._sets[other]) >= ALIKE * len(words | self._sets[other]):
                yield other

    def add(self, key: str) -> None:
        for word in self._rarest(self._sets.get(key, frozenset())):
            self._holding.setdefault(word, []).append(key)

    def _rarest(self, words: frozenset[str]) -> list[str]:
        rarest = sorted(words, key=lambda word: (self._times[word], word))
        return rarest[: len(words) - math.ceil(ALIKE * len(words)) + 1]

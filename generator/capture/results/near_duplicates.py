"""What says nearly the same: texts that share most of their words, whatever the order."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

ALIKE = 0.5  # of the words of both, so many are in both
_WORD = re.compile(r"\w+")


def word_set(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def alike(*ways: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """Keys in groups of those whose texts are alike in one of several ways, directly or by way of another, in their
    order.

    The measure is Jaccard's: words in both, of words in either. Two that are so alike share one of the rarest words of
    each (prefix filtering: Chaudhuri, Ganti and Kaushik, 2006), so that not every pair has to be compared.
    """
    root = {key: key for texts in ways for key in texts}
    for texts in ways:
        _join(root, {key: words for key, text in texts.items() if (words := word_set(text))})
    return _groups(root)


def _join(root: dict[str, str], sets: Mapping[str, frozenset[str]]) -> None:
    times = Counter(word for words in sets.values() for word in words)
    holding: dict[str, list[str]] = {}  # word → keys that have it among their rarest
    same: dict[frozenset[str], str] = {}
    for key, words in sets.items():
        first = same.setdefault(words, key)
        if first != key:
            root[_top(root, key)] = _top(root, first)
            continue
        rarest = sorted(words, key=lambda word: (times[word], word))
        for word in rarest[: len(words) - math.ceil(ALIKE * len(words)) + 1]:
            for other in holding.setdefault(word, []):
                if _share(sets[other], words) >= ALIKE:
                    root[_top(root, key)] = _top(root, other)
            holding[word].append(key)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def _top(root: dict[str, str], key: str) -> str:
    while root[key] != key:
        root[key] = key = root[root[key]]
    return key


def _groups(root: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    found: dict[str, list[str]] = {}
    for key in root:
        found.setdefault(_top(root, key), []).append(key)
    groups: Sequence[list[str]] = [keys for keys in found.values() if len(keys) > 1]
    return tuple(map(tuple, groups))

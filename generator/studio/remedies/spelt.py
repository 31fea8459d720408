"""Where in a YAML file a word stands that a finding is about: the key or the value that begins at its place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from generator.edit.edits import Path
from generator.errors import Place
from generator.sources.spans import Span, spans


class SpeltWord(NamedTuple):
    """A key or a value of a file, in characters of its text."""

    path: Path
    is_key: bool
    text: str | None  # None where it is a list or mapping
    start: int
    end: int
    beside: tuple[str, ...] = ()  # keys of the same mapping

    def line(self, whole: str, new: str = "") -> str:
        """The line that it is on, with another word in its place where one is given."""
        begin = whole.rfind("\n", 0, self.start) + 1
        end = whole.find("\n", self.end)
        now = whole[self.start : self.end]
        after = whole[self.end : end if end >= 0 else len(whole)]
        return f"{whole[begin : self.start]}{now.replace(self.text or now, new) if new else now}{after}".strip()


def spelt_words(text: str, places: Iterable[Place], words: Collection[str]) -> list[SpeltWord | None]:
    """For each place the one key or value that is one of these words and stands there, or in what begins there; None
    where there is no such one, or several. Raises ValueError where the text is no YAML.
    """
    root = spans(text)
    every = list(_words(root)) if root else []
    starts = [0, *accumulate(map(len, text.splitlines(keepends=True)))]
    offsets = (starts[min(place.line, len(starts)) - 1] + max(place.column - 1, 0) for place in places)
    return [_at(offset, every, words) for offset in offsets]


def _at(offset: int, every: Sequence[SpeltWord], words: Collection[str]) -> SpeltWord | None:
    here = [word for word in every if word.start == offset]
    exact = [word for word in here if _is_one(word, words)]
    wholes = [word for word in here if word.text is None]
    inner = [word for whole in wholes for word in every if _is_in(word, whole) and _is_one(word, words)]
    found = exact or list(dict.fromkeys(inner))
    return found[0] if len(found) == 1 else None


def _is_one(word: SpeltWord, words: Collection[str]) -> bool:
    return word.text is not None and word.text.strip() in words


def _is_in(word: SpeltWord, whole: SpeltWord) -> bool:
    return not whole.is_key and word.path[: len(whole.path)] == whole.path and word.start >= whole.start


def _words(span: Span, path: Path = ()) -> Iterator[SpeltWord]:
    keys = tuple(key.text or "" for key, _ in span.pairs)
    if path or span.pairs or span.items:
        yield SpeltWord(path, False, span.text, span.start, span.end)
    for key, value in span.pairs:
        own = (*path, key.text or "")
        yield SpeltWord(own, True, key.text, key.start, key.end, keys)
        yield from _words(value, own)
    for number, item in enumerate(span.items):
        yield from _words(item, (*path, number))

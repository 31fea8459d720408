"""What a source file says before any model is asked: text, mappings, lists, nothing."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from generator.errors import Place
from generator.sources.marks import NO_MARKS, Marks, Spots


class Map(dict[str, "Node"]):
    """A mapping that knows where it and its keys stand."""

    __slots__ = ("marks",)

    def __init__(self, pairs: "Mapping[str, Node] | Iterable[tuple[str, Node]]" = (), marks: Marks = NO_MARKS) -> None:
        super().__init__(pairs)
        self.marks = marks


def marks_of(mapping: "Mapping[str, object]") -> Marks:
    """Where the keys of a mapping stand that was read from a file; nowhere, where it was made."""
    return mapping.marks if isinstance(mapping, Map) else NO_MARKS


class Items(list["Node"]):
    """A list that knows where its items stand."""

    __slots__ = ("_here", "_spots", "start")

    def __init__(self, items: "Iterable[Node]" = (), spots: Spots | None = None, here: int = 0, start: int = 0) -> None:
        super().__init__(items)
        self._spots = spots
        self._here = here
        self.start = start

    @property
    def here(self) -> Place:
        return self._spots.place(self._here) if self._spots else Place()

    def place(self, n: int) -> Place:
        """Where item n (from 0) begins; where the list begins if there is none."""
        if not self._spots or not 0 <= n < len(self):
            return self.here
        return self._spots.place(self._spots.numbers[self.start + n])

    def instead(self, items: "Iterable[Node]") -> "Items":
        """Other items at the same places."""
        return Items(items, self._spots, self._here, self.start)


class Translated(str):
    """A text in another language, which knows what its original says."""

    original: str

    def __new__(cls, text: str, original: str) -> "Translated":
        made = super().__new__(cls, text)
        made.original = original
        return made


def original_of(text: str) -> str:
    """What the kit's own language says for it: ids that are made from texts are the same in every language."""
    return text.original if isinstance(text, Translated) else text


Node: TypeAlias = str | Map | Items | None

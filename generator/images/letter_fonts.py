"""What a drawing needs of fonts to draw its words: the rooms of fonts and pictures do not know each other."""

from collections.abc import Mapping
from typing import Protocol

from generator.face import Path


class LetterFont(Protocol):
    """A font whose letters are taken as outlines. All metrics in em; the descent is below nought."""

    @property
    def title(self) -> str: ...
    @property
    def ascent(self) -> float: ...
    @property
    def descent(self) -> float: ...
    @property
    def x_height(self) -> float: ...
    def has(self, char: str) -> bool: ...
    def width(self, text: str) -> float: ...
    def kern(self, pair: str) -> float:
        """How much further from the first of two letters the second stands."""
        ...

    def outlines(self, characters: str) -> Mapping[str, Path]:
        """Of those that it has, each from its origin on the baseline; y runs down."""
        ...


class LetterFonts(Protocol):
    """The fonts that are at hand."""

    def face(self, name: str, weight: int, italic: bool) -> tuple[LetterFont, bool] | None:
        """The nearest face of a family, and whether it is the one asked for; None where none is at hand."""
        ...

    def body(self, weight: int, italic: bool) -> LetterFont:
        """What stands in."""
        ...

    def unset(self, text: str) -> str:
        """What of a text would be drawn wrong, a letter after the other, and why; nothing where all is well."""
        ...

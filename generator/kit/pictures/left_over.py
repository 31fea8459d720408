"""What of a card's words has no room, marked in the fields that say them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.compose import Composer
from generator.compose.inline import plain
from generator.deck import Card
from generator.layout import SIDES, CardLayout, TextFrame


class Passage(NamedTuple):
    """A part of a text, as it is read: without the marks of emphasis."""

    text: str
    is_left: bool = False  # it is not printed, for want of room


class LeftOver(NamedTuple):
    """A text of a card that has not room for all of it, and the words that are left over as they would be set."""

    field: str
    passages: tuple[Passage, ...]
    words: str


def left_over_of(composer: Composer, card: Card) -> Iterator[LeftOver]:
    """Of each field that is printed in part or not at all, once for each frame."""
    for over in composer.overset(card):
        for field in _fields(composer.layout, over.field):
            items = _items(card, field)
            if over.too_wide:
                passages = tuple(_around(items, over.left_over)) if field == over.field else ()
            else:
                passages = tuple(_marked(items, over.left_over, is_cut=field == over.field))
            if field == over.field or any(passage.is_left for passage in passages):
                yield LeftOver(field, passages, over.left_over)


def _fields(layout: CardLayout, field: str) -> list[str]:
    """Of the frames that show a field: it and what stands below it."""
    frames = [frame for side in SIDES for frame in layout.side(side).values() if isinstance(frame, TextFrame)]
    shown = [[block.field for block in frame.blocks] for frame in frames]
    return list(dict.fromkeys(name for names in shown if field in names for name in names[names.index(field) :]))


def _items(card: Card, field: str) -> list[str]:
    value = card.values.get(field, ())
    texts = [plain(item) for item in ((value,) if isinstance(value, str) else value)]
    return [f"{text}\n" for text in texts[:-1]] + texts[-1:]


def _around(items: Sequence[str], word: str) -> Iterator[Passage]:
    """A word that is too wide is marked where it stands."""
    for item in items:
        yield from (Passage(text, at == 1) for at, text in enumerate(item.partition(word)) if text)


def _marked(items: Sequence[str], left_over: str, *, is_cut: bool) -> Iterator[Passage]:
    """Items that are all among the words that are left over, and the end of one that is cut."""
    left_words, left = f" {_words(left_over)} ", _letters(left_over)
    for item in items:
        if (words := _words(item)) and f" {words} " in left_words:
            yield Passage(item, True)
            continue
        cut = _cut(item, left) if is_cut else len(item)
        yield from (Passage(text, at > 0) for at, text in enumerate((item[:cut], item[cut:])) if text)


def _cut(text: str, left: str) -> int:
    """Where in a text what is left over begins: lines are set without their breaks, so that letters are compared."""
    places = [place for place, character in enumerate(text) if character.isalnum()]
    letters = "".join(text[place].lower()[:1] for place in places)
    starts = range(max(0, len(letters) - len(left)), len(letters))
    return next((places[start] for start in starts if left.startswith(letters[start:])), len(text))


def _words(text: str) -> str:
    return " ".join(filter(None, map(_letters, text.split())))


def _letters(text: str) -> str:
    """In small letters, one for each."""
    return "".join(character.lower()[:1] for character in text if character.isalnum())

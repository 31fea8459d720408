"""Gives each card the number of its tile: the one pinned in its source, the one on what is printed, or the one that its
id leads to. Writes nothing.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.codes.manifest import Manifest
from generator.codes.markers.patterns import COUNT
from generator.errors import Place, Problems

KIND = "card"  # of things: the others have codes alone


class CardTile(NamedTuple):
    """What gets a number. `pin` is the `tile:` of its source, `place` where that or the card itself is said."""

    id: str
    pin: int | None
    place: Place


class TileNumbers(NamedTuple):
    of: Mapping[str, int]  # card id → number
    without: int  # cards for which none was left


def hashed(card_id: str) -> int:
    """The number that an id leads to: the first eight bytes of SHA-256 over `prepdeck tile` and the id, big end first,
    modulo 1,000. It is the same in every kit, language and edition.
    """
    return int.from_bytes(hashlib.sha256(f"prepdeck tile {card_id}".encode()).digest()[:8], "big") % COUNT


def number_cards(cards: Collection[CardTile], problems: Problems, published: Manifest | None = None) -> TileNumbers:
    """A number for each card, as long as there are any. Two cards with one pin are an error, and so is a pin that is
    printed on another card.
    """
    printed = dict(_printed(published))
    numbers = _pinned(cards, printed, problems)
    taken = set(numbers.values())
    for card in cards:
        number = printed.get(card.id)
        if card.id not in numbers and number is not None and number not in taken:
            numbers[card.id] = number
            taken.add(number)
    gone = {thing.tile for thing in published.things if thing.tile is not None} if published else set()
    rest = sorted(card.id for card in cards if card.id not in numbers)  # by nothing but what they are called
    for card_id, number in zip(rest, _free(rest, taken, gone), strict=False):
        numbers[card_id] = number
    return TileNumbers(numbers, len(cards) - len(numbers))


def _printed(published: Manifest | None) -> Iterator[tuple[str, int]]:
    """The cards of a manifest, those that are gone first: one that comes back has the number that it had."""
    for thing in sorted(published.things, key=lambda thing: not thing.retired) if published else ():
        if thing.kind == KIND and thing.tile is not None:
            yield thing.id, thing.tile


def _pinned(cards: Iterable[CardTile], printed: Mapping[str, int], problems: Problems) -> dict[str, int]:
    """Those that sources say; what is wrong with them is a problem."""
    pins = {card.id: card for card in cards if card.pin is not None}
    on_paper = {printed[card.id]: card.id for card in cards if card.id in printed}
    owners: dict[int, CardTile] = {}
    for card in pins.values():
        assert card.pin is not None
        owner = owners.setdefault(card.pin, card)
        other = on_paper.get(card.pin, card.id)
        if owner is not card:
            message = f"the cards '{card.id}' and '{owner.id}' ({owner.place}) have the same tile {card.pin}"
            hint = "change 'tile:' of one of them, whichever is not printed yet"
            problems.error(card.place, message, hint, "tile-collision")
        elif other != card.id and other not in pins:
            message = f"card '{card.id}' gets the tile {card.pin}, which is printed on card '{other}' for good"
            problems.error(card.place, message, "change its 'tile:'", "tile-published")
        elif printed.get(card.id, card.pin) != card.pin:
            message = f"card '{card.id}' is printed with the tile {printed[card.id]}; from now on it has {card.pin}"
            problems.warn(card.place, message, "a photograph of the printed card names no card any more", "tile-moved")
    return {card.id: number for number, card in owners.items()}


def _free(ids: Iterable[str], taken: set[int], gone: Collection[int]) -> Iterator[int]:
    """A number for each id, which is then taken; those of cards that are gone come last: they may lie there still."""
    for card_id in ids:
        start = hashed(card_id)
        after = [(start + step) % COUNT for step in range(COUNT)] if start in taken or start in gone else [start]
        free = [number for number in after if number not in taken]
        if not free:
            return
        number = next((number for number in free if number not in gone), free[0])
        taken.add(number)
        yield number

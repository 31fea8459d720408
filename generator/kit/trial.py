"""Files of a workshop that lies nowhere yet, tried in a folder that goes away: which layout suits, what is wrong."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.errors import Problem, Problems
from generator.fonts import FontBook
from generator.fonts.book import MissingGlyphs
from generator.kit.capacity import capacities
from generator.kit.check import check
from generator.kit.pieces.unshown import unshown
from generator.kit.press.capacity import CHOSEN_FIRST, Capacity, most_roomy
from generator.kit.workshop import load

_PARTS_OF_SEQUENCES = (
    "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}"
)


@dataclass(frozen=True)
class Choice:
    """The layout that holds most cards, and what becomes of those that it does not hold."""

    layout: str
    capacities: tuple[Capacity, ...]
    others: Mapping[str, str] = field(default_factory=dict)  # card id → a layout of the same size that holds it
    too_long: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # card id → fields that fit in none


def choose_layout(files: Mapping[str, bytes]) -> Choice:
    """The best of the bundled layouts for a workshop of these files."""
    with _folder(files) as folder:
        shop = load(folder)
        found = capacities(shop)
    best = most_roomy(found)
    if best is None or shop.deck is None:
        return Choice(CHOSEN_FIRST, found)
    cards = {card.id: card for card in shop.deck.cards}
    same = [it for it in found if it.layout.size == best.layout.size and it.layout.bleed == best.layout.bleed]
    others: dict[str, str] = {}
    too_long: dict[str, tuple[str, ...]] = {}
    for card, fields in best.overset.items():
        shown_less = unshown(best.layout, [cards[card]]).keys()
        holding = [
            it.layout
            for it in same
            if not it.fault and card not in it.overset and unshown(it.layout, [cards[card]]).keys() <= shown_less
        ]
        if holding:
            others[card] = min(layout.name for layout in holding)
        else:
            too_long[card] = fields
    return Choice(best.layout.name, found, others, too_long)


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """What `check` says of a workshop of these files."""
    with _folder(files) as folder:
        return check(load(folder), None, lambda done, total: None)


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    with TemporaryDirectory(prefix="prepdeck-") as place:
        for name, data in files.items():
            path = Path(place) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield Path(place)


def unprintable_symbols(texts: Iterable[str]) -> frozenset[str]:
    """Pictographs and the like that no bundled font has. Letters are another matter: a script is not left out."""
    characters = "".join(sorted(it for it in set().union(*texts) if not it.isspace()))
    book = FontBook.load({}, {}, Problems())
    try:
        book.spread(characters, book.font("text"))
    except MissingGlyphs as missing:
        return frozenset(it for it in missing.characters if _is_symbol(it))
    return frozenset()


def _is_symbol(character: str) -> bool:
    return character in _PARTS_OF_SEQUENCES or unicodedata.category(character)[0] in "SC"

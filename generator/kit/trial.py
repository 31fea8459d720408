"""Files of a workshop that lies nowhere yet, tried in a folder that goes away: which layout suits, what is wrong."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.deck import Card
from generator.errors import FileError, Problem, Problems
from generator.fonts import FontBook
from generator.fonts.book import MissingGlyphs
from generator.kit.capacity import capacities
from generator.kit.check import check
from generator.kit.pieces.unshown import unshown
from generator.kit.press.capacity import CHOSEN_FIRST, Capacity, most_roomy
from generator.kit.request.workshop_languages import spoken_languages
from generator.kit.workshop import Workshop, load

_PARTS_OF_SEQUENCES = (
    "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}"
)
NEARLY = 12  # mm that width and height differ, together
FEW = 0.2  # of the cards, that may be in another layout


@dataclass(frozen=True)
class BestLayout:
    """The layout that holds most cards, and what becomes of those that it does not hold."""

    layout: str
    capacities: tuple[Capacity, ...]
    others: Mapping[str, str] = field(default_factory=dict)  # card id → a layout of the same size that holds it
    too_long: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # card id → fields that fit in none

    def of_each_size(self) -> list[Capacity]:
        """The layouts to name: of several that hold as many cards on nearly the same size, the first and the chosen
        one."""
        named: list[Capacity] = []
        for one in sorted(self.capacities, key=lambda it: it.layout.name != self.layout):
            size = one.layout.size
            is_alike = any(
                abs(it.layout.size.width - size.width) + abs(it.layout.size.height - size.height) < NEARLY
                and it.holds == one.holds
                for it in named
            )
            if not one.fault and not is_alike:
                named.append(one)
        return named


def choose_layout(files: Mapping[str, bytes]) -> BestLayout:
    """The best of the bundled layouts for a workshop of these files, in all of its languages.

    It is the one that holds most cards, a few of them in another layout of its size; of several the usual one.
    """
    with _folder(files) as folder:
        shop = load(folder)
        found = _in_all_languages([capacities(it) for it in (shop, *_translated(folder))])
    cards = {card.id: card for card in shop.deck.cards} if shop.deck else {}
    others = {one.layout.name: _others(one, found, cards) for one in found if not one.fault}
    usable = [one for one in found if one.layout.name in others and len(others[one.layout.name]) <= FEW * one.cards]
    full = [one._replace(whole=one.whole + len(others[one.layout.name])) for one in usable]
    most = max((one.whole for one in full), default=0)
    alike = [one._replace(overset={}) for one in full if one.whole == most]
    best = most_roomy(alike) if most else most_roomy(found)
    if best is None:
        return BestLayout(CHOSEN_FIRST, found)
    chosen = next(one for one in found if one.layout.name == best.layout.name)
    there = others[best.layout.name]
    too_long = {card: fields for card, fields in chosen.overset.items() if card not in there}
    return BestLayout(best.layout.name, found, there, too_long)


def _others(one: Capacity, found: Iterable[Capacity], cards: Mapping[str, Card]) -> dict[str, str]:
    """For cards that a layout does not hold another one of its size that does, and leaves out no more of them."""
    size = (one.layout.size, one.layout.bleed)
    same = [it for it in found if not it.fault and (it.layout.size, it.layout.bleed) == size]
    others: dict[str, str] = {}
    for ident in one.overset:
        left_out = unshown(one.layout, [cards[ident]]).keys()
        names = [
            it.layout.name
            for it in same
            if ident not in it.overset and unshown(it.layout, [cards[ident]]).keys() <= left_out
        ]
        if names:
            others[ident] = min(names)
    return others


def _translated(folder: Path) -> Iterator[Workshop]:
    yield from (load(folder, language=language) for language in spoken_languages(folder))


def _in_all_languages(found: Sequence[Sequence[Capacity]]) -> tuple[Capacity, ...]:
    """A card has room where it has room in each language."""
    merged = []
    for own, *others in zip(*found, strict=True):
        overset = {card: fields for one in (*others, own) for card, fields in one.overset.items()}
        fault = next(filter(None, (one.fault for one in (own, *others))), "")
        merged.append(own._replace(overset=overset, whole=own.whole - len(overset) + len(own.overset), fault=fault))
    return tuple(merged)


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """What `check` says of a workshop of these files, in all of its languages."""
    with _folder(files) as folder:
        shops = (load(folder), *_translated(folder))
        return [problem for shop in shops for problem in check(shop, None, lambda done, total: None)]


@contextmanager
def _folder(files: Mapping[str, bytes]) -> Iterator[Path]:
    with ExitStack() as stack:
        try:
            place = Path(stack.enter_context(TemporaryDirectory(prefix="prepdeck-")))
            for name, data in files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(data)
        except OSError as error:
            raise FileError(f"there is no room for temporary files: {error.strerror}; nothing was written") from error
        yield place


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

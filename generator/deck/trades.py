"""Examples of a trade in the place of the deck's own: trades/<trade>.yaml. Ids, codes and all other words stay."""

from dataclasses import dataclass, replace
from pathlib import Path

from generator.deck.model import Deck
from generator.errors import Place, Problems, did_you_mean
from generator.sources import NO_MARKS, Id, Marks, Translation, Words, read

FOLDER = "trades"
EXAMPLE = "example"  # the field of a card that a trade says otherwise


@dataclass(frozen=True, kw_only=True)
class Trade:
    """A trade, and what it says as the example of cards, by their ids."""

    title: Words
    examples: dict[Id, Words]
    marks: Marks = NO_MARKS


def trades(folder: Path) -> list[str]:
    """The names of the trades of a workshop folder."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.yaml"))


def in_trade(
    deck: Deck, folder: Path, name: str, where: Place, problems: Problems, words: Translation | None = None
) -> Deck:
    """The deck with the examples of a trade; a card without one there keeps its own. `where` names the trade."""
    if not name:
        return deck
    known = trades(folder)
    if name not in known:
        hint = did_you_mean(name, known) or (f"known here: {', '.join(known)}" if known else f"put it into {FOLDER}/")
        problems.error(where, f"there is no trade '{name}'", hint, "unknown-trade")
        return deck
    trade = read_trade(folder, name, problems, words)
    if trade is None:
        return deck
    _check(trade, deck, problems)
    cards = (
        replace(card, values={**card.values, EXAMPLE: text}) if (text := trade.examples.get(card.id)) else card
        for card in deck.cards
    )
    return replace(deck, cards=tuple(cards))


def read_trade(folder: Path, name: str, problems: Problems, words: Translation | None = None) -> Trade | None:
    file = f"{FOLDER}/{name}.yaml"
    return read(folder / file, Trade, problems, name=file, salvage=True, words=words)


def _check(trade: Trade, deck: Deck, problems: Problems) -> None:
    ids = {card.id for card in deck.cards}
    for card_id in trade.examples:
        if card_id not in ids:
            hint = did_you_mean(card_id, sorted(ids)) or "write the id of a card of the deck"
            problems.error(trade.marks.of("examples"), f"there is no card '{card_id}'", hint, "unknown-card")

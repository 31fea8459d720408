"""What an interaction begins a recipe with: the cards that it proposes, where no card of their role lies yet."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry


class Beginning(NamedTuple):
    """An interaction in a recipe, and what lies there of the cards that it proposes."""

    card: "ThingEntry"
    proposed: "tuple[ThingEntry, ...]"


def with_proposals(kit: "PrintedKit", laid: Sequence[str], added: Iterable[str]) -> tuple[str, ...]:
    """The codes `laid`, and what those `added` among them propose for the roles that none of them has."""
    cards = [card for code in laid if (card := kit.thing(code))]
    for code in added:
        card, taken = kit.thing(code), {one.role for one in cards} | {""}
        cards += [one for one in kit.named_cards(card.proposes or ()) if one.role not in taken] if card else []
    return tuple(dict.fromkeys([*laid, *(card.code for card in cards)]))


def beginnings(kit: "PrintedKit", laid: Iterable[str]) -> tuple[Beginning, ...]:
    """Of each interaction that lies there, as long as any card does that it proposes."""
    codes = frozenset(laid)
    cards = (card for code in laid if (card := kit.thing(code)))
    found = (
        Beginning(card, tuple(one for one in kit.named_cards(card.proposes or ()) if one.code in codes))
        for card in cards
    )
    return tuple(beginning for beginning in found if beginning.proposed)

"""What of a deck has to be printed again: the cards whose faces are not those of an earlier edition's manifest."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from generator.codes import Manifest, ThingEntry
from generator.deck import Card
from generator.kit.press.production import Production, brand_entry

KIND = "card"
MOST_NAMED = 20  # cards in a sentence


class EditionChanges(NamedTuple):
    """Since an edition: the cards to print, and the old ones to take out of the decks."""

    edition: str
    cards: tuple[Card, ...]  # changed ones and new ones, in the order of the deck
    changed: tuple[str, ...]  # ids
    new: tuple[str, ...]
    gone: tuple[ThingEntry, ...]
    titles: dict[str, str]  # of the old cards that are to be taken out
    causes: tuple[str, ...]  # why all of them have changed, where all have

    def as_dict(self) -> dict[str, Any]:
        gone = [thing.id for thing in self.gone]
        return {"edition": self.edition, "changed": list(self.changed), "new": list(self.new), "gone": gone}

    def lines(self) -> tuple[str, ...]:
        """The report, in sentences."""
        since = f"Since edition {self.edition}"
        if not (self.changed or self.new or self.gone):
            return (f"{since} no card has changed: none is printed.",)
        counts = f"{since}: {len(self.changed)} changed, {len(self.new)} new, {len(self.gone)} gone."
        said = [counts]
        if self.causes:
            said.append(f"Every card has changed, as {' and '.join(self.causes)}: take all old ones out.")
        if self.new:
            said.append(f"Add: {_named(self.new)}.")
        if self.changed and not self.causes:
            said.append(f"Take the old ones out, every copy: {_named([self.titles[name] for name in self.changed])}.")
        if self.gone:
            said.append(f"Gone, take them out: {_named([_title(thing) for thing in self.gone])}.")
        return tuple(said)


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _title(thing: ThingEntry) -> str:
    return f"{thing.title} ({thing.id})" if thing.title and thing.title != thing.id else thing.id


def changes_since(before: Manifest, production: Production) -> EditionChanges:
    """Composes what is in the selection, and compares it with what was printed."""
    production.prepare()
    production.compose_printed()
    printed = (thing for thing in before.things if thing.kind == KIND and thing.drawn is not False)
    old = {thing.id: thing for thing in printed if not thing.retired}
    cards = [card for card in production.deck.cards if card.quantity]
    new = tuple(card.id for card in cards if card.id not in old)
    changed = tuple(
        card.id for card in cards if card.id in old and dict(old[card.id].faces) != production.digests.get(card.id, {})
    )
    names = {card.id for card in cards}
    everything = len(changed) > 1 and len(changed) == len(cards) - len(new)
    return EditionChanges(
        edition=before.kit.edition,
        cards=tuple(card for card in cards if card.id in {*new, *changed}),
        changed=changed,
        new=new,
        gone=tuple(thing for name, thing in old.items() if name not in names),
        titles={name: _title(old[name]) for name in changed},
        causes=_causes(production, before, old) if everything else (),
    )


def _causes(production: Production, before: Manifest, old: dict[str, ThingEntry]) -> tuple[str, ...]:
    """What all cards share that is not as it was."""
    layouts = {
        composer.layout.name: old[card.id].layout
        for card in production.deck.cards
        if card.id in old and (composer := production.composer(card))
    }
    found = {
        "the brand is another": brand_entry(production) != before.brand._replace(logo=None),
        "the layout is another": any(now != then for now, then in layouts.items()),
        "codes lead to another address": production.kit.capture.url != before.capture.url,
    }
    return tuple(words for words, true in found.items() if true) or ("something that all of them show is another",)

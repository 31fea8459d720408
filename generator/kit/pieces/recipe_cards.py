"""Worked examples against the deck: every card that they name is there, and what they leave open is said."""

from collections import Counter
from collections.abc import Sequence

from generator.deck import Deck
from generator.errors import Problems, did_you_mean
from generator.example import Example
from generator.lint import CardRow, Doubt, doubts, ingredient

COMPANIONS = 3  # of a card, at most
# What a doubt says, and what to do; {titles}: the cards that it is about.
WORDS = {
    "clicks-alone": ("rests on clicks alone: {titles}", "lay a thick signal: whom do you ask why?"),
    "no-consent": ("uses what needs a yes, and nothing says that there is one: {titles}", "lay the card of a consent"),
    "no-limit": ("does not say when it must not happen", "lay a risk beside it: its failsafe says when"),
    "measure-unread": ("no signal of it shows the measure: {titles}", "lay a signal that does, or another measure"),
    "one-element": ("is the third recipe in one element: {titles}", "try it in another element"),
    "two-names": ("calls one element by two names: {titles}", "choose one of them"),
}


def check_recipes(deck: Deck, examples: Sequence[Example], problems: Problems) -> None:
    """A card that is not there is a problem; what a recipe leaves open is a warning at its cards."""
    known = {card.id: ingredient(card.values, card.id, card.role) for card in deck.cards}
    rows: list[CardRow] = []
    for example in examples:
        where = example.marks.of("cards")
        for name in example.cards:
            if name not in known:
                hint = did_you_mean(name, sorted(known)) or "write the id of a card of the deck"
                problems.error(where, f"there is no card '{name}'", hint, "unknown-card")
        words = " ".join(text for answer in example.answers.values() for text in answer.chosen)
        row = CardRow(example.id, tuple(known[name] for name in example.cards if name in known), words)
        for doubt in doubts(row, rows):
            problems.warn(where, *in_words(example.id, doubt), code=doubt.rule)
        rows.append(row)


def companions(deck: Deck, examples: Sequence[Example]) -> dict[str, tuple[str, ...]]:
    """Of each card up to three that it goes with: those that it names on itself, else those of other roles that worked
    recipes lay beside it, the most frequent ones first; of what is printed, where there is any.
    """
    known = {card.id: (number, card) for number, card in enumerate(deck.cards)}
    named = [name for name, rule in deck.head.fields.items() if rule.kind == "cards" and rule.print]
    beside: dict[str, Counter[str]] = {}
    for example in examples:
        row = [name for name in example.cards if name in known]
        for name in row:
            beside.setdefault(name, Counter()).update(other for other in row if other != name)

    def rank(pair: tuple[str, int]) -> tuple[int, int]:
        return -pair[1], known[pair[0]][0]

    found: dict[str, tuple[str, ...]] = {}
    for card in deck.cards:
        names = dict.fromkeys(name for field in named for name in card.values.get(field, ()))
        own = [name for name in names if name in known]
        if not own:
            others = {card.role: ""}
            row = [name for name, _ in sorted(beside.get(card.id, Counter()).items(), key=rank)]
            for name in [name for name in row if known[name][1].quantity] or row:
                others.setdefault(known[name][1].role, name)
            own = [name for name in others.values() if name]
        if own:
            found[card.id] = tuple(own[:COMPANIONS])
    return found


def in_words(recipe: str, doubt: Doubt) -> tuple[str, str]:
    """The message and what to do about it."""
    message, hint = WORDS[doubt.rule]
    return f"the recipe '{recipe}' {message.format(titles=', '.join(doubt.titles))}", hint

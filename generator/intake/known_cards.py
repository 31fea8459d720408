"""Which card of the last import a row is now: by the source's own id, by its title, by the nearest text."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from generator.intake.draft import DraftCard
from generator.intake.memory import KNOWN_AS
from generator.intake.records import Value, as_text
from generator.tables.synonyms import folded

_ALIKE = 0.6  # of a title and text, from which it is the same card
_MOST_PAIRS = 40_000
_LONGEST = 400  # characters of a text that are compared


def known_cards(cards: Sequence[DraftCard], before: Mapping[str, Mapping[str, Value]]) -> dict[int, str]:
    """Place in `cards` → id; what is not in it is new. An id of `before` that is nowhere has gone."""
    matched: dict[int, str] = {}
    free = dict(before)

    def take(n: int, name: str) -> None:
        matched[n] = name
        del free[name]

    for key_now, key_before in ((_known_as, _known_as_before), (_title, _title_before)):
        by_key: dict[str, list[str]] = {}
        for name, values in free.items():
            if key := key_before(values):
                by_key.setdefault(key, []).append(name)
        for n, card in enumerate(cards):
            names = [name for name in by_key.get(key_now(card), ()) if name in free] if n not in matched else []
            if names:
                take(n, max(names, key=lambda name: _likeness(_words(card.values), _words(free[name]))))
    for n, name in _nearest({n: card for n, card in enumerate(cards) if n not in matched}, free):
        if n not in matched and name in free:
            take(n, name)
    return matched


def _nearest(cards: Mapping[int, DraftCard], before: Mapping[str, Mapping[str, Value]]) -> list[tuple[int, str]]:
    """Pairs that are alike, the most alike first."""
    if len(cards) * len(before) > _MOST_PAIRS:
        return []
    words = {name: _words(values) for name, values in before.items()}
    pairs = [(_likeness(_words(card.values), words[name]), n, name) for n, card in cards.items() for name in before]
    return [(n, name) for likeness, n, name in sorted(pairs, key=lambda it: (-it[0], it[1])) if likeness >= _ALIKE]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE else 0.0


def _words(values: Mapping[str, Value]) -> str:
    return "\n".join(as_text(values[name]) for name in ("title", "line", "about", "prompts") if name in values)[
        :_LONGEST
    ]


def _known_as(card: DraftCard) -> str:
    return card.known_as


def _known_as_before(values: Mapping[str, Value]) -> str:
    return as_text(values.get(KNOWN_AS, ""))


def _title(card: DraftCard) -> str:
    return folded(as_text(card.values.get("title", "")))


def _title_before(values: Mapping[str, Value]) -> str:
    return folded(as_text(values.get("title", "")))

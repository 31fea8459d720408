"""What laid cards say in a form: which field takes which roles, in which words, and what is still missing."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.form import roles_in

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.codes import ThingEntry
    from generator.form import Form

EDGES = " ,;:–"  # what joins two parts, and joins nothing where one of them is not there
_ROLE = re.compile(r"\{([^{}]*)\}")
_BEFORE_MARK = re.compile(r" (?=[,;:])")


class RoleSlot(NamedTuple):
    """A field that cards fill, with those of the kit that it takes, by their roles."""

    field: str
    cards: "tuple[ThingEntry, ...]"


def slots(form: "Form", kit: "PrintedKit") -> tuple[RoleSlot, ...]:
    """In the order of the form. A role belongs to the first field that it fills; others repeat it in their words."""
    taken: set[str] = set()
    found = []
    for name, asked in form.fields.items():
        own = [role for role in asked.laid_roles if role not in taken]
        taken.update(own)
        cards = tuple(card for role in own for card in kit.cards(role))
        if cards:
            found.append(RoleSlot(name, cards))
    return tuple(found)


def laid_words(form: "Form", kit: "PrintedKit", laid: Iterable[str]) -> dict[str, str]:
    """What the cards with these codes say: each field that they fill, with its text."""
    titles: dict[str, list[str]] = {}
    for code in dict.fromkeys(laid):
        card = kit.thing(code)
        if card and card.role:
            titles.setdefault(card.role, []).append(card.title or card.id)
    by_role = {role: ", ".join(some) for role, some in titles.items()}
    said = {name: _words(asked.laid_from, by_role) for name, asked in form.fields.items()}
    return {name: words for name, words in said.items() if words}


def _words(parts: Iterable[str], titles: Mapping[str, str]) -> str:
    """The parts whose roles are all laid, as one text."""

    def filled(part: str) -> str:
        return _ROLE.sub(lambda gap: titles[gap[1]], part) if _ROLE.search(part) else titles[part]

    there = (filled(part) for part in parts if all(role in titles for role in roles_in(part)))
    return _BEFORE_MARK.sub("", " ".join(there)).strip(EDGES)

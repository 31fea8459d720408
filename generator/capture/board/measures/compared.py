"""Recipes side by side: what each has in every slot, and in how many of them the same stands."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.reader import questions
from generator.capture.board.measures.groups import ABOUT_ONESELF
from generator.capture.board.measures.texts import answered, laid_cards

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry
    from generator.form import Form


class SlotValue(NamedTuple):
    """A card by its code, or what a person wrote where no card lies, by its words in small letters."""

    key: str
    text: str


class ComparedRecipe(NamedTuple):
    """A recipe by the roles of its cards."""

    entry: str  # its id
    name: str
    sentence: str
    slots: Mapping[str, tuple[SlotValue, ...]]


class ComparisonTally:
    """The recipes of one form, the oldest first. A form without fields that cards fill compares nothing."""

    def __init__(self, form: "Form", kit: "PrintedKit") -> None:
        asked = questions(form, kit)
        self._cards = [question for question in asked if question.kind == "cards"]
        self._sentences = [question for question in asked if question.kind == "sentence"]
        lines = (question for question in asked if question.kind == "text" and question.name not in ABOUT_ONESELF)
        self._name = next(lines, None)
        self._things = {thing.code: thing for thing in kit.things}
        own = _own_roles(form)
        self._asked = [(question, own[question.name]) for question in asked if question.name in own]
        self.asked_roles: tuple[str, ...] = tuple(role for roles in own.values() for role in roles)
        self._known = tuple(kit.roles)
        self.recipes: list[ComparedRecipe] = []
        self.counts: Counter[tuple[str, str]] = Counter()  # role and key → recipes

    @property
    def roles(self) -> tuple[str, ...]:
        """Those that the form asks for, in its order; then others that somebody laid, in the order of the kit."""
        laid = {role for role, _ in self.counts}
        return (*self.asked_roles, *(role for role in self._known if role in laid and role not in self.asked_roles))

    def add(self, entry: "Entry", group: str = "") -> None:
        slots = self._laid(entry)
        for question, roles in self._asked:
            if not slots.keys() & set(roles) and (text := answered(question, entry)):
                slots[roles[0]] = [SlotValue(text.casefold(), text)]
        if not slots:
            return
        sentence = next((text for question in self._sentences if (text := answered(question, entry))), "")
        name = answered(self._name, entry) if self._name else ""
        frozen = {role: tuple(values) for role, values in slots.items()}
        self.recipes.append(ComparedRecipe(entry.id, name, sentence, frozen))
        self.counts.update({(role, value.key) for role, values in slots.items() for value in values})

    def _laid(self, entry: "Entry") -> dict[str, list[SlotValue]]:
        slots: dict[str, list[SlotValue]] = {}
        for code in dict.fromkeys(laid_cards(self._cards, entry)):
            thing = self._things.get(code)
            if thing and thing.role:
                slots.setdefault(thing.role, []).append(SlotValue(code, thing.title or thing.id))
        return slots

    def palette(self, role: str) -> list[tuple[str, int]]:
        """What stands in a slot, with the number of recipes: the most first, then in the order in which it came."""
        return [(text, count) for text, count, _ in self.coloured(role)]

    def coloured(self, role: str) -> list[tuple[str, int, str]]:
        """The same with the category of what is a card, else ""."""
        texts = {value.key: value.text for recipe in self.recipes for value in recipe.slots.get(role, ())}
        ranked = sorted(texts.items(), key=lambda pair: -self.counts[role, pair[0]])
        return [(text, self.counts[role, key], self._category(key)) for key, text in ranked]

    def _category(self, code: str) -> str:
        thing = self._things.get(code)
        return thing.category if thing else ""


def _own_roles(form: "Form") -> dict[str, tuple[str, ...]]:
    """Fields that cards fill, with their roles; one that several name belongs to the first of them."""
    taken: set[str] = set()
    own: dict[str, tuple[str, ...]] = {}
    for name, asked in form.fields.items():
        if roles := tuple(role for role in asked.laid_roles if role not in taken):
            own[name] = roles
            taken.update(roles)
    return own


def compares(form: "Form") -> bool:
    """Whether recipes of a form can be laid side by side by slot."""
    return any(field.kind == "cards" for field in form.fields.values()) and bool(_own_roles(form))

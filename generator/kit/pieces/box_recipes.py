"""Worked examples as cards in a tuck box: what was answered on two sides, and the cards that they are laid from."""

from collections.abc import Iterator, Mapping, Sequence

from generator.box import BoxRecipes
from generator.deck import Card, Deck, Value
from generator.errors import Problems, did_you_mean
from generator.example import Example
from generator.form import Form

RECIPE = "recipe"  # the layout, and how ids begin


def recipe_cards(
    words: BoxRecipes, category: str, deck: Deck, examples: Sequence[Example], forms: Mapping[str, Form]
) -> Iterator[Card]:
    """A card for each example that is there."""
    known = {example.id: example for example in examples}
    numbers = {card.id: (number, card) for number, card in enumerate(deck.cards, 1)}
    for name in words.names:
        if example := known.get(name):
            laid = tuple(
                f"{numbers[each][0]}\N{NO-BREAK SPACE}{numbers[each][1].values.get('title', each)}"
                for each in example.cards
                if each in numbers and numbers[each][1].quantity
            )
            form = forms[example.form]
            values: dict[str, Value] = {
                "title": example.title,
                "answers": _said(words.front, example, form),
                "sentences": _said(words.back, example, form),
                "laid": " · ".join(laid),
                "laid_title": words.laid if laid else "",
            }
            yield Card(id=f"{RECIPE}-{name}", category=category, layout=RECIPE, values=values, marks=example.marks)


def _said(names: Sequence[str], example: Example, form: Form) -> tuple[str, ...]:
    """Each answer behind the label of its field."""
    answered = ((form.printed.get(name), example.answers.get(name)) for name in names)
    return tuple(
        f"**{field.label}** {', '.join(answer.chosen)}"
        for field, answer in answered
        if field and answer and answer.chosen
    )


def check_names(words: BoxRecipes, examples: Sequence[Example], forms: Mapping[str, Form], problems: Problems) -> None:
    """An example or a field that is not there is a problem."""
    known = {example.id: example for example in examples}
    for number, name in enumerate(words.names):
        if name not in known:
            hint = did_you_mean(name, known) or "write it in recipes.yaml, or leave it out"
            problems.error(words.marks.of("names", number), f"there is no recipe '{name}'", hint, "unknown-recipe")
    fields = {name for each in words.names if each in known for name in forms[known[each].form].printed}
    for key in ("front", "back"):
        for number, name in enumerate(getattr(words, key)):
            if fields and name not in fields:
                hint = did_you_mean(name, fields)
                problems.error(words.marks.of(key, number), f"no form has a field '{name}'", hint, "unknown-field")

"""What a recipe leaves open, in words: its cards as the kit knows them, judged by the rules of `lint`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from generator.capture.answers.questions import cards_field
from generator.lint import CardRow, Ingredient, doubts

if TYPE_CHECKING:
    from generator.capture.kits import PrintedKit
    from generator.capture.model import Entry
    from generator.codes import ThingEntry
    from generator.form import Form


class OpenPoint(NamedTuple):
    """A doubt as it is shown: what is open, and what to do about it."""

    rule: str
    text: str
    advice: str


def open_points(row: CardRow, others: Sequence[CardRow], words: Mapping[str, str]) -> tuple[OpenPoint, ...]:
    """`others` are the recipes before it, `words` those of the pages."""
    return tuple(
        OpenPoint(rule, words[f"doubt-{rule}"].format(titles=", ".join(titles)), words[f"doubt-{rule}-advice"])
        for rule, titles in doubts(row, others)
    )


def laid_row(form: "Form", kit: "PrintedKit", inputs: Mapping[str, Sequence[str]]) -> CardRow:
    """A recipe as a page holds it."""
    name = cards_field(form)
    written = (value for field, values in inputs.items() if field != name for value in values)
    return _row("", inputs.get(name, ()), written, kit)


def kept_row(entry: "Entry", form: "Form", kit: "PrintedKit") -> CardRow:
    name = cards_field(form)
    laid = entry.body.get(name)
    written = (answer for field, answer in entry.body.items() if field != name and isinstance(answer, str))
    return _row(entry.id, laid if isinstance(laid, list) else (), written, kit)


def _row(recipe: str, laid: Iterable[str], written: Iterable[str], kit: "PrintedKit") -> CardRow:
    cards = (kit.thing(code) for code in laid)
    return CardRow(recipe, tuple(_ingredient(card) for card in cards if card), " ".join(written))


def _ingredient(card: "ThingEntry") -> Ingredient:
    return Ingredient(
        card.id,
        card.role,
        card.title or card.id,
        card.depth or "",
        card.consent or "",
        card.read_from or (),
        card.also or (),
    )

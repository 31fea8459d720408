"""Worksheets as a deck of their own: copies of a form, each numbered."""

from dataclasses import replace

from generator.deck import Card, Category, Deck, DeckHead, FieldRule
from generator.errors import Problems, did_you_mean
from generator.form import Form
from generator.geometry import Size
from generator.kit.copies import card_id
from generator.kit.order import WorksheetsOrder
from generator.layout import CardLayout, Trim

KIND = "worksheet"
COLOUR = "ink"


def ordered_forms(order: WorksheetsOrder, forms: dict[str, Form], problems: Problems) -> list[Form]:
    for name in order.copies:
        if name not in forms:
            hint = did_you_mean(name, forms) or "put it into forms/"
            problems.error(order.marks.of("copies"), f"there is no form '{name}'", hint, "unknown-form")
    return [forms[name] for name in order.copies if name in forms]


def worksheet_deck(form: Form, count: int, head: DeckHead) -> Deck:
    """One card for each copy, numbered from 1; what its layout shows beside the form are the title and the intro."""
    category = Category(name=form.title, colour=COLOUR, form=form.id, marks=form.marks)
    fields = {"title": FieldRule(), "intro": FieldRule()}
    values = {"title": form.title, "intro": form.intro}
    own = replace(head, title=form.title, fields=fields, categories={form.id: category}, roles={})
    cards = (
        Card(id=card_id(form.id, number), category=form.id, values=values, form=form.id, marks=form.marks)
        for number in range(1, count + 1)
    )
    return Deck(own, tuple(cards))


def on_paper(layout: CardLayout, paper: Size) -> CardLayout:
    """The layout on another paper: the boxes go with its edges, type and lines stay as large as a hand needs them."""
    return replace(layout, trim=Trim(width=paper.width, height=paper.height))

"""Which cards a card goes with, and what there is to do in five minutes: stations of the detail side."""

from dataclasses import replace

import pytest

from generator.deck import Card, Deck
from generator.kit.pieces.recipe_cards import companions
from generator.kit.press.production import Production, Shared
from generator.kit.workshop import Workshop, bundled_workshop, load

LABELS = ("card.companions.label", "prompts.label")


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return load(bundled_workshop(), {"layout": "poker"})


def cards(shop: Workshop) -> dict[str, Card]:
    return {card.id: card for card in shop.pieces["deck"].deck.cards}


def stations(shop: Workshop, card: str) -> dict[str, str]:
    production = Production(Shared(shop, None), shop.pieces["deck"])
    face = production.face(cards(shop)[card], "back")
    assert face is not None
    return {line.field: line.text for line in face.lines() if line.field in (*LABELS, "card.companions")}


def test_a_card_goes_with_those_that_it_names_else_with_those_of_recipes(shop: Workshop) -> None:
    found = companions(shop.pieces["deck"].deck, shop.examples)
    known = cards(shop)
    assert found["suggest-a-neighbour"] == ("banner", "related-title", "meets-a-title")
    for name, others in found.items():
        assert 1 <= len(others) <= 3
        assert name not in others
        if not known[name].values.get("proposes") and not known[name].values.get("measures"):
            assert len({known[each].role for each in (name, *others)}) == 1 + len(others)
            laid = [example.cards for example in shop.examples if name in example.cards]
            assert all(any(each in row for row in laid) for each in others)
    assert "size-feature" not in found  # no recipe lays it


def test_a_card_that_is_named_under_two_fields_is_one_companion(shop: Workshop) -> None:
    deck = shop.pieces["deck"].deck
    names = [name for name, rule in deck.head.fields.items() if rule.kind == "cards" and rule.print]
    assert len(names) > 1
    card = replace(deck.cards[0], values=dict.fromkeys(names, ("banner",)))
    assert companions(Deck(deck.head, (card, *deck.cards[1:])), ())[card.id] == ("banner",)


def test_numbers_on_printed_cards_are_of_cards_that_are_printed(shop: Workshop) -> None:
    found, known = companions(shop.pieces["deck"].deck, shop.examples), cards(shop)
    printed = {name for name, card in known.items() if card.quantity}
    missing = {each for name in printed for each in found.get(name, ()) if each not in printed}
    assert len(printed) == 54
    assert missing == set()


def test_stations_say_what_they_are_and_are_given_up_where_there_is_nothing(shop: Workshop) -> None:
    numbers = {name: number for number, name in enumerate(cards(shop), 1)}
    with_it = stations(shop, "suggest-a-neighbour")
    laid = ("banner", "related-title", "meets-a-title")
    assert with_it["card.companions"] == "·".join(str(numbers[name]) for name in laid)
    assert [with_it[label].casefold() for label in LABELS] == ["goes with", "five minutes"]
    assert set(stations(shop, "size-feature")) == {"prompts.label"}

"""What a recipe leaves open: each rule is shown on a planted recipe, and the bundled twelve are silent."""

from dataclasses import replace

import pytest

from generator import bundled
from generator.deck import load_deck
from generator.errors import Problems
from generator.example import Example, load_examples
from generator.form import load_forms
from generator.kit.pieces.recipe_cards import WORDS, check_recipes
from generator.lint import RULES, WHOLE, CardRow, Ingredient, doubts, ingredient

FOLDER = bundled.folder("deck_sources") / "prepersonalization"
GUEST, ALERT = Ingredient("guest", "audience", "Guest"), Ingredient("alert", "element", "Alert", also=("ribbon",))
CONTENT, TRIGGER = Ingredient("near", "content", "Near"), Ingredient("first", "trigger", "First")
VIEW = Ingredient("view", "signal", "View", depth="thin", consent="needed")
TALK = Ingredient("talk", "signal", "Talk", depth="thick")
CHOICE = Ingredient("choice", "signal", "Choice", depth="thin", consent="given")
RATE = Ingredient("rate", "measure", "Rate", read_from=("paid",))
RISK = Ingredient("risk", "risk", "Risk")
SOUND = (GUEST, VIEW, TALK, CHOICE, CONTENT, ALERT, TRIGGER, RISK)


def rules(*cards: Ingredient, words: str = "", others: tuple[CardRow, ...] = ()) -> list[str]:
    return [doubt.rule for doubt in doubts(CardRow("mine", cards, words), others)]


def without(card: Ingredient) -> tuple[Ingredient, ...]:
    return tuple(one for one in SOUND if one != card)


def test_a_sound_recipe_is_left_alone() -> None:
    assert rules(*SOUND) == []
    assert rules() == []


@pytest.mark.parametrize(
    ("cards", "rule"),
    [
        (without(TALK), "clicks-alone"),
        (without(CHOICE), "no-consent"),
        (without(RISK), "no-limit"),
        ((*SOUND, RATE), "measure-unread"),
    ],
)
def test_each_rule_of_the_cards_is_seen(cards: tuple[Ingredient, ...], rule: str) -> None:
    assert rules(*cards) == [rule]


def test_a_third_recipe_in_one_element_is_a_habit() -> None:
    laid = tuple(CardRow(str(number), SOUND) for number in range(2))
    assert rules(*SOUND, others=laid[:1]) == []
    assert rules(*SOUND, others=laid) == ["one-element"]


def test_an_element_by_another_name_is_seen_as_a_word_of_its_own() -> None:
    assert rules(*SOUND, words="Shown in the Ribbon, once.") == ["two-names"]
    assert rules(*SOUND, words="ribbons everywhere") == []
    assert rules(*SOUND, others=(CardRow("first", (ALERT,), "a ribbon"),)) == ["two-names"]


@pytest.mark.parametrize("role", sorted(WHOLE))
def test_a_recipe_that_is_not_whole_yet_needs_no_limit(role: str) -> None:
    assert rules(*(card for card in without(RISK) if card.role != role)) == []


def test_every_rule_has_words_of_its_own() -> None:
    assert set(WORDS) == set(RULES)
    assert len({message for message, _ in WORDS.values()}) == len(RULES)


def test_the_bundled_recipes_are_laid_from_cards_alone_and_leave_nothing_open() -> None:
    problems = Problems()
    deck = load_deck(FOLDER, problems)
    examples = load_examples(FOLDER, load_forms(FOLDER, problems), problems)
    assert deck is not None
    check_recipes(deck, examples, problems)
    assert problems.sorted() == []
    assert len(examples) == 12
    roles = {card.id: card.role for card in deck.cards}
    needed = {"audience", "signal", "content", "element", "trigger", "benefit", "measure", "risk"}
    for example in examples:
        assert {roles[name] for name in example.cards} == needed, example.id


def changed(recipe: Example, out: str = "", put: str = "", what: str = "") -> Example:
    """With a card less or more, and something else in the answer to “what”."""
    cards = (*(name for name in recipe.cards if name != out), *filter(None, [put]))
    told = replace(recipe.answers["what"], text=what or recipe.answers["what"].text)
    return replace(recipe, cards=cards, answers={**recipe.answers, "what": told})


PLANTED = (
    ("clicks-alone", {"out": "half-an-hours-talk"}),
    ("no-consent", {"out": "consent-choice"}),
    ("no-limit", {"out": "filter-bubble"}),
    ("measure-unread", {"out": "taken-up", "put": "renewal-rate"}),
    ("one-element", {"put": "e-mail"}),
    ("two-names", {"what": "One close neighbour, in a teaser."}),
)


@pytest.mark.parametrize(("rule", "change"), PLANTED)
def test_each_rule_is_seen_where_it_is_planted_in_a_bundled_recipe(rule: str, change: dict[str, str]) -> None:
    problems = Problems()
    deck = load_deck(FOLDER, problems)
    examples = load_examples(FOLDER, load_forms(FOLDER, problems), problems)
    assert deck is not None
    first, *rest = examples
    check_recipes(deck, [*rest, changed(first, **change)], problems)
    assert [problem.code for problem in problems.sorted()] == [rule]
    assert problems.sorted()[0].where.line == first.marks.of("cards").line
    assert {case[0] for case in PLANTED} == set(RULES)


def test_a_recipe_that_names_no_card_of_the_deck_is_a_problem() -> None:
    problems = Problems()
    deck = load_deck(FOLDER, problems)
    assert deck is not None
    check_recipes(deck, [Example(id="one", form="recipe", title="One", cards=("gest",))], problems)
    assert [(problem.code, problem.hint) for problem in problems.errors] == [("unknown-card", "did you mean 'guest'?")]


def test_what_a_deck_does_not_say_is_not_judged() -> None:
    card = ingredient({"title": "Paid", "also": ("bill",)}, "paid", "signal")
    assert card == Ingredient("paid", "signal", "Paid", also=("bill",))


def test_a_signal_without_a_mark_is_not_taken_for_a_click() -> None:
    bare = VIEW._replace(depth="", consent="")
    assert rules(bare) == []
    assert rules(bare._replace(depth="thin")) == ["clicks-alone"]

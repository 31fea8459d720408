"""The words of the bundled deck: enough of them, short enough, set as print sets them, and each said once."""

import re
from collections.abc import Iterator, Mapping

import pytest

from generator.compose.inline import plain
from generator.deck import Card, Deck
from generator.errors import Problems
from generator.form import load_forms
from generator.kit.pieces.posters import load_posters
from generator.kit.request.kit_yaml import PostersOrder
from generator.kit.workshop import bundled_workshop, load
from generator.poster import Poster

LAYERS = ("raw-data", "actionable-data", "segments", "patterns", "interactions", "goals")
ROLES = ("audience", "signal", "content", "element", "trigger", "benefit", "measure", "risk")
SIZES = ("function", "feature", "experience", "complete-product", "portfolio")
WORDS = {"line": (6, 12), "about": (22, 32), "example": (12, 18)}  # as deck.yaml asks its writers
LONGEST_TITLE, LONGEST_PROMPT = 24, 12
RUN = 8  # words in a row that two texts may not share

# Three recipes that everybody understands, laid from cards alone: role → card.
RECIPES: Mapping[str, Mapping[str, str]] = {
    "nurture": {
        "audience": "guest", "signal": "page-viewed", "trigger": "meets-a-title", "content": "related-title",
        "element": "banner", "benefit": "saves-time", "measure": "time-to-first-title",
    },
    "welcome": {
        "audience": "newly-registered", "trigger": "just-signed-up", "content": "catalogue-tour", "element": "e-mail",
        "benefit": "feels-looked-after", "measure": "return-visits",
    },
    "winback": {
        "audience": "about-to-lapse", "signal": "renewal-failed", "trigger": "before-the-term-ends",
        "content": "comeback-offer", "element": "e-mail", "benefit": "keeps-a-subscriber", "measure": "renewal-rate",
    },
}  # fmt: skip
AMERICAN = (
    r"\b(\w*personaliz\w*|colors?|favorites?|behaviors?|centers?|catalogs?|program|analyz\w*|organiz\w*|recogniz\w*)\b"
)


@pytest.fixture(scope="module")
def deck() -> Deck:
    found = load(bundled_workshop()).deck
    assert found is not None
    return found


def posters() -> list[Poster]:
    return load_posters(bundled_workshop(), PostersOrder(), Problems())


def texts(card: Card) -> Iterator[tuple[str, str]]:
    """Each text of a card by its field; the items of a list one by one."""
    for name, value in card.values.items():
        if name != "motif":
            yield from ((name, plain(item)) for item in ((value,) if isinstance(value, str) else value))


def too_long_or_short(name: str, text: str) -> bool:
    count = len(text.split())
    if name == "title":
        return len(text) > LONGEST_TITLE
    if name == "prompts":
        return not 2 <= count <= LONGEST_PROMPT
    least, most = WORDS[name]
    return not least <= count <= most


def badly_set(text: str) -> list[str]:
    """Signs of the typewriter, and spaces that are none of print's."""
    return re.findall(r"[\"'`]|--|\.\.\.|  | - | [,.;:?!]|\s$|^\s", text)


def runs(text: str) -> set[tuple[str, ...]]:
    said = re.findall(r"[\w’-]+", text.lower())
    return {tuple(said[at : at + RUN]) for at in range(len(said) - RUN + 1)}


def shared_runs(said: Mapping[str, str]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Where two texts have the same eight words in a row."""
    first: dict[tuple[str, ...], str] = {}
    return [
        (first[run], name, run)
        for name, text in said.items()
        for run in sorted(runs(text))
        if first.setdefault(run, name) != name
    ]


def test_the_deck_covers_layers_roles_sizes_and_risks(deck: Deck) -> None:
    categories = [card.category for card in deck.cards]
    assert len(deck.cards) >= 36
    for layer in LAYERS:
        assert categories.count(layer) >= 5, layer
    assert categories.count("risks") >= 5
    assert {card.role for card in deck.cards} - {""} == set(ROLES) == set(deck.head.roles)
    assert {f"size-{size}" for size in SIZES} <= {card.id for card in deck.cards}


def test_every_card_is_finished(deck: Deck) -> None:
    for card in deck.cards:
        assert set(card.values) == {"title", "line", "about", "prompts", "example", "motif"}, card.id
        assert 2 <= len(card.values["prompts"]) <= 3, card.id


def test_texts_keep_to_their_lengths(deck: Deck) -> None:
    assert [(card.id, *said) for card in deck.cards for said in texts(card) if too_long_or_short(*said)] == []


def test_texts_are_set_as_print_sets_them(deck: Deck) -> None:
    for card in deck.cards:
        for name, text in texts(card):
            assert badly_set(text) == [], (card.id, name)
            assert not re.search(AMERICAN, text, re.IGNORECASE), (card.id, name, text)
            assert text[-1] in (".?!’" if name != "title" else text[-1]), (card.id, name)


def test_posters_are_set_as_print_sets_them_too() -> None:
    found = posters()
    assert len(found) >= 8
    for poster in found:
        for name, value in {"title": poster.title, **poster.words}.items():
            for text in (value,) if isinstance(value, str) else value:
                assert badly_set(text.replace(" · ", " ")) == [], (poster.id, name)
                assert not re.search(AMERICAN, text, re.IGNORECASE), (poster.id, name)


def test_forms_are_set_as_print_sets_them_too() -> None:
    forms = load_forms(bundled_workshop(), Problems())
    assert len(forms) >= 11
    for form in forms.values():
        said = [form.title, form.intro]
        for field in form.fields.values():
            said += [field.label, field.hint, field.low, field.high, *field.options]
        for text in filter(None, said):
            assert badly_set(text.replace("  ", " ")) == [], (form.id, text)  # a number stands apart from its question
            assert not re.search(AMERICAN, text.replace("personalization", ""), re.IGNORECASE), (form.id, text)


def test_titles_are_all_different(deck: Deck) -> None:
    titles = [card.values["title"] for card in deck.cards]
    assert len(set(titles)) == len(titles)


def test_nothing_is_said_twice(deck: Deck) -> None:
    said = {card.id: " / ".join(text for _, text in texts(card)) for card in deck.cards}
    assert shared_runs(said) == []


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_three_recipes_are_laid_from_cards(deck: Deck, recipe: str) -> None:
    cards = {card.id: card for card in deck.cards}
    for role, name in RECIPES[recipe].items():
        assert cards[name].role == role


def test_every_picture_is_there_and_every_picture_is_used(deck: Deck) -> None:
    named = {str(card.values["motif"]) for card in deck.cards}
    named |= {name for category in deck.head.categories.values() for name in (category.glyph, category.motif)}
    named |= {poster.picture for poster in posters() if poster.picture}
    box = load(bundled_workshop()).pieces["box"].boxes
    named |= {box.words.picture, box.words.foot, box.words.side_foot}
    there = {f"pictures/{path.name}" for path in (bundled_workshop() / "pictures").iterdir()}
    assert there == named


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("title", "A title that nobody reads across"),
        ("line", "Far too short."),
        ("prompts", "Why?"),
        ("about", "word " * 40),
    ],
)
def test_a_planted_length_is_noticed(name: str, text: str) -> None:
    assert too_long_or_short(name, text)


@pytest.mark.parametrize(
    "text", ["it's", 'say "yes"', "one -- two", "wait...", "two  spaces", "a - b", "a comma ,", "end "]
)
def test_a_planted_typewriter_sign_is_noticed(text: str) -> None:
    assert badly_set(text)


def test_a_planted_repetition_is_noticed() -> None:
    sentence = "These eight words stand here and there alike"
    assert shared_runs({"one": f"{sentence}.", "two": f"Well, {sentence.lower()}!"})
    assert not shared_runs({"one": f"{sentence}.", "two": "These eight words stand here and elsewhere too."})

"""The words of the bundled deck: enough of them, short enough, set as print sets them, and each said once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from math import ceil

import pytest

from generator.booklet import Booklet, Table
from generator.compose.inline import plain
from generator.deck import Card, Deck
from generator.errors import Problems
from generator.example import Example
from generator.form import load_forms
from generator.kit.pieces.posters import load_posters
from generator.kit.request.kit_yaml import PostersOrder
from generator.kit.workshop import Workshop, bundled_workshop, load
from generator.motifs.line import is_line
from generator.poster import Poster

LAYERS = ("raw-data", "actionable-data", "segments", "patterns", "interactions", "goals")
# At least so many cards of each role.
ROLES = {
    "interaction": 142, "audience": 12, "signal": 12, "content": 12, "element": 12, "trigger": 12, "benefit": 12,
    "measure": 12, "risk": 20,
}  # fmt: skip
SIZES = ("size-function", "size-feature", "size-experience", "size-complete-product", "size-portfolio")
ROW = ("audience", "trigger", "content", "element", "benefit")  # as a recipe is laid
ARGUMENTS = ("business-efficiency", "arg-customer-experience", "business-orchestration", "customer-understanding")
PROGRAM = ("step-experiments", "step-always-on", "step-mature-features")
# The first edition: each is still there, for the same thing, or retired; its code is in print.
_FIRST_IDS = """
    page-viewed search-typed minutes-read payment-record support-note consent-choice renewal-failed
    favourite-genre going-quiet meets-a-title just-signed-up before-the-term-ends stalled-half-way guest
    newly-registered about-to-lapse devoted-reader dabbler team-buyer returning-member related-title
    catalogue-tour comeback-offer pick-up-again shelf-by-taste editors-pick their-usual-hour banner alert-bar
    e-mail home-shelf push-message one-question human-call saves-time keeps-a-subscriber next-favourite
    feels-looked-after renewal-rate time-to-first-title return-visits opt-out-rate nagging consent-missing
    stale-data creepy-accuracy filter-bubble unequal-treatment detractor size-function size-feature
    size-experience size-complete-product size-portfolio
"""
FIRST_EDITION = _FIRST_IDS.split()
LONGEST_TITLE, LONGEST_LINE, LONGEST_PROMPT = 32, 90, 12  # characters, characters, words
LONGEST_DETAILS, LONGEST_MEAN = 80, 14  # words of a detail side, words of a sentence on the mean
DETAILS = ("about", "prompts", "example", "failsafe", "persofail")
_UNPRINTED = "motif proposes measures size market complexity effort consent read_from also depth"
HIDDEN = frozenset(_UNPRINTED.split())  # no words of a card
INTERACTION = {"proposes", "measures", "size", "market", "complexity", "effort", "persofail", "mark"}
EFFORTS = ("days", "weeks", "quarter", "year")
RUN = 8  # words in a row that two texts may not share
COMMON_RUN, MOST_WITH_RUN = 6, 3  # … and that no more than so many cards may
MOST_ALIKE = 0.6  # Jaccard of the words of two cards
# The verbs with which a thing to do begins.
_VERBS = """
    add agree ask bet buy cancel choose circle complete count cover cut decide delete describe design do draft draw
    each empty estimate explain fill film find give halve hang hide keep label lay leave list look mark name note
    offer open order place play point price put read rewrite say search send set show sit sketch sort strike sum
    switch tally tell test time trace translate try turn type underline watch work write
"""
TASKS = frozenset(_VERBS.split())
# Titles are of no trade: a bank, a shop and a hospital play the same cards.
TRADE = (
    r"\b(readers?|reading|books?|chapters?|novels?|titles?|shel(f|ves)|catalogues?|subscri\w*|baskets?|patients?|"
    r"accounts?|loans?|seats?|tickets?|articles?|genres?|episodes?|genre|dishes)\b"
)
AMERICAN = (
    r"\b(\w*personaliz\w*|colors?|favorites?|behaviors?|centers?|catalogs?|program|analyz\w*|organiz\w*|recogniz\w*)\b"
)


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return load(bundled_workshop())


@pytest.fixture(scope="module")
def deck(shop: Workshop) -> Deck:
    assert shop.deck is not None
    return shop.deck


@pytest.fixture(scope="module")
def guide(shop: Workshop) -> Booklet:
    assert shop.guide is not None
    return shop.guide


def posters() -> list[Poster]:
    return load_posters(bundled_workshop(), PostersOrder(), Problems())


def texts(card: Card) -> Iterator[tuple[str, str]]:
    """Each text of a card that is read, by its field; the items of a list one by one."""
    for name, value in card.values.items():
        if name not in HIDDEN:
            yield from ((name, plain(item)) for item in ((value,) if isinstance(value, str) else value))


def words_of(text: str) -> list[str]:
    return re.findall(r"[\w’'-]+", text.lower())


def details(card: Card) -> str:
    return " ".join(text for name, text in texts(card) if name in DETAILS)


def mean_sentence(text: str) -> float:
    sentences = [sentence for sentence in re.split(r"[.!?:]\s", text) if words_of(sentence)]
    return sum(len(words_of(sentence)) for sentence in sentences) / len(sentences)


def too_long(card: Card) -> list[str]:
    """What of a card is longer than a table reads."""
    value = {name: " ".join(text for key, text in texts(card) if key == name) for name in ("title", "line")}
    measures = {
        "title": (len(value["title"]), LONGEST_TITLE),
        "line": (len(value["line"]), LONGEST_LINE),
        "details": (len(words_of(details(card))), LONGEST_DETAILS),
        "sentences": (mean_sentence(details(card)), LONGEST_MEAN),
    }
    prompts = (len(words_of(text)) for name, text in texts(card) if name == "prompts")
    measures["prompts"] = (max(prompts, default=0), LONGEST_PROMPT)
    return [name for name, (size, most) in measures.items() if size > most]


def is_task(prompt: str) -> bool:
    return words_of(prompt)[0] in TASKS


def badly_set(text: str) -> list[str]:
    """Signs of the typewriter, and spaces that are none of print's."""
    return re.findall(r"[\"'`]|--|\.\.\.|  | - | [,.;:?!]|\s$|^\s", text)


def runs(text: str, length: int = RUN) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}


def busy_runs(texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Six words in a row that more than three cards have."""
    where = Counter(run for text in texts.values() for run in runs(text, COMMON_RUN))
    return [run for run, cards in where.items() if cards > MOST_WITH_RUN]


def alike(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs that share too many of their words."""
    sets = {name: set(words_of(text)) for name, text in texts.items()}
    return [(a, b) for a, b in combinations(sets, 2) if len(sets[a] & sets[b]) > MOST_ALIKE * len(sets[a] | sets[b])]


def are_too_idle(prompts: Sequence[str]) -> bool:
    """Whether fewer than one in three are something to do."""
    return sum(map(is_task, prompts)) * 3 < len(prompts)


def of_a_trade(titles: Iterable[str]) -> list[str]:
    return [title for title in titles if re.search(TRADE, title, re.IGNORECASE)]


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
    roles = Counter(card.role for card in deck.cards)
    ids = {card.id for card in deck.cards}
    assert {role: roles[role] for role in ROLES if roles[role] < ROLES[role]} == {}
    assert roles["interaction"] == ROLES["interaction"]
    assert set(roles) - {""} == set(ROLES) == set(deck.head.roles)
    for layer in LAYERS:
        assert any(card.category == layer for card in deck.cards), layer
    assert {*SIZES, *ARGUMENTS, *PROGRAM} <= ids
    marks = Counter(card.values.get("mark") for card in deck.cards if card.role in ("benefit", "signal"))
    assert marks["customer"] >= 6
    assert marks["business"] >= 6
    assert marks["thick"] >= 3


def test_the_first_edition_keeps_its_ids_and_is_the_core(deck: Deck) -> None:
    assert len(FIRST_EDITION) == len(set(FIRST_EDITION)) == 54
    assert set(FIRST_EDITION) <= {card.id for card in deck.cards if card.quantity}
    assert set(deck.head.selections["core"]) == set(FIRST_EDITION)
    assert sum(card.quantity for card in deck.cards) == 54, "one box"


def test_every_card_is_finished(deck: Deck) -> None:
    cards = {card.id: card for card in deck.cards}
    for card in deck.cards:
        asked = {"ticks"} if card.id == "detractor" else {"prompts"}
        assert {"title", "line", "example", "mark"} | asked <= {*card.values, "mark"}, card.id
        if card.role == "interaction":
            assert set(card.values) - {"motif"} >= INTERACTION, card.id
            assert [cards[name].role for name in card.values["proposes"]] == ["element", "content", "trigger"], card.id
            assert [cards[name].role for name in card.values["measures"]] == ["measure"], card.id
            assert set(card.values["size"]) <= set(SIZES), card.id
            assert card.values["market"] in ("consumer", "business", "both"), card.id
            assert card.values["complexity"] in ("low", "middle", "high"), card.id
            assert card.values["effort"] in EFFORTS, card.id
        else:
            assert "about" in card.values, card.id
        if card.role in ("signal", "trigger"):
            assert card.values["mark"] in ("thin", "thick"), card.id
        if card.role == "signal":
            assert card.values["depth"] == card.values["mark"], card.id
        if card.role == "benefit":
            assert card.values["mark"] in ("customer", "business"), card.id
        if card.role == "risk" and card.id != "detractor":
            assert card.values["failsafe"], card.id


def test_no_two_interactions_open_the_same_recipe(deck: Deck) -> None:
    triples = Counter(card.values["proposes"] for card in deck.cards if card.role == "interaction")
    assert [triple for triple, count in triples.items() if count > 1] == []
    assert len(triples) == ROLES["interaction"]


def unlike_their_cards(deck: Deck, recipes: Sequence[Example]) -> list[str]:
    """Recipes whose introduction names other cards than they are laid from, or names them in another order."""
    cards = {card.id: card for card in deck.cards}
    faults = []
    for recipe in recipes:
        laid = [cards[name] for name in recipe.cards]
        titles = [card.values["title"] for role in ROW for card in laid if card.role == role]
        row = f"{', '.join(map(str, titles[:-1]))} and {titles[-1]}."
        faults += [recipe.id] * (not recipe.intro.endswith(f"Laid from {row}"))
    return faults


def test_recipes_name_the_cards_they_are_laid_from(shop: Workshop, deck: Deck) -> None:
    recipes = shop.examples
    assert unlike_their_cards(deck, recipes) == []
    another = replace(recipes[0], cards=("dabbler", *recipes[0].cards[1:]))
    assert unlike_their_cards(deck, [another]) == [another.id], "planted"


def test_the_conference_room_counts_as_the_guide_counts(guide: Booklet) -> None:
    told = {name: count for block in guide.blocks if isinstance(block, Table) for name, count, *_ in block.rows}
    tables = ceil(200 / guide.seats)
    counts = {"participant": 200, "table": tables}
    rows = {"The deck": "deck", "The catalogue": "catalogue", "Blank cards": "blanks"}
    rows["Worksheet *Recipe*"] = "worksheets/recipe"
    for name, piece in rows.items():
        assert told[name] == str(counts[guide.needs[piece].per] * guide.needs[piece].count), name
    assert told["Helpers"] == str(tables // 5)


def test_ideas_are_drawn_from_what_lies_on_the_table(deck: Deck, guide: Booklet) -> None:
    """One box has no interactions: the days of the guide lay the catalogue out wherever recipes begin."""
    core = set(deck.head.selections["core"])
    assert not any(card.role == "interaction" for card in deck.cards if card.id in core)
    begins = [step for day in guide.days for step in day.steps if step.form == "recipe"]
    assert len(begins) >= 3
    assert [step.id for step in begins if "catalogue" not in step.pieces] == []


def test_families_are_of_a_size_that_a_table_can_sort(deck: Deck) -> None:
    families = Counter(card.values["mark"] for card in deck.cards if card.role == "interaction")
    assert len(families) == 12
    assert 10 <= min(families.values()) <= max(families.values()) <= 14


def test_texts_keep_to_their_lengths(deck: Deck) -> None:
    assert {card.id: faults for card in deck.cards if (faults := too_long(card))} == {}


def test_every_card_has_something_to_do(deck: Deck) -> None:
    """At least one prompt in three, and none of the deck but the Detractor's boxes without."""
    prompts = [text for card in deck.cards for name, text in texts(card) if name == "prompts"]
    assert not are_too_idle(prompts)
    interactions = [card for card in deck.cards if card.role != "interaction" and card.id != "detractor"]
    idle = [card.id for card in interactions if not any(n == "prompts" and is_task(t) for n, t in texts(card))]
    assert idle == []


def test_titles_are_of_no_trade(deck: Deck) -> None:
    assert of_a_trade(str(card.values["title"]) for card in deck.cards) == []


def test_cards_do_not_sound_alike(deck: Deck) -> None:
    said = {card.id: " / ".join(text for _, text in texts(card)) for card in deck.cards}
    assert busy_runs(said) == []
    assert alike(said) == []


def test_texts_are_set_as_print_sets_them(deck: Deck) -> None:
    for card in deck.cards:
        for name, text in texts(card):
            assert badly_set(text) == [], (card.id, name)
            assert not re.search(AMERICAN, text, re.IGNORECASE), (card.id, name, text)
            assert name in ("title", "mark") or text[-1] in ".?!’…", (card.id, name)


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


def test_every_picture_is_there_and_every_picture_is_used(deck: Deck) -> None:
    named = {name for card in deck.cards if not is_line(name := str(card.values["motif"]))}
    named |= {name for category in deck.head.categories.values() for name in (category.glyph, category.motif)}
    named |= {poster.picture for poster in posters() if poster.picture}
    box = load(bundled_workshop()).pieces["box"].boxes
    named |= {box.words.picture, box.words.foot, box.words.side_foot} - {""}
    there = {f"pictures/{path.name}" for path in (bundled_workshop() / "pictures").iterdir()}
    assert there == named


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("title", "A title that nobody reads across it", "title"),
        ("line", "far too long " * 8, "line"),
        ("prompts", ("One two three four five six seven eight nine ten eleven twelve thirteen?",), "prompts"),
        ("about", "Short. " + "word " * 80, "details"),
        ("about", "word " * 40, "sentences"),
    ],
)
def test_a_planted_length_is_noticed(name: str, text: str | tuple[str, ...], fault: str) -> None:
    sound = {"title": "One", "line": "Two.", "about": "Three.", "prompts": ("Write it.",)}
    assert too_long(Card("a", "b", values=sound)) == []
    assert fault in too_long(Card("a", "b", values={**sound, name: text}))


@pytest.mark.parametrize(
    "text", ["it's", 'say "yes"', "one -- two", "wait...", "two  spaces", "a - b", "a comma ,", "end "]
)
def test_a_planted_typewriter_sign_is_noticed(text: str) -> None:
    assert badly_set(text)


def test_a_planted_repetition_is_noticed() -> None:
    sentence = "These eight words stand here and there alike"
    assert shared_runs({"one": f"{sentence}.", "two": f"Well, {sentence.lower()}!"})
    assert not shared_runs({"one": f"{sentence}.", "two": "These eight words stand here and elsewhere too."})


def test_idle_prompts_are_noticed() -> None:
    assert not are_too_idle(["Draw it.", "Why?", "For whom?"])
    assert are_too_idle(["Draw it.", "Why?", "For whom?", "Since when?"])


@pytest.mark.parametrize("title", ["A patient’s book", "Two shelves", "Subscribers first", "The loan"])
def test_a_title_of_a_trade_is_noticed(title: str) -> None:
    assert of_a_trade([title, "Hand on the door"]) == [title]


def test_cards_that_sound_alike_are_noticed() -> None:
    four = {str(number): f"{number}: one two three four five six." for number in range(4)}
    assert busy_runs(dict(list(four.items())[:3])) == []
    assert busy_runs(four) == [("one", "two", "three", "four", "five", "six")]
    assert alike({"one": "a b c d", "two": "a b c e"}) == []  # 3 of 5, as much as may be
    assert alike({"one": "a b c d", "two": "d c b a e"}) == [("one", "two")]


@pytest.mark.parametrize("text", ["in colour and in color", "We personalize it", "a favorite"])
def test_another_spelling_is_noticed(text: str) -> None:
    assert re.search(AMERICAN, text, re.IGNORECASE)

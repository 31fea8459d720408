"""What checks say, in the language of the studio's pages: values go over as they are. That every sentence has words is
tested in test_wording.py.
"""

from pathlib import Path

import pytest
from said_sentences import KNOWN, NESTED, TRANSLATED
from starlette.testclient import TestClient
from studios import client_of, studio_on

from generator.errors import FIRST_CAUSES, MOST_CAUSES, Place, Problem, by_cause, in_short
from generator.kit.words.fixed_words import shipped_words
from generator.studio.sentences import Sentences, places, sentences
from generator.studio.words import FALLBACK


@pytest.mark.parametrize("language", TRANSLATED)
def test_values_go_over_as_they_are_and_no_sentence_is_taken_for_another(language: str) -> None:
    known, translated = KNOWN[language], sentences(language).translated
    for text, words in known.items():
        assert places(text) == places(words), text
        values = {name: NESTED if name.startswith("sentence") else f"y{at}" for at, name in enumerate(places(text))}
        said, wanted = text, words
        for name, value in values.items():
            said = said.replace(f"{{{name}}}", value)
            wanted = wanted.replace(f"{{{name}}}", known[NESTED] if value == NESTED else value)
        assert translated(said) == wanted


def test_a_sentence_that_is_only_known_in_part_stays_as_it_is() -> None:
    own = Sentences({"card '{id}': {sentence}": "Karte „{id}“: {sentence}", "it is blue": "sie ist blau"})
    assert own.translated("card 'a{b}c': it is blue") == "Karte „a{b}c“: sie ist blau"
    assert own.translated("card 'a': it is red") == "card 'a': it is red"
    assert own.translated("it is blue" * 1000) == "it is blue" * 1000
    assert sentences(FALLBACK).translated("it is blue") == "it is blue"


def test_a_text_that_nearly_is_a_sentence_a_thousand_times_is_soon_none() -> None:
    """What stands in a place is somebody's own words: none makes a page wait."""
    known = Sentences({"{a}, {b}, {c}, {d}, {e}.": "{e} {d} {c} {b} {a}"})
    assert known.translated("x, " * 600) == "x, " * 600
    assert known.translated("1, 2, 3, 4, 5, 6.") == "5, 6 4 3 2 1"
    for words in (", , , , .", "1, 2, 3, 4.", "1, 2, 3, 4, ."):
        assert known.translated(words) == words


def test_many_of_a_kind_are_summed_up_in_the_language_of_the_page() -> None:
    problems = [
        Problem(Place("deck.yaml", line, 1), f"there is no paper '{line}'", code="unknown-paper")
        for line in range(1, MOST_CAUSES + 2)
    ]
    *_, last = in_short(by_cause(problems))
    assert sentences("de").translated(last.first.message) == (
        f"Und {MOST_CAUSES + 1 - FIRST_CAUSES} weitere dieser Art (unknown-paper), "
        f"dies ist die erste: Ein Papier „{FIRST_CAUSES + 1}“ gibt es nicht"
    )
    one = Problem(Place("deck.yaml", 1, 1), "this card has no id", cause="id")
    both = by_cause([one, Problem(Place("deck.yaml", 9, 1), "this card has no id", cause="id")])
    assert sentences("de").translated(both[0].others) == "Und an 1 weiteren Stelle: 9:1"


@pytest.fixture
def german(starter: Path, tmp_path: Path) -> TestClient:
    deck = starter / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace("role: move\n", "role: mvoe\n", 1), encoding="utf-8")
    studio = studio_on(starter, tmp_path, draws=True, language="de")
    return client_of(studio)


def test_pages_say_findings_in_their_language(german: TestClient) -> None:
    page = german.get("/pages").text
    assert "Eine Rolle „mvoe“ gibt es nicht" in page
    assert "Meinten Sie „move“?" in page
    assert "Eine Rolle „mvoe“ gibt es nicht" in german.get("/cards").text
    assert '<p class="message">there is no' not in page


def test_pages_say_how_sheets_are_imposed_in_their_language(starter: Path, tmp_path: Path) -> None:
    with client_of(studio_on(starter, tmp_path, draws=True, language="de")) as client:
        pages = {piece: client.get(f"/pages?piece={piece}").text for piece in ("deck", "guide")}
    slug = shipped_words("de").texts
    assert slug["slug-butt"] in pages["deck"] or "Zwischenschnitt" in pages["deck"]
    assert " on A4" not in "".join(pages.values())

"""The words that cards take for granted are explained in the guide, and no text is that of the founding documents."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from test_words import runs, texts

from generator.booklet import Booklet, Table
from generator.compose.inline import plain
from generator.kit.workshop import bundled_workshop, load

# Words of the trade. Where a card has one, in the singular or the plural, the guide says what is meant.
_TRADE = """
    audience signal content element trigger benefit measure risk interaction recipe segment pattern layer pyramid
    persofail failsafe pilot cook programme front-stage back-stage thin thick model rule consent opt-out bias
    orchestration governance cohort churn funnel uplift attribution stakeholder touchpoint persona holdout
    omnichannel metadata granularity
"""
TERMS = tuple(_TRADE.split())
SHOUTED = re.compile(r"\b[A-Z][A-Z/&]*[A-Z]\b")  # A/B, NPS
NO_TERM = "NULL"  # what a letter says by mistake, on the card about it
# Digests of every eight words in a row of the documents that the project was founded on; those stand nowhere here.
FOUNDING = frozenset((Path(__file__).parent / "founding_runs.txt").read_text(encoding="utf-8").split())


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What stands on each card."""
    deck = load(bundled_workshop()).deck
    assert deck is not None
    return {card.id: " / ".join(text for _, text in texts(card)) for card in deck.cards}


@pytest.fixture(scope="module")
def glossary() -> dict[str, str]:
    guide = load(bundled_workshop()).guide
    assert guide is not None
    return dict(entries(guide))


def entries(guide: Booklet) -> Iterator[tuple[str, str]]:
    """The rows of the guide's table of words."""
    for block in guide.blocks:
        if isinstance(block, Table) and block.columns[0] == "Word":
            yield from ((plain(row[0]), row[1]) for row in block.rows)


def unexplained(texts: Iterable[str], glossary: dict[str, str]) -> set[str]:
    """Terms that stand in a text and neither as an entry nor, in italics, in one."""
    explained = " ".join(
        (*glossary, *(term for text in glossary.values() for term in re.findall(r"\*([^*]+)\*", text)))
    )
    used = {term for text in texts for term in (*SHOUTED.findall(text), *(t for t in TERMS if has(text, t)))}
    return {term for term in used - {NO_TERM} if not has(explained.lower(), term.lower())}


def has(text: str, term: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", text, re.IGNORECASE) is not None


def digests(text: str) -> set[str]:
    return {hashlib.sha256(" ".join(run).encode()).hexdigest()[:12] for run in runs(text)}


def test_no_term_is_without_its_entry(said: dict[str, str], glossary: dict[str, str]) -> None:
    assert unexplained(said.values(), glossary) == set()


def test_every_entry_is_of_a_word_that_somebody_meets(said: dict[str, str], glossary: dict[str, str]) -> None:
    met = " ".join(said.values())
    assert len(glossary) >= 15
    assert [word for word in glossary if not any(has(met, part) for part in word.split() if part not in "and of")] == []


@pytest.mark.parametrize("text", ["Our churn is high.", "Two holdouts", "The NPS says so."])
def test_a_term_without_an_entry_is_noticed(text: str, glossary: dict[str, str]) -> None:
    assert len(unexplained([text], glossary)) == 1


def test_an_entry_that_is_taken_out_is_missed(said: dict[str, str], glossary: dict[str, str]) -> None:
    assert unexplained(said.values(), {word: text for word, text in glossary.items() if word != "persofail"})


def product_texts() -> dict[str, str]:
    """Every file of words that is handed to people."""
    root = Path(__file__).parents[1]
    folders = ((root / "deck_sources", "*.yaml"), (root / "docs", "*.md"), (root / "generator", "words/*.yaml"))
    found = {
        path.as_posix(): path.read_text(encoding="utf-8") for folder, name in folders for path in folder.rglob(name)
    }
    return {**found, "README.md": (root / "README.md").read_text(encoding="utf-8")}


def values(text: str, name: str) -> str:
    """What a file of YAML says, without its keys, so that a text stands in one piece."""
    if not name.endswith(".yaml"):
        return text
    return " / ".join(leaves(yaml.safe_load(text)))


def leaves(node: object) -> Iterator[str]:
    if isinstance(node, dict | list):
        for item in node.values() if isinstance(node, dict) else node:
            yield from leaves(item)
    elif isinstance(node, str):
        yield plain(node)


def test_nothing_is_copied_from_what_it_was_founded_on() -> None:
    files = product_texts()
    assert len(files) > 60
    assert len(FOUNDING) > 1000
    assert [name for name, text in files.items() if digests(values(text, name)) & FOUNDING] == []


def test_a_copied_sentence_is_noticed() -> None:
    founding = digests("Of every hundred meals that are cooked one is burnt, and nobody says so.")
    assert digests("Well: of every hundred meals that are cooked one is burnt!") & founding
    assert not digests("Of every hundred meals that we cook one is burnt.") & founding

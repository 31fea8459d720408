"""Headings in people's own words: one meaning each, whatever the case, the accents and what stands in parentheses."""

from collections import Counter

import pytest

from generator.errors import Problems
from generator.sources import read
from generator.tables import synonyms

NAMES = ("id", "category", "quantity", "title", "about", "prompts")


def test_no_word_has_two_meanings_or_stands_twice() -> None:
    listed = read(synonyms._FILE, dict[str, tuple[str, ...]], Problems())
    assert listed is not None
    words = Counter(synonyms.folded(word) for words in listed.values() for word in words)
    assert "" not in words
    assert [word for word, times in words.items() if times > 1] == []
    assert all(synonyms.meaning(name) == name for name in listed)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Kartentitel", "title"),
        ("TITRE", "title"),
        ("Título", "title"),
        ("Название", "title"),
        ("名称", "title"),
        ("Qty.", "quantity"),
        ("Anzahl (Stück)", "quantity"),
        ("Catégorie", "category"),
        ("カテゴリー", "category"),
        ("Discussion_Questions", "prompts"),
        ("Beschreibung", "about"),
        ("Notes (us)", ""),
        ("No.", ""),
        ("", ""),
    ],
)
def test_headings_mean_a_name(heading: str, name: str) -> None:
    assert synonyms.same_meaning(heading, NAMES) == name


def test_a_field_is_known_by_its_own_word() -> None:
    assert synonyms.same_meaning("Description", ("titel", "beschreibung")) == "beschreibung"
    assert synonyms.same_meaning("Name", ("front", "back")) == "front"
    assert synonyms.same_meaning("Name", ("front", "word")) == "", "two fields may be meant"

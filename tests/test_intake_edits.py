"""What an import writes into files that people edit: every text comes back as it was, and all around it stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problems
from generator.intake.edits import EditedFile
from generator.intake.written import pair
from generator.sources import Items, Map, parse

# What a card may hold once it is tidy: YAML itself has no other characters.
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"), max_size=200).map(
    str.strip
)
VALUES = st.one_of(WORDS, st.lists(WORDS, min_size=1, max_size=4).map(tuple))

OWN = """\
# Mine.
cards:
  # the first
  - id: one          # stays
    title: One       # a comment
    about: >-
      Some text
      on two lines.

  - {id: two, title: "Two", prompts: [a, b]}   # in brackets
  -   id: three
      prompts:
        - What?
        - Who?   # really
      title: 'Three'

# The end.
"""


def said(text: str) -> list[dict[str, object]]:
    problems = Problems()
    node = parse(text, "cards.yaml", problems)
    assert not problems.errors, f"{problems.errors}\n{text}"
    assert isinstance(node, Map)
    cards = node["cards"]
    assert isinstance(cards, Items)
    return [
        {key: tuple(value) if isinstance(value, Items) else value for key, value in card.items()}
        for card in cards
        if isinstance(card, Map)
    ]


@given(VALUES)
def test_a_text_that_is_written_is_read_back(value: str | tuple[str, ...]) -> None:
    problems = Problems()
    node = parse("cards:\n" + pair("title", value, 4).replace("    title", "  - title", 1) + "\n", "a.yaml", problems)
    assert not problems.errors
    assert isinstance(node, Map)
    cards = node["cards"]
    assert isinstance(cards, Items)
    card = cards[0]
    assert isinstance(card, Map)
    again = card["title"]
    assert (tuple(again) if isinstance(again, Items) else again) == value


@given(st.sampled_from(("title", "about", "prompts", "line")), st.integers(0, 2), VALUES, st.booleans())
def test_a_changed_value_is_the_only_change(key: str, n: int, value: str | tuple[str, ...], crlf: bool) -> None:
    text = OWN.replace("\n", "\r\n") if crlf else OWN
    file = EditedFile(text)
    file.set(file.cards()[n], key, value)
    expected = said(OWN)
    expected[n][key] = value
    assert said(file.text) == expected
    for line in ("# Mine.", "  # the first", "# stays", "# a comment", "# in brackets", "# The end."):
        assert line in file.text
    assert not crlf or "\n" not in file.text.replace("\r\n", "")


@pytest.mark.parametrize(
    ("n", "key"), [(0, "about"), (0, "title"), (1, "title"), (1, "prompts"), (2, "prompts"), (2, "title")]
)
def test_a_key_is_taken_out(n: int, key: str) -> None:
    file = EditedFile(OWN)
    file.drop(file.cards()[n], key)
    expected = said(OWN)
    del expected[n][key]
    assert said(file.text) == expected


@pytest.mark.parametrize("n", range(3))
def test_a_card_is_taken_out_and_another_put_in_its_place(n: int) -> None:
    file = EditedFile(OWN)
    file.remove(file.cards()[n])
    expected = said(OWN)
    del expected[n]
    assert said(file.text) == expected
    file = EditedFile(OWN)
    file.insert(file.cards()[n], "  - id: new\n    title: New")
    assert [card["id"] for card in said(file.text)] == [
        *(card["id"] for card in said(OWN)[: n + 1]),
        "new",
        *(card["id"] for card in said(OWN)[n + 1 :]),
    ]


def test_a_family_is_added_below_the_others() -> None:
    for before in ("categories:   # mine\n  a: {name: A}   # one\n\n# more\n", "categories: {a: {name: A}}\n"):
        file = EditedFile(before)
        assert file.add_entry("categories", "b", '{name: B, colour: "#123456"}')
        node = parse(file.text, "deck.yaml", Problems())
        assert node == {"categories": {"a": {"name": "A"}, "b": {"name": "B", "colour": "#123456"}}}
        assert ("# one" in file.text) == ("# one" in before)
    assert not EditedFile("title: x\n").add_entry("categories", "b", "{}")

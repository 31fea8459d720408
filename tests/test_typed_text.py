"""Texts as people type and paste them: what comes in by the one door, whichever file it stands in."""

from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compose.capitals import in_capitals
from generator.deck.loading import load_deck
from generator.errors import Place, Problems
from generator.form import Form
from generator.sources import bind, lost, parse, tidy
from generator.sources.typed_text import PLACES

UNSEEN = "\u034f\u061c\u200c\u200e\u200f\u3164\ufeff\uffa0" + "".join(
    chr(code)
    for first, last in ((0x180B, 0x180F), (0x202A, 0x202E), (0x2061, 0x206F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
BREAKS = "\r\n\x0b\x0c\x85\u2028\u2029"


def documented(text: str) -> str:
    """What docs/kit.md says of a text, once more and slowly."""
    text = "".join(sign for sign in text if sign not in UNSEEN)
    for sign in ("\r\n", *BREAKS):
        text = text.replace(sign, "\n")
    lines = [" ".join(part for part in line.replace("\t", " ").split(" ") if part) for line in text.split("\n")]
    text = normalize("NFC", "\n".join(lines))
    while text and (text[0].isspace() or text[0] in PLACES):
        text = text[1:]
    while text and (text[-1].isspace() or text[-1] in PLACES):
        text = text[:-1]
    return text


letters = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs", "Mn"))
typed = st.text(st.one_of(letters, st.sampled_from(UNSEEN + BREAKS + PLACES + " \t*")), max_size=40)


@given(typed)
def test_any_text_in_is_the_text_out_but_for_what_is_documented(text: str) -> None:
    assert tidy(text) == documented(text)
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\ufeffHello\u200e wor\u00adld", "Hello wor\u00adld"),
        ("a\u200bb\u2060c", "a\u200bb\u2060c"),
        ("\u200b \u00ad", ""),
        ("\u200b Goals\u00a0\u2060", "Goals"),
        ("☎\ufe0f x\ufe0e", "☎ x"),
        ("1\ufe0f\u20e3", "1\u20e3"),  # still a keycap, which is named
        ("👩\u200d❤\ufe0f\u200d👩", "👩\u200d❤\u200d👩"),
        ("a\u200db \u200d👩\u200d", "ab 👩"),
        ("\U0001f3f4\U000e0067\U000e007f \U000e0067x", "\U0001f3f4\U000e0067\U000e007f x"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_what_prints_nothing_is_left_out_and_places_to_part_a_word_stay(text: str, kept: str) -> None:
    assert tidy(text) == kept


DECK = 'id: d\ntitle: "Ti\u200etle"\nfields: {title: {label: "La\ufeffbel"}}\ncategories: {a: {name: "Na\u202eme"}}\n'


@pytest.mark.parametrize("source", ["yaml", "csv"])
def test_every_field_comes_through_the_same_door(tmp_path: Path, source: str) -> None:
    card = "x\u200ey\ufe0f  z"
    if source == "yaml":
        (tmp_path / "deck.yaml").write_text(
            f'{DECK}cards: [{{id: c, category: a, title: "{card}"}}]\n', encoding="utf-8"
        )
    else:
        (tmp_path / "deck.yaml").write_text(DECK, encoding="utf-8")
        (tmp_path / "cards.csv").write_text(f"id,category,title\nc,a,{card}\n", encoding="utf-8")
    problems = Problems()
    deck = load_deck(tmp_path, problems)
    assert deck is not None, list(problems)
    assert not problems
    head = deck.head
    assert (head.title, head.fields["title"].label, head.categories["a"].name) == ("Title", "Label", "Name")
    assert deck.cards[0].values["title"] == "xy z"


def test_headings_ids_and_categories_match_whatever_nobody_sees_in_them(tmp_path: Path) -> None:
    (tmp_path / "deck.yaml").write_text(DECK, encoding="utf-8")
    (tmp_path / "cards.csv").write_text("id,ca\u00adtegory\u200b,title\nc\u200b,\u200ea,x\n", encoding="utf-8")
    problems = Problems()
    deck = load_deck(tmp_path, problems)
    assert deck is not None
    assert list(problems) == []
    assert [(card.id, card.category) for card in deck.cards] == [("c", "a")]


def test_forms_come_through_it_too_and_what_was_lost_is_said_at_its_place() -> None:
    problems = Problems()
    text = 'id: f\ntitle: "A\u200f form"\nfields:\n  who: {label: "Wh\ufffdo", kind: text}\n'
    assert bind(parse(text, "forms/f.yaml", problems), Form, problems, Place("forms/f.yaml", 1, 1)) is None
    (problem,) = problems
    assert (problem.code, problem.where.line) == ("lost-character", 4)
    assert "after 'Wh'" in problem.message


def test_a_control_character_is_named() -> None:
    assert lost("a\x01b") == ("the character U+0001 after 'a' cannot be printed", "delete it")
    assert lost("as it should be\nin two lines") is None


def test_a_message_names_what_nobody_sees() -> None:
    problems = Problems()
    problems.error(Place("deck.yaml"), "there is no category 'goa\u200bls'", "did you mean 'goals'?")
    problems.warn(Place("deck.yaml"), "“wo\u00adrd” and \ue000, plain “Ünïcode”\nin two lines")
    first, second = problems
    assert first.message == "there is no category 'goa(U+200B, zero width space)ls'"
    assert first.hint == "did you mean 'goals'?"
    assert second.message == (
        "“wo(U+00AD, soft hyphen)rd” and (U+E000, a character without a name), plain “Ünïcode”\nin two lines"
    )


@pytest.mark.parametrize(
    ("text", "language", "capitals"),
    [
        ("iyi ışık", "tr", "İYİ IŞIK"),
        ("iyi ışık", "az-Latn", "İYİ IŞIK"),
        ("Άυλος, μαΐου, άι", "el", "ΑΫΛΟΣ, ΜΑΪΟΥ, ΑΪ"),
        ("ήταν ή καφές ΰ", "el-GR", "ΗΤΑΝ Ή ΚΑΦΕΣ Ϋ"),
        ("ijs en ĳs", "nl", "IJS EN ĲS"),
        ("iyi straße Άυλος", "de", "IYI STRASSE ΆΥΛΟΣ"),
    ],
)
def test_capitals_are_those_of_the_language(text: str, language: str, capitals: str) -> None:
    assert in_capitals(text, language) == capitals

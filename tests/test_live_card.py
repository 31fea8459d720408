"""A card that somebody is typing: as the kit would print it, what has no room marked in the words that say it."""

import shutil
from pathlib import Path

import openpyxl
import pytest
import yaml

from generator.deck import card_rows
from generator.errors import SourceError
from generator.kit.pictures.card_pages import CardStudio
from generator.kit.pictures.live_card import LiveCard, LiveDeck
from generator.kit.press.production import Shared
from generator.kit.workshop import load
from generator.render import Pages
from generator.sources import Items, Map

ROOT = Path(__file__).parent.parent
BUNDLED, SMALL = ROOT / "deck_sources" / "prepersonalization", ROOT / "tests" / "small"
WIDTH = 240


@pytest.fixture(scope="module")
def bundled() -> LiveDeck:
    return LiveDeck(load(BUNDLED))


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop", ignore=shutil.ignore_patterns("output")))


def said(folder: Path, card: str, **changes: str | list[str] | None) -> Map:
    row = next(row for row in card_rows(folder).rows if row.id == card)
    typed = {key: Items(value) if isinstance(value, list) else value for key, value in changes.items()}
    return Map({**row.said, **typed}, row.said.marks)


def marked(card: LiveCard) -> dict[str, list[str]]:
    return {over.field: [passage.text for passage in over.passages if passage.is_left] for over in card.left_over}


def printed(folder: Path, card: str) -> list[bytes]:
    """The sides of a card as the pictures of the whole deck have them."""
    studio = CardStudio(Shared(load(folder), None), [each for each in load(folder).deck.cards if each.quantity])
    number = [each.id for each in studio.cards].index(card)
    pages = Pages(studio.pages(studio.trim))
    try:
        height = round(WIDTH * studio.trim.height / studio.trim.width)
        shown = (studio.number(number, side) for side in studio.sides)
        return [pages.bitmap(page, (WIDTH, height)).png(0, level=1) for page in shown]
    finally:
        pages.close()


def test_is_what_the_whole_deck_prints_once_it_is_saved(workshop: Path) -> None:
    live = LiveDeck(load(workshop))
    typed = live.draw(said(workshop, "second", about="Typed, and not yet *saved* anywhere."), WIDTH)
    before = live.draw(said(workshop, "second"), WIDTH)
    assert [side.png for side in before.sides] == printed(workshop, "second")
    file = next((workshop / "cards").glob("*.yaml"))
    cards = yaml.safe_load(file.read_text(encoding="utf-8"))
    listed = cards["cards"] if isinstance(cards, dict) else cards
    next(card for card in listed if card["id"] == "second")["about"] = "Typed, and not yet *saved* anywhere."
    file.write_text(yaml.safe_dump(cards, sort_keys=False, allow_unicode=True), encoding="utf-8")
    after = printed(workshop, "second")
    assert [side.png for side in typed.sides] == after != [side.png for side in before.sides]


def test_every_card_of_the_bundled_deck_is_what_is_printed(bundled: LiveDeck) -> None:
    """With its motif, its number, the cards that it goes with and its code."""
    rows = {row.id: row.said for row in card_rows(BUNDLED).rows}
    shop = bundled.shop
    studio = CardStudio(Shared(shop, None), [card for card in shop.deck.cards if card.quantity][::9])
    studio.pages(studio.trim)
    for card in studio.cards:
        drawn = bundled.draw(rows[card.id], 40)
        assert {side.side: side.digest for side in drawn.sides} == studio.production.digests[card.id]
        assert drawn.problems == ()


def test_marks_the_words_that_have_no_room(bundled: LiveDeck) -> None:
    about = " ".join(
        ["Seventeen plain words that stand here again and again until there is no more room for them."] * 9
    )
    drawn = bundled.draw(said(BUNDLED, "page-viewed", about=about), WIDTH)
    assert [problem.code for problem in drawn.problems] == ["overset"]
    left = marked(drawn)
    assert "".join(left["prompts"]).split()[-3:] == ["that", "prove", "nothing."]
    assert len(drawn.sides) == 2  # it is drawn all the same
    cut = marked(bundled.draw(said(BUNDLED, "page-viewed", line="A line of so many words " * 12 + "ends."), WIDTH))
    (words,) = cut["line"]
    assert words.endswith("ends.")
    assert words != "ends."
    wide = bundled.draw(said(BUNDLED, "page-viewed", title="Unzertrennlichkeitsbescheinigungsvordruck" * 3), WIDTH)
    assert marked(wide)["title"]
    assert marked(bundled.draw(said(BUNDLED, "page-viewed"), WIDTH)) == {}


def test_says_what_is_wrong_with_this_card_alone(bundled: LiveDeck) -> None:
    assert bundled.draw(said(BUNDLED, "page-viewed", category="nonsense"), WIDTH).sides == ()
    found = bundled.draw(said(BUNDLED, "page-viewed", category="nonsense", title=None), WIDTH).problems
    assert {problem.code for problem in found} == {"unknown-category", "missing-key"}
    (missing,) = bundled.draw(said(BUNDLED, "page-viewed", about="A word: ⵥ"), WIDTH).problems
    assert missing.where.file == "cards/10-raw-data.yaml"
    assert missing.where.line


def test_a_card_that_no_file_has_comes_after_the_others(bundled: LiveDeck) -> None:
    new = Map({"id": "brand-new", "category": "raw-data", "title": "Brand new"})
    drawn = bundled.draw(new, WIDTH)
    assert [side.side for side in drawn.sides] == ["front", "back"]
    assert drawn.problems == ()


def test_a_workshop_without_a_deck_has_none_to_draw(tmp_path: Path) -> None:
    (tmp_path / "kit.yaml").write_text("id: bare\ntitle: Bare\n", encoding="utf-8")
    with pytest.raises(SourceError):
        LiveDeck(load(tmp_path))


def test_rows_know_where_they_stand(tmp_path: Path) -> None:
    rows = card_rows(BUNDLED).rows
    assert (rows[1].file, rows[1].path) == ("cards/10-raw-data.yaml", ("cards", 1))
    head = "id: d\ntitle: D\nfields: {title: {}, prompts: {kind: list}}\ncategories: {a: {name: A}}\n"
    (tmp_path / "deck.yaml").write_text(head, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.title = "Cards"
    for row in (
        ["Title", "prompts 1", "id", "category", "prompts 2"],
        ["T", None, "t", "a", "p"],
        ["U", "q", "u", "a"],
    ):
        book.active.append(row)
    book.save(tmp_path / "cards.xlsx")
    table = card_rows(tmp_path)
    assert table.is_table
    assert [(row.id, row.sheet, row.row) for row in table.rows] == [
        ("t", "Cards", 2),
        ("u", "Cards", 3),
    ]
    assert table.columns == {"title": (1,), "prompts": (2, 5), "id": (3,), "category": (4,)}
    (tmp_path / "cards.xlsx").unlink()
    (tmp_path / "deck.yaml").write_text(head + "cards:\n- {id: t, category: a}\n- 7\n- {id: u}\n", encoding="utf-8")
    assert [(row.id, row.path) for row in card_rows(tmp_path).rows] == [("t", ("cards", 0)), ("u", ("cards", 2))]

"""What became of the cards over several workshops: counted by hand here, and said with care for small groups."""

import csv
from itertools import chain
from math import comb

import openpyxl
import pytest
from click.testing import CliRunner
from printed import pdfium_text, run_on
from rooms import RUNNER, People, kit, make_room

from generator.capture.results.card_maps import card_maps
from generator.capture.results.card_rules import ENOUGH_RECIPES, suggestions
from generator.capture.results.card_use import used_cards
from generator.capture.results.cells import original
from generator.capture.results.held import ResultsReader
from generator.capture.results.pooled_shares import INTERVAL, WORTH, beta_cumulative, pooled_share
from generator.capture.web.translations import speaker
from generator.cli import main
from generator.errors import FileError

SHEET = next(each for each in kit().things if (each.kind, each.id) == ("worksheet", "recipe"))
GUEST, OTHER, THIRD = [card for card in kit().cards("audience") if card.drawn is not False][:3]
BANNER = next(card for card in kit().cards("element") if card.drawn is not False)


def lays(people, *cards, device=None, group="", **more):
    body = {"name": "A dish", "cards": [card.code for card in cards]}
    return people.says(device, group, body, "recipe", SHEET, **more)


def thinks(people, card, opinion, device=None):
    return people.says(device, "", {"opinion": opinion}, "card-log", card)


def used(*rooms, **how):
    return used_cards([ResultsReader(room.store, None) for room in rooms], **how)


def of(found, card):
    return next(each for each in found.cards if each.key[1] == card.id)


@pytest.fixture
def second(room, people):
    """A workshop of a series, held after the first."""
    later = RUNNER.run(room.store.open_session(kit().id, "Wednesday", series="Harbour"))
    own = People(room, later)
    own._count = 1000
    return own


def test_cards_are_counted_over_workshops_and_a_pitch_is_no_second_recipe(room, people, second):
    recipe = lays(people, GUEST, BANNER)
    lays(people, OTHER, BANNER)
    lays(second, GUEST, BANNER)
    lays(people, GUEST, BANNER, names=(("pitches", recipe),))
    RUNNER.run(room.store.set_state(lays(people, THIRD, BANNER), "hidden"))
    found = used(room)
    assert (set(found.workshops), found.recipes) == ({"Tuesday", "Wednesday"}, 3)
    assert [of(found, card)[4:8] for card in (BANNER, GUEST, THIRD)] == [(2, 2, 3, 3), (2, 2, 2, 3), (2, 0, 0, 3)]
    (pair,) = found.pairs
    assert {pair.one.title, pair.other.title} == {GUEST.title, BANNER.title}
    assert (pair.together, pair.jaccard, pair.lift) == (2, pytest.approx(2 / 3), pytest.approx(2 / (2 * 3 / 3)))
    alone = used(room, series="Harbour")
    assert (alone.workshops, alone.recipes) == (("Wednesday",), 1)
    with pytest.raises(FileError, match="in the series 'Docks'"):
        used(room, series="Docks")


def test_workshops_of_another_computer_count_too(room, people, tmp_path):
    lays(people, GUEST, BANNER)
    (tmp_path / "other").mkdir()
    elsewhere = make_room(tmp_path / "other")
    try:
        there = People(elsewhere, RUNNER.run(elsewhere.store.open_session(kit().id, "Monday")))
        lays(there, GUEST, OTHER)
        assert of(used(room, elsewhere), GUEST).recipes == 2
        words = ["results", "cards", "--data", str(room.store.path), "--also", str(elsewhere.store.path)]
        done = CliRunner().invoke(main, words)
        assert "recipes: 2" in done.output
        assert CliRunner().invoke(main, [*words, "--session", "x"]).exit_code == 2
    finally:
        elsewhere.store.close()


def test_of_a_phone_the_last_opinion_of_a_card_counts(room, people):
    one, other = people.joins("data", 2)
    thinks(people, GUEST, "we dislike it", one)
    thinks(people, GUEST, "we admire it", one)
    thinks(people, GUEST, "we know it", other)
    thinks(people, GUEST, "we dislike it")
    assert of(used(room), GUEST)[8:11] == (3, 1, 1)


def rules(found):
    return {(each.rule, each.title): each.words for each in suggestions(found, speaker("en"))}


def test_each_rule_speaks_where_its_numbers_are_reached_and_not_before(room, people):
    for _ in range(ENOUGH_RECIPES - 1):
        lays(people, GUEST, BANNER)
    early = rules(used(room))
    assert [rule for rule, _ in early] == ["goes-with"]
    lays(people, GUEST, BANNER)
    for _ in range(3):
        thinks(people, OTHER, "we dislike it")
        thinks(people, THIRD, "we admire it")
    found = rules(used(room))
    assert ("often", GUEST.title) in found
    assert "Disliked by 3 of 3; in 0 recipes" in found["disliked", OTHER.title]
    assert "Never chosen (workshops: 1, recipes: 8)" in found["unused", OTHER.title]
    assert "in 0 of 8 recipes" in found["admired-unused", THIRD.title]
    assert ("unused", THIRD.title) not in found
    without_role = {card.title for card in kit().cards() if not card.role}
    assert without_role
    assert not without_role & {title for rule, title in found if rule == "unused"}


def test_cards_of_one_part_that_always_lie_together_are_one(room, people):
    for _ in range(3):
        lays(people, GUEST, OTHER)
    ((rule, title),) = [key for key in rules(used(room)) if key[0] in ("merge", "goes-with")]
    assert rule == "merge"
    assert GUEST.title in title


# --- departments ---


def test_a_share_is_drawn_to_that_of_all_as_worked_out_by_hand():
    """Three of three where all have a quarter: (3 + 8/4) of (3 + 8) recipes."""
    three, thirty = pooled_share(3, 3, 0.25), pooled_share(30, 30, 0.25)
    assert three.pooled == pytest.approx((3 + WORTH / 4) / (3 + WORTH))
    assert three.pooled < thirty.pooled
    assert not three.is_apart
    assert thirty.is_apart
    assert pooled_share(0, 19, 0.08).is_apart is False  # none of nineteen is no wonder
    assert pooled_share(5, 5, 1.0).is_apart is False


@pytest.mark.parametrize(("a", "b", "x"), [(3, 5, 0.3), (1, 1, 0.4), (10, 2, 0.9), (2, 20, 0.1), (50, 60, 0.45)])
def test_the_beta_distribution_is_the_binomial_one(a, b, x):
    """Of whole numbers, as DLMF 8.17.5 has it."""
    count = a + b - 1
    exact = sum(comb(count, k) * x**k * (1 - x) ** (count - k) for k in range(a, count + 1))
    assert beta_cumulative(x, a, b) == pytest.approx(exact, abs=1e-9)
    share = pooled_share(30, 40, 0.3)
    ones, others = 30 + WORTH * 0.3, 10 + WORTH * 0.7
    low, high = (beta_cumulative(end, ones, others) for end in (share.low, share.high))
    assert high - low == pytest.approx(INTERVAL)


def test_departments_that_stand_apart_are_named_and_small_ones_stand_together_where_it_is_handed_on(room, people):
    data, legal, support = people.joins("data", 4), people.joins("legal", 2), people.joins("support", 1)
    for number in range(24):
        lays(people, GUEST, BANNER, device=data[number % 4], group="data")
        lays(people, THIRD, BANNER, device=legal[number % 2], group="legal")
    lays(people, OTHER, device=support[0], group="support")
    own, shared = used(room), used(room, share=True)
    assert set(own.groups) == {"data", "legal", "support"}
    assert set(shared.groups) == {"data", "Others"}
    assert shared.together == ("Others",)
    by_name = {share.group: share.pooled for share in of(shared, THIRD).shares}
    assert by_name["Others"].is_apart
    assert by_name["data"].is_apart
    text = str(card_maps(shared).maps)
    assert "legal" not in text
    assert "stand together" in text


def test_what_stands_together_elsewhere_is_not_said_of_a_series(room, people, second):
    lays(people, GUEST, device=people.joins("legal")[0], group="legal")
    lays(second, GUEST, BANNER)
    steps: list[tuple[int, int]] = []
    found = used(room, series="Harbour", share=True, progress=lambda *at: steps.append(at))
    assert (used(room, share=True).together, found.together) == (("",), ())
    assert steps == [(1, 1)]


# --- as files ---


def fill(people):
    for words in ("=1+1", "x"):
        lays(people, GUEST, BANNER, device=people.joins(words)[0], group=words)
    for _ in range(8):
        lays(people, GUEST, BANNER)
    thinks(people, OTHER, "we admire it")


def test_table_workbook_document_and_page_say_the_same(room, desk, session, people, tmp_path):
    fill(people)
    RUNNER.run(room.store.close_session(session.id))
    data = ["--data", str(room.store.path)]
    for kind in ("csv", "xlsx", "md", "pdf", "png"):
        to = tmp_path / f"cards.{kind}"
        done = CliRunner().invoke(main, ["results", "cards", "--to", str(to), *data])
        assert done.exit_code == 0, done.output
        first = to.read_bytes()
        CliRunner().invoke(main, ["results", "cards", "--to", str(to), *data])
        assert to.read_bytes() == first
    with (tmp_path / "cards.csv").open(encoding="utf-8-sig", newline="") as file:
        head, row, *_ = csv.reader(file)
    assert dict(zip(head, row, strict=True))["Card"] in (GUEST.title, BANNER.title)
    assert "Recipes · =1+1" in map(original, head)
    assert not any(cell.startswith(("=", "+", "@")) for cell in chain(head, row))
    book = openpyxl.load_workbook(tmp_path / "cards.xlsx")
    assert book.sheetnames == ["Read me", "For the next edition", "Cards", "Laid together"]
    assert {cell.value for cell in book["Laid together"][2]} >= {GUEST.title, BANNER.title, 10, 1}
    document, page = (tmp_path / "cards.md").read_text(), run_on(" ".join(pdfium_text(tmp_path / "cards.pdf")))
    terminal = CliRunner().invoke(main, ["results", "cards", *data]).output
    for text in (document, page, terminal, str(book["For the next edition"]["B2"].value)):
        assert "recipes: have it twice in the box" in text or "Never chosen (" in text
    for text in (page, terminal):
        assert f"{GUEST.title}" in text
    assert CliRunner().invoke(main, ["results", "cards", "--to", "cards.html", *data]).exit_code == 2
    answer = desk.get(f"/desk/{session.id}/cards-used/pdf")
    assert answer.content.startswith(b"%PDF")
    assert "cards-used.pdf" in answer.headers["content-disposition"]
    assert f"/desk/{session.id}/cards-used/xlsx" in desk.get(f"/desk/{session.id}/end").text


def test_where_nothing_was_said_of_cards_the_command_says_so(room, people):
    people.says(None, "", {"note": "nothing of cards"})
    done = CliRunner().invoke(main, ["results", "cards", "--data", str(room.store.path)])
    assert done.exit_code == 6
    assert "nothing was laid or said of cards yet" in done.output

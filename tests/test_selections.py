"""A part of the deck is printed, in the examples of a trade: ids and codes are those of the whole deck."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from printed import pdfium_text, words

from generator.cli import main
from generator.deck import trades
from generator.errors import ExitCode
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"
SELECTIONS = "selections:\n  few: [first]\n  family: [two]\n"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    deck = folder / "deck.yaml"
    text = deck.read_text(encoding="utf-8")
    fields = "fields:\n  example: {kind: text}\n  next: {kind: cards, print: false}\n"
    deck.write_text(text.replace("fields:\n", fields, 1) + SELECTIONS, encoding="utf-8")
    (folder / "trades").mkdir()
    (folder / "trades/bank.yaml").write_text("title: A bank\nexamples:\n  first: In a bank.\n", encoding="utf-8")
    return folder


def drawn(folder: Path, **deck: str) -> list[str]:
    shop = load(folder, deck)
    assert shop.deck is not None
    assert shop.problems.errors == [], shop.problems.sorted()
    return [card.id for card in shop.deck.cards if card.quantity]


def problems(folder: Path, **deck: str) -> list[tuple[str, str, str]]:
    found = load(folder, deck).problems.errors
    return [(problem.code, problem.message, problem.hint) for problem in found]


def test_a_selection_names_cards_and_categories(workshop: Path) -> None:
    everything = drawn(workshop)
    assert drawn(workshop, selection="all") == everything
    assert drawn(workshop, selection="few") == ["first"]
    shop = load(workshop)
    assert shop.deck is not None
    assert drawn(workshop, selection="family") == [card.id for card in shop.deck.cards if card.category == "two"]
    assert 0 < len(drawn(workshop, selection="family")) < len(everything)


def test_what_is_not_selected_keeps_its_code_in_the_manifest(workshop: Path, tmp_path: Path) -> None:
    def codes(*options: str) -> dict[str, str]:
        folder = tmp_path / ("-".join(options) or "whole")
        said = CliRunner().invoke(main, ["build", str(workshop), "-o", str(folder), *options], catch_exceptions=False)
        assert said.exit_code == 0, said.output
        things = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["things"]
        return {thing["id"]: thing["code"] for thing in things if thing["kind"] == "card"}

    assert codes() == codes("--selection", "few") == codes("--trade", "bank", "--selection", "few")


def test_what_is_not_selected_is_judged_by_a_check_and_stops_no_build(workshop: Path, tmp_path: Path) -> None:
    cards = workshop / "cards/all.yaml"
    text = cards.read_text(encoding="utf-8")
    cards.write_text(
        text.replace("    title: The second card\n", f"    title: {'Too long ' * 90}\n", 1), encoding="utf-8"
    )
    assert cards.read_text(encoding="utf-8") != text
    printed = ["build", str(workshop), "-o", str(tmp_path / "out"), "--selection"]
    assert CliRunner().invoke(main, [*printed, "few"], catch_exceptions=False).exit_code == 0
    things = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["things"]
    assert {thing["id"] for thing in things if thing["kind"] == "card" and thing["faces"]} == {"first"}
    for command in (["check", str(workshop), "--selection", "few"], [*printed, "all"]):
        said = CliRunner().invoke(main, command, catch_exceptions=False)
        assert said.exit_code == ExitCode.SOURCES
        assert "title does not fit" in said.output


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("selections: {few: [frist]}", "unknown-card", "did you mean 'first'?"),
        ("selections: {all: [first]}", "reserved-name", "that is the whole deck"),
    ],
)
def test_a_selection_that_names_no_card_is_a_problem(workshop: Path, text: str, code: str, hint: str) -> None:
    deck = workshop / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8").replace(SELECTIONS, text), encoding="utf-8")
    assert [(found, said) for found, _, said in problems(workshop)] == [(code, hint)]


def test_a_selection_and_a_trade_that_are_not_there_are_problems(workshop: Path) -> None:
    assert problems(workshop, selection="fw") == [
        ("unknown-selection", "the deck has no selection 'fw'", "did you mean 'few'?")
    ]
    assert problems(workshop, trade="bnak") == [("unknown-trade", "there is no trade 'bnak'", "did you mean 'bank'?")]
    assert trades(workshop) == ["bank"]
    shutil.rmtree(workshop / "trades")
    assert problems(workshop, trade="bank") == [("unknown-trade", "there is no trade 'bank'", "put it into trades/")]


def test_a_trade_that_names_no_card_is_a_problem(workshop: Path) -> None:
    (workshop / "trades/bank.yaml").write_text("title: A bank\nexamples:\n  frist: In a bank.\n", encoding="utf-8")
    assert problems(workshop, trade="bank") == [("unknown-card", "there is no card 'frist'", "did you mean 'first'?")]


def test_a_trade_speaks_on_the_cards_that_it_names_alone(workshop: Path) -> None:
    deck = load(workshop, {"trade": "bank"}).deck
    assert deck is not None
    assert {card.id: card.values["example"] for card in deck.cards if "example" in card.values} == {
        "first": "In a bank."
    }


def test_a_card_that_names_another_is_held_to_it(workshop: Path) -> None:
    cards = next((workshop / "cards").glob("*.yaml"), workshop / "deck.yaml")
    text = cards.read_text(encoding="utf-8")
    cards.write_text(text.replace("id: first\n", "id: first\n    next: [first, secnd]\n", 1), encoding="utf-8")
    assert [code for code, _, _ in problems(workshop)] == ["unknown-card", "unknown-card"]


def test_the_bundled_trades_have_an_example_for_each_card_of_the_core() -> None:
    own = load(bundled_workshop()).deck
    assert own is not None
    assert trades(bundled_workshop()) == ["bank", "health", "shop", "software"]
    core = set(own.head.selections["core"])
    for name in trades(bundled_workshop()):
        shop = load(bundled_workshop(), {"trade": name})
        assert shop.deck is not None
        assert shop.problems.errors == []
        pairs = zip(own.cards, shop.deck.cards, strict=True)
        assert {a.id for a, b in pairs if a.values["example"] != b.values["example"]} == core


def test_a_card_that_is_named_is_printed_whatever_the_selection(workshop: Path, tmp_path: Path) -> None:
    said = CliRunner().invoke(
        main, ["build", str(workshop), "--selection", "few", "--cards", "second", "-o", str(tmp_path / "out")]
    )
    assert said.exit_code == 0, said.output
    assert "The second card" in words(" ".join(pdfium_text(tmp_path / "out/deck-selected.pdf")))
    things = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["things"]
    assert {thing["id"] for thing in things if thing.get("drawn", True) and thing["kind"] == "card"} == {"first"}
    said = CliRunner().invoke(
        main, ["images", str(workshop), "--selection", "few", "--cards", "second", "-o", str(tmp_path / "pictures")]
    )
    assert said.exit_code == 0, said.output
    assert any("second" in path.name for path in (tmp_path / "pictures").rglob("*.png"))


@pytest.mark.parametrize(
    ("cards", "reason"),
    [("two", "none of these cards is in the selection"), ("none", "the quantity of each is 0")],
)
@pytest.mark.parametrize("command", ["build", "images"])
def test_cards_of_which_none_would_be_printed_are_refused(
    workshop: Path, tmp_path: Path, command: str, cards: str, reason: str
) -> None:
    deck = workshop / "deck.yaml"
    text = deck.read_text(encoding="utf-8").replace(
        "  two: {name: Two", "  none: {name: None, colour: sea}\n  two: {name: Two"
    )
    deck.write_text(text, encoding="utf-8")
    extra = "cards:\n  - {id: spare, category: none, title: Spare, quantity: 0}\n"
    (workshop / "cards/spare.yaml").write_text(extra, encoding="utf-8")
    said = CliRunner().invoke(
        main, [command, str(workshop), "--selection", "few", "--cards", cards, "-o", str(tmp_path / "out")]
    )
    assert (said.exit_code, reason in said.output) == (2, True), said.output
    assert not (tmp_path / "out").exists()

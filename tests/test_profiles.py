"""Print profiles: what suits a printer, under what the kit says and over it where a command asks."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from suite import Kits

from generator.cli import main
from generator.errors import ExitCode
from generator.kit.workshop import bundled_workshop, load

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    folder = Path(shutil.copytree(SMALL, tmp_path / "workshop"))
    (folder / "layouts/profiles").mkdir(parents=True)
    own = "title: Ours\nsides: one-sided\nmargin: 12mm\ngutter: 4mm\norder: cut-and-stack\nnote: Mind the cat.\n"
    (folder / "layouts/profiles/ours.yaml").write_text(own, encoding="utf-8")
    return folder


def deck_of(folder: Path, profile: str = "", **said: Any) -> tuple[Any, ...]:
    shop = load(folder, said, None, profile)
    assert not shop.problems.errors, shop.problems.sorted()
    assert shop.kit
    deck = shop.kit.deck
    return deck.sides, deck.margin, deck.gutter, deck.order


def order(folder: Path, text: str) -> None:
    kit = folder / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_profile_that_a_command_names_stands_over_the_kit_and_under_the_command(workshop: Path) -> None:
    before = deck_of(workshop)
    assert deck_of(workshop, "ours") == ("one-sided", 12.0, 4.0, "cut-and-stack")
    assert deck_of(workshop, "ours", sides="two-sided-short-edge", margin=9.0) == (
        "two-sided-short-edge",
        9.0,
        4.0,
        "cut-and-stack",
    )
    assert deck_of(workshop) == before


def test_a_profile_of_the_kit_stands_under_its_own_orders(workshop: Path) -> None:
    order(workshop, "profile: ours\n")
    text = (workshop / "kit.yaml").read_text(encoding="utf-8")
    assert "deck:" in text
    (workshop / "kit.yaml").write_text(text.replace("deck:", "deck:\n  gutter: 7mm", 1), encoding="utf-8")
    sides, margin, gutter, stacked = deck_of(workshop)
    assert (margin, gutter, stacked) == (12.0, 7.0, "cut-and-stack")
    said = next((line for line in text.splitlines() if "sides:" in line), "")
    assert sides == (said.split()[-1] if said else "one-sided")


def test_stock_keeps_its_places(workshop: Path) -> None:
    sides, margin, gutter, stacked = deck_of(workshop, "ours", sheet="avery-5371", layout="business-us")
    assert (margin, gutter, stacked) == (None, None, None)
    assert sides == "one-sided"


def test_a_layout_without_a_back_is_not_folded(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "w"))
    shop = load(folder, {}, None, "home")
    assert shop.kit
    assert shop.kit.deck.sides == "gutter-fold"
    one_sided = folder / "layouts/cards"
    one_sided.mkdir(parents=True)
    (one_sided / "front.yaml").write_text("extends: poker\ntitle: Front\nback: {}\n", encoding="utf-8")
    shop = load(folder, {"layout": "front"}, None, "home")
    assert shop.kit
    layout = shop.pieces["deck"].layout
    assert layout is not None
    assert (shop.kit.deck.sides == "gutter-fold") == bool(layout.back)
    assert not shop.problems.errors


def test_what_to_mind_is_said_after_the_build(workshop: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", str(workshop), "--for", "ours", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "Mind the cat." in done.output
    done = CliRunner().invoke(main, ["build", str(workshop), "--for", "ours", "--json", "-o", str(tmp_path / "out")])
    assert json.loads(done.stdout)["advice"] == "Mind the cat."


def test_an_unknown_profile_is_a_problem_with_a_hint(workshop: Path) -> None:
    done = CliRunner().invoke(main, ["check", str(workshop), "--for", "hoem"])
    assert done.exit_code == ExitCode.SOURCES
    assert "there is no profile 'hoem'" in done.output
    assert "did you mean 'home'" in done.output
    order(workshop, "profile: offcie\n")
    done = CliRunner().invoke(main, ["check", str(workshop)])
    assert "kit.yaml:" in done.output
    assert "did you mean 'office'" in done.output


@pytest.mark.parametrize("name", ["home", "office"])
def test_the_bundled_profiles_print_the_bundled_kit_clean(name: str, print_once: Kits) -> None:
    report = print_once("--for", name).report
    assert report["findings"] == []
    deck = next(piece for piece in report["pieces"] if piece["piece"] == "deck")
    assert ("gutter fold" in deck["imposition"]) == (name == "home")


def test_the_poster_at_the_door_has_a_code_and_a_file_of_its_own(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["build", "--only", "join", "--json", "-o", str(tmp_path)])
    report = json.loads(done.stdout)
    (file,) = (file for file in report["files"] if file["path"].endswith("join.pdf"))
    assert len(file["codes"]) == 1
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (thing,) = (thing for thing in manifest["things"] if thing["id"] == "join")
    assert thing["code"] == file["codes"][0]
    assert not (tmp_path / "posters/join.pdf").exists()


def test_a_kit_that_orders_the_door_poster_without_its_words_is_told(workshop: Path) -> None:
    order(workshop, "join: {}\n")
    done = CliRunner().invoke(main, ["check", str(workshop)])
    assert "there is no posters/join.yaml" in done.output
    assert "kit.yaml:" in done.output


def test_the_whole_bundled_kit_prints_clean_on_us_papers(tmp_path: Path, print_once: Kits) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "w"))
    kit = folder / "kit.yaml"
    text = kit.read_text(encoding="utf-8").replace("a4", "letter").replace("size: a1", "size: ansi-d")
    kit.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["build", str(folder), "--json", "-o", str(tmp_path / "us")])
    us = json.loads(done.stdout)
    assert us["findings"] == []
    house = print_once()
    assert house.report["findings"] == []

    def names(report: dict[str, Any], root: Path) -> set[str]:
        return {Path(file["path"]).relative_to(root).as_posix() for file in report["files"]}

    assert names(us, tmp_path / "us") == names(*reversed(house))
    for one in ("deck", "blanks", "join", "guide", "order", "tuck-box", "posters/pyramid", "worksheets/examples"):
        assert f"{one}.pdf" in names(*reversed(house))

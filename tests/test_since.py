"""Only what changed is printed again, and the report says what to take out of the decks."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from printed import words
from pypdf import PdfReader

from generator.cli import main
from generator.errors import ExitCode
from generator.kit.workshop import bundled_workshop

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


@pytest.fixture
def before(workshop: Path, tmp_path: Path) -> Path:
    """The manifest of a first edition, kept as a facilitator keeps it."""
    build(workshop, tmp_path / "out")
    return Path(shutil.copy(tmp_path / "out" / "manifest.json", tmp_path / "edition-1.json"))


def build(workshop: Path, folder: Path, *options: str | Path, fails: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(folder), "--json", *map(str, options)])
    assert done.exit_code == fails, done.output
    return json.loads(done.stdout) if done.stdout else {}


def edit(workshop: Path, old: str, new: str, name: str = "cards/all.yaml") -> None:
    path = workshop / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def deck(report: dict[str, Any]) -> dict[str, Any] | None:
    return next((piece for piece in report["pieces"] if piece["piece"] == "deck"), None)


def file_names(report: dict[str, Any]) -> list[str]:
    return [Path(file["path"]).name for file in report["files"]]


def test_a_word_edited_gives_exactly_that_card(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "façade", "facade")
    report = build(workshop, tmp_path / "out", "--since", before)
    assert report["since"] == {"edition": "1", "changed": ["second"], "new": [], "gone": []}
    assert file_names(report) == ["deck-selected.pdf"]
    assert deck(report)["cards"] == 1
    front = words(PdfReader(tmp_path / "out" / "deck-selected.pdf").pages[0].extract_text())
    assert "facade" in front
    assert "The first card" not in front
    assert "Take the old ones out, every copy: The second card (second)." in report["notes"]
    assert (tmp_path / "out" / "deck.pdf").is_file()  # the whole deck of before stays


def test_an_edit_of_the_bundled_deck_gives_exactly_that_card(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(bundled_workshop(), tmp_path / "w"))
    build(folder, tmp_path / "out")
    earlier = shutil.copy(tmp_path / "out" / "manifest.json", tmp_path / "before.json")
    edit(
        folder,
        "No name, no history, just here and now.",
        "No name, no history, only here and now.",
        "cards/30-segments.yaml",
    )
    report = build(folder, tmp_path / "out", "--since", earlier)
    assert report["since"]["changed"] == ["guest"]
    assert (report["since"]["new"], report["since"]["gone"]) == ([], [])
    assert [piece["piece"] for piece in report["pieces"]] == ["deck", "order"]
    assert deck(report)["cards"] == 1


def test_every_copy_of_every_set_is_printed(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "it is printed twice", "it is printed two times")
    report = build(workshop, tmp_path / "out", "--since", before, "--sets", "3")
    assert report["since"]["changed"] == ["third"]
    assert deck(report)["cards"] == 6


def test_new_cards_are_printed_and_gone_ones_named(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "  - id: fourth\n", "  - id: fifth\n")
    report = build(workshop, tmp_path / "out", "--since", before)
    assert report["since"] == {"edition": "1", "changed": [], "new": ["fifth"], "gone": ["fourth"]}
    assert deck(report)["cards"] == 1
    assert "Add: fifth." in report["notes"]
    assert "Gone, take them out: The fourth card (fourth)." in report["notes"]


def test_a_card_that_was_gone_before_is_not_gone_again(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "  - id: fourth\n", "  - id: fifth\n")
    build(workshop, tmp_path / "out")  # its manifest has the fourth as retired
    report = build(workshop, tmp_path / "out", "--since", tmp_path / "out" / "manifest.json")
    assert report["since"] == {"edition": "1", "changed": [], "new": [], "gone": []}


def test_what_comes_into_a_selection_is_new_and_what_leaves_it_gone(workshop: Path, tmp_path: Path) -> None:
    path = workshop / "deck.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}selections:\n  few: [first, second]\n  others: [second, third]\n", encoding="utf-8")
    build(workshop, tmp_path / "out", "--selection", "few")
    report = build(workshop, tmp_path / "out", "--selection", "others", "--since", tmp_path / "out/manifest.json")
    assert report["since"] == {"edition": "1", "changed": [], "new": ["third"], "gone": ["first"]}


def test_nothing_changed_prints_no_card(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, 'edition: "1"', 'edition: "2"', "kit.yaml")  # an edition stands in the slug, which is cut off
    report = build(workshop, tmp_path / "out", "--since", before)
    assert report["files"] == []
    assert report["notes"] == ["Since edition 1 no card has changed: none is printed."]
    assert not (tmp_path / "out" / "deck-selected.pdf").exists()


def test_moving_and_counting_cards_changes_none(workshop: Path, before: Path, tmp_path: Path) -> None:
    path = workshop / "cards" / "all.yaml"
    head, first, *others = path.read_text(encoding="utf-8").rstrip().split("  - id: ")
    text = "\n  - id: ".join([head.rstrip(), *(card.rstrip() for card in reversed(others)), first.rstrip()])
    path.write_text(text.replace("quantity: 2", "quantity: 3") + "\n", encoding="utf-8")
    assert build(workshop, tmp_path / "out", "--since", before)["since"]["changed"] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "why"),
    [
        ("brand.yaml", None, None, "the brand is another"),
        ("kit.yaml", "layout: plain", "layout: large", "the layout is another"),
        ("kit.yaml", "cards.local", "table.local", "codes lead to another address"),
        ("layouts/cards/plain.yaml", "size: 16pt", "size: 15pt", "something that all of them show is another"),
    ],
)
def test_what_all_cards_share_changes_all_and_it_says_why(
    workshop: Path, before: Path, tmp_path: Path, file: str, old: str | None, new: str, why: str
) -> None:
    large = "extends: plain\ntitle: A larger card\ntrim: {width: 70mm, height: 90mm}\n"
    (workshop / "layouts/cards/large.yaml").write_text(large, encoding="utf-8")
    if old is None:
        text = (workshop / file).read_text(encoding="utf-8")
        colour = next(part for part in text.split('"') if part.startswith("#"))
        changed = text.replace(colour, "#203040", 1)
        other = next(part for part in text.split('"') if part.startswith("#") and part != colour)
        (workshop / file).write_text(changed.replace(other, "#402030", 1), encoding="utf-8")
    else:
        edit(workshop, old, new, file)
    report = build(workshop, tmp_path / "out", "--since", before)
    assert report["since"]["changed"] == ["first", "second", "third", "fourth"]
    assert deck(report)["cards"] == 5
    assert any(f"Every card has changed, as {why}" in note for note in report["notes"]), report["notes"]


def test_a_card_edited_and_back_again_is_as_it_was(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "façade", "facade")
    build(workshop, tmp_path / "out")
    edit(workshop, "facade", "façade")
    assert build(workshop, tmp_path / "out", "--since", before)["since"]["changed"] == []


def test_copies_with_codes_of_their_own_are_left_alone(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text(encoding="utf-8") + "blanks: {counts: {one: 3}}\n", encoding="utf-8")
    build(workshop, tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    earlier = Path(shutil.copy(manifest, tmp_path / "before.json"))
    octets = (tmp_path / "out" / "blanks.pdf").read_bytes()
    edit(workshop, "façade", "facade")
    report = build(workshop, tmp_path / "out", "--since", earlier)
    assert file_names(report) == ["deck-selected.pdf"]
    assert (tmp_path / "out" / "blanks.pdf").read_bytes() == octets

    def copies(path: Path) -> list[dict[str, Any]]:
        things = json.loads(path.read_text(encoding="utf-8"))["things"]
        return [thing for thing in things if thing["kind"] == "blank"]

    assert len(copies(manifest)) == 3
    assert copies(manifest) == copies(earlier)


def test_a_manifest_of_another_kit_is_refused(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "id: small", "id: other", "kit.yaml")
    report = build(workshop, tmp_path / "new", "--since", before, fails=ExitCode.SOURCES)
    (problem,) = report["findings"]
    assert "of another kit, 'small', not of 'other'" in problem["message"]
    assert problem["file"] == str(before)
    assert not (tmp_path / "new").exists()


def test_what_is_no_manifest_is_refused(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "new", "--since", tmp_path / "none.json", fails=ExitCode.FILES)
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    report = build(workshop, tmp_path / "new", "--since", tmp_path / "none.json", fails=ExitCode.SOURCES)
    assert "not a manifest" in report["findings"][0]["message"]
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("more", [["--cards", "first"], ["--numbers", "7"], ["--only", "blanks"]])
def test_since_chooses_the_cards_itself(workshop: Path, before: Path, tmp_path: Path, more: list[str]) -> None:
    build(workshop, tmp_path / "new", "--since", before, *more, fails=ExitCode.USAGE)
    assert not (tmp_path / "new").exists()


def test_a_problem_of_the_new_edition_stops_the_reprint(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "façade", "façade \u0905")
    octets = (tmp_path / "out" / "manifest.json").read_bytes()
    report = build(workshop, tmp_path / "out", "--since", before, fails=ExitCode.SOURCES)
    assert [problem["code"] for problem in report["findings"]] == ["script"]
    assert (tmp_path / "out" / "manifest.json").read_bytes() == octets


def test_words_for_people_are_on_standard_output(workshop: Path, before: Path, tmp_path: Path) -> None:
    edit(workshop, "façade", "facade")
    done = CliRunner().invoke(main, ["build", str(workshop), "-o", str(tmp_path / "out"), "--since", str(before)])
    assert "Since edition 1: 1 changed, 0 new, 0 gone." in done.stdout

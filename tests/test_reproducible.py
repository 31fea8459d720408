"""Same input, same bytes; codes depend on ids alone."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from generator.cli import main
from generator.kit.delivery.memo import NAME as MEMO

SMALL = Path(__file__).parent / "small"


def build(workshop: Path, output: Path) -> dict[str, str]:
    """Builds and returns the code of each card."""
    result = CliRunner().invoke(main, ["build", str(workshop), "-o", str(output)])
    assert result.exit_code == 0, result.output
    return codes(output)


def manifest(output: Path) -> dict:
    return json.loads((output / "manifest.json").read_text(encoding="utf-8"))


def codes(output: Path) -> dict[str, str]:
    return {thing["id"]: thing["code"] for thing in manifest(output)["things"] if not thing["retired"]}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def test_other_folder_time_zone_locale_and_hash_seed_give_the_same_bytes(workshop: Path, tmp_path: Path) -> None:
    places = {
        "here": {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"},
        "far away": {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
    }
    written = []
    for name, settings in places.items():
        folder = tmp_path / name / "deep er"
        shutil.copytree(workshop, folder / "w")
        command = [sys.executable, "-m", "generator", "build", folder / "w", "-o", folder / "out"]
        environment = {**os.environ, **settings, "PYTHONPATH": str(Path(__file__).parent.parent)}
        subprocess.run(command, check=True, cwd=folder, env=environment, capture_output=True)
        written.append({path.name: path.read_bytes() for path in (folder / "out").iterdir()})
    assert written[0].keys() == {"deck.pdf", "manifest.json", MEMO}
    assert written[0] == written[1]


def test_another_text_gives_other_bytes_and_another_identity(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "a")
    edit(workshop, lambda cards: cards[0].update(title="Another title"))
    build(workshop, tmp_path / "b")
    first, second = ((tmp_path / name / "deck.pdf").read_bytes() for name in "ab")
    assert first != second
    assert first[first.rindex(b"/ID") :][:80] != second[second.rindex(b"/ID") :][:80]


def edit(workshop: Path, change) -> None:
    path = workshop / "cards/all.yaml"
    cards = yaml.safe_load(path.read_text(encoding="utf-8"))["cards"]
    changed = change(cards) or cards
    path.write_text(yaml.safe_dump({"cards": changed}, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_reordering_and_editing_change_no_code(workshop: Path, tmp_path: Path) -> None:
    before = build(workshop, tmp_path / "a")
    edit(workshop, lambda cards: [{**card, "title": f"New {card['title']}"} for card in reversed(cards)])
    assert build(workshop, tmp_path / "b") == before
    assert len(set(before.values())) == 4


def test_a_card_that_goes_keeps_its_code_and_gets_it_back(workshop: Path, tmp_path: Path) -> None:
    before = build(workshop, tmp_path / "out")
    cards = (workshop / "cards/all.yaml").read_text(encoding="utf-8")
    edit(workshop, lambda cards: cards[1:])
    after = build(workshop, tmp_path / "out")
    assert "first" not in after
    gone = [thing for thing in manifest(tmp_path / "out")["things"] if thing["retired"]]
    assert [(thing["id"], thing["code"]) for thing in gone] == [("first", before["first"])]
    (workshop / "cards/all.yaml").write_text(cards, encoding="utf-8")
    assert build(workshop, tmp_path / "out") == before
    assert not any(thing["retired"] for thing in manifest(tmp_path / "out")["things"])


def test_a_digest_changes_with_its_own_card_alone(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "a")
    edit(workshop, lambda cards: cards[0].update(title="Another title"))
    build(workshop, tmp_path / "b")
    faces = [{thing["id"]: thing["faces"] for thing in manifest(tmp_path / name)["things"]} for name in "ab"]
    changed = {name for name in faces[0] if faces[0][name] != faces[1][name]}
    assert changed == {"first"}
    assert faces[0]["first"]["back"] == faces[1]["first"]["back"]


def test_part_of_a_deck_is_printed_and_the_manifest_still_describes_all_of_it(workshop: Path, tmp_path: Path) -> None:
    build(workshop, tmp_path / "all")
    result = CliRunner().invoke(
        main, ["build", str(workshop), "-o", str(tmp_path / "part"), "--cards", "first,two", "--json"]
    )
    assert json.loads(result.stdout)["cards"] == 4  # one, and the category of three
    assert (tmp_path / "part/deck-selected.pdf").is_file()
    assert manifest(tmp_path / "part")["things"] == manifest(tmp_path / "all")["things"]


def rows(workshop: Path) -> list[list[str]]:
    cards = yaml.safe_load((workshop / "cards/all.yaml").read_text(encoding="utf-8"))["cards"]
    header = ["id", "category", "role", "quantity", "title", "about", "prompts"]
    table = [header]
    for card in cards:
        cells = [card.get(name, "") for name in header]
        table.append(["\n".join(cell) if isinstance(cell, list) else str(cell).strip() for cell in cells])
    return table


def as_csv(workshop: Path, table: list[list[str]]) -> None:
    import csv

    with (workshop / "cards.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(table)


def as_workbook(workshop: Path, table: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in table:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(workshop / "cards.xlsx")


@pytest.mark.parametrize("write", [as_csv, as_workbook])
def test_the_same_deck_from_a_table_gives_the_same_bytes(workshop: Path, tmp_path: Path, write) -> None:
    build(workshop, tmp_path / "yaml")
    table = rows(workshop)
    shutil.rmtree(workshop / "cards")
    write(workshop, table)
    build(workshop, tmp_path / "table")
    for name in ("deck.pdf", "manifest.json"):
        assert (tmp_path / "yaml" / name).read_bytes() == (tmp_path / "table" / name).read_bytes()

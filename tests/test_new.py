"""`prepdeck new` and `prepdeck list`: a folder that builds as it is, and the names that it may say."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import bundled
from generator.cli import main
from generator.errors import ExitCode


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def things(folder: Path) -> dict[str, str]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return {thing["id"]: thing["code"] for thing in manifest["things"]}


def test_a_new_workshop_builds_as_it_is_in_both_paper_families(tmp_path: Path) -> None:
    folder = tmp_path / "Été 2026"
    result = run("new", folder)
    assert result.exit_code == ExitCode.DONE
    assert "prepdeck build '" in result.stdout  # quoted, as the name has a blank
    assert "id: ete-2026 " in (folder / "kit.yaml").read_text(encoding="utf-8")
    for sheet in ("a4", "letter"):
        report = run("build", folder, "-o", tmp_path / sheet, "--sheet", sheet, "--json")
        assert report.exit_code == ExitCode.DONE
        assert json.loads(report.stdout)["findings"] == []


def test_two_workshops_have_other_codes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("new", tmp_path / name)
        run("build", tmp_path / name, "-o", tmp_path / "out" / name)
    one, two = (things(tmp_path / "out" / name) for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert not set(one.values()) & set(two.values())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    result = run("new", tmp_path)
    assert result.exit_code == ExitCode.FILES
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert run("new", tmp_path / "mine.txt").exit_code == ExitCode.FILES


def test_the_files_teach_every_key_that_they_do_not_say(tmp_path: Path) -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for path in (bundled.folder("deck_sources") / "starter").glob("*.yaml")
    )
    for key in (
        "sides",
        "sets",
        "quantity",
        "role",
        "logo",
        "on_dark",
        "legal",
        "fonts",
        "cmyk",
        "--brand",
        "cards.xlsx",
        "blanks",
        "posters",
    ):
        assert key in text, key


@pytest.mark.parametrize(
    ("what", "folder", "pattern"),
    [
        ("layouts", "layouts/cards", "*.yaml"),
        ("sheets", "layouts/sheets", "*.yaml"),
        ("posters", "layouts/posters", "*.yaml"),
        ("fonts", "fonts", "*/family.yaml"),
    ],
)
def test_a_list_names_what_there_is_with_its_title(what: str, folder: str, pattern: str) -> None:
    top, _, rest = folder.partition("/")
    files = (bundled.folder(top) / rest).glob(pattern)
    names = {path.parent.name if path.name == "family.yaml" else path.stem for path in files}
    found = json.loads(run("list", what, "--json").stdout)[what]
    assert found.keys() == names
    assert all(found.values())
    assert [line.split()[0] for line in run("list", what).stdout.splitlines()] == list(found)


def test_all_lists_at_once() -> None:
    result = run("list")
    assert result.exit_code == ExitCode.DONE
    for heading in ("decks:", "layouts:", "sheets:", "papers:", "fonts:"):
        assert heading in result.stdout.splitlines()
    assert "prepersonalization  Prepersonalization Workshop" in result.stdout


def test_a_starter_without_its_deck_would_not_pass(tmp_path: Path) -> None:
    """The first test is worth something: a starter with a fault is found by building it."""
    folder = tmp_path / "broken"
    shutil.copytree(bundled.folder("deck_sources") / "starter", folder)
    (folder / "deck.yaml").unlink()
    assert run("build", folder, "-o", tmp_path / "out").exit_code == ExitCode.SOURCES

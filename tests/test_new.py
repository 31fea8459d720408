"""`prepdeck new` and `prepdeck list`: a folder that builds as it is, and the names that it may say."""

import codecs
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from generator import bundled
from generator.cli import main
from generator.cli.workshop import LANGUAGES
from generator.errors import ExitCode
from generator.kit.request.starter import starter_languages

KEY = re.compile(r"^[ #-]*([a-z][a-z-]*):\s", re.MULTILINE)


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


def test_a_german_one_says_the_same_in_german(tmp_path: Path) -> None:
    """The same ids, so the same codes; no comment is left out."""
    english, german = tmp_path / "en/mine", tmp_path / "de/mine"
    assert run("new", english, "--paper", "letter").exit_code == ExitCode.DONE
    assert run("new", german, "--paper", "letter", "--language", "de").exit_code == ExitCode.DONE
    assert not (english / "languages").exists()
    for folder in (english, german):
        report = run("build", folder, "--json")
        assert json.loads(report.stdout)["findings"] == []
    assert things(english / "output") == things(german / "output")
    for name in ("kit.yaml", "deck.yaml", "brand.yaml"):
        ours, theirs = ((folder / name).read_text(encoding="utf-8") for folder in (english, german))
        assert theirs.count("#") == ours.count("#"), name
        assert {*KEY.findall(theirs), "language"} == {*KEY.findall(ours), "language"}, name
    assert run("new", tmp_path / "x", "--from", english, "--language", "de").exit_code == ExitCode.USAGE
    assert ("en", *starter_languages()) == LANGUAGES


def test_two_workshops_have_other_codes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run("new", tmp_path / name)
        run("build", tmp_path / name, "-o", tmp_path / "out" / name)
    one, two = (things(tmp_path / "out" / name) for name in ("one", "two"))
    assert one.keys() == two.keys()
    assert not set(one.values()) & set(two.values())


def test_a_copy_has_an_id_of_its_own_however_its_source_is_saved(tmp_path: Path) -> None:
    """With a mark before the first line, as Windows may; a link that leads nowhere is nothing to copy."""
    run("new", source := tmp_path / "source")
    kit = source / "kit.yaml"
    words = kit.read_text("utf-8").replace("id: source ", "").replace("paper: a4 ", "paper: ")
    kit.write_bytes(codecs.BOM_UTF8 + f"id: source\r\n{words}".encode())
    (source / "nowhere.png").symlink_to("gone.png")
    assert run("new", tmp_path / "copy", "--from", source, "--paper", "letter").exit_code == 0
    copied = (tmp_path / "copy/kit.yaml").read_bytes()
    assert copied.startswith(codecs.BOM_UTF8 + b"id: copy\r\n")
    same = copied.replace(b"id: copy", b"id: source").replace(b"paper: letter", b"paper:")
    assert same == kit.read_bytes()


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("deck.yaml", b"title: ", "title: \u00e4".encode("latin-1"), "deck.yaml: its text is not UTF-8"),
        ("kit.yaml", b"id: source", b"'id': source", "its `id:` cannot be changed"),
    ],
)
def test_what_cannot_be_copied_leaves_nothing_behind(
    tmp_path: Path, file: str, old: bytes, new: bytes, words: str
) -> None:
    run("new", source := tmp_path / "source")
    (source / file).write_bytes((source / file).read_bytes().replace(old, new, 1))
    for folder in (tmp_path / "copy", tmp_path / "empty"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        result = run("new", folder, "--from", source)
        assert (result.exit_code, words in result.output) == (ExitCode.FILES, True)
        assert not folder.exists() or [*folder.iterdir()] == []


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


def test_a_layout_of_cards_is_shown_frame_by_frame() -> None:
    found = json.loads(run("list", "layouts", "poker", "--json").stdout)["layouts"]["poker"]
    assert (found["width"], found["height"]) == (63.5, 88.9)
    assert found["front"]["title"] == {"kind": "text", "fields": ["title", "line"]}
    assert found["back"]["code"] == {"kind": "code", "fields": ["code.url"]}
    assert "words" not in found
    said = run("list", "layouts", "poker").stdout
    assert all(name in said for side in ("front", "back") for name in found[side])
    assert all(f"  {name} " in said for name in found["colours"])


@pytest.mark.parametrize("path", sorted((bundled.folder("deck_sources") / "prepersonalization/posters").glob("*.yaml")))
def test_the_words_of_a_posters_layout_are_all_that_a_poster_may_say(path: Path) -> None:
    poster = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = json.loads(run("list", "posters", poster["layout"], "--json").stdout)["posters"][poster["layout"]]
    assert set(poster["words"]) <= set(found["words"])
    assert not {"title", "picture"} & set(found["words"])
    said = run("list", "posters", poster["layout"]).stdout
    assert f"words:\n  {' '.join(found['words'])}\n" in said


def test_every_layout_can_be_shown() -> None:
    for what in ("layouts", "posters"):
        for name in json.loads(run("list", what, "--json").stdout)[what]:
            result = run("list", what, name)
            assert result.exit_code == ExitCode.DONE
            assert "colours:" in result.stdout.splitlines()


def test_a_layout_of_the_workshop_where_one_stands_is_shown_before_a_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", tmp_path / "own")
    own = tmp_path / "own/layouts/cards/poker.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("extends: business\ntitle: Ours\nback:\n  code:\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "own")
    said = run("list", "layouts", "poker").stdout
    assert said.startswith("poker  Ours, 85 × 55 mm")
    assert "code.url" not in said


def test_colours_are_those_of_a_workshop_with_what_wears_them(tmp_path: Path) -> None:
    run("new", tmp_path / "own")
    colours = json.loads(run("list", "colours", tmp_path / "own", "--json").stdout)["colours"]
    assert colours["brick"] == "#a8322d stuck"
    assert colours["muted"] == "#666055 words"
    assert colours["black"] == "#000000 codes"
    assert colours["category"].endswith("areas")
    ours = json.loads(run("list", "colours", "--json").stdout)["colours"]
    assert "posters/pyramid" in ours["ink"]
    assert "raw-data" in ours["layer-1"]


def test_colours_of_a_workshop_with_a_problem_are_listed_as_far_as_they_can_be_read(tmp_path: Path) -> None:
    run("new", tmp_path / "own")
    (tmp_path / "own/deck.yaml").write_text("id: [\n", encoding="utf-8")
    result = run("list", "colours", tmp_path / "own")
    assert result.exit_code == ExitCode.DONE
    assert "brick" in result.stdout


@pytest.mark.parametrize(
    ("words", "status", "hint"),
    [
        (("layouts", "pokr"), ExitCode.SOURCES, "did you mean 'poker'?"),
        (("sheets", "a4"), ExitCode.USAGE, "takes no name"),
        (("colours", "nowhere"), ExitCode.FILES, "no such folder"),
    ],
)
def test_what_cannot_be_shown_is_said(words: tuple[str, str], status: ExitCode, hint: str) -> None:
    result = run("list", *words)
    assert result.exit_code == status
    assert hint in result.stderr


def test_a_starter_without_its_deck_would_not_pass(tmp_path: Path) -> None:
    """The first test is worth something: a starter with a fault is found by building it."""
    folder = tmp_path / "broken"
    shutil.copytree(bundled.folder("deck_sources") / "starter", folder)
    (folder / "deck.yaml").unlink()
    assert run("build", folder, "-o", tmp_path / "out").exit_code == ExitCode.SOURCES

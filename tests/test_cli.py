"""The command: exit statuses, what goes where, whole files only."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import get_args

import click
import pytest
from click import Context
from click.testing import CliRunner, Result
from pypdf import PdfReader

from generator import __version__
from generator.cli import asking, main
from generator.cli.workshop import KINDS
from generator.errors import ExitCode
from generator.kit.delivery.memo import NAME as MEMO
from generator.kit.request.catalogue import LISTS
from generator.layout import Order, Sides
from generator.pdf import Writer

SMALL = Path(__file__).parent / "small"


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "workshop"))


def run(*arguments: str | Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(main, [str(argument) for argument in arguments])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {MEMO}


def test_a_build_says_what_it_wrote_and_where_the_codes_work(workshop: Path, tmp_path: Path) -> None:
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.DONE
    assert "deck.pdf  2 pages" in result.stdout
    assert "5 cards on 1 sheet" in result.stdout
    assert "cards.local:8765" in result.stdout.splitlines()[-1]
    assert names(tmp_path / "out") == {"deck.pdf", "manifest.json"}


def test_without_a_folder_output_goes_to_the_kits_own(workshop: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("build", workshop).exit_code == ExitCode.DONE
    assert (workshop / "output/deck.pdf").is_file()
    assert not (tmp_path / "output").exists()


def test_json_is_one_object_on_standard_output_and_nothing_else(workshop: Path, tmp_path: Path) -> None:
    result = run("build", workshop, "-o", tmp_path / "out", "--json")
    report = json.loads(result.stdout)
    assert result.stderr == ""
    assert report["kit"] == "small"
    (file,) = report["files"]
    assert (Path(file["path"]).name, file["pages"], file["sheets"]) == ("deck.pdf", 2, 1)
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert sorted(file["codes"]) == sorted(thing["code"] for thing in manifest["things"])
    assert len(file["codes"]) == 4  # the card that is printed twice has one
    assert (report["cards"], report["sheets"], report["codes"], report["findings"]) == (5, 1, 4, [])
    assert report["seconds"] > 0


@pytest.mark.parametrize(
    "words",
    [
        ["build", "--no-such-option"],
        ["build", str(SMALL), "--cards", "frist"],
        ["build", str(SMALL), "--gutter", "6"],
        ["build", str(SMALL), "--sides", "both"],
        ["build", str(SMALL), "--sets", "0"],
        ["build", str(SMALL), "--only", "posters"],
        ["build", str(SMALL), "--numbers", "7"],
        ["bild"],
    ],
)
def test_misuse_is_exit_status_2_and_writes_nothing(words: list[str], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words).exit_code == ExitCode.USAGE
    assert names(tmp_path) == set()


def test_several_pieces_are_asked_for_one_by_one(tmp_path: Path) -> None:
    def pieces(*words: str) -> set[str]:
        result = run("build", "-o", tmp_path, "--json", *words)
        return {piece["piece"].partition("/")[0] for piece in json.loads(result.stdout)["pieces"]} - {"order"}

    assert pieces("--only", "join", "--only", "box", "--only", "join") == {"join", "box"}
    assert {"join.pdf", "tuck-box.pdf"} <= names(tmp_path)
    assert pieces("--only", "guide") == {"guide"}
    assert {"join.pdf", "tuck-box.pdf", "guide.pdf"} <= names(tmp_path)  # what was printed before stays


def test_each_piece_that_a_kit_does_not_order_is_named(tmp_path: Path) -> None:
    result = run("build", SMALL, "-o", tmp_path / "out", "--only", "deck", "--only", "posters", "--only", "box")
    assert result.exit_code == ExitCode.USAGE
    assert "orders no posters and no box: kit.yaml has no `posters:` and `box:`" in result.stderr
    assert not (tmp_path / "out").exists()


def commands_of(page: Path) -> list[list[str]]:
    """What a page tells to type: lines of its code that begin with the command."""
    lines = [line.strip() for line in page.read_text(encoding="utf-8").splitlines() if line.startswith("prepdeck ")]
    parted = (re.split(r" {3,}| #", line)[0] for line in lines)
    return [shlex.split(line)[1:] for line in parted]


@pytest.mark.parametrize("page", ["README.md", "docs/event.md", "docs/kit.md", "docs/cookbook.md"])
def test_what_the_pages_tell_to_type_is_understood(page: str, tmp_path: Path, monkeypatch) -> None:
    told = commands_of(SMALL.parent.parent / page)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "logo.svg").touch()  # a client's, which the pages take for granted
    assert len(told) > 4
    for words in told:
        group, rest = main, words
        while isinstance(group, click.Group):
            name, group, rest = group.resolve_command(click.Context(group), rest)
        group.make_context(name, rest)


def test_the_options_offer_what_a_kit_may_say() -> None:
    """Said again in cli, which loads no models for its help."""
    assert get_args(Sides) == asking.SIDES
    assert get_args(Order) == asking.ORDERS
    assert {*LISTS, "colours", "languages", "words"} == set(KINDS)


def test_a_misspelt_card_is_suggested() -> None:
    assert "did you mean 'first'?" in run("build", SMALL, "--cards", "frist").stderr


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--layout", "pokker"], "unknown-layout"),
        (["--sheet", "a44"], "unknown-layout"),
        (["--paper", "A4x"], "unknown-paper"),
    ],
)
def test_a_name_that_is_no_layout_sheet_or_paper_is_a_problem(options: list[str], code: str, tmp_path: Path) -> None:
    result = run("build", SMALL, "-o", tmp_path / "out", "--json", *options)
    assert result.exit_code == ExitCode.SOURCES
    assert [finding["code"] for finding in json.loads(result.stdout)["findings"]] == [code]


def test_on_a_problem_the_last_good_output_stays(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    before = {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")}
    with (workshop / "cards/all.yaml").open("a", encoding="utf-8") as file:
        file.write("  - id: first\n    category: one\n    title: Twice\n")
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.SOURCES
    assert "nothing was written" in result.stderr
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")} == before


def test_a_build_that_dies_on_the_way_leaves_nothing_half_written(workshop: Path, tmp_path: Path, monkeypatch) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    before = (tmp_path / "out/deck.pdf").read_bytes()

    def broken(self: Writer, path: Path) -> None:
        Path(path).write_bytes(b"%PDF-1.7 half")
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Writer, "save", broken)
    result = run("build", workshop, "-o", tmp_path / "out", "--sets", "2")
    assert result.exit_code == ExitCode.FILES
    assert "No space left" in result.stderr
    assert names(tmp_path / "out") == {"deck.pdf", "manifest.json"}
    assert (tmp_path / "out/deck.pdf").read_bytes() == before


def test_a_file_of_somebody_else_is_not_replaced(workshop: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/deck.pdf").write_bytes(b"mine")
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.FILES
    assert "deck.pdf" in result.stderr
    assert names(tmp_path / "out") == {"deck.pdf"}
    assert (tmp_path / "out/deck.pdf").read_bytes() == b"mine"


def test_a_manifest_of_another_kit_or_a_damaged_one_is_never_replaced(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    manifest = tmp_path / "out/manifest.json"
    for text in (manifest.read_text().replace('"small"', '"other"', 1), "{ damaged"):
        manifest.write_text(text)
        result = run("build", workshop, "-o", tmp_path / "out")
        assert result.exit_code == ExitCode.SOURCES, result.output
        assert manifest.read_text() == text


def test_output_that_is_a_file_is_exit_status_5(workshop: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.FILES
    assert "Traceback" not in result.output


def test_files_of_the_other_way_to_print_go_when_the_way_changes(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    result = run("build", workshop, "-o", tmp_path / "out", "--sides", "fronts-and-backs-apart")
    assert result.exit_code == ExitCode.DONE
    assert names(tmp_path / "out") == {"deck-fronts.pdf", "deck-backs.pdf", "manifest.json"}
    run("build", workshop, "-o", tmp_path / "out")
    assert names(tmp_path / "out") == {"deck.pdf", "manifest.json"}


@pytest.mark.parametrize(
    ("sides", "pages", "duplex"),
    [
        ("one-sided", 1, "/Simplex"),
        ("two-sided-long-edge", 2, "/DuplexFlipLongEdge"),
        ("two-sided-short-edge", 2, "/DuplexFlipShortEdge"),
        ("fronts-then-backs", 2, "/Simplex"),
    ],
)
def test_sides(workshop: Path, tmp_path: Path, sides: str, pages: int, duplex: str) -> None:
    run("build", workshop, "-o", tmp_path / "out", "--sides", sides)
    reader = PdfReader(tmp_path / "out/deck.pdf")
    assert len(reader.pages) == pages
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Duplex"] == duplex


def test_some_cards_are_a_file_of_their_own_and_the_deck_stays(workshop: Path, tmp_path: Path) -> None:
    run("build", workshop, "-o", tmp_path / "out")
    before = (tmp_path / "out/deck.pdf").read_bytes()
    assert run("build", workshop, "-o", tmp_path / "out", "--cards", "fourth").exit_code == ExitCode.DONE
    assert (tmp_path / "out/deck.pdf").read_bytes() == before
    assert len(PdfReader(tmp_path / "out/deck-selected.pdf").pages) == 2


def test_a_deck_without_a_card_to_print_is_a_problem(workshop: Path, tmp_path: Path) -> None:
    cards = workshop / "cards/all.yaml"
    cards.write_text("cards:\n  - {id: first, category: one, title: None, quantity: 0}\n", encoding="utf-8")
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.SOURCES
    assert "no card is printed" in result.stderr


def test_sets_print_whole_decks(workshop: Path, tmp_path: Path) -> None:
    report = json.loads(run("build", workshop, "-o", tmp_path / "out", "--sets", "3", "--json").stdout)
    assert (report["cards"], report["sheets"]) == (15, 2)


def test_dates_come_from_the_kit_else_from_the_environment(workshop: Path, tmp_path: Path) -> None:
    def created(**environment: str) -> str | None:
        run("build", workshop, "-o", tmp_path / "out", **environment)
        return PdfReader(tmp_path / "out/deck.pdf").metadata.get("/CreationDate")

    assert created(SOURCE_DATE_EPOCH="0") == "D:20261122000000Z"
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text().replace("date: 2026-11-22\n", ""))
    assert created(SOURCE_DATE_EPOCH="86400") == "D:19700102000000Z"
    assert created(SOURCE_DATE_EPOCH="") is None


def test_a_kit_without_an_address_says_that_it_prints_no_codes(workshop: Path, tmp_path: Path) -> None:
    kit = workshop / "kit.yaml"
    kit.write_text(kit.read_text().replace("capture:\n  url: http://cards.local:8765\n", ""))
    result = run("build", workshop, "-o", tmp_path / "out")
    assert result.exit_code == ExitCode.DONE
    assert "without capture.url no codes are printed" in result.stderr


def test_check_says_so_where_there_is_nothing_to_say(workshop: Path) -> None:
    result = run("check", workshop)
    assert (result.exit_code, result.stdout) == (ExitCode.DONE, f"A small kit ({workshop})\nNo problem found.\n")


@pytest.mark.parametrize("command", [[], ["build"], ["check"]])
def test_every_command_has_a_help_text_with_all_its_options_explained(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == ExitCode.DONE
    assert "Usage:" in result.stdout
    found = main.get_command(Context(main), command[0]) if command else main
    assert found is not None
    for option in found.params:
        if option.param_type_name == "option":
            assert option.help


def test_version() -> None:
    assert __version__ in run("--version").stdout
